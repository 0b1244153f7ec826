"""Single faults to put into a good official document, each with the rule that it breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongwen_builder import (
    BLANK,
    FANG,
    FIRST_NAME,
    HEI,
    INDENT,
    KAI,
    LONG,
    RED,
    RULE,
    SECOND_NAME,
    SIGNATURE,
    XBS,
    Sheets,
    copied,
    copies,
    general,
    joint,
    jointly,
    letter,
    para,
    printed,
    run,
    sealed,
    separate,
    title,
    upward,
)

__all__ = ["FAULTS", "PRINTED_FAULTS", "Faulty"]

Edit = Callable[[Sheets], None]


@dataclass(frozen=True, kw_only=True)
class Faulty:
    """A fault: the rule, the good document it is put into, what is done, and rules that can't but be broken along with it."""

    rule: str
    base: Callable[[], Sheets]
    name: str
    edit: Edit
    also: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.base.__name__}-{self.name}"

    def made(self) -> Sheets:
        sheets = self.base()
        before = (sheets.body, dict(sheets.parts))
        self.edit(sheets)
        assert (sheets.body, sheets.parts) != before, self.id
        return sheets


def swap(old: str, new: str, count: int = 1) -> Edit:
    """*old* in the body made *new*."""

    def edit(sheets: Sheets) -> None:
        sheets.body = sheets.body.replace(old, new, count)

    return edit


def part(name: str, old: str, new: str, count: int = -1) -> Edit:
    def edit(sheets: Sheets) -> None:
        sheets.parts[name] = sheets.parts[name].replace(old, new, count)

    return edit


def paragraph(sheets: Sheets, text: str) -> tuple[int, int]:
    """Where the first paragraph that holds *text* begins and ends."""
    at = sheets.body.index(text)
    return sheets.body.rindex("<w:p>", 0, at), sheets.body.index("</w:p>", at) + len("</w:p>")


def within(text: str, old: str, new: str | Callable[[re.Match[str]], str]) -> Edit:
    """A regular expression's matches in the paragraph that holds *text* replaced."""

    def edit(sheets: Sheets) -> None:
        start, end = paragraph(sheets, text)
        sheets.body = sheets.body[:start] + re.sub(old, new, sheets.body[start:end]) + sheets.body[end:]

    return edit


def font(text: str, name: str) -> Edit:
    return within(text, r'(w:(?:ascii|hAnsi|eastAsia))="[^"]*"(?= w:(?:hAnsi|eastAsia|hint))', rf'\1="{name}"')


def size(text: str, half_points: int) -> Edit:
    return within(text, r'(<w:szC?s? w:val=)"\d+"', rf'\1"{half_points}"')


def bold(text: str) -> Edit:
    return within(text, "<w:sz ", "<w:b/><w:sz ")


def colour(text: str, value: str) -> Edit:
    def edit(sheets: Sheets) -> None:
        within(text, r"<w:color [^>]*/>", "")(sheets)
        within(text, "<w:sz ", f'<w:color w:val="{value}"/><w:sz ')(sheets)

    return edit


def jc(text: str, value: str) -> Edit:
    return within(text, r'<w:jc w:val="\w+"/>', f'<w:jc w:val="{value}"/>')


def ind(text: str, attributes: str) -> Edit:
    def edit(sheets: Sheets) -> None:
        within(text, r"<w:ind [^>]*/>", "")(sheets)
        within(text, "<w:jc ", f"<w:ind {attributes}/><w:jc ")(sheets)

    return edit


def blank_before(text: str, *, add: bool) -> Edit:
    """A blank line more, or one less, before the paragraph that holds *text*."""

    def edit(sheets: Sheets) -> None:
        start, _ = paragraph(sheets, text)
        if add:
            sheets.body = sheets.body[:start] + BLANK + sheets.body[start:]
        else:
            assert sheets.body[:start].endswith(BLANK)
            sheets.body = sheets.body[: start - len(BLANK)] + sheets.body[start:]

    return edit


def before(text: str, content: str) -> Edit:
    def edit(sheets: Sheets) -> None:
        start, _ = paragraph(sheets, text)
        sheets.body = sheets.body[:start] + content + sheets.body[start:]

    return edit


