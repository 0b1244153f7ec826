"""Plans whose years head columns: each column of a year is an item, each row says one thing of all of them."""

from __future__ import annotations

import pytest
from documents import ABOVE, LEFT, PLAN_TEXT, PLAN_TITLE, Grid, codes, document, is_doubted, only, table, value

from forms.record import Record

BOTH = [
    {
        "year": 2020,
        "cities": [{"name": "郑州市", "spaces": 100}],
        "counties": [{"name": "金水区", "spaces": 20}],
        "subtotal": 120,
    },
    {"year": 2021, "cities": [{"name": "洛阳市", "spaces": 200}], "counties": [], "subtotal": 200},
]


def planned(rows: Grid) -> Record:
    return only(document(PLAN_TITLE, table(rows), PLAN_TEXT))


LABELS_BESIDE = [
    ["年份", "2020年", "2021年"],
    ["地市名称", "郑州市", "洛阳市"],
    ["地市开通数量", "100", "200"],
    ["区县名称", "金水区", ""],
    ["区县开通数量", "20", ""],
    ["空间开通数量小计", "120", "200"],
    ["总体统计", "320", LEFT],
]
GROUPS_BESIDE = [
    ["年份", LEFT, "2020年", "2021年"],
    ["地市", "名称", "郑州市", "洛阳市"],
    [ABOVE, "开通数量", "100", "200"],
    ["区县", "名称", "金水区", ""],
    [ABOVE, "开通数量", "20", ""],
    ["小计", LEFT, "120", "200"],
    ["总体统计", LEFT, "320", LEFT],
]
LABELS_UNDER = [
    ["类别", "2020年", LEFT, "2021年", LEFT],
    ["", "名称", "开通数量", "名称", "开通数量"],
    ["地市", "郑州市", "100", "洛阳市", "200"],
    ["区县", "金水区", "20", "", ""],
    ["小计", "120", LEFT, "200", LEFT],
    ["总体统计", "320", LEFT, LEFT, LEFT],
]


@pytest.mark.parametrize("rows", [LABELS_BESIDE, GROUPS_BESIDE, LABELS_UNDER])
def test_years_that_head_columns_are_items(rows: Grid) -> None:
    record = planned(rows)
    assert value(record, "schedule") == BOTH
    assert value(record, "total") == 320
    assert not codes(record, "schedule")


def test_what_labels_over_and_beside_tell_together_is_doubted() -> None:
    record = planned(LABELS_UNDER)
    assert is_doubted(record, "schedule[0].cities[0].name")
    assert is_doubted(record, "schedule[0].counties[0].spaces")
    assert not is_doubted(record, "schedule[1].subtotal")


def test_several_rows_of_a_group_are_several_entries() -> None:
    record = planned([*LABELS_UNDER[:3], ["地市", "开封市", "30", "", ""], *LABELS_UNDER[3:4]])
    assert [city["name"] for city in value(record, "schedule[0].cities")] == ["郑州市", "开封市"]
    assert [city["name"] for city in value(record, "schedule[1].cities")] == ["洛阳市"]


def test_a_row_that_begins_with_a_name_is_an_entry_of_each_year_that_says_something() -> None:
    record = planned(
        [["地市名称", "2020年", "2021年"], ["郑州市", "100", "200"], ["洛阳市", "", "400"], ["合计", "100", "600"]]
    )
    assert value(record, "schedule[0].cities") == [{"name": "郑州市", "spaces": 100}]
    assert value(record, "schedule[1].cities") == [{"name": "郑州市", "spaces": 200}, {"name": "洛阳市", "spaces": 400}]
    assert (value(record, "schedule[0].subtotal"), value(record, "schedule[1].subtotal")) == (100, 600)
    assert is_doubted(record, "schedule[1].cities[1].spaces")


@pytest.mark.parametrize("row", [["其他地区", "开封市", "新乡市"], ["", "开封市", "新乡市"]])
def test_a_row_that_is_not_known_leaves_the_list_in_doubt(row: list[str]) -> None:
    record = planned([*LABELS_BESIDE[:2], row, *LABELS_BESIDE[2:]])
    assert "list.unclear" in codes(record, "schedule")
    assert {"开封市", "新乡市"} <= set(record.leftovers)


def test_years_over_parts_of_a_table_are_those_of_the_rows_below() -> None:
    head = ["地市名称", "开通数量", "区县名称", "开通数量"]
    rows: list[list[str]] = []
    for year, row in {"2020年": ["郑州市", "100", "金水区", "20"], "2021年": ["洛阳市", "200", "", ""]}.items():
        rows += [
            [year, *(LEFT,) * 3],
            head,
            row,
            ["小计", str(sum(int(n) for n in (row[1], row[3] or "0"))), LEFT, LEFT],
        ]
    record = planned([*rows, ["总体统计", "320", LEFT, LEFT]])
    assert value(record, "schedule") == BOTH
    assert not codes(record, "schedule")


