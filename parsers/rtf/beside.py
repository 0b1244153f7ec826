"""What stands beside the text of an RTF file: pictures, objects, text boxes, headers and footers, notes."""

from __future__ import annotations

from parsers.document import Block, Part
from parsers.rtf.reading import Handler, Reading
from parsers.rtf.state import MARGINS
from parsers.rtf.tokens import OPEN

__all__ = ["WORDS", "shown_margins"]


def _picture(reading: Reading, word: bytes, number: int | None) -> None:
    reading.findings.pictures += 1
    reading.tokens.skip_group()


def _object(reading: Reading, word: bytes, number: int | None) -> None:
    reading.findings.notes.add("document.embedded")


def _both(reading: Reading, word: bytes, number: int | None) -> None:
    r"""``\upr`` holds the same twice, in bytes and in Unicode (in ``\ud``): the first is left out."""
    token = reading.tokens.next()
    if token is not None and token[0] == OPEN:
        reading.tokens.skip_group()
        reading.tokens.next()


def _text_box(reading: Reading, word: bytes, number: int | None) -> None:
    outer = reading.story

    def close(blocks: tuple[Block, ...]) -> None:
        outer.after += blocks

    reading.begin("textbox", close)


def _margin(reading: Reading, word: bytes, number: int | None) -> None:
    part: Part = "header" if word.startswith(b"header") else "footer"
    reading.begin(part, lambda blocks: reading.margins.append((word, blocks)))


def _note(reading: Reading, word: bytes, number: int | None) -> None:
    reading.begin("footnote" if word == b"footnote" else "comment", reading.asides.extend)


def _is_endnote(reading: Reading, word: bytes, number: int | None) -> None:
    if reading.story.flow.part == "footnote":
        reading.story.flow.part = "endnote"


def _switch(reading: Reading, word: bytes, number: int | None) -> None:
    if number != 0:
        reading.switches.add(word)


def shown_margins(reading: Reading) -> list[Block]:
    """The headers and footers that the file has a place for: those of first pages and facing ones only where it says so."""
    return [block for word, found in reading.margins if _is_shown(reading, word) for block in found]


def _is_shown(reading: Reading, word: bytes) -> bool:
    """Whether the file has a place for such a header: first pages and facing ones only where it says so."""
    if word.endswith(b"f"):
        return b"titlepg" in reading.switches
    return not word.endswith(b"l") or b"facingp" in reading.switches


WORDS: dict[bytes, Handler] = {
    b"pict": _picture,
    b"object": _object,
    b"upr": _both,
    b"shptxt": _text_box,
    b"dptxbxtext": _text_box,
    b"titlepg": _switch,
    b"facingp": _switch,
    **dict.fromkeys(MARGINS, _margin),
    b"footnote": _note,
    b"annotation": _note,
    b"ftnalt": _is_endnote,
}
"""What these control words do."""
