"""Pages whose text is told apart from what is seen: layers of other pages, turned, moved or told twice, pictures of single characters, strips of scans, locked files.

Each way takes a PDF as LibreOffice writes it and answers one that looks the same, so that what the unbroken file says is right still.
"""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from bench.garble_drawn import curves, told
from bench.garble_file import inflated, objects_of, packed, rebuilt
from bench.garble_layers import AT, BLOCK, FONT, HEX, by_font, each_page, in_mode, misread, moved, pages_of

__all__ = ["PAGES"]

DPI = 150
STRIP = 96
"""Rows of pixels of a strip."""


def _numbers(objects: dict[int, bytes], page: int) -> tuple[float, float]:
    size = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", objects[page])
    assert size is not None
    return float(size[1]), float(size[2])


def _with_images(objects: dict[int, bytes], page: int, images: list[bytes]) -> None:
    """Gives *page* the pictures *images* by the names /P0, /P1 ..."""
    free = max(objects) + 1
    names = b""
    for number, image in enumerate(images):
        objects[free + number] = image
        names += b"/P%d %d 0 R" % (number, free + number)
    resources = int(re.search(rb"/Resources (\d+) 0 R", objects[page])[1])  # type: ignore[index]  # LibreOffice's always are
    objects[free + len(images)] = objects[resources].replace(b"<<", b"<</XObject<<%b>>" % names, 1)
    objects[page] = objects[page].replace(b"/Resources %d 0 R" % resources, b"/Resources %d 0 R" % (free + len(images)))


def _image(pixels: bytes, width: int, height: int) -> bytes:
    small = zlib.compress(pixels)
    return (
        b"\n<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
        % (width, height, len(small), small)
    )


def _mask(bits: bytes, width: int, height: int) -> bytes:
    small = zlib.compress(bits)
    return (
        b"\n<</Type/XObject/Subtype/Image/ImageMask true/Width %d/Height %d/BitsPerComponent 1/Decode[1 0]/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
        % (width, height, len(small), small)
    )


def _drawn(data: bytes, index: int, dpi: int = DPI):  # type: ignore[no-untyped-def]  # noqa: ANN202 - an array of grey
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    image = pdfium.PdfDocument(data)[index].render(scale=dpi / 72, grayscale=True)
    array = image.to_numpy()
    return array.reshape(array.shape[0], -1)[:, : image.width]


def _text(objects: dict[int, bytes], content: int) -> bytes:
    return b"".join(BLOCK.findall(inflated(objects[content])))


def _scanned(data: bytes, layer: Callable[[bytes, int, tuple[float, float]], bytes]) -> dict[int, bytes]:
    """The file's objects with each page as its picture and with what *layer* makes of its text, its number and its size above it."""
    objects = objects_of(data)
    for index, (page, content) in enumerate(list(pages_of(objects))):
        array = _drawn(data, index)
        height, width = array.shape
        size = _numbers(objects, page)
        text = _text(objects, content)
        _with_images(objects, page, [_image(array.tobytes(), width, height)])
        objects[content] = packed(b"q %.2f 0 0 %.2f 0 0 cm /P0 Do Q\n" % size + layer(text, index, size))
    return objects


def scan_aside(data: bytes, rng: random.Random) -> bytes:
    """A picture with a layer that stands some characters further right."""
    by = rng.choice((-18.0, 12.0, 25.0))
    return rebuilt(
        data, _scanned(data, lambda text, _index, _size: in_mode(BLOCK.sub(lambda b: moved(b[0], by, 0), text), 3))
    )


def scan_smaller(data: bytes, rng: random.Random) -> bytes:
    """A picture with a layer of another scale, as where a scan was cut to its margins."""
    scale = rng.choice((0.94, 1.05))
    return rebuilt(
        data,
        _scanned(
            data, lambda text, _index, _size: b"q %.3f 0 0 %.3f 0 0 cm\n%b\nQ\n" % (scale, scale, in_mode(text, 3))
        ),
    )


def scan_twice(data: bytes, rng: random.Random) -> bytes:
    """A picture with two layers, each of which misreads other characters."""
    fonts = by_font(data)

    def run(text: bytes, by: float) -> bytes:
        return in_mode(BLOCK.sub(lambda b: moved(misread(b[0], fonts, 0.04, rng), by, by), text), 3)

    def both(text: bytes, _index: int, _size: tuple[float, float]) -> bytes:
        return run(text, 0.0) + run(text, 0.7)

    return rebuilt(data, _scanned(data, both))


