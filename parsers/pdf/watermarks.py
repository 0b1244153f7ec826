"""Level watermarks, which stand across what a page says and are none of it: large or pale, over other text, or the same one all over the page.

Those set aslant are told by that alone (``pdf.pages``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from parsers.pdf.model import Glyph, Page

__all__ = ["take_watermarks"]

PALE = 150
"""Darkest channel, out of 255, from which on a text is pale: watermarks are set in silver, or show through."""
LARGE, HUGE = 1.8, 2.5
"""Times the usual size from which on a text over others is a watermark, and a pale one wherever it stands."""
ALL_OVER = 3
"""Times that a pale text of any size stands on a page that is a watermark where it stands over others."""
COVERED = 0.5
"""Share of the characters of a large text that stand over others where it is a watermark."""
TILES, STEP = 6, 1.0
"""Times that such a text stands in rows and columns at equal distances where it is a watermark, whatever it stands on, and points by which those differ."""
APART = 0.8
"""Ems up to which characters on a line are one text."""
_Key = tuple[str, int, int]


def take_watermarks(pages: Sequence[Page]) -> None:
    """Moves what is a watermark from the ``glyphs`` of *pages* to their ``watermarks``."""
    found: dict[_Key, list[tuple[Page, list[Glyph]]]] = defaultdict(list)
    usual: dict[int, float] = {}
    for page in pages:
        sizes = [glyph.size for glyph in page.glyphs]
        if not sizes:
            continue
        size = usual[page.number] = median_low(sizes)
        least = LARGE * size
        some = [glyph for glyph in page.glyphs if (glyph.color >= PALE or glyph.size >= least) and glyph.angle == 0]
        for run in _runs(some):
            text = "".join(glyph.text for glyph in run)
            if sum(map(str.isalnum, text)) > 1:  # a tick stands over its box
                found[text, round(run[0].size), run[0].color].append((page, run))
    gone: dict[int, set[int]] = defaultdict(set)
    for (_, _, color), runs in found.items():
        if _is_watermark(runs, usual, pale=color >= PALE):
            for page, run in runs:
                gone[page.number].update(map(id, run))
    for page in pages:
        if ids := gone.get(page.number):
            page.watermarks += [glyph for glyph in page.glyphs if id(glyph) in ids]
            page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in ids]


def _is_watermark(runs: list[tuple[Page, list[Glyph]]], usual: dict[int, float], *, pale: bool) -> bool:
    """Whether a text, told by all places where it stands, is one."""
    large = [size / usual[page.number] for page, run in runs for size in [run[0].size]]
    if pale and min(large) >= HUGE:
        return True
    if min(large) >= LARGE and any(_covered(page, run) >= COVERED for page, run in runs):
        return True
    if not pale:
        return False
    on: dict[int, list[list[Glyph]]] = defaultdict(list)
    for page, run in runs:
        on[page.number].append(run)
    most = max(on.values(), key=len)
    return len(most) >= ALL_OVER and (_is_tiled(most) or any(_covered(page, run) > 0 for page, run in runs))


def _is_tiled(runs: list[list[Glyph]]) -> bool:
    """Whether a text stands in rows and columns at equal distances."""
    xs, ys = (_places([getattr(run[0], axis) for run in runs]) for axis in ("x0", "y"))
    return (
        len(runs) >= TILES
        and len(xs) > 1
        and len(ys) > 1
        and len(runs) >= len(xs) * len(ys) // 2
        and _is_even(xs)
        and _is_even(ys)
    )


def _places(values: list[float]) -> list[float]:
    """*values* in order, those that are one but for rounding once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > STEP:
            found.append(value)
    return found


def _is_even(places: list[float]) -> bool:
    steps = [after - before for before, after in pairwise(places)]
    return max(steps) - min(steps) <= STEP


def _runs(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """The texts of *glyphs*, which are in the order in which they are drawn; spaces alone are none."""
    run: list[Glyph] = []
    for glyph in glyphs:
        last = run[-1] if run else None
        if last is not None and not (
            glyph.size == last.size
            and glyph.color == last.color
            and abs(glyph.y - last.y) < 0.1 * last.size
            and abs(glyph.x0 - last.x1) < APART * last.size
        ):
            if any(not one.text.isspace() for one in run):
                yield run
            run = []
        run.append(glyph)
    if any(not one.text.isspace() for one in run):
        yield run


def _covered(page: Page, run: list[Glyph]) -> float:
    """The share of a text's characters on which others stand whose ink is another's."""
    ids = {id(glyph) for glyph in run}
    top = min(glyph.box[1] for glyph in run)
    bottom = max(glyph.box[3] for glyph in run)
    others = [
        glyph
        for glyph in page.glyphs
        if top < glyph.middle < bottom
        and id(glyph) not in ids
        and not glyph.text.isspace()
        and (glyph.size, glyph.color) != (run[0].size, run[0].color)
    ]
    own = [glyph for glyph in run if not glyph.text.isspace()]
    return sum(any(one.x0 < other.x < one.x1 for other in others) for one in own) / len(own)
