"""Pictures that chat programs put in front of lines: numbers in keys, hands and pins are numbers and bullets, and no part of what is said.

What is taken away is decoration at the edges of a line; a picture between words stays, and so does every sign that may be a tick.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from parsers.document import Block, Document, Paragraph, Table
from parsers.extraction.labels import words
from parsers.marks import vocabulary

__all__ = ["without_pictographs"]

_SELECTORS = "\ufe0e\ufe0f"
_KEY = "\u20e3"
_TEN = "\U0001f51f"
_FOUND = re.compile(f"[{_SELECTORS}{_KEY}\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff]")
_KEYED = re.compile(rf"(?:[0-9]\ufe0f?{_KEY})+|{_TEN}")
_IN_KEY = re.compile(rf"([0-9#*])\ufe0f?{_KEY}")
_JOINED = f"[{_SELECTORS}\U0001f3fb-\U0001f3ff]"
_BLANK = "[ \t\u3000\u00a0]*"
_LABEL = r"(?=[\u3400-\u9fff/（）()]{2,15}[：:])"
"""A label right behind."""
_TICKS = ("\u2705", "\u2714\ufe0f", "\u2611\ufe0f")
"""Ticks as pictures: bullets where items of a list have the same, and no box in the document is left empty."""
_ITEMS = 3


def _may_tick(sign: str) -> bool:
    """Whether *sign* is one for a box or a tick, or may be drawn for one."""
    known = vocabulary()
    name = unicodedata.name(sign, "")
    return sign in known.checked | known.unchecked | known.cross or (
        "SMALL" not in name and any(word in name for word in _TICKING)
    )


_TICKING = (
    "BALLOT",
    "BUTTON",
    "CHECK",
    "CROSS MARK",
    "HEAVY LARGE CIRCLE",
    "MULTIPLICATION",
    "SALTIRE",
    "SQUARE",
    "STAR",
)
"""In a sign's name; small ones are bullets. A star marks what has to be filled in."""


@cache
def _picture() -> str:
    """What matches one picture that is no sign for a box or a tick, with what belongs to it."""
    ranges = (range(0x1F000, 0x1FB00), range(0x2600, 0x27C0), range(0x2B00, 0x2C00), range(0x231A, 0x2400))
    plain = "".join(
        chr(code)
        for code in (code for codes in ranges for code in codes)
        if unicodedata.category(chr(code)) in {"So", "Cn"}
        and not _may_tick(chr(code))
        and chr(code) not in words()["bullets"]
    ).replace(_TEN, "")
    bulleted = "".join(chr(code) for code in range(0x2190, 0x2600) if not _may_tick(chr(code)))
    one = rf"(?:[{plain}]|[{bulleted}]\ufe0f){_JOINED}*"
    return rf"(?:{one}(?:\u200d{one})*)"


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Pictures at the beginning of a line, at its end, and before a label within it."""
    picture = _picture()
    return (
        re.compile(rf"^{_BLANK}(?:{picture}{_BLANK})+"),
        re.compile(rf"(?:{_BLANK}{picture})+{_BLANK}$"),
        re.compile(rf"(?<=[ \t\u3000\u00a0；;，,。])(?:{picture}|{_KEYED.pattern})+{_BLANK}{_LABEL}"),
    )


def without_pictographs(document: Document) -> Document:
    """*document* with numbers in the place of keys and no pictures in front of its lines; *document* itself where it has none."""
    texts = list(_texts((*document.blocks, *document.asides)))
    if not any(_FOUND.search(text) for text in texts):
        return document
    bullets = _bullets("\n".join(texts))

    def plain(text: str) -> str:
        return "\n".join(_plain(line, bullets) for line in text.split("\n"))

    return replace(document, blocks=_changed(document.blocks, plain), asides=_changed(document.asides, plain))


def _bullets(text: str) -> tuple[str, ...]:
    """The ticks that stand before the items of a list."""
    known = vocabulary()
    lines = [line.strip() for line in text.split("\n")]
    found = tuple(tick for tick in _TICKS if sum(line.startswith(tick) for line in lines) >= _ITEMS)
    return found if found and not any(sign in text for sign in known.unchecked | known.cross) else ()


def _plain(line: str, bullets: tuple[str, ...]) -> str:
    if not _FOUND.search(line):
        return line
    first, last, within = _edges()
    for bullet in bullets:
        if line.lstrip().startswith(bullet):
            line = line.lstrip().removeprefix(bullet).lstrip(_SELECTORS + " \t\u3000")
    bare = first.sub("", line)
    if bare != line:
        bare = last.sub("", bare)
    bare = within.sub("", bare)
    if keyed := _KEYED.match(bare.lstrip()):
        number = _IN_KEY.sub(r"\1", keyed[0]).replace(_TEN, "10")
        rest = bare.lstrip()[keyed.end() :].lstrip(" \t\u3000、.．")
        # A number that is all of a line, or a telephone number in keys, numbers nothing.
        bare = f"{number}、{rest}" if rest and len(number) <= 2 else number + rest
    bare = _IN_KEY.sub(r"\1", bare)
    return bare.translate(_VANISHING)


_VANISHING = dict.fromkeys(map(ord, _SELECTORS))


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for cell in block.cells:
                yield from _texts(cell.blocks)


def _changed(blocks: tuple[Block, ...], plain: Callable[[str], str]) -> tuple[Block, ...]:
    return tuple(_changed_block(block, plain) for block in blocks)


def _changed_block(block: Block, plain: Callable[[str], str]) -> Block:
    if isinstance(block, Table):
        cells = tuple(replace(cell, blocks=_changed(cell.blocks, plain)) for cell in block.cells)
        return replace(block, cells=cells)
    text = plain(block.text)
    return block if text == block.text else replace(block, text=text)
