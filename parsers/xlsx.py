"""Reads .xlsx and .xlsm: a SpreadsheetML package, transitional or strict, by whatever program.

The parts come out of the package as those of a .docx do, under its limits. openpyxl reads the cells, texts, looks and references in them, element
by element: given a whole file, it would refuse it for a colour, and not say which formula has no result. Text boxes, controls and what is hidden,
which it drops, are read here. Macros don't run, links aren't followed, formulas aren't computed. Source: ECMA-376-1 18.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from lxml import etree
from openpyxl.cell.text import Text
from openpyxl.styles.fonts import Font
from openpyxl.styles.numbers import BUILTIN_FORMATS, NumberFormat
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import WorkSheetParser

from forms.errors import OverLimit, Unreadable
from parsers.document import Document, Paragraph
from parsers.docx_names import A, number
from parsers.number_formats import SHOWN_HERE, shown
from parsers.package import Package, PackageLimits, Relationship, parse_xml
from parsers.sheet_controls import Choice, put_on_cells
from parsers.spreadsheet import CELLS_LIMIT, SheetFound, Span, document
from parsers.typed import Typed
from parsers.xlsx_controls import Controls, ListFound, controls_of, sizes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["read_xlsx"]

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_LIMITS = PackageLimits(nodes=1_000_000, nodes_with_attributes=3_000_000)
_SHEETS_LIMIT = 256
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_EMPTY = re.compile(rb"<(?:\w+:)?(?:c|row)(?=\s[^<>]*?\br=)[^<>]*/>")
"""Cells that only look like something, and rows of none: most of a sheet that was coloured to its end. One that doesn't say where it is counts."""
_HIDDEN = re.compile(
    rb"""<(?:\w+:)?row(?=[^<>]*?\shidden=["'](?:1|true|on)["'])(?=[^<>]*?\sr=["'](\d{1,7})["'])\s[^<>]*/>"""
)
"""Empty rows that are hidden: they aren't even empty places in the table."""
_PLACED_BY_THE_LAST = re.compile(rb"<(?:\w+:)?(?:c|row)(?=[\s/>])(?![^<>]*?\sr=)")
"""A cell or row that doesn't say where it is: it follows the one before it, though that one be empty."""

_UNNEEDED = (
    *("{*}rPh", "{*}phoneticPr", "{*}extLst", "{*}b", "{*}i", "{*}u", "{*}sz", "{*}color", "{*}family", "{*}charset"),
    *("{*}scheme", "{*}vertAlign", "{*}outline", "{*}shadow", "{*}condense", "{*}extend"),
)
"""What changes no text, but could make the library refuse the part: a colour or a family of fonts that it doesn't know."""

_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the library raises on what is damaged; it has no error of its own."""

_LOOKS_LIMIT = 1 << 16
"""Looks, fonts and number formats of a workbook; of looks, Excel has 65,490 at most."""

_LONGEST = 32_767
"""Characters of a cell at most, and so its runs."""

_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])')
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][-+]?[0-9]+)?\s*")
_TRUE = frozenset({"1", "true", "on"})
_RICH = "rich"
"""The kind of a cell whose own text has several runs, for which files have no word."""
_TRUTH = {"1": "1", "0": "0", "true": "1", "false": "0"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """How a cell's text looks, and its number format."""

    font: str = ""
    struck: bool = False
    code: str = "General"


@dataclass(kw_only=True)
class _Findings:
    notes: set[str] = field(default_factory=set)
    pictures: int = 0


def read_xlsx(data: bytes) -> Document:
    """The document in *data*: each sheet a table, numbers as their cells show them, hidden content aside.

    Raises:
        Unreadable: It is no workbook, damaged, protected by a password, or carries a document type declaration.
        OverLimit: It unpacks to more than a form can need.
    """
    package = Package.open(data, limits=_LIMITS)
    main = next((r for r in package.relationships("").values() if r.kind == "officeDocument" and not r.external), None)
    name = "xl/workbook.xml" if main is None else main.target
    root = package.xml(name)
    if root.tag != _S + "workbook":
        raise Unreadable("unreadable.damaged", reason=name)
    try:
        return _Workbook(package, name, root).document()
    except _FAULTS as fault:
        raise Unreadable("unreadable.damaged", reason="XLSX") from fault


