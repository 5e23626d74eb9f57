"""An example of everything that is said of hours that others may see.

The rule to keep: as in `bot.timesheet.examples`; nobody in them is real.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.hours import cards, share_cards
from bot.hours.ports import Decision, Share
from bot.hours.release import NONE, REST, Row, Told
from bot.hours.rule import Rule, Span, sentence
from bot.message import Form, Message
from bot.people import Person
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


def _for_hr(t: Words) -> Message:
    shown = [_decision(t, _TOLD), _decision(t, _PLAIN)]
    return cards.team_card(t, shown, _UNSEEN, action="hours.group", lead=True, first=True)


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


_SHARE = Share(1, 1, 2, _WEEK.first, (480, 510, 0, 450, 480, 0, 0), _LOOKS[0].at)


def _preview(t: Words) -> Form:
    return share_cards.form(t, _WEEK.first, _SHARE.days, [_lead_of(2)], value="")


def _preview_again(t: Words) -> Form:
    return share_cards.form(t, _WEEK.first, _SHARE.days, [_lead_of(2), _lead_of(3)], value="", again=True)


def _lead_of(number: int) -> Person:
    return Person(number, "Bagus Prasetyo" if number == 2 else "Mira Hofmann", "id", _ZONE)


def _standing(t: Words) -> Message:
    look = Look(_LOOKS[0].at, 2, "share", person=1, what=_WEEK.name)
    shown = cards.team_card(t, [_decision(t, None)], _UNSEEN, action="hours.team", lead=False, first=True)
    return Message(shown.text, (*shown.parts, *share_cards.standing(t, [_SHARE], [look], _NAMES, _ZONE)))


def _taken_back(t: Words, *, read: bool) -> Message:
    return share_cards.taken_back(t, _SHARE, "Bagus Prasetyo", _LOOKS[0].at if read else None, _ZONE)


EXAMPLES = (
    Example("hours.share", _preview),
    Example("hours.share_again", _preview_again),
    Example("hours.shared", lambda t: share_cards.shared(t, _SHARE, "Bagus Prasetyo")),
    Example("hours.share_invited", lambda t: share_cards.invited(t, _SHARE, "Sari Wulandari")),
    Example("hours.share_opened", lambda t: share_cards.opened(t, _SHARE, "Sari Wulandari")),
    Example("hours.share_gone", lambda t: share_cards.taken(t, _SHARE, "Sari Wulandari")),
    Example("hours.share_standing", _standing),
    Example("hours.taken_back", lambda t: _taken_back(t, read=False)),
    Example("hours.taken_back_read", lambda t: _taken_back(t, read=True)),
    *map(_said, ("share_stale", "share_done", "share_no_lead", "share_empty", "share_not_yours")),
    *map(_rule, Rule),
    Example("hours.team", _member),
    Example("hours.team_for_lead", _lead),
    Example("hours.team_for_hr", _for_hr),
    Example("hours.team_nothing", _nothing),
    *map(_none, Rule),
    Example("hours.overview", _overview),
    Example("hours.overview_none", lambda t: cards.overview(t, ())),
    *map(_said, ("no_division", "no_figures", "not_yours", "rules_told")),
)
