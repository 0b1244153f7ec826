"""Official documents in a file: what a clerk would copy out of them by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from documents import RECOMMENDATION_TITLE, document, recommendation, table, value

from forms.record import Record
from parsers.document import Document, Paragraph
from parsers.extraction.extract import extract
from parsers.read import read

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def text(content: str) -> Document:
    return read(content.encode())


def notice(found: Document) -> Record:
    (record,) = [record for record in extract(found) if record.form == "notice"]
    return record


def levels(record: Record) -> list[tuple[int, str]]:
    return [(entry["level"], entry["text"]) for entry in record.data["body"]]


def told(record: Record) -> set[tuple[str, str]]:
    return {(issue.code, issue.field) for issue in record.issues if issue.severity != "info"}


NOTICE = """某省教育厅文件
某教科函〔2031〕43号
某省教育厅办公室关于开展学习空间应用
普及活动的通知
各市、县（区）教育局，省属各学校：
为做好有关工作，现将事项通知如下。
一、活动目标
（一）总体目标
1. 普及应用。各地要普及应用。
2.2031年11月9日前，各地应当报送材料（附件1、2）。
（1）材料应当齐全。
电话：0000-12345678
附件：1. 推荐表
2. 2031 年度学习空间应用优秀区域和学校推荐
汇总信息表.doc
某省教育厅办公室
2031年11月3日
（此件主动公开）
抄送：某省电化教育馆。
某省教育厅办公室 2031年11月4日印发
"""


def test_every_element_of_a_notice_is_found() -> None:
    record = notice(text(NOTICE))
    assert record.data == {
        "issuer": "某省教育厅",
        "doc_number": "某教科函〔2031〕43号",
        "title": "某省教育厅办公室关于开展学习空间应用普及活动的通知",
        "addressees": "各市、县（区）教育局，省属各学校",
        "body": [
            {"level": 0, "text": "为做好有关工作，现将事项通知如下。"},
            {"level": 1, "text": "一、活动目标"},
            {"level": 2, "text": "（一）总体目标"},
            {"level": 3, "text": "1.普及应用。各地要普及应用。"},
            {"level": 3, "text": "2. 2031年11月9日前，各地应当报送材料（附件1、2）。"},
            {"level": 4, "text": "（1）材料应当齐全。"},
            {"level": 0, "text": "电话：0000-12345678"},
        ],
        "attachments": ["推荐表", "2031年度学习空间应用优秀区域和学校推荐汇总信息表"],
        "signature": "某省教育厅办公室",
        "date": "2031-11-03",
        "annotation": "此件主动公开",
        "copy_to": "某省电化教育馆",
        "printer": "某省教育厅办公室",
        "print_date": "2031-11-04",
    }
    assert told(record) == set()
    assert record.leftovers == ()


def test_each_value_has_its_place_and_its_wording() -> None:
    record = notice(text(NOTICE))
    assert record.fields["attachments[1]"].raw == "2. 2031 年度学习空间应用优秀区域和学校推荐\n汇总信息表.doc"
    assert record.fields["date"].raw == "2031年11月3日"
    assert all(info.confidence >= 0.9 for info in record.fields.values())


def body(lines: str) -> Record:
    return notice(
        text(f"某省教育厅关于某事的通知\n某教函〔2031〕3号\n各市教育局：\n{lines}\n某省教育厅\n2031年11月3日")
    )


def test_a_paragraph_broken_over_lines_is_one() -> None:
    record = body(
        "依托国家数字教育资源公共服务平台，按照国家数字教育资源公共服务体\n\n系，组织师生开通学习空间。\n下一段。"
    )
    assert levels(record) == [
        (0, "依托国家数字教育资源公共服务平台，按照国家数字教育资源公共服务体系，组织师生开通学习空间。"),
        (0, "下一段。"),
    ]
    assert record.fields["body[0].text"].confidence < 1


def test_a_text_with_all_lines_broken_is_joined_by_their_width() -> None:
    lines = """　　各地教育行政部门要高度重视学习空间应用普及工作，将
