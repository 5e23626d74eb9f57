"""Whether Slack takes a message or a view: the limits of Block Kit.

The rule to keep: this is at least as strict as Slack; what it lets through, Slack must take. Complaints read as
Slack's own: what is wrong, and a JSON pointer to it. https://docs.slack.dev/reference/block-kit/blocks
"""

import copy
import json
import secrets
from collections.abc import Callable, Iterator, Sequence

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.pretend.slack.elements import (
    ACCESSORIES,
    ACTIONS,
    IMAGE,
    INPUTS,
    ONE_SOURCE,
    PICTURE,
    marked,
    plain,
)
from tests.pretend.slack.refusal import Json, Refused
from tests.pretend.slack.shape import (
    Check,
    about,
    anything,
    both,
    flag,
    number,
    several,
    size,
    sort_of,
    string,
    thing,
    word,
)

_STYLE = thing({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), flag))
_RUN = sort_of(
    {
        "text": thing({"type": word("text"), "text": string(3000)}, {"style": _STYLE}),
        "link": thing({"type": word("link"), "url": string(3000)}, {"text": string(3000), "style": _STYLE}),
        "emoji": thing({"type": word("emoji"), "name": string(100)}, {"unicode": string(50), "style": _STYLE}),
        "user": thing({"type": word("user"), "user_id": string(50)}, {"style": _STYLE}),
        "channel": thing({"type": word("channel"), "channel_id": string(50)}, {"style": _STYLE}),
    }
)
_SECTION = thing({"type": word("rich_text_section"), "elements": several(_RUN, 1000, 0)})
_RICH = sort_of(
    {
        "rich_text_section": _SECTION,
        "rich_text_preformatted": thing(
            {"type": word("rich_text_preformatted"), "elements": several(_RUN, 1000, 0)}, {"border": number(0, 1)}
        ),
        "rich_text_quote": thing(
            {"type": word("rich_text_quote"), "elements": several(_RUN, 1000, 0)}, {"border": number(0, 1)}
        ),
        "rich_text_list": thing(
            {
                "type": word("rich_text_list"),
                "style": word("bullet", "ordered"),
                "elements": several(_SECTION, 1000),
            },
            {"indent": number(0, 8), "offset": number(0, 10_000), "border": number(0, 1)},
        ),
    }
)
_CELL = sort_of(
    {
        "raw_text": thing({"type": word("raw_text"), "text": string(3000)}),
        "rich_text": thing({"type": word("rich_text"), "elements": several(_RICH, 100)}, {"block_id": string(255)}),
    }
)
_COLUMN = thing({}, {"align": word("left", "center", "right"), "is_wrapped": flag})


def _is(name: str, must: dict[str, Check] | None = None, may: dict[str, Check] | None = None) -> Check:
    return thing({"type": word(name), **(must or {})}, {"block_id": string(255), **(may or {})})


EVERYWHERE: dict[str, Check] = {
    "section": both(
        _is(
            "section",
            None,
            {"text": marked(3000), "fields": several(marked(2000), 10), "accessory": ACCESSORIES, "expand": flag},
        ),
        about(lambda value: "text" in value or "fields" in value, "must define either `text` or `fields`"),
    ),
    "divider": _is("divider"),
    "header": _is("header", {"text": plain(150)}, {"level": number(1, 4)}),
    "context": _is(
        "context",
        {"elements": several(sort_of({"image": IMAGE, "mrkdwn": marked(2000), "plain_text": marked(2000)}), 10)},
    ),
    "actions": _is("actions", {"elements": several(ACTIONS, 25)}),
    "image": both(_is("image", {"alt_text": string(2000)}, {**PICTURE, "title": plain(2000)}), ONE_SOURCE),
    "input": _is(
        "input",
        {"label": plain(2000), "element": sort_of(INPUTS)},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": _is("rich_text", {"elements": several(_RICH, 1000)}),
}
IN_MESSAGES: dict[str, Check] = {
    **EVERYWHERE,
    "table": both(
        _is(
            "table",
            {"rows": several(several(_CELL, 20), 100)},
            {"column_settings": several(_COLUMN, 20)},
        ),
        about(lambda value: len({len(row) for row in value["rows"]}) == 1, "every row must have as many cells"),
    ),
    "markdown": _is("markdown", {"text": string(12_000)}),
}
_MESSAGE = several(sort_of(IN_MESSAGES), 50, 0)
_VIEW_FIELDS: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255),
    "external_id": string(255, 0),
}
_BLOCKS = several(sort_of(EVERYWHERE), 100)
_MODAL = both(
    thing(
        {"type": word("modal"), "title": plain(24), "blocks": _BLOCKS},
        {
            **_VIEW_FIELDS,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": anything,
        },
    ),
    about(lambda view: "submit_disabled" not in view, "invalid additional property: submit_disabled"),
    about(
        lambda view: "submit" in view or all(block["type"] != "input" for block in view["blocks"]),
        "missing required field: submit (a view with input blocks needs one)",
    ),
)
_HOME = thing({"type": word("home"), "blocks": _BLOCKS}, _VIEW_FIELDS)

