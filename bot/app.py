"""The whole core for everything a person starts: `Bot.handle(event) -> Reply`.

The rule to keep: no exception leaves `handle` (Bolt answers 404 after three seconds to one that does). What the person
can change is said as a refusal where they are; a bug gets a short reference, and a traceback for us without any values.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import Refusal, places
from bot.events import Arrived, Command, Event, Press, Said, Submitted
from bot.message import Correction, Message, Reply
from bot.people import Person
from bot.ports import Store
from bot.texts import Texts, Words

log = logging.getLogger(__name__)

TRACELESS = frozenset({"survey", "talk"})
"""Of whose commands, buttons and forms nothing may tell who has used them, and so who has not (anonymity.md, 10.4)."""

E = TypeVar("E", bound=Event)
Handler = Callable[[E, Person, Words], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Features:
    """Who answers what. Presses and forms are found by the part of their action before the first dot."""

    commands: Mapping[str, Handler[Command]]
    presses: Mapping[str, Handler[Press]]
    forms: Mapping[str, Handler[Submitted]]
    said: Handler[Said]
    arrived: Handler[Arrived]


@dataclass(frozen=True, slots=True)
class Bot:
    """The core. It is told what happened and answers what to show."""

    store: Store
    texts: Texts
    features: Features

    async def handle(self, event: Event) -> Reply:
        """Answer one event. Never raises, save for cancellation."""
        t = self.texts.to(event.actor.locale)
        try:
            person = await (self.store.recognise if _leaves_no_trace(event) else self.store.meet)(event.actor)
            t = self.texts.to(person.locale)
            try:
                return await self._dispatch(event, person, t)
            except Refusal as refusal:
                return _refused(event, t(refusal.key, **refusal.params), refusal.field)
        except Exception as bug:  # noqa: BLE001 - the one place where every bug ends
            reference = secrets.token_hex(4)
            # The message of an exception may hold what somebody wrote, so only its type and the places are logged.
            log.error("bug %s: %s at %s", reference, type(bug).__name__, places(bug))  # noqa: TRY400 - see above
            return _refused(event, t("common.bug", reference=reference), None)

    async def _dispatch(self, event: Event, person: Person, t: Words) -> Reply:
        match event:
            case Command():
                return await _find(self.features.commands, event.name, "common.unknown_command")(event, person, t)
            case Press():
                return await _find(self.features.presses, event.action)(event, person, t)
            case Submitted():
                return await _find(self.features.forms, event.form)(event, person, t)
            case Said():
                return await self.features.said(event, person, t)
            case Arrived():
                return await self.features.arrived(event, person, t)


def _find(handlers: Mapping[str, Handler[E]], name: str, unknown: str = "common.unknown_action") -> Handler[E]:
    """The handler of `track.undo` is that of `track`. Raises a refusal for what nobody answers."""
    handler = handlers.get(name.partition(".")[0])
    if handler is None:
        raise Refusal(unknown)
    return handler


def _leaves_no_trace(event: Event) -> bool:
    """Whether it must not be noted that somebody has been here: it may be the first thing that they do."""
    match event:
        case Command():
            about = event.name
        case Press():
            about = event.action
        case Submitted():
            about = event.form
        case _:
            return False
    return about.partition(".")[0] in TRACELESS


def _refused(event: Event, sentence: str, field: str | None) -> Reply:
    if isinstance(event, Submitted):
        return Reply(Correction(sentence, {field: sentence} if field else {}))
    return Reply(Message(sentence))
