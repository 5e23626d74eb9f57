"""`views.*`: modals on a person's screen and their App Home.

The rule to keep: a modal opens only for a fresh trigger; a changed one only where its hash is the one the app saw.
"""

import secrets
import time
from typing import TYPE_CHECKING

from tests.pretend.slack.kit import check_view, inside, named
from tests.pretend.slack.refusal import Json, Refused
from tests.pretend.slack.workspace import View, fresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pretend.slack.calls import Call
    from tests.pretend.slack.workspace import Workspace

DEEPEST = 3
"""Views on top of one another."""


def _hash() -> str:
    return f"{int(time.time())}.{secrets.token_urlsafe(6)}"


def value_of(element: Json, *, entered: Json | None = None) -> Json:  # noqa: PLR0911 - one line a kind
    """What an input holds, as in `view.state.values`: what was entered, else what it began with."""
    kind = element["type"]
    if entered is not None:
        return {"type": kind, **entered}
    match kind:
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": element.get("initial_option")}
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        case "datepicker":
            return {"type": kind, "selected_date": element.get("initial_date")}
        case "timepicker":
            return {"type": kind, "selected_time": element.get("initial_time")}
        case "datetimepicker":
            return {"type": kind, "selected_date_time": element.get("initial_date_time")}
        case "file_input":
            return {"type": kind, "files": []}
        case "users_select" | "conversations_select" | "channels_select":
            name = kind.removesuffix("s_select")
            return {"type": kind, f"selected_{name}": element.get(f"initial_{name}")}
        case "multi_users_select" | "multi_conversations_select" | "multi_channels_select":
            name = kind.removeprefix("multi_").removesuffix("_select")
            return {"type": kind, f"selected_{name}": element.get(f"initial_{name}", [])}
        case _:
            return {"type": kind, "value": element.get("initial_value")}


def state(view: View) -> Json:
    """`view.state`: every input by block and action."""
    values: Json = {}
    for block in view.body["blocks"]:
        for element in inside(block):
            if element["type"] not in {"button", "overflow"}:
                entered = view.entered.get(block["block_id"], {}).get(element["action_id"])
                values.setdefault(block["block_id"], {})[element["action_id"]] = value_of(element, entered=entered)
    return {"values": values}


def shown(view: View, workspace: "Workspace") -> Json:
    """A view as the API tells it."""
    return {
        "id": view.id,
        "team_id": workspace.id,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.bot_id,
        "title": {"type": "plain_text", "text": workspace.name},
        "close": None,
        "submit": None,
        "callback_id": "",
        "external_id": "",
        "private_metadata": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **view.body,
        "state": state(view),
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
    }


def place(  # the whole life of a view begins here
    workspace: "Workspace", user: str, view: object, usable: "Callable[[str], bool]", *, on: View | None = None
) -> View:
    """Open a modal, on top of another where one is given. Raises `Refused`."""
    body = _checked(workspace, view, "modal", usable)
    if on is not None and _depth(workspace, on) >= DEEPEST:
        raise Refused("push_limit_reached")
    if on is None:
        for other in list(workspace.views.values()):
            # A modal that is opened lies over the others of this app; here the older ones are just gone.
            if other.user == user and other.open:
                other.open = False
    made_id = fresh("V")
    made = View(made_id, user, body, _hash(), on.root if on else made_id, on.id if on else None)
    workspace.views[made_id] = made
    workspace.changed(made)
    return made


def replace(workspace: "Workspace", old: View, view: object, usable: "Callable[[str], bool]") -> None:
    """Put another form in a modal's place. Inputs whose block and action stay keep what was entered. Raises."""
    body = _checked(workspace, view, "modal", usable, old)
    kept = {(block["block_id"], one["action_id"]) for block in body["blocks"] for one in inside(block)}
    old.entered = {
        block: {action: value for action, value in actions.items() if (block, action) in kept}
        for block, actions in old.entered.items()
    }
    old.body, old.hash, old.errors = body, _hash(), {}
    workspace.changed(old)


def _checked(
    workspace: "Workspace", view: object, kind: str, usable: "Callable[[str], bool]", old: View | None = None
) -> Json:
    checked = check_view(view, kind, usable=usable)
    name = checked.get("external_id")
    if name and any(
        other.open and other is not old and other.body.get("external_id") == name for other in workspace.views.values()
    ):
        raise Refused("duplicate_external_id")
    return {**checked, "blocks": named(checked["blocks"])}


def _depth(workspace: "Workspace", view: View) -> int:
    return 1 + (_depth(workspace, workspace.views[view.previous]) if view.previous else 0)


def _view(call: "Call") -> object:
    view = call.tree("view")
    if view is None:
        raise Refused("invalid_arguments", ["missing required field: view"])
    return view


def open_view(call: "Call") -> Json:
    """`views.open`. A view that is refused leaves the trigger as it was."""
    view = _view(call)
    check_view(view, "modal", usable=call.usable)
    trigger = call.workspace.tickets.exchange(call.text("trigger_id"))
    return {"view": shown(place(call.workspace, trigger.user, view, call.usable), call.workspace)}


def push(call: "Call") -> Json:
    """`views.push`."""
    view = _view(call)
    check_view(view, "modal", usable=call.usable)
    trigger = call.workspace.tickets.exchange(call.text("trigger_id"))
    below = call.workspace.views.get(trigger.view or "")
    if below is None or not below.open:
        raise Refused("not_found")
    return {"view": shown(place(call.workspace, trigger.user, view, call.usable, on=below), call.workspace)}


def update(call: "Call") -> Json:
    """`views.update`."""
    view, name, external = _view(call), call.text("view_id", ""), call.text("external_id", "")
    if not name and not external:
        raise Refused("invalid_arguments", ["missing required field: view_id"])
    found = [
        one
        for one in call.workspace.views.values()
        if one.open and (one.id == name or (external and one.body.get("external_id") == external))
    ]
    if not found:
        raise Refused("not_found")
    if call.args.get("hash") not in (None, "", found[0].hash):
        raise Refused("hash_conflict")
    replace(call.workspace, found[0], view, call.usable)
    return {"view": shown(found[0], call.workspace)}


def publish(call: "Call") -> Json:
    """`views.publish`."""
    view, user = _view(call), call.text("user_id")
    if not call.workspace.home_tab:
        raise Refused("not_enabled")
    if user not in call.workspace.users:
        raise Refused("invalid_arguments", ["invalid `user_id` [json-pointer:/user_id]"])
    old = call.workspace.homes.get(user)
    if call.args.get("hash") not in (None, "", old.hash if old else None):
        raise Refused("hash_conflict")
    body = _checked(call.workspace, view, "home", call.usable, old)
    home_id = old.id if old else fresh("V")
    home = View(home_id, user, body, _hash(), home_id)
    call.workspace.homes[user] = home
    call.workspace.changed(home)
    return {"view": shown(home, call.workspace)}
