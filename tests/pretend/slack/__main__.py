"""The pretend Slack as a server to develop against, with a line to type on.

    python -m tests.pretend.slack --port 4000 --app http://127.0.0.1:8000/slack/events

The rule to keep: it needs nothing but the address of the app; what the app needs is printed, for its environment.
A script does the same over HTTP: `curl -d '/track 2h design' 'http://127.0.0.1:4000/pretend?person=ada'`.
"""

import argparse
import asyncio
import contextlib
import sys
import threading

from aiohttp import web

from tests.pretend.slack import reading
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack

PEOPLE = {"ada": ("en-GB", "Europe/Berlin"), "sari": ("id-ID", "Asia/Jakarta"), "hana": ("en-US", "Asia/Makassar")}
HELP = """\
/track 2h design    a command        hello               a direct message
#general hello      in the channel   press Undo          a button, by its label
fill note=x day=…   send the form    close               close the form
home                the App Home     see                 what stands in the chat
join | again        as new; twice    as sari             be somebody else
"""


async def perform(slack: PretendSlack, person: Person, line: str) -> str:  # noqa: C901, PLR0911 - one line a verb
    """Do what a line says. What came of it, as text."""
    verb, _, rest = line.strip().partition(" ")
    try:
        match verb:
            case "press":
                return await person.presses(rest)
            case "fill":
                pairs = [part.partition("=") for part in rest.split("  ")] if "  " in rest else _pairs(rest)
                return await person.submits({name.strip(): value.strip() for name, _, value in pairs if name})
            case "close":
                await person.closes()
                return ""
            case "home":
                return await person.opens()
            case "see":
                return "\n\n".join(person.sees())
            case "join":
                return await person.joins()
            case "again":
                return "\n".join(str(answered.status) for answered in await slack.again())
            case "help" | "?":
                return HELP
            case _ if verb.startswith("#"):
                found = [one for one in slack.workspace.channels.values() if one.name == verb[1:]]
                return await person.types(rest, found[0]) if found else f"no channel {verb}"
            case _:
                return await person.types(line.strip())
    except AssertionError as wrong:
        return f"! {wrong}"


def _pairs(rest: str) -> list[tuple[str, str, str]]:
    """`a=b c d=e` as a, `b c` and d, e."""
    found: list[tuple[str, str, str]] = []
    for word in rest.split():
        name, sign, value = word.partition("=")
        if sign:
            found.append((name, sign, value))
        elif found:
            found[-1] = (found[-1][0], "=", f"{found[-1][2]} {word}")
    return found


async def serve(port: int, app: str, *, limited: bool) -> None:
    """Serve until the line ends or somebody stops it."""
    slack = PretendSlack(limited=limited, word="pretend")
    slack.line.hurry = False
    for name, (locale, tz) in PEOPLE.items():
        slack.user(name, locale=locale, tz=tz)
    slack.channel("general", *slack.people.values(), app=True)
    slack.connect(app)
    people = {person.user.name: person for person in slack.people.values()}

    async def told(request: web.Request) -> web.Response:
        person = people.get(request.query.get("person", "ada"))
        if person is None:
            return web.Response(status=404, text=f"there are {', '.join(people)}\n")
        return web.Response(text=await perform(slack, person, await request.text()) + "\n")

    slack.routes.append(web.post("/pretend", told))
    await slack.start(port)
    _write(
        f"SLACK_API_BASE_URL={slack.api}\nSLACK_SIGNING_SECRET={slack.signing_secret}\n"
        f"SLACK_BOT_TOKEN={slack.bot_token}\nSLACK_APP_TOKEN={slack.app_token}\n"
        f"SLACK_CLIENT_ID={slack.tokens.client_id}\nSLACK_CLIENT_SECRET={slack.tokens.client_secret}\n\n{HELP}\n"
    )
    try:
        await _line(slack, people)
    finally:
        await slack.stop()


async def _line(slack: PretendSlack, people: dict[str, Person]) -> None:
    person = next(iter(people.values()))
    lines = _typed()
    while True:
        _write(f"{person.user.name}> ")
        line = await lines.get()
        if not line:
            # No line to type on: a server only.
            await asyncio.Event().wait()
        words = line.split()
        if words[:1] == ["as"] and words[-1] in people:
            person = people[words[-1]]
        elif words[:1] in (["quit"], ["exit"]):
            return
        elif words:
            _write(await perform(slack, person, line) + "\n")
            form = person.form()
            if form is not None and form is not person.last.view:
                _write(reading.form(form) + "\n")
            for complaint in slack.complaints:
                _write(f"! {complaint}\n")
            slack.complaints.clear()


def _typed() -> "asyncio.Queue[str]":
    """What comes in on the line; at its end an empty string. Read aside, so that stopping need not wait for a key."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    return lines


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.pretend.slack", description="A pretend Slack.")
    parser.add_argument("--port", type=int, default=4000)
    parser.add_argument("--app", default="", help="where the app listens; without it, the app comes by Socket Mode")
    parser.add_argument("--unlimited", action="store_true", help="no rate limits")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(given.port, given.app, limited=not given.unlimited))


if __name__ == "__main__":
    main()