其作为推进教育信息化的重要抓手，统筹整体推进，加强过程
管理与反馈，促进国家数字教育资源公共服务体系建设应用。
各地要落实开展活动所需各项经费，做好活动宣传工作部署。
　　各学校要深入总结提炼，发挥示范带动作用，促进教育理
念、教学方式、服务模式的变革。
　　请遵照执行。"""
    record = body(lines)
    assert [text[-5:] for _, text in levels(record)] == ["工作部署。", "式的变革。", "遵照执行。"]
    assert told(record) == set()


def test_the_end_of_a_sentence_on_a_line_of_its_own_is_no_label() -> None:
    lines = """　　各地教育行政部门要高度重视学习空间应用普及工作，将
其作为推进教育信息化的重要抓手，统筹整体推进，加强过程
管理与反馈，促进国家数字教育资源公共服务体系建设应用发
展，做好宣传工作，发挥示范作用。经研究，我厅决定现将有
关事项通知如下：
　　请遵照执行。
　　联系方式：
　　电话：0371-60000001"""
    record = body(lines)
    assert [text[-7:] for _, text in levels(record)] == ["事项通知如下：", "请遵照执行。", "联系方式：", "0000001"]
    assert told(record) == set()
    # Without indents it may be either.
    unsure = body(lines.replace("　　", ""))
    assert any(info.confidence < 0.9 for path, info in unsure.fields.items() if path.startswith("body"))


def test_space_that_only_sets_figures_off_is_left_out() -> None:
    record = body(
        "自 2031 年起，推荐 40 个区域和 2.0 版，开通率 95% 以上（见附件 1）。\n李四 0371-60000001\n邮编 450000"
    )
    assert [text for _, text in levels(record)] == [
        "自2031年起，推荐40个区域和2.0版，开通率95%以上（见附件1）。",
        "李四 0371-60000001",
        "邮编 450000",
    ]
    assert str(record.fields["body[0].text"].raw).startswith("自 2031 年起")


def test_where_a_paragraph_may_end_within_broken_lines_it_is_doubted() -> None:
    lines = """各地教育行政部门要高度重视学习空间应用普及工作，将其作
