"""What a scan's layer of text tells where recognition wavers, and what it doesn't."""

from __future__ import annotations

import pytest

from parsers.pdf.model import Glyph, Page
from parsers.scan.layer import heed, mend_layer

FILLER = "经审核材料属实同意推荐为网络学习空间应用优秀学校请予公示并按要求报送有关材料" * 2


def line(text: str, y: float, confidence: float = 0.99) -> list[Glyph]:
    """*text* on one line, Han characters an em wide and others a half; a space stands for what wasn't read."""
    found, x = [], 70.0
    for one in text:
        wide = 5.0 if one.isascii() else 10.0
        if one != " ":
            found.append(Glyph(one, x, x + wide, y, 10.0, confidence=confidence, method="ocr"))
        x += wide
    return found


def heeded(read: str, told: str, confidence: float = 0.95, by: float = 0.0) -> tuple[str, float]:
    """What a line is and how sure, that was *read* so and of which the layer says what is *told*, *by* points lower."""
    page = Page(1, 595.0, 842.0, glyphs=[*line(FILLER, 100.0), *line(read, 130.0, confidence)])
    heed(page, [*line(FILLER, 100.0 + by), *line(told, 130.0 + by)])
    mine = [glyph for glyph in page.glyphs if glyph.y > 110.0]
    return "".join(glyph.text for glyph in mine), min(glyph.confidence for glyph in mine)


@pytest.mark.parametrize(
    ("read", "told", "meant"),
    [
        ("P_37", "p_37", "p_37"),
        ("WIkj", "Wlkj", "Wlkj"),
        ("15☑3834", "1503834", "1503834"),
        ("ab 19", "ab-19", "ab-19"),
    ],
    ids=["case", "stroke", "mark", "passed over"],
)
def test_of_characters_that_look_alike_the_layer_tells_which_in_doubt(read: str, told: str, meant: str) -> None:
    text, confidence = heeded(read, told)
    assert text == meant
    assert confidence < 0.9


def test_what_was_surely_read_stays_and_is_doubted_where_a_good_layer_tells_otherwise() -> None:
    text, confidence = heeded("13845", "13645")
    assert text == "13845"
    assert confidence < 0.9


def test_a_layer_makes_nothing_surer() -> None:
    assert heeded("13845", "13845", confidence=0.7) == ("13845", 0.7)


@pytest.mark.parametrize(("read", "told"), [("☑", "v"), ("□", "口"), ("☐", "☑")])
def test_what_a_tick_box_is_the_picture_tells(read: str, told: str) -> None:
    assert heeded(read, told)[0] == read


def test_a_layer_that_stands_elsewhere_is_none() -> None:
    assert heeded("P_37", "p_37", by=14.0) == ("P_37", 0.95)


def test_in_a_layer_that_is_kept_what_was_read_otherwise_takes_its_place_in_doubt() -> None:
    layer = line("网络学司", 100.0)
    mend_layer(layer[3:], Page(1, 595.0, 842.0, glyphs=line("网络学习", 100.0)))
    assert "".join(glyph.text for glyph in layer) == "网络学习"
    assert layer[3].confidence < 0.9
