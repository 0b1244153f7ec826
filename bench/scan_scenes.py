"""Scenes beyond the scanner's glass: screenshots, photographed screens, curved sheets, faxes with a banner, coloured paper, tables with faint or broken rules."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from bench.scan_looks import Pixels, bitonal, font_file, noisy, office, on_paper, saved, stamp, turned

__all__ = ["SCENES", "stacked"]


def _typed(picture: Pixels, at: tuple[float, float], text: str, size: float, colour: tuple[int, int, int]) -> Pixels:
    """*picture* with *text* in *colour* (red, green, blue) at *at*."""
    page = Pictures.fromarray(picture[:, :, ::-1])
    ImageDraw.Draw(page).text(at, text, colour, ImageFont.truetype(font_file(), round(size)))
    return np.ascontiguousarray(np.asarray(page)[:, :, ::-1])


def window(picture: Pixels, rng: random.Random) -> Pixels:
    """A word processor's window as a screenshot: the page on grey, bars with menus above, a bar with counts below."""
    rows, columns = picture.shape[:2]
    side, head, foot = rng.randrange(60, 400), rng.randrange(110, 170), 30
    found = np.full((rows + head + foot + 24, columns + 2 * side, 3), rng.randrange(200, 235), np.uint8)
    found[head + 12 : head + 12 + rows, side : side + columns] = picture
    found[:head], found[-foot:] = 248, 245
    found[:34] = rng.choice(((180, 90, 40), (60, 60, 60), (235, 235, 235)))
    found = _typed(found, (14, 8), "推荐表（最终版）.docx - WPS Office", 15, (220, 220, 220))
    found = _typed(
        found,
        (14, 44),
        "文件   开始   插入   页面布局   引用   审阅   视图   章节   开发工具   会员专享",
        15,
        (40, 40, 40),
    )
    found = _typed(found, (14, 80), "宋体        五号      B  I  U  A    正文    标题 1    查找替换", 15, (60, 60, 60))
    counts = f"页码: 1   页面: 1/2   节: 1/1   字数: {rng.randrange(400, 2000)}   拼写检查   100%"
    return _typed(found, (14, len(found) - 24), counts, 13, (80, 80, 80))


def screen(picture: Pixels, rng: random.Random) -> Pixels:
    """A screen that was photographed: stripes of its dots, seen a little aslant."""
    shown = window(picture, rng)
    shown = cv2.resize(shown, None, fx=1.9, fy=1.9, interpolation=cv2.INTER_LINEAR).astype(np.float32)
    rows, columns = shown.shape[:2]
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    for channel in range(3):
        pitch, turn = rng.uniform(2.6, 5.5), rng.uniform(-0.4, 0.4)
        wave = np.sin((xs * math.cos(turn) + ys * math.sin(turn)) * 2 * math.pi / pitch + channel * 2.1)
        slow = np.sin((xs * math.cos(turn + 0.6) + ys * math.sin(turn + 0.6)) * 2 * math.pi / rng.uniform(40, 120))
        shown[:, :, channel] *= 0.93 + 0.04 * wave + 0.05 * slow
    room = 0.02 * min(rows, columns)
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    corners = np.array([[x + rng.uniform(-room, room), y + rng.uniform(-room, room)] for x, y in source], np.float32)
    seen = cv2.warpPerspective(
        np.clip(shown, 0, 255).astype(np.uint8),
        cv2.getPerspectiveTransform(source, corners),
        (columns, rows),
        flags=cv2.INTER_LINEAR,
        borderValue=(30, 30, 30),
    )
    return saved(noisy(cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.7, 1.1)), rng, 4), rng.randrange(70, 88))


