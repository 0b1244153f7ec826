"""The attachments of a document: what its record names, and what stands behind each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.chinese import tight
from forms.paths import walk

__all__ = ["Enclosure", "enclosures", "is_edition", "named_titles", "titles_with_content"]

Enclosure = Mapping[str, Any]
"""What stands behind one attachment: ``form`` and ``edition`` of a blank form, a ``list``, or ``text``; empty where the record says nothing."""

_STOPS = "。，；、,.;"


def named_titles(data: Mapping[str, Any]) -> list[str]:
    """The names of the attachments in their order: those of ``attachments``, and where that is missing those of the lists.

    No punctuation stands behind a name (7.3.4).
    """
    given = data.get("attachments")
    if isinstance(given, list) and given:
        return [name.strip().rstrip(_STOPS) for name in given if isinstance(name, str)]
    return [title.strip().rstrip(_STOPS) for _, title in walk(data, "lists[].title") if isinstance(title, str)]


def titles_with_content(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each path of the record that gives an attachment's content, with the attachment's name.

    The blank forms of ``edition`` stand behind the attachments of their titles.
    """
    found = [(path, title) for path, title in walk(data, "lists[].title") if isinstance(title, str)]
    found += [
        (f"{path}.attachment", entry["attachment"])
        for path, entry in walk(data, "enclosed[]")
        if isinstance(entry, Mapping)
        and isinstance(entry.get("attachment"), str)
        and (entry.get("form") or entry.get("text"))
    ]
    known = {tight(title) for _, title in found}
    found += [("edition", title) for title in _forms(data) if tight(title) not in known]
    return [(path, title.rstrip(_STOPS)) for path, title in found]


def enclosures(data: Mapping[str, Any]) -> list[tuple[str, Enclosure]]:
    """Each attachment's name with what stands behind it, in the order of the names."""
    content: dict[str, Enclosure] = {tight(title): form for title, form in _forms(data).items()}
    for _, entry in walk(data, "enclosed[]"):
        if isinstance(entry, Mapping) and isinstance(entry.get("attachment"), str):
            edition = entry.get("edition") or data.get("edition")
            content[tight(entry["attachment"].rstrip(_STOPS))] = {**entry, "edition": edition}
    for _, entry in walk(data, "lists[]"):
        if isinstance(entry, Mapping) and isinstance(entry.get("title"), str):
            content[tight(entry["title"].rstrip(_STOPS))] = {"list": entry}
    return [(title, content.get(tight(title), {})) for title in named_titles(data)]


def is_edition(name: object) -> bool:
    """Whether there is an edition called *name*."""
    from forms.library import editions

    return any(edition.id == name for edition in editions())


def _forms(data: Mapping[str, Any]) -> dict[str, Enclosure]:
    """The blank forms of the record's ``edition`` that ``attachments`` names, by that name."""
    from forms.errors import UnknownName
    from forms.library import edition

    name = data.get("edition")
    if not isinstance(name, str) or not name:
        return {}
    try:
        forms = edition(name).forms
    except UnknownName:
        return {}
    found: dict[str, Enclosure] = {}
    for title in named_titles(data):
        for form in forms:
            if tight(title) in {tight(known) for known in (form.title, *form.titles)}:
                found[title] = {"form": form.id, "edition": name}
                break
    return found
