"""Rubrics that are typed as an outline: a line for each category with its indicators on the lines under it, or in a table under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms.chinese import enumerator_number, is_page_number
from forms.definition import FormDefinition
from forms.titled_points import heading_before
from parsers.extraction.inline import holds_label, is_note, opens_with_label
from parsers.extraction.labels import Lexicon, key, lexicon, words
from parsers.extraction.layout import Line, Sheet, Strip
from parsers.extraction.line_pairs import BELOW
from parsers.extraction.placing import Placing
from parsers.extraction.rubric_levels import CATEGORIES, Levels, headings_in, levels_of
from parsers.extraction.rubric_lines import Heading, Rubric, cut_tail, rubric_of

__all__ = ["Outline", "is_outline", "outline_of", "place_entry", "sums_of"]


@dataclass(slots=True)
class Entry:
    """A category or an indicator: its line, and the lines of what is asked for it."""

    line: Line
    heading: Heading
    inner: bool
    over: bool = False
    """Whether a category stands over a table of its indicators."""
    texts: list[tuple[Line, str]] = field(default_factory=list)
    doubtful: bool = False
    """Whether the line behind it, of something else, may be its own."""
    told: list[tuple[Line, str, str]] = field(default_factory=list)
    """Points told by labels: line, label, value."""


@dataclass(slots=True)
class Outline:
    """The entries of a rubric by the line that each begins with, the other lines that are theirs."""

    rubric: Rubric
    entries: dict[int, Entry] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)
    odd: Line | None = None
    """A heading like the others' under which no indicator stands, or whose number isn't the next, or the last before a table without one."""


def is_outline(strips: Sequence[Strip], definition: FormDefinition) -> bool:
    """Whether *strips* hold a rubric of *definition* typed in lines, with categories and indicators."""
    outline = outline_of(strips, definition)
    inner = [entry.inner for entry in outline.entries.values()] if outline else []
    return sum(inner) >= _INDICATORS and inner.count(False) >= CATEGORIES


_INDICATORS = 3
"""An outline that stands in no table of the form has at least so many indicators."""


def outline_of(strips: Sequence[Strip], definition: FormDefinition) -> Outline | None:
    """The outline that the lines of *strips* are; None where *definition* is no rubric or the lines tell none."""
    rubric = rubric_of(definition)
    if rubric is None:
        return None
    known = lexicon(definition)
    if any(isinstance(strip, Sheet) and rubric.key in _paths(strip, known) for strip in strips):
        return None  # a table of it all
    heads = headings_in(strips, rubric, known)
    levels = levels_of(strips, heads, rubric)
    if levels is None:
        return None
    return _Reader(rubric, known, heads, levels).read(strips)


def _paths(sheet: Sheet, known: Lexicon) -> set[str]:
    """What the labels at the top of a table name."""
    return {hit.path for area in sheet.areas[:_HEAD] for hit in known.firm(area.text)}


class _Reader:
    """Takes the lines of a rubric one after the other."""

    def __init__(self, rubric: Rubric, known: Lexicon, heads: dict[int, Heading], levels: Levels) -> None:
        self.rubric, self.known, self.heads, self.levels = rubric, known, heads, levels
        self.outline = Outline(rubric)
        self.current: Entry | None = None
        self.width = 0

    def read(self, strips: Sequence[Strip]) -> Outline | None:
        """The outline of *strips*; None without any category that has indicators."""
        last = max((n for n, strip in enumerate(strips) if id(strip) in self.levels), default=-1)
        for number, strip in enumerate(strips):
            if isinstance(strip, Sheet):
                self._end_at(strip)
            elif id(strip) in self.levels:
                self._open(strip)
            elif self.outline.entries:
                self._go_on(strip, last=number > last)
        self._drop_empty()
        self._see_gaps()
        entries = self.outline.entries.values()
        inner = [entry for entry in entries if entry.inner]
        # Where wording runs on right behind most points, they are of sentences.
        told = 2 * sum(entry.heading.sure for entry in inner) > len(inner)
        enough = any(entry.over for entry in entries) or (told and len(entries) - len(inner) >= CATEGORIES)
        return self.outline if enough else None

    def _drop_empty(self) -> None:
        """Leaves out categories without indicators: they are headings of something else, or theirs weren't seen."""
        entries = self.outline.entries
        marks = list(entries)
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            within = following is not None and entries[following].inner
            if not entries[mark].inner and not entries[mark].over and not within:
                self.outline.odd = entries.pop(mark).line

    def _see_gaps(self) -> None:
        """Notes a heading whose number doesn't follow that of the one before: one may be missing."""
        last: dict[bool, int | None] = {}
        for entry in self.outline.entries.values():
            number, before = entry.heading.number, last.get(entry.inner)
            follows = number == (before or 0) + 1 or (entry.inner and number == 1)
            if number is not None and not follows and (before is not None or not entry.inner):
                self.outline.odd = entry.line
            last[entry.inner] = number

    def _open(self, line: Line) -> None:
        self.current = None
        heading = self.heads[id(line)]
        within = self.levels[id(line)]
        if within and not any(not entry.inner for entry in self.outline.entries.values()):
            return  # an indicator of no category
        self.current = Entry(line, heading, within)
        if heading.text:
            self.current.texts.append((line, heading.text))
        self.current.told += [(line, label, value) for label, value in heading.told]
        self.outline.entries[id(line)] = self.current

    def _go_on(self, line: Line, *, last: bool) -> None:
        if is_page_number(line.text):
            return
        entry = self.current
        if entry is not None and not entry.inner and is_note(line.text):
            return  # over the category's table
        named = opens_with_label(line.text, self.known)
        text, told = cut_tail(line.text.strip(), self.known)
        if any("[]" not in hit.path for pair in named for hit in pair.hits) or _ends(line.text):
            self.current = None
            return
        if entry is None or not entry.inner:
            return
        if named and named[0].hits[0].path == self.rubric.text:
            text = text[text.index(named[0].label) + len(named[0].label) :].lstrip("：: \t\u3000")
        elif text and last and entry.texts and not _runs_on(entry.texts[-1][1], text):
            # Behind the last one it may be anything.
            entry.doubtful = len(text) >= _LONG or text[-1] in "。；;"
            self.current = None
            return
        if text:
            entry.texts.append((line, text))
        entry.told += [(line, label, value) for label, value in told]
        self.outline.passed.add(id(line))

    def _end_at(self, sheet: Sheet) -> None:
        """Notes that the category that is open stands over *sheet*, where it is a table of indicators."""
        entry = self.current
        self.current = None
        paths = _paths(sheet, self.known)
        inner = any(path.startswith(self.rubric.inner + ".") for path in paths) and self.rubric.key not in paths
        if inner:
            self.width = sheet.columns
        if entry is not None and not entry.inner and (inner or (not paths and sheet.columns == self.width)):
            entry.over = True
        elif inner and entry is None and any(one.over for one in self.outline.entries.values()):
            # The heading of its category wasn't seen.
            self.outline.odd = next(reversed(self.outline.entries.values())).line


