"""What Slack accepts inside a block: texts, options, buttons, inputs, pictures.

The rule to keep: one entry a type, as https://docs.slack.dev/reference/block-kit/block-elements says; a type that is
not here is refused, so that nothing passes unseen.
"""

from collections.abc import Mapping

from tests.pretend.slack.refusal import Json
from tests.pretend.slack.shape import (
    Check,
    about,
    both,
    flag,
    matching,
    number,
    several,
    sort_of,
    string,
    thing,
    word,
)

ACTION = {"action_id": string(255)}
_DAY = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "date")
_CLOCK = matching(r"([01]\d|2[0-3]):[0-5]\d", "time")
_URL = both(string(3000), matching(r"https?://\S+", "URL"))


def plain(most: int, least: int = 1) -> Check:
    """A text without markup."""
    return thing({"type": word("plain_text"), "text": string(most, least)}, {"emoji": flag})


def marked(most: int) -> Check:
    """A text with Slack's markup, or without."""
    return sort_of(
        {
            "plain_text": plain(most),
            "mrkdwn": thing({"type": word("mrkdwn"), "text": string(most)}, {"verbatim": flag}),
        }
    )


CONFIRM = thing(
    {"title": plain(100), "text": marked(300), "confirm": plain(30), "deny": plain(30)},
    {"style": word("primary", "danger")},
)
_FILE = both(
    thing({}, {"id": string(255), "url": string(3000)}),
    about(lambda value: ("id" in value) != ("url" in value), "must define either `id` or `url`"),
)
PICTURE = {"image_url": _URL, "slack_file": _FILE}
ONE_SOURCE = about(
    lambda value: ("image_url" in value) != ("slack_file" in value), "must define either `image_url` or `slack_file`"
)
IMAGE = both(thing({"type": word("image"), "alt_text": string(2000)}, PICTURE), ONE_SOURCE)


def _option(text: Check, *, url: bool = False) -> Check:
    return thing({"text": text, "value": string(150)}, {"description": text, **({"url": _URL} if url else {})})


_OPTION = _option(plain(75))
_RICH_OPTION = _option(marked(75))


def offered(element: Json) -> list[Json]:
    """The options of a menu, those in groups too."""
    return [
        *element.get("options", []),
        *(option for group in element.get("option_groups", []) for option in group["options"]),
    ]


def _initial_is_offered(element: Json) -> bool:
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    return all(one in offered(element) for one in chosen)


_CHOSEN = about(_initial_is_offered, "initial option must exactly match one of the options")
_ONE_LIST = about(
    lambda value: ("options" in value) != ("option_groups" in value), "must define either `options` or `option_groups`"
)
_LISTS = {
    "options": several(_OPTION, 100),
    "option_groups": several(thing({"label": plain(75), "options": several(_OPTION, 100)}), 100),
}
_COMMON = {**ACTION, "confirm": CONFIRM, "focus_on_load": flag}
_HINT = {"placeholder": plain(150)}
_MANY = {"max_selected_items": number(1, 1000)}
_DISPATCH = thing({}, {"trigger_actions_on": several(word("on_enter_pressed", "on_character_entered"), 2)})


def _is(name: str, may: Mapping[str, Check], must: Mapping[str, Check] | None = None) -> Check:
    return thing({"type": word(name), **(must or {})}, may)


def _picker(name: str) -> dict[str, Check]:
    """The menus that Slack fills itself: people, conversations, channels."""
    single, several_of = f"{name}_select", f"multi_{name}_select"
    one, many = f"initial_{name[:-1]}", f"initial_{name}"
    extra: dict[str, Check] = {"default_to_current_conversation": flag} if name == "conversations" else {}
    return {
        single: _is(single, {**_COMMON, **_HINT, **extra, one: string(255)}),
        several_of: _is(several_of, {**_COMMON, **_HINT, **extra, **_MANY, many: several(string(255), 1000)}),
    }


BUTTON = _is(
    "button",
    {
        **ACTION,
        "url": _URL,
        "value": string(2000),
        "style": word("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
    {"text": plain(75)},
)
MENUS: dict[str, Check] = {
    "static_select": both(
        _is("static_select", {**_COMMON, **_HINT, **_LISTS, "initial_option": _OPTION}), _ONE_LIST, _CHOSEN
    ),
    "multi_static_select": both(
        _is(
            "multi_static_select",
            {**_COMMON, **_HINT, **_LISTS, **_MANY, "initial_options": several(_OPTION, 100)},
        ),
        _ONE_LIST,
        _CHOSEN,
    ),
    "radio_buttons": both(
        _is("radio_buttons", {**_COMMON, "initial_option": _RICH_OPTION}, {"options": several(_RICH_OPTION, 10)}),
        _CHOSEN,
    ),
    "checkboxes": both(
        _is(
            "checkboxes",
            {**_COMMON, "initial_options": several(_RICH_OPTION, 10)},
            {"options": several(_RICH_OPTION, 10)},
        ),
        _CHOSEN,
    ),
    "datepicker": _is("datepicker", {**_COMMON, **_HINT, "initial_date": _DAY}),
    "timepicker": _is("timepicker", {**_COMMON, **_HINT, "initial_time": _CLOCK, "timezone": string(100)}),
    "datetimepicker": _is("datetimepicker", {**_COMMON, "initial_date_time": number(10**9, 10**10)}),
    **_picker("users"),
    **_picker("conversations"),
    **_picker("channels"),
}
INPUTS: dict[str, Check] = {
    **MENUS,
    "plain_text_input": both(
        _is(
            "plain_text_input",
            {
                **ACTION,
                **_HINT,
                "initial_value": string(3000),
                "multiline": flag,
                "min_length": number(0, 3000),
                "max_length": number(1, 3000),
                "dispatch_action_config": _DISPATCH,
                "focus_on_load": flag,
            },
        ),
        about(lambda value: value.get("min_length", 0) <= value.get("max_length", 3000), "min_length over max_length"),
        about(
            lambda value: len(value.get("initial_value", "")) <= value.get("max_length", 3000),
            "initial_value is longer than max_length",
        ),
    ),
    "number_input": _is(
        "number_input",
        {
            **ACTION,
            **_HINT,
            "initial_value": string(255),
            "min_value": string(255),
            "max_value": string(255),
            "dispatch_action_config": _DISPATCH,
            "focus_on_load": flag,
        },
        {"is_decimal_allowed": flag},
    ),
    **{
        name: _is(
            name,
            {
                **ACTION,
                **_HINT,
                "initial_value": string(3000),
                "dispatch_action_config": _DISPATCH,
                "focus_on_load": flag,
            },
        )
        for name in ("email_text_input", "url_text_input")
    },
    "file_input": _is("file_input", {**ACTION, "filetypes": several(string(20), 100), "max_files": number(1, 10)}),
}
OVERFLOW = _is("overflow", {**ACTION, "confirm": CONFIRM}, {"options": several(_option(plain(75), url=True), 5)})
ACTIONS = sort_of({"button": BUTTON, "overflow": OVERFLOW, **MENUS})
ACCESSORIES = sort_of({"button": BUTTON, "overflow": OVERFLOW, "image": IMAGE, **MENUS})