class _Workbook:
    """A workbook while its sheets are read."""

    def __init__(self, package: Package, name: str, root: etree._Element) -> None:
        self._package = package
        self._root = root
        self._related = package.relationships(name)
        self._findings = _Findings()
        properties = root.find(_S + "workbookPr")
        self._from_1904 = properties is not None and _is_true(properties.get("date1904"))
        self._names = {
            one.get("name", ""): (one.text or "").strip() for one in root.iterfind(f"{_S}definedNames/{_S}definedName")
        }
        self._controlled: list[tuple[SheetFound, Controls, tuple[Callable[[int], float], Callable[[int], float]]]] = []
        self._looks = self._read_looks()
        self._texts = self._read_texts()

    def document(self) -> Document:
        notes = self._findings.notes
        if any(member.endswith("vbaproject.bin") for member in self._package.members):
            notes.add("document.macros")
        if any(member.startswith("xl/activex/") for member in self._package.members):
            notes.add("sheet.controls")
        if any(member.startswith("xl/embeddings/") for member in self._package.members):
            notes.add("document.embedded")
        sheets = list(self._sheets())
        by_name = {sheet.name: sheet for sheet in sheets}
        for sheet, found, (height, width) in self._controlled:
            choices = [self._choice(one, sheet, by_name) for one in found.lists]
            put_on_cells(sheet, [*found.marks, *choices], height=height, width=width)
        return document(sheets, notes, self._findings.pictures)

    def _sheets(self) -> Iterator[SheetFound]:
        found = list(self._root.iterfind(f"{_S}sheets/{_S}sheet"))
        if len(found) > _SHEETS_LIMIT:
            raise OverLimit("limit.members", found=len(found), limit=_SHEETS_LIMIT)
        for element in found:
            identity = element.get(_R + "id", "")
            if not identity:
                # What is left of a module of macros (Excel 95): it never had cells.
                self._findings.notes.add("document.macros")
                continue
            related = self._related.get(identity)
            if related is None or related.external or related.target not in self._package:
                raise Unreadable("unreadable.damaged", reason="sheet")
            if related.kind != "worksheet":
                # A sheet that is a chart or a dialogue has no cells.
                self._findings.notes.add("document.graphic")
                continue
            yield self._sheet(element, related.target)

    def _part(self, kind: str) -> etree._Element | None:
        found = next((one for one in self._related.values() if one.kind == kind and not one.external), None)
        return self._package.xml(found.target) if found is not None and found.target in self._package else None

    # Styles and shared texts

    def _read_looks(self) -> dict[int, _Look]:
        root: Any = self._part("styles")
        if root is None:
            return {}
        etree.strip_elements(root, *_UNNEEDED, with_tail=False)
        fonts, looks = root.findall(f"{_S}fonts/{_S}font"), root.findall(f"{_S}cellXfs/{_S}xf")
        numbered = root.findall(f"{_S}numFmts/{_S}numFmt")
        if len(looks) + len(fonts) + len(numbered) > _LOOKS_LIMIT:
            raise OverLimit("limit.nodes", limit=_LOOKS_LIMIT)
        named: dict[int, Any] = {index: Font.from_tree(font) for index, font in enumerate(fonts)}
        formats: list[Any] = [NumberFormat.from_tree(one) for one in numbered]
        # Which currency a dollar sign stands for is up to who opens the file; the library's 44 lacks its semicolons besides.
        codes = (
            BUILTIN_FORMATS | dict.fromkeys((5, 6, 42), "#,##0") | dict.fromkeys((7, 8, 44), "#,##0.00") | SHOWN_HERE
        )
        codes |= {one.numFmtId: one.formatCode for one in formats}
        found: dict[int, _Look] = {}
        for index, look in enumerate(looks):
            font = named.get(int(look.get("fontId", "0")), Font())
            code = codes.get(int(look.get("numFmtId", "0")), "General")
            found[index] = _Look(font=font.name or "", struck=bool(font.strike), code=code)
        return found

    def _read_texts(self) -> _Texts:
        root = self._part("sharedStrings")
        return _Texts([] if root is None else root.findall(_S + "si"))

    # A sheet

    def _sheet(self, entry: etree._Element, name: str) -> SheetFound:
        content = self._package.read(name)
        sheet = SheetFound(
            name=entry.get("name", ""), hidden=entry.get("state", "visible").lower() in {"hidden", "veryhidden"}
        )
        if _PLACED_BY_THE_LAST.search(content) is None:
            # A cell without content never shows; the sheet's other parts keep their meaning.
            sheet.hidden_rows.update(int(match.group(1)) - 1 for match in _HIDDEN.finditer(content))
            content = _EMPTY.sub(b"", content)
        root = parse_xml(content, name=name, limits=_LIMITS)
        self._extents(root, sheet)
        self._cells(root, sheet)
        related = self._package.relationships(name)
        self._controls(root, related, sheet)
        self._beside(root, related, sheet)
        return sheet

    def _controls(self, root: etree._Element, related: dict[str, Relationship], sheet: SheetFound) -> None:
        if not any(one.kind == "vmlDrawing" for one in related.values()) and root.find(f".//{_S}control") is None:
            return
        found = controls_of(self._package, root, related)
        if found.others:
            self._findings.notes.add("sheet.controls")
        if found.marks or found.lists:
            self._controlled.append((sheet, found, sizes_of(root)))

    def _choice(self, found: ListFound, sheet: SheetFound, sheets: dict[str, SheetFound]) -> Choice:
        """What is chosen in a list of *sheet*, whose entries may stand in another of *sheets*."""
        chosen = found.number or 0
        text = "" if found.number == 0 else None
        named, _, reference = self._names.get(found.entries, found.entries).rpartition("!")
        there = sheets.get(named.strip("'").replace("''", "'")) if named else sheet
        span = _span(reference)
        if chosen and there is not None and span is not None:
            wide = span.right - span.left + 1
            row, column = span.top + (chosen - 1) // wide, span.left + (chosen - 1) % wide
            entry = there.cells.get((row, column)) if row <= span.bottom else None
            text = None if entry is None else entry.text
        return Choice(anchor=found.anchor, text=text, number=chosen)

    def _extents(self, root: etree._Element, sheet: SheetFound) -> None:
        """What is hidden of *sheet* in whole columns, and what is merged."""
        for column in root.iterfind(f"{_S}cols/{_S}col"):
            if _is_true(column.get("hidden")) or column.get("width") in {"0", "0.0"}:
                first = number(column.get("min", ""), 1) - 1
                sheet.hidden_columns.append((first, min(number(column.get("max", ""), 1) - 1, _LAST_COLUMN)))
        for area in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
            span = _span(area.get("ref", ""))
            if span is None:
                self._findings.notes.add("document.damaged")
            else:
                sheet.merged.append(span)

    def _cells(self, root: etree._Element, sheet: SheetFound) -> None:
        # The parser takes rows one by one: it is given no source.
        parser = WorkSheetParser(io.BytesIO(), cast("Any", self._texts), data_only=True)
        for line in root.iterfind(f"{_S}sheetData/{_S}row"):
            _made_plain(line)
            row, cells = parser.parse_row(cast("Any", line))
            if not 0 < row <= _LAST_ROW:
                raise Unreadable("unreadable.damaged", reason=f"row {row}")
            if _is_true(line.get("hidden")) or line.get("ht") in {"0", "0.0"}:
                sheet.hidden_rows.add(row - 1)
            for element, cell in zip(line, cells, strict=True):
                paragraph = self._paragraph(element, cell, sheet)
                if paragraph is None:
                    continue
                if len(sheet.cells) == CELLS_LIMIT:
                    raise OverLimit("limit.cells", limit=CELLS_LIMIT)
                place = row - 1, cell["column"] - 1
                if cell["row"] != row or place in sheet.cells or cell["column"] > _LAST_COLUMN:
                    raise Unreadable("unreadable.damaged", reason=element.get("r", "")[:12])
                sheet.cells[place] = paragraph

    def _paragraph(self, element: etree._Element, cell: dict[str, Any], sheet: SheetFound) -> Paragraph | None:
        """What the cell *element* shows, which the library read as *cell*; None where it is empty."""
        kind, value, index = cell["data_type"], cell["value"], cell["style_id"] or 0
        look = self._looks.get(index, _Look())
        if self._looks and index not in self._looks:
            self._findings.notes.add("document.damaged")
        typed = Typed()
        if kind == _RICH:
            kind, value = "s", _text(element.find(_S + "is"))
        elif kind == "inlineStr":
            # It has no text of its own; some programs put that where results stand.
            kind, value = "s", element.findtext(_S + "v")
            if value:
                self._findings.notes.add("document.damaged")
        if value is None:
            if element.find(_S + "f") is None or (kind == "str" and element.find(_S + "v") is not None):
                return None
            # A program that doesn't compute has written this: what the cell would show isn't known.
            typed.notes.add("sheet.formula")
            self._findings.notes.add("sheet.formula")
        elif kind == "n":
            found = shown(float(value), look.code, from_1904=self._from_1904)
            typed.type(found.text, font=look.font, struck=look.struck)
            typed.notes.update(found.notes)
            if found.hidden:
                sheet.unseen.append(typed.paragraph())
                return Paragraph(text="")
            return typed.paragraph()
        elif kind == "s":
            _write(typed, value, look)
        elif kind == "b":
            typed.put("TRUE" if value else "FALSE", struck=look.struck)
        elif kind == "e":
            typed.put(value.strip(), struck=look.struck)
            typed.notes.add("sheet.error")
        else:
            raise ValueError(kind)
        return typed.paragraph() if typed.text.strip() or typed.notes else None

    # What stands beside the cells

    def _beside(self, root: etree._Element, related: dict[str, Relationship], sheet: SheetFound) -> None:
        for margin in root.iterfind(_S + "headerFooter"):
            for one in margin:
                text = _margin_text(one.text or "")
                if text:
                    part = "header" if one.tag.endswith("Header") else "footer"
                    sheet.asides.append(Paragraph(text=text, part="header" if part == "header" else "footer"))
        for found in related.values():
            if not found.external and found.target in self._package:
                self._beside_part(found, sheet)

    def _beside_part(self, related: Relationship, sheet: SheetFound) -> None:
        if related.kind == "comments":
            for comment in self._package.xml(related.target).iterfind(f"{_S}commentList/{_S}comment"):
                typed = Typed()
                for inner in comment.iterchildren(_S + "text"):
                    _write(typed, _text(inner), _Look())
                if typed.text.strip():
                    sheet.asides.append(typed.paragraph("comment"))
        elif related.kind == "drawing":
            drawing = self._package.xml(related.target)
            self._findings.pictures += sum(1 for _ in drawing.iter(_XDR + "pic"))
            if any(True for _ in drawing.iter(_XDR + "graphicFrame")):
                self._findings.notes.add("document.graphic")
            for body in drawing.iter(_XDR + "txBody"):
                if _is_hidden(body.getparent()):
                    # What stands for a control where controls aren't known.
                    continue
                lines = ("".join(node.text or "" for node in p.iter(A + "t")) for p in body.iterchildren(A + "p"))
                sheet.asides += [Paragraph(text=line, part="textbox") for line in lines if line.strip()]


