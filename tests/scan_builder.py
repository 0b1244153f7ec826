"""Draws what a scanner would give: pages with rules, text and seals, as pixels."""

from __future__ import annotations

import io
import math
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from parsers.scan.ocr import Image

DPI = 200


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The CJK font that CI installs, *size* pixels high."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}|%{family}", "Noto Sans CJK SC"], capture_output=True, text=True, check=True
    ).stdout
    file, _, family = found.partition("|")
    assert "CJK" in family, "the tests of recognition draw with Noto Sans CJK"
    return ImageFont.truetype(file, size)


def points(value: float) -> int:
    return round(value * DPI / 72)


def line(text: str, *, size: float = 12.0) -> Image:
    """One line of black text on white."""
    height = points(size)
    face = font(height)
    width = int(face.getlength(text)) + height
    picture = Pictures.new("RGB", (width, round(height * 1.5)), "white")
    ImageDraw.Draw(picture).text((height // 2, 0), text, "black", face)
    return np.asarray(picture)[:, :, ::-1].copy()


@dataclass
class Scan:
    """A page in points: what is drawn on it, then seen as a scanner or a camera would."""

    width: float = 595.0
    height: float = 842.0
    dpi: int = DPI
    cells: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=list)
    texts: list[tuple[float, float, str, float]] = field(default_factory=list)
    seals: list[tuple[float, float, float]] = field(default_factory=list)

    def pixels(self, value: float) -> int:
        return round(value * self.dpi / 72)

    def table(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> Scan:
        """A table with a text in each cell."""
        for (top, bottom), row in zip(pairwise(ys), rows, strict=True):
            for (left, right), text in zip(pairwise(xs), row, strict=True):
                self.cells.append(((left, top, right, bottom), text))
        return self

    def text(self, x: float, y: float, text: str, size: float = 12.0) -> Scan:
        self.texts.append((x, y, text, size))
        return self

    def seal(self, x: float, y: float, radius: float = 59.5) -> Scan:
        """A round seal of 42 mm with its middle at (x, y)."""
        self.seals.append((x, y, radius))
        return self

    def draw(self, *, red: tuple[int, int, int] = (215, 45, 50)) -> Image:
        picture = Pictures.new("RGB", (self.pixels(self.width), self.pixels(self.height)), "white")
        pen = ImageDraw.Draw(picture)
        for (left, top, right, bottom), text in self.cells:
            box = [self.pixels(value) for value in (left, top, right, bottom)]
            pen.rectangle(box, outline="black", width=max(1, self.pixels(0.6)))
            lines = text.split("\n")
            y = (top + bottom) / 2 - 7.5 * len(lines)
            for number, part in enumerate(lines):
                pen.text(
                    (self.pixels(left + 5), self.pixels(y + 15 * number - 2)), part, "black", font(self.pixels(12))
                )
        for x, y, text, size in self.texts:
            pen.text((self.pixels(x), self.pixels(y)), text, "black", font(self.pixels(size)))
        for x, y, radius in self.seals:
            self._stamp(picture, x, y, radius, red)
        return np.asarray(picture)[:, :, ::-1].copy()

    def _stamp(self, picture: Pictures.Image, x: float, y: float, radius: float, red: tuple[int, int, int]) -> None:
        layer = Pictures.new("RGBA", picture.size, (*red, 0))
        pen = ImageDraw.Draw(layer)
        ink = (*red, 190)
        cx, cy, r = self.pixels(x), self.pixels(y), self.pixels(radius)
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), outline=ink, width=max(2, r // 18))
        turns = [math.pi * (k / 5 - 0.5) for k in range(10)]
        star = [
            (cx + math.cos(a) * r * (0.3, 0.12)[k % 2], cy + math.sin(a) * r * (0.3, 0.12)[k % 2])
            for k, a in enumerate(turns)
        ]
        pen.polygon(star, fill=ink)
        for k, character in enumerate("某某市教育局"):
            angle = math.radians(180 + 25 + k * 130 / 5)
            pen.text(
                (cx + math.cos(angle) * r * 0.72, cy + math.sin(angle) * r * 0.72),
                character,
                ink,
                font(r // 4),
                anchor="mm",
            )
        picture.paste(layer, (0, 0), layer)


def turned(picture: Image, degrees: float) -> Image:
    """*picture* as a scanner gives it when the sheet lies askew."""
    rows, columns = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (columns, rows), borderValue=(255, 255, 255)), np.uint8)


def saved(picture: Image, kind: str = "PNG", **options: Any) -> bytes:
    """*picture* as an image file."""
    buffer = io.BytesIO()
    Pictures.fromarray(picture[:, :, ::-1] if picture.ndim == 3 else picture).save(buffer, kind, **options)
    return buffer.getvalue()
