"""What one would write without Lentera: a Bot Framework bot that echoes, on the SDK's own cloud adapter as it comes.

The rule to keep: it does the least that anybody's bot does, in the SDK's own way, token check and reply included;
nothing of Lentera is in it. Only its own token is given to it, because MSAL takes no plain http address.
"""

import asyncio
import os
from typing import Any

from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import (
    BotFrameworkAuthenticationFactory,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
)

LOGIN = "https://login.microsoftonline.com/botframework.com"
SCOPE = "https://api.botframework.com"


class _Given(MicrosoftAppCredentials):  # type: ignore[misc] # the SDK has no types
    """Credentials that have their token already."""

    def get_access_token(self, force_refresh: bool = False) -> str:  # noqa: ARG002 - the SDK's own signature
        return "given"


class _Giving(PasswordServiceClientCredentialFactory):  # type: ignore[misc] # the SDK has no types
    """Gives them."""

    async def create_credentials(self, app_id: str, *_: Any, **__: Any) -> _Given:  # noqa: ANN401 - the SDK's own
        return _Given(app_id, "given")


async def _serve() -> None:
    authentication = BotFrameworkAuthenticationFactory.create(
        validate_authority=True,
        to_channel_from_bot_login_url=LOGIN,
        to_channel_from_bot_oauth_scope=SCOPE,
        to_bot_from_channel_token_issuer=SCOPE,
        to_bot_from_channel_open_id_metadata_url=os.environ["TEAMS_OPENID_METADATA_URL"],
        credential_factory=_Giving(os.environ["MICROSOFT_APP_ID"], "given"),
    )
    adapter = CloudAdapterBase(authentication)

    async def echo(context: TurnContext) -> None:
        await context.send_activity(f"Logged: {context.activity.text}")

    async def messages(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        await adapter.process_activity(request.headers.get("Authorization", ""), activity, echo)
        return web.Response(status=201)

    server = web.Application()
    server.router.add_post("/api/messages", messages)
    server.router.add_get("/healthz", lambda _: asyncio.sleep(0, web.json_response({"ready": True})))
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://localhost:{runner.addresses[0][1]}/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
