"""The clerks' desk below its pages: board, problems, slips, ledger, scoring, publication, and what archives hold."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from desks import both, send, work
from sqlalchemy import select

from desk import activities as rounds_of
from desk.board import board
from desk.errors import Conflict, Invalid, Missing
from desk.judging import candidates, experts, from_rows, open_again, put, rank, rows_of, rubric_of, set_experts, sheets
from desk.ledger import as_docx, cells, heads, lines, summary
from desk.models import Activity, Audit, Change, Record
from desk.office import Desk
from desk.original import as_html
from desk.publishing import document_data, publish, set_listed
from desk.records import Sought, keep
from desk.rounds import from_round, round_of, unit_of
from desk.shown import groups, label
from desk.slips import return_slip
from desk.worklist import decide, problems, withdraw
from forms.activity import activity as known_round
from forms.library import definition
from forms.messages import texts
from fubiao import extract, read, render
from generators.documents import write
from generators.sheet import workbook
from parsers.document import Paragraph

EDITION = "henan-2021"
PASSWORD = "Canary#7731"  # noqa: S105  # invented
Json = dict[str, Any]


@cache
def _rendered(form: str, data: str) -> bytes:
    return render(form, json.loads(data), edition=EDITION)


def recommendation(name: str, category: str, who: str, mobile: str, **changes: Any) -> bytes:
    someone = {"name": who, "position": "校长", "mobile": mobile}
    data = {
        "applicant": name,
        "leader": someone,
        "contact": someone,
        "category": category,
        "space_url": "https://space.example.test/a",
        "account": {"username": "user", "password": PASSWORD},
        "construction": "建成。",
        "application": "常用。",
        "recognition": "认可。",
        "city_opinion": {"text": "同意推荐。", "date": "2021-11-20", "sealed": None},
        "province_opinion": {"text": "同意。", "date": "2021-11-25", "sealed": None},
        **changes,
    }
    return _rendered("recommendation", json.dumps(data))


def summary_form(schools: list[str], regions: list[str], area: str = "洛阳市") -> bytes:
    def row(number: int, name: str, kind: str) -> Json:
        person = {
            "name": f"李{'一二三四五六七八九'[number - 1]}",
            "office": "办公室",
            "position": "校长",
            "mobile": f"1380000{number:04d}",
        }
        return {"no": number, "name": name, "type": kind, "person": person}

    data = {
        "area": area,
        "department": f"{area}教育局",
        "contact": {"name": "赵强", "position": "科长", "phone": "0379-63200000", "email": "a@example.test"},
        "regions": [row(i, name, "区县") for i, name in enumerate(regions, 1)],
        "schools": [row(i, name, "小学") for i, name in enumerate(schools, 1)],
    }
    return _rendered("summary", json.dumps(data))


SCHOOLS = ["栾川县第一小学", "洛阳市第四小学", "洛阳市第五小学", "洛阳市第六小学"]


@pytest.fixture
def number(desk: Desk) -> int:
    """An activity of the province's edition, without files."""
    return rounds_of.make(desk.store, from_round(known_round(EDITION))).id


@pytest.fixture
def filled(desk: Desk, number: int) -> int:
    """The same with a city's summary and some of its forms: one school's is missing, one isn't in the summary."""
    files = [
        (summary_form(SCHOOLS, ["栾川县"]), "洛阳汇总.docx"),
        (recommendation("栾川县", "区县", "李一", "13800000001"), "栾川.docx"),
    ]
    files += [
        (recommendation(name, "学校", f"李{'一二三四'[i]}", f"1380000000{i + 1}"), f"{name}.docx")
        for i, name in enumerate(SCHOOLS[:3])
    ]
    files.append((recommendation("洛阳市第九小学", "学校", "周九", "13800000009"), "九小.docx"))
    send(desk, *files, activity=number)
    work(desk)
    return number


def row_of(desk: Desk, number: int) -> Activity:
    with desk.store.read() as session:
        return rounds_of.find(session, number)


def found(desk: Desk, number: int) -> list[Any]:
    with desk.store.read() as session:
        return problems(session, rounds_of.find(session, number))


# The board and the problems


def test_an_activity_made_from_a_round_is_that_round(desk: Desk, number: int) -> None:
    kept, wanted = round_of(row_of(desk, number)), known_round(EDITION)
    assert (kept.units, kept.expected, kept.deadlines, kept.rules) == (
        wanted.units,
        wanted.expected,
        wanted.deadlines,
        wanted.rules,
    )


