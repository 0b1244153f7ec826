"""The API over HTTP: what comes in is kept, who may do what, what is told and what never is."""

from __future__ import annotations

import csv
import io
import json
import logging
import zipfile
from pathlib import Path
from typing import IO, Any

import openpyxl
import pytest
from desks import Open, both, work
from flask.testing import FlaskClient
from test_desk import NAMES, PASSWORD, form
from werkzeug.formparser import default_stream_factory
from werkzeug.test import TestResponse

import fubiao
from desk import access, activities, children, intake, store
from desk.api import api
from desk.errors import Crashed, Missing
from desk.exports import defused
from desk.logs import Lines
from desk.office import Desk
from desk.openapi import description
from desk.operations import OPERATIONS
from desk.privacy import MASK, masked
from forms.errors import FubiaoError, OverLimit
from service import create_app

MOBILE = "13900010001"
V1 = "/api/v1"


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    return create_app({"TESTING": True}, desk).test_client()


def send(client: FlaskClient, *files: tuple[bytes, str], **values: Any) -> TestResponse:
    data: dict[str, Any] = {"file": [(io.BytesIO(data), name) for data, name in files]}
    headers = values.pop("headers", None)
    response = client.post(f"{V1}/uploads", data=data | values, content_type="multipart/form-data", headers=headers)
    # The client of the tests keeps a large body in a file that nobody else closes.
    response.request.input_stream.close()
    return response


def problem(response: TestResponse) -> tuple[int, str]:
    assert response.mimetype == "application/problem+json"
    body = response.get_json(force=True)
    assert body["status"] == response.status_code
    assert body["title"]
    return body["status"], body["code"]


def as_token(desk: Desk, role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access.make_token(desk.store, role, role)[1]}"}


# Uploads


@both
def test_an_upload_is_acknowledged_item_by_item_and_its_state_can_be_followed(desk: Desk) -> None:
    client = create_app({"TESTING": True}, desk).test_client()
    response = send(client, (form(), "推荐表.docx"), (form(), "again.docx"), (b"?", "x.bin"), sender="青禾县教体局")
    assert response.status_code == 202
    body = response.get_json()
    assert [item["status"] for item in body["items"]] == ["accepted", "duplicate", "accepted"]
    assert body["tally"] == {
        "received": 3, "passed": 0, "review": 2, "failed": 0, "duplicate": 1, "waiting": 2, "reading": 0
    }  # fmt: skip
    work(desk)
    assert client.get(f"{V1}/progress").get_json()["passed"] == 1
    uploads = client.get(f"{V1}/uploads").get_json()["items"]
    assert [upload["state"] for upload in uploads] == ["passed", "duplicate", "failed"]
    assert uploads[0]["sender"] == "青禾县教体局"
    assert uploads[2]["code"]
    assert uploads[2]["message"]
    assert client.get(f"{V1}/uploads/1").get_json() == uploads[0]
    assert problem(client.get(f"{V1}/uploads/99")) == (404, "missing.upload")


def test_names_come_back_exactly_and_no_header_breaks(client: FlaskClient) -> None:
    names = [
        name
        for name in NAMES
        if name and "\x00" not in name and not any(c == '"' or "\ud800" <= c <= "\udfff" for c in name)
    ]
    names.append("<img onerror=x>")
    send(client, *[(f"{number}".encode(), name) for number, name in enumerate(names)])
    for number, name in enumerate(names, 1):
        assert client.get(f"{V1}/uploads/{number}").get_json()["name"] == name
        original = client.get(f"{V1}/uploads/{number}/original")
        assert original.data == f"{number - 1}".encode()
        assert original.headers["Content-Disposition"].startswith("attachment;")
        assert original.headers["X-Content-Type-Options"] == "nosniff"
        assert original.mimetype == "application/octet-stream"
        assert "Content-Security-Policy" in original.headers


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"json": {}}, 415, "request.multipart"),
        ({"data": {"a": "b"}, "content_type": "multipart/form-data"}, 400, "request.nofile"),
        ({"data": {"file": (io.BytesIO(b"1"), "x"), "activity": "9"}}, 404, "missing.activity"),
        ({"data": {"file": (io.BytesIO(b"1"), "x"), "activity": "-1"}}, 400, "call.parameter"),
    ],
)
def test_a_wrong_upload_is_refused(client: FlaskClient, options: dict[str, Any], status: int, code: str) -> None:
    assert problem(client.post(f"{V1}/uploads", **options)) == (status, code)
    assert client.get(f"{V1}/progress").get_json()["received"] == 0


