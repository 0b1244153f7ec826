"""Text on a document's grid, as Chinese offices' Word files have it: characters set apart, each at its place."""

from __future__ import annotations

import re

import pytest
from pdf_builder import Sheet, advance, build

from parsers.document import Document, Paragraph
from parsers.pdf.reader import read_pdf

PITCH, LEFT = 12.7, 72.0
FILLER = [
    "校本课程访问量居全省前列，累计组织在线直播课，做到停课不停学",
    "教师利用空间开展备课、授课、答疑和作业批改，形成教学模式",
]


def place(sheet: Sheet, x: float, y: float, text: str, size: float = 10.5) -> float:
    """*text* at places of the grid, letters and digits in the middle of as many as they need; where the next begins."""
    places = -(-size // PITCH) * PITCH
    for run in re.findall(r"[\x21-\x7e]+|[^\x21-\x7e]+", text):
        if run.isascii() and run.strip():
            width = advance(run, size)
            taken = -(-width // PITCH) * PITCH
            sheet.text(x + (taken - width) / 2, y, run, size)
            x += taken
            continue
        pieces = []
        for character in run:
            if character == " ":  # LibreOffice draws none here
                pieces.append(f"{-PITCH / size * 1000:.0f}")
                x += PITCH
            else:
                pieces.append(f"<{character.encode('utf-16-be').hex()}>{(size - places) / size * 1000:.0f}")
                x += places
        start = x - sum(PITCH if c == " " else places for c in run)
        sheet.raw(f"q BT /F1 {size} Tf 1 0 0 1 {start:.2f} {sheet.height - y:.2f} Tm [{' '.join(pieces)}] TJ ET Q")
    return x


def page(*lines: str, size: float = 10.5) -> Document:
    sheet = Sheet()
    for number, line in enumerate(FILLER):
        place(sheet, LEFT, 80 + 20 * number, line)
    for number, line in enumerate(lines):
        place(sheet, LEFT, 160 + 40 * number, line, size)
    return read_pdf(build(sheet))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("size", [10.5, 14.0])
def test_what_letters_leave_of_their_places_is_no_space(size: float) -> None:
    line = "共有2020年在册教师158名，A4纸打印"
    assert texts(page(line, size=size))[-1] == line


def test_a_space_between_places_is_one_and_no_tab() -> None:
    assert texts(page("类型： 学校 刘 兰"))[-1] == "类型： 学校 刘 兰"


def test_a_change_of_size_within_a_name_is_no_tab() -> None:
    sheet = Sheet()
    for number, line in enumerate(FILLER):
        place(sheet, LEFT, 80 + 20 * number, line)
    x = place(sheet, LEFT, 160, "南阳市", 14.0)
    place(sheet, x, 160, "宛城区希望学校")
    assert texts(read_pdf(build(sheet)))[-1] == "南阳市宛城区希望学校"


def test_a_name_of_two_characters_in_a_cell_is_one_word() -> None:
    xs, ys = (60.0, 140.0, 260.0, 400.0), (100.0, 140.0)
    sheet = Sheet().grid(xs, ys)
    for number, line in enumerate(FILLER):
        place(sheet, LEFT, 60 + 20 * number, line)
    for x, text in zip(xs, ["姓名", "白霞", "主任"], strict=False):
        place(sheet, x + 5.4, 124, text, 14.0)
    (table,) = read_pdf(build(sheet)).tables()
    assert [cell.text for cell in table.cells] == ["姓名", "白霞", "主任"]


def test_a_line_without_room_for_another_place_goes_on_below_however_far_the_lines_are_apart() -> None:
    xs, ys = (60.0, 140.0, 230.0, 400.0), (120.0, 220.0)
    sheet = Sheet().grid(xs, ys)
    for number, line in enumerate(FILLER):
        place(sheet, LEFT, 60 + 20 * number, line)
    place(sheet, xs[1] + 5.4, 150, "郑州市", 14.0)  # three of its characters have room, at two places each
    place(sheet, xs[1] + 5.4, 197, "中原区", 14.0)
    (table,) = read_pdf(build(sheet)).tables()
    assert "郑州市中原区" in [cell.text for cell in table.cells]


def test_characters_that_are_all_set_apart_alike_part_no_words() -> None:
    sheet = Sheet().lines(LEFT, 80, FILLER)
    sheet.operators = [operator.replace("BT", "2.4 Tc BT") for operator in sheet.operators]
    sheet.text(LEFT, 160, "白霞", before="2.4 Tc").text(LEFT + 100, 160, "主任", before="2.4 Tc")
    found = texts(read_pdf(build(sheet)))
    assert found[-1] == "白霞\t主任"
    assert "".join(found[:2]) == "".join(FILLER)


def test_a_justified_text_is_on_no_grid() -> None:
    sheet = Sheet()
    for number, (line, apart) in enumerate(zip(FILLER * 2, (0.4, 1.1, 1.9, 2.6), strict=True)):
        sheet.text(LEFT, 80 + 20 * number, line, before=f"{apart} Tc")
    sheet.text(LEFT, 180, "姓名").text(LEFT + 27, 180, "白霞")
    assert texts(read_pdf(build(sheet)))[-1] == "姓名\t白霞"


def test_characters_that_a_style_sheet_sets_apart_are_on_no_grid() -> None:
    # A browser draws each by itself; what stands at the end of one cell reaches into no other, and lines end where they end.
    sheet = Sheet().grid((60, 160, 300), (60, 80, 120))
    for x, y, text in (
        (64, 74, "乌鲁木齐县"),
        (164, 74, "3395"),
        (64, 94, "推荐意见"),
        (164, 94, "同意推荐。"),
        (164, 108, "2021年11月6日"),
        *((60, 160 + 20 * number, line) for number, line in enumerate(FILLER)),
    ):
        for number, character in enumerate(text):
            sheet.text(x + 12.5 * number, y, character)
    cells = [cell for table in read_pdf(build(sheet)).tables() for cell in table.cells]
    assert [cell.text for cell in cells] == ["乌鲁木齐县", "3395", "推荐意见", "同意推荐。\n2021年11月6日"]


def test_letters_that_are_set_apart_with_all_others_part_no_words() -> None:
    lines = [*FILLER, "1. 许昌市鄢陵县", "2020年6月18日，手机：13800001111"]
    sheet = Sheet().lines(LEFT, 80, lines, pitch=40)
    sheet.operators = [operator.replace("BT", "3 Tc BT") for operator in sheet.operators]
    assert texts(read_pdf(build(sheet)))[-2:] == lines[-2:]
