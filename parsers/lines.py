"""Values in lines of text: behind a label and a colon, or in the paragraphs under a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from forms.chinese import enumerator_style, fold, half, is_page_number, read_date, strip_enumerator, tight
from forms.kinds import kind_of
from forms.text import Text
from forms.vocabulary import table
from parsers.headings import HEADED, find_heading, may_be_heading, reads_like_heading, renamed, run_in
from parsers.inline import Pair, is_note, opens_with_label, pairs
from parsers.labels import FIRM, Hit, key, unit_behind, unit_line, words
from parsers.parts import splits
from parsers.persons import head_of, person_in
from parsers.placing import Placing, Section

__all__ = ["close_section", "place_combined", "place_lines"]

_LIST_NUMBER = re.compile(r"^\s*\d{1,3}[\s\u3000]+")
"""A list number that the program computed, before a name."""
_RULES = re.compile(r"^\s*[_＿]{2,}|[_＿]{2,}\s*$")
"""A rule to write on, at the ends of what is written: a password may end with one stroke."""


def place_lines(lines: Sequence[Text], placing: Placing, group: str = "") -> None:
    """Finds the values in *lines*. A section that is open at the end stays open: more lines may follow, or ``close_section``."""
    if group:
        placing.group = group
    for line in lines:
        if not line.value.strip():
            continue
        _place_line(line, placing)
    if group:
        close_section(placing)


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
    text = Text(
        value="\n".join(line.value for line in section.lines),
        origin=first.origin,
        confidence=min(line.confidence for line in section.lines),
        notes=notes,
    )
    placing.add(section.path, (), text, section.certainty)


def _place_line(line: Text, placing: Placing) -> None:
    """Places one line: the first of these that it is."""
    awaited, placing.awaited = placing.awaited, None
    if is_page_number(line.value) or _gives_unit(line.value, placing) or _opens_heading(line, placing):
        return
    if placing.in_note and placing.section is None and enumerator_style(line.value):
        placing.leftovers.append(line)
        return
    if _is_closing(line.value, placing):
        close_section(placing)
        placing.leftovers.append(line)
        return
    if placing.section is None and (_place_head(line, placing) or _place_combined(line, placing)):
        return
    found = opens_with_label(line.value, placing.lexicon)
    if found and not _is_wording(found, placing):
        close_section(placing)
        for pair in _with_wording(found, placing, line.value):
            _place_pair(pair, placing, line)
        return
    if placing.section is not None and _is_over(placing.section, line, placing):
        close_section(placing)
    if awaited is not None and placing.section is None and not is_note(line.value) and len(line.value) <= _SHORT:
        placing.add(*awaited, line.with_value(_RULES.sub("", line.value)), _BELOW)
        return
    if placing.section is not None:
        _go_on(placing.section, line, placing)
        return
    placing.in_note = placing.in_note or is_note(line.value)
    if is_note(line.value) or any(
        group.key and placing.note_key(group.path, line) for group in placing.definition.groups
    ):
        return
    later = [pair for pair in pairs(line.value, placing.lexicon) if pair.hits]
    lead = line.value[: later[0].start].strip() if len(later) >= 2 else ""
    if lead:
        placing.leftovers.append(line.with_value(lead))
        before = placing.finds[-1].text.origin if placing.finds else None
        if before is not None and (before == line.origin or before.cell is line.origin.cell is None):
            # The end of what was said last, be it on the line above.
            placing.doubt("label.unclear", placing.finds[-1].concrete, line.origin)
    for pair in later if len(later) >= 2 else ():
        _place_pair(pair, placing, line)
    if len(later) < 2:
        _leave(line, placing)


def _leave(line: Text, placing: Placing) -> None:
    """Leaves a line over; one of few words may be a heading."""
    placing.leftovers.append(line)
    if len(line.value.strip()) <= _FEW_WORDS and line.value.strip()[-1] not in "。；;！？":
        placing.stray = line.origin


_FEW_WORDS = 20
"""Characters of a line that may be a heading."""

_SHORT = 80
"""Characters that a value on a line of its own may have."""

_BELOW = 0.8
"""How sure a value is that stands on the line under its label."""


def _opens_heading(line: Text, placing: Placing) -> bool:
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
    elif _within_section(heading, placing, line):
        return False
    else:
        close_section(placing)
        _open(placing, heading, line)
    return True


def _go_on(section: Section, line: Text, placing: Placing) -> None:
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
    section.lines.append(line)


def _go_on_list(section: Section, line: Text, placing: Placing) -> None:
    """Adds a line of names; a signature with its date ends the list, a remark or a heading within it is no name."""
    text = _LIST_NUMBER.sub("", line.value.strip())
    date = read_date(text)
    if date is not None and date.state == "full":
        if section.lines and section.lines[-1].value.endswith(words()["organ_ends"]):
            placing.leftovers.append(section.lines.pop())
        close_section(placing)
        placing.leftovers.append(line)
    elif text[:1] in "（(" and text[-1:] in "）)":
        placing.leftovers.append(line)
    elif enumerator_style(text).strip(".") in _SUBHEADED and not _LISTING.search(strip_enumerator(text)):
        placing.doubt("list.unclear", section.path, line.origin)
        if enumerator_style(text) == enumerator_style(placing.spec(section.path).number):
            close_section(placing)  # a list that isn't asked for begins
        placing.leftovers.append(line)
    else:
        place, colon, rest = text.replace(":", "：").partition("：")
        if colon and not place.endswith(words()["places"]):
            placing.doubt("list.unclear", section.path, line.origin)
            placing.leftovers.append(line)
            return
        text = rest if colon else text
        if section.lines and section.lines[-1].value.endswith(_ends_of_names()):
            last = section.lines[-1]
            section.lines[-1] = last.with_value(f"{last.value}、")  # a paragraph that ends in a whole name
        section.lines.append(line.with_value(_INNER_NUMBER.sub("\n", text)))


@cache
def _ends_of_names() -> tuple[str, ...]:
    names = table("names")
    return (*names["place_ends"], *names["unit_ends"])


_SUBHEADED = frozenset({"(一)", "一"})
"""Styles of the numbers that headings have and names don't."""