def both(*edits: Edit) -> Edit:
    def edit(sheets: Sheets) -> None:
        for one in edits:
            one(sheets)

    return edit


TITLE, ADDRESSEES = "某省教育厅关于开展", "省属各学校"
FIRST, TEXT, LEVEL1, LEVEL2, LEVEL3, LEVEL4 = (
    "为深入贯彻",
    LONG,
    "一、活动目标",
    "（一）建设空间",
    "1.明确平台",
    "（1）平台须接入",
)
NOTE, ENTRY, NAME, DATE, ANNOTATION = (
    "附件：1.",
    "2.网络学习空间",
    f">{SIGNATURE}<",
    ">2031年11月3日<",
    "（此件主动公开）",
)
HEADING, HEADING2, ENCLOSED = ">附件1<", ">附件2<", "一、总体要求"
ENCLOSED_TITLE = f">{FIRST_NAME}<"
COPIES, PRINTED, LINE = "抄送：", "印发", 'w:line="579"'


def _of(base: Callable[[], Sheets], entries: list[tuple[str, str, Edit]], **also: str) -> Iterator[Faulty]:
    for rule, name, edit in entries:
        yield Faulty(rule=rule, base=base, name=name, edit=edit, also=frozenset(also.get(f"{rule}_{name}", "").split()))


def titled(*lines: str) -> Edit:
    """Another title, broken into *lines*."""

    def edit(sheets: Sheets) -> None:
        start, end = paragraph(sheets, TITLE)
        kind = "函" if "活动的函" in sheets.body[start:end] else "通知"
        made = title(*lines).replace("通知", kind)
        sheets.body = sheets.body[:start] + made + sheets.body[end:]

    return edit


