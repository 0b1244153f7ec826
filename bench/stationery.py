"""Makes the templates of the official documents anew: ``python -m bench.stationery``.

The templates are ordinary Word files; who changes one in Word need not come here. This is where their common measures come from
(``generators.gongwen``), so that a change of those reaches all of them at once.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from generators import gongwen as g

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "docx" / "documents"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

LATIN = "Times New Roman"
FANGSONG, KAI, HEI, XIAOBIAO, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
RED = "FF0000"


# --- styles ----------------------------------------------------------------------------------------------------------------------


def fonts(name: str, latin: str = LATIN) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{name}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def style(
    key: str,
    name: str,
    paragraph: str,
    font: str = "",
    size: int = 0,
    *,
    colour: str = "",
    close: bool = True,
    latin: str = LATIN,
    based: str = "Normal",
) -> str:
    """One paragraph style; sizes in half-points; ``close`` keeps the body's spacing of characters."""
    run = fonts(font, latin) if font else ""
    run += f'<w:color w:val="{colour}"/>' if colour else ""
    run += "" if close else '<w:spacing w:val="0"/>'
    run += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def line(height: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{height}" w:lineRule="exact"/>'


def indent(**values: int) -> str:
    return "<w:ind " + " ".join(f'w:{key}="{value}"' for key, value in values.items()) + "/>"


def border(side: str, kind: str, size: int, space: int, colour: str) -> str:
    return f'<w:pBdr><w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def list_tabs(columns: int) -> str:
    """Where the columns of a list behind the first begin."""
    places = (2 * g.CHARACTER + n * g.list_step(columns) for n in range(1, columns))
    return "<w:tabs>" + "".join(f'<w:tab w:val="left" w:pos="{place}"/>' for place in places) + "</w:tabs>"


def name_tabs(columns: int) -> str:
    """Where the columns of names in the table of a list begin, behind the first."""
    step = next(layout.step for layout in g.LIST_LAYOUTS if (layout.blocks, layout.columns) == (1, columns))
    stops = "".join(f'<w:tab w:val="left" w:pos="{n * step}"/>' for n in range(1, columns))
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


TWO = indent(firstLineChars=200, firstLine=2 * g.CHARACTER)
NOTE_NUMBER = 2 * g.CHARACTER + 3 * g.STEP
"""Where the numbers of the attachment note stand: behind 附件：."""

NOTE_NAME = NOTE_NUMBER + 400
LEVELS = {1: HEI, 2: KAI, 3: FANGSONG, 4: FANGSONG}


# Punctuation may hang in Word, as it does by default; LibreOffice 7.4 reads the property the other way round.
# Nothing is put between Chinese characters and digits, which Word heeds and LibreOffice doesn't.


def styles() -> str:
    size = g.MARK.largest
    half = size // 10
    mark = line(round(size * g.MARK.line)) + '<w:jc w:val="center"/>'
    side = -(g.LETTER.lines - g.WIDTH) // 2
    found = [
        style("DocCopyNumber", "份号", line(g.PITCH) + '<w:jc w:val="left"/>', FANGSONG, 32),
        style("DocUrgency", "密级和紧急程度", line(g.PITCH) + '<w:jc w:val="left"/>', HEI, 32),
        style("DocMark", "发文机关标志", mark, XIAOBIAO, half, colour=RED, close=False, latin=XIAOBIAO),
        style("DocLetterMark", "信函发文机关标志", mark, XIAOBIAO, half, colour=RED, close=False, latin=XIAOBIAO),
        style("DocLetterRule", "信函首页上线", border("bottom", "thickThinSmallGap", 24, 0, RED) + line(20) + indent(left=side, right=side)),
        style("DocLetterFoot", "信函首页下线", border("bottom", "thinThickSmallGap", 24, 0, RED) + line(20) + indent(left=side, right=side)),
        style("DocNumber", "发文字号", border("bottom", "single", 12, 7, RED) + line(g.PITCH) + '<w:jc w:val="center"/>', FANGSONG, 32),
        style(
            "DocNumberUpward", "上行文发文字号",
            border("bottom", "single", 12, 7, RED) + f'<w:tabs><w:tab w:val="right" w:pos="{g.WIDTH - g.CHARACTER}"/></w:tabs>' + line(g.PITCH) + indent(left=0, firstLine=0),
            FANGSONG, 32,
        ),
        style("DocSigners", "签发人行", f'<w:tabs><w:tab w:val="right" w:pos="{g.WIDTH - g.CHARACTER}"/></w:tabs>' + line(g.PITCH), FANGSONG, 32),
        style("DocLetterNumber", "信函发文字号", f'<w:tabs><w:tab w:val="right" w:pos="{g.WIDTH}"/></w:tabs>' + line(g.PITCH) + '<w:jc w:val="right"/>', FANGSONG, 32),
        style("DocBlank", "空行", "<w:keepNext/>" + line(g.PITCH), FANGSONG, 32),
        style("DocTitle", "公文标题", "<w:keepNext/><w:keepLines/>" + line(g.TITLE_LINE) + '<w:jc w:val="center"/>', XIAOBIAO, 44, close=False, latin=XIAOBIAO),
        style("DocAddressees", "主送机关", "<w:keepNext/>" + line(g.PITCH) + indent(left=0, firstLine=0), FANGSONG, 32),
        style("DocBody", "公文正文", line(g.PITCH) + TWO, FANGSONG, 32),
        style("DocListHead", "名单表头", line(g.LIST_LINE) + '<w:jc w:val="center"/>', HEI, 28),
        style("DocListArea", "名单省份", line(g.LIST_LINE) + '<w:jc w:val="center"/>', FANGSONG, 28),
        *(
            style(f"DocListName{n}", f"名单表{n}栏", name_tabs(n) + line(g.LIST_LINE) + '<w:jc w:val="left"/>', FANGSONG, 28)
            for n in sorted({layout.columns for layout in g.LIST_LAYOUTS})
        ),
        *(style(f"DocList{n}", f"名单{n}栏", list_tabs(n) + line(g.PITCH) + TWO + '<w:jc w:val="left"/>', FANGSONG, 32) for n in g.LIST_COLUMNS),
        *(
            style(f"DocLevel{n}", f"{n}级标题", ("<w:keepNext/>" if n < 3 else "") + line(g.PITCH) + TWO + (f'<w:outlineLvl w:val="{n - 1}"/>'), font, 32)
            for n, font in LEVELS.items()
        ),
        style("DocNote", "附件说明", line(g.PITCH) + indent(left=NOTE_NAME, hanging=NOTE_NAME - 2 * g.CHARACTER) + '<w:jc w:val="left"/>', FANGSONG, 32),
        style("DocNoteMore", "附件说明续", line(g.PITCH) + indent(left=NOTE_NAME, hanging=NOTE_NAME - NOTE_NUMBER) + '<w:jc w:val="left"/>', FANGSONG, 32),
        style("DocNoteOne", "附件说明单", line(g.PITCH) + indent(left=NOTE_NUMBER, hanging=NOTE_NUMBER - 2 * g.CHARACTER) + '<w:jc w:val="left"/>', FANGSONG, 32),
        style("DocSignature", "发文机关署名", "<w:keepNext/>" + line(g.PITCH) + indent(right=2 * g.CHARACTER) + '<w:jc w:val="right"/>', FANGSONG, 32),
        style("DocSignatures", "联合署名", "<w:keepNext/>" + line(g.PITCH) + '<w:jc w:val="left"/>', FANGSONG, 32),
        style("DocDate", "成文日期", line(g.PITCH) + indent(right=4 * g.CHARACTER) + '<w:jc w:val="right"/>', FANGSONG, 32),
        style("DocAnnotation", "附注", line(g.PITCH) + TWO, FANGSONG, 32),
        style("DocAttachment", "附件编号", "<w:keepNext/><w:pageBreakBefore/>" + line(g.PITCH) + '<w:jc w:val="left"/>', HEI, 32),
        style("DocAttachmentTitle", "附件标题", "<w:keepNext/>" + line(g.TITLE_LINE) + '<w:jc w:val="center"/>', XIAOBIAO, 44, close=False, latin=XIAOBIAO),
        style("DocGap", "附件标题下", "<w:keepNext/>" + line(200)),
        style("DocSlot", "附件位置", line(20)),
        style("DocRule", "版记细线", "<w:keepNext/>" + border("top", "single", 6, 0, "000000") + line(g.IMPRINT_RULE)),
        style("DocRuleFirst", "版记首线", "<w:keepNext/>" + border("top", "single", 8, 0, "000000") + line(g.IMPRINT_RULE)),
        style("DocRuleLast", "版记末线", border("bottom", "single", 8, 0, "000000") + line(g.IMPRINT_RULE)),
        style("DocImprint", "版记", "<w:keepNext/>" + line(g.IMPRINT_LINE) + indent(left=g.SMALL + 3 * g.SMALL, right=g.SMALL, hanging=3 * g.SMALL) + '<w:jc w:val="left"/>', FANGSONG, 28, close=False),
        style("DocPrinter", "印发", "<w:keepNext/>" + f'<w:tabs><w:tab w:val="right" w:pos="{g.WIDTH - g.SMALL}"/></w:tabs>' + line(g.IMPRINT_LINE) + indent(left=g.SMALL, right=g.SMALL) + '<w:jc w:val="left"/>', FANGSONG, 28, close=False),
        style("DocImprintPlace", "版记位置", line(20)),
        style("DocPageOdd", "单页页码", line(g.NUMBER_LINE) + indent(right=g.SMALL) + '<w:jc w:val="right"/>', SONG, 28, close=False, latin=SONG),
        style("DocPageEven", "双页页码", line(g.NUMBER_LINE) + indent(left=g.SMALL) + '<w:jc w:val="left"/>', SONG, 28, close=False, latin=SONG),
        style("DocEmpty", "空页眉", '<w:spacing w:line="240" w:lineRule="auto"/>'),
    ]  # fmt: skip
    return (
        f'{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}<w:spacing w:val="{g.SPACING}"/><w:kern w:val="0"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/>'
        '<w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/><w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + "".join(found) + "</w:styles>"
    )  # fmt: skip


# --- paragraphs ------------------------------------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    # The hint gives “ ” … — to the Chinese font.
    pieces = text.split("\t")
    inner = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in pieces)
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{properties}</w:rPr>{inner}</w:r>'


