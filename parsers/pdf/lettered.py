"""Pictures as high as a line of text, as programs put them in the place of words whose font mustn't be in a file: what a page of text may say in them."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.geometry import Strips
from parsers.pdf.model import Page, Picture

__all__ = ["HIGHEST", "lettered"]

LOWEST, HIGHEST = 4.0, 48.0
"""Points of the shorter side of such a picture: a logo or a photograph is larger."""
READABLE = 1.2
"""Pixels a point from which on a character can be read."""
TOUCHING, ALONG = 0.3, 0.5
"""Points between two strips of one picture, and by which their ends may differ."""
MOST = 2_000
"""Pictures of a page that are looked at."""
GROUND = 0.3
"""Share of a picture that the characters above it take from which on it is their ground."""


def lettered(page: Page) -> list[Picture]:
    """The pictures on *page* that may be words: no ground of characters, and no strip of a larger picture."""
    fit = [
        one
        for one in page.pictures[:MOST]
        if LOWEST <= min(_sides(one)) <= HIGHEST and one.density >= READABLE and _is_on(one, page)
    ]
    if not fit:
        return []
    strips = _strips(page.pictures[:MOST])
    written = Strips((glyph.box, glyph) for glyph in page.glyphs if not glyph.text.isspace())
    found = []
    for one in fit:
        wide, high = _sides(one)
        above = {
            id(glyph): glyph
            for glyph in written.near(one.box[1], one.box[3])
            if glyph.layer > one.layer
            and one.box[0] <= glyph.x <= one.box[2]
            and one.box[1] <= glyph.middle <= one.box[3]
        }
        if id(one) not in strips and sum((g.x1 - g.x0) * g.size for g in above.values()) < GROUND * wide * high:
            found.append(one)
    return found


def _sides(picture: Picture) -> tuple[float, float]:
    x0, top, x1, bottom = picture.box
    return x1 - x0, bottom - top


def _is_on(picture: Picture, page: Page) -> bool:
    x0, top, x1, bottom = picture.box
    return x1 > 0 and bottom > 0 and x0 < page.width and top < page.height


def _strips(pictures: Sequence[Picture]) -> set[int]:
    """Those of *pictures* that are drawn right under one another, as parts of one that is higher than a line."""
    found: set[int] = set()
    order = sorted(pictures, key=lambda one: (round(one.box[0]), round(one.box[2]), one.box[1]))
    run: list[Picture] = []
    for one in [*order, None]:
        last = run[-1].box if run else None
        if (
            one is not None
            and last is not None
            and abs(one.box[1] - last[3]) <= TOUCHING
            and abs(one.box[0] - last[0]) <= ALONG
            and abs(one.box[2] - last[2]) <= ALONG
        ):
            run.append(one)
            continue
        if len(run) > 1 and run[-1].box[3] - run[0].box[1] > HIGHEST:
            found |= {id(part) for part in run}
        run = [one] if one is not None else []
    return found
