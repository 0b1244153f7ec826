"""What the room that characters take says against what a font's map tells: the widths of a font are for what it draws.

Punctuation in the square of a Han character is full-width, and a letter as wide as the font's digits is the digit that looks like it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import pairwise

from forms.repertoire import is_in_gb2312
from forms.vocabulary import words
from parsers.pdf.census import Census, Character
from parsers.pdf.doubts import Key
from parsers.pdf.likeness import WIDE, as_set
from parsers.pdf.looks import is_han
from parsers.pdf.model import Glyph, Page

__all__ = ["broad_letters", "doubt_among_digits", "fit"]

SAME = 0.004
"""Ems by which advances differ that are the same: rounding is less."""
FEW = 3
"""Digits of one width from which on all of a font's are."""
AMONG = 0.2
"""Share of a font's Han characters up to which so few letters among them in their room are none."""
VARIED = 0.1
"""Ems by which the letters of a font must differ for their widths to tell anything."""
SQUARE = 0.96
"""Ems below which a Han character is set narrower than its square."""
NARROW = 0.75
"""Share of a digit's width below which a digit of a font whose digits are of one width is none, and ems below which what is said to be full-width isn't."""
BESIDE = 0.3
"""Ems between two characters of one word at most."""
LETTER = 0.04
"""Ems by which a letter is wider or narrower than digits where it is set as one."""
UNSURE = 0.85
"""Confidence of what the room alone tells."""
_TYPEWRITERS = (0.5, 0.55, 0.586, 0.6, 0.6025, 0.618)
"""Ems that all characters take of fonts in which letters and digits take the same."""
_DIALLED = re.compile("1[3-9][0-9]{9}|0[0-9]{10,11}")
_DIGITS = {"l": "1", "I": "1", "O": "0"}
_LETTERS = {"1": "l", "0": "O"}
_COUNTED = frozenset(words("alike", "counted"))
_BROAD = frozenset("WMmw@%&")
"""What is about as wide as a Han character in some fonts."""
_FULL = frozenset("(),:;!?")


def fit(pages: list[Page], census: Census, shares: Callable[[int], bool] | None = None) -> set[str]:
    """Makes the characters of *pages* those that their room tells; answers what they were told as.

    *shares* tells of which characters a font may have several drawings: of these each takes its own room.
    """
    made: dict[Character, tuple[str, float]] = {}
    fonts = _by_font(census)
    broad = {font for font, glyphs in fonts.items() if min(_widths(glyphs)[0].values(), default=0.0) >= WIDE}
    untold = _crowded(pages, broad) if broad else set()
    for font, glyphs in fonts.items():
        made |= {(font, glyph.code, glyph.text): found for glyph, found in _told(glyphs, broad=font in untold)}
    several = {text for text in (*_DIGITS, *_LETTERS) if shares is not None and shares(ord(text))}
    found = _fit_each(pages, fonts, several) if several else set()
    if any(text > "~" for _, _, text in made) and _is_condensed(pages):
        made = {one: found for one, found in made.items() if one[2] <= "~"}
    if several:
        made = {one: told for one, told in made.items() if one[2] not in several}
    if not made:
        return found
    codes = {(font, code) for font, code, _ in made}
    for page in pages:
        for glyph in page.glyphs:
            if (glyph.font, glyph.code) in codes and (told := made.get((glyph.font, glyph.code, glyph.text))):
                glyph.text, glyph.method = told[0], "repair"
                if told[1] < 1:
                    glyph.confidence, glyph.notes = min(glyph.confidence, told[1]), ("text.garbled",)
    return found | {text for _, _, text in made}


