"""A .docx as an inspector sees it: its paragraphs with resolved looks, its sections, headers and footers."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.inspection.styles import Border, Look, Sheet, StyleSheet

__all__ = ["Line", "Paper", "Par", "Row", "Run", "Section"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Characters of one look."""

    text: str
    look: Look


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line that is drawn as a shape: ``kind`` is ``single`` or as in w:pBdr (``thickThin``)."""

    kind: str
    colour: str


@dataclass(kw_only=True, slots=True)
class Par:
    """A paragraph. ``part`` is ``body``, ``header``, ``footer`` or ``box``; ``row`` the table row that it stands in."""

    runs: list[Run]
    sheet: Sheet
    part: str = "body"
    section: int = 0
    breaks: bool = False
    """Whether a new page begins with it."""
    row: Row | None = None
    lines: list[Line] = field(default_factory=list)
    pictures: int = 0
    field_page: bool = False
    """Whether it shows the page's number."""

    @property
    def text(self) -> str:
        """What it says, line breaks as ``\\n``."""
        return "".join(run.text for run in self.runs)

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return not self.text.strip()


@dataclass(kw_only=True, slots=True, eq=False)
class Row:
    """A table row: which table it is of, its borders, and whether the table floats at the foot of the page."""

    table: int
    index: int
    last: bool
    top: Border | None
    bottom: Border | None
    width: int
    cell: int = 0
    cells: int = 1
    jc: str = ""
    """How the table stands on the page."""
    middle: bool = False
    """Whether the cell's text stands half-way down."""


@dataclass(kw_only=True, slots=True)
class Section:
    """A section's page, in twips, and what its margins show: header and footer paragraphs by ``default``, ``first``, ``even``."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int
    landscape: bool
    title_page: bool
    start: int | None
    kind: str
    grid: str
    headers: dict[str, list[Par]] = field(default_factory=dict)
    footers: dict[str, list[Par]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Paper:
    """The whole document."""

    pars: list[Par]
    sections: list[Section]
    even_and_odd: bool
    sheet: StyleSheet

    @property
    def section(self) -> Section:
        """The first section."""
        return self.sections[0]
