"""Rubrics as offices type them where they are no single table: categories over tables or across them, and outlines without any table."""

from __future__ import annotations

from typing import Any

import pytest
from documents import ABOVE, LEFT, codes, document, is_doubted, only, table, value

from forms.errors import Unmatched
from forms.record import Record

TITLE = "附件4\n2020年度网络学习空间应用优秀学校评价指标"
HEAD = ("二级指标", "指标描述", "分值", "得分")
FIRST = (("制度建设", "制度健全。", "10", "9"), ("经费保障", "经费充足。", "10", "8"))
SECOND = (("教师应用", "教师应用好。", "40", "38"), ("学生应用", "学生应用好。", "40", "36"))

SAID = [
    ("组织保障", 20, [("制度建设", 10, "制度健全。", 9), ("经费保障", 10, "经费充足。", 8)]),
    ("应用成效", 80, [("教师应用", 40, "教师应用好。", 38), ("学生应用", 40, "学生应用好。", 36)]),
]


def said(record: Record) -> list[tuple[Any, ...]]:
    """What the rubric in *record* says."""
    return [
        (
            category["name"],
            category["points"],
            [(one["name"], one["points"], one["description"], one["score"]) for one in category["indicators"]],
        )
        for category in value(record, "categories")
    ]


def doubts(record: Record) -> set[str]:
    """What is doubted, but that it isn't the rubric that the form prints."""
    assert not [path for path, info in record.fields.items() if info.confidence < 0.9]
    return {issue.code for issue in record.issues if issue.severity != "info"} - {"value.printed"}


def numbered(form: str) -> str:
    """The outline of ``SAID``: *form* says what a line for an indicator looks like."""
    found = []
    for outer, (name, points, indicators) in zip("一二", SAID, strict=True):
        found.append(f"{outer}、{name}（{points}分）")
        for at, (inner, worth, text, score) in enumerate(indicators, 1):
            found.append(form.format(n=at, name=inner, points=worth, text=text, score=score))
    return "\n".join(found)


@pytest.mark.parametrize(
    "heads", [("一、组织保障（20分）", "二、应用成效（80分）"), ("组织保障 20分", "应用成效 80分")]
)
def test_a_heading_over_each_table_is_the_category_of_its_rows(heads: tuple[str, str]) -> None:
    record = only(document(TITLE, heads[0], table([HEAD, *FIRST]), heads[1], table([HEAD, *SECOND]), "合计：100分"))
    assert said(record) == SAID
    assert not doubts(record)
    assert value(record, "total_points") == 100


@pytest.mark.parametrize("rest", [(LEFT,) * 3, ("",) * 3], ids=["merged", "blank"])
def test_a_heading_across_a_table_is_the_category_of_the_rows_below(rest: tuple[str, ...]) -> None:
    rows = [HEAD, ("一、组织保障（20分）", *rest), *FIRST, ("一级指标：应用成效（80分）", *rest), *SECOND]
    record = only(document(TITLE, table(rows)))
    assert said(record) == SAID
    assert not doubts(record)


def test_a_row_of_a_higher_number_is_the_category_of_the_rows_below() -> None:
    rows = [HEAD, ("一、组织保障", "", "20", "17"), *((f"1. {row[0]}", *row[1:]) for row in FIRST)]
    rows += [("二、应用成效", "", "80分", ""), *((f"1. {row[0]}", *row[1:]) for row in SECOND)]
    record = only(document(TITLE, table(rows)))
    assert said(record) == SAID
    assert not doubts(record)
    assert "17" in record.leftovers


