"""Form fields and other fields of a Word file: what they show.

Form fields keep their state in the data stream, where a character of their code points ([MS-DOC] 2.9.157 NilPICFAndBinData, 2.9.78 FFData). All
else is as in .docx.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from parsers.docx.fields import Field, Shown
from parsers.symbols import EMPTY, TICKED, UNKNOWN

__all__ = ["FormField", "FormState", "read_form"]

_HEADER = 0x44
_TEXT, _BOX, _CHOICE = 0, 1, 2
_UNSET = 25
_STRING_LIMIT = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class FormState:
    """A form field's state. ``default`` and ``result`` are a tick box's state or the number of an entry; ``result`` None when never set."""

    kind: int
    result: int | None
    default: int
    text: str
    entries: tuple[str, ...]

    @property
    def state(self) -> int:
        """What holds now."""
        return self.default if self.result is None else self.result


@dataclass(kw_only=True)
class FormField(Field):
    """A field while it is gone through. ``state`` is that of a form field."""

    state: FormState | None = None

    @property
    def kind(self) -> int | None:
        """Which kind of form field it is, by its code or else by its state; None for another field."""
        kind = _KINDS.get(self.instruction.partition(" ")[0].upper())
        return self.state.kind if kind is None and self.state is not None else kind

    @property
    def shows_code(self) -> bool:
        """Whether what is shown comes from the code and not from the stored result."""
        return self.kind is not None or super().shows_code

    def shown(self) -> Shown:
        """What the field shows by its code."""
        kind, state, result = self.kind, self.state, "".join(self.result or ())
        if kind is None:
            return super().shown()
        if kind == _BOX:
            if state is None or state.kind != _BOX or state.state not in (0, 1):
                return Shown(text=UNKNOWN, notes=("text.field",))
            return Shown(text=TICKED if state.state else EMPTY)
        if kind == _CHOICE:
            if state is None or state.kind != _CHOICE:
                return Shown(text=result, notes=("text.field",))
            if 0 <= state.state < len(state.entries):
                return Shown(text=state.entries[state.state])
            return Shown(text=result, notes=("text.field",) if state.entries else ())
        if self.result is not None or state is None:
            return Shown(text=result)
        return Shown(text=state.text)


_KINDS = {"FORMTEXT": _TEXT, "FORMCHECKBOX": _BOX, "FORMDROPDOWN": _CHOICE}


def read_form(data: bytes, at: int) -> FormState | None:
    """The form field's state at *at* in the data stream; None where there is none that can be read."""
    if at < 0 or at + _HEADER > len(data):
        return None
    size, header = struct.unpack_from("<iH", data, at)
    if header != _HEADER or size < header or at + size > len(data):
        return None
    try:
        return _state(data[at + header : at + size])
    except (struct.error, IndexError):
        return None


def _state(data: bytes) -> FormState | None:
    version, bits = struct.unpack_from("<IH", data)
    kind, result = bits & 3, bits >> 2 & 0x1F
    if version != 0xFFFFFFFF or kind > _CHOICE:
        return None
    at = 10
    _, at = _string(data, at)
    text, default = "", 0
    if kind == _TEXT:
        text, at = _string(data, at)
    else:
        (default,) = struct.unpack_from("<H", data, at)
        at += 2
    for _ in range(5):
        _, at = _string(data, at)
    entries = _entries(data, at) if kind == _CHOICE else ()
    return FormState(
        kind=kind, result=None if result == _UNSET else result, default=default, text=text, entries=entries
    )


def _string(data: bytes, at: int) -> tuple[str, int]:
    """A string with its length before it and a zero after it ([MS-DOC] 2.9.353)."""
    (length,) = struct.unpack_from("<H", data, at)
    end = at + 2 + 2 * length
    if length > _STRING_LIMIT or end + 2 > len(data):
        raise IndexError
    return data[at + 2 : end].decode("utf-16-le", "replace"), end + 2


def _entries(data: bytes, at: int) -> tuple[str, ...]:
    """The entries of a drop-down list ([MS-DOC] 2.2.4, STTB)."""
    mark, count, extra = struct.unpack_from("<HHH", data, at)
    if mark != 0xFFFF or count > _STRING_LIMIT:
        raise IndexError
    at += 6
    found: list[str] = []
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        end = at + 2 + 2 * length
        if end > len(data):
            raise IndexError
        found.append(data[at + 2 : end].decode("utf-16-le", "replace"))
        at = end + extra
    return tuple(found)
