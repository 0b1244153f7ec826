"""Which forms a document holds, where each begins and ends, and of which edition each is: on the evidence of titles and labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from forms.chinese import strip_enumerator
from forms.definition import FormDefinition
from forms.errors import Unmatched
from forms.library import editions
from forms.repertoire import could_be
from parsers.document import Document, Paragraph
from parsers.inline import opens_with_label
from parsers.labels import Hit, key, lexicon, words
from parsers.layout import Line, Sheet, Strip, strips

__all__ = ["Segment", "match"]

_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?|年度")
_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)")
_POINTS = re.compile(r"\d+分$")
_LONGEST_TITLE = 70
_ALIKE = 0.9
"""From this likeness on a line is a title with a slip in it."""
_WITH_TITLE = 0.12
_WITHOUT_TITLE = 0.4
"""How much of a form's labels must be there, with and without its title."""
_LOOKED_AT = 600
"""Cells looked at for evidence; a list's rows add none."""


@dataclass(slots=True)
class Segment:
    """A stretch of the document that is one form. ``certain`` is False where the edition had to be chosen without evidence."""

    definition: FormDefinition
    strips: list[Strip]
    certain: bool = True
    known: bool = True
    """False where a title of another form stands over labels of this one."""


@dataclass(slots=True)
class _Stretch:
    """A stretch between two titles, before it is known what it is."""

    strips: list[Strip] = field(default_factory=list)
    titles: dict[str, float] = field(default_factory=dict)
    heading: str = ""
    attachment: int | None = None


def match(document: Document, definitions: Sequence[FormDefinition] | None = None) -> list[Segment]:
    """The forms in *document*, in order.

    Raises:
        Unmatched: none of the known forms is in it.
    """
    known = tuple(definitions) if definitions is not None else _all_definitions()
    catalogue = _catalogue(known)
    stretches = _stretches(strips(document), catalogue)
    _title_in_margin(stretches, document, catalogue)
    segments: list[Segment] = []
    years = _years(document.blocks)
    for stretch in stretches:
        for part in _parts(stretch, catalogue):
            segment = _settle(part, catalogue, years)
            if segment is not None:
                segments.append(segment)
    if not segments:
        raise Unmatched("match.none")
    return segments


@cache
def _all_definitions() -> tuple[FormDefinition, ...]:
    return tuple(form for edition in editions() for form in edition.forms)


