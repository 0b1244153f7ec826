"""How the text of forms reads: which Han characters follow one another in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from forms.chinese import tight
from forms.library import editions

__all__ = ["is_label", "is_option", "is_usual", "usual_pairs"]

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


_QUOTED = re.compile(r'"([^"\n]{2,40})"')
_ASIDE = re.compile(r"[\s:：*＊★☆（(].*")

_STARS = "*＊★☆"
"""Before a label that must be filled in."""
_BARE = re.compile(r"[^:：*＊★☆（(]*[:：*＊★☆]*(?:[（(].*[）)][:：*＊★☆]*)?")


def is_usual(text: str) -> bool:
    """Whether *text* is one of the wordings of the definitions as a whole, white space, stars before it and what is in brackets behind it aside."""
    return tight(_ASIDE.sub("", tight(text).lstrip(_STARS))) in _wordings()


def is_label(text: str) -> bool:
    """Whether *text* is such a wording with nothing but a colon, a star or a bracket behind it: a label without its value."""
    return is_usual(text) and _BARE.fullmatch(tight(text).lstrip(_STARS)) is not None


def is_option(text: str) -> bool:
    """Whether *text* is an answer that a choice of the forms offers, and so hardly a label."""
    return tight(text) in _options()


@cache
def _options() -> frozenset[str]:
    return frozenset(
        tight(label)
        for edition in editions()
        for form in edition.forms
        for spec in form.fields
        for option in spec.options
        for label in option.labels
    )


@cache
def _wordings() -> frozenset[str]:
    return frozenset(tight(found) for text in _texts(files("forms") / "definitions") for found in _QUOTED.findall(text))


@cache
def usual_pairs() -> frozenset[str]:
    """Pairs of Han characters that forms have: those of the definitions and vocabularies."""
    pairs: set[str] = set()
    for text in _texts(files("forms")):
        for run in _HAN.findall(text):
            pairs.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(pairs)


def _texts(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts(entry)
        elif entry.name.endswith(".toml"):
            yield entry.read_text("utf-8")
