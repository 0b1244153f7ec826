"""Pages on which text and what is drawn of it part: curves in the place of characters, pictures of parts of pages, texts that other texts are told in the place of.

Each way takes a PDF as LibreOffice writes it and answers one that looks the same, so that what the unbroken file says is right still.
"""

from __future__ import annotations

import ctypes
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator

from bench.garble_file import broken, inflated, objects_of, packed, rebuilt
from bench.garble_layers import AT, BLOCK, FONT, HEX, LAYERS, by_font, each_page, in_mode, misread, moved, pages_of
from bench.garble_maps import BREAKERS, is_han

__all__ = ["DRAWN"]

RARE = 2
"""Times that a character stands in a file at most which labels don't have."""


# ---- curves


def _outlines(data: bytes, wanted: Callable[[str, bytes], bool]) -> Iterator[bytes]:
    """The characters of each page as curves, of those that are *wanted* by their text and the name of their font in the file."""
    import pypdfium2 as pdfium  # type: ignore[import-untyped]
    from pypdfium2 import raw

    document = pdfium.PdfDocument(data)
    x, y = ctypes.c_double(), ctypes.c_double()
    px, py = ctypes.c_float(), ctypes.c_float()
    matrix = raw.FS_MATRIX()
    for page in document:
        text = page.get_textpage()
        found = []
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, index)
            thing = raw.FPDFText_GetTextObject(text, index)
            # PDFium tells a hyphen at the end of a line so.
            code = 0x2D if code == 0x02 else code
            if not thing or code <= 0x20:
                continue
            font = raw.FPDFTextObj_GetFont(thing)
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            raw.FPDFText_GetMatrix(text, index, matrix)
            path = raw.FPDFFont_GetGlyphPath(font, code, size := raw.FPDFText_GetFontSize(text, index))
            name = (ctypes.c_char * 128)()
            raw.FPDFFont_GetBaseFontName(font, name, 128)
            if not path or not wanted(chr(code), name.value):
                continue
            parts, points = [], []
            for number in range(raw.FPDFGlyphPath_CountGlyphSegments(path)):
                segment = raw.FPDFGlyphPath_GetGlyphPathSegment(path, number)
                raw.FPDFPathSegment_GetPoint(segment, px, py)
                points.append(b"%.2f %.2f" % (1000 * px.value, 1000 * py.value))
                kind = raw.FPDFPathSegment_GetType(segment)
                if kind == raw.FPDF_SEGMENT_MOVETO:
                    parts.append(points.pop() + b" m")
                elif kind == raw.FPDF_SEGMENT_LINETO:
                    parts.append(points.pop() + b" l")
                elif len(points) == 3:
                    parts.append(b" ".join(points) + b" c")
                    points = []
                if raw.FPDFPathSegment_GetClose(segment):
                    parts.append(b"h")
            found.append(
                b"q 0 0 0 rg %.6f %.6f %.6f %.6f %.3f %.3f cm\n%b f Q\n"
                % (
                    *(one * size / 1000 for one in (matrix.a, matrix.b, matrix.c, matrix.d)),
                    x.value,
                    y.value,
                    b"\n".join(parts),
                )
            )
        yield b"".join(found)


def _curved(data: bytes, gone: Callable[[bytes], bool], wanted: Callable[[str, bytes], bool]) -> bytes:
    """*data* with curves for the blocks that are *gone*."""
    objects = objects_of(data)
    for (_, content), curves in zip(pages_of(objects), _outlines(data, wanted), strict=True):
        kept = BLOCK.sub(lambda block: b"" if gone(block[0]) else block[0], inflated(objects[content]))
        objects[content] = packed(kept + curves)
    return rebuilt(data, objects)


def curves(data: bytes, rng: random.Random) -> bytes:
    """All text is curves."""
    return _curved(data, lambda _block: True, lambda _text, _font: True)


def curves_one(data: bytes, rng: random.Random) -> bytes | None:
    """The text of one font is curves."""
    objects = objects_of(data)
    names: dict[bytes, bytes] = {}
    for content in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", content):
            base = re.search(rb"/BaseFont/([^/\s>\[]+)", objects[int(number)])
            if base:
                names[name] = base[1].partition(b"+")[2].replace(b"#20", b" ")
    fit = sorted(name for name, codes in by_font(data).items() if name in names and len(codes) > 8)
    # Another subset of the same font has the same name.
    if len(fit) < 2:
        return None
    chosen = names[rng.choice(fit)]
    same = {name for name, base in names.items() if base == chosen}

    def gone(block: bytes) -> bool:
        font = FONT.search(block)
        return font is not None and font[1] in same

    return _curved(data, gone, lambda _text, font: font == chosen)