@pytest.mark.parametrize(
    "form",
    [
        "{n}. {name}（{points}分）：{text}得分：{score}",
        "（{n}）{name}（满分{points}分）：{text}　自评得分：{score}分",
        "{n}.{n} {name}　{points}分\n{text}\n得分：{score}",
        "{n}、{name}\n分值：{points}分\n评价标准：{text}\n自评分：{score}",
        "{name}（{points}分，得分：{score}）：{text}",
        "{n}. {name}，{points}分。{text}得分：{score}",
        "{n}. {name}——{points}分　得分：{score}\n{text}",
        "{n}.（{points}分）{name}：{text}（得分：{score}）",
    ],
)
def test_an_outline_without_any_table_is_read(form: str) -> None:
    record = only(document(TITLE, numbered(form), "总分：100分　得分：91"))
    assert said(record) == SAID
    assert not doubts(record)
    assert value(record, "total_points") == 100


def test_points_behind_the_wording_are_read() -> None:
    record = only(document(TITLE, numbered("{n}. {name}：{text}（{points}分）")))
    assert [[one[:3] for one in category[2]] for category in said(record)] == [
        [one[:3] for one in category[2]] for category in SAID
    ]


def test_a_number_without_a_label_behind_the_points_is_the_score_and_doubted() -> None:
    record = only(document(TITLE, numbered("{n}. {name}（{points}分）　{score}分\n{text}")))
    assert said(record) == SAID
    assert is_doubted(record, "categories[0].indicators[0].score")


def test_headings_numbered_alike_are_told_apart_by_their_sums() -> None:
    lines = "组织保障（20分）\n制度建设（10分）：制度健全。\n经费保障（10分）：经费充足。\n应用成效（80分）\n教师应用（80分）：好。"
    record = only(document(TITLE, lines))
    assert [(name, len(indicators)) for name, _, indicators in said(record)] == [("组织保障", 2), ("应用成效", 1)]


def test_what_is_asked_for_an_indicator_may_have_numbers_and_points_of_its_own() -> None:
    text = "一、组织保障（20分）\n1. 制度建设（20分）\n（1）制度健全（10分）；\n（2）落实到位（10分）。\n二、应用成效（80分）\n1. 教师应用（40分）：好。\n2. 学生应用（40分）\n会用。"
    record = only(document(TITLE, text, "填报单位（盖章）：某某学校"))
    assert (
        value(record, "categories[0].indicators[0].description") == "（1）制度健全（10分）；\n（2）落实到位（10分）。"
    )
    assert [one["description"] for one in value(record, "categories[1].indicators")] == ["好。", "会用。"]


def test_categories_without_points_are_read_and_doubted() -> None:
    lines = "一、组织保障\n1. 制度建设（10分）：制度健全。\n二、应用成效\n1. 教师应用（40分）：教师应用好。\n2. 学生应用（40分）：好。"
    record = only(document(TITLE, lines))
    assert [(name, points) for name, points, _ in said(record)] == [("组织保障", None), ("应用成效", None)]
    assert is_doubted(record, "categories[0].points")


def test_a_number_left_out_among_the_headings_is_doubted() -> None:
    lines = "一、组织保障（20分）\n1. 制度建设（20分）：制度健全。\n三、应用成效（80分）\n1. 教师应用（40分）：好。\n2. 学生应用（40分）：好。"
    assert "list.unclear" in codes(only(document(TITLE, lines)), "categories")


@pytest.mark.parametrize(
    "lines",
    [
        "一、评价原则\n1. 坚持公平公正（5分钟内完成）。\n2. 坚持应用导向，每项得5分。\n二、评价办法\n1. 总分100分，其中应用基础30分。\n2. 低于60分（含60分）的不予推荐。",
        "一、评价原则\n1. 每有一项得5分：不设上限。\n2. 材料不全（2分）的酌情扣分。\n二、其他\n1. 按时报送。",
        "一、有关要求\n1. 材料不全（2分）的酌情扣分。\n2. 弄虚作假（5分）的不予推荐。\n二、其他\n1. 按时报送（3分）。\n2. 逾期（3分）不候。",
    ],
)
def test_prose_with_points_in_it_is_no_rubric(lines: str) -> None:
    with pytest.raises(Unmatched):
        only(document(TITLE, lines))


