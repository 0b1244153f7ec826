"""Plans that tell places with a number each in words: in the cells of a table."""

from __future__ import annotations

import pytest
from documents import PLAN_TEXT, PLAN_TITLE, codes, document, is_doubted, only, plan, table, value

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


def tabled(head: list[str], cells: list[str]) -> Record:
    rows = [head, ["2020年", *cells, "170"], ["2021年", "", "巩义市（30）", "30"], ["合计", "", "", "200"]]
    return only(document(PLAN_TITLE, table(rows), PLAN_TEXT))


@pytest.mark.parametrize(
    "head",
    [
        ["年份", "地市（名称/开通数量）", "区县（名称/开通数量）", "小计"],
        ["年份", "推进地市及开通数量", "推进区县及开通数量", "小计"],
        ["年份", "地市名称及开通数量", "区县名称及开通数量", "小计"],
        ["年份", "地市", "区县", "小计"],
    ],
)
@pytest.mark.parametrize(
    "cities",
    [
        "郑州市/100；开封市/50",
        "郑州市（100个）\n开封市（50个）",
        "1.郑州市：100\n2.开封市：50",
        "推进郑州市100个、开封市50个",
    ],
)
def test_cells_may_tell_places_with_a_number_each(head: list[str], cities: str) -> None:
    record = tabled(head, [cities, "金水区（20）"])
    assert value(record, "schedule") == SCHEDULE
    assert value(record, "total") == 200
    assert is_doubted(record, "schedule[0].cities[1].spaces")


def test_places_with_their_numbers_may_stand_under_the_label_of_the_names() -> None:
    record = only(plan([["2020年", "郑州市：1.5万、开封市：5,000", "", "", "", "20000"]]))
    assert [city["spaces"] for city in value(record, "schedule[0].cities")] == [15000, 5000]


@pytest.mark.parametrize("cities", ["郑州市（100）、其他", "郑州市（100）、小计（100）", "郑州市、开封市（100）"])
def test_cells_that_tell_something_else_stay_in_doubt(cities: str) -> None:
    record = tabled(["年份", "推进地市及开通数量", "推进区县及开通数量", "小计"], [cities, "金水区（20）"])
    assert value(record, "schedule[0].cities") == []
    assert codes(record, "schedule[0].cities")


@pytest.mark.parametrize("labels", [("地市", "区县"), ("地市名称及开通数量", "区县名称及开通数量")])
def test_columns_of_places_with_numbers_need_no_column_of_sums_beside_them(labels: tuple[str, str]) -> None:
    rows = [
        ["年份", *labels],
        ["2020年", "郑州市100、开封市50", "金水区（20）"],
        ["2021年", "", "巩义市（30）"],
        ["合计", "150", "50"],
    ]
    record = only(document(PLAN_TITLE, table(rows), PLAN_TEXT))
    assert value(record, "schedule") == [{**one, "subtotal": None} for one in SCHEDULE]
