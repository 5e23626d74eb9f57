"""Bot Framework, as we use it: the only file that knows the SDK, which is archived and will be replaced here.

The rule to keep: in and out it speaks plain dicts. The SDK does what it does well: it reads an activity against
Microsoft's schema, runs the turn through its pipeline, tells the kinds of activity and of invoke apart with Teams' own
names, and gives each the status that the protocol asks for. What it does badly is done elsewhere: tokens (`tokens`),
which it answers with 500; calls (`api`), at 17 ms of processor each; and bodies of invokes, which it makes ready for
the wire twice, so that each gives a 500.
"""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse
from typing_extensions import override

from adapters.teams.api import Api
from adapters.teams.door import Body
from adapters.teams.rich import Data
from bot.errors import places

log = logging.getLogger(__name__)

Act = Callable[[], Awaitable[Data | None]]
"""Does what an activity asks for, and gives the body that an invoke is answered with. Raises nothing."""
_PATIENCE = 20.0


def quiet() -> None:
    """Bot Framework's loggers say nothing below WARNING: at DEBUG some print whole activities, and tokens."""
    for name in ("botbuilder", "botframework", "msal", "msrest", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every field that is newer than itself.
    logging.getLogger("msrest.serialization").setLevel(logging.ERROR)


class Connector(BotAdapter):  # type: ignore[misc] # the SDK has no types
    """Bot Framework's adapter, on a server and with a transport of ours."""

    def __init__(self, api: Api) -> None:
        quiet()
        super().__init__()
        self._api = api

    async def turn(self, body: Body, act: Act) -> tuple[int, Data | None]:
        """Run one activity through the SDK: the status and the body of the answer. Raises nothing but `act`'s bugs."""
        handler = _Handler(act)
        try:
            context = TurnContext(self, Activity().deserialize(body))
            await self.run_pipeline(context, handler.on_turn)
        except Exception as bug:
            if handler.acted:
                raise
            log.warning("Teams: the SDK cannot read an activity: %s at %s", type(bug).__name__, places(bug))
            return HTTPStatus.BAD_REQUEST, None
        answer = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        if answer is None:
            return HTTPStatus.OK, None
        response: InvokeResponse = answer.value
        said: Any = response.body
        # The SDK's own refusals are objects of its own.
        return int(response.status), said.serialize() if hasattr(said, "serialize") else said

    @override
    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        """What the SDK itself says in a turn: the answer to an invoke, which travels in the HTTP response."""
        said = []
        for activity in activities:
            if activity.type == ActivityTypes.invoke_response:
                context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
                said.append(ResourceResponse(id=""))
                continue
            told = await self._api.send(
                context.activity.service_url, activity.conversation.id, activity.serialize(), patience=_PATIENCE
            )
            said.append(ResourceResponse(id=told))
        return said

    @override
    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        """Replace something said."""
        service, conversation = context.activity.service_url, activity.conversation.id
        await self._api.change(service, conversation, activity.id, activity.serialize(), patience=_PATIENCE)
        return ResourceResponse(id=activity.id)

    @override
    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Lentera takes nothing back that somebody has seen."""
        raise NotImplementedError


class _Handler(TeamsActivityHandler):  # type: ignore[misc] # the SDK has no types
    """What the SDK calls for each kind that concerns us; everything else it answers itself."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self.acted = False

    async def _done(self, *_: Any) -> Data | None:  # noqa: ANN401 - the SDK's own objects, which nobody needs
        self.acted = True
        return await self._act()

    @staticmethod
    @override
    def _create_invoke_response(body: object = None) -> InvokeResponse:
        # The SDK would make a body ready for the wire here, and once more when it is sent.
        return InvokeResponse(status=int(HTTPStatus.OK), body=body)

    # Messages, and what becomes of the app.
    on_message_activity = _done
    on_conversation_update_activity = _done
    on_installation_update = _done
    # Buttons, dialogs, the message extension.
    on_adaptive_card_invoke = _done
    on_teams_task_module_fetch = _done
    on_teams_task_module_submit = _done
    on_teams_messaging_extension_fetch_task = _done
    on_teams_messaging_extension_submit_action_dispatch = _done
    on_teams_file_consent_accept = _done
    on_teams_file_consent_decline = _done
