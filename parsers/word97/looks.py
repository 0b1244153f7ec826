"""What is known of a paragraph, of a character and of a style of a Word file, as far as it changes what is read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "CHARACTER_STYLE",
    "LIST_STYLE",
    "PARAGRAPH_STYLE",
    "TABLE_STYLE",
    "Characters",
    "Fonts",
    "Paragraphs",
    "Style",
]

PARAGRAPH_STYLE, CHARACTER_STYLE, TABLE_STYLE, LIST_STYLE = 1, 2, 3, 4
"""The kinds of styles."""

Fonts = tuple[int | None, int | None, int | None]
"""Numbers of the fonts for ASCII, East Asian and other characters; None where nothing is said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraphs:
    """The properties of a paragraph. ``table`` are the row's properties, where it ends a row.

    ``nesting`` is how many tables are round it, None where that isn't said: Word 97 has no tables in tables.
    """

    style: int = 0
    in_table: bool = False
    nesting: int | None = None
    ends_row: bool = False
    ends_cell: bool = False
    list_id: int = 0
    level: int = 0
    table: tuple[tuple[int, bytes], ...] = ()

    @property
    def depth(self) -> int:
        """How many tables the paragraph is in."""
        if not self.in_table:
            return 0
        return 1 if self.nesting is None else max(0, self.nesting)


@dataclass(frozen=True, kw_only=True, slots=True)
class Characters:
    """The properties of a character. ``font`` is a symbol font that it is set in, marked by U+E000 where it is not the one for letters."""

    deleted: bool = False
    hidden: bool | None = None
    struck: bool | None = None
    struck_twice: bool | None = None
    bold: bool | None = None
    underlined: bool = False
    special: bool = False
    data: bool = False
    embedded: bool = False
    symbol: tuple[int, int] | None = None
    location: int | None = None
    fonts: Fonts = (None, None, None)
    font: str = ""

    @property
    def plain(self) -> bool:
        """Whether the characters are to be taken as they stand."""
        return not (
            self.deleted or self.hidden or self.struck or self.struck_twice or self.special or self.symbol or self.font
        )

    @property
    def marked(self) -> bool:
        """Whether the characters stand out by an underline or by being bold."""
        return bool(self.bold or self.underlined)


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """A style: its kind, the number of the one it is based on, and its own sprms."""

    kind: int
    base: int
    paragraph: bytes = b""
    characters: bytes = b""