class _Texts:
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
            self._read[index] = _text(self._items[index])
        return self._read[index]


def _is_hidden(shape: etree._Element | None) -> bool:
    told = None if shape is None else shape.find(f"{_XDR}nvSpPr/{_XDR}cNvPr")
    return told is not None and _is_true(told.get("hidden"))


def _text(item: Any) -> Any:
    """The text *item* (18.4.8) as the library has it, without the readings above it: as a string, or with runs as a ``Text``."""
    if not _is_plain(item):
        if len(item) > _LONGEST:
            raise OverLimit("limit.nodes", limit=_LONGEST)
        etree.strip_elements(item, *_UNNEEDED, with_tail=False)
        if any(len(one.findall(_S + "t")) > 1 for one in (item, *item.iterchildren(_S + "r"))):
            # The library would keep the last.
            raise ValueError(item.tag)
        plain = len(item) and all(_is_plain(run) and run.tag == _S + "r" for run in item)
        if plain and not any("_" in (run[0].text or "") for run in item):  # an escape is of one run
            return "".join(run[0].text or "" for run in item)
    found: Any = Text.from_tree(item)
    return found if found.r else found.t or ""


def _is_plain(item: etree._Element) -> bool:
    return len(item) == 1 and item[0].tag == _S + "t"


def _write(typed: Typed, text: Any, look: _Look) -> None:
    """Types *text*, a string or a ``Text``."""
    runs = ((text, None),) if isinstance(text, str) else ((text.t, None), *((run.t, run.rPr) for run in text.r))
    for written, font in runs:
        typed.type(
            unescape(written or "").replace("\r\n", "\n").replace("\r", "\n"),
            font=look.font if font is None or font.rFont is None else font.rFont,
            struck=look.struck if font is None else bool(font.strike),
        )


