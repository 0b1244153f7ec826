"""The attachments of a document: what its record names, and what stands behind each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.chinese import tight
from forms.definition import FormDefinition
from forms.paths import walk

__all__ = ["Enclosure", "enclosures", "is_edition", "named_titles", "titles_with_content"]

Enclosure = Mapping[str, Any]
"""What stands behind one attachment: ``form`` and ``edition`` of a blank form, a ``list``, or ``text``.

Empty where the record says nothing, or that it is a ``file`` of its own.
"""

_STOPS = "。，；、,.;"


def named_titles(data: Mapping[str, Any]) -> list[str]:
    """The names of the attachments in their order: those of ``attachments``; where it names none those of the lists, else the edition's forms.

    No punctuation stands behind a name (7.3.4).
    """
    given = data.get("attachments")
    names = given if isinstance(given, list) else []
    names = (
        names or [title for _, title in walk(data, "lists[].title")] or [form.title for form in _edition_forms(data)]
    )
    return [name.strip().rstrip(_STOPS) for name in names if isinstance(name, str)]


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
        and (entry.get("form") or entry.get("text") or entry.get("file"))
    ]
    known = {tight(title) for _, title in found}
    found += [("edition", title) for title in _forms(data) if tight(title) not in known]
    return [(path, title.rstrip(_STOPS)) for path, title in found]


def enclosures(data: Mapping[str, Any]) -> list[tuple[str, Enclosure]]:
    """Each attachment's name with what stands behind it, in the order of the names."""
    content: dict[str, Enclosure] = {tight(title): form for title, form in _forms(data).items()}
    for _, entry in walk(data, "enclosed[]"):
        if isinstance(entry, Mapping) and isinstance(entry.get("attachment"), str):
            if not (entry.get("form") or entry.get("text")):
                continue
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
    found: dict[str, Enclosure] = {}
    for title in named_titles(data):
        for form in _edition_forms(data):
            if tight(title) in {tight(known) for known in (form.title, *form.titles)}:
                found[title] = {"form": form.id, "edition": data["edition"]}
                break
    return found


def _edition_forms(data: Mapping[str, Any]) -> list[FormDefinition]:
    """The forms of the record's ``edition`` by their numbers as attachments."""
    from forms.errors import UnknownName
    from forms.library import edition

    name = data.get("edition")
    if not isinstance(name, str) or not name:
        return []
    try:
        return sorted(edition(name).forms, key=lambda form: form.attachment)
    except UnknownName:
        return []