def paragraph(key: str, *texts: str, properties: str = "") -> str:
    runs = "".join(text if text.startswith("<w:r>") else run(text) for text in texts if text)
    return f'<w:p><w:pPr><w:pStyle w:val="{key}"/>{properties}</w:pPr>{runs}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds a tag alone and goes when it is carried out."""
    return f'<w:p><w:pPr><w:pStyle w:val="DocBlank"/></w:pPr>{run("{%p " + text + " %}")}</w:p>'


def when(condition: str, *content: str) -> str:
    return tag(f"if {condition}") + "".join(content) + tag("endif")


def each(name: str, items: str, *content: str) -> str:
    return tag(f"for {name} in {items}") + "".join(content) + tag("endfor")


def blank(count: int = 1) -> str:
    return paragraph("DocBlank") * count


PLAIN = fonts(FANGSONG).replace("/>", ' w:hint="eastAsia"/>')


def plain(text: str) -> str:
    """A run in the body's font, behind a heading in its own."""
    return f'<w:r><w:rPr>{PLAIN}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def black(text: str) -> str:
    return f'<w:r><w:rPr>{fonts(KAI).replace("/>", chr(32) + "w:hint=" + chr(34) + "eastAsia" + chr(34) + "/>")}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


# --- the parts of a document -----------------------------------------------------------------------------------------------------


