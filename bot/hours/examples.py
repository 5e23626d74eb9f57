"""An example of everything that is said of hours that others may see.

The rule to keep: as in `bot.timesheet.examples`; nobody in them is real.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.hours import cards
from bot.hours.ports import Decision
from bot.hours.release import NONE, REST, Row, Told
from bot.hours.rule import Rule, Span, sentence
from bot.message import Message
from bot.privacy.ports import Look
from bot.surveys.bands import Band
from bot.texts import Words

_ZONE = ZoneInfo("Asia/Jakarta")
_WEEK = Span(date(2026, 12, 28), date(2027, 1, 3))
_MONTH = Span(date(2027, 1, 1), date(2027, 1, 31))
_ROWS = (Row("acme", 870), Row("growth", 90), Row("portal", 600), Row(NONE, 240), Row(REST, 0))
_TOLD = Told(1890, _ROWS, Band("~", 75))
_PLAIN = Told(1770, busy=Band("<=", 25))
_NAMES = {2: "Bagus Prasetyo"}
_LOOKS = (
    Look(datetime(2027, 1, 8, 2, 30, tzinfo=UTC), 2, "group", division="Produk", what=_WEEK.name),
    Look(datetime(2027, 1, 7, 4, 0, tzinfo=UTC), None, "group", division="Produk", what=_WEEK.name),
)
_UNSEEN = cards.Seen((), {}, _ZONE)


def _decision(t: Words, told: Told | None, rule: Rule = Rule.WEEKLY, name: int = 0) -> Decision:
    names = ("Produk", "Keuangan", "Gudang") if t.locale == "id" else ("Product", "Finance", "Warehouse")
    return Decision(names[name], rule, _WEEK if rule is Rule.WEEKLY else _MONTH, told)


def _member(t: Words) -> Message:
    shown = [_decision(t, _TOLD), _decision(t, _PLAIN)]
    return cards.team_card(t, shown, cards.Seen(_LOOKS, _NAMES, _ZONE), action="hours.team", lead=False, first=False)


def _lead(t: Words) -> Message:
    shown = [_decision(t, _PLAIN, Rule.MONTHLY)]
    return cards.team_card(t, shown, _UNSEEN, action="hours.team", lead=True, first=True)


def _nothing(t: Words) -> Message:
    return cards.team_card(t, [_decision(t, None)], _UNSEEN, action="hours.team", lead=False, first=True)


def _overview(t: Words) -> Message:
    return cards.overview(t, [_decision(t, _TOLD), _decision(t, _PLAIN, name=1), _decision(t, None, name=2)])


def _rule(rule: Rule) -> Example:
    return Example(f"hours.rule_{rule.value}", lambda t: Message(sentence(t, rule)))


def _none(rule: Rule) -> Example:
    return Example(f"hours.none_yet_{rule.value}", lambda t: cards.none_card(t, "Produk", rule))


def _said(name: str) -> Example:
    return Example(f"hours.{name}", lambda t: Message(t(f"hours.{name}", division="Produk")))


EXAMPLES = (
    *map(_rule, Rule),
    Example("hours.team", _member),
    Example("hours.team_for_lead", _lead),
    Example("hours.team_nothing", _nothing),
    *map(_none, Rule),
    Example("hours.overview", _overview),
    Example("hours.overview_none", lambda t: cards.overview(t, ())),
    *map(_said, ("no_division", "no_figures", "not_yours", "rules_told")),
)
