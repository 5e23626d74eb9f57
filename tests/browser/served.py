"""A process of Lentera's own for a browser to look at, with nothing of this machine's settings in it."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("LENTERA_", "SLACK_", "TEAMS_", "MICROSOFT_", "DATABASE_URL", "PORT", "HOST")


@asynccontextmanager
async def served(*command: str, **given: str) -> AsyncIterator[str]:
    """Start `python -m` a command with these settings; give its address once it says one, and see it end well."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, cwd=ROOT, env={**environment, **given}, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    said = b""
    try:
        while not (found := re.search(rb"(http://localhost:\d+/)", said)):
            line = await asyncio.wait_for(process.stdout.readline(), 60)
            assert line, said.decode()
            said += line
        # Whatever else it says must not fill the pipe.
        rest = asyncio.create_task(process.stdout.read())
        yield found[1].decode()
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 30) == 0
        await rest
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
