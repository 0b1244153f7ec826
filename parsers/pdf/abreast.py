"""Columns of text beside one another, as in a newspaper: what is in one of them is drawn before all of the next one. Each is a cell of a table of one row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from math import inf

from parsers.pdf.fragments import Text, is_among, texts_in_order
from parsers.pdf.gutters import Guess, GuessedCell
from parsers.pdf.lines import rows_of
from parsers.pdf.model import Glyph
from parsers.wording import is_usual

__all__ = ["columns_abreast"]

LINES = 3
"""Lines of a column at least."""
RISE = 1.5
"""Ems by which a line is higher than the one drawn before it to begin a column."""
LEVEL = 0.5
"""Ems by which the first lines of columns may differ in height."""
ALIGNED = 1.0
"""Points by which lines of a column may differ where they begin."""
LABELS = 0.6
"""Share of labels among the texts of a column from which on it is one of labels, whose values stand beside them."""
GUTTER = 1.0
"""Ems between columns at least."""


def columns_abreast(glyphs: Sequence[Glyph], page: int) -> tuple[list[Guess], set[int]]:
    """The columns that *glyphs* make, which stand in no table, as tables of one row each, and which characters (by ``id``) are in them."""
    found: list[Guess] = []
    taken: set[int] = set()
    if any(glyph.method != "text" for glyph in glyphs):
        # A picture has no order.
        return found, taken
    texts = texts_in_order(glyphs)
    heads = [text.first for above, text in pairwise(texts) if _rises(above, text)]
    start = 0
    while heads and start < len(texts):
        text = texts[start]
        columns = _columns(texts, start) if any(abs(text.first - y) <= LEVEL * text.size for y in heads) else []
        start += 1
        if len(columns) > 1:
            found.append(_table(columns, page))
            taken.update(id(glyph) for column in columns for text in column for glyph in text.glyphs)
            start = texts.index(columns[-1][-1]) + 1
    return found, taken


def _columns(texts: Sequence[Text], start: int) -> list[list[Text]]:
    """The columns of *texts* whose first begins with the text *start*: what is drawn behind each begins at its height, right of all of it."""
    columns: list[list[Text]] = []
    head = texts[start]
    while start < len(texts) and abs(texts[start].first - head.first) <= LEVEL * head.size:
        left = max((text.right + GUTTER * text.size for column in columns for text in column), default=-inf)
        column: list[Text] = []
        for text in texts[start:]:
            if text.left < left or (column and _rises(column[-1], text)):
                break
            column.append(text)
        if _lines(column) < LINES or sum(map(_is_label, column)) > LABELS * len(column):
            # What is all labels has its values beside it.
            break
        columns.append(column)
        start += len(column)
    if len(columns) > 1:
        # What goes on below the others begins as what is beside them does, or is in none.
        last = max(text.last for column in columns[:-1] for text in column)
        lefts = [text.left for text in columns[-1] if text.first <= last]
        columns[-1] = list(
            takewhile(lambda text: text.first <= last or is_among(text.left, lefts, ALIGNED), columns[-1])
        )
        own = {id(text) for column in columns for text in column}
        foot = max(text.last for column in columns for text in column)
        if _lines(columns[-1]) < LINES or any(
            id(text) not in own and head.first - LEVEL * head.size < text.first <= foot for text in texts
        ):
            return []
    return columns


def _rises(above: Text, text: Text) -> bool:
    return text.first < above.last - RISE * text.size and text.left >= above.left


def _is_label(text: Text) -> bool:
    """Whether a text is a label without its value."""
    return is_usual(text.written) and not any(colon in text.written[:-1] for colon in "：:")


def _lines(column: Sequence[Text]) -> int:
    return len({round(text.first / max(text.size, 1.0)) for text in column})


def _table(columns: Sequence[Sequence[Text]], page: int) -> Guess:
    top = min(text.top for column in columns for text in column)
    bottom = max(text.bottom for column in columns for text in column)
    lefts = [min(text.left for text in column) for column in columns]
    rights = [left - GUTTER * columns[0][0].size for left in lefts[1:]]
    # The last column is as wide as the others.
    rights.append(max(lefts[-1] + rights[0] - lefts[0], *(text.right for text in columns[-1])))
    cells = [
        GuessedCell(
            row=0,
            column=number,
            box=(lefts[number], top, rights[number], bottom),
            rows=rows_of([glyph for text in column for glyph in text.glyphs], page),
        )
        for number, column in enumerate(columns)
    ]
    lines = [line for cell in cells for line in cell.rows]
    return Guess(box=(lefts[0], top, rights[-1], bottom), rows=1, cells=cells, lines=lines, wide=True)
