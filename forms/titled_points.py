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
from forms.vocabulary import words

__all__ = ["TITLED_POINTS"]

_TITLED = re.compile(
    r"(?P<name>.*?\S)\s*(?:[(（]\s*(?P<boxed>[0-9]+(?:\.[0-9]+)?)\s*(?:{unit})?\s*[)）]|(?P<bare>[0-9]+(?:\.[0-9]+)?)\s*(?:{unit}))"
)


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(_TITLED.pattern.replace("{unit}", "|".join(words("units", "points"))), re.DOTALL)


_NUMBER = re.compile(
    rf"(?:{ENUMERATOR.pattern}|^[A-Z][0-9]{{1,2}}(?:[-.][0-9]{{1,2}})?[、.．:：]?\s*)(?=[\u3400-\u9fff])"
)
"""The number that an office gives a heading of a rubric: 1.1应用规划, （一）应用规划, A1 应用规划."""


class _TitledPoints:
    """The kind ``titled_points``: a heading with the points it carries, 应用规划（5分）."""

    def parse(self, raw: str, spec: Field) -> Parsed:
        """The parts ``name`` and ``points`` of *raw*; points are None, with a fault, where none are given."""
        text = _half_points(settle(raw, spec))
        if len(text) > 1000:
            name = flagged(doubt(text, "value.long", 0.5))
            return Parsed(value={"name": text, "points": None}, confidence=0.5, parts={"name": name, "points": BLANK})
        if not text:
            return Parsed(value=None, parts={"name": BLANK, "points": BLANK})
        found = _titled().fullmatch(text)
        name = flagged(Parsed(value=_NUMBER.sub("", joined(found["name"] if found else text), count=1)))
        points = doubt(None, "points.missing", 0.8)
        if found:
            number = float(found["boxed"] or found["bare"])
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
        text = tight(raw)
        if not text:
            return 0.5
        return 1.0 if len(text) <= 40 and _titled().fullmatch(_half_points(text)) else 0.2


_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.")


def _half_points(text: str) -> str:
    """*text* with half-width digits."""
    return text.translate(_WIDE_DIGITS)


TITLED_POINTS = _TitledPoints()
