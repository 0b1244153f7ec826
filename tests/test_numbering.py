"""List numbers: what is printed before a paragraph though nobody typed it."""

from __future__ import annotations

import pytest
from docx_builder import docx, grid, p, tbl, tc, texts, tr

from parsers.docx.reader import read_docx
from parsers.numerals import numeral


def level(index: int, form: str, text: str, *, more: str = "", start: int = 1) -> str:
    """A level of a list definition."""
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(*levels: str, more: str = "") -> str:
    """A numbering part with the lists 1 and 2 of one definition."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>{more}</w:num>'
    )


def item(text: str = "", *, at: int = 0, of: int = 1) -> str:
    """A paragraph of a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>')


def shown(body: str, numbering: str, styles: str = "") -> list[str]:
    """The texts of the paragraphs as read."""
    return texts(read_docx(docx(body, parts={"numbering.xml": numbering, "styles.xml": styles})).blocks)


def test_chinese_outline() -> None:
    numbering = lists(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimalEnclosedCircleChinese", "%4", more='<w:suff w:val="nothing"/>'),
    )
    body = (
        item("总则")
        + item("目的", at=1)
        + item("甲", at=2)
        + item("乙", at=3)
        + item("丙", at=3)
        + item("范围", at=1)
        + item("附则")
    )
    assert shown(body, numbering) == ["一、总则", "（一）目的", "1. 甲", "①乙", "②丙", "（二）范围", "二、附则"]


def test_a_column_of_automatic_numbers() -> None:
    body = tbl(tr(tc(item()), "甲"), tr(tc(item()), "乙"))
    document = read_docx(docx(body, parts={"numbering.xml": lists(level(0, "decimal", "%1"))}))
    assert grid(next(document.tables())) == ["0,0 1", "0,1 甲", "1,0 2", "1,1 乙"]


def test_levels_above_are_named_and_start_over() -> None:
    numbering = lists(level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
    assert shown(item("a") + item("b", at=1) + item("c") + item("d", at=1) + item("e", at=1), numbering) == [
        "I a",
        "1.1 b",
        "II c",
        "2.1 d",
        "2.2 e",
    ]


def test_lists_of_one_definition_go_on_unless_told_to_start_over() -> None:
    one = level(0, "decimal", "%1）", start=3)
    assert shown(item("a") + item("b", of=2), lists(one)) == ["3）a", "4）b"]
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert shown(item("a") + item("b", of=2) + item("c", of=2), lists(one, more=again)) == ["3）a", "1）b", "2）c"]


def test_a_list_by_style_and_none_by_zero() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lists(level(0, "decimal", "%1、"), level(1, "decimal", "%2）", more='<w:pStyle w:val="L"/>'))
    by_style = '<w:pStyle w:val="L"/>'
    body = p("甲", by_style) + p("乙", by_style + '<w:numPr><w:numId w:val="0"/></w:numPr>') + p("丙", by_style)
    assert shown(body, numbering, styles) == ["1）甲", "乙", "2）丙"]


def test_deleted_paragraphs_are_not_counted() -> None:
    gone = p("", '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>')
    assert shown(item("甲") + gone + item("乙"), lists(level(0, "decimal", "%1."))) == ["1. 甲", "2. 乙"]


def test_bullets_appear_as_they_look() -> None:
    bullet = level(0, "bullet", "\uf0a8", more="").replace(
        "</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:lvl>'
    )
    assert shown(item("甲"), lists(bullet)) == ["☐ 甲"]


def test_a_list_that_is_not_there_gives_no_number() -> None:
    assert shown(item("甲", of=7), lists(level(0, "decimal", "%1."))) == ["甲"]


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCounting", "一〇一"),
        (100, "chineseCountingThousand", "一百"),
        (110, "chineseCountingThousand", "一百一十"),
        (105, "chineseCountingThousand", "一百零五"),
        (10_010, "chineseCountingThousand", "一万零一十"),
        (21, "japaneseCounting", "二十一"),
        (100, "japaneseCounting", "百"),
        (23, "ideographDigital", "二三"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"),
        (3, "ideographTraditional", "丙"),
        (5, "unheard-of", "5"),
        (5, "none", ""),
    ],
)
def test_number_formats(value: int, form: str, expected: str) -> None:
    assert numeral(value, form) == expected
