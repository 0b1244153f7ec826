"""Rows of a list typed as lines, their cells set apart by tabs, by room or by a sign: a table, where the first line is made of labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.extraction.catalogue import Catalogue
from parsers.extraction.labels import is_foreign, lexicon
from parsers.extraction.layout import Area, Line, Sheet, Strip

__all__ = ["typed_tables"]

_WAYS = tuple(
    map(
        re.compile,
        (r"\t", r"\t+", r"\t+|[ \u3000]{2,}", r"[|｜│]", r"[;；]", r"[,，]", r"[、/／]", r"[\t \u3000]+"),
    )
)
"""How cells may be set apart, the surest first; room may stand in a cell that signs set apart."""

_COLUMNS, _LABELS = 4, 3
"""Cells of a row at least, and labels of one form among the first one's."""

_COLON = re.compile("[：:]")


def typed_tables(found: Sequence[Strip], catalogue: Catalogue) -> list[Strip]:
    """*found* with each run of lines that are the head and the rows of a list as a table."""
    made: list[Strip] = []
    position = 0
    while position < len(found):
        table = _table_at(found, position, catalogue)
        if table is None:
            strip = found[position]
            made += _joined(strip) if isinstance(strip, Sheet) else [strip]
            position += 1
        else:
            sheet, position = table
            made.append(sheet)
    return made


def _table_at(found: Sequence[Strip], start: int, catalogue: Catalogue) -> tuple[Sheet, int] | None:
    """The table whose head is the line at *start*, and where the strips behind it begin; None where no table begins there."""
    head = found[start]
    if not isinstance(head, Line) or len(head.text) > _LONGEST or _COLON.search(head.text):
        return None
    for way in _WAYS:
        labels = _cells(head, way)
        if len(labels) < _COLUMNS or not _are_labels(labels, catalogue):
            continue
        rows = list(_rows(found, start + 1, way, len(labels)))
        told = [row for row in rows if not _is_rule(row)]
        if told and not _are_labels(_cells(told[0], way), catalogue):
            return _sheet([head, *told], way, len(labels)), start + 1 + len(rows)
    return None


def _is_rule(line: Line) -> bool:
    """Whether *line* only parts a head from its rows (GitHub Flavored Markdown, 4.10)."""
    return not line.text.strip("-:=|｜│ \u3000\n")


def _joined(sheet: Sheet) -> list[Strip]:
    """*sheet*, or its rows as lines where each is a label set wide and taken apart in it (姓 | 名：杜桂芳)."""
    rows = [sheet.row(row) for row in range(sheet.rows)]
    apart = sheet.columns == len(_APART) and all(
        len(row) == len(_APART) and all(way.match(area.text.strip()) for way, area in zip(_APART, row, strict=True))
        for row in rows
    )
    if not apart:
        return [sheet]
    return [Line(first.text.strip() + rest.text.strip(), first.origin, first.confidence) for first, rest in rows]


_APART = (re.compile(r"[\u3400-\u9fff]\Z"), re.compile(r"[\u3400-\u9fff]{1,2}\s*[：:]"))
"""The first character of a label, and the rest of it with its colon."""

_LONGEST = 200
"""Characters of a line of labels."""


def _cells(line: Line, way: re.Pattern[str]) -> list[str]:
    text = line.text.strip(" \u3000\n")
    if way.fullmatch(text[:1]) and way.fullmatch(text[-1:]) and not text[:1].isspace():
        text = text[1:-1]  # strokes around all
    return [piece.strip() for piece in way.split(text)]


def _are_labels(cells: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether most of *cells* are labels of one form, or such as offices add."""
    if not all(cells):
        return False
    for definition in catalogue.definitions:
        known = lexicon(definition)
        named = sum(bool(known.firm(cell)) for cell in cells)
        if named >= _LABELS and named + sum(map(is_foreign, cells)) >= len(cells) - 1:
            return True
    return False


def _rows(found: Sequence[Strip], start: int, way: re.Pattern[str], columns: int) -> Iterator[Line]:
    """The lines from *start* on that have a cell for each of the *columns*."""
    for strip in found[start:]:
        if not isinstance(strip, Line) or len(_cells(strip, way)) != columns:
            return
        yield strip


def _sheet(lines: Sequence[Line], way: re.Pattern[str], columns: int) -> Sheet:
    areas = [
        Area(row, row + 1, column, column + 1, cell, line.origin, line.confidence, line.notes, line.struck)
        for row, line in enumerate(lines)
        for column, cell in enumerate(_cells(line, way))
    ]
    return Sheet(len(lines), columns, areas)
