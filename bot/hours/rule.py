"""What ground rules say about group figures: never, by the month, or by the week; and which spans of days that means.

The rule to keep: pure. Figures are of closed spans alone and are worked out once, when the days for corrections are
over (anonymity.md, 10.12).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.markup import Markup
from bot.texts import Words

GRACE = 3
"""Whole days after a span's last one, in which people still put right what they have forgotten."""
_DAY = timedelta(days=1)


class Rule(StrEnum):
    """How often team leads and HR see group figures. In the order in which they show more."""

    NEVER = "never"
    MONTHLY = "monthly"
    WEEKLY = "weekly"

    def shows_more_than(self, other: "Rule") -> bool:
        """Whether people who were told of the other would be shown more of than they know."""
        order = list(Rule)
        return order.index(self) > order.index(other)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both ends included: a week from Monday to Sunday, or a calendar month."""

    first: date
    last: date

    @property
    def decided_on(self) -> date:
        """The day on which its figures are worked out."""
        return self.last + (GRACE + 1) * _DAY

    @property
    def name(self) -> str:
        """As a look is noted: `2026-W47`, or `2026-11`."""
        if self.first.day == 1 and self.last > self.first + 6 * _DAY:
            return f"{self.first:%Y-%m}"
        return f"{self.first:%G-W%V}"


def shown(t: Words, name: str) -> Markup:
    """A span by its name, for a reader: `16–22 Nov`, `November 2026`; empty for anything else."""
    year, _, rest = name.partition("-")
    try:
        if rest.startswith("W"):
            first = date.fromisocalendar(int(year), int(rest[1:]), 1)
            return t.span(first, first + 6 * _DAY)
        return t.month(date(int(year), int(rest), 1))
    except ValueError:
        return Markup("")


def latest(rule: Rule, today: date) -> Span | None:
    """The last span whose figures can be worked out by a day; None where the rule is that there are none."""
    shift = today - (GRACE + 1) * _DAY
    match rule:
        case Rule.NEVER:
            return None
        case Rule.WEEKLY:
            last = shift - (shift.weekday() + 1) % 7 * _DAY
            return Span(last - 6 * _DAY, last)
        case Rule.MONTHLY:
            last = (shift + _DAY).replace(day=1) - _DAY
            return Span(last.replace(day=1), last)


def following(rule: Rule, span: Span) -> Span:
    """The span after one. Raises ValueError where there are none."""
    first = span.last + _DAY
    match rule:
        case Rule.WEEKLY:
            return Span(first, first + 6 * _DAY)
        case Rule.MONTHLY:
            return Span(first, (first + 31 * _DAY).replace(day=1) - _DAY)
        case Rule.NEVER:
            raise ValueError(rule)


def sentence(t: Words, rule: Rule) -> Markup:
    """What the rule means for the reader: who sees which figures. True wherever it is said, for it is what is done."""
    return t(f"hours.rule_{rule.value}")


def rule_of(content: object) -> Rule:
    """The rule that a version of the ground rules carries; whatever cannot be read shows nothing."""
    return next((rule for rule in Rule if rule.value == content), Rule.NEVER)
