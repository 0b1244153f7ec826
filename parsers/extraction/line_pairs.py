"""Pairs of label and value on a line: which field each is, and what is said of a group's person behind the group's name."""

from __future__ import annotations

import re
from collections.abc import Callable

from forms.chinese import half, tight
from forms.text import Text
from parsers.extraction.headings import HEADED
from parsers.extraction.inline import Pair, pairs
from parsers.extraction.labels import FIRM, Hit
from parsers.extraction.parts import splits
from parsers.extraction.persons import head_of, person_in
from parsers.extraction.placing import Placing, Section

__all__ = ["BELOW", "item_of", "place_combined", "place_head", "place_joined", "place_pair"]

BELOW = 0.8
"""How sure a value is that stands on the line under its label."""


def item_of(placing: Placing, hit: Hit, blank: bool, anchor: object = None) -> tuple[int, ...]:
    """The list item that a value of the field *hit* belongs to, () outside lists; *anchor* is where its group was named anew."""
    base = placing.base(hit.path)
    if not placing.many(base):
        return ()
    if placing.stray is not None and not blank and base in placing.instances:
        placing.doubt_alike(base, placing.stray)  # a heading that isn't known may have ended the list
    return placing.instance(base, hit.path, anchor, blank)


def place_pair(pair: Pair, placing: Placing, line: Text) -> None:
    """Places what stands behind a label: a value, the person of a group, or the first words of a section that it opens."""
    base = placing.base(placing.group) if placing.group else ""
    begun = placing.instances.get(base)
    if begun is not None and begun.headed:
        # Below an item's own heading the item is spoken of, not who else has such a label.
        own = tuple(hit for hit in pair.hits if placing.base(hit.path) == base)
        pair = pair._replace(hits=own or pair.hits)
    leaf = tuple(hit for hit in pair.hits if not hit.group)
    groups = [hit for hit in pair.hits if hit.group]
    value = pair.value
    # The same person's name in several lists: it is that of the list in force.
    groups.sort(key=lambda hit: placing.base(hit.path) != placing.base(placing.group or ""))
    if groups and (not leaf or not value):
        placing.group = groups[0].path
        placing.stray = None
        base = placing.base(groups[0].path)
        current = placing.instances.get(base)
        fresh = current is not None and not any(path.startswith(groups[0].path + ".") for path in current.paths)
        if placing.many(base) and (groups[0].path == base or not fresh):
            placing.instances.pop(base, None)
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
    # What parts it from the next label may end its line.
    value = value.rstrip(_FULL_SIGNS if spec.kind in _WORD_FOR_WORD else _SIGNS)
    parts = (value,) if spec.options else ()
    item = item_of(placing, hit, not value, line if groups else None)
    sure = min(hit.quality, BELOW) if pair.unsure else hit.quality
    placing.add(hit.path, item, line.with_value(value), sure, parts, label=pair.label)
    placing.awaited = None if value or spec.options else (hit.path, item)


def place_head(line: Text, placing: Placing) -> bool:
    """``校长：陈刚　职务：校长``: a title of office names the person; for sure where it is their position too, and only before more of theirs."""
    found = pairs(line.value, placing.lexicon)
    head = head_of(found[0].label, found[0].value, placing) if len(found) > 1 else None
    if head is None or line.value[: found[0].start].strip() or not all(pair.hits for pair in found[1:]):
        return False
    same = any(tight(pair.value).endswith(tight(found[0].label)) for pair in found[1:])
    placing.group = head.host
    item = item_of(placing, head, False, line)
    placing.add(head.path, item, line.with_value(found[0].value), 1.0 if same else BELOW)
    for pair in found[1:]:
        place_pair(pair, placing, line)
    return True


def place_joined(line: Text, placing: Placing) -> bool:
    """``用户名/密码：zz4/123456``: one label for several fields, alone on its line."""
    label, colon, value = line.value.replace("：", ":").partition(":")
    sign, fields = placing.lexicon.combined(label) if colon else ("", ())
    if not fields:
        return False
    place_combined(sign, fields, line.with_value(value.strip()), placing, ())
    return True


