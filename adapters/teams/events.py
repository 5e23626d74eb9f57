"""What happened in Teams, in words no platform owns.

The rule to keep: pure, and what was never offered makes no event. In Teams a command needs no slash, for it has none of
its own: `track 2h` and `/track 2h` are the same.
"""

import json
import re
from collections.abc import Collection

from adapters.teams.dialogs import files, filled
from adapters.teams.door import Body
from adapters.teams.offers import Button, Offers
from adapters.teams.packing import Origin, unpacked
from bot.events import Actor, Command, Event, Press, Said, Submitted
from bot.message import Form

AGAIN = "teams.again"
"""The action of a button that asks the same again, from a place where a dialog can open."""
QUICK = "teams.quick"
"""The form of the message extension."""
LINE = "line"
"""Its field."""
_WORK = frozenset({"ask", "talk", "privacy"})
"""Commands with which a line about one's work may begin ("talk with Andi 30m"): without a slash they stand alone."""
_SLASHED = re.compile(r"/(\S+)\s*(.*)", re.DOTALL)


def wrote(delivery: str, account: Actor, text: str, commands: Collection[str]) -> Event:
    """Something typed: a command, with its slash or without, or else words."""
    if slashed := _SLASHED.fullmatch(text):
        return Command(delivery, account, slashed[1].lower(), slashed[2].strip())
    word, *rest = text.split(maxsplit=1)[:2] or [""]
    if word.lower() in commands and not (rest and word.lower() in _WORK):
        return Command(delivery, account, word.lower(), "".join(rest).strip())
    return Said(delivery, account, text)


def pressed(delivery: str, account: Actor, offer: Button) -> Event:
    """A button. Raises ValueError for what none of ours has said."""
    if offer.action != AGAIN:
        return Press(delivery, account, offer.action, offer.value)
    kind, name, text = json.loads(offer.value)
    match kind:
        case "command":
            return Command(delivery, account, name, text)
        case "press":
            return Press(delivery, account, name, text)
        case "said":
            return Said(delivery, account, text)
        case _:
            raise ValueError("unknown kind")


def again(event: Event) -> str:
    """What a button that leads to a form carries; empty where it cannot be asked again."""
    match event:
        case Command(name=name, args=text):
            return json.dumps(["command", name, text], ensure_ascii=False)
        case Press(action=action, value=value):
            return json.dumps(["press", action, value], ensure_ascii=False)
        case Said(text=text):
            return json.dumps(["said", "", text], ensure_ascii=False)
        case _:
            return ""


def sent(data: Body, offers: Offers) -> tuple[Form, Origin] | Button | None:
    """What a dialog sent: a form and where it was opened, a button that was in it, or nothing of ours."""
    offer = offers.read(data)
    if offer is None or isinstance(offer, Button):
        return offer
    try:
        return unpacked(offer.data)
    except (KeyError, TypeError, ValueError):
        # Of another version of this program.
        return None


def submitted(delivery: str, account: Actor, form: Form, data: Body) -> Event:
    """A form that was sent. That of the message extension is a command."""
    fields = filled(form, data)
    if form.action == QUICK:
        return Command(delivery, account, "track", str(fields.get(LINE, "")).strip())
    return Submitted(delivery, account, form.action, form.value, fields, files(form, data))