def curved(picture: Pixels, rng: random.Random) -> Pixels:
    """A photographed sheet that doesn't lie flat, with the shadow of a hand or a telephone on it."""
    rows, columns = picture.shape[:2]
    border = round(0.06 * columns)
    page = cv2.copyMakeBorder(
        on_paper(picture, rng), border, border, border, border, cv2.BORDER_CONSTANT, value=(70, 60, 50)
    )
    rows, columns = page.shape[:2]
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    bend, turn = rng.uniform(0.003, 0.009) * rows, rng.uniform(0.7, 1.4)
    lift = bend * np.sin(math.pi * turn * xs / columns + rng.uniform(-0.5, 0.5)) * (0.6 + 0.4 * ys / rows)
    seen = cv2.remap(page, xs, (ys + lift).astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    shade = np.zeros((rows, columns), np.float32)
    corner = rng.choice((0, columns))
    points = [
        (corner, round(rng.uniform(0.2, 0.5) * rows)),
        (round(rng.uniform(0.3, 0.7) * columns), round(rng.uniform(0.5, 0.8) * rows)),
        (round(rng.uniform(0.3, 0.7) * columns), rows),
        (corner, rows),
    ]
    cv2.fillPoly(shade, [np.array(points, np.int32)], 1.0)
    shade = cv2.GaussianBlur(shade, (0, 0), rng.uniform(10, 40))
    light = 0.92 - rng.uniform(0.15, 0.35) * shade - 0.1 * np.sin(math.pi * xs / columns)
    lit = np.clip(seen.astype(np.float32) * light[:, :, None], 0, 255).astype(np.uint8)
    return saved(
        noisy(cv2.GaussianBlur(turned(lit, rng.uniform(-2, 2), 60), (0, 0), rng.uniform(0.6, 0.9)), rng, 4), 80
    )


def banner(picture: Pixels, rng: random.Random) -> Pixels:
    """A fax with the line that machines print at the top, in black and white."""
    line = f"2021-11-{rng.randrange(10, 30)} 09:{rng.randrange(10, 60)}   FROM: 市教育局 0371-6{rng.randrange(10**6, 10**7)}   TO: 65908000   P.{rng.randrange(1, 4):02d}/03"
    page = _typed(picture.copy(), (0.1 * picture.shape[1], 18), line, 26, (0, 0, 0))
    level = cv2.cvtColor(noisy(turned(on_paper(page, rng), rng.uniform(-0.5, 0.5)), rng, 6), cv2.COLOR_BGR2GRAY)
    found = cv2.cvtColor(((level > rng.uniform(120, 165)) * 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)
    for _ in range(rng.randrange(0, 3)):
        # A line that was lost on its way.
        y = rng.randrange(100, len(found) - 100)
        found[y : y + 2] = found[y - 1]
    return found


def tinted(picture: Pixels, rng: random.Random) -> Pixels:
    """Coloured paper: pink, yellow, blue, green."""
    paper = rng.choice(((205, 200, 250), (170, 235, 250), (245, 225, 195), (205, 240, 210)))
    return office((picture.astype(np.float32) * np.array(paper, np.float32) / 255).astype(np.uint8), rng)


def astride(picture: Pixels, rng: random.Random) -> Pixels:
    """A seal across the edges of all pages, and a round stamp in blue or purple."""
    rows, columns = picture.shape[:2]
    dpi = round(min(rows, columns) / 8.27)
    found = stamp(picture.copy(), columns + rng.uniform(-8, 8), rng.uniform(0.3, 0.7) * rows, dpi, rng)
    layer = stamp(np.full_like(picture, 255), rng.uniform(0.2, 0.8) * columns, rng.uniform(0.06, 0.15) * rows, dpi, rng)
    if rng.random() < 0.5:
        return office(np.minimum(found, layer[:, :, ::-1]), rng)
    return office(found, rng)


def _ruled(picture: Pixels) -> tuple[Pixels, Pixels]:
    """255 where *picture* has level rules, and upright ones."""
    dark = ((picture.max(axis=2) < 160) * 255).astype(np.uint8)
    long = round(picture.shape[1] / 25)
    level = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    upright = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    return level, upright


def dotted(picture: Pixels, rng: random.Random) -> Pixels:
    """Rules that are dotted, faint, or in parts gone."""
    level, upright = _ruled(picture)
    found = picture.copy()
    on, off = rng.choice(((4, 4), (8, 5), (3, 6)))
    ys, xs = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
    if rng.random() < 0.5:
        found[(level > 0) & (xs % (on + off) >= on)] = 255
        found[(upright > 0) & (ys % (on + off) >= on)] = 255
    else:
        found[(level > 0) | (upright > 0)] = rng.randrange(150, 205)
    return office(found, rng)


def double(picture: Pixels, rng: random.Random) -> Pixels:
    """Rules that are drawn twice."""
    level, upright = _ruled(picture)
    apart = rng.randrange(5, 9)
    found = picture.copy()
    found[(np.roll(level, apart, 0) > 0) | (np.roll(upright, apart, 1) > 0)] = 0
    return office(found, rng)


def unruled(picture: Pixels, rng: random.Random) -> Pixels:
    """A table of which only texts are seen."""
    level, upright = _ruled(picture)
    found = picture.copy()
    found[cv2.dilate(level | upright, np.ones((3, 3), np.uint8)) > 0] = 255
    return office(found, rng)


def binarised(picture: Pixels, rng: random.Random) -> Pixels:
    """What an app of a telephone makes black and white of a page with a shadow."""
    rows, columns = picture.shape[:2]
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    edge = rng.uniform(0.3, 0.7) * columns + 0.2 * (ys - rows / 2)
    light = 1 - rng.uniform(0.2, 0.4) / (1 + np.exp(-(xs - edge) / rng.uniform(8, 40)))
    return bitonal((picture.astype(np.float32) * light[:, :, None]).astype(np.uint8), rng)


def plain(picture: Pixels, rng: random.Random) -> Pixels:
    """A page as a telephone shows it."""
    del rng
    return picture


def stacked(pages: list[Pixels], rng: random.Random) -> list[Pixels]:
    """*pages* under one another in one long screenshot of a telephone, with the app's bar above and grey between them."""
    width = 1080
    shown = [
        cv2.resize(
            page, (width - 40, round(page.shape[0] * (width - 40) / page.shape[1])), interpolation=cv2.INTER_AREA
        )
        for page in pages
    ]
    bar = np.full((150, width, 3), 240, np.uint8)
    bar = _typed(bar, (30, 14), "9:41", 30, (20, 20, 20))
    bar = _typed(bar, (300, 80), "附件2推荐表.docx", 40, (20, 20, 20))
    found = [bar]
    for page in shown:
        found += [
            np.full((24, width, 3), 225, np.uint8),
            cv2.copyMakeBorder(page, 0, 0, 20, 20, cv2.BORDER_CONSTANT, value=(225,) * 3),
        ]
    del rng
    return [np.vstack(found)]


SCENES = {
    "window": (window, 110, "png"),
    "screen": (screen, 110, "jpg"),
    "curved": (curved, 200, "jpg"),
    "banner": (banner, 200, "tiff"),
    "tinted": (tinted, 200, "pdf"),
    "astride": (astride, 200, "pdf"),
    "dotted": (dotted, 200, "pdf"),
    "double": (double, 200, "pdf"),
    "unruled": (unruled, 200, "pdf"),
    "binarised": (binarised, 200, "pdf"),
    "long": (plain, 150, "png"),
}
"""For each look how a page is changed, at how many dots an inch it is drawn, and the format of the file."""
