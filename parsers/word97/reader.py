"""Reads .doc: Word 97 to 2003 and what else writes that format, WPS among them; the text and tables of Word 6 and 95.

The format is Microsoft's published [MS-DOC]; ``word97.file`` opens the container, ``word97.pieces`` has the text, ``word97.runs`` and
``word97.styles`` its formatting, ``word97.tables`` the tables, ``word97.grid`` where their cells lie, ``word97.lists`` the list numbers,
``word97.drawings`` the text boxes, and ``word97.story`` puts them together. Nothing in a file is believed without a check: what doesn't fit makes the document a damaged one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from parsers.document import Block, Document, Note, Paragraph, Part
from parsers.word97.before import (
    characters_before,
    decoded_before,
    margins_before,
    paragraphs_before,
    pieces_before,
    styles_before,
)
from parsers.word97.before_sprms import translated
from parsers.word97.drawings import Boxes, Shapes, boxes, read_shapes
from parsers.word97.file import FIELDS, Index, WordFile, open_word, plc
from parsers.word97.lists import numbering
from parsers.word97.pieces import read_pieces
from parsers.word97.runs import character_runs, paragraph_runs
from parsers.word97.sheet import read_styles
from parsers.word97.source import Source
from parsers.word97.sprms import Sprm, read_sprms
from parsers.word97.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_doc"]

_STORIES = ("body", "footnotes", "margins", "macros", "comments", "endnotes", "boxes", "margin boxes")
_SEPARATORS = 6
"""Stories of lines between text and notes, which come before the first section's margins ([MS-DOC] 2.8.23)."""
_MARGINS = 6
_SECTION_SIZE = 12
_FIELD_SIZE = 2
_FACING_PAGES = 0x01
_MACROS = ("macros/vba", "_vba_project_cur", "macros")


def read_doc(data: bytes) -> Document:
    """The document in *data*, tracked changes accepted, fields as last shown. Macros aren't run and links aren't followed.

    Raises:
        Unreadable: It is damaged, encrypted, of a version before Word 6, or no Word document.
        OverLimit: It has more cells, columns or levels than a form can need.
    """
    return _Document(file=open_word(data)).document()