# ---- pictures of parts of pages


def _with_picture(data: bytes, objects: dict[int, bytes], index: int, page: int, low: float, high: float) -> bytes:
    """Puts the picture of page *index* between the heights *low* and *high* among the file's *objects*; answers what draws it."""
    import pypdfium2 as pdfium

    image = pdfium.PdfDocument(data)[index].render(scale=200 / 72, grayscale=True).to_numpy()
    rows, columns = image.shape[:2]
    size = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", objects[page])
    assert size is not None
    wide, tall = float(size[1]), float(size[2])
    high = min(high, tall)
    top, bottom = round((1 - high / tall) * rows), round((1 - low / tall) * rows)
    part = image.reshape(rows, -1)[top:bottom, :columns]
    pixels = zlib.compress(part.tobytes())
    free = max(objects) + 1
    objects[free] = (
        b"\n<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
        % (columns, bottom - top, len(pixels), pixels)
    )
    resources = int(re.search(rb"/Resources (\d+) 0 R", objects[page])[1])  # type: ignore[index]  # LibreOffice's always are
    objects[free + 1] = objects[resources].replace(b"<<", b"<</XObject<</Part %d 0 R>>" % free, 1)
    objects[page] = objects[page].replace(b"/Resources %d 0 R" % resources, b"/Resources %d 0 R" % (free + 1))
    start, end = tall * (1 - bottom / rows), tall * (1 - top / rows)
    return b"q %.3f 0 0 %.3f 0 %.3f cm /Part Do Q\n" % (wide, end - start, start)


def page_scanned(data: bytes, rng: random.Random) -> bytes | None:
    """One page of several is a scan."""
    objects = objects_of(data)
    pages = list(pages_of(objects))
    if len(pages) < 2:
        return None
    index = rng.randrange(len(pages))
    page, content = pages[index]
    objects[content] = packed(_with_picture(data, objects, index, page, 0, 10_000))
    return rebuilt(data, objects)


def half_scanned(data: bytes, rng: random.Random) -> bytes:
    """What stands below a level rule near the middle of each page is a picture, pasted there."""
    objects = objects_of(data)
    for index, (page, content) in enumerate(list(pages_of(objects))):
        text = inflated(objects[content])
        levels = [
            float(y)
            for x0, y, x1, again in re.findall(rb"\n([\d.]+) ([\d.]+) m\n([\d.]+) ([\d.]+) l S", text)
            if y == again and float(x1) - float(x0) > 300
        ]
        if not levels:
            continue
        cut = min(levels, key=lambda level: abs(level - 400)) - 0.6

        def keeps(place: re.Match[bytes], cut: float = cut) -> bytes:
            at = AT.search(place[0])
            return b"" if at is not None and float(at[2]) < cut else place[0]

        kept = BLOCK.sub(keeps, text)

        def rule(found: re.Match[bytes], cut: float = cut) -> bytes:
            x0, y0, x1, y1 = map(float, found.groups())
            if max(y0, y1) < cut:
                return b""
            return b"\n%.3f %.3f m\n%.3f %.3f l S" % (x0, max(y0, cut), x1, max(y1, cut))

        kept = re.sub(rb"\n([\d.]+) ([\d.]+) m\n([\d.]+) ([\d.]+) l S", rule, kept)
        objects[content] = packed(kept + _with_picture(data, objects, index, page, 0, cut))
    return rebuilt(data, objects)


# ---- texts told in the place of others


