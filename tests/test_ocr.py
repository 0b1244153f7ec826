"""Recognition of lines: what is read, how sure it is, and what it costs those who don't need it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scan_builder import line

from parsers.scan import ocr
from parsers.scan.ocr import Image, cut, find_lines, recognise_lines

ROOT = Path(__file__).parents[1]
CLEAN = sorted([*(ROOT / "samples").rglob("*.pdf"), *(ROOT.parent / "shared" / "samples").glob("*.pdf")])


def test_lines_are_read_in_the_order_given_with_a_place_for_each_character() -> None:
    readings = recognise_lines([line("联系人：欧阳志"), line("13963230338"), np.zeros((0, 40, 3), np.uint8)])
    assert [reading.text for reading in readings] == ["联系人：欧阳志", "13963230338", ""]
    assert readings[0].confidence > 0.9
    assert readings[2].confidence == 0
    places = [character.at for character in readings[1].characters]
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] < 1


def test_lines_of_a_page_are_found_where_they_stand() -> None:
    page = np.full((1200, 900, 3), 255, np.uint8)
    for top, text in ((200, "推荐表"), (700, "学校名称")):
        drawn = line(text)
        page[top : top + drawn.shape[0], 100 : 100 + drawn.shape[1]] = drawn
    quads = find_lines(page)
    assert [round(float(quad[:, 1].mean()) / 100) for quad in quads] == [2, 7]
    assert [reading.text for reading in recognise_lines([cut(page, quad) for quad in quads])] == ["推荐表", "学校名称"]
    assert find_lines(np.zeros((0, 0, 3), np.uint8)) == []


def test_a_file_without_images_loads_nothing_of_it() -> None:
    program = (
        "import sys; from parsers.read import read; read('姓名：王\\n'.encode());"
        "print(sorted({'cv2', 'numpy', 'onnxruntime', 'rapidocr'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not CLEAN, reason="no printed samples here")
def test_clean_print_is_read_without_recognition() -> None:
    program = (
        "import sys; from pathlib import Path; from parsers.read import read\n"
        "for path in sys.argv[1:]:\n"
        "    read(Path(path).read_bytes())\n"
        "    if {'cv2', 'numpy', 'rapidocr'} & set(sys.modules): raise SystemExit(path)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, CLEAN)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shape", [(20000, 40), (40, 20000)])
def test_a_strip_as_thin_as_a_thread_is_looked_at_in_little_room(
    monkeypatch: pytest.MonkeyPatch, shape: tuple[int, int]
) -> None:
    seen: list[tuple[int, ...]] = []

    def detector(picture: Image) -> SimpleNamespace:
        seen.append(picture.shape)
        return SimpleNamespace(boxes=None)

    monkeypatch.setattr(ocr, "_engine", lambda: SimpleNamespace(detector=detector))
    assert ocr.find_lines(np.full(shape, 255, np.uint8)) == []
    # Detection enlarges the shorter side to 736 pixels.
    ((rows, columns, _),) = seen
    assert rows * columns * (736 / min(rows, columns)) ** 2 < 2_000_000


def test_long_lines_are_read_a_few_at_a_time_as_their_answers_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def session(pixels: Any) -> Any:
        seen.append(pixels.shape)
        return np.ones((len(pixels), pixels.shape[3] // ocr.STEP, 2), np.float32) * [1, 0]

    engine = SimpleNamespace(recogniser=SimpleNamespace(session=session), alphabet=["", "一"])
    monkeypatch.setattr(ocr, "_engine", lambda: engine)
    pictures = [np.full((48, width), 255, np.uint8) for width in (3000, 1500, 1400, 300, 300, 300)]
    assert [reading.text for reading in recognise_lines(pictures)] == [""] * 6
    assert [(shape[0], shape[3]) for shape in seen] == [(3, 300), (2, 1500), (1, 3000)]
