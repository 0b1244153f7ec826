"""Image files of every make, and those that were made to do harm."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image as Pictures
from scan_builder import line, saved

from forms.errors import FubiaoError, OverLimit, Unreadable
from parsers.document import Document, Paragraph
from parsers.read import read


def page(text: str = "推荐单位名称") -> Pictures.Image:
    picture = Pictures.new("RGB", (800, 500), "white")
    picture.paste(Pictures.fromarray(line(text, size=14)), (200, 200))
    return picture


def file_of(picture: Pictures.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def written(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def sixteen_bits() -> Pictures.Image:
    return Pictures.fromarray(np.asarray(page().convert("L"), np.uint16) * 257)


def see_through() -> Pictures.Image:
    grey = page().convert("L")
    found = Pictures.new("RGBA", grey.size, "black")
    found.putalpha(grey.point(lambda value: 255 - value))
    return found


def on_its_side() -> bytes:
    exif = Pictures.Exif()
    exif[0x0112] = 6  # to be turned clockwise when shown (Exif 2.3, 4.6.4)
    return file_of(page().transpose(Pictures.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: file_of(page().convert("CMYK"), "JPEG", quality=95), id="inks"),
        pytest.param(lambda: file_of(sixteen_bits(), "PNG"), id="16 bits"),
        pytest.param(
            lambda: file_of(page().convert("1", dither=Pictures.Dither.NONE), "TIFF", compression="group4"), id="fax"
        ),
        pytest.param(lambda: file_of(see_through(), "PNG"), id="transparent"),
        pytest.param(lambda: file_of(page().quantize(8), "BMP"), id="palette"),
        pytest.param(on_its_side, id="turned by Exif"),
    ],
)
def test_images_of_every_kind_of_pixel_are_read(data: object) -> None:
    assert callable(data)
    assert written(read(data())) == ["推荐单位名称"]


def test_each_picture_of_a_tiff_is_a_page_and_what_moves_is_one() -> None:
    pictures = [page("第一页"), page("第二页")]
    document = read(file_of(pictures[0], "TIFF", save_all=True, append_images=pictures[1:], dpi=(100, 100)))
    assert document.pages == 2
    assert [(block.text, block.page) for block in document.blocks if isinstance(block, Paragraph)] == [
        ("第一页", 1),
        ("第二页", 2),
    ]
    document = read(file_of(pictures[0], "GIF", save_all=True, append_images=pictures[1:]))
    assert written(document) == ["第一页"]
    assert [note.code for note in document.notes] == ["image.moving"]


def png(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels and has none."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def many_pages() -> bytes:
    pictures = [Pictures.new("1", (8, 8)) for _ in range(500)]
    return file_of(pictures[0], "TIFF", save_all=True, append_images=pictures[1:])


def second_page_without_size() -> bytes:
    small = Pictures.new("L", (40, 40))
    data = bytearray(file_of(small, "TIFF", save_all=True, append_images=[small]))
    (first,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, first)
    (second,) = struct.unpack_from("<I", data, first + 2 + 12 * entries)
    struct.pack_into("<H", data, second + 2, 700)  # the first entry is the width
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        pytest.param(lambda: saved(np.full((900, 700, 3), 255, np.uint8)), Unreadable, "unreadable.blank", id="blank"),
        pytest.param(lambda: saved(np.zeros((900, 700), np.uint8)), Unreadable, "unreadable.blank", id="black"),
        pytest.param(lambda: saved(np.zeros((1, 1, 3), np.uint8)), Unreadable, "unreadable.blank", id="one pixel"),
        pytest.param(lambda: png(30_000, 30_000), OverLimit, "limit.pixels", id="30,000 pixels"),
        pytest.param(lambda: png(30_000, 10), OverLimit, "limit.pixels", id="a strip"),
        pytest.param(lambda: png(900, 700), Unreadable, "unreadable.damaged", id="without pixels"),
        pytest.param(lambda: file_of(page(), "JPEG")[:3000], Unreadable, "unreadable.damaged", id="cut off"),
        pytest.param(many_pages, OverLimit, "limit.pages", id="500 pages"),
        pytest.param(second_page_without_size, Unreadable, "unreadable.damaged", id="a page without its size"),
        pytest.param(lambda: b"8BPS\0\1" + bytes(40), Unreadable, "unreadable.picture", id="another format"),
        pytest.param(lambda: b"\xff\xd8\xff" + bytes(99), Unreadable, "unreadable.picture", id="no JPEG"),
    ],
)
def test_what_is_no_page_gets_a_clear_answer(data: object, error: type[FubiaoError], code: str) -> None:
    assert callable(data)
    with pytest.raises(error) as caught:
        read(data())
    assert caught.value.code == code
