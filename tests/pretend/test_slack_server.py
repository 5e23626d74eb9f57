"""The pretend Slack as a server of its own, as somebody who develops an app starts it."""

import asyncio
import re
import socket
import sys

import pytest
from aiohttp import ClientSession, web

from tests.pretend.bolt import Echo

pytestmark = pytest.mark.slow


def free() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def test_it_says_what_the_app_needs_and_does_what_is_typed() -> None:
    here, there = free(), free()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.pretend.slack", "--port", str(here), "--app", f"http://127.0.0.1:{there}/slack/events"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = (await process.stdout.readuntil(b"ada> ")).decode()
        needed = dict(re.findall(r"^(SLACK_\w+)=(\S+)$", told, re.MULTILINE))
        echo = Echo(needed["SLACK_API_BASE_URL"], needed["SLACK_BOT_TOKEN"], needed["SLACK_SIGNING_SECRET"])
        app = web.Application()
        app.router.add_post("/slack/events", echo.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", there).start()
        for line, answer in (
            ("/track 2h design", "Logged: 2h design\n(Undo) (Edit)\n"),
            ("press Undo", "Undone\n(Restore)\n"),
            ("press Nothing", "! no button 'Nothing'"),
            ("/track form", "[Edit entry]\nWhat was logged:\nHow long: 2 h"),
            ("fill time=many", "Write how long it took."),
            ("fill time=3 h project=beta", "Changed to 3 h\n(Undo)\n"),
            ("home", "Your week\n(Log)\n"),
        ):
            process.stdin.write(f"{line}\n".encode())
            assert answer in (await process.stdout.readuntil(b"ada> ")).decode()
        async with ClientSession() as session:
            url = f"http://127.0.0.1:{here}/pretend?person=sari"
            async with session.post(url, data="/track 1 jam rapat") as response:
                assert await response.text() == "Logged: 1 jam rapat\n(Undo) (Edit)\n"
        process.stdin.write(b"quit\n")
        assert await process.wait() == 0
        await runner.cleanup()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
