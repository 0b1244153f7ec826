"""Boxes beside, over and in one another: points from a page's top-left corner, as ``Box`` has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from forms.text import Box

__all__ = ["Strips", "holds", "hull", "overlap"]


def holds(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether *inner* is in *outer*, over whose sides it may reach by *slack*."""
    return (
        outer[0] - slack <= inner[0]
        and outer[1] - slack <= inner[1]
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def overlap(one: Box, other: Box) -> bool:
    """Whether the two have more in common than a side."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def hull(boxes: Sequence[Box]) -> Box:
    """The smallest box round *boxes*, of which there must be one at least."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


Thing = TypeVar("Thing")


class Strips(Generic[Thing]):
    """Things by the heights at which they are, so that those near a height are found without a look at all."""

    STEP = 8.0
    """Points of a strip."""

    def __init__(self, things: Iterable[tuple[Box, Thing]]) -> None:
        self._strips: dict[int, list[Thing]] = defaultdict(list)
        for box, thing in things:
            for strip in range(int(box[1] // self.STEP), int(box[3] // self.STEP) + 1):
                self._strips[strip].append(thing)

    def near(self, top: float, bottom: float) -> list[Thing]:
        """The things of the strips between two heights; what reaches over several may be there several times."""
        found: list[Thing] = []
        for strip in range(int(top // self.STEP), int(bottom // self.STEP) + 1):
            found += self._strips.get(strip, ())
        return found
