"""The picture of a week.

The rule to keep: it shows nothing that the words beside it do not say, and tells nothing by colour alone; the same
days give the same bytes.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from bot.markup import plain
from bot.message import Bars
from bot.texts import Words
from bot.timesheet.hours import Day
from bot.timesheet.typeface import BOLD, REGULAR, drawn

# Twice the size at which it is shown, for sharp letters on dense screens.
WIDTH, HEIGHT = 1024, 592
_LEFT, _RIGHT, _TOP, _BOTTOM = 112, 984, 132, 436
_BAR = 72

# An opaque light card reads the same in light and in dark mode. Blue and orange stay apart for every kind of sight.
_CARD, _EDGE, _GRID = "#FBFAF7", "#DEDAD0", "#E9E6DE"
_INK, _SOFT = "#23282D", "#5B636B"
_WORKED, _OVERTIME, _CREDITED, _HATCH = "#1F5FA8", "#D9740B", "#DCE6F0", "#8BA6C4"


def week_picture(days: Sequence[Day], t: Words, *, today: date | None = None) -> bytes:
    """A PNG of these days, at most 1024 pixels wide: worked, credited, overtime and the contract's line."""
    image = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, WIDTH - 1, HEIGHT - 1), 28, fill=_CARD, outline=_EDGE, width=2)
    _title(draw, days, t)
    top = max(600, *(max(day.worked + day.credited, day.planned.contract) + 60 for day in days))
    _grid(draw, top, t)
    step = (_RIGHT - _LEFT) / len(days)
    for number, day in enumerate(days):
        _day(draw, day, round(_LEFT + step * (number + 0.5)), top, t, today=day.day == today)
    _legend(draw, days, t)
    out = BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def week_bars(days: Sequence[Day], t: Words) -> Bars:
    """The same as figures, in hours: worked beside the contract's, so that overtime is what stands out."""
    series = [
        (plain(t(f"reports.picture_{name}")), tuple(round(minutes / 60, 2) for minutes in values))
        for name, values in (
            ("worked", [day.worked for day in days]),
            ("contract", [day.planned.contract for day in days]),
            ("credited", [day.credited for day in days]),
        )
        if name != "credited" or any(values)
    ]
    title = plain(t("reports.picture_title", first=t.weekday(days[0].day), last=t.weekday(days[-1].day)))
    return Bars(title, tuple(plain(t.weekday(day.day)) for day in days), tuple(series))


def _title(draw: ImageDraw.ImageDraw, days: Sequence[Day], t: Words) -> None:
    total = plain(t.duration(sum(day.worked for day in days)))
    span = plain(t("reports.span", first=t.weekday(days[0].day), last=t.weekday(days[-1].day)))
    draw.text((44, 40), span, font=drawn(REGULAR, 28), fill=_SOFT)
    draw.text((44, 72), total, font=drawn(BOLD, 40), fill=_INK)


def _grid(draw: ImageDraw.ImageDraw, top: int, t: Words) -> None:
    every = 120 if top <= 12 * 60 else 240
    for minutes in range(0, top, every):
        y = _y(minutes, top)
        draw.line((_LEFT, y, _RIGHT, y), fill=_EDGE if minutes == 0 else _GRID, width=2)
        label = plain(t("units.hours", n=minutes // 60))
        draw.text((_LEFT - 12, y), label, font=drawn(REGULAR, 20), fill=_SOFT, anchor="rm")


def _day(draw: ImageDraw.ImageDraw, day: Day, middle: int, top: int, t: Words, *, today: bool) -> None:
    left, right = middle - _BAR // 2, middle + _BAR // 2
    usual = day.worked - day.overtime
    # Overtime stands on what is credited: it is what goes beyond the two.
    low = 0
    for minutes, fill in (usual, _WORKED), (day.credited, _CREDITED), (day.overtime, _OVERTIME):
        if minutes:
            upper = _y(low + minutes, top)
            box = (left, upper, right, max(upper, _y(low, top) - (4 if low else 1)))
            low += minutes
            draw.rectangle(box, fill=fill)
            if fill == _CREDITED:
                _hatch(draw, box)
    if day.planned.contract:
        y = _y(day.planned.contract, top)
        for start in range(left - 14, right + 14, 15):
            draw.line((start, y, start + 10, y), fill=_INK, width=4)
    if day.worked:
        highest = _y(day.worked + day.credited, top)
        # A label never sits on the contract's line.
        line = _y(day.planned.contract, top)
        at = line - 8 if line - 8 < highest - 8 < line + 34 else highest - 8
        draw.text((middle, at), _clock(day.worked), font=drawn(BOLD, 24), fill=_INK, anchor="ms")
    name = plain(t.weekday(day.day)).rsplit(" ", 1)[0]
    font = drawn(BOLD if today else REGULAR, 24)
    draw.text((middle, _BOTTOM + 20), name, font=font, fill=_INK if today else _SOFT, anchor="mt")
    if today:
        draw.rounded_rectangle((left, _BOTTOM + 52, right, _BOTTOM + 57), 2, fill=_WORKED)


def _hatch(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    left, upper, right, lower = box
    for start in range(left - (lower - upper), right, 12):
        low, high = max(start, left), min(start + lower - upper, right)
        if high > low:
            draw.line((low, lower - (low - start), high, lower - (high - start)), fill=_HATCH, width=2)
    draw.rectangle(box, outline=_HATCH, width=2)


def _legend(draw: ImageDraw.ImageDraw, days: Sequence[Day], t: Words) -> None:
    x, y = 44, HEIGHT - 48
    shown = [("reports.picture_worked", _WORKED)]
    if any(day.overtime for day in days):
        shown.append(("reports.picture_overtime", _OVERTIME))
    if any(day.credited for day in days):
        shown.append(("reports.picture_credited", _CREDITED))
    shown.append(("reports.picture_contract", _INK))
    for key, fill in shown:
        if fill == _INK:
            for start in (x, x + 14):
                draw.line((start, y, start + 8, y), fill=_INK, width=4)
        else:
            draw.rectangle((x, y - 10, x + 20, y + 10), fill=fill)
        if fill == _CREDITED:
            _hatch(draw, (x, y - 10, x + 20, y + 10))
        label = plain(t(key))
        draw.text((x + 32, y), label, font=drawn(REGULAR, 22), fill=_SOFT, anchor="lm")
        x += 32 + round(drawn(REGULAR, 22).getlength(label)) + 40


def _y(minutes: int, top: int) -> int:
    return round(_BOTTOM - (_BOTTOM - _TOP) * minutes / top)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
