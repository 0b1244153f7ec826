"""Characters that a text layer tells as nothing that is seen, such as spaces, where something is drawn: what is lost may be told so."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from parsers.pdf.boxes import Drawn, Picture
from parsers.pdf.census import Census
from parsers.pdf.doubts import Key
from parsers.pdf.joined import is_unseen
from parsers.pdf.latin import within
from parsers.pdf.layers import SCALE, is_drawn
from parsers.pdf.likeness import WIDE
from parsers.pdf.model import Glyph, Page
from parsers.pdf.pairs import UNDER
from parsers.pdf.specimens import Specimens
from parsers.pdf.windows import columns
from parsers.symbols import UNKNOWN

__all__ = ["INKED", "inked_spaces", "looked_at", "uncertain"]

CHARACTERS = 8192
"""Characters of which is kept what they are: more than the forms of an office have."""
INKED = -32
"""The code of what is drawn where a font has a space: no other character has it, and it may be several."""
SOFT, HYPHEN = 0xAD, 0x02
"""A soft hyphen, and what PDFium answers for a hyphen at a line's end."""
LOW = "_"
"""What is drawn below what is looked at."""
MOST = 64
"""Characters that may be lost behind one."""
GAP = 8.0
"""Ems of the widest gap in a line that is looked through for what is drawn in it."""
SLIM = 0.4
"""Ems of a gap below which nothing is lost in it."""
NARROW = 0.45
"""Ems below which what is drawn where a space stands may be wider than it: spaces carry the underlines of what is written over them."""
APART = 0.06
"""Ems by which the rooms of one character differ that is told for several codes."""
STEP = 0.5
"""Points in which a gap is looked through."""


def blanks(census: Census, seen: set[int]) -> dict[Key, Glyph]:
    """The characters of the fonts *seen* that are told as spaces, or as what shows nothing."""
    return {
        (font, code): glyph
        for (font, code, text), glyph in census.one.items()
        if font in seen and not glyph.angle and is_blank(text)
    }


def looked_at(census: Census, seen: set[int], specimens: Specimens) -> tuple[list[Glyph], list[Glyph]]:
    """The blanks and the signs of which ``inked_spaces`` and ``uncertain`` ask whether their fonts draw anything for them."""
    told = [glyph for (_, code), glyph in blanks(census, seen).items() if specimens.tells(code)]
    return told, _signs(census, seen, specimens)


def inked_spaces(
    pages: list[Page], census: Census, seen: set[int], lost: set[int], picture: Picture, specimens: Specimens
) -> set[Key]:
    """The characters of the fonts *seen* and *lost* that are told as spaces, or as what shows nothing, and are drawn as something; on *pages* these become unknown.

    Behind spaces of the fonts that are *lost*, and those of which a map tells several, characters are put on *pages* that PDFium leaves out. A page is
    drawn only for those and where a font's drawing of a space doesn't tell.
    """
    told = blanks(census, seen)
    alone = [glyph for (_, code), glyph in told.items() if specimens.tells(code)]
    found = {key for key, bits in specimens.of(alone).items() if bits} if alone else set()
    several = {key for key in told if specimens.shares(key[1])}
    broad = _broad(census)
    wide = {
        key
        for key, glyph in told.items()
        if glyph.text == " " and not specimens.tells(key[1]) and _advance(glyph) >= WIDE and key[0] not in broad
    } - several
    # PDFium tells a hyphen at a line's end, a soft one too, as one that divides a word.
    hyphens = {(font, HYPHEN) for font, code in found | several if code == SOFT}
    looked = found | several | wide | hyphens
    made: set[Key] = set()
    untold = _untold(pages, seen, lost, specimens)
    if not looked and not lost and not any(untold):
        return made
    for page, missing in zip(pages, untold, strict=True):
        places = [
            glyph
            for glyph in page.glyphs
            if not glyph.angle
            and (is_blank(glyph.text) or (glyph.font, glyph.code) in hyphens)
            and (
                glyph.font in lost
                or ((key := (glyph.font, glyph.code)) in looked and (key not in wide or _advance(glyph) >= WIDE))
            )
        ]
        if not places and not missing:
            continue
        drawn = picture(page.number, SCALE)
        for glyph in missing:
            if _is_inked(glyph, drawn):
                _part(glyph, page)
                made.add((glyph.font, INKED))
        for glyph in places:
            space, inked = glyph.text == " ", _is_inked(glyph, drawn) and not _is_under(glyph, page.glyphs)
            if inked:
                glyph.text, glyph.code = UNKNOWN, INKED
                made.add((glyph.font, INKED))
            if (
                space
                and (inked or glyph.font in lost or (glyph.font, glyph.code) in several)
                and _go_on(glyph, inked, page, drawn)
            ):
                made.add((glyph.font, INKED))
    return made


