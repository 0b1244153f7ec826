"""Radicals and compatibility ideographs in a text as the characters that they stand for.

Fonts have one glyph for a character and for the radical that looks like it, and producers of PDF write down whichever comes first; from there they are copied
into forms of every format. The table is Unicode's EquivalentUnifiedIdeograph (UCD, version 14): normalisation has no mapping for the Supplement.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from parsers.document import Block, Document, Paragraph, Table

__all__ = ["unified", "without_radicals"]

_SUPPLEMENT_FROM, _SUPPLEMENT_TO = 0x2E80, 0x2EF3
_KANGXI_FROM, _KANGXI_TO = 0x2F00, 0x2FD5
_COMPATIBLE_FROM, _COMPATIBLE_TO = 0xF900, 0xFAFF
_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")

_SUPPLEMENT = [
    "-",
    "5382",
    "4E5B",
    "4E5A",
    "4E59",
    "4EBB",
    "5182",
    "20628",
    "5200",
    "5202",
    "535C",
    "353E",
    "5C0F",
    "5C0F",
    "5140",
    "5C23",
    "5C22",
    "21BC2",
    "5DF3",
    "5E7A",
    "5F51",
    "5F50",
    "5FC4",
    "5FC3",
    "624C",
    "6535",
    "-",
    "65E1",
    "65E5",
    "6708",
    "6B7A",
    "6BCD",
    "6C11",
    "6C35",
    "6C3A",
    "706C",
    "722B",
    "722B",
    "4E2C",
    "725B",
    "72AD",
    "738B",
    "24D14",
    "76EE",
    "793A",
    "793B",
    "25AD7",
    "7CF9",
    "7E9F",
    "7F53",
    "7F52",
    "34C1",
    "5197",
    "2626B",
    "7F8A",
    "2634C",
    "2634B",
    "8002",
    "8080",
    "807F",
    "8089",
    "26951",
    "8279",
    "8279",
    "8279",
    "864E",
    "8864",
    "8980",
    "897F",
    "89C1",
    "89D2",
    "278B2",
    "8BA0",
    "8D1D",
    "27FB7",
    "8F66",
    "8FB6",
    "8FB6",
    "8FB6",
    "9091",
    "9485",
    "9577",
    "9578",
    "957F",
    "95E8",
    "28E0F",
    "961D",
    "96E8",
    "9752",
    "97E6",
    "9875",
    "98CE",
    "98DE",
    "98DF",
    "2967F",
    "98E0",
    "9963",
    "29810",
    "9A6C",
    "9AA8",
    "9B3C",
    "9C7C",
    "9E1F",
    "5364",
    "9EA6",
    "9EC4",
    "9EFE",
    "6589",
    "9F50",
    "6B6F",
    "9F7F",
    "7ADC",
    "9F99",
    "9F9C",
    "4E80",
    "9F9F",
]
"""The characters of U+2E80 to U+2EF3 as hexadecimal numbers; "-" where there is none."""

_DOOR_LEAF, _HOUSEHOLD = 0x2F3E, 0x6237
"""The table has the Taiwanese form of this one; what is drawn in a font of the mainland is U+6237."""


@lru_cache(maxsize=512)
def unified(character: str) -> str:
    """The ideograph that a radical or compatibility ideograph stands for; any other character as it is."""
    code = ord(character)
    if _KANGXI_FROM <= code <= _KANGXI_TO:
        return chr(_HOUSEHOLD) if code == _DOOR_LEAF else unicodedata.normalize("NFKC", character)
    if _SUPPLEMENT_FROM <= code <= _SUPPLEMENT_TO:
        found = _SUPPLEMENT[code - _SUPPLEMENT_FROM]
        return character if found == "-" else chr(int(found, 16))
    if _COMPATIBLE_FROM <= code <= _COMPATIBLE_TO:
        # Twelve of this block are ideographs of their own; canonical normalisation leaves them alone.
        return unicodedata.normalize("NFC", character)
    return character


def without_radicals(document: Document) -> Document:
    """*document* with ``unified`` characters in every text, labels and values alike; *document* itself where it has no others."""
    blocks, asides = _unified(document.blocks), _unified(document.asides)
    if blocks is document.blocks and asides is document.asides:
        return document
    return replace(document, blocks=blocks, asides=asides)


def _unified(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    made = tuple(_unified_table(block) if isinstance(block, Table) else _unified_paragraph(block) for block in blocks)
    return blocks if all(one is other for one, other in zip(made, blocks, strict=True)) else made


def _unified_paragraph(paragraph: Paragraph) -> Paragraph:
    if not _RADICAL.search(paragraph.text):
        return paragraph
    text = "".join(map(unified, paragraph.text))
    return replace(paragraph, text=text, struck=tuple("".join(map(unified, one)) for one in paragraph.struck))


def _unified_table(table: Table) -> Table:
    changed = {
        place: blocks for place, cell in enumerate(table.cells) if (blocks := _unified(cell.blocks)) is not cell.blocks
    }
    if not changed:
        return table
    cells = [
        replace(cell, blocks=changed[place]) if place in changed else cell for place, cell in enumerate(table.cells)
    ]
    return replace(table, cells=tuple(cells))
