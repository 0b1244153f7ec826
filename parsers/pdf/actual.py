"""Texts that a file tells in the place of what its fonts' maps tell (/ActualText, PDF 32000-1 14.9.4).

PDFium gives them instead of the characters that are drawn, all in the box of their piece of text. Programs write them for characters that a font lacks, and for ligatures. Where both
texts are readable and differ, what the font's map tells is taken, which is held against what is drawn as all text is, and the difference is doubted.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from parsers.pdf.glyphs import Fonts
from parsers.pdf.model import Glyph
from parsers.pdf.pdfium import pdfium

__all__ = ["claims", "forget", "settle_claims"]

_KEY = b"ActualText"
_UTF16, _UTF8 = b"\xfe\xff", b"\xef\xbb\xbf"
LONGEST = 4096
"""Bytes of the longest text that is looked at: one of a whole page tells nothing of a character."""
UNSURE = 0.85
"""Confidence of characters of which the file tells two things."""
ONE_SHAPE = frozenset("—―")
"""Characters that a font draws as one, so that its map can name only one of them: what the file tells of them is right."""
SEVERAL = 3
"""Characters that one of a font is told to be, from which on it is what that font draws for all that it lacks."""


def claims(texts: Mapping[int, object]) -> dict[int, str]:
    """By layer, the text that the file tells in the place of each of the text objects *texts*, where it does."""
    found = {}
    for layer, thing in texts.items():
        for number in range(max(0, pdfium.FPDFPageObj_CountMarks(thing))):
            text = _value(pdfium.FPDFPageObj_GetMark(thing, number))
            if text is not None:
                found[layer] = text
    return found


def _value(mark: object) -> str | None:
    size = ctypes.c_ulong()
    if not mark or not pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, None, 0, size) or size.value > LONGEST:
        return None
    room = (ctypes.c_ubyte * max(size.value, 1))()
    if not pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, room, size.value, size):
        return None
    raw = bytes(room)[: size.value]
    if raw.startswith(_UTF8):
        return raw[len(_UTF8) :].decode("utf-8", "replace")
    return raw[len(_UTF16) :].decode("utf-16-be", "replace") if raw.startswith(_UTF16) else raw.decode("latin-1")


def forget(texts: Mapping[int, object], layers: Collection[int]) -> None:
    """Has PDFium tell the characters of the text objects of *layers* themselves from now on."""
    for layer in layers:
        thing = texts[layer]
        for number in range(pdfium.FPDFPageObj_CountMarks(thing)):
            mark = pdfium.FPDFPageObj_GetMark(thing, number)
            if _value(mark) is not None:
                pdfium.FPDFPageObjMark_RemoveParam(thing, mark, _KEY)


def settle_claims(glyphs: list[Glyph], claimed: Mapping[int, str], fonts: Fonts, before: Counter[int]) -> list[Glyph]:
    """*glyphs*, as the maps of *fonts* tell them, with those of *claimed* texts, by layer, where they are what is to be believed.

    *before* tells how many characters of each font weren't mapped before this page. One of which only such characters aren't that are claimed is no broken one.
    """
    unmapped = {font for font, count in fonts.unmapped.items() if count > before[font]}
    for font in unmapped:
        if not before[font] and all(glyph.layer in claimed for glyph in glyphs if glyph.font == font):
            fonts.broken.discard(font)
    layers: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.layer in claimed:
            layers[glyph.layer].append(glyph)
    groups = _groups(layers, claimed)
    lacking = _lacking(groups)
    made: dict[int, Glyph | list[Glyph]] = {}
    for text, several in groups:
        written = [glyph for glyph in several if not glyph.text.isspace()]
        if len(text) == len(written):
            for glyph, one in zip(written, text, strict=True):
                if {glyph.text, one} == ONE_SHAPE:
                    made[id(glyph)] = replace(glyph, text=one, code=ord(one))
                elif not _same(glyph.text, one):
                    known = _is_known(glyph, unmapped) and (glyph.font, glyph.text) not in lacking
                    made[id(glyph)] = _doubted(glyph) if known else replace(glyph, text=one, code=ord(one))
        elif _same("".join(glyph.text for glyph in written), text):
            continue
        elif written and all(_is_known(glyph, unmapped) for glyph in written):
            made |= {id(glyph): _doubted(glyph) for glyph in written}
        else:
            first = several[0]
            x0, wide = first.x0, (several[-1].x1 - first.x0) / max(len(text), 1)
            made |= {id(glyph): [] for glyph in several}
            made[id(first)] = [
                _doubted(replace(first, text=one, code=ord(one), x0=x0 + place * wide, x1=x0 + (place + 1) * wide))
                for place, one in enumerate(text)
            ]
    if not made:
        return glyphs
    found: list[Glyph] = []
    for glyph in glyphs:
        new = made.get(id(glyph), glyph)
        found += new if isinstance(new, list) else [new]
    return found


def _groups(layers: Mapping[int, list[Glyph]], claimed: Mapping[int, str]) -> list[tuple[str, list[Glyph]]]:
    """The pieces of text that one claim is about, which may be several, and that claim without spaces."""
    found: list[tuple[str, list[Glyph]]] = []
    last = -1
    for layer in sorted(layers):
        text = "".join(claimed[layer].split())
        if found and found[-1][0] == text and layer == last + 1 and len(found[-1][1]) + len(layers[layer]) <= len(text):
            found[-1] = text, found[-1][1] + layers[layer]
        else:
            found.append((text, layers[layer]))
        last = layer
    return found


def _lacking(groups: list[tuple[str, list[Glyph]]]) -> set[tuple[int, str]]:
    """The characters, by font, that are told to be several others and hardly ever themselves: a font draws one for all that it lacks."""
    told: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for text, several in groups:
        written = [glyph for glyph in several if not glyph.text.isspace()]
        if len(text) == len(written):
            for glyph, one in zip(written, text, strict=True):
                told[glyph.font, glyph.text][one] += 1
    return {
        key
        for key, counts in told.items()
        if len(counts.keys() - {key[1]}) >= SEVERAL and SEVERAL * counts[key[1]] < counts.total()
    }


def _is_known(glyph: Glyph, unmapped: Collection[int]) -> bool:
    category = unicodedata.category(glyph.text[0])
    return glyph.font not in unmapped and glyph.text not in "\ufffd□" and category[0] not in "CZ"


def _same(one: str, other: str) -> bool:
    return one == other or unicodedata.normalize("NFKC", one).strip() == unicodedata.normalize("NFKC", other).strip()


def _doubted(glyph: Glyph) -> Glyph:
    return replace(glyph, confidence=min(glyph.confidence, UNSURE))