def head() -> str:
    """The head of the general format: three lines for number of copy, secrecy and urgency, the mark, the number over the red line."""
    joint = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{g.JOINT + g.FILE_WORD}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{g.JOINT}"/><w:gridCol w:w="{g.FILE_WORD}"/></w:tblGrid>'
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{g.JOINT}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + tag("for name in head.marks") + paragraph("DocMark", "{{ name }}", properties='<w:jc w:val="distribute"/>') + tag("endfor")
        + "</w:tc><w:tc><w:tcPr>" + f'<w:tcW w:w="{g.FILE_WORD}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + paragraph("DocMark", "{{ head.file_word }}", properties='<w:jc w:val="right"/>') + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    return when(
        "head.shown",
        each(
            "line",
            "head.lines",
            when("line.is_number", paragraph("DocCopyNumber", "{{ line.text }}")),
            when("not line.is_number", paragraph("DocUrgency", "{{ line.text }}")),
        ),
        when("not head.joint", paragraph("DocMark", "{{ head.mark }}")),
        when("head.joint", joint),
        blank(2),
        each("row", "head.signers", paragraph("DocSigners", "\t{{ row.lead }}", black("{{ row.names }}"))),
        when("not head.upward", paragraph("DocNumber", "{{ doc_number }}")),
        when(
            "head.upward",
            paragraph(
                "DocNumberUpward",
                "　{{ doc_number }}\t{{ head.last_signers.lead }}",
                black("{{ head.last_signers.names }}"),
            ),
        ),
        blank(2),
    )


