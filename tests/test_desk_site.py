"""The clerks' pages over HTTP, without a browser: who is let in, what must not be told, and what is said when it can't be done."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from desks import work
from flask.testing import FlaskClient
from test_desk_work import EDITION, PASSWORD, recommendation, summary_form

from desk.access import make_token
from desk.office import Desk
from service import create_app

MOBILE = "13800000001"


@pytest.fixture
def client(desk: Desk) -> Iterator[FlaskClient]:
    app = create_app({}, desk)
    with app.test_client() as made:
        yield made


def word(client: FlaskClient, page: str = "/desk/") -> str:
    found = re.search(r'data-csrf="([^"]+)"', client.get(page).get_data(as_text=True))
    assert found is not None
    return found[1]


def made(client: FlaskClient) -> str:
    """The address of a new activity."""
    answer = client.post("/desk/activities", data={"csrf": word(client), "preset": EDITION})
    assert answer.status_code == 302
    return str(answer.location).removesuffix("/intake")


def send(client: FlaskClient, base: str, *files: tuple[bytes, str]) -> Any:
    data = {"file": [(io.BytesIO(content), name) for content, name in files]}
    return client.post(f"{base}/intake", data=data, headers={"X-CSRF-Token": word(client)})


@pytest.fixture
def base(client: FlaskClient, desk: Desk) -> str:
    """An activity with a school's form and a city's summary, read."""
    address = made(client)
    form = recommendation("洛阳市第四小学", "学校", "李一", MOBILE)
    assert (
        send(client, address, (form, "四小.docx"), (summary_form(["洛阳市第四小学"], []), "汇总.docx")).status_code
        == 202
    )
    work(desk)
    return address


PAGES = (
    "/",
    "/intake",
    "/received",
    "/review",
    "/problems",
    "/ledger",
    "/summary",
    "/judging",
    "/publish",
    "/settings",
)


def test_every_page_answers_and_keeps_the_password_to_itself(client: FlaskClient, base: str) -> None:
    for page in (*PAGES, "/records/1", "/records/1/versions"):
        answer = client.get(base + page, follow_redirects=True)
        assert answer.status_code == 200, page
        text = answer.get_data(as_text=True)
        assert PASSWORD not in text, page
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not re.search(r"\son[a-z]+=|<script(?! src)|style=", text), page


def test_what_another_site_sends_is_refused(client: FlaskClient, base: str) -> None:
    for headers in ({}, {"X-CSRF-Token": "other"}, {"X-CSRF-Token": word(client), "Origin": "http://other.example"}):
        answer = client.post(f"{base}/problems/{'0' * 64}", data={"verdict": "slip"}, headers=headers)
        assert answer.status_code == 403
    answer = client.post(f"{base}/records/1/confirm", json={"revision": 1, "field": "applicant"})
    assert answer.status_code == 403


def test_with_tokens_the_pages_ask_for_one_and_a_role_allows_what_it_allows(
    client: FlaskClient, base: str, desk: Desk
) -> None:
    _, uploader = make_token(desk.store, "上传", "uploader")
    _, clerk = make_token(desk.store, "办事员", "clerk")
    answer = client.get(f"{base}/ledger")
    assert answer.status_code == 302
    assert "/desk/enter" in str(answer.location)
    for secret, status in ((uploader, 403), (clerk, 200)):
        client.post("/desk/enter", data={"csrf": word(client, "/desk/enter"), "token": secret})
        assert client.get(f"{base}/ledger").status_code == status
    assert client.post(f"{base}/close", data={"csrf": word(client), "sure": "yes"}).status_code == 403
    client.post("/desk/leave", data={"csrf": word(client)})
    assert client.get(f"{base}/ledger").status_code == 302
    wrong = client.post("/desk/enter", data={"csrf": word(client, "/desk/enter"), "token": "fb_x"})
    assert wrong.status_code == 401


def test_a_name_as_markup_is_text(client: FlaskClient, desk: Desk) -> None:
    address = made(client)
    form = recommendation("<img src=x onerror=alert(1)>学校", "学校", "李一", MOBILE)
    send(client, address, (form, "<b>.docx"))
    work(desk)
    for page in ("/intake", "/ledger", "/records/1"):
        text = client.get(address + page).get_data(as_text=True)
        assert "<img src=x" not in text
        assert "<b>.docx" not in text


def test_a_correction_over_an_older_state_is_refused_with_who_was_faster(client: FlaskClient, base: str) -> None:
    headers = {"X-CSRF-Token": word(client)}
    client.post("/desk/me", data={"csrf": headers["X-CSRF-Token"], "name": "王芳"})
    first = client.post(
        f"{base}/records/1/correct", json={"revision": 1, "field": "leader.name", "value": "李二"}, headers=headers
    )
    assert first.get_json()["value"] == "李二"
    second = client.post(
        f"{base}/records/1/correct", json={"revision": 1, "field": "leader.name", "value": "李三"}, headers=headers
    )
    assert second.status_code == 412
    assert "王芳" in second.get_json()["title"]
    assert "李二" in client.get(f"{base}/records/1").get_data(as_text=True)


def test_private_values_are_shown_on_request_alone(client: FlaskClient, base: str) -> None:
    answer = client.post(f"{base}/records/1/reveal", json={"revision": 1}, headers={"X-CSRF-Token": word(client)})
    assert answer.get_json()["values"] == {"account.password": PASSWORD}


def test_settings_change_who_sends_and_until_when(client: FlaskClient, base: str) -> None:
    data = {
        "csrf": word(client),
        "revision": "1",
        "title": "新名称",
        "units": "洛阳市\n新单位",
        "deadline.summary": "2021-12-01",
    }
    assert client.post(f"{base}/settings", data=data).status_code == 302
    text = client.get(f"{base}/").get_data(as_text=True)
    assert "新名称" in text
    assert "新单位" in text
    assert "2021-12-01" in text
    assert client.post(f"{base}/settings", data=data).status_code == 412
    assert client.post(f"{base}/settings", data={**data, "revision": "2", "deadline.summary": "x"}).status_code == 422


def test_a_closed_activity_takes_and_changes_nothing_and_holds_no_password(client: FlaskClient, base: str) -> None:
    headers = {"X-CSRF-Token": word(client)}
    client.post(f"{base}/close", data={"csrf": headers["X-CSRF-Token"], "sure": "yes"})
    assert client.get(f"{base}/").status_code == 200
    assert send(client, base, (b"x", "x.docx")).status_code == 409
    answer = client.post(f"{base}/records/1/confirm", json={"revision": 1, "field": "applicant"}, headers=headers)
    assert answer.status_code == 409
    assert client.post(f"{base}/records/1/reveal", json={"revision": 2}, headers=headers).status_code == 404


def test_what_isnt_there_is_said_as_a_page(client: FlaskClient, base: str) -> None:
    for page in ("/records/999", "/ledger.exe", "/judging/999/路人", "/publications/9.docx", "/uploads/99/original"):
        answer = client.get(base + page)
        assert answer.status_code in (404, 422), page
        assert "未能完成" in answer.get_data(as_text=True), page
    assert client.get("/desk/999/").status_code == 404


def test_files_are_saved_never_shown(client: FlaskClient, base: str) -> None:
    for page in ("/ledger.xlsx", "/ledger.docx", "/summary.docx", "/uploads/1/original", "/slips/-.docx"):
        answer = client.get(base + page)
        assert answer.status_code == 200, page
        assert answer.headers["Content-Disposition"].startswith("attachment"), page
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
