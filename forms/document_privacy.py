"""Rules of what an official document may not tell: contacts of persons, and a result made public before without its days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from forms.chinese import half
from forms.definition import FormDefinition, Rule
from forms.document_text import own_text, pattern
from forms.findings import Finding
from forms.paths import get, leaves, walk
from forms.vocabulary import table

__all__ = ["PRIVACY_RULES"]


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _publicity_dated(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No text says that the result was made public before without the days of it."""
    if get(data, rule.field):
        return
    for path, text in own_text(data):
        if pattern("publicity").search(text):
            yield Finding(path=path, code="document.publicity")


_UNPRINTED = re.compile(r"(?:public_contacts|earlier_winners|contacts)\b")


def _private(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No text carries a mobile number, an e-mail address, an account or a password that the record doesn't call public.

    Public are the ``contacts`` of the record, each value of ``public_contacts``, and the e-mail addresses under the text's own heading of contacts.
    """
    public = {_plain(text) for text in _strings(data.get("public_contacts"))}
    own = "\n".join(_contact_section(data))
    for kind in table("documents")["private"]:
        private = re.compile(kind["pattern"])
        known = public | ({_plain(found[0]) for found in private.finditer(half(own))} if kind.get("own") else set())
        for path, text in leaves(data):
            if not isinstance(text, str) or _UNPRINTED.match(path):
                continue
            for found in private.finditer(half(text)):
                if not any(_plain(found[0]).endswith(_bare(value)) for value in known if _bare(value)):
                    yield Finding(path=path, code="document.private", details={"kind": kind["name"]})
                    break


def _plain(text: str) -> str:
    return re.sub(r"[\s-]", "", half(text)).lower()


def _bare(text: str) -> str:
    return text.removeprefix("+86")


def _contact_section(data: Mapping[str, Any]) -> Iterator[str]:
    """The paragraphs under the headings of contacts."""
    inside = 0
    for _, item in walk(data, "body[]"):
        level, text = (item.get("level"), item.get("text")) if isinstance(item, Mapping) else (None, None)
        if not isinstance(level, int) or not isinstance(text, str):
            continue
        if level and (not inside or level <= inside):
            inside = level if pattern("contact_heading").search(text[:20]) else 0
        if inside:
            yield text


PRIVACY_RULES: dict[str, Callable[[Rule, FormDefinition, Mapping[str, Any]], Iterator[Finding]]] = {
    "publicity_dated": _publicity_dated,
    "private": _private,
}
"""These rules by their names."""
