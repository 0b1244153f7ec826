"""The characters of a page of a PDF with their places, by PDFium."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from forms.errors import OverLimit
from parsers.pdf.matrices import Placement
from parsers.pdf.model import Glyph, Page
from parsers.pdf.pdfium import pdfium

__all__ = ["Fonts", "is_clip", "read_glyphs"]

GLYPH_LIMIT = 40_000
"""Characters on a page; a page of the smallest print has some 8,000."""

HELD = 64
"""Fonts that are kept from page to page. A form has some ten; one that many hands put together may have some for each page."""
FAR = 1e5
"""Points from the origin beyond which nothing is on a page; what is no number isn't within either."""
_HYPHEN = 0x02
"""What PDFium answers for a hyphen at a line's end: it takes it for one that a word was divided with."""
_PLAIN, _INVISIBLE = 0, 3
_STROKED, _BOTH = (1, 2, 5, 6), (2, 6)
_CLIP = 7
_NAME_BYTES = 128


class Fonts:
    """The fonts of a file by number: their names, which of them the file holds, and which have characters that it doesn't map to Unicode."""

    def __init__(self, document: object) -> None:
        self._document = document
        self._held: dict[int, object] = {}
        self._outlined: set[int] = set()
        self.names: list[str] = []
        self.embedded: set[int] = set()
        self.broken: set[int] = set()
        self.programs: dict[int, bytes] = {}
        """The fonts themselves of those that are broken, where the file holds them."""
        self.unmapped: Counter[int] = Counter()
        """How many characters of them weren't mapped."""
        self._numbers: dict[int, int] = {}
        self._advances: dict[tuple[int, int], float] = {}

    def turn(self) -> None:
        """A new page begins. Too many fonts are let go: PDFium may put others in the place of those, which then count as new."""
        if len(self._held) > HELD:
            self.close()

    def close(self) -> None:
        """Lets all fonts go."""
        for text in self._held.values():
            pdfium.FPDFPageObj_Destroy(text)
        self._held.clear()
        self._numbers.clear()

    def text_of(self, number: int, size: float) -> object | None:
        """A new text object of a font, on no page yet, with the size *size*; None where the font is no longer at hand.

        Neither is one of Type 3 given: what its characters draw is part of the file's own pages, and on others PDFium dies of it.
        """
        held = self._held.get(number)
        if held is None or number not in self._outlined:
            return None
        return pdfium.FPDFPageObj_CreateTextObj(self._document, pdfium.FPDFTextObj_GetFont(held), size) or None

    def number(self, thing: object) -> int:
        """The number of a text object's font."""
        font = pdfium.FPDFTextObj_GetFont(thing)
        if not font:
            return self._number(0, "")
        address = ctypes.addressof(font.contents)
        known = self._numbers.get(address)
        if known is not None:
            return known
        buffer = ctypes.create_string_buffer(_NAME_BYTES)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, _NAME_BYTES)
        number = self._number(address, buffer.value.decode("utf-8", "replace"))
        size = ctypes.c_ulong()
        if pdfium.FPDFFont_GetFontData(font, None, 0, size) and size.value:
            self._outlined.add(number)
        # A text that stands on no page keeps its font: on the next page it is the same one, and needn't be loaded again.
        text = pdfium.FPDFPageObj_CreateTextObj(self._document, font, 1.0)
        if text:
            self._held[number] = text
        if pdfium.FPDFFont_GetIsEmbedded(font) == 1:
            self.embedded.add(number)
        return number

    def lose(self, number: int, thing: object) -> None:
        """Notes down that the file doesn't map a character of a text object's font."""
        self.unmapped[number] += 1
        if number in self.broken:
            return
        self.broken.add(number)
        font = pdfium.FPDFTextObj_GetFont(thing)
        size = ctypes.c_ulong()
        if number not in self.embedded or not pdfium.FPDFFont_GetFontData(font, None, 0, size) or not size.value:
            return
        room = (ctypes.c_ubyte * size.value)()
        if pdfium.FPDFFont_GetFontData(font, room, size.value, size):
            self.programs[number] = bytes(room)

    def width(self, number: int, code: int) -> float:
        """The advance of a character in ems as its font tells; 0 where the font is no longer at hand."""
        held = self._held.get(number)
        return 0.0 if held is None else self.advance(pdfium.FPDFTextObj_GetFont(held), number, code)

    def advance(self, font: object, number: int, code: int) -> float:
        """The advance of a character in ems."""
        known = self._advances.get((number, code))
        if known is None:
            width = ctypes.c_float()
            known = width.value if pdfium.FPDFFont_GetGlyphWidth(font, code, 1.0, width) else 0.0
            self._advances[number, code] = known
        return known

    def _number(self, address: int, name: str) -> int:
        known = self._numbers.get(address)
        if known is None:
            known = self._numbers[address] = len(self.names)
            self.names.append(name)
        return known


