"""Makes small PDFs by hand: what producers do in hundreds of ways, one thing at a time.

Coordinates are points from the page's top-left corner, as the reader answers them. Text is in a font that isn't embedded, by a predefined map
(UniGB-UCS2-H), so that no font file is needed: Han characters are one em wide, all others half an em.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0


def advance(text: str, size: float = 10.5) -> float:
    """The width of *text* as it is set."""
    return sum(size if ord(c) > 0x2000 else size / 2 for c in text)


@dataclass
class Sheet:
    """A page being drawn."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    operators: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)

    def raw(self, operators: str) -> Sheet:
        self.operators.append(operators)
        return self

    def text(
        self, x: float, y: float, text: str, size: float = 10.5, *, before: str = "", font: str = "F1", matrix: str = ""
    ) -> Sheet:
        """*text* with its baseline at *y*."""
        code = text.encode("utf-16-be").hex()
        place = matrix or f"1 0 0 1 {x:.2f} {self.height - y:.2f}"
        return self.raw(f"q {before} BT /{font} {size} Tf {place} Tm <{code}> Tj ET Q")

    def lines(self, x: float, y: float, lines: Iterable[str], size: float = 10.5, pitch: float = 14.0) -> Sheet:
        for number, line in enumerate(lines):
            self.text(x, y + number * pitch, line, size)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, *, before: str = "0.5 w") -> Sheet:
        return self.raw(f"q {before} {x0} {self.height - y0} m {x1} {self.height - y1} l S Q")

    def fill(self, x0: float, y0: float, x1: float, y1: float, *, color: str = "0 g") -> Sheet:
        return self.raw(f"q {color} {x0} {self.height - y1} {x1 - x0} {y1 - y0} re f Q")

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Sheet:
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def table(self, xs: Sequence[float], ys: Sequence[float], texts: Sequence[Sequence[str]]) -> Sheet:
        """A ruled table; a line break in a text begins a new line in its cell."""
        self.grid(xs, ys)
        return self.cells(xs, ys, texts)

    def cells(self, xs: Sequence[float], ys: Sequence[float], texts: Sequence[Sequence[str]]) -> Sheet:
        for y, row in zip(ys, texts, strict=False):
            for x, text in zip(xs, row, strict=False):
                self.lines(x + 5.4, y + 14, text.split("\n") if text else [])
        return self

    def annotate(self, kind: str, box: tuple[float, float, float, float], more: str) -> Sheet:
        x0, top, x1, bottom = box
        rectangle = f"[{x0} {self.height - bottom} {x1} {self.height - top}]"
        self.annotations.append(f"<</Type/Annot/Subtype/{kind}/Rect{rectangle}/F 4 {more}>>")
        return self


def utf16(text: str) -> str:
    """A text string as PDF writes it."""
    return "<feff" + text.encode("utf-16-be").hex() + ">"


def font(name: str = "STSong-Light") -> list[str]:
    """A font that isn't embedded, and what it needs; object numbers are put in by ``build``."""
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]"
    measures = "/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80"
    return [
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/UniGB-UCS2-H/DescendantFonts[{{1}} 0 R]>>",
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}{system}/FontDescriptor {{2}} 0 R>>",
        f"<</Type/FontDescriptor/FontName/{name}{measures}>>",
    ]


def build(*sheets: Sheet, more: str = "", extra: Sequence[bytes] = (), names: str = "") -> bytes:
    """A PDF of *sheets*. *more* goes into the catalogue, *extra* are further objects, from number 8 on."""
    objects: list[bytes] = [b"", b""]
    for number, text in enumerate(font()):
        objects.append(text.replace("{1}", "4").replace("{2}", "5").encode() if number < 3 else b"")
    widths = b"/FirstChar 32/LastChar 255/Widths[" + b"896 " * 224 + b"]"
    objects.append(b"<</Type/Font/Subtype/TrueType/BaseFont/Wingdings/Encoding/WinAnsiEncoding" + widths + b">>")
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    objects += extra
    kids, fields = [], []
    for sheet in sheets:
        notes = []
        for annotation in sheet.annotations:
            objects.append(annotation.encode())
            notes.append(f"{len(objects)} 0 R")
            if "/FT" in annotation:
                fields.append(notes[-1])
        packed = zlib.compress("\n".join(sheet.operators).encode())
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed))
        content = len(objects)
        turned = f"/Rotate {sheet.rotate}" if sheet.rotate else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]{turned}/Contents {content} 0 R"
            f"/Annots[{' '.join(notes)}]/Resources<</Font<</F1 3 0 R/F2 6 0 R/F3 7 0 R>>{names}>>>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    form = f"/AcroForm<</Fields[{' '.join(fields)}]/DA(/F3 10 Tf)>>" if fields else ""
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{form}{more}>>".encode()
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return assemble(objects)


def assemble(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of *objects*, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out)
