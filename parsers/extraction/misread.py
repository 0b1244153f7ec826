"""What a value's own words say against it: that it is a label, holds another field's, was repeated or cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from forms.dates import read_date
from forms.definition import Field, FormDefinition
from forms.places import begins_anew
from parsers.extraction.catalogue import catalogue_of
from parsers.extraction.headings import HEADED
from parsers.extraction.inline import holds_label
from parsers.extraction.labels import FIRM, is_foreign, key, keys_of, lexicon, words
from parsers.extraction.match import all_definitions

__all__ = ["Misgivings", "is_label"]

_SAID = frozenset({"person", "name", "text", "area", "province", "mobile", "phone", "email"})
"""Kinds of which a label of the form is hardly a value."""

_NAMES = frozenset({"name", "person"})

_TICK = re.compile("[\u2610-\u2612\u2713-\u2716\u221a]|[\\[【〔（(][\\s\u3000]*[\\]】〕）)]")
"""A tick box, or empty brackets for a tick."""

_UNLABELLED = frozenset({"person", "name", "text", "area", "province"})
_LABELLING = re.compile(r"[\u3400-\u9fff]{2,}[：:]\s*[\u3400-\u9fff]")
"""Words, a colon and words: a label that isn't known with its value, in what has neither."""

_CUT = ("…", "...", "⋯")
"""What programs show for the rest of a text that has no room."""

_NUMBERED = re.compile(r"[\u3400-\u9fff]\d+.\Z")

_RUN_ON = re.compile(r"\d+[\u3400-\u9fff]{2}")
"""A number with a name behind it, in a list of names."""

_HEAD = 4
"""Characters of a column's head that no name has in it."""

_NOTED = re.compile(r"[（(][^（）()]{2,30}[)）][：:]")
"""A note in brackets with a colon behind it, before a long text."""

_REPEATED = re.compile(r"(.{3,})\1|(.{2,})\2{2,}", re.DOTALL)
"""A text of nothing but the same words once more: LibreOffice writes a content control four times over in RTF."""

_SENTENCE = re.compile("[。！？；;\n]+[\\s\u3000]*")
_SENTENCE_LENGTH = 12
_AGAIN = 3

_SLIP = 0.7
"""How good a label with a slip is at least."""

_HEADING = 24
_STOPS = "。；;，,、！？"

_SHORT_LABEL = 4
_LABEL = 10


