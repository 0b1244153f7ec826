"""Text in columns beside one another, as in a newspaper."""

from __future__ import annotations

from pdf_builder import Sheet, build

from parsers.document import Paragraph, Table
from parsers.pdf.reader import read_pdf

LEFT = ("负责人：", "姓名：张三", "职务：处长", "手机：13900010001")
RIGHT = ("联系人：", "姓名：李四", "职务：科员", "手机：13900010002")


def sheet(*, by_row: bool = False, left: tuple[str, ...] = LEFT, right: tuple[str, ...] = RIGHT) -> Sheet:
    made = Sheet().text(72, 80, "学校联系人")
    one = [(72, 110 + 18 * number, text) for number, text in enumerate(left)]
    other = [(310, 110 + 18 * number, text) for number, text in enumerate(right)]
    drawn = [place for pair in zip(one, other, strict=True) for place in pair] if by_row else [*one, *other]
    for x, y, text in drawn:
        made.text(x, y, text)
    return made.text(72, 220, "以上信息属实。")


def test_what_was_drawn_column_by_column_is_read_so_and_doubted() -> None:
    head, columns, foot = read_pdf(build(sheet())).blocks
    assert isinstance(columns, Table)
    assert [cell.text.split("\n") for cell in columns.cells] == [list(LEFT), list(RIGHT)]
    assert all(
        block.confidence < 0.9 for cell in columns.cells for block in cell.blocks if isinstance(block, Paragraph)
    )
    assert [block.text for block in (head, foot) if isinstance(block, Paragraph)] == ["学校联系人", "以上信息属实。"]


def test_what_was_drawn_line_by_line_stays_lines() -> None:
    assert [block.text for block in read_pdf(build(sheet(by_row=True))).blocks if isinstance(block, Paragraph)][1] == (
        "负责人：\t联系人："
    )


def test_labels_with_their_values_beside_them_are_no_columns_of_text() -> None:
    labels, values = ("姓名", "职务", "手机号码", "民族"), ("张三", "处长", "13900010001", "汉族")
    assert not any(isinstance(block, Table) for block in read_pdf(build(sheet(left=labels, right=values))).blocks)
