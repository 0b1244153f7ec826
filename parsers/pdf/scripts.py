"""Characters of other scripts and older forms that a map tells for what is drawn: a Cyrillic а for a Latin one, a kana for the Han character that looks like it, ① for 1.

A font that has one drawing for several characters may be told as any of them. What nobody writes in a Chinese form becomes what it is drawn as, where the drawing bears that out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from forms.vocabulary import words
from parsers.pdf.census import Census, Character
from parsers.pdf.latin import is_other_digit
from parsers.pdf.looks import is_han
from parsers.pdf.masks import WINDOW, likeness, mask_of
from parsers.pdf.model import Glyph, Page
from parsers.pdf.specimens import Specimens
from parsers.pdf.windows import columns
from parsers.wording import usual_pairs

__all__ = ["fold_scripts"]

LIKE, RATHER, OFF = 0.6, 0.4, 2
"""Likeness from which on a drawing is the character that is told in another form, the same where others of its font are, and rows of pixels by which digits may differ in height."""
WIDEST = 0.75
"""Ems of the widest plain digit or letter."""
UNSURE = 0.85
"""Confidence of what may have been meant as it is told."""
BESIDE = 0.3
"""Ems between two characters of one word at most."""
STROKE = "一"
_FULL = ("\uff01", "\uff5e")


@cache
def _pairs(name: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in words("alike", name)}


@cache
def _plain(text: str) -> str | None:
    """The digit or letter that *text* is another form of: raised, in a circle, of a mathematical alphabet."""
    if text <= "\x7f" or len(text) != 1 or _FULL[0] <= text <= _FULL[1] or is_han(text):
        return None
    plain = unicodedata.normalize("NFKC", text)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else None


@cache
def _is_foreign(text: str) -> bool:
    """Whether a letter is Greek or Cyrillic."""
    return "\u0370" <= text <= "\u052f"


def fold_scripts(pages: list[Page], census: Census, specimens: Specimens) -> bool:
    """Makes the characters of *pages* those that they are drawn as; answers whether there were any that weren't told so."""
    texts = {text for _, _, text in census.one if text > "\x7f"}
    letters, kana, variants = (_pairs(name) for name in ("letters", "kana", "variants"))
    foreign = bool(texts & letters.keys())
    if not foreign and not any(text in kana or text in variants or _plain(text) for text in texts):
        return False
    asked = {one: glyph for one, glyph in census.one.items() if glyph.font >= 0 and not glyph.angle}
    made = _drawn_plainly(asked, specimens)
    made |= _drawn_as_han(asked, kana, specimens)
    older = _drawn_as_han(asked, variants, specimens)
    if 2 * len(older) > sum(text in variants for _, _, text in asked):
        # Where most aren't drawn so, older forms are what is written.
        made |= older
    # What a font doesn't draw as it is told, others of its characters aren't drawn as either.
    lying = {font for font, _, text in made if _plain(text)}
    alone = foreign and not any(_is_foreign(text) and text not in letters for text in texts)
    changed = False
    for page in pages:
        if foreign:
            changed |= _fold_words(page.glyphs, letters, alone=alone)
        if not made and texts.isdisjoint(kana):
            continue
        before = list(page.glyphs)
        for place, glyph in enumerate(before):
            plain = made.get((glyph.font, glyph.code, glyph.text))
            if plain is None:
                lone = glyph.text in kana and _may_be("", place, before, kana) and _is_beside_han(place, before)
                if lone or (glyph.font in lying and _plain(glyph.text)):
                    glyph.confidence, glyph.notes = min(glyph.confidence, UNSURE), ("text.garbled",)
                continue
            if not _may_be(plain, place, before, kana):
                continue
            if glyph.text in variants:
                glyph.confidence, glyph.notes = min(glyph.confidence, UNSURE), ("text.garbled",)
            glyph.text, glyph.method, changed = plain, "repair", True
    return changed


