"""PDFs that browsers print: what stands at the edges of their pages is the browser's, not the form's."""

from __future__ import annotations

import pytest
from pdf_builder import Sheet, build

from parsers.document import Paragraph
from parsers.pdf import read_pdf


def texts(*sheets: Sheet) -> list[str]:
    return [block.text for block in read_pdf(build(*sheets)).blocks if isinstance(block, Paragraph)]


def printed(time: str, count: str, *, address: str = "https://zy.example.edu.cn/form?id=3") -> Sheet:
    """A page whose text begins right below the browser's line and ends right above it."""
    sheet = (
        Sheet().text(24, 23, time, 8).text(280, 24, "在线填报", 8).text(24, 826, address, 8).text(560, 826, count, 8)
    )
    return sheet.text(72, 40, "空间建设情况良好，成效显著").text(72, 810, "已审核，同意报送")


@pytest.mark.parametrize(
    ("time", "count"),
    [("11/28/26, 7:50 AM", "1/2"), ("2026/11/28 07:50", "1/1"), ("2026/11/28 上午7:50", "1 / 12")],
)
def test_time_title_address_and_page_are_no_text(time: str, count: str) -> None:
    assert texts(printed(time, count)) == ["空间建设情况良好，成效显著", "已审核，同意报送"]


def test_what_the_browser_printed_is_kept_aside() -> None:
    document = read_pdf(build(printed("2026/11/28 07:50", "1/1")))
    assert any("在线填报" in block.text for block in document.asides if isinstance(block, Paragraph))


def test_a_date_or_an_address_of_the_form_at_the_edge_of_the_page_stays() -> None:
    assert texts(Sheet().text(72, 30, "填报时间：2026/11/28 07:50").text(72, 60, "姓名：王芳")) == [
        "填报时间：2026/11/28 07:50",
        "姓名：王芳",
    ]
    assert texts(Sheet().text(72, 30, "http://zy.example.edu.cn/a").text(72, 60, "姓名：王芳"))[0].startswith("http")


def test_a_name_that_is_drawn_character_by_character_over_its_cell_is_whole_and_in_doubt() -> None:
    sheet = Sheet().grid((60, 120, 240), (90, 110)).text(131, 104, "28000")
    for n, character in enumerate("巴音郭楞蒙古自治州"):
        sheet.text(64 + 8 * n, 104, character, 8)
    (table,) = read_pdf(build(sheet)).tables()
    first = table.cells[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert (first.text, first.confidence < 0.9) == ("巴音郭楞蒙古自治州", True)


def test_lines_that_are_all_set_wide_end_where_they_end() -> None:
    sheet = Sheet()
    lines = ("主要问题", "一是区域发展不均衡二是经费不足", "工作思考", "成立工作推进小组并制定应用规划")
    for row, line in enumerate((*lines, "进")):
        for n, character in enumerate(line):
            sheet.text(40 + 13 * n, 100 + 16 * row, character)
    assert texts(sheet)[:4] == list(lines)
