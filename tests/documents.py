"""Builds ``Document`` values for tests from strings and lists of lists, without any file."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.document import Block, Cell, Document, Paragraph, Table

__all__ = ["ABOVE", "LEFT", "Content", "document", "lines", "table"]

LEFT = "<"
"""Stands in a grid for a position that the cell to the left covers."""

ABOVE = "^"
"""Stands in a grid for a position that the cell above covers."""

Content = str | Table | Sequence[Block]


def lines(text: str, **keys: object) -> tuple[Paragraph, ...]:
    """A paragraph for each line of *text*; *keys* go to all of them."""
    return tuple(Paragraph(text=line, **keys) for line in text.split("\n"))  # type: ignore[arg-type]


def document(*blocks: str | Block, asides: Sequence[Block] = ()) -> Document:
    """A document of *blocks*; a string gives a paragraph a line."""
    found: list[Block] = []
    for block in blocks:
        found.extend(lines(block) if isinstance(block, str) else [block])
    return Document(format="docx", blocks=tuple(found), asides=tuple(asides))


def table(rows: Sequence[Sequence[Content]]) -> Table:
    """A table of *rows*; ``LEFT`` and ``ABOVE`` in them let the cell to the left or above span further. Short rows end in no cell."""
    columns = max(len(row) for row in rows)
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for y, row in enumerate(rows):
        for x, content in enumerate(row):
            owner = (y, x)
            if content == LEFT and x:
                owner = owners[y, x - 1]
            elif content == ABOVE and y:
                owner = owners[y - 1, x]
            owners[y, x] = owner
    cells = []
    for (y, x), owner in owners.items():
        if owner == (y, x):
            covered = [place for place, its in owners.items() if its == owner]
            cells.append(
                Cell(
                    row=y,
                    column=x,
                    row_span=max(place[0] for place in covered) - y + 1,
                    column_span=max(place[1] for place in covered) - x + 1,
                    blocks=_blocks(rows[y][x]),
                )
            )
    return Table(rows=len(rows), columns=columns, cells=tuple(cells))


def _blocks(content: Content) -> tuple[Block, ...]:
    if isinstance(content, str):
        return lines(content)
    return (content,) if isinstance(content, Table) else tuple(content)
