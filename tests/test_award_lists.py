"""Lists of who was chosen, as offices set them: the year behind each name, two lists side by side or under one another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import ABOVE, LEFT, Content, codes, document, is_doubted, lines, only, table, value

TITLE = "附件1\n已获评教育部网络学习空间应用优秀区域和优秀学校单位名单"
REGIONS, SCHOOLS = ["夏邑县", "安阳市文峰区"], ["安阳医学院", "许昌市第2中学", "开封师范学院"]


@pytest.mark.parametrize(
    "form",
    ["{}（2018年度）", "{}（2019）", "{} 【2020年】", "（2018年获评）{}", "{}2018年度", "{}（２０１８、2020年度）"],
)
def test_the_year_at_a_name_is_not_part_of_it(form: str) -> None:
    names = ["、".join(map(form.format, each)) + "。" for each in (REGIONS, SCHOOLS)]
    record = only(document(TITLE, "一、优秀区域（2个）", names[0], "二、优秀学校（3所）", names[1]))
    assert (value(record, "regions"), value(record, "schools")) == (REGIONS, SCHOOLS)
    assert not is_doubted(record, "regions")
    assert not is_doubted(record, "schools")


def test_what_else_is_noted_at_a_name_is_doubted() -> None:
    record = only(document(TITLE, "一、优秀区域", "夏邑县（第三批）、文峰区（2018级）", "二、优秀学校", "安阳医学院"))
    assert value(record, "regions") == ["夏邑县（第三批）", "文峰区（2018级）"]
    assert codes(record, "regions") == ["value.remark"]


ROWS = [
    ["1", REGIONS[0], "1", SCHOOLS[0]],
    ["2", REGIONS[1], "2", SCHOOLS[1]],
    ["", "", "3", SCHOOLS[2]],
    ["合计", "2个", "合计", "3所"],
]


@pytest.mark.parametrize(
    "head",
    [
        [["优秀区域", LEFT, "优秀学校", LEFT], ["序号", "区域名称", "序号", "学校名称"]],
        [["优秀区域", "", "优秀学校", ""], ["序号", "名称", "序号", "名称"]],
        [["序号", "区域名称", "序号", "学校名称"]],
        [["优秀区域", LEFT, "优秀学校", LEFT]],
    ],
)
def test_two_lists_side_by_side_are_told_apart(head: list[list[str]]) -> None:
    record = only(document(TITLE, table([*head, *ROWS])))
    assert (value(record, "regions"), value(record, "schools")) == (REGIONS, SCHOOLS)
    assert not is_doubted(record, "regions")
    assert not is_doubted(record, "schools")


def test_a_number_without_a_name_in_lists_side_by_side_is_doubted() -> None:
    rows = [["序号", "优秀区域", "序号", "优秀学校"], *ROWS[:1], ["2", REGIONS[1], "2", ""], ["", "", "3", SCHOOLS[2]]]
    record = only(document(TITLE, table(rows)))
    assert is_doubted(record, "schools")
    assert not is_doubted(record, "regions")


def test_two_lists_under_one_another_in_one_table_are_told_apart() -> None:
    rows = [["一、优秀区域（2个）", LEFT], ["序号", "名称"], *([str(n), name] for n, name in enumerate(REGIONS, 1))]
    rows += [["合计", "2个"], ["二、优秀学校（3所）", LEFT], *([str(n), name] for n, name in enumerate(SCHOOLS, 1))]
    record = only(document(TITLE, table(rows)))
    assert (value(record, "regions"), value(record, "schools")) == (REGIONS, SCHOOLS)
    assert not is_doubted(record, "regions")


def test_lines_of_one_sentence_part_no_names_and_none_is_lost() -> None:
    schools = [
        "正阳县人民路学校（2020年度）、平顶山市农业中等专业学",
        "校（2020年度）、安阳医学院",
        "（2019年度）、安阳市",
        "第一中学（2018年度）、",
    ]
    record = only(document(TITLE, "一、优秀区域", "夏邑县", "二、优秀学校", *schools, "驻马店学院。"))
    names = ["正阳县人民路学校", "平顶山市农业中等专业学校", "安阳医学院", "安阳市第一中学", "驻马店学院"]
    assert value(record, "schools") == names
    assert not is_doubted(record, "schools")


def test_paragraphs_of_names_part_them() -> None:
    record = only(document(TITLE, "一、优秀区域", "夏邑县、文峰区", "卫东区", "二、优秀学校", "安阳医学院"))
    assert value(record, "regions") == ["夏邑县", "文峰区", "卫东区"]


def test_lists_named_across_a_table_or_beside_its_rows_are_told_apart() -> None:
    across = [["序号", "单位名称", "年度"], ["一、优秀区域", LEFT, LEFT]]
    across += [[str(n), name, "2018"] for n, name in enumerate(REGIONS, 1)]
    across += [["二、优秀学校", LEFT, LEFT], *([str(n), name, "2019"] for n, name in enumerate(SCHOOLS, 1))]
    beside = [["优秀区域", "序号", "名称"], *([ABOVE, str(n), name] for n, name in enumerate(REGIONS, 1))]
    first, *rest = [[str(n), name] for n, name in enumerate(SCHOOLS, 1)]
    for rows in (across, [*beside, ["优秀学校", *first], *([ABOVE, *row] for row in rest)]):
        record = only(document(TITLE, table(rows)))
        assert (value(record, "regions"), value(record, "schools")) == (REGIONS, SCHOOLS)
        assert not is_doubted(record, "regions")


def test_years_before_or_over_names_are_no_names() -> None:
    lines = ["一、优秀区域", "2018年度：夏邑县", "2019年度：安阳市文峰区", "二、优秀学校", "（一）2018年度"]
    record = only(document(TITLE, *lines, "安阳医学院、许昌市第2中学", "（二）2019年度", "开封师范学院"))
    assert (value(record, "regions"), value(record, "schools")) == (REGIONS, SCHOOLS)


def test_a_list_of_which_one_name_is_in_doubt_says_so() -> None:
    doubted = [replace(paragraph, confidence=0.85) for paragraph in lines(SCHOOLS[1])]
    rows: list[list[Content]] = [["序号", "优秀区域", "优秀学校"], ["1", REGIONS[0], SCHOOLS[0]]]
    rows += [["2", REGIONS[1], doubted], ["3", "", SCHOOLS[2]]]
    record = only(document(TITLE, table(rows)))
    assert value(record, "schools") == SCHOOLS
    assert codes(record, "schools") == ["list.unsure"]
