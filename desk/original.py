"""An original as it was read, for formats without pages: its paragraphs and tables as HTML, each cell marked with where it stands.

``data-at`` is "table,row,column" as the fields of a record say it, so that the page can light the cell that a value came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import count

from desk.privacy import MASK
from parsers.document import Block, Document, Paragraph, Table

__all__ = ["as_html"]

BLOCKS_LIMIT = 4000
"""What a browser shows without effort; the rest is in the original."""


def as_html(document: Document, secrets: Iterable[str] = ()) -> str:
    """*document* as HTML; all text escaped, and *secrets* masked wherever they stand."""
    made = "".join(_blocks(document.blocks, count(), iter(range(BLOCKS_LIMIT))))
    for secret in sorted(secrets, key=len, reverse=True):
        made = made.replace(escape(secret), MASK)
    return made


def _blocks(blocks: tuple[Block, ...], tables: Iterator[int], left: Iterator[int]) -> Iterator[str]:
    for block in blocks:
        if next(left, None) is None:
            return
        if isinstance(block, Paragraph):
            if block.text.strip():
                yield f"<p>{escape(block.text)}</p>"
        elif isinstance(block, Table):
            yield from _table(block, tables, left)


def _table(table: Table, tables: Iterator[int], left: Iterator[int]) -> Iterator[str]:
    number = next(tables)
    yield "<table><tbody>"
    row = -1
    for cell in table.cells:
        while row < cell.row:
            yield "</tr><tr>" if row >= 0 else "<tr>"
            row += 1
        spans = "".join(
            f' {name}="{span}"'
            for name, span in (("rowspan", cell.row_span), ("colspan", cell.column_span))
            if span > 1
        )
        inner = "".join(_inner(cell.blocks, tables, left))
        yield f'<td data-at="{number},{cell.row},{cell.column}"{spans}>{inner}</td>'
    yield "</tr></tbody></table>" if table.cells else "</tbody></table>"


def _inner(blocks: tuple[Block, ...], tables: Iterator[int], left: Iterator[int]) -> Iterator[str]:
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(escape(block.text))
        else:
            yield "\n".join(texts)
            texts = []
            yield from _blocks((block,), tables, left)
    yield "\n".join(texts)
