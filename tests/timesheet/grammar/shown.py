"""A reading as one short text, for tables that people read."""

from datetime import date, datetime

from bot.timesheet.grammar import Ask, Entries, Line, Order, Reading, Wrong

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date, today: date) -> str:
    year = f" {on.year}" if on.year != today.year else ""
    return "today" if on == today else f"{on:%a} {on.day} {MONTHS[on.month - 1]}{year}"


def line(one: Line, today: date) -> str:
    parts = [f"{one.minutes} min", day(one.day, today)]
    if one.start and one.end:
        parts.append(f"{one.start:%H:%M}-{one.end:%H:%M}")
    if one.project:
        parts.append(f"#{one.project}")
    if one.note:
        parts.append(f"“{one.note}”")
    return ", ".join(parts)


def order(one: Order, today: date) -> str:
    def at(moment: datetime) -> str:
        return f"{moment:%H:%M}" + ("" if moment.date() == today else f" {day(moment.date(), today)}")

    parts = [one.name.value]
    if one.at:
        parts.append(f"at {at(one.at)}")
    if one.day:
        parts.append(day(one.day, today))
    if one.last:
        parts.append(f"to {day(one.last, today)}")
    if one.until:
        parts.append(f"until {at(one.until)}")
    if one.minutes:
        parts.append(f"{one.minutes} min")
    if one.project:
        parts.append(f"#{one.project}")
    if one.note:
        parts.append(f"“{one.note}”")
    if one.rest:
        parts.append(f"({one.rest})")
    return " ".join(parts)


def shown(reading: Reading, today: date) -> str:
    """Write a reading as the tables do."""
    match reading:
        case Entries(lines=lines):
            return " + ".join(line(one, today) for one in lines)
        case Order():
            return f"command: {order(reading, today)}"
        case Ask():
            return f"ask: {reading.reason}"
        case Wrong():
            return f"refuse: {reading.reason}"
