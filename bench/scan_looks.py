"""How scanners, cameras, fax machines and apps of telephones spoil a page, and the seals and stamps that are on it."""

from __future__ import annotations

import math
import random
import subprocess
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

__all__ = [
    "LOOKS",
    "Pixels",
    "bitonal",
    "font_file",
    "noisy",
    "office",
    "on_paper",
    "saved",
    "spread",
    "stamp",
    "turned",
]

Pixels = Any
"""A page by row and column: blue, green, red."""


def font_file() -> str:
    return subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], capture_output=True, text=True, check=True
    ).stdout


def noisy(picture: Pixels, rng: random.Random, amount: float) -> Pixels:
    chance = np.random.default_rng(rng.getrandbits(32))
    spread = chance.normal(0, amount, picture.shape).astype(np.float32)
    return np.clip(picture.astype(np.float32) + spread, 0, 255).astype(np.uint8)


def _specks(picture: Pixels, rng: random.Random, count: int) -> Pixels:
    rows, columns = picture.shape[:2]
    for _ in range(count):
        at = (rng.randrange(columns), rng.randrange(rows))
        cv2.circle(picture, at, rng.choice((0, 1, 1, 2)), (rng.randrange(40, 160),) * 3, -1)
    return picture


def turned(picture: Pixels, degrees: float, paper: int = 255) -> Pixels:
    rows, columns = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=(paper,) * 3)


def on_paper(picture: Pixels, rng: random.Random) -> Pixels:
    """Paper that is no pure white, ink that is no pure black."""
    white, black = rng.uniform(228, 252), rng.uniform(8, 60)
    return (black + picture.astype(np.float32) / 255 * (white - black)).astype(np.uint8)


def saved(picture: Pixels, quality: int) -> Pixels:
    return cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


def clean(picture: Pixels, rng: random.Random) -> Pixels:
    return saved(noisy(turned(on_paper(picture, rng), rng.uniform(-0.4, 0.4)), rng, 2), 88)


def office(picture: Pixels, rng: random.Random) -> Pixels:
    """A usual office scanner."""
    found = turned(cv2.GaussianBlur(on_paper(picture, rng), (0, 0), rng.uniform(0.4, 0.8)), rng.uniform(-1.2, 1.2), 245)
    return saved(_specks(noisy(found, rng, rng.uniform(3, 7)), rng, 60), rng.randrange(60, 85))


def askew(picture: Pixels, rng: random.Random) -> Pixels:
    found = turned(on_paper(picture, rng), rng.choice((-1, 1)) * rng.uniform(1.5, 3.0), 240)
    return saved(noisy(cv2.GaussianBlur(found, (0, 0), 0.6), rng, 5), 75)


def poor(picture: Pixels, rng: random.Random) -> Pixels:
    """150 dpi, blurred, much compressed."""
    found = turned(cv2.GaussianBlur(on_paper(picture, rng), (0, 0), rng.uniform(0.7, 1.0)), rng.uniform(-1, 1), 240)
    return saved(noisy(found, rng, rng.uniform(5, 10)), rng.randrange(35, 55))