def test_too_large_a_body_is_refused_and_nothing_is_kept(opened: Open) -> None:
    desk = opened(body=1)
    client = create_app({"TESTING": True}, desk).test_client()
    assert problem(send(client, (b"x" * (2 << 20), "x"))) == (413, "request.toolarge")
    assert client.get(f"{V1}/progress").get_json()["received"] == 0
    assert list(desk.blobs.digests()) == []
    assert send(client, (b"x", "x")).status_code == 202, "the next one is served"


def test_thousands_of_parts_are_refused_and_what_was_taken_of_them_is_closed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[IO[bytes]] = []

    def kept(**of: Any) -> IO[bytes]:
        taken.append(default_stream_factory(**of))
        return taken[-1]

    monkeypatch.setattr("werkzeug.wrappers.request.default_stream_factory", kept)
    assert problem(send(client, (b"x" * 600_000, "x"), *[(b"x", str(number)) for number in range(1000)]))[0] == 413
    assert taken
    assert all(stream.closed for stream in taken)


def test_a_full_disk_is_507_and_a_locked_database_503(
    desk: Desk, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no room")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        response = send(client, (form(), "x"))
        assert problem(response) == (507, "store.full")
        assert response.headers["Retry-After"]
    import sqlite3

    desk.store.close()
    desk.store = store.Store(desk.settings.url, seconds_busy=0.1)
    other = sqlite3.connect(desk.settings.data / "desk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    response = send(client, (form(), "x"))
    other.rollback()
    other.close()
    assert problem(response) == (503, "store.busy")
    assert response.headers["Retry-After"]
    assert client.get(f"{V1}/progress").get_json()["received"] == 0
    assert send(client, (form(), "x")).status_code == 202
    desk.store.close()


def test_more_than_may_wait_is_429(opened: Open) -> None:
    client = create_app({"TESTING": True}, opened(queue=1)).test_client()
    assert send(client, (b"1", "x")).status_code == 202
    response = send(client, (b"2", "x"))
    assert problem(response) == (429, "queue.full")
    assert response.headers["Retry-After"]


def test_only_what_failed_is_read_again_and_what_waits_can_be_given_up(desk: Desk, client: FlaskClient) -> None:
    send(client, (b"?", "a"), (form(), "b"), (form("乙县"), "c"))
    assert client.post(f"{V1}/uploads/3/cancel").get_json()["code"] == "job.cancelled"
    work(desk)
    assert problem(client.post(f"{V1}/uploads/2/retry")) == (409, "conflict.retry")
    assert problem(client.post(f"{V1}/uploads/2/cancel")) == (412, "conflict.cancel")
    for number in (1, 3):
        assert client.post(f"{V1}/uploads/{number}/retry").get_json()["state"] == "waiting"
    assert work(desk) == 2
    found = client.get(f"{V1}/progress").get_json()
    assert (found["received"], found["passed"], found["failed"]) == (3, 2, 1)


def test_events_tell_the_tally_until_the_stream_ends(opened: Open) -> None:
    client = create_app({"TESTING": True}, opened(watch=0)).test_client()
    send(client, (b"?", "a"))
    response = client.get(f"{V1}/events")
    assert response.mimetype == "text/event-stream"
    (line,) = [line for line in response.text.splitlines() if line.startswith("data: ")]
    assert json.loads(line.removeprefix("data: "))["received"] == 1


# Records


def test_a_record_is_found_corrected_and_its_history_told(desk: Desk, client: FlaskClient) -> None:
    send(client, (form(), "a.docx"))
    work(desk)
    (found,) = client.get(f"{V1}/records?form=recommendation&text=青禾").get_json()["items"]
    assert found["title"] == "青禾县"
    response = client.get(f"{V1}/records/1")
    assert response.headers["ETag"] == '"1"'
    edits = {"edits": [{"field": "leader.position", "value": "主任"}], "reason": "来电更正"}
    assert problem(client.post(f"{V1}/records/1/corrections", json=edits)) == (428, "call.revision")
    changed = client.post(f"{V1}/records/1/corrections", json=edits, headers={"If-Match": '"1"'})
    assert changed.get_json()["data"]["leader"]["position"] == "主任"
    assert changed.headers["ETag"] == '"2"'
    late = client.post(f"{V1}/records/1/corrections", json=edits, headers={"If-Match": '"1"'})
    assert problem(late) == (412, "conflict.revision")
    assert late.get_json(force=True)["now"]["fields"] == ["leader.position"]
    history = client.get(f"{V1}/records/1/history").get_json()
    assert [(entry["action"], entry["field"], entry["before"]) for entry in history] == [
        ("read", "", None),
        ("correct", "leader.position", "局长"),
    ]
    state = client.put(
        f"{V1}/records/1/state", json={"state": "returned", "reason": "缺章"}, headers={"If-Match": '"2"'}
    )
    assert (state.get_json()["state"], state.get_json()["note"]) == ("returned", "缺章")
    for path in ("history", "versions", ""):
        assert client.get(f"{V1}/records/9/{path}".rstrip("/")).status_code == 404
    made = client.get(f"{V1}/records/1/document")
    (again,) = fubiao.extract(made.data)
    assert again.data["leader"]["position"] == "主任"
    assert again.data["account"]["password"] is None


def test_lists_are_paged_and_wrong_filters_are_told(desk: Desk, client: FlaskClient) -> None:
    send(client, *[(form(f"{number}县"), f"{number}") for number in range(5)])
    work(desk)
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = client.get(f"{V1}/records?limit=2&after={after}").get_json()
        seen += [record["record"] for record in page["items"]]
        after = page["next"]
    assert seen == [1, 2, 3, 4, 5]
    for query in ("limit=0", "limit=x", "nothing=1", "limit=1&limit=2", "doubtful=maybe", "state=x", f"after={2**70}"):
        assert problem(client.get(f"{V1}/records?{query}")) == (400, "call.parameter"), query


# Exports

FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", " =1", "\t=1", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_program_would_run_is_text(desk: Desk, client: FlaskClient, text: str) -> None:
    send(client, (form(text), f"{text}.docx"))
    work(desk)
    kept = client.get(f"{V1}/records/1").get_json()["title"]
    rows = list(csv.reader(io.StringIO(client.get(f"{V1}/exports?format=csv").data.decode("utf-8-sig"), newline="")))
    assert f"'{kept}" in rows[1]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "＝")) for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{V1}/exports?format=xlsx").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert kept in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}


