"""Slack's requests on our server: through the door, through Bolt, to the core and back, within three seconds.

The rule to keep: no exception leaves a listener (Bolt answers 404 to one that does), and whatever goes wrong, the
person learns of it where they are. One listener a kind takes everything; what it is, `payload` has said already.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import InitVar, dataclass, field
from http import HTTPStatus
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from adapters.slack.accounts import Accounts
from adapters.slack.answers import Body, Turn
from adapters.slack.bolt import bolt
from adapters.slack.door import Door, Malformed, Refused
from adapters.slack.home import HomeTab
from adapters.slack.payload import told
from adapters.slack.poster import PATIENCE, Poster
from adapters.slack.reactions import Handle, Known, Reactions
from adapters.slack.told import Gone, Pressed, Sent, Slash, Told
from adapters.slack.workspaces import Home, Workspaces
from bot.errors import Busy, places
from bot.markup import plain
from bot.texts import Texts

log = logging.getLogger(__name__)

PATH = "/slack/events"


@dataclass(slots=True)
class Slack:
    """The adapter. `handle` is `Bot.handle`; `known` asks the core for what somebody has set, such as a language."""

    door: Door | None
    """None where everything comes by a socket."""
    workspaces: Workspaces
    accounts: Accounts
    poster: InitVar[Poster]
    home: InitVar[HomeTab]
    texts: Texts
    handle: InitVar[Handle]
    known: InitVar[Known]
    awake: bool = True
    """Whether there is anybody to answer. Until then Slack is asked to come again."""
    nod: float = 2.2
    """Seconds after which Slack gets its nod, and the answer goes another way. At three it says that we failed."""
    glimpse: float = 1.0
    """Seconds after which somebody who waits for a form sees something."""
    _bolt: AsyncApp = field(init=False)
    reactions: Reactions = field(init=False)
    _work: set[asyncio.Task[Any]] = field(init=False, default_factory=set)

    def __post_init__(self, poster: Poster, home: HomeTab, handle: Handle, known: Known) -> None:
        self.reactions = Reactions(self.workspaces, self.accounts, poster, home, self.texts, handle, known, self.later)
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
        task = asyncio.create_task(self.reactions.to(about, home, turn))
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        if isinstance(about, Pressed) and about.opens_form:
            done, _ = await asyncio.wait({task}, timeout=self.glimpse)
            if not done:
                turn.late = True
                await self.reactions.show_waiting(about, home, turn)
        done, _ = await asyncio.wait({task}, timeout=self.nod)
        if done:
            return task.result()
        turn.late = True
        if isinstance(about, Sent):
            turn.view = about.view
            return await self.reactions.patience(about, home)
        return {}

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
