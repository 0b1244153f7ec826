"""What a Word field shows: a tick box of a form, an overlay that draws a tick into a box, or the result it had when last updated.

A field's code is read only where the code *is* what is shown: form fields, EQ, MACROBUTTON, GOTOBUTTON, SYMBOL and QUOTE. Nothing is computed
or fetched. Sources: ECMA-376-1 17.16; EQ switches as in the Word documentation.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsers.docx.names import W, is_on, number, value
from parsers.symbols import CROSSED, EMPTY, TICKED, UNKNOWN, symbol

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Field", "Shown", "overlaid"]

_BOXES = frozenset("□☐▢◻⬜❑❒❏❐▯口囗")
_FILLED_BOXES = {"☑": TICKED, "☒": CROSSED, "■": "■"}
_TICKS = frozenset("√✓✔∨ⅴVv")
_CROSSES = frozenset("×✗✘✕✖╳乂xX❌")
_CIRCLES = frozenset("○◯〇⭕")
_CIRCLED_DIGITS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_OPTION = re.compile(r'\\[*@#]\s*(?:"[^"]*"|\S+)')
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What a field shows, and the codes of doubts about it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(kw_only=True, slots=True)
class Field:
    """A field while it is gone through. ``code`` holds its instruction, ``typed`` what stood in it that is no instruction."""

    form: etree._Element | None = None
    code: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    in_code: bool = True
    result: list[str] | None = None
    """The result where it is kept apart, to be shown only if the code doesn't tell."""

    @property
    def instruction(self) -> str:
        """The field's code without the blanks round it."""
        return "".join(self.code).strip()

    @property
    def shows_code(self) -> bool:
        """Whether what is shown comes from the code and not from the stored result."""
        return self.instruction.partition(" ")[0].partition("\\")[0].upper() in _SHOWN

    def shown(self) -> Shown:
        """What the field shows by its code."""
        name, _, rest = self.instruction.partition(" ")
        name, slash, tail = name.partition("\\")
        show = _SHOWN.get(name.upper())
        if show is None:
            return Shown(text="")
        return show(self, slash + tail + (" " if tail else "") + rest)


def _check_box(found: Field, rest: str) -> Shown:
    box = None if found.form is None else found.form.find(W + "checkBox")
    if box is None:
        return Shown(text=UNKNOWN, notes=("text.field",))
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    return Shown(text=TICKED if is_on(state) else EMPTY)


def _drop_down(found: Field, rest: str) -> Shown:
    choices = None if found.form is None else found.form.find(W + "ddList")
    if choices is None:
        return Shown(text="".join(found.result or ()))
    chosen = choices.find(W + "result")
    if chosen is None:
        chosen = choices.find(W + "default")
    entries = [value(entry) for entry in choices.iterchildren(W + "listEntry")]
    index = 0 if chosen is None else number(value(chosen), 0)
    if 0 <= index < len(entries):
        return Shown(text=entries[index])
    return Shown(text="".join(found.result or ()), notes=("text.field",) if entries else ())


def _text_input(found: Field, rest: str) -> Shown:
    """A text field that has no result at all shows its default."""
    default = None if found.form is None else found.form.find(f"{W}textInput/{W}default")
    return Shown(text="".join(found.result) if found.result is not None else value(default))


def _after_name(found: Field, rest: str) -> Shown:
    """MACROBUTTON and GOTOBUTTON show what follows the name of the macro or bookmark."""
    return Shown(text=rest.strip().partition(" ")[2].strip())


def _quote(found: Field, rest: str) -> Shown:
    if found.result:
        return Shown(text="".join(found.result))
    return Shown(text=" ".join(quoted or bare for quoted, bare in _QUOTED.findall(_OPTION.sub("", rest))))


def _symbol(found: Field, rest: str) -> Shown:
    r"""``SYMBOL 254 \f "Wingdings"``: the number may be hexadecimal, or the character itself."""
    font = re.search(r'\\f\s*(?:"([^"]*)"|(\S+))', rest)
    name = "" if font is None else font.group(1) or font.group(2)
    first = rest.split(maxsplit=1)[0].strip('"') if rest.split() else ""
    if first.lower().startswith("0x"):
        code = int(first, 16) if re.fullmatch(r"0[xX][0-9a-fA-F]{1,6}", first) else -1
    else:
        code = number(first, ord(first) if len(first) == 1 else -1)
    if 0 <= code <= sys.maxunicode and (font is not None or chr(code).isascii() or "\\u" in rest):
        shown = symbol(name, code)
        return Shown(text=shown, notes=("text.symbol",) if shown == UNKNOWN else ())
    return Shown(text=UNKNOWN, notes=("text.symbol",))


