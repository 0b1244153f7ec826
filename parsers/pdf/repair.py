"""Text layers that lie, put right by what is drawn, with how sure each character is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from forms.chinese import is_han
from forms.vocabulary import table
from parsers.legible import is_amid_its_own
from parsers.pdf.boxes import SCALE, Drawn, Picture, box_drawn
from parsers.pdf.doubts import Doubts, Key
from parsers.pdf.likeness import ROUND, STROKES, alike, digit_or_letter
from parsers.pdf.model import Glyph, Page
from parsers.pdf.pairs import UNDER
from parsers.pdf.reread import ENOUGH, Readings, Verdict, key_of, reread
from parsers.pdf.seen import clean
from parsers.pdf.sights import QUOTES, SURE, Sight
from parsers.pdf.verify import verify
from parsers.symbols import EMPTY, TICKED, UNKNOWN
from parsers.wording import usual_pairs

__all__ = ["Outcome", "repair"]

TWICE = 2
"""Readings of a character that doesn't look like what it is said to be."""
EVERY = 1 << 30
LOW = frozenset("_,.-")
MERGED = 0x110000
"""One more than the highest code."""
LIKELY = 0.5
"""Confidence from which on a Han character that was read is put in the place of one that isn't known; others are more like one another."""
BOX_READ, BOX_SHAPE = 0.95, 0.85
"""Confidence of a tick box that was recognised, and of one told by its shape alone."""
STROKE = "一"
LEVEL = frozenset((STROKE, "\u2014"))
_PAUSES = frozenset("：；。，、")
_BOX = "□"
_BOXES = frozenset((_BOX, EMPTY, TICKED, UNKNOWN, "口"))


@dataclass(slots=True, eq=False)
class Outcome:
    """What was found and done. ``lying`` are fonts; ``changed`` and ``lost`` count characters by page, ``lines`` those that were read."""

    lying: set[int] = field(default_factory=set)
    lines: dict[int, int] = field(default_factory=dict)
    changed: Counter[int] = field(default_factory=Counter)
    lost: Counter[int] = field(default_factory=Counter)


def repair(pages: Sequence[Page], doubts: Doubts, others: set[int], picture: Picture) -> Outcome:
    """Reads what is drawn where there are *doubts*; where a font is found to lie, also as much of *others* as shows whether they lie too.

    The characters of fonts that aren't mapped, of those that are found to tell something else than what is drawn, and unknown ones become those that
    were read.
    """
    lost = doubts.lost
    for page in pages:
        _merge(page, lost)
        clean(page)
    readings = Readings()
    closely = lost | doubts.suspects
    spot = doubts.unlike

    def wanted(glyph: Glyph) -> int:
        if glyph.font in closely:
            return ENOUGH
        key = key_of(glyph)
        if key in doubts.unknown:
            return EVERY
        return TWICE if key in spot else 0

    def checked(glyph: Glyph) -> int:
        return wanted(glyph) or (1 if glyph.font in others and not glyph.text.isspace() else 0)

    reread(pages, wanted, picture, readings)
    lying = lost | {font for font in doubts.suspects | {font for font, _ in spot} if _lies(font, readings)}
    if lying:
        closely |= lying
        reread(pages, checked, picture, readings)
        more = {font for font in closely | others if _lies(font, readings)} - closely
        if more:
            closely |= more
            reread(pages, checked, picture, readings)
        lying |= more | {font for font in closely if _lies(font, readings)}
    told = {key: verdict for key in readings.by_key if (verdict := readings.verdict(key)) is not None}
    torn = {key for key, verdict in told.items() if key[0] in lying and _is_torn(verdict, readings.by_key[key])}
    if torn:
        reread(pages, lambda glyph: EVERY if key_of(glyph) in torn else 0, picture, readings)
    torn |= {key for key in told if key in doubts.unknown and _is_torn(told[key], readings.by_key[key])}
    settled = {key: verdict for key, verdict in told.items() if key not in torn and key not in doubts.unknown}
    # Codes of private use are given to one character each; what is told as replaced may be any.
    alone = {key for key in doubts.unknown - torn if key in told and _is_private(key[1])}
    outcome = Outcome(lying=lying, lines=dict(readings.lines))
    digits = _digit_widths(readings)
    for page in pages:
        _mend(page, doubts, lying, settled, readings, digits, alone)
        _empty_spaces(page.glyphs, {key for key in torn if told[key].text == " "})
    verify(pages, picture, {key: told[key].text for key in torn})
    for page in pages:
        boxes = [glyph for glyph in page.glyphs if glyph.font in lying and glyph.text in _BOXES]
        if boxes:
            _read_boxes(boxes, picture(page.number, SCALE))
        outcome.changed[page.number] = sum(glyph.method == "ocr" for glyph in page.glyphs)
        outcome.lost[page.number] = sum(glyph.font in lying and glyph.text == UNKNOWN for glyph in page.glyphs)
    return outcome