def scan_other(data: bytes, rng: random.Random) -> bytes | None:
    """Pictures of pages, each with the layer of the page before."""
    before = objects_of(data)
    texts = [_text(before, content) for _, content in pages_of(before)]
    if len(texts) < 2:
        return None
    return rebuilt(data, _scanned(data, lambda _text, index, _size: in_mode(texts[index - 1], 3)))


def scan_turned(data: bytes, rng: random.Random) -> bytes:
    """A picture that lies on its side, as a scanner took it, in a page that is turned to be seen upright, with a layer that stands upright in the file."""
    objects = _scanned(data, lambda _text, _index, _size: b"")
    whole = objects_of(data)
    for page, content in list(pages_of(objects)):
        width, height = _numbers(objects, page)
        text = in_mode(_text(whole, content), 3)
        # The page as it is seen, a quarter turn back.
        objects[content] = packed(b"q 0 1 -1 0 %.2f 0 cm\n%b\n%b\nQ\n" % (height, inflated(objects[content]), text))
        objects[page] = objects[page].replace(
            b"/MediaBox[0 0 ", b"/Rotate 90/MediaBox[0 0 %.2f %.2f]/Was[0 0 " % (height, width)
        )
    return rebuilt(data, objects)


def strips(data: bytes, rng: random.Random) -> bytes:
    """Each page as strips of black and white, as drivers of printers send them."""
    import numpy as np

    objects = objects_of(data)
    for index, (page, content) in enumerate(list(pages_of(objects))):
        array = _drawn(data, index, 200)
        rows, columns = array.shape
        width, height = _numbers(objects, page)
        images: list[bytes] = []
        drawn = b""
        for number, top in enumerate(range(0, rows, STRIP)):
            part = array[top : top + STRIP] < 140
            images.append(_mask(np.packbits(part, axis=1).tobytes(), columns, len(part)))
            drawn += b"q 0 g %.3f 0 0 %.3f 0 %.3f cm /P%d Do Q\n" % (
                (width, height * len(part) / rows, height * (1 - (top + len(part)) / rows), number)
            )
        _with_images(objects, page, images)
        objects[content] = packed(drawn)
    return rebuilt(data, objects)


