"""Pictures as a card can carry them: inside it, so that no address exists that others could open.

The rule to keep: pure, and at most 1024 pixels and 1 MB, which is what Teams shows.
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

import base64
import io
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

PIXELS = 1024
BYTES = 1024 * 1024
_COLOURS = 128


@lru_cache(maxsize=64)
def inline(png: bytes) -> str:
    """A PNG as a data URI, made smaller where it has to be; empty where it is no picture."""
    fitting = _fitting(png)
    return f"data:image/png;base64,{base64.b64encode(fitting).decode()}" if fitting else ""


def _fitting(png: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(png)) as picture:
            wide = max(picture.size)
            if wide <= PIXELS and len(png) <= BYTES:
                return png
            made = _small(picture, min(1.0, PIXELS / wide))
            # A photograph may still be too much; a chart never is.
            return made if len(made) <= BYTES else _small(picture, PIXELS / wide / 2)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return b""


def _small(picture: Image.Image, scale: float) -> bytes:
    wide, high = (max(1, round(side * scale)) for side in picture.size)
    out = io.BytesIO()
    shown = picture.convert("RGBA")
    page = Image.new("RGBA", shown.size, "white")
    page.alpha_composite(shown)
    small = page.convert("RGB").resize((wide, high), Image.Resampling.LANCZOS)
    small.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
