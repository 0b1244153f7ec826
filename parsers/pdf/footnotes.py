"""Footnotes: what stands under a short rule at the end of a page, and the raised numbers that refer to it."""

from __future__ import annotations

from parsers.pdf.model import Edge, Glyph, Page
from parsers.ruling import RuledGrid

__all__ = ["footnotes", "without_references"]

SHORTEST, LONGEST = 0.1, 0.45
"""Shares of the page's width between which the rule above footnotes is long: Word's has 2 inches, LibreOffice's a quarter of the text's width."""
HALF = 0.5
"""Share of the page's height below which footnotes stand."""
SMALL = 0.85
"""Times the size of the text before it up to which a raised character may be."""
RAISED = 0.12
"""Ems of that text by which it must be raised."""
HIGHEST = 0.6
"""Ems of that text by which it may be raised: higher is the line above."""
_DIGITS = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩*＊")


def footnotes(glyphs: list[Glyph], rules: list[Edge], found: list[RuledGrid], page: Page) -> list[Glyph]:
    """The characters of the footnotes of *page*: all that stand below a short rule with nothing beside it, the first of them a number.

    *rules* are the level lines that belong to no grid of *found*.
    """
    written = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not written:
        return []
    # Word processors set tables some points left of the text.
    lefts = min([glyph.x0 for glyph in written] + [grid.box[0] for grid in found]), min(_beside(written, found))
    for rule in sorted(rules, key=lambda rule: rule.at):
        if rule.at < HALF * page.height or all(abs(rule.start - x) > 0.02 * page.width for x in lefts):
            continue
        if not SHORTEST * page.width <= rule.end - rule.start <= LONGEST * page.width:
            continue
        if any(grid.box[3] > rule.at for grid in found):
            continue
        # A rule right under text underlines it.
        if any(rule.at - 0.5 * glyph.size < glyph.y < rule.at + 0.2 * glyph.size for glyph in written):
            continue
        below = [glyph for glyph in glyphs if glyph.y > rule.at]
        first = min((glyph for glyph in below if not glyph.text.isspace()), key=_reading, default=None)
        if first is not None and first.text in _DIGITS:
            # The page's number stands lower, apart from them.
            return _together(below)
    return []


def _beside(glyphs: list[Glyph], found: list[RuledGrid]) -> list[float]:
    """Where *glyphs* outside the grids *found* begin, or all of them."""
    boxes = [grid.box for grid in found]
    outside = [glyph.x0 for glyph in glyphs if not any(box[1] < glyph.middle < box[3] for box in boxes)]
    return outside or [glyph.x0 for glyph in glyphs]


def _reading(glyph: Glyph) -> tuple[float, float]:
    return round(glyph.middle / glyph.size), glyph.x0


def _together(glyphs: list[Glyph]) -> list[Glyph]:
    """The first of *glyphs*, downwards, that no room of more than two lines parts."""
    kept: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if kept and glyph.y - kept[-1].y > 2.2 * max(glyph.size, kept[-1].size):
            break
        kept.append(glyph)
    return sorted(kept, key=lambda glyph: glyph.order)


def without_references(glyphs: list[Glyph], notes: list[Glyph]) -> list[Glyph]:
    """*glyphs* without the small raised numbers that refer to *notes*, the footnotes of the same page."""
    if not notes:
        return glyphs
    markers = {glyph.text for glyph in notes if glyph.text in _DIGITS}
    inside = {id(glyph) for glyph in notes}
    return [
        glyph
        for glyph in glyphs
        if glyph.text not in markers
        or id(glyph) in inside
        or not any(_raises(base, glyph) for base in glyphs)
        or any(_goes_on(other, glyph) for other in glyphs)
    ]


def _raises(base: Glyph, glyph: Glyph) -> bool:
    """Whether *glyph* stands small and raised behind *base*."""
    return (
        glyph.size <= SMALL * base.size
        and RAISED * base.size < base.y - glyph.y < HIGHEST * base.size
        and -0.3 * base.size < glyph.x0 - base.x1 < 1.5 * base.size
        and not base.text.isspace()
    )


def _goes_on(other: Glyph, glyph: Glyph) -> bool:
    """Whether *other* stands beside *glyph* on its own line, so that both are parts of a number or word."""
    return (
        other is not glyph
        and abs(other.y - glyph.y) < 0.05 * glyph.size
        and (abs(other.x0 - glyph.x1) < 0.2 * glyph.size or abs(other.x1 - glyph.x0) < 0.2 * glyph.size)
        and other.text.isalnum()
    )