def _boxes(block: bytes, fonts: dict[bytes, dict[int, str]]) -> tuple[float, float, float, int] | None:
    """Where a text begins, its size and how many characters it has; None where it is blank."""
    at, font = AT.search(block), FONT.search(block)
    if at is None or font is None or not told(block, fonts).strip():
        return None
    return float(at[1]), float(at[2]), float(font[2]), sum(len(run) // 2 for run in HEX.findall(block))


def _pictured(data: bytes, chosen: Callable[[bytes], bool]) -> bytes:
    """The texts that are *chosen* as pictures of themselves, as Word has them of fonts that mustn't be in a file."""
    fonts = by_font(data)
    objects = objects_of(data)
    for index, (page, content) in enumerate(list(pages_of(objects))):
        whole = inflated(objects[content])
        gone = [block for block in BLOCK.findall(whole) if _boxes(block, fonts) and chosen(block)]
        only = dict(objects)
        only[content] = packed(b"".join(gone))
        array = _drawn(rebuilt(data, only), index, 300)
        rows, columns = array.shape
        width, height = _numbers(objects, page)
        images: list[bytes] = []
        drawn = b""
        for block in gone:
            x, y, size, count = _boxes(block, fonts) or (0.0, 0.0, 0.0, 0)
            left, right = (
                int((x - 1) / width * columns),
                min(columns, int((x + (count + 0.3) * size) / width * columns)),
            )
            top, bottom = int((1 - (y + size) / height) * rows), int((1 - (y - 0.35 * size) / height) * rows)
            part = array[max(top, 0) : bottom, max(left, 0) : right]
            inked = (part < 200).any(axis=0).nonzero()[0]
            if not len(inked):
                continue
            part = part[:, : inked[-1] + 2]
            drawn += b"q %.3f 0 0 %.3f %.3f %.3f cm /P%d Do Q\n" % (
                part.shape[1] / columns * width,
                part.shape[0] / rows * height,
                max(left, 0) / columns * width,
                height * (1 - bottom / rows),
                len(images),
            )
            images.append(_image(part.tobytes(), part.shape[1], part.shape[0]))
        _with_images(objects, page, images)
        objects[content] = packed(BLOCK.sub(lambda b: b"" if b[0] in gone else b[0], whole) + drawn)  # noqa: B023
    return rebuilt(data, objects)


def pictured(data: bytes, rng: random.Random) -> bytes:
    """All text is pictures, one for each piece of it."""
    return _pictured(data, lambda _block: True)


def pictured_one(data: bytes, rng: random.Random) -> bytes | None:
    """The text of one font is pictures."""
    fonts = by_font(data)
    fit = sorted(name for name, codes in fonts.items() if len(codes) > 8)
    if len(fit) < 2:
        return None
    name = rng.choice(fit)
    return _pictured(data, lambda block: (font := FONT.search(block)) is not None and font[1] == name)


def curves_layer(data: bytes, rng: random.Random) -> bytes:
    """All text is curves, below an invisible layer in which one character of thirty is another."""
    fonts = by_font(data)
    drawn, whole = objects_of(curves(data, rng)), objects_of(data)
    for _, content in pages_of(whole):
        layer = in_mode(BLOCK.sub(lambda b: misread(b[0], fonts, 0.03, rng), _text(whole, content)), 3)
        drawn[content] = packed(inflated(drawn[content]) + layer)
    return rebuilt(data, drawn)


def hidden_words(data: bytes, rng: random.Random) -> bytes:
    """Texts in white, under the page's edge and in no size stand beside what is seen."""
    fonts = by_font(data)

    def change(block: bytes) -> bytes:
        if rng.random() > 0.3:
            return block
        other = misread(block, fonts, 0.6, rng)
        way = rng.randrange(3)
        if way == 0:
            return re.sub(rb"[\d.]+ [\d.]+ [\d.]+ rg", b"1 1 1 rg", moved(other, 20, -8), count=1) + block
        if way == 1:
            return moved(other, 0, -2000) + block
        return in_mode(moved(other, 6, -6), 3) + block

    return each_page(data, lambda page: BLOCK.sub(lambda block: change(block[0]), page))


def switched_off(data: bytes, rng: random.Random) -> bytes:
    """A layer that is switched off has the same texts with other characters."""
    fonts = by_font(data)
    objects = objects_of(data)
    free = max(objects) + 1
    objects[free] = b"\n<</Type/OCG/Name(draft)>>"
    root = int(re.search(rb"/Root (\d+) 0 R", data)[1])  # type: ignore[index]  # each file has one
    objects[root] = objects[root].replace(
        b"/Type/Catalog", b"/Type/Catalog/OCProperties<</OCGs[%d 0 R]/D<</OFF[%d 0 R]/Order[]>>>>" % (free, free), 1
    )
    for page, content in list(pages_of(objects)):
        resources = int(re.search(rb"/Resources (\d+) 0 R", objects[page])[1])  # type: ignore[index]  # LibreOffice's always are
        if b"/Draft" not in objects[resources]:
            objects[resources] = objects[resources].replace(b"<<", b"<</Properties<</Draft %d 0 R>>" % free, 1)
        text = inflated(objects[content])
        draft = b"".join(misread(moved(block, 2, -1), fonts, 0.2, rng) for block in BLOCK.findall(text))
        objects[content] = packed(b"/OC/Draft BDC\n" + draft + b"EMC\n" + text)
    return rebuilt(data, objects)


def locked(data: bytes, rng: random.Random) -> bytes:
    """Nothing may be copied out of the file, whose digits are others."""
    from bench.garble_file import broken
    from bench.garble_maps import BREAKERS

    data = broken(data, BREAKERS["digits"], rng) or data
    with tempfile.TemporaryDirectory() as place:
        before, after = Path(place, "a.pdf"), Path(place, "b.pdf")
        before.write_bytes(data)
        subprocess.run(
            ["qpdf", "--encrypt", "", "owner", "256", "--extract=n", "--print=none", "--", str(before), str(after)],
            check=False,
            capture_output=True,
        )
        return after.read_bytes()


PAGES: dict[str, Callable[[bytes, random.Random], bytes | None]] = {
    "scan-aside": scan_aside,
    "scan-smaller": scan_smaller,
    "scan-twice": scan_twice,
    "scan-other": scan_other,
    "scan-turned": scan_turned,
    "strips": strips,
    "pictured": pictured,
    "pictured-one": pictured_one,
    "curves-layer": curves_layer,
    "hidden-words": hidden_words,
    "switched-off": switched_off,
    "locked": locked,
}