def test_lines_beside_a_whole_table_are_no_categories() -> None:
    rows = [
        ("一级指标", "二级指标", "指标描述", "得分"),
        ("组织保障（20分）", "制度建设（20分）", "制度健全。", "9"),
        ("应用成效（80分）", "教师应用（80分）", "教师应用好。", "38"),
    ]
    record = only(document(TITLE, "一、评价方式（满分100分）", table(rows), "1. 由专家填写（5分制）"))
    assert [name for name, _, _ in said(record)] == ["组织保障", "应用成效"]
    assert "一、评价方式（满分100分）" in record.leftovers


def test_what_was_reached_in_all_stands_behind_what_can_be_and_is_no_value() -> None:
    rows = [
        HEAD,
        ("一、组织保障（20分）", LEFT, LEFT, LEFT),
        *FIRST,
        ("二、应用成效（80分）", LEFT, LEFT, LEFT),
        *SECOND,
    ]
    record = only(document(TITLE, table(rows), "合计：100分　　得分：91"))
    assert value(record, "total_points") == 100
    assert not doubts(record)
    assert "得分：91" in record.leftovers


def test_a_table_whose_category_is_not_seen_is_doubted() -> None:
    record = only(
        document(TITLE, "一、组织保障（20分）", table([HEAD, *FIRST]), "应用成效方面", table([HEAD, *SECOND]))
    )
    assert "list.unclear" in codes(record, "categories")


def test_lines_of_what_is_asked_beside_one_indicator_are_all_its_own() -> None:
    rows = [
        ("一级指标", "二级指标", "指标描述", "得分"),
        ("组织保障（20分）", "制度建设（10分）", "制度健全。", "9"),
        (ABOVE, ABOVE, "制度落实。", ABOVE),
        (ABOVE, "经费保障（10分）", "经费充足。", "8"),
        ("应用成效（80分）", "教师应用（80分）", "教师应用好。", "38"),
    ]
    record = only(document(TITLE, table(rows)))
    assert value(record, "categories[0].indicators[0].description") == "制度健全。\n制度落实。"
    assert [one["score"] for one in value(record, "categories[0].indicators")] == [9, 8]


def carded() -> list[list[list[str]]]:
    """A card for each indicator of ``SAID``."""
    return [
        [
            ["一级指标", f"{name}（{points}分）", "二级指标", f"{inner}（{worth}分）", "得分", str(score)],
            ["指标描述", text, LEFT, LEFT, LEFT, LEFT],
        ]
        for name, points, indicators in SAID
        for inner, worth, text, score in indicators
    ]


@pytest.mark.parametrize("between", [None, "", "指标{}", "{}."])
def test_cards_of_an_indicator_each_are_one_rubric(between: str | None) -> None:
    blocks: list[Any] = []
    for number, card in enumerate(carded(), 1):
        blocks += [(between or "").format(number), table(card)]
    if between is None:
        blocks = [table([row for card in carded() for row in card])]
    record = only(document(TITLE, *blocks))
    assert said(record) == SAID
    assert not doubts(record)


def test_a_card_may_leave_out_its_score_and_a_line_under_one_is_not_lost() -> None:
    cards = carded()
    del cards[1][0][4:], cards[1][1][4:]
    record = only(document(TITLE, *map(table, cards[:3]), "以上由专家组核对", table(cards[3])))
    assert [one["score"] for one in value(record, "categories[0].indicators")] == [9, None]
    assert "以上由专家组核对" in record.leftovers
    assert doubts(record)  # the last card stands apart


def test_points_of_both_levels_have_columns_of_their_own() -> None:
    rows: list[tuple[str, ...]] = [("一级指标", "一级分值", "二级指标", "二级分值", "指标描述", "得分")]
    for name, points, indicators in SAID:
        rows += [(name, str(points), inner, str(worth), text, str(score)) for inner, worth, text, score in indicators]
    record = only(document(TITLE, table(rows)))
    assert said(record) == SAID
    assert not doubts(record)


