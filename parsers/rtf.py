r"""Reads RTF as Word, WPS, LibreOffice and others write it. Source: Rich Text Format Specification 1.9.1.

The file is gone through once, token by token. Groups are kept on a stack, so that nesting costs no recursion; objects and pictures are skipped
and noted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from forms.errors import OverLimit, Unreadable
from parsers.charsets import codec_of
from parsers.document import Block, Document, Note, Part
from parsers.rtf_fields import Fields
from parsers.rtf_flow import Findings, Flow
from parsers.rtf_fonts import Fonts
from parsers.rtf_state import CHARACTERS, FONTS, FORM, MARGINS, SKIPPED, STARRED, TEXT, State
from parsers.rtf_tables import COLUMN_LIMIT, CellDefinition, RowDefinition
from parsers.rtf_tokens import CLOSE, OPEN, SYMBOL, WORD, Tokens
from parsers.rtf_tokens import TEXT as CHARS
from parsers.typed import Typed, numbered

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_rtf"]

BYTES_LIMIT = 100 << 20
DEPTH_LIMIT = 1000
_CHINESE = 2052
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_OWN = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}


_LEAKED = re.compile(rb"[0-9]{4,5}\?|lx[0-9]{3,5}|intbl")
"""What is left of a word whose sign was lost, as text."""
_BLANKED = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""What only binary data may hold, since all else is readable (RTF specification 1.9.1): a stretch was overwritten."""


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
    document = _Reader(data[start:] if start else data).document()
    if _BLANKED.search(data.rstrip(b"\x00")) and b"\\bin" not in data:
        return replace(document, notes=(*document.notes, Note(code="document.damaged")))
    return document


class _Story:
    """A story in the making: where its blocks go, its present paragraph, and what is anchored in that."""

    def __init__(self, part: Part, findings: Findings) -> None:
        self.flow = Flow(part, findings)
        self.line = Typed()
        self.after: list[Block] = []