def told(block: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    """What *block* says by the maps of *fonts*."""
    name = FONT.search(block)
    codes = fonts.get(name[1], {}) if name else {}
    return "".join(codes.get(code, " ") for run in HEX.findall(block) for code in bytes.fromhex(run.decode()))


def actual_text(data: bytes, rng: random.Random) -> bytes:
    """Each text has an /ActualText, in which one character of thirty is another."""
    fonts = by_font(data)
    objects = objects_of(data)

    def change(block: bytes) -> bytes:
        value = b"FEFF" + told(misread(block, fonts, 0.03, rng), fonts).encode("utf-16-be").hex().upper().encode()
        return block.replace(b"BT\n", b"BT\n/Span<</ActualText<%b>>>BDC\n" % value).replace(b"\nET", b"\nEMC\nET")

    for _, content in pages_of(objects):
        objects[content] = packed(BLOCK.sub(lambda block: change(block[0]), inflated(objects[content])))
    return rebuilt(data, objects)


def clipped(data: bytes, rng: random.Random) -> bytes:
    """Some texts are a clip through which a ground is seen, as headings with shades of colour are made."""
    fonts = by_font(data)

    def change(block: bytes) -> bytes:
        at, font = AT.search(block), FONT.search(block)
        if at is None or font is None or not told(block, fonts).strip() or rng.random() > 0.3:
            return block
        size = float(font[2])
        count = sum(len(run) // 2 for run in HEX.findall(block))
        ground = b"%.2f %.2f %.2f %.2f re f\n" % (float(at[1]), float(at[2]) - size, count * size + size, 2.2 * size)
        return in_mode(block, 7).replace(b"\nET\nQ\n", b"\nET\n" + ground + b"Q\n")

    return each_page(data, lambda page: BLOCK.sub(lambda block: change(block[0]), page))


def far_shadow(data: bytes, rng: random.Random) -> bytes:
    """Each text above a grey one that stands a fifth of an em lower and further right."""

    def change(block: bytes) -> bytes:
        font = FONT.search(block)
        by = 0.2 * float(font[2]) if font else 2.0
        return re.sub(rb"[\d.]+ [\d.]+ [\d.]+ rg", b"0.8 0.8 0.8 rg", moved(block, by, -by), count=1) + block

    return each_page(data, lambda page: BLOCK.sub(lambda block: change(block[0]), page))


def sideways(data: bytes, rng: random.Random) -> bytes | None:
    """The page's content lies on its side, in a file whose digits are others."""
    data = broken(data, BREAKERS["digits"], rng) or data
    objects = objects_of(data)
    for page, content in pages_of(objects):
        size = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", objects[page])
        assert size is not None
        objects[page] = objects[page].replace(size[0], b"/MediaBox[0 0 %b %b]" % (size[2], size[1]))
        objects[content] = packed(b"q 0 1 -1 0 %b 0 cm\n%b\nQ\n" % (size[2], inflated(objects[content])))
    return rebuilt(data, objects)


def type3_broken(name: str) -> Callable[[bytes, random.Random], bytes | None]:
    """All fonts draw by programs, and their maps are broken."""

    def layer(data: bytes, rng: random.Random) -> bytes | None:
        worse = broken(data, BREAKERS[name], rng)
        return LAYERS["type3"](worse, rng) if worse is not None else None

    return layer


def two_like_digits(data: bytes, rng: random.Random) -> bytes | None:
    """In one font two digits that look alike change places."""
    one, other = rng.choice(("38", "68", "08", "89", "17", "56", "06", "35", "69", "09"))
    change = {one: other, other: one}

    def breaker(maps: dict[int, dict[int, str]], rng: random.Random) -> dict[int, dict[int, str]] | None:
        fit = [number for number, codes in maps.items() if {one, other} & set(codes.values())]
        if not fit:
            return None
        number = rng.choice(sorted(fit))
        return {**maps, number: {code: change.get(text, text) for code, text in maps[number].items()}}

    return broken(data, breaker, rng)


def rare_swapped(data: bytes, rng: random.Random) -> bytes | None:
    """Characters that a file has once or twice, as those of names are, take one another's places."""
    counts: Counter[tuple[bytes, int]] = Counter()
    objects = objects_of(data)
    for _, content in pages_of(objects):
        for block in BLOCK.findall(inflated(objects[content])):
            font = FONT.search(block)
            for run in HEX.findall(block):
                counts.update((font[1] if font else b"", code) for code in bytes.fromhex(run.decode()))
    fonts = by_font(data)

    def breaker(maps: dict[int, dict[int, str]], rng: random.Random) -> dict[int, dict[int, str]] | None:
        made = {}
        for number, codes in maps.items():
            names = [name for name, told in fonts.items() if told == codes]
            rare = [c for c, text in codes.items() if is_han(text) and 0 < sum(counts[n, c] for n in names) <= RARE]
            texts = [codes[code] for code in rare]
            made[number] = {**codes, **dict(zip(rare, texts[1:] + texts[:1], strict=True))}
        return made

    return broken(data, breaker, rng)


DRAWN: dict[str, Callable[[bytes, random.Random], bytes | None]] = {
    "curves": curves,
    "curves-one": curves_one,
    "page-scanned": page_scanned,
    "half-scanned": half_scanned,
    "actual-text": actual_text,
    "clipped": clipped,
    "far-shadow": far_shadow,
    "sideways": sideways,
    "type3-digits": type3_broken("digits"),
    "type3-swapped": type3_broken("swapped"),
    "type3-stripped": type3_broken("stripped"),
    "like-digits": two_like_digits,
    "rare-swapped": rare_swapped,
}