_LISTING = re.compile("[、，,；;]")
_INNER_NUMBER = re.compile(r"[\s\u3000]+(?=\d{1,3}[.．、]\D)")


def _with_wording(found: list[Pair], placing: Placing, line: str) -> list[Pair]:
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


def _is_over(section: Section, line: Text, placing: Placing) -> bool:
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


def _is_closing(text: str, placing: Placing) -> bool:
    """Whether a line is about whoever filled in the form."""
    closers = {key(word) for word in words()["closers"]}
    first = next(iter(pairs(text, placing.lexicon)), None)
    if first is not None and first.hits:
        return False
    return (first is not None and key(first.label) in closers) or key(text[:4]) in closers


def _is_signature(heading: Hit, placing: Placing) -> bool:
    """Whether a line that names a person in an opinion is the place to sign: the person's own values are known already."""
    section = placing.section
    return section is not None and placing.spec(section.path).kind == "opinion" and placing.filled_group(heading.path)


def _printed_note(text: str, placing: Placing) -> bool:
    """Whether *text* is a note that the form prints."""
    return any(fold(text)[:12] == fold(note)[:12] for note in placing.definition.notes)


def _gives_unit(text: str, placing: Placing) -> bool:
    """Whether a line of its own gives the unit of all numbers that follow (（单位：万个）): it is noted then, as is one behind a heading."""
    if placing.section is not None:
        return False
    unit = unit_line(text)
    placing.unit = unit or unit_behind(text) or placing.unit
    return bool(unit)


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


def _open(placing: Placing, hit: Hit, line: Text) -> None:
    spec = placing.spec(hit.path)
    if spec.kind in HEADED:
        placing.section = Section(path=hit.path, certainty=hit.quality)
    else:
        item = _item(placing, hit, True)
        placing.add(hit.path, item, line.with_value(""), hit.quality)
        placing.awaited = None if spec.options else (hit.path, item)


def _is_wording(found: list[Pair], placing: Placing) -> bool:
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


def _item(placing: Placing, hit: Hit, blank: bool, anchor: object = None) -> tuple[int, ...]:
    base = placing.base(hit.path)
    if not placing.many(base):
        return ()
    if placing.stray is not None and not blank and base in placing.instances:
        placing.doubt_alike(base, placing.stray)  # a heading that isn't known may have ended the list
    return placing.instance(base, hit.path, anchor, blank)


