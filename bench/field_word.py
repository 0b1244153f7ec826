"""A small model of what stands in a Word file, and a writer that types it the way Word, WPS and their users do."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

__all__ = [
    "Block",
    "Cel",
    "Inline",
    "Note",
    "Page",
    "Par",
    "Raw",
    "Shape",
    "Style",
    "Tab",
    "Tick",
    "blank_box",
    "cel",
    "garble",
    "par",
    "write",
]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{RELS}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


@dataclass(frozen=True)
class Tick:
    """A tick box as one of the many things that stand for one."""

    checked: bool
    style: str


@dataclass(frozen=True)
class Raw:
    """Ready run-level XML."""

    xml: str


@dataclass(frozen=True)
class Note:
    """A run that isn't the form's text: ``hidden``, ``comment``, ``footnote``, ``deleted``, ``struck``."""

    kind: str
    text: str


Inline = str | Tick | Raw | Note


@dataclass
class Par:
    """A paragraph; in its text ``\\v`` is a line break, ``\\t`` a tab."""

    inlines: list[Inline] = field(default_factory=list)
    align: str = ""
    bold: bool = False
    heading: int = 0
    numbering: int = 0
    page_break: bool = False
    value: bool = False
    font: str = ""


@dataclass
class Cel:
    """A table cell that covers ``span`` columns and ``down`` rows."""

    blocks: list[Block] = field(default_factory=list)
    span: int = 1
    down: int = 1
    value: bool = False


@dataclass
class Tab:
    """A table: each row lists the cells that start in it."""

    rows: list[list[Cel]]
    repeat_header: int = 0


@dataclass
class Shape:
    """A text box with paragraphs or tables."""

    blocks: list[Block]


@dataclass
class Page:
    """A page break."""

    section: bool = False


Block = Par | Tab | Shape | Page


@dataclass
class Style:
    """How a document is typed: chances are per run or cell."""

    split: float = 0.15
    revise: float = 0.0
    control: float = 0.0
    line_break: float = 0.3
    bookmarks: float = 0.05
    hyphen: float = 0.0
    strict: bool = False
    full_package: bool = True
    header: str = ""
    footer: bool = False
    omit_grid: bool = False
    grid_before: bool = False
    nested_values: float = 0.0
    links: float = 0.0
    ruby: float = 0.0
    fields: float = 0.0
    unmerge: str = ""
    blank_lines: float = 0.0
    deleted_rows: float = 0.0
    moved: float = 0.0
    font: str = "仿宋_GB2312"


def par(text: str | Sequence[Inline] = "", **keys: object) -> Par:
    """A paragraph of *text*."""
    return Par([text] if isinstance(text, str) else list(text), **keys)  # type: ignore[arg-type]


def cel(
    content: str | Block | Sequence[Inline] | Sequence[Block] = "",
    span: int = 1,
    down: int = 1,
    *,
    value: bool = False,
    bold: bool = False,
    align: str = "",
) -> Cel:
    """A cell of text (``\\n`` starts a paragraph), inlines or blocks."""
    if isinstance(content, str):
        return Cel([par(line, value=value, bold=bold, align=align) for line in content.split("\n")], span, down, value)
    if isinstance(content, Par | Tab | Shape | Page):
        return Cel([content], span, down, value)
    items = list(content)
    if items and isinstance(items[0], Par | Tab | Shape | Page):
        return Cel(items, span, down, value)  # type: ignore[arg-type]
    return Cel([Par(items, value=value, bold=bold, align=align)], span, down, value)  # type: ignore[arg-type]


def blank_box() -> Tick:
    """An empty printed box."""
    return Tick(False, "box")


def garble(text: str) -> str:
    """*text* as a Japanese font shows it: what the font lacks is a box."""

    def shown(char: str) -> str:
        if ord(char) < 0x2600 or 0x3000 <= ord(char) < 0x3400 or ord(char) >= 0xFF00:
            return char
        try:
            char.encode("euc_jis_2004")
        except UnicodeEncodeError:
            return "□"
        return char

    return "".join(map(shown, text))


def _sym(font: str, ticked: str, empty: str) -> tuple[str, str]:
    return tuple(
        f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:sym w:font="{font}" w:char="{code}"/></w:r>'
        for code in (ticked, empty)
    )  # type: ignore[return-value]


def _font(font: str, ticked: str, empty: str) -> tuple[str, str]:
    return tuple(
        f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/></w:rPr><w:t>{char}</w:t></w:r>'
        for char in (ticked, empty)
    )  # type: ignore[return-value]


def _control(checked: bool) -> str:
    glyph = "☒" if checked else "☐"
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{{id}}"/><w14:checkbox><w14:checked w14:val="{int(checked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f'<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{glyph}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def _legacy(checked: bool) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check1"/><w:enabled/><w:calcOnExit w:val="0"/><w:checkBox><w:sizeAuto/><w:default w:val="0"/>{"<w:checked/>" if checked else ""}</w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _equation(separate: bool) -> str:
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' if separate else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> eq \\o\\ac(</w:instrText></w:r><w:r><w:instrText>□</w:instrText></w:r>'
        f'<w:r><w:instrText>,√)</w:instrText></w:r>{middle}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _private(checked: bool) -> str:
    glyph = "\uf0fe" if checked else "\uf0a8"
    return f'<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:hint="default"/></w:rPr><w:t>{glyph}</w:t></w:r>'


#: For each style the pair (ticked, not ticked) as text or as run XML, or a function that gives the XML.
TICKS: dict[str, tuple[str, str] | Callable[[bool], str]] = {
    "☑": ("☑", "□"),
    "☑☐": ("☑", "☐"),
    "☒": ("☒", "☐"),
    "√□": ("√", "□"),
    "✓": ("✓", "□"),
    "✔": ("✔", "□"),
    "■": ("■", "□"),
    "●": ("●", "○"),
    "【√】": ("【√】", "【　】"),
    "（√）": ("（√）", "（　）"),
    "(√)": ("(√)", "( )"),
    "[√]": ("[√]", "[ ]"),
    "〔√〕": ("〔√〕", "〔　〕"),
    "√□√": ("□√", "□"),
    "√": ("√", ""),
    "✓only": ("✓", ""),
    "（√）only": ("（√）", ""),
    "🗹": ("🗹", "☐"),
    "√ ": (" √ ", "   "),
    "box": ("☑", "□"),
    "√under": ("√", "__"),
    "✅": ("✅", "□"),
    "口√": ("√", "口"),
    "口☑": ("☑", "口"),
    "口√口": ("口√", "口"),
    "[x]": ("[x]", "[ ]"),
    "[X]": ("[X]", "[ ]"),
    "（ √ ）": ("（ √ ）", "（   ）"),
    "__√__": ("__√__", "____"),
    "◉": ("◉", "○"),
    "⊙": ("⊙", "○"),
    "☑▢": ("☑", "▢"),
    "（✓）": ("（✓）", "（　）"),
    "wingdings": _sym("Wingdings", "F0FE", "F0A8"),
    "wingdings-x": _sym("Wingdings", "F0FD", "F06F"),
    "wingdings2": _sym("Wingdings 2", "F052", "F0A3"),
    "wingdings2-x": _sym("Wingdings 2", "F053", "F0A3"),
    "wingdings-tick": _sym("Wingdings", "F0FC", "F0A8"),
    "wingdings2-low": _sym("Wingdings 2", "0052", "00A3"),
    "wingdings2-text": _font("Wingdings 2", "R", "£"),
    "wingdings-text": _font("Wingdings", "þ", "¨"),
    "wingdings2-p": _font("Wingdings 2", "P", "£"),
    "wingdings-private": _private,
    "control": _control,
    "legacy": _legacy,
}


class _Writer:
    def __init__(self, style: Style, rng: random.Random) -> None:
        self.style = style
        self.rng = rng
        self.serial = 100
        self.comments: list[str] = []
        self.footnotes: list[str] = []
        self.targets: list[str] = []

    def number(self) -> int:
        self.serial += 1
        return self.serial

    # ---- runs

    def text(self, text: str) -> str:
        out = []
        for piece in re.split(r"([\t\v])", text):
            if piece == "\t":
                out.append("<w:tab/>")
            elif piece == "\v":
                out.append("<w:br/>")
            elif piece:
                if (
                    self.style.hyphen
                    and "-" in piece
                    and re.fullmatch(r"[\d\s-]+", piece)
                    and self.rng.random() < self.style.hyphen
                ):
                    out.append(
                        "<w:noBreakHyphen/>".join(
                            f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in piece.split("-")
                        )
                    )
                else:
                    out.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        return "".join(out)

    def properties(self, bold: bool = False, font: str = "", extra: str = "") -> str:
        rng = self.rng
        parts = []
        if font or rng.random() < 0.7:
            name = font or self.style.font
            hint = ' w:hint="eastAsia"' if rng.random() < 0.6 else ""
            parts.append(f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}"{hint}/>')
        if bold:
            parts.append("<w:b/>")
        if rng.random() < 0.05:
            parts.append('<w:color w:val="FF0000"/>')
        parts.append(extra)
        if rng.random() < 0.5:
            parts.append(f'<w:sz w:val="{rng.choice((21, 24, 28, 32))}"/>')
        if rng.random() < 0.08:
            parts.append('<w:u w:val="single"/>')
        if rng.random() < 0.3:
            parts.append('<w:lang w:eastAsia="zh-CN"/>')
        return f"<w:rPr>{''.join(parts)}</w:rPr>" if any(parts) else ""

    def run(self, text: str, bold: bool = False, font: str = "") -> str:
        return f"<w:r>{self.properties(bold, font)}{self.text(text)}</w:r>" if text else ""

    def split(self, text: str) -> list[str]:
        if self.rng.random() >= self.style.split or len(text) < 2:
            return [text]
        cuts = sorted(self.rng.sample(range(1, len(text)), min(len(text) - 1, self.rng.randint(1, 4))))
        return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]

    def special(self, text: str) -> str:
        """A value as the field or link that Word makes of it, or nothing."""
        rng = self.rng
        core = text.strip()
        head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        run = self.run(core)
        out = ""
        if re.fullmatch(r"\S+@\S+\.\S+|(https?://|www\.)[!-~]+", core) and rng.random() < self.style.links:
            address = f"mailto:{core}" if "@" in core else core
            if rng.random() < 0.5:
                self.targets.append(address)
                out = f'<w:hyperlink r:id="rLink{len(self.targets)}" w:history="1">{run}</w:hyperlink>'
            else:
                out = self.field(f'HYPERLINK "{address}"', run)
        elif re.fullmatch(r"[一-鿿]{2,4}", core) and rng.random() < self.style.ruby:
            out = (
                '<w:r><w:ruby><w:rubyPr><w:hps w:val="10"/></w:rubyPr><w:rt><w:r><w:t>pīn yīn</w:t></w:r></w:rt>'
                f"<w:rubyBase>{run}</w:rubyBase></w:ruby></w:r>"
            )
        elif re.fullmatch(r"\d{4,7}", core) and rng.random() < self.style.fields:
            out = (
                self.field("=SUM(LEFT)", run)
                if rng.random() < 0.5
                else f'<w:fldSimple w:instr="=SUM(ABOVE)">{run}</w:fldSimple>'
            )
        elif re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", core) and rng.random() < self.style.fields:
            out = self.field('DATE \\@ "yyyy年M月d日"', run)
        elif 1 < len(core) < 30 and rng.random() < self.style.moved:
            mark = f'w:id="{self.number()}" w:author="王老师" w:date="2020-11-18T09:30:00Z"'
            out = f"<w:moveFrom {mark}>{self.run('旧值' + core[:1])}</w:moveFrom><w:moveTo {mark}>{run}</w:moveTo>"
        return f"{self.run(head)}{out}{self.run(tail)}" if out else ""

    def field(self, code: str, result: str) -> str:
        """A complex field with its cached result."""
        parts = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
        return f'{parts[0]}<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>{parts[1]}{result}{parts[2]}'

    def string(self, text: str, paragraph: Par) -> str:
        rng = self.rng
        if paragraph.value and (special := self.special(text)):
            return special
        pieces = [self.run(piece, paragraph.bold, paragraph.font) for piece in self.split(text)]
        if paragraph.value and text.strip() and rng.random() < self.style.revise:
            attributes = f'w:id="{self.number()}" w:author="王老师" w:date="2020-11-18T09:30:00Z"'
            old = rng.choice(("待定", "张三丰", "13900000000", "□", text[::-1][:20], "暂无"))
            deleted = f'<w:del {attributes}><w:r>{self.properties()}<w:delText xml:space="preserve">{escape(old)}</w:delText></w:r></w:del>'
            at = rng.randint(0, len(pieces) - 1)
            pieces[at] = (
                f'<w:ins w:id="{self.number()}" w:author="王老师" w:date="2020-11-18T09:30:00Z">{pieces[at]}</w:ins>'
            )
            pieces.insert(rng.choice((at, at + 1)), deleted)
        out = []
        for piece in pieces:
            if rng.random() < self.style.bookmarks:
                number = self.number()
                piece = (
                    f'<w:bookmarkStart w:id="{number}" w:name="_Hlk{number}"/>{piece}<w:bookmarkEnd w:id="{number}"/>'
                )
            if rng.random() < self.style.bookmarks:
                piece = f'<w:proofErr w:type="spellStart"/>{piece}<w:proofErr w:type="spellEnd"/>'
            if rng.random() < self.style.bookmarks / 3:
                piece = f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="PersonName">{piece}</w:smartTag>'
            out.append(piece)
        joined = "".join(out)
        if paragraph.value and text.strip() and rng.random() < self.style.control:
            joined = f'<w:sdt><w:sdtPr><w:alias w:val="填写"/><w:id w:val="{self.number()}"/><w:text/></w:sdtPr><w:sdtContent>{joined}</w:sdtContent></w:sdt>'
        return joined

    def tick(self, tick: Tick) -> str:
        if tick.style == "eq":
            return _equation(self.rng.random() < 0.5) if tick.checked else self.run("□")
        kind = TICKS[tick.style]
        if callable(kind):
            return kind(tick.checked).replace("{id}", str(self.number()))
        text = kind[0 if tick.checked else 1]
        return text if text.startswith("<w:") else self.run(text)

    def note(self, note: Note) -> str:
        match note.kind:
            case "hidden":
                return f'<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">{escape(note.text)}</w:t></w:r>'
            case "struck":
                return f'<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">{escape(note.text)}</w:t></w:r>'
            case "deleted":
                return f'<w:del w:id="{self.number()}" w:author="李工" w:date="2020-11-17T10:00:00Z"><w:r><w:delText xml:space="preserve">{escape(note.text)}</w:delText></w:r></w:del>'
            case "comment":
                self.comments.append(note.text)
                number = len(self.comments) - 1
                return f'<w:commentRangeStart w:id="{number}"/><w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
            case "footnote":
                self.footnotes.append(note.text)
                return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{len(self.footnotes) + 1}"/></w:r>'
        raise ValueError(note.kind)

    # ---- blocks

    def paragraph(self, paragraph: Par, inside: str = "") -> str:
        parts = []
        if paragraph.heading:
            parts.append(f'<w:pStyle w:val="{paragraph.heading}"/>')
        if paragraph.page_break:
            parts.append("<w:pageBreakBefore/>")
        if paragraph.numbering:
            parts.append(f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{paragraph.numbering}"/></w:numPr>')
        if self.rng.random() < 0.3:
            parts.append('<w:spacing w:line="360" w:lineRule="auto"/>')
        if not paragraph.align and self.rng.random() < 0.15:
            parts.append('<w:ind w:firstLineChars="200" w:firstLine="420"/>')
        if paragraph.align:
            parts.append(f'<w:jc w:val="{paragraph.align}"/>')
        body = "".join(
            self.string(item, paragraph)
            if isinstance(item, str)
            else self.tick(item)
            if isinstance(item, Tick)
            else self.note(item)
            if isinstance(item, Note)
            else item.xml
            for item in paragraph.inlines
        )
        properties = f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""
        return f"<w:p>{properties}{inside}{body}</w:p>"

    def shape(self, shape: Shape) -> str:
        content = "".join(self.block(block) for block in shape.blocks)
        number = self.number()
        drawing = (
            f'<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>100</wp:posOffset></wp:positionH>'
            f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>100</wp:posOffset></wp:positionV><wp:extent cx="4000000" cy="900000"/><wp:wrapTopAndBottom/><wp:docPr id="{number}" name="文本框 {number}"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f"<wps:wsp><wps:cNvSpPr txBox='1'/><wps:spPr/><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        )
        fallback = f'<w:pict><v:shape id="s{number}" type="#_x0000_t202" style="position:absolute;width:300pt;height:60pt"><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>'
        if self.rng.random() < 0.6:
            return f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{drawing}</w:drawing></mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
        return f"<w:p><w:r>{fallback}</w:r></w:p>"

    def block(self, block: Block) -> str:
        match block:
            case Par():
                return self.paragraph(block)
            case Tab():
                return self.table(block)
            case Shape():
                return self.shape(block)
            case Page():
                if block.section:
                    return '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
                return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def cell_blocks(self, cell: Cel) -> str:
        blocks = list(cell.blocks)
        if (
            len(blocks) > 1
            and all(isinstance(block, Par) and not block.numbering for block in blocks)
            and self.rng.random() < self.style.line_break
        ):
            merged: list[Inline] = []
            for index, block in enumerate(blocks):
                assert isinstance(block, Par)
                merged += (["\v"] if index else []) + block.inlines
            first = blocks[0]
            assert isinstance(first, Par)
            blocks = [Par(merged, first.align, first.bold, value=first.value, font=first.font)]
        if (
            cell.value
            and blocks
            and all(isinstance(block, Par) for block in blocks)
            and self.rng.random() < self.style.nested_values
        ):
            blocks = [Tab([[Cel(blocks, value=True)]])]
        out = "".join(self.block(block) for block in blocks)
        if not blocks or isinstance(blocks[-1], Tab):
            out += "<w:p/>"
        if self.rng.random() < self.style.blank_lines:
            out = self.rng.choice((f"<w:p/>{out}", f"{out}<w:p/>", f"<w:p/>{out}<w:p/>"))
        if (
            cell.value
            and self.rng.random() < self.style.control / 3
            and blocks
            and isinstance(blocks[0], Par)
            and len(blocks) == 1
        ):
            out = f'<w:sdt><w:sdtPr><w:id w:val="{self.number()}"/></w:sdtPr><w:sdtContent>{out}</w:sdtContent></w:sdt>'
        return out

    def deleted_row(self, columns: int) -> str:
        """A row that somebody struck out while changes were tracked."""
        mark = f'w:id="{self.number()}" w:author="李工" w:date="2020-11-17T10:00:00Z"'
        words = ("9", "某某实验学校", "小学", "张三", "教务处", "主任", "13900000000", "x@qq.com")
        cells = "".join(
            f"<w:tc><w:p><w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr><w:del {mark}><w:r><w:delText>{words[c % 8]}</w:delText></w:r></w:del></w:p></w:tc>"
            for c in range(columns)
        )
        return f"<w:tr><w:trPr><w:del {mark}/></w:trPr>{cells}</w:tr>"

    def table(self, table: Tab) -> str:
        columns = max((sum(cell.span for cell in row) for row in table.rows[:1]), default=1)
        grid: dict[tuple[int, int], tuple[Cel, int, bool]] = {}
        for r, row in enumerate(table.rows):
            column = 0
            for cell in row:
                while (r, column) in grid:
                    column += grid[r, column][0].span
                for d in range(cell.down):
                    for s in range(cell.span):
                        if s == 0:
                            grid[r + d, column] = (cell, d, True)
                        else:
                            grid[r + d, column + s] = (cell, d, False)
                column += cell.span
            columns = max(columns, column)
        width = 9000 // max(columns, 1)
        gridded = (
            "" if self.style.omit_grid else "<w:tblGrid>" + f'<w:gridCol w:w="{width}"/>' * columns + "</w:tblGrid>"
        )
        out = [
            f'<w:tbl><w:tblPr><w:tblStyle w:val="a3"/><w:tblW w:w="0" w:type="auto"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>{gridded}'
        ]
        for r in range(len(table.rows)):
            header = "<w:tblHeader/>" if r < table.repeat_header else ""
            whole = "<w:cantSplit/>" if self.rng.random() < 0.1 else ""
            properties = (
                f'<w:trPr>{whole}{header}<w:jc w:val="center"/></w:trPr>' if header or self.rng.random() < 0.2 else ""
            )
            cells = []
            column = 0
            while column < columns:
                if (r, column) not in grid:
                    cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p/></w:tc>')
                    column += 1
                    continue
                cell, depth, _ = grid[r, column]
                parts = [f'<w:tcW w:w="{width * cell.span}" w:type="dxa"/>']
                if cell.span > 1:
                    parts.append(f'<w:gridSpan w:val="{cell.span}"/>')
                if cell.down > 1 and not self.style.unmerge:
                    parts.append('<w:vMerge w:val="restart"/>' if depth == 0 else "<w:vMerge/>")
                if self.rng.random() < 0.4:
                    parts.append('<w:vAlign w:val="center"/>')
                body = self.cell_blocks(cell) if depth == 0 or self.style.unmerge == "repeat" else "<w:p/>"
                text = f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{body}</w:tc>"
                if cell.value and depth == 0 and cell.down == 1 and self.rng.random() < self.style.control / 4:
                    text = f'<w:sdt><w:sdtPr><w:id w:val="{self.number()}"/></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>'
                cells.append(text)
                column += cell.span
            line = f"<w:tr>{properties}{''.join(cells)}</w:tr>"
            plain = all((r, c) in grid and grid[r, c][0].value and grid[r, c][0].down == 1 for c in range(columns))
            if plain and columns > 4 and self.rng.random() < self.style.deleted_rows:
                line = self.deleted_row(columns) + line
            if self.style.control and self.rng.random() < self.style.control / 8:
                line = f'<w:sdt><w:sdtPr><w:id w:val="{self.number()}"/></w:sdtPr><w:sdtContent>{line}</w:sdtContent></w:sdt>'
            out.append(line)
        out.append("</w:tbl>")
        return "".join(out)


def _numbering() -> str:
    formats = (
        ("decimal", "%1"),
        ("chineseCounting", "%1、"),
        ("chineseCounting", "（%1）"),
        ("decimal", "%1."),
        ("decimal", "（%1）"),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{i}"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
        for i, (kind, text) in enumerate(formats)
    )
    numbers = "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(len(formats)))
    # 6 and 7: further lists in plain decimals, 8 and 9 in （一）, each counting from one again
    again = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n, a in ((6, 0), (7, 0), (8, 2), (9, 2))
    )
    return f'<w:numbering xmlns:w="{W}">{abstract}{numbers}{again}</w:numbering>'


STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="table" w:styleId="a3"><w:name w:val="Table Grid"/></w:style></w:styles>'
)


def write(blocks: Iterable[Block], style: Style, rng: random.Random) -> bytes:
    """The .docx file of *blocks*."""
    writer = _Writer(style, rng)
    body = "".join(writer.block(block) for block in blocks)
    overrides = [
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    ]
    relations: list[str] = []
    parts: dict[str, str] = {}

    def add(name: str, kind: str, xml: str) -> str:
        overrides.append(
            f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        )
        kind_of_part = name.rstrip("0123456789")
        relations.append(
            f'<Relationship Id="rId{len(relations) + 1}" Type="{RELS}/{kind_of_part}" Target="{name}.xml"/>'
        )
        parts[f"word/{name}.xml"] = xml
        return f"rId{len(relations)}"

    section = ""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    add("numbering", "numbering", _numbering())
    if style.full_package:
        add("styles", "styles", STYLES)
        add(
            "settings",
            "settings",
            f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/></w:settings>',
        )
    if style.header:
        identifier = add(
            "header1", "header", f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>{escape(style.header)}</w:t></w:r></w:p></w:hdr>'
        )
        section += f'<w:headerReference w:type="default" r:id="{identifier}"/>'
    if style.footer:
        field_xml = '<w:r><w:t>— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> —</w:t></w:r>'
        identifier = add("footer1", "footer", f'<w:ftr xmlns:w="{W}"><w:p>{field_xml}</w:p></w:ftr>')
        section += f'<w:footerReference w:type="default" r:id="{identifier}"/>'
    if writer.comments:
        add(
            "comments",
            "comments",
            f'<w:comments xmlns:w="{W}">'
            + "".join(
                f'<w:comment w:id="{i}" w:author="审核人"><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:comment>'
                for i, text in enumerate(writer.comments)
            )
            + "</w:comments>",
        )
    if writer.footnotes:
        notes = "".join(
            f'<w:footnote w:id="{i + 2}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:footnote>'
            for i, text in enumerate(writer.footnotes)
        )
        separators = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
        add("footnotes", "footnotes", f'<w:footnotes xmlns:w="{W}">{separators}{notes}</w:footnotes>')
    for number, target in enumerate(writer.targets, 1):
        relations.append(
            f'<Relationship Id="rLink{number}" Type="{RELS}/hyperlink" Target="{escape(target, {chr(34): "&quot;"})}" TargetMode="External"/>'
        )
    document = f'<w:document {NAMESPACES} mc:Ignorable="w14"><w:body>{body}<w:sectPr>{section}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    parts["word/document.xml"] = document
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(relations)}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELS}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{''.join(overrides)}</Types>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("[Content_Types].xml", "_rels/.rels", *[n for n in parts if not n.startswith(("[", "_rels"))]):
            xml = parts[name]
            if style.strict:
                xml = xml.replace(W, STRICT).replace(RELS, STRICT_RELS)
            package.writestr(zipfile.ZipInfo(name, (2020, 11, 18, 9, 0, 0)), head + xml)
    return stream.getvalue()