@dataclass(slots=True)
class _Run:
    """What the characters of one text object have in common."""

    font: int
    size: float
    angle: int
    layer: int
    seen: bool
    color: int
    ink: int
    clips: bool = False
    tight: object = None
    """The font, where PDFium knows only what is drawn of its characters and not their advances: those of Type 3."""


def read_glyphs(handle: object, page: Page, place: Placement, layers: dict[int, int], fonts: Fonts) -> bool:
    """Puts the characters of a PDFium page on *page*, spaces included, in the order in which they are drawn; answers whether some are a clip for what is painted through them.

    Raises:
        OverLimit: there are more than a form can have.
    """
    text = pdfium.FPDFText_LoadPage(handle)
    if not text:
        return False
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > GLYPH_LIMIT:
            raise OverLimit("limit.glyphs", page=page.number, found=count, limit=GLYPH_LIMIT)
        return _read(text, count, page, place, layers, fonts)
    finally:
        pdfium.FPDFText_ClosePage(text)


def _read(text: object, count: int, page: Page, place: Placement, layers: dict[int, int], fonts: Fonts) -> bool:
    runs: dict[int, _Run] = {}
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    unicode, origin, loose = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetLooseCharBox
    generated, owner, lost = (
        pdfium.FPDFText_IsGenerated,
        pdfium.FPDFText_GetTextObject,
        pdfium.FPDFText_HasUnicodeMapError,
    )
    addressof = ctypes.addressof
    high = 0
    glyphs = page.glyphs
    level, left, top = place.turns == 0, place.left, place.top
    for index in range(count):
        if generated(text, index) == 1:
            continue
        code = unicode(text, index)
        thing = owner(text, index)
        if not thing or not loose(text, index, box) or not origin(text, index, x, y):
            continue
        if not (-FAR < x.value < FAR and -FAR < y.value < FAR and -FAR < box.left <= box.right < FAR):
            continue
        address = addressof(thing.contents)
        run = runs.get(address)
        if run is None:
            run = runs[address] = _run(text, index, thing, layers.get(address, 0), fonts, place)
        if (
            0xD800 <= code < 0xDC00 and 0xDC00 <= unicode(text, index + 1) < 0xE000
        ):  # the first half of a character beyond U+FFFF
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if lost(text, index) == 1:
            fonts.lose(run.font, thing)
        if not run.seen:
            page.notes.add("document.hidden")
        character = (
            "-"
            if code in (_HYPHEN, 0xFFFE)
            else chr(code)
            if 0 < code < 0xD800 or 0xE000 <= code < 0x110000
            else "\ufffd"
        )
        if run.tight is not None:
            _take_advance(box, x.value, y.value, run, fonts.advance(run.tight, run.font, code) * run.size, place)
        if level and not run.angle and x.value - box.left < 0.3 * (box.right - box.left):
            # Nearly all characters: set from left to right on a page that isn't turned.
            start, end = box.left, box.right
            (glyphs if run.seen else page.unseen).append(
                Glyph(
                    character,
                    start - left,
                    end - left,
                    top - y.value,
                    run.size,
                    0,
                    run.font,
                    len(glyphs),
                    run.layer,
                    color=run.color,
                    ink=run.ink,
                    code=code,
                )
            )
        else:
            one = _glyph(character, code, run, box, place(x.value, y.value), place, len(glyphs))
            (glyphs if run.seen else page.unseen).append(one)
    return any(run.clips for run in runs.values())


def is_clip(thing: object) -> bool:
    """Whether a text object is a clip and nothing else."""
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(thing) == _CLIP)


