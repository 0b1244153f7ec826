"""The pages of scoring: experts, their sheets on the screen and as files, and the ranking."""

from __future__ import annotations

from typing import Any, cast

from flask import Response, flash, redirect, render_template, request, url_for

from desk import activities as rounds_of
from desk.errors import Invalid
from desk.judging import candidates, experts, from_rows, open_again, put, rank, rows_of, rubric_of, set_experts, sheets
from desk.pages import ROWS, attached, blueprint, guarded, here, paged, who_asks
from desk.publishing import LISTED, set_listed
from desk.shown import form_name
from forms.activity import Kind
from forms.library import definition
from forms.messages import message, texts
from forms.paths import put as put_at
from forms.scoring import scores_in
from generators.render import render

__all__: list[str] = []

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _kind() -> Kind:
    return "region" if request.values.get("kind") == "region" else "school"


@blueprint.get("/<int:activity>/judging", endpoint="judging")
@guarded("clerk")
def show(activity: int) -> str:
    """The ranking of one kind, and what each expert still owes."""
    kind = _kind()
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        measure = rubric_of(row, kind)
        found = candidates(session, row, kind)
        known = sheets(session, row, measure.form)
    names = experts(row)
    of = {(one.record_id, one.expert): one for one in known}
    by_first = {str(one.first): one for one in found}
    ranks = [(one, by_first[one.result.nominee]) for one in rank(found, known)]
    pages, before = paged(len(ranks))
    return render_template(
        "desk/judging.html",
        activity=row,
        kind=kind,
        kinds=[(name, texts("desk")[f"kind_{name}"]) for name in ("region", "school")],
        measure=measure,
        ranks=ranks[before : before + ROWS],
        pages=pages,
        experts=names,
        sheets=of,
        title=form_name(measure.form, row.edition),
    )


@blueprint.post("/<int:activity>/experts", endpoint="experts")
@guarded("publisher")
def name_experts(activity: int) -> Response:
    """Names the experts."""
    set_experts(here().store, activity, request.form.get("names", "").splitlines(), by=who_asks().name)
    return cast("Response", redirect(url_for(".judging", activity=activity, kind=_kind())))


@blueprint.get("/<int:activity>/judging/<int:first>/<expert>", endpoint="sheet")
@guarded("clerk")
def show_sheet(activity: int, first: int, expert: str) -> str:
    """One expert's sheet of one nominee."""
    kind = _kind()
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        measure = rubric_of(row, kind)
        nominee = next((one for one in candidates(session, row, kind) if one.first == first), None)
        own = next(
            (one for one in sheets(session, row, measure.form) if (one.record_id, one.expert) == (first, expert)), None
        )
    if nominee is None or expert not in experts(row):
        raise Invalid("missing.expert")
    return render_template(
        "desk/sheet.html",
        activity=row,
        kind=kind,
        measure=measure,
        nominee=nominee,
        expert=expert,
        sheet=own,
        tab="judging",
    )


@blueprint.post("/<int:activity>/judging/<int:first>/<expert>", endpoint="sheet_put")
@guarded("clerk")
def put_sheet(activity: int, first: int, expert: str) -> Response:
    """Keeps, submits or recuses."""
    kind, what = _kind(), request.form.get("what", "keep")
    scores = {name.removeprefix("s:"): value for name, value in request.form.items() if name.startswith("s:")}
    _, issues = put(
        here().store,
        activity,
        first=first,
        kind=kind,
        expert=expert,
        scores=scores,
        recused=what == "recuse",
        submit=what == "submit",
        revision=request.form.get("revision", 0, type=int),
        note=request.form.get("note", ""),
        by=who_asks().name,
    )
    back = cast("Response", redirect(url_for(".judging", activity=activity, kind=kind)))
    if issues:
        flash(message("desk.kept_with", count=len(issues)), "warning")
        return back
    flash(message("desk.kept"), "good")
    return back


