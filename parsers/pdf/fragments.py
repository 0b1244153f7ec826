"""The texts of lines in the order in which they were drawn: what stands apart from what was drawn before it is another.

Where cells are set close to one another, less room than a space parts them: what browsers leave between texts without a space is that of two cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf.apart import is_wide
from parsers.pdf.gutters import GUTTER, SPACED
from parsers.pdf.model import Glyph
from parsers.pdf.squares import TOP
from parsers.wording import is_usual

__all__ = ["LINE", "SAME", "Text", "is_among", "texts_in_order"]

LEFT_OUT = 2
"""How much later a piece of text is drawn that has spaces before it, of which PDFium tells nothing where they are drawn by themselves."""
TOUCHING = 0.2
"""Points between characters that follow one another without room."""
SPACE = 0.45
"""Ems of a space at most."""
LINE = 0.3
"""Ems between the baselines of characters that stand on one line."""
TIGHT = 0.1
"""Ems between characters up to which they are one text whatever follows."""
EVEN = 0.06
"""Ems by which the characters of a line that is stretched may be farther apart than those beside them."""
SAME, MIDDLE = 0.4, 0.15
"""Points by which texts that begin at the same place, and those that have the same middle, may differ."""


@dataclass(slots=True, eq=False)
class Text:
    """What is written in one cell, or one line of it: its characters, and its bounds in points."""

    glyphs: list[Glyph]
    left: float
    right: float
    first: float
    """The baseline of its first line."""
    last: float
    """The baseline of its last line."""
    size: float
    end: float
    """Where its last line ends."""
    lines: int = 1
    beside: bool = False
    """Whether it stands beside the one drawn before it, apart from it, on the same line or higher."""

    @property
    def top(self) -> float:
        """Its head."""
        return self.first - 0.88 * self.size

    @property
    def bottom(self) -> float:
        """Its foot."""
        return self.last + 0.14 * self.size

    @property
    def centre(self) -> float:
        """Its middle downwards."""
        return (self.top + self.bottom) / 2

    @property
    def written(self) -> str:
        """Its characters."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def has_digit(self) -> bool:
        """Whether a number is in it."""
        return any(character.isdigit() for character in self.written)

    def add(self, other: Text, *, below: bool) -> None:
        """Puts *other* behind it, on the same line or *below*."""
        self.glyphs += other.glyphs
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        self.first, self.last, self.end = min(self.first, other.first), max(self.last, other.last), other.end
        self.lines += below


def texts_in_order(glyphs: Iterable[Glyph]) -> list[Text]:
    """The texts that *glyphs* make on their lines, in the order in which they were drawn."""
    return _texts(_in_order(glyphs))