def _mend(
    page: Page,
    doubts: Doubts,
    lying: set[int],
    settled: dict[Key, Verdict],
    readings: Readings,
    digits: dict[int, float],
    alone: set[Key],
) -> None:
    """Puts what was read in the place of what the layer tells."""
    clear: set[int] = set()
    for glyph in page.glyphs:
        key, sight = key_of(glyph), readings.by_glyph.get(id(glyph))
        if glyph.font in lying:
            _put_right(glyph, settled.get(key), sight, glyph.font in doubts.lost)
            if glyph.method == "ocr" and glyph.text in STROKES | ROUND and glyph.font in digits:
                glyph.text = digit_or_letter(glyph.text, _advance(glyph), digits[glyph.font])
                clear.add(id(glyph))
        elif key in doubts.unknown:
            _make_known(glyph, sight, readings.verdict(key) if key in alone else None)
            if key in doubts.blank and glyph.text == " " and (sight is None or sight.text != " "):
                glyph.text, glyph.confidence, glyph.notes = UNKNOWN, 0.3, ("text.garbled",)
        elif key in doubts.unlike and not readings.bears_out(key):
            glyph.confidence, glyph.notes = min(glyph.confidence, BOX_SHAPE), ("text.garbled",)
    _doubt_alike(page.glyphs, clear)
    _doubt_strokes(page.glyphs)
    blank = {font for font, _ in doubts.blank}
    page.glyphs += [glyph for glyph in readings.beside[page.number] if glyph.font in doubts.lost | blank]


def _empty_spaces(glyphs: list[Glyph], spaces: set[Key]) -> None:
    """Makes a space again of one that carries an underline below a character, and was read as that character; *spaces* are the codes that are mostly read as spaces."""
    for place, glyph in enumerate(glyphs):
        if glyph.method != "ocr" or glyph.text == " " or key_of(glyph) not in spaces:
            continue
        for other in (*glyphs[:place], *glyphs[place + 1 :]):
            room = min(glyph.x1, other.x1) - max(glyph.x0, other.x0)
            if other.text == glyph.text and abs(other.y - glyph.y) < 1 and room > UNDER * (glyph.x1 - glyph.x0):
                glyph.text = " "
                break


def _doubt_alike(glyphs: list[Glyph], clear: set[int]) -> None:
    """Puts doubt on letters and digits that only their neighbours tell apart, where these don't: 1 and l of one width, p and P standing alone.

    Those in *clear* were told by the room that they take.
    """
    for left, glyph, right in zip([None, *glyphs], glyphs, [*glyphs[1:], None], strict=False):
        if glyph.method != "ocr" or id(glyph) in clear or not glyph.text.isascii():
            continue
        beside = [one.text for one in (left, right) if one is not None and abs(one.y - glyph.y) < 1]
        letters = [text for text in beside if text.isascii() and text.isalpha()]
        if glyph.text in STROKES | ROUND:
            odd = bool(letters) or any(text in "@./:_*#" for text in beside)
        elif glyph.text.casefold() in table("alike")["cases"]:
            odd = not letters
        else:
            odd = glyph.text.isdecimal() and bool(letters) and not is_amid_its_own("".join([glyph.text, *letters]), 0)
        if odd:
            glyph.confidence = min(glyph.confidence, BOX_SHAPE)


def _doubt_strokes(glyphs: list[Glyph]) -> None:
    """Puts doubt on a level stroke that was read as a character, or as a dash, where how the text reads doesn't bear it out at any place of its code."""
    vouched: set[Key] = set()
    for one, other in pairwise(glyphs):
        if STROKE in (one.text, other.text) and one.text + other.text in usual_pairs():
            vouched.add(key_of(one if one.text == STROKE else other))
    for left, glyph, right in zip([None, *glyphs], glyphs, [*glyphs[1:], None], strict=False):
        if glyph.method != "ocr" or glyph.text not in LEVEL:
            continue
        beside = ("" if left is None else left.text + STROKE, "" if right is None else STROKE + right.text)
        reads = any(pair in usual_pairs() for pair in beside)
        # A clause begins with the character, and never with a dash.
        begins = left is not None and left.text in _PAUSES
        if (key_of(glyph) not in vouched) if glyph.text == STROKE else reads or begins:
            glyph.confidence = min(glyph.confidence, BOX_SHAPE)
            # Dashes of that width come in pairs.
            if glyph.text not in (STROKE, *(one.text for one in (left, right) if one is not None)):
                glyph.text = STROKE


