"""What a program writes into the text of an RTF file: results of fields, the state of form fields, numbers of lists."""

from __future__ import annotations

from parsers.rtf.reading import Handler, Reading
from parsers.rtf.state import FORM, TEXT
from parsers.typed import numbered

__all__ = ["WORDS"]


def _field(reading: Reading, word: bytes, number: int | None) -> None:
    reading.fields.begin(reading.state.sink)
    reading.on_close = lambda: _end_field(reading)


def _end_field(reading: Reading) -> None:
    reading.end_half()
    found, reading.state.sink = reading.fields.end()
    if found.instruction.upper().startswith("INCLUDEPICTURE"):
        reading.findings.notes.add("document.linked")
    if found.shows_code:
        shown = found.shown()
        reading.story.line.notes.update(shown.notes)
        reading.put(shown.text)


def _field_code(reading: Reading, word: bytes, number: int | None) -> None:
    if reading.fields.inside:
        reading.state.sink = reading.fields.code()
        reading.on_close = reading.end_half


def _field_result(reading: Reading, word: bytes, number: int | None) -> None:
    if reading.fields.inside:
        reading.state.sink = reading.fields.result()
        reading.on_close = reading.end_half


def _form_field(reading: Reading, word: bytes, number: int | None) -> None:
    reading.state.destination = FORM
    reading.on_close = reading.fields.end_form


def _form_entry(reading: Reading, word: bytes, number: int | None) -> None:
    taken: list[str] = []
    reading.state.destination, reading.state.sink = TEXT, taken
    home = reading.fields.entries if word == b"ffl" else reading.fields.default_text

    def keep() -> None:
        reading.end_half()
        home.append("".join(taken))

    reading.on_close = keep


def _list_number(reading: Reading, word: bytes, number: int | None) -> None:
    taken: list[str] = []
    outer, reading.state.sink = reading.state.sink, taken
    notes = set(reading.story.line.notes)

    def keep() -> None:
        reading.end_half()
        reading.state.sink = outer
        # A bullet of a font that isn't known is a bullet all the same.
        reading.story.line.notes = notes
        reading.put(numbered("".join(taken).replace("\ufffd", "•").replace("□", "•")))

    reading.on_close = keep


WORDS: dict[bytes, Handler] = {
    b"field": _field,
    b"fldinst": _field_code,
    b"fldrslt": _field_result,
    b"formfield": _form_field,
    b"ffl": _form_entry,
    b"ffdeftext": _form_entry,
    b"listtext": _list_number,
    b"pntext": _list_number,
}
"""What these control words do."""
