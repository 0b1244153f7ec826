from __future__ import annotations

import io
import json
import logging
import re
import threading
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import fubiao
import service
from service import create_app

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
STATIC = Path(service.__file__).resolve().parent / "templates" / "html" / "static"
SECRET = "Sample#2021"  # noqa: S105  # an invented password in a sample


def post(client: FlaskClient, *files: tuple[bytes, str]) -> TestResponse:
    sent = {f"file{number}": (io.BytesIO(data), name) for number, (data, name) in enumerate(files)}
    return client.post("/extract", data=sent, content_type="multipart/form-data")


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def problem(response: TestResponse) -> dict[str, Any]:
    assert response.mimetype == "application/problem+json"
    body: dict[str, Any] = response.get_json(force=True)
    assert body["status"] == response.status_code
    assert body["title"]
    return body


def test_health_tells_the_version(client: FlaskClient) -> None:
    assert client.get("/health").get_json() == {"ok": True, "version": fubiao.__version__}


def test_several_files_are_answered_in_order_and_a_broken_one_costs_no_other(
    client: FlaskClient, filled: bytes
) -> None:
    response = post(
        client, (filled, "一.docx"), (b"PK\x03\x04 cut off", "二.docx"), (b"", "三.docx"), (filled, "四.docx")
    )
    assert response.status_code == 200
    lines = response.get_json()
    assert [line["file"] for line in lines] == ["一.docx", "二.docx", "三.docx", "四.docx"]
    assert ["error" in line for line in lines] == [False, True, True, False]
    assert lines[1]["error"]["code"].startswith("unreadable.")
    assert lines[2]["error"]["code"] == "unreadable.empty"
    assert {key: lines[0][key] for key in ("index", "format", "form", "edition")} == {
        "index": 0,
        "format": "docx",
        "form": "recommendation",
        "edition": "henan-2021",
    }


@pytest.mark.parametrize(
    "name",
    ["../../x.docx", "C:\\x.docx", "a\u202excod.docx", "汉" * 300 + ".docx", "<img src=x onerror=alert(1)>.docx"],
)
def test_a_display_name_comes_back_exactly(client: FlaskClient, filled: bytes, name: str) -> None:
    assert post(client, (filled, name)).get_json()[0]["file"] == name


def test_the_answer_equals_that_of_the_command_line(client: FlaskClient) -> None:
    from parsers.report import answer_file

    file = SAMPLES / "summary" / "city.docx"
    (line,) = post(client, (file.read_bytes(), "x.docx")).get_json()
    (expected,) = json.loads(json.dumps(answer_file(str(file)).lines))
    assert {**expected, "file": "x.docx"} == line


@pytest.mark.parametrize("form", ["recommendation", "summary"])
def test_a_blank_form_is_a_document_with_its_title_as_name(client: FlaskClient, form: str) -> None:
    response = client.post(f"/render/{form}?edition=henan-2021")
    assert response.status_code == 200
    assert zipfile.is_zipfile(io.BytesIO(response.data))
    (title,) = (f.title for e in fubiao.forms() if e.id == "henan-2021" for f in e.forms if f.id == form)
    encoded = re.search(r"filename\*=UTF-8''(\S+)", response.headers["Content-Disposition"])
    assert encoded is not None
    assert unquote(encoded[1]) == f"{title}.docx"


def test_what_was_extracted_can_be_sent_back_for_a_prefilled_form(client: FlaskClient, filled: bytes) -> None:
    (line,) = post(client, (filled, "x.docx")).get_json()
    for body in (line, line["data"]):
        response = client.post("/render/recommendation?edition=henan-2021", json=body)
        assert response.status_code == 200
        (again,) = fubiao.extract(response.data)
        assert again.data == line["data"]


