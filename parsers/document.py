"""What every reader returns: one document model for .docx, .doc, PDF, scans, HTML and spreadsheets.

A ``Document`` is a sequence of blocks in reading order. A block is a ``Paragraph`` or a ``Table``; a ``Table`` lists each cell once, however
many grid positions it covers; a cell holds blocks again (nested tables). Nothing in here knows a form.

Text conventions that readers keep:

- A line break inside a paragraph is ``\\n``; a tab is ``\\t``. Characters of symbol fonts are Unicode (☑ ☐ ☒ ✓ ✗ ● ○ …), not private-use code points.
- Form fields and content controls appear as what they show: a check box as ☑ or ☐, a drop-down as its chosen entry, and a control that only
  shows its placeholder as nothing.
- Tracked changes appear as accepted; hidden text is left out; a list number that the program computes is part of the paragraph's text.
- A character that the source lost stays □.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from forms.text import Box, Method, Warp

__all__ = ["Block", "Cell", "Document", "Mark", "Note", "Paragraph", "Part", "Seal", "Table"]

Part = Literal["body", "header", "footer", "footnote", "endnote", "comment", "textbox"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Something about the document that whoever uses it must know: ``code`` has its text in ``messages.toml`` (``document.macros``)."""

    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A tick box with the words that belong to it. ``checked`` is None where the box itself is in doubt."""

    label: str
    checked: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph's text.

    ``notes`` are doubts about it (``text.struck``: part of it is struck through); ``struck`` are those parts,
    ``marked`` those that are underlined or bold, where the format tells.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    part: Part = "body"
    method: Method = "text"
    confidence: float = 1.0
    notes: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell of the layout grid; ``row`` and ``column`` count from 0, spans from 1."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    blocks: tuple[Block, ...] = ()
    page: int | None = None
    box: Box | None = None

    @property
    def text(self) -> str:
        """The text of the cell's own paragraphs, joined by line breaks; nested tables left out."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables nested in the cell."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table as its layout grid: ``rows`` by ``columns`` positions, each covered by at most one of ``cells``, which are in row-major order."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    page: int | None = None
    box: Box | None = None
    part: Part = "body"


Block = Paragraph | Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """A red seal that is seen on a page."""

    page: int
    box: Box
    confidence: float = 1.0

    @property
    def x(self) -> float:
        """Its middle across."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def y(self) -> float:
        """Its middle downwards."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document as found. ``format`` is one of the envelope's words; ``pages`` is None where the format has no pages.

    ``blocks`` is the body in reading order, text boxes where they are anchored. ``asides`` holds headers, footers, notes and comments.
    """

    format: str
    blocks: tuple[Block, ...]
    asides: tuple[Block, ...] = ()
    pages: int | None = None
    notes: tuple[Note, ...] = field(default=())
    seals: tuple[Seal, ...] = ()
    coloured: frozenset[int] = frozenset()
    """The pages that are pictures in colour: a red seal on them would be among ``seals``."""
    warps: Mapping[int, Warp] = field(default_factory=dict)
    """For pages that lie askew, sideways or upside-down: from the page with its text level to the page as it is shown, where all boxes are."""
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """What a package of files holds, by name, before ``portfolio`` reads it; nothing in a document that was read."""

    def tables(self) -> Iterator[Table]:
        """Every table of the body in document order, nested ones after the one that holds them."""
        yield from _tables(self.blocks)


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
            for cell in block.cells:
                yield from _tables(cell.blocks)
