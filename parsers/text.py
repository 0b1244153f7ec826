"""Reads plain text: a paragraph a line, and rows of tab-separated cells, as a copied table leaves them, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from forms.errors import OverLimit
from parsers.charsets import decoded
from parsers.document import Block, Cell, Document, Paragraph, Table
from parsers.typed import Typed

__all__ = ["read_text"]

BYTES_LIMIT = 20 << 20
LINES_LIMIT = 200_000
COLUMNS_LIMIT = 63
"""As many columns as Word takes."""


def read_text(data: bytes) -> Document:
    """The lines of *data*, in UTF-8, UTF-16 or GB 18030; blank ones left out.

    Raises:
        OverLimit: It is longer than a form can be.
    """
    if len(data) > BYTES_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    lines = decoded(data).split("\n")
    if len(lines) > LINES_LIMIT:
        raise OverLimit("limit.nodes", limit=LINES_LIMIT)
    return Document(format="text", blocks=tuple(_blocks(lines)))


_BLANK = " \t\f\v\u3000\x00"
_PAIR = (":", "：")


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    for tabbed, run in groupby(lines, key=lambda line: "\t" in line.strip(" ")):
        rows = list(run)
        if tabbed and _is_table(rows):
            yield _table([line.split("\t") for line in rows])
        else:
            yield from (_paragraph(line) for line in rows if line.strip(_BLANK))


def _is_table(lines: Sequence[str]) -> bool:
    """Whether lines with tabs are rows of cells: two or more of them, and not labels with their values set apart by tabs."""
    if len(lines) < 2 or max(line.count("\t") for line in lines) >= COLUMNS_LIMIT:
        return False
    rows = [[part for part in line.split("\t") if part.strip(_BLANK)] for line in lines]
    parts = [part for row in rows for part in row]
    pairs = sum(any(sign in part for sign in _PAIR) for part in parts)
    return max(map(len, rows)) > 1 and pairs * 2 < len(parts)


def _table(rows: Sequence[Sequence[str]]) -> Table:
    columns = max(map(len, rows))
    cells = []
    for number, row in enumerate(rows):
        for column in range(columns):
            text = row[column].strip(_BLANK) if column < len(row) else ""
            blocks = (_paragraph(text),) if text else ()
            cells.append(Cell(row=number, column=column, blocks=blocks))
    return Table(rows=len(rows), columns=columns, cells=tuple(cells))


def _paragraph(line: str) -> Paragraph:
    typed = Typed()
    typed.type(line.rstrip())
    return typed.paragraph()
