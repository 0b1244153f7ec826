"""Values in lines of text: behind a label and a colon, or in the paragraphs under a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forms.chinese import ENUMERATOR, enumerator_style, fold, is_page_number
from forms.kinds import kind_of
from forms.text import Text
from parsers.inline import Pair, is_note, opens_with_label, pairs
from parsers.labels import FIRM, SLIP, Hit, key, unit_of, words
from parsers.placing import Placing, Section

__all__ = ["close_section", "place_lines", "scan_headings"]

_LIST_NUMBER = re.compile(r"^\s*\d{1,3}[\s\u3000]+")
"""A list number that the program computed, before a name."""

_HEADED = frozenset({"narrative", "opinion", "names"})
"""Kinds whose value is the paragraphs under a heading, and may follow the heading on its own line."""


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
    if is_page_number(line.value):
        return
    unit = _unit(line.value)
    if unit and placing.section is None:
        placing.unit = unit
        return
    run_in = _run_in(line.value, placing)
    if run_in is not None:
        close_section(placing)
        _open(placing, run_in[0], line)
        if placing.section is not None:
            placing.section.lines.append(line.with_value(run_in[1]))
        return
    heading = _heading(line.value, placing) or _renamed(line.value, placing)
    if heading is not None:
        if heading.group and _is_signature(heading, placing):
            placing.section.lines.append(line) if placing.section else None
            return
        if heading.group:
            close_section(placing)
            placing.group = heading.path
            return
        if not _within_section(heading, placing, line):
            close_section(placing)
            _open(placing, heading, line)
            return
    if _is_closing(line.value, placing):
        close_section(placing)
        placing.leftovers.append(line)
        return
    found = opens_with_label(line.value, placing.lexicon)
    if found and not _is_wording(found, placing, line.value):
        close_section(placing)
        for pair in _with_wording(found, placing, line.value):
            _place_pair(pair, placing, line)
        return
    if placing.section is not None and _is_over(placing.section, line, placing):
        close_section(placing)
    if placing.section is not None:
        if is_note(line.value) and _printed_note(line.value, placing):
            close_section(placing)
            return
        if _reads_like_heading(line.value, placing):
            placing.doubt("section.unclear", placing.section.path, line.origin)
        is_list = placing.spec(placing.section.path).kind == "names"
        placing.section.lines.append(line.with_value(_LIST_NUMBER.sub("", line.value)) if is_list else line)
        return
    if is_note(line.value) or any(
        group.key and placing.note_key(group.path, line) for group in placing.definition.groups
    ):
        return
    later = [pair for pair in pairs(line.value, placing.lexicon) if pair.hits]
    if later and len(later) >= 2:
        for pair in later:
            _place_pair(pair, placing, line)
        return
    placing.leftovers.append(line)


def _with_wording(found: list[Pair], placing: Placing, line: str) -> list[Pair]:
    """*found* with words that only look like a label (主要问题：) given back to the long text in whose middle they stand."""
    kept: list[Pair] = []
    for number, pair in enumerate(found):
        spec = next((placing.spec(hit.path) for hit in kept[-1].hits if not hit.group), None) if kept else None
        fresh = any(hit.group or not placing.filled(hit.path) for hit in pair.hits)
        if spec is not None and spec.kind in _HEADED and not fresh:
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
    return any(key(pair.label) in closers for pair in pairs(text, placing.lexicon)[:1]) or key(text[:4]) in closers


def _is_signature(heading: Hit, placing: Placing) -> bool:
    """Whether a line that names a person in an opinion is the place to sign: the person's own values are known already."""
    section = placing.section
    return section is not None and placing.spec(section.path).kind == "opinion" and placing.filled_group(heading.path)


def _printed_note(text: str, placing: Placing) -> bool:
    """Whether *text* is a note that the form prints."""
    return any(fold(text)[:12] == fold(note)[:12] for note in placing.definition.notes)


def scan_headings(lines: Sequence[str], placing: Placing) -> None:
    """Notes for each field and group how good its best heading among *lines* is, so that lesser ones are read as wording."""
    for line in lines:
        for hit, score in _headings(line, placing):
            placing.headings[hit.path] = max(placing.headings.get(hit.path, 0.0), score)


def _headings(text: str, placing: Placing) -> list[tuple[Hit, float]]:
    """The fields and groups that a line as a whole may name as a heading, with how well its number agrees with the printed one."""
    bare = text.strip()
    found: list[tuple[Hit, float]] = []
    style = enumerator_style(bare)
    for hit in placing.lexicon.find(bare):
        spec = None if hit.group else placing.spec(hit.path)
        if spec is not None and spec.kind not in _HEADED and not bare.endswith(("：", ":")):
            continue
        printed = enumerator_style(spec.number if spec is not None else placing.definition.group_of[hit.path].number)
        if hit.quality < FIRM and not (printed and style == printed and hit.quality >= SLIP):
            continue
        agrees = 0.1 if printed and style == printed else -0.1 if printed and style else 0.0
        found.append((hit, hit.quality + agrees))
    return found


