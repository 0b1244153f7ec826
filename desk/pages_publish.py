"""The page of publication: choose the document, fill in what the ledger doesn't know, look at its pages, save it, publish it."""

from __future__ import annotations

import base64
from typing import Any, cast

from flask import Response, flash, redirect, render_template, request, url_for
from sqlalchemy import select

from desk import activities as rounds_of
from desk.errors import Invalid, Missing
from desk.judging import candidates
from desk.models import Publication
from desk.pages import attached, blueprint, guarded, here, who_asks
from desk.pictures import pictures_of
from desk.publishing import document_data, documents, publish
from forms.errors import FubiaoError
from forms.messages import message, texts
from generators.documents import write

__all__: list[str] = []

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PREVIEWED = 6
"""Pages shown at once."""


def _given(document: str) -> dict[str, Any]:
    """What was typed, as the document's data."""
    from forms.paths import put

    found: dict[str, Any] = {}
    for path in documents()[document].fields:
        text = request.values.get(path, "").strip()
        if text:
            put(found, path, text)
    basis = {key: request.values.get(f"basis.{key}", "").strip() for key in ("issuer", "title", "number")}
    if any(basis.values()):
        found["basis"] = [{key: value or None for key, value in basis.items()}]
    contact = {
        key: request.values.get(f"contact.{key}", "").strip()
        for key in ("office", "person", "phone", "email", "address", "postcode")
    }
    if any(contact.values()):
        found["contacts"] = [{key: value or None for key, value in contact.items()}]
    return found


def _document() -> str:
    name = request.values.get("document", "public_notice")
    if name not in documents():
        raise Missing("unknown.form", name=name)
    return name


def _spec(document: str) -> Any:
    from forms.library import definition

    return definition(document, None)


def _labels(document: str) -> list[tuple[str, str, str, bool]]:
    """Path, label, kind and whether it is needed of each field to be typed."""
    spec = _spec(document)
    found = []
    for path in documents()[document].fields:
        own = spec.field_of.get(path)
        if own is not None:
            found.append((path, own.labels[0], own.kind, own.required))
    return found


@blueprint.get("/<int:activity>/publish", endpoint="publish")
@guarded("clerk")
def show(activity: int) -> str:
    """What can be published, and what was."""
    document = _document()
    return _page(activity, document, _before(activity))


def _before(activity: int) -> dict[str, str]:
    """What was typed for the last document that was published: most of it is the same in the next."""
    with here().store.read() as session:
        last = session.scalars(
            select(Publication).where(Publication.activity_id == activity).order_by(Publication.id.desc()).limit(1)
        ).first()
        data: dict[str, Any] = dict(last.data) if last else {}
    found = {f"basis.{key}": value for one in data.get("basis", [])[:1] for key, value in one.items()}
    found |= {f"contact.{key}": value for one in data.get("contacts", [])[:1] for key, value in one.items()}
    found |= {key: data.get(key) for key in ("issuer", "signature", "procedure")}
    found |= {f"publicity.{key}": value for key, value in data.get("period", {}).items()}
    return {key: str(value) for key, value in found.items() if value}


def _page(activity: int, document: str, typed: dict[str, str], **more: Any) -> str:
    stage = documents()[document].before
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        listed = {
            kind: [one for one in candidates(session, row, kind) if one.listed == stage]
            for kind in ("region", "school")
        }
        made = session.scalars(
            select(Publication).where(Publication.activity_id == activity).order_by(Publication.id.desc())
        ).all()
    words = texts("desk")
    return render_template(
        "desk/publish.html",
        activity=row,
        document=document,
        documents=[(name, words[f"document_{name}"]) for name in documents()],
        stage=texts("listed")[stage],
        listed=[(words[f"kind_{kind}"], some) for kind, some in listed.items()],
        fields=_labels(document),
        typed=typed,
        made=made,
        tab="publish",
        **more,
    )


def _made(activity: int, document: str) -> tuple[dict[str, Any], list[int], bytes]:
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        data, records = document_data(session, row, document, _given(document))
    return data, records, write(_spec(document), data)


@blueprint.post("/<int:activity>/publish", endpoint="publish_post")
@guarded("publisher")
def act(activity: int) -> Any:
    """Previews, saves or publishes; what is wrong is said beside what was typed, which stays."""
    document, what = _document(), request.form.get("what", "preview")
    typed = request.form.to_dict()
    try:
        data, records, docx = _made(activity, document)
    except FubiaoError as error:
        return _page(activity, document, typed, refused=str(error))
    title = str(data.get("title", document)).replace("\n", "")
    if what == "docx":
        return attached(docx, f"{title}.docx", DOCX)
    if what == "publish":
        publish(here().store, activity, document, data, records, by=who_asks().name)
        back = cast("Response", redirect(url_for(".publish", activity=activity)))
        flash(message("desk.published", count=len(records)), "good")
        return back
    from generators.pdf import ConversionFailed, to_pdf

    try:
        pdf = to_pdf(docx)
    except ConversionFailed as error:
        return _page(activity, document, typed, refused=str(error))
    if what == "pdf":
        return attached(pdf, f"{title}.pdf", "application/pdf")
    pictures, count = pictures_of(here(), pdf, _PREVIEWED)
    return _page(activity, document, typed, preview=[base64.b64encode(png).decode() for png in pictures], pages=count)


@blueprint.get("/<int:activity>/publications/<int:number>.<kind>", endpoint="publication")
@guarded("clerk")
def save(activity: int, number: int, kind: str) -> Response:
    """A document that was published, made again from its data."""
    with here().store.read() as session:
        found = session.get(Publication, number)
        if found is None or found.activity_id != activity:
            raise Missing("missing.publication")
        data, document = dict(found.data), found.document
    docx = write(_spec(document), data)
    title = str(data.get("title", document)).replace("\n", "")
    if kind == "docx":
        return attached(docx, f"{title}.docx", DOCX)
    if kind != "pdf":
        raise Invalid("call.state")
    from generators.pdf import to_pdf

    return attached(to_pdf(docx), f"{title}.pdf", "application/pdf")