class Misgivings:
    """What may be said against values of one form."""

    def __init__(self, definition: FormDefinition) -> None:
        self._lexicon = lexicon(definition)
        self._numbered = tuple(
            label
            for spec in definition.fields
            if spec.kind in ("mobile", "phone", "email", "url")
            for label in spec.labels
            if len(label) > 1
        )
        self._list_labels = tuple(
            label for spec in definition.fields if spec.kind == "names" for label in spec.labels[:1]
        )
        self._kinds = {spec.path: spec.kind for spec in definition.fields}
        self._groups = tuple(label for group in definition.groups for label in group.labels if len(label) > 2)

    def codes(self, value: str, spec: Field) -> Iterator[str]:
        """The codes of what speaks against *value* for the field *spec*; ``list.unclear`` says that the items of its list may be others."""
        if "[]" in spec.path and any(value == option.value for option in spec.options):
            return  # an option is what a row is expected to say, also where the form has a label of that name
        if spec.kind not in _SAID:
            yield from self._of_long(value, spec)
            return
        labelled = key(value) in self._lexicon.exact or is_foreign(value)
        if labelled or (spec.kind in _NAMES and is_label(value)):
            yield "value.label"
            if spec.kind in _NAMES:
                yield "list.unclear"
        elif _TICK.search(value):
            yield "value.mark"
        elif value.endswith(_CUT):
            yield "text.cut"
        elif spec.kind in _NAMES and value.endswith(_ends_of_labels()):
            yield "value.label"
            yield "list.unclear"
        elif self._is_labelled(value, spec):
            yield "value.labelled"
            if spec.kind == "person" and value.startswith(self._groups):
                # The name of a group ran into its first person's: who comes from here on is in the list before.
                yield "list.unclear"
        elif spec.kind == "text" and value.endswith(words()["street_ends"]) and _NUMBERED.search(value):
            yield "text.contact"
        elif spec.kind == "name" and begins_anew(value):
            yield "name.several"
            yield "list.unclear"
        elif not value.isascii() and value in (value + value)[1:-1] and _REPEATED.fullmatch(value) is not None:
            yield "value.repeated"
        elif value.count("(") + value.count("（") != value.count(")") + value.count("）"):
            # Cut within a bracket: the rest stands elsewhere.
            yield "text.odd"

    def list_codes(self, names: list[str]) -> Iterator[str]:
        """The codes of what speaks against a list of *names*: a label among names isn't one, and a place among schools may be a heading within the list."""
        if any(is_label(name) or name.startswith((*self._list_labels, *words()["closers"])) for name in names):
            yield "value.label"
        heads = tuple(head for head in words()["name_heads"] if len(head) >= _HEAD)
        joined = (name for name in names if _RUN_ON.match(name) or len(_RUN_ON.findall(name)) > 1)
        if any(joined) or any(map(begins_anew, names)) or any(head in name for name in names for head in heads):
            # 2开封市第二中学, two names in one, or a column's head with the first of its names: lines of a list that ran into one.
            yield "list.unclear"
        places = [name for name in names if name.endswith(words()["places"])]
        if places and len(places) < len(names):
            yield "list.mixed"

    def _of_long(self, value: str, spec: Field) -> Iterator[str]:
        first = value.split("\n", 1)[0]
        asks = len(first) <= _LABEL and first.endswith(_ends_of_labels())
        if key(value) in self._lexicon.exact or is_foreign(first) or asks or self._names_field(value, spec):
            yield "value.label"
        elif _NOTED.match(first):
            yield "value.labelled"
        if _says_again(value):
            yield "value.repeated"
        if spec.kind == "narrative" and self._goes_on_with_another(value, spec):
            yield "section.unclear"

    def _names_field(self, value: str, spec: Field) -> bool:
        """Whether a value that anything may be, a user's name, is a label of the form in other words."""
        return spec.kind == "verbatim" and any(not hit.group for hit in self._lexicon.firm(value))

    def _goes_on_with_another(self, value: str, spec: Field) -> bool:
        """Whether a long text ends with a date alone, as only an opinion does, or a line in it, or two, is another heading of the form with a slip."""
        lines = [line.strip() for line in value.split("\n")]
        date = read_date(lines[-1]) if len(lines) > 1 else None
        if date is not None and date.state == "full":
            return True
        for at, line in enumerate(lines[1:], 1):
            for text in (line, lines[at - 1] + line):
                short = len(text) <= _HEADING and text and text[-1] not in _STOPS
                # A label at a text's end is told as such.
                if short and self._is_heading(text, spec, below=FIRM if at == len(lines) - 1 else 2.0):
                    return True
        return False

    def _is_heading(self, text: str, spec: Field, below: float) -> bool:
        return any(
            _SLIP <= hit.quality < below
            and not hit.group
            and hit.path != spec.path
            and self._kinds.get(hit.path) in HEADED
            for hit in self._lexicon.find(text)
        )

    def _is_labelled(self, value: str, spec: Field) -> bool:
        """Whether a value holds another field's label; or a name begins with its own, or ends with a group's: a cell's end, or a sign, was lost."""
        if value.endswith(self._numbered) or value.startswith(self._numbered) or holds_label(value, self._lexicon):
            return True
        if spec.kind in _UNLABELLED and _LABELLING.search(value):
            return True
        return spec.kind in _NAMES and (
            value.startswith(tuple(label for label in spec.labels if 1 < len(label) < len(value)))
            or value.endswith(self._groups)
            or (spec.kind == "person" and "[]" in spec.path and value.startswith(self._groups))
        )


def _says_again(text: str) -> bool:
    """Whether a long text has a sentence three times over: a conversion wrote it again and again."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if len(sentence) >= _SENTENCE_LENGTH]
    twice = {sentence for sentence, count in Counter(sentences).items() if count > 1}
    return any(text.count(sentence) >= _AGAIN for sentence in twice)


def is_label(text: str) -> bool:
    """Whether *text* is a label of any form."""
    return is_foreign(text) or key(text) in catalogue_of(all_definitions()).labels or key(text) in keys_of("name_heads")


@cache
def _ends_of_labels() -> tuple[str, ...]:
    """How labels of names and numbers end, in any form: what ends so is no name."""
    kinds = {"person", "mobile", "phone", "email"}
    found = (label for form in all_definitions() for spec in form.fields if spec.kind in kinds for label in spec.labels)
    return tuple({label for label in found if 1 < len(label) <= _SHORT_LABEL and label.isalpha()})