def test_an_export_for_the_public_has_no_numbers_and_none_has_passwords(desk: Desk, client: FlaskClient) -> None:
    send(client, (form(construction=f"请联系 {MOBILE} 或 a.b@city.example"), f"张三{MOBILE}.docx"))
    work(desk)
    for kind in ("jsonl", "csv"):
        open_ = client.get(f"{V1}/exports?format={kind}").text
        assert MOBILE not in open_
        assert "a.b@city.example" not in open_
        assert PASSWORD not in open_
        office = client.get(f"{V1}/exports?format={kind}&audience=office").text
        assert MOBILE in office
        assert PASSWORD not in office
    with zipfile.ZipFile(io.BytesIO(client.get(f"{V1}/exports?format=xlsx").data)) as book:
        whole = b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "replace")
    assert MOBILE not in whole
    assert PASSWORD not in whole
    audited = client.get(f"{V1}/audit").get_json()["items"]
    assert [entry["action"] for entry in audited] == ["export"] * 2


def test_defusing_leaves_what_is_harmless() -> None:
    assert [defused(text) for text in ("", "甲", "1-2", "a=b")] == ["", "甲", "1-2", "a=b"]
    assert masked("电话0371-69691767、139 0001 0001、a@b.cn") == f"电话{MASK}、{MASK}、{MASK}"


# Forms and documents


