"""Which forms are in a document, of which edition, and where each begins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import (
    CONTACT_HEAD,
    CONTACT_TITLE,
    LEADER,
    LEFT,
    MOE_RECOMMENDATION_TITLE,
    RECOMMENDATION_TITLE,
    SCHOOLS,
    Grid,
    contact_sheet,
    document,
    lines,
    only,
    plan,
    recommendation,
    summary,
    table,
    value,
)

from forms.errors import Unmatched
from parsers.document import Cell, Document, Paragraph, Table
from parsers.extraction.extract import extract
from parsers.extraction.match import match

NOTICE = """河南省教育厅办公室关于遴选推荐教育部网络学习空间应用优秀区域和优秀学校的通知
各省辖市教育局：
现将有关事项通知如下。
一、申报范围
优秀区域：县区级以上教育行政部门。
优秀学校：各高等学校、中等职业学校和中小学校。
五、联系方式
电话：0371-69691767
电子邮箱：jyxxh@haedu.gov.cn
附件：1.已获评教育部网络学习空间应用优秀区域和优秀学校单位名单
2.2021年度网络学习空间应用优秀区域和学校推荐表
3.2021年度网络学习空间应用优秀区域和学校推荐汇总信息表
2021年11月13日"""


def found(*documents: Document) -> list[tuple[str, str]]:
    """The forms in the blocks of *documents*, taken as one, with their editions."""
    blocks = [block for one in documents for block in one.blocks]
    segments = match(document(*blocks))
    return [(segment.definition.id, segment.definition.edition) for segment in segments]


def without_applicant() -> Table:
    """The recommendation form as the ministry prints it."""
    category: Grid = [["推荐类型", "□地市　□区县　☑学校", *(LEFT,) * 5]]
    return recommendation(applicant=[], category=category)


# Which form


@pytest.mark.parametrize(
    "title",
    [
        RECOMMENDATION_TITLE,
        "附件 2：2021年度网络学习空间应用优秀区域和学校推荐表",
        "附表二\n２０２１年度网络学习空间应用优秀区域和学校\n推 荐 表",
        "2021年度网络网络学习空间应用优秀区域和学校推荐表",
        "河南省2021年度网络学习空间应用优秀区域和学校推荐表",
        "2021年度网络学习空间应用优秀区域及学校推荐表",
        "2021年度网络学习空间应用优秀区域和学校推荐表（样表）",
        "2021年度网络学习空间应用优秀区域和学校推荐表（请用A4纸打印，一式两份）",
        "2021年度河南省网络学习空间应用优秀区域和优秀学校推荐表",
        "郑州市2021年度网络学习空间应用优秀区域暨优秀学校申报推荐表",
    ],
)
def test_a_title_is_found_however_it_is_typed(title: str) -> None:
    assert found(document(title, recommendation())) == [("recommendation", "henan-2021")]


def test_a_title_with_words_left_out_is_no_other_forms_title() -> None:
    rows = [
        ["空间建设情况", "建设。"],
        ["空间应用情况", "应用。"],
        ["社会认可", "认可。"],
        ["空间地址", "a.cn"],
        ["用户名", "a"],
        ["密码", "b"],
    ]
    for title in ("优秀区域和优秀学校推荐表", "2021年度优秀学校推荐表"):
        assert [form for form, _ in found(document(title, table(rows)))] == ["recommendation"]
    with pytest.raises(Unmatched):
        extract(document("2021年度优秀教师推荐表", table(rows)))


def test_a_form_without_a_title_is_known_by_its_labels() -> None:
    assert found(document(recommendation())) == [("recommendation", "henan-2021")]
    assert found(document(*contact_sheet().blocks[2:])) == [("contact_sheet", "moe-2020")]


def test_a_title_in_the_first_row_of_the_table_is_one() -> None:
    title = "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表"
    rows = [
        [title, *(LEFT,) * 7],
        ["地市", "郑州市", "市级教育行政部门", "郑州市教育局", "联系人", "赵一", "联系电话", "0371-66324285"],
    ]
    assert found(document(table(rows))) == [("summary", "henan-2021")]


def test_a_title_in_the_page_header_is_one() -> None:
    header = lines("2021年度网络学习空间应用优秀区域和学校推荐汇总信息表", part="header")
    rows = [["地市", "郑州市", "市级教育行政部门", "郑州市教育局"], ["联系人", "赵一", "联系电话", "0371-66324285"]]
    (segment,) = match(document(table(rows), asides=header))
    assert segment.definition.id == "summary"


@pytest.mark.parametrize(
    "unknown",
    [
        document(),
        document("关于召开会议的通知\n请各单位准时参加。"),
        document("请假条", table([["姓名", "张三"], ["事由", "病假"], ["日期", "2021年11月20日"]])),
        document("2021年度智慧校园推荐表", table([["学校名称", "一小"], ["负责人", "张三"]])),
        document("参会人员回执", table([["序号", *CONTACT_HEAD], ["1", *LEADER]])),
        document(
            "教师基本信息登记表",
            table([[*CONTACT_HEAD[:3], "职务", "手机"], ["张三", "男", "汉族", "教师", "13800001111"]]),
        ),
        document(
            "2021年度优质课评选推荐汇总表",
            table([["序号", "学校名称", "学校类型", "姓名", "单位", "职务", "手机号码"], SCHOOLS[0]]),
        ),
    ],
)
def test_a_document_with_none_of_the_forms_is_refused(unknown: Document) -> None:
    with pytest.raises(Unmatched) as error:
        extract(unknown)
    assert error.value.code == "match.none"


# Which edition


def test_the_year_in_the_title_tells_the_edition() -> None:
    assert found(document(MOE_RECOMMENDATION_TITLE, without_applicant())) == [("recommendation", "moe-2020")]
    assert found(document(RECOMMENDATION_TITLE, recommendation())) == [("recommendation", "henan-2021")]


def test_a_row_that_only_one_edition_has_tells_it() -> None:
    title = "网络学习空间应用优秀区域和学校推荐表"
    assert found(document(title, recommendation())) == [("recommendation", "henan-2021")]


def test_the_number_of_the_attachment_tells_the_edition() -> None:
    title = "附件5\n网络学习空间应用优秀区域和学校推荐表"
    assert found(document(title, without_applicant())) == [("recommendation", "moe-2020")]


def test_a_year_without_an_edition_leaves_it_uncertain() -> None:
    record = only(document("2022年度网络学习空间应用优秀区域和学校推荐表", recommendation()))
    assert "edition.uncertain" in [issue.code for issue in record.issues]


def test_another_activitys_title_over_the_same_rows_is_told() -> None:
    record = only(document("2021年度智慧教育示范区推荐表", recommendation()))
    assert any(issue.severity != "info" and not issue.field for issue in record.issues)


def test_a_list_of_another_year_has_no_edition_of_its_own() -> None:
    record = only(document("优秀区域和优秀学校名单\n一、优秀区域\n郑州市\n二、优秀学校\n第一中学"))
    assert record.form == "awarded_list"


# Several forms


def test_several_forms_in_one_file_are_each_found() -> None:
    both = (contact_sheet(), plan([("2020年", "郑州市", "100", "金水区", "20", "120")]))
    assert found(*both) == [("contact_sheet", "moe-2020"), ("implementation_plan", "moe-2020")]


def test_a_summary_and_the_forms_behind_it_are_each_found() -> None:
    one = document(RECOMMENDATION_TITLE, recommendation())
    assert [form for form, _ in found(summary(), one, one)] == ["summary", "recommendation", "recommendation"]


def test_a_covering_notice_is_no_form() -> None:
    records = extract(document(NOTICE, *document(RECOMMENDATION_TITLE, recommendation()).blocks))
    assert [record.form for record in records] == ["recommendation"]
    assert value(records[0], "applicant") == "金水区实验小学"


def test_titles_in_a_list_of_attachments_are_no_headings() -> None:
    records = extract(document(NOTICE, recommendation()))
    assert [record.form for record in records] == ["recommendation"]


def test_a_letter_that_names_the_form_is_none() -> None:
    letter = "郑州市教育局关于报送2021年度网络学习空间应用优秀区域和学校推荐汇总信息表的函\n省教育厅：\n现将汇总信息表报上。\n郑州市教育局\n2021年11月20日"
    records = extract(document(letter, *summary().blocks))
    assert [record.form for record in records] == ["summary"]
    assert value(records[0], "department") == "郑州市教育局"


def test_the_same_form_again_without_a_title_is_another_record() -> None:
    records = extract(document(RECOMMENDATION_TITLE, recommendation(), recommendation()))
    assert [record.form for record in records] == ["recommendation", "recommendation"]


def stacked(*documents: Document) -> Table:
    """The blocks of *documents* under one another in one table, as on the only sheet of a workbook."""
    blocks = [block for one in documents for block in one.blocks]
    columns = max(block.columns for block in blocks if isinstance(block, Table))
    cells: list[Cell] = []
    row = 0
    for block in blocks:
        if isinstance(block, Table):
            cells += [replace(cell, row=row + cell.row) for cell in block.cells]
            row += block.rows
        elif isinstance(block, Paragraph):
            cells.append(Cell(row=row, column=0, row_span=1, column_span=columns, blocks=(block,)))
            row += 1
    return Table(rows=row, columns=columns, cells=tuple(cells))


def test_forms_under_one_another_in_one_table_are_each_found() -> None:
    one = document(RECOMMENDATION_TITLE, recommendation())
    several = (contact_sheet(), one, summary(), one)
    apart = [only(document(*each.blocks)) for each in several]
    together = extract(document(stacked(*several)))
    assert [record.form for record in together] == [record.form for record in apart]
    assert [record.data for record in together] == [record.data for record in apart]


def test_forms_whose_tables_touch_without_titles_are_each_found() -> None:
    one = only(document(RECOMMENDATION_TITLE, recommendation()))
    whole = stacked(*[document(recommendation())] * 3)
    assert [record.data for record in extract(document(RECOMMENDATION_TITLE, whole))] == [one.data] * 3
    wide = (Paragraph(text="学校／区域名称"),)
    again = tuple(
        replace(cell, blocks=wide) if cell.row and cell.text == "学校/区域名称" else cell for cell in whole.cells
    )
    assert again != whole.cells
    assert len(extract(document(RECOMMENDATION_TITLE, replace(whole, cells=again)))) == 3


def test_a_title_printed_again_over_a_list_that_goes_on_parts_nothing() -> None:
    head = ["学校", "序号", "学校名称", "学校类型", "姓名", "单位/部门", "职务", "手机号码"]
    more = ["学校", "16", "白杨区第二小学", "小学", "赵一", "白杨区第二小学", "校长", "13900002233"]
    again = document("2021年度网络学习空间应用优秀区域和学校推荐汇总信息表", table([head, more]))
    record = only(document(stacked(summary(), again)))
    assert [school["name"] for school in record.data["schools"]][-1] == "白杨区第二小学"


def test_a_form_over_two_tables_is_one_record() -> None:
    whole = recommendation()
    cut = 5
    first = Table(rows=cut, columns=whole.columns, cells=tuple(cell for cell in whole.cells if cell.row < cut))
    rows = [["空间建设情况", "建设了空间。"], ["空间应用情况", "应用了空间。"], ["社会认可", "得到认可。"]]
    record = only(document(RECOMMENDATION_TITLE, first, "", table(rows)))
    assert value(record, "applicant") == "金水区实验小学"
    assert value(record, "recognition") == "得到认可。"


def test_a_form_with_a_heading_but_nothing_else_is_none() -> None:
    with pytest.raises(Unmatched):
        match(document(f"{CONTACT_TITLE}\n（另附）"))


def test_labels_of_group_and_field_in_one_speak_for_the_form() -> None:
    title = "附件1\n网络学习空间应用普及活动省级工作联系表"
    rows = [["省（区、市）", "河南省"]]
    for who in ("负责人", "联系人"):
        rows += [[f"{who}{label}", said] for label, said in zip(CONTACT_HEAD, LEADER, strict=True)]
    record = only(document(title, table(rows)))
    assert record.form == "contact_sheet"
    assert [len(record.data[name]) for name in ("leaders", "contacts")] == [1, 1]


def test_under_a_form_s_own_title_no_other_form_is_found_for_certain() -> None:
    top = [["省份", "河南省", "联系人", "赵一", "联系电话", "0371-66324285", "电子邮箱", "zy@haedu.gov.cn"]]
    for title in ("2020年度网络学习空间应用优秀区域和学校推荐表", "网络学习空间应用普及活动省级实施方案"):
        with pytest.raises(Unmatched):
            extract(document(title, table(top)))


def test_a_list_of_names_above_the_next_form_is_no_part_of_its_title() -> None:
    names = "宛城区第一初级中学、郑州市新华学校、许昌市第一高级中学"
    listed = lines(f"优秀区域和优秀学校名单\n一、优秀区域\n郑州市\n二、优秀学校\n{names}")
    record, *_ = extract(document(*listed, "2021年度网络学习空间应用优秀区域评价指标"))
    assert "郑州市新华学校" in record.data["schools"]


def test_two_forms_set_side_by_side_on_one_sheet_of_paper_are_two() -> None:
    pages: list[tuple[Paragraph | Table, ...]] = []
    for name in ("金水区实验小学", "二七区实验小学"):
        form = recommendation(applicant=[["学校/区域名称", name, *(LEFT,) * 5]])
        pages.append((*lines(RECOMMENDATION_TITLE), form))
    found = extract(document(table([pages])))
    assert [one.data["applicant"] for one in found] == ["金水区实验小学", "二七区实验小学"]
    assert not any(one.leftovers for one in found)