def test_letters_number_categories_over_a_column_of_codes() -> None:
    rows = [
        ("编号", *HEAD),
        ("A  组织保障（20分）", *(LEFT,) * 4),
        *((f"A{n}", *row) for n, row in enumerate(FIRST, 1)),
        ("B  应用成效（80分）", *(LEFT,) * 4),
        *((f"B{n}", *row) for n, row in enumerate(SECOND, 1)),
    ]
    record = only(document(TITLE, table(rows)))
    assert said(record) == SAID
    assert not doubts(record)


def in_table(heading: str, text: str) -> Any:
    """A table of ``SAID``: *heading* and *text* say what the cells of an indicator look like."""
    rows = [["一级指标", "二级指标", "指标描述"]]
    for name, points, indicators in SAID:
        for n, (inner, worth, wording, score) in enumerate(indicators):
            each = {"name": inner, "points": worth, "text": wording, "score": score}
            rows.append([ABOVE if n else f"{name}（{points}分）", heading.format(**each), text.format(**each)])
    return table(rows)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("{name}（{points}分）\n自评：{score}分", "{text}"),
        ("{name}（{points}分，得分：{score}）", "{text}"),
        ("{name}\n满分：{points}分\n自评得分{score}分", "{text}"),
        ("{name}（{points}分）", "{text}【自评得分：{score}分】"),
        ("{name}（{points}分）", "{text}（自评{score}分）"),
        ("{name}（{points}分）", "{text}\n得分：{score}"),
    ],
)
def test_what_was_scored_may_stand_in_the_cell_of_its_indicator(heading: str, text: str) -> None:
    record = only(document(TITLE, in_table(heading, text)))
    assert said(record) == SAID
    assert not doubts(record)


@pytest.mark.parametrize("blank", ["得分：____分", "【自评得分：　　分】", "自评：分"])
def test_a_blank_for_the_score_is_no_wording(blank: str) -> None:
    lines = "\n".join(line for line in numbered("{n}、{name}（{points}分）\n{text}\n" + blank).split("\n"))
    for found in (document(TITLE, lines), document(TITLE, in_table("{name}（{points}分）", "{text}" + blank))):
        record = only(found)
        assert [[one[:3] for one in category[2]] for category in said(record)] == [
            [one[:3] for one in category[2]] for category in SAID
        ]
        assert {one[3] for category in said(record) for one in category[2]} == {None}


def test_what_a_category_was_given_in_all_is_not_part_of_its_name() -> None:
    rows = [("一级指标", *HEAD), ("组织保障（20分）\n自评：17分", *FIRST[0]), (ABOVE, *FIRST[1])]
    rows += [("应用成效（80分）\n自评：74分", *SECOND[0]), (ABOVE, *SECOND[1])]
    record = only(document(TITLE, table(rows)))
    assert said(record) == SAID
    assert not doubts(record)
    assert record.leftovers == ("自评：17分", "自评：74分")


@pytest.mark.parametrize(
    "again",
    [
        "应用成效（80分）（续）",
        "应用成效（续）\n（80分）",
        "应用成效（续）",
        "续：应用成效（80分）",
        "应用成效（80分）【接上页】",
    ],
)
def test_a_category_that_a_page_cut_in_two_is_one(again: str) -> None:
    head = ("一级指标", *HEAD)
    first = [head, ("组织保障（20分）", *FIRST[0]), (ABOVE, *FIRST[1]), ("应用成效（80分）", *SECOND[0])]
    record = only(document(TITLE, table(first), "", table([head, (again, *SECOND[1])])))
    assert said(record) == SAID
    assert not doubts(record)


