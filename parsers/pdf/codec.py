"""Chinese whose bytes a text layer tells as Western letters: put right by reading the bytes as what they are.

A producer wrote UTF-8 or GBK and declared Latin-1 or Windows-1252. Either several letters stand in the place of each character, which is drawn right, or
the letters themselves are drawn. Nothing is lost by it: the bytes are there, and whether they are Chinese is told by strict decoding and by how it reads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter

from parsers.pdf.model import Glyph, Page
from parsers.wording import usual_pairs

__all__ = ["decoded"]

UTF8, GBK = "utf-8", "gb18030"
SURE = {UTF8: 0.97, GBK: 0.95}
"""Confidence of a character by its encoding: bytes that aren't UTF-8 hardly ever decode as such."""
MOST = 0.9
"""Share of a font's runs that must decode; in the others a byte may be lost."""
USUAL, PAIRS = 0.12, 6
"""Share of pairs of neighbouring Han characters that must be usual in forms, and how many pairs tell that."""
MERGED = 0x110000
"""One more than the highest code."""
_BREAK = 0x02
"""What PDFium answers for the byte AD, which it takes for a hyphen at a line's end."""
_WESTERN = {bytes((byte,)).decode("cp1252", "replace"): byte for byte in range(0x80, 0xA0)} | {
    chr(byte): byte for byte in range(0x100)
}
_WESTERN.pop("\ufffd", None)


@dataclass(slots=True)
class _Text:
    """A font's runs of letters with where they are: page and first glyph."""

    runs: list[tuple[Page, list[Glyph]]] = field(default_factory=list)
    foreign: int = 0


def decoded(pages: list[Page]) -> set[int]:
    """Puts Chinese in the place of its bytes on *pages*; answers the fonts in which the letters themselves are drawn, which show nothing of it."""
    if not any(_is_western(text) for page in pages for text in set(map(attrgetter("text"), page.glyphs))):
        return set()
    texts = _texts(pages)
    chosen = {font: codec for font, text in texts.items() if (codec := _codec(text)) is not None}
    spoken = Counter(chosen.values())
    if not spoken:
        return set()
    # A font with a few signs alone is written as the others are.
    usual = spoken.most_common(1)[0][0]
    for font, text in texts.items():
        if font not in chosen and text.foreign and _share(text, usual) >= MOST:
            chosen[font] = usual
    gone: set[int] = set()
    drawn: set[int] = set()
    for font, codec in chosen.items():
        for _, run in texts[font].runs:
            if any(_is_western(glyph.text) for glyph in run):
                if any(one.x0 != other.x0 for one, other in pairwise(run)) and _is_spelt(run, codec):
                    drawn.add(font)
                gone |= _put(run, codec)
    for page in pages:
        page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in gone]
    return drawn


def _is_western(text: str) -> bool:
    return "\x80" <= text <= "\xff" or (text > "\xff" and text in _WESTERN)


def _texts(pages: list[Page]) -> dict[int, _Text]:
    """The fonts' runs: letters of one font and one line that follow one another, all of which may be bytes."""
    found: dict[int, _Text] = defaultdict(_Text)
    for page in pages:
        for left, right in pairwise(page.glyphs):
            if right.code == _BREAK and (left.font, left.x0, left.y) == (right.font, right.x0, right.y):
                right.text = "\xad"
        for (font, _, fits), run in groupby(page.glyphs, lambda one: (one.font, one.y, one.text in _WESTERN)):
            if fits and font >= 0:
                glyphs = list(run)
                foreign = sum(_is_western(glyph.text) for glyph in glyphs)
                if foreign:
                    found[font].runs.append((page, glyphs))
                    found[font].foreign += foreign
    return found


def _bytes(run: list[Glyph]) -> bytes:
    return bytes(_WESTERN[glyph.text] for glyph in run)


def _plain(run: list[Glyph], codec: str) -> str | None:
    """What *run* says in *codec*; None where its letters are no bytes of it."""
    parts = _parts(run, codec)
    return None if parts is None else "".join([character for character, _ in parts])


def _share(text: _Text, codec: str) -> float:
    return sum(_plain(run, codec) is not None for _, run in text.runs) / max(len(text.runs), 1)


def _codec(text: _Text) -> str | None:
    """The encoding in which the font's letters are Chinese; None where they are letters."""
    for codec in (UTF8, GBK):
        plain = [found for _, run in text.runs if (found := _plain(run, codec)) is not None]
        if len(plain) < MOST * len(text.runs):
            continue
        pairs = [a + b for found in plain for a, b in pairwise(found) if _is_han(a) and _is_han(b)]
        if len(pairs) >= PAIRS and sum(pair in usual_pairs() for pair in pairs) >= USUAL * len(pairs):
            return codec
    return None


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def _parts(run: list[Glyph], codec: str) -> list[tuple[str, list[Glyph]]] | None:
    """Each character of *run* with the letters that are its bytes; None where they are no bytes of *codec*.

    Where one code of the font stands for all letters of a character, what stands alone (a quotation mark, a multiplication sign) is itself.
    """
    codes = [list(group) for _, group in groupby(run, lambda one: (one.x0, one.layer))]
    if len(codes) == len(run):
        codes = [run]
    found: list[tuple[str, list[Glyph]]] = []
    for code in codes:
        if len(code) == 1 and len(codes) > 1:
            found.append((code[0].text, code))
            continue
        try:
            text = _bytes(code).decode(codec)
        except UnicodeDecodeError:
            return None
        start = 0
        for character in text:
            end = start + len(character.encode(codec))
            found.append((character, code[start:end]))
            start = end
    return found


def _is_spelt(run: list[Glyph], codec: str) -> bool:
    """Whether the letters of a character stand beside one another."""
    return any(part[0].x0 != part[-1].x0 for _, part in _parts(run, codec) or ())


def _put(run: list[Glyph], codec: str) -> set[int]:
    """Makes the first letter of each character that character; answers the others, by identity."""
    gone: set[int] = set()
    parts = _parts(run, codec)
    if parts is None:
        for glyph in run:
            if _is_western(glyph.text):
                glyph.text = "\ufffd"
        return gone
    for character, part in parts:
        if len(part) == 1:
            continue
        first = part[0]
        first.text, first.method, first.confidence = character, "repair", SURE[codec]
        first.x1 = max(glyph.x1 for glyph in part)
        for glyph in part[1:]:
            first.code = first.code * MERGED + glyph.code
            gone.add(id(glyph))
    return gone