class _Catalogue:
    """All labels and titles of all definitions, for finding out which form it is."""

    def __init__(self, definitions: Sequence[FormDefinition]) -> None:
        self.definitions = definitions
        self.labels: dict[str, list[tuple[FormDefinition, Hit]]] = {}
        self.by_length: dict[int, list[str]] = {}
        self.titles: list[tuple[str, str, FormDefinition]] = []
        for definition in definitions:
            for label, hits in lexicon(definition).exact.items():
                self.labels.setdefault(label, []).extend((definition, hit) for hit in hits)
            for title in (definition.title, *definition.titles):
                self.titles.append((_bare_title(title), key(title), definition))
        self.longest = max((len(title) for title, _, _ in self.titles), default=0)
        for label in self.labels:
            self.by_length.setdefault(len(label), []).append(label)
        self.weight = {label: 1.0 / len({d.id for d, _ in found}) for label, found in self.labels.items()}
        self.total = {_name(d): self._total(d) for d in definitions}
        self.preset: dict[str, list[tuple[str, str]]] = {}
        for definition in definitions:
            for word in {key(word) for word in _strings(definition.preset) if 2 <= len(word) <= 60}:
                self.preset.setdefault(word, []).append(_name(definition))
        self._found: dict[str, list[tuple[FormDefinition, Hit, float]]] = {}

    def _total(self, definition: FormDefinition) -> float:
        return (
            sum(max((self.weight[key(label)] for label in spec.labels[:1]), default=0.0) for spec in definition.fields)
            or 1.0
        )

    def find(self, text: str) -> list[tuple[FormDefinition, Hit, float]]:
        """The fields of all definitions that *text* firmly names, each with how telling the label is."""
        if len(text) > 60:
            return []
        known = self._found.get(text)
        if known is None:
            if len(self._found) > 20_000:
                self._found.clear()
            known = self._found[text] = self._find(text)
        return known

    def firm(self, text: str) -> tuple[Hit, ...]:
        """What *text* names in any form: enough to see a label in running text."""
        return tuple(hit for _, hit, _ in self.find(text))

    def _find(self, text: str) -> list[tuple[FormDefinition, Hit, float]]:
        folded = key(text)
        candidates = [folded]
        if folded not in self.labels:
            bare = strip_enumerator(text)
            candidates = [key(bare), key(re.sub(r"[(（\[【].*?[)）\]】]", "", bare))]
            if "□" in folded and folded.strip("□"):
                candidates += [label for label in self.by_length.get(len(folded), ()) if could_be(folded, label)]
        found = []
        for candidate in dict.fromkeys(candidates):
            for definition, hit in self.labels.get(candidate, ()):
                found.append(
                    (definition, hit._replace(printed=hit.printed and candidate == folded), self.weight[candidate])
                )
        return found

    def title(self, text: str) -> dict[str, float]:
        """The forms whose title *text* is, with how alike they are."""
        if len(text) > _LONGEST_TITLE:
            return {}
        bare = _bare_title(text)
        if len(bare) < 6 or len(bare) > self.longest + 24:
            return {}
        found: dict[str, float] = {}
        for title, _full, definition in self.titles:
            likeness = _likeness(bare, title)
            if likeness > found.get(definition.id, 0.0):
                found[definition.id] = likeness
        best = max(found.values(), default=0.0)
        return {form: score for form, score in found.items() if score >= max(_ALIKE, best - 0.02)}


_CATALOGUES: dict[tuple[int, ...], _Catalogue] = {}


def _catalogue(definitions: tuple[FormDefinition, ...]) -> _Catalogue:
    name = tuple(map(id, definitions))
    found = _CATALOGUES.get(name)
    if found is None or tuple(found.definitions) != definitions:
        found = _CATALOGUES[name] = _Catalogue(definitions)
    return found


