"""The worker process: it sends what is due."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bot.composition.core import BEAT, ROSTER, console_of, metronome_of, store_of, track_of
from bot.composition.desk import options_of, say, with_settings
from bot.composition.hours import counter_of
from bot.composition.privacy import nightly, requests_of
from bot.composition.process import Health, Wall, stopped, stopping
from bot.composition.slack import reach
from bot.composition.surveys import duty_of, steward_of, surveys_of
from bot.composition.talk import sorter_of
from bot.composition.teams import ROOM, Room, reach_teams
from bot.composition.watch import marker_of, watched
from config import manual

if TYPE_CHECKING:
    from bot.ports import Messenger
    from config.settings import Settings


def worker(rest: list[str]) -> int:
    """Send what is due."""
    options_of(manual.WORKER, rest)
    return with_settings(os.environ, _work)


async def _work(settings: Settings) -> int:
    """The worker process: sends what is due, until it is told to stop."""
    from adapters import beat
    from adapters.local.post import Post
    from bot.staff.roster import Roster
    from config.doctor import Finding, State

    stop = stopping()
    async with AsyncExitStack() as stack:
        store = store_of(settings)
        stack.push_async_callback(store.close)
        messengers: dict[str, Messenger] = {}
        if settings.playground_url:
            post = Post(settings.playground_url, settings.playground_secret)
            messengers["local"] = await stack.enter_async_context(post)
        elif settings.playground:
            say(Finding(State.NOTE, "playground_worker"), settings)
        if found := await reach(settings, stack, store):
            messengers["slack"] = found.messenger
        if beyond := await reach_teams(stack, store):
            messengers["teams"] = beyond.messenger
        if await Health(store).wait(settings, stop):
            clock = Wall()
            surveys = surveys_of(settings, store, clock)
            marker = marker_of(settings)
            track, console = track_of(settings, store, clock), console_of(settings, store, clock, surveys)
            metronome, postman = metronome_of(
                track,
                console,
                store,
                clock,
                messengers,
                marker=marker,
                more=(
                    steward_of(settings, store, clock, separate=True),
                    duty_of(settings, store, clock),
                    sorter_of(settings, store, clock),
                    counter_of(settings, store, clock),
                    requests_of(settings, store, clock),
                ),
            )
            tick = watched(settings, store, clock, marker, metronome.tick)
            await stack.enter_async_context(beat.beating([tick], BEAT, beat.Count()))
            stack.callback(postman.stop)
            await stack.enter_async_context(nightly(settings, store, clock))
            if beyond:
                room = Room(beyond, store, clock)
                await stack.enter_async_context(beat.beating([room.leave], ROOM, beat.Count()))
            if found:
                roster = Roster(store, clock, {"slack": found.directory()})
                await stack.enter_async_context(beat.beating([roster.tick], ROSTER, beat.Count()))
            say(Finding(State.FINE, "working"), settings)
        await stop.wait()
    stopped()
    return 0