def _fit_each(pages: list[Page], fonts: Mapping[int, list[Glyph]], several: set[str]) -> set[str]:
    """Does so for each of the characters that are told as one of *several*, by the room of that one; answers those that weren't."""
    widths: dict[int, float | None] = {}
    for font, glyphs in fonts.items():
        letters, digits = _widths(glyphs)
        widths[font] = _digit_width(digits, letters)
    changed: set[str] = set()
    for page in pages:
        for glyph in page.glyphs:
            if glyph.text in several and not glyph.angle and (digit := widths.get(glyph.font)) is not None:
                other = _other(glyph.text, _advance(glyph), digit)
                if other is not None:
                    changed.add(glyph.text)
                    glyph.text, glyph.method = other, "repair"
                    glyph.confidence, glyph.notes = min(glyph.confidence, UNSURE), ("text.garbled",)
    return changed


def _other(text: str, advance: float, digit: float) -> str | None:
    """The digit or letter that a letter or digit is by its *advance*, where all digits of its font take *digit*; None where it is itself."""
    if text in _DIGITS:
        return _DIGITS[text] if abs(advance - digit) < SAME else None
    return _LETTERS[text] if text in _LETTERS and not NARROW * digit <= advance <= digit + VARIED else None


def broad_letters(census: Census, fonts: set[int]) -> set[Key]:
    """The letters, digits and signs of *fonts* that take a Han character's room where others of their font take a letter's: something else is drawn.

    Ghostscript writes maps in which the first characters of a font are told as those whose codes they have.
    """
    squares = Counter(font for font, _, text in census.one if font in fonts and is_han(text))
    found: set[Key] = set()
    slim: set[int] = set()
    for (font, code, text), glyph in census.one.items():
        if font not in squares or glyph.angle or not _is_slim(text):
            continue
        if _advance(glyph) >= SQUARE:
            found.add((font, code))
        elif text.isalnum() and _advance(glyph) <= NARROW:
            slim.add(font)
    several = Counter(font for font, _ in found)
    # A font without any narrow letter may be of a file that tells no widths: then it has many that aren't.
    told = {font for font, count in several.items() if font in slim or count <= min(FEW, AMONG * squares[font])}
    return {key for key in found if key[0] in told}


def _is_slim(text: str) -> bool:
    """Whether *text* is a letter, digit or sign that fonts of Han characters set in half their room: accented letters in which pinyin is written aren't."""
    if "!" <= text <= "~":
        return text not in _BROAD
    return "\u00c0" <= text < "\u0250" and text.isalpha() and not is_in_gb2312(text)


def doubt_among_digits(pages: list[Page], census: Census, lied: Collection[str] = ()) -> None:
    """Makes letters of *pages* that look like digits those digits, in doubt, where they are part of a number that can't have them: a telephone number (l38…), or what is counted (ll月, 2O人).

    Whoever typed the letter meant the digit, and a map that takes one for the other lies. A password has letters among its digits;
    in a file in which a letter that *lied* was found to be a digit it is one there too.
    """
    if not census.has(_DIGITS.__contains__):
        return
    for page, counts in zip(pages, census.pages, strict=True):
        if not any(text in _DIGITS for _, _, text in counts):
            continue
        for word, behind in _words(page.glyphs):
            letters = [glyph for glyph in word if glyph.text.isalpha()]
            if not letters or not all(glyph.text in _DIGITS for glyph in letters):
                continue
            counted = behind in _COUNTED and (word[0].text == "l" or len(letters) < len(word))
            meant = "".join(_DIGITS.get(glyph.text, glyph.text) for glyph in word)
            false = len(letters) < len(word) and all(glyph.text in lied for glyph in letters)
            if not counted and not false and _DIALLED.fullmatch(meant) is None:
                continue
            for glyph in letters:
                glyph.confidence = min(glyph.confidence, UNSURE)
                if not _is_set_as_letter(glyph, word):
                    glyph.text, glyph.method = _DIGITS[glyph.text], "repair"


def _is_set_as_letter(glyph: Glyph, word: list[Glyph]) -> bool:
    """Whether a letter takes another room than the digits of its font beside it, which it would take if it were drawn as one."""
    digits = [one for one in word if one.text.isdecimal() and one.font == glyph.font]
    return bool(digits) and all(abs(_advance(glyph) - _advance(one)) > LETTER for one in digits)