MESSAGE_CHARACTERS = 12_000
"""All text of a message's blocks together. Slack publishes no such limit and answers `msg_blocks_too_long` past some
13,200; its people speak of 12,000 plus a little for the blocks. https://github.com/slackapi/bolt-js/issues/2509"""
TABLE_CHARACTERS = 10_000
"""All text in a message's table."""
VIEW_BYTES = 250 * 1024


def check_message(blocks: object, *, usable: Callable[[str], bool], counted: bool = True) -> list[Json]:
    """The blocks of a message. `usable` says which file may be shown. Raises `Refused` as Slack does."""
    wrong = list(_MESSAGE(blocks, "/blocks"))
    if not wrong:
        assert isinstance(blocks, list)
        wrong = [*_twice(blocks, "/blocks"), *_unusable(blocks, "/blocks", usable), *_by_the_sdk(blocks, "/blocks")]
    if wrong:
        raise Refused("invalid_blocks", wrong)
    assert isinstance(blocks, list)
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > 1:
        raise Refused("invalid_attachments", ["only_one_table_allowed"])
    if sum(map(size, _strings(tables))) > TABLE_CHARACTERS:
        raise Refused("invalid_attachments", ["table_too_long"])
    if counted and sum(map(size, _strings(blocks))) > MESSAGE_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    return blocks


def check_view(view: object, kind: str, *, usable: Callable[[str], bool]) -> Json:
    """A modal or a home view. Raises `Refused` as Slack does."""
    if isinstance(view, dict) and len(json.dumps(view).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    wrong = list(sort_of({"modal": _MODAL} if kind == "modal" else {"home": _HOME})(view, "/view"))
    if not wrong:
        assert isinstance(view, dict)
        at = "/view/blocks"
        wrong = [*_twice(view["blocks"], at), *_unusable(view["blocks"], at, usable), *_by_the_sdk(view["blocks"], at)]
    if wrong:
        raise Refused("invalid_arguments", wrong)
    assert isinstance(view, dict)
    return view


def _twice(blocks: Sequence[Json], at: str) -> Iterator[str]:
    """A name that is given twice where it must be the only one."""
    seen: set[str] = set()
    focused = 0
    for n, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            yield f"`block_id` already exists: {name} [json-pointer:{at}/{n}/block_id]"
        if name is not None:
            seen.add(name)
        actions: set[str] = set()
        for m, element in enumerate(inside(block)):
            action = element.get("action_id")
            if action in actions:
                yield f'`action_id` "{action}" already exists for block [json-pointer:{at}/{n}/elements/{m}/action_id]'
            if action is not None:
                actions.add(action)
            focused += bool(element.get("focus_on_load"))
    if focused > 1:
        yield f"only one element may have focus_on_load [json-pointer:{at}]"


def _unusable(blocks: Sequence[Json], at: str, usable: Callable[[str], bool]) -> Iterator[str]:
    for n, block in enumerate(blocks):
        for part in (block, block.get("accessory", {}), *block.get("elements", [])):
            file = part.get("slack_file", {})
            if "id" in file and not usable(file["id"]):
                yield f"invalid slack file [json-pointer:{at}/{n}/slack_file/id]"


def _by_the_sdk(blocks: Sequence[Json], at: str) -> Iterator[str]:
    """A second opinion, by people who work at Slack."""
    for n, block in enumerate(blocks):
        try:
            parsed = Block.parse(block)
            if parsed is not None:
                parsed.to_dict()
        except SlackObjectFormationError as error:
            yield f"{error} [json-pointer:{at}/{n}]"


def inside(block: Json) -> list[Json]:
    """The elements of a block that a person can use."""
    return [
        element
        for element in (*block.get("elements", []), block.get("accessory"), block.get("element"))
        if isinstance(element, dict) and ("action_id" in element or element.get("type") in {"button", *INPUTS})
    ]


def named(blocks: Sequence[Json]) -> list[Json]:
    """The blocks with the names that Slack gives to what has none."""
    made = copy.deepcopy(list(blocks))
    for block in made:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in inside(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return made


def _strings(value: object) -> Iterator[str]:
    """Every text in a tree of blocks."""
    match value:
        case dict():
            for name, one in value.items():
                if name == "text" and isinstance(one, str):
                    yield one
                else:
                    yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)
        case _:
            return