def common() -> list[tuple[str, str, Edit]]:
    """Faults for both formats."""
    return [
        ("R1", "letter-paper", swap('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')),
        ("R2", "top", swap('w:top="2098"', 'w:top="1700"')),
        ("R3", "left", swap('w:left="1588"', 'w:left="1200"')),
        ("R4", "right", swap('w:right="1474"', 'w:right="1800"')),
        ("R4", "bottom", swap('w:bottom="1984"', 'w:bottom="1600"')),
        ("R5", "lines", swap(LINE, 'w:line="600"', -1)),
        ("R5", "characters", swap('<w:spacing w:val="-5"/>', "", -1)),
        ("R6", "addressees-font", font(ADDRESSEES, "宋体")),
        ("R6", "date-size", size(DATE, 28)),
        ("R6", "signature-font", font(NAME, "楷体")),
        ("R7", "text", colour(FIRST, "0000FF")),
        ("R7", "date", colour(DATE, "FF0000")),
        ("R18", "square-brackets", within("〔2031〕", "〔2031〕", "[2031]")),
        ("R18", "round-brackets", within("〔2031〕", "〔2031〕", "（2031）")),
        ("R18", "ordinal", within("〔2031〕", "〕43", "〕第43")),
        ("R18", "zeros", within("〔2031〕", "〕43", "〕043")),
        ("R18", "short-year", within("〔2031〕", "〔2031〕", "〔31〕")),
        ("R18", "no-end", within("〔2031〕", "43号", "43")),
        ("R21", "size", size(TITLE, 36)),
        ("R21", "font", font(TITLE, "黑体")),
        ("R21", "bold", bold(TITLE)),
        ("R23", "valley", titled("某省教育厅关于开展", "网络", "学习空间应用普及活动的通知")),
        ("R23", "cut-name", titled("某省教", "育厅关于开展2031年度", "网络学习空间应用普及活动的通知")),
        ("R23", "particle", titled("某省教育厅关于开展2031年度网络", "学习空间应用普及活动", "的通知")),
        ("R24", "half-width-colon", within(ADDRESSEES, "省属各学校：", "省属各学校:")),
        ("R24", "indented", ind(ADDRESSEES, INDENT)),
        ("R24", "no-blank", blank_before(ADDRESSEES, add=False)),
        ("R27", "font", font(FIRST, "宋体")),
        ("R27", "size", size(FIRST, 28)),
        ("R27", "blank", blank_before(FIRST, add=True)),
        ("R28", "none", ind(FIRST, 'w:left="0"')),
        ("R28", "one", ind(FIRST, 'w:firstLine="315"')),
        ("R28", "all-lines", ind(FIRST, 'w:left="640"')),
        ("R28", "heading", ind(LEVEL1, 'w:left="0"')),
        ("R29", "half-width", within(LEVEL2, "（一）", "(一)")),
        ("R29", "comma", within(LEVEL3, "1.明确", "1、明确")),
        ("R29", "wide-dot", within(LEVEL3, "1.明确", "1．明确")),
        ("R29", "order", within("二、有关要求", "二、", "三、")),
        ("R29", "behind-bracket", within(LEVEL4, "（1）", "1）")),
        ("R30", "level-1", font(LEVEL1, FANG)),
        ("R30", "level-2", font(LEVEL2, HEI)),
        ("R30", "level-3", font(LEVEL3, KAI)),
        ("R30", "bold", bold(LEVEL1)),
        ("R30", "size", size(LEVEL2, 30)),
        ("R31", "no-blank", blank_before(NOTE, add=False)),
        ("R31", "flush", ind(NOTE, 'w:left="1280" w:hanging="1280"')),
        ("R31", "half-width-colon", within(NOTE, "附件：", "附件:")),
        ("R31", "none", both(swap(para(run(f"附件：1.{FIRST_NAME}"), ind='w:left="1920" w:hanging="1280"', jc="left"), ""), swap(BLANK + para(run(f"2.{SECOND_NAME}"), ind='w:left="1920" w:hanging="320"', jc="left"), ""))),
        ("R32", "wide-dot", within(ENTRY, r"2\.网", "2．网")),
        ("R32", "stop", within(ENTRY, SECOND_NAME, f"{SECOND_NAME}。")),
        ("R32", "order", within(ENTRY, r"2\.网", "3.网")),
        ("R32", "hanging", ind(ENTRY, 'w:firstLine="1600"')),
        ("R33", "zeros", within(DATE, "11月3日", "11月03日")),
        ("R33", "numerals", within(DATE, "2031年11月3日", "二〇三一年十一月三日")),
        ("R33", "dots", within(DATE, "2031年11月3日", "2031.11.3")),
        ("R33", "no-day", within(DATE, "11月3日", "11月31日")),
        ("R36", "edge", both(ind(NAME, 'w:left="4421"'), ind(DATE, 'w:left="5053"'))),
        ("R36", "shift", ind(DATE, 'w:left="3790"')),
        ("R36", "no-blank", blank_before(NAME, add=False)),
        ("R40", "brackets", within(ANNOTATION, "（此件主动公开）", "(此件主动公开)")),
        ("R40", "none", within(ANNOTATION, "（此件主动公开）", "此件主动公开")),
        ("R40", "flush", ind(ANNOTATION, 'w:left="0"')),
        ("R40", "blank", blank_before(ANNOTATION, add=True)),
        ("R41", "same-page", within(HEADING, "<w:pageBreakBefore/>", "")),
        ("R42", "colon", within(HEADING, "附件1", "附件1：")),
        ("R42", "font", font(HEADING, FANG)),
        ("R42", "size", size(HEADING, 28)),
        ("R42", "indented", ind(HEADING, INDENT)),
        ("R43", "left", jc(ENCLOSED_TITLE, "left")),
        ("R43", "no-blank", blank_before(ENCLOSED_TITLE, add=False)),
        ("R43", "two-blank", blank_before(ENCLOSED_TITLE, add=True)),
        ("R44", "title", within(ENCLOSED_TITLE, "工作联系表", "联系表")),
        ("R44", "number", within(HEADING2, "附件2", "附件3")),
        ("R45", "font", font(ENCLOSED, "宋体")),
        ("R45", "indent", ind(ENCLOSED, 'w:left="0"')),
        ("R49", "size", size(COPIES, 32)),
        ("R49", "font", font(COPIES, "黑体")),
        ("R49", "no-stop", within(COPIES, "中心。", "中心")),
        ("R49", "no-indent", within(COPIES, "\u3000抄送", "抄送")),
        ("R49", "half-width-colon", within(COPIES, "抄送：", "抄送:")),
        ("R50", "below", main_below),
        ("R52", "size", part("footer1.xml", 'w:val="28"', 'w:val="32"')),
        ("R52", "font", part("footer1.xml", "宋体", "黑体")),
        ("R53", "hyphen", part("footer1.xml", "—", "-")),
        ("R53", "bare", both(part("footer1.xml", "— ", ""), part("footer1.xml", " —", ""))),
        ("R55", "alike", part("settings.xml", "<w:evenAndOddHeaders/>", "")),
        ("R55", "centre", part("footer1.xml", 'w:jc w:val="right"', 'w:jc w:val="center"')),
        ("R55", "no-indent", part("footer2.xml", 'w:leftChars="100" w:left="280"', 'w:left="0"')),
        ("R57", "restart", restart),
        ("R60", "comma", within(FIRST, "精神，", "精神,")),
        ("R60", "quotes", within(FIRST, "教育信息化", '"教育"信息化')),
        ("R60", "year", within(LEVEL3, "〔2018〕", "[2018]")),
        ("R60", "brackets", within(FIRST, "行动计划，", "行动(试点)计划，")),
    ]  # fmt: skip


