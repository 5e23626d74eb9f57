"""The picture of one question: the company first, then each group.

The rule to keep: it shows nothing that the table beside it does not say. A bar ends where its band's own number is, a
bar of "at most" is hollow, and the same figures give the same bytes.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from bot.message import Bars
from bot.surveys.bands import Band
from bot.timesheet.typeface import BOLD, REGULAR, drawn

# Twice the size at which it is shown, for sharp letters on dense screens.
WIDTH = 1024
EDGE_LEFT, _RIGHT = 44, 880
_LINE, _HEAD, _GAP, _TOP, _FOOT = 44, 52, 24, 40, 32
_BAR = 24
_LABEL = 520
MOST = 6
"""Groups in one picture; the table has all of them."""

CARD, EDGE, _GRID = "#FBFAF7", "#DEDAD0", "#E9E6DE"
INK, SOFT, _SHARE, _HOLLOW = "#23282D", "#5B636B", "#1F5FA8", "#8BA6C4"

Block = tuple[str, Sequence[tuple[str, Band]]]
"""A row's name, and its options by band: label and band."""


def picture(question: str, blocks: Sequence[Block]) -> bytes:
    """A PNG, 1024 pixels wide. Every text is plain."""
    shown = blocks[: MOST + 1]
    title = wrapped(question, WIDTH - 2 * EDGE_LEFT)
    height = _TOP + 44 * len(title) + sum(_HEAD + _LINE * len(rows) + _GAP for _, rows in shown) + _FOOT
    image = Image.new("RGBA", (WIDTH, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, WIDTH - 1, height - 1), 28, fill=CARD, outline=EDGE, width=2)
    y = _TOP
    for line in title:
        draw.text((EDGE_LEFT, y), line, font=drawn(BOLD, 32), fill=INK)
        y += 44
    for name, rows in shown:
        draw.text((EDGE_LEFT, y + 12), name, font=drawn(BOLD, 26), fill=SOFT)
        y += _HEAD
        grid(draw, y, len(rows) * _LINE)
        for label, band in rows:
            _bar(draw, y, label, band)
            y += _LINE
        y += _GAP
    out = BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def grid(draw: ImageDraw.ImageDraw, top: int, height: int) -> None:
    """Lines at each quarter, behind bars of that height in all."""
    for percent in (0, 25, 50, 75, 100):
        place = x(percent)
        draw.line((place, top, place, top + height - 8), fill=EDGE if percent == 0 else _GRID, width=2)


def _bar(draw: ImageDraw.ImageDraw, y: int, label: str, band: Band) -> None:
    middle = y + _LINE // 2 - 4
    draw.text((EDGE_LEFT, middle), cut(label), font=drawn(REGULAR, 22), fill=INK, anchor="lm")
    box = (x(0), middle - _BAR // 2, x(band.percent), middle + _BAR // 2)
    if band.side == "<=":
        draw.rectangle(box, outline=_HOLLOW, width=3)
    else:
        draw.rectangle(box, fill=_SHARE)
        if band.side == ">=":
            draw.rectangle((x(band.percent), box[1], x(100), box[3]), outline=_SHARE, width=3)
    end = 100 if band.side == ">=" else band.percent
    draw.text((x(end) + 12, middle), str(band), font=drawn(BOLD, 22), fill=INK, anchor="lm")


def x(percent: int) -> int:
    """Where a share ends."""
    left = EDGE_LEFT + _LABEL
    return left + (_RIGHT - left) * percent // 100


def cut(label: str) -> str:
    """As much of a label as its place holds."""
    font = drawn(REGULAR, 22)
    if font.getlength(label) <= _LABEL - 20:
        return label
    while label and font.getlength(f"{label}…") > _LABEL - 20:
        label = label[:-1]
    return f"{label.rstrip()}…"


def wrapped(text: str, width: int) -> list[str]:
    """A title in lines that fit."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and drawn(BOLD, 32).getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def bars(question: str, blocks: Sequence[Block]) -> tuple[Bars, ...]:
    """The same as figures. The band stands in front of each answer, because its number alone would say too much."""
    return tuple(
        Bars(
            f"{question} \N{MIDDLE DOT} {name}",
            tuple(f"{band} \N{MIDDLE DOT} {label}" for label, band in rows),
            ((name, tuple(float(band.percent) for _, band in rows)),),
            upright=False,
        )
        for name, rows in blocks[: MOST + 1]
    )


def alt(sentence: str, blocks: Sequence[Block]) -> str:
    """What the picture shows, in words."""
    said = "; ".join(
        f"{name}: " + ", ".join(f"{label} {band}" for label, band in rows) for name, rows in blocks[: MOST + 1]
    )
    return f"{sentence} {said}"


def ordered(order: Sequence[str], bands: Mapping[str, Band], labels: Mapping[str, str]) -> Sequence[tuple[str, Band]]:
    """The options in an order, each with its label."""
    return [(labels[option], bands[option]) for option in order]