def test_forms_are_listed_and_rendered(client: FlaskClient) -> None:
    editions = client.get(f"{V1}/forms").get_json()["editions"]
    assert {edition["id"] for edition in editions} >= {"moe-2020", "henan-2021"}
    assert client.get(f"{V1}/forms/summary/schema?edition=henan-2021").get_json()["title"]
    blank = client.post(f"{V1}/forms/recommendation/document?edition=henan-2021")
    assert zipfile.is_zipfile(io.BytesIO(blank.data))
    filled = client.post(f"{V1}/forms/summary/document?edition=henan-2021", json={"area": "许昌市"})
    (record,) = fubiao.extract(filled.data)
    assert record.data["area"] == "许昌市"
    for path, body, told in (
        ("forms/nothing/document", {}, (404, "unknown.form")),
        ("forms/recommendation/document?edition=x", {}, (404, "unknown.edition")),
        ("forms/recommendation/document", {"leader": "x"}, (422, "data.invalid")),
        ("documents/recommendation", {}, (404, "request.notfound")),
    ):
        assert problem(client.post(f"{V1}/{path}", json=body)) == told
    assert problem(client.post(f"{V1}/forms/summary/document", data=b"{", content_type="application/json"))[0] == 400
    assert problem(client.post(f"{V1}/forms/summary/document", json=[]))[0] == 422
    assert problem(client.post(f"{V1}/forms/summary/document", data=b"x"))[0] == 415


def test_one_file_is_read_at_once_and_nothing_of_it_is_kept(desk: Desk, client: FlaskClient) -> None:
    def extract(data: bytes, query: str = "") -> TestResponse:
        return client.post(f"{V1}/extract{query}", data={"file": (io.BytesIO(data), "推荐表.docx")})

    (line,) = extract(form()).get_json()
    assert (line["file"], line["data"]["applicant"]) == ("推荐表.docx", "青禾县")
    assert PASSWORD not in json.dumps(line)
    assert PASSWORD in extract(form(), "?private=true").text
    assert problem(extract(b"PK\x03\x04 cut off"))[0] == 422
    assert problem(extract(b"MZ\x90\x00" + bytes(range(256)))) == (415, "unreadable.unsupported")
    assert client.get(f"{V1}/progress").get_json()["received"] == 0
    assert list(desk.blobs.digests()) == []


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(Crashed("internal.killed"), 503, "internal.killed"), (OverLimit("limit.time", limit=20), 422, "limit.time")],
)
def test_a_crash_while_somebody_waits_is_503_and_a_limit_422(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: FubiaoError, status: int, code: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(children.Child, "call", broken)
    response = client.post(f"{V1}/extract", data={"file": (io.BytesIO(b"x"), "x")})
    assert problem(response) == (status, code)
    assert ("Retry-After" in response.headers) == (status == 503)


# Who may


def test_without_tokens_only_this_machine_is_let_in(client: FlaskClient) -> None:
    for base in ("127.0.0.1", "::1"):
        assert client.get(f"{V1}/progress", environ_base={"REMOTE_ADDR": base}).status_code == 200
    for options in (
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},
        {"headers": {"Host": "evil.example"}},
    ):
        assert problem(client.get(f"{V1}/progress", **options)) == (401, "access.closed")
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert problem(client.post("/extract", data={"f": (io.BytesIO(b"x"), "x")}, environ_base=far)) == (
        401,
        "access.closed",
    )


def test_a_token_lets_in_as_far_as_its_role_goes(desk: Desk, client: FlaskClient) -> None:
    tokens = {role: as_token(desk, role) for role in access.ROLES}
    assert problem(client.get(f"{V1}/progress")) == (401, "access.needed")
    assert problem(client.get(f"{V1}/progress", headers={"Authorization": "Bearer fb_x"})) == (401, "access.token")
    assert problem(client.get(f"{V1}/progress", headers={"Authorization": "Basic x"})) == (401, "access.token")
    assert client.get("/health").status_code == 200
    least = {"uploads": "uploader", "records": "clerk", "tokens": "admin", "audit": "admin", "activities": "uploader"}
    for path, wanted in least.items():
        for role, headers in tokens.items():
            may = access.ROLES.index(role) >= access.ROLES.index(wanted)
            assert client.get(f"{V1}/{path}", headers=headers).status_code == (200 if may else 403), (path, role)
    assert problem(client.post(f"{V1}/documents/notice", json={}, headers=tokens["clerk"])) == (403, "access.role")
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get(f"{V1}/progress", headers=tokens["uploader"], environ_base=far).status_code == 200