@dataclass(kw_only=True)
class _Document:
    """A file while its stories are read."""

    file: WordFile

    def document(self) -> Document:
        self._check_fields()
        start, end = self._extent("body")
        story = Story(self._source, boxes=self._boxes(margins=False))
        blocks = story.blocks(start, end)
        asides = tuple(self._asides())
        blocks += story.loose()
        return Document(format="doc", blocks=blocks, asides=asides, notes=tuple(self._notes()))

    @cached_property
    def _source(self) -> Source:
        file = self.file
        before = file.fib.before
        pieces = pieces_before(file) if before else read_pieces(file)
        styles = styles_before(file) if before else read_styles(file)
        characters = characters_before(file, pieces) if before else character_runs(file, pieces)
        paragraphs = paragraphs_before(file, pieces) if before else paragraph_runs(file, pieces)
        if not file.fib.is_complex and any(start < sum(file.fib.counts) for start, _ in paragraphs.gaps):
            file.doubts.add("gap")
        return Source(
            file=file,
            text=decoded_before(file, pieces, characters) if before else pieces.text,
            characters=characters,
            paragraphs=paragraphs,
            styles=styles,
            numbering=numbering(file, styles),
            sections=frozenset(end - 1 for end in self._sections[0][1:]),
            seams=frozenset(piece.start for piece in pieces.pieces),
        )

    @cached_property
    def _sections(self) -> tuple[tuple[int, ...], list[bytes]]:
        return plc(self.file.part(Index.SECTIONS), _SECTION_SIZE, self.file.doubts)

    @cached_property
    def _shapes(self) -> Shapes:
        return read_shapes(self.file)

    def _extent(self, name: str) -> tuple[int, int]:
        """Where a story begins and ends in the text, as far as there is text."""
        index = _STORIES.index(name)
        start = sum(self.file.fib.counts[:index])
        length = len(self._source.text)
        return min(start, length), min(start + self.file.fib.counts[index], length)

    def _check_fields(self) -> None:
        """Doubts a file whose list of fields has one where the text has none: that text isn't what it was."""
        for name, index in FIELDS.items():
            start, _ = self._extent(name)
            positions, records = plc(self.file.part(index), _FIELD_SIZE, self.file.doubts)
            for position, record in zip(positions, records, strict=False):
                place = start + position
                if ord(self._source.text[place : place + 1] or "\0") != record[0] & 0x1F:
                    self.file.doubts.add("field list")
                    break

    def _boxes(self, *, margins: bool) -> Boxes:
        base, _ = self._extent("margin boxes" if margins else "boxes")
        if self.file.fib.before:
            # Where they are anchored isn't followed: their text comes as a whole, after all else.
            _, end = self._extent("margin boxes" if margins else "boxes")
            return Boxes(loose=[(base, end)] if end > base else [])
        anchors, _ = self._extent("margins" if margins else "body")
        return boxes(self.file, self._shapes, margins=margins, base=base, anchors_at=anchors)

    def _asides(self) -> Iterator[Block]:
        """Headers and footers in the order of their sections, then notes, then comments."""
        yield from self._margins()
        yield from self._annexed("footnotes", "footnote", Index.FOOTNOTES, Index.FOOTNOTE_REFERENCES)
        yield from self._annexed("endnotes", "endnote", Index.ENDNOTES, Index.ENDNOTE_REFERENCES)
        yield from self._annexed("comments", "comment", Index.COMMENTS, Index.COMMENT_REFERENCES)

    def _annexed(self, name: str, part: Part, texts: int, references: int) -> Iterator[Block]:
        """Notes of one kind; those whose reference stands in deleted text are left out."""
        base, end = self._extent(name)
        if end <= base:
            return
        starts, _ = plc(self.file.part(texts), 0, self.file.doubts)
        # References may have records of any size: their places come first, and there are as many as notes.
        data = self.file.part(references)
        story = Story(self._source, part=part)
        for index, (start, stop) in enumerate(pairwise(starts)):
            place = int.from_bytes(data[4 * index : 4 * index + 4], "little")
            # The last stretch only holds the mark that ends the story.
            if index >= len(starts) - 2 or place in self._source.dropped:
                continue
            if base + stop > end:
                self.file.doubts.add("note")
            yield from story.blocks(min(base + start, end), min(base + stop, end))

    def _margins(self) -> Iterator[Block]:
        """Headers, then footers, that are shown: the first page's where a section has them, even pages' where the document does."""
        base, end = self._extent("margins")
        starts, _ = plc(self.file.part(Index.MARGINS), 0, self.file.doubts)
        if end <= base or (len(starts) < _SEPARATORS + 2 and not self.file.fib.before):
            return
        holder = self._boxes(margins=True)
        last = None
        for part, kinds in (("header", (0, 1, 4)), ("footer", (2, 3, 5))):
            for section, kind, index in self._margin_places(len(starts)):
                if kind not in kinds or index + 1 >= len(starts) or not self._is_shown(section, kind):
                    continue
                start, stop = min(base + starts[index], end), min(base + starts[index + 1], end)
                last = Story(self._source, part=part, boxes=holder)  # type: ignore[arg-type]
                # Each ends with a paragraph mark that isn't part of it ([MS-DOC] 2.8.23).
                blocks = last.blocks(start, max(start, stop - 1))
                if any(not isinstance(block, Paragraph) or block.text.strip() for block in blocks):
                    yield from blocks
        if last is not None:
            yield from last.loose()

    def _margin_places(self, count: int) -> list[tuple[int, int, int]]:
        """Which section and kind each of *count* margins' stretches of text is for: six a section, or in old files those that there are."""
        if self.file.fib.before:
            return margins_before(self.file, self._section_sprms)
        return [
            (section, kind, _SEPARATORS + _MARGINS * section + kind)
            for section in range((count - 2 - _SEPARATORS) // _MARGINS + 1)
            for kind in range(_MARGINS)
        ]

    def _is_shown(self, section: int, kind: int) -> bool:
        if kind in (4, 5):
            return section in self._titled
        return kind in (1, 3) or bool(self.file.part(Index.DOCUMENT)[:1] and self.file.part(Index.DOCUMENT)[0] & 1)

    @cached_property
    def _titled(self) -> frozenset[int]:
        """The sections whose first page has margins of its own, or that hand them on to one that has (sprmSFTitlePage)."""
        found: set[int] = set()
        for index, data in enumerate(self._section_sprms):
            if any(code == Sprm.S_TITLE_PAGE and operand[0] for code, operand in read_sprms(data, self.file.doubts)):
                found.update(range(index + 1))
        return frozenset(found)

    @cached_property
    def _section_sprms(self) -> list[bytes]:
        """The properties of each section, in the terms of Word 97."""
        found = []
        for record in self._sections[1]:
            at = int.from_bytes(record[2:6], "little")
            size = int.from_bytes(self.file.word[at : at + 2], "little") if at + 2 <= len(self.file.word) else 0
            sprms = self.file.word[at + 2 : at + 2 + size]
            found.append(translated(sprms, self.file.doubts) if self.file.fib.before else sprms)
        return found

    def _notes(self) -> Iterator[Note]:
        if any(name in self.file.names for name in _MACROS):
            yield Note(code="document.macros")
        if self._source.pictures:
            yield Note(code="document.pictures", details=(("count", str(self._source.pictures)),))
        if self.file.doubts:
            yield Note(code="document.damaged")
        yield from (Note(code=code) for code in sorted(self._source.notes))
