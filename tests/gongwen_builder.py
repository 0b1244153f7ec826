"""Official documents that keep GB/T 9704-2012, as WordprocessingML to put single faults into: both formats, and one that goes upward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docx_builder import archive, document_xml

__all__ = ["Sheets", "copied", "general", "joint", "jointly", "letter", "packed", "sealed", "separate", "upward"]

SONG, FANG, HEI, KAI, XBS = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
PITCH = 579
RED = "FF0000"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'


@dataclass
class Sheets:
    """The parts of a document by their names under ``word/``: edit ``body`` and the others, then ``packed``."""

    body: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Sheets:
        return Sheets(self.body, dict(self.parts))


def run(text: str, font: str = FANG, size: int = 32, *, more: str = "", spacing: int = -5) -> str:
    spaced = f'<w:spacing w:val="{spacing}"/>' if spacing else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:hint="eastAsia"/>{more}{spaced}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def para(
    *runs: str,
    jc: str = "both",
    ind: str = "",
    line: int = PITCH,
    more: str = "",
    before: int = 0,
    after: int = 0,
    break_before: bool = False,
    borders: str = "",
) -> str:
    return (
        f"<w:p><w:pPr>{'<w:pageBreakBefore/>' if break_before else ''}{more}{borders}"
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'
        f'{f"<w:ind {ind}/>" if ind else ""}<w:jc w:val="{jc}"/></w:pPr>{"".join(runs)}</w:p>'
    )


INDENT = 'w:firstLineChars="200" w:firstLine="640"'
BLANK = para()
ROW = 500
"""Twips of a line of the imprint."""


def text(content: str, font: str = FANG) -> str:
    return para(run(content, font), ind=INDENT)


_STYLES = (
    f"<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FANG}" w:hAnsi="{FANG}" w:eastAsia="{FANG}"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
)
_SETTINGS = f"<w:settings {_NAMESPACES}><w:evenAndOddHeaders/></w:settings>"


def footer(jc: str, side: str) -> str:
    def digits(content: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}"/><w:sz w:val="28"/></w:rPr>{content}</w:r>'

    dash = '<w:t xml:space="preserve">{}</w:t>'
    field_ = (
        digits('<w:fldChar w:fldCharType="begin"/>')
        + digits('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + digits('<w:fldChar w:fldCharType="separate"/>')
        + digits("<w:t>1</w:t>")
        + digits('<w:fldChar w:fldCharType="end"/>')
    )
    return (
        f'<w:ftr {_NAMESPACES}><w:p><w:pPr><w:spacing w:before="0" w:after="311" w:line="400" w:lineRule="exact"/><w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{jc}"/></w:pPr>'
        f"{digits(dash.format('— '))}{field_}{digits(dash.format(' —'))}</w:p></w:ftr>"
    )


def section(*, first: str = "", title_page: bool = False, header: int = 851) -> str:
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = f'<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="{header}" w:footer="1134" w:gutter="0"/>'
    return (
        f'<w:sectPr>{first}<w:footerReference w:type="default" r:id="footer1.xml"/>'
        f'<w:footerReference w:type="even" r:id="footer2.xml"/>{size}{margins}{"<w:titlePg/>" if title_page else ""}</w:sectPr>'
    )


LONG = (
    "各地教育行政部门要高度重视网络学习空间应用普及工作，将其作为推进教育信息化的重要抓手，统筹整体推进，"
    "强化过程管理与反馈，促进数字教育资源公共服务体系建设与应用，落实开展活动所需各项经费，做好活动宣传工作。"
)
BODY = [
    text(
        "为深入贯彻全国教育大会精神，扎实推进教育信息化行动计划，我厅决定开展网络学习空间应用普及活动。现将有关事项通知如下："
    ),
    text("一、活动目标", HEI),
    text(LONG),
    text("（一）建设空间", KAI),
    text(
        "1.明确平台。各地按照《某省教育厅关于加强网络学习空间建设与应用的指导意见》（某教技〔2018〕16号）的要求完善机制。"
    ),
    text("（1）平台须接入公共服务体系。"),
    text("（2）平台须保护个人信息。"),
    text("2.开通空间。确保区域内所有学校开通机构空间。"),
    text("（二）深化应用", KAI),
    text(LONG),
    text("二、有关要求", HEI),
    *[text(LONG)] * 5,
]
SIGNATURE = "某省教育厅科学技术与信息化处"
DATE = "2031年11月3日"
FIRST_NAME = "网络学习空间应用普及活动工作联系表"
SECOND_NAME = "网络学习空间应用优秀区域和优秀学校推荐名额分配办法及相关说明"


def note() -> str:
    """The attachment note, its names hanging under their first characters."""
    first = para(run(f"附件：1.{FIRST_NAME}"), ind='w:left="1920" w:hanging="1280"', jc="left")
    second = para(run(f"2.{SECOND_NAME}"), ind='w:left="1920" w:hanging="320"', jc="left")
    return BLANK + first + second


def sealed_signature() -> str:
    """Signed with a seal (7.3.5.1): the date 4 字 from the right, the name centred over it."""
    date = para(run(DATE), jc="right", ind='w:right="1260"')
    named = para(run(SIGNATURE), jc="right", ind='w:right="79"')
    return BLANK * 2 + named + date


def signature(name: str = SIGNATURE) -> str:
    """Signed without a seal (7.3.5.2): the name 2 字 in, the date beginning 2 字 right of the name."""
    # 14 characters of 15.75 pt.
    date = para(run(DATE), jc="left", ind='w:left="4422"')
    named = para(run(name), jc="left", ind='w:left="3790"')
    return BLANK + named + date


def annotation() -> str:
    return para(run("（此件主动公开）"), ind=INDENT)


def attachment(number: int, name: str) -> str:
    return (
        para(run(f"附件{number}", HEI), jc="left", break_before=True)
        + BLANK
        + para(run(name, XBS, 44, spacing=0), jc="center")
        + BLANK
        + text("一、总体要求", HEI)
        + text(LONG)
    )


def edge(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'


LAST = 12756 - 10 * PITCH
"""Twips that the ten lines of the last attachment leave free on their page."""


def copies(*, ruled: bool = True) -> str:
    """Whom copies go to, at the foot of the page. A border is as wide as its paragraph, so that blanks make the indents."""
    borders = f"<w:pBdr>{edge('top', 8)}{edge('bottom', 6)}</w:pBdr>" if ruled else ""
    content = run("\u3000抄送：某省电化教育馆，某省教育装备中心。\u3000", size=28, spacing=0)
    return para(content, jc="left", line=ROW, borders=borders, before=LAST - ROW * (2 if ruled else 1) - 60)


def printed() -> str:
    tabs = '<w:tabs><w:tab w:val="right" w:pos="8844"/></w:tabs>'
    return para(
        run("\u3000某省教育厅办公室", size=28, spacing=0),
        "<w:r><w:tab/></w:r>",
        run("2031年11月4日印发\u3000", size=28, spacing=0),
        jc="left",
        line=ROW,
        more=tabs,
        borders=f"<w:pBdr>{edge('bottom', 8)}</w:pBdr>",
    )


def title(*lines: str) -> str:
    broken = "<w:r><w:br/></w:r>".join(run(line, XBS, 44, spacing=0) for line in lines)
    return para(broken, jc="center", line=640)


RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="9" w:color="{RED}"/></w:pBdr>'


def _footers() -> dict[str, str]:
    return {"footer1.xml": footer("right", "right"), "footer2.xml": footer("left", "left")}


def general() -> Sheets:
    """A notice in the general format with every element that it may have, two attachments and an imprint; five pages."""
    head = (
        para(run("000123"), jc="left")
        + para(run("秘密★1年", HEI), jc="left")
        + para(run("特急", HEI), jc="left")
        + para(
            run("某省教育厅文件", XBS, 72, more=f'<w:color w:val="{RED}"/>', spacing=0),
            jc="center",
            line=900,
            before=136,
        )
        + BLANK * 2
        + para(run("某教科〔2031〕43号"), jc="center", borders=RULE)
        + BLANK * 2
    )
    body = (
        head
        + title("某省教育厅关于开展2031年度网络", "学习空间应用普及活动的通知")
        + BLANK
        + para(run("各市、县（区）教育局，省属各学校："), jc="left")
        + "".join(BODY)
        + note()
        + signature()
        + annotation()
        + attachment(1, FIRST_NAME)
        + attachment(2, SECOND_NAME)
        + copies()
        + printed()
        + section()
    )
    return Sheets(body, {"styles.xml": _STYLES, "settings.xml": _SETTINGS, **_footers()})


def sealed() -> Sheets:
    """The notice as it is made to be sealed."""
    made = general()
    made.body = made.body.replace(signature(), sealed_signature())
    return made


def joint() -> Sheets:
    """The notice of two organs."""
    made = general()
    mark = run("某省教育厅文件", XBS, 72, more=f'<w:color w:val="{RED}"/>', spacing=0)
    first = para(mark.replace("文件", ""), jc="center", line=900, before=136)
    second = para(mark.replace("教育", "财政"), jc="center", line=900)
    made.body = made.body.replace(para(mark, jc="center", line=900, before=136), first + second)
    signed = "".join(para(run(name), jc="left", ind='w:left="5528"') for name in ("某省教育厅", "某省财政厅"))
    date = para(run(DATE), jc="left", ind='w:left="6159"')
    made.body = made.body.replace(signature(), BLANK + signed + date)
    return made


def jointly() -> Sheets:
    """The notice of two organs: their names in a table with the word for documents beside them, both signatures in a line, each for its seal."""
    made = general()

    def marked(name: str, jc: str, before: int = 0) -> str:
        red = run(name, XBS, 72, more=f'<w:color w:val="{RED}"/>', spacing=0)
        return para(red, jc=jc, line=900, before=before)

    def cell(width: int, *content: str) -> str:
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>'
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"

    names = cell(5000, marked("某省教育厅", "distribute", 136), marked("某省财政厅", "distribute"))
    table = (
        '<w:tbl><w:tblPr><w:tblW w:w="7000" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="5000"/><w:gridCol w:w="2000"/></w:tblGrid>'
        f"<w:tr>{names}{cell(2000, marked('文件', 'right'))}</w:tr></w:tbl>"
    )
    made.body = made.body.replace(marked("某省教育厅文件", "center", 136), table)
    # The second name over the date, the first as far from the left edge: 6.5 characters of the date, 4 to the right of it.
    tabs = '<w:tabs><w:tab w:val="center" w:pos="2284"/><w:tab w:val="center" w:pos="6560"/></w:tabs>'
    tab = "<w:r><w:tab/></w:r>"
    signed = para(tab, run("某省教育厅"), tab, run("某省财政厅"), jc="left", more=tabs)
    date = para(run(DATE), jc="right", ind='w:right="1260"')
    made.body = made.body.replace(signature(), BLANK * 2 + signed + date)
    return made


def separate() -> Sheets:
    """An attachment that is a file of its own."""
    body = (
        para(run("某教科〔2031〕43号附件1", HEI), jc="left")
        + BLANK
        + para(run(FIRST_NAME, XBS, 44, spacing=0), jc="center")
        + BLANK
        + text("一、总体要求", HEI)
        + text(LONG)
        + section()
    )
    return Sheets(body, {"styles.xml": _STYLES, "settings.xml": _SETTINGS, **_footers()})


def upward() -> Sheets:
    """A request that goes upward: the number at the left, who signs at the right, in one line (7.2.6)."""
    tabs = '<w:tabs><w:tab w:val="right" w:pos="8529"/></w:tabs>'
    number = para(
        run("某市教〔2031〕43号"),
        "<w:r><w:tab/></w:r>",
        run("签发人："),
        run("王某某", KAI),
        jc="left",
        ind='w:left="315"',
        more=tabs,
    )
    # A border is as wide as its paragraph, and that of the number is indented.
    number += para(line=135, borders=RULE.replace('w:space="9"', 'w:space="0"'))
    made = general()
    old = para(run("某教科〔2031〕43号"), jc="center", borders=RULE)
    made.body = made.body.replace(old, number)
    return made


def copied() -> Sheets:
    """The letter with a copy number at the left of its number."""
    made = letter()
    number = para(run("某教科函〔2031〕43号"), jc="right", before=120)
    frame = '<w:framePr w:w="1600" w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:x="0" w:y="120"/>'
    made.body = made.body.replace(number, para(run("000123"), jc="left", more=frame) + number)
    return made


def letter() -> Sheets:
    """A letter: double red lines at head and foot of its first page, which bears no number; three pages."""
    wide = 'w:left="-397" w:right="-397"'

    def ruled(edge: str, kind: str) -> str:
        return f'<w:pBdr><w:{edge} w:val="{kind}" w:sz="24" w:space="0" w:color="{RED}"/></w:pBdr>'

    mark = para(run("某省教育厅", XBS, 72, more=f'<w:color w:val="{RED}"/>', spacing=0), jc="center", line=900)
    header = (
        f"<w:hdr {_NAMESPACES}>{mark}{para(ind=wide, line=140, borders=ruled('bottom', 'thickThinSmallGap'))}</w:hdr>"
    )
    foot = f"<w:ftr {_NAMESPACES}>{para(ind=wide, line=60, borders=ruled('bottom', 'thinThickSmallGap'))}</w:ftr>"
    body = (
        para(run("某教科函〔2031〕43号"), jc="right", before=120)
        + BLANK * 2
        + title("某省教育厅关于开展2031年度网络", "学习空间应用普及活动的函")
        + BLANK
        + para(run("各市、县（区）教育局，省属各学校："), jc="left")
        + "".join(BODY)
        + note()
        + signature()
        + annotation()
        + attachment(1, FIRST_NAME)
        + attachment(2, SECOND_NAME)
        + copies(ruled=False)
        + section(
            first='<w:headerReference w:type="first" r:id="header1.xml"/><w:footerReference w:type="first" r:id="footer3.xml"/>',
            title_page=True,
            header=1588,
        )
    )
    parts = {"styles.xml": _STYLES, "settings.xml": _SETTINGS, **_footers(), "header1.xml": header, "footer3.xml": foot}
    return Sheets(body, parts)


def packed(sheets: Sheets) -> bytes:
    """The .docx of *sheets*."""
    kinds = {name: "".join(c for c in name.removesuffix(".xml") if not c.isdigit()) for name in sheets.parts}
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{name}"/>' for name, kind in kinds.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/"
    members: Mapping[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{namespace}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{namespace}relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{namespace}relationships">{relations}</Relationships>',
        "word/document.xml": document_xml(sheets.body),
        **{f"word/{name}": content for name, content in sheets.parts.items()},
    }
    return archive(members)
