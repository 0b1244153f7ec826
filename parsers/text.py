"""Reads plain text: a paragraph a line, tables drawn with characters, rows of tab-separated cells, as a copied table leaves them, and values separated by commas or semicolons (RFC 4180) as a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from forms.chinese import enumerator_style
from forms.errors import OverLimit
from parsers.charsets import decoded
from parsers.document import Block, Cell, Document, Table
from parsers.drawn_tables import drawn_tables
from parsers.typed import typed_paragraph

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
    text = decoded(data)
    lines = text.split("\n")
    if len(lines) > LINES_LIMIT:
        raise OverLimit("limit.nodes", limit=LINES_LIMIT)
    for sign in _SEPARATORS:
        if sign in text and (values := _values(text, sign)):
            return Document(format="text", blocks=tuple(values))
    return Document(format="text", blocks=tuple(_blocks(lines)))


_BLANK = " \t\f\v\u3000\x00"
_PAIR = (":", "：")


_SEPARATORS = ",;"
"""Programs write a semicolon where a comma parts a number's decimals."""

_FIELDS, _RECORDS, _PAIRS = 3, 2, 5
"""Fields of a record, and records, from which on lines that agree in their commas are comma-separated values, and records of two fields."""


def _values(text: str, sign: str) -> list[Block]:
    """Values that *sign* sets apart as a table, with a title and notes over and under them; none for any other text.

    Records have as many fields (RFC 4180, section 2, 4), so that a comma in a sentence makes no column.
    """
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        found = [record for record in reader if any(record)]
    except csv.Error:
        return []
    # Programs fill the line of a title up to the table's width.
    wide = [number for number, record in enumerate(found) if len(record) > 1]
    while wide and len(found[wide[0]]) >= _FIELDS and not any(found[wide[0]][1:]):
        del wide[0]
    records = found[wide[0] : wide[-1] + 1] if wide else []
    if not _agree(records) or _are_pairs(records):
        return []
    over, under = found[: wide[0]], found[wide[-1] + 1 :]
    return [
        *(typed_paragraph(record[0]) for record in over),
        _table(records),
        *(typed_paragraph(record[0]) for record in under),
    ]


def _agree(records: Sequence[Sequence[str]]) -> bool:
    """Whether *records* have as many fields, or most of them, one behind the other, and no other holds a sentence: a program may leave blank fields out."""
    if len(records) < _RECORDS or max(map(len, records)) > COLUMNS_LIMIT:
        return False
    runs = [list(run) for _, run in groupby(records, key=len)]
    most = max(runs, key=len)
    if len(most[0]) < _FIELDS:
        # A comma in each line may be chance: two fields are a table only where nothing else stands in the text.
        return len(runs) == 1 and len(records) >= _PAIRS and len(most[0]) > 1
    others = [field for run in runs if run is not most for record in run for field in record]
    return not others or (
        len(most) >= _LONG_RUN
        and len(most) * 2 >= len(records)
        and all(len(field) <= _LONGEST_FIELD and not any(sign in field for sign in _SENTENCE) for field in others)
    )


_LONG_RUN, _LONGEST_FIELD, _SENTENCE = 3, 60, "。；！？"


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    for part in drawn_tables(lines):
        if isinstance(part, Table):
            yield part
        else:
            yield from _plain(part)


def _plain(lines: Sequence[str]) -> Iterator[Block]:
    runs = [(tabbed, list(run)) for tabbed, run in groupby(lines, key=lambda line: "\t" in line.strip(" "))]
    for number, (tabbed, rows) in enumerate(runs):
        goes_on = tabbed and number + 1 < len(runs) and _goes_on(rows[-1], runs[number + 1][1][0])
        table = rows[:-1] if goes_on else rows
        if tabbed and _is_table(table):
            yield _table([line.split("\t") for line in table])
            rows = rows[len(table) :]
        written = (line for line in rows if line.strip(_BLANK) and not _RULE.fullmatch(line))
        yield from (typed_paragraph(_HEADING.sub("", line)) for line in written)


_RULE = re.compile(r"\s*[=*~#＝＊～-]{4,}\s*")
"""A line drawn across a text."""

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)")
"""The marks of a heading (GitHub Flavored Markdown, 4.2)."""


def _goes_on(row: str, line: str) -> bool:
    """Whether *line* goes on with a cell of *row*: the row is a label and its text, and the text's next paragraph stands right below, without a tab."""
    cells = [part.strip(_BLANK) for part in row.split("\t") if part.strip(_BLANK)]
    if not line.strip(_BLANK) or len(cells) != _LABELLED:
        return False
    # Behind a heading within the text, which ends without a sign, comes a sentence.
    headed = bool(enumerator_style(cells[-1])) and line.rstrip(_BLANK).endswith(tuple(_SENTENCE))
    return headed or cells[-1].endswith(tuple(_SENTENCE))


_LABELLED = 2
"""Cells of a row that is a label and its text."""


def _is_table(lines: Sequence[str]) -> bool:
    """Whether lines with tabs are rows of cells: two or more of them, and not labels with their values set apart by tabs."""
    if len(lines) < 2 or max(line.count("\t") for line in lines) >= COLUMNS_LIMIT:
        return False
    rows = [[part for part in line.split("\t") if part.strip(_BLANK)] for line in lines]
    return max(map(len, rows)) > 1 and not _are_pairs(rows)


def _are_pairs(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most cells are a label with its value."""
    parts = [part for row in rows for part in row if part.strip(_BLANK)]
    return sum(any(sign in part for sign in _PAIR) for part in parts) * 2 >= len(parts)


def _table(rows: Sequence[Sequence[str]]) -> Table:
    columns = max(map(len, rows))
    cells = []
    for number, row in enumerate(rows):
        for column in range(columns):
            text = row[column].strip(_BLANK) if column < len(row) else ""
            blocks = tuple(typed_paragraph(line) for line in text.split("\n") if line.strip(_BLANK))
            cells.append(Cell(row=number, column=column, blocks=blocks))
    return Table(rows=len(rows), columns=columns, cells=tuple(cells))
