"""Rules of what stands behind an official document: its attachments and lists, by what its text says of them and who won before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from forms.chinese import half, tight
from forms.definition import FormDefinition, Rule
from forms.document_text import own_text, pattern
from forms.findings import Finding
from forms.paths import walk
from forms.sameness import Sameness, alike, named
from forms.vocabulary import choose

__all__ = ["LIST_RULES"]


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
    for path, text in own_text(data):
        for found in pattern("named").finditer(half(text).replace("(", "（").replace(")", "）")):
            numbers = [int(number) for number in re.findall(r"\d+", found["numbers"] or "")]
            if not titles or any(not 0 < number <= len(titles) for number in numbers):
                yield Finding(path=path, code="document.attachment_unknown", details={"name": found[0]})


def _attachments_bound(rule: Rule, _definition: FormDefinition, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Attachments that are named stand behind the text, or the record says that they are files of their own."""
    from forms.attachments import titles_with_content

    if data.get(rule.field) and not data.get("edition") and not titles_with_content(data):
        yield Finding(path=rule.field, code="document.attachments_apart")


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
        for where, text in own_text(data):
            for name in ("said", "said_list"):
                for found in pattern(name, unit=unit, noun=noun).finditer(half(text)):
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


LIST_RULES: dict[str, Callable[[Rule, FormDefinition, Mapping[str, Any]], Iterator[Finding]]] = {
    "attachments": _attachments,
    "attachments_bound": _attachments_bound,
    "list_counts": _list_counts,
    "known_province": _known_province,
    "not_earlier": _not_earlier,
    "hardly_earlier": _hardly_earlier,
}
"""These rules by their names."""