class _Reader:
    """Goes through a file. Each control word that matters has a handler in ``_WORDS``."""

    def __init__(self, data: bytes) -> None:
        self._tokens = Tokens(data)
        self._state = State()
        self._groups: list[tuple[State, Callable[[], None] | None]] = []
        self._on_close: Callable[[], None] | None = None
        self._findings = Findings()
        self._story = _Story("body", self._findings)
        self._fields = Fields()
        self._fonts = Fonts()
        self._to_skip = 0
        self._last = ""
        self._half = ""
        self._row = RowDefinition()
        self._cell = CellDefinition(edge=0)
        self._margins: list[tuple[bytes, tuple[Block, ...]]] = []
        self._asides: list[Block] = []
        self._row_begun = self._opened = self._begins = False
        self._switches: set[bytes] = set()

    def document(self) -> Document:
        """The document when all is gone through."""
        whole = self._go()
        if not whole:
            self._findings.notes.add("document.cut")
            while self._groups:
                self._close_group()
        self._end_half()
        if self._story.line.pieces or self._story.after:
            self._paragraph()
        blocks = self._story.flow.finish(self._row)
        margins = [block for word, found in self._margins if self._is_shown(word) for block in found]
        notes = [Note(code=code) for code in sorted(self._findings.notes)]
        if self._findings.pictures:
            notes.insert(0, Note(code="document.pictures", details=(("count", str(self._findings.pictures)),)))
        return Document(format="rtf", blocks=blocks, asides=(*margins, *self._asides), notes=tuple(notes))

    def _go(self) -> bool:
        """Goes through the tokens up to the end of the first group; tells whether it was there."""
        tokens = self._tokens
        while (token := tokens.next()) is not None:
            kind, word, number = token
            self._begins, self._opened = self._opened, kind == OPEN
            if kind == CHARS:
                self._text(word)
            elif kind == WORD:
                self._word(word, number)
            elif kind == OPEN:
                self._to_skip = 0
                if len(self._groups) >= DEPTH_LIMIT:
                    raise OverLimit("limit.depth", limit=DEPTH_LIMIT)
                self._groups.append((self._state, self._on_close))
                self._state, self._on_close = self._state.copy(), None
            elif kind == CLOSE:
                self._to_skip = 0
                if self._groups:
                    self._close_group()
                if not self._groups:
                    return True
            elif kind == SYMBOL:
                self._symbol(word)
        return False

    def _close_group(self) -> None:
        if self._on_close is not None:
            self._on_close()
        self._state, self._on_close = self._groups.pop()

    def _is_shown(self, word: bytes) -> bool:
        """Whether the file has a place for such a header: first pages and facing ones only where it says so."""
        if word.endswith(b"f"):
            return b"titlepg" in self._switches
        return not word.endswith(b"l") or b"facingp" in self._switches

    # Tokens

    def _word(self, word: bytes, number: int | None) -> None:
        state = self._state
        starred, state.starred = state.starred, False
        if (self._begins and word in SKIPPED) or (starred and word not in STARRED):
            self._tokens.skip_group()
            return
        self._to_skip = 0
        handler = self._WORDS.get(word)
        if handler is not None:
            handler(self, word, number)
        elif word in CHARACTERS:
            self._end_half()
            self._put(CHARACTERS[word])
        elif state.destination == FORM and word.startswith(b"ff"):
            self._fields.form[word] = number or 0

    def _symbol(self, sign: bytes) -> None:
        if sign == b"*":
            # Elsewhere than where a group begins it means nothing.
            self._state.starred = self._opened = self._begins
        elif self._to_skip:
            self._to_skip -= 1
        elif sign in b"\r\n":
            self._end_paragraph(b"par", None)
        elif sign.isdigit() or sign > b"\x7f":
            # No program writes such a sign: what it was, or what it takes away from the text, is lost.
            if self._state.destination == TEXT:
                self._story.line.notes.add("text.lost")
        elif sign in _SYMBOLS:
            if sign == b"\\" and self._state.sink is not None:
                self._state.sink.append("\\")
            else:
                self._show(_SYMBOLS[sign])

    def _text(self, data: bytes) -> None:
        state = self._state
        if state.destination != TEXT:
            if state.destination == FONTS:
                self._fonts.add_name(data)
            return
        if self._to_skip:
            data = self._without_stand_in(data)
            if not data:
                return
        if self._half and data.strip():
            self._end_half()
        if _LEAKED.search(data):
            self._story.line.notes.add("text.lost")
        self._show(self._fonts.text(data, state.font, state.asian))

    def _without_stand_in(self, data: bytes) -> bytes:
        r"""*data* without what stands in for a ``\u`` character. Some programs write both bytes of it where they announced one."""
        count, self._to_skip = self._to_skip, max(0, self._to_skip - len(data))
        if count == 1 and len(data) == 2 and data[0] > 0x7F:
            for codec in (self._fonts.own, "gb18030"):
                if data.decode(codec, "ignore") == self._last:
                    return b""
        return data[count:]

    def _show(self, text: str) -> None:
        """Puts *text*, typed in the present look, where it belongs."""
        state = self._state
        if not text or state.destination != TEXT or self._gone(text):
            return
        name, pictorial = self._fonts.look(state.font)
        line = self._story.line
        if state.sink is not None:
            state.sink.append(line.shown(text, font=name, pictorial=pictorial))
        else:
            line.type(text, font=name, pictorial=pictorial, struck=state.struck or state.twice_struck)

    def _put(self, text: str) -> None:
        """Puts what is shown as it stands, in whatever font."""
        state = self._state
        if not text or state.destination != TEXT or self._gone(text):
            return
        if state.sink is not None:
            state.sink.append(text)
        else:
            self._story.line.put(text, struck=state.struck or state.twice_struck)

    def _gone(self, text: str) -> bool:
        if self._state.hidden and not self._state.deleted and text.strip():
            self._findings.notes.add("document.hidden")
        return self._state.hidden or self._state.deleted

    def _end_half(self) -> None:
        """Half a character that nothing completes is one that was lost."""
        left = self._fonts.rest() or ("\ufffd" if self._half else "")
        self._half = ""
        if left:
            self._show(left)

    # Characters

    def _unicode(self, word: bytes, number: int | None) -> None:
        if number is None and self._state.destination == TEXT:
            # Every program says which character: this one's number is lost.
            self._story.line.notes.add("text.lost")
        code = (number or 0) & 0xFFFF
        if not self._half:
            self._end_half()
        self._to_skip = self._state.unicode_skip
        if 0xD800 <= code < 0xDC00:
            if self._half:
                self._end_half()
            self._half = chr(code)
            return
        if 0xDC00 <= code < 0xE000:
            text = (self._half + chr(code)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            self._half = ""
        else:
            if self._half:
                self._end_half()
            text = chr(code)
        self._last = text
        self._show(text)

    def _unicode_skip(self, word: bytes, number: int | None) -> None:
        self._state.unicode_skip = max(0, min(number if number is not None else 1, 100))

    def _binary(self, word: bytes, number: int | None) -> None:
        self._tokens.skip(number or 0)

    # Look

    def _plain(self, word: bytes, number: int | None) -> None:
        self._state.plain(self._fonts.default)

    def _toggle(self, word: bytes, number: int | None) -> None:
        setattr(self._state, _TOGGLES[word], number != 0)

    def _set_font(self, word: bytes, number: int | None) -> None:
        number = number or 0
        if self._state.destination == FONTS:
            self._fonts.begin(number)
            return
        self._state.font = number
        if self._state.kind == b"dbch":
            self._state.asian = number

    def _set_associated(self, word: bytes, number: int | None) -> None:
        if self._state.kind == b"dbch":
            self._state.asian = number or 0

    def _set_kind(self, word: bytes, number: int | None) -> None:
        self._state.kind = word

    # The head of the file

    def _character_set(self, word: bytes, number: int | None) -> None:
        self._fonts.own = _OWN[word]

    def _code_page(self, word: bytes, number: int | None) -> None:
        self._fonts.own = codec_of(str(number or 0)) or self._fonts.own

    def _language(self, word: bytes, number: int | None) -> None:
        if number == _CHINESE:
            self._fonts.is_chinese()

    def _set_default_font(self, word: bytes, number: int | None) -> None:
        self._fonts.default = self._state.font = number or 0

    def _font_table(self, word: bytes, number: int | None) -> None:
        self._state.destination = FONTS
        self._on_close = self._fonts.end

    def _font_set(self, word: bytes, number: int | None) -> None:
        if self._state.destination == FONTS:
            self._fonts.last.charset = number or 0

    def _font_page(self, word: bytes, number: int | None) -> None:
        if self._state.destination == FONTS:
            self._fonts.last.page = number or 0

    def _switch(self, word: bytes, number: int | None) -> None:
        if number != 0:
            self._switches.add(word)

    # Paragraphs and tables

    def _paragraph(self) -> None:
        story, state = self._story, self._state
        # Some programs leave out that a paragraph is in a table: it is where a row has begun.
        level = state.depth or (1 if self._row_begun or story.flow.row_is_open else 0)
        self._add_line(level)

    def _add_line(self, level: int) -> None:
        story = self._story
        story.flow.add([story.line.paragraph(story.flow.part), *story.after], level)
        story.line, story.after = Typed(), []

    def _end_paragraph(self, word: bytes, number: int | None) -> None:
        self._end_half()
        state = self._state
        if state.destination != TEXT:
            return
        if state.sink is not None:
            state.sink.append("\n")
        elif state.deleted or state.hidden:
            # Its mark is gone, so that it runs on into the next one.
            return
        else:
            self._paragraph()

    def _paragraph_defaults(self, word: bytes, number: int | None) -> None:
        self._state.in_table, self._state.level = False, 0
        self._row_begun = False

    def _in_table(self, word: bytes, number: int | None) -> None:
        self._state.in_table = True

    def _set_level(self, word: bytes, number: int | None) -> None:
        self._state.level = max(0, number if number is not None else 1)

    def _end_cell(self, word: bytes, number: int | None) -> None:
        self._end_half()
        story = self._story
        level = 1 if word == b"cell" else max(2, self._state.level)
        if story.line.pieces or story.line.notes or story.after:
            self._add_line(level)
        else:
            story.flow.add([], level)
            if story.flow.cell_is_empty:
                self._add_line(level)
        story.flow.end_cell(level)

    def _end_row(self, word: bytes, number: int | None) -> None:
        self._end_half()
        level = 1 if word == b"row" else max(2, self._state.level)
        if self._story.line.text.strip():
            # Every program ends a cell before its row: this one was cut in two, or its end was lost.
            self._story.line.notes.add("text.lost")
            self._add_line(level)
        self._story.flow.end_row(level, self._row)
        self._row_begun = False

    def _row_defaults(self, word: bytes, number: int | None) -> None:
        self._row = RowDefinition()
        self._cell = CellDefinition(edge=0)
        self._row_begun = True

    def _row_left(self, word: bytes, number: int | None) -> None:
        self._row.left = number or 0

    def _cell_edge(self, word: bytes, number: int | None) -> None:
        if len(self._row.cells) >= COLUMN_LIMIT:
            raise OverLimit("limit.columns", found=COLUMN_LIMIT + 1, limit=COLUMN_LIMIT)
        self._cell.edge = number or 0
        self._row.cells.append(self._cell)
        self._cell = CellDefinition(edge=0)

    def _cell_merge(self, word: bytes, number: int | None) -> None:
        setattr(self._cell, _MERGES[word], True)

    def _nested_properties(self, word: bytes, number: int | None) -> None:
        outer = self._row, self._cell

        def back() -> None:
            self._row, self._cell = outer

        self._on_close = back

    # Fields

    def _field(self, word: bytes, number: int | None) -> None:
        self._fields.begin(self._state.sink)
        self._on_close = self._end_field

    def _end_field(self) -> None:
        self._end_half()
        found, self._state.sink = self._fields.end()
        if found.instruction.upper().startswith("INCLUDEPICTURE"):
            self._findings.notes.add("document.linked")
        if found.shows_code:
            shown = found.shown()
            self._story.line.notes.update(shown.notes)
            self._put(shown.text)

    def _field_code(self, word: bytes, number: int | None) -> None:
        if self._fields.inside:
            self._state.sink = self._fields.code()
            self._on_close = self._end_half

    def _field_result(self, word: bytes, number: int | None) -> None:
        if self._fields.inside:
            self._state.sink = self._fields.result()
            self._on_close = self._end_half

    def _form_field(self, word: bytes, number: int | None) -> None:
        self._state.destination = FORM
        self._on_close = self._fields.end_form

    def _form_entry(self, word: bytes, number: int | None) -> None:
        taken: list[str] = []
        self._state.destination, self._state.sink = TEXT, taken
        home = self._fields.entries if word == b"ffl" else self._fields.default_text

        def keep() -> None:
            self._end_half()
            home.append("".join(taken))

        self._on_close = keep

    def _list_number(self, word: bytes, number: int | None) -> None:
        taken: list[str] = []
        outer, self._state.sink = self._state.sink, taken
        notes = set(self._story.line.notes)

        def keep() -> None:
            self._end_half()
            self._state.sink = outer
            # A bullet of a font that isn't known is a bullet all the same.
            self._story.line.notes = notes
            self._put(numbered("".join(taken).replace("\ufffd", "•").replace("□", "•")))

        self._on_close = keep

    # What stands beside the text

    def _picture(self, word: bytes, number: int | None) -> None:
        self._findings.pictures += 1
        self._tokens.skip_group()

    def _object(self, word: bytes, number: int | None) -> None:
        self._findings.notes.add("document.embedded")

    def _both(self, word: bytes, number: int | None) -> None:
        r"""``\upr`` holds the same twice, in bytes and in Unicode (in ``\ud``): the first is left out."""
        token = self._tokens.next()
        if token is not None and token[0] == OPEN:
            self._tokens.skip_group()
            self._tokens.next()

    def _text_box(self, word: bytes, number: int | None) -> None:
        outer = self._story

        def close(blocks: tuple[Block, ...]) -> None:
            outer.after += blocks

        self._begin("textbox", close)

    def _margin(self, word: bytes, number: int | None) -> None:
        part: Part = "header" if word.startswith(b"header") else "footer"
        self._begin(part, lambda blocks: self._margins.append((word, blocks)))

    def _note(self, word: bytes, number: int | None) -> None:
        self._begin("footnote" if word == b"footnote" else "comment", self._asides.extend)

    def _is_endnote(self, word: bytes, number: int | None) -> None:
        if self._story.flow.part == "footnote":
            self._story.flow.part = "endnote"

    def _begin(self, part: Part, close: Callable[[tuple[Block, ...]], None]) -> None:
        """Begins a story of its own, which ends with the group."""
        self._end_half()
        outer = self._story, self._fields, self._row, self._cell
        self._story, self._fields = _Story(part, self._findings), Fields()
        state = self._state
        state.destination, state.sink, state.in_table, state.level = TEXT, None, False, 0

        def end() -> None:
            self._end_half()
            story = self._story
            if story.line.pieces or story.after:
                self._paragraph()
            blocks = story.flow.finish(self._row)
            self._story, self._fields, self._row, self._cell = outer
            close(blocks)

        self._on_close = end

    def _math(self, word: bytes, number: int | None) -> None:
        self._story.line.notes.add("text.math")

    def _denominator(self, word: bytes, number: int | None) -> None:
        self._put("/")

    _WORDS: ClassVar[dict[bytes, Callable[[_Reader, bytes, int | None], None]]] = {
        b"u": _unicode,
        b"uc": _unicode_skip,
        b"bin": _binary,
        b"plain": _plain,
        b"f": _set_font,
        b"af": _set_associated,
        **dict.fromkeys((b"loch", b"hich", b"dbch", b"rtlch", b"ltrch"), _set_kind),
        **dict.fromkeys(_OWN, _character_set),
        b"ansicpg": _code_page,
        b"deflang": _language,
        b"deflangfe": _language,
        b"deff": _set_default_font,
        b"fonttbl": _font_table,
        b"fcharset": _font_set,
        b"cpg": _font_page,
        b"titlepg": _switch,
        b"facingp": _switch,
        b"par": _end_paragraph,
        b"sect": _end_paragraph,
        b"pard": _paragraph_defaults,
        b"intbl": _in_table,
        b"itap": _set_level,
        b"cell": _end_cell,
        b"nestcell": _end_cell,
        b"row": _end_row,
        b"nestrow": _end_row,
        b"trowd": _row_defaults,
        b"trleft": _row_left,
        b"cellx": _cell_edge,
        b"nesttableprops": _nested_properties,
        b"field": _field,
        b"fldinst": _field_code,
        b"fldrslt": _field_result,
        b"formfield": _form_field,
        b"ffl": _form_entry,
        b"ffdeftext": _form_entry,
        b"listtext": _list_number,
        b"pntext": _list_number,
        b"pict": _picture,
        b"object": _object,
        b"upr": _both,
        b"shptxt": _text_box,
        b"dptxbxtext": _text_box,
        **dict.fromkeys(MARGINS, _margin),
        b"footnote": _note,
        b"annotation": _note,
        b"ftnalt": _is_endnote,
        b"moMath": _math,
        b"mden": _denominator,
    }


_TOGGLES = {b"v": "hidden", b"deleted": "deleted", b"mvf": "deleted", b"strike": "struck", b"striked": "twice_struck"}
_MERGES = {
    b"clmgf": "starts_across",
    b"clmrg": "goes_on_across",
    b"clvmgf": "starts_down",
    b"clvmrg": "goes_on_down",
}
_Reader._WORDS |= dict.fromkeys(_TOGGLES, _Reader._toggle) | dict.fromkeys(_MERGES, _Reader._cell_merge)  # noqa: SLF001
