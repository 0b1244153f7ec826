"""A document as it is printed: lines of text and drawn lines of each page in millimetres, by LibreOffice and PDFium."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from forms.chinese import tight
from forms.soffice import PDF, Fault, NotConverted, convert
from parsers.pdf.file import File, opened
from parsers.pdf.model import Glyph, Page

__all__ = ["DrawnLine", "Print", "PrintFault", "PrintedLine", "PrintedPage", "printed"]

SECONDS = 90
MILLIMETRES = 25.4 / 72
_SCALE = 4.0
"""Pixels a point when ink is looked for: 0.09 mm."""
_INK = 190
"""Grey below which a pixel is ink; pure red is 76."""
_SAME = 0.45
"""Share of a character's size up to which baselines are one line's."""
_APART = 2.5
"""Characters of free room from which on two texts share a line."""
_LEVEL = 1.2
"""Points up to which pieces of a drawn line are at one height."""
_JOINED = 3.0


class PrintFault(Exception):
    """There is no rendering: LibreOffice is missing, failed or took too long."""

    def __init__(self, *, missing: bool) -> None:
        self.missing = missing
        super().__init__("missing" if missing else "failed")


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedLine:
    """A line of text; all in millimetres from the page's left and top edges. ``top`` and ``bottom`` are its ink's where that was measured."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    glyphs: int
    full: bool
    """Whether all its characters are as wide as they are high."""

    @property
    def tight(self) -> str:
        """The text without white space."""
        return tight(self.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnLine:
    """A level line: its ends, its height on the page and its thickness, in millimetres."""

    x0: float
    x1: float
    y: float
    width: float

    @property
    def length(self) -> float:
        """How long it is."""
        return self.x1 - self.x0


@dataclass(kw_only=True)
class PrintedPage:
    """A page; lines from top to bottom."""

    number: int
    width: float
    height: float
    lines: list[PrintedLine]
    drawn: list[DrawnLine]
    ink: Ink = field(repr=False)

    def find(self, text: str, *, whole: bool = False) -> PrintedLine | None:
        """The first line that begins with *text* (or is it, *whole*), white space aside."""
        wanted = tight(text)
        for line in self.lines:
            if line.tight == wanted or (not whole and wanted and line.tight.startswith(wanted)):
                return line
        return None

    def row(self, text: str) -> PrintedLine | None:
        """The first line that is *text*, others beside it aside, however far its characters are apart."""
        wanted = tight(text)
        for at, first in enumerate(self.lines):
            joined = ""
            for end, line in enumerate(self.lines[at:], at):
                joined += line.tight
                if abs(line.baseline - first.baseline) > _SAME * first.size * MILLIMETRES or not wanted.startswith(
                    joined
                ):
                    break
                if joined == wanted:
                    return replace(first, text=wanted, x1=self.lines[end].x1, glyphs=len(wanted))
        return None


@dataclass(kw_only=True, slots=True)
class Ink:
    """Where a page is printed on, row by row of a grey picture."""

    width: int
    height: int
    stride: int
    pixels: bytes

    def span(self, x0: float, x1: float, top: float, bottom: float) -> tuple[float, float] | None:
        """The first and last height with ink between two places across, in millimetres; None where there is none."""
        scale = _SCALE / MILLIMETRES
        left, right = max(0, int(x0 * scale)), min(self.width, int(x1 * scale) + 1)
        first = last = None
        for row in range(max(0, int(top * scale)), min(self.height, int(bottom * scale) + 1)):
            start = row * self.stride
            if left < right and min(self.pixels[start + left : start + right]) < _INK:
                first = row if first is None else first
                last = row
        return None if first is None or last is None else (first / scale, (last + 1) / scale)


@dataclass(kw_only=True)
class Print:
    """All pages, and the fonts that they are printed with."""

    pages: list[PrintedPage]
    fonts: tuple[str, ...] = ()

    def page_of(self, text: str) -> PrintedPage | None:
        """The first page with a line that begins with *text*."""
        return next((page for page in self.pages if page.find(text) is not None), None)


def printed(docx: bytes) -> Print:
    """*docx* as LibreOffice prints it.

    Raises:
        PrintFault: LibreOffice is missing, failed or took too long.
    """
    try:
        pdf = convert(
            docx,
            suffix="docx",
            source=f"MS Word {_XML} XML",
            target="pdf:writer_pdf_Export",
            begins=PDF,
            seconds=SECONDS,
        )
    except NotConverted as error:
        raise PrintFault(missing=error.fault is Fault.MISSING) from error
    return measured(pdf)


_XML = 2007
"""The version of Office that the filter is named for."""


def measured(pdf: bytes) -> Print:
    """The pages of *pdf* as printed."""
    with opened(pdf) as file:
        pages = [_page(page, file) for page in file.pages()]
        return Print(pages=pages, fonts=tuple(name.partition("+")[2] or name for name in file.fonts.names))


def _page(page: Page, file: File) -> PrintedPage:
    width, height, stride, pixels = file.picture(page.number, _SCALE)
    return PrintedPage(
        number=page.number,
        width=page.width * MILLIMETRES,
        height=page.height * MILLIMETRES,
        lines=_lines(page.glyphs),
        drawn=_drawn(page),
        ink=Ink(width=width, height=height, stride=stride, pixels=bytes(pixels)),
    )


def _lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    rows: list[list[Glyph]] = []
    upright = [glyph for glyph in glyphs if not glyph.angle]
    for glyph in sorted(upright, key=lambda g: g.y):
        if rows and abs(rows[-1][-1].y - glyph.y) <= _SAME * min(glyph.size, rows[-1][-1].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line for row in rows for piece in _pieces(row) if (line := _line(piece)) is not None]


def _pieces(row: list[Glyph]) -> list[list[Glyph]]:
    """What stands apart on one line: a number at the left and one at the right are two texts."""
    row.sort(key=lambda g: g.x0)
    pieces: list[list[Glyph]] = []
    end = 0.0
    for glyph in row:
        if not glyph.text.strip():
            if pieces:
                pieces[-1].append(glyph)
            continue
        if not pieces or glyph.x0 - end > _APART * glyph.size:
            pieces.append([])
        pieces[-1].append(glyph)
        end = glyph.x1
    return pieces


def _line(row: list[Glyph]) -> PrintedLine | None:
    shown = [glyph for glyph in row if glyph.text.strip()]
    if not shown:
        return None
    size = sorted(glyph.size for glyph in shown)[len(shown) // 2]
    return PrintedLine(
        text="".join(glyph.text for glyph in row).strip(),
        x0=shown[0].x0 * MILLIMETRES,
        x1=shown[-1].x1 * MILLIMETRES,
        baseline=sorted(glyph.y for glyph in shown)[len(shown) // 2] * MILLIMETRES,
        size=size,
        glyphs=len(shown),
        full=all(glyph.x1 - glyph.x0 >= 0.9 * glyph.size for glyph in shown),
    )


def _drawn(page: Page) -> list[DrawnLine]:
    """The level lines of a page; pieces that touch are one."""
    pieces = sorted((edge.at, edge.start, edge.end, edge.width) for edge in page.edges if not edge.upright)
    joined: list[list[float]] = []
    for at, start, end, width in pieces:
        for line in joined:
            if (
                abs(line[0] - at) <= _LEVEL
                and start <= line[2] + _JOINED
                and end >= line[1] - _JOINED
                and line[3] == width
            ):
                line[1], line[2] = min(line[1], start), max(line[2], end)
                break
        else:
            joined.append([at, start, end, width])
    m = MILLIMETRES
    return [DrawnLine(x0=x0 * m, x1=x1 * m, y=y * m, width=width * m) for y, x0, x1, width in sorted(joined)]
