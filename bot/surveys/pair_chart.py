"""The picture of one question that was asked twice: for each answer what it was before, and what it is now.

The rule to keep: as in `bot.surveys.chart`: it shows nothing that the table beside it does not say, and the same
figures give the same bytes.
"""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from bot.surveys import chart
from bot.surveys.bands import Band
from bot.surveys.chart import CARD, EDGE, EDGE_LEFT, INK, SOFT, WIDTH
from bot.timesheet.typeface import BOLD, REGULAR, drawn

_BEFORE, _NOW = "#B4C3D4", "#1F5FA8"
_BEFORE_EDGE = "#8397AD"
_LINE, _BAR, _HEAD, _GAP, _TOP, _FOOT, _KEY = 72, 22, 52, 24, 40, 32, 56

Pair = tuple[str, Band, Band]
"""An answer's label, before and now."""
Block = tuple[str, Sequence[Pair]]
"""A row's name, and its answers."""


def picture(question: str, words: tuple[str, str], blocks: Sequence[Block]) -> bytes:
    """A PNG, 1024 pixels wide. Every text is plain; `words` are those for before and now."""
    shown = blocks[: chart.MOST + 1]
    title = chart.wrapped(question, WIDTH - 2 * EDGE_LEFT)
    body = sum(_HEAD + _LINE * len(pairs) + _GAP for _, pairs in shown)
    height = _TOP + 44 * len(title) + _KEY + body + _FOOT
    image = Image.new("RGBA", (WIDTH, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, WIDTH - 1, height - 1), 28, fill=CARD, outline=EDGE, width=2)
    y = _TOP
    for line in title:
        draw.text((EDGE_LEFT, y), line, font=drawn(BOLD, 32), fill=INK)
        y += 44
    _key(draw, y, words)
    y += _KEY
    for name, pairs in shown:
        draw.text((EDGE_LEFT, y + 12), name, font=drawn(BOLD, 26), fill=SOFT)
        y += _HEAD
        chart.grid(draw, y, len(pairs) * _LINE)
        for label, before, now in pairs:
            middle = y + _LINE // 2 - 4
            draw.text((EDGE_LEFT, middle), chart.cut(label), font=drawn(REGULAR, 22), fill=INK, anchor="lm")
            _bar(draw, middle - _BAR // 2 - 2, before, _BEFORE, _BEFORE_EDGE)
            _bar(draw, middle + _BAR // 2 + 2, now, _NOW, _NOW)
            y += _LINE
        y += _GAP
    out = BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def alt(sentence: str, words: tuple[str, str], blocks: Sequence[Block]) -> str:
    """What the picture shows, in words."""
    before, now = (word.lower() for word in words)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{label} {before} {was}, {now} {is_now}" for label, was, is_now in pairs)
        for name, pairs in blocks[: chart.MOST + 1]
    )
    return f"{sentence} {said}"


def _key(draw: ImageDraw.ImageDraw, y: int, words: tuple[str, str]) -> None:
    x = EDGE_LEFT
    for word, fill, edge in zip(words, (_BEFORE, _NOW), (_BEFORE_EDGE, _NOW), strict=True):
        draw.rectangle((x, y + 14, x + _BAR, y + 14 + _BAR), fill=fill, outline=edge, width=2)
        draw.text((x + _BAR + 12, y + 14 + _BAR // 2), word, font=drawn(REGULAR, 22), fill=INK, anchor="lm")
        x += _BAR + 12 + int(drawn(REGULAR, 22).getlength(word)) + 36


def _bar(draw: ImageDraw.ImageDraw, middle: int, band: Band, fill: str, edge: str) -> None:
    top, bottom = middle - _BAR // 2, middle + _BAR // 2
    box = (chart.x(0), top, chart.x(band.percent), bottom)
    if band.side == "<=":
        draw.rectangle(box, outline=edge, width=3)
    else:
        draw.rectangle(box, fill=fill)
        if band.side == ">=":
            draw.rectangle((chart.x(band.percent), top, chart.x(100), bottom), outline=edge, width=3)
    end = 100 if band.side == ">=" else band.percent
    draw.text((chart.x(end) + 12, middle), str(band), font=drawn(BOLD, 20), fill=INK, anchor="lm")
