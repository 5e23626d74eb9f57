"""Teams' activities on our server: through the door, through the SDK, to the core and back.

The rule to keep: whatever goes wrong, the person learns of it where they are, and Teams gets an answer in time. What it
is, `activities` has said already; what is said again by Teams is answered once.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from aiohttp import web

from adapters.teams.accounts import Accounts, Stranger
from adapters.teams.activities import (
    Asked,
    Consented,
    Installed,
    Members,
    Place,
    Pressed,
    Quick,
    Removed,
    Told,
    Wrote,
    told,
)
from adapters.teams.answers import Answers
from adapters.teams.connector import Connector
from adapters.teams.dialogs import words
from adapters.teams.door import Body, Door, Malformed, Refused
from adapters.teams.errors import Declined
from adapters.teams.events import QUICK, pressed, sent, submitted, wrote
from adapters.teams.files import ACTION
from adapters.teams.manifest import ABOUT
from adapters.teams.offers import Button, Offers
from adapters.teams.poster import PATIENCE
from adapters.teams.rich import Data
from bot.errors import Busy, Unreachable, places
from bot.events import Actor, Arrived, Event
from bot.markup import plain
from bot.message import Correction, Form, Message, Reply
from bot.people import Person
from bot.texts import Texts, Words

log = logging.getLogger(__name__)

PATH = "/api/messages"
_SEEN = 10_000
_MINUTES = 10 * 60.0
"""Seconds in which Teams may deliver an activity again."""

Handle = Callable[[Event], Awaitable[Reply]]
Known = Callable[[Actor], Awaitable[Person]]


async def _nowhere(tenant: str, place: Place, here: bool) -> None:
    """Where nobody keeps a list of teams."""


async def _unseen(account: Actor) -> None:
    """Where nobody keeps a list of people."""


@dataclass(slots=True)
class _Turn:
    """One activity. Once `late`, Teams has its answer, and what is to be said is said by another way."""

    late: bool = False
    discreet: bool = False
    """Whether no chat may hold anything of what is asked or answered."""


@dataclass(slots=True)
class Teams:
    """The adapter. `handle` is `Bot.handle`; `known` asks the core for what somebody has set, such as a language."""

    door: Door
    connector: Connector
    accounts: Accounts
    answers: Answers
    offers: Offers
    texts: Texts
    handle: Handle
    known: Known
    commands: Collection[str]
    changed: Callable[[], None] = lambda: None
    """Told when the directory is no longer what it was."""
    joined: Callable[[str, Place, bool], Awaitable[None]] = _nowhere
    """Told that a team has the app, or has it no more."""
    greets: bool = False
    """Whether those are welcomed for whom the app is installed. It may have been IT who did that, for thousands of
    people who have not heard of it yet."""
    came: Callable[[Actor], Awaitable[None]] = _unseen
    """Told of whoever has the app now, where nobody is welcomed."""
    awake: bool = True
    """Whether there is anybody to answer. Until then Teams is asked to come again."""
    nod: float = 8.0
    """Seconds after which Teams gets its answer, and what is to be said goes another way. At ten it says that we
    failed."""
    _work: set[asyncio.Task[Any]] = field(init=False, default_factory=set)
    _seen: dict[str, float] = field(init=False, default_factory=dict)

    def attach(self, app: web.Application) -> None:
        """Add the one route that Teams needs."""
        app.router.add_post(PATH, self._request)
        app.router.add_get(ABOUT, self._about)
        app.on_shutdown.append(self._finish)

    async def deliver(self, body: Body) -> tuple[int, Data | None]:
        """What came with a good token: status and body of the answer. Raises nothing."""
        try:
            about = told(body)
        except Malformed:
            return HTTPStatus.BAD_REQUEST, None
        if about is None and body["type"] != "invoke":
            return HTTPStatus.OK, None

        async def act() -> Data | None:
            return await self.answered(about) if about is not None else None

        return await self.connector.turn(body, act)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work in the background is finished at the end of the block."""
        try:
            yield
        finally:
            await self._finish(None)

    async def idle(self) -> None:
        """Until nothing is going on in the background."""
        while self._work:
            await asyncio.wait(set(self._work))

    async def _request(self, request: web.Request) -> web.Response:
        if not self.awake:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            body = await self.door.read(request)
        except Refused as refused:
            return web.Response(status=refused.status)
        status, said = await self.deliver(body)
        return web.Response(status=status) if said is None else web.json_response(said, status=status)

    async def _about(self, _: web.Request) -> web.Response:
        """The page that the app package names, in every language."""
        said = [plain(self.texts.to(locale)("teams.manifest_long")) for locale in self.texts.locales]
        return web.Response(text="\n\n".join(["Lentera", *said]) + "\n")

    async def _finish(self, _: object) -> None:
        if self._work:
            await asyncio.wait(set(self._work), timeout=PATIENCE)
        for task in set(self._work):
            task.cancel()

    async def answered(self, about: Told) -> Data | None:
        """What to answer, within the time there is. Raises nothing."""
        turn = _Turn()
        task = asyncio.create_task(self._safely(about, turn))
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        done, _ = await asyncio.wait({task}, timeout=self.nod)
        if done:
            return task.result()
        turn.late = True
        if isinstance(about, Asked | Quick):
            return words(self.texts.to(about.who.locale)("teams.wait_discreet" if turn.discreet else "teams.wait"))
        return None

    async def _safely(self, about: Told, turn: _Turn) -> Data | None:
        try:
            return await self._react(about, turn)
        except (Busy, TimeoutError):
            log.warning("Teams: an answer was not taken in time")
        except Unreachable as gone:
            log.info("Teams: an answer could not be said: %s", gone.reason)
        except Exception as bug:  # noqa: BLE001 - nothing may leave a turn
            return await self._broken(bug, about)
        return words(self.texts.to(about.who.locale)("teams.busy")) if isinstance(about, Asked | Quick) else None

    async def _react(self, about: Told, turn: _Turn) -> Data | None:
        """What a told thing leads to."""
        match about:
            case Wrote() | Pressed() | Asked() | Quick():
                return await self._interaction(about, turn)
            case Consented():
                await self._consented(about)
            case Installed():
                await self._installed(about)
            case Removed(who=who, place=place):
                if place.kind == "personal":
                    self.accounts.gone(who)
                await self.joined(who.tenant, place, False)
                self.changed()
            case Members(who=who, place=place):
                await self._team(who.tenant, place)
        return None

    async def _interaction(self, about: Wrote | Pressed | Asked | Quick, turn: _Turn) -> Data | None:
        account = await self.accounts.find(about.who, about.place)
        if isinstance(account, Stranger):
            return await self.answers.elsewhere(about, self.texts.to(account.locale), account.key)
        if about.place.team:
            await self.joined(about.who.tenant, about.place, True)
        match about:
            case Wrote():
                await self._wrote(about, account)
                return None
            case Pressed():
                return await self._pressed(about, account)
            case Asked() | Quick():
                said = await self._dialog(about, account, turn)
                if turn.late and not turn.discreet:
                    await self.answers.late(about, account, await self._words(account), said)
                return said

    async def _wrote(self, about: Wrote, account: Actor) -> None:
        event = wrote(about.id, account, about.text, self.commands)
        reply = await self.handle(event)
        if not self._repeated(about):
            await self.answers.typed(about, account, await self._words(account), reply, event)

    async def _pressed(self, about: Pressed, account: Actor) -> Data | None:
        offer = self.offers.read(about.data)
        if not isinstance(offer, Button):
            return await self.answers.elsewhere(about, await self._words(account), "teams.stale")
        event = pressed(about.id, account, offer)
        reply = await self.handle(event)
        if self._repeated(about) and not about.invoked:
            return None
        return await self.answers.pressed(about, account, await self._words(account), reply, event)

    async def _dialog(self, about: Asked | Quick, account: Actor, turn: _Turn) -> Data | None:
        match about:
            case Asked():
                return await self._asked(about, account, turn)
            case Quick(data=dict() as data):
                return await self._asked(Asked(about.id, about.who, about.place, data, "", inside=True), account, turn)
            case Quick():
                return self.answers.asking(await self._words(account))

    async def _asked(self, about: Asked, account: Actor, turn: _Turn) -> Data | None:
        back = sent(about.data, self.offers)
        match back:
            case None:
                return words((await self._words(account))("teams.stale"))
            case Button():
                reply = await self.handle(pressed(about.id, account, back))
                turn.discreet = _discreet(reply.content)
                return await self.answers.opened(about, await self._words(account), reply)
            case form, origin:
                turn.discreet = form.discreet
                reply = await self.handle(submitted(about.id, account, form, about.data))
                turn.discreet = turn.discreet or _discreet(reply.content)
                t = await self._words(account)
                if form.action == QUICK:
                    return await self.answers.quick(account, t, reply, form, about.data)
                if self._repeated(about) and isinstance(reply.content, Message):
                    return None
                return await self.answers.sent(about, account, t, reply, form, origin)

    async def _consented(self, about: Consented) -> None:
        account = await self.accounts.find(about.who, about.place)
        offer = self.offers.read(about.context)
        if isinstance(account, Stranger) or not isinstance(offer, Button) or offer.action != ACTION:
            return
        file = self.answers.poster.files.take(offer.value, about.who.contact)
        if not self._repeated(about):
            await self.answers.consented(about, await self._words(account), file)

    async def _team(self, tenant: str, place: Place) -> None:
        """Something about a team has changed. That of a stranger's organisation is nothing to us."""
        if place.team and self.accounts.ours(tenant):
            await self.joined(tenant, place, True)
            self.changed()

    async def _installed(self, about: Installed) -> None:
        """Note or welcome whoever has the app now; of a team only its people are learnt."""
        if about.place.kind != "personal":
            await self._team(about.who.tenant, about.place)
            return
        account = await self.accounts.find(about.who, about.place)
        if isinstance(account, Stranger):
            return
        # Teams tells it twice, in two kinds of activity, at the same moment.
        again = self._repeated(about, f"{about.who.tenant}:{about.who.user}:installed")
        if again:
            return
        if not self.greets:
            await self.came(account)
            return
        event = Arrived(about.id, account)
        reply = await self.handle(event)
        if isinstance(reply.content, Message):
            where = Wrote(about.id, about.who, about.place, "")
            await self.answers.typed(where, account, await self._words(account), reply, event)

    async def _words(self, account: Actor) -> Words:
        """The adapter's own words, in the language that the person has set."""
        return self.texts.to((await self.known(account)).locale)

    async def _broken(self, bug: Exception, about: Told) -> Data | None:
        """Tell the person about a bug of ours in this adapter."""
        reference = secrets.token_hex(4)
        what = bug.reason if isinstance(bug, Declined) else places(bug)
        log.error("bug %s: %s at %s", reference, type(bug).__name__, what)
        t = self.texts.to(about.who.locale)
        sorry = t("common.bug", reference=reference)
        if isinstance(about, Asked | Quick):
            return words(sorry)
        if not isinstance(about, Wrote | Pressed):
            return None
        try:
            account = await self.accounts.find(about.who, about.place)
            if isinstance(account, Actor):
                where = Wrote(about.id, about.who, about.place, "")
                await self.answers.typed(where, account, t, Reply(Correction(sorry)), None)
        except Exception as second:  # noqa: BLE001 - there is nothing left to try
            log.error("bug %s could not be told: %s at %s", reference, type(second).__name__, places(second))  # noqa: TRY400 - no values
        return None

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background; what goes wrong with it is logged."""
        task = asyncio.create_task(self._quietly(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as bug:  # noqa: BLE001 - what is done later has nobody to answer to
            log.warning("Teams: something in the background failed: %s at %s", type(bug).__name__, places(bug))

    def _repeated(self, about: Told, key: str = "") -> bool:
        """Whether this has been answered already. What it wrote has keys of its own; what is said has none."""
        now = time.monotonic()
        key = key or f"{about.who.tenant}:{about.id}"
        if self._seen.get(key, -_MINUTES) > now - _MINUTES:
            return True
        if len(self._seen) >= _SEEN:
            del self._seen[next(iter(self._seen))]
        self._seen[key] = now
        return False


def _discreet(content: Message | Form | Correction | None) -> bool:
    return isinstance(content, Form) and content.discreet