BESIDE = '<w:framePr w:hSpace="0" w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="right" w:y="1"/>'


def letter_head() -> str:
    """Below the first double line: on the left number of copy, secrecy and urgency, on the right the document's number."""
    below = line(g.PITCH, before=g.LETTER_GAP)
    return (
        when("not head.lines", paragraph("DocLetterNumber", "{{ doc_number }}", properties=below))
        # Where something stands on the left the number is in a frame beside it: a paragraph of its own in the same line.
        + when(
            "head.lines",
            paragraph("DocLetterNumber", "{{ doc_number }}", properties=BESIDE + below),
            when("head.first.is_number", paragraph("DocCopyNumber", "{{ head.first.text }}", properties=below)),
            when("not head.first.is_number", paragraph("DocUrgency", "{{ head.first.text }}", properties=below)),
        )
        + each(
            "line",
            "head.more",
            when("line.is_number", paragraph("DocCopyNumber", "{{ line.text }}")),
            when("not line.is_number", paragraph("DocUrgency", "{{ line.text }}")),
        )
        + blank(2)
    )


def title() -> str:
    return each("line", "title", paragraph("DocTitle", "{{ line }}")) + blank()


def addressees() -> str:
    return when("addressees", paragraph("DocAddressees", "{{ addressees }}"))


def body(items: str = "body") -> str:
    return each(
        "p",
        items,
        when("p.level == 0", paragraph("DocBody", "{{ p.text }}")),
        when("p.level == 1", paragraph("DocLevel1", "{{ p.heading }}", plain("{{ p.text }}"))),
        when("p.level == 2", paragraph("DocLevel2", "{{ p.heading }}", plain("{{ p.text }}"))),
        when("p.level == 3", paragraph("DocLevel3", "{{ p.heading }}{{ p.text }}")),
        when("p.level == 4", paragraph("DocLevel4", "{{ p.heading }}{{ p.text }}")),
    )


def contacts(heading: str) -> str:
    if heading:
        who = when("c.who", paragraph("DocBody", "{{ c.who }}"))
    else:
        who = when("c.office", paragraph("DocBody", "联系单位：{{ c.office }}")) + when(
            "c.person", paragraph("DocBody", "联系人：{{ c.person }}")
        )
    return when(
        "contacts",
        heading,
        each(
            "c",
            "contacts",
            who,
            when("c.phone", paragraph("DocBody", "联系电话：{{ c.phone }}")),
            when("c.email", paragraph("DocBody", "电子邮箱：{{ c.email }}")),
            when("c.address", paragraph("DocBody", "通信地址：{{ c.address }}")),
            when("c.postcode", paragraph("DocBody", "邮政编码：{{ c.postcode }}")),
        ),
    )


def note() -> str:
    return when(
        "note",
        blank(),
        when("note.single", paragraph("DocNoteOne", "附件：{{ note.single }}")),
        when(
            "not note.single",
            paragraph("DocNote", "附件：1.\t{{ note.first }}"),
            each("a", "note.more", paragraph("DocNoteMore", "{{ a.number }}.\t{{ a.name }}")),
        ),
    )


def signature() -> str:
    return (
        when("signature.sealed", blank(2))
        + when("not signature.sealed", blank())
        + when("signature.name and not signature.joint", paragraph("DocSignature", "{{ signature.name }}"))
        + each(
            "row",
            "signature.rows",
            paragraph("DocSignatures", "\t{{ row.left }}\t{{ row.right }}"),
            when("row.gap", blank(3)),
        )
        + paragraph("DocDate", "{{ date }}")
        + when("annotation", paragraph("DocAnnotation", "（{{ annotation }}）"))
    )


