"""Pictures and keys in front of lines, as they are copied out of chats."""

from __future__ import annotations

import pytest
from docx_builder import texts

from parsers.read import read
from parsers.report import answer


def lines(text: str) -> list[str]:
    return texts(read(text.encode()).blocks)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("1\ufe0f\u20e3姓名：张三", "1、姓名：张三"),
        ("1\u20e30\u20e3、密码：Ab12", "10、密码：Ab12"),
        ("🔟 密码：Ab12", "10、密码：Ab12"),
        ("👉🏻负责人信息", "负责人信息"),
        ("🎉 推荐汇总信息表 🎉", "推荐汇总信息表"),
        ("👨\u200d🏫联系人：李四", "联系人：李四"),
        ("☎\ufe0f联系电话：0371-12345678", "联系电话：0371-12345678"),
        ("▪\ufe0f甲学校", "甲学校"),
        ("姓名：张三 📱手机号码：13900010001", "姓名：张三 手机号码：13900010001"),
        ("姓名：张三 2\ufe0f\u20e3性别：男", "姓名：张三 性别：男"),
        ("手机：1\u20e33\u20e39\u20e3", "手机：139"),
        ("用户名：tom😀cat", "用户名：tom😀cat"),
        ("➢ 一是加强领导。", "➢ 一是加强领导。"),
        ("★姓名：张三", "★姓名：张三"),
        ("❌区县", "❌区县"),
        ("🔲区县 ✅学校", "🔲区县 ✅学校"),
    ],
)
def test_pictures_before_a_line_are_no_part_of_it(line: str, plain: str) -> None:
    assert lines(line) == [plain]


def test_ticks_are_bullets_only_before_the_items_of_a_list() -> None:
    assert lines("✅甲市\n✅乙市\n✅丙县") == ["甲市", "乙市", "丙县"]
    assert lines("✅地市\n⬜区县") == ["✅地市", "⬜区县"]
    assert lines("✅地市\n✅甲市\n✅丙县\n□区县")[0] == "✅地市"


def test_a_form_out_of_a_chat_is_read() -> None:
    text = (
        "📋2020年度网络学习空间应用优秀区域和学校推荐表\n1️⃣负责人姓名：张三\n2️⃣负责人职务：校长\n3️⃣负责人手机：13900010001\n"
        "4️⃣推荐类型：地市\n✏️空间建设情况\n建成了平台。\n✏️空间应用情况\n人人都用。\n"
    )
    (record,) = answer(text.encode(), "a.txt").lines
    assert record["data"]["leader"] == {"name": "张三", "position": "校长", "mobile": "13900010001"}
    assert record["data"]["construction"] == "建成了平台。"
    assert record["data"]["application"] == "人人都用。"
