"""What of a page's characters is really seen: not those drawn twice, in white on white, or under something else."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from itertools import pairwise

from forms.text import Box
from parsers.pdf.model import Edge, Fill, Glyph, Page, Picture, Strike

__all__ = ["clean", "strike"]

TWICE = 0.18
"""Ems by which a character may be moved and is the same one drawn again, for boldness or a shadow."""
FARTHEST = 16.0
"""Points by which the same character may be moved at most, however large it is."""
SHADOW, ASLANT, STEADY = 0.45, 0.05, 0.02
"""Ems by which a shadow stands beside its text at most, by which it is lower or higher at least, and by which its characters may differ in that."""
SLIVER, UNSURE = 0.1, 0.85
"""Ems of a character at the page's edge from which on it is seen, and the confidence of one that is cut off there."""
SAME_LINE, RUNNING = 0.2, 0.35
"""Ems by which the heights of pieces of one line differ, and those up to which one goes on with the other."""
HEAP = 64
"""Equal characters at one place that are looked at; no form has more than two."""
GROUND = 0.5
"""Share of the page from which on something may be drawn between a ground and a text that has its colour."""
ALIKE = 6
"""Levels out of 255 by which two colours may differ in each channel and nobody sees it."""
WHITE = 245
"""Darkest channel, out of 255, from which on a character is white."""
STRUCK_LOW, STRUCK_HIGH = 0.16, 0.62
"""Ems above the baseline between which a line strikes a character through; below, it underlines it."""


def clean(page: Page) -> None:
    """Takes from *page* the characters that aren't seen, and writes down that some were taken."""
    solid = [fill for fill in page.fills if fill.opaque and _area(fill.box) > 0]
    # What runs on over the page's edge is a part of what is seen; what begins beyond it isn't.
    wide, high = 2 * page.width, page.height
    on = [0 <= glyph.x0 + glyph.x1 <= wide and 0 <= glyph.y - 0.36 * glyph.size <= high for glyph in page.glyphs]
    if all(on) and (page.proved or not solid) and all(page.proved or glyph.color < WHITE for glyph in page.glyphs):
        _drop_twice(page)
        _drop_shadows(page)
        return
    on_page = {glyph.layer for glyph, is_on in zip(page.glyphs, on, strict=True) if is_on}
    running = _running_on(page.glyphs, on_page)
    page_area = page.width * page.height
    kept = []
    for glyph, is_on in zip(page.glyphs, on, strict=True):
        if glyph.text.isspace():
            kept.append(glyph)
            continue
        if glyph.layer in running:
            # What isn't seen of it is told by the file alone, and so is what the rest of it means for others.
            page.beyond.append(glyph)
            glyph.confidence = min(glyph.confidence, UNSURE)
        elif not is_on and glyph.layer not in on_page:
            if 0 <= glyph.middle <= page.height:
                page.beyond.append(glyph)
            if not _is_cut(glyph, page):
                page.notes.add("document.hidden")
                continue
            glyph.confidence = min(glyph.confidence, UNSURE)
        if page.proved or (not solid and glyph.color < WHITE):
            kept.append(glyph)
            continue
        below = above = None
        for fill in solid:
            x0, top, x1, bottom = fill.box
            if x0 <= glyph.x <= x1 and top <= glyph.middle <= bottom:
                if fill.layer > glyph.layer:
                    above = fill
                else:
                    below = fill
        if (
            above is not None
            or (glyph.color >= WHITE and _is_on_white(glyph, below, page.pictures))
            or (
                below is not None and _area(below.box) < GROUND * page_area and _is_drowned(glyph, below, page.pictures)
            )
        ):
            page.notes.add("document.hidden")
        else:
            kept.append(glyph)
    if len(kept) != len(page.glyphs):
        page.glyphs = kept
    # What replaces a covered text has characters in common with it.
    _drop_twice(page)
    _drop_shadows(page)


def _is_cut(glyph: Glyph, page: Page) -> bool:
    """Whether the page's edge cuts a character off, and a part of it is seen."""
    reach = SLIVER * glyph.size
    return 0 <= glyph.middle <= page.height and glyph.x1 > reach and glyph.x0 < page.width - reach


def _is_on_white(glyph: Glyph, below: Fill | None, pictures: list[Picture]) -> bool:
    if below is not None and not below.white:
        return False
    return not any(
        picture.layer < glyph.layer
        and picture.box[0] <= glyph.x <= picture.box[2]
        and picture.box[1] <= glyph.middle <= picture.box[3]
        for picture in pictures
    )


