"""Bolt, as we use it: one listener a kind, which finds everything decided already.

The rule to keep: it is told what it needs to know, and asks nobody: no signature (the door has checked it), no token
(the workspace is known), no listener's name. It prints nothing below ERROR, because at WARNING it prints bodies.
"""

import logging
import re
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from typing_extensions import override

from adapters.slack.answers import Body
from adapters.slack.api import quiet
from adapters.slack.told import Told
from adapters.slack.workspaces import Home
from bot.errors import places

log = logging.getLogger(__name__)

Answered = Callable[[Told, Home], Awaitable[Body]]
"""What to answer to what was told. Raises nothing."""


def bolt(answered: Answered) -> AsyncApp:
    """Bolt, with one listener a kind. `context` has to hold `about` and `home`."""
    quiet()
    logger = logging.getLogger("slack_bolt")
    # At WARNING it prints bodies that it has no listener for.
    logger.setLevel(logging.ERROR)
    app = AsyncApp(
        name="lentera",
        logger=logger,
        # The answer is in the answer to Slack's request. Bolt's other way looks every 10 ms whether it is there.
        process_before_response=True,
        authorize=_Known(),  # type: ignore[no-untyped-call]  # the SDK has no types there
        # The door has done this, before anybody parsed the body.
        request_verification_enabled=False,
        # What bots say is not read at all.
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    everything = re.compile("")

    async def interaction(context: AsyncBoltContext) -> BoltResponse:
        return BoltResponse(status=200, body=await answered(context["about"], context["home"]) or "")

    async def event(context: AsyncBoltContext) -> BoltResponse:
        await answered(context["about"], context["home"])
        return BoltResponse(status=200)

    async def wrong(error: Exception) -> BoltResponse:
        log.warning("Slack: Bolt cannot read a request: %s at %s", type(error).__name__, places(error))
        return BoltResponse(status=400)

    app.command(everything)(interaction)
    app.action(everything)(interaction)
    app.view_submission(everything)(interaction)
    app.event(everything)(event)
    app.error(wrong)
    return app


class _Known(AsyncAuthorize):
    """What Bolt wants to know of a workspace, which is known already when it asks.

    A mere function would do, but Bolt looks together all that one might take, each time.
    """

    @override
    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: str | None,
    ) -> AuthorizeResult:
        home: Home = context["home"]
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id=home.bot, bot_token=home.token, user_id=user_id
        )
