"""Official documents on paper: every measure of GB/T 9704-2012 taken on the PDF that LibreOffice makes of them, to a millimetre."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from paper import Page, pages

import fubiao
from generators.pdf import to_pdf

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"
INSTALLED = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(INSTALLED is None, reason="LibreOffice isn't installed")

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
"""The type area."""

LINE = 28.95 * 25.4 / 72
CHARACTER = 16 * 25.4 / 72
SMALL = 14 * 25.4 / 72


def near(expected: float, within: float = 1.0) -> Any:
    return pytest.approx(expected, abs=within)


def made(form: str, **changes: Any) -> list[Page]:
    data = json.loads((SAMPLES / f"{form}.json").read_text("utf-8"))
    return pages(to_pdf(fubiao.render(form, {**data, **changes})))


@pytest.fixture(scope="module")
def general() -> list[Page]:
    """The notice with its six forms, two of them on landscape pages, and an imprint behind them."""
    printed = {"printer": "教育部办公厅", "print_date": "2020-11-04"}
    return made("notice", doc_number="教科技〔2020〕43号", copy_number="000012", urgency="特急", **printed)


@pytest.fixture(scope="module")
def letter() -> list[Page]:
    """The announcement with its lists of 40 regions and 200 schools."""
    return made("announcement", copy_to="各省级电化教育馆")


def ink(page: Page) -> list[tuple[float, float]]:
    """Where lines of black ink begin and end."""
    return page.stretches(page.ink() & ~page.ink(red=True), 1)


def row(page: Page, text: str) -> Any:
    return next(row for row in page.rows if row.text.startswith(text))


def test_the_head_of_the_general_format(general: list[Page]) -> None:
    first = general[0]
    mark, line = first.stretches(first.ink(red=True), 1)
    assert mark[0] == near(TOP + 35)  # 7.2.4
    (rule,) = first.rules(red=True)
    assert rule[2:] == (near(LEFT, 0.5), near(RIGHT, 0.5))
    number = next(stretch for stretch in ink(first) if mark[1] < stretch[0] < line[0])
    assert line[0] - number[1] == near(4)  # 7.2.7
    assert number[0] - mark[1] == near(2 * LINE + 7, 3)  # two blank lines
    assert row(first, "000012").top == near(TOP + 3, 1.5)
    assert row(first, "特急").left == near(LEFT, 0.5)


def test_the_title_and_the_recipients(general: list[Page]) -> None:
    first = general[0]
    (rule,) = first.rules(red=True)
    title = [row for row in first.rows if row.text.startswith(("教育部办公厅关于", "网络学习空间应用普及活动的"))]
    assert title[0].top - rule[1] == near(2 * LINE + 3, 1.5)  # two blank lines
    for line in title:
        assert (line.left + line.right) / 2 == near((LEFT + RIGHT) / 2)
    recipients = row(first, "各省、自治区")
    assert recipients.left == near(LEFT, 0.5)
    assert recipients.top - title[-1].bottom == near(LINE + 5, 3)
    assert any(row.text.startswith("为深入贯彻") for row in first.rows)  # the first page shows text of the body


def test_22_lines_of_28_characters(general: list[Page]) -> None:
    counts = []
    for page in general[1:6]:
        lines = [row for row in page.rows if row.top < BOTTOM]
        counts.append(len(lines))
        assert lines[0].top == near(TOP + 3, 1.5)
        assert lines[-1].bottom <= BOTTOM
        assert all(line.left >= LEFT - 0.5 and line.right <= RIGHT + 0.5 for line in lines)
    assert max(counts) == 22
    assert counts.count(22) >= 3  # on the others a heading went over with its text
    full = [row for row in general[2].rows if row.left < LEFT + 1 and row.right > RIGHT - 1]
    assert {len(row.text) for row in full if row.text.isalpha() or "，" in row.text} == {28}


def test_lists_of_40_regions_and_200_schools_take_few_pages(letter: list[Page]) -> None:
    assert len(letter) == 8
    for page in letter[2:]:
        lines = [row for row in page.rows if row.top < BOTTOM and not row.text.startswith("抄送")]
        assert lines[-1].bottom <= BOTTOM
        assert all(line.left >= LEFT - 0.5 and line.right <= RIGHT + 0.5 for line in lines)
        rules = list(page.rules())
        assert all(rule[2:4] == (near(LEFT, 0.5), near(RIGHT, 0.5)) for rule in (rules[0], rules[-1]))
        assert rules[0][0] < next(row for row in lines if row.text.startswith("省份")).top
        assert lines[-1].bottom < rules[-1][1] <= BOTTOM + 0.5


def test_the_page_numbers(general: list[Page], letter: list[Page]) -> None:
    for number, page in [*enumerate(general, 1), *enumerate(letter, 1)]:
        if page.width > page.height or page is letter[0]:
            continue
        found = page.rows[-1]
        assert found.text == f"—{number}—"
        if number % 2:
            assert found.right == near(RIGHT - SMALL, 0.5)  # 7.5
        else:
            assert found.left == near(LEFT + SMALL, 0.5)
    mask = general[1].ink()
    mask[:, int((LEFT + SMALL + 1) / 0.127) :] = False
    dash = [stretch for stretch in general[1].stretches(mask, 1) if stretch[0] > BOTTOM]
    assert sum(dash[0]) / 2 == near(BOTTOM + 7, 0.7)
    assert not [row for row in letter[0].rows if row.text.startswith("—")]  # 10.1


def test_landscape_pages_bear_their_number_where_upright_ones_do(general: list[Page]) -> None:
    wide = [(number, page) for number, page in enumerate(general, 1) if page.width > page.height]
    assert len(wide) >= 2
    assert {number % 2 for number, _ in wide} == {0, 1}
    for number, page in wide:
        mask = page.ink()
        mask[:, int(34 / 0.127) :] = False
        (across,) = [(min(a for a, _ in found), max(b for _, b in found)) for found in [page.stretches(mask, 1)]]
        # The sheet turned upright: its left edge is the foot, and what is down is to the right.
        if number % 2:
            assert across[1] == near(RIGHT - SMALL)
        else:
            assert across[0] == near(LEFT + SMALL)
        (column,) = [(min(a for a, _ in found), max(b for _, b in found)) for found in [page.stretches(mask, 0)]]
        assert 297 - sum(column) / 2 == near(BOTTOM + 7)


def test_the_signature_with_a_seal(general: list[Page]) -> None:
    page = next(page for page in general if any(row.text == "2020年11月3日" for row in page.rows))
    day = row(page, "2020年11月3日")
    name = next(row for row in page.rows if row.text == "教育部办公厅")
    assert day.right == near(RIGHT - 4 * CHARACTER, 0.7)  # 7.3.5.1
    assert (name.left + name.right) / 2 == near((day.left + day.right) / 2, CHARACTER)
    assert row(page, "（此件主动公开）").left == near(LEFT + 2 * CHARACTER)
    assert any(row.text.startswith("电话") for row in page.rows)  # text of the body on the page of the signature


def test_the_names_of_attachments_hang(general: list[Page]) -> None:
    page = next(page for page in general if any(row.text.startswith("附件：1.") for row in page.rows))
    first, second = row(page, "附件：1."), row(page, "2.网络")
    assert first.left == near(LEFT + 2 * CHARACTER, 0.7)
    assert second.left == near(LEFT + 5 * CHARACTER, 0.7)
    wrapped = row(page, "汇总信息表")
    assert wrapped.left == near(LEFT + 5 * CHARACTER + 400 / 1440 * 25.4, 0.7)


def test_attachments_begin_on_a_page_of_their_own(letter: list[Page]) -> None:
    page = next(page for page in letter if page.rows[0].text == "附件1")
    label, title = page.rows[:2]
    assert label.left == near(LEFT, 0.5)
    assert label.top == near(TOP + 3, 1.5)
    assert title.top - label.top == near(2 * LINE, 1.5)  # the third line
    assert (title.left + title.right) / 2 == near((LEFT + RIGHT) / 2)


def test_the_imprint_at_the_foot_of_the_last_page(general: list[Page], letter: list[Page]) -> None:
    first, thin, last = general[-1].rules()
    assert all(rule[2:4] == (near(LEFT, 0.5), near(RIGHT, 0.5)) for rule in (first, thin, last))
    assert last[1] == near(BOTTOM)  # 7.4.1
    copies, printed = row(general[-1], "抄送："), row(general[-1], "教育部办公厅2020年11月4日印发")
    assert copies.left == near(LEFT + SMALL, 0.7)
    assert printed.left == near(LEFT + SMALL, 0.7)
    assert printed.right == near(RIGHT - SMALL, 0.7)
    assert first[0] < copies.top < copies.bottom < thin[0] < printed.top < printed.bottom < last[1]
    copies = row(letter[-1], "抄送：")
    assert copies.bottom == near(BOTTOM - 2, 2)
    assert not [rule for rule in letter[-1].rules() if rule[1] > copies.top - LINE]  # 10.1: no lines


def test_the_first_page_of_a_letter(letter: list[Page]) -> None:
    first = letter[0]
    mark, thick, thin, upper, lower = first.stretches(first.ink(red=True), 1)
    assert mark[0] == near(30)
    assert thick[0] - mark[1] == near(4)
    assert thick[1] - thick[0] > 2 * (thin[1] - thin[0])  # the thick line above
    assert (upper[0] + lower[1]) / 2 == near(277)
    assert lower[1] - lower[0] > 2 * (upper[1] - upper[0])  # the thin line above
    for rule in first.rules(red=True):
        assert rule[3] - rule[2] == near(170, 0.7)
        assert (rule[2] + rule[3]) / 2 == near((LEFT + RIGHT) / 2, 2)
    number = row(first, "教科信厅函〔2021〕28号")
    assert number.right == near(RIGHT, 0.5)
    assert ink(first)[0][0] - thin[1] == near(CHARACTER * 7 / 8)
    title = row(first, "教育部办公厅关于公布")
    assert title.top - number.bottom == near(2 * LINE + 4, 2)


JOINT = ["某省财政厅", "某省人力资源和社会保障厅", "某省发展和改革委员会"]


@pytest.mark.parametrize(
    "changes",
    [
        # A text of one line and its signature don't fit the first page in the usual lines (7.3.5.5).
        {"joint_issuers": JOINT},
        {"joint_issuers": JOINT[:1], "seal": "不加盖"},
        # Nor does a text of five; its last line goes over.
        {"joint_issuers": JOINT[:2], "body": [{"level": 0, "text": "请各地认真组织实施好此项工作，" * 8 + "并报我厅。"}]},
        # Recipients of many lines stand in the imprint, of which nothing is lost.
        {"addressees": "，".join(f"某省第{n}区教育和体育局" for n in range(40)), "copy_to": "某馆"},
    ],
)  # fmt: skip
def test_no_rule_is_broken_where_room_is_short(changes: dict[str, Any]) -> None:
    data = json.loads((SAMPLES / "notice.json").read_text("utf-8"))
    data |= {"edition": None, "attachments": None, "body": [{"level": 0, "text": "现将有关事项通知如下。"}]}
    data |= {"doc_number": "某教科〔2021〕7号", "printer": "某省教育厅办公室", "print_date": "2020-11-04", **changes}
    found = fubiao.inspect(fubiao.render("notice", data))
    assert [(one.rule.id, one.faults) for one in found.outcomes if one.state == "broken"] == []
