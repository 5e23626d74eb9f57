"""The composition root and the `lentera` command line: the one place where all rings meet.

The rule to keep: a command imports what it needs when it is called, so that reading one line of `/track` does not wait
for a database driver; and every word printed is in `config/`.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from bot import VERSION
from config import manual

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

    from aiohttp.web import Application

    from adapters.local.company import Resident
    from adapters.slack.setup import Reach
    from bot.app import Bot
    from bot.events import Actor
    from bot.metronome import Metronome
    from bot.outbox import Postman
    from bot.people import Person
    from bot.ports import Clock, Messenger, Store
    from bot.texts import Texts
    from bot.timesheet.track import Track
    from config.doctor import Finding
    from config.settings import Settings

_BEAT = 5.0
"""Seconds between two looks at what is due."""
_PATIENCE = 10.0
"""Seconds that a database has to answer."""
_PAUSE = 1.0
"""Seconds between two looks at a database that is not ready."""
_RATES = {"slack": 4.0}
"""Messages a second into one workspace. Slack allows several hundred a minute and publishes no number."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Gives the exit code that the manual promises."""
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not complain of it when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str]) -> int:
    match words:
        case [] | ["-h" | "--help" | "help"]:
            print(manual.page(VERSION))
            return 0
        case ["--version"]:
            print(VERSION)
            return 0
        case ["track", "parse", *rest]:
            return _parse(rest)
        case ["manifest", "slack", *rest]:
            return _slack_manifest(rest)
        case [name, *rest] if name in _COMMANDS:
            return _COMMANDS[name](rest)
        case _:
            print(manual.unknown(words[0]), file=sys.stderr)
            return 2


def _parse(rest: list[str]) -> int:
    if rest[:1] in (["-h"], ["--help"]):
        print(manual.command(manual.PARSE, "INPUT"))
        return 0
    from bot.timesheet.parse_command import run

    locale = os.environ.get("LENTERA_LOCALE")
    return run(["--lang", locale, *rest] if locale else rest, sys.stdin, sys.stdout)


def _doctor(rest: list[str]) -> int:
    options = _options(manual.DOCTOR, rest)
    import asyncio

    from config import doctor
    from config.content import ContentError, catalogues

    try:
        known = catalogues()
    except ContentError as error:
        return _complain(f"{error}")
    settings, findings = doctor.examine(os.environ, known)
    if settings:
        findings = (*findings, asyncio.run(_database(settings)))
    t = _texts().to(options.lang or os.environ.get("LENTERA_LOCALE"))
    print(doctor.report(findings, t, VERSION))
    return int(any(finding.state is doctor.State.WRONG for finding in findings))


def _migrate(rest: list[str]) -> int:
    _options(manual.MIGRATE, rest)
    return _with_settings(os.environ, _migrated)


def _web(rest: list[str]) -> int:
    options = _options(manual.WEB, rest)
    environment = _with(os.environ, PORT=options.port, HOST=options.host)
    serve = _Serve(worker=options.with_worker, force=options.force_playground)
    return _with_settings(environment, serve)


def _demo(rest: list[str]) -> int:
    options = _options(manual.DEMO, rest)
    environment = _with(
        os.environ,
        DATABASE_URL=os.environ.get("DATABASE_URL", "").strip() or "sqlite:///var/demo.db",
        LENTERA_PLAYGROUND="on",
        PORT=options.port,
    )

    async def run(settings: Settings) -> int:
        return await _migrated(settings) or await _Serve(worker=True, force=options.force_playground)(settings)

    return _with_settings(environment, run)


def _worker(rest: list[str]) -> int:
    _options(manual.WORKER, rest)
    return _with_settings(os.environ, _work)


def _amend(rest: list[str]) -> int:
    options = _options(manual.AMEND, rest)
    given = (options.by, getattr(options, "for"), options.entry, options.reason, options.line or options.remove)
    if not all(given) or (options.line and options.remove) or not options.entry.isdecimal():
        print(manual.command(manual.AMEND), file=sys.stderr)
        return 2

    async def run(settings: Settings) -> int:
        return await _amended(settings, options)

    return _with_settings(os.environ, run)


def _slack_manifest(rest: list[str]) -> int:
    options = _options(manual.SLACK_MANIFEST, rest)
    import json

    from adapters.slack.manifest import manifest

    url = (options.url or "").rstrip("/")
    if not url.startswith("https://") and not options.socket:
        print(manual.command(manual.SLACK_MANIFEST), file=sys.stderr)
        return 2
    t = _texts().to(options.lang or os.environ.get("LENTERA_LOCALE"))
    made = manifest(t, "" if options.socket else url, direct=not options.no_dm, further=options.further)
    print(json.dumps(made, indent=2, ensure_ascii=False))
    return 0


