r"""Reads RTF as Word, WPS, LibreOffice and others write it. Source: Rich Text Format Specification 1.9.1.

The file is gone through once, token by token. Groups are kept on a stack, so that nesting costs no recursion; objects and pictures are skipped
and noted.
"""

from __future__ import annotations

import re
from dataclasses import replace

from forms.errors import OverLimit, Unreadable
from parsers.document import Document, Note
from parsers.rtf import beside as rtf_beside
from parsers.rtf import blocks as rtf_blocks
from parsers.rtf import characters as rtf_characters
from parsers.rtf import inserted as rtf_inserted
from parsers.rtf.beside import shown_margins
from parsers.rtf.blocks import end_paragraph
from parsers.rtf.characters import put_bytes
from parsers.rtf.reading import Reading
from parsers.rtf.state import CHARACTERS, FORM, SKIPPED, STARRED, TEXT
from parsers.rtf.tokens import CLOSE, OPEN, SYMBOL, WORD
from parsers.rtf.tokens import TEXT as CHARS

__all__ = ["read_rtf"]

BYTES_LIMIT = 100 << 20
DEPTH_LIMIT = 1000
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}


_BLANKED = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""What only binary data may hold, since all else is readable (RTF specification 1.9.1): a stretch was overwritten."""

_WORDS = {**rtf_characters.WORDS, **rtf_blocks.WORDS, **rtf_inserted.WORDS, **rtf_beside.WORDS}


def read_rtf(data: bytes) -> Document:
    """The document in *data*, tracked changes accepted, fields as last shown.

    Raises:
        Unreadable: It is no RTF.
        OverLimit: It is larger or nests deeper than any form.
    """
    if len(data) > BYTES_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    start = data.find(b"{\\rtf")
    if start < 0:
        raise Unreadable("unreadable.damaged", reason="RTF")
    document = _document(Reading(data[start:] if start else data))
    if _BLANKED.search(data.rstrip(b"\x00")) and b"\\bin" not in data:
        return replace(document, notes=(*document.notes, Note(code="document.damaged")))
    return document


def _document(reading: Reading) -> Document:
    """The document when all is gone through."""
    whole = _go(reading)
    if not whole:
        reading.findings.notes.add("document.cut")
        while reading.groups:
            _close_group(reading)
    reading.end_half()
    if reading.story.line.pieces or reading.story.after:
        reading.paragraph()
    blocks = reading.story.flow.finish(reading.row)
    notes = [Note(code=code) for code in sorted(reading.findings.notes)]
    if reading.findings.pictures:
        notes.insert(0, Note(code="document.pictures", details=(("count", str(reading.findings.pictures)),)))
    return Document(format="rtf", blocks=blocks, asides=(*shown_margins(reading), *reading.asides), notes=tuple(notes))


def _go(reading: Reading) -> bool:
    """Goes through the tokens up to the end of the first group; tells whether it was there."""
    tokens = reading.tokens
    while (token := tokens.next()) is not None:
        kind, word, number = token
        reading.begins, reading.opened = reading.opened, kind == OPEN
        if kind == CHARS:
            put_bytes(reading, word)
        elif kind == WORD:
            _word(reading, word, number)
        elif kind == OPEN:
            reading.to_skip = 0
            if len(reading.groups) >= DEPTH_LIMIT:
                raise OverLimit("limit.depth", limit=DEPTH_LIMIT)
            reading.groups.append((reading.state, reading.on_close))
            reading.state, reading.on_close = reading.state.copy(), None
        elif kind == CLOSE:
            reading.to_skip = 0
            if reading.groups:
                _close_group(reading)
            if not reading.groups:
                return True
        elif kind == SYMBOL:
            _symbol(reading, word)
    return False


def _close_group(reading: Reading) -> None:
    if reading.on_close is not None:
        reading.on_close()
    reading.state, reading.on_close = reading.groups.pop()


def _word(reading: Reading, word: bytes, number: int | None) -> None:
    state = reading.state
    starred, state.starred = state.starred, False
    if (reading.begins and word in SKIPPED) or (starred and word not in STARRED):
        reading.tokens.skip_group()
        return
    reading.to_skip = 0
    handler = _WORDS.get(word)
    if handler is not None:
        handler(reading, word, number)
    elif word in CHARACTERS:
        reading.end_half()
        reading.put(CHARACTERS[word])
    elif state.destination == FORM and word.startswith(b"ff"):
        reading.fields.form[word] = number or 0


def _symbol(reading: Reading, sign: bytes) -> None:
    if sign == b"*":
        # Elsewhere than where a group begins it means nothing.
        reading.state.starred = reading.opened = reading.begins
    elif reading.to_skip:
        reading.to_skip -= 1
    elif sign in b"\r\n":
        end_paragraph(reading, b"par", None)
    elif sign.isdigit() or sign > b"\x7f":
        # No program writes such a sign: what it was, or what it takes away from the text, is lost.
        if reading.state.destination == TEXT:
            reading.story.line.notes.add("text.lost")
    elif sign in _SYMBOLS:
        if sign == b"\\" and reading.state.sink is not None:
            reading.state.sink.append("\\")
        else:
            reading.show(_SYMBOLS[sign])
