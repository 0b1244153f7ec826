"""Choices: one of the words that a form prints or a vocabulary lists, typed or ticked."""

from __future__ import annotations

import re
from typing import Any

from forms.blanks import Plain
from forms.chinese import joined
from forms.definition import Field
from forms.parsed import Parsed, doubt
from forms.repertoire import LOST
from forms.vocabulary import Choices, choose, options, restore, words

__all__ = ["CHOICE", "ETHNICITY", "GENDER", "chosen"]


def _ticked(text: str, choices: Choices) -> tuple[str, ...] | None:
    """The labels ticked in a row of labels with boxes (☑地市 □区县); None when *text* is no such row."""
    signs = "".join(words("marks", "checked") + words("marks", "unchecked"))
    if not any(sign in text for sign in signs):
        return None
    pieces = [piece for piece in re.split(f"([{signs}])", text) if piece.strip()]
    marks, labels = pieces[0::2], pieces[1::2]
    if pieces[0] not in signs:
        marks, labels = labels, marks
    if len(labels) == 1 and marks[0] not in words("marks", "checked"):
        return None  # one label and one □: as likely a lost character as a box
    rowed = (
        len(marks) == len(labels) and all(m in signs for m in marks) and all(choose(label, choices) for label in labels)
    )
    if not rowed:
        return None
    return tuple(label for mark, label in zip(marks, labels, strict=True) if mark in words("marks", "checked"))


def chosen(raw: str, choices: Choices, kind: str, *, is_open: bool = False) -> Parsed:
    """The one of *choices* that *raw* names; any other word is kept with the fault ``<kind>.unknown``."""
    value = choose(raw, choices)
    if value is not None:
        return Parsed(value=value)
    ticked = _ticked(raw, choices)
    if ticked is not None:
        if not ticked:
            return doubt(None, "choice.unmarked", 0.5, "info")
        if len(ticked) == 1:
            return Parsed(value=choose(ticked[0], choices))
        return doubt("、".join(map(joined, ticked)), "choice.several", 0.5)
    text = joined(raw)
    if LOST in text:
        found = restore(text, choices)
        return doubt(found, "text.repaired", 0.8, "info", method="repair") if found else Parsed(value=text)
    return doubt(text, f"{kind}.unknown", 0.8 if is_open else 0.5)


def _read_choice(raw: str, spec: Field) -> Parsed:
    return chosen(raw, spec.options, "choice", is_open=spec.open)


def _among(text: str, choices: Choices) -> bool:
    return bool(choose(text, choices) or _ticked(text, choices) is not None or restore(text, choices))


def _looks_choice(text: str, spec: Field) -> float:
    if len(text) > 40:
        return 0.0
    if _among(text, spec.options):
        return 1.0
    return 0.4 if spec.open and len(text) <= 12 else 0.0


def _write_choice(value: Any, spec: Field) -> str:
    """The word that this edition's form prints for *value*."""
    return next((option.labels[0] for option in spec.options if option.value == value and option.labels), str(value))


def _choice_schema(spec: Field) -> dict[str, Any]:
    if spec.open:
        return {"type": "string", "examples": [option.value for option in spec.options]}
    return {"type": "string", "enum": [option.value for option in spec.options]}


def _from_list(vocabulary: str) -> Plain:
    """The kind whose choices are the file *vocabulary* and whose unknown words are kept."""

    def read(raw: str, _spec: Field) -> Parsed:
        return chosen(raw, vocabulary, vocabulary)

    def looks(text: str, _spec: Field) -> float:
        return 1.0 if len(text) <= 16 and _among(text, vocabulary) else 0.0

    def shape(_spec: Field) -> dict[str, Any]:
        return {"type": "string", "enum": [option.value for option in options(vocabulary)]}

    return Plain(read=read, looks=looks, shape=shape)


CHOICE = Plain(read=_read_choice, looks=_looks_choice, write=_write_choice, shape=_choice_schema)

GENDER = _from_list("gender")

ETHNICITY = _from_list("ethnicity")
