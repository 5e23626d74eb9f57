"""The web process: it answers chat platforms, the playground and health checks over HTTP."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.composition.core import BEAT, ROSTER, console_of, features_of, home_of, metronome_of, store_of, track_of
from bot.composition.database import migrated, wound
from bot.composition.demo import Demo
from bot.composition.desk import options_of, say, texts, with_given, with_settings
from bot.composition.faq import Installed, reading_ahead, tally_of
from bot.composition.hours import counter_of
from bot.composition.privacy import nightly, privacy_of, requests_of
from bot.composition.process import Health, Wall, stopped, stopping
from bot.composition.slack import SlackWay, reach
from bot.composition.surveys import duty_of, steward_of, surveys_of
from bot.composition.talk import door_with, sorter_of
from bot.composition.teams import TeamsWay, reach_teams
from bot.composition.watch import marker_of, watched
from config import manual

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.campaigns.channel import Rooms
    from bot.campaigns.console.ports import Surveys
    from bot.faq.tally import Tally
    from bot.metronome import Part
    from bot.ports import Clock, Messenger
    from config.doctor import Finding
    from config.settings import Settings
    from storage.store import Database


def web(rest: list[str]) -> int:
    """Answer chat platforms, the playground and health checks."""
    options = options_of(manual.WEB, rest)
    environment = with_given(os.environ, PORT=options.port, HOST=options.host)
    serve = Serve(worker=options.with_worker, force=options.force_playground)
    return with_settings(environment, serve)


def demo(rest: list[str]) -> int:
    """Set up a database and serve the playground."""
    options = options_of(manual.DEMO, rest)
    environment = with_given(
        os.environ,
        DATABASE_URL=os.environ.get("DATABASE_URL", "").strip() or "sqlite:///var/demo.db",
        LENTERA_PLAYGROUND="on",
        PORT=options.port,
    )

    async def run(settings: Settings) -> int:
        return await migrated(settings) or await Serve(worker=True, force=options.force_playground)(settings)

    return with_settings(environment, run)


@dataclass(frozen=True, slots=True)
class Serve:
    """The web process: HTTP, the playground if it is on, and with `worker` what is due as well."""

    worker: bool
    force: bool
    surveys: Surveys | None = None
    """What holds surveys, where something does."""
    more: Sequence[Part] = ()
    """What else the beat moves."""

    async def __call__(self, settings: Settings) -> int:
        """Serve until told to stop. Gives the exit code."""
        from adapters import beat, http
        from bot.app import Bot
        from config.doctor import Finding, State, playground_refuses

        if settings.playground and not self.force and (refusal := playground_refuses(settings)):
            say(refusal, settings)
            return 1
        stop = stopping()
        async with AsyncExitStack() as stack:
            store = store_of(settings)
            stack.push_async_callback(store.close)
            health, count = Health(store), beat.Count()
            app = http.application(health, count.figures)
            demo = Demo(settings, store, wound(settings) if self.worker else None) if settings.playground else None
            clock: Clock = demo.clock if demo else Wall()
            track, door = track_of(settings, store, clock), door_with(settings, store, clock, separate=not self.worker)
            surveys = surveys_of(settings, store, clock)
            messengers, rooms = _out(demo)
            console, tally = (
                console_of(settings, store, clock, self.surveys or surveys, rooms),
                tally_of(settings, store, clock),
            )
            bot = Bot(
                store,
                texts(),
                features_of(
                    track,
                    store,
                    clock,
                    console,
                    door,
                    privacy_of(settings, store, clock),
                    Installed(settings.keep, tally),
                ),
            )
            ways: list[SlackWay | TeamsWay] = []
            if slack := await reach(settings, stack, store):
                ways.append(SlackWay(slack, app, bot, store, home_of(track, console, door), clock))
                messengers["slack"], rooms["slack"] = slack.messenger, slack.rooms
            if teams := await reach_teams(stack, store):
                ways.append(TeamsWay(teams, app, bot, store, clock))
                messengers["teams"], rooms["teams"] = teams.messenger, teams.rooms
            # The playground's clock is wound to and fro, and nobody there is real.
            marker = None if demo else marker_of(settings)
            metronome, postman = metronome_of(
                track,
                console,
                store,
                clock,
                messengers,
                marker=marker,
                more=(
                    *self.more,
                    *(
                        (steward_of(settings, store, clock, separate=False), duty_of(settings, store, clock))
                        if self.worker and self.surveys is None
                        else ()
                    ),
                    *_duties(settings, store, clock, here=self.worker),
                ),
            )
            if demo:
                demo.playground.attach(app)
            try:
                port = await stack.enter_async_context(http.serving(app, settings.host, settings.port))
            except OSError as trouble:
                taken = Finding(State.WRONG, "no_port", {"port": settings.port, "reason": trouble.strerror or "?"})
                say(taken, settings)
                return 1
            if await health.wait(settings, stop):
                tick = watched(settings, store, clock, marker, metronome.tick) if marker else metronome.tick
                ticks = [tick] if self.worker else []
                if demo:
                    await demo.open(bot, metronome if self.worker else None)
                    ticks.append(demo.crowd.tick)
                for way in ways:
                    await way.open(stack)
                    await stack.enter_async_context(beat.beating([way.roster.tick], ROSTER, beat.Count()))
                await stack.enter_async_context(beat.beating(ticks, BEAT, count))
                await stack.enter_async_context(self._seldom(settings, store, clock, tally))
                stack.callback(postman.stop)
                health.loaded()
                say(_ready(settings, port, playground=bool(demo)), settings)
            await stop.wait()
        stopped()
        return 0

    @asynccontextmanager
    async def _seldom(self, settings: Settings, store: Database, clock: Clock, tally: Tally) -> AsyncIterator[None]:
        """What is looked after less often than what is due, and what is read once."""
        from adapters import beat

        night = nightly(settings, store, clock) if self.worker else nullcontext()
        # The tally here and not in the worker: whoever answers questions has the month's key.
        async with night, beat.beating([tally.tick], ROSTER, beat.Count()), reading_ahead():
            yield


def _duties(settings: Settings, store: Database, clock: Clock, *, here: bool) -> tuple[Part, ...]:
    made = (sorter_of(settings, store, clock), counter_of(settings, store, clock), requests_of(settings, store, clock))
    return made if here else ()


def _ready(settings: Settings, port: int, *, playground: bool) -> Finding:
    from config.doctor import Finding, State

    url = {"url": _url(settings.host, port)}
    return Finding(State.FINE, "ready_playground" if playground else "ready", url)


def _out(demo: Demo | None) -> tuple[dict[str, Messenger], dict[str, Rooms]]:
    """The ways out that are there from the start: to people, and to channels."""
    return ({"local": demo.playground}, {"local": demo.playground}) if demo else ({}, {})


def _url(host: str, port: int) -> str:
    name = {"127.0.0.1": "localhost", "0.0.0.0": "localhost"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - not bound here
    return f"http://{name}:{port}/"
