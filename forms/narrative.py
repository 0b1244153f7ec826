"""Longer texts in paragraphs."""

from __future__ import annotations

from forms.blanks import Plain
from forms.definition import Field
from forms.parsed import Parsed

__all__ = ["NARRATIVE"]


def paragraphs(text: str) -> str:
    """*text* with each paragraph trimmed and empty ones dropped."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _read_narrative(raw: str, _spec: Field) -> Parsed:
    return Parsed(value=paragraphs(raw))


def _looks_narrative(text: str, _spec: Field) -> float:
    if len(text) >= 30 or "\n" in text:
        return 0.9
    return 0.7 if any(c in text for c in "。；，") else 0.4


NARRATIVE = Plain(read=_read_narrative, looks=_looks_narrative, limit=10**9, brief=False)
