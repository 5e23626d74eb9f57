"""An example of everything the open door says, for the gallery."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.message import Message
from bot.people import Person
from bot.surveys.ballot import Code
from bot.talk import by_name, forms, thread_forms
from bot.talk.ports import Comment, Heading, Line, Talk
from bot.talk.postbox import Thread
from bot.talk.thread_forms import Kept
from bot.texts import Words

_ZONE = ZoneInfo("Asia/Jakarta")
_HR = (
    Person(1, "Gita", "id", _ZONE, email="gita@kopi.example"),
    Person(2, "Ratna", "id", _ZONE),
)
_SARI = Person(3, "Sari Wulandari", "id", _ZONE, email="sari@kopi.example")
_CODE = Code("7M3KX0QZ4T9BHW2C")
_THREAD = bytes(range(32))
_HOTLINE = "Dewi Lestari, +62 812 5550 100"
_SLOT = datetime(2026, 12, 3, 7, tzinfo=UTC)


def _topic(t: Words) -> str:
    return "Jam kerja di minggu peluncuran" if t.locale == "id" else "The hours in the week of the launch"


def _answer(t: Words) -> str:
    if t.locale == "id":
        return "Kamis pukul 14.00 bisa. Saya tunggu di ruang Melati."
    return "Thursday at 14:00 is fine. I will be in the small room."


def _talk(t: Words) -> Talk:
    return Talk(1, 3, _topic(t), _SLOT, _answer(t), 1)


def _refused(key: str, **params: str | int) -> Example:
    return Example(f"talk.{key}", lambda t: Message(t(f"talk.{key}", **params)))


def _by_name() -> Iterator[Example]:
    yield Example("talk.way", forms.way_form)
    yield Example("talk.way_typed", lambda t: forms.way_form(t, _topic(t), typed=True))
    yield Example("talk.named", lambda t: forms.named_form(t, _HR, _topic(t)))
    yield Example("talk.asked", forms.asked_form)
    yield Example("talk.request", lambda t: by_name.request(t, _talk(t), _SARI, _ZONE))
    yield Example("talk.answer", lambda t: forms.answer_form(t, _talk(t), _SARI.name))
    yield Example("talk.answered", lambda t: forms.answered_form(t, _SARI.name))
    yield Example("talk.got", lambda t: by_name.answered(t, _talk(t), _HR[0].name))
    yield Example("talk.got_from_somebody", lambda t: by_name.answered(t, _talk(t), t("talk.hr")))
    for key in ("choose", "empty", "nobody", "half_slot", "past_slot", "taken_by_hr", "gone", "not_yours"):
        yield _refused(key)
    yield _refused("taken", name="Gita")


def _lines(t: Words) -> tuple[Line, ...]:
    said = (
        (
            "Saya khawatir catatan jam dipakai untuk memilih siapa yang diberhentikan.",
            "Tidak. Itu ada di aturan main, dan HR tidak melihat catatan perorangan. Apa yang membuat Anda khawatir?",
            "Ada yang mengatakannya di rapat.",
        )
        if t.locale == "id"
        else (
            "I am afraid that hours will be used to choose who has to go.",
            "They will not. The ground rules say so, and HR sees nobody's entries. What made you fear it?",
            "It was said in a meeting.",
        )
    )
    days = (date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 7))
    return tuple(Line(day, from_hr, text) for day, from_hr, text in zip(days, (False, True, False), said, strict=True))


def _threads() -> Iterator[Example]:
    kept = Kept(separate=True, hotline=_HOTLINE)
    yield Example(
        "talk.way_answered",
        lambda t: forms.way_form(t, answered_on=date(2026, 12, 3), emergency=thread_forms.emergency(t, kept.hotline)),
    )
    yield Example("talk.begin", lambda t: thread_forms.begin_form(t, _CODE, kept, "slack"))
    yield Example("talk.begin_one_process", lambda t: thread_forms.begin_form(t, _CODE, Kept(), "teams", _topic(t)))
    yield Example("talk.sent", lambda t: thread_forms.sent_form(t, _CODE))
    yield Example("talk.code", thread_forms.code_form)
    yield Example("talk.thread", lambda t: thread_forms.thread_form(t, _CODE, Thread(_lines(t), 0)))
    yield Example("talk.thread_waiting", lambda t: thread_forms.thread_form(t, _CODE, Thread((), 1)))
    yield Example("talk.erased", thread_forms.erased_form)
    yield Example("talk.menu", lambda t: thread_forms.menu(t, 2))
    yield Example("talk.menu_comments", lambda t: thread_forms.menu(t, 2, comments=True))
    yield Example("talk.comments", lambda t: thread_forms.comments_form(t, (Comment(_THREAD, _lines(t)[0].text),)))
    yield Example("talk.comments_none", lambda t: thread_forms.comments_form(t, ()))
    yield _refused("messages_wait")
    yield _refused("comments_wait")
    yield Example("talk.menu_none", lambda t: thread_forms.menu(t, 0))
    headings = (
        Heading(_THREAD, date(2026, 12, 7), waits=True),
        Heading(_THREAD[::-1], date(2026, 12, 3), waits=False),
    )
    yield Example("talk.inbox", lambda t: thread_forms.inbox_form(t, headings))
    yield Example("talk.inbox_none", lambda t: thread_forms.inbox_form(t, ()))
    yield Example("talk.hr_thread", lambda t: thread_forms.hr_thread_form(t, _THREAD, _lines(t)))
    yield Example("talk.hr_thread_long", lambda t: thread_forms.hr_thread_form(t, _THREAD, _lines(t) * 11))
    yield Example("talk.hr_sent", thread_forms.hr_sent_form)
    for key in ("not_ready", "wrong_code", "too_many", "thread_gone"):
        yield _refused(key)


EXAMPLES = (*_by_name(), *_threads())
