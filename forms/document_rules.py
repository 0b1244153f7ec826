"""The rules of official documents: what must hold before anything is written. Named in definitions as those of ``forms.rules`` are.

Clauses are those of GB/T 9704-2012 《党政机关公文格式》. The patterns stand in ``vocabulary/documents.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from forms.chinese import half, tight
from forms.definition import FormDefinition, Rule
from forms.findings import Finding
from forms.levels import LEVELS, due_numbers, number_of
from forms.paths import get, leaves, walk
from forms.sameness import Sameness, alike, named
from forms.vocabulary import choose, table

__all__ = ["DOCUMENT_RULES", "is_letter_number"]


@cache
def _pattern(name: str, **parts: str) -> re.Pattern[str]:
    text: str = table("documents")[name]
    return re.compile(text.format(**{key: re.escape(value) for key, value in parts.items()}) if parts else text)


def is_letter_number(number: Any) -> bool:
    """Whether *number* is a letter's (函), which has a format of its own (10.1)."""
    return isinstance(number, str) and table("documents")["letter"] in number.partition("〔")[0]


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _needed(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``field`` isn't blank, a list or a group; ``unless``: paths one of which may stand for it."""
    others = rule.options.get("unless", ())
    if rule.field and all(get(data, path) in (None, "", [], {}) for path in (rule.field, *others)):
        group = definition.group_of.get(f"{rule.field}[]")
        label = group.labels[0] if group is not None and group.labels else rule.field
        yield Finding(path=rule.field, code="field.missing", details={"label": label})


def _document_number(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A number of the shape of 7.2.5."""
    for path, value in walk(data, rule.field):
        if isinstance(value, str) and value and not _pattern("number").fullmatch(value):
            yield Finding(path=path, code="document.number")


def _number_year(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``date``: the path of the day whose year the number ``field`` bears."""
    value, day = get(data, rule.field), _day(get(data, str(rule.options.get("date", ""))))
    if (
        isinstance(value, str)
        and day is not None
        and _pattern("number").fullmatch(value)
        and str(day.year) not in value
    ):
        yield Finding(path=rule.field, code="document.number_year", details={"year": day.year})


def _head_elements(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Copy number, secrecy and urgency as 7.2.1 to 7.2.3 write them; nothing secret is disclosed."""
    for name in ("copy_number", "secrecy", "urgency"):
        value = data.get(name)
        if isinstance(value, str) and value and not _pattern(name).fullmatch(value):
            yield Finding(path=name, code=f"document.{name}")
    above = [name for name in _OVER_THE_NUMBER if data.get(name)]
    if not data.get("doc_number"):
        yield from (Finding(path=name, code="document.headless") for name in above)
    elif is_letter_number(data["doc_number"]):
        yield from (Finding(path=name, code="document.not_in_letters") for name in ("signers",) if data.get(name))
    if data.get("secrecy") and table("documents")["disclosed"] in str(data.get("annotation") or ""):
        yield Finding(path="annotation", code="document.secret_disclosed")


_OVER_THE_NUMBER = ("copy_number", "secrecy", "urgency", "mark", "joint_issuers", "signers")
"""What stands in the head, which a document without a number hasn't."""


def _letter_imprint(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A letter's imprint has neither printing organ nor date (10.1): they aren't printed."""
    if is_letter_number(data.get("doc_number")) and data.get(rule.field):
        yield Finding(path=rule.field, code="document.letter_imprint")


def _whole_imprint(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """An imprint of the general format, which ``with`` makes one of, names who prints: ``field`` (7.4.3)."""
    number = data.get("doc_number")
    if number and not is_letter_number(number) and data.get(str(rule.options.get("with"))) and not data.get(rule.field):
        spec = definition.field_of.get(rule.field)
        label = spec.labels[0] if spec is not None and spec.labels else rule.field
        yield Finding(path=rule.field, code="field.missing", details={"label": label})


def _together(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``field`` and the path ``with`` are both there or neither is."""
    pair = (rule.field, str(rule.options.get("with", "")))
    blank = [get(data, path) in (None, "", [], {}) for path in pair]
    if all(pair) and blank[0] != blank[1]:
        missing = pair[blank.index(True)]
        spec, group = definition.field_of.get(missing), definition.group_of.get(f"{missing}[]")
        label = next((found.labels[0] for found in (spec, group) if found is not None and found.labels), missing)
        yield Finding(path=missing, code="field.missing", details={"label": label})


def _real_date(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A day of the calendar, written as ISO."""
    for path, value in walk(data, rule.field):
        if isinstance(value, str) and value and (len(value) != 10 or _day(value) is None):
            yield Finding(path=path, code="date.impossible")


def _not_before(rule: Rule, definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """``than``: the path of the day that ``field`` may not lie before."""
    other = str(rule.options.get("than", ""))
    day, least = _day(get(data, rule.field)), _day(get(data, other))
    if day is not None and least is not None and day < least:
        spec = definition.field_of.get(other)
        label = spec.labels[0] if spec is not None and spec.labels else other
        yield Finding(path=rule.field, code="document.before", details={"other": label})


def _levels(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Levels 0 to 4, whose numbers, where the text holds them, run as 7.3.3 has them."""
    body = [item if isinstance(item, Mapping) else {} for _, item in walk(data, rule.field)]
    for n, (item, due) in enumerate(zip(body, due_numbers(body), strict=True)):
        level, text = item.get("level"), item.get("text")
        if not isinstance(level, int) or not isinstance(text, str):
            continue
        if not 0 <= level < len(LEVELS):
            yield Finding(path=f"body[{n}].level", code="document.level")
        elif level and (found := number_of(text, level)) is not None and found != due:
            yield Finding(path=f"body[{n}].text", code="document.level_number", details={"expected": due})


def _levels_marked(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No paragraph of level 0 begins with the number of a level, and no level is left out but the second (7.3.3)."""
    above = 0
    for n, (_, item) in enumerate(walk(data, rule.field)):
        level, text = (item.get("level"), item.get("text")) if isinstance(item, Mapping) else (None, None)
        if not isinstance(level, int) or not isinstance(text, str):
            continue
        if level == 0 and any(number_of(text, other) is not None for other in (1, 2, 3)):
            yield Finding(path=f"body[{n}].level", code="document.level_unmarked")
        if level > above + 1 and (above, level) not in {(1, 3), (0, 3)}:
            yield Finding(path=f"body[{n}].level", code="document.level_skipped")
        above = level or above


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _attachments(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """What the text names as attachment is in the list of attachments, and what is to be bound behind it is there (7.3.4, 7.3.7)."""
    from forms.attachments import is_edition, named_titles, titles_with_content

    titles = named_titles(data)
    folded = [tight(title) for title in titles]
    for n, title in enumerate(folded):
        if title in folded[:n]:
            yield Finding(path=f"attachments[{n}]", code="unique.repeated", details={"row": folded.index(title) + 1})
    if (edition := data.get("edition")) and not is_edition(edition):
        yield Finding(path="edition", code="unknown.edition", details={"name": edition})
    content = titles_with_content(data)
    enclosed = [(path, title) for path, title in walk(data, "enclosed[].attachment") if isinstance(title, str)]
    for path, title in dict([*enclosed, *content]).items():
        if tight(title) not in folded:
            yield Finding(path=path, code="document.attachment_unlisted")
    if content or data.get("edition"):
        there = {tight(title) for _, title in content}
        for n, title in enumerate(folded):
            if title not in there:
                yield Finding(path=f"attachments[{n}]", code="document.attachment_absent", details={"number": n + 1})
    for path, text in _own_text(data):
        for found in _pattern("named").finditer(half(text).replace("(", "（").replace(")", "）")):
            numbers = [int(number) for number in re.findall(r"\d+", found["numbers"] or "")]
            if not titles or any(not 0 < number <= len(titles) for number in numbers):
                yield Finding(path=path, code="document.attachment_unknown", details={"name": found[0]})


def _attachments_bound(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Attachments that are named stand behind the text, or the record says that they are files of their own."""
    from forms.attachments import titles_with_content

    if data.get(rule.field) and not data.get("edition") and not titles_with_content(data):
        yield Finding(path=rule.field, code="document.attachments_apart")


def _signed(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A document is signed: where ``field`` isn't left out for the issuer but said to be blank, nobody's name stands over the date."""
    if rule.field in data and not data[rule.field] and not data.get("joint_issuers"):
        yield Finding(path=rule.field, code="document.unsigned")


def _list_counts(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No list is empty, ``count`` is the number of its items, and so is every number that the text gives for it."""
    for path, entry in walk(data, rule.field):
        if not isinstance(entry, Mapping):
            continue
        rows = entry.get("items") if isinstance(entry.get("items"), list) else []
        if not rows:
            yield Finding(path=f"{path}.items", code="document.list_empty")
        count = entry.get("count")
        if isinstance(count, int) and rows and count != len(rows):
            yield Finding(path=f"{path}.count", code="document.count", details={"found": count, "expected": len(rows)})
        unit, noun = entry.get("unit"), entry.get("noun")
        if not (isinstance(unit, str) and isinstance(noun, str) and unit and noun and rows):
            continue
        for where, text in _own_text(data):
            for name in ("said", "said_list"):
                for found in _pattern(name, unit=unit, noun=noun).finditer(half(text)):
                    if int(found["count"]) != len(rows):
                        details = {"found": int(found["count"]), "expected": len(rows)}
                        yield Finding(path=where, code="document.count", details=details)


def _known_province(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Provinces that there are; in one list all items have theirs or none has."""
    for path, entry in walk(data, "lists[]"):
        rows = entry.get("items") if isinstance(entry, Mapping) else None
        given = [row.get("province") if isinstance(row, Mapping) else None for row in rows or ()]
        for n, province in enumerate(given):
            where = f"{path}.items[{n}].province"
            if isinstance(province, str) and province:
                if choose(province, "province") is None:
                    yield Finding(path=where, code="province.unknown")
            elif any(given):
                yield Finding(path=where, code="document.province_missing")


_EARLIER: dict[Sameness, str] = {"same": "document.earlier_same", "likely": "document.earlier_likely"}


def _earlier(data: Mapping[str, Any], field: str, wanted: Sameness) -> Iterator[Finding]:
    """Names of the lists that are those of ``earlier_winners`` as surely as *wanted*; winners of an earlier year aren't chosen again."""
    earlier: dict[tuple[str, ...], list[tuple[str, Any]]] = {}
    for _, row in walk(data, "earlier_winners[]"):
        if isinstance(row, Mapping) and isinstance(name := row.get("name"), str):
            earlier.setdefault(_bearer(name), []).append((name, row.get("year")))
    if not earlier:
        return
    list_path, _, key = field.rpartition(".")
    for path, row in walk(data, list_path):
        name = row.get(key) if isinstance(row, Mapping) else None
        if not isinstance(name, str):
            continue
        province = choose(str(row.get("province") or ""), "province") or ""
        for known, year in earlier.get(_bearer(name), ()):
            # 新华区 of one province isn't that of another; a name with its own places in front needs no province.
            if alike(name, known) == wanted and alike(province + name, known):
                details = {"name": known, "year": "" if year is None else f"{year} "}
                yield Finding(path=f"{path}.{key}", code=_EARLIER[wanted], details=details)
                break


def _bearer(name: str) -> tuple[str, ...]:
    """What names that mean the same have in common: their own part, or of regions the innermost place."""
    found = named(name)
    return (found.own,) if found.own else ("", *found.places[-1:])


def _not_earlier(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No name of a list is one of ``earlier_winners``, however either is written."""
    return _earlier(data, rule.field, "same")


def _hardly_earlier(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No name of a list may be one of ``earlier_winners`` that leaves out where it is."""
    return _earlier(data, rule.field, "likely")


def _publicity_dated(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No text says that the result was made public before without the days of it."""
    if get(data, rule.field):
        return
    for path, text in _own_text(data):
        if _pattern("publicity").search(text):
            yield Finding(path=path, code="document.publicity")


_UNPRINTED = re.compile(r"(?:public_contacts|earlier_winners|contacts)\b")


def _private(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """No text carries a mobile number, an e-mail address, an account or a password that the record doesn't call public.

    Public are the ``contacts`` of the record, each value of ``public_contacts``, and the e-mail addresses under the text's own heading of contacts.
    """
    public = {_plain(text) for text in _strings(data.get("public_contacts"))}
    own = "\n".join(_contact_section(data))
    for kind in table("documents")["private"]:
        pattern = re.compile(kind["pattern"])
        known = public | ({_plain(found[0]) for found in pattern.finditer(half(own))} if kind.get("own") else set())
        for path, text in leaves(data):
            if not isinstance(text, str) or _UNPRINTED.match(path):
                continue
            for found in pattern.finditer(half(text)):
                if not any(_plain(found[0]).endswith(_bare(value)) for value in known if _bare(value)):
                    yield Finding(path=path, code="document.private", details={"kind": kind["name"]})
                    break


def _plain(text: str) -> str:
    return re.sub(r"[\s-]", "", half(text)).lower()


def _bare(text: str) -> str:
    return text.removeprefix("+86")


def _contact_section(data: Mapping[str, Any]) -> Iterator[str]:
    """The paragraphs under the headings of contacts."""
    inside = 0
    for _, item in walk(data, "body[]"):
        level, text = (item.get("level"), item.get("text")) if isinstance(item, Mapping) else (None, None)
        if not isinstance(level, int) or not isinstance(text, str):
            continue
        if level and (not inside or level <= inside):
            inside = level if _pattern("contact_heading").search(text[:20]) else 0
        if inside:
            yield text


_OWN = ("title", "purpose", "subject", "procedure", "objection", "body[].text")


def _own_text(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The running text of the document with its paths."""
    for pattern in _OWN:
        for path, text in walk(data, pattern):
            if isinstance(text, str):
                yield path, text


DOCUMENT_RULES: dict[str, Callable[[Rule, FormDefinition, Mapping[str, Any]], Iterator[Finding]]] = {
    "attachments": _attachments,
    "attachments_bound": _attachments_bound,
    "document_number": _document_number,
    "head_elements": _head_elements,
    "hardly_earlier": _hardly_earlier,
    "known_province": _known_province,
    "letter_imprint": _letter_imprint,
    "levels": _levels,
    "levels_marked": _levels_marked,
    "list_counts": _list_counts,
    "needed": _needed,
    "not_before": _not_before,
    "not_earlier": _not_earlier,
    "number_year": _number_year,
    "private": _private,
    "publicity_dated": _publicity_dated,
    "real_date": _real_date,
    "signed": _signed,
    "together": _together,
    "whole_imprint": _whole_imprint,
}
