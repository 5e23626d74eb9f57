"""`files.*`: the upload in three steps, and reading what people have uploaded.

The rule to keep: a file exists when all three steps are done, in order, with as many bytes as were announced; it is
shared with a conversation by its own id, never with a person's. https://docs.slack.dev/messaging/working-with-files
"""

import secrets
from typing import TYPE_CHECKING

from tests.pretend.slack.refusal import Json, Refused
from tests.pretend.slack.workspace import File, fresh

if TYPE_CHECKING:
    from tests.pretend.slack.calls import Call
    from tests.pretend.slack.workspace import Workspace

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "csv": "text/csv", "pdf": "application/pdf"}


def shown(file: File, workspace: "Workspace", base: str) -> Json:
    """A file as the API tells it."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": _TYPES.get(file.kind, "text/plain"),
        "filetype": file.kind,
        "user": file.user,
        "user_team": workspace.id,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "alt_txt": file.alt,
        "url_private": f"{base}/files-pri/{workspace.id}-{file.id}/{file.name}",
        "url_private_download": f"{base}/files-pri/{workspace.id}-{file.id}/download/{file.name}",
        "channels": [one for one in file.shared if one.startswith("C")],
        "ims": [one for one in file.shared if one.startswith("D")],
    }


def get_upload_url(call: "Call") -> Json:
    """`files.getUploadURLExternal`."""
    name, length, alt = call.text("filename"), call.number("length", 0), call.text("alt_txt", "")
    if length <= 0:
        raise Refused("missing_argument")
    if len(alt) > 1000:
        raise Refused("alt_txt_too_large")
    file = File(fresh("F"), name, name, alt, length, secrets.token_urlsafe(24), call.workspace.bot.id)
    call.workspace.files[file.id] = file
    return {"upload_url": f"{call.base}/upload/v1/{file.secret}", "file_id": file.id}


def complete(call: "Call") -> Json:
    """`files.completeUploadExternal`."""
    asked = call.tree("files")
    if not isinstance(asked, list) or not asked:
        raise Refused("invalid_arguments", ["missing required field: files"])
    home, files = call.workspace, []
    for one in asked:
        file = home.files.get(str(one.get("id"))) if isinstance(one, dict) else None
        if file is None or file.data is None or file.complete_at is not None:
            raise Refused("file_not_found")
        files.append((file, one.get("title")))
    names = [call.text("channel_id", ""), *call.text("channels", "").split(",")]
    channels = []
    for name in filter(None, names):
        channel = home.channels.get(name)
        if channel is None or (channel.kind != "channel" and home.bot.id not in channel.members):
            raise Refused("channel_not_found")
        if home.bot.id not in channel.members:
            raise Refused("not_in_channel")
        channels.append(channel)
    for file, title in files:
        file.complete_at = home.clock.now()
        file.title = str(title or file.name)
        file.shared = [channel.id for channel in channels]
    for channel in channels:
        home.say(channel, home.bot.id, call.text("initial_comment", ""), files=[file for file, _ in files])
    return {"files": [shown(file, home, call.base) for file, _ in files]}


def info(call: "Call") -> Json:
    """`files.info`."""
    file = call.workspace.files.get(call.text("file"))
    if file is None or file.complete_at is None:
        raise Refused("file_not_found")
    return {"file": shown(file, call.workspace, call.base)}


def delete(call: "Call") -> Json:
    """`files.delete`."""
    file = call.workspace.files.pop(call.text("file"), None)
    if file is None:
        raise Refused("file_not_found")
    for message in call.workspace.messages.values():
        if file in message.files:
            message.files.remove(file)
            message.deleted = not (message.text or message.blocks or message.files)
            call.workspace.changed(message)
    return {}
