"""What a word processor does to the look of a form: changes to the .docx files of ``bench.field_word`` by name.

Each look changes one thing that offices change: type, lines, paper, columns, borders, pictures. Lengths are in twentieths of a point unless a name says otherwise.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from PIL import Image, ImageDraw

from bench.field_word import RELS, W

__all__ = ["LOOKS", "UNUSUAL", "VALUE", "VALUE_RED", "Paper", "bordered", "fit_columns", "inked", "put"]

VALUE = "value"
"""The font that runs of values have before they are given their own."""
VALUE_RED = 0xFE
"""How red values are so that they are found again in a print: the rest of their colour numbers their paragraphs."""
BORDERS = {
    "dotted": ("dotted", 4, "000000"),
    "dashed": ("dashed", 4, "666666"),
    "dash-dot": ("dotDash", 6, "000000"),
    "double": ("double", 4, "000000"),
    "triple": ("triple", 4, "000000"),
    "thick": ("single", 24, "000000"),
    "hairline": ("single", 2, "000000"),
    "grey": ("single", 4, "BFBFBF"),
    "wave": ("wave", 6, "000000"),
    "inset": ("inset", 6, "auto"),
}
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WATERMARK = (
    f'<w:hdr xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:p><w:r><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:400pt;height:100pt;rotation:%s;z-index:-251658752;mso-position-horizontal:center;'
    'mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="silver" stroked="f"><v:fill opacity=".5"/><v:textpath style="font-family:&quot;%s&quot;;font-size:1pt" string="%s"/></v:shape>'
    "</w:pict></w:r></w:p></w:hdr>"
)


def q(name: str) -> str:
    """The qualified name of ``w:name``."""
    return f"{{{W}}}{name}"


class Paper:
    """A .docx file being changed; ``values`` are the runs that hold values."""

    def __init__(self, content: bytes, rng: random.Random) -> None:
        self.rng = rng
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        # lxml makes elements anew unless they are held: their identity tells nothing then.
        self.held = list(self.root.iter())
        self.values: list[etree._Element] = []
        for fonts in list(self.all("rFonts")):
            if VALUE in fonts.attrib.values():
                for key in fonts.attrib:
                    if fonts.get(key) == VALUE:
                        fonts.set(key, "宋体")
                properties = fonts.getparent()
                run = None if properties is None else properties.getparent()
                if run is not None and run.tag == q("r"):
                    self.values.append(run)

    def all(self, name: str) -> Iterator[etree._Element]:
        """All elements ``w:name`` of the text."""
        return self.root.iter(q(name))

    @property
    def section(self) -> etree._Element:
        """The properties of the last section."""
        return list(self.all("sectPr"))[-1]

    @property
    def tables(self) -> list[etree._Element]:
        """The tables that stand in no other."""
        return [table for table in self.all("tbl") if not any(a.tag == q("tbl") for a in table.iterancestors())]

    @property
    def room(self) -> int:
        """The width of the type area."""
        size, margins = self.section.find(q("pgSz")), self.section.find(q("pgMar"))
        columns = self.section.find(q("cols"))
        across = int(columns.get(q("num"), "1")) if columns is not None else 1
        assert size is not None
        assert margins is not None
        whole = int(size.get(q("w"), "0")) - int(margins.get(q("left"), "0")) - int(margins.get(q("right"), "0"))
        return (whole - 425 * (across - 1)) // across

    def close(self) -> bytes:
        """The file."""
        self.parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, data)
        return out.getvalue()


def properties(node: etree._Element) -> etree._Element:
    """The properties of a paragraph, run, row, cell or table."""
    name = etree.QName(node).localname + "Pr"
    found = node.find(q(name))
    if found is None:
        found = etree.Element(q(name))
        node.insert(0, found)
    return found


def put(node: etree._Element, name: str, **attributes: object) -> etree._Element:
    """Gives the properties *node* the property *name* in place of what it had."""
    for old in node.findall(q(name)):
        node.remove(old)
    found = etree.SubElement(node, q(name))
    for key, value in attributes.items():
        found.set(q(key.rstrip("_")), str(value))
    return found


def text_in(node: etree._Element) -> str:
    """The text of a cell or paragraph."""
    return "".join(part.text or "" for part in node.iter(q("t")))


def set_columns(table: etree._Element, widths: Sequence[int]) -> None:
    """Gives the columns of *table* their widths."""
    grid = table.find(q("tblGrid"))
    if grid is None:
        return
    for number, width in enumerate(widths):
        grid[number].set(q("w"), str(width))
    for row in table.iter(q("tr")):
        if next(a for a in row.iterancestors() if a.tag == q("tbl")) is not table:
            continue
        at = 0
        for cell in row.iter(q("tc")):
            if next(a for a in cell.iterancestors() if a.tag == q("tr")) is not row:
                continue
            span = cell.find(f"{q('tcPr')}/{q('gridSpan')}")
            count = int(span.get(q("val"), "1")) if span is not None else 1
            wide = cell.find(f"{q('tcPr')}/{q('tcW')}")
            if wide is not None:
                wide.set(q("w"), str(sum(widths[at : at + count])))
                wide.set(q("type"), "dxa")
            at += count


def fit_columns(paper: Paper, least: int = 2, most: int = 14, share: float = 1.0) -> None:
    """Gives the columns of all tables the whole room, each by the length of what stands in it."""
    for table in paper.tables:
        grid = table.find(q("tblGrid"))
        count = 0 if grid is None else len(grid)
        weights = [least] * count
        for row in table.iter(q("tr")):
            at = 0
            for cell in row.findall(q("tc")):
                span = cell.find(f"{q('tcPr')}/{q('gridSpan')}")
                wide = int(span.get(q("val"), "1")) if span is not None else 1
                if wide == 1 and at < count:
                    weights[at] = max(weights[at], min(most, len(text_in(cell))))
                at += wide
        room = int(paper.room * share)
        set_columns(table, [room * weight // sum(weights) for weight in weights])


# ---- looks


def runs(name: str, **attributes: object) -> Callable[[Paper], None]:
    """All runs with a property."""

    def change(paper: Paper) -> None:
        for run in paper.all("r"):
            put(properties(run), name, **attributes)

    return change


def value_runs(name: str, **attributes: object) -> Callable[[Paper], None]:
    """The runs of values with a property."""

    def change(paper: Paper) -> None:
        for run in paper.values:
            put(properties(run), name, **attributes)

    return change


def sized(*sizes: int) -> Callable[[Paper], None]:
    """All text in one of *sizes*, in half points."""
    return lambda paper: runs("sz", val=paper.rng.choice(sizes))(paper)


def exact(paper: Paper) -> None:
    """Lines of a fixed height, as much as their type or more."""
    half = paper.rng.choice((21, 24, 28))
    sized(half)(paper)
    line = half * 10 + paper.rng.choice((20, 60, 120, 200))
    for paragraph in paper.all("p"):
        put(properties(paragraph), "spacing", line=line, lineRule="exact")


def double_spaced(paper: Paper) -> None:
    for paragraph in paper.all("p"):
        put(properties(paragraph), "spacing", line=paper.rng.choice((480, 600)), lineRule="auto")


def apart(*steps: int) -> Callable[[Paper], None]:
    return lambda paper: runs("spacing", val=paper.rng.choice(steps))(paper)


def aligned(how: str, where: str = "all") -> Callable[[Paper], None]:
    """Paragraphs in cells (or all) set *how*."""

    def change(paper: Paper) -> None:
        valued = {id(a) for run in paper.values for a in run.iterancestors() if a.tag == q("p")}
        for paragraph in paper.all("p"):
            inside = any(a.tag == q("tc") for a in paragraph.iterancestors())
            if where == "all" or (inside and (where == "cells" or id(paragraph) not in valued)):
                put(properties(paragraph), "jc", val=how)

    return change


def gridded(kind: str) -> Callable[[Paper], None]:
    """A document grid that says how many characters go on a line."""

    def change(paper: Paper) -> None:
        for section in paper.all("sectPr"):
            put(
                section,
                "docGrid",
                type=kind,
                linePitch=paper.rng.choice((312, 360, 579)),
                charSpace=paper.rng.choice((-2714, 640, 1861, 4096, 8192, 12288)),
            )

    return change


def upright(direction: str) -> Callable[[Paper], None]:
    """Labels of several rows written downwards."""

    def change(paper: Paper) -> None:
        roomy = paper.rng.random() < 0.7
        for cell in paper.all("tc"):
            kind = properties(cell)
            merge = kind.find(q("vMerge"))
            if merge is not None and merge.get(q("val")) == "restart" and 2 <= len(text_in(cell)) <= 8:
                put(kind, "textDirection", val=direction)
                put(kind, "vAlign", val="center")
        for row in paper.all("tr") if roomy else ():
            put(properties(row), "trHeight", val=700, hRule="atLeast")

    return change


def fitted(paper: Paper) -> None:
    """Cells whose text is made as wide as they are, and runs set to a measure."""
    for cell in paper.all("tc"):
        if paper.rng.random() < 0.5:
            put(properties(cell), "tcFitText")
    for run in paper.values:
        text = text_in(run)
        if 1 < len(text) < 8 and paper.rng.random() < 0.5:
            put(
                properties(run),
                "fitText",
                val=len(text) * paper.rng.choice((200, 260, 400)),
                id=paper.rng.randrange(1 << 30),
            )


def sheet(width: int, height: int) -> Callable[[Paper], None]:
    """Paper of another size."""

    def change(paper: Paper) -> None:
        for section in paper.all("sectPr"):
            put(section, "pgSz", w=width, h=height, **({"orient": "landscape"} if width > height else {}))
            if width < 9000:
                put(section, "pgMar", top=720, right=720, bottom=720, left=720, header=400, footer=400, gutter=0)
        fit_columns(paper)

    return change


def turned(paper: Paper) -> None:
    """The table on a landscape page of its own within an upright document."""
    table = paper.tables[0] if paper.tables else None
    if table is None or table.getparent() is None or table.getparent().tag != q("body"):  # type: ignore[union-attr]
        return
    margins = etree.tostring(paper.section.find(q("pgMar"))).decode()  # type: ignore[arg-type]
    for size, place in (
        ('w:w="11906" w:h="16838"', table.addprevious),
        ('w:w="16838" w:h="11906" w:orient="landscape"', table.addnext),
    ):
        place(
            etree.fromstring(
                f'<w:p xmlns:w="{W}"><w:pPr><w:sectPr><w:type w:val="nextPage"/><w:pgSz {size}/>{margins}</w:sectPr></w:pPr></w:p>'
            )
        )
    if table.find(q("tblGrid")) is not None:
        count = len(table.find(q("tblGrid")))  # type: ignore[arg-type]
        set_columns(table, [13000 // count] * count)


def narrow(paper: Paper) -> None:
    """Tables as wide as half of the page or three quarters."""
    fit_columns(paper, share=paper.rng.choice((0.5, 0.6, 0.75)))
    for table in paper.tables:
        put(properties(table), "tblLayout", type="fixed")


def uneven(paper: Paper) -> None:
    """Columns of any width."""
    for table in paper.tables:
        grid = table.find(q("tblGrid"))
        count = 0 if grid is None else len(grid)
        weights = [paper.rng.uniform(1, 2.5) for _ in range(count)]
        set_columns(table, [int(paper.room * weight / sum(weights)) for weight in weights])
        put(properties(table), "tblLayout", type="fixed")


def tall(*, whole: bool = False, heads: bool = False) -> Callable[[Paper], None]:
    """Rows so high that the table goes over pages, kept whole or not, with headers repeated or not."""

    def change(paper: Paper) -> None:
        sized(24, 28, 32)(paper)
        height = paper.rng.choice((900, 1400, 2200))
        for table in paper.tables:
            for number, row in enumerate(table.iter(q("tr"))):
                kind = properties(row)
                put(kind, "trHeight", val=height, hRule="atLeast")
                if whole:
                    put(kind, "cantSplit")
                elif (found := kind.find(q("cantSplit"))) is not None:
                    kind.remove(found)
                if heads and number == 0 and len(row.findall(q("tc"))) > 4:
                    put(kind, "tblHeader")

    return change


def low(paper: Paper) -> None:
    """The table begins low on its page, so that it ends on the next."""
    table = paper.tables[0] if paper.tables else None
    if table is not None:
        for _ in range(paper.rng.randint(8, 30)):
            table.addprevious(etree.fromstring(f'<w:p xmlns:w="{W}"/>'))


def bordered(kind: str, size: int, color: str, sides: Sequence[str] = SIDES) -> Callable[[Paper], None]:
    """Tables with lines of one *kind* on some *sides*."""

    def change(paper: Paper) -> None:
        for table in paper.all("tbl"):
            borders = put(properties(table), "tblBorders")
            for side in SIDES:
                shown = side in sides and kind != "none"
                put(borders, side, val=kind if shown else "nil", sz=size, space=0, color=color)

    return change


def three_lines(paper: Paper) -> None:
    """A line over the table, one under it, and one under its first row."""
    bordered("single", 12, "000000", ("top", "bottom"))(paper)
    for table in paper.all("tbl"):
        first = next(table.iter(q("tr")), None)
        for cell in () if first is None else first.findall(q("tc")):
            put(put(properties(cell), "tcBorders"), "bottom", val="single", sz=6, space=0, color="000000")


def shaded(lines: str) -> Callable[[Paper], None]:
    """Labels on a ground; lines white, grey or none."""

    def change(paper: Paper) -> None:
        kind = "none" if lines == "none" else "single"
        bordered(kind, 8, lines if kind == "single" else "auto")(paper)
        valued = {id(a) for run in paper.values for a in run.iterancestors() if a.tag == q("tc")}
        for cell in paper.all("tc"):
            put(properties(cell), "shd", val="clear", color="auto", fill="F2F2F2" if id(cell) in valued else "D9E2F3")

    return change


def striped(paper: Paper) -> None:
    """Every other row on a ground, with level lines alone."""
    bordered("single", 4, "BFBFBF", ("top", "bottom", "insideH"))(paper)
    for table in paper.tables:
        for number, row in enumerate(table.iter(q("tr"))):
            for cell in row.findall(q("tc")) if number % 2 else ():
                put(properties(cell), "shd", val="clear", color="auto", fill="EDEDED")


def floating(paper: Paper) -> None:
    """A table that text flows round."""
    for table in paper.tables:
        put(
            properties(table),
            "tblpPr",
            leftFromText=180,
            rightFromText=180,
            vertAnchor="text",
            horzAnchor="margin",
            tblpXSpec="center",
            tblpY=200,
        )


def framed(paper: Paper) -> None:
    """The first lines each in a frame."""
    for number, paragraph in enumerate(paper.root[0].findall(q("p"))):
        if number < 3 and text_in(paragraph):
            put(
                properties(paragraph),
                "framePr",
                w=8000,
                hSpace=180,
                wrap="around",
                vAnchor="text",
                hAnchor="margin",
                xAlign="center",
                y=1,
            )


def columned(paper: Paper) -> None:
    """Text in two columns, of a landscape page mostly."""
    wide = paper.rng.random() < 0.7
    for section in paper.all("sectPr"):
        if wide:
            put(section, "pgSz", w=16838, h=11906, orient="landscape")
        put(section, "cols", num=2, space=425)
    sized(18, 21)(paper)
    fit_columns(paper)


def page_bordered(paper: Paper) -> None:
    for section in paper.all("sectPr"):
        borders = put(section, "pgBorders", offsetFrom="page")
        kind = paper.rng.choice(("single", "double", "thinThickSmallGap"))
        for side in ("top", "left", "bottom", "right"):
            put(borders, side, val=kind, sz=12, space=24, color="auto")


def watermarked(paper: Paper) -> None:
    """A word across each page, in the header that the draft was given."""
    words = paper.rng.choice(("内部资料", "样本", "某某教育局", "CONFIDENTIAL"))
    mark = _WATERMARK % (paper.rng.choice((315, 315, 0)), "Noto Sans CJK SC", words)
    for name in paper.parts:
        if re.fullmatch(r"word/header\d*\.xml", name):
            paper.parts[name] = mark.encode()


def sealed(paper: Paper) -> None:
    """A red seal as a picture over the last paragraphs of cells."""
    picture = Image.new("RGBA", (240, 240))
    drawn = ImageDraw.Draw(picture)
    drawn.ellipse((6, 6, 234, 234), outline=(230, 0, 18, 200), width=9)
    drawn.regular_polygon((120, 120, 40), 5, fill=(230, 0, 18, 200))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    paper.parts["word/media/seal.png"] = stream.getvalue()
    types = paper.parts["[Content_Types].xml"].replace(
        b"<Override", b'<Default Extension="png" ContentType="image/png"/><Override', 1
    )
    paper.parts["[Content_Types].xml"] = types
    name = "word/_rels/document.xml.rels"
    relation = f'<Relationship Id="rSeal" Type="{RELS}/image" Target="media/seal.png"/></Relationships>'
    paper.parts[name] = paper.parts[name].replace(b"</Relationships>", relation.encode())
    inside = [p for p in paper.all("p") if any(a.tag == q("tc") for a in p.iterancestors())][-6:]
    for number, paragraph in enumerate(paper.rng.sample(inside, min(2, len(inside))), 900):
        paragraph.append(etree.fromstring(_picture(number)))


def _picture(number: int) -> str:
    side = 1500000
    return (
        f'<w:r xmlns:w="{W}" xmlns:wp="{_WP}" xmlns:r="{RELS}"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>200000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>-400000</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{side}" cy="{side}"/><wp:wrapNone/><wp:docPr id="{number}" name="章"/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="0" name="s"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rSeal"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'
    )


def inked(paper: Paper) -> None:
    """Values in colours of their own, by which they are found in the print."""
    numbers: dict[int, int] = {}
    for run in paper.values:
        paragraph = next(a for a in run.iterancestors() if a.tag == q("p"))
        number = numbers.setdefault(id(paragraph), len(numbers) + 1)
        put(properties(run), "color", val=f"{VALUE_RED:02X}{number:04X}")


LOOKS: dict[str, Callable[[Paper], None]] = {
    "small": sized(14, 15, 18),
    "large": sized(28, 30, 32, 36),
    "exact": exact,
    "double-spaced": double_spaced,
    "apart": apart(10, 20, 40, 60, 100),
    "close": apart(-6, -10, -16),
    "distributed": aligned("distribute", "cells"),
    "distributed-labels": aligned("distribute", "labels"),
    "distributed-all": aligned("distribute"),
    "justified": aligned("both"),
    "right": aligned("right", "cells"),
    "grid": gridded("linesAndChars"),
    "snapped": gridded("snapToChars"),
    "upright": upright("tbRlV"),
    "upright-left": upright("btLr"),
    "fitted": fitted,
    "a5": sheet(8391, 11906),
    "a3": sheet(23811, 16838),
    "landscape": sheet(16838, 11906),
    "letter": sheet(12240, 15840),
    "turned": turned,
    "narrow": narrow,
    "uneven": uneven,
    "tall": tall(),
    "tall-whole": tall(whole=True),
    "tall-heads": tall(heads=True),
    "low": low,
    **{name: bordered(*line) for name, line in BORDERS.items()},
    "unruled": bordered("none", 0, "auto"),
    "level": bordered("single", 4, "000000", ("top", "bottom", "insideH")),
    "open": bordered("single", 4, "000000", ("top", "bottom", "insideH", "insideV")),
    "inner": bordered("single", 4, "000000", ("insideH", "insideV")),
    "white": bordered("single", 4, "FFFFFF"),
    "three-lines": three_lines,
    "shaded": shaded("none"),
    "shaded-white": shaded("FFFFFF"),
    "shaded-grey": shaded("BFBFBF"),
    "striped": striped,
    "floating": floating,
    "framed": framed,
    "columns": columned,
    "page-borders": page_bordered,
    "watermark": watermarked,
    "sealed": sealed,
    "bold": runs("b"),
    "italic": runs("i"),
    "underlined": value_runs("u", val="single"),
    "wavy": value_runs("u", val="wave"),
    "dotted-marks": value_runs("em", val="dot"),
    "shadow": runs("shadow"),
    "outlined": value_runs("outline"),
    "highlighted": value_runs("highlight", val="yellow"),
    "coloured": value_runs("color", val="C00000"),
    "boxed-runs": value_runs("bdr", val="single", sz=4, space=0, color="auto"),
    "scaled": runs("w", val=80),
    "wide": runs("w", val=150),
}
UNUSUAL = frozenset(
    {
        *BORDERS,
        "unruled",
        "level",
        "open",
        "inner",
        "white",
        "three-lines",
        "shaded",
        "shaded-white",
        "shaded-grey",
        "striped",
    }
)
"""Looks that say what the borders of tables are."""
