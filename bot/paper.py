"""A sheet of paper: a PDF page with our typeface.

The rule to keep: no sign that somebody typed can break it. What the typeface lacks becomes a box.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from fpdf import FPDF, XPos, YPos
from fpdf.enums import TableBordersLayout, VAlign
from fpdf.fonts import FontFace, TTFFont

from bot.markup import literal, plain, spans
from bot.timesheet.typeface import BOLD, BOX, REGULAR, THAI

SOFT = (91, 99, 107)
"""The colour of what stands back."""
_INK, _RULE, _BAND = (35, 40, 45), (222, 218, 208), (244, 242, 236)
_MARGIN = 18


class Paper(FPDF):
    """A4 with our typeface. `thai` says whether its typeface is needed; reading it takes time."""

    def __init__(self, language: str, title: str, *, made: datetime, thai: bool = False) -> None:
        super().__init__(format="A4")
        self.add_font("noto", "", REGULAR)
        self.add_font("noto", "B", BOLD)
        if thai:
            self.add_font("thai", "", THAI)
            self.set_fallback_fonts(["thai"], exact_match=False)
        fonts = [font for font in self.fonts.values() if isinstance(font, TTFFont)]
        self._known = frozenset(sign for font in fonts for sign in font.cmap)
        self.boxed = False
        """Whether some sign had to be replaced."""
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(auto=True, margin=22)
        self.set_creation_date(made)
        self.set_lang(language)
        self.set_title(self.legible(title))
        self.set_creator("Lentera")

    def legible(self, markup: str) -> str:
        """Words without signs of markup, and with boxes for what cannot be set."""
        text = "".join(sign if ord(sign) in self._known else BOX for sign in plain(markup).replace("\n", " "))
        self.boxed = self.boxed or BOX in text
        return text

    def write_line(self, markup: str, *, size: float, strong: bool = False, ink: tuple[int, int, int] = _INK) -> None:
        """A paragraph over the whole width."""
        self.set_font("noto", "B" if strong else "", size)
        self.set_text_color(*ink)
        self.multi_cell(0, size * 0.52, self.legible(markup), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def write_styled(self, markup: str, *, size: float) -> None:
        """A paragraph over the whole width, what is strong in it strong."""
        self.set_text_color(*_INK)
        for line in markup.split("\n"):
            for span in spans(line):
                self.set_font("noto", "B" if span.style == "strong" else "", size)
                self.write(size * 0.52, self.legible(literal(span.text)))
            self.ln(size * 0.52)

    def section(self, markup: str) -> None:
        """A heading, on the next page where nothing would fit below it."""
        if self.will_page_break(34):
            self.add_page()
        self.ln(6)
        self.write_line(markup, size=12, strong=True)
        self.ln(1.5)

    def rows(
        self, widths: tuple[float, ...], head: Sequence[str], body: Iterator[tuple[str, ...]], *, right: frozenset[int]
    ) -> None:
        """A table whose head comes again on every page. Columns in `right` hold numbers."""
        self.set_font("noto", "", 8.5)
        self.set_text_color(*_INK)
        self.set_draw_color(*_RULE)
        aligns = tuple("RIGHT" if number in right else "LEFT" for number in range(len(widths)))
        with self.table(
            col_widths=widths,
            text_align=aligns,
            v_align=VAlign.T,
            line_height=4.4,
            padding=(0.9, 1.2),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", fill_color=_BAND),
            num_heading_rows=1 if head else 0,
            first_row_as_headings=bool(head),
        ) as table:
            for cells in ([tuple(head)] if head else []) + list(body):
                table.row([self.legible(cell) for cell in cells])

    def number(self, name: str, count: Callable[[int, int], str]) -> None:
        """The foot of every page: what this is, and which page of how many."""
        self.set_auto_page_break(auto=False)
        self.set_font("noto", "", 8)
        self.set_text_color(*SOFT)
        pages = len(self.pages)
        for page in range(1, pages + 1):
            self.page = page
            self.set_y(-15)
            self.cell(self.epw * 0.75, 5, self.legible(name), align="L")
            self.cell(0, 5, self.legible(count(page, pages)), align="R")


def has_thai(*texts: str) -> bool:
    """Whether the Thai typeface is needed."""
    return any("\u0e00" <= sign <= "\u0e7f" for text in texts for sign in text)
