"""Word's fields in a page: they stand in comments that only Word reads, and some of them leave nothing else to see.

``<!--[if supportFields]>`` holds the marks and the code of a field, ``<w:data>`` the state of a form field as in a .doc file.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from parsers.word97.forms import FormField, FormState, read_form

if TYPE_CHECKING:
    from parsers.docx.fields import Shown

__all__ = ["FIELD_LIMIT", "Fields"]

FIELD_LIMIT = 256
_MARK = re.compile(r"mso-element:\s*field-(begin|separator|end)", re.IGNORECASE)
_FOR_FIELDS = re.compile(r"\s*\[if supportFields\]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_DATA = re.compile(r"<w:data>\s*([0-9A-Fa-f\s]+?)\s*</w:data>", re.IGNORECASE)
_ENTITIES = {"&quot;": '"', "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&amp;": "&"}
_HEADER = 0x44


class Fields:
    """The fields that are open at some place of a page."""

    def __init__(self) -> None:
        self._open: list[FormField] = []

    @property
    def holds_text(self) -> bool:
        """Whether visible text here is a field's code, or a result that the code replaces."""
        return any(found.in_code or found.result is not None for found in self._open)

    def take(self, text: str) -> None:
        """Keeps visible text that stands within a field that doesn't just show it."""
        for found in reversed(self._open):
            if found.in_code:
                found.typed.append(text)
                return
            if found.result is not None:
                found.result.append(text)
                return

    def comment(self, text: str) -> list[Shown]:
        """What a comment for Word tells about fields; answers what the fields that end in it show."""
        shown: list[Shown] = []
        if self._open:
            data = _DATA.search(text)
            if data is not None:
                self._open[-1].state = _state(data.group(1))
        if _FOR_FIELDS.match(text):
            for index, piece in enumerate(_MARK.split(text)):
                if index % 2:
                    self._mark(piece.lower(), shown)
                elif self._open and self._open[-1].in_code:
                    self._open[-1].code.append(_plain(piece))
        return shown

    def abandon(self) -> str:
        """The text that fields which never end have taken."""
        text = "".join("".join([*found.typed, *(found.result or ())]) for found in self._open)
        self._open = []
        return text

    def _mark(self, kind: str, shown: list[Shown]) -> None:
        if kind == "begin":
            if len(self._open) < FIELD_LIMIT:
                self._open.append(FormField())
        elif not self._open:
            return
        elif kind == "separator":
            self._separate(self._open[-1])
        else:
            found = self._open.pop()
            if found.in_code:
                self._separate(found)
            if found.shows_code:
                shown.append(found.shown())

    def _separate(self, found: FormField) -> None:
        found.in_code = False
        if found.shows_code:
            found.result = []


def _plain(markup: str) -> str:
    """The text of a piece of a comment between two marks: the rest of a tag, tags, the comment's own end."""
    text = _TAG.sub("", markup.partition(">")[2]).partition("<")[0].replace("\n", " ")
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    return text


def _state(digits: str) -> FormState | None:
    digits = "".join(digits.split())[: 1 << 16]
    data = bytes.fromhex(digits[: len(digits) & ~1])
    head = struct.pack("<iH", _HEADER + len(data), _HEADER)
    return read_form(head.ljust(_HEADER, b"\x00") + data, 0)
