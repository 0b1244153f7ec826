"""What a page of a PDF is made of, as plain values.

Everything is in PDF points in the page as it is shown: x grows to the right from the left edge, y grows downwards from the top edge, and the
page's own rotation is applied.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from forms.text import Box, Method, Warp

__all__ = [
    "Bitmap",
    "Draw",
    "Edge",
    "Fill",
    "Glyph",
    "Kind",
    "Outline",
    "Page",
    "Picture",
    "Recognise",
    "Remark",
    "Small",
    "Stamp",
    "Strike",
    "Warp",
]

Kind = Literal["text", "garbled", "image", "blank"]
"""What a page's text layer is worth: it can be believed; it can't, but its characters stand where they are drawn; there is none, what the page says
is drawn; there is nothing on the page."""


@dataclass(slots=True, eq=False)
class Glyph:
    """A character as it is shown.

    ``x0`` to ``x1`` is its advance (about its middle, where it lies on its side), ``y`` its baseline, ``size`` its em; ``angle`` is the direction of writing in degrees, counted clockwise from
    left to right. ``font`` numbers the fonts of the file; ``order`` counts the characters in the order in which they were drawn.
    ``color`` is its darkest channel, ``ink`` its colour as 0xRRGGBB, -1 where that isn't known. ``hard`` tells
    that a paragraph ends behind it, whatever the geometry says; ``placed`` that it stands on a document's grid.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    angle: int = 0
    font: int = 0
    order: int = 0
    layer: int = 0
    confidence: float = 1.0
    notes: tuple[str, ...] = ()
    struck: bool = False
    hard: bool = False
    color: int = 0
    ink: int = -1
    code: int = 0
    method: Method = "text"
    placed: bool = False

    @property
    def x(self) -> float:
        """Its middle across."""
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        """Its middle downwards: half the height of a Han character above the baseline's descent."""
        return self.y - 0.36 * self.size

    @property
    def box(self) -> Box:
        """The em box, which all characters of a line share."""
        return (self.x0, self.y - 0.88 * self.size, self.x1, self.y + 0.14 * self.size)


@dataclass(slots=True, eq=False)
class Edge:
    """A ruled line: level at ``at`` (y) from ``start`` to ``end`` (x), or upright at ``at`` (x) from ``start`` to ``end`` (y)."""

    upright: bool
    at: float
    start: float
    end: float
    width: float = 0.0


@dataclass(slots=True, eq=False)
class Fill:
    """A filled rectangle. ``layer`` counts what is drawn on the page: later covers earlier. ``ink`` is its colour as 0xRRGGBB, -1 where it isn't one."""

    box: Box
    layer: int
    white: bool
    opaque: bool
    ink: int = -1


@dataclass(slots=True, eq=False)
class Picture:
    """An image on the page. ``density`` is its pixels a point, of the direction that has more; 0 where that isn't known."""

    box: Box
    layer: int
    density: float = 0.0


@dataclass(slots=True, eq=False)
class Small:
    """Something no larger than a character that is drawn and is no line: the ``outline`` of a square or ring, a mark, or a ``ground`` in a light colour."""

    box: Box
    outline: bool
    white: bool = False
    ground: bool = False


@dataclass(slots=True, eq=False)
class Outline:
    """A filled path that may be a character: its bounds, and of how many points it is."""

    box: Box
    points: int


@dataclass(slots=True, eq=False)
class Strike:
    """A stroke through text, from ``x0`` to ``x1`` at the height ``y``."""

    x0: float
    x1: float
    y: float


@dataclass(slots=True, eq=False)
class Remark:
    """A comment that stands beside the text."""

    text: str
    box: Box


@dataclass(slots=True, eq=False)
class Stamp:
    """A red seal on the page."""

    box: Box
    confidence: float


@dataclass(slots=True, eq=False)
class Page:
    """A page with all that is on it. ``number`` counts from 1."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    pale: list[Edge] = field(default_factory=list)
    """Ruled lines in white, which nobody sees on white paper."""
    fills: list[Fill] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    """Frames with rounded corners."""
    free: list[Box] = field(default_factory=list)
    """The bounds of what is drawn with curves or slanting lines, of dots, and of what is neither a path nor a picture."""
    pictures: list[Picture] = field(default_factory=list)
    strikes: list[Strike] = field(default_factory=list)
    smalls: list[Small] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    """What is dark, too small to be a mark, and about as wide as it is high: points of texts that are curves."""
    cut: list[Glyph] = field(default_factory=list)
    """The characters of which the foot of the page cuts off more than half."""
    beyond: list[Glyph] = field(default_factory=list)
    """The characters of which the sides of the page cut off more than half, and no piece of their text is seen."""
    watermarks: list[Glyph] = field(default_factory=list)
    """The characters of level watermarks, which are no longer among ``glyphs``."""
    cut_at: float | None = None
    """Where the right margin cuts off lines that go on beyond it: PDFium tells what objects are clipped to only of those that aren't seen as a whole."""
    outlines: list[Outline] = field(default_factory=list)
    unseen: list[Glyph] = field(default_factory=list)
    """The characters that are told but not painted: the layer of a scan that somebody recognised, or what is a clip for what is painted through it."""
    untold: list[Glyph] = field(default_factory=list)
    """Where texts have bounds and no character is told, as spaces: PDFium leaves out what a map tells as one behind another."""
    remarks: list[Remark] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    drawn: int = 0
    """How many things are drawn on it, characters included."""
    kind: Kind = "text"
    warp: Warp | None = None
    """Where what is on it belongs on the page as it is shown, where it was set straight or turned to be laid out."""
    stamped: list[Box] = field(default_factory=list)
    """Where annotations are that may show a seal: stamps and signatures."""
    seals: list[Stamp] = field(default_factory=list)
    proved: bool = False
    """Whether all that is on it has been seen to be drawn."""
    coloured: bool = False
    """Whether the ink of a red seal would show: it is an image taken in colour."""
    passes: bool | None = None
    """Whether the program that made it draws cells in passes: those of one line first, those that may have more behind them; None where that isn't known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bitmap:
    """A page as it is shown, annotations included: ``height`` lines of ``stride`` bytes, three bytes a pixel in the order blue, green, red.

    ``scale`` is pixels a point: a pixel's place divided by it is a place on the page.
    """

    width: int
    height: int
    stride: int
    scale: float
    pixels: bytes


Draw = Callable[[float], Bitmap]
"""Draws the page in question at so many pixels a point, or at fewer where it is too large for that; 200 dpi are 200 / 72."""

Recognise = Callable[[Page, Draw], Page | None]
"""Reads a page whose ``kind`` is ``image`` or ``garbled`` by what is drawn, and what the pictures on a page of ``text`` show.

It answers the same page in the same coordinates with the characters (``Glyph.method`` tells how each was had, ``confidence`` how sure it is) and the
ruled lines that it found, or None where it can do nothing: then an image stays unread and says so, and garbled text keeps its doubts. What it answers
is laid out as every page is: lines of characters, grids of edges, cells and tables over page breaks.
"""
