"""Plans told in lines instead of a table: a year and what is opened in it."""

from __future__ import annotations

import pytest
from documents import LEFT, PLAN_TEXT, PLAN_TITLE, codes, document, is_doubted, only, table, value

from forms.record import Record

SCHEDULE = [
    {
        "year": 2020,
        "cities": [{"name": "郑州市", "spaces": 100}, {"name": "开封市", "spaces": 50}],
        "counties": [{"name": "金水区", "spaces": 20}],
        "subtotal": 170,
    },
    {"year": 2021, "cities": [], "counties": [{"name": "巩义市", "spaces": 30}], "subtotal": 30},
]


def told(text: str) -> Record:
    return only(document(PLAN_TITLE, text, PLAN_TEXT))


@pytest.mark.parametrize(
    "text",
    [
        "2020年：地市：郑州市（100个）、开封市（50个）；区县：金水区（20个）；小计：170个。\n2021年：区县：巩义市（30个）；小计：30个。\n总体统计：200个。",
        "2020年：郑州市100个，开封市50个；金水区20个。小计170个。\n2021年：巩义市30个。小计30个。\n合计：200个。",
        "1.2020年推进计划：地市 郑州市 100、开封市 50；区县 金水区 20；合计：170\n2.2021年推进计划：地市：无；区县：巩义市30；合计：30\n合计200",
        "•年份：2020年；地市为郑州市（100个）、开封市（50个），区县为金水区（20个），小计170个\n•年份：2021年；区县为巩义市（30个），小计30个\n合计：200",
        "2020年\n地市：郑州市100个、开封市50个\n区县：金水区20个\n合计：170\n2021年\n区县：巩义市30个\n合计：30\n总计：200",
        "（一）2020年\n推进地市：\n1.郑州市（100）\n2.开封市（50）\n推进区县：\n1.金水区（20）\n小计：170\n（二）2021年\n推进区县：\n巩义市（30）\n小计：30\n合计：200",
    ],
)
def test_lines_may_tell_what_is_opened_in_a_year(text: str) -> None:
    record = told(text)
    assert value(record, "schedule") == SCHEDULE
    assert value(record, "total") == 200
    assert not codes(record, "schedule")
    assert is_doubted(record, "schedule[0].cities[1].spaces")
    assert value(record, "survey.overview") == "概况文字。"


def test_years_may_stand_under_the_name_of_each_list() -> None:
    text = "（一）地市\n2020年：郑州市（1.5万）\n2021年：洛阳市（3,000）\n（二）区县\n2020年：某某市（20）\n合计：18020"
    record = told(text)
    assert [one["cities"] for one in value(record, "schedule")] == [
        [{"name": "郑州市", "spaces": 15000}],
        [{"name": "洛阳市", "spaces": 3000}],
    ]
    assert value(record, "schedule[0].counties") == [{"name": "某某市", "spaces": 20}]


def test_a_cell_may_hold_such_lines() -> None:
    text = "2020年：地市：郑州市（100）、开封市（50）；区县：金水区（20）；小计：170\n2021年：区县：巩义市（30）；小计：30\n合计：200"
    rows = [["一、区域整体推进计划表", LEFT], [text, LEFT], ["二、现状调研", LEFT], ["主要问题", "问题。"]]
    record = only(document(PLAN_TITLE.rsplit("\n", 1)[0], table(rows)))
    assert value(record, "schedule") == SCHEDULE
    assert value(record, "total") == 200


@pytest.mark.parametrize(
    "line",
    [
        "2020年：全省100个",
        "2020年：某某市100个；某某县20个",
        "2020年，全省推进郑州市等3个地市，开通100个。",
        "2020年：地市：郑州市、开封市；合计：100",
        "2020年：郑州市100。2021年：开封市50。",
    ],
)
def test_a_line_that_is_not_read_whole_leaves_the_list_in_doubt(line: str) -> None:
    record = told(f"{line}\n2022年：巩义市（30）")
    assert [one["year"] for one in value(record, "schedule")] == [2022]
    assert value(record, "total") is None
    assert "list.unclear" in codes(record, "schedule")
    assert line in record.leftovers


def test_headings_that_begin_with_a_year_stay_headings() -> None:
    record = told("2020年：郑州市（100）\n2020年工作安排\n目标任务\n目标甲。")
    assert value(record, "schedule[0].cities") == [{"name": "郑州市", "spaces": 100}]
    assert "list.unclear" not in codes(record, "schedule")


def test_a_sum_that_may_be_of_a_year_or_of_all_is_doubted() -> None:
    record = told("2020年\n地市：郑州市（100）\n合计：120\n2021年\n地市：开封市（50）\n合计：50")
    assert value(record, "schedule[1].subtotal") == 50
    assert value(record, "schedule[0].subtotal") is None
    assert codes(record, "schedule")


def test_a_row_may_be_a_year_and_a_cell_that_tells_all_of_it() -> None:
    first = "地市：郑州市（100）、开封市（50）\n区县：金水区（20）\n小计：170"
    rows = [["年份", "推进安排"], ["2020年", first], ["2021年", "区县：巩义市（30）；小计：30"], ["合计", "200"]]
    record = only(document(PLAN_TITLE, table(rows), PLAN_TEXT))
    assert value(record, "schedule") == SCHEDULE
    assert value(record, "total") == 200
    assert is_doubted(record, "schedule[0].cities[1].spaces")


@pytest.mark.parametrize("years", [("2020年推进计划", "2021年推进计划"), ("（一）2020年", "（二）2021年")])
def test_a_line_over_the_table_of_a_year_may_say_more_than_the_year(years: tuple[str, str]) -> None:
    head = ["地市名称", "开通数量", "区县名称", "开通数量"]
    tables = [
        table([head, ["郑州市", "100", "金水区", "20"], ["开封市", "50", "", ""], ["小计", "170", LEFT, LEFT]]),
        table([head, ["", "", "巩义市", "30"], ["小计", "30", LEFT, LEFT]]),
    ]
    record = only(document(PLAN_TITLE, years[0], tables[0], years[1], tables[1], PLAN_TEXT))
    assert value(record, "schedule") == SCHEDULE


@pytest.mark.parametrize("line", ["21年：开封市（50）；小计：50", "和2021年：地市：开封市（50）"])
def test_a_line_whose_year_is_lost_leaves_the_list_in_doubt(line: str) -> None:
    record = told(f"2020年：郑州市（100）；小计：100\n{line}")
    assert [one["year"] for one in value(record, "schedule")] == [2020]
    assert "list.unclear" in codes(record, "schedule")