def _is_drowned(glyph: Glyph, below: Fill, pictures: list[Picture]) -> bool:
    """Whether a character has the colour of the ground on which it stands, and no picture is between them."""
    if glyph.ink < 0 or below.ink < 0:
        return False
    return all(
        abs((glyph.ink >> shift & 255) - (below.ink >> shift & 255)) <= ALIKE for shift in (0, 8, 16)
    ) and not any(
        below.layer < picture.layer < glyph.layer
        and picture.box[0] <= glyph.x <= picture.box[2]
        and picture.box[1] <= glyph.middle <= picture.box[3]
        for picture in pictures
    )


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _drop_twice(page: Page) -> None:
    """Drops each character that stands where the same one stood already, keeping the first."""
    # By character and place in steps of sixteen points: most characters are looked for in one of them.
    places: dict[tuple[str, int, int], list[Glyph]] = {}
    often = Counter([glyph.text for glyph in page.glyphs])
    kept = []
    for glyph in page.glyphs:
        text = glyph.text
        if often[text] == 1 or text.isspace():
            kept.append(glyph)
            continue
        reach = min(TWICE * glyph.size, FARTHEST)
        left, right = int(glyph.x0 - reach) >> 4, int(glyph.x0 + reach) >> 4
        above, below = int(glyph.y - reach) >> 4, int(glyph.y + reach) >> 4
        if left == right and above == below:
            alone = places.get((text, left, above))
            near = [alone] if alone is not None else []
        else:
            near = [
                places[text, x, y]
                for x in range(left, right + 1)
                for y in range(above, below + 1)
                if (text, x, y) in places
            ]
        # The letters of one ligature stand at one place, but in one piece of text.
        if not near or not any(
            abs(other.x0 - glyph.x0) <= min(reach, TWICE * other.size)
            and abs(other.y - glyph.y) <= reach
            and other.layer != glyph.layer
            for others in near
            for other in others
        ):
            kept.append(glyph)
            heap = places.setdefault((text, int(glyph.x0) >> 4, int(glyph.y) >> 4), [])
            if len(heap) < HEAP:
                heap.append(glyph)
    if len(kept) != len(page.glyphs):
        page.glyphs = kept


def _drop_shadows(page: Page) -> None:
    """Drops each piece of text that is the shadow of another one: the same, a part of an em lower or higher and to the side, and no darker."""
    runs: dict[int, list[Glyph]] = {}
    for glyph in page.glyphs:
        if not glyph.text.isspace():
            runs.setdefault(glyph.layer, []).append(glyph)
    same: defaultdict[str, list[list[Glyph]]] = defaultdict(list)
    for run in runs.values():
        same["".join([glyph.text for glyph in run])].append(run)
    gone: set[int] = set()
    for several in same.values():
        if len(several) > 1:
            several.sort(key=lambda run: run[0].y)
            for place, run in enumerate(several):
                for other in several[place + 1 : place + HEAP]:
                    if other[0].y - run[0].y > SHADOW * run[0].size:
                        break
                    if _is_shadow(run, other):
                        lighter = max((run, other), key=lambda one: (one[0].color, -one[0].layer))
                        gone.add(lighter[0].layer)
    if gone:
        page.glyphs = [glyph for glyph in page.glyphs if glyph.layer not in gone]


def _is_shadow(run: list[Glyph], other: list[Glyph]) -> bool:
    size = run[0].size
    right, down = other[0].x0 - run[0].x0, other[0].y - run[0].y
    return (
        abs(right) <= SHADOW * size
        and down >= ASLANT * size
        and all(
            abs(two.x0 - one.x0 - right) <= STEADY * size
            and abs(two.y - one.y - down) <= STEADY * size
            and abs(two.size - one.size) <= STEADY * size
            for one, two in zip(run, other, strict=True)
        )
    )


def _running_on(glyphs: list[Glyph], on_page: set[int]) -> set[int]:
    """The pieces of text beyond the page, by layer, that go on without a gap with one that is seen, before it or behind it."""
    ends: dict[int, tuple[Glyph, Glyph]] = {}
    for glyph in glyphs:
        if not glyph.text.isspace():
            first, _ = ends.get(glyph.layer, (glyph, glyph))
            ends[glyph.layer] = (first, glyph)
    if len(on_page) >= len(ends):
        return set()
    running: set[int] = set()
    pairs = [
        (before, layer)
        for (before, (_, last)), (layer, (first, _)) in pairwise(ends.items())
        if not last.angle
        and not first.angle
        and abs(last.y - first.y) <= SAME_LINE * first.size
        and abs(first.x0 - last.x1) <= RUNNING * first.size
    ]
    for chain, step in ((pairs, 1), (pairs[::-1], -1)):
        for before, behind in chain:
            seen, other = (before, behind) if step > 0 else (behind, before)
            if other not in on_page and (seen in on_page or seen in running):
                running.add(other)
    return running


def strike(glyphs: list[Glyph], lines: list[Edge], strikes: list[Strike]) -> None:
    """Marks the characters that a stroke goes through."""
    found = sorted([(edge.at, edge.start, edge.end) for edge in lines] + [(s.y, s.x0, s.x1) for s in strikes])
    if not found:
        return
    for glyph in glyphs:
        if glyph.angle:
            continue
        low = bisect_left(found, (glyph.y - STRUCK_HIGH * glyph.size,))
        high = bisect_right(found, (glyph.y - STRUCK_LOW * glyph.size, 1e9))
        if any(start - 0.5 <= glyph.x <= end + 0.5 for _, start, end in found[low:high]):
            glyph.struck = True
