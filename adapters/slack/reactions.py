"""What people do in Slack, and what it leads to: the core is asked, and its reply is said where they are.

The rule to keep: whatever goes wrong, the person learns of it where they are, and no exception goes any further.
"""

import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.accounts import Accounts, Stranger
from adapters.slack.answers import Answers, Body, Turn
from adapters.slack.downloads import SCOPE, fetched
from adapters.slack.events import happened
from adapters.slack.home import HomeTab
from adapters.slack.poster import PATIENCE, Poster
from adapters.slack.told import Changed, Gone, Joined, Opened, Pressed, Regrouped, Sent, Slash, Told, Wrote
from adapters.slack.workspaces import Home, Workspaces
from bot.errors import Busy, Refusal, Unreachable, places
from bot.events import Actor, Arrived, Event, Said
from bot.message import Correction, Form, Message, Reply, Upload
from bot.people import Person
from bot.texts import Texts, Words

log = logging.getLogger(__name__)

_SEEN = 5000
_MINUTES = 10 * 60.0
"""Seconds in which Slack repeats an event: three times, the last after five minutes."""

Handle = Callable[[Event], Awaitable[Reply]]
Known = Callable[[Actor], Awaitable[Person]]


async def _nobody(*_: object) -> None:
    """Where nobody wants to know."""


@dataclass(slots=True)
class Reactions:
    """`handle` is `Bot.handle`; `known` asks the core for what somebody has set, such as a language."""

    workspaces: Workspaces
    accounts: Accounts
    poster: Poster
    home: HomeTab
    texts: Texts
    handle: Handle
    known: Known
    later: Callable[[Coroutine[Any, Any, None]], None]
    """Does something in the background."""
    changed: Callable[[], None] = lambda: None
    """Told when the directory is no longer what it was."""
    regrouped: Callable[[], None] = lambda: None
    """Told when user groups are."""
    came: Callable[[Actor], Awaitable[None]] = _nobody
    """Told what Slack says of a member who has done nothing."""
    left: Callable[[str, str], Awaitable[None]] = _nobody
    """Told who is let in no more: workspace and id."""
    answers: Answers = field(init=False)
    _seen: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.answers = Answers(self.poster)

    async def to(self, about: Told, home: Home, turn: Turn) -> Body:
        """What to answer to what was told. Raises nothing."""
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
        if (
            isinstance(account, Actor)
            and not isinstance(reply.content, Form | Correction)
            and self.home.watched(account)
        ):
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
                return await self.answers.command(about, home, t, reply, turn)
            case Pressed():
                return await self.answers.press(about, home, t, reply, turn)
            case Sent():
                return await self.answers.form(about, home, t, reply, turn)

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
        await self.answers.words(about, home, t, reply)
        if isinstance(account, Actor):
            self.later(self.home.refresh(account, home))

    async def _opened(self, about: Opened, home: Home) -> None:
        account = await self.accounts.find(about.who, home)
        if isinstance(account, Stranger):
            return
        await self.home.publish(account, home, about.pictures)
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

    async def patience(self, about: Sent, home: Home) -> Body:
        """What somebody sees in place of a form whose answer is late."""
        account = await self.accounts.find(about.who, home)
        return self.answers.patience(about, self.texts.to(account.locale))

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
                    return await self.answers.command(about, home, t, reply, turn)
                case Pressed():
                    return await self.answers.press(about, home, t, reply, turn)
                case Sent():
                    return await self.answers.form(
                        about, home, t, Reply(Correction(t("common.bug", reference=reference))), turn
                    )
                case Wrote():
                    await self.answers.words(about, home, t, reply)
                case _:
                    pass
        except Exception as second:  # noqa: BLE001 - there is nothing left to try
            log.error("bug %s could not be told: %s at %s", reference, type(second).__name__, places(second))  # noqa: TRY400 - no values
        return {}

    async def show_waiting(self, about: Pressed, home: Home, turn: Turn) -> None:
        """Open something light for somebody whose form is on its way."""
        account = await self.accounts.find(about.who, home)
        t = self.texts.to(account.locale)
        try:
            await self.answers.waiting(about, home, t, turn)
        except Exception as trouble:  # noqa: BLE001 - the form itself may still make it
            log.warning("Slack: no light form was opened: %s", type(trouble).__name__)

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
