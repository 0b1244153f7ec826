"""Pages that aren't text are given to whoever can see them, here and out of the process with limits."""

from __future__ import annotations

import pytest
from pdf_builder import Sheet, build

from forms.errors import OverLimit, Unreadable
from parsers.document import Document, Paragraph
from parsers.pdf import guard as pdf_guard
from parsers.pdf.model import Draw, Edge, Glyph, Page
from parsers.pdf.reader import read_pdf

PICTURE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x40\nendstream"
XS, YS = (60.0, 200.0, 400.0), (100.0, 130.0)


@pytest.fixture(params=["here", "apart"])
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "apart":
        monkeypatch.setattr(pdf_guard, "is_suspicious", lambda _: True)
    return str(request.param)


def scan() -> bytes:
    written = Sheet().table((60, 150, 300), (100, 130), [["姓名", "张三"]])
    return build(written, Sheet().raw("q 500 0 0 700 0 142 cm /I Do Q"), extra=[PICTURE], names="/XObject<</I 8 0 R>>")


def see(page: Page, draw: Draw) -> Page:
    """Stands in for recognition: sees the picture, and a table where it is."""
    bitmap = draw(1.0)
    dark = [bitmap.pixels[y * bitmap.stride + 3 * 10] for y in range(bitmap.height)].count(0x40)
    for text, x in ((str(dark), 66.0), (page.kind, 206.0)):
        page.glyphs += [
            Glyph(c, x + 5 * n, x + 5 * n + 5, 118.0, 10.0, method="ocr", confidence=0.95, order=n)
            for n, c in enumerate(text)
        ]
    page.edges += [Edge(False, y, XS[0], XS[-1]) for y in YS] + [Edge(True, x, YS[0], YS[-1]) for x in XS]
    return page


def test_an_image_is_read_by_what_is_seen_on_it(where: str) -> None:
    document = read_pdf(scan(), recognise=see)
    written, seen = document.tables()
    assert [cell.text for cell in written.cells] == ["姓名", "张三"]
    assert [cell.text for cell in seen.cells] == ["700", "image"]
    (paragraph,) = seen.cells[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.method, paragraph.confidence, paragraph.page) == ("ocr", 0.95, 2)
    assert "page.image" not in {note.code for note in document.notes}


def test_an_image_that_nobody_reads_is_told(where: str) -> None:
    def blind(page: Page, draw: Draw) -> None:
        assert page.kind == "image"

    for document in (read_pdf(scan()), read_pdf(scan(), recognise=blind)):
        assert [dict(note.details) for note in document.notes if note.code == "page.image"] == [{"page": "2"}]


def test_only_pages_that_are_not_text_are_shown(where: str) -> None:
    kinds: dict[int, str] = {}

    def note(page: Page, draw: Draw) -> None:
        kinds[page.number] = page.kind

    wrong = "".join(chr(ord(c) + 37) for c in "学校负责人信息联系人姓名职务手机号码电子邮箱单位名称教育行政部门")
    read_pdf(build(Sheet().text(60, 60, wrong), Sheet()), recognise=note)
    assert kinds == {1: "garbled"}
    kinds.clear()
    read_pdf(scan(), recognise=note)
    assert kinds == {2: "image"}


def test_an_error_of_who_sees_stays_what_it_is(where: str) -> None:
    def fail(page: Page, draw: Draw) -> Page:
        raise OverLimit("limit.time", limit=20)

    with pytest.raises(OverLimit) as caught:
        read_pdf(scan(), recognise=fail)
    assert caught.value.details == {"limit": 20}


def test_a_process_that_dies_costs_the_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_guard, "is_suspicious", lambda _: True)
    monkeypatch.setattr(pdf_guard, "TIME_LIMIT", 0)
    with pytest.raises(OverLimit) as caught:
        read_pdf(scan())
    assert caught.value.code == "limit.time"


def test_both_ways_give_the_same_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(data: bytes) -> list[Document]:
        found = [read_pdf(data)]
        monkeypatch.setattr(pdf_guard, "is_suspicious", lambda _: True)
        return [*found, read_pdf(data)]

    here, apart = both(scan())
    assert here == apart
    with pytest.raises(Unreadable) as caught:
        read_pdf(b"%PDF-1.7\nnothing")
    assert caught.value.code == "unreadable.damaged"
