"""Draws what a scanner would give: pages with rules, text and seals, as pixels."""

from __future__ import annotations

import subprocess
from functools import cache

import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from parsers.ocr import Image

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