def _take_advance(box: pdfium.FS_RECTF, x: float, y: float, run: _Run, advance: float, place: Placement) -> None:
    """Makes the *box* of a character at *x* and *y* as long as its *advance*: what a font says to be drawn of it may be as large as it likes."""
    if advance <= 0 or run.angle not in _ALONG:
        return
    # The way of the line in the page's own space: the one whose end is there on the page as it is shown.
    ox, oy = place(x, y)
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        px, py = place(x + dx, y + dy)
        if (round(px - ox), round(py - oy)) == _ALONG[run.angle]:
            if dx:
                box.left, box.right = min(x, x + dx * advance), max(x, x + dx * advance)
            else:
                box.bottom, box.top = min(y, y + dy * advance), max(y, y + dy * advance)
            return


_ALONG = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}
"""The way that lines go on a page as it is shown, by their angle."""


def _glyph(
    character: str,
    code: int,
    run: _Run,
    box: pdfium.FS_RECTF,
    origin: tuple[float, float],
    place: Placement,
    order: int,
) -> Glyph:
    ax, ay = place(box.left, box.top)
    bx, by = place(box.right, box.bottom)
    x0, x1 = (ax, bx) if ax <= bx else (bx, ax)
    top, bottom = (ay, by) if ay <= by else (by, ay)
    x, y = origin
    middle = (top + bottom) / 2
    if run.angle in (0, 180):
        before = x - x0 if run.angle == 0 else x1 - x
        if before > 0.3 * (x1 - x0) and x1 - x0 > 0.6 * run.size:
            # Set downwards: the origin is above the character's middle, and its baseline is not where it stands.
            y = middle + 0.36 * run.size
        elif run.angle == 180:
            # Upside-down it is below its baseline; ``Glyph.middle`` is above ``y``.
            y += 0.72 * run.size
    elif run.angle in (90, 270):
        # Written downwards or upwards: what it takes of its line is as high as the box. ``pdf.turns`` makes a line of it.
        before = y - top if run.angle == 90 else bottom - y
        if before > 0.3 * (bottom - top) and bottom - top > 0.6 * run.size:
            across = (x0 + x1) / 2
        else:
            across = x + (0.36 if run.angle == 90 else -0.36) * run.size
        half = (bottom - top) / 2
        x0, x1, y = across - half, across + half, middle + 0.36 * run.size
    return Glyph(
        character, x0, x1, y, run.size, run.angle, run.font, order, run.layer, color=run.color, ink=run.ink, code=code
    )


def _color(get: Callable[..., int], text: object, index: int) -> tuple[int, int, int] | None:
    """A character's colour: its darkest channel as it is seen on white, 0xRRGGBB, and how opaque it is out of 255."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(text, index, red, green, blue, alpha):
        return None
    # What shows through is as pale as what is seen of it on white.
    seen = 255 - (255 - min(red.value, green.value, blue.value)) * alpha.value // 255
    return seen, red.value << 16 | green.value << 8 | blue.value, alpha.value


def _run(text: object, index: int, thing: object, layer: int, fonts: Fonts, place: Placement) -> _Run:
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(text, index)
    angle = 0
    if pdfium.FPDFText_GetMatrix(text, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
        ox, oy = place(0.0, 0.0)
        dx, dy = place(matrix.a, matrix.b)
        angle = round(math.degrees(math.atan2(dy - oy, dx - ox))) % 360
        angle = next((right for right in (0, 90, 180, 270) if abs(angle - right) <= 3), angle)
        if angle >= 357:
            angle = 0
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
    color, ink, alpha = 0, -1, 255
    told = _color(pdfium.FPDFText_GetFillColor, text, index)
    if told is not None:
        color, alpha = told[0], told[2]
        if mode == _PLAIN:
            ink = told[1]
    if mode in _STROKED and (line := _color(pdfium.FPDFText_GetStrokeColor, text, index)) is not None:
        # White characters with a black outline are seen as well as black ones.
        color = min(color, line[0]) if mode in _BOTH else line[0]
        alpha = max(alpha, line[2]) if mode in _BOTH else line[2]
    seen = mode not in (_INVISIBLE, _CLIP) and alpha > 0
    number = fonts.number(thing)
    # A font of Type 3 has no name.
    tight = None if fonts.names[number] else pdfium.FPDFTextObj_GetFont(thing) or None
    return _Run(number, abs(size) or 1.0, angle, layer, seen, color, ink, mode == _CLIP, tight)
