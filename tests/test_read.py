"""What a file is, told by its bytes, and what is said about those that aren't read."""

from __future__ import annotations

import pytest
from docx_builder import archive, docx, p, r, tbl, tc, texts, tr

from forms.errors import Unreadable
from parsers.read import read, sniff

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str) -> bytes:
    """The bytes of an OLE file that names *stream* where its directory would."""
    return _OLE + bytes(1016) + stream.encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"\x00" * 600, "empty"),
        (b" \r\n", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"GIF89a" + b"\x00" * 20, "image"),
        (b"\x89PNG\r\n\x1a\n\x00", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"BMW 530", "text"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"<html><body>", "html"),
        ("\ufeff<html>".encode("utf-16"), "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mht"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "wordml"),
        (b"\x01\xfe\x02\x00\x00", "works"),
        ("姓名：张三".encode(), "text"),
        ("姓名：张三".encode("gb18030"), "text"),
        (b"\x00\x01\x02\x03", "unknown"),
        (ole("WordDocument"), "doc"),
        (ole("Workbook"), "xls"),
        (ole("EncryptedPackage"), "encrypted"),
        (ole("Something"), "ole"),
        (archive({"xl/workbook.xml": ""}), "xlsx"),
        (archive({"ppt/presentation.xml": ""}), "pptx"),
        (archive({"photo.jpg": ""}), "zip"),
        (archive({"OFD.xml": ""}), "ofd"),
        (docx(p("甲")), "docx"),
        (docx(p("甲"))[:-60], "docx"),
        (b"PK\x03\x04 nothing else", "zip-damaged"),
    ],
)
def test_formats_are_told_by_their_bytes(data: bytes, expected: str) -> None:
    assert sniff(data) == expected


def test_a_document_is_read_whatever_its_name() -> None:
    assert texts(read(docx(p("甲")), name="推荐表.doc").blocks) == ["甲"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unreadable.empty"),
        (ole("EncryptedPackage"), "unreadable.encrypted"),
        (b"PK\x03\x04 nothing else", "unreadable.damaged"),
        (docx(p("甲"))[:-60], "unreadable.damaged"),
        (archive({"photo.jpg": ""}), "unreadable.archive"),
        (b"\x89PNG\r\n\x1a\n\x00", "unreadable.picture"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.code == code
    assert "found." not in str(caught.value)


def test_radicals_that_were_copied_from_a_pdf_are_the_characters_that_they_stand_for() -> None:
    # ⻓ is a radical of the Supplement; the label and the value both came out of a PDF's text layer.
    data = docx(tbl(tr(tc(p(r("职⼯姓名"))), tc(p(r("王⻓⽔")) + tbl(tr(tc(p(r("副局⻓")))))))))
    document = read(data)
    assert [cell.text for table in document.tables() for cell in table.cells] == ["职工姓名", "王长水", "副局长"]
    untouched = docx(tbl(tr(tc(p(r("①㈠℃Ａ戶"))))))
    assert [cell.text for table in read(untouched).tables() for cell in table.cells] == ["①㈠℃Ａ戶"]
