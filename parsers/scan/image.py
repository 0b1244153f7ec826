"""Reads image files of pages: PNG, JPEG, TIFF of several pages, BMP, WebP, GIF.

Whatever the file says of itself is only believed where it can be so: phones write 72 dpi into pictures of a whole page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image as Pictures
from PIL import ImageOps, ImageSequence, UnidentifiedImageError

from forms.errors import OverLimit, Unreadable
from forms.messages import message
from parsers.document import Document
from parsers.pdf.compose import compose
from parsers.pdf.model import Page
from parsers.scan.ocr import Image
from parsers.scan.reader import see

__all__ = ["PAGE_LIMIT", "PIXEL_LIMIT", "SIDE_LIMIT", "read_image"]

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
PAGE_LIMIT = 100
"""Pages of a file; recognition takes some two seconds for each."""
PIXEL_LIMIT = 80_000_000
"""Pixels of a page: A3 at 600 dpi has 70 million."""
SIDE_LIMIT = 20_000
"""Pixels of a page's longer side."""
LEAST = 32
"""Pixels of the shorter side from which on there can be writing."""
MOST_DPI, READ_AT = 230.0, 200.0
"""Dots an inch up to which a page is read as it is; what has more is reduced to the second."""
LONG_SIDE = (4.0, 24.0)
"""Inches of a page's longer side that are believed: a slip of paper, A2."""
A4 = 11.69
"""Inches of the longer side of the usual page, where nothing tells."""


def read_image(data: bytes) -> Document:
    """The document whose pages are the images in *data*. A point is a 72nd of an inch of paper, as far as that can be told.

    Raises:
        Unreadable: It is damaged, of a format that isn't read, too small for writing, or nothing is written there.
        OverLimit: It has more pages or pixels than a form can need.
    """
    with _opened(data) as picture:
        count = _count(picture)
        moving = picture.format in {"GIF", "WEBP", "PNG"} and count > 1
        if picture.format == "TIFF" and count > PAGE_LIMIT:
            raise OverLimit("limit.pages", found=count, limit=PAGE_LIMIT)
        pages = [_page(number, frame) for number, frame in enumerate(_frames(picture), 1)]
    if not any(page.glyphs for page in pages):
        raise Unreadable("unreadable.blank")
    return compose(pages, form="image", codes={"image.moving"} if moving else set())


@contextmanager
def _opened(data: bytes) -> Iterator[Pictures.Image]:
    try:
        picture = Pictures.open(io.BytesIO(data), formats=FORMATS)
    except Pictures.DecompressionBombError as error:
        raise OverLimit("limit.pixels", limit=PIXEL_LIMIT // 1_000_000) from error
    except UnidentifiedImageError as error:
        raise Unreadable("unreadable.picture") from error
    except Exception as error:
        # Decoders of damaged files raise whatever they stumble over.
        raise Unreadable("unreadable.damaged", reason=message("found.image")) from error
    try:
        with picture:
            yield picture
    except (OverLimit, Unreadable):
        raise
    except MemoryError as error:
        raise OverLimit("limit.pixels", limit=PIXEL_LIMIT // 1_000_000) from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, Pictures.DecompressionBombError) as error:
        raise Unreadable("unreadable.damaged", reason=message("found.image")) from error


def _count(picture: Pictures.Image) -> int:
    """How many pictures are in the file, for which all its directories are gone through."""
    try:
        return int(getattr(picture, "n_frames", 1))
    except TypeError as error:
        # A directory without the size of its page.
        raise Unreadable("unreadable.damaged", reason=message("found.image")) from error


def _frames(picture: Pictures.Image) -> Iterator[Pictures.Image]:
    """The pages of *picture*. What moves is one page: its first picture; what a camera adds to a JPEG is none."""
    if picture.format == "TIFF":
        yield from ImageSequence.Iterator(picture)
    else:
        yield picture


def _page(number: int, picture: Pictures.Image) -> Page:
    width, height = picture.size
    if max(width, height) > SIDE_LIMIT or width * height > PIXEL_LIMIT:
        raise OverLimit("limit.pixels", limit=PIXEL_LIMIT // 1_000_000)
    said = _density(picture)
    dpi = said or max(max(width, height) / A4, 1.0)
    if min(width, height) < LEAST:
        return Page(number, width * 72 / dpi, height * 72 / dpi)
    if picture.format == "JPEG" and dpi > 2 * READ_AT:
        picture.draft(None, (round(width * READ_AT / dpi), round(height * READ_AT / dpi)))
    pixels, scale = _pixels(picture, dpi, width)
    found = Page(number, 0.0, 0.0, kind="image")
    see(found, pixels, dpi * scale, sure=said is not None)
    return found


def _density(picture: Pictures.Image) -> float | None:
    """Dots an inch: what the file says, if that makes a page of a size that there is."""
    longer = max(picture.size)
    said = picture.info.get("dpi")
    try:
        dpi = float(min(said)) if isinstance(said, tuple) and said else 0.0
    except (TypeError, ValueError):
        dpi = 0.0
    if dpi > 1 and LONG_SIDE[0] <= longer / dpi <= LONG_SIDE[1]:
        return dpi
    return None


def _pixels(picture: Pictures.Image, dpi: float, width: int) -> tuple[Image, float]:
    """The pixels of *picture* upright, on white, in blue, green, red or grey, and by which factor they are fewer."""
    flat = _flat(ImageOps.exif_transpose(picture))
    now = dpi * max(flat.size) / max(picture.size) if picture.size[0] == width else dpi * picture.size[0] / width
    if now > MOST_DPI:
        size = (max(1, round(flat.size[0] * READ_AT / now)), max(1, round(flat.size[1] * READ_AT / now)))
        flat = flat.resize(size, Pictures.Resampling.BOX if now > 2 * READ_AT else Pictures.Resampling.LANCZOS)
        now = READ_AT
    pixels = np.asarray(flat, np.uint8)
    return np.ascontiguousarray(pixels if pixels.ndim == 2 else pixels[:, :, ::-1]), now / dpi


def _flat(picture: Pictures.Image) -> Pictures.Image:
    """*picture* in red, green, blue or grey of eight bits, on white where it is transparent."""
    if picture.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        values = np.asarray(picture, np.float32)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        return Pictures.fromarray(np.clip(values * (255 / top), 0, 255).astype(np.uint8))
    if picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info:
        coloured = picture.convert("RGBA")
        ground = Pictures.new("RGBA", coloured.size, "white")
        return Pictures.alpha_composite(ground, coloured).convert("RGB")
    if picture.mode in {"1", "L"}:
        return picture.convert("L")
    return picture.convert("RGB")