为推进教育信息化的重要抓手，统筹整体推进，加强过程管理
与反馈，促进国家数字教育资源公共服务体系建设应用工作。
各地要落实开展活动所需各项经费，做好活动宣传工作部署和
相关工作。"""
    record = body(lines)
    assert ("notice.joined", "body[0].text") in told(record)
    assert record.fields["body[0].text"].confidence < 0.9


def test_a_word_paragraph_that_stops_in_a_sentence_is_doubted_not_joined() -> None:
    found = document(
        *text(NOTICE).blocks[:5],
        "各地教育行政部门要高度重视学习空间应用普及工作，将",
        "其作为重要抓手。",
        *text(NOTICE).blocks[-4:-2],
    )
    record = notice(Document(format="docx", blocks=found.blocks))
    assert [text for _, text in levels(record)] == [
        "各地教育行政部门要高度重视学习空间应用普及工作，将",
        "其作为重要抓手。",
    ]
    assert ("notice.cut", "body[0].text") in told(record)


@pytest.mark.parametrize(
    "written",
    [
        "某教函[2031]3号",
        "某教函（2031）3号",
        "某教函【2031】3号",
        "某教函〔2031〕第3号",
        "某教函〔2031〕003号",
        "(某教函[2031]3号)",
        "某教函 〔 2031 〕 3 号",
        "某教函［２０３１］３号",
    ],
)
def test_a_number_in_another_form_is_made_standard_and_told(written: str) -> None:
    record = notice(text(f"某省教育厅关于某事的通知\n{written}\n各市教育局：\n请遵照执行。\n某省教育厅\n2031年11月3日"))
    assert record.data["doc_number"] == "某教函〔2031〕3号"
    assert record.fields["doc_number"].raw == written
    spaced = written.replace(" ", "") == "某教函〔2031〕3号"
    assert ("notice.number", "doc_number") in told(record) or spaced


def test_a_heading_out_of_order_is_told_since_its_number_is_computed() -> None:
    record = body("一、目标\n要求如下。\n三、安排\n请遵照执行。")
    assert levels(record)[2] == (1, "三、安排")
    assert ("notice.numbering", "body[2].text") in told(record)


def test_numbers_begin_again_under_each_heading() -> None:
    record = body("一、甲\n（一）乙\n1. 丙。\n2. 丁。\n（二）戊\n1. 己。\n二、庚\n1. 辛。")
    assert [level for level, _ in levels(record)] == [1, 2, 3, 3, 2, 3, 1, 3]
    assert told(record) == set()


def test_decimals_years_and_references_are_no_headings() -> None:
    record = body("1.5万所学校参加。\n2031年度开展。\n（附件见后）")
    assert [level for level, _ in levels(record)] == [0, 0, 0]


def test_an_attachment_that_the_text_names_but_no_list_has_is_told() -> None:
    record = body("请填写推荐表（附件1、2）和附件3。")
    (issue,) = [issue for issue in record.issues if issue.code == "notice.unlisted"]
    assert (issue.field, "1、2、3" in issue.message) == ("attachments", True)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("附件：推荐表", ["推荐表"]),
        ("附件：１．（省级）推荐表\n2．（市级）推荐表", ["（省级）推荐表", "（市级）推荐表"]),
        ("附 件：1.推荐表\n　　　2.汇总表", ["推荐表", "汇总表"]),
        ("附件1：推荐表\n附件2：汇总表", ["推荐表", "汇总表"]),
        ("附件：\n1、推荐表；\n2、汇总表。", ["推荐表", "汇总表"]),
        ("- 附件：\n1. 推荐表\n 2. 汇总表", ["推荐表", "汇总表"]),
        ("附件：1. 推荐表 2. 汇总表", ["推荐表", "汇总表"]),
        ("附件：1.2031年推荐表\n2.2031年汇总表.xlsx", ["2031年推荐表", "2031年汇总表"]),
    ],
)
def test_lists_of_attachments_in_their_shapes(lines: str, names: list[str]) -> None:
    record = body(f"请遵照执行。\n{lines}")
    assert record.data["attachments"] == names
    assert levels(record) == [(0, "请遵照执行。")]
    assert record.data["signature"] == "某省教育厅"


# Kinds of documents


def test_a_public_notice_has_no_addressees() -> None:
    record = notice(
        text(
            """关于某省学习空间应用优秀学校拟认定名单的公示
根据《某省教育厅关于开展学习空间应用普及活动的通知》（某教科函〔2031〕43号）要求，经学校自主申报、专家遴选，拟认定3所学校为优秀学校（名单见附件），现予以公示。
公示期为2031年11月2日至9日。对公示名单如有异议，请以书面形式提出。
通讯地址：某市某路1号，邮政编码：100000
附件：拟认定名单
某省教育厅科学技术与信息化处
2031年11月2日"""
        )
    )
    assert (record.data["addressees"], record.data["doc_number"]) == (None, None)
    assert record.data["title"] == "关于某省学习空间应用优秀学校拟认定名单的公示"
    assert len(record.data["body"]) == 3
    assert record.data["attachments"] == ["拟认定名单"]
    assert record.data["signature"] == "某省教育厅科学技术与信息化处"


def test_a_web_page_with_the_date_above_the_signature() -> None:
    record = notice(
        text(
            """当前滚动:某省教育厅办公室关于拟支持建设示范区名单的公示

2031-02-27 09:06:46 教育厅办公室

(资料图片仅供参考)

根据有关要求,经专家评审,拟支持某市等8个县(市、区)建设示范区。
电话:0000-69691878
附件:某省示范区拟支持建设名单
2031年2月27日
某省教育厅
上一篇:某事
发表评论"""
        )
    )
    assert record.data["title"] == "某省教育厅办公室关于拟支持建设示范区名单的公示"
    assert (record.data["signature"], record.data["date"]) == ("某省教育厅", "2031-02-27")
    assert record.data["attachments"] == ["某省示范区拟支持建设名单"]
    assert [text for _, text in levels(record)][-1] == "电话:0000-69691878"


def test_an_announcement_of_winners() -> None:
    record = notice(
        text(
            """某省教育厅
