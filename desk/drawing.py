"""What a child does for a picture of a page: converts, measures, draws. It has the file's bytes and no more."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from desk.errors import Missing
from forms.errors import OverLimit, Unreadable
from forms.messages import message

__all__ = ["Box", "Mark", "convert", "draw", "measure"]

Box = tuple[float, float, float, float]

Image.MAX_IMAGE_PIXELS = 60_000_000
"""Of a scan; a page of A3 at 400 dots an inch has 31 million."""

_USUAL = 72.0
"""Dots an inch where a picture doesn't tell: then a pixel is a point."""
_DOUBT, _PLAIN, _LIT = (214, 140, 0), (40, 110, 200), (200, 30, 30)
_COVER = (120, 128, 138)
_MARGIN = 2.0
"""Points between a value and its box."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A box to be drawn on a page: in points, and whether its value is in doubt or the one that is looked at."""

    box: Box
    doubtful: bool = False
    lit: bool = False
    covers: bool = False
    """Whether what stands there is private, and is painted over."""


def measure(path: str, most: int) -> list[tuple[float, float]]:
    """Width and height in points of the pages of the PDF or the picture at *path*."""
    data = Path(path).read_bytes()
    if b"%PDF-" in data[:1024]:
        from parsers.pdf.picture import page_sizes

        return page_sizes(data, most)
    with _picture(data) as picture:
        found = []
        for index in range(min(most, getattr(picture, "n_frames", 1))):
            picture.seek(index)
            found.append((picture.width / _scale(picture), picture.height / _scale(picture)))
        return found


def draw(path: str, page: int, scale: float, marks: tuple[Mark, ...]) -> bytes:
    """Page *page* of the PDF or the picture at *path* as PNG at *scale* pixels a point, with *marks* on it.

    Raises:
        Unreadable: there is no such page.
        OverLimit: the picture would be too large.
    """
    data = Path(path).read_bytes()
    shown = _drawn(data, page, scale)
    pen = ImageDraw.Draw(shown, "RGBA")
    for mark in sorted(marks, key=lambda mark: mark.lit):
        colour = _LIT if mark.lit else _DOUBT if mark.doubtful else _PLAIN
        x0, top, x1, bottom = mark.box
        box = [(x0 - _MARGIN) * scale, (top - _MARGIN) * scale, (x1 + _MARGIN) * scale, (bottom + _MARGIN) * scale]
        if box[0] <= box[2] and box[1] <= box[3] and mark.covers:
            pen.rectangle(box, fill=(*_COVER, 255))
        elif box[0] <= box[2] and box[1] <= box[3]:
            pen.rectangle(
                box, outline=(*colour, 255), fill=(*colour, 50 if mark.lit else 20), width=3 if mark.lit else 1
            )
    out = io.BytesIO()
    shown.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _drawn(data: bytes, page: int, scale: float) -> Image.Image:
    if b"%PDF-" in data[:1024]:
        from parsers.pdf.picture import page_colours

        width, height, pixels = page_colours(data, page, scale)
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", 0, 1)
    with _picture(data) as picture:
        try:
            picture.seek(page - 1)
        except EOFError as error:
            raise Unreadable("unreadable.damaged", reason=message("found.image")) from error
        ratio = scale / _scale(picture)
        wanted = (max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio)))
        if wanted[0] * wanted[1] > (Image.MAX_IMAGE_PIXELS or 0):
            raise OverLimit("limit.side", page=page, found=max(wanted), limit=Image.MAX_IMAGE_PIXELS)
        return picture.convert("RGB").resize(wanted)


def _picture(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise OverLimit("limit.size", found="", limit="") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable("unreadable.damaged", reason=message("found.image")) from error


def _scale(picture: Image.Image) -> float:
    """Pixels a point."""
    dots = picture.info.get("dpi", (_USUAL, _USUAL))[0]
    return float(dots) / _USUAL if dots and dots >= _USUAL else 1.0


_EARLIER, _LATER = 97, 2007
"""The Office versions that filters are named for."""
_WAYS = {
    "doc": ("doc", f"MS Word {_EARLIER}", "pdf:writer_pdf_Export"),
    "docx": ("docx", f"MS Word {_LATER} XML", "pdf:writer_pdf_Export"),
    "html": ("html", "HTML (StarWriter)", "pdf:writer_pdf_Export"),
    "odt": ("odt", "writer8", "pdf:writer_pdf_Export"),
    "rtf": ("rtf", "Rich Text Format", "pdf:writer_pdf_Export"),
    "xls": ("xls", f"MS Excel {_EARLIER}", "pdf:calc_pdf_Export"),
    "xlsx": ("xlsx", f"Calc MS Excel {_LATER} XML", "pdf:calc_pdf_Export"),
}
"""How LibreOffice is asked, by the word that ``sniff`` has for a format: suffix, input filter, output filter."""
_SECONDS = 90


def _as_pdf(data: bytes) -> bytes:
    from forms.soffice import PDF, Fault, NotConverted
    from forms.soffice import convert as by_libreoffice
    from parsers.sniff import sniff

    way = _WAYS.get(sniff(data))
    if way is None:
        raise Missing("missing.view")
    suffix, source, target = way
    try:
        return by_libreoffice(data, suffix=suffix, source=source, target=target, begins=PDF, seconds=_SECONDS)
    except NotConverted as error:
        if error.fault is Fault.TIMEOUT:
            raise OverLimit("limit.time", limit=_SECONDS) from error
        raise Missing("missing.view") from error


def convert(path: str, target: str) -> dict[str, dict[str, Any]]:
    """Writes the document at *path* to *target* as a PDF, by LibreOffice, and tells where on its pages the values of its forms stand.

    The answer has for each form, by its number in the file, and each path the page, the box and the words there, as a reader finds them in the
    PDF. Where nothing can be read from it, it is empty: the page still shows.

    Raises:
        Missing: LibreOffice isn't there, or doesn't know the format.
        OverLimit: it took too long.
    """
    from parsers.report import answer

    made = _as_pdf(Path(path).read_bytes())
    Path(target).write_bytes(made)
    found = answer(made, "")
    if found.failed:
        return {}
    return {
        f"{line['index']} {line['form']} {name}": {"page": info["page"], "box": info["bbox"], "raw": info["raw"]}
        for line in found.lines
        for name, info in line["fields"].items()
        if info["page"] and info["bbox"]
    }
