"""Files that people put into a form of ours, as Slack tells them: pure.

The rule to keep: what Slack does not say is empty; how the bytes get here is said in `downloads`.
https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
"""

from collections.abc import Mapping
from dataclasses import dataclass

_NAME = 200


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file, as Slack tells it."""

    id: str
    name: str
    media_type: str
    size: int
    url: str


def holds_file(state: object) -> bool:
    """Whether this is the state of an input for files."""
    return isinstance(state, dict) and any(isinstance(given, dict) and "files" in given for given in state.values())


def told(state: object) -> Uploaded | None:
    """The file in the state of an input; None where there is none. Raises ValueError for anything else."""
    (given,) = state.values() if isinstance(state, dict) and len(state) == 1 else ({},)
    files = given.get("files") if isinstance(given, dict) else None
    if not files:
        return None
    if not isinstance(files, list) or not isinstance(files[0], dict):
        raise ValueError("no files")  # noqa: TRY004 - as everywhere, a malformed request is a ValueError
    name, size = files[0].get("id"), files[0].get("size")
    if not isinstance(name, str):
        raise ValueError("no file")  # noqa: TRY004 - see above
    return Uploaded(
        name,
        _text(files[0], "name")[:_NAME],
        _text(files[0], "mimetype")[:_NAME],
        size if isinstance(size, int) else 0,
        _text(files[0], "url_private_download") or _text(files[0], "url_private"),
    )


def _text(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""
