"""The API's operations on forms: what there is, blank and prefilled ones, official documents, and reading at once."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request

from desk import records
from desk.api_uploads import attachment, display_name
from desk.found import Reading
from desk.operations import Call, Parameter, operation
from desk.privacy import part
from desk.problems import Refused, as_json
from desk.reading import patience, read_bytes, seconds_for
from forms.errors import FubiaoError
from forms.library import definition, documents, editions
from forms.schema import catalogue, schema

__all__ = ["DOCX", "PDF"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"

EDITION = Parameter(
    name="edition", schema={"type": "string", "maxLength": 100}, about="Which edition; the first that has the form."
)
FORMAT = Parameter(
    name="format", schema={"enum": ["docx", "pdf"], "type": "string"}, about="The kind of file.", default="docx"
)

_SECONDS_PDF = 110.0


@operation("GET", "/forms", "The editions and their forms, and the official documents.", "Catalogue")
def list_forms(call: Call) -> Any:
    """The catalogue."""
    return catalogue(editions(), documents())


@operation("GET", "/forms/{form}/schema", "The JSON schema of a form's data.", "Catalogue", query=(EDITION,))
def get_schema(call: Call) -> Any:
    """The schema, its properties in the form's order."""
    return schema(definition(call.path["form"], call.query["edition"]))


@operation(
    "POST",
    "/forms/{form}/document",
    "The form, blank for an empty body, prefilled for a JSON object of its data.",
    f"{DOCX} {PDF}",
    query=(EDITION, FORMAT),
    body={"type": "object"},
    body_optional=True,
)
def render_form(call: Call) -> Any:
    """A blank or prefilled form."""
    form = definition(call.path["form"], call.query["edition"])
    if form.document and not call.who.may("publisher"):
        raise Refused("access.role", 403, role=call.who.role, wanted="publisher")
    return _made(call, form.id, form.edition, form.title, call.body)


@operation(
    "POST",
    "/documents/{document}",
    "An official document: notice, forwarding_notice, public_notice or announcement, of a JSON object of its data.",
    f"{DOCX} {PDF}",
    role="publisher",
    query=(FORMAT,),
    body={"type": "object"},
)
def render_document(call: Call) -> Any:
    """An official document."""
    form = definition(call.path["document"], None)
    if not form.document:
        raise Refused("request.notfound", 404)
    return _made(call, form.id, form.edition, form.title, call.body)


@operation(
    "GET",
    "/records/{record}/document",
    "The record's form, filled in with its data; without the private values.",
    f"{DOCX} {PDF}",
    role="clerk",
    query=(FORMAT,),
)
def render_record(call: Call) -> Any:
    """A form prefilled from a record."""
    with call.desk.store.read() as session:
        record = records.find(session, call.path["record"])
    form = definition(record.form, record.edition)
    return _made(call, form.id, form.edition, record.title, record.data)


def _made(call: Call, form: str, edition: str, title: str, data: Any) -> Response:
    # The public verb, so that what can be rendered here is what can be rendered anywhere.
    inner = data.get("data") if isinstance(data, dict) else None
    made: bytes = current_app.extensions["render"](
        form, inner if isinstance(inner, dict) else data, edition=edition or None
    )
    kind = call.query["format"]
    if kind == "pdf":
        from generators.pdf import to_pdf

        made = call.desk.aside.call(to_pdf, made, seconds=_SECONDS_PDF)
    return attachment(made, PDF if kind == "pdf" else DOCX, f"{title}.{kind}", f"{form}.{kind}")


@operation(
    "POST",
    "/extract",
    "Read one file at once and keep nothing of it: one envelope for each form in it.",
    "[Envelope]",
    multipart={
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    },
    query=(
        Parameter(
            name="private", schema={"type": "boolean"}, about="Whether private values are told too.", default=False
        ),
    ),
)
def extract_file(call: Call) -> Any:
    """Reads a file in a child process; a document that can't be read is 422, or 415 where it is of a kind that isn't read."""
    sent = [file for _, file in request.files.items(multi=True)]
    if len(sent) != 1:
        raise Refused("request.nofile" if not sent else "request.onefile", 400)
    data = sent[0].stream.read()
    seconds = seconds_for(len(data), call.desk.settings.seconds)
    reading: Reading = call.desk.aside.call(read_bytes, data, seconds, seconds=patience(seconds))
    if reading.code:
        raise _Told(reading.code, reading.message)
    lines = reading.lines if call.query["private"] else [part(line)[0] for line in reading.lines]
    return as_json([{**line, "file": display_name(sent[0])} for line in lines])


class _Told(FubiaoError):
    """The error that a child told, with its own code and text."""

    def __init__(self, code: str, text: str) -> None:
        self.code, self.details = code, {}
        Exception.__init__(self, text)
