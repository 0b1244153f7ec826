"""Sheets of one table that lay in the scanner at different places: the later page is moved so that its columns stand under those before."""

from __future__ import annotations

from forms.text import Box
from parsers.pdf.model import Edge, Page, Warp
from parsers.ruling import RuledGrid, grids

__all__ = ["aligned"]

SCALES = (0.965, 1.035)
"""By how much the width of one table may differ from sheet to sheet: feeds of scanners differ by a hundredth, photographs by more."""
SCALED, CLOSE = (0.87, 1.15), 1.6
"""The same of photographs from one desk, and points within which all inner borders of the one must then be in the other."""
UNSURE, TOLD = (0.6, 1.6), 3
"""The same of pages whose size nobody knows, and the inner borders that must agree then."""
FARTHEST = 90.0
"""Points by which a sheet may lie elsewhere, unless nearly all inner borders agree: what a camera saw has no margins of its own."""
CROPPED = 0.1
"""Share by which the widths of two pages differ where one was cropped to what stands on it."""
SAME = 3.0
"""Points up to which two borders are one column's."""
ENOUGH = 0.6
"""Share of the inner borders of the table with fewer that must be found in the other."""
NEARLY = 0.8
"""Share of the inner borders of the table with more that must be in the other for the two to be one, where all of the other's are."""
TINY = 0.4
"""Points of difference that aren't worth moving for."""


def aligned(pages: list[Page]) -> list[Page]:
    """*pages* of which those that are images and begin with a table like the one that ends the page before are moved across to it.

    Where they are on the page as it is shown is told by ``Page.warp``, which is changed with them.
    """
    before: Page | None = None
    for page in pages:
        if before is not None and _is_seen(before) and _is_seen(page):
            _align(page, before)
        before = page
    return pages


def _is_seen(page: Page) -> bool:
    """Whether a page was set straight as it is drawn: one of text is only turned, if at all."""
    return page.warp is not None and page.kind != "text"


def _align(page: Page, before: Page) -> None:
    upper, lower = _outermost(before, last=True), _outermost(page, last=False)
    if upper is None or lower is None:
        return
    left, right = upper.xs[0], upper.xs[-1]
    scale = (right - left) / (lower.xs[-1] - lower.xs[0])
    shift = left - lower.xs[0] * scale
    moves = (abs(left - lower.xs[0]), abs(right - lower.xs[-1]))
    if not UNSURE[0] <= scale <= UNSURE[1] or max(moves) < TINY:
        return
    theirs = [x * scale + shift for x in lower.xs[1:-1]]
    ours = list(upper.xs[1:-1])
    fewer, more = sorted((ours, theirs), key=len)
    same = sum(any(abs(x - other) <= SAME for other in more) for x in fewer)
    close = bool(fewer) and all(any(abs(x - other) <= CLOSE for other in more) for x in fewer)
    scales = SCALED if close else SCALES
    if same < ENOUGH * len(fewer) or (same < TOLD and not scales[0] <= scale <= scales[1]):
        return
    # Of a page that shows less of its sheet than the other nobody knows where on the sheet its table is.
    cropped = abs(page.width - before.width) > CROPPED * before.width and same == len(fewer) > 0
    # A cell merged over a border above or below leaves that border out of one of the two.
    alike = same == len(more) or (same == len(fewer) > TOLD and same >= NEARLY * len(more))
    told = same >= TOLD and alike
    if max(moves) > FARTHEST and not (told or (cropped and scales[0] <= scale <= scales[1])):
        return
    _move(page, scale, shift)


def _outermost(page: Page, *, last: bool) -> RuledGrid | None:
    """The last or first table of a page: the widest of those that reach lowest or highest."""
    found = [grid for grid in grids(list(page.edges)) if len(grid.cells) > 1]
    if not found:
        return None
    return max(found, key=lambda grid: (grid.ys[-1] if last else -grid.ys[0], grid.xs[-1] - grid.xs[0]))


def _move(page: Page, scale: float, shift: float) -> None:
    """Everything on *page* across to ``x * scale + shift``."""
    for glyph in page.glyphs:
        glyph.x0, glyph.x1 = glyph.x0 * scale + shift, glyph.x1 * scale + shift
    page.edges = [
        Edge(True, edge.at * scale + shift, edge.start, edge.end, edge.width)
        if edge.upright
        else Edge(False, edge.at, edge.start * scale + shift, edge.end * scale + shift, edge.width)
        for edge in page.edges
    ]
    for stamp in page.seals:
        x0, top, x1, bottom = stamp.box
        box: Box = (x0 * scale + shift, top, x1 * scale + shift, bottom)
        stamp.box = box
    page.width = page.width * scale + max(shift, 0.0)
    if page.warp is not None:
        page.warp = _before(page.warp, scale, shift)


def _before(warp: Warp, scale: float, shift: float) -> Warp:
    """*warp* for points that were moved: they are moved back first."""
    a, b, c, d, e, f, g, h, i = warp
    return (
        *(a / scale, b, c - a * shift / scale),
        *(d / scale, e, f - d * shift / scale),
        *(g / scale, h, i - g * shift / scale),
    )
