"""What a person reads on the screen, as plain text: the same words that `tests.speaker` makes of a message.

The rule to keep: only what is shown is read. Where a message has blocks, its `text` is not.
"""

import html
import re
from typing import TYPE_CHECKING

from tests.pretend.slack.kit import inside
from tests.pretend.slack.modals import state
from tests.pretend.slack.refusal import Json

if TYPE_CHECKING:
    from tests.pretend.slack.workspace import Message, View

_CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
_TOKEN = re.compile(r"<([^<>\s|]+[^<>|]*)(?:\|([^<>]*))?>")
_STYLES = [
    re.compile(
        rf"(?<![\w{re.escape(sign)}]){re.escape(sign)}(\S(?:[^\n]*?\S)?){re.escape(sign)}(?![\w{re.escape(sign)}])"
    )
    for sign in "*_~"
]
_EMOJI = re.compile(r":(?:tada|smile|warning|\+1|heart|eyes):")
"""Names that Slack turns into little pictures; a few of them, for a test to trip over."""
_UNSEEN = re.compile("[\u200b\u2060\ufeff]")


def shown(text: str) -> str:
    """Slack's markup as it is shown, without its signs and without signs that nobody sees."""
    parts: list[str] = []
    at = 0
    for code in _CODE.finditer(text):
        parts += [_styled(text[at : code.start()]), _tokens(code[1] or code[2])]
        at = code.end()
    return _UNSEEN.sub("", html.unescape("".join([*parts, _styled(text[at:])])))


def _styled(text: str) -> str:
    for style in _STYLES:
        text = style.sub(r"\1", text)
    return _EMOJI.sub("\N{WHITE SQUARE}", _tokens(text))


def _tokens(text: str) -> str:
    return _TOKEN.sub(lambda found: found[2] or found[1].removeprefix("mailto:"), text)


def words(text: Json | None) -> str:
    """A text object as it is shown."""
    if text is None:
        return ""
    if text["type"] == "mrkdwn":
        return shown(text["text"])
    plain = text["text"] if text.get("emoji") is False else _EMOJI.sub("\N{WHITE SQUARE}", text["text"])
    return _UNSEEN.sub("", plain)


def message(one: "Message") -> str:
    """A message, line by line."""
    lines = [line for line in map(_block, one.blocks) if line] if one.blocks else [shown(one.text)]
    return "\n".join([*filter(None, lines), *(f"<{file.alt or file.name}>" for file in one.files)])


def form(view: "View") -> str:
    """A modal: its title, what it says, its fields with what they hold, and its button."""
    prose, fields = [], []
    held = state(view)["values"]
    for block in view.body["blocks"]:
        if block["type"] == "input":
            value = held[block["block_id"]][block["element"]["action_id"]]
            fields.append(f"{words(block['label'])}: {entered(value)}")
        else:
            prose.append(_block(block))
    button = view.body.get("submit") or view.body.get("close")
    lines = [f"[{words(view.body.get('title'))}]", *filter(None, prose), *fields]
    return "\n".join([*lines, *([f"({words(button)})"] if button else [])])


def home(view: "View") -> str:
    """An App Home."""
    return "\n".join(filter(None, map(_block, view.body["blocks"])))


def entered(value: Json) -> str:
    """What an input holds, as text."""
    match value["type"]:
        case "static_select" | "radio_buttons":
            return str((value["selected_option"] or {}).get("value", ""))
        case "checkboxes" | "multi_static_select":
            return ", ".join(option["value"] for option in value["selected_options"])
        case "file_input":
            return ", ".join(file["name"] for file in value["files"])
        case _:
            held = next((one for name, one in value.items() if name != "type"), None)
            return ", ".join(held) if isinstance(held, list) else str(held or "")


def _block(block: Json) -> str:  # noqa: PLR0911 - one line a kind
    match block["type"]:
        case "section":
            lines = [words(block.get("text")), *(_field(words(one)) for one in block.get("fields", []))]
            return "\n".join(
                filter(None, [*lines, *map(element, [block["accessory"]] if "accessory" in block else [])])
            )
        case "header":
            return words(block["text"])
        case "context":
            return " ".join(element(one) for one in block["elements"])
        case "actions":
            return " ".join(filter(None, map(element, block["elements"])))
        case "image":
            return f"<{block['alt_text']}>"
        case "input":
            return words(block["label"])
        case "table":
            return "\n".join(" | ".join(map(_cell, row)) for row in block["rows"])
        case "rich_text":
            return "\n".join(map(_rich, block["elements"]))
        case "markdown":
            return re.sub(r"\*\*(.+?)\*\*|\[([^\]]+)\]\([^)]+\)|`([^`]+)`", r"\1\2\3", block["text"])
        case _:
            return ""


def _field(text: str) -> str:
    """Label over value is read as one line."""
    label, newline, value = text.partition("\n")
    return f"{label.removesuffix(':')}: {value}" if newline else text


def element(one: Json) -> str:
    """Something inside a block."""
    match one["type"]:
        case "button":
            return f"({words(one['text'])})"
        case "overflow":
            return " ".join(f"({words(option['text'])})" for option in one["options"])
        case "image":
            return f"<{one['alt_text']}>"
        case "mrkdwn" | "plain_text":
            return words(one)
        case _:
            return f"({words(one.get('placeholder'))})" if "placeholder" in one else ""


def _cell(cell: Json) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else "\n".join(map(_rich, cell["elements"]))


def _rich(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(map(_rich, part["elements"]))
    runs = [one.get("text") or one.get("url") or one.get("unicode") or "" for one in part["elements"]]
    return _UNSEEN.sub("", "".join(runs)).rstrip("\n")


def buttons(blocks: list[Json]) -> list[tuple[str, Json, Json]]:
    """Everything that can be pressed: its label, its block and the element as pressing tells it."""
    found = []
    for block in blocks:
        for one in inside(block):
            if one["type"] == "button":
                found.append((words(one["text"]), block, one))
            elif one["type"] == "overflow":
                found += [
                    (words(option["text"]), block, {**one, "selected_option": option}) for option in one["options"]
                ]
    return found