def _drawn_plainly(asked: dict[Character, Glyph], specimens: Specimens) -> dict[Character, str]:
    """The digits and letters that are told in another form and drawn as any."""
    found = {one: plain for one in asked if (plain := _plain(one[2]))}
    drawn = specimens.of([asked[one] for one in found], wide=False) if found else {}
    made = {
        one: plain
        for one, plain in found.items()
        if _is_mathematical(one[2]) or _is_plain(asked[one], plain, drawn.get(one[:2], 0))
    }
    # A font's digits are all as high and stand on one line: one that is less like most fonts' is plain as its others are.
    digits = [(font, _reach(drawn[font, code])) for font, code, _ in made if drawn.get((font, code))]
    return made | {
        one: plain
        for one, plain in found.items()
        if one not in made
        and plain.isdecimal()
        and _is_plain(asked[one], plain, bits := drawn.get(one[:2], 0), RATHER)
        and any(font == one[0] and _is_level(reach, _reach(bits)) for font, reach in digits)
    }


def _is_mathematical(text: str) -> bool:
    return "\U0001d400" <= text <= "\U0001d7ff"


def _reach(bits: int) -> tuple[int, int]:
    """The rows of pixels of the foot and the top of what is drawn, from below."""
    return ((bits & -bits).bit_length() - 1) // WINDOW, (bits.bit_length() - 1) // WINDOW


def _is_level(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= OFF


def _is_plain(glyph: Glyph, plain: str, bits: int, least: float = LIKE) -> bool:
    mask = mask_of(plain)
    if mask is None or not bits or glyph.x1 - glyph.x0 > WIDEST * glyph.size or likeness(bits, mask) < least:
        return False
    return not plain.isdecimal() or not is_other_digit(bits, plain, columns(glyph))


def _drawn_as_han(asked: dict[Character, Glyph], pairs: dict[str, str], specimens: Specimens) -> dict[Character, str]:
    """The characters of *pairs* that are drawn as the Han character that they are told for."""
    found = {one: pairs[one[2]] for one in asked if one[2] in pairs}
    drawn = specimens.of([asked[one] for one in found]) if found else {}
    return {
        one: han
        for one, han in found.items()
        if (mask := mask_of(han)) is not None and likeness(drawn.get(one[:2], 0), mask) >= LIKE
    }


def _may_be(plain: str, place: int, glyphs: list[Glyph], kana: dict[str, str]) -> bool:
    """Whether what stands beside lets it be *plain*: a kana among others is one, and a long stroke is the character only in a word."""
    told = glyphs[place].text
    if told not in kana:
        return True
    beside = [glyphs[other].text for other in (place - 1, place + 1) if 0 <= other < len(glyphs)]
    if any("\u3041" <= text <= "\u30fa" and text not in kana for text in beside):
        return False
    if plain != STROKE:
        return True
    return any(pair in usual_pairs() for text in beside for pair in (text + plain, plain + text))


def _is_beside_han(place: int, glyphs: list[Glyph]) -> bool:
    return any(is_han(glyphs[other].text) for other in (place - 1, place + 1) if 0 <= other < len(glyphs))


def _fold_words(glyphs: list[Glyph], letters: dict[str, str], *, alone: bool) -> bool:
    """Makes letters Latin in words that have Latin ones or digits, and in doubt where they stand *alone*."""
    changed = False
    for word in _words(glyphs):
        odd = [glyph for glyph in word if glyph.text in letters]
        if not odd or any(_is_foreign(glyph.text) and glyph.text not in letters for glyph in word):
            continue
        among = any(glyph.text.isascii() and glyph.text.isalnum() for glyph in word)
        if not among and not alone:
            continue
        for glyph in odd:
            glyph.text, glyph.method, changed = letters[glyph.text], "repair", True
            if not among:
                glyph.confidence, glyph.notes = min(glyph.confidence, UNSURE), ("text.garbled",)
    return changed


def _words(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """The words of letters, digits and what stands between these in addresses."""
    word: list[Glyph] = []
    for glyph in glyphs:
        last = word[-1] if word else None
        if last is not None and (abs(glyph.y - last.y) > BESIDE * last.size or glyph.x0 - last.x1 > BESIDE * last.size):
            yield word
            word = []
        if glyph.text < "\u2000" and not glyph.text.isspace():
            word.append(glyph)
        elif word:
            yield word
            word = []
    if word:
        yield word