def _words(glyphs: list[Glyph]) -> Iterator[tuple[list[Glyph], str]]:
    """The words of letters and digits in the order of a page, each with the character that follows it on its line."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            continue
        last = word[-1] if word else None
        if last is not None and (abs(glyph.y - last.y) > BESIDE * last.size or glyph.x0 - last.x1 > BESIDE * last.size):
            # A number may go on in the next line of its cell.
            yield word, glyph.text
            word = []
        if glyph.text.isascii() and glyph.text.isalnum():
            word.append(glyph)
        elif word:
            yield word, glyph.text
            word = []
    if word:
        yield word, ""


def _by_font(census: Census) -> dict[int, list[Glyph]]:
    """The Latin characters of each font, and those that are told as full-width."""
    fonts: dict[int, list[Glyph]] = defaultdict(list)
    for (font, _, text), glyph in census.one.items():
        if font >= 0 and not glyph.angle and len(text) == 1 and ("!" <= text <= "~" or "！" <= text <= "～"):
            fonts[font].append(glyph)
    return fonts


def _is_condensed(pages: list[Page]) -> bool:
    """Whether Han characters are set narrower than they are: what stands in their square may be so too."""
    return any(
        "\u4e00" <= glyph.text <= "\u9fff" and not glyph.angle and _advance(glyph) < SQUARE
        for page in pages
        for glyph in page.glyphs
    )


def _crowded(pages: list[Page], fonts: set[int]) -> set[int]:
    """Those of *fonts* of which a letter or sign is followed before it has taken its room: where a file doesn't tell widths, all are those of a Han character."""
    return {
        left.font
        for page in pages
        for left, right in pairwise(page.glyphs)
        if left.font in fonts
        and "!" <= left.text <= "~"
        and left.y == right.y
        and 0 < right.x0 - left.x0 < SQUARE * (left.x1 - left.x0)
    }


def _told(glyphs: list[Glyph], *, broad: bool) -> Iterator[tuple[Glyph, tuple[str, float]]]:
    """Those of a font's characters that are others, as what, and how sure that is; *broad* says that its letters take a Han character's room in what is told alone."""
    letters, digits = _widths(glyphs)
    slim = any(glyph.text > "~" and _advance(glyph) < NARROW for glyph in glyphs)
    digit = _digit_width(digits, letters)
    for glyph in glyphs:
        text, advance = glyph.text, _advance(glyph)
        if text > "~":
            if slim and advance < 1 - SAME:
                yield glyph, (as_set(text, 0.0), 1.0)
        elif text in _FULL:
            if advance >= WIDE and not broad:
                yield glyph, (as_set(text, advance), 1.0)
        elif digit is not None and (other := _other(text, advance, digit)):
            yield glyph, (other, UNSURE)


def _widths(glyphs: list[Glyph]) -> tuple[dict[str, float], dict[str, float]]:
    """The advances of a font's letters and digits."""
    plain = [glyph for glyph in glyphs if glyph.text <= "~"]
    return (
        {glyph.text: _advance(glyph) for glyph in plain if glyph.text.isalpha()},
        {glyph.text: _advance(glyph) for glyph in plain if glyph.text.isdecimal()},
    )


def _digit_width(digits: Mapping[str, float], letters: Mapping[str, float]) -> float | None:
    """What each of a font's digits takes; None where they differ, or the letters don't. Those that look like a letter say nothing of it."""
    plain = Counter(round(width, 3) for text, width in digits.items() if text not in _LETTERS)
    width = next(iter(plain), 0.0)
    others = [letter for text, letter in letters.items() if text not in _DIGITS]
    varied = (
        max(letters.values(), default=0.0) - min(letters.values(), default=0.0) >= VARIED
        if others
        else all(abs(width - one) > SAME for one in _TYPEWRITERS)
    )
    return width if len(plain) == 1 and plain.total() >= FEW and varied else None


def _advance(glyph: Glyph) -> float:
    return (glyph.x1 - glyph.x0) / glyph.size
