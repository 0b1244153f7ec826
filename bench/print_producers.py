"""What other programs make of a print: PDFs distilled, packed, encrypted, turned, cut, put together, and forms filled in a viewer."""

from __future__ import annotations

import ctypes
import random
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bench.print_paper import VALUE_RED

__all__ = ["PRODUCERS", "TYPED"]

Producer = Callable[[Path, Path, random.Random], None]
"""Writes the PDF at the second path from the one at the first."""
_A4 = (595.28, 841.89)


def _run(*command: str | Path) -> None:
    found = subprocess.run(list(map(str, command)), check=False, capture_output=True, timeout=300)
    # qpdf ends with 3 where it only warns.
    if found.returncode not in {0, 3}:
        raise RuntimeError(found.stderr.decode(errors="replace")[-300:])


def ghostscript(source: Path, target: Path, rng: random.Random) -> None:
    level = rng.choice(("1.4", "1.5", "1.7"))
    _run(
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-dSAFER",
        "-sDEVICE=pdfwrite",
        f"-dCompatibilityLevel={level}",
        f"-sOutputFile={target}",
        source,
    )


def distilled(source: Path, target: Path, rng: random.Random) -> None:
    """As PostScript sent to a printer's driver and made a PDF again."""
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "a.ps"
        _run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=ps2write", f"-sOutputFile={script}", source)
        ghostscript(script, target, rng)


def cairo(source: Path, target: Path, rng: random.Random) -> None:
    _run("pdftocairo", "-pdf", source, target)


def packed(source: Path, target: Path, rng: random.Random) -> None:
    _run("qpdf", "--object-streams=generate", "--linearize", source, target)


def encrypted(source: Path, target: Path, rng: random.Random) -> None:
    size = rng.choice(("128", "256"))
    _run(
        "qpdf",
        "--encrypt",
        "",
        "owner",
        size,
        *(("--use-aes=y",) if size == "128" else ()),
        "--extract=n",
        "--",
        source,
        target,
    )


def lying(source: Path, target: Path, rng: random.Random) -> None:
    """Shown turned, its content left as it is."""
    _run("qpdf", f"--rotate=+{rng.choice((90, 180, 270))}", source, target)


def sideways(source: Path, target: Path, rng: random.Random) -> None:
    """Shown upright by turning a page on which it lies, as drivers do with landscape pages."""
    with pypdfium2.PdfDocument(source) as document:
        for page in document:
            width, height = page.get_size()
            matrix = pdfium.FS_MATRIX(0, 1, -1, 0, height, 0)
            clip = pdfium.FS_RECTF(0, width, height, 0)
            pdfium.FPDFPage_TransFormWithClip(page, ctypes.byref(matrix), ctypes.byref(clip))
            page.set_mediabox(0, 0, height, width)
            page.set_rotation(90)
        document.save(target)


def _together(source: Path, target: Path, size: tuple[float, float], across: int, down: int) -> None:
    with pypdfium2.PdfDocument(source) as document:
        made = pypdfium2.PdfDocument(pdfium.FPDF_ImportNPagesToOne(document, *size, across, down))
        made.save(target)


def two_up(source: Path, target: Path, rng: random.Random) -> None:
    _together(source, target, _A4[::-1], 2, 1)


def four_up(source: Path, target: Path, rng: random.Random) -> None:
    _together(source, target, _A4, 2, 2)


def small(source: Path, target: Path, rng: random.Random) -> None:
    """Printed smaller, on A5."""
    _together(source, target, (420, 595), 1, 1)


def cropped(source: Path, target: Path, rng: random.Random) -> None:
    """A page whose box is larger than what is shown of it and begins elsewhere."""
    cut = rng.choice((8, 15, 25))
    with pypdfium2.PdfDocument(source) as document:
        for page in document:
            left, bottom, right, top = page.get_mediabox()
            page.set_mediabox(left - 60, bottom - 35, right + 20, top + 70)
            page.set_cropbox(left + cut, bottom + cut, right - cut, top - cut)
        document.save(target)


@dataclass
class _Typed:
    """A text that was typed over a page; ``box`` in PDF points from the lower left."""

    page: int
    box: tuple[float, float, float, float]
    text: str
    size: float


