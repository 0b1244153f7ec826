"""Plain text in the encodings that Chinese programs write."""

from __future__ import annotations

import pytest
from docx_builder import texts
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import OverLimit
from parsers.charsets import codec_of, decoded
from parsers.document import Paragraph
from parsers.read import read
from parsers.text import LINES_LIMIT

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=40)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_paragraphs(encoding: str, end: str) -> None:
    document = read(end.join(["附件5", "", "姓名：张三", "手机：13900010001", ""]).encode(encoding))
    assert (document.format, document.notes) == ("text", ())
    assert texts(document.blocks) == ["附件5", "姓名：张三", "手机：13900010001"]


@given(HAN, st.sampled_from(["utf-8", "gb18030"]))
def test_chinese_is_told_apart(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


def test_bytes_that_are_no_characters_are_lost_and_noted() -> None:
    (paragraph,) = read("姓名".encode("gb18030") + b"\xff" + "张三".encode("gb18030")).blocks
    assert isinstance(paragraph, Paragraph)
    assert "□" in paragraph.text
    assert paragraph.text.startswith("姓名")
    assert paragraph.notes == ("text.garbled",)


def test_private_characters_are_noted() -> None:
    (paragraph,) = read("\uf0fe是".encode()).blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.notes) == ("\ufffd是", ("text.symbol",))


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(OverLimit):
        read(b"a\n" * (LINES_LIMIT + 1))
    with pytest.raises(OverLimit):
        read(b"a" * (21 << 20))


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("GB2312", "gb18030"),
        ('"gbk"', "gb18030"),
        ("936", "gb18030"),
        ("utf8", "utf-8"),
        ("1252", "cp1252"),
        ("base64", ""),
        ("x", ""),
    ],
)
def test_names_of_character_sets_are_known(name: str, codec: str) -> None:
    assert codec_of(name) == codec


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "gb2312", "utf-8", "utf-16", "big5", "base64", "\x00", "utf-7", "rot13"]),
)
def test_any_bytes_are_some_text(data: bytes, declared: str) -> None:
    assert "\r" not in decoded(data, declared)