关于公布2031年度学习空间应用优秀学校名单的通知
某教科〔2031〕7号
各市教育局：
经综合评定，认定某市第一小学等3所学校为优秀学校，现将名单（见附件）予以公布。
希望获奖单位珍惜荣誉，再接再厉。
附件：2031年度学习空间应用优秀学校名单
某省教育厅
二〇三一年十二月三十日
附件
2031年度学习空间应用优秀学校名单
某市
1. 某市第一小学"""
        )
    )
    assert record.data["title"] == "某省教育厅关于公布2031年度学习空间应用优秀学校名单的通知"
    assert record.data["issuer"] == "某省教育厅"
    assert record.data["date"] == "2031-12-30"
    assert record.leftovers == ("某市", "1. 某市第一小学")


def test_a_letter_with_who_signs_and_whom_to_call() -> None:
    record = notice(
        text(
            """000123
机密★1年
特急
某市教育局文件
某市教〔2031〕12号        签发人：王某
关于报送学习空间应用普及实施方案的函
省教育厅：
现将我市方案报上，请审阅。
某市教育局
2031年3月5日
（联系人：李某，联系电话：0000-7654321）"""
        )
    )
    assert record.data["doc_number"] == "某市教〔2031〕12号"
    assert record.data["issuer"] == "某市教育局"
    assert record.data["annotation"] == "联系人：李某，联系电话：0000-7654321"
    assert (record.data["copy_number"], record.data["secrecy"]) == ("000123", "机密★1年")
    assert (record.data["urgency"], record.data["signers"]) == ("特急", ["王某"])


def test_a_joint_document_has_all_that_sign() -> None:
    record = notice(
        text(
            "某省教育厅 某省财政厅关于某事的通知\n各市教育局、财政局：\n请遵照执行。\n某省教育厅\n某省财政厅\n2031年3月5日"
        )
    )
    assert (record.data["signature"], record.data["joint_issuers"]) == ("某省教育厅", ["某省财政厅"])


def test_names_that_sign_and_stand_in_the_title_are_sure_though_the_line_was_guessed() -> None:
    lines = [
        "某省教育厅某省财政厅关于某事的通知",
        "各市教育局：",
        "请遵照执行。",
        "某省教育厅\t某省财政厅",
        "2031年3月5日",
    ]
    for sure, title in ((1.0, lines[0]), (0.85, "某省教育厅关于某事的通知")):
        shown = [
            Paragraph(text=line, confidence=0.85 if "\t" in line else 1.0, part="body") for line in [title, *lines[1:]]
        ]
        record = notice(Document(format="docx", blocks=tuple(shown)))
        assert record.data["joint_issuers"] == ["某省财政厅"]
        assert record.fields["joint_issuers"].confidence <= sure
        assert (record.fields["signature"].confidence >= 0.9) == (sure == 1.0)


@pytest.mark.parametrize("space", ["\u3000\u3000", "  ", "\t"])
def test_wide_space_behind_the_word_for_attachments_stands_for_the_colon(space: str) -> None:
    record = notice(
        text(f"关于某事的通知\n各学校：\n请遵照执行。\n附件{space}某项活动安排表\n某市教育局\n2031年3月5日")
    )
    assert record.data["attachments"] == ["某项活动安排表"]
    assert levels(record) == [(0, "请遵照执行。")]


def test_an_attachment_named_without_any_mark_is_doubted() -> None:
    record = notice(text("关于某事的通知\n各学校：\n请遵照执行。\n附件 某项活动安排表\n某市教育局\n2031年3月5日"))
    assert record.data["attachments"] == ["某项活动安排表"]
    assert ("notice.unsure", "attachments[0]") in told(record)


def test_the_last_sentence_about_attachments_is_text() -> None:
    record = notice(text("关于某事的通知\n各学校：\n附件中的表格请按时报送。\n某市教育局\n2031年3月5日"))
    assert (record.data["attachments"], levels(record)) == ([], [(0, "附件中的表格请按时报送。")])


def test_a_short_heading_may_have_a_space_behind_its_number() -> None:
    record = notice(
        text(
            "关于某事的通知\n各学校：\n一 参赛对象\n全县教师。\n二　报名办法\n一 等奖若干名。\n某县教育研究室\n2031年3月5日"
        )
    )
    assert levels(record)[::2] == [(1, "一、参赛对象"), (1, "二、报名办法")]
    assert record.data["signature"] == "某县教育研究室"


def test_a_point_behind_a_number_in_characters_is_that_of_a_level() -> None:
    record = notice(
        text("关于某事的通知\n各学校：\n一．报送内容\n总结。\n二. 报送时间\n十一月。\n某市教育局\n2031年3月5日")
    )
    assert levels(record)[::2] == [(1, "一、报送内容"), (1, "二、报送时间")]


def test_a_point_behind_the_number_of_an_attachment_stands_for_the_colon() -> None:
    content = "关于某事的公告\n现公告如下。\n附件1.某项名单\n附件2.某项标准\n某市教育局（盖章）\n2031年3月5日"
    record = notice(text(content))
    assert (record.data["attachments"], record.data["signature"]) == (["某项名单", "某项标准"], "某市教育局")


def test_the_mark_of_two_that_is_read_as_one_names_the_first() -> None:
    record = notice(
        text(
            "某县教育局某县人民政府\n某教〔2031〕3号\n关于某事的决定\n各单位：\n请遵照执行。\n某县教育局\n某县人民政府\n2031年3月5日"
        )
    )
    assert (record.data["issuer"], record.data["joint_issuers"]) == ("某县教育局", ["某县人民政府"])


def test_an_attachment_s_heading_with_a_colon_is_none_of_the_list() -> None:
    content = (
        "关于某事的通知\n各学校：\n请遵照执行。\n附件：某项名单\n某市教育局\n2031年3月5日\n附件：\n某项名单\n说明文字"
    )
    record = notice(text(content))
    assert (record.data["attachments"], list(record.leftovers)) == (["某项名单"], ["说明文字"])


def test_the_mark_of_a_letter_may_stand_in_the_page_header() -> None:
    found = text("某教函〔2031〕3号\n关于某事的函\n某市教育局：\n请函复。\n某省教育厅\n2031年3月5日")
    record = notice(
        Document(format="docx", blocks=found.blocks, asides=(Paragraph(text="某 省 教 育 厅", part="header"),))
    )
    assert (record.data["issuer"], record.fields["issuer"].confidence) == ("某省教育厅", 1.0)


def test_an_issuer_told_by_the_title_alone_is_doubted() -> None:
    record = notice(text(NOTICE.partition("\n")[2]))
    assert record.data["issuer"] == "某省教育厅办公室"
    assert record.fields["issuer"].confidence < 0.9


def test_a_date_that_is_none_is_told_and_left_out() -> None:
    record = notice(text(NOTICE.replace("11月3日\n（", "11月31日\n（")))
    assert record.data["date"] is None
    assert ("date.impossible", "date") in told(record)


def test_a_document_behind_another_keeps_its_own_mark() -> None:
    second = NOTICE.replace("某省教育厅文件", "某省教育厅").replace("43号", "44号")
    records = extract(text(f"{NOTICE}附件\n{second}"))
    assert [record.data["doc_number"] for record in records] == ["某教科函〔2031〕43号", "某教科函〔2031〕44号"]
    assert [record.fields["issuer"].confidence for record in records] == [1.0, 1.0]
    assert all(record.leftovers == () for record in records)


def test_what_stands_in_brackets_under_the_title_is_no_recipient() -> None:
    record = notice(text(NOTICE.replace("普及活动的通知\n", "普及活动的通知\n（征求意见稿）\n")))
    assert record.data["title"].endswith("普及活动的通知（征求意见稿）")
    assert record.data["addressees"] == "各市、县（区）教育局，省属各学校"
    dated = notice(text(NOTICE.replace("普及活动的通知\n", "普及活动的通知\n（2031年11月3日）\n")))
    assert dated.data["addressees"] == "各市、县（区）教育局，省属各学校"
    assert dated.leftovers == ("（2031年11月3日）",)


def test_organs_listed_before_the_signature_are_doubted_as_signing() -> None:
    record = body("参加单位为：\n某市第一小学\n某市第二小学")
    assert ("notice.unsure", "signature") in told(record)
    assert record.fields["signature"].confidence < 0.9


def test_contacts_under_the_attachments_are_an_annotation_and_other_lines_are_told() -> None:
    record = body("请遵照执行。\n附件：1.推荐表\n2.汇总表\n联系人：李某，电话：0000-7654321")
    assert record.data["annotation"] == "联系人：李某，电话：0000-7654321"
    lost = body("请遵照执行。\n附件：1.推荐表\n2.汇总表。\n请于本月底前报送上述材料。")
    assert ("notice.lost", "") in told(lost)
    assert lost.leftovers == ("请于本月底前报送上述材料。",)


# With forms, and without


def test_a_notice_and_the_forms_behind_it_are_each_found_in_their_order() -> None:
    lines = [block.text for block in text(NOTICE).blocks[:-2] if isinstance(block, Paragraph)]
    records = extract(document(*lines, "附件1", RECOMMENDATION_TITLE, recommendation()))
    assert [record.form for record in records] == ["notice", "recommendation"]
    assert value(records[1], "applicant") == "金水区实验小学"
    assert records[0].data["body"][-1]["text"] == "电话：0000-12345678"
    behind = extract(document(RECOMMENDATION_TITLE, recommendation()))
    assert value(behind[0], "applicant") == "金水区实验小学"


def test_a_table_that_no_form_owns_is_told() -> None:
    record = notice(document(*NOTICE.strip().split("\n")[:-2], table([["甲", "乙"], ["一", "二"]])))
    assert ("notice.tables", "") in told(record)
    lines = NOTICE.strip().split("\n")
    inside = notice(document(*lines[:8], table([["甲", "乙"], ["一", "二"]]), *lines[8:]))
    assert ("notice.table", "body") in told(inside)


@pytest.mark.parametrize(
    "content",
    [
        "工作总结\n一年来，我校认真开展工作。\n某学校\n2031年1月1日",
        "四、省级教育行政部门意见\n公 章：\n年 月 日",
        "通知公告\n首页\n新闻",
        "关于学习空间的认识\n各位老师：\n大家好。",
    ],
)
def test_what_is_no_official_document_is_none(content: str) -> None:
    from forms.errors import Unmatched

    with pytest.raises(Unmatched):
        extract(text(content))


# The three notices


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the three notices are not at hand")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "001",
            {"paragraphs": 46, "attachments": 6, "date": "2020-11-03", "signature": "教育部办公厅", "annotation": None},
        ),
        ("002", {"paragraphs": 46, "attachments": 0, "date": None, "signature": None, "annotation": None}),
        (
            "004",
            {"paragraphs": 32, "attachments": 5, "date": "2021-11-13", "signature": None, "annotation": "主动公开"},
        ),
    ],
)
def test_a_real_notice_is_read(name: str, expected: dict[str, Any]) -> None:
    (seed,) = SEEDS.glob(f"{name}_*.txt")
    record = notice(read(seed.read_bytes()))
    data = record.data
    assert {
        "paragraphs": len(data["body"]),
        "attachments": len(data["attachments"]),
        "date": data["date"],
        "signature": data["signature"],
        "annotation": data["annotation"],
    } == expected
    assert data["doc_number"] in ("教科技厅函〔2020〕43号", "教科技函〔2021〕733号")
    shown = "".join(f"{entry['text']}\n" for entry in data["body"])
    assert not any(word in shown for word in ("分享到", "阅读 2851", "W0202", "上一篇", "附件 1", "序号"))
    assert any(
        "资源公共服务体系，组织师生" in entry["text"].replace(",", "，") or "接入国家教育资源" in entry["text"]
        for entry in data["body"]
    )


@pytest.mark.parametrize(
    ("line", "addressed"),
    [
        ("为民县教育局，各直属学校：", True),
        ("为贯彻落实教育信息化工作，做好遴选推荐：", False),
        ("为做好推荐工作：", False),
    ],
)
def test_a_line_that_begins_as_a_purpose_does_is_addressed_where_it_names_offices(line: str, addressed: bool) -> None:
    text = f"某省教育厅关于开展推荐工作的通知\n{line}\n现将有关事项通知如下。\n某省教育厅\n2021年3月1日"
    (record,) = extract(document(text))
    assert (record.data["addressees"] == line.rstrip("：")) == addressed
