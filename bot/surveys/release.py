"""What is published of a survey, once, from the opened ballots (anonymity.md, section 5 and 10.8, 10.9).

The rule to keep: which rows there are depends on how many answered and never on what they answered; a breakdown that
would prove an answer is left out; and a reason says no more than that a rule was kept.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.surveys.bands import Band, band, counts
from bot.surveys.proven import Table, proves
from bot.surveys.questionnaire import CLASSES, DECLINED, Answers, Kind, Question, Questionnaire

Counts = tuple[tuple[int, ...], ...]
"""How often each option was chosen, row by row."""
FLOOR = 5
"""People in a row: can be raised, never lowered."""
COMMENTS_FROM = 10
"""Answers, before any comment is shown."""
FEWEST_COMMENTS = 3
FINE = 50
"""People in the smallest row, before a scale is shown point by point."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One opened ballot. `division` is that of the frozen roster; texts come without the choice they belong to."""

    division: str
    answers: Answers
    comments: tuple[str, ...] = ()
    thread: bytes = b""
    """Where HR may ask back about the comments, if the author ticked so; else empty."""


class Reason(StrEnum):
    """Why something is not shown."""

    TOO_FEW = "too_few"
    """Fewer than the floor answered."""
    POOLED = "pooled"
    """A division is shown together with others."""
    ONE_GROUP = "one_group"
    """There are not two groups that may be shown."""
    NOT_ALLOWED = "not_allowed"
    """What was agreed at opening does not hold at the end, so there is no breakdown."""
    PROVEN = "proven"
    """The breakdown of a question would prove an answer."""
    PROVEN_WHOLE = "proven_whole"
    """Even the company's own row would."""
    COMMENTS = "comments"
    """Too few answers or too few comments to hide in."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that is not shown. `what` is a question's id or a division, where the reason is about one."""

    reason: Reason
    what: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One question in one row: option to band, and the options by band, ties in the questionnaire's order."""

    question: str
    bands: Mapping[str, Band]

    @property
    def order(self) -> tuple[str, ...]:
        """By band and nothing finer."""
        return tuple(sorted(self.bands, key=lambda option: self.bands[option].rank, reverse=True))


