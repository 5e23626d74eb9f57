"""`chat.*`: saying, changing and taking back messages; and what comes in at a response_url.

The rule to keep: a message that Slack would not show is refused, never stored.
"""

from typing import TYPE_CHECKING

from tests.pretend.slack.kit import check_message, named
from tests.pretend.slack.refusal import Json, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pretend.slack.calls import Call
    from tests.pretend.slack.tickets import Answer
    from tests.pretend.slack.workspace import Message, Workspace

LONGEST = 40_000
"""Characters of `text` past which a new message is cut."""
LONGEST_CHANGED = 4_000
"""Characters of `text` past which a changed or an ephemeral message is refused."""


def _content(call: "Call", most: int | None) -> tuple[str, list[Json]]:
    text = call.text("text", "")
    if call.args.get("attachments"):
        raise Refused("invalid_arguments", ["attachments are legacy; this app has no use for them"])
    blocks = call.tree("blocks", "invalid_blocks_format")
    if blocks is not None and not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    checked = named(check_message(blocks, usable=call.usable)) if blocks else []
    if not text and not checked:
        raise Refused("no_text")
    if most is not None and len(text) > most:
        raise Refused("msg_too_long")
    return text[:LONGEST], checked


def shown(message: "Message", workspace: "Workspace") -> Json:
    """A message as the API tells it."""
    told: Json = {
        "type": "message",
        "user": message.author,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.id,
    }
    if message.author == workspace.bot.id:
        told |= {
            "bot_id": workspace.bot_id,
            "app_id": workspace.app_id,
            "bot_profile": {
                "id": workspace.bot_id,
                "app_id": workspace.app_id,
                "name": workspace.bot.name,
                "deleted": False,
                "team_id": workspace.id,
            },
        }
    if message.blocks:
        told["blocks"] = message.blocks
    if message.files:
        told["files"] = [{"id": file.id, "name": file.name, "title": file.title} for file in message.files]
    if message.edited:
        told["edited"] = {"user": workspace.bot.id, "ts": message.ts}
    return told


def post_message(call: "Call") -> Json:
    """`chat.postMessage`."""
    channel = call.channel(people=True)
    call.present(channel)
    text, blocks = _content(call, None)
    message = call.workspace.say(channel, call.workspace.bot.id, text, blocks)
    return {"channel": channel.id, "ts": message.ts, "message": shown(message, call.workspace)}


def post_ephemeral(call: "Call") -> Json:
    """`chat.postEphemeral`."""
    channel = call.channel()
    call.present(channel)
    user = call.text("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks = _content(call, LONGEST_CHANGED)
    message = call.workspace.say(channel, call.workspace.bot.id, text, blocks, only_for=user)
    return {"message_ts": message.ts}


def _own(call: "Call", not_own: str) -> "Message":
    channel = call.channel()
    message = call.workspace.messages.get((channel.id, call.text("ts")))
    if message is None or message.only_for is not None or message.deleted:
        raise Refused("message_not_found")
    if message.author != call.workspace.bot.id:
        raise Refused(not_own)
    return message


def update(call: "Call") -> Json:
    """`chat.update`."""
    message = _own(call, "cant_update_message")
    text, blocks = _content(call, LONGEST_CHANGED)
    rewrite(message, text, blocks, call.workspace)
    return {
        "channel": message.channel.id,
        "ts": message.ts,
        "text": text,
        "message": shown(message, call.workspace),
    }


def delete(call: "Call") -> Json:
    """`chat.delete`."""
    message = _own(call, "cant_delete_message")
    remove(message, call.workspace)
    return {"channel": message.channel.id, "ts": message.ts}


def rewrite(message: "Message", text: str, blocks: list[Json], workspace: "Workspace") -> None:
    """Put other words in a message's place."""
    message.text, message.blocks, message.edited = text, blocks, True
    workspace.changed(message)


def remove(message: "Message", workspace: "Workspace") -> None:
    """Take a message off every screen."""
    message.deleted = True
    workspace.changed(message)


def answered(answer: "Answer", sent: object, workspace: "Workspace", usable: "Callable[[str], bool]") -> None:
    """What came in at a response_url, or as the body of the answer to a slash command. Raises `Refused`."""
    if not isinstance(sent, dict):
        raise Refused("invalid_payload")
    original = answer.message
    if sent.get("delete_original"):
        if original is None:
            raise Refused("invalid_payload")
        remove(original, workspace)
        return
    text, blocks = sent.get("text") or "", sent.get("blocks")
    if not isinstance(text, str) or sent.get("response_type") not in (None, "ephemeral", "in_channel"):
        raise Refused("invalid_payload")
    checked = named(check_message(blocks, usable=usable, counted=False)) if blocks else []
    if not text and not checked:
        raise Refused("no_text")
    # What happens to the message whose button was pressed, where this is left out, differs between Slack's pages and
    # Slack; an app has to say it.
    if original is not None and not isinstance(sent.get("replace_original"), bool):
        raise Refused("invalid_payload", ["say replace_original: true or false"])
    if original is not None and sent["replace_original"]:
        rewrite(original, text, checked, workspace)
        return
    aloud = sent.get("response_type") == "in_channel"
    workspace.say(answer.channel, workspace.bot.id, text, checked, only_for=None if aloud else answer.user)
