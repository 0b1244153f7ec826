"""Files whose layers can be switched off (optional content, PDF 32000-1 8.11): PDFium's characters and paths are those of all layers, its pictures are not.

What is shown is told by drawing the page: a text of which nothing is drawn isn't shown, and neither is such a line.
"""

from __future__ import annotations

from collections.abc import Iterable

from forms.text import Box
from parsers.pdf.boxes import Drawn
from parsers.pdf.model import Edge, Glyph, Page
from parsers.pdf.objects import packed_objects

__all__ = ["SCALE", "draws", "drop_repeated", "has_layers", "is_drawn", "keep_painted", "keep_shown", "keep_unclipped"]

SCALE = 2.0
"""Pixels a point at which a page is drawn for this."""
CONTRAST = 6
"""Levels of grey by which something must differ from its ground to be seen."""
_LAYERS = b"/OCProperties"
OVER = 0.5
"""Ems by which the middle of a character may be outside of what it is clipped to: a part of it is seen still."""
PAGE = 0.75
"""Share of a page's height below which what texts are clipped to is the page's own room."""
BEYOND = 3.6
"""Points by which a line goes beyond what texts are clipped to for the page to be cut off."""
CROSSING = 0.05
"""Ems by which a character goes beyond the margin where a text does: rounding is less."""
REPEATED = 3.0
"""Ems from the first text of a page in which it repeats what the page before cut off."""
CUT = 0.1
"""Ems by which a character reaches over the right side of what it is clipped to where it is cut off."""
LEVEL, NEXT = 0.3, 0.6
"""Ems by which baselines on one line may differ, and from a character to the one that follows it at most."""
UNSURE = 0.85
"""Confidence of a text of which nothing is drawn, in a font that draws nothing at all."""


def has_layers(data: bytes) -> bool:
    """Whether the file in *data* has layers."""
    return _LAYERS in data or any(_LAYERS in text for _, text in packed_objects(data))


def keep_shown(page: Page, drawn: Drawn, embedded: set[int]) -> None:
    """Takes from *page* what isn't drawn. Fonts that aren't *embedded* are drawn by a stand-in; others may draw nothing for want of a character."""
    texts: dict[int, list[Glyph]] = {}
    for glyph in page.glyphs:
        if not glyph.text.isspace():
            texts.setdefault(glyph.layer, []).append(glyph)
    shown = {layer for layer, glyphs in texts.items() if draws(glyphs, drawn)}
    fonts = {glyph.font for layer in shown for glyph in texts[layer]}
    kept = []
    for glyph in page.glyphs:
        if glyph.layer in shown or glyph.layer not in texts:
            kept.append(glyph)
        elif glyph.font in embedded and glyph.font not in fonts:
            glyph.confidence = min(glyph.confidence, UNSURE)
            kept.append(glyph)
        else:
            page.notes.add("document.hidden")
    page.glyphs = kept
    page.edges = [edge for edge in page.edges if _is_seen(edge, drawn)]
    page.proved = True


def draws(glyphs: Iterable[Glyph], drawn: Drawn) -> bool:
    """Whether anything is drawn where one of *glyphs* stands."""
    return any(
        is_drawn(g.x0, g.y - 0.95 * g.size, g.x1, g.y + 0.15 * g.size, drawn)
        or is_drawn(g.x - 0.5 * g.size, g.y - 0.95 * g.size, g.x + 0.5 * g.size, g.y + 0.15 * g.size, drawn)
        for g in glyphs
    )


def keep_painted(page: Page, clips: set[int], drawn: Drawn, embedded: set[int]) -> None:
    """Puts back on *page* the texts of the layers *clips* through which something is painted, as shaded headings are made; what it is, is no ground.

    Fonts that aren't *embedded* draw nothing, so that what is painted where they stand must tell.
    """
    painted = [fill for fill in page.fills if fill.layer - 1 in clips]
    seen = [
        glyph
        for glyph in page.unseen
        if glyph.layer in clips
        and not glyph.text.isspace()
        and not any(_is_in(glyph, picture.box) for picture in page.pictures)
        and (
            is_drawn(glyph.x0, glyph.y - 0.75 * glyph.size, glyph.x1, glyph.y, drawn)
            if glyph.font in embedded
            else any(_is_in(glyph, fill.box) and fill.layer > glyph.layer and not fill.white for fill in painted)
        )
    ]
    page.fills = [fill for fill in page.fills if fill not in painted]
    layers = {glyph.layer for glyph in seen}
    page.glyphs = sorted([*page.glyphs, *seen], key=lambda glyph: glyph.layer)
    page.unseen = [glyph for glyph in page.unseen if glyph.layer not in layers]


def _is_in(glyph: Glyph, box: Box) -> bool:
    return box[0] <= glyph.x <= box[2] and box[1] <= glyph.middle <= box[3]


