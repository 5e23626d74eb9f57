"""Slack's requests on our server: through the door, through Bolt, to the core and back, within three seconds.

The rule to keep: no exception leaves a listener (Bolt answers 404 to one that does), and whatever goes wrong, the
person learns of it where they are. One listener a kind takes everything; what it is, `payload` has said already.
"""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from adapters.slack.accounts import Accounts, Stranger
from adapters.slack.answers import Answers, Body, Turn
from adapters.slack.bolt import bolt
from adapters.slack.door import Door, Malformed, Refused
from adapters.slack.downloads import SCOPE, fetched
from adapters.slack.events import happened
from adapters.slack.home import HomeTab
from adapters.slack.payload import told
from adapters.slack.poster import PATIENCE, Poster
from adapters.slack.told import Changed, Gone, Joined, Opened, Pressed, Regrouped, Sent, Slash, Told, Wrote
from adapters.slack.workspaces import Home, Workspaces
from bot.errors import Busy, Refusal, Unreachable, places
from bot.events import Actor, Arrived, Event, Said
from bot.markup import plain
from bot.message import Correction, Form, Message, Reply, Upload
from bot.people import Person
from bot.texts import Texts, Words

log = logging.getLogger(__name__)

PATH = "/slack/events"
_SEEN = 5000
_MINUTES = 10 * 60.0
"""Seconds in which Slack repeats an event: three times, the last after five minutes."""

Handle = Callable[[Event], Awaitable[Reply]]
Known = Callable[[Actor], Awaitable[Person]]


async def _nobody(*_: object) -> None:
    """Where nobody wants to know."""


