"""Texts under headings: where a section opens, what goes on with it, and where it ends."""

from __future__ import annotations

import re
from functools import cache

from forms.chinese import enumerator_style, fold, strip_enumerator
from forms.dates import read_date
from forms.kinds import kind_of
from forms.text import Text
from forms.vocabulary import table
from parsers.extraction.headings import HEADED, find_heading, may_be_heading, reads_like_heading, renamed, run_in
from parsers.extraction.inline import Pair, is_note
from parsers.extraction.labels import Hit, words
from parsers.extraction.line_pairs import item_of
from parsers.extraction.placing import Placing, Section

__all__ = ["close_section", "go_on", "is_over", "is_wording", "opens_heading", "with_wording"]


def close_section(placing: Placing) -> None:
    """Ends the open section, if any, and records its text."""
    section = placing.section
    if section is None:
        return
    placing.section = None
    first = section.lines[0] if section.lines else None
    if first is None:
        return
    notes = tuple(dict.fromkeys(note for line in section.lines for note in line.notes))
    lines = [line.value for line in section.lines]
    text = Text(
        value="\n".join(_parted(lines) if placing.spec(section.path).kind == "names" else lines),
        origin=first.origin,
        confidence=min(line.confidence for line in section.lines),
        notes=notes,
        struck=tuple(part for line in section.lines for part in line.struck if part in line.value),
    )
    placing.add(section.path, (), text, section.certainty)


def _parted(lines: list[str]) -> list[str]:
    """*lines* of names with a sign behind each that ends in a whole name; not where they are lines of one sentence, or the next goes on with the name."""
    one = all(_LISTING.search(line) for line in lines[:-1]) and lines[-1].endswith("。")
    if one and not any(line.endswith(_SENTENCE_ENDS) for line in lines[:-1]):
        return lines
    ends = _ends_of_names()
    return [
        f"{line}、" if line.endswith(ends) and not following.startswith(_GOING_ON) else line
        for line, following in zip(lines, [*lines[1:], "（"], strict=True)
    ]


_SENTENCE_ENDS = ("。", ".")
_GOING_ON = ("（", "(", "）", ")", "、", "，", "。", "；")
"""Signs with which a line begins that goes on with the name before it."""

_REMARK = re.compile(r"[（(][^（()）]*[)）]")


def opens_heading(line: Text, placing: Placing) -> bool:
    """Whether *line* is a heading: what it opens is then open."""
    numbered = run_in(line.value, placing)
    if numbered is not None:
        close_section(placing)
        _open(placing, numbered[0], line)
        if placing.section is not None:
            placing.section.lines.append(line.with_value(numbered[1]))
        return True
    heading = find_heading(line.value, placing)
    if heading is None:
        heading = renamed(line.value, placing)
        if heading is not None and placing.section is not None:
            placing.doubt("section.unclear", placing.section.path, line.origin)
    if heading is None:
        return False
    if heading.group and placing.section is not None and _is_signature(heading, placing):
        placing.section.lines.append(line)
    elif heading.group:
        close_section(placing)
        placing.group = heading.path
        placing.stray = None
        placing.in_note = False
    elif _within_section(heading, placing, line):
        return False
    else:
        close_section(placing)
        _open(placing, heading, line)
    return True


def _open(placing: Placing, hit: Hit, line: Text) -> None:
    spec = placing.spec(hit.path)
    if spec.kind in HEADED:
        placing.section = Section(path=hit.path, certainty=hit.quality)
    else:
        item = item_of(placing, hit, True)
        placing.add(hit.path, item, line.with_value(""), hit.quality)
        placing.awaited = None if spec.options else (hit.path, item)


def _within_section(heading: Hit, placing: Placing, line: Text) -> bool:
    """Whether a line that reads like a heading is wording of the open section: its field has its text already, or the number is another's."""
    section = placing.section
    if section is None:
        return False
    if heading.path == section.path:
        return bool(section.lines)
    if placing.filled(heading.path):
        section.unsure = True
        placing.doubt("section.unclear", section.path, line.origin)
        placing.doubt("section.unclear", heading.path, line.origin)
        return False
    return False


def _is_signature(heading: Hit, placing: Placing) -> bool:
    """Whether a line that names a person in an opinion is the place to sign: the person's own values are known already."""
    section = placing.section
    return section is not None and placing.spec(section.path).kind == "opinion" and placing.filled_group(heading.path)


def go_on(section: Section, line: Text, placing: Placing) -> None:
    """Adds *line* to the open section, or ends it at a note under the form."""
    kind = placing.spec(section.path).kind
    if is_note(line.value) and (kind != "narrative" or _printed_note(line.value, placing)):
        close_section(placing)
        placing.in_note = True
        if not _printed_note(line.value, placing):
            placing.leftovers.append(line)
        return
    if kind == "names":
        _go_on_list(section, line, placing)
        return
    if reads_like_heading(line.value, placing) or may_be_heading(line.value, placing):
        placing.doubt("section.unclear", section.path, line.origin)
    section.lines += placing.turned.get(id(line), (line,))


