"""The key of an item of a list in front of what a line or a row tells of it, and the item's sum right behind the key (2020年（小计：750个）)."""

from __future__ import annotations

import re
from functools import cache

from forms.chinese import fold, strip_enumerator
from forms.text import Text
from forms.vocabulary import words as vocabulary
from parsers.extraction.counted import is_number, is_sum, split, sum_path, told_by, without_opening
from parsers.extraction.labels import words
from parsers.extraction.placing import Placing
from parsers.extraction.units import unit_line

__all__ = ["key_before", "notes_key", "summed_key"]

_LONGEST_KEY = 12

_NUMBER_BEFORE = re.compile(r"[（(]?\d{1,2}\s*[)）.．、]\s*(?=\d{4})")
"""A number typed before a key that is one of four digits itself."""

_BARE = 0.8
"""How sure a number without a word for it, right behind a key, is the sum of the key's item."""

_LONGEST = 40
"""Characters of a key with its sum."""

_BOXED = re.compile(r"\s*[（(【\[〔]([^（()）]*)[)）】\]〕]\s*")
_EMPTY = re.compile(r"(?P<word>[\u3400-\u9fff]{2,15})\s*[:：]?[\s_＿]*[\u3400-\u9fff]?")


def notes_key(line: Text, placing: Placing) -> bool:
    """Whether *line* is but the key of a keyed list and words that say nothing (（一）2020年, 2020年推进计划), or the sum of its item; it is noted for what follows."""
    for group in placing.definition.groups:
        opened, rest = key_before(line, group.path, placing) if group.key else ("", "")
        unit = unit_line(rest) if opened and rest else ""
        if opened and (unit or not rest):
            placing.unit = unit or placing.unit
            placing.key_lines[group.path] = line.with_value(opened)
            placing.key_points.pop(group.path, None)
            return True
        told = summed_key(line, group.path, placing) if opened and group.path in placing.tabled else None
        if told is not None:
            placing.key_lines[group.path] = line.with_value(told[0])
            placing.key_points[group.path] = (sum_path(group.path, placing), line.with_value(told[1]))
            return True
    return False


def key_before(line: Text, base: str, placing: Placing) -> tuple[str, str]:
    """The key of the list *base* that *line* opens with, as far as it reaches, and the rest; "" where it opens with none. A number in front is part of neither."""
    bare = line.value.strip().lstrip("".join(words()["bullets"])).strip()
    text = _NUMBER_BEFORE.sub("", strip_enumerator(_tabled().sub("", bare)))
    label, colon, behind = text.replace(":", "：").partition("：")
    path = f"{base}.{placing.definition.group_of[base].key}"
    if colon and any(hit.path == path for hit in placing.lexicon.firm(label)):
        text = behind.strip()
    if not fold(text[:1]).isalnum():
        return "", text
    for end in range(min(_LONGEST_KEY, len(text)), 0, -1):
        opened = text[:end].strip()
        if placing.is_key(base, line.with_value(opened)) and not (
            text[end - 1 : end + 1].isdigit() and len(text) > end
        ):
            rest = without_opening(text[end:].strip("：:，,、 \t\u3000"))
            return opened.rstrip("：:，,"), _without_title(rest, base, placing)
    return "", text


def _without_title(rest: str, base: str, placing: Placing) -> str:
    """*rest*, what stands behind a key, without words that only name the list (区域整体推进计划表), where they end before a sign or with it."""
    named = [
        *placing.definition.group_of[base].labels,
        *words()["told_by"],
        *words()["leads"],
        *words()["tails"],
        *words()["title_ends"],
    ]
    named.sort(key=len, reverse=True)
    bare = rest
    while word := next((word for word in named if bare.startswith(word)), ""):
        bare = bare.removeprefix(word)
    return bare.strip() if not bare or bare[0] in _SIGNS else rest


_SIGNS = "（(【[：:，,、 \t\u3000"


@cache
def _tabled() -> re.Pattern[str]:
    """The number of a table before what it is about: 表1, 附表二：."""
    return re.compile(
        rf"^(?:{'|'.join(words()['tables'])})\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})(?:[-—]\d+)?[\s:：、.．]*(?=\S)"
    )


def summed_key(text: Text, base: str, placing: Placing) -> tuple[str, str, float] | None:
    """The key of the list *base* that *text* is, the sum of its item that stands behind it, "" where none does, and how sure that is; None for any other text."""
    if len(text.value) > _LONGEST:
        return None
    opened, rest = key_before(text, base, placing)
    if not opened:
        return None
    rest = rest.strip("：:，,、 \t\u3000")
    boxed = _BOXED.fullmatch(rest)
    rest = (boxed[1] if boxed else rest).strip("：:，,、 \t\u3000")
    if not rest:
        return opened, "", 1.0
    count = placing.spec(sum_path(base, placing))
    told = told_by(rest) if len(split(rest)) == 1 else None
    if told is not None and is_sum(told[0], base, placing) and is_number(told[1], count, placing.unit):
        return opened, told[1], 1.0
    first = next((word for word in vocabulary("units", "before") if rest.startswith(word)), "")
    bare = without_opening(rest.removeprefix(first))
    if is_number(bare, count, placing.unit):
        return opened, bare, _BARE
    empty = _EMPTY.fullmatch(rest)
    return (opened, "", 1.0) if empty is not None and is_sum(empty["word"], base, placing) else None
