"""Whether what is drawn looks like the characters that a text layer tells, without recognition.

Each character has two masks: where most fonts draw it, and where hardly any does. A drawing is compared with those of the one character that it is said
to be, which takes some microseconds; only where it fits badly is it worth recognising. The masks were made by ``bench/shapes.py`` of ten fonts; on fonts
that weren't among them, 99% of drawings are like their own character by 0.5 and more, and 95% like another by less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import attrgetter

from forms.repertoire import LOST
from parsers.pdf.alone import Vouched, unsettled
from parsers.pdf.boxes import Drawn, Picture
from parsers.pdf.census import Census, Character
from parsers.pdf.crossed import is_crossed
from parsers.pdf.doubts import Key
from parsers.pdf.latin import DIGITS, is_other_digit, is_other_letter
from parsers.pdf.looks import ALIKE, ENOUGH, INNER, LETTERS, WIDEST, Looks, is_han
from parsers.pdf.masks import WINDOW, closely, is_rival, mask_of
from parsers.pdf.model import Glyph, Page
from parsers.pdf.specimens import Specimens
from parsers.pdf.windows import FINE, columns, even_window, window

__all__ = ["unlike"]

COARSE = 1.25
"""Pixels a point at which a page is drawn for this at least; ``FINE`` is the most."""
FINEST = 4.0
"""The same for small digits and letters, of which those of eight points have as many pixels as their masks so."""
SMALL = 0.1
"""Share of the characters looked at on a page that must be of one size for it to be drawn for them."""
HEAVY, OFTEN = 0.08, 5
"""Share of a font's Han characters on a page, and their number, from which on one character is looked at several times."""
SHARED = 48
"""Times on a page that one is looked at which a map tells for several codes."""
BOXES = 6
"""Drawings of □ in one font that are looked at on a page."""
LARGEST = 40.0
"""Points of the largest character that is looked at."""


def unlike(
    pages: list[Page], census: Census, fonts: set[int], picture: Picture, specimens: Specimens, vouched: Vouched
) -> set[Key]:
    """The characters, by font and code, of *fonts* that aren't drawn as what the text layer tells; each is looked at once.

    *census* tells which characters each page has. Those that are *vouched* for by their wording are looked at only to learn how the font is drawn. A page
    is drawn only for what the *specimens* of the fonts don't settle.
    """
    seen: defaultdict[int, Looks] = defaultdict(Looks)
    left = unsettled(
        census, fonts, specimens, vouched, seen, lambda keys: any(is_crossed(page, keys) for page in pages)
    )
    known: set[Key] = set()
    for page, counts in zip(pages, census.pages, strict=True) if left else ():
        wanted = _wanted(page, _times(counts, left, specimens, vouched, known), seen, known)
        if not wanted:
            continue
        glyphs = [glyph for glyph, _ in wanted]
        scale = _scale(glyphs)
        # What is drawn into a box may be a line.
        drawn = picture(page.number, scale, _layers(page, glyphs), any(glyph.text == LOST for glyph in glyphs))
        for glyph, trusted in wanted:
            _look(glyph, trusted, drawn, scale, seen[glyph.font])
    texts = {text for text in census.texts if is_han(text)}
    return {(font, code) for font, found in seen.items() for code in found.odd(texts)}


def _wanted(
    page: Page, looks: tuple[dict[Key, int], set[Key]], seen: dict[int, Looks], known: set[Key]
) -> list[tuple[Glyph, bool]]:
    """The characters of a page that are to be looked at, and whether their wording speaks for them. Those are preferred that are drawn anyway."""
    times, trusted = looks
    if not times:
        return []
    places: dict[Key, list[Glyph]] = defaultdict(list)
    for key, glyph in zip(map(attrgetter("font", "code"), page.glyphs), page.glyphs, strict=True):
        if (key in times or key in trusted) and not glyph.angle and glyph.size <= LARGEST:
            places[key].append(glyph)
    found: list[tuple[Glyph, bool]] = []
    # Those that leave no choice come first.
    free: list[list[Glyph]] = []
    for key, several in places.items():
        if key in times:
            if len(several) > times[key] == 1:
                free.append(several)
            else:
                found += [(glyph, False) for glyph in several[: times[key]]]
    drawn = {glyph.layer for glyph, _ in found}
    for several in free:
        chosen = next((glyph for glyph in several if glyph.layer in drawn), several[0])
        drawn.add(chosen.layer)
        found.append((chosen, False))
    samples = {font: len(one.vouched) for font, one in seen.items()}
    for key in trusted & places.keys():
        if samples.get(key[0], 0) < ENOUGH:
            samples[key[0]] = samples.get(key[0], 0) + 1
            found.append((next((one for one in places[key] if one.layer in drawn), places[key][0]), True))
    known |= places.keys()
    return found


