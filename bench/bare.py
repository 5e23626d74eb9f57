"""The floor: an aiohttp handler that reads JSON and answers JSON, and does nothing else."""

import asyncio

from aiohttp import web


async def _say(request: web.Request) -> web.Response:
    sent = await request.json()
    return web.json_response({"messages": [{"text": sent["text"]}]})


async def _serve() -> None:
    app = web.Application()
    app.router.add_post("/local/say", _say)
    app.router.add_get("/healthz", lambda _: asyncio.sleep(0, web.json_response({"ready": True})))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://localhost:{runner.addresses[0][1]}/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