def _place_pair(pair: Pair, placing: Placing, line: Text) -> None:
    leaf = tuple(hit for hit in pair.hits if not hit.group)
    groups = [hit for hit in pair.hits if hit.group]
    value = pair.value
    if groups and (not leaf or not value):
        placing.group = groups[0].path
        placing.stray = None
        placing.instances.pop(placing.base(groups[0].path), None) if placing.many(
            placing.base(groups[0].path)
        ) else None
        if value:
            _name_behind_group(groups[0], value, placing, line)
        return
    if not leaf:
        if value:
            placing.leftovers.append(line.with_value(value))
        return
    governors = tuple(hit.path for hit in groups)
    hit, by = placing.choose_field(leaf, governors, placing.group, listed=None)
    if hit is None:
        if value:
            placing.leftovers.append(line.with_value(value))
            for path in dict.fromkeys(placing.base(h.path) or h.path for h in leaf):
                placing.doubt("label.unclear", path.removesuffix("[]"), line.origin)
        return
    base = placing.base(hit.path)
    keyed = base in placing.definition.group_of and placing.definition.group_of[base].key
    if "[]" in hit.path[len(base) :] or base in placing.tabled or keyed:
        # The list stands in a table; a line beside it may be about anyone.
        if value:
            placing.leftovers.append(line.with_value(value))
            placing.doubt("label.unclear", base.removesuffix("[]"), line.origin)
        return
    placing.group = groups[0].path if groups else by or placing.group
    if "[]" in placing.group and base and "[]" not in base:
        # Someone outside the list is named: what follows is about them.
        placing.group = base
    spec = placing.spec(hit.path)
    if spec.kind in HEADED:
        placing.section = Section(path=hit.path, certainty=hit.quality)
        if value:
            placing.section.lines.append(line.with_value(value))
        return
    parts = (value,) if spec.options else ()
    item = _item(placing, hit, not value, line if groups else None)
    placing.add(hit.path, item, line.with_value(value), hit.quality, parts, label=pair.label)
    placing.awaited = None if value or spec.options else (hit.path, item)


def _place_head(line: Text, placing: Placing) -> bool:
    """``校长：陈刚　职务：校长``: a title of office names the person; for sure where it is their position too, and only before more of theirs."""
    found = pairs(line.value, placing.lexicon)
    head = head_of(found[0].label, found[0].value, placing) if len(found) > 1 else None
    if head is None or line.value[: found[0].start].strip() or not all(pair.hits for pair in found[1:]):
        return False
    same = any(tight(pair.value).endswith(tight(found[0].label)) for pair in found[1:])
    placing.group = head.host
    item = _item(placing, head, False, line)
    placing.add(head.path, item, line.with_value(found[0].value), 1.0 if same else _BELOW)
    for pair in found[1:]:
        _place_pair(pair, placing, line)
    return True


def _place_combined(line: Text, placing: Placing) -> bool:
    """``用户名/密码：zz4/123456``: one label for several fields, alone on its line."""
    label, colon, value = line.value.replace("：", ":").partition(":")
    sign, fields = placing.lexicon.combined(label) if colon else ("", ())
    if not fields:
        return False
    place_combined(sign, fields, line.with_value(value.strip()), placing, ())
    return True


def place_combined(
    sign: str, fields: tuple[tuple[Hit, ...], ...], text: Text, placing: Placing, governors: tuple[str, ...]
) -> None:
    """Places the parts of *text*, one for each of *fields*: told apart by *sign* as their labels are, or by lines; else it is left over."""
    value = text.value.strip()
    parts = [part.strip() for part in half(value).split(half(sign))]
    ways = [] if len(parts) == len(fields) else splits(value, sign, len(fields))
    parts = ways[0] if ways else parts
    verbatim = any(not hit.group and placing.spec(hit.path).kind == "verbatim" for found in fields for hit in found)
    # A password may hold any sign; what parts it from the user's name is that between their labels, or the end of a line.
    guessed = len(ways) >= _AMBIGUOUS or (bool(ways) and verbatim and "\n" not in value)
    sure = _BELOW if guessed else 1.0
    hosts = tuple(hit.host for found in fields for hit in found[:1] if hit.host)
    bases: list[str] = []
    told: list[tuple[str, str]] = []
    for number, found in enumerate(fields):
        hit, _ = placing.choose_field(found, (*hosts, *governors), placing.group)
        paths = [hit.path] if hit else [one.path for one in found]
        bases += [placing.base(path) or path for path in paths]
        if hit is not None and "[]" not in hit.path and not placing.spec(hit.path).options:
            told.append((hit.path, parts[number] if len(parts) == len(fields) else ""))
    if len(told) == len(fields) and (not value or all(part for _, part in told)):
        for path, part in told:
            placing.add(path, (), text.with_value(part), sure)
    elif value:
        placing.leftovers.append(text)
        for base in dict.fromkeys(bases):
            placing.doubt("label.unclear", base.removesuffix("[]"), text.origin)


