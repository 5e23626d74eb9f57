"""Requests that make less and less sense: what Slack might say, with something wrong with it."""

import copy
import json
import random
from typing import Any
from urllib.parse import urlencode

_ODD: tuple[Any, ...] = (
    None,
    0,
    -1,
    1.5,
    10**30,
    True,
    "",
    "x",
    "\ud800",
    "\x00",
    "ü" * 300,
    [],
    [[]],
    {},
    {"id": 7},
    [{"type": "button"}],
    "<@U1>",
    "E123",
)
_TEAM = {"id": "T1", "domain": "x"}
_USER = {"id": "U1", "username": "ada", "name": "ada", "team_id": "T1"}
_BUTTON = {"type": "button", "action_id": "b0:track.undo", "block_id": "x", "value": "7", "action_ts": "1.1"}
_VIEW = {
    "id": "V1",
    "type": "modal",
    "team_id": "T1",
    "callback_id": "track.save",
    "hash": "1.x",
    "private_metadata": '["7", "", "", false]',
    "blocks": [{"type": "input", "block_id": "0:note", "element": {"type": "plain_text_input", "action_id": "v"}}],
    "state": {"values": {"0:note": {"v": {"type": "plain_text_input", "value": "2h"}}}},
}
_COMMAND = {
    "command": "/track",
    "text": "2h design",
    "team_id": "T1",
    "user_id": "U1",
    "user_name": "ada",
    "channel_id": "C1",
    "channel_name": "general",
    "trigger_id": "1.2.abc",
    "response_url": "https://hooks.slack.com/commands/T1/1/abc",
    "is_enterprise_install": "false",
}
_PRESS = {
    "type": "block_actions",
    "team": _TEAM,
    "user": _USER,
    "enterprise": None,
    "trigger_id": "1.2.abc",
    "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1", "is_ephemeral": False},
    "channel": {"id": "D1", "name": "directmessage"},
    "message": {"type": "message", "ts": "1.1", "text": "hi"},
    "response_url": "https://hooks.slack.com/actions/T1/1/abc",
    "actions": [_BUTTON],
}
_SUBMIT = {"type": "view_submission", "team": _TEAM, "user": _USER, "trigger_id": "1.2.abc", "view": _VIEW}
_SAID = {"type": "message", "channel_type": "im", "user": "U1", "text": "2h design", "channel": "D1", "ts": "1.1"}
_EVENTS = (
    _SAID,
    {**_SAID, "type": "app_mention", "channel": "C1"},
    {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"},
    {"type": "team_join", "user": {"id": "U2", "team_id": "T1", "profile": {"email": "a@b.example"}}},
    {"type": "user_change", "user": {"id": "U1", "team_id": "T1", "deleted": True}},
    {"type": "tokens_revoked", "tokens": {"bot": ["U9"]}},
    {"type": "something_new"},
)
_ENVELOPE = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event_time": 1, "authorizations": []}


def request(chance: random.Random, team: str) -> tuple[bytes, str]:
    """A body and its content type: sound, bent, or nothing but noise."""
    kind = chance.randrange(8)
    if kind == 0:
        return chance.randbytes(chance.randrange(300)), chance.choice(("application/json", "text/plain", "x"))
    whole: dict[str, Any]
    if kind <= 3:
        whole = copy.deepcopy(chance.choice((_COMMAND, _PRESS, _SUBMIT)))
    else:
        whole = {**_ENVELOPE, "event": copy.deepcopy(chance.choice(_EVENTS))}
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        _bend(whole, chance)
    text = json.dumps(whole).replace('"T1"', json.dumps(team))
    if "command" in whole and all(isinstance(value, str) for value in whole.values()):
        fields = {name: value.encode("utf-8", "replace") for name, value in json.loads(text).items()}
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    if whole.get("type") == "event_callback":
        return text.encode(), "application/json"
    return urlencode({"payload": text}).encode(), "application/x-www-form-urlencoded"


def _bend(found: object, chance: random.Random) -> None:
    """Change one thing somewhere inside."""
    while isinstance(found, dict | list) and found:
        key = chance.choice(list(found)) if isinstance(found, dict) else chance.randrange(len(found))
        inner = found[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.7:
            found = inner
            continue
        if isinstance(found, dict) and chance.random() < 0.3:
            del found[key]
        else:
            found[key] = copy.deepcopy(chance.choice(_ODD))
        return
