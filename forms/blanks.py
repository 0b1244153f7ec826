"""What is no value: control characters, the form's own hints, strokes through an empty cell; and the marks of lost characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from forms.chinese import PLAIN_HAN, fold, half
from forms.dates import BLANK_DATE_TAIL
from forms.definition import Field
from forms.parsed import BLANK, Fault, Parsed, doubt
from forms.repertoire import LOST
from forms.vocabulary import table, words

__all__ = ["Plain", "clean", "cut_hints", "flagged", "settle"]

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1d\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc"
    "\U000e0000-\U000e0fff]+"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LOST = re.compile("[\ufffd\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LONG_GAP = re.compile(r"([^\S\n]{60})[^\S\n]+")
_DAMAGED = re.compile(f"[{LOST}\u2e80-\u2fdf]")
"""A lost character, or a radical that stands for one."""

_EDGE = 240
"""How many characters at either end of a text a hint takes at most."""

_POINTER = 20
"""Characters of a value that only points elsewhere."""

_PLAIN, _INNER = r"[^()（）\[\]【】]", r"[(（][^()（）\[\]【】]{0,40}[)）]"
_BRACKETED_HEAD = re.compile(rf"^\s*([(（\[【](?:{_PLAIN}|{_INNER}){{1,80}}[)）\]】])")
_BRACKETED_TAIL = re.compile(rf"([(（\[【](?:{_PLAIN}|{_INNER}){{1,80}}[)）\]】])\s*$")


def clean(raw: str) -> str:
    """*raw* without control and invisible characters, its line breaks as line feeds, and □ for every character that says nothing."""
    if raw.isascii() and raw.isprintable() and len(raw) <= _EDGE:
        return raw
    text = _BREAKS.sub("\n", raw).replace("\x1e", "-")
    return _LOST.sub(LOST, _LONG_GAP.sub(r"\1", _DROPPED.sub("", text)))


def _either(*lists: tuple[str, ...]) -> str:
    return "|".join(sorted((re.escape(fold(word)) for items in lists for word in items), key=len, reverse=True))


@cache
def _whole() -> re.Pattern[str]:
    seals, signers = (_either(*(words("seals", key) for key in keys)) for keys in (("seal", "sign"), ("unit", "role")))
    alternatives = [*words("hints", "whole"), rf"(?:{signers})?\(?(?:{seals})\)?"]
    return re.compile(rf"\(?\[?(?:{'|'.join(alternatives)})\]?\)?")


@cache
def _spaces() -> frozenset[str]:
    return frozenset(table("hints")["spaces"])


@cache
def _strokes() -> frozenset[str]:
    return frozenset(table("hints")["strokes"])


@cache
def _folded(hints: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted((h for h in map(fold, hints) if h), key=len, reverse=True))


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile("|".join(words("hints", "elsewhere")))


def _is_hint(text: str, hints: tuple[str, ...]) -> bool:
    folded = fold(text)
    return folded in _folded(hints) or _whole().fullmatch(folded) is not None


def cut_hints(text: str, hints: tuple[str, ...]) -> str:
    """*text* without the form's own *hints* at its ends, where white space, punctuation or brackets part them from the value."""
    for hint in _folded(hints):
        if fold(text[:_EDGE]).startswith(hint):
            end = _reach(text, len(hint), range(len(text)))
            if end == len(text) or hint.endswith((")", "]")) or not fold(text[end]) or not text[end].isalnum():
                text = text[end:].lstrip()
        elif fold(text[-_EDGE:]).endswith(hint):
            start = len(text) - _reach(text, len(hint), range(len(text) - 1, -1, -1))
            if hint.startswith(("(", "[")) or not text[start - 1].isalnum():
                text = text[:start].rstrip()
    return text


def _reach(text: str, length: int, order: range) -> int:
    """How many characters of *text*, taken in *order*, fold to *length* characters."""
    taken = 0
    for count, i in enumerate(order, 1):
        taken += len(fold(text[i]))
        if taken >= length:
            return count
    return len(text)


_BRIEF = 120
"""Characters of a text that may be a hint as a whole."""

_RULED = re.compile(r"\A[_＿]{2,}[ \u3000]*|(?<![_＿])[_＿]{2,}\Z")
"""What is left of the line that a value was typed on (____洛阳市第八中学____)."""