@pytest.mark.parametrize(
    ("label", "form"), [("得分/分值", "{0}/{1}"), ("分值/自评分", "{1}/{0}"), ("得分、满分", "{0}、{1}")]
)
def test_points_and_score_in_one_column_are_told_apart(label: str, form: str) -> None:
    rows = [("一级指标", "二级指标", label, "指标描述")]
    for name, points, indicators in SAID:
        for n, (inner, worth, text, score) in enumerate(indicators):
            rows.append((ABOVE if n else f"{name}（{points}分）", inner, form.format(score, worth), text))
    record = only(document(TITLE, table(rows)))
    assert said(record) == SAID
    assert not doubts(record)


@pytest.mark.parametrize("form", ["{0}/{1}", "{0}分／{1}分", "{0}（满分{1}）"])
def test_a_score_may_say_of_how_many_points_it_is(form: str) -> None:
    rows = [("一级指标", "二级指标", "指标描述", "得分")]
    for name, points, indicators in SAID:
        for n, (inner, worth, text, score) in enumerate(indicators):
            rows.append((ABOVE if n else f"{name}（{points}分）", inner, text, form.format(score, worth)))
    record = only(document(TITLE, table(rows)))
    assert said(record) == SAID
    assert not doubts(record)


def test_points_at_the_end_of_what_is_asked_for_are_read_and_doubted() -> None:
    record = only(document(TITLE, in_table("{name}", "{text}（{points}分）")))
    assert [[one[:3] for one in category[2]] for category in said(record)] == [
        [one[:3] for one in category[2]] for category in SAID
    ]
    assert is_doubted(record, "categories[0].indicators[0].points")


def test_a_sum_with_its_points_is_no_indicator() -> None:
    rows = [
        ("一级指标", *HEAD),
        ("组织保障（20分）", *FIRST[0]),
        (ABOVE, *FIRST[1]),
        (ABOVE, "小计（20分）", LEFT, "20", "17"),
    ]
    rows += [("应用成效（80分）", *SECOND[0]), (ABOVE, *SECOND[1]), (ABOVE, "小计（80分）", LEFT, "80", "74")]
    assert said(only(document(TITLE, table(rows)))) == SAID


@pytest.mark.parametrize(
    ("category", "indicator", "score"),
    [("1. {}（{}分）", "• {}（{}分）", "自评得分：{}分"), ("一、{}（{}分）", "1. {}（{}分）……自评{}分", "")],
)
def test_bullets_before_headings_and_leaders_behind_them_are_none_of_their_names(
    category: str, indicator: str, score: str
) -> None:
    lines = [TITLE]
    for name, points, indicators in SAID:
        lines.append(category.format(name, points))
        for one, worth, text, given in indicators:
            lines += [indicator.format(one, worth, given), text, *([score.format(given)] if score else [])]
    assert said(only(document("\n".join(lines)))) == SAID


def test_what_experts_say_below_a_rubric_is_no_category() -> None:
    rows = [("一级指标", *HEAD)]
    for name, points, indicators in SAID:
        rows += [(f"{name}（{points}分）", one, text, str(worth), str(given)) for one, worth, text, given in indicators]
    closing = [("总分", LEFT, LEFT, "91", LEFT), ("综合评价", "该校应用起步早，建议推荐。", LEFT, LEFT, LEFT)]
    assert said(only(document(TITLE, table([*rows, *closing])))) == SAID


@pytest.mark.parametrize("wide", [True, False])
def test_rows_that_add_up_those_below_are_their_categories(wide: bool) -> None:
    rows: list[tuple[str, ...]] = [("指标", "指标描述", "分值", "得分")]
    for (name, points, _), own in zip(SAID, (FIRST, SECOND), strict=True):
        rows += [(name, LEFT if wide else "", str(points), "17"), *own]
    record = only(document(TITLE, table([*rows, ("合计", "", "100", "91")])))
    assert said(record) == SAID
    assert not doubts(record)
    rows[1] = ("组织保障", "", "21", "17")
    assert doubts(only(document(TITLE, table(rows))))
