"""Text layers that say something else than what is seen: hidden, displaced, doubled, covered, or drawn by programs of the file.

Each way takes a PDF as LibreOffice writes it and answers one that looks the same, so that what the unbroken file says is right still.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator

from bench.garble_file import inflated, maps_of, objects_of, packed, rebuilt

__all__ = [
    "AT",
    "BLOCK",
    "FONT",
    "HEX",
    "LAYERS",
    "Layer",
    "by_font",
    "each_page",
    "in_mode",
    "misread",
    "moved",
    "pages_of",
]

Layer = Callable[[bytes, random.Random], bytes | None]

DPI = 150
CELL, ACROSS = 96, 16
"""Pixels of an em as fonts of pictures have it, and characters of a row in which they are drawn."""
_PAGE = re.compile(rb"/Type/Page(?!s)")
BLOCK = re.compile(rb"q [^\n]*rg\nBT\n.*?\nET\nQ\n", re.DOTALL)
AT = re.compile(rb"([-\d.]+) ([-\d.]+) Td")
FONT = re.compile(rb"/(F\d+) ([\d.]+) Tf")
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


# ---- pages


def pages_of(objects: dict[int, bytes]) -> Iterator[tuple[int, int]]:
    """The numbers of each page and of its content."""
    for number, content in sorted(objects.items()):
        if _PAGE.search(content):
            found = re.search(rb"/Contents (\d+) 0 R", content)
            if found:
                yield number, int(found[1])


def each_page(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    objects = objects_of(data)
    for _, content in pages_of(objects):
        objects[content] = packed(change(inflated(objects[content])))
    return rebuilt(data, objects)


def moved(block: bytes, right: float, up: float) -> bytes:
    return AT.sub(lambda at: b"%.3f %.3f Td" % (float(at[1]) + right, float(at[2]) + up), block)


def in_mode(block: bytes, mode: int) -> bytes:
    return block.replace(b"BT\n", b"BT\n%d Tr\n" % mode)


def by_font(data: bytes) -> dict[bytes, dict[int, str]]:
    """The maps by the names of fonts on the pages."""
    objects = objects_of(data)
    maps = maps_of(objects)
    found: dict[bytes, dict[int, str]] = {}
    for content in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", content):
            at = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
            if at and int(at[1]) in maps:
                found[name] = maps[int(at[1])]
    return found


def misread(block: bytes, fonts: dict[bytes, dict[int, str]], share: float, rng: random.Random) -> bytes:
    """*block* with some codes in the place of others of their font and sort, as a bad reader has it."""
    name = FONT.search(block)
    codes = fonts.get(name[1], {}) if name else {}

    def other(code: int) -> int:
        text = codes.get(code, " ")
        if text.isspace() or rng.random() >= share:
            return code
        same = [
            one
            for one, value in codes.items()
            if value.isdecimal() == text.isdecimal() and (value > "\u2000") == (text > "\u2000")
        ]
        return rng.choice(same)

    return HEX.sub(
        lambda run: b"<" + b"".join(b"%02X" % other(code) for code in bytes.fromhex(run[1].decode())) + b">", block
    )


def _pictured(data: bytes, layer: Callable[[bytes], bytes], *, above: bool) -> bytes:
    """Each page as its picture, with what *layer* makes of its text below or *above* it."""
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    document = pdfium.PdfDocument(data)
    objects = objects_of(data)
    free = max(objects) + 1
    for index, (page, content) in enumerate(list(pages_of(objects))):
        image = document[index].render(scale=DPI / 72, grayscale=True).to_numpy()
        height, width = image.shape[:2]
        pixels = zlib.compress(image.reshape(height, -1)[:, :width].tobytes())
        objects[free] = (
            b"\n<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
            % (width, height, len(pixels), pixels)
        )
        resources = int(re.search(rb"/Resources (\d+) 0 R", objects[page])[1])  # type: ignore[index]  # LibreOffice's always are
        objects[free + 1] = objects[resources].replace(b"<<", b"<</XObject<</Scan %d 0 R>>" % free, 1)
        objects[page] = objects[page].replace(b"/Resources %d 0 R" % resources, b"/Resources %d 0 R" % (free + 1))
        size = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", objects[page])
        assert size is not None
        drawn = b"q %b 0 0 %b 0 0 cm /Scan Do Q\n" % (size[1], size[2])
        text = layer(b"".join(BLOCK.findall(inflated(objects[content]))))
        objects[content] = packed(drawn + text if above else text + drawn)
        free += 2
    return rebuilt(data, objects)


def _blocks(text: bytes, change: Callable[[bytes], bytes]) -> bytes:
    return BLOCK.sub(lambda block: change(block[0]), text)


def scan_layer(data: bytes, rng: random.Random) -> bytes:
    """A picture with an invisible layer that is right."""
    return _pictured(data, lambda text: in_mode(text, 3), above=True)


def scan_misread(data: bytes, rng: random.Random) -> bytes:
    """A picture with an invisible layer in which one character of thirty is another."""
    fonts = by_font(data)
    return _pictured(
        data, lambda text: in_mode(_blocks(text, lambda block: misread(block, fonts, 0.03, rng)), 3), above=True
    )


def scan_below(data: bytes, rng: random.Random) -> bytes:
    """The same, the layer below the picture."""
    fonts = by_font(data)
    return _pictured(data, lambda text: _blocks(text, lambda block: misread(block, fonts, 0.03, rng)), above=False)


def scan_displaced(data: bytes, rng: random.Random) -> bytes:
    """A picture with a layer that stands a line higher or lower than what it tells."""
    shift = rng.choice((-22.0, -14.0, 14.0, 22.0))
    return _pictured(data, lambda text: in_mode(_blocks(text, lambda block: moved(block, 0, shift)), 3), above=True)


def scan_digits(data: bytes, rng: random.Random) -> bytes:
    """A picture with an invisible layer in which some digits are others."""
    fonts = {
        name: {code: text for code, text in codes.items() if text.isdecimal()} for name, codes in by_font(data).items()
    }
    return _pictured(
        data, lambda text: in_mode(_blocks(text, lambda block: misread(block, fonts, 0.06, rng)), 3), above=True
    )


def fake_bold(data: bytes, rng: random.Random) -> bytes:
    """Each text twice, a part of a point beside itself."""
    by = rng.choice((0.2, 0.35, 0.5))
    return each_page(data, lambda page: _blocks(page, lambda block: block + moved(block, by, 0)))


def shadowed(data: bytes, rng: random.Random) -> bytes:
    """Each text above a grey one that stands a point lower and further right."""
    return each_page(
        data,
        lambda page: _blocks(
            page,
            lambda block: (
                re.sub(rb"[\d.]+ [\d.]+ [\d.]+ rg", b"0.75 0.75 0.75 rg", moved(block, 0.8, -0.8), count=1) + block
            ),
        ),
    )


def covered(data: bytes, rng: random.Random) -> bytes:
    """Some texts above others that a white ground hides."""
    fonts = by_font(data)

    def change(block: bytes) -> bytes:
        at, font = AT.search(block), FONT.search(block)
        if at is None or font is None or rng.random() > 0.3:
            return block
        codes = fonts.get(font[1], {})
        if all(codes.get(code, " ").isspace() for run in HEX.findall(block) for code in bytes.fromhex(run.decode())):
            # A space that carries an underline stands over other texts, which a ground would hide.
            return block
        size = float(font[2])
        count = sum(len(run) // 2 for run in HEX.findall(block))
        ground = b"q 1 1 1 rg %.2f %.2f %.2f %.2f re f Q\n" % (
            float(at[1]) - 0.3,
            float(at[2]) - 0.2 * size,
            count * size + 0.6,
            1.15 * size,
        )
        return misread(block, fonts, 0.7, rng) + ground + block

    # Rules that a ground hides are drawn again.
    def page(content: bytes) -> bytes:
        rules = b"".join(re.findall(rb"q [\d.]+ w 0 J 1 j\n[-\d.]+ [-\d.]+ m\n[-\d.]+ [-\d.]+ l S\nQ\n", content))
        return _blocks(content, change) + rules

    return each_page(data, page)


def disagreeing(data: bytes, rng: random.Random) -> bytes:
    """Each text drawn as it is, but told by an invisible one in its place in which one character of thirty is another; what is drawn has no map."""
    fonts = by_font(data)
    objects = objects_of(data)
    twins: dict[bytes, bytes] = {}
    free = max(objects) + 1
    for key, content in list(objects.items()):
        names = re.findall(rb"/(F\d+) (\d+) 0 R", content)
        if names and b"/Type/Font" not in content:
            for name, font_number in names:
                twins[name] = name + b"x"
                objects[free] = re.sub(rb"/ToUnicode \d+ 0 R", b"", objects[int(font_number)])
                objects[key] = objects[key].replace(b"<<", b"<</%bx %d 0 R" % (name, free), 1)
                free += 1

    def change(block: bytes) -> bytes:
        drawn = FONT.sub(lambda font: b"/%b %b Tf" % (twins.get(font[1], font[1]), font[2]), block)
        return drawn + in_mode(misread(block, fonts, 0.03, rng), 3)

    for _, number in pages_of(objects):
        objects[number] = packed(_blocks(inflated(objects[number]), change))
    return rebuilt(data, objects)


# ---- fonts of pictures


def _drawn_codes(
    data: bytes, objects: dict[int, bytes], font: int, first: int, last: int
) -> dict[int, tuple[bytes, tuple[int, int, int, int]]]:
    """A picture of each code's character: a bit a pixel, ink 1; with its box in pixels from where the character begins on its baseline."""
    import numpy as np
    import pypdfium2 as pdfium

    side, rows_of = 2 * CELL, (last - first) // ACROSS + 1
    content = b"".join(
        b"BT /F %d Tf %d %d Td <%02X> Tj ET\n"
        % (
            CELL,
            (code - first) % ACROSS * side + CELL // 2,
            (rows_of - 1 - (code - first) // ACROSS) * side + CELL // 2,
            code,
        )
        for code in range(first, last + 1)
    )
    alone = dict(objects)
    free = max(alone) + 1
    alone[free] = packed(content)
    alone[free + 1] = b"\n<</Font<</F %d 0 R>>>>" % font
    page = next(number for number, _ in pages_of(objects))
    alone[page] = re.sub(rb"/Contents \d+ 0 R", b"/Contents %d 0 R" % free, alone[page])
    alone[page] = re.sub(rb"/Resources \d+ 0 R", b"/Resources %d 0 R" % (free + 1), alone[page])
    alone[page] = re.sub(
        rb"/MediaBox\[[^\]]*\]", b"/MediaBox[0 0 %d %d]" % (ACROSS * side, rows_of * side), alone[page]
    )
    image = pdfium.PdfDocument(rebuilt(data, alone))[0].render(scale=1, grayscale=True).to_numpy()
    image = image.reshape(image.shape[0], -1)
    found = {}
    for code in range(first, last + 1):
        top, left = ((code - first) // ACROSS * side, (code - first) % ACROSS * side)
        rows = image[top : top + side, left : left + side] < 128
        down, across = np.flatnonzero(rows.any(axis=1)), np.flatnonzero(rows.any(axis=0))
        if len(down):
            top, bottom, left, right = int(down[0]), int(down[-1]) + 1, int(across[0]), int(across[-1]) + 1
            cut = np.packbits(rows[top:bottom, left:right], axis=1).tobytes()
            found[code] = cut, (left - CELL // 2, side - bottom - CELL // 2, right - CELL // 2, side - top - CELL // 2)
        else:
            found[code] = b"", (0, 0, 0, 0)
    return found


def type3(data: bytes, rng: random.Random) -> bytes:
    """All fonts of one byte a code are programs that draw pictures, as those of TeX were; their maps are right."""
    objects = objects_of(data)
    free = max(objects) + 1
    drawn = dict(objects)
    for number, content in objects.items():
        if not re.search(rb"/Subtype/(TrueType|Type1)\b", content) or b"/Type/Font\n" not in content.replace(
            b"/Type/Font/", b"/Type/Font\n"
        ):
            continue
        span = re.search(rb"/FirstChar (\d+)\s*/LastChar (\d+)\s*/Widths\[([^\]]*)\]", content)
        unicode = re.search(rb"/ToUnicode \d+ 0 R", content)
        if span is None:
            continue
        first, last, widths = int(span[1]), int(span[2]), [float(one) for one in span[3].split()]
        programs, names = b"", b""
        for code, (bits, box) in _drawn_codes(data, objects, number, first, last).items():
            x0, y0, x1, y1 = (round(one * 1000 / CELL) for one in box)
            program = b"%g 0 %d %d %d %d d1\n" % (widths[code - first], x0, y0, x1, y1)
            if bits:
                program += b"q %d 0 0 %d %d %d cm\nBI /W %d /H %d /IM true /BPC 1 /D [1 0] /F /Fl ID %b\nEI Q" % (
                    (x1 - x0, y1 - y0, x0, y0, box[2] - box[0], box[3] - box[1], zlib.compress(bits))
                )
            drawn[free] = packed(program)
            programs += b"/c%d %d 0 R" % (code, free)
            names += b" /c%d" % code
            free += 1
        drawn[number] = (
            b"\n<</Type/Font/Subtype/Type3/FontBBox[-500 -500 1500 1500]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<<%b>>"
            b"/Encoding<</Type/Encoding/Differences[%d%b]>>/FirstChar %d/LastChar %d/Widths[%b]/Resources<<>>%b>>"
            % (programs, first, names, first, last, span[3], unicode[0] if unicode else b"")
        )
    return rebuilt(data, drawn)


LAYERS: dict[str, Layer] = {
    "scan-layer": scan_layer,
    "scan-misread": scan_misread,
    "scan-below": scan_below,
    "scan-displaced": scan_displaced,
    "scan-digits": scan_digits,
    "fake-bold": fake_bold,
    "shadowed": shadowed,
    "covered": covered,
    "disagreeing": disagreeing,
    "type3": type3,
}