def test_who_only_sends_sees_only_what_they_sent(desk: Desk, client: FlaskClient) -> None:
    one, other = (
        as_token(desk, "uploader"),
        {"Authorization": f"Bearer {access.make_token(desk.store, '乙', 'uploader')[1]}"},
    )
    send(client, (b"1", "a"), headers=one)
    assert len(client.get(f"{V1}/uploads", headers=one).get_json()["items"]) == 1
    assert client.get(f"{V1}/uploads", headers=other).get_json()["items"] == []
    assert client.get(f"{V1}/uploads/1", headers=other).status_code == 404


def test_tokens_are_made_and_revoked_over_the_api(client: FlaskClient) -> None:
    made = client.post(f"{V1}/tokens", json={"name": "主任", "role": "admin"})
    assert made.status_code == 201
    headers = {"Authorization": f"Bearer {made.get_json()['secret']}"}
    (listed,) = client.get(f"{V1}/tokens", headers=headers).get_json()
    assert (listed["name"], listed["revoked_at"]) == ("主任", None)
    assert made.get_json()["secret"] not in json.dumps(listed)
    assert client.delete(f"{V1}/tokens/1", headers=headers).status_code == 204
    assert problem(client.get(f"{V1}/tokens", headers=headers)) == (401, "access.token")
    assert problem(client.get(f"{V1}/tokens")) == (401, "access.needed"), (
        "revoking the last one doesn't open the service"
    )


def test_a_session_needs_its_word_for_what_changes_something(desk: Desk, client: FlaskClient) -> None:
    _, secret = access.make_token(desk.store, "小张", "clerk")
    assert problem(client.post(f"{V1}/session", json={"token": "x"})) == (401, "access.token")
    opened = client.post(f"{V1}/session", json={"token": secret})
    assert (opened.get_json()["name"], opened.get_json()["role"]) == ("小张", "clerk")
    cookie = opened.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert secret not in cookie
    assert client.get(f"{V1}/progress").status_code == 200
    assert problem(send(client, (b"1", "a"))) == (403, "access.csrf")
    word = {"X-CSRF-Token": opened.get_json()["csrf"]}
    assert send(client, (b"1", "a"), headers=word).status_code == 202
    access.revoke_token(desk.store, 1)
    assert problem(client.get(f"{V1}/progress")) == (401, "access.token")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_site_s_page_can_change_nothing(client: FlaskClient, headers: dict[str, str]) -> None:
    assert problem(send(client, (b"1", "a"), headers=headers)) == (403, "access.origin")
    assert problem(client.post("/extract", data={"f": (io.BytesIO(b"x"), "x")}, headers=headers)) == (
        403,
        "access.origin",
    )
    assert send(client, (b"1", "a"), headers={"Origin": "http://localhost"}).status_code == 202


# Privacy


@pytest.fixture
def logged() -> Any:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    logger = logging.getLogger("fubiao")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield out
    logger.removeHandler(handler)
    logger.setLevel(before)


