"""The typeface of pictures and statements.

The rule to keep: whatever somebody wrote can be set; a sign that the typeface lacks becomes a box that is explained,
never an error and never a gap.
"""

from functools import cache
from pathlib import Path

from PIL import ImageFont

# Part of the code, as a constant would be: the fonts' licence and origin stand beside them.
_FONTS = Path(__file__).parent / "fonts"
REGULAR = _FONTS / "NotoSans-Regular.ttf"
BOLD = _FONTS / "NotoSans-SemiBold.ttf"
THAI = _FONTS / "NotoSansThai-Regular.ttf"
BOX = "\N{REPLACEMENT CHARACTER}"
"""Drawn as a box."""


@cache
def drawn(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A font for pictures, `size` in pixels."""
    # Without the basic layout the shaping library of each machine would move letters by a pixel.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