def keep_unclipped(page: Page, clips: dict[int, Box]) -> None:
    """Takes texts from *page* that stand outside of what they are clipped to, by layer; of one that is cut off the rest is doubted."""
    outside: set[int] = set()
    inside: set[int] = set()
    cut: list[Glyph] = []
    halves: list[Glyph] = []
    foot = PAGE * page.height
    edge, crossed = 0.0, False
    for glyph in page.glyphs:
        clip = clips.get(glyph.layer)
        if clip is None or glyph.text.isspace():
            continue
        x, y = glyph.x, glyph.middle
        reach = OVER * glyph.size
        if clip[0] - reach <= x <= clip[2] + reach and clip[1] - reach <= y <= clip[3] + reach:
            inside.add(glyph.layer)
            if y > clip[3] > foot:
                page.cut.append(glyph)
            if glyph.x1 > clip[2] + CUT * glyph.size and not glyph.angle:
                halves.append(glyph)
            if clip[2] > PAGE * page.width:
                edge, crossed = clip[2], crossed or glyph.x1 > clip[2] + CROSSING * glyph.size
        else:
            outside.add(glyph.layer)
            cut.append(glyph)
    if page.cut_at is not None:
        edge, crossed = page.cut_at, True
    if edge and (crossed or any(not line.upright and line.end > edge + BEYOND for line in page.edges)):
        # What is wider than the page goes on beyond its margin, and so may any text that reaches it.
        for glyph in page.glyphs:
            if glyph.x1 > edge - glyph.size and not glyph.text.isspace():
                glyph.confidence = min(glyph.confidence, UNSURE)
                glyph.notes = (*glyph.notes, "text.overlay")
    _doubt_halves(page.glyphs, halves)
    if not cut:
        return
    for glyph in cut:
        if glyph.layer in inside:
            glyph.confidence = min(glyph.confidence, UNSURE)
            glyph.notes = (*glyph.notes, "text.overlay")
    gone = outside - inside
    if gone:
        page.glyphs = [glyph for glyph in page.glyphs if glyph.layer not in gone]
        page.notes.add("document.hidden")


def _doubt_halves(glyphs: list[Glyph], halves: list[Glyph]) -> None:
    """Doubts the texts at whose ends *halves* of characters are seen: browsers draw nothing of what an entry field has no room for behind them."""
    for half in halves:
        beside = sorted((one for one in glyphs if abs(one.y - half.y) < LEVEL * half.size), key=lambda one: -one.x0)
        start = half.x0
        for glyph in beside:
            if glyph.x0 <= half.x0 and start - glyph.x1 < NEXT * half.size:
                start = min(start, glyph.x0)
                if "text.overlay" not in glyph.notes:
                    glyph.confidence = min(glyph.confidence, UNSURE)
                    glyph.notes = (*glyph.notes, "text.overlay")


def drop_repeated(pages: list[Page]) -> None:
    """Takes from each of *pages* what its foot cuts in two and the next one shows whole, as browsers print lines; what it doesn't is doubted."""
    for number, page in enumerate(pages):
        if not page.cut:
            continue
        behind = pages[number + 1].glyphs if number + 1 < len(pages) else []
        top = min((glyph.y for glyph in behind if not glyph.text.isspace()), default=0.0)
        again = {(glyph.text, round(glyph.x0)) for glyph in behind if glyph.y - top <= REPEATED * glyph.size}
        gone = {id(glyph) for glyph in page.cut if (glyph.text, round(glyph.x0)) in again}
        page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in gone]
        for glyph in page.cut:
            glyph.confidence = min(glyph.confidence, UNSURE)
            glyph.notes = (*glyph.notes, "text.overlay")


def _is_seen(edge: Edge, drawn: Drawn) -> bool:
    """Whether the line is drawn at one of five places of it at least."""
    reach = max(edge.width, 1.0) + 1.0
    for part in (0.1, 0.3, 0.5, 0.7, 0.9):
        along = edge.start + part * (edge.end - edge.start)
        box = (
            (edge.at - reach, along - 0.5, edge.at + reach, along + 0.5)
            if edge.upright
            else (along - 0.5, edge.at - reach, along + 0.5, edge.at + reach)
        )
        if is_drawn(*box, drawn):
            return True
    return False


def is_drawn(x0: float, top: float, x1: float, bottom: float, drawn: Drawn) -> bool:
    """Whether anything stands out from its ground there."""
    width, height, stride, pixels = drawn
    left, right = max(0, round(x0 * SCALE)), min(width, round(x1 * SCALE) + 1)
    low, high = 255, 0
    for y in range(max(0, round(top * SCALE)), min(height, round(bottom * SCALE) + 1)):
        line = pixels[y * stride + left : y * stride + right]
        if line:
            low, high = min(low, *line, 255), max(high, *line, 0)
            if high - low > CONTRAST:
                return True
    return False
