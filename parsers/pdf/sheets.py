"""Sheets that hold several pages side by side or one above another, as printers put two on one, and pages that are printed very small.

The pages of a form are narrower than they are high, or the other way round, and so is each half of such a sheet. It is parted where nothing is drawn
from end to end, about its middle, if that is so on all sheets of its size, and if its text is small for its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median_low

from forms.text import Box
from parsers.pdf.columned import columns_of
from parsers.pdf.model import Edge, Page, Picture, Remark, Stamp, Strike, Warp
from parsers.pdf.turns import after

__all__ = ["part_of", "parted"]

ASPECT = (1.2, 1.75)
"""The longer side of a sheet by its shorter one; that of paper is 1.41 or, as in America, 1.29 and 1.55."""
GUTTER = (0.04, 0.06)
"""Share of a sheet's longer side that is free about its middle at least, between pages side by side and one above another."""
SPILT = 2
"""Lines at most that run from the left page of a wide sheet to where the right one begins."""
EDGE = 0.015
"""The same on each side of the middle: one page may have a head where the other has a margin."""
SMALL = (0.0145, 0.0115)
"""Ems of such a sheet's text by the root of its area at most, likewise: on A4 they are 10.2 and 8.1 points, on A3 14.5 and 11.5."""
HALF_USED = 0.009
"""The same of a sheet whose text is so small that several pages must be on it: the lower half may be blank where two of four stand in the upper."""
TINY_GUTTER = 0.02
"""Share of such a sheet's longer side that is free about its middle: pages' numbers and heads stand in their margins."""
LARGE = 800.0
"""Points of the shorter side of a sheet from which on it is A3, on which two pages stand side by side in whatever size."""
RULE = 0.8
"""Share of the sheet's shorter side from which on a line in the gutter parts its pages."""
DEPTH = 2
"""How often a sheet is parted: four pages on one are halves of halves."""
TINY, USUAL = 6.5, 10.5
"""Points of text up to which all is enlarged until it is as large as usual: what counts as near is told in points."""
SAME = 2.0
"""Points by which the sheets of a file may differ in size."""


def parted(pages: Sequence[Page]) -> list[tuple[Page, int]]:
    """*pages* as they are read, each with the number of the sheet that it is on: numbered anew where sheets hold several, enlarged if very small."""
    found = list(_columned(pages))
    for _ in range(DEPTH):
        found = list(_halves(found))
    if len(found) != len(pages):
        for number, (page, _) in enumerate(found, 1):
            page.number = number
    sizes = [glyph.size for page in pages if page.kind == "text" for glyph in page.glyphs if not glyph.text.isspace()]
    if sizes and all(page.kind in ("text", "blank") for page in pages) and (size := median_low(sizes)) <= TINY:
        found = [(part_of(page, (0.0, 0.0, page.width, page.height), USUAL / size), sheet) for page, sheet in found]
    return found


def _columned(pages: Sequence[Page]) -> Iterator[tuple[Page, int]]:
    """*pages* with the number of each, those set in two columns that a table goes over as a page for each column."""
    told = {id(page): columns for page in pages if page.kind == "text" and (columns := columns_of(page)) is not None}
    for page in pages:
        columns = told.get(id(page))
        if columns is None:
            yield page, page.number
            continue
        at, farther = columns
        yield part_of(page, (0.0, 0.0, at, page.height), 1.0), page.number
        # The second stands where the first does, as the next page would.
        yield part_of(page, (at, 0.0, page.width, page.height), 1.0, at - farther), page.number


def _halves(pages: list[tuple[Page, int]]) -> Iterator[tuple[Page, int]]:
    """*pages* with those parted that are sheets of two."""
    sizes: list[list[Page]] = []
    for page, _ in pages:
        alike = next((some for some in sizes if _is_as_large(some[0], page)), None)
        if alike is None:
            sizes.append([page])
        else:
            alike.append(page)
    halved = {id(page) for some in sizes if _are_halved(some) for page in some}
    for page, sheet in pages:
        if id(page) not in halved:
            yield page, sheet
            continue
        wide, high = page.width, page.height
        if wide > high:
            boxes = [(0.0, 0.0, wide / 2, high), (wide / 2, 0.0, wide, high)]
        else:
            boxes = [(0.0, 0.0, wide, high / 2), (0.0, high / 2, wide, high)]
        for box in boxes:
            part = part_of(page, box, 1.0)
            if part.glyphs or part.pictures or box is boxes[0]:
                yield part, sheet


def _is_as_large(page: Page, other: Page) -> bool:
    return abs(page.width - other.width) <= SAME and abs(page.height - other.height) <= SAME


