"""Makes ``parsers/pdf/shapes.bin``: where fonts draw each character, and where hardly any does.

``python -m bench.shapes FONT[:NUMBER] … --latin FONT[:NUMBER] …`` with fonts of several styles, the more the better; a number picks a font of a
collection. The file in the tree was made of Noto Sans CJK SC (regular and bold), Noto Serif CJK SC, WenQuanYi Zen Hei and Micro Hei and AR PL UMing; for
letters and digits also of DejaVu and Liberation, sans and serif. It holds no outlines: two bits a pixel, of the mean of all fonts.

Han characters are those of GB 2312 in its order, on a square of 16 pixels; then U+0021 to U+007E on 16 by 32 pixels, which is half an em by one. The
baseline is 0.88 of the height from the top. Each character has a mask of where it is drawn and one of where it isn't.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

OUT = Path(__file__).parent.parent / "parsers" / "pdf" / "shapes.bin"
INK, WHITE = 0.5, 0.15
"""Mean darkness from which on, and up to which, a pixel is of one of the two masks."""
FINE = 4
"""Times the resolution at which fonts are drawn before the mean is taken."""


def han() -> Iterator[str]:
    """The places of GB 2312 from zone 16 on; an ideographic space where there is no character."""
    for zone in range(0xB0, 0xF8):
        for place in range(0xA1, 0xFF):
            try:
                yield bytes((zone, place)).decode("gb2312")
            except UnicodeDecodeError:
                yield "\u3000"


def mean(characters: list[str], fonts: list[str], em: int, wide: int) -> np.ndarray:
    """The mean darkness of each character's pixels over *fonts*."""
    total = np.zeros((len(characters), em, wide), np.float32)
    for name in fonts:
        path, _, number = name.partition(":")
        font = ImageFont.truetype(path, em * FINE, index=int(number or 0))
        for index, character in enumerate(characters):
            image = Image.new("L", (wide * FINE, em * FINE), 255)
            ImageDraw.Draw(image).text((wide * FINE / 2, 0.88 * em * FINE), character, font=font, fill=0, anchor="ms")
            total[index] += 1 - np.asarray(image, np.float32).reshape(em, FINE, wide, FINE).mean((1, 3)) / 255
    return total / len(fonts)


def packed(means: np.ndarray) -> bytes:
    """The two masks of each character."""
    return b"".join(
        np.packbits((one >= INK).ravel()).tobytes() + np.packbits((one <= WHITE).ravel()).tobytes() for one in means
    )


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fonts", nargs="+")
    parser.add_argument("--latin", nargs="*", default=[])
    arguments = parser.parse_args()
    latin = [chr(code) for code in range(0x21, 0x7F)]
    data = packed(mean(list(han()), arguments.fonts, 16, 16)) + packed(
        mean(latin, arguments.fonts + arguments.latin, 32, 16)
    )
    OUT.write_bytes(data)
    print(f"{OUT}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