def _made_plain(line: etree._Element) -> None:
    """Changes what the library would read otherwise: it makes moments of dates, knows truth by its numbers only, and takes runs for one text.

    What is no number as a file writes it (some write NaN) becomes an error of the cell. As the index of a text it is a ``ValueError``.
    """
    for cell in line:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inner = cell.find(_S + "is")
            if inner is not None and not _is_plain(inner):
                cell.set("t", _RICH)
        elif kind == "d":
            cell.set("t", "str")
        elif kind in {"n", "s", "b"} and (told := cell.find(_S + "v")) is not None and told.text:
            if kind == "b":
                told.text = _TRUTH[told.text.strip()]
            elif not _NUMBER.fullmatch(told.text):
                if kind == "s":
                    raise ValueError(kind)
                cell.set("t", "e")


def _margin_text(text: str) -> str:
    """The words of a header or footer without its codes (18.3.1.46)."""
    parts = text.replace("&&", "\x00")
    return _MARGIN_CODE.sub(" ", parts).replace("\x00", "&").strip()


def _span(reference: str) -> Span | None:
    """The cells of a reference such as A1:B3, or of whole columns or rows such as A:B; None where it is none."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except ValueError:
        return None
    if None in {left, top} and ":" not in reference:
        return None
    columns = sorted((left or 1, right or _LAST_COLUMN))
    rows = sorted((1 if top is None else top, _LAST_ROW if bottom is None else bottom))
    return Span(top=rows[0] - 1, bottom=rows[1] - 1, left=columns[0] - 1, right=columns[1] - 1) if rows[0] else None


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower() in _TRUE
