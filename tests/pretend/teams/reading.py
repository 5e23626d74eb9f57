"""What a person reads on a card, as plain text: the same words that `tests.speaker` makes of a message.

The rule to keep: only what is shown is read; `RichTextBlock` shows its runs as they are, `TextBlock` reads Markdown.
"""

import re
from collections.abc import Iterator

from tests.pretend.teams.kit import older
from tests.pretend.teams.tenant import Dialog, Json, Message

_MARKED = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|_(.+?)_|\[([^\]]+)\]\([^)]+\)")


def message(one: Message) -> str:
    """A message, line by line."""
    if not one.activity:
        return one.text
    lines = [one.activity["text"]] if one.activity.get("text") else []
    for attachment in one.activity.get("attachments") or ():
        lines += _attached(attachment)
    return "\n".join(lines)


def _attached(attachment: Json) -> Iterator[str]:
    match attachment["contentType"]:
        case "application/vnd.microsoft.card.adaptive":
            yield from body(attachment["content"]["body"])
        case "application/vnd.microsoft.teams.card.file.consent" | "application/vnd.microsoft.teams.card.file.info":
            yield f"<{attachment['name']}>"
        case other:
            raise AssertionError(f"nobody sees a {other}")


def body(blocks: list[Json]) -> Iterator[str]:
    """The lines of blocks. Buttons that need several rows are read as one line."""
    pressed = ""
    for block in older(blocks):
        if block["type"] == "ActionSet":
            if pressed and block.get("spacing") != "small":
                yield pressed
                pressed = ""
            pressed = f"{pressed} {element(block)}".strip()
            continue
        if pressed:
            yield pressed
            pressed = ""
        if block.get("spacing") == "medium":
            yield ""
        yield element(block)
    if pressed:
        yield pressed


def element(block: Json) -> str:
    """One block."""
    match block["type"]:
        case "RichTextBlock":
            return "".join(run if isinstance(run, str) else run["text"] for run in block["inlines"])
        case "TextBlock":
            return _MARKED.sub(lambda found: next(filter(None, found.groups())), block["text"])
        case "Image":
            return f"<{block['altText']}>"
        case "Table":
            return "\n".join(
                " | ".join("\n".join(body(cell["items"])) for cell in row["cells"]) for row in block["rows"]
            )
        case "Container":
            return "\n".join(body(block["items"]))
        case "ActionSet":
            return " ".join(f"({action['title']})" for action in block["actions"])
        case kind:
            raise AssertionError(f"nobody sees a {kind}")


def dialog(one: Dialog) -> str:
    """A dialog: its title, what it says, its fields with what they hold, what is wrong, and its button."""
    if one.words:
        return one.words
    prose: list[str] = []
    fields: list[str] = []
    below = False
    for block in one.card["body"]:
        if block["type"].startswith("Input."):
            fields.append(f"{block['label']}: {entered(one, block)}")
            below = True
        elif not (below and block.get("spacing") == "none") and not _wrong(block):
            below = False
            prose += body([block])
    lines = [f"[{one.title}]", *prose, *fields, *wrong(one)]
    return "\n".join([*lines, *(f"({action['title']})" for action in one.card.get("actions") or ())])


def wrong(one: Dialog) -> list[str]:
    """What the client or the app complains about."""
    if one.words:
        return []
    return [*one.complaints, *(element(block) for block in one.card["body"] if _wrong(block))]


def _wrong(block: Json) -> bool:
    """Whether it is said in the colour of a complaint."""
    first = next(iter(block.get("inlines") or ()), "")
    return isinstance(first, dict) and first.get("color") == "attention"


def entered(one: Dialog, block: Json) -> str:
    """What an input holds."""
    held = str(one.entered[block["id"]] if block["id"] in one.entered else block.get("value", ""))
    return held.replace(",", ", ") if block.get("isMultiSelect") is True else held


def hints(one: Dialog) -> list[str]:
    """The small print below the fields."""
    return [
        element(block)
        for block in one.card["body"]
        if block["type"] == "RichTextBlock" and block.get("spacing") == "none"
    ]


def actions(card: Json) -> list[tuple[str, Json]]:
    """Everything that can be pressed, by its label."""
    found = [*(card.get("actions") or ())]
    for block in card["body"]:
        if block["type"] == "ActionSet":
            found += block["actions"]
    return [(action["title"], action) for action in found]
