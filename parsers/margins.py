"""What the headers and footers of a document's pages say of the one form in it (填报单位：…), where the form itself leaves it open."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.document import Block, Document, Paragraph
from parsers.headings import HEADED
from parsers.inline import pairs
from parsers.labels import FIRM
from parsers.layout import Line, strips
from parsers.placing import Placing

__all__ = ["place_margins"]

_MARGINS = frozenset({"header", "footer"})


def place_margins(document: Document, placing: Placing) -> None:
    """Finds the values behind labels in *document*'s headers and footers, for fields outside lists that the form has no value for, each told once there."""
    told: dict[str, list[tuple[str, Line, float]]] = {}
    for line in _lines(document):
        for pair in pairs(line.text, placing.lexicon):
            hits = [hit for hit in pair.hits if not hit.group and hit.quality >= FIRM and "[]" not in hit.path]
            if len(hits) == 1 and pair.value.strip():
                told.setdefault(hits[0].path, []).append((pair.value, line, hits[0].quality))
    for path, found in told.items():
        values = {value for value, _, _ in found}
        if len(values) > 1 or placing.filled(path) or placing.spec(path).kind in HEADED:
            continue
        value, line, quality = found[0]
        parts = (value,) if placing.spec(path).options else ()
        placing.add(path, (), line.part(value), quality, parts)


def _lines(document: Document) -> Iterator[Line]:
    margins: tuple[Block, ...] = tuple(block for block in document.asides if _is_margin(block))
    for strip in strips(Document(format=document.format, blocks=margins)) if margins else ():
        if isinstance(strip, Line):
            yield strip


def _is_margin(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return block.part in _MARGINS
    return any(_is_margin(inner) for cell in block.cells for inner in cell.blocks)
