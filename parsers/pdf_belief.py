"""Whether a text layer can be believed, and what of it can be put right for sure.

Nothing is guessed: a character is mapped where Unicode or the font's own table says what it is, or where what is drawn shows it. Everything else
keeps its place with doubt.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from parsers.pdf_glyphs import Fonts
from parsers.pdf_model import Glyph, Page
from parsers.pdf_radicals import unified
from parsers.symbols import EMPTY, TICKED, UNKNOWN, is_symbol_font, symbols

__all__ = ["DOUBT", "Picture", "believe"]

DOUBT = 0.3
"""Confidence of text whose layer can't be believed."""
UNSURE = 0.85
"""Confidence of a tick box that is told by its shape alone."""
PAIRS = 12
"""Pairs of neighbouring Han characters from which on a font's wording tells something."""
FEW_PAIRS = 4
"""Pairs from which on a font without one usual pair is doubted, where another font of the file is found to lie."""
USUAL = 0.12
"""Share of pairs that are usual in forms below which a font lies. Measured: 0.23 and more where the layer is right, 0.03 where it isn't."""
ALIEN = 0.15
"""Share of a font's characters that no Chinese form has, from which on the font's map isn't believed."""
LATIN_ONE = 0.3
"""Share of letters with accents from which on a font's text is Chinese read in the wrong encoding."""
FEW = 6
"""Characters of a font below which a share says nothing."""
SCALE = 4.0
"""Pixels a point at which tick boxes are looked at: a box of 10 points has 40."""

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-,](regular|bold|italic|oblique|normal|roman|identity-h)+$", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_RECODED = "opensymbol"
"""LibreOffice's own font of pictures; characters of Wingdings and Wingdings 2 keep their codes in it."""
_TICK_CODES = {0xFE: TICKED, 0x52: TICKED, 0xA8: EMPTY, 0xA3: EMPTY, 0x6F: EMPTY, 0x71: EMPTY, 0x72: EMPTY}
"""Codes that LibreOffice keeps, by what they are in the one of the two fonts where they are a tick box."""

Picture = Callable[[int, float], tuple[int, int, int, bytes]]
"""A page by its number drawn in grey, at so many pixels a point: width, height, bytes a row, bytes."""


@cache
def _usual() -> frozenset[str]:
    """Pairs of Han characters that forms have: those of the definitions and vocabularies."""
    pairs: set[str] = set()
    for text in _texts(files("forms")):
        for run in _HAN.findall(text):
            pairs.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(pairs)


def _texts(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts(entry)
        elif entry.name.endswith(".toml"):
            yield entry.read_text("utf-8")


@dataclass(slots=True)
class _Wording:
    """How a font's text reads."""

    pairs: int = 0
    usual: int = 0


def believe(pages: list[Page], fonts: Fonts, picture: Picture) -> set[str]:
    """Maps what is right for sure on *pages*, puts doubt on the rest, and answers the notes that the file has to carry."""
    lost = _lost(pages, fonts)
    names = [_plain_name(name) for name in fonts.names]
    for glyph in _typeset(pages):
        if glyph.font in lost:
            _lose(glyph)
        elif is_symbol_font(names[glyph.font]):
            glyph.text = symbols(names[glyph.font], glyph.text)
            if glyph.text == UNKNOWN:
                _doubt(glyph, "text.symbol")
        elif glyph.text >= "\u2e80":
            glyph.text = unified(glyph.text)
    _read_boxes(pages, names, picture)
    for glyph in _typeset(pages):
        if _is_private(glyph.text):
            glyph.text = UNKNOWN
            _doubt(glyph, "text.symbol")
        elif (glyph.text == UNKNOWN and glyph.confidence == 1.0) or _is_radical(glyph.text):
            _doubt(glyph, "text.garbled")
    lies = _lies(pages)
    if lies:
        for glyph in _typeset(pages):
            _doubt(glyph, "text.layer")
    return {"text.layer"} if lost or lies else set()


def _typeset(pages: list[Page]) -> Iterator[Glyph]:
    """The characters of the pages themselves: what is typed into fields over them is as it is."""
    for page in pages:
        for glyph in page.glyphs:
            if glyph.font >= 0:
                yield glyph


def _plain_name(name: str) -> str:
    """A font's name without the tag of its subset and its style: ``ABCDEF+Wingdings-Regular`` → ``Wingdings``."""
    name = _STYLE.sub("", _SUBSET.sub("", name))
    return name.removesuffix("MT") if name.endswith("SymbolMT") else name


def _lost(pages: list[Page], fonts: Fonts) -> set[int]:
    """The fonts whose characters can't be known: not mapped, or mapped to what no form has."""
    total: Counter[int] = Counter()
    alien: Counter[int] = Counter()
    accented: Counter[int] = Counter()
    for page in pages:
        for glyph in page.glyphs:
            if glyph.font < 0 or glyph.text.isspace():
                continue
            total[glyph.font] += 1
            if _is_alien(glyph.text):
                alien[glyph.font] += 1
            elif "\u00c0" <= glyph.text <= "\u00ff":
                accented[glyph.font] += 1
    found = set(fonts.broken)
    for font, count in total.items():
        if is_symbol_font(_plain_name(fonts.names[font])):
            continue
        if (alien[font] > ALIEN * count and alien[font] > 1) or (accented[font] > LATIN_ONE * count and count >= FEW):
            found.add(font)
    return found


def _is_alien(text: str) -> bool:
    """Whether no Chinese form has such a character: a control, or a letter of a script that isn't used beside Chinese."""
    code = ord(text[0])
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0x0250 <= code < 0x0370
        or 0x0480 <= code < 0x2000
        or 0xA000 <= code < 0xE000
    )