def _name_behind_group(group: Hit, value: str, placing: Placing, line: Text) -> None:
    """``负责人：张三``: the name of the group's person stands behind the group's own name, alone or with what else is said of them."""
    told = person_in(value, group.path, placing) or _told_by_labels(value, group.path, placing)
    told = told or _told_by_gaps(value, group.path, placing)
    if told:
        for path, part in told.items():
            hit = Hit(path, False, min(group.quality, 1.0), False)
            placing.add(path, _item(placing, hit, False), line.with_value(part), FIRM if group.printed else hit.quality)
        return
    names = [f for f in placing.definition.fields if f.kind == "person" and f.path.rsplit(".", 1)[0] == group.path]
    if len(names) == 1 and placing.plausible(names[0].path, value) >= 0.6:
        hit = Hit(names[0].path, False, min(group.quality, 1.0), False)
        placing.add(
            hit.path, _item(placing, hit, False), line.with_value(value), FIRM if group.printed else hit.quality
        )
    else:
        first, comma, rest = value.replace(",", "，").partition("，")
        if comma and len(names) == 1 and placing.plausible(names[0].path, first) == 1.0:
            hit = Hit(names[0].path, False, _BELOW, False)
            placing.add(hit.path, _item(placing, hit, False), line.with_value(first), _BELOW)
            value = rest
        placing.leftovers.append(line.with_value(value))
        placing.doubt("label.unclear", group.path.removesuffix("[]"), line.origin)


def _told_by_labels(value: str, group: str, placing: Placing) -> dict[str, str]:
    """``姓名 张三，职务 校长``: what is said of the group's person by labels with a blank behind each, and nothing else."""
    told: dict[str, str] = {}
    pieces = [
        piece.strip().partition(" ") for piece in re.sub(r"[\s\u3000]+", " ", value).translate(_COMMAS).split(",")
    ]
    for label, _, rest in pieces:
        own = [
            hit.path for hit in placing.lexicon.firm(label) if not hit.group and hit.path.rpartition(".")[0] == group
        ]
        if not own or not rest or own[0] in told:
            return {}
        told[own[0]] = rest
    return told if len(told) > 1 else {}


def _told_by_gaps(value: str, group: str, placing: Placing) -> dict[str, str]:
    """``姓名 张三 职务 校长``: labels of the group's person and values by turns, a blank between; nothing where any stands alone."""
    told: dict[str, str] = {}
    pieces = re.sub(r"[\s\u3000_＿]+", " ", value).strip().split(" ")
    named = [
        next((h.path for h in placing.lexicon.firm(p) if not h.group and h.path.rpartition(".")[0] == group), "")
        for p in pieces
    ]
    starts = [number for number, path in enumerate(named) if path]
    if len(starts) < _TURNS or starts[0]:
        return {}
    for start, stop in zip(starts, [*starts[1:], len(pieces)], strict=True):
        path, rest = named[start], pieces[start + 1 : stop]
        broken = placing.spec(path).kind in _BROKEN_KINDS and placing.plausible(path, "".join(rest)) == 1.0
        if not rest or path in told or (len(rest) > 1 and not broken):
            return {}
        told[path] = "".join(rest)
    return told


_AMBIGUOUS = 2
"""From so many ways to part a text on, which is meant isn't sure."""

_TURNS = 2
"""From so many labels on, what stands between them is told by turns."""

_BROKEN_KINDS = frozenset({"person", "mobile"})
"""Kinds whose values are typed with blanks inside, and can be told without them."""

_COMMAS = str.maketrans("，；;", ",,,")
