"""What the headers and footers of a document's pages say of the one form in it (填报单位：…), where the form itself leaves it open.

On a single page of a PDF nothing tells a header from lines of text over the form's title, so these are heard as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from parsers.document import Block, Document, Paragraph
from parsers.extraction.headings import HEADED
from parsers.extraction.inline import opens_with_label, pairs
from parsers.extraction.labels import FIRM
from parsers.extraction.layout import Line, Strip, strips
from parsers.extraction.line_pairs import BELOW
from parsers.extraction.placing import Placing

__all__ = ["lines_over", "place_margins"]

_MARGINS = frozenset({"header", "footer"})
_REACHED = frozenset({"person", "mobile", "phone", "email"})
_FEW = 6
"""Lines over a form at most, its title's among them, that may be a header's: more are a text."""


def lines_over(own: Sequence[Strip], found: Sequence[Strip]) -> list[Line]:
    """The few lines of *found*, a document's, that stand before all of a form's *own*; none where something else stands there."""
    first = min((number for number, strip in enumerate(found) if any(strip is one for one in own)), default=0)
    over = [strip for strip in found[:first] if isinstance(strip, Line)]
    return over if first == len(over) <= _FEW else []


def place_margins(document: Document, placing: Placing, over: Sequence[Line] = ()) -> None:
    """Finds the values behind labels in *document*'s headers and footers, for fields outside lists that the form has no value for, each told once there.

    The lines *over* the form are asked as well, down to the first that doesn't begin with a label of it: its title.
    """
    told: dict[str, list[tuple[str, Line, float]]] = {}
    heard = takewhile(lambda line: opens_with_label(line.text, placing.lexicon), over)
    for line in (*_lines(document), *heard):
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
        # A letterhead tells as well whom to call.
        sure = min(quality, BELOW) if placing.spec(path).kind in _REACHED else quality
        placing.add(path, (), line.part(value), sure, parts)


def _lines(document: Document) -> Iterator[Line]:
    margins: tuple[Block, ...] = tuple(block for block in document.asides if _is_margin(block))
    for strip in strips(Document(format=document.format, blocks=margins)) if margins else ():
        if isinstance(strip, Line):
            yield strip


def _is_margin(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return block.part in _MARGINS
    return any(_is_margin(inner) for cell in block.cells for inner in cell.blocks)
