"""Plans as offices set them: a row for each year with its sum, years in other tables than the first, labels of other words."""

from __future__ import annotations

from typing import Any

import pytest
from documents import ABOVE, LEFT, PLAN_TITLE, document, only, table, value

from forms.record import Record

HEAD = ["序号", "推进类型", "名称", "开通数量（个）"]
ROWS = {2020: [["1", "地市", "玉林市", "700"], ["2", "区县", "玉州区", "50"]], 2021: [["3", "区县", "北流市", "16"]]}
SUMS = {2020: 750, 2021: 16}
SAID = [(2020, [("玉林市", 700)], [("玉州区", 50)], 750), (2021, [], [("北流市", 16)], 16)]


def said(record: Record) -> list[tuple[Any, ...]]:
    """What the plan in *record* says of each year."""
    found = []
    for year in value(record, "schedule"):
        places = [[(one["name"], one["spaces"]) for one in year[name]] for name in ("cities", "counties")]
        found.append((year["year"], *places, year["subtotal"]))
    return found


def doubted(record: Record) -> set[str]:
    """What is doubted of the schedule."""
    low = {path for path, info in record.fields.items() if info.confidence < 0.9}
    return low | {issue.field for issue in record.issues if issue.severity != "info" and issue.field != "opinion"}


def banded(*cells: str, below: bool = False) -> list[list[str]]:
    """The plan with a row *cells* for each year, before its rows or *below* them."""
    rows = [HEAD]
    for year, own in ROWS.items():
        band = [cell.format(year=year, sum=SUMS[year]) for cell in cells]
        rows += [*own, band] if below else [band, *own]
    return rows


@pytest.mark.parametrize(
    "band",
    [
        ("{year}年（空间开通数量小计：{sum}个）", LEFT, LEFT, LEFT),
        ("一、{year}年　小计：{sum}个", LEFT, LEFT, LEFT),
        ("{year}年推进计划（合计{sum}个空间）", "", "", ""),
        ("推进年份：{year}年，小计{sum}", LEFT, LEFT, LEFT),
        ("{year}年", LEFT, "小计", "{sum}"),
    ],
)
def test_a_row_for_each_year_says_its_sum_as_well(band: tuple[str, ...]) -> None:
    record = only(document(PLAN_TITLE, table([*banded(*band), ["总体统计：766个", LEFT, LEFT, LEFT]])))
    assert (said(record), value(record, "total")) == (SAID, 766)
    assert not doubted(record)


def test_a_number_behind_a_year_without_a_word_for_it_is_doubted() -> None:
    record = only(document(PLAN_TITLE, table(banded("{year}年（{sum}个）", LEFT, LEFT, LEFT))))
    assert said(record) == SAID
    assert doubted(record) == {"schedule[0].subtotal", "schedule[1].subtotal"}


def test_sums_below_the_rows_of_their_years_tell_the_years() -> None:
    record = only(document(PLAN_TITLE, table(banded("{year}年小计：{sum}个", LEFT, LEFT, LEFT, below=True))))
    assert said(record) == SAID


def test_a_row_of_a_year_that_says_something_else_too_is_no_year() -> None:
    rows = banded("{year}年（小计：{sum}个，其中市直300个）", LEFT, LEFT, LEFT)
    assert "schedule" in doubted(only(document(PLAN_TITLE, table(rows))))


def test_a_year_with_its_sum_may_head_a_table_of_its_own() -> None:
    tables: list[Any] = []
    for year, own in ROWS.items():
        tables += [f"{year}年（小计：{SUMS[year]}个）", table([HEAD[1:], *(row[1:] for row in own)])]
    record = only(document(PLAN_TITLE, *tables))
    assert said(record) == SAID
    assert not doubted(record)


def test_years_that_the_first_table_lacks_stand_in_their_order() -> None:
    cities = [["年份", "地市名称", "开通数量"], ["2020年", "玉林市", "700"], ["2022年", "河池市", "5"]]
    counties = [["年份", "区县名称", "开通数量"], ["2020年", "玉州区", "50"], ["2021年", "北流市", "16"]]
    sums = [["年份", "小计"], ["2020年", "750"], ["2021年", "16"], ["2022年", "5"], ["总体统计", "771"]]
    record = only(document(PLAN_TITLE, table(cities), table(counties), table(sums)))
    assert said(record) == [*SAID, (2022, [("河池市", 5)], [], 5)]
    assert not doubted(record)


def test_a_frame_around_the_schedule_takes_no_part_in_it() -> None:
    head = ["区域整体推进计划表", "", "年份", "地市", LEFT, "区县", LEFT, "小计", ""]
    rows = [head, [ABOVE, ABOVE, ABOVE, "名称", "开通数量", "名称", "开通数量", ABOVE, ABOVE]]
    years = (("2020年", "玉林市", "700", "玉州区", "50", "750"), ("2021年", "", "", "北流市", "16", "16"))
    rows += [[ABOVE, ABOVE, *year, ABOVE] for year in years]
    record = only(document(PLAN_TITLE, table(rows)))
    assert said(record) == SAID
    assert not doubted(record)