@blueprint.post("/<int:activity>/sheets/<int:sheet>/open", endpoint="sheet_open")
@guarded("publisher")
def reopen(activity: int, sheet: int) -> Response:
    """Opens a submitted sheet again."""
    open_again(here().store, activity, sheet, by=who_asks().name)
    return cast("Response", redirect(url_for(".judging", activity=activity, kind=_kind())))


@blueprint.get("/<int:activity>/judging/<expert>.xlsx", endpoint="sheets_file")
@guarded("clerk")
def save_sheets(activity: int, expert: str) -> Response:
    """All of an expert's sheets as a table to be filled in away from the desk."""
    from generators.sheet import workbook

    kind = _kind()
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        measure = rubric_of(row, kind)
        rows = rows_of(
            measure, candidates(session, row, kind), sheets(session, row, measure.form), expert, texts("desk")
        )
    return attached(workbook([(expert, rows)]), message("desk.scores_name", expert=expert), XLSX)


@blueprint.get("/<int:activity>/judging/<int:first>/<expert>.docx", endpoint="sheet_file")
@guarded("clerk")
def save_sheet(activity: int, first: int, expert: str) -> Response:
    """One sheet as the indicator form, with the scores that are there."""
    kind = _kind()
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        measure = rubric_of(row, kind)
        own = next(
            (one for one in sheets(session, row, measure.form) if (one.record_id, one.expert) == (first, expert)), None
        )
    form = definition(measure.form, row.edition)
    data: dict[str, Any] = {
        "categories": [
            {**one, "indicators": [dict(two) for two in one["indicators"]]} for one in form.preset["categories"]
        ]
    }
    for path, value in (own.scores if own else {}).items():
        put_at(data, f"{path}.score", None if value is None else float(value))
    return attached(render(form, data), message("desk.score_name", expert=expert), DOCX)


@blueprint.post("/<int:activity>/judging/<expert>/file", endpoint="sheets_take")
@guarded("clerk")
def take_sheets(activity: int, expert: str) -> Response:
    """Takes scores from a filled table (.xlsx) or, for the nominee named, from an indicator form."""
    kind = _kind()
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid("call.nothing")
    data = file.stream.read()
    with here().store.read() as session:
        row = rounds_of.find(session, activity)
        measure = rubric_of(row, kind)
        known = {one.record_id: one for one in sheets(session, row, measure.form) if one.expert == expert}
    first = request.form.get("first", 0, type=int)
    found = _scores_of(data, first, measure) if first else from_rows(measure, _table(data), texts("desk"))
    left = 0
    for nominee, scores in found.items():
        revision = known[nominee].revision if nominee in known else 0
        _, issues = put(
            here().store,
            activity,
            first=nominee,
            kind=kind,
            expert=expert,
            scores=scores,
            revision=revision,
            by=who_asks().name,
        )
        left += bool(issues)
    back = cast("Response", redirect(url_for(".judging", activity=activity, kind=kind)))
    flash(message("desk.scores_taken", count=len(found), left=left), "good")
    return back


def _table(data: bytes) -> list[list[str]]:
    from parsers.read import read

    table = next(read(data).tables(), None)
    if table is None:
        raise Invalid("score.table")
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def _scores_of(data: bytes, first: int, measure: Any) -> dict[int, dict[str, Any]]:
    from parsers.extraction.extract import extract
    from parsers.read import read

    record = next((one for one in extract(read(data)) if one.form == measure.form), None)
    if record is None:
        raise Invalid("score.table")
    return {first: dict(scores_in(record.data))}


@blueprint.post("/<int:activity>/listed", endpoint="listed")
@guarded("publisher")
def listed(activity: int) -> Response:
    """Puts records on the shortlist, or takes them off."""
    chosen = request.form.getlist("record", type=int)
    to = request.form.get("to", "")
    if to not in LISTED:
        raise Invalid("call.state")
    set_listed(here().store, activity, chosen, to, by=who_asks().name)
    return cast("Response", redirect(url_for(".judging", activity=activity, kind=_kind())))