def _in_order(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """*glyphs* in the order in which they were drawn, each box that was drawn with lines before or behind what stands beside it."""
    drawn = [glyph for glyph in glyphs if not glyph.angle]
    text = [glyph for glyph in drawn if glyph.layer != TOP]
    order = {id(glyph): float(glyph.order) for glyph in text}
    for box in (glyph for glyph in drawn if glyph.layer == TOP):
        near = [other for other in text if abs(other.y - box.y) <= 0.6 * other.size and not other.text.isspace()]
        behind = min((o for o in near if o.x0 >= box.x), key=lambda o: o.x0, default=None)
        before = max((o for o in near if o.x1 <= box.x), key=lambda o: o.x1, default=None)
        if behind is not None and (before is None or behind.x0 - box.x1 <= box.x0 - before.x1):
            order[id(box)] = behind.order - 0.5
        elif before is not None:
            order[id(box)] = before.order + 0.5
        else:
            order[id(box)] = max((float(o.order) for o in text if o.y < box.y), default=0.0) + 0.5
    return sorted(drawn, key=lambda glyph: (order[id(glyph)], glyph.x0))


def _texts(glyphs: list[Glyph]) -> list[Text]:
    """The texts of lines, in order: what stands apart from what is before it is another."""
    found: list[Text] = []
    unsure: list[Text] = []
    spaces = 0.0
    written = [glyph for glyph in glyphs if not glyph.text.isspace()]
    spread, exact = _spread(written)
    follows = dict(zip(map(id, written), written[1:], strict=False))
    for glyph in glyphs:
        if glyph.text.isspace():
            spaces += max(glyph.x1 - glyph.x0, 0.01)
            continue
        piece = Text([glyph], glyph.x0, glyph.x1, glyph.y, glyph.y, glyph.size, glyph.x1)
        last = found[-1] if found else None
        gap = glyph.x0 - last.end if last is not None else 0.0
        if last is None or abs(glyph.y - last.last) > LINE * max(glyph.size, last.size) or gap < -LINE * glyph.size:
            piece.beside = last is not None and gap >= 0 and glyph.y < last.last
            found.append(piece)
        elif gap > SPACED * glyph.size:
            piece.beside = True
            found.append(piece)
        elif (spaces and (gap <= GUTTER * glyph.size or spaces >= 0.8 * gap)) or (
            gap <= SPACE * glyph.size and glyph.layer - last.glyphs[-1].layer >= LEFT_OUT
        ):
            last.glyphs.append(glyph)
            last.right = last.end = max(last.end, glyph.x1)
            last.last = max(last.last, glyph.y)
        elif gap > GUTTER * glyph.size and glyph.layer - last.glyphs[-1].layer < LEFT_OUT:
            piece.beside = True
            found.append(piece)
        elif _may_part(last.glyphs[-1], glyph, gap, max(spread, _gap_beside(last, glyph, follows.get(id(glyph))))):
            if (
                not exact
                or glyph.layer - last.glyphs[-1].layer >= LEFT_OUT
                or TOP in (glyph.layer, last.glyphs[-1].layer)
            ):
                unsure.append(piece)
            found.append(piece)
        else:
            last.glyphs.append(glyph)
            last.right = last.end = max(last.end, glyph.x1)
            last.last = max(last.last, glyph.y)
            last.size = max(last.size, glyph.size)
        spaces = 0.0
    doubtful = {id(piece) for piece in unsure}
    sure = sorted(piece.left for piece in found if id(piece) not in doubtful)
    middles = sorted((piece.left + piece.right) / 2 for piece in found if id(piece) not in doubtful)
    joined: list[Text] = []
    for piece in found:
        if id(piece) in doubtful and (
            not (is_among(piece.left, sure) or is_among((piece.left + piece.right) / 2, middles, MIDDLE))
            or (is_usual(joined[-1].written + piece.written) and not is_usual(joined[-1].written))
        ):
            joined[-1].add(piece, below=False)
        else:
            piece.beside = piece.beside or id(piece) in doubtful
            joined.append(piece)
    return joined


def _spread(glyphs: list[Glyph]) -> tuple[float, bool]:
    """By how many points all characters are set apart, and whether nothing else parts letters from Han characters that they follow in a piece of their own, as browsers set them.

    Then no room within a text is left without a space.
    """
    gaps = [
        (right.x0 - left.x1, is_wide(left.text[0]) != is_wide(right.text[0]))
        for left, right in pairwise(glyphs)
        if left.layer != right.layer and left.y == right.y and abs(right.x0 - left.x1) < SPACE * right.size
    ]
    if not gaps:
        return 0.0, False
    usual = max(sorted(gap for gap, _ in gaps)[len(gaps) // 10], 0.0)
    mixed = [gap for gap, mixes in gaps if mixes]
    return usual, len(mixed) > 1 and 2 * sum(abs(gap - usual) < TOUCHING for gap in mixed) > len(mixed)


def _gap_beside(last: Text, glyph: Glyph, behind: Glyph | None) -> float:
    """How far the characters before and behind a gap are apart, the wider of both."""
    before = last.glyphs[-1].x0 - last.glyphs[-2].x1 if len(last.glyphs) > 1 else 0.0
    after = behind.x0 - glyph.x1 if behind is not None and abs(behind.y - glyph.y) <= LINE * glyph.size else 0.0
    return max(before, after if after <= GUTTER * glyph.size else 0.0, 0.0)


def _may_part(left: Glyph, right: Glyph, gap: float, beside: float) -> bool:
    """Whether a gap without a space may be that of two cells: it is wider than those beside it, and what is on both sides was drawn apart."""
    if left.layer == right.layer or gap <= beside + EVEN * right.size:
        return False
    return gap > TIGHT * right.size


def is_among(x: float, places: Sequence[float], reach: float = SAME) -> bool:
    """Whether *x* is no farther than *reach* from one of *places*."""
    return any(abs(x - place) <= reach for place in places)