@both
def test_the_board_tells_who_sent_what(desk: Desk, filled: int) -> None:
    with desk.store.read() as session:
        now = board(session, rounds_of.find(session, filled))
    assert (now.due, now.sent) == (len(known_round(EDITION).units), 1)
    luoyang = next(row for row in now.rows if row.unit == "洛阳市")
    assert luoyang.forms == {"summary": 1, "recommendation": 5}
    assert luoyang.owed == ()
    assert next(row for row in now.rows if row.unit == "开封市").owed == ("recommendation", "summary")
    count = now.tally
    assert count.received == count.passed + count.review + count.failed + count.duplicate == 6


@pytest.mark.parametrize(
    ("form", "data", "sender", "unit"),
    [
        ("summary", {"area": "洛阳市"}, "", "洛阳市"),
        ("summary", {"area": "洛阳"}, "", "洛阳市"),
        ("recommendation", {"applicant": "栾川县第一小学"}, "", "洛阳市"),
        ("recommendation", {"applicant": "兰考县第一小学"}, "", "兰考县"),
        ("recommendation", {"applicant": "第一小学"}, "", ""),
        ("recommendation", {"applicant": "第一小学"}, "开封", "开封市"),
        ("recommendation", {"applicant": "第一小学"}, "某直属学校", "某直属学校"),
    ],
)
def test_the_unit_of_a_record_is_told_by_its_places_or_its_sender(
    form: str, data: Json, sender: str, unit: str
) -> None:
    assert unit_of(known_round(EDITION), form, EDITION, data, sender) == unit


def test_problems_of_several_records_are_decided_and_found_again(desk: Desk, filled: int) -> None:
    known = {one.code: one for one in found(desk, filled)}
    missing, extra = known["across.no_application"], known["across.not_listed"]
    assert missing.unit == "洛阳市"
    assert missing.spots[0].path == "schools[3]"
    with pytest.raises(Invalid):
        decide(desk.store, filled, missing.digest, verdict="kept")
    decide(desk.store, filled, missing.digest, verdict="slip", by="甲")
    decide(desk.store, filled, extra.digest, verdict="kept", reason="直属学校", by="甲")
    after = {one.digest: one for one in found(desk, filled)}
    assert (after[missing.digest].verdict, after[missing.digest].by) == ("slip", "甲")
    assert after[extra.digest].reason == "直属学校"
    withdraw(desk.store, filled, missing.digest)
    assert next(one for one in found(desk, filled) if one.digest == missing.digest).is_open
    with pytest.raises(Invalid):
        decide(desk.store, filled, "0" * 64, verdict="slip")


def test_an_issue_that_a_clerk_kept_is_no_open_problem(desk: Desk, number: int) -> None:
    send(desk, (recommendation("栾川县", "区县", "李一", "1380000"), "a.docx"), activity=number)
    work(desk)
    one = next(one for one in found(desk, number) if one.within)
    spot = one.spots[0]
    with desk.store.read() as session:
        revision = session.get_one(Record, spot.record).revision
    keep(desk.store, spot.record, revision=revision, code=one.code, field=spot.path, reason="已电话核实", by="甲")
    after = next(other for other in found(desk, number) if other.digest == one.digest)
    assert (after.verdict, after.reason, after.by) == ("kept", "已电话核实", "甲")


def test_a_slip_lists_what_its_sender_has_to_mend(desk: Desk, filled: int) -> None:
    for one in found(desk, filled):
        if one.code in ("across.no_application", "across.not_listed"):
            decide(desk.store, filled, one.digest, verdict="slip")
    chosen = [one for one in found(desk, filled) if one.verdict == "slip"]
    slip = read(return_slip(row_of(desk, filled), "洛阳市", chosen))
    table = next(slip.tables())
    assert table.rows == 1 + len(chosen)
    text = "\n".join(cell.text for cell in table.cells)
    assert "洛阳市第六小学" in text
    assert "洛阳市第九小学" in text
    assert "1380000" not in text


# The ledger


def test_the_ledger_is_searched_and_exported(desk: Desk, filled: int) -> None:
    with desk.store.read() as session:
        row = rounds_of.find(session, filled)
        everything = lines(session, row, Sought(activity=filled)).lines
        schools = lines(session, row, Sought(activity=filled, text="第九")).lines
        others = lines(session, row, Sought(activity=filled), unit="开封市").lines
    assert (len(everything), len(others)) == (6, 0)
    assert [line.record.title for line in schools] == ["洛阳市第九小学"]
    table = next(read(as_docx(row, everything)).tables())
    assert table.rows == 7
    sheet = next(read(workbook([("台账", [heads(), *cells(everything)])])).tables())
    assert sheet.rows == 7
    assert [cell.text for cell in sheet.cells if cell.row == 0] == heads()


