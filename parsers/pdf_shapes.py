"""Whether what is drawn looks like the characters that a text layer tells, without recognition.

Each character has two masks: where most fonts draw it, and where hardly any does. A drawing is compared with those of the one character that it is said
to be, which takes some microseconds; only where it fits badly is it worth recognising. The masks were made by ``bench/shapes.py`` of ten fonts; on fonts
that weren't among them, 99% of drawings are like their own character by 0.5 and more, and 95% like another by less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from operator import attrgetter

from forms.repertoire import LOST
from parsers.pdf_boxes import Drawn, Picture
from parsers.pdf_doubts import Key
from parsers.pdf_latin import DIGITS, SMALL_LETTERS, is_other_digit, is_other_letter
from parsers.pdf_masks import WINDOW, every_mask, is_another, likeness, mask_of, nearest
from parsers.pdf_model import Glyph, Page
from parsers.pdf_windows import FINE, columns, even_window, window

__all__ = ["unlike"]

COARSE = 1.25
"""Pixels a point at which a page is drawn for this at least; ``FINE`` is the most."""
SMALL = 0.1
"""Share of the characters looked at on a page that must be of one size for it to be drawn for them."""
UNLIKE = 0.48
"""Likeness below which a Han character may be another than the one that it is said to be."""
DOUBTFUL = 0.6
"""Likeness below which a drawing that is larger than the masks is looked at with all of its pixels: those that are picked may miss thin strokes."""
BELOW = 0.25
"""By how much that must be below what the font's characters usually have: some hands write all of them otherwise."""
STRANGE = 0.33
"""Likeness below which two characters of a font are enough, though they are like no other of the file."""
CLEARLY = 0.8
"""Likeness from which on one character is enough that is strange and like another, which the file doesn't have."""
LETTERS, LETTERS_ODD = 4, 0.3
"""Letters of a font, and the share of them that are unlike, from which on they tell that it lies."""
WIDEST = 0.65
"""Ems of the widest letter that is looked at: of an m or w, the window of half an em shows too little."""
HEAVY, OFTEN = 0.08, 5
"""Share of a font's Han characters on a page, and their number, from which on one character is looked at several times."""
BOXES = 6
"""Drawings of □ in one font that are looked at on a page."""
LARGEST = 40.0
"""Points of the largest character that is looked at."""

Vouched = Callable[[Key], bool]
"""Whether a character stands as it does in forms, so that its wording speaks for it."""

_INNER = sum(0b11111 << 5 << 16 * row for row in range(5, 11))
"""The middle of a window, where nothing is drawn in an empty box."""


@dataclass(slots=True)
class _Font:
    """What was seen of one font."""

    vouched: list[float] = field(default_factory=list)
    han: dict[int, tuple[float, int]] = field(default_factory=dict)
    """By code, how much the least of the drawings is like the character that it is said to be, and that drawing."""
    digits: set[int] = field(default_factory=set)
    filled: set[int] = field(default_factory=set)
    """Codes said to be an empty box in which something is drawn."""
    letters: int = 0
    odd_letters: set[int] = field(default_factory=set)


ENOUGH = 6
"""Characters of a font whose wording speaks for them, which tell how much like their masks its characters are."""


