from __future__ import annotations

import pytest

from parsers.legible import is_legible


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("wanglan@163.com", "email"),
        ("zhaoyi@henan.gov.cn", "email"),
        ("4473@qq.com", "email"),
        ("http://www.hnjy.edu.cn", "url"),
        ("7743", "verbatim"),
        ("13800138000", "mobile"),
        ("买买提·艾力", "person"),
        ("教师空间开通率达到82%。", "narrative"),
        ("", "narrative"),
    ],
)
def test_words_whose_characters_tell_one_another_are_legible(text: str, kind: str) -> None:
    assert is_legible(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("wang1an@163.com", "email"),
        ("zhao0l@163.com", "email"),
        ("Ihhmh7945@qq.com", "email"),
        ("li_na@163.com", "email"),
        ("bernard@163.com", "email"),
        ("http://www.hn.cn/aB0", "url"),
        ("http://www.hn.cn/Home", "url"),
        ("l0O1I42833", "verbatim"),
        ("Kp_77", "verbatim"),
        ("7743.4", "verbatim"),
        ("74477m", "verbatim"),
        ("某自治·县", "name"),
        ("先后投入资金300万元，带宽", "narrative"),
    ],
)
def test_words_with_a_character_that_may_be_another_are_not(text: str, kind: str) -> None:
    assert not is_legible(text, kind)
