"""An example of everything that people read about their own data.

The rule to keep: as in `bot.timesheet.examples`; nobody in them is real.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.campaigns.promises import NAMES, Promises
from bot.example import Example
from bot.hours.rule import Rule
from bot.markup import literal
from bot.message import Message, Part, Prose, Table
from bot.people import Person, Role
from bot.privacy import asking, cards
from bot.privacy.export import export
from bot.privacy.ports import Amended, Binding, Look, Shelf
from bot.privacy.request import Request, Stage, Wish
from bot.privacy.retention import USUAL
from bot.staff.desk import HEAD, listed
from bot.texts import Words

_NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
_JAKARTA = ZoneInfo("Asia/Jakarta")
_SARI = Person(1, "Sari", "id", _JAKARTA, email="sari@kopi.example", division="Keuangan")
_LEAD = Person(2, "Rini", "id", _JAKARTA, roles=frozenset({Role.EMPLOYEE, Role.LEAD, Role.HR_DRAFTER}), restricted=True)
_PROGRAM = "0.1.0, 1a2b3c4d5e6f"
_TABLES = tuple(name for tables in cards.SUBJECTS.values() for name in tables)
_ENTRY = {
    "id": 52,
    "person": 1,
    "day": "2026-11-17",
    "minutes": 120,
    "project": "acme",
    "note": "desain",
    "kind": "work",
}
_SHELVES = tuple(
    Shelf(name, tuple(_ENTRY), n, [_ENTRY if name == "entries" else {"id": n, "person": 1}])
    for n, name in enumerate((*_TABLES, "something_new"), start=1)
)
_BOUND = (Binding("rollout", "…"), Binding("survey", "1:concerns"))


def _request(number: int, wish: Wish, stage: Stage = Stage.OPEN, words: str = "", answer: str = "") -> Request:
    return Request(number, 1, wish, stage, _NOW, _NOW + timedelta(hours=72), words, answer)


_ALL = (
    *(_request(n, Wish.ERASE, stage) for n, stage in enumerate(Stage, start=1)),
    _request(8, Wish.CORRECT, Stage.DONE, words="…", answer="…"),
    _request(9, Wish.RESTRICT, Stage.DONE),
)
_OPEN = (_request(11, Wish.CORRECT, words="…"), _request(12, Wish.ERASE), _request(13, Wish.ERASE))
_CHANGED = [Amended(_NOW, 2, date(2026, 11, 17))]
_LOOKED = (
    Look(_NOW, 2, "group", None, "Keuangan", "2026-W46"),
    Look(_NOW - timedelta(days=7), 2, "group", None, "", "2026-W45"),
    Look(_NOW - timedelta(days=1), None, "share", 1, "", "2026-W46"),
)


def _promised(t: Words) -> Message:
    said = Promises(**dict.fromkeys(NAMES, "…"))
    return cards.promised(t, [cards.Promised("…", said, 2, "Rini", _NOW)], _PROGRAM, _JAKARTA)


def _seen(t: Words) -> Message:
    cells = tuple(literal(cell) if cell else "–" for cell in listed(_SARI))
    lines = (t("privacy.seen_reached"), t("privacy.seen_reached_none"))
    counted = (t(f"privacy.seen_{name}", n=n) for name in ("agreed", "asked") for n in (1, 2))
    parts: list[Part] = [
        Prose(t("privacy.seen_entries")),
        Prose(t("privacy.seen_staff")),
        Table(t("privacy.seen_staff_caption"), HEAD, (cells,)),
        *map(Prose, (*lines, *counted)),
    ]
    return cards.seen(t, parts)


def _export(t: Words) -> Message:
    file = export(_SHELVES, {2: "Rini"}, t, _NOW)
    return Message(t("privacy.export", n=file.hours or 0), (file,))


def _receipts(t: Words) -> Message:
    found = [cards.Receipt("…", _NOW, answered) for answered in (True, False, None)]
    return cards.receipts(t, found, _JAKARTA)


_SENTENCES: dict[str, dict[str, int]] = {
    "lifted": {},
    "taken_back": {"id": 7},
    "too_late": {},
    "answer_sent": {"id": 7},
    "answered_already": {},
    "no_words": {},
    "no_outcome": {},
    "no_answer": {},
    "not_yours": {},
}


def _sentence(key: str, params: dict[str, int]) -> Example:
    return Example(f"privacy.{key}", lambda t: Message(t(f"privacy.{key}", **params)))


def _table(name: str) -> Example:
    return Example(f"privacy.table_{name}", lambda t: cards.table(t, name, _SHELVES, USUAL))


def _home(t: Words) -> Message:
    return cards.home(t, _LEAD, _SHELVES, platform="slack", program=_PROGRAM, figures=Rule.NEVER)


def _asked(wish: Wish) -> Example:
    return Example(f"privacy.asked_{wish.value}", lambda t: asking.asked(t, _request(7, wish), _JAKARTA))


EXAMPLES = (
    Example(
        "privacy.home", lambda t: cards.home(t, _LEAD, _SHELVES, platform="slack", program=_PROGRAM, figures=Rule.NEVER)
    ),
    Example("privacy.stored", lambda t: cards.stored(t, _SHELVES)),
    *(_table(name) for name in (*cards.SUBJECTS, "other")),
    Example("privacy.seen", _seen),
    Example(
        "privacy.looks",
        lambda t: cards.looked(t, _LOOKED, _CHANGED, {2: "Rini"}, _JAKARTA),
    ),
    Example("privacy.looks_none", lambda t: cards.looked(t, [], [], {}, _JAKARTA)),
    Example("privacy.promises", _promised),
    Example("privacy.promises_none", lambda t: cards.promised(t, [], _PROGRAM, _JAKARTA)),
    Example("privacy.surveys", _receipts),
    Example("privacy.surveys_none", lambda t: cards.receipts(t, [], _JAKARTA)),
    Example("privacy.export", _export),
    Example("privacy.requests", lambda t: asking.requests(t, _LEAD, _ALL)),
    Example("privacy.requests_none", lambda t: asking.requests(t, _SARI, [])),
    Example("privacy.correct_form", lambda t: asking.correct_form(t, "slack")),
    Example("privacy.restrict_form", asking.restrict_form),
    Example("privacy.erase_form", lambda t: asking.erase_form(t, _SARI, [], USUAL, platform="teams")),
    Example("privacy.erase_form_bound", lambda t: asking.erase_form(t, _LEAD, _BOUND, USUAL, platform="slack")),
    *map(_asked, Wish),
    Example(
        "privacy.open",
        lambda t: asking.standing(t, _OPEN, {1: "Sari"}, {12: _BOUND}, _JAKARTA),
    ),
    Example("privacy.open_none", lambda t: asking.standing(t, [], {}, {}, _JAKARTA)),
    Example("privacy.answer_form", lambda t: asking.answer_form(t, _OPEN[0], "Sari")),
    Example("privacy.answered_done", lambda t: asking.answer(t, _ALL[-2], "Rini")),
    Example(
        "privacy.answered_declined",
        lambda t: asking.answer(t, _request(7, Wish.CORRECT, Stage.DECLINED, answer="…"), ""),
    ),
    Example("privacy.due", lambda t: asking.due(t, _OPEN[:1], _JAKARTA)),
    Example("privacy.due_many", lambda t: asking.due(t, _OPEN, _JAKARTA)),
    Example("privacy.emptied", lambda t: asking.emptied(t, _BOUND)),
    Example("privacy.last", lambda t: asking.last(t, _request(7, Wish.ERASE, Stage.LAST), "slack")),
    *(_sentence(key, params) for key, params in _SENTENCES.items()),
)