def _values(source: Path) -> list[_Typed]:
    """What stands on a form in the colours of values, each paragraph a text of its own: what a line breaks goes on without a break."""
    found: dict[tuple[int, int], _Typed] = {}
    with pypdfium2.PdfDocument(source) as document:
        for number, page in enumerate(document):
            text_page = page.get_textpage()
            for item in page.get_objects((pdfium.FPDF_PAGEOBJ_TEXT,)):
                red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
                pdfium.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, (red, green, blue, alpha)))
                if red.value != VALUE_RED:
                    continue
                length = pdfium.FPDFTextObj_GetText(item, text_page, None, 0)
                buffer = (ctypes.c_ushort * (length // 2 + 1))()
                pdfium.FPDFTextObj_GetText(item, text_page, buffer, length)
                text = bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le").replace("\x02", "-")
                text = text.replace("\r\n", "")
                size = ctypes.c_float()
                pdfium.FPDFTextObj_GetFontSize(item, ctypes.byref(size))
                matrix = item.get_matrix().get()
                scale = abs(matrix[3] or matrix[1]) * size.value
                left, _, right, _ = item.get_bounds()
                box = (left, matrix[5] - 0.2 * scale, right, matrix[5] + scale)
                one = found.setdefault((number, green.value << 8 | blue.value), _Typed(number, box, "", scale))
                one.text += text
                sides = list(zip(one.box, box, strict=True))
                one.box = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    return [one for one in found.values() if one.text.strip()]


def _without_values(stream: re.Match[str]) -> str:
    """A page's content as LibreOffice writes it, without the texts in the colour of values."""
    kept: list[str] = []
    inks = [False]
    inside = False
    for line in stream[0].split("\n"):
        if line == "Q" and len(inks) > 1:
            inks.pop()
        elif line == "q" or line.startswith("q "):
            inks.append(inks[-1])
        if ink := re.fullmatch(r"(?:q )?([\d.]+) ([\d.]+) ([\d.]+) rg", line):
            inks[-1] = round(255 * float(ink[1])) == VALUE_RED
        if line == "BT":
            inside = True
        if not (inside and inks[-1]):
            kept.append(line)
        if line == "ET":
            inside = False
    return "\n".join(kept)


def _literal(text: str) -> str:
    return "<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().upper() + ">"


def _annotated(source: Path, target: Path, kind: str, rng: random.Random) -> None:
    """The values over the blank form as annotations of one kind."""
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "plain.pdf"
        typed = _values(source)
        _run("qpdf", "--qdf", "--object-streams=disable", source, plain)
        data = plain.read_bytes().decode("latin-1")
        data = re.sub(r"(?ms)^%% Contents for page \d+\n.*?^endstream", _without_values, data)
        numbers = count(max(map(int, re.findall(r"(?m)^(\d+) 0 obj", data))) + 1)
        objects, by_page = [], defaultdict(list)
        for item in typed:
            number = next(numbers)
            by_page[item.page].append(number)
            pad = rng.uniform(0, 3)
            x0, y0, x1, y1 = item.box
            text = item.text.replace("\r\n", "").strip("\r\n")
            rect = f"[{x0 - pad:.2f} {y0 - pad:.2f} {x1 + pad + rng.choice((0, 30)):.2f} {y1 + pad:.2f}]"
            look = f"/DA (/Helv {item.size:.1f} Tf 0 g)"
            if kind == "free":
                objects.append(
                    f"{number} 0 obj\n<< /Type /Annot /Subtype /FreeText /F 4 /Rect {rect} /Contents {_literal(text)} {look} >>\nendobj\n"
                )
            else:
                what = (
                    f"/FT /Ch /Ff 131072 /Opt [{_literal('请选择')} {_literal(text)}]"
                    if rng.random() < 0.2
                    else f"/FT /Tx /Ff {4096 * (y1 - y0 > 2 * item.size)}"
                )
                objects.append(
                    f"{number} 0 obj\n<< /Type /Annot /Subtype /Widget /F 4 /Rect {rect} {what} /T (f{number}) /V {_literal(text)} {look} >>\nendobj\n"
                )
        pages = count()

        def with_annotations(match: re.Match[str]) -> str:
            own = by_page[next(pages)]
            refs = " ".join(f"{n} 0 R" for n in own)
            body = match[0]
            if "/Annots [" in body:
                return body.replace("/Annots [", f"/Annots [ {refs} ", 1)
            return body.replace("/Type /Page\n", f"/Type /Page\n/Annots [ {refs} ]\n", 1)

        data = re.sub(r"(?ms)^%% Page \d+\n.*?^endobj", with_annotations, data)
        if kind == "fields":
            refs = " ".join(f"{n} 0 R" for own in by_page.values() for n in own)
            form = f"/AcroForm << /Fields [ {refs} ] /NeedAppearances true /DA (/Helv 0 Tf 0 g) >>"
            data = data.replace("/Type /Catalog\n", f"/Type /Catalog\n{form}\n", 1)
        data = data.replace("\nxref\n", "\n" + "".join(objects) + "\nxref\n", 1)
        plain.write_bytes(data.encode("latin-1"))
        _run("qpdf", plain, target)


def free_text(source: Path, target: Path, rng: random.Random) -> None:
    _annotated(source, target, "free", rng)


def fields(source: Path, target: Path, rng: random.Random) -> None:
    _annotated(source, target, "fields", rng)


PRODUCERS: dict[str, Producer] = {
    "ghostscript": ghostscript,
    "distilled": distilled,
    "cairo": cairo,
    "packed": packed,
    "encrypted": encrypted,
    "lying": lying,
    "sideways": sideways,
    "two-up": two_up,
    "four-up": four_up,
    "scaled-down": small,
    "cropped": cropped,
    "free-text": free_text,
    "fields": fields,
}
TYPED = frozenset({"free-text", "fields"})
"""Those that need values in a colour of their own."""
