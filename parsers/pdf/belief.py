"""Whether a text layer can be believed, and what of it can be put right for sure.

Nothing is guessed: a character is mapped where Unicode or the font's own table says what it is, or where what is drawn shows it. Everything else
keeps its place with doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from forms.repertoire import LOST
from parsers.pdf.boxes import SCALE, Picture, box_drawn
from parsers.pdf.census import Census, Wording
from parsers.pdf.cmap import known_to_fonts
from parsers.pdf.codec import decoded
from parsers.pdf.doubts import Doubts, Key
from parsers.pdf.glyphs import Fonts
from parsers.pdf.joined import settle_joined
from parsers.pdf.marks import may_be_empty, name_marks
from parsers.pdf.model import Glyph, Page
from parsers.pdf.room import broad_letters, doubt_among_digits, fit
from parsers.pdf.scripts import fold_scripts
from parsers.pdf.shapes import unlike
from parsers.pdf.spaces import inked_spaces, looked_at, uncertain
from parsers.pdf.specimens import Specimens
from parsers.radicals import unified
from parsers.symbols import EMPTY, TICKED, UNKNOWN, is_symbol_font, symbols

__all__ = ["DOUBT", "believe"]

DOUBT = 0.3
"""Confidence of text whose layer can't be believed."""
UNSURE = 0.85
"""Confidence of a tick box that is told by its shape alone."""
ALIEN = 0.15
"""Share of a font's characters that no Chinese form has, from which on the font's map isn't believed."""
LATIN_ONE = 0.3
"""Share of letters with accents from which on a font's text is Chinese read in the wrong encoding."""
SQUARE, NARROW = 0.96, 0.6
"""Ems from which on a letter takes a Han character's room, and below which a Han character takes a letter's."""
ODD, FEW_ODD = 0.3, 3
"""Share of a font's characters, and their number, from which on such room tells that the font lies."""
_BROAD = frozenset("WMmw@%&—")
_TIED = frozenset("fijlt")
"""Letters that fonts draw as one character with others, in whose room each of them then is."""
FEW = 6
"""Characters of a font below which a share says nothing."""

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-,](regular|bold|italic|oblique|normal|roman|identity-h)+$", re.IGNORECASE)
_RECODED = "opensymbol"
"""LibreOffice's own font of pictures; characters of Wingdings and Wingdings 2 keep their codes in it."""
_TICK_CODES = {0xFE: TICKED, 0x52: TICKED, 0xA8: EMPTY, 0xA3: EMPTY, 0x6F: EMPTY, 0x71: EMPTY, 0x72: EMPTY}
"""Codes that LibreOffice keeps, by what they are in the one of the two fonts where they are a tick box."""


def believe(
    pages: list[Page], fonts: Fonts, picture: Picture, specimens: Specimens, *, reread: bool = True
) -> set[str]:
    """Maps what is right for sure on *pages*, reads anew what lies, puts doubt on the rest, and answers the notes that the file has to carry.

    What was found and done on a page is among its notes. *reread* tells whether recognition may be used.
    """
    spelt = decoded(pages)
    settle_joined(pages)
    known = known_to_fonts(pages, fonts)
    census = Census.of(pages)
    lost = _lost(census, fonts, known)
    names = [_plain_name(name) for name in fonts.names]
    if _name(pages, census, names, lost):
        census = Census.of(pages)
    census = _fold(pages, census, specimens)
    pictures = {number for number, name in enumerate(names) if is_symbol_font(name) or name.lower() == _RECODED}
    named = {number for number, name in enumerate(names) if is_symbol_font(name)}
    if census.has(may_be_empty):
        name_marks(pages, lambda glyph: glyph.font >= 0 and glyph.font not in named, picture)
        census = Census.of(pages)
    seen = fonts.embedded - pictures - spelt
    wording = Wording.of(pages)
    suspects = wording.lying() | _misfits(census)
    read: set[int] = set()
    if reread and seen:
        specimens.foresee(*looked_at(census, seen - lost, specimens))
        odd = unlike(pages, census, seen - lost - suspects, picture, specimens, wording.vouches)
        odd |= broad_letters(census, seen - lost - suspects)
        doubts = _doubts(census, lost & seen, suspects & seen, seen, odd)
        doubts.blank = inked_spaces(pages, census, seen - lost, seen & lost, picture, specimens)
        doubts.unknown |= doubts.blank | uncertain(pages, census, seen - lost, specimens)
        if doubts:
            read = _reread(pages, doubts, seen, picture)
            census = Census.of(pages)
            if census.has(may_be_empty):
                name_marks(pages, lambda glyph: glyph.font >= 0 and glyph.font not in named, picture)
    if lost - read:
        for glyph in _typeset(pages):
            if glyph.font in lost - read:
                _lose(glyph)
    recoded = {number for number, name in enumerate(names) if name.lower() == _RECODED}
    if recoded or census.has(_is_private):
        _read_boxes(pages, recoded, picture)
    if recoded or lost - read or census.has(_is_unsettled):
        _doubt_unknown(pages)
    lies = bool(suspects - read)
    if lies:
        for glyph in _typeset(pages):
            if glyph.font not in read:
                _doubt(glyph, "text.layer")
    return {"text.layer"} if lost - read or lies else set()