def _name(definition: FormDefinition) -> tuple[str, str]:
    return definition.edition, definition.id


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from _strings(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _strings(child)


# --- titles ------------------------------------------------------------------------------------------------------------------------


@cache
def _attachment_pattern() -> re.Pattern[str]:
    heads = "|".join(r"\s*".join(map(re.escape, head)) for head in sorted(words()["attachment"], key=len, reverse=True))
    return re.compile(
        rf"^\s*(?:{heads})\s*(?P<number>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,2}})?\s*[:：.、．]?\s*"
    )


def _attachment(text: str) -> tuple[int | None, str] | None:
    """The number of an attachment heading and what follows it on the line; None if *text* opens with no such heading."""
    found = _attachment_pattern().match(text)
    if found is None:
        return None
    digits = found.group("number")
    number = None
    if digits:
        number = int(digits) if digits.isdecimal() else "一二三四五六七八九十".find(digits[-1]) + 1
    return number, text[found.end() :]


def _bare_title(text: str) -> str:
    found = _attachment(text)
    if found is not None:
        text = found[1]
    return _YEAR.sub("", key(strip_enumerator(text)))


def _likeness(bare: str, title: str) -> float:
    if bare == title:
        return 1.0
    if len(bare) == len(title) and could_be(bare, title):
        return 0.99
    if bare.endswith(title) and len(title) >= 8 and len(bare) <= len(title) + 24:
        return 0.97
    if title in bare and len(bare) <= len(title) + 10:
        return 0.93
    if (
        bare[-1:] != title[-1:]
        or abs(len(bare) - len(title)) > 4
        or len(set(bare) & set(title)) < 0.75 * len(set(title))
    ):
        return 0.0
    return SequenceMatcher(None, bare, title, autojunk=False).ratio()


def _stretches(found: list[Strip], catalogue: _Catalogue) -> list[_Stretch]:
    """*found* cut before each title and each attachment heading."""
    stretches = [_Stretch()]
    skip = 0
    listing = False
    for position, strip in enumerate(found):
        if skip:
            skip -= 1
            continue
        listing = isinstance(strip, Line) and _is_listed(strip.text, listing=listing)
        text, titles, used = ("", {}, 1) if listing else _title_at(found, position, catalogue)
        heading = _attachment(strip.text) if isinstance(strip, Line) else None
        is_heading = (
            heading is not None
            and (heading[0] is not None or bool(titles))
            and (not heading[1].strip() or bool(titles))
        )
        if titles or is_heading:
            current = stretches[-1]
            fresh = current.strips or (current.titles and titles) or (current.attachment is not None and is_heading)
            if fresh:
                stretches.append(_Stretch())
                if not current.strips and current.titles.keys() & titles.keys():
                    stretches[-1].attachment, stretches[-1].heading = current.attachment, current.heading
                current = stretches[-1]
            if is_heading and heading is not None:
                current.attachment = heading[0]
            if titles:
                current.titles = titles
                current.heading += text
            if isinstance(strip, Sheet):
                current.strips.append(strip)
            skip = used - 1
            continue
        stretches[-1].strips.append(strip)
    return stretches


_LISTED = re.compile(r"\s*\d{1,2}\s*[.．、]")


def _is_listed(text: str, *, listing: bool) -> bool:
    """Whether a line is an entry of the list of attachments under a notice: numbered, behind 附件：."""
    found = _attachment(text)
    if found is not None and found[0] is None and _LISTED.match(found[1]):
        return True
    return listing and _LISTED.match(text) is not None


def _title_at(found: list[Strip], position: int, catalogue: _Catalogue) -> tuple[str, dict[str, float], int]:
    """The title that begins at *position*: its text, the forms it names, and how many lines it takes."""
    strip = found[position]
    if isinstance(strip, Sheet):
        for area in strip.areas[:3]:
            if area.top <= 1 and area.right - area.left >= strip.columns - 1:
                titles = catalogue.title(area.text)
                if titles:
                    return area.text, titles, 1
        return "", {}, 1
    text = ""
    best: tuple[str, dict[str, float], int] = ("", {}, 1)
    for count in range(1, 4):
        if position + count > len(found):
            break
        line = found[position + count - 1]
        if not isinstance(line, Line) or len(text) + len(line.text) > _LONGEST_TITLE:
            break
        if count > 1 and _attachment(line.text) is not None:
            break
        text += line.text
        titles = catalogue.title(text)
        if titles and max(titles.values()) > max(best[1].values(), default=0.0):
            best = (text, titles, count)
        if count == 1 and (titles or _attachment(text) is not None):
            break
    return best


def _title_in_margin(stretches: list[_Stretch], document: Document, catalogue: _Catalogue) -> None:
    """A title that stands only in a page header names the document's only form."""
    if len(stretches) == 1 and not stretches[0].titles:
        for block in document.asides:
            if isinstance(block, Paragraph) and block.part in ("header", "footer"):
                titles = catalogue.title(block.text)
                if titles:
                    stretches[0].titles, stretches[0].heading = titles, block.text
                    return


# --- evidence ----------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Evidence:
    """What speaks for one definition: how much of its labels is there, which fields, which by labels that no other form has."""

    score: float = 0.0
    fields: set[str] = field(default_factory=set)
    single: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    printed: int = 0
    preset: int = 0


def _evidence(found: Sequence[Strip], catalogue: _Catalogue) -> dict[tuple[str, str], _Evidence]:
    weights: dict[tuple[str, str], dict[str, float]] = {_name(d): {} for d in catalogue.definitions}
    result = {_name(d): _Evidence() for d in catalogue.definitions}
    for text in _texts(found, catalogue):
        hits = [entry for entry in catalogue.find(text) if not entry[1].group]
        listed = {_name(definition) for definition, hit, _ in hits if "[]" in hit.path}
        for definition, hit, weight in hits:
            name = _name(definition)
            if name not in listed and definition.field_of[hit.path].kind != "names":
                result[name].single.add(hit.path)
            result[name].printed += hit.printed
            if weight == 1.0:
                result[name].own.add(key(text))
            if weights[name].get(hit.path, 0.0) < weight:
                weights[name][hit.path] = weight
        if len(text) <= 80:
            folded = key(text)
            for name in catalogue.preset.get(folded) or catalogue.preset.get(_POINTS.sub("", folded)) or ():
                result[name].preset += 1
    for name, evidence in result.items():
        evidence.fields = set(weights[name])
        evidence.score = min(1.0, sum(weights[name].values()) / catalogue.total[name])
    return result


def _texts(found: Sequence[Strip], catalogue: _Catalogue) -> Iterable[str]:
    seen = 0
    for strip in found:
        if isinstance(strip, Sheet):
            for area in strip.areas:
                if seen > _LOOKED_AT:
                    break
                seen += 1
                yield area.text
                if len(area.text) > 3 and ("：" in area.text or ":" in area.text or "\n" in area.text):
                    yield from _labels_in(area.text.split("\n")[:12], catalogue)
        else:
            yield strip.text
            yield from _labels_in([strip.text], catalogue)


def _labels_in(lines: Iterable[str], catalogue: _Catalogue) -> Iterable[str]:
    for line in lines:
        if len(line) <= 1000:
            yield line
            for pair in opens_with_label(line, catalogue):
                yield pair.label


def _strength(evidence: _Evidence, titled: float) -> float:
    return evidence.score * 0.6 + min(1.0, len(evidence.fields) / 8) * 0.3 + titled + min(evidence.preset, 6) * 0.03


def _parts(stretch: _Stretch, catalogue: _Catalogue) -> list[_Stretch]:
    """*stretch* cut where a table begins a form anew, or another form."""
    sheets = [strip for strip in stretch.strips if isinstance(strip, Sheet)]
    if len(sheets) < 2:
        return [stretch]
    parts = [_Stretch(titles=stretch.titles, heading=stretch.heading, attachment=stretch.attachment)]
    seen: dict[str, set[str]] = {}
    current: str | None = None
    for strip in stretch.strips:
        if isinstance(strip, Sheet):
            found = _evidence([strip], catalogue)
            best = max(
                catalogue.definitions, key=lambda d: _strength(found[_name(d)], 0.25 if d.id in stretch.titles else 0.0)
            )
            evidence = found[_name(best)]
            single = evidence.single
            sure = evidence.score >= _WITHOUT_TITLE and len(evidence.fields) >= 4
            again = len(single & seen.get(best.id, set()))
            other = current is not None and best.id != current and _lead(best, current, found, catalogue) > 0.25
            if current is not None and best.id != current and not other:
                sure = False
            if sure and (other or (again >= 2 and again * 10 >= len(single) * 6)):
                parts.append(
                    _Stretch(titles=stretch.titles if best.id in stretch.titles else {}, heading=stretch.heading)
                )
                seen = {}
            if sure:
                current = best.id
            seen.setdefault(best.id, set()).update(single)
        parts[-1].strips.append(strip)
    return parts


def _lead(best: FormDefinition, current: str, found: dict[tuple[str, str], _Evidence], catalogue: _Catalogue) -> float:
    """How much more a table speaks for *best* than for going on with the form *current*."""
    return _strength(found[_name(best)], 0.0) - max(
        _strength(found[_name(d)], 0.0) for d in catalogue.definitions if d.id == current
    )


def _settle(stretch: _Stretch, catalogue: _Catalogue, years: Counter[int]) -> Segment | None:
    """The form that *stretch* is, in its edition; None if it is none."""
    if not stretch.strips:
        return None
    found = _evidence(stretch.strips, catalogue)
    ranked: dict[str, float] = {}
    for definition in catalogue.definitions:
        evidence = found[_name(definition)]
        titled = stretch.titles.get(definition.id, 0.0)
        labelled = sum(bool(spec.labels) for spec in definition.fields)
        enough = (
            evidence.score >= _WITH_TITLE
            if titled
            else evidence.score >= _WITHOUT_TITLE
            and len(evidence.fields) >= 4
            and labelled >= 4
            and len(evidence.own) >= 2
        )
        if enough:
            ranked[definition.id] = max(ranked.get(definition.id, 0.0), _strength(evidence, titled * 0.6))
    if not ranked:
        return None
    form = max(ranked, key=lambda name: ranked[name])
    rivals = [d for d in catalogue.definitions if d.id == form]
    definition, certain = _edition(rivals, stretch, found, years)
    alien = form not in stretch.titles and _alien_title(stretch, catalogue)
    evidence = found[_name(definition)]
    if alien and (evidence.score < _UNDER_ALIEN or len(evidence.own) < _OWN_UNDER_ALIEN):
        return None
    return Segment(definition, stretch.strips, certain, not alien)


_UNDER_ALIEN = 0.7
_OWN_UNDER_ALIEN = 4
"""How much of a form must be there under a title of another: it is that form then, with a doubt."""


def _alien_title(stretch: _Stretch, catalogue: _Catalogue) -> bool:
    """Whether a line over the first table reads like the title of a form that isn't known."""
    for strip in stretch.strips:
        if isinstance(strip, Sheet):
            return False
        bare = strip.text.strip()
        if (
            5 <= len(bare) <= 40
            and bare.endswith(words()["title_ends"])
            and not _SENTENCE.search(bare)
            and not catalogue.find(bare)
        ):
            return True
    return False


_SENTENCE = re.compile("[，。；：:,;]")


# --- editions ----------------------------------------------------------------------------------------------------------------------


def _edition(
    rivals: list[FormDefinition], stretch: _Stretch, found: dict[tuple[str, str], _Evidence], years: Counter[int]
) -> tuple[FormDefinition, bool]:
    """The edition of the form, and whether anything told it."""
    stated = [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?=\s*年?)", stretch.heading)]
    another = bool(stated) and not any(definition.year in stated for definition in rivals)
    if len(rivals) == 1:
        return rivals[0], not another
    scores: dict[str, float] = {}
    printed_most = max(found[_name(d)].printed for d in rivals)
    own = _years_in(stretch.strips)
    for definition in rivals:
        evidence = found[_name(definition)]
        score = 0.0
        if stated:
            score += 3.0 if definition.year in stated else -1.0
        if stretch.attachment is not None and stretch.attachment == definition.attachment:
            score += 1.0
        others = [found[_name(d)].fields for d in rivals if d is not definition]
        score += 1.5 * len(evidence.fields - set().union(*others))
        score += 0.4 * (evidence.printed - printed_most)
        score += 0.5 * _prints(definition, stretch.strips)
        scores[definition.edition] = score
    best = max(scores.values())
    leaders = [d for d in rivals if scores[d.edition] >= best - 0.05]
    if len(leaders) == 1:
        return leaders[0], not another
    for counted in (own, years):
        tally = {d.edition: counted.get(d.year or 0, 0) for d in leaders}
        most = max(tally.values())
        if most and sum(count == most for count in tally.values()) == 1:
            return next(d for d in leaders if tally[d.edition] == most), True
    return leaders[0], False


def _prints(definition: FormDefinition, found: Sequence[Strip]) -> int:
    """How many of the form's own notes, hints and group names stand in the text."""
    wanted = [key(text) for text in (*definition.notes, *(hint for spec in definition.fields for hint in spec.hints))]
    wanted += [key(group.labels[0]) for group in definition.groups if group.labels and len(group.labels[0]) >= 6]
    text = key(
        "".join(
            strip.text if isinstance(strip, Line) else "".join(a.text for a in strip.areas[:_LOOKED_AT])
            for strip in found
        )[:60_000]
    )
    return sum(word in text for word in dict.fromkeys(wanted) if word)


def _years(blocks: Iterable[object]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            counted.update(int(year) for year in _FULL_YEAR.findall(block.text))
    return counted


def _years_in(found: Sequence[Strip]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for strip in found:
        for text in [strip.text] if isinstance(strip, Line) else [area.text for area in strip.areas[:_LOOKED_AT]]:
            counted.update(int(year) for year in _FULL_YEAR.findall(text))
    return counted
