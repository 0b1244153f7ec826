"""What openpyxl reads of a workbook, element by element: looks, texts, rows, references.

It is handed nothing that it would refuse, or read as something else than what a cell shows. Source: ECMA-376-1 18.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree
from openpyxl.cell.text import Text
from openpyxl.styles.fonts import Font
from openpyxl.styles.numbers import BUILTIN_FORMATS, NumberFormat
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import WorkSheetParser

from forms.errors import OverLimit
from parsers.sheets.number_formats import SHOWN_HERE
from parsers.sheets.spreadsheet import Span
from parsers.typed import Typed

__all__ = [
    "FAULTS",
    "LAST_COLUMN",
    "LAST_ROW",
    "RICH",
    "Look",
    "S",
    "Texts",
    "looks_of",
    "rows_of",
    "span_of",
    "text_of",
    "write",
]

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""The namespace of all elements of a workbook."""

LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14

_UNNEEDED = (
    *("{*}rPh", "{*}phoneticPr", "{*}extLst", "{*}b", "{*}i", "{*}u", "{*}sz", "{*}color", "{*}family", "{*}charset"),
    *("{*}scheme", "{*}vertAlign", "{*}outline", "{*}shadow", "{*}condense", "{*}extend"),
)
"""What changes no text, but could make the library refuse the part: a colour or a family of fonts that it doesn't know."""

FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the library raises on what is damaged; it has no error of its own."""

_LOOKS_LIMIT = 1 << 16
"""Looks, fonts and number formats of a workbook; of looks, Excel has 65,490 at most."""

_LONGEST = 32_767
"""Characters of a cell at most, and so its runs."""

_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][-+]?[0-9]+)?\s*")
RICH = "rich"
"""The kind of a cell whose own text has several runs, for which files have no word."""
_TRUTH = {"1": "1", "0": "0", "true": "1", "false": "0"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a cell's text looks, and its number format."""

    font: str = ""
    struck: bool = False
    code: str = "General"


def looks_of(root: Any) -> dict[int, Look]:
    """The looks in the part of styles, by their number; none where there is no such part.

    Raises:
        OverLimit: there are more than any workbook has.
    """
    if root is None:
        return {}
    etree.strip_elements(root, *_UNNEEDED, with_tail=False)
    fonts, looks = root.findall(f"{S}fonts/{S}font"), root.findall(f"{S}cellXfs/{S}xf")
    numbered = root.findall(f"{S}numFmts/{S}numFmt")
    if len(looks) + len(fonts) + len(numbered) > _LOOKS_LIMIT:
        raise OverLimit("limit.nodes", limit=_LOOKS_LIMIT)
    named: dict[int, Any] = {index: Font.from_tree(font) for index, font in enumerate(fonts)}
    formats: list[Any] = [NumberFormat.from_tree(one) for one in numbered]
    # Which currency a dollar sign stands for is up to who opens the file; the library's 44 lacks its semicolons besides.
    codes = BUILTIN_FORMATS | dict.fromkeys((5, 6, 42), "#,##0") | dict.fromkeys((7, 8, 44), "#,##0.00") | SHOWN_HERE
    codes |= {one.numFmtId: one.formatCode for one in formats}
    found: dict[int, Look] = {}
    for index, look in enumerate(looks):
        font = named.get(int(look.get("fontId", "0")), Font())
        code = codes.get(int(look.get("numFmtId", "0")), "General")
        found[index] = Look(font=font.name or "", struck=bool(font.strike), code=code)
    return found


class Texts:
    """The texts that cells share, each read when a cell asks for it: a file may have many that none does."""

    def __init__(self, items: list[etree._Element]) -> None:
        self._items = items
        self._read: dict[int, Any] = {}

    def __getitem__(self, index: int) -> Any:
        """The text *index*.

        Raises:
            IndexError: There is none.
        """
        if index not in self._read:
            if index < 0:
                raise IndexError(index)
            self._read[index] = text_of(self._items[index])
        return self._read[index]


def text_of(item: Any) -> Any:
    """The text *item* (18.4.8) as the library has it, without the readings above it: as a string, or with runs as a ``Text``."""
    if not _is_plain(item):
        if len(item) > _LONGEST:
            raise OverLimit("limit.nodes", limit=_LONGEST)
        etree.strip_elements(item, *_UNNEEDED, with_tail=False)
        if any(len(one.findall(S + "t")) > 1 for one in (item, *item.iterchildren(S + "r"))):
            # The library would keep the last.
            raise ValueError(item.tag)
        plain = len(item) and all(_is_plain(run) and run.tag == S + "r" for run in item)
        if plain and not any("_" in (run[0].text or "") for run in item):  # an escape is of one run
            return "".join(run[0].text or "" for run in item)
    found: Any = Text.from_tree(item)
    return found if found.r else found.t or ""


def _is_plain(item: etree._Element) -> bool:
    return len(item) == 1 and item[0].tag == S + "t"


def write(typed: Typed, text: Any, look: Look) -> None:
    """Types *text*, a string or a ``Text``."""
    runs = ((text, None),) if isinstance(text, str) else ((text.t, None), *((run.t, run.rPr) for run in text.r))
    for written, font in runs:
        typed.type(
            unescape(written or "").replace("\r\n", "\n").replace("\r", "\n"),
            font=look.font if font is None or font.rFont is None else font.rFont,
            struck=look.struck if font is None else bool(font.strike),
        )


def rows_of(
    root: etree._Element, texts: Texts
) -> Iterator[tuple[etree._Element, int, Iterator[tuple[etree._Element, dict[str, Any]]]]]:
    """Each row of a sheet with its number, and its cells: the element, and what the library read in it."""
    # The parser takes rows one by one: it is given no source.
    parser = WorkSheetParser(io.BytesIO(), cast("Any", texts), data_only=True)
    for line in root.iterfind(f"{S}sheetData/{S}row"):
        _made_plain(line)
        row, cells = parser.parse_row(cast("Any", line))
        yield line, row, zip(line, cells, strict=True)


def _made_plain(line: etree._Element) -> None:
    """Changes what the library would read otherwise: it makes moments of dates, knows truth by its numbers only, and takes runs for one text.

    What is no number as a file writes it (some write NaN) becomes an error of the cell. As the index of a text it is a ``ValueError``.
    """
    for cell in line:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inner = cell.find(S + "is")
            if inner is not None and not _is_plain(inner):
                cell.set("t", RICH)
        elif kind == "d":
            cell.set("t", "str")
        elif kind in {"n", "s", "b"} and (told := cell.find(S + "v")) is not None and told.text:
            if kind == "b":
                told.text = _TRUTH[told.text.strip()]
            elif not _NUMBER.fullmatch(told.text):
                if kind == "s":
                    raise ValueError(kind)
                cell.set("t", "e")


def span_of(reference: str) -> Span | None:
    """The cells of a reference such as A1:B3, or of whole columns or rows such as A:B; None where it is none."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except ValueError:
        return None
    if None in {left, top} and ":" not in reference:
        return None
    columns = sorted((left or 1, right or LAST_COLUMN))
    rows = sorted((1 if top is None else top, LAST_ROW if bottom is None else bottom))
    return Span(top=rows[0] - 1, bottom=rows[1] - 1, left=columns[0] - 1, right=columns[1] - 1) if rows[0] else None
