"""What one would write without Lentera: a Bolt app that echoes a command, as quick as Bolt can, or after one insert.

The rule to keep: it does the least that anybody's Bolt app does, in Bolt's own way; nothing of Lentera is in it.
"""

import asyncio
import os
import re
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, insert
from sqlalchemy.ext.asyncio import create_async_engine

_TABLE = Table(
    "baseline",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("person", String, nullable=False),
    Column("text", String, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
_INSERT = insert(_TABLE)


def _app(*, default: bool) -> AsyncApp:
    app = AsyncApp(
        token=os.environ["SLACK_BOT_TOKEN"],
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=not default,
    )
    app.client.base_url = os.environ["SLACK_API_BASE_URL"]
    return app


async def _serve(kind: str) -> None:
    app = _app(default=kind == "default")
    url = os.environ.get("DATABASE_URL", "")
    # As many connections as there are askers, so that nobody waits for one.
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"), pool_size=16) if url else None
    if engine:
        async with engine.begin() as connection:
            await connection.run_sync(_TABLE.metadata.create_all)

    async def track(ack: Any, body: dict[str, str]) -> None:  # noqa: ANN401 - Bolt has no type for it
        if engine:
            async with engine.begin() as connection:
                values = {"person": body["user_id"], "text": body["text"], "at": datetime.now(UTC)}
                await connection.execute(_INSERT, values)
        await ack(text=f"Logged: {body['text']}", response_type="ephemeral")

    app.command(re.compile(""))(track)

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", events)
    server.router.add_get("/healthz", lambda _: asyncio.sleep(0, web.json_response({"ready": True})))
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://localhost:{runner.addresses[0][1]}/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    import sys

    asyncio.run(_serve(sys.argv[1]))