_COMMANDS: Mapping[str, Callable[[list[str]], int]] = {
    "amend": _amend,
    "demo": _demo,
    "doctor": _doctor,
    "migrate": _migrate,
    "web": _web,
    "worker": _worker,
}


def _options(entry: manual.Entry, rest: list[str]) -> argparse.Namespace:
    """What was typed after a command. Leaves the program for `--help`, and for what is not understood."""
    if rest[:1] in (["-h"], ["--help"]):
        print(manual.command(entry))
        sys.exit(0)
    parser = argparse.ArgumentParser(prog=f"lentera {entry.name}", add_help=False, allow_abbrev=False)
    for option in entry.options:
        if option.value:
            parser.add_argument(option.name, metavar=option.value)
        else:
            parser.add_argument(option.name, action="store_true")
    return parser.parse_args(rest)


def _with(environment: Mapping[str, str], **given: str | None) -> dict[str, str]:
    return {**environment, **{name: value for name, value in given.items() if value}}


def _with_settings(environment: Mapping[str, str], act: Callable[[Settings], Awaitable[int]]) -> int:
    """Read the settings, set up logging, and run; or say everything that is wrong."""
    import asyncio

    from config import doctor, logs, slack
    from config.content import ContentError
    from config.settings import SettingsError, read

    try:
        texts = _texts()
    except ContentError as error:
        return _complain(f"{error}")
    try:
        settings = read(environment)
    except SettingsError as error:
        return _complain(*doctor.told(error, texts.to(environment.get("LENTERA_LOCALE"))))
    if mistakes := slack.read(environment)[1]:
        return _complain(*doctor.told(SettingsError(mistakes), texts.to(environment.get("LENTERA_LOCALE"))))
    logs.configure(settings.log)

    async def run() -> int:
        logs.watch(asyncio.get_running_loop())
        return await act(settings)

    try:
        return asyncio.run(run())
    except ContentError as error:
        return _complain(f"{error}")