def list_table(blocks: int) -> str:
    """The names of a list beside their provinces, in so many blocks side by side. The head is on every page; no row is parted by a page's end."""
    widths = [g.LIST_AREA, g.WIDTH // blocks - g.LIST_AREA] * blocks
    sides = ("left", "right")[:blocks]
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in EDGES)
    margins = "".join(f'<w:{side} w:w="{g.LIST_EDGE}" w:type="dxa"/>' for side in ("left", "right"))

    def cell(n: int, content: str) -> str:
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{widths[n]}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
        )

    def row(properties: str, *cells: str) -> str:
        inner = "".join(cell(n, content) for n, content in enumerate(cells))
        return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{inner}</w:tr>"

    def tag_row(text: str) -> str:
        return row(
            "", paragraph("DocListName1", "{%tr " + text + " %}"), *[paragraph("DocListName1")] * (len(widths) - 1)
        )

    columns = {layout.columns for layout in g.LIST_LAYOUTS if layout.blocks == blocks}
    heads, names = [], []
    for side in sides:
        count = "{{ a.table.count }}" if side == "left" else ""
        heads += [
            paragraph("DocListHead", "{{ a.table.area }}"),
            paragraph("DocListHead", "{{ a.table.noun }}" + count),
        ]
        lines = (when(f"a.table.columns == {n}", paragraph(f"DocListName{n}", "{{ item }}")) for n in sorted(columns))
        names += [paragraph("DocListArea", f"{{{{ row.{side}.province }}}}"), each("item", f"row.{side}.lines", *lines)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{g.WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid>"
        + row("<w:tblHeader/>", *heads)
        + tag_row("for row in a.table.rows")
        + row("", *names)
        + tag_row("endfor")
        + "</w:tbl>"
    )


EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def attachments() -> str:
    return each(
        "a",
        "attachments",
        paragraph("DocAttachment", "{{ a.label }}"),
        blank(),
        each("line", "a.title", paragraph("DocAttachmentTitle", "{{ line }}")),
        when(
            "not a.slot",
            when("not a.table", blank()),
            when("a.table", paragraph("DocGap")),
            body("a.body"),
            each(
                "item",
                "a.rows",
                when("a.columns == 1", paragraph("DocBody", "{{ item }}")),
                *(when(f"a.columns == {n}", paragraph(f"DocList{n}", "{{ item }}")) for n in g.LIST_COLUMNS),
            ),
            when("a.table", *(when(f"a.table.blocks == {n}", list_table(n)) for n in (1, 2))),
        ),
        when("a.slot", paragraph("DocGap"), paragraph("DocSlot", "{{ a.slot }}")),
    )


def imprint(*, letter: bool) -> str:
    """The imprint in a box at the foot of the type area, held by a paragraph of the same height that keeps its place free."""
    text = when("imprint.main_to", paragraph("DocImprint", "主送：{{ imprint.main_to }}")) + when(
        "imprint.copy_to", paragraph("DocImprint", "抄送：{{ imprint.copy_to }}")
    )
    if not letter:
        text = (
            paragraph("DocRuleFirst")
            + text
            + when("imprint.copies and imprint.printer", paragraph("DocRule"))
            + when("imprint.printer", paragraph("DocPrinter", "{{ imprint.printer }}\t{{ imprint.print_date }}印发"))
            + paragraph("DocRuleLast")
        )
    place = f'<w:p><w:pPr><w:pStyle w:val="DocImprintPlace"/></w:pPr><w:r>{BOX.format(width=g.WIDTH * 635, height=1500 * 635, text=text)}</w:r></w:p>'
    return when("imprint.shown", place)


BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wps"><w:drawing>'
    '<wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH><wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1000" name="版记"/><wp:cNvGraphicFramePr/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
    '<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx><wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>'
)  # fmt: skip
"""A text box at the foot of the type area; the height is set to what stands in it."""


def basis() -> str:
    return "{% for b in basis %}{% if not loop.first %}、{% endif %}{{ b.issuer }}《{{ b.title }}》{% if b.number %}（{{ b.number }}）{% endif %}{% endfor %}"


TEXTS = {
    "notice": addressees() + body() + contacts(paragraph("DocLevel1", "{{ contacts_number }}、联系方式")),
    "forwarding_notice": addressees()
    + when("subject", paragraph("DocBody", "按照" + basis() + "要求，现将{{ subject }}有关事宜通知如下："))
    + body()
    + contacts(paragraph("DocLevel1", "{{ contacts_number }}、联系方式")),
    "public_notice": paragraph(
        "DocBody",
        "根据" + basis() + "，{{ procedure }}，拟{% for l in lists %}{% if not loop.first %}、{% endif %}认定{{ l.count }}{{ l.unit }}{{ l.noun }}"
        "{% if l.honour %}为{{ l.honour }}{% endif %}{% endfor %}（名单{{ lists_reference }}），现予以公示。",
    )
    + paragraph("DocBody", "公示时间为{{ period.start }}至{{ period.end }}。")
    + body()
    + when(
        "objection", each("text", "objection", paragraph("DocBody", "{{ text }}"))
    )
    + when(
        "not objection",
        paragraph(
            "DocBody",
            "公示期间，如对名单有异议，请以书面形式提出，并提供必要的证据材料。以单位名义提出异议的，须加盖单位公章；以个人名义提出异议的，须署真实姓名，并写明有效的联系方式。逾期和匿名反映的，不予受理。",
        ),
    )
    + contacts(""),
    "announcement": addressees()
    + paragraph(
        "DocBody",
        "{% if purpose %}{{ purpose }}，{% endif %}根据" + basis() + "，{{ procedure }}{% if publicity.shown %}，并经公示（{{ publicity.start }}至{{ publicity.end }}）{% endif %}，"
        "认定{% for l in lists %}{% if not loop.first %}，{% endif %}{{ l.first }}{% if l.count > 1 %}等{{ l.count }}{{ l.unit }}{{ l.noun }}{% endif %}"
        "{% if l.honour %}为{{ l.honour }}{% endif %}{% endfor %}，现将名单（{{ lists_reference }}）予以公布。",
    )
    + body()
    + contacts(""),
}  # fmt: skip