def _name(pages: list[Page], census: Census, names: list[str], lost: set[int]) -> bool:
    """Makes characters of what is told by Unicode or by the table of a font of symbols; answers whether there was any."""
    drawn = {font for font in {font for font, _, _ in census.one} if font >= 0 and is_symbol_font(names[font])} - lost
    made = {text: unified(text) for text in census.texts if text >= "\u2e80"}
    if not drawn and all(text == one for text, one in made.items()):
        return False
    for glyph in _typeset(pages):
        if glyph.font in drawn:
            glyph.text = symbols(names[glyph.font], glyph.text)
            if glyph.text == UNKNOWN:
                _doubt(glyph, "text.symbol")
        elif glyph.font not in lost:
            glyph.text = made.get(glyph.text, glyph.text)
    return True


def _fold(pages: list[Page], census: Census, specimens: Specimens) -> Census:
    """Makes characters of *pages* what their script and their room tell; answers the census of what they are then."""
    if fold_scripts(pages, census, specimens):
        census = Census.of(pages)
    lied = fit(pages, census, specimens.shares)
    if lied:
        census = Census.of(pages)
    doubt_among_digits(pages, census, lied)
    return census


def _doubt_unknown(pages: list[Page]) -> None:
    """Puts doubt on what is still unknown."""
    for glyph in _typeset(pages):
        if _is_private(glyph.text):
            glyph.text = UNKNOWN
            _doubt(glyph, "text.symbol")
        elif (glyph.text == UNKNOWN and glyph.confidence == 1.0) or _is_radical(glyph.text):
            _doubt(glyph, "text.garbled")


def _doubts(census: Census, lost: set[int], suspects: set[int], seen: set[int], odd: set[Key]) -> Doubts:
    """What speaks against the layer in the fonts *seen*, of which the characters *odd* are drawn as others."""
    boxes = census.keys(seen, LOST.__eq__) & odd if odd else set()
    return Doubts(lost, suspects, census.keys(seen - lost, _is_unknown) | boxes, odd - boxes)


def _reread(pages: list[Page], doubts: Doubts, seen: set[int], picture: Picture) -> set[int]:
    """Reads from what is drawn what is in doubt in the fonts *seen*; answers the fonts whose text is settled by it."""
    from parsers.pdf.repair import repair  # recognition is loaded for the few files that need it

    lost, suspects = doubts.lost, doubts.suspects
    outcome = repair(pages, doubts, seen - lost - suspects, picture)
    for page in pages:
        if outcome.changed[page.number]:
            page.notes.add("page.reread")
        if outcome.lost[page.number]:
            page.notes.add("page.lost")
    return lost | suspects | outcome.lying


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


def _lost(census: Census, fonts: Fonts, known: set[int]) -> set[int]:
    """The fonts whose characters can't be known: not mapped, unless *known* to the font itself, or mapped to what no form has."""
    total: Counter[int] = Counter()
    alien: Counter[int] = Counter()
    accented: Counter[int] = Counter()
    for (font, _, text), count in census.total():
        if font < 0 or text.isspace():
            continue
        total[font] += count
        if _is_alien(text):
            alien[font] += count
        elif "\u00c0" <= text <= "\u00ff":
            accented[font] += count
    found = fonts.broken - known
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


def _is_unknown(text: str) -> bool:
    """Whether the layer doesn't know a character: it is of private use, replaced, or of no form."""
    return _is_private(text) or text == UNKNOWN or _is_alien(text)


def _is_unsettled(text: str) -> bool:
    return _is_private(text) or text == UNKNOWN or _is_radical(text)


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


def _misfits(census: Census) -> set[int]:
    """The fonts whose characters take another room than such characters do: letters a Han character's, or Han characters a letter's."""
    total: Counter[int] = Counter()
    odd: Counter[int] = Counter()
    for character, count in census.total():
        font, _, text = character
        glyph = census.one[character]
        if font < 0 or glyph.angle:
            continue
        advance = (glyph.x1 - glyph.x0) / glyph.size
        if _is_han(text):
            total[font] += count
            odd[font] += count * (advance < NARROW)
        elif "!" <= text < "\x7f" and text not in _BROAD and text not in _TIED:
            total[font] += count
            odd[font] += count * (advance > SQUARE)
    return {font for font, count in odd.items() if count >= FEW_ODD and count > ODD * total[font]}


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def _read_boxes(pages: list[Page], recoded: set[int], picture: Picture) -> None:
    """Tick boxes of LibreOffice's font and of private use: what is drawn tells whether a box is empty or marked."""
    for page in pages:
        wanted = [
            glyph
            for glyph in page.glyphs
            if glyph.font >= 0
            and glyph.text != UNKNOWN
            and (_is_private(glyph.text) or (glyph.font in recoded and ord(glyph.text[0]) <= 0xFF))
        ]
        if not wanted:
            continue
        drawn = picture(page.number, SCALE)
        for glyph in wanted:
            shape = box_drawn(glyph, drawn)
            code = ord(glyph.text[0]) & 0xFF
            meant = _TICK_CODES.get(code) if glyph.font in recoded else None
            if shape is not None and meant == shape:
                glyph.text = shape
            elif shape == EMPTY:
                glyph.text, glyph.confidence, glyph.notes = EMPTY, UNSURE, ("text.symbol",)
            elif _is_private(glyph.text) or meant is not None or not glyph.text.isalnum():
                glyph.text = UNKNOWN
                _doubt(glyph, "text.symbol")