def _are_halved(pages: list[Page]) -> bool:
    """Whether *pages*, of one size, look like sheets of two pages each; of the last one half may be blank."""
    less, more = sorted((pages[0].width, pages[0].height))
    across = pages[0].width > pages[0].height
    number = 0 if across else 1
    if not ASPECT[0] * less <= more <= ASPECT[1] * less or any(page.kind == "garbled" for page in pages):
        return False
    sizes = [glyph.size for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    is_large = across and less >= LARGE
    if not sizes or (not is_large and median_low(sizes) > SMALL[number] * (less * more) ** 0.5):
        return False
    tiny = median_low(sizes) <= HALF_USED * (less * more) ** 0.5
    gutter, edge = (TINY_GUTTER, TINY_GUTTER / 4) if tiny else (GUTTER[number], EDGE)
    middle, least = more / 2, edge * more
    first, second = 0.0, more
    both = not across and tiny
    for page in pages:
        sides = set()
        for low, high in _extents(page, across=across, shorter=less):
            if low < middle + least and high > middle - least:
                return False
            sides.add(low > middle)
            if low > middle:
                second = min(second, low)
            else:
                first = max(first, high)
        both = both or len(sides) == 2
    return both and second - first >= gutter * more


def _spilt(page: Page) -> set[int]:
    """The characters before the middle of a wide sheet, by their identity, of few lines: what runs out of its cell is cut off where its page ends."""
    middle = page.width / 2
    start = middle - GUTTER[0] * page.width
    near = [glyph for glyph in page.glyphs if glyph.x0 < middle and glyph.x1 > start and not glyph.text.isspace()]
    spilt = len({round(glyph.y) for glyph in near}) <= SPILT and all(glyph.x <= middle for glyph in near)
    return {id(glyph) for glyph in near} if spilt else set()


def _extents(page: Page, *, across: bool, shorter: float) -> Iterator[tuple[float, float]]:
    """From where to where what is on *page* reaches along its longer side."""
    spilt = _spilt(page) if across else set()
    for glyph in page.glyphs:
        if glyph.text.isspace() or id(glyph) in spilt:
            continue
        x0, top, x1, bottom = glyph.box
        yield (x0, x1) if across else (top, bottom)
    for edge in page.edges:
        if edge.upright != across:
            yield edge.start, edge.end
        elif edge.end - edge.start < RULE * shorter:
            yield edge.at, edge.at
    boxes = [fill.box for fill in page.fills if not fill.white] + page.frames
    for box in [*boxes, *(picture.box for picture in page.pictures)]:
        yield (box[0], box[2]) if across else (box[1], box[3])


def part_of(page: Page, part: Box, scale: float = 1.0, aside: float = 0.0) -> Page:
    """What of *page* is in *part*, *scale* times as large, with *aside* points free on its left."""
    side, top, right, bottom = part
    left = side - aside

    def has(x: float, y: float) -> bool:
        return side <= x < right and top <= y < bottom

    def inside(box: Box) -> bool:
        return has((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def moved(box: Box) -> Box:
        return (
            (box[0] - left) * scale,
            (box[1] - top) * scale,
            (box[2] - left) * scale,
            (box[3] - top) * scale,
        )

    def edges(some: list[Edge]) -> Iterator[Edge]:
        for edge in some:
            middle = (edge.start + edge.end) / 2
            if has(edge.at, middle) if edge.upright else has(middle, edge.at):
                along, across = (top, left) if edge.upright else (left, top)
                yield Edge(
                    edge.upright,
                    (edge.at - across) * scale,
                    (edge.start - along) * scale,
                    (edge.end - along) * scale,
                    edge.width * scale,
                )

    back: Warp = (1 / scale, 0.0, left, 0.0, 1 / scale, top, 0.0, 0.0, 1.0)
    return replace(
        page,
        width=(right - left) * scale,
        height=(bottom - top) * scale,
        glyphs=[
            replace(
                glyph,
                x0=(glyph.x0 - left) * scale,
                x1=(glyph.x1 - left) * scale,
                y=(glyph.y - top) * scale,
                size=glyph.size * scale,
            )
            for glyph in page.glyphs
            if has(glyph.x, glyph.middle)
        ],
        edges=list(edges(page.edges)),
        pale=list(edges(page.pale)),
        fills=[replace(fill, box=moved(fill.box)) for fill in page.fills if inside(fill.box)],
        frames=[moved(frame) for frame in page.frames if inside(frame)],
        pictures=[Picture(moved(one.box), one.layer, one.density / scale) for one in page.pictures if inside(one.box)],
        strikes=[
            Strike((one.x0 - left) * scale, (one.x1 - left) * scale, (one.y - top) * scale)
            for one in page.strikes
            if has((one.x0 + one.x1) / 2, one.y)
        ],
        remarks=[Remark(one.text, moved(one.box)) for one in page.remarks if inside(one.box)],
        seals=[Stamp(moved(one.box), one.confidence) for one in page.seals if inside(one.box)],
        notes=set(page.notes),
        warp=after(back, page.warp),
    )