def grey(picture: Pixels, rng: random.Random) -> Pixels:
    return cv2.cvtColor(cv2.cvtColor(office(picture, rng), cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)


def fax(picture: Pixels, rng: random.Random) -> Pixels:
    """Black and white alone."""
    level = cv2.cvtColor(noisy(turned(on_paper(picture, rng), rng.uniform(-0.8, 0.8), 245), rng, 6), cv2.COLOR_BGR2GRAY)
    return cv2.cvtColor(((level > rng.uniform(120, 165)) * 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


def upside_down(picture: Pixels, rng: random.Random) -> Pixels:
    return np.ascontiguousarray(office(picture, rng)[::-1, ::-1])


def sideways(picture: Pixels, rng: random.Random) -> Pixels:
    return cv2.rotate(office(picture, rng), rng.choice((cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)))


def folded(picture: Pixels, rng: random.Random) -> Pixels:
    """A sheet that was folded: a shade, and lines that are bent there."""
    rows, columns = picture.shape[:2]
    crease = rows * rng.uniform(0.4, 0.6)
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    lift = (
        rng.uniform(1.5, 4)
        * np.exp(-(((ys - crease) / (rows * 0.08)) ** 2))
        * np.sin(xs / columns * math.pi * rng.uniform(0.6, 1.4))
    )
    bent = cv2.remap(
        on_paper(picture, rng), xs, (ys + lift).astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    shade = 1 - 0.18 * np.exp(-(((ys - crease) / 9) ** 2)) - 0.05 * (ys > crease)
    return saved(noisy(turned((bent * shade[:, :, None]).astype(np.uint8), rng.uniform(-1, 1), 240), rng, 4), 75)


def photo(picture: Pixels, rng: random.Random) -> Pixels:
    """A photograph from above a desk, in uneven light."""
    rows, columns = picture.shape[:2]
    out_rows, out_columns = round(rows * 1.2), round(columns * 1.2)
    room = min(rows, columns) * 0.06

    def near(x: float, y: float) -> tuple[float, float]:
        return (x + rng.uniform(-room, room), y + rng.uniform(-room, room))

    x0, y0 = (out_columns - columns) / 2, (out_rows - rows) / 2
    corners = np.array(
        [near(x0, y0), near(x0 + columns, y0), near(x0 + columns, y0 + rows), near(x0, y0 + rows)], np.float32
    )
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    desk = np.full((out_rows, out_columns, 3), [rng.randrange(40, 110) for _ in range(3)], np.uint8)
    cv2.warpPerspective(
        on_paper(picture, rng),
        matrix,
        (out_columns, out_rows),
        dst=desk,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    ys, xs = np.mgrid[0:out_rows, 0:out_columns].astype(np.float32)
    angle = rng.uniform(0, 2 * math.pi)
    slope = (xs / out_columns - 0.5) * math.cos(angle) + (ys / out_rows - 0.5) * math.sin(angle)
    light = rng.uniform(0.72, 0.85) + rng.uniform(0.15, 0.35) * slope
    tint = np.array([rng.uniform(0.9, 1.0), 1.0, rng.uniform(0.95, 1.05)], np.float32)
    lit = np.clip(desk.astype(np.float32) * light[:, :, None] * tint, 0, 255).astype(np.uint8)
    return saved(
        noisy(cv2.GaussianBlur(lit, (0, 0), rng.uniform(0.6, 1.1)), rng, rng.uniform(3, 6)), rng.randrange(70, 90)
    )


def app(picture: Pixels, rng: random.Random) -> Pixels:
    """What an app of a telephone makes of a photograph: the sheet cut out, not quite straight, its paper made white and its ink black."""
    rows, columns = picture.shape[:2]
    room = min(rows, columns) * 0.012
    corners = np.array(
        [
            (x + rng.uniform(-room, room), y + rng.uniform(-room, room))
            for x, y in ((0, 0), (columns, 0), (columns, rows), (0, rows))
        ],
        np.float32,
    )
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    found = cv2.warpPerspective(
        on_paper(picture, rng), matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=(90, 95, 100)
    )
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    angle = rng.uniform(0, 2 * math.pi)
    light = 0.8 + rng.uniform(0.1, 0.3) * ((xs / columns - 0.5) * math.cos(angle) + (ys / rows - 0.5) * math.sin(angle))
    found = np.clip(found.astype(np.float32) * light[:, :, None], 0, 255).astype(np.uint8)
    found = noisy(cv2.GaussianBlur(found, (0, 0), rng.uniform(0.5, 0.9)), rng, 4).astype(np.float32)
    ground = cv2.GaussianBlur(cv2.dilate(found, np.ones((15, 15), np.uint8)), (0, 0), 12)
    steep = rng.uniform(1.3, 1.9)
    return saved(
        np.clip((found / np.maximum(ground, 1) - 0.5) * steep * 255 + 150, 0, 255).astype(np.uint8),
        rng.randrange(60, 85),
    )


def bitonal(picture: Pixels, rng: random.Random) -> Pixels:
    """Black and white by each place's own light, as apps for documents save."""
    level = cv2.cvtColor(_lit(picture, rng), cv2.COLOR_BGR2GRAY)
    size = rng.choice((31, 41, 51))
    found = cv2.adaptiveThreshold(
        level, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, size, rng.uniform(10, 18)
    )
    return cv2.cvtColor(found, cv2.COLOR_GRAY2BGR)


def _lit(picture: Pixels, rng: random.Random) -> Pixels:
    """*picture* in uneven light, a little turned and blurred."""
    rows, columns = picture.shape[:2]
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    angle = rng.uniform(0, 2 * math.pi)
    light = 0.8 + rng.uniform(0.1, 0.3) * ((xs / columns - 0.5) * math.cos(angle) + (ys / rows - 0.5) * math.sin(angle))
    lit = np.clip(on_paper(picture, rng).astype(np.float32) * light[:, :, None], 0, 255).astype(np.uint8)
    return noisy(cv2.GaussianBlur(turned(lit, rng.uniform(-0.8, 0.8), 200), (0, 0), rng.uniform(0.4, 0.7)), rng, 3)


def filed(picture: Pixels, rng: random.Random) -> Pixels:
    """A sheet out of a file: punch holes, a staple, and the dark that a scanner sees beyond the paper."""
    rows, columns = picture.shape[:2]
    dpi = min(rows, columns) / 8.27
    found = turned(on_paper(picture, rng), rng.uniform(-1.0, 1.0), rng.randrange(10, 60))
    dark = rng.randrange(5, 50)
    for y in (0.5 - 40 / 297, 0.5 + 40 / 297):
        at = (round(0.45 * dpi + rng.uniform(-4, 4)), round(y * rows))
        cv2.circle(found, at, round(0.118 * dpi), (dark,) * 3, -1, cv2.LINE_AA)
    x, y = round(rng.uniform(0.25, 0.5) * dpi), round(rng.uniform(0.25, 0.5) * dpi)
    turn = rng.uniform(0, math.pi / 2)
    end = (round(x + 0.4 * dpi * math.cos(turn)), round(y + 0.4 * dpi * math.sin(turn)))
    cv2.line(found, (x, y), end, (70, 70, 70), max(2, round(dpi / 60)), cv2.LINE_AA)
    for _ in range(rng.randrange(1, 4)):
        side, depth = rng.randrange(4), round(rng.uniform(0.02, 0.12) * dpi)
        part = (found[:depth], found[-depth:], found[:, :depth], found[:, -depth:])[side]
        part[:] = dark
    return saved(noisy(cv2.GaussianBlur(found, (0, 0), 0.6), rng, 4), rng.randrange(60, 85))


def thin(picture: Pixels, rng: random.Random) -> Pixels:
    """Thin paper through which the back of another page shows."""
    back = cv2.GaussianBlur(np.ascontiguousarray(picture[:, ::-1]), (0, 0), rng.uniform(1.2, 2.0)).astype(np.float32)
    back = np.roll(back, (rng.randrange(-30, 30), rng.randrange(-30, 30)), (0, 1))
    through = 1 - rng.uniform(0.08, 0.2) * (1 - back / 255)
    return office((picture.astype(np.float32) * through).astype(np.uint8), rng)


def written(picture: Pixels, rng: random.Random) -> Pixels:
    """A sheet that was worked with: a stamp of receipt in blue, strokes of a pen, a bracket at the margin."""
    rows, columns = picture.shape[:2]
    dpi = min(rows, columns) / 8.27
    found = picture.copy()
    blue = rng.choice(((190, 80, 40), (160, 60, 60), (200, 110, 60)))
    wide, high = 2.1 * dpi, 0.85 * dpi
    layer = Pictures.new("L", (round(wide) + 8, round(high) + 8), 0)
    pen = ImageDraw.Draw(layer)
    pen.rectangle((3, 3, wide, high), outline=255, width=max(2, round(dpi / 70)))
    pen.line((3, high / 2, wide, high / 2), fill=255, width=max(1, round(dpi / 100)))
    face = ImageFont.truetype(font_file(), round(0.22 * dpi))
    pen.text((wide / 2, high / 4), "某某市教育局收文", 255, face, anchor="mm")
    pen.text(
        (wide / 2, 3 * high / 4), f"2021年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日", 255, face, anchor="mm"
    )
    layer = layer.rotate(rng.uniform(-6, 6), resample=Pictures.Resampling.BICUBIC, expand=True)
    amount = np.asarray(layer, np.float32)[:, :, None] / 255 * rng.uniform(0.55, 0.95)
    x, y = round(columns - amount.shape[1] - rng.uniform(0.1, 0.6) * dpi), round(rng.uniform(0.05, 0.25) * dpi)
    part = found[y : y + amount.shape[0], x : x + amount.shape[1]].astype(np.float32)
    own = amount[: part.shape[0], : part.shape[1]]
    found[y : y + part.shape[0], x : x + part.shape[1]] = (
        part * (1 - own + own * np.array(blue, np.float32) / 255)
    ).astype(np.uint8)
    for _ in range(rng.randrange(1, 4)):
        ink = rng.choice(((150, 60, 30), (40, 40, 40), (40, 30, 200)))
        x, y = rng.uniform(0.1, 0.8) * columns, rng.uniform(0.1, 0.9) * rows
        points = [(x, y)]
        for _ in range(rng.randrange(6, 16)):
            x, y = x + rng.uniform(-0.08, 0.16) * dpi, y + rng.uniform(-0.1, 0.1) * dpi
            points.append((x, y))
        cv2.polylines(found, [np.array(points, np.int32)], False, ink, max(1, round(dpi / 90)), cv2.LINE_AA)
    return office(found, rng)


def marked(picture: Pixels, rng: random.Random) -> Pixels:
    """A page with a watermark across."""
    rows, columns = picture.shape[:2]
    layer = Pictures.new("L", (columns, rows), 0)
    face = ImageFont.truetype(font_file(), round(columns * rng.uniform(0.07, 0.13)))
    pen = ImageDraw.Draw(layer)
    word = rng.choice(("内部资料", "仅供评审使用", "某某市教育局"))
    for y in (0.25, 0.75) if rng.random() < 0.5 else (0.5,):
        pen.text((columns / 2, y * rows), word, 255, face, anchor="mm")
    layer = layer.rotate(rng.uniform(25, 50), resample=Pictures.Resampling.BICUBIC)
    grey = 1 - rng.uniform(0.08, 0.22) * np.asarray(layer, np.float32)[:, :, None] / 255
    return office((picture.astype(np.float32) * grey).astype(np.uint8), rng)


def stamp(picture: Pixels, x: float, y: float, dpi: int, rng: random.Random) -> Pixels:
    """*picture* with a seal of 42 mm about (x, y): ink that absorbs, uneven, of one of many reds."""
    radius = rng.uniform(38, 45) / 2 / 25.4 * dpi
    size = round(2 * radius) + 8
    layer = Pictures.new("L", (size, size), 0)
    pen = ImageDraw.Draw(layer)
    middle = size / 2
    pen.ellipse(
        (middle - radius, middle - radius, middle + radius, middle + radius),
        outline=255,
        width=max(2, round(radius / rng.uniform(14, 24))),
    )
    turns = [math.pi * (k / 5 - 0.5) for k in range(10)]
    star = [
        (middle + math.cos(a) * radius * (0.32, 0.125)[k % 2], middle + math.sin(a) * radius * (0.32, 0.125)[k % 2])
        for k, a in enumerate(turns)
    ]
    pen.polygon(star, fill=255)
    name = rng.choice(("某某市教育体育局", "某某县教育局", "某某省教育厅", "某某市第一中学"))
    face = ImageFont.truetype(font_file(), round(radius * 0.27))
    for k, character in enumerate(name):
        turn = -150 + 120 * k / (len(name) - 1)
        glyph = Pictures.new("L", (round(radius * 0.4),) * 2, 0)
        ImageDraw.Draw(glyph).text((radius * 0.2, radius * 0.2), character, 255, face, anchor="mm")
        glyph = glyph.rotate(-(turn + 90), resample=Pictures.Resampling.BICUBIC)
        a = math.radians(turn)
        place = (
            round(middle + math.cos(a) * radius * 0.74 - radius * 0.2),
            round(middle + math.sin(a) * radius * 0.74 - radius * 0.2),
        )
        layer.paste(255, place, glyph)
    layer = layer.rotate(rng.uniform(-25, 25), resample=Pictures.Resampling.BICUBIC)
    chance = np.random.default_rng(rng.getrandbits(32))
    patches = cv2.resize(
        chance.uniform(0.55, 1, (9, 9)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC
    )
    strength = np.asarray(layer, np.float32)[:, :, None] / 255 * patches[:, :, None] * rng.uniform(0.55, 1.0)
    red = rng.choice(((40, 35, 215), (50, 60, 200), (60, 30, 180), (40, 80, 235), (90, 90, 225)))
    ink = np.array(red, np.float32) / 255
    left, top = round(x - middle), round(y - middle)
    rows, columns = picture.shape[:2]
    x0, y0, x1, y1 = max(0, left), max(0, top), min(columns, left + size), min(rows, top + size)
    if x1 <= x0 or y1 <= y0:
        return picture
    part = picture[y0:y1, x0:x1].astype(np.float32)
    own = strength[y0 - top : y1 - top, x0 - left : x1 - left]
    picture[y0:y1, x0:x1] = (part * (1 - own + own * ink)).astype(np.uint8)
    return picture


def spread(pages: list[Pixels]) -> list[Pixels]:
    """*pages* side by side, two on a sheet, as a double page lies on the glass, if they are higher than wide. What is left over stands alone."""
    if any(page.shape[1] > page.shape[0] for page in pages):
        return pages
    found = []
    for one, other in zip(pages[::2], pages[1::2], strict=False):
        rows = max(one.shape[0], other.shape[0])
        sides = [
            cv2.copyMakeBorder(page, 0, rows - page.shape[0], 0, 0, cv2.BORDER_CONSTANT, value=(255,) * 3)
            for page in (one, other)
        ]
        found.append(np.hstack(sides))
    return found + pages[len(found) * 2 :]


LOOKS: dict[str, tuple[Callable[[Pixels, random.Random], Pixels], int, str]] = {
    "clean": (clean, 200, "pdf"),
    "office": (office, 200, "pdf"),
    "fine": (office, 300, "pdf"),
    "askew": (askew, 200, "pdf"),
    "poor": (poor, 150, "pdf"),
    "grey": (grey, 200, "jpg"),
    "fax": (fax, 200, "tiff"),
    "down": (upside_down, 200, "pdf"),
    "side": (sideways, 200, "jpg"),
    "folded": (folded, 200, "png"),
    "photo": (photo, 200, "jpg"),
    "app": (app, 200, "pdf"),
    "bitonal": (bitonal, 200, "tiff"),
    "filed": (filed, 200, "pdf"),
    "thin": (thin, 200, "pdf"),
    "written": (written, 200, "pdf"),
    "marked": (marked, 200, "pdf"),
    "spread": (office, 200, "pdf"),
}
