"""An example of everything that HR reads about people and divisions.

The rule to keep: as in `bot.timesheet.examples`; nobody in them is real.
"""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.message import Message
from bot.people import Person, Place, Role
from bot.staff import cards
from bot.staff.desk import as_csv
from bot.staff.table import LINES, NAME, Line, Mistake

_JAKARTA = ZoneInfo("Asia/Jakarta")
_LEAD = frozenset({Role.EMPLOYEE, Role.LEAD})
_EMPLOYEE = frozenset({Role.EMPLOYEE})


def _person(number: int, name: str, division: str | None, roles: frozenset[Role] = _EMPLOYEE) -> Person:
    email = f"{name.lower()}@kopi.example" if division else None
    return Person(number, name, "id", _JAKARTA, email=email, division=division, roles=roles)


_PEOPLE = (
    _person(1, "Sari", "Keuangan", _LEAD),
    _person(2, "Budi", "Keuangan"),
    _person(3, "Ayu", "Produk", _LEAD),
    _person(4, "Made", "Produk"),
    _person(5, "Rizky", None),
)
_PLACES = {
    1: Place("Keuangan", lead=True),
    2: Place("Produk"),
    3: Place("Produk", lead=True),
    4: Place("Produk"),
}
_UNKNOWN = tuple(Line(number, f"orang{number}@kopi.example", Place("Gudang")) for number in range(6, 19))
_MISTAKES: Mapping[str, Mapping[str, int]] = {
    "encoding": {},
    "columns": {},
    "empty": {},
    "email": {},
    "twice": {"first": 2},
    "formula": {},
    "long": {"n": NAME},
    "lead": {},
    "leads_nothing": {},
    "quotes": {},
    "signs": {},
    "many": {"n": LINES},
}


def _mistaken(key: str, params: Mapping[str, int]) -> Example:
    return Example(f"people.wrong_{key}", lambda t: Message(cards.wrong(t, [Mistake(4, key, params)]).text))


EXAMPLES = (
    Example("people.overview", lambda t: cards.overview(t, _PEOPLE, table=0)),
    Example("people.overview_with_table", lambda t: cards.overview(t, _PEOPLE, table=4)),
    Example("people.download", lambda t: Message(t("people.download"), (as_csv(_PEOPLE, t),))),
    Example("people.form", cards.form),
    Example(
        "people.wrong",
        lambda t: Message(
            cards.wrong(t, [Mistake(3, "email"), *(Mistake(n, "twice", {"first": 2}) for n in range(4, 12))]).text
        ),
    ),
    *(_mistaken(key, params) for key, params in _MISTAKES.items()),
    Example("people.wrong_nobody", lambda t: Message(cards.nobody(t).text)),
    Example("people.preview", lambda t: cards.preview(t, cards.Preview("upload", _PLACES, (), 0, 1))),
    Example("people.preview_unknown", lambda t: cards.preview(t, cards.Preview("upload", _PLACES, _UNKNOWN, 1, 2))),
    Example("people.applied", lambda t: cards.applied(t, people=4, divisions=2)),
    Example("people.discarded", lambda t: Message(t("people.discarded"))),
    Example("people.stale", lambda t: Message(t("people.stale"))),
    Example("people.rollout_words", lambda t: Message(t("people.rollout_words"))),
    Example("people.not_yours", lambda t: Message(t("people.not_yours"))),
)
