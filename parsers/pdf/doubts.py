"""What speaks against a PDF's text layer."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Doubts", "Key"]

Key = tuple[int, int]
"""A font by its number and a character's number as the text layer tells it: one drawing, unless the layer tells one for several."""


@dataclass(slots=True, eq=False)
class Doubts:
    """Fonts by number, and characters by font and code.

    The fonts ``lost`` have no map, and ``suspects`` may lie. The characters ``unknown`` stand for anything, and ``unlike`` aren't drawn as what they are
    said to be. Those that are ``blank`` are told as spaces, and are unknown as well.
    """

    lost: set[int] = field(default_factory=set)
    suspects: set[int] = field(default_factory=set)
    unknown: set[Key] = field(default_factory=set)
    unlike: set[Key] = field(default_factory=set)
    blank: set[Key] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.lost or self.suspects or self.unknown or self.unlike)