def main_below(sheets: Sheets) -> None:
    """The recipients moved to the imprint, but under those who get copies."""
    _, end = paragraph(sheets, COPIES)
    moved = para(run("\u3000主送：各市教育局。\u3000", size=28, spacing=0), jc="left", line=500)
    sheets.body = sheets.body[:end] + moved + sheets.body[end:]


def restart(sheets: Sheets) -> None:
    """The attachments in a section of their own that counts from 1."""
    at = sheets.body.rindex("<w:sectPr>")
    properties = sheets.body[at:]
    start, _ = paragraph(sheets, HEADING)
    own = properties.replace("</w:sectPr>", '<w:pgNumType w:start="1"/></w:sectPr>')
    sheets.body = f"{sheets.body[:start]}<w:p><w:pPr>{properties}</w:pPr></w:p>{sheets.body[start:at]}{own}"


GENERAL = [
    ("R10", "digits", within("000123", "000123", "123")),
    ("R10", "size", size("000123", 28)),
    ("R10", "indented", ind("000123", INDENT)),
    ("R10", "second-line", blank_before("000123", add=True)),
    ("R11", "font", font("秘密★", FANG)),
    ("R11", "size", size("秘密★", 28)),
    ("R11", "term", within("秘密★", "★1年", "★一年")),
    ("R11", "indented", ind("秘密★", INDENT)),
    ("R12", "font", font("特急", FANG)),
    ("R12", "centre", jc("特急", "center")),
    (
        "R12",
        "order",
        both(swap(para(run("特急", HEI), jc="left"), ""), before("秘密★", para(run("特急", HEI), jc="left"))),
    ),
    ("R13", "left", jc("教育厅文件", "left")),
    ("R13", "none", swap("某省教育厅文件", "")),
    ("R14", "colour", colour("教育厅文件", "000000")),
    ("R14", "font", font("教育厅文件", "黑体")),
    ("R17", "one-blank", blank_before("〔2031〕43号", add=False)),
    ("R17", "three-blank", blank_before("〔2031〕43号", add=True)),
    ("R17", "left", jc("〔2031〕43号", "left")),
    ("R20", "none", swap(RULE, "")),
    ("R20", "colour", swap(RULE, RULE.replace("FF0000", "000000"))),
    ("R20", "double", swap(RULE, RULE.replace("single", "double"))),
    ("R22", "one-blank", blank_before(TITLE, add=False)),
    ("R22", "left", jc(TITLE, "left")),
    ("R47", "thin", within(COPIES, 'w:sz="8"', 'w:sz="4"')),
    ("R47", "thick", within(COPIES, 'w:sz="6"', 'w:sz="12"')),
    ("R47", "none", both(within(COPIES, "<w:pBdr>.*?</w:pBdr>", ""), within("4日印发", "<w:pBdr>.*?</w:pBdr>", ""))),
    ("R47", "narrow", ind("4日印发", 'w:right="280"')),
    ("R51", "word", within("4日印发", "4日印发", "4日")),
    ("R51", "zeros", within("4日印发", "11月4日", "11月04日")),
    ("R51", "font", font("4日印发", "黑体")),
    ("R51", "size", size("4日印发", 32)),
    ("R51", "flush", within("4日印发", "\u3000某省", "某省")),
    ("R51", "none", swap(printed(), "")),
]
UPWARD = [
    ("R19", "indent", ind("签发人", 'w:left="0"')),
    ("R19", "name", swap(run("王某某", KAI), run("王某某", FANG))),
    ("R19", "label", swap(run("签发人："), run("签发人：", HEI))),
]
SEALED = [
    ("R34", "two", both(ind(DATE, 'w:right="1890"'), ind(NAME, 'w:right="709"'))),
    ("R35", "left", ind(NAME, 'w:right="1260"')),
]
LETTER = [
    ("L1", "file-word", part("header1.xml", "某省教育厅", "某省教育厅文件")),
    ("L3", "colour", part("header1.xml", '<w:color w:val="FF0000"/>', "")),
    ("L3", "font", part("header1.xml", "方正小标宋简体", "黑体")),
    ("L4", "turned", part("header1.xml", "thickThinSmallGap", "thinThickSmallGap")),
    ("L4", "colour", part("header1.xml", 'w:space="0" w:color="FF0000"', 'w:space="0" w:color="000000"')),
    ("L4", "narrow", part("header1.xml", '"-397"', '"0"')),
    ("L4", "none", part("header1.xml", "<w:bottom ", "<w:between ")),
    ("L5", "turned", part("footer3.xml", "thinThickSmallGap", "thickThinSmallGap")),
    ("L5", "colour", part("footer3.xml", 'w:color="FF0000"', 'w:color="000000"')),
    ("L5", "narrow", part("footer3.xml", '"-397"', '"0"')),
    ("L5", "none", part("footer3.xml", "<w:bottom ", "<w:between ")),
    ("L7", "centre", jc("〔2031〕43号", "center")),
    ("L7", "indented", ind("〔2031〕43号", 'w:right="315"')),
    ("L8", "line", within("〔2031〕43号", "<w:spacing w:before", f"{RULE}<w:spacing w:before")),
    ("L9", "one-blank", blank_before(TITLE, add=False)),
    ("L9", "left", jc(TITLE, "left")),
    ("L11", "numbered", swap("<w:titlePg/>", "")),
    (
        "L12",
        "printed",
        swap(
            copies(ruled=False),
            copies(ruled=False) + printed().replace("<w:pBdr>", "<w:pBdr><!--").replace("</w:pBdr>", "--></w:pBdr>"),
        ),
    ),
    ("L12", "lines", swap(copies(ruled=False), copies())),
]
JOINT = [
    (
        "R16",
        "order",
        both(within("教育厅<", "某省教育厅", "某省财政厅"), within("财政厅文件", "某省财政厅文件", "某省教育厅文件")),
    )
]
MARKED = [
    ("R13", "table", swap('<w:jc w:val="center"/><w:tblLayout', "<w:tblLayout")),
    ("R13", "name", jc(">某省财政厅<", "left")),
    ("R14", "name", colour(">某省财政厅<", "000000")),
    ("R14", "word", font(">文件<", "黑体")),
    ("R7", "signature", colour('w:pos="6560"', RED)),
    ("R16", "mark", both(swap("某省教育厅<", "甲<"), swap("某省财政厅<", "某省教育厅<"), swap("甲<", "某省财政厅<"))),
    ("R16", "signature", within('w:pos="6560"', "某省(教育|财政)厅", lambda found: {"教育": "某省财政厅", "财政": "某省教育厅"}[found[1]])),
    ("R16", "unsigned", within('w:pos="6560"', "<w:r><w:tab/></w:r>(?=<w:r><w:rPr>.*教育厅)(.*教育厅</w:t></w:r>)", "<w:r><w:tab/></w:r>")),
    ("R16", "word", swap('2000" w:type="dxa"/><w:vAlign w:val="center"/>', '2000" w:type="dxa"/>')),
    ("R17", "one-blank", blank_before("〔2031〕43号", add=False)),
    ("R34", "two", both(ind(DATE, 'w:right="630"'), swap('w:pos="6560"', 'w:pos="7190"'))),
    ("R35", "left", swap('w:pos="6560"', 'w:pos="5900"')),
]  # fmt: skip
LETTERED = [
    ("L1", "all", part("header1.xml", "</w:p>", "</w:p>" + para(run("某省财政厅", XBS, 72, more=f'<w:color w:val="{RED}"/>', spacing=0), jc="center", line=900), 1)),
]  # fmt: skip
SEPARATE = [
    ("R46", "no-number", within("附件1<", "某教科〔2031〕43号", "")),
    ("R46", "indented", ind("附件1<", INDENT)),
]

