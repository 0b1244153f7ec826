"""Rules that the traces of a seal broke: two pieces in one line, between which there was a seal and some ink is left, are one rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.pdf.model import Edge
from parsers.scan.ocr import Image
from parsers.scan.strokes import Rule

__all__ = ["bridged"]

IN_LINE, ASIDE = 0.9, 0.7
"""Points by which two pieces of a rule may be apart across it, and by which its ink may be beside it."""
WIDEST = 130.0
"""Points of the widest gap: a seal is as wide."""
VEILED, LEFT = 0.8, 0.4
"""Share of the gap that a seal was over, and that ink is left in."""


def bridged(rules: Sequence[Rule], faint: Image, veil: Image, unit: float) -> list[Rule]:
    """*rules* with those joined that are pieces of one under a seal.

    *faint* is all that may be ink, *veil* where seals were; both are turned over their diagonal where *rules* are upright, of *unit* pixels a point.
    """
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.start):
        for index, before in enumerate(found):
            gap = _gap(before, rule, faint, veil, unit)
            if gap is not None:
                found[index] = Rule([*before.pieces, gap, *rule.pieces], faint=before.faint and rule.faint)
                break
        else:
            found.append(rule)
    return found


def _gap(first: Rule, second: Rule, faint: Image, veil: Image, unit: float) -> Edge | None:
    """What is between two pieces of one rule; None where they are none."""
    last, piece = first.pieces[-1], second.pieces[0]
    start, end = first.end, second.start
    if abs(last.at - piece.at) > IN_LINE or not 0 < end - start <= WIDEST:
        return None
    at = (last.at + piece.at) / 2
    row, across = round(at * unit - 0.5), max(1, round(ASIDE * unit))
    along = slice(max(0, round(start * unit)), max(0, round(end * unit)))
    band = slice(max(0, row - across), row + across + 1)
    over, left = veil[band, along], faint[band, along]
    if not over.size or np.asarray((over > 0).any(axis=0)).mean() < VEILED or (left > 0).any(axis=0).mean() < LEFT:
        return None
    return Edge(last.upright, at, start, end, min(last.width, piece.width))
