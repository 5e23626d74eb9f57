"""How the bytes of a file that somebody put into a form of ours get here.

The rule to keep: our token goes to Slack's own file server and nowhere else, and nothing is read beyond the limit,
whatever size Slack has named. https://docs.slack.dev/reference/objects/file-object
"""

from collections.abc import Mapping

from adapters.slack.errors import Declined
from adapters.slack.uploads import Uploaded
from adapters.slack.workspaces import Home
from bot.errors import Busy, Refusal, Unreachable
from bot.message import UPLOAD_LIMIT, File

SCOPE = "files:read"
_MEGABYTE = 1024 * 1024


async def fetched(home: Home, uploads: Mapping[str, Uploaded]) -> dict[str, File]:
    """The files themselves. Raises a refusal at the field whose file is too large, or cannot be had."""
    return {name: await _fetched(home, name, file) for name, file in uploads.items()}


async def _fetched(home: Home, field: str, file: Uploaded) -> File:
    too_large = Refusal("slack.upload_too_large", field, megabytes=UPLOAD_LIMIT // _MEGABYTE)
    if file.size > UPLOAD_LIMIT:
        raise too_large
    try:
        data = await home.api.download(file.url or await _url(home, file), UPLOAD_LIMIT)
    except (Busy, Unreachable, Declined, TimeoutError):
        raise Refusal("slack.upload_lost", field) from None
    if data is None:
        raise too_large
    return File(file.name, file.media_type, data)


async def _url(home: Home, file: Uploaded) -> str:
    """Where it is, for a file that came in from elsewhere and is told by its id alone."""
    found = (await home.api.call("files_info", file=file.id)).get("file")
    return str(found.get("url_private_download") or "") if isinstance(found, dict) else ""