def test_forms_and_schemas_are_listed(client: FlaskClient) -> None:
    editions = client.get("/forms").get_json()["editions"]
    for edition in editions:
        for form in edition["forms"]:
            found = client.get(f"/schema/{form['id']}?edition={edition['id']}").get_json()
            assert found["title"] == form["title"]


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("get", "/nowhere", {}, 404, "request.notfound"),
        ("get", "/extract", {}, 405, "request.method"),
        ("post", "/extract", {"json": {}}, 415, "request.multipart"),
        ("post", "/extract", {"data": {"a": "b"}, "content_type": "multipart/form-data"}, 400, "request.nofile"),
        ("post", "/render/nothing", {}, 404, "unknown.form"),
        ("post", "/render/recommendation?edition=none", {}, 404, "unknown.edition"),
        ("post", "/render/notice", {}, 422, "output.document"),
        ("post", "/render/recommendation", {"data": b"{"}, 400, "request.json"),
        ("post", "/render/recommendation", {"data": b"[]"}, 400, "request.json"),
        ("post", "/render/recommendation", {"data": b"[" * 100_000}, 400, "request.json"),
        ("post", "/render/recommendation", {"json": {"leader": "nobody"}}, 422, "data.invalid"),
        ("get", "/schema/nothing", {}, 404, "unknown.form"),
        ("get", "/samples/../service.py", {}, 404, "request.notfound"),
    ],
)
def test_a_bad_call_is_a_problem_with_a_stable_code(
    client: FlaskClient, method: str, path: str, options: dict[str, Any], status: int, code: str
) -> None:
    found = problem(getattr(client, method)(path, **options))
    assert (found["status"], found["code"]) == (status, code)


def test_too_large_a_request_is_refused(filled: bytes) -> None:
    client = create_app({"MAX_CONTENT_LENGTH": 2000}).test_client()
    assert problem(post(client, (filled, "x.docx")))["code"] == "request.toolarge"


def test_too_many_parts_are_refused(client: FlaskClient) -> None:
    response = post(client, *[(b"x", f"{number}.docx") for number in range(service.PARTS + 1)])
    assert problem(response)["status"] == 413


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for path in ("/", "/health", "/static/page.js", "/nowhere"):
        response = client.get(path, buffered=True)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_no_value_reaches_a_log_or_an_error(
    client: FlaskClient, filled: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(document: object) -> None:
        raise RuntimeError(SECRET)

    caplog.set_level(logging.DEBUG)
    (line,) = post(client, (filled, "x.docx")).get_json()
    assert line["data"]["account"]["password"] == SECRET
    monkeypatch.setattr("parsers.extraction.extract.extract", break_down)
    response = post(client, (filled, "x.docx"))
    assert response.get_json()[0]["error"]["code"] == "internal"
    client.application.config["TESTING"] = False
    monkeypatch.setattr("service.render_form", lambda *_, **__: break_down(None))
    crashed = client.post("/render/recommendation", json=line["data"])
    assert problem(crashed)["code"] == "internal"
    wrong = client.post("/render/recommendation", json={"account": {"password": [SECRET]}})
    for text in (response.text, crashed.text, wrong.text, caplog.text):
        assert SECRET not in text
        assert line["data"]["leader"]["mobile"] not in text


def test_the_page_has_no_inline_script_and_loads_only_its_own_files(client: FlaskClient) -> None:
    page = client.get("/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=|\sstyle=", page)
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert addresses
    for address in addresses:
        assert address.startswith("/static/")
        assert client.get(address, buffered=True).status_code == 200


def test_the_page_puts_nothing_into_itself_as_markup() -> None:
    script = (STATIC / "page.js").read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)


def test_the_page_knows_every_part_that_its_script_asks_for(client: FlaskClient) -> None:
    page = client.get("/").text
    script = (STATIC / "page.js").read_text("utf-8")
    for name in set(re.findall(r'(?:\$|copy)\("([\w-]+)"\)', script)):
        assert f'id="{name}"' in page


def test_samples_are_offered_only_where_there_are_any(client: FlaskClient) -> None:
    names = client.get("/samples").get_json()
    assert names == sorted(f.relative_to(SAMPLES).as_posix() for f in SAMPLES.rglob("*.docx"))
    assert client.get(f"/samples/{names[0]}", buffered=True).data == (SAMPLES / names[0]).read_bytes()
    assert create_app().test_client().get("/samples").get_json() == []


def test_the_real_server_serves_and_refuses_a_body_that_is_too_large() -> None:
    address: list[str] = []
    config = {"MAX_CONTENT_LENGTH": 5000}
    thread = threading.Thread(target=service.serve, args=("127.0.0.1", 0, config, address.append), daemon=True)
    thread.start()
    for _ in range(100):
        if address:
            break
        time.sleep(0.05)
    with urllib.request.urlopen(f"{address[0]}health", timeout=5) as answer:
        assert json.load(answer)["ok"] is True
    request = urllib.request.Request(f"{address[0]}extract", data=b"x" * 50_000, method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == 413
    refused.value.close()