def _equation(found: Field, rest: str) -> Shown:
    text, notes = _Equation(_OPTION.sub("", rest)).read()
    if not text and found.result:
        return Shown(text="".join(found.result))
    return Shown(text=text, notes=tuple(notes))


_SHOWN = {
    "FORMCHECKBOX": _check_box,
    "FORMDROPDOWN": _drop_down,
    "FORMTEXT": _text_input,
    "MACROBUTTON": _after_name,
    "GOTOBUTTON": _after_name,
    "SYMBOL": _symbol,
    "QUOTE": _quote,
    "EQ": _equation,
}


def overlaid(layers: list[str]) -> Shown:
    """The one character that *layers* printed over one another look like: □ and √ are ☑, ○ and 3 are ③.

    Layers that make no such character are given one after the other with a doubt.
    """
    layers = [layer.strip() for layer in layers if layer.strip()]
    if not layers[1:]:
        return Shown(text="".join(layers))
    rest = [layer for layer in layers if layer not in _BOXES and layer not in _CIRCLES]
    boxed = any(layer in _BOXES for layer in layers)
    if not rest and boxed:
        return Shown(text=EMPTY)
    if boxed and len(rest) == 1:
        inner = rest[0]
        if inner in _TICKS or inner == TICKED:
            return Shown(text=TICKED)
        if inner in _CROSSES or inner == CROSSED:
            return Shown(text=CROSSED)
        if inner in _FILLED_BOXES:
            return Shown(text=_FILLED_BOXES[inner])
    elif len(rest) == 1 and not layers[2:]:
        index = number(rest[0], 0)
        return Shown(text=_CIRCLED_DIGITS[index - 1] if 1 <= index <= len(_CIRCLED_DIGITS) else rest[0])
    return Shown(text="".join(layers), notes=("text.overlay",))


class _Equation:
    r"""Reads the code of an EQ field: text with switches such as ``\o\ac(□,√)``, whose arguments may hold switches again."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0
        self._notes: list[str] = []
        self._raised: set[str] = set()

    def read(self) -> tuple[str, list[str]]:
        text = self._sequence(0, inside=False)
        return text.strip(), self._notes

    def _sequence(self, depth: int, *, inside: bool) -> str:
        out: list[str] = []
        open_brackets = 0
        while self._at < len(self._code):
            char = self._code[self._at]
            if char == "\\" and self._at + 1 < len(self._code):
                out.append(self._switch(depth))
                continue
            if inside and not open_brackets and char in ",;)":
                break
            open_brackets += (char == "(") - (char == ")")
            open_brackets = max(0, open_brackets)
            out.append(char)
            self._at += 1
        return "".join(out)

    def _switch(self, depth: int) -> str:
        r"""A switch with its options and arguments; ``\,`` and the like are the character itself."""
        following = self._code[self._at + 1]
        if not following.isascii() or not following.isalpha():
            self._at += 2
            return following
        names: list[str] = []
        while match := _SWITCH.match(self._code, self._at):
            names.append(match.group(1).lower())
            self._at = match.end()
        if self._at >= len(self._code) or self._code[self._at] != "(":
            return ""
        return self._combined(names, self._arguments(depth))

    def _arguments(self, depth: int) -> list[str]:
        found: list[str] = []
        if depth > _NESTING_LIMIT:
            self._notes.append("text.overlay")
            self._at = len(self._code)
            return found
        self._at += 1
        while self._at < len(self._code):
            found.append(self._sequence(depth + 1, inside=True))
            closing = self._code[self._at : self._at + 1]
            self._at += 1
            if closing not in (",", ";"):
                break
        return found

    def _combined(self, names: list[str], arguments: list[str]) -> str:
        name = names[0]
        if name == "o":
            # "ad" spreads the characters of its argument: the other layers are the blanks that make room, or a reading above the word.
            if "ad" in names:
                return arguments[-1] if arguments and arguments[-1].strip() else "".join(arguments).strip()
            if len(arguments) == 1:
                return arguments[0]
            if arguments and arguments[0] in self._raised and arguments[-1].strip() not in _BOXES:
                return arguments[-1]  # a reading raised above its word
            if not any(layer.strip()[2:] for layer in arguments):
                shown = overlaid(arguments)
                self._notes += shown.notes
                return shown.text
            return "".join(arguments)
        if name == "s" and "up" in names:
            self._raised.add("".join(arguments))
        if name == "f":
            return "/".join(arguments)
        if name == "r":
            self._notes.append("text.math")
            return "√" + arguments[-1]
        if name == "b":
            return "(" + "".join(arguments) + ")"
        if name == "d":
            return ""
        if name == "l":
            return ",".join(arguments)
        return "".join(arguments)


_NESTING_LIMIT = 20
_SWITCH = re.compile(r"\\([A-Za-z]+)(?:\s*\d+(?=[\\(\s]))?\s*")