@pytest.mark.parametrize("leader", ["……", "." * 120])
def test_rows_of_points_of_a_table_of_contents_are_no_text(leader: str) -> None:
    headings = ["二、现状调研", "（一）网络学习空间建设与应用概况", "（二）主要问题", "（三）工作思考"]
    contents = "\n".join(f"{heading}{leader}{page}" for page, heading in enumerate(headings, 1))
    texts = "\n".join(f"{heading}\n{'' if n == 0 else f'第{n}段。'}" for n, heading in enumerate(headings))
    record = only(document(PLAN_TITLE, f"目录\n{contents}", table(banded("{year}年", LEFT, LEFT, LEFT)), texts))
    assert value(record, "survey") == {"overview": "第1段。", "problems": "第2段。", "reflection": "第3段。"}


def test_words_for_what_is_done_with_places_are_part_of_their_label() -> None:
    rows = [["推进年度", "覆盖地市", LEFT, "拟推进的区县", LEFT, "年度合计"]]
    rows += [[ABOVE, "名称", "开通空间数（个）", "名称", "开通空间数（个）", ABOVE]]
    rows += [["2020年", "玉林市", "700", "玉州区", "50", "750"], ["2021年", "", "", "北流市", "16", "16"]]
    rows += [["三年总计", LEFT, LEFT, LEFT, LEFT, "766"]]
    record = only(document(PLAN_TITLE, table(rows)))
    assert (said(record), value(record, "total")) == (SAID, 766)
    assert not doubted(record)


@pytest.mark.parametrize(
    "caption", ["表{n} {year}年推进计划", "（一）{year}年度区域整体推进计划表", "{year}年度推进计划（小计：{sum}个）"]
)
def test_the_title_of_a_years_table_tells_the_year(caption: str) -> None:
    tables: list[Any] = []
    for n, (year, own) in enumerate(ROWS.items(), 1):
        rows = [HEAD[1:], *(row[1:] for row in own), ["小计", "", str(SUMS[year])]]
        tables += [caption.format(n=n, year=year, sum=SUMS[year]), table(rows)]
    record = only(document(PLAN_TITLE, *tables))
    assert said(record) == SAID
    assert not doubted(record)


@pytest.mark.parametrize("words", [("", "{year}", "小计", ""), ("小计", "{year}", "", "")])
def test_the_sum_of_a_year_is_that_of_the_year_beside_the_word(words: tuple[str, ...]) -> None:
    rows = [["序号", "年份", "类别", "地区", "开通数"]]
    for year, own in ROWS.items():
        rows += [[row[0], str(year), *row[1:]] for row in own]
    rows += [[*(word.format(year=year) for word in words), str(SUMS[year])] for year in ROWS]
    record = only(document(PLAN_TITLE, table([*rows, ["总计", "", "", "", "766"]])))
    assert (said(record), value(record, "total")) == (SAID, 766)
    assert not doubted(record)


@pytest.mark.parametrize("wide", [True, False])
def test_years_side_by_side_with_the_same_labels_are_tables_of_their_own(wide: bool) -> None:
    gap = LEFT if wide else ""
    rows = [["2020年", gap, gap, "2021年", gap, gap], HEAD[1:] * 2]
    rows += [["地市", "玉林市", "700", "区县", "北流市", "16"], ["区县", "玉州区", "50", "", "", ""]]
    rows += [["小计", "", "750", "小计", "", "16"], ["总体统计：766个", *[LEFT] * 5]]
    record = only(document(PLAN_TITLE, table(rows)))
    assert (said(record), value(record, "total")) == (SAID, 766)


def test_a_year_that_heads_rows_twice_is_doubted() -> None:
    rows = [HEAD, ["2020年", LEFT, LEFT, LEFT], *ROWS[2020], ["2021年", LEFT, LEFT, LEFT], *ROWS[2021]]
    rows += [["2020年", LEFT, LEFT, LEFT], ["4", "区县", "兴业县", "9"]]
    assert "schedule" in doubted(only(document(PLAN_TITLE, table(rows))))


def test_a_row_of_endless_digits_costs_no_file() -> None:
    rows = [HEAD, ["9" * 5000, "9" * 5000, "9" * 5000, "9" * 5000], ["2020年", LEFT, LEFT, LEFT], *ROWS[2020]]
    assert "schedule" in doubted(only(document(PLAN_TITLE, table(rows))))


def test_the_lowest_row_of_labels_once_more_changes_no_column() -> None:
    under = ["年份", "名称", "开通数量", "名称", "开通数量", "小计"]
    rows = [
        ["年份", "地市", LEFT, "区县", LEFT, "空间开通数量小计"],
        under,
        ["2020年", "玉林市", "700", "玉州区", "50", "750"],
        under,
        ["2021年", "", "", "北流市", "16", "16"],
    ]
    record = only(document(PLAN_TITLE, table(rows)))
    assert said(record) == SAID
    assert not record.leftovers
