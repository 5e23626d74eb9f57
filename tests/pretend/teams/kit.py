"""What Teams takes of a message and of a card, and what it would swallow in silence.

The rule to keep: what Teams refuses is a `Refused`; what it would only show badly is a sentence for `complaints`.
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
"""

import base64
import binascii
import io
import json
from collections.abc import Iterator

from PIL import Image

from tests.pretend.teams.tenant import Json

LARGEST = 40 * 1024
"""Bytes of UTF-16 in a message, without its pictures."""
CARD = 28 * 1024
"""Bytes of a card, as they were for years, without its pictures."""
_ELEMENTS = {"RichTextBlock", "TextBlock", "Image", "Table", "ActionSet", "Container", "ColumnSet", "FactSet"}
_CHARTS = {"Chart.HorizontalBar", "Chart.VerticalBar.Grouped"}
"""Elements that not every client draws."""
_COLOURS = {"categoricalBlue", "categoricalMarigold", "neutral"}
_INPUTS = {"Input.Text", "Input.ChoiceSet", "Input.Date", "Input.Time", "Input.Toggle", "Input.Number"}
_ACTIONS = {"Action.Submit", "Action.OpenUrl", "Action.Execute", "Action.ShowCard", "Action.ToggleVisibility"}
_STYLES = {None, "default", "positive", "destructive"}


class Refused(Exception):  # noqa: N818 - an answer
    """Teams says no: status and word."""

    def __init__(self, status: int, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    def body(self) -> Json:
        """As it goes over the wire."""
        return {"error": {"code": self.code, "message": f"{self.code}: something in English for developers"}}


def check_message(activity: Json) -> list[str]:
    """What is not as it should be. Raises `Refused` for what Teams does not take at all."""
    if activity.get("type") != "message":
        raise Refused(400, "BadSyntax")
    attachments = activity.get("attachments") or []
    if not attachments and not activity.get("text"):
        raise Refused(400, "BadSyntax")
    bare = without_pictures(activity)
    if len(json.dumps(bare, ensure_ascii=False).encode("utf-16-le")) > LARGEST:
        raise Refused(413, "MessageSizeTooBig")
    found: list[str] = []
    for attachment in attachments:
        if attachment["contentType"] == "application/vnd.microsoft.card.adaptive":
            found += card(attachment["content"], dialog=False)
            if not str(activity.get("summary", "")).strip():
                found.append("a notification without words: no summary")
    return found


def card(made: Json, *, dialog: bool) -> list[str]:
    """What is wrong with a card."""
    found = []
    if made.get("type") != "AdaptiveCard" or made.get("version") != "1.5":
        raise Refused(400, "BadSyntax")
    if len(json.dumps(without_pictures(made), ensure_ascii=False).encode()) > CARD:
        found.append("larger than a card may be")
    if not str(made.get("fallbackText", "")).strip():
        found.append("no fallbackText")
    ids = [block["id"] for block in walk(made["body"]) if "id" in block]
    if len(ids) != len(set(ids)):
        found.append("ids used twice")
    if len(made.get("actions") or ()) > 6:
        found.append("more actions than are shown")
    for block in walk(made["body"]):
        found += _chart(block) if block["type"] in _CHARTS else _block(block, dialog=dialog)
    for action in made.get("actions") or ():
        found += _action(action)
    return found


def walk(blocks: list[Json]) -> Iterator[Json]:
    """Every element, inside others too."""
    for block in blocks:
        yield block
        if block["type"] == "Table":
            for row in block["rows"]:
                for cell in row["cells"]:
                    yield from walk(cell["items"])
        yield from walk(block.get("items") or [])
        if isinstance(block.get("fallback"), dict):
            yield from walk([block["fallback"]])


def older(blocks: list[Json]) -> list[Json]:
    """The blocks as a client of version 1.5 shows them: for what it does not know, what is to be shown instead."""
    found = []
    for block in blocks:
        if block["type"] in _CHARTS:
            found += [] if block["fallback"] == "drop" else older([block["fallback"]])
        elif "items" in block:
            found.append(block | {"items": older(block["items"])})
        else:
            found.append(block)
    return found


def _block(block: Json, *, dialog: bool) -> Iterator[str]:
    match block["type"]:
        case str() as kind if kind in _INPUTS:
            yield from _input(block, dialog=dialog)
        case "RichTextBlock" if not block["inlines"]:
            yield "an empty line"
        case "ActionSet":
            if not 1 <= len(block["actions"]) <= 6:
                yield f"{len(block['actions'])} actions in a row"
            for action in block["actions"]:
                yield from _action(action)
        case "Table":
            width = len(block["columns"])
            if any(len(row["cells"]) != width for row in block["rows"]):
                yield "a row of another length"
        case "Image":
            yield from _image(block["url"], block.get("altText", ""))
        case str() as kind if kind not in _ELEMENTS:
            yield f"{kind} is not shown"


def _chart(block: Json) -> Iterator[str]:
    """https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards"""
    upright = block["type"] == "Chart.VerticalBar.Grouped"
    if set(block) != {"type", "title", "data", "fallback"} | (set() if upright else {"color"}):
        yield f"a chart with {sorted(block)}"
        return
    if not block["title"].strip():
        yield "a chart without a title"
    if block["fallback"] != "drop" and block["fallback"]["type"] != "Image":
        yield "a chart without its picture"
    series = (
        [(one["legend"], one["color"], one["values"]) for one in block["data"]]
        if upright
        else [("lying", block["color"], block["data"])]
    )
    for name, colour, values in series:
        names = [value["x"] for value in values]
        if not name.strip() or colour not in _COLOURS or not values or len(set(names)) != len(names):
            yield f"a series {name} of {colour} with {names}"
        if any(set(value) != {"x", "y"} or not isinstance(value["y"], float | int) for value in values):
            yield f"values that are none: {values}"


def _input(block: Json, *, dialog: bool) -> Iterator[str]:
    if not dialog:
        yield "an input outside a dialog"
    if not block.get("label"):
        yield "an input without a label"
    if block.get("isRequired") and not block.get("errorMessage"):
        yield "nothing is said where an input is empty"


def _action(action: Json) -> Iterator[str]:
    if action["type"] not in _ACTIONS:
        yield f"{action['type']} does nothing"
    if not str(action.get("title", "")).strip():
        yield "a button without words"
    if action.get("style") not in _STYLES:
        yield f"style {action.get('style')}"
    if action["type"] == "Action.OpenUrl" and not action["url"].startswith("https://"):
        yield "a link that is not https"


def _image(url: str, alt: str) -> Iterator[str]:
    if not alt.strip():
        yield "a picture without words"
    head, _, data = url.partition(",")
    if head != "data:image/png;base64":
        yield "a picture that Teams would have to fetch"
        return
    try:
        raw = base64.b64decode(data, validate=True)
        with Image.open(io.BytesIO(raw)) as picture:
            size = picture.size
    except (binascii.Error, OSError):
        yield "a picture that is none"
        return
    if len(raw) > 1024 * 1024 or max(size) > 1024:
        yield f"a picture of {size} pixels and {len(raw)} bytes"


def without_pictures(found: object) -> object:
    """The same with pictures left out."""
    match found:
        case dict():
            return {name: without_pictures(one) for name, one in found.items()}
        case list():
            return [without_pictures(one) for one in found]
        case str() if found.startswith("data:image/"):
            return ""
        case _:
            return found
