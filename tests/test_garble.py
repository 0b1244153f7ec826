"""Text layers that lie, broken as they are in the field (``bench/garble.py``): what is drawn is what counts."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bench.field import score
from bench.garble_file import broken
from bench.garble_layers import LAYERS
from bench.garble_maps import BREAKERS
from parsers.report import answer
from parsers.scan import ocr

SAMPLE = Path(__file__).parent.parent / "samples" / "contact_sheet" / "province.pdf"


@cache
def whole() -> tuple[bytes, dict[str, Any]]:
    """The form and its record, unbroken."""
    data = SAMPLE.read_bytes()
    (line,) = answer(data, "province.pdf").lines
    return data, line


def read(kind: str, seed: int = 1) -> dict[str, Any]:
    data, _ = whole()
    rng = random.Random(seed)  # noqa: S311  # chance that must be repeatable
    changed = LAYERS[kind](data, rng) if kind in LAYERS else broken(data, BREAKERS[kind], rng)
    assert changed is not None
    (line,) = answer(changed, "province.pdf").lines
    return dict(line)


def wrong(line: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row.path, row.verdict) for row in score({"province": whole()[1]}, [line]) if row.verdict != "right"]


@pytest.fixture(autouse=True)
def one_thread() -> None:
    ocr.use_threads(1)


@pytest.mark.parametrize("kind", ["stripped", "permuted", "swapped", "two-digits", "some-boxes", "radicals"])
def test_what_is_drawn_is_read_where_the_layer_lies(kind: str) -> None:
    assert wrong(read(kind)) == []


@pytest.mark.parametrize(
    "kind", ["doubled", "selectors", "ideographic", "zero-width", "narrow", "fake-bold", "covered"]
)
def test_what_nobody_sees_is_no_part_of_a_value(kind: str) -> None:
    line = read(kind)
    assert wrong(line) == []
    assert "page.reread" not in {issue["code"] for issue in line["issues"]}


def test_where_a_map_tells_two_characters_for_one_what_is_drawn_is_read() -> None:
    assert wrong(read("ligatures")) == []


@pytest.mark.parametrize("kind", ["utf8", "gbk"])
def test_bytes_of_another_encoding_are_read_as_what_they_are(kind: str) -> None:
    line = read(kind)
    assert wrong(line) == []
    info = line["fields"]["leaders[0].name"]
    assert info["method"] == "repair"
    assert info["confidence"] >= 0.9
    assert "page.reread" not in {issue["code"] for issue in line["issues"]}


def test_a_value_read_anew_tells_how_it_was_had() -> None:
    line = read("permuted")
    assert line["fields"]["leaders[0].name"]["method"] == "ocr"
    assert "page.reread" in {issue["code"] for issue in line["issues"]}


def test_a_file_whose_layer_is_right_says_nothing_of_it() -> None:
    _, line = whole()
    assert not {issue["code"] for issue in line["issues"]} & {"page.reread", "text.layer"}
    assert {field["method"] for field in line["fields"].values()} == {"text"}
