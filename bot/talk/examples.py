"""An example of everything the open door says, for the gallery."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.message import Message
from bot.people import Person
from bot.talk import by_name, forms
from bot.talk.ports import Talk
from bot.texts import Words

_ZONE = ZoneInfo("Asia/Jakarta")
_HR = (
    Person(1, "Gita", "id", _ZONE, email="gita@kopi.example"),
    Person(2, "Ratna", "id", _ZONE),
)
_SARI = Person(3, "Sari Wulandari", "id", _ZONE, email="sari@kopi.example")
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


EXAMPLES = tuple(_by_name())