def _complain(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return 1


def _say(finding: Finding, settings: Settings) -> None:
    """Tell the operator something: on standard error if it is wrong, where it is seen among the logs."""
    from config.doctor import State, sentence

    told = sentence(finding, _texts().to(settings.locale))
    print(told, file=sys.stderr if finding.state is State.WRONG else sys.stdout, flush=True)


@cache
def _texts() -> Texts:
    from config.content import texts

    return texts()


async def _database(settings: Settings) -> Finding:
    """Whether the database answers, and whether its schema is this version's."""
    import asyncio

    from config.doctor import Finding, State
    from storage.migrate import current, revisions

    kind = {"kind": "SQLite" if settings.file else "PostgreSQL"}
    # To look must not be to make: SQLite's driver creates the file.
    if settings.file and not settings.file.exists():
        return Finding(State.WRONG, "database_empty", kind)
    try:
        found = await asyncio.wait_for(current(settings.database_url), _PATIENCE)
    except Exception as trouble:  # noqa: BLE001 - every driver has its own
        reason = type(getattr(trouble, "orig", None) or trouble).__name__
        return Finding(State.WRONG, "database_silent", {**kind, "reason": reason})
    known = revisions()
    if found is None:
        return Finding(State.WRONG, "database_empty", kind)
    if found not in known:
        return Finding(State.WRONG, "database_ahead")
    if found != known[-1]:
        return Finding(State.WRONG, "database_behind")
    return Finding(State.FINE, "database", kind)


async def _migrated(settings: Settings) -> int:
    from config.doctor import State
    from storage.migrate import upgrade

    found = await _database(settings)
    if found.key in {"database_empty", "database_behind"}:
        if found.key == "database_empty":
            _wound(settings).unlink(missing_ok=True)
        await upgrade(settings.database_url)
        found = await _database(settings)
    _say(found, settings)
    return int(found.state is State.WRONG)


def _wound(settings: Settings) -> Path:
    """Where the playground remembers how far its clock was wound: beside the data, which is of that time."""
    from pathlib import Path

    return (settings.file or Path("var") / "playground").with_suffix(".clock")


async def _amended(settings: Settings, options: argparse.Namespace) -> int:
    """Correct an entry; what stands in the way is said in the operator's language."""
    import secrets

    from bot.errors import Refusal
    from bot.markup import plain
    from bot.timesheet.amend import Amend
    from storage.store import Database

    t = _texts().to(settings.locale)
    store = Database(settings.database_url, locale=settings.locale, zone=settings.zone)
    amend = Amend(store, _Wall(), settings.operators)
    try:
        await amend.change(
            options.by,
            getattr(options, "for"),
            int(options.entry),
            options.line,
            reason=options.reason,
            key=f"amend:{secrets.token_hex(8)}",
        )
    except Refusal as refusal:
        return _complain(plain(t(refusal.key, **refusal.params)))
    finally:
        await store.close()
    print(plain(t("track.amended")))
    return 0


class _Wall:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class _Health:
    """What `/healthz` answers: one word for what is missing, or nothing."""

    store: Store
    missing: str = "starting"

    async def __call__(self) -> str:
        if self.missing:
            return self.missing
        import asyncio

        try:
            async with asyncio.timeout(_PATIENCE), self.store.begin() as work:
                await work.prompts.next_due()
        except Exception:  # noqa: BLE001 - whatever it is, the answer is the same
            return "database"
        return ""

    async def wait(self, settings: Settings, stop: asyncio.Event) -> bool:
        """Wait until the database is as this version needs it. False where the wait was stopped."""
        from config.doctor import State

        while not stop.is_set():
            found = await _database(settings)
            if found.state is State.FINE:
                return True
            missing = "database" if found.key == "database_silent" else "schema"
            if missing != self.missing:
                _say(found, settings)
            self.missing = missing
            await _either(stop, _PAUSE)
        return False


def _track(settings: Settings, store: Store, clock: Clock) -> Track:
    """Everything that `/track` does, under the installation's own working-time policy."""
    from bot.timesheet.policy import Policies
    from bot.timesheet.track import Track
    from config.policies import policies

    known = policies()
    return Track(store, _texts(), Policies({**known.named, "default": known.of(settings.policy)}), clock)


def _metronome(
    track: Track, store: Store, clock: Clock, messengers: Mapping[str, Messenger]
) -> tuple[Metronome, Postman]:
    from bot.metronome import Metronome
    from bot.outbox import Postman
    from bot.timesheet.reminders import CHANGED

    # That somebody else has changed one's hours must arrive, if need be twice.
    postman = Postman(store, _texts(), messengers, track.reminders.letters(), clock, rates=_RATES, promises={CHANGED})
    return Metronome(store, clock, track.reminders.planners(), postman), postman


@dataclass(frozen=True, slots=True)
class _Serve:
    """The web process: HTTP, the playground if it is on, and with `worker` what is due as well."""

    worker: bool
    force: bool

    async def __call__(self, settings: Settings) -> int:
        from adapters import beat, http
        from bot.app import Bot
        from config.doctor import Finding, State, playground_refuses
        from storage.store import Database

        if settings.playground and not self.force and (refusal := playground_refuses(settings)):
            _say(refusal, settings)
            return 1
        stop = _stop()
        async with AsyncExitStack() as stack:
            store = Database(settings.database_url, locale=settings.locale, zone=settings.zone)
            stack.push_async_callback(store.close)
            health, count = _Health(store), beat.Count()
            app = http.application(health, count.figures)
            demo = _Demo(settings, store, _wound(settings) if self.worker else None) if settings.playground else None
            clock: Clock = demo.clock if demo else _Wall()
            track = _track(settings, store, clock)
            bot = Bot(store, _texts(), track.features())
            messengers: dict[str, Messenger] = {"local": demo.playground} if demo else {}
            reach = await _reach(settings, stack)
            slack = _Slack(reach, app, bot, store, track) if reach else None
            if reach:
                messengers["slack"] = reach.messenger
            metronome, postman = _metronome(track, store, clock, messengers)
            if demo:
                demo.playground.attach(app)
            try:
                port = await stack.enter_async_context(http.serving(app, settings.host, settings.port))
            except OSError as trouble:
                taken = Finding(State.WRONG, "no_port", {"port": settings.port, "reason": trouble.strerror or "?"})
                _say(taken, settings)
                return 1
            if await health.wait(settings, stop):
                ticks = [metronome.tick] if self.worker else []
                if demo:
                    await demo.open(bot, metronome if self.worker else None)
                    ticks.append(demo.crowd.tick)
                if slack:
                    await slack.open(stack)
                await stack.enter_async_context(beat.beating(ticks, _BEAT, count))
                stack.callback(postman.stop)
                health.missing = ""
                ready = Finding(State.FINE, "ready_playground" if demo else "ready", {"url": _url(settings.host, port)})
                _say(ready, settings)
            await stop.wait()
        _stopped()
        return 0


def _url(host: str, port: int) -> str:
    name = {"127.0.0.1": "localhost", "0.0.0.0": "localhost"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - not bound here
    return f"http://{name}:{port}/"


async def _reach(settings: Settings, stack: AsyncExitStack) -> Reach | None:
    """The way out to Slack, where it is set up."""
    from config import slack

    options, _ = slack.read(os.environ)
    if options is None:
        return None
    from adapters.slack.setup import reaching
    from storage.engine import engine

    made = engine(settings.database_url) if options.client_id else None
    if made:
        stack.push_async_callback(made.dispose)
    return await stack.enter_async_context(reaching(options, made))


class _Slack:
    """The way in from Slack."""

    def __init__(self, reach: Reach, app: Application, bot: Bot, store: Store, track: Track) -> None:
        from adapters.slack.directory import Directory

        async def known(actor: Actor) -> Person:
            async with store.begin() as work:
                return await work.people.meet(actor)

        self._reach = reach
        self._adapter = reach.answering(app, _texts(), handle=bot.handle, known=known, show=track.dashboard.show)
        self._directory = Directory(reach.workspaces, self._adapter.accounts)
        self._adapter.changed = self._directory.changed

    async def open(self, stack: AsyncExitStack) -> None:
        """Answer from now on, over HTTP and by a socket where there is one."""
        await self._reach.prepare()
        self._adapter.awake = True
        # Whoever is known already need not wait for Slack to say who they are.
        self._adapter.later(self._directory.learn())
        options = self._reach.options
        if options.app_token:
            from adapters.slack.socket_mode import listening

            deliver = self._adapter.deliver
            await stack.enter_async_context(listening(options.app_token, deliver, self._reach.web, options.base))


class _Demo:
    """The playground and the people in it."""

    def __init__(self, settings: Settings, store: Store, kept: Path | None) -> None:
        import socket

        from adapters.local.app import Playground
        from adapters.local.clock import WindingClock
        from adapters.local.company import Company
        from adapters.local.crowd import Crowd
        from bot.gallery import gallery
        from config import content, typed

        async def known(actor: Actor) -> Person:
            async with store.begin() as work:
                return await work.people.meet(actor)

        async def say(person: Resident, text: str, delivery: str) -> None:
            await self.playground.say(person, text, delivery)

        self._store = store
        self._company = typed.read(content.HERE / "demo" / "company.yaml", Company)
        self.clock = WindingClock(kept=kept)
        self.crowd = Crowd(self._company, say, self.clock)
        self.playground = Playground(
            self._company,
            _texts(),
            self.clock,
            gallery=gallery(),
            known=known,
            secret=settings.playground_secret,
            # Forced onto a network, it is known there by these names.
            hosts=frozenset({settings.host, socket.gethostname().lower()}),
        )

    async def open(self, bot: Bot, metronome: Metronome | None) -> None:
        """Enrol the company, and answer. Without a metronome of its own the clock cannot be wound."""
        async with self._store.begin() as work:
            for actor, division, roles in self._company.everyone():
                await work.people.enrol(actor, division=division, roles=roles)
        if metronome:
            self.playground.wind = lambda to: self.clock.wind(to, [metronome, self.crowd])
        self.playground.connect(bot.handle)


async def _work(settings: Settings) -> int:
    """The worker process: sends what is due, until it is told to stop."""
    from adapters import beat
    from adapters.local.post import Post
    from config.doctor import Finding, State
    from storage.store import Database

    stop = _stop()
    async with AsyncExitStack() as stack:
        store = Database(settings.database_url, locale=settings.locale, zone=settings.zone)
        stack.push_async_callback(store.close)
        messengers: dict[str, Messenger] = {}
        if settings.playground_url:
            post = Post(settings.playground_url, settings.playground_secret)
            messengers["local"] = await stack.enter_async_context(post)
        elif settings.playground:
            _say(Finding(State.NOTE, "playground_worker"), settings)
        if reach := await _reach(settings, stack):
            messengers["slack"] = reach.messenger
        if await _Health(store).wait(settings, stop):
            clock = _Wall()
            metronome, postman = _metronome(_track(settings, store, clock), store, clock, messengers)
            await stack.enter_async_context(beat.beating([metronome.tick], _BEAT, beat.Count()))
            stack.callback(postman.stop)
            _say(Finding(State.FINE, "working"), settings)
        await stop.wait()
    _stopped()
    return 0


def _stopped() -> None:
    import logging

    logging.getLogger("lentera").info("stopped")


def _stop() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C. The second one ends the process at once, as they do everywhere."""
    import asyncio

    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def told() -> None:
        stop.set()
        for kind in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(kind)

    for kind in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(kind, told)
    return stop


async def _either(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until we are to stop."""
    import asyncio

    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


if __name__ == "__main__":
    sys.exit(main())
