"""What the lines of a PDF are told by that are joined to paragraphs: marks, patterns and measures that several modules ask."""

from __future__ import annotations

import re

__all__ = [
    "AWAITING",
    "BULLET",
    "CENTRED",
    "DIALLED",
    "ENTERED",
    "INDENT",
    "LABELLED",
    "NEARLY",
    "PARTS",
    "PAUSING",
    "SET_WIDE",
]

INDENT = 1.2
"""Ems by which a line must be moved in to begin a paragraph: two are usual."""
CENTRED = 0.15
"""Ems by which the spaces left and right of a centred line may differ."""
PAUSING = frozenset("，、")
"""Marks in the middle of a sentence."""
AWAITING = frozenset("：:")
LABELLED = re.compile(
    r"(?:[\u4e00-\u9fff/／]{2,14}|[\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff]){1,3})(?:[（(][\u4e00-\u9fff/／、]{1,8}[）)])?[:：]"
)
"""A line that begins with a label: in a list of them, each begins a line."""
SET_WIDE = re.compile(r"([\u4e00-\u9fff](?:[ \t\u3000]{1,6}[\u4e00-\u9fff]){1,3})[:：]")
"""A line that begins with a label whose characters a hand has set apart, as nobody does in the middle of a text."""
ENTERED = re.compile(r"\d{1,3}[.．、]\s*([\u4e00-\u9fff/]{2,14})[:：]")
"""A line that begins with a number and a label: an entry of a list."""
BULLET = re.compile(r"[•◆●■▲◇▪➢]|[-–]\s")
DIALLED = re.compile(r"[\d\s+()（）\-—]+")
NEARLY = 0.5
"""Ems at the end of a line up to which it may be full: where the characters at its end and at the next's beginning are often beside one another."""
PARTS = 4
"""Lines over which one number may run, and a place's name."""