def test_what_begins_like_a_formula_stays_text() -> None:
    import openpyxl

    made = workbook([("a/b", [["头"], ["=1+1"], ["+86"], ["@x"], ["\x0bz"]])])
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells_ = [row[0] for row in book.active.iter_rows(min_row=2)]  # type: ignore[union-attr]
    assert [cell.value for cell in cells_] == ["=1+1", "+86", "@x", "z"]
    assert {cell.data_type for cell in cells_} == {"s"}


def test_the_summary_is_made_from_the_forms_of_a_unit(desk: Desk, filled: int) -> None:
    with desk.store.read() as session:
        row = rounds_of.find(session, filled)
        made = summary(session, row, unit="洛阳市")
        nobody = summary(session, row, unit="开封市")
    assert made is not None
    assert made.data["department"] == "洛阳市教育局"
    assert [one["name"] for one in made.data["schools"]] == [*SCHOOLS[:3], "洛阳市第九小学"]
    assert made.sources["schools[0].name"].path == "applicant"
    assert nobody is not None
    assert nobody.data["schools"] == []


# Scoring


def scored(desk: Desk, number: int, expert: str, first: int, share: str) -> None:
    measure = rubric_of(row_of(desk, number), "school")
    scores = {one.path: one.points * Decimal(share) for one in measure.indicators}
    put(desk.store, number, first=first, kind="school", expert=expert, scores=scores, submit=True)


def test_experts_score_and_the_ranking_shows_ties(desk: Desk, filled: int) -> None:
    set_experts(desk.store, filled, ["甲", "乙", "甲", " "])
    assert experts(row_of(desk, filled)) == ("甲", "乙")
    with desk.store.read() as session:
        nominees = candidates(session, row_of(desk, filled), "school")
    a, b, c, d = (one.first for one in nominees)
    for expert, first, share in [
        ("甲", a, "0.8"),
        ("乙", a, "0.9"),
        ("甲", b, "0.9"),
        ("乙", b, "0.8"),
        ("甲", c, "0.5"),
    ]:
        scored(desk, filled, expert, first, share)
    put(desk.store, filled, first=c, kind="school", expert="乙", recused=True)
    with desk.store.read() as session:
        ranks = rank(nominees, sheets(session, row_of(desk, filled), "school_indicators"))
    told = [(one.place, int(one.result.nominee), one.tied, one.result.counted, one.result.recused) for one in ranks]
    assert told == [(1, a, True, 2, 0), (1, b, True, 2, 0), (3, c, False, 1, 1), (None, d, False, 0, 0)]
    assert ranks[0].result.mean == Decimal("85.00")


def test_a_submitted_sheet_is_locked_until_it_is_opened_and_that_is_recorded(desk: Desk, filled: int) -> None:
    set_experts(desk.store, filled, ["甲"])
    with desk.store.read() as session:
        first = candidates(session, row_of(desk, filled), "school")[0].first
    scored(desk, filled, "甲", first, "0.5")
    with pytest.raises(Conflict):
        scored(desk, filled, "甲", first, "0.6")
    with pytest.raises(Conflict):
        set_experts(desk.store, filled, ["乙"])
    with desk.store.read() as session:
        sheet = sheets(session, row_of(desk, filled), "school_indicators")[0]
    open_again(desk.store, filled, sheet.id, by="管理员")
    with desk.store.read() as session:
        assert session.scalar(select(Audit).where(Audit.action == "unlock", Audit.by == "管理员")) is not None
    with pytest.raises(Conflict):
        put(desk.store, filled, first=first, kind="school", expert="甲", scores={}, revision=sheet.revision)


def test_scores_over_their_limit_or_missing_are_refused(desk: Desk, filled: int) -> None:
    set_experts(desk.store, filled, ["甲"])
    with desk.store.read() as session:
        first = candidates(session, row_of(desk, filled), "school")[0].first
    measure = rubric_of(row_of(desk, filled), "school")
    path = measure.indicators[0].path
    for wrong in (measure.indicators[0].points + 1, "-1", "五分"):
        with pytest.raises(Invalid):
            put(desk.store, filled, first=first, kind="school", expert="甲", scores={path: wrong})
    _, issues = put(desk.store, filled, first=first, kind="school", expert="甲", scores={path: "1"})
    assert len(issues) == len(measure.indicators) - 1
    with pytest.raises(Invalid):
        put(desk.store, filled, first=first, kind="school", expert="甲", scores={path: "1"}, submit=True, revision=1)
    with pytest.raises(Missing):
        put(desk.store, filled, first=first, kind="school", expert="路人", scores={})
    with pytest.raises(Missing):
        put(desk.store, filled, first=10**6, kind="school", expert="甲", scores={})


