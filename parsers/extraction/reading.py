"""What a find says, in its field's canonical form."""

from __future__ import annotations

import re

from forms.chinese import tight
from forms.definition import Field
from forms.kinds import Fault, Parsed, kind_of
from forms.repertoire import could_be
from forms.text import Text
from forms.vocabulary import options
from parsers.extraction.choices import choose, emphasised, names_options
from parsers.extraction.labels import words
from parsers.extraction.lettered import by_letter
from parsers.extraction.placing import Find
from parsers.extraction.recognised import put_right
from parsers.marks import has_mark

__all__ = ["DOUBTFUL", "read_find"]

_NAMES = frozenset({"name", "person"})

_TICKED = frozenset({"gender"})
"""Kinds with options of their own that forms print to be ticked: 男（√）女（ ）."""

_SEVERAL_SIGNS = frozenset({"name", "names", "person", "mobile", "phone", "email", "url", "text"})
"""Kinds of which no value is a single sign."""

_STROKE, _DASH = "一", "—"
"""What a dash in a picture is read as."""

_LIST_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.．、]\s*(?=\D)")
"""A number typed before a name in a list."""

_WORDING = frozenset({"narrative", "opinion", "names", "verbatim"})
"""Kinds whose values are kept word for word."""

DOUBTFUL = 0.85
"""Confidence of a value whose label was found with a slip or in an unusual place."""


def read_find(find: Find, spec: Field) -> Parsed:
    """The canonical value of a find."""
    text = find.text.value
    if find.text.origin.method == "ocr" and tight(text) == _STROKE and spec.kind in _SEVERAL_SIGNS:
        text = _DASH  # no value is one stroke: the cell was left blank
    if spec.kind not in _WORDING and tight(text) in words()["same"]:
        return Parsed(value=tight(text), confidence=0.5, faults=(Fault(code="value.same"),))
    if spec.options and find.text.struck:
        return _parse_struck(find, spec)
    text = _without_struck(find.text)
    parts = find.parts or (text,)
    if spec.options and (lettered := by_letter(find.label, parts, spec.options)) is not None:
        return Parsed(value=lettered.value, confidence=lettered.confidence, faults=lettered.faults)
    if (
        spec.options
        and text.strip()
        and not _is_word(text, spec)
        and (not spec.open or has_mark(text) or len(parts) > 1)
    ):
        choice = choose(parts, spec.options)
        if choice.value is None and find.text.marked and not has_mark(text):
            picked = emphasised(parts, find.text.marked, spec.options)
            if picked is not None:
                return Parsed(value=picked, confidence=DOUBTFUL)
        if choice.value is not None or choice.faults or has_mark(text) or names_options(parts, spec.options):
            return Parsed(value=choice.value, confidence=choice.confidence, faults=choice.faults)
    if spec.kind in _TICKED and has_mark(text):
        choice = choose(parts, options(spec.kind))
        if choice.value is not None or choice.faults or names_options(parts, options(spec.kind)):
            return Parsed(value=choice.value, confidence=choice.confidence, faults=choice.faults)
    if spec.kind in _NAMES and "[]" in spec.path:
        text = _LIST_NUMBER.sub("", text)
    if find.unit and spec.kind == "count" and text.strip() and find.unit not in text:
        text = f"{text.strip()}{find.unit}"
    parsed = kind_of(spec).parse(text, spec)
    return put_right(text, parsed, spec, find.text.confidence) if find.text.origin.method == "ocr" else parsed


def _without_struck(text: Text) -> str:
    """What a text says without what is struck out in it; the whole of it where nothing else is left. The reader's note keeps it in doubt.

    In a picture a rule or a seal's rim goes through characters as a stroke does: these stay.
    """
    if text.origin.method == "ocr":
        return text.value
    left = text.value
    for part in text.struck:
        left = left.replace(part, "", 1)
    return left if left.strip() else text.value


def _parse_struck(find: Find, spec: Field) -> Parsed:
    """A choice made by striking out the others: what is left, but never for sure."""
    text = find.text.value
    for part in find.text.struck:
        text = text.replace(part, "\n", 1)
    choice = choose([line for line in text.split("\n") if line.strip()], spec.options)
    return Parsed(value=choice.value, confidence=min(choice.confidence, DOUBTFUL), faults=choice.faults)


def _is_word(text: str, spec: Field) -> bool:
    """Whether a text with a □ is one option's word with characters lost, not a word and a tick box."""
    return any(could_be(tight(text), label) for option in spec.options for label in option.labels)