FAULTS = [
    *_of(general, common()),
    *_of(letter, common()),
    *_of(general, GENERAL, R51_none="R47"),
    *_of(upward, UPWARD),
    *_of(sealed, SEALED),
    *_of(letter, LETTER),
    *_of(joint, JOINT),
    *_of(jointly, MARKED),
    *_of(letter, LETTERED),
    *_of(separate, SEPARATE),
]

MANY = "，".join(f"某市第{n}实验小学和附属幼儿园" for n in range(1, 26))
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def sideways(sheets: Sheets) -> None:
    """The first attachment in a landscape section whose number stands at the foot of the landscape page."""
    at = sheets.body.rindex("<w:sectPr>")
    upright = sheets.body[at:]
    turned = upright.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')
    for text, properties in ((HEADING2, turned), (HEADING, upright)):
        start, _ = paragraph(sheets, text)
        sheets.body = f"{sheets.body[:start]}<w:p><w:pPr>{properties}</w:pPr></w:p>{sheets.body[start:]}"


def from_new_page(text: str) -> Edit:
    return within(text, "<w:p><w:pPr>", "<w:p><w:pPr><w:pageBreakBefore/>")


PRINTED_FAULTS = [
    *_of(
        general,
        [
            ("R15", "lower", within("教育厅文件", 'w:before="136"', 'w:before="476"')),
            ("R20", "far", swap(RULE, RULE.replace('w:space="9"', 'w:space="22"'))),
            ("R25", "many", within(ADDRESSEES, "省属各学校", MANY)),
            ("R26", "no-text", from_new_page(FIRST)),
            ("R39", "alone", from_new_page(NAME)),
            ("R48", "higher", within(COPIES, r'w:before="\d+"', 'w:before="4000"')),
            ("R51", "left", within("4日印发", 'w:pos="8844"', 'w:pos="7800"')),
            ("R54", "higher", both(part("footer1.xml", '"311"', '"600"'), part("footer2.xml", '"311"', '"600"'))),
            ("R56", "blank", before(HEADING2, BREAK * 2)),
            ("R58", "sideways", sideways),
        ],
        # A higher footer takes room from the last page.
        R54_higher="R48",
    ),
    *_of(
        letter,
        [
            ("L2", "lower", swap('w:header="1588"', 'w:header="1990"')),
            ("L4", "far", part("header1.xml", 'w:line="140"', 'w:line="440"')),
            ("L5", "higher", part("footer3.xml", 'w:after="0"', 'w:after="200"')),
            ("L7", "far", within("〔2031〕43号", 'w:before="120"', 'w:before="520"')),
            ("L11", "numbered", swap("<w:titlePg/>", "")),
            (
                "L10",
                "close",
                both(
                    swap('w:bottom="1984"', 'w:bottom="1140"'),
                    within("〔2031〕43号", 'w:before="120"', 'w:before="545"'),
                ),
            ),
            ("L12", "higher", within(COPIES, r'w:before="\d+"', 'w:before="4000"')),
        ],
        # The text only comes near the line where the type area is too high and the text above moved down.
        L10_close="R4 L7",
    ),
    *_of(copied, [("L6", "far", within("000123", 'w:y="120"', 'w:y="520"'))]),
]
"""Faults that only a rendering shows."""
