"""What was recognised wrong and can only have been one thing."""

from __future__ import annotations

import pytest

from forms.definition import Field, Option
from forms.kinds import Parsed, kind_of
from parsers.extraction.recognised import put_right

TYPES = tuple(Option(value=word, labels=(word,)) for word in ("小学", "初级中学", "高级中学", "十二年一贯制", "中职"))


def read(text: str, kind: str, confidence: float = 0.8) -> Parsed:
    spec = Field(path="value", labels=("值",), kind=kind, options=TYPES if kind == "choice" else ())
    return put_right(text, kind_of(spec).parse(text, spec), spec, confidence)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("wanglan@foxmai1.com", "email", "wanglan@foxmail.com"),
        ("wanglan@l63.com", "email", "wanglan@163.com"),
        ("土二年一贯制", "choice", "十二年一贯制"),
        ("佳杰斯市第九中学", "name", "佳木斯市第九中学"),
        ("某某市东升小学·", "name", "某某市东升小学"),
        ("1_2", "ordinal", 12),
        ("59.680", "count", 59680),
        ("5.000", "count", 5000),
        ("1.234,567", "count", 1234567),
        ("（—）应用。\n—、其他", "narrative", "（一）应用。\n一、其他"),
        ("获省级—等奖，进—步统—", "narrative", "获省级一等奖，进一步统一"),
        ("成效——第—", "narrative", "成效——第一"),
        ("钟—帆", "person", "钟一帆"),
        ("洛阳—中", "name", "洛阳一中"),
    ],
)
def test_what_can_only_be_one_thing_is_that_in_doubt(text: str, kind: str, value: object) -> None:
    found = read(text, kind)
    assert found.value == value
    assert found.confidence < 0.9
    assert found.method == "repair"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("wanglan@l63.com.cn", "email", "wanglan@l63.com.cn"),
        ("wang1an@163.com", "email", "wang1an@163.com"),
        ("育级中学", "choice", "育级中学"),
        ("小字", "choice", "小字"),
        ("经开区第九中学", "name", "经开区第九中学"),
        ("买买提·艾力", "person", "买买提·艾力"),
        ("课前导学—课中互动", "narrative", "课前导学—课中互动"),
    ],
)
def test_what_may_be_several_things_or_is_one_stays(text: str, kind: str, value: object) -> None:
    found = read(text, kind)
    assert found.value == value
    assert found.method is None


def test_a_name_that_was_read_for_sure_stays() -> None:
    assert read("佳杰斯市第九中学", "name", 0.99).value == "佳杰斯市第九中学"
