"""The pages of the ledger: its list, its exports, and the summary made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from sqlalchemy import select

from desk import activities as rounds_of
from desk.errors import Missing
from desk.ledger import as_docx, cells, heads, lines, summary
from desk.models import Activity, Record
from desk.pages import ROWS, attached, blueprint, guarded, here, paged
from desk.records import Sought
from desk.rounds import round_of
from desk.shown import form_name, label
from forms.collect import Collected
from forms.library import definition
from forms.messages import message
from forms.paths import get
from generators.render import render

__all__: list[str] = []

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ARGUMENTS = ("unit", "form", "state", "text")


def _sought(activity: int) -> tuple[Sought, dict[str, str]]:
    args = {name: request.args.get(name, "") for name in _ARGUMENTS}
    return Sought(activity=activity, form=args["form"], state=args["state"], text=args["text"]), args


@blueprint.get("/<int:activity>/ledger", endpoint="ledger")
@guarded("clerk")
def show(activity: int) -> str:
    """Every record, searched and filtered."""
    sought, args = _sought(activity)
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        pages, before = paged(lines(session, row, sought, unit=args["unit"], count=0).total)
        found = lines(session, row, sought, unit=args["unit"], start=before, count=ROWS)
        forms = session.execute(select(Record.form, Record.edition).where(Record.activity_id == activity).distinct())
        known = sorted((form, edition) for form, edition in forms)
    return render_template(
        "desk/ledger.html",
        activity=row,
        rows=found.lines,
        units=found.units,
        forms=[(form, form_name(form, edition)) for form, edition in known],
        args=args,
        pages=pages,
        summary=round_of(row).collect is not None,
    )


@blueprint.get("/<int:activity>/ledger.<kind>", endpoint="ledger_file")
@guarded("clerk")
def export(activity: int, kind: str) -> Response:
    """What the list shows, as a file."""
    sought, args = _sought(activity)
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        found = lines(session, row, sought, unit=args["unit"]).lines
    name = message("desk.ledger_title", activity=row.title)
    if kind == "docx":
        return attached(as_docx(row, found), f"{name}.docx", DOCX)
    if kind == "xlsx":
        from generators.sheet import workbook

        return attached(workbook([(name, [heads(), *cells(found)])]), f"{name}.xlsx", XLSX)
    raise Missing("request.notfound")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cell:
    text: str
    record: int | None = None
    path: str = ""


def _tables(made: Collected) -> list[dict[str, Any]]:
    """The lists of the summary as the page shows them, each cell with where it came from."""
    form = definition(made.form, made.edition)
    found = []
    for name, rows in made.data.items():
        if not isinstance(rows, list):
            continue
        specs = [spec for spec in form.fields if spec.path.startswith(f"{name}[].")]
        own = [spec.path.removeprefix(f"{name}[].") for spec in specs]
        body = []
        for number, row in enumerate(rows):
            cells_ = []
            for path in own:
                value, source = get(row, path), made.sources.get(f"{name}[{number}].{path}")
                text = "" if value is None else str(value)
                cells_.append(
                    _Cell(text=text, record=int(source.entry), path=source.path) if source else _Cell(text=text)
                )
            body.append(cells_)
        group = next((one for one in form.groups if one.path == f"{name}[]" and one.labels), None)
        heads_ = [
            label(spec.path.replace("[]", ""), made.form, made.edition) if not spec.labels else spec.labels[0]
            for spec in specs
        ]
        found.append({"label": group.labels[0] if group else name, "heads": heads_, "rows": body})
    return found


def _made(activity: int) -> tuple[Activity, Collected, list[str]]:
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        made = summary(session, row, unit=request.args.get("unit", ""))
        units = list(lines(session, row, Sought(activity=activity), count=0).units)
    if made is None:
        raise Missing("request.notfound")
    return row, made, units


@blueprint.get("/<int:activity>/summary", endpoint="summary")
@guarded("clerk")
def show_summary(activity: int) -> str:
    """The summary made from the forms that came in; each cell leads back to its page."""
    row, made, units = _made(activity)
    args = {"unit": request.args.get("unit", "")}
    found = _tables(made)
    pages, before = paged(max((len(one["rows"]) for one in found), default=0))
    lists = [{**one, "total": len(one["rows"]), "rows": one["rows"][before : before + ROWS]} for one in found]
    return render_template(
        "desk/summary.html", activity=row, made=made, lists=lists, pages=pages, units=units, args=args, tab="ledger"
    )


@blueprint.get("/<int:activity>/summary.docx", endpoint="summary_file")
@guarded("clerk")
def save_summary(activity: int) -> Response:
    """The same as the form itself."""
    _, made, _ = _made(activity)
    form = definition(made.form, made.edition)
    return attached(render(form, made.data), f"{form.title}.docx", DOCX)
