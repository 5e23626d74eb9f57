"""Just enough of Slack's Web API that an app starts and knows whoever asks; it stands beside the client."""

import asyncio

from aiohttp import web

TEAM = "T0BENCH00"


async def _api(request: web.Request) -> web.Response:
    sent = dict(request.query) | dict(await request.post())
    told: dict[str, object] = {}
    match request.match_info["method"]:
        case "auth.test":
            told = {"team_id": TEAM, "user_id": "U0LENTERA", "bot_id": "B0LENTERA", "url": "https://bench.slack.com/"}
        case "users.info":
            told = {"user": _user(str(sent["user"]))}
        case "users.list":
            told = {"members": []}
        case "usergroups.list":
            told = {"usergroups": []}
        case _:
            pass
    return web.json_response({"ok": True, **told})


def _user(name: str) -> dict[str, object]:
    profile = {"display_name": name, "real_name": name, "email": f"{name.lower()}@example.org"}
    return {"id": name, "team_id": TEAM, "name": name, "tz": "Asia/Jakarta", "locale": "en-GB", "profile": profile}


async def _serve() -> None:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", _api)
    app.router.add_get("/healthz", lambda _: asyncio.sleep(0, web.json_response({"ready": True})))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://localhost:{runner.addresses[0][1]}/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