def _printed_note(text: str, placing: Placing) -> bool:
    """Whether *text* is a note that the form prints."""
    return any(fold(text)[:12] == fold(note)[:12] for note in placing.definition.notes)


def _go_on_list(section: Section, line: Text, placing: Placing) -> None:
    """Adds a line of names; a signature with its date ends the list, a remark or a heading within it is no name."""
    text = _LIST_NUMBER.sub("", line.value.strip())
    date = read_date(text)
    if date is not None and date.state == "full":
        if section.lines and section.lines[-1].value.endswith(words()["organ_ends"]):
            placing.leftovers.append(section.lines.pop())
        close_section(placing)
        placing.leftovers.append(line)
    elif _REMARK.fullmatch(text):
        placing.leftovers.append(line)
    elif enumerator_style(text).strip(".") in _SUBHEADED and not _LISTING.search(strip_enumerator(text)):
        placing.doubt("list.unclear", section.path, line.origin)
        if enumerator_style(text) == enumerator_style(placing.spec(section.path).number):
            close_section(placing)  # a list that isn't asked for begins
        placing.leftovers.append(line)
    else:
        place, colon, rest = text.replace(":", "：").partition("：")
        if len(place) <= _YEAR and re.fullmatch(table("names")["dated"], strip_enumerator(place).strip()):
            # Of which year the names are: it stands over them, or before them.
            if colon and rest.strip():
                section.lines.append(line.with_value(f"{_INNER_NUMBER.sub(chr(10), rest)}、"))
            else:
                placing.leftovers.append(line)
            return
        if colon and not place.endswith(words()["places"]):
            placing.doubt("list.unclear", section.path, line.origin)
            placing.leftovers.append(line)
            return
        text = rest if colon else text
        section.lines.append(line.with_value(_INNER_NUMBER.sub("\n", text)))


_YEAR = 30
"""Characters of a year that stands over names."""

_LIST_NUMBER = re.compile(r"^\s*\d{1,3}[\s\u3000]+")
"""A list number that the program computed, before a name."""


@cache
def _ends_of_names() -> tuple[str, ...]:
    names = table("names")
    return (*names["place_ends"], *names["unit_ends"])


_SUBHEADED = frozenset({"(一)", "一"})
"""Styles of the numbers that headings have and names don't."""


_LISTING = re.compile("[、，,；;]")


_INNER_NUMBER = re.compile(r"[\s\u3000]+(?=\d{1,3}[.．、]\D)")


def is_over(section: Section, line: Text, placing: Placing) -> bool:
    """Whether an opinion ended with its date on an earlier line, and *line* is none of its seals and signatures."""
    spec = placing.spec(section.path)
    if spec.kind != "opinion" or not section.lines:
        return False
    if any(line.value.strip().startswith((word + "：", word + ":")) for word in words()["attachment"]):
        return True
    if "：" in line.value or ":" in line.value:
        return False
    kind = kind_of(spec)
    so_far = kind.parse("\n".join(text.value for text in section.lines), spec).value
    own = kind.parse(line.value, spec).value
    return bool(so_far and so_far["text"] and so_far["date"] and own and own["text"] and not own["date"])


def is_wording(found: list[Pair], placing: Placing) -> bool:
    """Whether a line that opens with a label is wording of the open section: all that it names has its value already."""
    section = placing.section
    if section is None:
        return False
    first = found[0].hits[0]
    if any(pair.hits and pair.hits[0].path in placing.headings and not pair.hits[0].group for pair in found):
        return True
    if first.group and len(found) == 1:
        return bool(section.lines) and placing.filled_group(first.path)
    spec_paths = [pair.hits[0].path for pair in found if pair.hits and not pair.hits[0].group]
    if section.path in spec_paths:
        return True
    return bool(spec_paths) and all(placing.filled(path) for path in spec_paths)


def with_wording(found: list[Pair], placing: Placing, line: str) -> list[Pair]:
    """*found* with words that only look like a label (主要问题：) given back to the long text in whose middle they stand."""
    kept: list[Pair] = []
    for number, pair in enumerate(found):
        spec = next((placing.spec(hit.path) for hit in kept[-1].hits if not hit.group), None) if kept else None
        fresh = any(hit.group or not placing.filled(hit.path) for hit in pair.hits)
        if spec is not None and spec.kind in HEADED and not fresh:
            stop = found[number + 1].start if number + 1 < len(found) else len(line)
            opened = line.index(kept[-1].value, kept[-1].start) if kept[-1].value else pair.start
            kept[-1] = kept[-1]._replace(value=line[opened:stop].strip())
        else:
            kept.append(pair)
    return kept
