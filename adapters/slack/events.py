"""What happened in Slack, in words no platform owns.

The rule to keep: pure, and every kind has its case.
"""

import json
from collections.abc import Mapping

from adapters.slack.answers import AGAIN
from adapters.slack.told import Pressed, Sent, Slash
from bot.events import Actor, Command, Event, Press, Said, Submitted
from bot.message import File


def happened(about: Slash | Pressed | Sent, account: Actor, files: Mapping[str, File]) -> Event:
    """What happened, in words no platform owns, with the files of a form that was sent."""
    match about:
        case Slash(name=name, text=text):
            return Command(about.id, account, name, text)
        case Pressed(action=action, value=value) if action == AGAIN:
            return _asked_again(about.id, account, value)
        case Pressed(action=action, value=value):
            return Press(about.id, account, action, value)
        case Sent(action=action, value=value, fields=fields):
            return Submitted(about.id, account, action, value, fields, files)


def _asked_again(delivery: str, account: Actor, value: str) -> Event:
    """What a button of ours asks again. Raises ValueError for what none of ours has said."""
    kind, name, text = json.loads(value)
    match kind:
        case "command":
            return Command(delivery, account, name, text)
        case "press":
            return Press(delivery, account, name, text)
        case "said":
            return Said(delivery, account, text)
        case _:
            raise ValueError("unknown kind")