def test_numbers_of_lines_in_one_cell_are_no_part_of_their_values() -> None:
    rows = [["年份", "地市名称", "开通数量", "小计"], ["2020年", "1.郑州市\n2.洛阳市", "1.12000\n2.8000", "20000"]]
    record = planned(rows)
    assert value(record, "schedule[0].cities") == [
        {"name": "郑州市", "spaces": 12000},
        {"name": "洛阳市", "spaces": 8000},
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["年份", "2020年", "2021年"], ["地市名称", "郑州市", "洛阳市"], ["地市开通数量（万个）", "1", "2"]],
        [
            ["类别", "2020年", LEFT, "2021年", LEFT],
            ["", "名称", "开通数量（万个）", "名称", "开通数量（万个）"],
            ["地市", "郑州市", "1", "洛阳市", "2"],
        ],
    ],
)
def test_numbers_are_counted_in_the_unit_of_their_label(rows: Grid) -> None:
    assert [one["cities"][0]["spaces"] for one in value(planned(rows), "schedule")] == [10000, 20000]


def test_a_cell_that_reaches_over_several_years_is_no_one_s() -> None:
    record = planned([*LABELS_BESIDE[:5], ["空间开通数量小计", "320", LEFT], LABELS_BESIDE[6]])
    assert [one["subtotal"] for one in value(record, "schedule")] == [None, None]
    assert "list.unclear" in codes(record, "schedule")


TOLD = [
    ["类别", "2020年", "2021年"],
    ["地市名称及\n开通数量", "郑州市：100个", "洛阳市：150个\n开封市：50个"],
    ["区县名称及\n开通数量", "金水区：20个", ""],
    ["空间开通数量小计", "120个", "200个"],
    ["总体统计", "320个", LEFT],
]
TOLD_CITIES = [
    [{"name": "郑州市", "spaces": 100}],
    [{"name": "洛阳市", "spaces": 150}, {"name": "开封市", "spaces": 50}],
]


@pytest.mark.parametrize(
    "labels", [("地市名称及开通数量", "区县名称及开通数量"), ("地市", "区县"), ("推进地市（个）", "推进区县（个）")]
)
def test_a_row_may_tell_names_with_their_numbers(labels: tuple[str, str]) -> None:
    record = planned([TOLD[0], [labels[0], *TOLD[1][1:]], [labels[1], *TOLD[2][1:]], *TOLD[3:]])
    assert [one["cities"] for one in value(record, "schedule")] == TOLD_CITIES
    assert [one["counties"] for one in value(record, "schedule")] == [[{"name": "金水区", "spaces": 20}], []]
    assert [one["subtotal"] for one in value(record, "schedule")] == [120, 200]
    assert not codes(record, "schedule")
    assert is_doubted(record, "schedule[1].cities[1].spaces")


@pytest.mark.parametrize(
    "cell", ["小计：100个", "全省：100个", "河南省：100个", "郑州市：待定", "郑州市、开封市：100个"]
)
def test_what_a_row_tells_that_are_not_names_with_numbers_stays_unread(cell: str) -> None:
    record = planned([TOLD[0], [TOLD[1][0], cell, "洛阳市：200个"], *TOLD[3:]])
    assert value(record, "schedule[0].cities") == []
    assert "list.unclear" in codes(record, "schedule[0].cities")
    assert cell in record.leftovers


BY_PLACE = [
    {
        "year": 2020,
        "cities": [{"name": "郑州市", "spaces": 100}],
        "counties": [{"name": "金水区", "spaces": 20}],
        "subtotal": 120,
    },
    {
        "year": 2021,
        "cities": [{"name": "洛阳市", "spaces": 50}],
        "counties": [{"name": "金水区", "spaces": 30}],
        "subtotal": 80,
    },
]
YEARS = ["2020年", "2021年"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["类型", "名称", *YEARS],
            ["地市", "郑州市", "100", ""],
            [ABOVE, "洛阳市", "—", "50"],
            ["区县", "金水区", "20", "30"],
            ["小计", LEFT, "120", "80"],
        ],
        [
            ["名称", *YEARS],
            ["地市", LEFT, LEFT],
            ["郑州市", "100", ""],
            ["洛阳市", "", "50"],
            ["区县", "", ""],
            ["金水区", "20", "30"],
            ["小计", "120", "80"],
        ],
        [
            ["推进地市", *YEARS],
            ["郑州市", "100", ""],
            ["洛阳市", "", "50"],
            ["推进区县", *YEARS],
            ["金水区", "20", "30"],
            ["小计", "120", "80"],
        ],
        [
            ["序号", "区域名称", *YEARS, "合计"],
            ["1", "郑州市", "100", "", "100"],
            ["2", "洛阳市", "", "50", "50"],
            ["3", "金水区", "20", "30", "50"],
            ["", "小计", "120", "80", "200"],
        ],
    ],
)
def test_places_may_have_a_row_each_beside_the_years(rows: Grid) -> None:
    record = planned(rows)
    assert value(record, "schedule") == BY_PLACE
    assert value(record, "total") in (None, 200)
    assert not codes(record, "schedule")
    assert is_doubted(record, "schedule[1].counties[0].spaces")