def test_score_sheets_go_out_as_a_table_and_come_back_in_another_order(desk: Desk, filled: int) -> None:
    set_experts(desk.store, filled, ["甲"])
    measure = rubric_of(row_of(desk, filled), "school")
    words = texts("desk")
    with desk.store.read() as session:
        nominees = candidates(session, row_of(desk, filled), "school")
    rows = rows_of(measure, nominees, (), "甲", words)
    back = [list(reversed(row)) for row in [rows[0], *rows[:0:-1]]]
    for row in back[1:]:
        row[: len(measure.indicators)] = ["1"] * len(measure.indicators)
    assert from_rows(measure, back, words) == {one.first: {i.path: "1" for i in measure.indicators} for one in nominees}
    with pytest.raises(Invalid):
        from_rows(measure, [["不是", "评分表"]], words)


# Publication


def test_a_list_is_taken_from_the_ledger_and_its_records_move_on(desk: Desk, filled: int) -> None:
    with desk.store.read() as session:
        chosen = [one.record for one in candidates(session, row_of(desk, filled), "school")[:2]]
    set_listed(desk.store, filled, chosen, "shortlist", by="甲")
    given = {
        "issuer": "河南省教育厅",
        "title": "关于优秀学校拟推荐名单的公示",
        "basis": [{"issuer": "教育部办公厅", "title": "关于开展活动的通知", "number": "教科信厅函〔2021〕31号"}],
        "procedure": "经自主申报、专家遴选",
        "period": {"start": "2021-12-01", "end": "2021-12-07"},
        "objection": "如有异议，请实名书面反映。",
        "date": "2021-12-01",
        "contacts": [{"office": "省教育厅科技处", "phone": "0371-69690000"}],
    }
    with desk.store.read() as session:
        data, named = document_data(session, row_of(desk, filled), "public_notice", given)
    assert named == chosen
    assert [one["name"] for one in data["lists"][0]["items"]] == SCHOOLS[:2]
    made = read(write(definition("public_notice"), data))
    text = "\n".join(block.text for block in made.blocks if isinstance(block, Paragraph))
    assert SCHOOLS[0] in text + "\n".join(cell.text for table in made.tables() for cell in table.cells)
    publish(desk.store, filled, "public_notice", data, named, by="甲")
    with desk.store.read() as session:
        assert {session.get_one(Record, one).listed for one in chosen} == {"public"}
        changes = session.scalars(select(Change).where(Change.action == "list", Change.record_id == chosen[0])).all()
    assert [(one.before, one.after) for one in changes] == [("", "shortlist"), ("shortlist", "public")]
    with desk.store.read() as session, pytest.raises(Invalid):
        document_data(session, row_of(desk, filled), "public_notice", given)


# What the page for reviewing shows


def test_values_are_shown_in_groups_with_their_doubts_and_labels(desk: Desk, number: int) -> None:
    send(desk, (recommendation("栾川县", "区县", "李一", "1380000"), "a.docx"), activity=number)
    work(desk)
    with desk.store.read() as session:
        record = session.scalars(select(Record).where(Record.activity_id == number)).one()
    shown, _ = groups(record, ["account.password"])
    values = {value.path: value for group in shown for value in group.values}
    assert values["leader.mobile"].doubtful
    assert values["leader.mobile"].label == "手机"
    assert not values["applicant"].doubtful
    assert values["account.password"].private
    assert values["account.password"].held
    assert values["account.password"].text == ""
    assert values["category"].options == ("地市", "区县", "学校")
    assert label("leader.mobile", "recommendation", EDITION) == "负责人信息 手机"
    assert label("schools[3].name", "summary", EDITION).endswith("（4）")


def test_an_original_is_shown_escaped_with_its_cells_marked_and_its_password_masked() -> None:
    made = as_html(read(recommendation("<b>栾川</b>县", "区县", "李一", "13800000001")), [PASSWORD])
    assert "<b>栾川" not in made
    assert "&lt;b&gt;栾川" in made
    assert "Canary" not in made
    (record,) = extract(recommendation("栾川县", "区县", "李一", "13800000001"))
    cell = record.fields["leader.mobile"].origin.cell
    assert cell is not None
    html = as_html(read(recommendation("栾川县", "区县", "李一", "13800000001")))
    at = html.index(f'data-at="{cell[0]},{cell[1]},{cell[2]}"')
    assert "13800000001" in html[at : at + 80]