def _signs(census: Census, seen: set[int], specimens: Specimens) -> list[Glyph]:
    """The digits, Latin letters and signs of the fonts *seen* of which a single drawing tells whether anything is drawn."""
    return [
        glyph
        for (font, code, text), glyph in census.one.items()
        if font in seen and not glyph.angle and _is_sign(text) and not is_blank(text) and specimens.tells(code)
    ]


def _own(bits: int, glyph: Glyph) -> int:
    """What of a window is the character's own, and not its neighbours'."""
    return bits if glyph.text > "\u2000" else within(bits, columns(glyph))


def uncertain(pages: list[Page], census: Census, seen: set[int], specimens: Specimens) -> set[Key]:
    """The characters of the fonts *seen* that stand for several codes, as they take different rooms, and the signs of which nothing is drawn."""
    plain = _signs(census, seen, specimens)
    drawn = specimens.of(plain) if plain else {}
    found = {
        key
        for glyph in plain
        if (bits := drawn.get(key := (glyph.font, glyph.code))) is not None and not _own(bits, glyph)
    }
    several = {
        (font, code)
        for font, code, text in census.one
        if font in seen and not is_blank(text) and specimens.shares(code)
    }
    rooms: dict[Key, tuple[float, float]] = {}
    for page in pages if several else ():
        for glyph in page.glyphs:
            key = glyph.font, glyph.code
            if key in several and not glyph.angle:
                advance = _advance(glyph)
                low, high = rooms.get(key, (advance, advance))
                rooms[key] = min(low, advance), max(high, advance)
    return found | {key for key, (low, high) in rooms.items() if high - low > APART}


@lru_cache(maxsize=CHARACTERS)
def _is_sign(text: str) -> bool:
    """Whether *text* is a digit, a Latin letter or a sign, which a font that draws nothing for what it lacks has."""
    return text != LOW and (text < "\u2e80" or "\u3000" <= text <= "\u303f" or text >= "\uff00")


def _untold(pages: list[Page], seen: set[int], lost: set[int], specimens: Specimens) -> list[list[Glyph]]:
    """By page, where texts have bounds and nothing is told at all, of the fonts *lost* and those *seen* that may draw something for a space."""
    may = lost
    if any(page.untold for page in pages):
        spaces = {glyph.font: glyph for page in pages for glyph in page.untold if glyph.font in seen}
        several = specimens.shares(0x20)
        drawn = (
            {font for (font, _), bits in specimens.of(spaces.values()).items() if bits} if not several else set(spaces)
        )
        may = lost | drawn
    return [
        [glyph for glyph in page.untold if glyph.font in may and not _is_under(glyph, page.glyphs)] for page in pages
    ]


def _part(glyph: Glyph, page: Page) -> None:
    """Puts as many Han characters on *page* as *glyph* has room for."""
    room = glyph.x1 - glyph.x0
    count = max(1, round(room / glyph.size))
    for place in range(count):
        x0, x1 = (glyph.x0 + one * room / count for one in (place, place + 1))
        page.glyphs.append(replace(glyph, x0=x0, x1=x1, text=UNKNOWN, code=INKED))


