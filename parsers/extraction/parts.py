"""Several values in one text, one for each of several fields."""

from __future__ import annotations

import re

from forms.chinese import half

__all__ = ["is_boxed", "splits"]

_BETWEEN = (r"\n", "", r"[\s\u3000]+", r"[/／]", r"[、，,；;]")
"""What may stand between the values; "" is the sign between their labels."""


def splits(text: str, sign: str, count: int) -> list[list[str]]:
    """The ways to part *text* into *count* values by one kind of sign, that which parts their labels among them; the likeliest first."""
    found: list[list[str]] = []
    boxed = _BOXED.fullmatch(text.strip()) if count == _PAIR else None
    if boxed is not None and not _SIGNED.search(boxed[1]):
        found.append(list(boxed.groups()))
    for between in _BETWEEN:
        # Lengths stay as they are when signs are made half-width, so that the values are as written.
        edges = [match.span() for match in re.finditer(between or re.escape(half(sign)), half(text))]
        starts, ends = [0, *(end for _, end in edges)], [*(start for start, _ in edges), len(text)]
        pieces = [piece for a, b in zip(starts, ends, strict=True) if (piece := text[a:b].strip())]
        if len(pieces) == count and pieces not in found:
            found.append(pieces)
    if count == _PAIR and not found:
        ways = (way.fullmatch(half(text).strip()) for way in (_DIALLED, *_REACHED))
        told = next(filter(None, ways), None)
        return [list(told.groups())] if told is not None else []
    return found


def is_boxed(text: str) -> bool:
    """Whether *text* is one value with another in brackets behind it."""
    return _BOXED.fullmatch(text.strip()) is not None


_PAIR = 2
_BOXED = re.compile(r"([^（()）\s][^（()）]*?)\s*[（(]\s*([^（()）]+?)\s*[)）]")
"""One value with the other in brackets behind it: 苏俊勇（科员）."""

_MOBILE = r"(?:\+86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}"

_REACHED = (
    re.compile(rf"({_MOBILE})\s?([A-Za-z_][^\s@]*@\S+)"),
    re.compile(rf"([^\s@]+@\S+?\.[a-z]{{2,4}})({_MOBILE})"),
)
"""A mobile number and an address, between which a line's end was lost."""

_SIGNED = re.compile(r"[/／、，,；;\n]")

_DIALLED = re.compile(r"([\u3400-\u9fff·]+)\s*([+(（]?\d[\d\s()（）-]{6,}\d)")
"""Words and a telephone number, as where a line's end between them was lost: 贾文博19862022205."""
