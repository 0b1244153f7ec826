"""Where in a record something is, in words: 正文第 4 段 for ``body[3].text``."""

from __future__ import annotations

import re

from forms.definition import FormDefinition
from forms.messages import message, texts
from forms.schema import labels

__all__ = ["in_words"]

_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


def in_words(definition: FormDefinition, path: str) -> str:
    """What the form of *definition* calls the value at the concrete *path*, with the numbers of items from 1; the document where *path* is empty.

    Parts that the form has no name for are left out, or stay as they are written where it has none for any.
    """
    known = labels(definition)
    known |= {group.path: group.labels[0] for group in definition.groups if group.labels}
    counters, told = texts("counter"), texts("counted")
    said: list[str] = []
    unnamed: list[str] = []
    above = ""
    for step in _STEP.finditer(path):
        name, index = step[1], step[2]
        here = f"{above}.{name}" if above else name
        several = f"{here}[]"
        label = known.get(here) or known.get(several)
        counter = "" if index is None else counters.get(name, counters["item"]).format(n=int(index) + 1)
        if here not in told:
            named = "" if several in told else label or name
            (said if label or counter else unnamed).append(named + counter)
        above = here if index is None else several
    return "".join(said or unnamed) or message("counter.whole")
