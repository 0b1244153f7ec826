"""PDFs that browsers print: what stands at the edges of their pages is the browser's, not the form's."""

from __future__ import annotations

import pytest
from pdf_builder import Sheet, build

from parsers.document import Paragraph
from parsers.pdf.reader import read_pdf


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


def test_a_line_of_text_above_the_last_of_its_page_is_no_footer_though_pages_share_it() -> None:
    pages = []
    for last in ("学、离校不离教", "二是经费保障有待健全"):
        page = Sheet().text(72, 400, "宣传推广安排")
        pages.append(page.text(72, 770, "累计组织在线直播课479节，做到停课不停").text(72, 795, last))
    assert sum("停课不停" in text for text in texts(*pages)) == 2


def test_an_underlined_value_is_not_parted_from_what_is_below_its_line() -> None:
    sheet = Sheet().grid((60, 160, 260), (90, 150, 210)).text(64, 122, "姓名").text(64, 182, "职务")
    sheet.text(164, 122, "王芳").line(162, 125, 258, 125).text(164, 182, "校长").line(162, 185, 258, 185)
    (table,) = read_pdf(build(sheet)).tables()
    assert table.rows == 2
    assert [cell.text for cell in table.cells] == ["姓名", "王芳", "职务", "校长"]


def test_a_blank_row_beside_a_group_stays() -> None:
    sheet = Sheet().grid((60, 160), (90, 130)).table((160, 260, 360), (90, 110, 130), [["姓名", "职务"], ["", ""]])
    (table,) = read_pdf(build(sheet.text(64, 112, "负责人"))).tables()
    assert table.rows == 2


def test_what_reaches_the_margin_that_cuts_off_its_table_is_in_doubt() -> None:
    # The table goes on to 620, and the page shows what is left of 553.
    lines = "".join(f"60 {y} 560 0.8 re f 60 {y} 0.8 40 re f 300 {y} 0.8 40 re f " for y in (700, 740))
    sheet = (
        Sheet().raw(f"q 43 43 510 756 re W n {lines}").raw("Q").text(64, 85, "邮箱").text(467, 85, "hr_94597@sina.co")
    )
    document = read_pdf(build(sheet))
    (cell,) = [cell for table in document.tables() for cell in table.cells if "sina" in cell.text]
    assert isinstance(cell.blocks[0], Paragraph)
    assert cell.blocks[0].confidence < 0.9


def test_the_lines_of_a_page_that_is_printed_small_are_no_text_though_it_is_read_enlarged() -> None:
    sheet = Sheet().text(24, 22.5, "11/28/26, 6:20 PM", 8).text(280, 23, "在线填报", 8)
    for row in range(20):
        sheet.text(40, 60 + 6 * row, "空间建设情况良好，成效显著，已审核，同意报送", 4)
    assert not any("11/28" in text or "在线填报" in text for text in texts(sheet))
