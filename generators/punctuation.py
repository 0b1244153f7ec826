"""Chinese text with Chinese punctuation (GB/T 15834, which GB/T 9704-2012, clause 9, asks for)."""

from __future__ import annotations

import re

__all__ = ["chinese"]

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_WIDE = f"{_HAN}\u3000-\u303f\uff01-\uff60“”‘’…—"
_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MARK = re.compile(rf"(?<=[{_WIDE}])\s?[,;:?!]\s?(?!//)|[,;:?!]\s?(?=[{_WIDE}])")
_QUOTED = re.compile(r'"([^"]*)"')


def chinese(text: str) -> str:
    """*text* with the punctuation that stands beside Chinese characters full-width; numbers, addresses and Latin text keep theirs."""
    if text.isascii():
        return text
    text = _BRACKETS.sub(_bracketed, text)
    text = _MARK.sub(lambda found: found[0].strip().translate(_FULL), text)
    return _QUOTED.sub(lambda found: f"“{found[1]}”", text) if text.count('"') % 2 == 0 else text


def _bracketed(found: re.Match[str]) -> str:
    around = (
        found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1] + found[1]
    )
    return f"（{found[1]}）" if re.search(f"[{_WIDE}]", around) else found[0]
