"""Lists of names in one value, however they are parted."""

from __future__ import annotations

import re

from forms.blanks import Plain, settle
from forms.chinese import strip_enumerator
from forms.definition import Field
from forms.parsed import Fault, Parsed, doubt
from forms.vocabulary import table, words
from forms.words import looks_name, read_name

__all__ = ["NAMES"]

_GAP = re.compile(r"\t+|  +|　+")


def _split(text: str, signs: str) -> list[str]:
    """*text* split at *signs* that stand outside brackets."""
    parts, depth = [""], 0
    for c in text:
        depth = max(0, depth + (c in "（([【《") - (c in "）)]】》"))
        if c in signs and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def _are_names(pieces: list[str]) -> bool:
    """Whether *pieces* of a text are several whole names of places or schools."""
    ends = (*words("names", "place_ends"), *words("names", "unit_ends"))
    return len(pieces) > 1 and all(len(piece) > _SHORTEST and piece.endswith(ends) for piece in pieces)


_SHORTEST = 2
"""A piece of so few characters may be the rest of a name, however it ends."""


def _by_gaps(text: str) -> list[str]:
    """*text* parted at wide gaps, where all that they part are whole names; else as it is."""
    pieces = [piece for piece in _GAP.split(text.strip()) if piece]
    return pieces if _are_names(pieces) else [text]


def _by_room(text: str) -> list[str]:
    """*text* parted at narrow gaps where these part whole names, all of places or all of schools; else as it is."""
    pieces = text.split()
    divisions = sum(piece.endswith(words("layout", "places")) for piece in pieces)
    return pieces if _are_names(pieces) and divisions in (0, len(pieces)) else [text]


_LONGEST = 80
"""Characters of a name with the year at it."""


def _undated(name: str) -> str:
    """*name* without the year before or behind it; a name of nothing else stays."""
    if len(name) > _LONGEST:
        return name
    dated = rf"(?:{table('names')['dated']})"
    return re.sub(rf"\A{dated}\s*(?=\S)|(?<=[^\s—–\-（(【\[〔])[\s—–-]*{dated}\Z", "", name)


def _read_names(raw: str, spec: Field) -> Parsed:
    text = raw.strip().rstrip("。.")
    lines = [strip_enumerator(line.strip()) for line in text.split("\n") if line.strip()]
    numbered = sum(line != strip_enumerator(line.strip()) for line in text.split("\n"))
    # A sentence ends a list of names, and the next line begins another (of another year).
    lines = [f"{line[:-1]}、" if line.endswith("。") else line for line in lines]
    listed = [part for part in _split("".join(lines), "、，,；;\n") if part.strip()]
    if len(listed) > 1 and numbered < 2:
        parts = [piece for part in listed for piece in _by_gaps(part)]
    else:
        parts = [part for line in lines for spot in _split(line, "、，,；;") for part in _GAP.split(spot)]
    roomy = any(_are_names(part.split()) for part in parts)
    parts = [piece for part in parts for piece in _by_room(part)] if roomy else parts
    parts = [_undated(part.strip().rstrip("。")) for part in parts]
    names = [read_name(settle(part, spec) or part) for part in parts if part]
    if not names:
        return doubt(None, "name.odd", 0.8)
    worst = min((name.confidence for name in names), default=1.0)
    faults = {fault.code: fault for name in names for fault in name.faults}
    if roomy:
        # Whether a name was written with room in it, or two stand there, is a guess.
        worst, faults["name.several"] = min(worst, 0.8), Fault(code="name.several")
    if any(re.search(table("names")["noted"], str(name.value)) for name in names):
        worst, faults["value.remark"] = min(worst, 0.8), Fault(code="value.remark")
    if any(re.search(table("names")["tied"], str(name.value)) for name in names):
        worst, faults["name.several"] = min(worst, 0.6), Fault(code="name.several")
    return Parsed(value=[name.value for name in names], confidence=worst, faults=tuple(faults.values()))


def _looks_names(text: str, spec: Field) -> float:
    value = _read_names(text, spec).value
    return 0.8 if value and all(looks_name(name, spec) >= 0.5 for name in value) else 0.1


NAMES = Plain(
    limit=20000,
    read=_read_names,
    looks=_looks_names,
    write=lambda value, _spec: "、".join(value) if isinstance(value, list) else str(value),
    shape=lambda _spec: {"type": "array", "items": {"type": "string"}},
)
