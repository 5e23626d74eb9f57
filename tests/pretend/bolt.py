"""A small app on slack-bolt, to prove the pretend Slack with: what Slack's own SDK sends must be understood.

The rule to keep: it is an ordinary Bolt app; nothing in it knows that its Slack is pretended.
"""

import asyncio
import logging
import re
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.pretend.slack.refusal import Json

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Logged:* 2 h <design> &amp; tea"}}
FORM: Json = {
    "type": "modal",
    "callback_id": "track.edit",
    "title": {"type": "plain_text", "text": "Edit entry"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {"type": "section", "text": {"type": "mrkdwn", "text": "What was logged:"}},
        {
            "type": "input",
            "block_id": "time",
            "label": {"type": "plain_text", "text": "How long"},
            "element": {"type": "plain_text_input", "action_id": "value", "initial_value": "2 h", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "project",
            "optional": True,
            "label": {"type": "plain_text", "text": "Project"},
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [
                    {"text": {"type": "plain_text", "text": "#acme"}, "value": "acme"},
                    {"text": {"type": "plain_text", "text": "#beta"}, "value": "beta"},
                ],
            },
        },
        {
            "type": "input",
            "block_id": "day",
            "label": {"type": "plain_text", "text": "Day"},
            "element": {"type": "datepicker", "action_id": "value", "initial_date": "2026-11-18"},
        },
    ],
}


def button(label: str, value: str = "7", **more: object) -> Json:
    """A button as Block Kit has it."""
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label},
        "action_id": f"track.{label.lower()}",
        "value": value,
        **more,
    }


def card(text: str, *labels: str) -> list[Json]:
    """A line of text over a row of buttons."""
    row = [{"type": "actions", "elements": [button(label) for label in labels]}] if labels else []
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}, *row]


class Echo:
    """Answers everything, and keeps every body it was told."""

    def __init__(self, api: str, token: str, secret: str) -> None:
        self.bodies: list[Json] = []
        self.status: int | None = None
        """Answered instead, for a while."""
        self.slow = 0.0
        self.client = AsyncWebClient(token, base_url=api)
        # The logger is given so that nobody's level elsewhere matters.
        self.app = AsyncApp(
            client=self.client, signing_secret=secret, process_before_response=True, logger=logging.getLogger("echo")
        )
        self.app.command(re.compile(""))(self._command)
        self.app.action(re.compile(""))(self._press)
        self.app.view(re.compile(""))(self._submit)
        self.app.view_closed(re.compile(""))(self._closed)
        self.app.event(re.compile(""))(self._event)

    async def handle(self, request: web.Request) -> web.Response:
        """The one route."""
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.status is not None:
            return web.Response(status=self.status)
        return await to_aiohttp_response(await self.app.async_dispatch(await to_bolt_request(request)))

    async def _command(self, ack: Any, body: Json) -> None:  # noqa: ANN401 - Bolt has no types for these
        self.bodies.append(body)
        text = body["text"]
        if text == "form":
            await self.client.views_open(trigger_id=body["trigger_id"], view=FORM)
            await ack()
        elif text == "plain":
            await ack("As plain as can be")
        else:
            await ack(text="Logged", blocks=card(f"Logged: {text}", "Undo", "Edit"), response_type="ephemeral")

    async def _press(self, ack: Any, body: Json, respond: Any) -> None:  # noqa: ANN401
        self.bodies.append(body)
        if body["actions"][0]["action_id"] == "track.edit":
            await self.client.views_open(trigger_id=body["trigger_id"], view=FORM)
        else:
            await respond(text="Undone", blocks=card("Undone", "Restore"), replace_original=True)
        await ack()

    async def _submit(self, ack: Any, body: Json) -> None:  # noqa: ANN401
        self.bodies.append(body)
        values = body["view"]["state"]["values"]
        if values["time"]["value"]["value"] == "many":
            await ack(response_action="errors", errors={"time": "Write how long it took."})
            return
        await ack()
        text = f"Changed to {values['time']['value']['value']}"
        await self.client.chat_postMessage(channel=body["user"]["id"], text=text, blocks=card(text, "Undo"))

    async def _closed(self, ack: Any, body: Json) -> None:  # noqa: ANN401
        self.bodies.append(body)
        await ack()

    async def _event(self, body: Json) -> None:
        self.bodies.append(body)
        event = body["event"]
        if event["type"] == "app_home_opened":
            home = {"type": "home", "blocks": card("Your week", "Log")}
            await self.client.views_publish(user_id=event["user"], view=home)
        elif event["type"] in {"message", "app_mention"}:
            await self.client.chat_postMessage(channel=event["channel"], text=f"You said: {event['text']}")
