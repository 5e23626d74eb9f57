"""When overtime has gone on for so long that the person should hear a kind word.

The rule to keep: what comes of this goes to that person alone; nothing here is counted, listed or told to anybody else.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.message import Button, Buttons, Facts, Message, Prose
from bot.texts import Words
from bot.timesheet.hours import Ledger
from bot.timesheet.policy import monday

_WEEK = timedelta(days=7)
_SIX_DAYS = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Strain:
    """Weeks with a lot of overtime."""

    weeks: tuple[tuple[date, int], ...]
    """The Monday and the minutes of overtime of each, oldest first."""
    out_of: int
    above: int
    """Minutes a week."""
    owed: int
    """Minutes of compensatory time left to take."""


def strained(ledger: Ledger) -> Strain | None:
    """Whether overtime passed the policy's mark in enough of the last closed weeks (Monday to Sunday).

    The latest closed week has to be one of them: what is over needs no word any more.
    """
    version = ledger.policy.on(ledger.today)
    if version is None:
        return None
    rule, this_week = version.strain, monday(ledger.today)
    found = []
    for back in range(rule.out_of, 0, -1):
        first = this_week - back * _WEEK
        overtime = ledger.span(first, first + _SIX_DAYS).overtime
        if overtime > rule.above:
            found.append((first, overtime))
    if len(found) < rule.weeks or found[-1][0] != this_week - _WEEK:
        return None
    return Strain(tuple(found), rule.out_of, rule.above, max(ledger.time_back.left, 0))


def strain_card(t: Words, strain: Strain) -> Message:
    """The kind word: what is so, that it is no judgement, and what could help."""
    offers = [t("reports.strain_look")]
    if strain.owed:
        offers.append(t("reports.strain_owed", left=t.duration(strain.owed)))
    offers.append(t("reports.strain_talk"))
    latest, _ = strain.weeks[-1]
    return Message(
        t("reports.strain", n=len(strain.weeks), of=strain.out_of, above=t.duration(strain.above)),
        (
            Prose(t("reports.strain_why")),
            *(Prose(offer) for offer in offers),
            Facts(tuple((t.span(first, first + _SIX_DAYS), t.duration(overtime)) for first, overtime in strain.weeks)),
            Buttons((Button(t("reports.button_strain"), "track.week", latest.isoformat()),)),
        ),
    )