# --- the package -----------------------------------------------------------------------------------------------------------------


def section(*, letter: bool) -> str:
    references = "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="{part}-{kind}"/>'
        for part in ("header", "footer")
        for kind in (("default", "even", "first") if letter else ("default", "even"))
    )
    m = g.MARGINS
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{g.PAGE[0]}" w:h="{g.PAGE[1]}"/><w:pgMar w:top="{m.top}" w:right="{m.right}" w:bottom="{m.bottom}" '
        f'w:left="{m.left}" w:header="{g.HEADER}" w:footer="{g.LETTER_FOOTER if letter else g.FOOTER}" w:gutter="0"/>{"<w:titlePg/>" if letter else ""}</w:sectPr>'
    )


def number(key: str, *, letter: bool) -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    # A letter's footer begins lower, for the double line of its first page: the number is lifted by as much.
    lift = line(g.NUMBER_LINE, after=g.FOOTER - g.LETTER_FOOTER) if letter else ""
    return paragraph(key, run("— ") + field + run(" —"), properties=lift)


def text_of(name: str, *, letter: bool) -> str:
    return (
        (letter_head() if letter else head())
        + title()
        + TEXTS[name]
        + note()
        + signature()
        + attachments()
        + imprint(letter=letter)
    )


def package(text: str, *, letter: bool) -> dict[str, str]:
    """The package's members."""
    document = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{text}{section(letter=letter)}</w:body></w:document>"
    stories = {
        "header-default": ("hdr", paragraph("DocEmpty")),
        "header-even": ("hdr", paragraph("DocEmpty")),
        "footer-default": ("ftr", number("DocPageOdd", letter=letter)),
        "footer-even": ("ftr", number("DocPageEven", letter=letter)),
    }
    if letter:
        stories["header-first"] = ("hdr", paragraph("DocLetterMark", "{{ head.mark }}") + paragraph("DocLetterRule"))
        stories["footer-first"] = ("ftr", paragraph("DocLetterFoot"))
    names = {key: f"{key.split('-')[0]}{n}.xml" for n, key in enumerate(stories, 1)}
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = {"document.xml": "document.main", "styles.xml": "styles", "settings.xml": "settings"}
    overrides |= {names[key]: key.split("-")[0] for key in stories}
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    found = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/word/{file}" ContentType="{kinds}.{kind}+xml"/>' for file, kind in overrides.items())
        + "</Types>",
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="styles" Type="{relations}/styles" Target="styles.xml"/><Relationship Id="settings" Type="{relations}/settings" Target="settings.xml"/>'
        + "".join(f'<Relationship Id="{key}" Type="{relations}/{key.split("-")[0]}" Target="{names[key]}"/>' for key in stories)
        + "</Relationships>",
        "word/document.xml": document,
        "word/styles.xml": styles(),
        "word/settings.xml": f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>'
        '<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>',
    }  # fmt: skip
    for key, (element, content) in stories.items():
        found[f"word/{names[key]}"] = f"{DECLARATION}<w:{element} {NAMESPACES}>{content}</w:{element}>"
    return found


def write(path: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content.encode(), zipfile.ZIP_DEFLATED)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    write(FOLDER / "attachment.docx", package(attachments(), letter=False))
    for name in TEXTS:
        for kind in ("general", "letter"):
            write(
                FOLDER / f"{name}.{kind}.docx", package(text_of(name, letter=kind == "letter"), letter=kind == "letter")
            )


if __name__ == "__main__":
    main()
