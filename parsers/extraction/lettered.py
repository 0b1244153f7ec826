"""A choice told by the letter or number of its option: ``推荐类型（A.地市 B.区县 C.学校）``: ``C``, or ``A.地市 B.区县（ B ）`` in one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms.definition import Option
from forms.kinds import Fault
from parsers.extraction.choices import Choice

__all__ = ["by_letter"]

_LETTER = r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９①-⑨]"
_ALONE = re.compile(rf"\W*({_LETTER})\W*")
_BEHIND = re.compile(rf"(?:[（(【\[]\s*({_LETTER})\s*[)）】\]]|[_＿：:]\s*([A-Za-zＡ-Ｚａ-ｚ])[\s_＿]*)\s*$")
"""What answers behind the options: a letter or number in brackets, or a letter on a line or after a colon."""

_FEW = 2
"""Options that must have a letter before one of them means anything."""


def by_letter(label: str, parts: Sequence[str], options: Sequence[Option]) -> Choice | None:
    """The option whose letter *parts* say, as the label or the parts themselves list them; None where nothing is said so.

    A letter that no option has answers with a fault.
    """
    text = "".join(parts)
    alone, behind = _ALONE.fullmatch(text), _BEHIND.search(text)
    listed = label if alone else text[: behind.start()] if behind else ""
    answer = alone or behind
    known = _lettered(listed, options) if answer else {}
    if answer is None or len(set(known.values())) < _FEW:
        return None
    value = known.get(_plain(next(filter(None, answer.groups()))))
    return Choice(value) if value is not None else Choice(None, 0.5, (Fault(code="choice.unclear"),))


def _lettered(text: str, options: Sequence[Option]) -> dict[str, str]:
    """The options that *text* lists, by the letter or number in front of each; {} where one letter stands for two."""
    found: dict[str, str] = {}
    for option in options:
        words = sorted({option.value, *option.labels}, key=len, reverse=True)
        said = "|".join(r"\s*".join(map(re.escape, word)) for word in words)
        for match in re.finditer(
            rf"(?<![A-Za-z0-9])({_LETTER})\s*[.．、:：)）]?\s*(?:{said})(?![\u3400-\u9fff])", text
        ):
            if found.setdefault(_plain(match[1]), option.value) != option.value:
                return {}
    return found


def _plain(letter: str) -> str:
    if "①" <= letter <= "⑨":
        return str(ord(letter) - ord("①") + 1)
    return chr(ord(letter) - 0xFEE0).upper() if letter > "\uff00" else letter.upper()
