"""Stamps of receipt in coloured ink, which lie over a form and are no part of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw
from scan_builder import DPI, Scan, font

from parsers.scan.ocr import Image
from parsers.scan.seals_frames import without_stamps
from parsers.scan.seals_taken import taken_out

BLUE, RED = (180, 90, 50), (50, 50, 215)


def stamped(picture: Image, ink: tuple[int, int, int], *, framed: bool = True) -> Image:
    """*picture* (blue, green, red) with a stamp of two lines askew on it."""
    layer = Pictures.new("L", (picture.shape[1], picture.shape[0]), 0)
    pen = ImageDraw.Draw(layer)
    if framed:
        pen.rectangle((900, 60, 1300, 220), outline=255, width=3)
    for y, text in ((75, "某某市教育局收文"), (150, "2021年6月25日")):
        pen.text((925, y), text, 255, font(44))
    amount = np.asarray(layer.rotate(4, center=(1100, 140)), np.float32)[:, :, None] / 255 * 0.8
    return np.asarray(picture * (1 - amount + amount * np.array(ink, np.float32) / 255), np.uint8)


def form() -> Image:
    return Scan(height=300).table([40, 300, 550], [60, 120, 180], [["单位", "某某市"], ["职务", "主任"]]).draw()


@pytest.mark.parametrize("ink", [BLUE, RED], ids=["blue", "red"])
def test_a_framed_stamp_is_taken_out_and_print_below_it_stays(ink: tuple[int, int, int]) -> None:
    picture = stamped(form(), ink)
    found, around, alike = without_stamps(picture, DPI)
    dark, print_ = (np.asarray(cv2.cvtColor(one, cv2.COLOR_BGR2GRAY)) < 130 for one in (found, form()))
    assert not (dark & ~print_).any()
    assert (dark & print_).sum() > 0.97 * print_.sum()
    assert (around[100:200, 950:1250] > 0).all()
    assert not (around[:, :850] > 0).any()
    assert not (alike > 0).any()


def test_coloured_writing_without_a_frame_and_a_coloured_table_stay() -> None:
    lines = stamped(form(), BLUE, framed=False)
    assert (without_stamps(lines, DPI)[0] == lines).all()
    table = form()
    table[table.max(axis=2) < 200] = BLUE
    assert (without_stamps(table, DPI)[0] == table).all()


def test_a_seal_beside_a_stamp_is_found_and_a_round_blue_stamp_is_none() -> None:
    both = stamped(Scan(height=300).seal(200, 150).draw(), BLUE)
    found = taken_out(both, DPI)
    assert [round(ring.x * 72 / DPI) for ring in found.rings] == [200]
    assert (found.plain > 150).mean() > 0.998
    blue = np.ascontiguousarray(Scan(height=300).seal(200, 150).draw()[:, :, ::-1])
    found = taken_out(blue, DPI)
    assert not found.rings
    assert found.coloured
    assert (found.plain > 150).mean() > 0.998