@dataclass(slots=True)
class Slack:
    """The adapter. `handle` is `Bot.handle`; `known` asks the core for what somebody has set, such as a language."""

    door: Door | None
    """None where everything comes by a socket."""
    workspaces: Workspaces
    accounts: Accounts
    poster: Poster
    home: HomeTab
    texts: Texts
    handle: Handle
    known: Known
    changed: Callable[[], None] = lambda: None
    """Told when the directory is no longer what it was."""
    regrouped: Callable[[], None] = lambda: None
    """Told when user groups are."""
    came: Callable[[Actor], Awaitable[None]] = _nobody
    """Told what Slack says of a member who has done nothing."""
    left: Callable[[str, str], Awaitable[None]] = _nobody
    """Told who is let in no more: workspace and id."""
    awake: bool = True
    """Whether there is anybody to answer. Until then Slack is asked to come again."""
    nod: float = 2.2
    """Seconds after which Slack gets its nod, and the answer goes another way. At three it says that we failed."""
    glimpse: float = 1.0
    """Seconds after which somebody who waits for a form sees something."""
    _bolt: AsyncApp = field(init=False)
    _answers: Answers = field(init=False)
    _work: set[asyncio.Task[Any]] = field(init=False, default_factory=set)
    _seen: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._answers = Answers(self.poster)
        self._bolt = bolt(self.answered)

    def attach(self, app: web.Application) -> None:
        """Add the one route that Slack needs."""
        if self.door is not None:
            app.router.add_post(PATH, self._request)
        app.on_shutdown.append(self._finish)

    async def deliver(self, body: Body) -> tuple[int, str]:  # noqa: PLR0911 - one line an answer
        """What is signed, or came by a socket that we opened: status and text of the answer. Raises nothing."""
        if not self.awake:
            return HTTPStatus.SERVICE_UNAVAILABLE, ""
        try:
            about = told(body)
        except Malformed:
            return HTTPStatus.BAD_REQUEST, ""
        if about is None and body.get("type") != "url_verification" and body.get("ssl_check") != "1":
            # Bolt would print what it has no listener for.
            return HTTPStatus.OK, ""
        home = None
        try:
            if about is not None and not isinstance(about, Gone):
                home = await self.workspaces.of(about.who)
                if home is None:
                    return self._elsewhere(about, "slack.not_installed")
        except Busy:
            return self._elsewhere(about, "slack.busy") if isinstance(about, Slash) else (503, "")
        try:
            # Bolt's way for sockets is the one that takes what is parsed already.
            request = AsyncBoltRequest(body=body, mode="socket_mode", context={"about": about, "home": home})
            answer = await self._bolt.async_dispatch(request)
        except Exception as bug:  # noqa: BLE001 - Bolt reads places of the body that we do not
            log.warning("Slack: Bolt cannot read a request: %s at %s", type(bug).__name__, places(bug))
            return HTTPStatus.BAD_REQUEST, ""
        return answer.status, answer.body

    def _elsewhere(self, about: Told | None, key: str) -> tuple[int, str]:
        """Where nobody can be told apart yet, a command is answered and everything else let be."""
        if not isinstance(about, Slash):
            return HTTPStatus.OK, ""
        text = plain(self.texts.to(None)(key))
        return HTTPStatus.OK, json.dumps({"response_type": "ephemeral", "text": text})

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
        if self.door is None:
            return web.Response(status=404)
        try:
            body = await self.door.read(request)
        except Refused as refused:
            return web.Response(status=refused.status)
        status, text = await self.deliver(body)
        kind = "application/json" if text.startswith("{") else "text/plain"
        return web.Response(status=status, text=text, content_type=kind)

    async def _finish(self, _: object) -> None:
        if self._work:
            await asyncio.wait(set(self._work), timeout=PATIENCE)
        for task in set(self._work):
            task.cancel()

    async def answered(self, about: Told, home: Home) -> Body:
        """What to answer, within the time there is. Raises nothing."""
        turn = Turn()
        task = asyncio.create_task(self._safely(about, home, turn))
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        if isinstance(about, Pressed) and about.opens_form:
            done, _ = await asyncio.wait({task}, timeout=self.glimpse)
            if not done:
                turn.late = True
                await self._show_waiting(about, home, turn)
        done, _ = await asyncio.wait({task}, timeout=self.nod)
        if done:
            return task.result()
        turn.late = True
        if isinstance(about, Sent):
            turn.view = about.view
            account = await self.accounts.find(about.who, home)
            return self._answers.patience(self.texts.to(account.locale))
        return {}

    async def _safely(self, about: Told, home: Home, turn: Turn) -> Body:
        try:
            return await self._react(about, home, turn)
        except (Busy, TimeoutError):
            log.warning("Slack: an answer was not taken in time")
        except Unreachable as gone:
            log.info("Slack: an answer could not be said: %s", gone.reason)
        except Exception as bug:  # noqa: BLE001 - nothing may leave a listener
            return await self._broken(bug, about, home, turn)
        return {}

    async def _react(self, about: Told, home: Home, turn: Turn) -> Body:
        """What a told thing leads to."""
        match about:
            case Slash() | Pressed() | Sent():
                return await self._interaction(about, home, turn)
            case Wrote():
                await self._wrote(about, home)
            case Opened():
                await self._opened(about, home)
            case Joined() | Changed():
                await self._changed(about, home)
            case Regrouped():
                self.changed()
                self.regrouped()
            case Gone():
                self.accounts.forget(about.who.workspace)
                await self.workspaces.gone(about.who)
        return {}

    async def _interaction(self, about: Slash | Pressed | Sent, home: Home, turn: Turn) -> Body:
        account = await self.accounts.find(about.who, home)
        if isinstance(account, Stranger):
            reply, t = self._turned_away(account), self.texts.to(account.locale)
        else:
            reply = await self._heard(about, account, home)
            t = await self._words(account)
            reply = _possible(reply, home, t)
        body = await self._say(about, home, t, reply, turn)
        if isinstance(account, Actor) and not isinstance(reply.content, Form | Correction):
            self.later(self.home.refresh(account, home))
        return body

    async def _heard(self, about: Slash | Pressed | Sent, account: Actor, home: Home) -> Reply:
        try:
            files = await fetched(home, about.uploads) if isinstance(about, Sent) else {}
        except Refusal as refusal:
            said = (await self._words(account))(refusal.key, **refusal.params)
            return Reply(Correction(said, {refusal.field: said} if refusal.field else {}))
        return await self.handle(happened(about, account, files))

    async def _say(self, about: Slash | Pressed | Sent, home: Home, t: Words, reply: Reply, turn: Turn) -> Body:
        match about:
            case Slash():
                return await self._answers.command(about, home, t, reply, turn)
            case Pressed():
                return await self._answers.press(about, home, t, reply, turn)
            case Sent():
                return await self._answers.form(about, home, t, reply, turn)

    async def _wrote(self, about: Wrote, home: Home) -> None:
        account = await self.accounts.find(about.who, home)
        if about.own:
            self.poster.met(home, about.who.user, about.channel)
        if isinstance(account, Stranger):
            if not account.key:
                return
            reply, t = self._turned_away(account), self.texts.to(account.locale)
        else:
            reply = await self.handle(Said(about.id, account, about.text))
            t = await self._words(account)
        if self._repeated(about):
            return
        await self._answers.words(about, home, t, reply)
        if isinstance(account, Actor):
            self.later(self.home.refresh(account, home))

    async def _opened(self, about: Opened, home: Home) -> None:
        account = await self.accounts.find(about.who, home)
        if isinstance(account, Stranger):
            return
        await self.home.publish(account, home)
        if about.first:
            await self._welcome(about, account, home)

    async def _changed(self, about: Joined | Changed, home: Home) -> None:
        """Note who is new or has changed. Nobody is written to because of it.

        On somebody's first day a time tracker that speaks up by itself would frighten more than it helps, and before
        the rollout it would tell what nobody has been told yet. They are welcomed when they come, and a rollout that
        is under way finds them, because they are known.
        """
        known = self.accounts.known(about.who)
        account = self.accounts.learn(about.profile, about.who, home)
        if account == known:
            # Slack tells of every change of somebody's status too.
            return
        self.changed()
        if isinstance(account, Actor):
            await self.came(account)
        else:
            await self.left(about.who.workspace, about.who.user)

    async def _welcome(self, about: Opened, account: Actor, home: Home) -> None:
        reply = await self.handle(Arrived(about.id, account))
        if self._repeated(about):
            return
        if isinstance(reply.content, Message):
            await self.poster.write(home, account.id, reply.content, patience=PATIENCE)

    async def _words(self, account: Actor) -> Words:
        """The adapter's own words, in the language that the person has set."""
        return self.texts.to((await self.known(account)).locale)

    def _turned_away(self, stranger: Stranger) -> Reply:
        return Reply(Message(self.texts.to(stranger.locale)(stranger.key or "slack.stranger")))

    async def _broken(self, bug: Exception, about: Told, home: Home, turn: Turn) -> Body:
        """Tell the person about a bug of ours in this adapter."""
        reference = secrets.token_hex(4)
        log.error("bug %s: %s at %s", reference, type(bug).__name__, places(bug))
        t = self.texts.to(None)
        reply = Reply(Message(t("common.bug", reference=reference)))
        try:
            match about:
                case Slash():
                    return await self._answers.command(about, home, t, reply, turn)
                case Pressed():
                    return await self._answers.press(about, home, t, reply, turn)
                case Sent():
                    return await self._answers.form(
                        about, home, t, Reply(Correction(t("common.bug", reference=reference))), turn
                    )
                case Wrote():
                    await self._answers.words(about, home, t, reply)
                case _:
                    pass
        except Exception as second:  # noqa: BLE001 - there is nothing left to try
            log.error("bug %s could not be told: %s at %s", reference, type(second).__name__, places(second))  # noqa: TRY400 - no values
        return {}

    async def _show_waiting(self, about: Pressed, home: Home, turn: Turn) -> None:
        account = await self.accounts.find(about.who, home)
        t = self.texts.to(account.locale)
        try:
            await self._answers.waiting(about, home, t, turn)
        except Exception as trouble:  # noqa: BLE001 - the form itself may still make it
            log.warning("Slack: no light form was opened: %s", type(trouble).__name__)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background; what goes wrong with it is logged."""
        task = asyncio.create_task(self._quietly(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as bug:  # noqa: BLE001 - what is done later has nobody to answer to
            log.warning("Slack: something in the background failed: %s at %s", type(bug).__name__, places(bug))

    def _repeated(self, about: Told) -> bool:
        """Whether this event has been answered already. What it wrote has keys of its own; what is said has none."""
        now = time.monotonic()
        key = f"{about.who.workspace}:{about.id}"
        if self._seen.get(key, -_MINUTES) > now - _MINUTES:
            return True
        if len(self._seen) >= _SEEN:
            del self._seen[next(iter(self._seen))]
        self._seen[key] = now
        return False


def _possible(reply: Reply, home: Home, t: Words) -> Reply:
    """The reply, or why it cannot be: a form that asks for a file needs a permission that not everybody gives."""
    asks = isinstance(reply.content, Form) and any(isinstance(part, Upload) for part in reply.content.parts)
    return Reply(Message(t("slack.no_upload"))) if asks and home.api.lacks(SCOPE) else reply
