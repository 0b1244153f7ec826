from __future__ import annotations

import pytest

from forms.definition import Field
from forms.kinds import kind_of
from forms.repertoire import could_be
from forms.wording import known


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("副校□", "副校长"),
        ("□公室", "办公室"),
        ("四□□研□", "四级调研员"),
        ("教育信息化□", "教育信息化处"),
        ("遵□市", "遵义市"),
        ("洛阳市□西区教育体育局", "洛阳市涧西区教育体育局"),
        ("鄢陵□第三小学", "鄢陵县第三小学"),
        ("融水苗族自治□外国□初□中学", "融水苗族自治县外国语初级中学"),
    ],
)
def test_lost_characters_are_put_in_where_only_one_word_can_have_stood(seen: str, meant: str) -> None:
    assert known(seen) == meant
    assert could_be(seen, meant)


@pytest.mark.parametrize("seen", ["江□敏", "□□", "科□", "□昌市", "新□小学", "□升小学", "办□室人员", "学校□"])
def test_what_may_have_been_several_words_or_a_name_stays_lost(seen: str) -> None:
    assert known(seen) == seen


def test_some_may_be_known_of_several() -> None:
    assert known("南宁市新□中等□□技□学校") == "南宁市新□中等职业技术学校"


def test_clauses_of_opinions_are_put_in_whole() -> None:
    assert known("情况属□，同意上□。", clauses=True) == "情况属实，同意上报。"
    assert known("该校□□突出，同意推荐。", clauses=True) == "该校□□突出，同意推荐。"


def test_a_restored_value_says_so_and_is_never_sure() -> None:
    spec = Field(path="position", kind="text", labels=("",))
    found = kind_of(spec).parse("副局□", spec)
    assert (found.value, found.method, [fault.code for fault in found.faults]) == (
        "副局长",
        "repair",
        ["text.repaired"],
    )
    assert found.confidence < 0.9
    kept = kind_of(spec).parse("□□", spec)
    assert (kept.value, [fault.code for fault in kept.faults]) == ("□□", ["text.garbled"])


def test_a_persons_name_is_never_restored() -> None:
    spec = Field(path="name", kind="person", labels=("",))
    assert kind_of(spec).parse("校□", spec).value == "校□"
