"""Tick boxes whose font wasn't at hand when the PDF was made: told by the codes that they have in Wingdings and Wingdings 2.

Whoever prints a form without these fonts gets the code in another one: of private use (U+F0FE), drawn as nothing or as a box for what is missing,
or as the letter of that code (þ, R). One such character tells nothing. An empty box and a marked one of the same font, beside one another and
with no letters about them, tell each other.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from parsers.pdf.boxes import SCALE, Picture, box_drawn
from parsers.pdf.model import Glyph, Page
from parsers.symbols import CROSSED, EMPTY, TICKED, symbol

__all__ = ["may_be_empty", "name_marks"]

FONTS = ("wingdings", "wingdings 2")
NEAR = 3.0
"""Ems, downwards, between the options of one choice."""
_MARKED = frozenset({TICKED, CROSSED, "✓", "✗"})


def name_marks(pages: list[Page], is_typeset: Callable[[Glyph], bool], picture: Picture) -> None:
    """Puts ☐, ☑, ☒, ✓ and ✗ in the place of codes of *pages* that are sure to mean them. *is_typeset* tells what fonts may be missing for."""
    for page in pages:
        candidates = [glyph for glyph in _alone(page) if is_typeset(glyph)]
        if len(candidates) < 2:
            continue
        for font in FONTS:
            meant = {id(glyph): symbol(font, code) for glyph in candidates if (code := _code(glyph.text)) is not None}
            empty = [glyph for glyph in candidates if meant[id(glyph)] == EMPTY and not glyph.text.isascii()]
            marked = [
                glyph
                for glyph in candidates
                if meant[id(glyph)] in _MARKED
                and any(abs(glyph.y - other.y) <= NEAR * glyph.size and glyph.text != other.text for other in empty)
            ]
            if empty and marked and not _is_contradicted(empty, marked, picture, page.number):
                for glyph in (*empty, *marked):
                    glyph.text = meant[id(glyph)]
                break


def may_be_empty(text: str) -> bool:
    """Whether *text* may be the code of an empty box, without which nothing is told."""
    code = None if text.isascii() else _code(text)
    return code is not None and any(symbol(font, code) == EMPTY for font in FONTS)


def _code(text: str) -> int | None:
    """What may be a code of a symbol font: of private use, or a letter or sign of one byte."""
    code = ord(text[0])
    return code & 0xFF if 0xF020 <= code <= 0xF0FF or 0x21 <= code <= 0xFF else None


def _alone(page: Page) -> list[Glyph]:
    """The characters that may be such codes and have no letter or digit beside them."""
    glyphs = [glyph for glyph in page.glyphs if not glyph.angle]
    joined = {
        id(one)
        for left, right in pairwise(glyphs)
        if abs(left.y - right.y) < 0.5 * left.size and right.x0 - left.x1 < 0.3 * left.size
        for one, other in ((left, right), (right, left))
        # The same once more in its place is its shadow.
        if other.text.isascii() and not other.text.isspace() and (left.text != right.text or right.x0 >= left.x1)
    }
    return [
        glyph
        for glyph in glyphs
        if _code(glyph.text) is not None
        and not (glyph.text < "\u0080" and not glyph.text.isupper())
        and (glyph.text >= "\ue000" or id(glyph) not in joined)
    ]


def _is_contradicted(empty: list[Glyph], marked: list[Glyph], picture: Picture, number: int) -> bool:
    """Whether what is drawn is the other way round."""
    if all(glyph.text < "\ue000" for glyph in (*empty, *marked)):
        return False
    drawn = picture(number, SCALE, {glyph.layer for glyph in (*empty, *marked)})
    return all(box_drawn(glyph, drawn) == TICKED for glyph in empty) and all(
        box_drawn(glyph, drawn) == EMPTY for glyph in marked
    )
