"""An OLE compound file, the container of .doc and .xls: its streams by name, read without belief in what it says of itself.

Names count in any letters ([MS-CFB] 2.6.4). Chains of sectors may run in rings or lie across each other: streams are never longer than the file,
and what doesn't fit is told as a doubt. Source: [MS-CFB].
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

__all__ = ["BrokenContainer", "Compound", "root_names"]

_FAULTS = (
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RecursionError,
    struct.error,
)
"""What olefile lets out for files that it can't follow; it has no error of its own for all of them."""

_SMALL_SECTOR = 64


class BrokenContainer(Exception):
    """The container can't be followed."""


@dataclass(kw_only=True)
class Compound:
    """An opened container. ``names`` are the paths of its streams and storages in lower case, ``doubts`` what was found not to fit."""

    names: frozenset[str]
    doubts: set[str] = field(default_factory=set)
    _ole: Any
    _size: int

    @classmethod
    def open(cls, data: bytes) -> Compound:
        """The container in *data*. Raises ``BrokenContainer`` where it can't be followed."""
        import olefile  # type: ignore[import-untyped]

        try:
            ole = olefile.OleFileIO(io.BytesIO(data))
            names = frozenset("/".join(path).lower() for path in ole.listdir(streams=True, storages=True))
        except _FAULTS as fault:
            raise BrokenContainer from fault
        return cls(names=names, _ole=ole, _size=len(data))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ole.close()

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream at the root; None where there is none. Raises ``BrokenContainer`` for one that can't be followed."""
        try:
            if not self._ole.exists(name):
                return None
            size = self._ole.get_size(name)
            if size > self._size:
                raise BrokenContainer
            faults = len(self._ole.parsing_issues)
            found: bytes = self._ole.openstream(name).read()
            if len(self._ole.parsing_issues) > faults or len(found) != size:
                self.doubts.add(f"stream {name}")
        except _FAULTS as fault:
            raise BrokenContainer from fault
        return found

    def check_chains(self, names: Iterable[str]) -> None:
        """Doubts a container in which two of the streams share a sector, or a chain runs in a ring: one of them has text of the other."""
        try:
            used: set[tuple[bool, int]] = set()
            for entry in self._ole.root.kids:
                small = entry.is_minifat
                chain = self._ole.minifat if small else self._ole.fat
                if entry.name not in names or not entry.size:
                    continue
                for sector in _chain(
                    chain, entry.isectStart, -(-entry.size // (_SMALL_SECTOR if small else self._ole.sector_size))
                ):
                    if (small, sector) in used:
                        self.doubts.add("shared sector")
                        return
                    used.add((small, sector))
        except _FAULTS:
            self.doubts.add("chains")


def root_names(data: bytes) -> frozenset[str]:
    """The names that stand at the root of the compound file in *data*, in lower case; none where it can't be followed."""
    try:
        with Compound.open(data) as found:
            return frozenset(name for name in found.names if "/" not in name)
    except BrokenContainer:
        return frozenset()


def _chain(following: Any, sector: int, count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count and 0 <= sector < len(following):
        found.append(sector)
        sector = following[sector]
    return found
