"""Text that is typed over a page, in form fields and as free text: set as characters where it stands."""

from __future__ import annotations

from itertools import pairwise

from forms.text import Box
from parsers.pdf.model import Glyph, Page
from parsers.wording import is_usual

__all__ = ["TOP_LAYER", "goes_on", "is_beside", "write"]

TOP_LAYER = 1 << 30
"""Fields and free text are above all that the page itself draws."""
WORD = 0.6
"""Ems between the characters of one word at most."""
UNSURE = 0.85
"""Confidence of what is typed over other text."""
_SIZE = 10.5
"""Points of the text in a field whose height tells nothing: the usual size of body text, five hao."""
_PADDING = 2.0
_RULES = frozenset("_＿…．.")
"""What is printed to write on."""


def is_beside(page: Page, box: Box) -> bool:
    """Whether *box* stands beside all that the page itself says, in its margin: both margins are taken for as wide as the left."""
    own = [glyph for glyph in page.glyphs if glyph.layer != TOP_LAYER and not glyph.text.isspace()]
    if not own:
        return False
    level = [edge for edge in page.edges if not edge.upright]
    left = min([min(glyph.x0 for glyph in own), *(edge.start for edge in level)])
    right = max([max(glyph.x1 for glyph in own), *(edge.end for edge in level)])
    return box[0] >= max(right, page.width - left) or box[2] <= left


def goes_on(page: Page, glyphs: list[Glyph], box: Box) -> bool:
    """Whether what is typed into *box* stands on a line behind a word of *glyphs*, the page's own, that is no label: neither a colon, nor a rule, nor a line is between."""
    x0, top, _, bottom = box
    before = sorted(
        (glyph for glyph in glyphs if top < glyph.middle < bottom and glyph.x < x0), key=lambda glyph: glyph.x
    )
    while before and before[-1].text.isspace():
        before.pop()
    if not before or not before[-1].text.isalnum():
        return False
    last = before[-1]
    word = last.text
    for left, right in pairwise(reversed(before)):
        if left.x0 - right.x1 > WORD * left.size or not right.text.isalnum():
            break
        word = right.text + word
    return not is_usual(word) and not any(
        edge.upright and edge.start < (top + bottom) / 2 < edge.end and last.x < edge.at <= x0 + _PADDING
        for edge in page.edges
    )


def write(text: str, box: Box, page: Page, *, multiline: bool) -> None:
    """Sets *text* into *box* as characters, each of its lines on a line of its own, squeezed where it is longer."""
    lines = [line.rstrip() for line in text.replace("\t", " ").split("\n")]
    lines = [line for line in lines if line] if multiline else lines[:1]
    if not lines:
        return
    x0, top, x1, bottom = box
    under = [
        glyph
        for glyph in page.glyphs
        if glyph.layer != TOP_LAYER
        and not glyph.text.isspace()
        and x0 <= glyph.x <= x1
        and top <= glyph.middle <= bottom
    ]
    pitch = (bottom - top) / len(lines)
    size = min(_SIZE, max(pitch * 0.9, 0.5))
    for row, line in enumerate(lines):
        room = max(x1 - x0 - 2 * _PADDING, 1.0)
        step = min(size, room / len(line))
        y = top + pitch * (row + 0.5) + 0.36 * size if len(lines) > 1 else (top + bottom) / 2 + 0.36 * size
        for column, character in enumerate(line):
            x = x0 + _PADDING + column * step
            page.glyphs.append(
                Glyph(
                    character,
                    x,
                    x + step,
                    y,
                    size,
                    font=-1,
                    order=len(page.glyphs),
                    layer=TOP_LAYER,
                    hard=column == len(line) - 1,
                )
            )
    reach = x0 + _PADDING + max(map(len, lines)) * size
    if any(glyph.x0 < reach and glyph.text not in _RULES for glyph in under):
        # The page's own text is under it: it may be covered, or belong to it.
        for glyph in page.glyphs[-sum(map(len, lines)) :]:
            glyph.confidence = UNSURE
            glyph.notes = ("text.overlay",)
