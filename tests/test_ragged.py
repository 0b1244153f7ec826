"""Lists drawn by hand, in which each row has edges of its own."""

from __future__ import annotations

from collections.abc import Sequence

from documents import ABOVE, RECOMMENDATION_TITLE, SUMMARY_TITLE, document, is_doubted, only, table, value

from parsers.document import Cell, Paragraph, Table

HEAD = ("序号", "学校名称", "学校类型", "姓名", "手机号码")


def drawn(rows: Sequence[tuple[tuple[str, ...], tuple[int, ...]]]) -> Table:
    """A table of *rows*: the texts of each, and the columns at which its cells end."""
    cells = []
    for row, (texts, ends) in enumerate(rows):
        for text, start, end in zip(texts, (0, *ends), ends, strict=False):
            cells.append(
                Cell(row=row, column=start, column_span=end - start, blocks=(Paragraph(text=text),) if text else ())
            )
    return Table(rows=len(rows), columns=rows[0][1][-1], cells=tuple(cells))


def test_cells_stand_under_the_labels_in_whose_order_they_are() -> None:
    rows = [
        (HEAD, (2, 9, 13, 17, 24)),
        (("1", "铜仁市实验初级中学", "初中", "常德胜", "13700000001"), (3, 14, 18, 20, 24)),
        (("2", "毕节市卫生职业高中", "中职", "徐德胜", "13700000002"), (1, 6, 8, 15, 24)),
    ]
    record = only(document(SUMMARY_TITLE, drawn(rows)))
    schools = value(record, "schools")
    assert [(one["name"], one["type"], one["person"]["name"]) for one in schools] == [
        ("铜仁市实验初级中学", "初中", "常德胜"),
        ("毕节市卫生职业高中", "中职", "徐德胜"),
    ]
    assert schools[1]["person"]["mobile"] == "13700000002"
    assert not is_doubted(record, "schools[1].name")


def test_a_row_with_fewer_cells_stays_as_it_was_drawn() -> None:
    rows = [
        (HEAD, (2, 9, 13, 17, 24)),
        (("1", "铜仁市实验初级中学", "初中", "常德胜", "13700000001"), (2, 9, 13, 17, 24)),
        (("2", "毕节市卫生职业高中", "徐德胜", "13700000002"), (2, 9, 17, 24)),
    ]
    record = only(document(SUMMARY_TITLE, drawn(rows)))
    assert value(record, "schools[1].name") == "毕节市卫生职业高中"
    assert is_doubted(record, "schools")


def test_labels_of_several_rows_in_one_merged_cell_are_each_rows_own() -> None:
    rows = [
        ("学校/区域名称", "铜仁市"),
        ("空间建设情况\n空间应用情况", "建成了平台。"),
        (ABOVE, "开通了空间。"),
    ]
    record = only(document(RECOMMENDATION_TITLE, table(rows)))
    assert value(record, "construction") == "建成了平台。"
    assert value(record, "application") == "开通了空间。"
    assert is_doubted(record, "application")
