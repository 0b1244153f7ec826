"""PDF files that were made to do harm, or that chance has damaged."""

from __future__ import annotations

import base64
import zlib

import pytest
from mutations import BYTEWISE, TEXTWISE, endure
from pdf_builder import Sheet, assemble, build, utf16

from forms.errors import OverLimit
from parsers.read import read

MEGABYTE = 1 << 20
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>"


def packed(piece: bytes, megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    whole = piece * (MEGABYTE // len(piece))
    return b"".join(packer.compress(whole) for _ in range(megabytes)) + packer.flush()


def drawn_by(content: bytes, filters: bytes) -> bytes:
    """A page whose content is *content*, packed by *filters*."""
    stream = b"<</Length %d/Filter%b>>stream\n%b\nendstream" % (len(content), filters, content)
    return assemble([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, stream])


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        pytest.param(packed(b"\0", 200), b"/FlateDecode", id="nothing"),
        pytest.param(packed(b"q Q ", 200), b"/FlateDecode", id="operators"),
        pytest.param(zlib.compress(packed(b" ", 200), 9), b"[/FlateDecode/FlateDecode]", id="packed twice"),
        pytest.param(base64.a85encode(packed(b" ", 200)) + b"~>", b"[/A85 /Fl]", id="as letters"),
        pytest.param(packed(b" ", 200).hex().encode() + b">", b"[/ASCIIHexDecode/FlateDecode]", id="as digits"),
        pytest.param(b"\x81 " * 530_000 + b"\x80", b"/RunLengthDecode", id="runs"),
    ],
)
def test_a_small_file_with_a_huge_stream_is_refused_by_name(content: bytes, filters: bytes) -> None:
    with pytest.raises(OverLimit) as caught:
        read(drawn_by(content, filters))
    assert caught.value.code == "limit.unpacked"
    assert caught.value.details == {"limit": "64 MB"}


@pytest.mark.parametrize(
    "nodes",
    [
        pytest.param([b"[2 0 R 2 0 R]"], id="itself"),
        pytest.param([b"[3 0 R]", b"[2 0 R]"], id="the one above"),
        pytest.param([b"[4 0 R 3 0 R]", b"[4 0 R 2 0 R]"], id="beside a page"),
    ],
)
def test_pages_that_hold_themselves_are_refused_by_name(nodes: list[bytes]) -> None:
    tree = [b"<</Type/Pages/Kids" + kids + b"/Count 5>>" for kids in nodes]
    with pytest.raises(OverLimit) as caught:
        read(assemble([b"<</Type/Catalog/Pages 2 0 R>>", *tree, PAGE]))
    assert caught.value.code == "limit.loop"


def test_pages_in_a_tree_written_anew_are_read() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    above = b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", above, b"<</Type/Pages/Parent 2 0 R/Kids[4 0 R]/Count 1>>", page]
    assert read(assemble(tree)).pages == 2


def test_damaged_files_end_in_a_typed_error_or_a_document() -> None:
    typed = f"/FT/Tx/T(a)/V{utf16('河南')}"
    table = Sheet().table((60, 150, 300), (100, 130, 160), [["姓名", "张三"], ["职务", "科员"]])
    plain = build(table.annotate("Widget", (152, 162, 298, 188), typed))
    tight = drawn_by(zlib.compress(b"BT /F 9 Tf 1 0 0 1 60 700 Tm (abc) Tj ET 0 0 50 50 re S"), b"/FlateDecode")
    endure([plain, tight], (*BYTEWISE, *TEXTWISE), usual=150, share=0.5, seconds=20, megabytes=1000, kind="pdf")
