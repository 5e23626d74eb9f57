"""What a person's own pattern looks like in words.

The rule to keep: it says who can see it before it says anything else.
"""

from datetime import date, time, timedelta

from bot.message import Facts, Message, Part, Prose, Table
from bot.texts import Words
from bot.timesheet.pattern import Pattern
from bot.timesheet.report_cards import clock

_A_MONDAY = date(2024, 1, 1)


def pattern_card(t: Words, found: Pattern) -> Message:
    """Peak hours and interruptions, for the person alone."""
    if not found.days:
        return Message(t("reports.pattern_empty"))
    pairs: list[tuple[str, str]] = []
    notes: list[Part] = []
    if found.peak:
        hour, minutes = found.peak
        ends = {"from": t.clock(time(hour)), "to": t.clock(time((hour + 2) % 24))}
        pairs.append((t("reports.pattern_peak"), t("reports.pattern_peak_value", **ends, duration=t.duration(minutes))))
    else:
        notes.append(Prose(t("reports.pattern_no_hours"), quiet=True))
    if found.interruptions:
        total = t.duration(found.interrupted)
        value = t("reports.pattern_interruptions_value", n=found.interruptions, duration=total)
        pairs.append((t("reports.pattern_interruptions"), value))
        pairs.append((t("reports.pattern_average"), t.duration(round(found.interrupted / found.days))))
        if found.weekday is not None:
            day = t.weekday_name(_A_MONDAY + timedelta(days=found.weekday))
            pairs.append((t("reports.pattern_weekday"), day))
    else:
        notes.append(Prose(t("reports.pattern_no_interruptions"), quiet=True))
    parts: list[Part] = [Facts(tuple(pairs))] if pairs else []
    if found.hours:
        rows = tuple((t.clock(time(hour)), clock(minutes)) for hour, minutes in found.hours.items() if minutes)
        columns = (t("reports.column_hour"), t("reports.column_worked"))
        parts.append(Table(t("reports.pattern_hours"), columns, rows))
    return Message(t("reports.pattern", first=t.day(found.first), last=t.day(found.last)), (*parts, *notes))