def settle(raw: str, spec: Field, *, trim: bool = True) -> str:
    """What the clerk wrote in *raw*: "" for a blank or nothing but a hint; with *trim* hints before and after the value are cut off."""
    # What may be a password isn't kept.
    if len(raw) > _BRIEF or raw.isascii():
        return _settle(raw, spec.hints, trim=trim)
    return _settled(raw, spec.hints, trim)


@lru_cache(maxsize=2048)
def _settled(raw: str, hints: tuple[str, ...], trim: bool) -> str:
    # A short text is asked again and again: how plausible it is for each field that a label may mean, then what it says.
    return _settle(raw, hints, trim=trim)


def _settle(raw: str, hints: tuple[str, ...], *, trim: bool) -> str:
    text = clean(raw).strip()
    if not text or all(c in _spaces() or c.isspace() for c in text):
        return ""
    if text.isascii() and text.isalnum() and not hints:
        return text
    if len(text) <= _BRIEF and _is_hint(text, hints):
        return ""
    if not trim or (not hints and PLAIN_HAN.fullmatch(text)):
        return text
    for _ in range(8):
        before = text
        text = cut_hints(text, hints)
        if (found := _BRACKETED_HEAD.search(text)) and _is_hint(found[1], hints):
            text = text[found.end() :].strip()
        text = _RULED.sub("", text)
        head, tail = text[:-_EDGE], text[-_EDGE:]
        if (found := _BRACKETED_TAIL.search(tail)) and _is_hint(found[1], hints):
            tail = tail[: found.start()]
        text = (head + BLANK_DATE_TAIL.sub("", tail)).strip()
        if text == before:
            break
    return text


def flagged(parsed: Parsed) -> Parsed:
    """*parsed* with ``text.garbled`` when its value still holds a lost character."""
    if isinstance(parsed.value, str):
        damaged = _DAMAGED.search(parsed.value) is not None
    else:
        damaged = isinstance(parsed.value, list) and any(
            isinstance(v, str) and _DAMAGED.search(v) for v in parsed.value
        )
    if not damaged or any(fault.code == "text.garbled" for fault in parsed.faults):
        return parsed
    return replace(parsed, confidence=min(parsed.confidence, 0.5), faults=(*parsed.faults, Fault(code="text.garbled")))


def _as_written(value: Any, _spec: Field) -> str:
    return str(value)


def _text_schema(_spec: Field) -> dict[str, Any]:
    return {"type": "string"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plain:
    """A kind of one value, from plain functions.

    ``read`` gets what the clerk wrote, never empty. ``none`` says that a stroke (/) or 无 in the cell means that there is none:
    null, with a word to the clerk; a stroke alone always says so. ``trim`` cuts hints off the value's ends. A text longer than
    ``limit`` is no value of the kind: it is kept as it is. In one that isn't ``brief``, words that only point elsewhere are wording.
    """

    read: Callable[[str, Field], Parsed]
    looks: Callable[[str, Field], float]
    write: Callable[[Any, Field], str] = _as_written
    shape: Callable[[Field], dict[str, Any]] = _text_schema
    none: bool = False
    trim: bool = True
    limit: int = 1000
    brief: bool = True

    def parse(self, raw: str, spec: Field) -> Parsed:
        """The canonical value of *raw*; None for a blank or for nothing but the form's own hint."""
        text = settle(raw, spec, trim=self.trim)
        if not text:
            return BLANK
        if len(text) <= 8 and all(c in _strokes() or c.isspace() for c in text):
            return doubt(None, "value.none", 1.0, "info")
        if self.none and len(text) <= 8 and fold(text) in words("hints", "none"):
            return doubt(None, "value.none", 1.0, "info")
        if len(text) > self.limit:
            return flagged(doubt(text, "value.long", 0.5))
        found = self.read(text, spec)
        if self.brief and not found.faults and len(text) <= _POINTER and _elsewhere().fullmatch(fold(text)):
            return flagged(doubt(text, "value.elsewhere", 0.5))
        return flagged(found)

    def format(self, value: Any, spec: Field) -> str:
        """*value* as a form prints it; "" for None."""
        return "" if value is None else self.write(value, spec)

    def schema(self, spec: Field) -> dict[str, Any]:
        """The JSON schema of a canonical value that isn't null."""
        return self.shape(spec)

    def plausible(self, raw: str, spec: Field) -> float:
        """How much *raw* looks like a value of this kind."""
        if len(raw) > 2 * self.limit:
            return 0.0
        text = settle(raw, spec)
        return self.looks(half(text), spec) if text else 0.5
