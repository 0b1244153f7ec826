"""What shows through thin paper."""

from __future__ import annotations

import cv2
import numpy as np
from scan_builder import Scan, saved

from parsers.read import read
from parsers.scan.glyphs import LineText
from parsers.scan.lines import Strip
from parsers.scan.ocr import Character, Reading
from parsers.scan.through import without_back


def page(*rows: tuple[str, float, int]) -> tuple[list[LineText], np.ndarray, np.ndarray]:
    """A page with a line for each of *rows*: its text, how sure it was read, how dark it is."""
    picture = np.full((60 * len(rows), 300), 230, np.uint8)
    ink = np.zeros(picture.shape, np.uint8)
    lines = []
    for row, (text, sure, dark) in enumerate(rows):
        box = (20.0, 60.0 * row + 10, 200.0, 60.0 * row + 40)
        picture[60 * row + 15 : 60 * row + 35 : 3, 30:190] -= dark
        ink[60 * row + 15 : 60 * row + 35 : 3, 30:190] = 255
        read = Reading(characters=tuple(Character(text=one, confidence=sure, at=0.5) for one in text))
        lines.append(LineText(strip=Strip(box=box), reading=read, origin=20.0, width=180.0))
    return lines, picture, ink


def test_faint_lines_that_cant_be_read_are_the_backs() -> None:
    printed = [("河南省", 1.0, 180), ("郑州市", 1.0, 180), ("李明", 0.5, 170), ("女", 0.99, 100)]
    shown = [("IL", 0.24, 30), ("25313", 0.44, 35), ("11", 0.99, 30)]
    found = without_back(*page(*printed, *shown))
    assert [line.reading.text for line in found] == [text for text, *_ in printed]
    alone = without_back(*page(*printed, shown[0]))
    assert len(alone) == 5, "one faint line may be a pencil's"


def test_what_is_left_out_as_the_backs_is_noted() -> None:
    front = Scan(height=170).table((60, 170, 330), (20, 55), [["姓名", "欧阳志"]])
    back = Scan(height=170).text(60, 85, "许昌市第二初级中学", 14).text(60, 125, "网络学习空间推荐", 14)
    shown = cv2.GaussianBlur(np.ascontiguousarray(back.draw()[:, ::-1]), (0, 0), 1.6)
    through = (front.draw() * (1 - 0.18 * (1 - shown / 255))).astype(np.uint8)
    document = read(saved(through, dpi=(200, 200)))
    assert [cell.text for table in document.tables() for cell in table.cells] == ["姓名", "欧阳志"]
    assert [(note.code, dict(note.details)) for note in document.notes] == [("page.through", {"page": "1"})]