def _merge(page: Page, lost: set[int]) -> None:
    """Makes one of the characters that PDFium tells for one code that it can't map: it takes some codes for ligatures."""
    kept: list[Glyph] = []
    for glyph in page.glyphs:
        last = kept[-1] if kept else None
        if (
            last is not None
            and glyph.font in lost
            and (glyph.font, glyph.layer, glyph.x0, glyph.y) == (last.font, last.layer, last.x0, last.y)
        ):
            last.code = last.code * MERGED + glyph.code
        else:
            kept.append(glyph)
    page.glyphs = kept


def _advance(glyph: Glyph) -> float:
    return (glyph.x1 - glyph.x0) / glyph.size


def _digit_widths(readings: Readings) -> dict[int, float]:
    """By font, the ems that a digit takes; a font whose letters take as much isn't told."""
    widths: dict[int, list[float]] = defaultdict(list)
    letters: dict[int, list[float]] = defaultdict(list)
    for (font, _), sights in readings.by_key.items():
        for sight in sights[:1]:
            if sight.confidence >= SURE and sight.text in set("23456789"):
                widths[font].append(_advance(sight.glyph))
            elif sight.confidence >= SURE and sight.text in set("imwMWjrt"):
                letters[font].append(_advance(sight.glyph))
    found = {font: sorted(several)[len(several) // 2] for font, several in widths.items()}
    return {
        font: width
        for font, width in found.items()
        if not any(abs(width - one) < 0.02 for one in letters.get(font, ()))
    }


def _read_boxes(glyphs: list[Glyph], drawn: Drawn) -> None:
    """Tick boxes, which recognition hardly knows, by their shape."""
    for glyph in glyphs:
        shape = box_drawn(glyph, drawn)
        if shape == TICKED:
            known = glyph.text == TICKED
            glyph.text, glyph.confidence = TICKED, BOX_READ if known else BOX_SHAPE
            glyph.method, glyph.notes = "ocr", () if known else ("text.symbol",)
        elif shape == EMPTY:
            glyph.text, glyph.confidence, glyph.notes = _BOX, BOX_READ, ()


def _lies(font: int, readings: Readings) -> bool:
    """Whether what was read of *font* is surely something else than what its text layer tells."""
    for key, sights in readings.by_key.items():
        if key[0] != font:
            continue
        # Low strokes may be taken for rules and not be seen, and short ones for points.
        against = sum(
            sight.confidence >= SURE
            and not alike(sight.glyph.text, sight.text)
            and (sight.glyph.text not in LOW or (sight.text != " " and sight.text not in LOW))
            for sight in sights
        )
        if against > 0.5 * len(sights):
            return True
    return False


def _is_torn(verdict: Verdict, sights: list[Sight]) -> bool:
    """Whether a code stands for several drawings: it was surely read as something else as well."""
    return any(sight.confidence >= SURE and not alike(sight.text, verdict.text) for sight in sights)


def _put_right(glyph: Glyph, verdict: Verdict | None, sight: Sight | None, lost: bool) -> None:
    if verdict is not None:
        text, confidence = verdict.text, _confidence(verdict)
    elif sight is not None and sight.text:
        text, confidence = sight.text, sight.confidence * 0.97
    else:
        glyph.text, glyph.confidence, glyph.notes = UNKNOWN, 0.3, ("text.garbled",)
        return
    if lost or not alike(glyph.text, text) or (glyph.text in QUOTES and text in QUOTES and glyph.text != text):
        glyph.text = text
        glyph.method = "ocr"
    elif glyph.text != text and glyph.text in STROKES | ROUND:
        # Which of the two it is neither the map of a font that lies tells, nor what was read.
        confidence = min(confidence, BOX_SHAPE)
    glyph.confidence = confidence
    glyph.notes = ()


def _make_known(glyph: Glyph, sight: Sight | None, verdict: Verdict | None) -> None:
    """What was read in place of a character that the layer doesn't know, or of its code elsewhere; a box that is drawn stays one."""
    if verdict is not None and (sight is None or sight.confidence < SURE):
        text, confidence = verdict.text, _confidence(verdict)
    elif sight is not None:
        text, confidence = sight.text, sight.confidence * 0.97
    else:
        return
    least = LIKELY if is_han(text) or text == " " else SURE * 0.97
    if text and confidence >= least and not alike(glyph.text, text):
        glyph.text, glyph.confidence, glyph.method, glyph.notes = text, confidence, "ocr", ()


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF


def _confidence(verdict: Verdict) -> float:
    if verdict.agree == verdict.seen and verdict.agree > 1:
        return min(0.99, 0.5 + verdict.best / 2)
    return verdict.mean * verdict.agree / verdict.seen
