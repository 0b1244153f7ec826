"""Labels and values that take turns, each on a line of its own, with nothing that tells one from the other: how forms look once their cells are copied as text."""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from forms.chinese import enumerator_style
from forms.opinion_ending import is_date
from forms.vocabulary import words as vocabulary
from parsers.extraction.choices import names_options
from parsers.extraction.headings import HEADED
from parsers.extraction.labels import key
from parsers.marks import has_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.definition import Option
    from forms.text import Text
    from parsers.extraction.placing import Placing

__all__ = ["in_turns"]

_LEAST = 3
"""From so many labels on that are each followed by one line, lines take turns."""

_LONGEST = 100
"""Characters of a value that stands on one line; a label has fewer still."""

_LABEL = 16
"""Characters of a date's label."""

_COUNTED = "1"
"""How a number in digits shows in an enumerator's style."""

_SIGNS = "：:∶"


def in_turns(lines: Sequence[Text], placing: Placing) -> list[Text]:
    """*lines*, those that take turns joined as ``label：value`` as they would be on one; a label that isn't followed by just one line gets its colon alone.

    ``placing.turned`` keeps what was typed: it counts where a line turns out to be wording of a long text.
    """
    shown = _gathered([line for line in lines if line.value.strip()], placing)
    named = [_is_label(line, placing) for line in shown]
    if sum(named) < _LEAST:
        return list(lines)
    pairs = [
        index
        for index, label in enumerate(named[:-1])
        if label and _is_value(shown[index + 1], named[index + 1]) and _ends(shown, named, index + 2, placing)
    ]
    if len(pairs) < max(_LEAST, 0.5 * sum(named)):
        return list(lines)
    joined: list[Text] = []
    after = -1
    for index, line in enumerate(shown):
        if index == after:
            continue
        if not named[index]:
            joined.append(line)
            continue
        typed: tuple[Text, ...] = (line,)
        value = ""
        if index in pairs:
            after = index + 1
            typed, value = (line, shown[after]), shown[after].value.strip()
        joined.append(typed[-1].with_value(f"{line.value.strip()}：{value}"))
        placing.turned[id(joined[-1])] = typed
    return joined


def _gathered(lines: Sequence[Text], placing: Placing) -> list[Text]:
    """*lines*, the options of a choice that stand below its label one a line as one, and an opinion's date with the label above it (推荐日期) as one."""
    made: list[Text] = []
    index = 0
    while index < len(lines):
        line, behind = lines[index], lines[index + 1 :]
        index += 1
        options = _options_of(made[-1], placing) if made else ()
        if options:
            told = list(takewhile(partial(_is_ticked, options=options), (line, *behind)))
            if len(told) > 1:
                made.append(line.with_value(" ".join(one.value.strip() for one in told)))
                index += len(told) - 1
                continue
        if behind and is_date(behind[0].value.strip()) and _asks_for_date(line, placing):
            made.append(behind[0].with_value(f"{vocabulary('seals', 'date')[0]}：{behind[0].value.strip()}"))
            index += 1
            continue
        made.append(line)
    return made


def _options_of(line: Text, placing: Placing) -> Sequence[Option]:
    """The options of the choice whose label *line* is; none for any other line."""
    hits = placing.lexicon.firm(line.value.strip()) if len(line.value) <= _LONGEST else ()
    return next((spec.options for hit in hits if not hit.group and (spec := placing.spec(hit.path)).options), ())


def _is_ticked(line: Text, options: Sequence[Option]) -> bool:
    return len(line.value) <= _LONGEST and has_mark(line.value) and names_options([line.value], options)


def _asks_for_date(line: Text, placing: Placing) -> bool:
    """Whether *line* is the label of a date, and none of the form's fields."""
    text = key(line.value)
    return len(text) <= _LABEL and text.endswith(tuple(vocabulary("seals", "date"))) and not placing.lexicon.firm(text)


def _is_label(line: Text, placing: Placing) -> bool:
    """Whether *line* is nothing but the label of a field whose value is short."""
    text = line.value.strip()
    if not text or any(sign in text for sign in _SIGNS) or "\n" in text:
        return False
    if _COUNTED not in (enumerator_style(text) or _COUNTED):
        return False  # chapters have other numbers than questions
    hits = [hit for hit in placing.lexicon.firm(text) if not hit.group]
    return bool(hits) and all(placing.spec(hit.path).kind not in HEADED for hit in hits)


def _is_value(line: Text, label: bool) -> bool:
    return not label and len(line.value) <= _LONGEST and not any(sign in line.value[:_LONGEST] for sign in "：∶")


def _ends(lines: Sequence[Text], named: Sequence[bool], index: int, placing: Placing) -> bool:
    """Whether a value ends before line *index*: a label, a group's name or a heading follows, or nothing."""
    if index >= len(lines) or named[index]:
        return True
    return any(hit.group or placing.spec(hit.path).kind in HEADED for hit in placing.lexicon.firm(lines[index].value))