def place_combined(
    sign: str,
    fields: tuple[tuple[Hit, ...], ...],
    text: Text,
    placing: Placing,
    governors: tuple[str, ...],
    place: Callable[[Hit, bool], tuple[int, ...] | None] | None = None,
) -> None:
    """Places the parts of *text*, one for each of *fields*: told apart by *sign* as their labels are, or by lines; else it is left over.

    *place* answers the item of a list that a field's part is of, or none, by the field and whether nothing is said.
    """
    place = place or (lambda hit, blank: item_of(placing, hit, blank))
    value = text.value.strip()
    parts = [part.strip() for part in half(value).split(half(sign))]
    ways = [] if len(parts) == len(fields) else splits(value, sign, len(fields))
    parts = ways[0] if ways else parts
    verbatim = any(not hit.group and placing.spec(hit.path).kind == "verbatim" for found in fields for hit in found)
    # A password may hold any sign; what parts it from the user's name is that between their labels, or the end of a line.
    guessed = len(ways) >= _AMBIGUOUS or (bool(ways) and verbatim and "\n" not in value)
    sure = BELOW if guessed else 1.0
    hosts = tuple(hit.host for found in fields for hit in found[:1] if hit.host)
    bases: list[str] = []
    told: list[tuple[Hit, str]] = []
    for number, found in enumerate(fields):
        hit, _ = placing.choose_field(found, (*hosts, *governors), placing.group)
        paths = [hit.path] if hit else [one.path for one in found]
        bases += [placing.base(path) or path for path in paths]
        if hit is not None and hit.path.count("[]") < _NESTED and not placing.spec(hit.path).options:
            told.append((hit, parts[number] if len(parts) == len(fields) else ""))
    if len(told) == len(fields) and (not value or all(part for _, part in told)):
        for hit, part in told:
            item = place(hit, not part)
            if item is not None:
                placing.add(hit.path, item, text.with_value(part), sure)
    elif value:
        placing.leftovers.append(text)
        for base in dict.fromkeys(bases):
            placing.doubt("label.unclear", base.removesuffix("[]"), text.origin)


_FULL_SIGNS = "；，、"
_SIGNS = _FULL_SIGNS + ";,。"
_WORD_FOR_WORD = frozenset({"verbatim", "url"})
"""Kinds whose values may end in a half-width sign."""

_NESTED = 2
"""Signs of lists in the path of a field whose list is within another."""


def _name_behind_group(group: Hit, value: str, placing: Placing, line: Text) -> None:
    """``负责人：张三``: the name of the group's person stands behind the group's own name, alone or with what else is said of them."""
    told = person_in(value, group.path, placing) or _told_by_labels(value, group.path, placing)
    told = told or _told_by_gaps(value, group.path, placing)
    if told:
        for path, part in told.items():
            hit = Hit(path, False, min(group.quality, 1.0), False)
            placing.add(
                path, item_of(placing, hit, False), line.with_value(part), FIRM if group.printed else hit.quality
            )
        return
    names = [f for f in placing.definition.fields if f.kind == "person" and f.path.rsplit(".", 1)[0] == group.path]
    if len(names) == 1 and placing.plausible(names[0].path, value) >= 0.6:
        hit = Hit(names[0].path, False, min(group.quality, 1.0), False)
        placing.add(
            hit.path, item_of(placing, hit, False), line.with_value(value), FIRM if group.printed else hit.quality
        )
    else:
        first, comma, rest = value.replace(",", "，").partition("，")
        if comma and len(names) == 1 and placing.plausible(names[0].path, first) == 1.0:
            hit = Hit(names[0].path, False, BELOW, False)
            placing.add(hit.path, item_of(placing, hit, False), line.with_value(first), BELOW)
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
