"""What every command, button and form asks of whoever uses it: an act of `bot/people.py`, or nothing.

The rule to keep: whoever adds a button or a form says here what it needs, and the matrix tries it as every role. What
the console of rollouts leads to stands in tables of its own (`Console.presses`, `Console.forms`), and is taken thence.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from bot.campaigns.console.console import Console
from bot.gallery import gallery
from bot.message import Button, Buttons, Form, Message
from bot.people import Act
from bot.texts import Words
from config.playbooks import playbooks

COMMANDS: Mapping[str, tuple[Act, ...]] = MappingProxyType(
    {
        "track": (Act.LOG_OWN_TIME,),
        "talk": (),
        "ask": (),
        "privacy": (Act.SEE_OWN_ENTRIES,),
        "rollout": (Act.SEE_ROLLOUT, Act.SEE_ROLLOUT_AUDIT),
        "rollout audit": (Act.SEE_ROLLOUT_AUDIT,),
        "rollout log": (Act.SEE_ROLLOUT_AUDIT,),
        "rollout catatan": (Act.SEE_ROLLOUT_AUDIT,),
        "rollout riwayat": (Act.SEE_ROLLOUT_AUDIT,),
        "rollout people": (Act.KEEP_PEOPLE,),
        "rollout hours": (Act.SEE_GROUP_FIGURES,),
        "rollout evidence": (Act.SEE_ROLLOUT,),
        "rollout bukti": (Act.SEE_ROLLOUT,),
        "rollout answers": (Act.WRITE_ANSWERS,),
        "rollout jawaban": (Act.WRITE_ANSWERS,),
        "rollout jam": (Act.SEE_GROUP_FIGURES,),
    }
)
"""One of the acts is enough; none is for everybody."""
PRESSES: Mapping[str, Act | None] = MappingProxyType(
    {
        "track": Act.LOG_OWN_TIME,
        "people": Act.KEEP_PEOPLE,
        "hours.team": None,  # of one's own team
        "hours.group": Act.SEE_GROUP_FIGURES,
        "share.week": Act.SHARE_OWN_WEEK,
        "share.back": Act.SHARE_OWN_WEEK,
        "share.open": Act.SEE_SHARED_WEEK,
        "evidence": Act.DRAFT_ROLLOUT,
        "answers": Act.WRITE_ANSWERS,
        "answers.publish": Act.PUBLISH_ANSWERS,
        "survey": None,
        "campaign": None,
        "ask": None,
        "faq": None,
        "help": None,
        "privacy": Act.SEE_OWN_ENTRIES,
        "privacy.open": Act.ANSWER_REQUESTS,
        "privacy.answer": Act.ANSWER_REQUESTS,
        "talk.open": None,
        "talk.answering": Act.ANSWER_DOOR,
        "talk.inbox": Act.ANSWER_DOOR,
        "talk.comments": Act.ANSWER_DOOR,
    }
)
FORMS: Mapping[str, Act | None] = MappingProxyType(
    {
        "track": Act.LOG_OWN_TIME,
        "people": Act.KEEP_PEOPLE,
        "share": Act.SHARE_OWN_WEEK,
        "evidence": Act.DRAFT_ROLLOUT,
        "answers": Act.WRITE_ANSWERS,
        "survey": None,
        "ask": None,
        "privacy": Act.SEE_OWN_ENTRIES,
        "privacy.answered": Act.ANSWER_REQUESTS,
        "talk.way": None,
        "talk.named": None,
        "talk.begun": None,
        "talk.replied": None,
        "talk.use_code": None,
        "talk.answered": Act.ANSWER_DOOR,
        "talk.chosen": Act.ANSWER_DOOR,
        "talk.hr_replied": Act.ANSWER_DOOR,
    }
)
"""By action, or by the part before the dot where all of them need the same."""
NAMED = frozenset({"survey.keep_code", "survey.give_code", "survey.lose_code", "survey.my_code", "survey.lost_code"})
"""For the custodians whom the settings name, whatever their role; they have tests of their own."""


def right(table: Mapping[str, Act | None], console: Mapping[str, tuple[Act, object]], action: str) -> Act | None:
    """What an action needs. Raises KeyError where nobody has said."""
    room, _, name = action.partition(".")
    if room == "rollout":
        return console[name][0]
    return table[action] if action in table else table[room]


def presses(t: Words, console: Console | None = None) -> dict[str, str]:
    """Every press there is with a value to try: what the gallery's buttons carry, and what the console answers."""
    found = {f"rollout.{name}": "1" for name in (console.presses if console else ())}
    for message in _shown(t):
        if isinstance(message, Message):
            for part in message.parts:
                if isinstance(part, Buttons):
                    found |= {item.action: item.value or "1" for item in part.items if isinstance(item, Button)}
    return found


def forms(t: Words, console: Console | None = None) -> dict[str, str]:
    """Every form there is, with a value to try."""
    found = {f"rollout.{name}": "k|1|1|1" for name in (console.forms if console else ())}
    return found | {form.action: form.value or "1" for form in _shown(t) if isinstance(form, Form)}


@cache
def _shown(t: Words) -> tuple[Message | Form, ...]:
    """The whole gallery, which takes a while to draw."""
    return tuple(example.show(t) for example in gallery(playbooks().values()))
