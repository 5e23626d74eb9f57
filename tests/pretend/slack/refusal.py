"""How Slack says no."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class Refused(Exception):  # noqa: N818 - as in `{"ok": false, "error": …}`: an answer, not a bug
    """An answer with `ok: false`."""

    def __init__(self, error: str, messages: Sequence[str] = (), **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.more = more

    def body(self) -> Json:
        """As Slack writes it; what is wrong with arguments stands in `response_metadata.messages`."""
        told: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            if self.error == "invalid_blocks":
                told["errors"] = list(self.messages)
            told["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return told
