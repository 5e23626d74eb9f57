"""The picture of a timeline.

The rule to keep: it tells nothing by colour alone: a full dot has gone, a ring is to come, a barred ring waits for
something. The same steps give the same bytes.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw

from bot.markup import plain
from bot.texts import Words
from bot.timesheet.typeface import BOLD, REGULAR, drawn

WIDTH = 1024
_ROW, _TOP, _BOTTOM = 44, 104, 84
_LEFT, _RIGHT = 360, 824
_MARGIN = 44
_NAME = 300
_CARD, _EDGE, _GRID = "#FBFAF7", "#DEDAD0", "#E9E6DE"
_INK, _SOFT, _GONE, _WAITS = "#23282D", "#5B636B", "#1F5FA8", "#B4560A"

Mark = tuple[str, datetime, bool, bool]
"""A step: its name, when it first goes, whether it has gone, whether it waits for something."""


def timeline_picture(marks: Sequence[Mark], anchor: tuple[str, datetime], now: datetime, t: Words) -> bytes:
    """A PNG, 1024 pixels wide. All datetimes in the campaign's zone; at least one mark."""
    height = _TOP + _ROW * len(marks) + _BOTTOM
    image = Image.new("RGBA", (WIDTH, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, WIDTH - 1, height - 1), 28, fill=_CARD, outline=_EDGE, width=2)
    moments = [at for _, at, _, _ in marks] + [anchor[1]]
    first, last = min(moments), max(moments)
    span = max((last - first).total_seconds(), 1.0)

    def x(at: datetime) -> int:
        return round(_LEFT + (_RIGHT - _LEFT) * (at - first).total_seconds() / span)

    floor = _TOP + _ROW * len(marks)
    if first <= now <= last:
        _line(draw, x(now), floor, plain(t("rollout.picture_today")), _SOFT, dashed=True)
    _line(draw, x(anchor[1]), floor, anchor[0], _INK, dashed=False)
    for number, (name, at, gone, waits) in enumerate(marks):
        y = _TOP + _ROW * number + _ROW // 2
        draw.line((_LEFT, y, _RIGHT, y), fill=_GRID, width=2)
        draw.text((_MARGIN, y), _cut(name), font=drawn(REGULAR, 24), fill=_INK, anchor="lm")
        _dot(draw, x(at), y, gone=gone, waits=waits)
        day = plain(t.weekday(at.date()))
        draw.text((WIDTH - _MARGIN, y), day, font=drawn(REGULAR, 22), fill=_SOFT, anchor="rm")
    _legend(draw, height, t)
    out = BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _line(draw: ImageDraw.ImageDraw, x: int, floor: int, label: str, fill: str, *, dashed: bool) -> None:
    for y in range(_TOP - 16, floor, 14 if dashed else floor):
        draw.line((x, y, x, y + 7 if dashed else floor), fill=fill, width=2)
    draw.text((x, _TOP - 24 if dashed else _TOP - 52), label, font=drawn(BOLD, 22), fill=fill, anchor="ms")


def _dot(draw: ImageDraw.ImageDraw, x: int, y: int, *, gone: bool, waits: bool) -> None:
    box = (x - 11, y - 11, x + 11, y + 11)
    if gone:
        draw.ellipse(box, fill=_GONE)
        return
    draw.ellipse(box, fill=_CARD, outline=_WAITS if waits else _GONE, width=4)
    if waits:
        draw.line((x - 6, y, x + 6, y), fill=_WAITS, width=4)


def _legend(draw: ImageDraw.ImageDraw, height: int, t: Words) -> None:
    x, y = _MARGIN + 12, height - 40
    for key, gone, waits in (("gone", True, False), ("ready", False, False), ("waits", False, True)):
        _dot(draw, x, y, gone=gone, waits=waits)
        label = plain(t(f"rollout.picture_{key}"))
        draw.text((x + 22, y), label, font=drawn(REGULAR, 22), fill=_SOFT, anchor="lm")
        x += 22 + round(drawn(REGULAR, 22).getlength(label)) + 48


def _cut(name: str) -> str:
    """As much of a name as there is room for."""
    font = drawn(REGULAR, 24)
    if font.getlength(name) <= _NAME:
        return name
    while name and font.getlength(f"{name}…") > _NAME:
        name = name[:-1]
    return f"{name.rstrip()}…"