def test_a_canary_is_in_no_log_error_metric_or_answer(
    desk: Desk, client: FlaskClient, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"{PASSWORD} {MOBILE}.docx"
    send(client, (form(), name), sender=MOBILE)
    work(desk)
    client.application.config["TESTING"] = False
    bodies = [
        client.get(f"{V1}/records/1").text,
        client.get(f"{V1}/records/1/history").text,
        client.get(f"{V1}/metrics").text,
        client.get(f"{V1}/audit").text,
        client.get(f"{V1}/{PASSWORD}?{MOBILE}={PASSWORD}").text,
        client.post(
            f"{V1}/records/1/corrections", json={"edits": [{"field": PASSWORD}]}, headers={"If-Match": '"1"'}
        ).text,
        client.post(f"{V1}/records/1/corrections", json={PASSWORD: MOBILE}, headers={"If-Match": '"1"'}).text,
        client.post(f"{V1}/forms/recommendation/document", json={"account": {"password": [PASSWORD]}}).text,
    ]

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError(f"{PASSWORD} {MOBILE}")

    monkeypatch.setattr(intake, "enqueue", break_down)
    crashed = send(client, (form("乙"), name))
    assert problem(crashed) == (500, "internal")
    assert PASSWORD not in "".join(bodies) + crashed.text + logged.getvalue()
    assert MOBILE not in "".join(bodies[1:]) + crashed.text + logged.getvalue()
    assert all(json.loads(line)["event"] for line in logged.getvalue().splitlines())
    assert "internal error: RuntimeError" in logged.getvalue()


def test_revealing_is_recorded_and_closing_purges(client: FlaskClient, desk: Desk) -> None:
    send(client, (form(), "a.docx"))
    work(desk)
    assert client.get(f"{V1}/records/1").get_json()["private"] == ["account.password"]
    assert client.post(f"{V1}/records/1/reveal").get_json() == {"account.password": PASSWORD}
    assert client.get(f"{V1}/audit").get_json()["items"][0]["action"] == "reveal"
    assert client.post(f"{V1}/activities/1/close", json={"originals": True}).get_json()["state"] == "closed"
    assert problem(client.post(f"{V1}/records/1/reveal")) == (404, "missing.private")
    assert problem(client.get(f"{V1}/uploads/1/original")) == (404, "missing.file")
    assert problem(send(client, (b"1", "a"), activity="1")) == (409, "conflict.closed")
    assert problem(send(client, (b"1", "a"))) == (404, "missing.open")
    assert client.get(f"{V1}/records/1").get_json()["private"] == []


def test_activities_are_made_and_changed(client: FlaskClient) -> None:
    made = client.post(f"{V1}/activities", json={"title": "推荐", "edition": "henan-2021", "level": "province"})
    assert made.status_code == 201
    path = f"{V1}/activities/{made.get_json()['activity']}"
    changed = client.patch(path, json={"quotas": {"schools": 15}}, headers={"If-Match": '"1"'})
    assert changed.get_json()["quotas"] == {"schools": 15}
    assert problem(client.patch(path, json={"title": "x"}, headers={"If-Match": '"1"'})) == (412, "conflict.changed")
    assert problem(client.patch(path, json={"title": "x"}, headers={"If-Match": "x"})) == (400, "call.revision")
    for body, told in (
        ({}, (422, "call.shape")),
        ({"title": "x", "edition": "nothing"}, (404, "unknown.edition")),
        ({"title": "x", "level": "moon"}, (422, "call.shape")),
        ({"title": "x", "state": "closed"}, (422, "call.shape")),
    ):
        assert problem(client.post(f"{V1}/activities", json=body)) == told


# The description


def test_every_operation_is_described_and_says_who_may(client: FlaskClient) -> None:
    found = client.get(f"{V1}/openapi.json").get_json()
    assert found == json.loads(json.dumps(description()))
    assert found["openapi"] == "3.1.0"
    names = [entry.name for entry in OPERATIONS]
    assert len(set(names)) == len(names)
    for path, methods in found["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            assert "x-role" in operation or operation["security"] == [{}], path
    for rule in client.application.url_map.iter_rules():
        if rule.rule.startswith(V1):
            assert rule.rule.removeprefix(V1).replace("<", "{").replace(">", "}") in found["paths"]
    assert api().name == "api"


def test_metrics_are_in_the_format_of_prometheus(desk: Desk, client: FlaskClient) -> None:
    send(client, (form(), "a.docx"))
    work(desk)
    text = client.get(f"{V1}/metrics").text
    assert 'fubiao_uploads{state="passed"} 1' in text
    assert 'fubiao_jobs{state="done"} 1' in text
    assert "# TYPE fubiao_request_seconds histogram" in text
    for line in text.splitlines():
        assert line.startswith("#") or float(line.rsplit(" ", 1)[1]) >= 0


def test_health_tells_when_the_database_is_gone(
    desk: Desk, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(f"{V1}/health").get_json()["ok"] is True
    monkeypatch.setattr(desk.store, "is_up", lambda: False)
    assert client.get(f"{V1}/health").status_code == 503


def test_errors_keep_their_codes_on_the_way_from_another_process() -> None:
    import pickle

    for error in (OverLimit("limit.time", limit="20"), Missing("missing.view")):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (type(again), again.code, again.details, str(again)) == (
            type(error),
            error.code,
            error.details,
            str(error),
        )


def test_the_samples_folder_of_the_settings_is_offered(opened: Open) -> None:
    folder = Path(__file__).resolve().parent.parent / "samples"
    client = create_app({"TESTING": True}, opened(samples=str(folder))).test_client()
    assert client.get("/samples").get_json()
    assert activities.LEVELS[0] == ""
