"""The forms of threads without a name: the author's, and HR's.

The rule to keep: pure. What is said about safety is chosen by what is configured; the code stands in forms alone, and
before anything is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from bot.markup import literal
from bot.message import Button, Buttons, Choice, Form, Message, Option, Prose, Text
from bot.surveys.ballot import Code, read_code
from bot.talk.forms import LIMIT, OPEN, done_form
from bot.talk.ports import Comment, Heading, Line
from bot.talk.postbox import Thread
from bot.texts import Words

INBOX = "talk.inbox"
"""The press with which HR reads threads."""
COMMENTS = "talk.comments"
"""The press with which HR asks back about comments."""
BEGUN, USE_CODE, REPLIED = "talk.begun", "talk.use_code", "talk.replied"
CHOSEN, HR_REPLIED = "talk.chosen", "talk.hr_replied"
READ, ERASE = "read", "erase"
_LATEST = 30
"""Messages of a thread in one form."""
_GLIMPSE = 60
"""Letters of a comment in a list."""
_CARRIERS = frozenset({"slack", "teams"})


@dataclass(frozen=True, slots=True)
class Kept:
    """How messages without a name are kept here."""

    separate: bool = False
    """Whether the process that talks to people cannot reach the key."""
    hotline: str = ""
    """Who helps at once, as the settings say."""


def begin_form(t: Words, code: Code, kept: Kept, platform: str, text: str = "") -> Form:
    """A new thread, with its code."""
    carrier = t(f"surveys.carrier_{platform if platform in _CARRIERS else 'local'}")
    sealed = t("talk.sealed_separate" if kept.separate else "talk.sealed_one")
    return Form(
        t("talk.begin_title"),
        BEGUN,
        t("talk.button_send"),
        (
            # First who reads it: that is what whoever is afraid wants to know.
            Prose(t("talk.gets")),
            Text("text", t("talk.text"), text, hint=t("talk.text_hint"), multiline=True, limit=LIMIT),
            Prose(t("talk.code_head", code=f"{code}")),
            Prose(t("talk.code_keep")),
            Prose(t("talk.comes")),
            Prose(f"{sealed} {t('talk.afterwards')}"),
            Prose(t("talk.cannot", carrier=carrier)),
            Prose(t("talk.no_notice")),
            Prose(emergency(t, kept.hotline), quiet=True),
        ),
        value=f"{code} 0",
        discreet=True,
    )


def code_form(t: Words) -> Form:
    """Asks for a code, and what to do with its thread."""
    options = (Option(READ, t("talk.code_read")), Option(ERASE, t("talk.code_erase")))
    return Form(
        t("talk.code_title"),
        USE_CODE,
        t("talk.button_use_code"),
        (
            Text("code", t("talk.code_label"), hint=t("surveys.code_hint"), limit=40),
            Choice("do", t("talk.code_ask"), options, value=READ),
        ),
        discreet=True,
    )


def thread_form(t: Words, code: Code, thread: Thread) -> Form:
    """A thread for its author, who may reply."""
    waiting = (Prose(t("talk.waiting", n=thread.waiting), quiet=True),) if thread.waiting else ()
    return Form(
        t("talk.code_title"),
        REPLIED,
        t("talk.button_reply"),
        (
            *_lines(t, thread.lines, own="you", other="hr_said"),
            *((Prose(t("talk.dates"), quiet=True),) if thread.lines else ()),
            *waiting,
            Prose(t("talk.narrows")),
            Text("text", t("talk.reply"), hint=t("talk.text_hint"), multiline=True, limit=LIMIT),
        ),
        value=f"{code} {len(thread.lines)}",
        discreet=True,
    )


def sent_form(t: Words, code: Code) -> Form:
    """It is on its way. The same words whatever was written."""
    return done_form(t, t("talk.sent_title"), t("talk.sent"), t("talk.no_notice"), t("talk.code_head", code=f"{code}"))


def erased_form(t: Words) -> Form:
    """The thread is gone."""
    return done_form(t, t("talk.erased_title"), t("talk.erased"), discreet=True)


def emergency(t: Words, hotline: str) -> str:
    """Who helps at once."""
    return t("talk.emergency", hotline=hotline) if hotline else t("talk.emergency_unset")


def read_value(value: str) -> tuple[Code, int] | None:
    """The code and how many messages were seen; None for what no form of ours carries."""
    typed, _, seen = value.partition(" ")
    code = read_code(typed)
    return (code, int(seen)) if code and seen.isdecimal() and len(seen) < 6 else None


# For HR.


def menu(t: Words, unanswered: int, *, comments: bool = False) -> Message:
    """What `/talk` is to whoever answers the door."""
    return Message(
        t("talk.menu", n=unanswered) if unanswered else t("talk.menu_none"),
        (
            Buttons(
                (
                    Button(t("talk.button_inbox"), INBOX, "", "primary", opens_form=True),
                    *((Button(t("talk.button_comments"), COMMENTS, opens_form=True),) if comments else ()),
                    Button(t("talk.button_own"), OPEN, opens_form=True),
                )
            ),
        ),
    )


def inbox_form(t: Words, headings: Sequence[Heading]) -> Form:
    """Which thread to read."""
    if not headings:
        return done_form(t, t("talk.inbox_title"), t("talk.inbox_none"))
    options = tuple(
        Option(
            one.thread.hex(),
            t("talk.heading_waits" if one.waits else "talk.heading", name=name_of(one.thread), day=t.day(one.day)),
        )
        for one in headings
    )
    return Form(
        t("talk.inbox_title"),
        CHOSEN,
        t("talk.button_read"),
        (Prose(t("talk.inbox_days")), Choice("thread", t("talk.inbox_which"), options, value=options[0].value)),
        discreet=True,
    )


def comments_form(t: Words, comments: Sequence[Comment]) -> Form:
    """Which comment of a survey to ask back about."""
    if not comments:
        return done_form(t, t("talk.comments_title"), t("talk.comments_none"))
    options = tuple(
        Option(one.thread.hex(), literal(shorten(one.text, _GLIMPSE, placeholder=" …"))) for one in comments
    )
    return Form(
        t("talk.comments_title"),
        CHOSEN,
        t("talk.button_read"),
        (
            Prose(t("talk.comments_about")),
            Choice("thread", t("talk.comments_which"), options, value=options[0].value),
            Prose(t("talk.hr_rules")),
        ),
        discreet=True,
    )


def hr_thread_form(t: Words, thread: bytes, lines: Sequence[Line]) -> Form:
    """A thread for HR, who may answer."""
    return Form(
        t("talk.hr_title", name=name_of(thread)),
        HR_REPLIED,
        t("talk.button_hr_reply"),
        (
            *_lines(t, lines, own="hr_said", other="they"),
            Prose(t("talk.hr_rules")),
            Text("text", t("talk.answer"), hint=t("talk.hr_hint"), multiline=True, limit=LIMIT),
        ),
        value=f"{thread.hex()} {len(lines)}",
        discreet=True,
    )


def hr_sent_form(t: Words) -> Form:
    """HR's answer stands in the thread."""
    return done_form(t, t("talk.answered_title"), t("talk.hr_sent"), discreet=True)


def name_of(thread: bytes) -> str:
    """What HR calls a thread."""
    return thread.hex()[:4].upper()


def read_thread(value: str) -> tuple[bytes, int] | None:
    """The thread and how many messages were seen; None for what no form of ours carries."""
    name, _, seen = value.partition(" ")
    try:
        thread = bytes.fromhex(name)
    except ValueError:
        return None
    return (thread, int(seen or 0)) if len(thread) == 32 and (seen or "0").isdecimal() and len(seen) < 6 else None


def _lines(t: Words, lines: Sequence[Line], *, own: str, other: str) -> tuple[Prose, ...]:
    left = len(lines) - _LATEST
    from_hr, from_them = (own, other) if own == "hr_said" else (other, own)
    return (
        *((Prose(t("talk.earlier", n=left), quiet=True),) if left > 0 else ()),
        *(
            Prose(t(f"talk.{from_hr if one.from_hr else from_them}", day=t.day(one.day), text=literal(one.text)))
            for one in lines[-_LATEST:]
        ),
    )
