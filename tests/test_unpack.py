"""Archives and messages: each file in them is answered as if it had come alone, under its name in there."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import fubiao
from forms.errors import OverLimit
from parsers.report import answer_file
from parsers.unpack import unpacked
from service import create_app

FORM = (Path(__file__).parents[1] / "samples" / "recommendation" / "county.docx").read_bytes()


def archive(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return made.getvalue()


def test_archives_and_messages_are_unpacked_and_documents_are_not() -> None:
    inner = archive(**{"a.docx": FORM, "._a.docx": b"x", "__MACOSX/b": b"x"})
    assert unpacked(FORM, "表.docx") == [("表.docx", FORM)]
    assert [name for name, _ in unpacked(archive(**{"洛阳/表.docx": FORM, "内层.zip": inner}), "全部.zip")] == [
        "全部.zip/洛阳/表.docx",
        "全部.zip/内层.zip/a.docx",
    ]
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.test", "b@example.test", "报送材料"
    letter.set_content("附件见后")
    letter.add_attachment(FORM, maintype="application", subtype="octet-stream", filename="推荐表.docx")
    assert unpacked(bytes(letter), "来信.eml") == [("来信.eml/推荐表.docx", FORM)]


def test_names_in_an_archive_written_by_chinese_programs_are_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(zipfile.ZipInfo("placeholder.txt"), b"x")
    raw = made.getvalue().replace(b"placeholder.txt", "推荐表格格格.t".encode("gb18030")[:15].ljust(15, b"x"))
    ((name, _),) = unpacked(raw, "包.zip")
    assert "推荐表" in name


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"From: x\n\nhello", b"", b"\x00" * 10])
def test_what_is_no_archive_or_broken_stays_itself(data: bytes) -> None:
    name = "a.eml" if data.startswith(b"From") else "a.zip"
    assert unpacked(data, name) == [(name, data)]


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("parsers.unpack.BYTES_LIMIT", 1000)
    data = archive(a=b"0" * 2000)
    with pytest.raises(OverLimit):
        unpacked(data, "a.zip")
    (tmp_path / "a.zip").write_bytes(data)
    (line,) = answer_file(str(tmp_path / "a.zip")).lines
    assert line["error"]["code"] == "limit.ratio"


def test_the_command_line_answers_for_each_file_of_an_archive(tmp_path: Path) -> None:
    (tmp_path / "报送.zip").write_bytes(
        archive(**{"栾川/推荐表.docx": FORM, "照片.bin": b"MZ\x90\x00" + bytes(range(256))})
    )
    out = tmp_path / "records.jsonl"
    assert fubiao.main(["extract", str(tmp_path), "--out", str(out)]) == 1
    form, other = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert (form["file"], form["form"]) == (str(tmp_path / "报送.zip/栾川/推荐表.docx"), "recommendation")
    assert (other["file"], other["error"]["code"]) == (str(tmp_path / "报送.zip/照片.bin"), "unreadable.unsupported")


def test_the_service_answers_for_each_file_of_an_archive() -> None:
    client: FlaskClient = create_app().test_client()
    sent = {"file": [(io.BytesIO(archive(**{"a.docx": FORM, "b.docx": FORM})), "报送.zip")]}
    answer = client.post("/extract", data=sent)
    assert [(line["file"], line["form"]) for line in answer.get_json()] == [
        ("报送.zip/a.docx", "recommendation"),
        ("报送.zip/b.docx", "recommendation"),
    ]


def test_an_archive_with_a_password_says_what_to_do(tmp_path: Path) -> None:
    made = bytearray(archive(**{"a.docx": FORM}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + flags] |= 1
    (tmp_path / "a.zip").write_bytes(made)
    (line,) = answer_file(str(tmp_path / "a.zip")).lines
    assert (line["error"]["code"], "解压" in line["error"]["message"]) == ("unreadable.archive", True)
