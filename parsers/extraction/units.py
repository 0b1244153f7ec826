"""The units that labels, headings and lines of their own give numbers: 万 of 开通数量（万个）."""

from __future__ import annotations

from parsers.extraction.labels import BRACKETED, LAST_BRACKETED, key, keys_of, words

__all__ = ["unit_behind", "unit_line", "unit_of"]


def unit_of(label: str) -> str:
    """The unit that a label in brackets gives its numbers (万 of 开通数量（万个）); "" for none that changes them."""
    inner = "".join(BRACKETED.findall(label))
    return next((scale for scale in words()["scales"] if scale in inner), "")


def unit_line(text: str) -> str:
    """The unit of all numbers that a line of its own gives (（单位：万个）); "" for any other line."""
    head, colon, rest = text.strip().strip("（）()").replace(":", "：").partition("：")
    said = colon and len(rest) <= _SHORT_UNIT and key(head) in keys_of("units")
    return unit_of(f"（{rest}）") if said else ""


def unit_behind(text: str) -> str:
    """The unit that brackets at the end of a heading give all numbers under it (推进计划表（单位：万个）); "" for any other text."""
    found = LAST_BRACKETED.search(text) if len(text) <= _HEADING else None
    return unit_line(found.group()) if found else ""


_SHORT_UNIT = 6


_HEADING = 60