class Row(StrEnum):
    """What a row stands for."""

    COMPANY = "company"
    DIVISION = "division"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class Group:
    """A row: how many answered in it, and the questions it may show."""

    row: Row
    divisions: tuple[str, ...]
    n: int
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """All that is ever known of a survey. No `groups` where fewer than the floor answered."""

    k: int
    invited: int
    answered: int | None
    """None where fewer than the floor answered."""
    groups: tuple[Group, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    comments: tuple[str, ...] = ()
    """In no order."""


def release(
    ballots: Sequence[Ballot],
    questionnaire: Questionnaire,
    roster: Sequence[str],
    *,
    k: int = FLOOR,
    by_division: bool = True,
    may_comment: bool = True,
) -> Release:
    """Count. `roster` is the division of each person invited. Raises ValueError for a `k` below the floor."""
    if k < FLOOR:
        raise ValueError(f"at least {FLOOR}")
    if len(ballots) < k:
        return Release(k, len(roster), None, withheld=(Withheld(Reason.TOO_FEW),))
    rows, withheld = _rows(ballots, {*roster}, k, by_division=by_division)
    columns = []
    for question in questionnaire.counted:
        shown, reason = _question(question, rows)
        columns.append(shown)
        if reason:
            withheld.append(Withheld(reason, question.id))
    comments = _comments(ballots) if may_comment else ()
    if not comments and questionnaire.has_text:
        withheld.append(Withheld(Reason.COMMENTS))
    groups = tuple(
        Group(row.row, row.divisions, len(row.ballots), tuple(result for result in results if result))
        for row, *results in zip(rows, *columns, strict=True)
    )
    return Release(k, len(roster), len(ballots), groups, tuple(withheld), comments)


@dataclass(frozen=True, slots=True)
class _Members:
    """A row before it is counted."""

    row: Row
    divisions: tuple[str, ...]
    ballots: Sequence[Ballot]


def _rows(
    ballots: Sequence[Ballot], known: set[str], k: int, *, by_division: bool
) -> tuple[list[_Members], list[Withheld]]:
    """The company first, then every group; and what was pooled or left out. Looks at sizes only."""
    sizes = Counter(ballot.division for ballot in ballots)
    everybody = tuple(sorted(known | sizes.keys()))
    if not by_division:
        return [_Members(Row.COMPANY, everybody, ballots)], [Withheld(Reason.NOT_ALLOWED)]
    alone, pooled = pooled_of(sizes, k)
    if len(alone) + bool(pooled) < 2:
        # To name only the divisions with answers would tell which of the others stayed silent.
        company = _Members(Row.COMPANY, everybody, ballots)
        return [company], [Withheld(Reason.ONE_GROUP)] if len(everybody) > 1 else []
    groups = [
        _Members(Row.DIVISION, (name,), [ballot for ballot in ballots if ballot.division == name]) for name in alone
    ]
    if pooled:
        groups.append(_Members(Row.POOL, pooled, [ballot for ballot in ballots if ballot.division in pooled]))
    company = _Members(Row.COMPANY, tuple(sorted(sizes)), ballots)
    return [company, *groups], [Withheld(Reason.POOLED, name) for name in pooled]


def pooled_of(sizes: Mapping[str, int], k: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The divisions that stand alone, and those that are shown together. `sizes` holds none without answers."""
    small = [name for name, size in sizes.items() if size < k]
    rest = sorted((name for name in sizes if name not in small), key=lambda name: (sizes[name], name))
    while small and sum(sizes[name] for name in small) < k and rest:
        small.append(rest.pop(0))
    return tuple(sorted(rest)), tuple(sorted(small))


def _question(question: Question, rows: Sequence[_Members]) -> tuple[list[Result | None], Reason | None]:
    """One question in every row; None where it is not shown, and why."""
    options, table = _counted(question, rows)
    sizes = [len(row.ballots) for row in rows]
    if len(rows) > 1 and _proves(question, sizes[1:], table[1:]):
        finest, again = _counted(question, rows[:1])
        alone = _proves(question, sizes[:1], again)
        shown = None if alone else _result(question, finest, again[0], sizes[0])
        return [shown, *(None for _ in rows[1:])], Reason.PROVEN_WHOLE if alone else Reason.PROVEN
    if len(rows) == 1 and _proves(question, sizes, table):
        return [None], Reason.PROVEN_WHOLE
    return [_result(question, options, line, n) for line, n in zip(table, sizes, strict=True)], None


def _counted(question: Question, rows: Sequence[_Members]) -> tuple[tuple[str, ...], Counts]:
    """The options to show, as fine as the smallest row allows, and how often each was chosen in every row."""
    names = {option: option for option in question.options}
    if question.kind is Kind.SCALE and min(len(row.ballots) for row in rows) < FINE:
        names = {point: name for name, points in CLASSES.items() for point in points} | {DECLINED: DECLINED}
    options = tuple(dict.fromkeys(names.values()))
    found = [Counter(names[option] for ballot in row.ballots for option in ballot.answers[question.id]) for row in rows]
    return options, tuple(tuple(of[option] for option in options) for of in found)


def _result(question: Question, options: Sequence[str], line: Sequence[int], n: int) -> Result:
    return Result(question.id, {option: band(count, n) for option, count in zip(options, line, strict=True)})


def _proves(question: Question, sizes: Sequence[int], table: Counts) -> bool:
    """Whether the bands of these rows and of their sum prove an answer."""
    everybody = sum(sizes)
    cells = [[counts(band(count, n), n) for count in line] for line, n in zip(table, sizes, strict=True)]
    columns = [counts(band(sum(column), everybody), everybody) for column in zip(*table, strict=True)]
    if question.kind is not Kind.SEVERAL:
        return proves(Table(table, cells, columns, sizes, [(n, n) for n in sizes]))
    # Whoever declined has chosen nothing else. With the number of those as it is, and everybody else having chosen at
    # least once, fewer tables are left than could be: a proof may be seen where there is none, never the reverse.
    declined = [line[-1] for line in table]
    return proves(
        Table(
            [line[:-1] for line in table],
            [
                [(low, min(high, n - none)) for low, high in line[:-1]]
                for line, n, none in zip(cells, sizes, declined, strict=True)
            ],
            columns[:-1],
            sizes,
            [(n - none, n * len(columns)) for n, none in zip(sizes, declined, strict=True)],
        )
    )


def threads_of(ballots: Sequence[Ballot], released: Release) -> list[tuple[bytes, tuple[str, ...]]]:
    """What HR may ask back about: place and comments of each thread, in random order. None without comments."""
    if not released.comments:
        return []
    # Two with one place come from no form of ours; the first one has it.
    found: dict[bytes, tuple[str, ...]] = {}
    for ballot in ballots:
        if ballot.thread and (said := _said(ballot)):
            found.setdefault(ballot.thread, said)
    threads = list(found.items())
    secrets.SystemRandom().shuffle(threads)
    return threads


def _said(ballot: Ballot) -> tuple[str, ...]:
    return tuple(comment.strip() for comment in ballot.comments if comment.strip())


def _comments(ballots: Sequence[Ballot]) -> tuple[str, ...]:
    """The comments of the whole company in random order; none where there are too few to hide in."""
    found = [comment for ballot in ballots for comment in _said(ballot)]
    if len(ballots) < COMMENTS_FROM or len(found) < FEWEST_COMMENTS:
        return ()
    secrets.SystemRandom().shuffle(found)
    return tuple(found)
