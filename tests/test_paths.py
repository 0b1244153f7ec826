"""Paths into records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.paths import bind, get, leaves, parent, put, walk

DATA: dict[str, Any] = {
    "leader": {"name": "张三"},
    "rows": [{"cells": [{"n": 1}, {"n": 2}]}, {"cells": []}, {"cells": [{"n": None}]}],
    "names": ["甲", "乙"],
}


def test_a_value_is_got_by_its_path() -> None:
    assert get(DATA, "leader.name") == "张三"
    assert get(DATA, "rows[0].cells[1].n") == 2
    assert get(DATA, "names[1]") == "乙"
    assert get(DATA, "rows[9].cells", "nothing") == "nothing"
    assert get(DATA, "leader.name.first") is None


def test_a_pattern_gives_every_place_it_stands_for() -> None:
    assert list(walk(DATA, "rows[].cells[].n")) == [
        ("rows[0].cells[0].n", 1),
        ("rows[0].cells[1].n", 2),
        ("rows[2].cells[0].n", None),
    ]
    assert list(walk(DATA, "leader.mobile")) == [("leader.mobile", None)]
    assert list(walk(DATA, "nothing[].name")) == []
    assert list(walk({"leader": 3}, "leader.name")) == []


def test_a_pattern_is_bound_to_the_item_of_a_path() -> None:
    assert bind("rows[].cells[].n", "rows[2].total") == "rows[2].cells[].n"
    assert bind("rows[].name", "rows[1].type") == "rows[1].name"
    assert bind("total", "rows[1].type") == "total"
    assert bind("others[].n", "rows[1].n") == "others[].n"


def test_putting_makes_what_is_on_the_way() -> None:
    data: dict[str, Any] = {}
    put(data, "rows[1].person.name", "李四")
    put(data, "names[0]", "甲")
    assert data == {"rows": [{}, {"person": {"name": "李四"}}], "names": ["甲"]}
    assert parent("rows[1].person.name") == "rows[1].person"
    assert parent("rows[1]") == "rows"
    assert parent("rows") == ""


@pytest.mark.parametrize("path", ["rows[].name", "", "a..b", "a[x]"])
def test_only_a_concrete_path_can_be_put(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        put({}, path, 1)


RECORDS = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda child: (
        st.dictionaries(st.from_regex("[a-z_]{1,3}", fullmatch=True), child, min_size=1, max_size=3)
        | st.lists(child, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex("[a-z_]{1,3}", fullmatch=True), RECORDS, min_size=1, max_size=3))
def test_leaves_put_back_make_the_same_record(record: dict[str, Any]) -> None:
    copy: dict[str, Any] = {}
    for path, value in leaves(record):
        assert get(record, path) == value
        put(copy, path, value)
    assert copy == record
