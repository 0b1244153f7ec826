"""Headings with the points that they carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from forms.blanks import flagged, settle
from forms.chinese import (
    ENUMERATOR,
    joined,
    tight,
)
from forms.definition import Field
from forms.parsed import BLANK, Parsed, doubt
from forms.vocabulary import table, words

__all__ = ["TITLED_POINTS", "bare_points", "boxed_points", "heading_before"]

_NUMERAL = r"[0-9]+(?:\.[0-9]+)?"


def _any(key: str, least: int = 1) -> str:
    """Alternatives of the words of ``units.toml`` under *key* that have *least* characters."""
    return "|".join(
        sorted((re.escape(word) for word in words("units", key) if len(word) >= least), key=len, reverse=True)
    )


@cache
def boxed_points(*, told: bool = False) -> str:
    """A pattern of points in brackets, the number in its only group: （5分）, （满分5分）, （分值：5）, and （5） where they needn't be *told* by their unit."""
    before, unit = _any("points_before"), f"(?:{_any('points')})" + ("" if told else "?")
    return rf"[(（\[［【]\s*(?:(?:{before})\s*[:：]?\s*)?({_NUMERAL})\s*{unit}\s*[)）\]］】]"


@cache
def bare_points() -> str:
    """A pattern of points without brackets, the number in its only group, with their unit: 5分, 满分5分, 分值：5分."""
    # One character may be the end of a name (统计5分), but behind a blank.
    before = rf"(?:(?<=\s)(?:{_any('points_before')})|{_any('points_before', 2)})"
    return rf"(?:{before}\s*[:：]?\s*)?({_NUMERAL})\s*(?:{_any('points')})"


@cache
def _titled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of a heading with points behind it (name and number in the groups 1 and 2 or 3), and of one with points in brackets before it."""
    return (
        re.compile(rf"(.*?\S)\s*(?:{boxed_points()}|{bare_points()})", re.DOTALL),
        re.compile(rf"{boxed_points(told=True)}\s*(\S.*)", re.DOTALL),
    )


def _parted(text: str) -> tuple[str, str]:
    """The name in a heading and its points; "" for those where none are given."""
    behind, before = _titled()
    if found := before.fullmatch(ENUMERATOR.sub("", text, count=1)):
        return found[2], found[1]
    found = behind.fullmatch(text)
    return (found[1].rstrip(_BETWEEN), found[2] or found[3]) if found else (text, "")


_BETWEEN = " \t\n\u3000—–-－:：,，、"
"""What may stand between a name and its points: 制度建设——10分."""


@cache
def _number() -> re.Pattern[str]:
    """The number that an office gives a heading of a rubric: 1.1应用规划, （一）应用规划, A1 应用规划, A 应用基础."""
    lettered = rf"^[A-Z](?:[、.．:：]\s*|\s+)(?!{_any('lettered')})"
    coded = r"^[1-9][0-9]?[.．][1-9][0-9]?\s*(?=[\u3400-\u9fff]{2})|^[A-Z][0-9]{1,2}(?:[-.][0-9]{1,2})?[、.．:：]?\s*"
    return re.compile(rf"(?:{ENUMERATOR.pattern}|{coded}|{lettered})(?=[\u3400-\u9fff])")


class _TitledPoints:
    """The kind ``titled_points``: a heading with the points it carries, 应用规划（5分）."""

    def parse(self, raw: str, spec: Field) -> Parsed:
        """The parts ``name`` and ``points`` of *raw*; points are None, with a fault, where none are given."""
        text = _unlabelled(_half_points(settle(raw, spec)), spec)
        if len(text) > 1000:
            name = flagged(doubt(text, "value.long", 0.5))
            return Parsed(value={"name": text, "points": None}, confidence=0.5, parts={"name": name, "points": BLANK})
        if not text:
            return Parsed(value=None, parts={"name": BLANK, "points": BLANK})
        text, again = heading_before(text)
        said, worth = _parted(text)
        name = flagged(Parsed(value=_number().sub("", joined(said), count=1)))
        if again:
            name = doubt(name.value, "value.remark", 0.8)
        points = doubt(None, "points.missing", 0.8)
        if worth:
            number = float(worth)
            points = Parsed(value=int(number) if number.is_integer() else number)
        parts = {"name": name, "points": points}
        return Parsed(
            value={key: part.value for key, part in parts.items()},
            confidence=min(name.confidence, points.confidence),
            parts=parts,
        )

    def format(self, value: Any, spec: Field) -> str:
        """The heading with its points in brackets."""
        if not isinstance(value, Mapping):
            return "" if value is None else str(value)
        unit = words("units", "points")[0]
        points = "" if value.get("points") is None else f"（{value['points']}{unit}）"
        return f"{value.get('name') or ''}{points}"

    def schema(self, spec: Field) -> dict[str, Any]:
        """An object of ``name`` and ``points``."""
        return {
            "type": "object",
            "properties": {"name": {"type": "string"}, "points": {"type": ["number", "null"]}},
            "additionalProperties": False,
        }

    def plausible(self, raw: str, spec: Field) -> float:
        """How much *raw* looks like a heading with points."""
        text = _unlabelled(tight(heading_before(raw)[0]), spec)
        if not text:
            return 0.5
        return 1.0 if len(text) <= 40 and _parted(_half_points(text))[1] else 0.2


def heading_before(text: str) -> tuple[str, bool]:
    """*text* without the mark of a heading that goes on from the page before (（续）), and whether it had one."""
    if len(text) > _LONGEST:
        return text, False
    bare = re.sub(table("layout")["goes_on"], "", text.strip()).strip()
    return (bare, True) if bare and bare != text.strip() else (text, False)


_LONGEST = 200
"""Characters of a heading in whose text a mark is looked for."""


def _unlabelled(text: str, spec: Field) -> str:
    """*text* without the field's own label before it (一级指标：组织保障（20分）)."""
    label, colon, rest = text.replace("：", ":", 1).partition(":")
    return rest.strip() if colon and label.strip() in spec.labels else text


_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.")


def _half_points(text: str) -> str:
    """*text* with half-width digits."""
    return text.translate(_WIDE_DIGITS)


TITLED_POINTS = _TitledPoints()
