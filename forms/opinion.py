"""Opinions: what an authority says, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms.blanks import clean, cut_hints, flagged, settle
from forms.chinese import half
from forms.dates import NEARLY_DATE, STRAY_IN_DATE
from forms.definition import Field
from forms.narrative import NARRATIVE
from forms.opinion_ending import TAIL, ending, ends_cut, ends_in_date, has_remnant, is_date, place_line, signed_line
from forms.parsed import BLANK, Fault, Parsed, doubt
from forms.quantities import DATE, dated
from forms.repertoire import LOST
from forms.wording import restored

__all__ = ["OPINION"]

_LABELLED = re.compile("[\u3400-\u9fff]{2,8}:(?=.)")
"""Words and a colon before an opinion: a label, perhaps of another's."""


class _Opinion:
    """The kind ``opinion``: what an authority says, and when. Whether a seal stands there is the reader's to see: ``sealed`` is None."""

    def parse(self, raw: str, spec: Field) -> Parsed:
        """The opinion in *raw*, in the parts ``text``, ``date`` and ``sealed``; None when all of them are blank.

        Seal places, unsigned lines and blank dates go. So does who signed, an organ or a person, with a remark: it is no part of what is said,
        and stays in what was read.
        """
        end = ending(cut_hints(clean(raw).strip(), spec.hints))
        whole = place_line()
        lines = [line.strip() for line in end.rest.split("\n")]
        lines = [line for line in lines if line and not (len(line) <= 60 and whole.fullmatch(line))]
        date = BLANK
        if end.date is not None:
            date = dated(end.date)
            if not end.sure and not date.faults:
                date = doubt(date.value, "opinion.date", 0.8)
        else:
            alone = [line for line in lines if len(line) <= 24 and LOST not in line and is_date(line)]
            if len(alone) == 1:
                lines.remove(alone[0])
                date = doubt(dated(alone[0]).value, "opinion.date", 0.8)
            elif end.unsure and not has_remnant(lines):
                date = doubt(None, "opinion.date", 0.8)
            elif lines and LOST not in lines[-1] and NEARLY_DATE.fullmatch(half(lines[-1])):
                mended = STRAY_IN_DATE.sub("", half(lines[-1]))
                date = doubt(None, "opinion.date", 0.8)
                end.date, end.sure = lines[-1], False
                if is_date(mended):
                    date = doubt(dated(mended).value, "opinion.date", 0.8)
                    lines.pop()
            elif has_remnant(lines):
                # The date may be what is left of it, or what was there in its place.
                date = doubt(None, "opinion.date", 0.8)
                end.date, end.sure = "", False
        if end.date is not None and end.sure and any(ends_in_date(line) for line in lines):
            end.sure = False  # an opinion of another organ may stand above, with its own date
            date = doubt(date.value, "opinion.date", 0.8) if not date.faults else date
        if ends_cut(lines):
            end.date, end.sure = end.date or "", False
        signed = bool(end.signatures and lines)
        text = settle("\n".join(lines if signed else (*lines, *end.signatures)), spec)
        if date.value is None and text != raw and ends_in_date(text.rpartition("\n")[2]):
            return self.parse(text, spec)  # a hint stood behind the date
        words_ = NARRATIVE.parse(text, spec)
        if LOST in text and (found := restored(text, clauses=True)) is not None:
            words_ = flagged(found)
        if not words_.faults and _LABELLED.match(half(text)) and not signed_line().match(text):
            words_ = doubt(words_.value, "value.labelled", 0.8)
        if end.date is not None and not end.sure and not words_.faults:
            words_ = doubt(words_.value, "opinion.date", 0.8)
        if signed:
            words_ = replace(words_, faults=(*words_.faults, Fault(code="opinion.signed", severity="info")))
        parts = {"text": words_, "date": date, "sealed": BLANK}
        value = {name: part.value for name, part in parts.items()}
        sure = min(part.confidence for part in parts.values())
        return Parsed(value=value if any(v is not None for v in value.values()) else None, confidence=sure, parts=parts)

    def format(self, value: Any, spec: Field) -> str:
        """The opinion's text and, under it, its date."""
        if not isinstance(value, Mapping):
            return "" if value is None else str(value)
        date = value.get("date")
        lines = [value.get("text"), _format_date(str(date), spec) if date else None]
        return "\n".join(line for line in lines if line)

    def schema(self, spec: Field) -> dict[str, Any]:
        """An object of ``text``, ``date`` and ``sealed``, each of which may be null."""
        return {
            "type": "object",
            "properties": {
                "text": {"type": ["string", "null"]},
                "date": {"type": ["string", "null"], "format": "date"},
                "sealed": {"type": ["boolean", "null"]},
            },
            "additionalProperties": False,
        }

    def plausible(self, raw: str, spec: Field) -> float:
        """How much *raw* looks like an opinion: more so with a date or a seal's place at its end."""
        text = clean(raw).strip()
        if not text:
            return 0.5
        end = ending(text[-TAIL:])
        return 0.9 if end.date or end.blank or end.rest != text[-TAIL:].rstrip() else 0.5


def _format_date(date: str, spec: Field) -> str:
    return DATE.format(date, spec)


OPINION = _Opinion()
