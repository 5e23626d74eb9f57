"""The canonical line: one entry as a sentence that is itself valid input.

The one rule to keep: `read(canonical(line))` is that line again, in both languages.
"""

from bot.timesheet.grammar.reading import Line

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
}
UNITS = {"en": ("h", "min"), "id": ("jam", "menit")}


def _duration(minutes: int, locale: str) -> str:
    hour, minute = UNITS[locale]
    parts = [f"{minutes // 60} {hour}"] if minutes >= 60 else []
    if minutes % 60 or not parts:
        parts.append(f"{minutes % 60} {minute}")
    return " ".join(parts)


def canonical(line: Line, locale: str) -> str:
    """Write the entry as one line of valid input in `locale` ('id', anything else is English)."""
    locale = "id" if locale.startswith("id") else "en"
    spent = _duration(line.minutes, locale)
    if line.start and line.end:
        mark = "." if locale == "id" else ":"
        spent = f"{line.start:%H}{mark}{line.start:%M}-{line.end:%H}{mark}{line.end:%M} ({spent})"
    words = " ".join(part for part in (spent, f"#{line.project}" if line.project else "", line.note) if part)
    return f"{words}, {line.day.day} {MONTHS[locale][line.day.month - 1]} {line.day.year}"