def _is_private(text: str) -> bool:
    return "\ue000" <= text[0] <= "\uf8ff" or text[0] >= "\U000f0000"


def _is_radical(text: str) -> bool:
    return "\u2e80" <= text[0] <= "\u2fdf"


def _lose(glyph: Glyph) -> None:
    if not glyph.text.isspace() or glyph.code != 0x20:
        glyph.text = UNKNOWN
    glyph.confidence = DOUBT
    glyph.notes = ("text.layer",)


def _doubt(glyph: Glyph, note: str) -> None:
    glyph.confidence = min(glyph.confidence, DOUBT)
    glyph.notes = (note,)


def _lies(pages: list[Page]) -> bool:
    """Whether some font's wording is none: its characters follow one another as in no form."""
    usual = _usual()
    wordings: dict[int, _Wording] = defaultdict(_Wording)
    for page in pages:
        for left, right in zip(page.glyphs, page.glyphs[1:], strict=False):
            if left.font != right.font or not (_is_han(left.text) and _is_han(right.text)):
                continue
            if abs(left.y - right.y) > 1 or not 0.5 * left.size < right.x0 - left.x0 < 1.6 * left.size:
                continue
            wording = wordings[left.font]
            wording.pairs += 1
            wording.usual += left.text + right.text in usual
    return any(wording.pairs >= PAIRS and wording.usual < USUAL * wording.pairs for wording in wordings.values())


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def _read_boxes(pages: list[Page], names: list[str], picture: Picture) -> None:
    """Tick boxes of LibreOffice's font and of private use: what is drawn tells whether a box is empty or marked."""
    for page in pages:
        wanted = [
            glyph
            for glyph in page.glyphs
            if glyph.font >= 0
            and glyph.text != UNKNOWN
            and (_is_private(glyph.text) or (names[glyph.font].lower() == _RECODED and ord(glyph.text[0]) <= 0xFF))
        ]
        if not wanted:
            continue
        width, height, stride, pixels = picture(page.number, SCALE)
        for glyph in wanted:
            shape = _box_drawn(glyph, width, height, stride, pixels)
            code = ord(glyph.text[0]) & 0xFF
            meant = _TICK_CODES.get(code) if names[glyph.font].lower() == _RECODED else None
            if shape is not None and meant == shape:
                glyph.text = shape
            elif shape == EMPTY:
                glyph.text, glyph.confidence, glyph.notes = EMPTY, UNSURE, ("text.symbol",)
            elif _is_private(glyph.text) or meant is not None or not glyph.text.isalnum():
                glyph.text = UNKNOWN
                _doubt(glyph, "text.symbol")


def _box_drawn(glyph: Glyph, width: int, height: int, stride: int, pixels: bytes) -> str | None:
    """☐ or ☑ where an empty or a marked box is drawn at the place of *glyph*; None where it is something else."""
    left = max(0, round((glyph.x0 - 0.1 * glyph.size) * SCALE))
    right = min(width, round((glyph.x1 + 0.1 * glyph.size) * SCALE))
    top = max(0, round((glyph.y - 1.0 * glyph.size) * SCALE))
    bottom = min(height, round((glyph.y + 0.3 * glyph.size) * SCALE))
    dark = [[pixels[y * stride + x] < 128 for x in range(left, right)] for y in range(top, bottom)]
    rows = [y for y, line in enumerate(dark) if any(line)]
    columns = [x for x in range(right - left) if any(line[x] for line in dark)]
    if not rows or not columns:
        return None
    y0, y1, x0, x1 = rows[0], rows[-1], columns[0], columns[-1]
    high, wide = y1 - y0 + 1, x1 - x0 + 1
    if min(high, wide) < 0.35 * glyph.size * SCALE or not 0.75 < wide / high < 1.34:
        return None
    edge = max(2, round(0.14 * wide))
    sides = (
        [any(dark[y][x] for y in range(y0, y0 + edge)) for x in range(x0, x1 + 1)],
        [any(dark[y][x] for y in range(y1 - edge + 1, y1 + 1)) for x in range(x0, x1 + 1)],
        [any(dark[y][x] for x in range(x0, x0 + edge)) for y in range(y0, y1 + 1)],
        [any(dark[y][x] for x in range(x1 - edge + 1, x1 + 1)) for y in range(y0, y1 + 1)],
    )
    if any(sum(side) < 0.8 * len(side) for side in sides):
        return None
    margin = round(0.25 * wide)
    inner = [dark[y][x] for y in range(y0 + margin, y1 - margin + 1) for x in range(x0 + margin, x1 - margin + 1)]
    ink = sum(inner) / max(1, len(inner))
    if ink < 0.02:
        return EMPTY
    return TICKED if ink > 0.06 else None
