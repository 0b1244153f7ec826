"""Which formatting each stretch of the text has: the pages of formatting in the file, spread over the text.

Formatting is kept by byte position in pages of 512 bytes (FKPs), one kind for characters and one for paragraphs, where each paragraph has an entry
of its own. Source: [MS-DOC] 2.4.2, 2.4.3, 2.8.5, 2.8.6, 2.9.33, 2.9.174.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsers.word97.file import Index, WordFile, plc

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsers.word97.pieces import Pieces

__all__ = ["Runs", "Spread", "character_runs", "paragraph_runs", "spread"]

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_NORMAL = b"\x00\x00"

Runs = list[tuple[int, int, bytes]]
"""Stretches: where each begins and ends in the file, and its formatting."""


@dataclass(kw_only=True, slots=True)
class Spread:
    """Formatting along the text: from ``starts[i]`` on holds ``formats[i]``, then ``changes[i]`` of the piece. ``gaps`` have none."""

    starts: list[int] = field(default_factory=list)
    formats: list[bytes] = field(default_factory=list)
    changes: list[bytes] = field(default_factory=list)
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def index(self, position: int) -> int:
        """The stretch that *position* lies in."""
        return max(0, bisect_right(self.starts, position) - 1)


def character_runs(file: WordFile, pieces: Pieces) -> Spread:
    """Character formatting: what differs from the paragraph's style, as a list of sprms."""
    return spread(_runs(file, Index.CHARACTERS, _characters), pieces, b"", file.doubts)


def paragraph_runs(file: WordFile, pieces: Pieces) -> Spread:
    """Paragraph formatting: the number of the style, then a list of sprms. Every paragraph begins a stretch."""
    return spread(_runs(file, Index.PARAGRAPHS, _paragraphs), pieces, _NORMAL, file.doubts)


def _runs(file: WordFile, index: int, entries: Callable[[bytes, int, set[str]], list[bytes]]) -> Runs:
    positions, records = plc(file.part(index), 4, file.doubts)
    if not records:
        file.doubts.add(f"no runs {index}")
    found: Runs = []
    last = 0
    for number, record in enumerate(records):
        at = (int.from_bytes(record, "little") & _PAGE_NUMBER) * _PAGE
        page = file.word[at : at + _PAGE]
        count = page[-1] if len(page) == _PAGE else 0
        if not count or 4 * (count + 1) + count > _PAGE:
            file.doubts.add(f"page {index}")
            continue
        edges = struct.unpack_from(f"<{count + 1}I", page)
        if edges[0] != positions[number] or edges[-1] != positions[number + 1]:
            file.doubts.add(f"page edges {index}")
        for start, end, entry in zip(edges, edges[1:], entries(page, count, file.doubts), strict=False):
            if start < last or end <= start:
                file.doubts.add(f"page order {index}")
                continue
            found.append((start, end, entry))
            last = end
    return found


def _characters(page: bytes, count: int, doubts: set[str]) -> list[bytes]:
    """The entries of a ChpxFkp: an offset in words for each, 0 for none ([MS-DOC] 2.9.33)."""
    found: list[bytes] = []
    first = 4 * (count + 1)
    for offset in page[first : first + count]:
        at = 2 * offset
        size = page[at] if at else 0
        if at and (at < first + count or at + 1 + size > _PAGE - 1):
            doubts.add("chpx")
            size = 0
        found.append(page[at + 1 : at + 1 + size])
    return found


def _paragraphs(page: bytes, count: int, doubts: set[str]) -> list[bytes]:
    """The entries of a PapxFkp: an offset in words for each, 0 for none, with 12 bytes that only speed up layout ([MS-DOC] 2.9.174)."""
    found: list[bytes] = []
    first = 4 * (count + 1)
    for index in range(count):
        offset = first + 13 * index
        at = 2 * page[offset] if offset < _PAGE else 0
        if not at:
            found.append(_NORMAL)
            continue
        if page[at]:
            start, size = at + 1, 2 * page[at] - 1
        else:
            start, size = at + 2, 2 * page[at + 1] if at + 1 < _PAGE else 0
        if at < first + 13 * count or start + size > _PAGE - 1 or size < 2:
            doubts.add("papx")
            found.append(_NORMAL)
            continue
        found.append(page[start : start + size])
    return found


def spread(runs: Runs, pieces: Pieces, default: bytes, doubts: set[str]) -> Spread:
    """*runs* along the text of *pieces*; *default* where there is none."""
    made = Spread()
    starts = [run[0] for run in runs]
    add_start, add_format, add_change = made.starts.append, made.formats.append, made.changes.append
    for piece in pieces.pieces:
        first, last, width = piece.at, piece.at + piece.width * (piece.end - piece.start), piece.width
        position = piece.start
        for index in range(max(0, bisect_right(starts, first) - 1), len(runs)):
            start, end, entry = runs[index]
            if start >= last:
                break
            if end <= first:
                continue
            here = piece.start + max(0, start - first) // width
            if here > position:
                made.gaps.append((position, here))
                add_start(position)
                add_format(default)
                add_change(piece.changes)
            if width == 2 and start > first and (start - first) & 1:
                doubts.add("odd run")
            add_start(here)
            add_format(entry)
            add_change(piece.changes)
            position = piece.start + (min(end, last) - first) // width
        if position < piece.end:
            made.gaps.append((position, piece.end))
            add_start(position)
            add_format(default)
            add_change(piece.changes)
    return made