def _heading(text: str, placing: Placing) -> Hit | None:
    """The field or group that a line as a whole names as a heading; None where a better heading for it stands elsewhere."""
    best: tuple[float, Hit] | None = None
    for hit, score in _headings(text, placing):
        if score < placing.headings.get(hit.path, 0.0) - 0.05:
            continue
        if not hit.group and placing.group and hit.path.startswith(placing.group + "."):
            score += 0.05
        if not hit.group and placing.filled(hit.path):
            score -= 0.05
        if best is None or score > best[0]:
            best = (score, hit)
    return best[1] if best else None


def _run_in(text: str, placing: Placing) -> tuple[Hit, str] | None:
    """A numbered heading with its text behind it on the line, after a full stop or blanks, and that text."""
    style = enumerator_style(text)
    if not style:
        return None
    for found in _STOP.finditer(text, 0, 40):
        rest = text[found.end() :].strip()
        for hit in placing.lexicon.firm(text[: found.start()]) if rest else ():
            spec = None if hit.group else placing.spec(hit.path)
            if spec is not None and spec.kind in _HEADED and spec.number and enumerator_style(spec.number) == style:
                return hit, rest
    return None


_STOP = re.compile(r"。|[ \t\u3000]+")


def _renamed(text: str, placing: Placing) -> Hit | None:
    """The field whose printed number a line carries under other words, where no line has its own: most likely, but not for sure."""
    section = placing.section
    if section is None or not _reads_like_heading(text, placing):
        return None
    number = fold(ENUMERATOR.match(text.strip()).group()) if ENUMERATOR.match(text.strip()) else ""
    home = section.path.rpartition(".")[0]
    for spec in placing.definition.fields:
        if (
            spec.number
            and fold(spec.number) == number
            and spec.path.rpartition(".")[0] == home
            and spec.path != section.path
        ):
            fresh = spec.path not in placing.headings and not placing.filled(spec.path)
            return Hit(spec.path, False, _RENAMED, False) if fresh else None
    return None


_RENAMED = 0.8
"""How sure a heading is that is known by its number alone."""


def _reads_like_heading(text: str, placing: Placing) -> bool:
    """Whether a short line in a section is numbered in the style of the form's own headings."""
    section = placing.section
    style = enumerator_style(text)
    if section is None or not style or len(text.strip()) > 25 or text.strip()[-1] in "。；;，,：:！？":
        return False
    home = section.path.rpartition(".")[0]
    printed = [spec.number for spec in placing.definition.fields if spec.path.rpartition(".")[0] == home]
    printed += [group.number for group in placing.definition.groups]
    return style in {enumerator_style(number) for number in printed if number}


def _unit(text: str) -> str:
    """The unit of all numbers that a line of its own gives: （单位：万个）."""
    bare = text.strip().strip("（）()")
    head, colon, rest = bare.replace(":", "：").partition("：")
    return (
        unit_of(f"（{rest}）")
        if colon and key(head) in {key(word) for word in words()["units"]} and len(rest) <= 6
        else ""
    )


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
    if spec.kind in _HEADED:
        placing.section = Section(path=hit.path, certainty=hit.quality)
    else:
        placing.add(hit.path, _item(placing, hit, True), line.with_value(""), hit.quality)


def _is_wording(found: list[Pair], placing: Placing, text: str) -> bool:
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
    return placing.instance(base, hit.path, anchor, blank) if placing.many(base) else ()


def _place_pair(pair: Pair, placing: Placing, line: Text) -> None:
    leaf = tuple(hit for hit in pair.hits if not hit.group)
    groups = [hit for hit in pair.hits if hit.group]
    value = pair.value
    if groups and (not leaf or not value):
        placing.group = groups[0].path
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
            for path in {placing.base(h.path) or h.path for h in leaf}:
                placing.doubt("label.unclear", path.removesuffix("[]"), line.origin)
        return
    placing.group = groups[0].path if groups else by or placing.group
    spec = placing.spec(hit.path)
    if spec.kind in _HEADED:
        placing.section = Section(path=hit.path, certainty=hit.quality)
        if value:
            placing.section.lines.append(line.with_value(value))
        return
    parts = (value,) if spec.options else ()
    anchor = line if groups else None
    placing.add(hit.path, _item(placing, hit, not value, anchor), line.with_value(value), hit.quality, parts)


def _name_behind_group(group: Hit, value: str, placing: Placing, line: Text) -> None:
    """``负责人：张三``: the name of the group's person stands behind the group's own name."""
    names = [f for f in placing.definition.fields if f.kind == "person" and f.path.rsplit(".", 1)[0] == group.path]
    if len(names) == 1 and placing.plausible(names[0].path, value) >= 0.6:
        hit = Hit(names[0].path, False, min(group.quality, 1.0), False)
        placing.add(
            hit.path, _item(placing, hit, False), line.with_value(value), FIRM if group.printed else hit.quality
        )
    else:
        placing.leftovers.append(line.with_value(value))
