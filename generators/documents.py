"""Records to official documents in GB/T 9704-2012: refused if anything is missing, wrong or private; else filled, bound and fitted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms.attachments import enclosures
from forms.check import check
from forms.definition import FormDefinition
from forms.errors import InvalidData
from forms.library import definition as definition_of
from forms.messages import message
from forms.record import Issue
from forms.whereabouts import in_words
from generators.binding import bind
from generators.document import is_letter, printed
from generators.fitting import fit, fit_header
from generators.ooxml import packed, parsed, serialised, unpacked
from generators.render import fill, render, shipped
from generators.shape import verify

__all__ = ["Refused", "write", "write_separately"]

_DOCUMENT = "word/document.xml"
_HEADER = re.compile(r"word/header\d+\.xml")
_ATTACHMENT = "documents/attachment.docx"


class Refused(InvalidData):
    """A record that can't become a document. ``code`` is that of the first of its ``issues``, all of which the message tells by their places in words."""

    def __init__(self, issues: Sequence[Issue], definition: FormDefinition) -> None:
        told = "；".join(
            message("document.fault", where=in_words(definition, issue.field), reason=issue.message.rstrip("。"))
            for issue in issues
        )
        super().__init__("document.refused", faults=f"{told}。")
        self.issues = tuple(issues)
        self.code = issues[0].code


def write(definition: FormDefinition, data: Mapping[str, Any] | None) -> bytes:
    """The document of *data* as .docx, its attachments bound behind it.

    Raises:
        InvalidData: there is no data, or it isn't of the document's shape.
        Refused: something is missing, contradictory, or not to be published.
        InvalidTemplate: the template is wrong.
    """
    record = _checked(definition, data)
    return _made(_template(definition, record), printed(record), _forms(record))


def write_separately(definition: FormDefinition, data: Mapping[str, Any] | None) -> dict[str, bytes]:
    """The document without its attachments, under its title, and each attachment under its number and name.

    The first line of an attachment of its own gives the document's number (7.3.7).

    Raises:
        InvalidData, Refused, InvalidTemplate: as for ``write``.
    """
    record = _checked(definition, data)
    values = printed(record)
    forms = _forms(record)
    found = {"".join(values["title"]): _made(_template(definition, record), {**values, "attachments": []}, {})}
    for attachment in values["attachments"]:
        label = f"{values['doc_number']}{attachment['label']}"
        single = {"attachments": [{**attachment, "label": label}]}
        found[f"{attachment['label']} {''.join(attachment['title'])}"] = _made(_ATTACHMENT, single, forms)
    return found


def _checked(definition: FormDefinition, data: Mapping[str, Any] | None) -> dict[str, Any]:
    """*data* without its blanks, if a document can be made of it."""
    if not data:
        raise InvalidData("output.document", name=definition.id)
    record = {key: value for key, value in data.items() if value is not None}
    if "signature" in data and not record.get("signature"):
        record["signature"] = ""
    verify(definition, record)
    faults = [issue for issue in check(definition, record, {}) if issue.severity == "error"]
    if faults:
        raise Refused(faults, definition)
    return record


def _template(definition: FormDefinition, record: Mapping[str, Any]) -> str:
    return f"{definition.template}.{'letter' if is_letter(record) else 'general'}.docx"


def _forms(record: Mapping[str, Any]) -> dict[str, bytes]:
    """The blank forms that stand behind attachments, by the attachment's number, under its number and title."""
    found = {}
    for n, (title, content) in enumerate(enclosures(record), 1):
        if content.get("form"):
            form = definition_of(str(content["form"]), content.get("edition"))
            found[str(n)] = render(replace(form, attachment=n, title=title))
    return found


def _made(template: str, values: Mapping[str, Any], forms: Mapping[str, bytes]) -> bytes:
    """The filled *template* with *forms* in their slots and all fitted to its texts."""
    members = unpacked(fill(shipped(template), values, template))
    body = parsed(members[_DOCUMENT])
    fit(body, sealed=bool(values.get("signature", {}).get("sealed", True)))
    members = bind(members, body, forms)
    members[_DOCUMENT] = serialised(body)
    for name, content in members.items():
        if _HEADER.fullmatch(name) and b"DocLetterMark" in content:
            header = parsed(content)
            fit_header(header)
            members[name] = serialised(header)
    return packed(members)
