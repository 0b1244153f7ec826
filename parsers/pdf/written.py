"""The texts of cells in the order in which they were drawn: programs write a table row by row and cell by cell, each cell's lines behind one another.

Where a table has no lines, this order tells what places alone don't: whether a line goes on with the one above it, and which texts are those of one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from parsers.pdf.fragments import LINE, SAME, Text, is_among, texts_in_order
from parsers.pdf.model import Edge, Glyph
from parsers.pdf.passes import rows_of_passes
from parsers.wording import is_usual

__all__ = ["is_over", "written_rows"]

LEAST, MOST = 0.9, 1.9
"""Ems from one line of a text to the next, at least and at most."""
PARAGRAPH = 0.45
"""Ems that paragraphs of a cell may be farther apart than its lines."""
WIDE = 2.6
"""Ems from one line of a text to the next at most where texts stand left of it."""
CLOSE = 0.04
"""The same of a line that is a label by itself."""
STRETCHED = 1.5
"""Points by which the ends of stretched lines differ."""
LEVEL = 0.2
"""Ems by which texts beside one another differ in height at most that are on one line."""

_Step = Literal["line", "below", "before", "cell", "row", "stretch"]
"""Where a text stands that was drawn next: on the line of the last, or below it in its cell, or in that of the one before it; in the next cell, in the next row, or above all."""
_Told = tuple[Mapping[float, float], Sequence[float], Sequence[Edge]]
"""What is told of a page: the distance of lines by their size, where texts beside others begin, and rules."""


def written_rows(
    glyphs: Iterable[Glyph], rules: Sequence[Edge], *, passes: bool | None = None
) -> Iterator[list[list[Text]]]:
    """The rows of texts that *glyphs* make, in stretches whose rows follow one another downwards; *rules* part the rows of a table that has them under each.

    *passes* is whether the page's program draws cells in passes (``pdf.passes``), None where that isn't known.
    """
    pieces = texts_in_order(glyphs)
    rows = [] if passes is False else rows_of_passes(pieces, known=passes is True) or []
    if rows:
        yield rows
        return
    pitches: dict[float, float] = {}
    for above, piece in pairwise(pieces):
        pitch = piece.first - above.last
        if above.size == piece.size and is_over(above, piece) and LEAST * piece.size <= pitch <= MOST * piece.size:
            pitches[piece.size] = min(pitch, pitches.get(piece.size, pitch))
    columns = sorted(piece.left for piece in pieces if piece.beside)
    for piece, behind in zip(pieces, [*pieces[1:], None], strict=False):
        row = rows[-1] if rows else []
        step = _step(row, piece, behind, (pitches, columns, rules)) if row else "row"
        if step == "stretch":
            yield rows
            rows = [[piece]]
        elif step == "row":
            rows.append([piece])
        elif step == "cell":
            row.append(piece)
        else:
            if step == "before":
                # Room within the line above parted it.
                wide = row.pop()
                row[-1].add(wide, below=False)
            row[-1].add(piece, below=step != "line")
    if rows:
        yield rows


def _step(row: list[Text], piece: Text, behind: Text | None, told: _Told) -> _Step:
    """Where a *piece* stands that was drawn next after the last text of *row*; *behind* is the one after it."""
    last = row[-1]
    if abs(piece.first - last.last) <= LINE * piece.size and piece.left >= last.end - LINE * piece.size:
        return "line" if piece.left < last.right else "cell"
    if piece.first < last.last:
        return _step_up(row, piece)
    _, columns, rules = told
    if piece.left >= last.right:
        if any(piece.top < other.bottom for other in row):
            return "cell"
        apart = is_among(piece.left, columns) or is_usual(piece.written) or _is_ruled_off(last, piece, rules)
        if len(row) > 1:
            return "row" if apart else "below"
        # A heading over a row of labels, or a label at the head of its row beside a text in the middle of it.
        heads = behind is None or (is_usual(piece.written) and is_usual(behind.written))
        return "row" if apart or heads or not is_usual(last.written) else "cell"
    if (piece.left >= row[-2].right if len(row) > 1 else is_over(last, piece)) and _goes_on(row, piece, behind, told):
        return "below"
    level = len(row) > 2 and last.lines == 1 and abs(last.first - row[-2].last) <= LINE * piece.size
    if level and abs(row[-2].left - piece.left) <= SAME and _goes_on(row[-2:], piece, None, told):
        return "before"
    return "row"


def _step_up(row: list[Text], piece: Text) -> _Step:
    """Where a *piece* stands that begins above the last text of *row*."""
    last = row[-1]
    if piece.left >= last.right - LINE * piece.size:
        return "cell"
    if _is_upright(last) and -1 < last.left - piece.left < MOST * piece.size and len(piece.glyphs) == 1:
        # Text is set downwards, the next line left of the one before.
        return "below"
    if any(is_over(other, piece) and piece.top < other.bottom for other in row) or piece.first < row[0].top:
        return "stretch"
    return "row"


def _is_upright(text: Text) -> bool:
    """Whether characters stand one under the other."""
    return text.lines == len(text.glyphs) > 1


def is_over(above: Text, piece: Text) -> bool:
    """Whether two texts have some place across in common."""
    return min(above.right, piece.right) - max(above.left, piece.left) > 0


def _is_ruled_off(above: Text, piece: Text, rules: Sequence[Edge]) -> bool:
    """Whether a rule stands between a text and one below it."""
    return any(
        above.last - 0.1 * above.size < rule.at < piece.first - 0.5 * piece.size and rule.start < piece.left < rule.end
        for rule in rules
    )


def _goes_on(row: list[Text], piece: Text, behind: Text | None, told: _Told) -> bool:
    """Whether *piece*, which stands under the last text of *row*, goes on with it."""
    pitches, _, rules = told
    last = row[-1]
    if _is_ruled_off(last, piece, rules):
        return False
    labels = is_usual(piece.written) and not is_usual(last.written + piece.written)
    stretched = behind is not None and abs(behind.right - last.right) <= STRETCHED and not labels
    if (
        behind is not None
        and behind.left >= piece.right
        and abs(behind.first - piece.last) <= LEVEL * piece.size
        and not (stretched and abs(piece.left - last.left) <= STRETCHED)
        and (len(row) == 1 or behind.left >= last.right or (is_usual(piece.written) and is_usual(behind.written)))
    ):
        # With one line more its middle would be another than that of what stands beside it.
        return False
    if len([rule for rule in rules if rule.start < piece.left < rule.end]) > 1 and (
        any(rule.at < last.first for rule in rules) and any(rule.at > piece.last for rule in rules)
    ):
        return True
    pitch = piece.first - last.last
    usual = pitches.get(piece.size, MOST * piece.size)
    apart = abs(piece.left - last.left) > 1 and abs(piece.left + piece.right - last.left - last.right) > 1
    if len(row) > 2 and not labels and pitch <= WIDE * piece.size:
        # A row would begin with its first column.
        return True
    return pitch <= usual + (CLOSE if labels and apart and len(piece.glyphs) > 2 else PARAGRAPH) * piece.size
