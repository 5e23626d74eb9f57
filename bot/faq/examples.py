"""An example of everything the FAQ says, for the gallery."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.campaigns import sample
from bot.campaigns.playbook import Anchor, Playbook
from bot.example import Example
from bot.faq import cards
from bot.faq.entry import Entry
from bot.faq.facts import Facts, House, Rollout, said
from bot.markup import literal
from bot.message import Message
from bot.people import Person
from bot.surveys.examples import OPEN
from bot.texts import Words
from bot.timesheet.policy import Policies, Policy, Version

_ZONE = ZoneInfo("Asia/Jakarta")
_WORK = Version(datetime(2020, 1, 1, tzinfo=UTC).date(), _ZONE, time(9), time(18), (480, 480, 480, 480, 480, 0, 0))
_HOUSE = House(sample.COMPANY, Policies({"default": Policy("default", (replace(_WORK, time_back=Fraction(1)),))}))
_SARI = Person(1, "Sari Wulandari", "id", _ZONE)
_NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
_RULES = {
    "en": "Leads look at results, not at hours. Nobody is asked about a single entry.",
    "id": "Ketua tim melihat hasil, bukan jam. Tidak ada yang ditanya soal satu catatan.",
}


def of(playbooks: Iterable[Playbook], entries: Iterable[Entry]) -> tuple[Example, ...]:
    """Every answer in the middle of a rollout; where one says something else without, that too."""
    entries = tuple(entries)
    running = next((one for one in playbooks if one.anchor is Anchor.MEETING), None)
    known = {entry.topic: entry for entry in entries}
    return (
        *(example for entry in entries for example in _answers(entry, running)),
        Example("faq.ask", lambda t: cards.asking_card(t, known)),
        Example("faq.near", lambda t: cards.near_card(t, entries[:3], _question(t))),
        Example("faq.unknown", lambda t: cards.unknown_card(t, _question(t))),
        Example("faq.thanks", cards.helped_card),
        Example("faq.thanks_counted", lambda t: cards.helped_card(t, counted=True)),
        Example("faq.sorry", lambda t: cards.missed_card(t, _question(t))),
        Example("faq.sorry_counted", lambda t: cards.missed_card(t, _question(t), counted=True)),
    )


def _answers(entry: Entry, running: Playbook | None) -> Iterator[Example]:
    def alone(t: Words) -> Message:
        nobody = replace(_SARI, remind_at=None, policy="none")
        house = replace(_HOUSE, company="", policies=Policies({"default": Policy("default", (_WORK,))}))
        return cards.answer_card(t, entry, said(Facts(house, nobody, "slack", _NOW), t))

    def amid(t: Words) -> Message:
        rollout = Rollout(sample.quoted(t, running), 2, (literal(_RULES[t.locale]),)) if running else None
        return cards.answer_card(t, entry, said(Facts(_HOUSE, _SARI, "teams", _NOW, rollout, OPEN), t))

    yield Example(f"faq.{entry.topic}", amid)
    if any(paragraph.when.startswith("!") for paragraph in entry.answer):
        yield Example(f"faq.{entry.topic}_alone", alone)


def _question(t: Words) -> str:
    return "Siapa yang pegang datanya?" if t.locale == "id" else "Who holds the data?"