def _times(
    counts: Counter[Character], left: set[Key], specimens: Specimens, vouched: Vouched, known: set[Key]
) -> tuple[dict[Key, int], set[Key]]:
    """How often each of a page's characters that are *left* is to be looked at, by font and code, and those of their fonts that their wording speaks for.

    One that stands for several codes, or is a large part of a font's text, is looked at several times: all that is lost may be told as one character.
    """
    han: Counter[int] = Counter()
    for (font, _, text), count in counts.items():
        if is_han(text):
            han[font] += count
    times: dict[Key, int] = {}
    trusted: set[Key] = set()
    fonts = {font for font, code, text in counts if is_han(text) and (font, code) in left}
    for (font, code, text), count in counts.items():
        key = font, code
        if key in left and (is_han(text) or text in LETTERS) and specimens.shares(code):
            times[key] = SHARED
        elif key in known or not (key in left or font in fonts):
            continue
        elif is_han(text):
            if key in left and count >= OFTEN and count >= HEAVY * han[font]:
                times[key] = OFTEN
            elif vouched(key):
                trusted.add(key)
            elif key in left:
                times[key] = 1
        elif key not in left:
            continue
        elif text in LETTERS:
            times[key] = 1
        elif text == LOST:
            times[key] = BOXES
    return times, trusted


def _scale(wanted: list[Glyph]) -> float:
    """Pixels a point at which the smallest of the usual sizes has as many pixels as the masks: these needn't be picked, and nothing falls between.

    Letters and digits are smaller, and need more, and so do boxes, whose lines mustn't reach inwards.
    """
    if narrow := [glyph.size for glyph in wanted if glyph.text < "\u2000"]:
        return min(max(2 * WINDOW / min(narrow), FINE), FINEST)
    if any(glyph.text == LOST for glyph in wanted):
        return FINE
    sizes = Counter(round(glyph.size, 1) for glyph in wanted)
    usual = min(size for size, count in sizes.items() if count >= SMALL * len(wanted))
    return min(max(WINDOW / usual, COARSE), FINE)


def _layers(page: Page, wanted: list[Glyph]) -> set[int]:
    """The pieces of text that the characters *wanted* are of, and those that stand in one of their boxes."""
    found = {glyph.layer for glyph in wanted}
    for box in wanted:
        if box.text == LOST:
            reach = box.size / 2
            found |= {
                one.layer for one in page.glyphs if abs(one.x - box.x) < reach and abs(one.middle - box.middle) < reach
            }
    return found


def _look(glyph: Glyph, trusted: bool, drawn: Drawn, scale: float, found: Looks) -> None:
    wide = glyph.text > "\u2000"
    bits = window(glyph, drawn, scale, wide)
    if glyph.text == LOST and bits is not None and bits & INNER:
        found.filled.add(glyph.code)
    mask = mask_of(glyph.text)
    if bits is None or mask is None:
        return
    if wide:
        own = closely(bits, glyph.text)
        if own < ALIKE:
            own, bits = max((own, bits), (closely(even := even_window(glyph, drawn, scale), glyph.text), even))
        # Pixels that are picked may miss a thin stroke, or all be of a thick one.
        if is_rival(bits, glyph.text) and is_rival(even_window(glyph, drawn, scale), glyph.text):
            found.others.add(glyph.code)
        elif trusted:
            found.vouched.append(own)
        else:
            found.han[glyph.code] = min((own, bits), found.han.get(glyph.code, (1.0, 0)))
    elif glyph.text in DIGITS:
        if is_other_digit(bits, glyph.text, columns(glyph)):
            found.others.add(glyph.code)
    elif glyph.x1 - glyph.x0 <= WIDEST * glyph.size:
        found.letters += 1
        if is_other_letter(bits, glyph.text, columns(glyph)):
            found.odd_letters.add(glyph.code)
