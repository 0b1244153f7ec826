"""The running text of an official document's record, and the patterns that are looked for in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from forms.paths import walk
from forms.vocabulary import table

__all__ = ["own_text", "pattern"]


@cache
def pattern(name: str, **parts: str) -> re.Pattern[str]:
    """The pattern *name* of ``vocabulary/documents.toml``, with *parts* in its places."""
    text: str = table("documents")[name]
    return re.compile(text.format(**{key: re.escape(value) for key, value in parts.items()}) if parts else text)


_OWN = ("title", "purpose", "subject", "procedure", "objection", "body[].text")


def own_text(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The running text of the document with its paths."""
    for where in _OWN:
        for path, text in walk(data, where):
            if isinstance(text, str):
                yield path, text