def unlike(
    pages: list[Page],
    census: list[Counter[tuple[int, int, str]]],
    fonts: set[int],
    picture: Picture,
    vouched: Vouched,
) -> set[Key]:
    """The characters, by font and code, of *fonts* that aren't drawn as what the text layer tells; each is looked at once.

    *census* tells which characters each page has, by font, code and text. Those that are *vouched* for by their wording are looked at only to learn how the font is drawn.
    """
    seen: dict[int, _Font] = defaultdict(_Font)
    known: set[Key] = set()
    for page, counts in zip(pages, census, strict=True):
        wanted = _wanted(page, _times(counts, fonts, vouched, known), seen, known)
        if not wanted:
            continue
        glyphs = [glyph for glyph, _ in wanted]
        scale = _scale(glyphs)
        # What is drawn into a box may be a line.
        drawn = picture(page.number, scale, _layers(page, glyphs), any(glyph.text == LOST for glyph in glyphs))
        for glyph, trusted in wanted:
            _look(glyph, trusted, drawn, scale, seen[glyph.font])
    texts = {text for text in {text for counts in census for _, _, text in counts} if _is_han(text)}
    return {(font, code) for font, found in seen.items() for code in _odd(found, texts)}


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def _wanted(
    page: Page, looks: tuple[dict[Key, int], set[Key]], seen: dict[int, _Font], known: set[Key]
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
    counts: Counter[tuple[int, int, str]], fonts: set[int], vouched: Vouched, known: set[Key]
) -> tuple[dict[Key, int], set[Key]]:
    """How often each of a page's characters is to be looked at, by font and code, and those that their wording speaks for.

    One that is a large part of a font's text is looked at several times: all that is lost may be told as one character.
    """
    han: Counter[int] = Counter()
    for (font, _, text), count in counts.items():
        if _is_han(text):
            han[font] += count
    times: dict[Key, int] = {}
    trusted: set[Key] = set()
    for (font, code, text), count in counts.items():
        key = font, code
        if font not in fonts or key in known:
            continue
        if _is_han(text):
            if count >= OFTEN and count >= HEAVY * han[font]:
                times[key] = OFTEN
            elif vouched(key):
                trusted.add(key)
            else:
                times[key] = 1
        elif text in DIGITS or text in SMALL_LETTERS:
            times[key] = 1
        elif text == LOST:
            times[key] = BOXES
    return times, trusted


def _scale(wanted: list[Glyph]) -> float:
    """Pixels a point at which the smallest of the usual sizes has as many pixels as the masks: these needn't be picked, and nothing falls between.

    Letters and digits are smaller, and need more.
    """
    if any(glyph.text < "\u2000" for glyph in wanted):
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


def _look(glyph: Glyph, trusted: bool, drawn: Drawn, scale: float, found: _Font) -> None:
    wide = glyph.text > "\u2000"
    bits = window(glyph, drawn, scale, wide)
    if glyph.text == LOST and bits is not None and bits & _INNER:
        found.filled.add(glyph.code)
    mask = mask_of(glyph.text)
    if bits is None or mask is None:
        return
    if wide:
        own = likeness(bits, mask)
        if own < DOUBTFUL:
            own, bits = max((own, bits), (likeness(even := even_window(glyph, drawn, scale), mask), even))
        if trusted:
            found.vouched.append(own)
        else:
            found.han[glyph.code] = min((own, bits), found.han.get(glyph.code, (1.0, 0)))
    elif glyph.text in DIGITS:
        if is_other_digit(bits, glyph.text, columns(glyph)):
            found.digits.add(glyph.code)
    elif glyph.x1 - glyph.x0 <= WIDEST * glyph.size:
        found.letters += 1
        if is_other_letter(bits, glyph.text, columns(glyph)):
            found.odd_letters.add(glyph.code)


def _odd(found: _Font, texts: Collection[str]) -> set[int]:
    """The codes of one font that are unlike, if they are enough to speak against it; *texts* are the characters of the file."""
    odd = found.digits | found.filled
    if found.letters >= LETTERS and len(found.odd_letters) > LETTERS_ODD * found.letters:
        odd |= found.odd_letters
    usual = sorted([*found.vouched, *(own for own, _ in found.han.values())])
    limit = min(UNLIKE, usual[len(usual) // 2] - BELOW) if usual and found.vouched else UNLIKE
    low = {code: own for code, (own, bits) in found.han.items() if own < limit}
    masks = [mask for text in texts if (mask := mask_of(text))] if low else []
    other = {code for code, own in low.items() if is_another(found.han[code][1], own, masks)}
    if not other:
        other = {code for code, own in low.items() if own < STRANGE and _is_some_other(found.han[code][1])}
    strange = {code for code, own in low.items() if own < STRANGE}
    if other or len(strange) > 1:
        odd |= set(low)
    return odd


def _is_some_other(bits: int) -> bool:
    """Whether a drawing is very much like a character that the file doesn't tell."""
    return any(likeness(bits, mask) > CLEARLY for mask in nearest(bits, every_mask()))