def _runs_on(before: str, text: str) -> bool:
    """Whether a line goes on with the list of which the line before is an entry, or begins one."""
    number, last = enumerator_number(text), enumerator_number(before)
    return number is not None and (number[1] == 1 or (last is not None and number == (last[0], last[1] + 1)))


_LONG = 15
"""A line left over of so many characters may be part of the text before it."""

_HEAD = 12
"""Cells among which a table's labels are."""


def _ends(text: str) -> bool:
    """Whether a line ends a rubric: a note, a sum, or who filled it in."""
    bare = key(text.strip()[:_OPENING])
    ends = (*words()["totals"], *words()["closers"])
    return is_note(text) or bare.startswith(tuple(map(key, ends)))


_OPENING = 10


def sums_of(strips: Sequence[Strip], definition: FormDefinition) -> dict[int, tuple[str, str]]:
    """The lines of *strips* that add up a rubric: what can be reached, and what was reached behind that, which is no value (合计：100分　得分：93)."""
    found: dict[int, tuple[str, str]] = {}
    known = lexicon(definition)
    for strip in strips if rubric_of(definition) is not None else ():
        if isinstance(strip, Line) and len(strip.text) <= _LINE:
            named = opens_with_label(strip.text, known)
            if named and not any("[]" in hit.path for hit in named[0].hits):
                text, told = cut_tail(strip.text.strip(), known)
                if text and told:
                    found[id(strip)] = (text, "\u3000".join(f"{label}：{value}" for label, value in told))
    return found


_LINE = 60
"""Characters of a line that adds up."""


def place_entry(entry: Entry, outline: Outline, placing: Placing) -> None:
    """Places what *entry* says; a category over a table is noted for the table's rows."""
    rubric, line, heading = outline.rubric, entry.line, entry.heading
    head = line.part(heading.head)
    if not entry.inner:
        placing.leftovers += [at.part(text) for at, text in entry.texts]
        placing.leftovers += [at.part(f"{label}：{value}" if label else value) for at, label, value in entry.told]
        if entry.over:
            placing.key_lines[rubric.base] = head
            return
        last = placing.keys.get(rubric.base)
        if last is not None and last[0] == key(heading.head) and heading_before(line.text)[1]:
            return  # it goes on behind a page's end
        item = placing.next_item(rubric.base)
        placing.keys[rubric.base] = (key(heading.head), item)
        placing.add(rubric.key, item, head)
        return
    category = placing.keys[rubric.base][1]
    item = placing.next_item(rubric.inner, category)
    placing.add(rubric.heading, item, head, 1.0 if heading.sure else BELOW)
    if heading.apart:
        placing.add(rubric.points, item, line.part(heading.apart), BELOW)
    _place_text(entry, rubric, item, placing)
    for at, label, value in entry.told:
        paths = [hit.path for hit in placing.lexicon.firm(label) if hit.path.rpartition(".")[0] == rubric.inner]
        if not label and rubric.score:
            placing.add(rubric.score, item, at.part(value), BELOW)
        elif len(set(paths)) == 1:
            placing.add(paths[0], item, at.part(value))
        else:
            placing.leftovers.append(at.part(f"{label}：{value}"))


def _place_text(entry: Entry, rubric: Rubric, item: tuple[int, ...], placing: Placing) -> None:
    if not entry.texts:
        return
    text = "\n".join(said for _, said in entry.texts)
    sure = entry.heading.sure and not holds_label(text, placing.lexicon)
    placing.add(rubric.text, item, entry.texts[0][0].part(text), 1.0 if sure else BELOW)
    if entry.doubtful:
        placing.doubt("section.unclear", placing.finds[-1].concrete, entry.line.origin)
