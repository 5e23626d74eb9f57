"""Files: Teams asks the person first, and then takes the bytes into their own OneDrive.

The rule to keep: bytes wait here for a yes, not longer than an hour and in memory only, and go nowhere but to
SharePoint; where they are gone by then, the person is told how to get them again.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from adapters.teams.door import LOOPBACK
from adapters.teams.errors import Declined
from adapters.teams.offers import Offers
from adapters.teams.rich import Data
from bot.message import File

ACTION = "teams.file"
"""What a consent card carries."""
_HOUR = 3600.0
_MOST = 32 * 1024 * 1024
_HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint.cn", ".sharepoint-mil.us")


@dataclass(frozen=True, slots=True)
class _Waiting:
    file: File
    contact: str
    until: float


class Files:
    """The files that wait for a yes. With `pretending`, a loopback address may be given some."""

    def __init__(
        self,
        web: aiohttp.ClientSession,
        offers: Offers,
        *,
        pretending: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._web = web
        self._offers = offers
        self._pretending = pretending
        self._now = now
        self._waiting: dict[str, _Waiting] = {}

    def asking(self, file: File, contact: str, why: str) -> Data:
        """The card that asks for a yes, as an attachment. `why` is plain."""
        key = secrets.token_urlsafe(12)
        self._waiting = {name: one for name, one in self._waiting.items() if one.until > self._now()}
        while self._waiting and sum(len(one.file.data) for one in self._waiting.values()) + len(file.data) > _MOST:
            del self._waiting[next(iter(self._waiting))]
        self._waiting[key] = _Waiting(file, contact, self._now() + _HOUR)
        context = self._offers.button(ACTION, key)
        return {
            "contentType": "application/vnd.microsoft.teams.card.file.consent",
            "name": file.name or "lentera",
            "content": {
                "description": why,
                "sizeInBytes": len(file.data),
                "acceptContext": context,
                "declineContext": context,
            },
        }

    def take(self, key: str, contact: str) -> File | None:
        """A file that waits for this person; None where it is gone."""
        found = self._waiting.get(key)
        if found is None or found.until <= self._now() or found.contact != contact:
            return None
        del self._waiting[key]
        return found.file

    async def put(self, file: File, url: str) -> None:
        """Hand over a file's bytes. Raises `Declined`, TimeoutError."""
        if not self._good(url):
            raise Declined("put", "foreign_url")
        size = len(file.data)
        headers = {"Content-Range": f"bytes 0-{size - 1}/{size}", "Content-Type": "application/octet-stream"}
        try:
            async with self._web.put(url, data=file.data, headers=headers, allow_redirects=False) as answer:
                if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
                    raise Declined("put", f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError):
            raise TimeoutError("put") from None

    def _good(self, url: str) -> bool:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self._pretending and host in LOOPBACK:
            return True
        return parts.scheme == "https" and not parts.username and host.endswith(_HOSTS)


def given(upload: Data) -> Data:
    """The card that leads to a file where it now is, as an attachment."""
    return {
        "contentType": "application/vnd.microsoft.teams.card.file.info",
        "contentUrl": str(upload.get("contentUrl") or ""),
        "name": str(upload.get("name") or ""),
        "content": {"uniqueId": str(upload.get("uniqueId") or ""), "fileType": str(upload.get("fileType") or "")},
    }