@lru_cache(maxsize=CHARACTERS)
def is_blank(text: str) -> bool:
    """Whether a text shows nothing."""
    return text.isspace() or is_unseen(text)


def _broad(census: Census) -> set[int]:
    """The fonts whose letters take the room of Han characters: the file doesn't tell their widths, or they are full-width."""
    return {
        font
        for (font, _, text), glyph in census.one.items()
        if "!" <= text <= "~" and text.isalnum() and _advance(glyph) >= WIDE and text not in "mMW"
    }


def _is_inked(glyph: Glyph, drawn: Drawn) -> bool:
    side = 0.15 * (glyph.x1 - glyph.x0)
    return is_drawn(glyph.x0 + side, glyph.y - 0.75 * glyph.size, glyph.x1 - side, glyph.y - 0.05 * glyph.size, drawn)


def _is_under(glyph: Glyph, glyphs: list[Glyph]) -> bool:
    """Whether another character takes the room of *glyph*: a space that carries an underline may stand there."""
    wide = glyph.x1 - glyph.x0
    return any(
        min(glyph.x1, other.x1) - max(glyph.x0, other.x0) > UNDER * wide
        and abs(other.y - glyph.y) < glyph.size
        and other is not glyph
        and not is_blank(other.text)
        for other in glyphs
    )


def _go_on(glyph: Glyph, inked: bool, page: Page, drawn: Drawn) -> bool:
    """Puts characters behind *glyph* on *page* where something is drawn and none stands, and answers whether: of several spaces PDFium tells the first.

    Behind one that is *inked* they take its room, unless it is the space whose underline carries them.
    """
    end = _end(glyph, page)
    if inked and glyph.x1 - glyph.x0 < NARROW * glyph.size and end - glyph.x0 >= WIDE * glyph.size:
        glyph.x1 = min(glyph.x0 + glyph.size, end)
    if end - glyph.x1 < SLIM * glyph.size:
        return False
    before = len(page.glyphs)
    wide, x = (glyph.x1 - glyph.x0 if inked else glyph.size), glyph.x1
    bounded = end - x <= GAP * glyph.size
    for _ in range(MOST):
        if not inked:
            # Where the next one begins, only its ink tells.
            reach = end if bounded else min(end, x + glyph.size)
            x = next((at for at in _steps(x, reach) if is_drawn(at, *_band(glyph, at + STEP), drawn)), end)
        if x + 0.8 * (wide if inked else SLIM * glyph.size) > end:
            break
        one = replace(glyph, x0=x, x1=min(x + wide, end), text=UNKNOWN, code=INKED)
        if not _is_inked(one, drawn):
            break
        page.glyphs.append(one)
        x = one.x1
    return len(page.glyphs) > before


def _end(glyph: Glyph, page: Page) -> float:
    """Where the next character or rule behind *glyph* begins."""
    start = glyph.x1
    others = (
        other.x0
        for other in page.glyphs
        if other.x1 > start + 0.2 and other is not glyph and abs(other.y - glyph.y) < glyph.size
    )
    rules = (
        edge.at - 1
        for edge in page.edges
        if edge.upright and start - 1 <= edge.at and edge.start < glyph.middle < edge.end
    )
    return min((*others, *rules), default=page.width)


def _steps(start: float, end: float) -> list[float]:
    return [start + step * STEP for step in range(int((end - start) / STEP))]


def _band(glyph: Glyph, x1: float) -> tuple[float, float, float]:
    """Top, right and bottom of what is looked at up to *x1*."""
    return glyph.y - 0.75 * glyph.size, x1, glyph.y - 0.05 * glyph.size


def _advance(glyph: Glyph) -> float:
    return (glyph.x1 - glyph.x0) / glyph.size
