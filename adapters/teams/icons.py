"""The two icons of the app: a lantern, drawn here.

The rule to keep: Teams takes one of 192 pixels in colour and one of 32 in white on nothing, and shows both very small.
https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
"""

import io

from PIL import Image, ImageDraw

COLOUR, OUTLINE = 192, 32
ACCENT = "#7A3E00"
_LIGHT, _GLOW, _DARK = "#FFD37A", "#FFF3D6", "#3D1F00"
_FINER = 8
"""Drawn so much larger, and made smaller, for edges that are smooth."""


def colour() -> bytes:
    """The lantern, lit, on the colour of the app."""
    size = COLOUR * _FINER
    picture = Image.new("RGBA", (size, size), ACCENT)
    draw = ImageDraw.Draw(picture)
    _lantern(draw, size * 0.5, size * 0.52, size * 0.30, body=_LIGHT, frame=_DARK, flame=_GLOW)
    return _png(picture, COLOUR)


def outline() -> bytes:
    """The same in white, on nothing."""
    size = OUTLINE * _FINER
    picture = Image.new("RGBA", (size, size), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    clear, white = (255, 255, 255, 0), (255, 255, 255, 255)
    _lantern(draw, size * 0.5, size * 0.53, size * 0.40, body=clear, frame=white, flame=white)
    return _png(picture, OUTLINE)


def _lantern(
    draw: ImageDraw.ImageDraw, x: float, y: float, r: float, *, body: object, frame: object, flame: object
) -> None:
    """Handle, cap, glass, flame and foot, around a middle; `r` is half its height."""
    pen = max(1, round(r * 0.16))
    draw.arc((x - r * 0.42, y - r * 1.25, x + r * 0.42, y - r * 0.45), 180, 360, fill=frame, width=pen)  # type: ignore[arg-type] # Pillow's colours
    draw.polygon([(x - r * 0.62, y - r * 0.55), (x + r * 0.62, y - r * 0.55), (x + r * 0.34, y - r * 0.86),
                  (x - r * 0.34, y - r * 0.86)], fill=frame)  # type: ignore[arg-type] # the same # fmt: skip
    glass = [(x - r * 0.46, y - r * 0.55), (x + r * 0.46, y - r * 0.55), (x + r * 0.62, y + r * 0.70),
             (x - r * 0.62, y + r * 0.70)]  # fmt: skip
    draw.polygon(glass, fill=body)  # type: ignore[arg-type] # the same
    draw.line([*glass, glass[0]], fill=frame, width=pen, joint="curve")  # type: ignore[arg-type] # the same
    draw.ellipse((x - r * 0.20, y - r * 0.02, x + r * 0.20, y + r * 0.46), fill=flame)  # type: ignore[arg-type] # the same
    draw.polygon([(x - r * 0.17, y + r * 0.12), (x, y - r * 0.34), (x + r * 0.17, y + r * 0.12)], fill=flame)  # type: ignore[arg-type] # the same
    draw.rounded_rectangle((x - r * 0.74, y + r * 0.68, x + r * 0.74, y + r * 0.94), r * 0.1, fill=frame)  # type: ignore[arg-type] # the same


def _png(picture: Image.Image, size: int) -> bytes:
    out = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