@pytest.mark.parametrize(
    "row", [["某某市", "5", "5"], ["全省", "120", "80"], ["其他", "5", "5"], ["洛阳市", "待定", ""]]
)
def test_a_row_whose_list_or_number_is_not_told_leaves_the_list_in_doubt(row: list[str]) -> None:
    record = planned([["名称", *YEARS], ["郑州市", "100", "50"], row])
    assert [one["cities"] for one in value(record, "schedule")] == [
        [{"name": "郑州市", "spaces": 100}],
        [{"name": "郑州市", "spaces": 50}],
    ]
    assert "list.unclear" in codes(record, "schedule")
    assert row[1] in record.leftovers


def test_names_and_numbers_line_under_line_in_the_cells_of_a_year_are_entries() -> None:
    record = planned([["年份", *YEARS], ["地市名称", "郑州市\n开封市", "洛阳市"], ["地市开通数量", "100\n50", "30"]])
    assert value(record, "schedule[0].cities") == [{"name": "郑州市", "spaces": 100}, {"name": "开封市", "spaces": 50}]
    assert is_doubted(record, "schedule[0].cities[1].spaces")
    uneven = planned([["年份", *YEARS], ["地市名称", "郑州市\n开封市", "洛阳市"], ["地市开通数量", "100", "30"]])
    assert "list.unclear" in codes(uneven, "schedule")


@pytest.mark.parametrize(
    "heads", [("2020年（万个）", "2021年（个）"), ("2020年开通数量（万个）", "2021年开通空间数量")]
)
def test_years_over_columns_may_say_what_is_counted(heads: tuple[str, str]) -> None:
    record = planned([["名称", *heads], ["郑州市", "1.5", "50"], ["金水区", "2", ""]])
    assert [one["year"] for one in value(record, "schedule")] == [2020, 2021]
    assert [one["cities"][0]["spaces"] for one in value(record, "schedule")] == [15000, 50]
    assert value(record, "schedule[0].counties") == [{"name": "金水区", "spaces": 20000}]


def test_a_further_table_with_the_same_years_goes_on_with_their_items() -> None:
    cities = table([["地市名称", *YEARS], ["郑州市", "100", ""], ["洛阳市", "", "50"]])
    counties = table([["区县名称", *YEARS], ["金水区", "20", "30"]])
    record = only(document(PLAN_TITLE, cities, counties, PLAN_TEXT))
    assert value(record, "schedule") == [{**one, "subtotal": None} for one in BY_PLACE]
    again = only(document(PLAN_TITLE, cities, cities, PLAN_TEXT))
    assert "list.unclear" in codes(again, "schedule")


def test_years_may_stand_before_the_label_of_what_their_columns_hold() -> None:
    record = planned(
        [
            ["序号", "名称", "类别", "2020年开通数量", "2021年开通数量"],
            ["1", "郑州市", "地市", "100", ""],
            ["2", "洛阳市", "地市", "", "200"],
            ["3", "金水区", "区县", "20", ""],
            ["空间开通数量小计", LEFT, LEFT, "120", "200"],
            ["总体统计", LEFT, LEFT, "320", LEFT],
        ]
    )
    assert value(record, "schedule") == BOTH
    assert value(record, "total") == 320
    assert not codes(record, "schedule")


def test_a_key_over_two_columns_and_columns_without_one_doubt_the_list() -> None:
    twice = [
        ("年份", "2020年", "2020年", "2021年"),
        ("区县名称", "东城区", "西城区", "朝阳区"),
        ("区县开通数量", "100", "200", "300"),
    ]
    record = only(document(PLAN_TITLE, table(twice)))
    assert [item["year"] for item in value(record, "schedule")] == [2020, 2021]
    assert is_doubted(record, "schedule")
    blank = [("年份", "2020年", "", "2021年"), *twice[1:]]
    assert is_doubted(only(document(PLAN_TITLE, table(blank))), "schedule")
