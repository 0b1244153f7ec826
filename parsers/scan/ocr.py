"""Recognition of text in images: the lines of a page found, and a line's characters read with how sure each is.

The models are PP-OCRv6 (small), which ship inside rapidocr's wheel; nothing is fetched when it runs. They are loaded when the first line is asked
for, once a process. Detection and recognition are called apart and not through ``RapidOCR`` itself: that keeps its switches from one call to the
next (RapidOCR #724), finds lines at twice the size that they need, pads short lines to three times their width, and tells one confidence a line.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.held import give_back

__all__ = ["FIND_SIDE", "Character", "Image", "Quad", "Reading", "cut", "find_lines", "recognise_lines", "use_threads"]

Image = NDArray[np.uint8]
"""Pixels by row and column: grey (rows, columns) or blue, green, red (rows, columns, 3)."""

Quad = NDArray[np.float32]
"""Four corners (x, y) in pixels, clockwise from where the line's text begins at the top."""

HEIGHT = 48
"""Pixels of a line's height as the recogniser takes it."""
STEP = 8
"""Pixels of a line's width, at that height, for each of the recogniser's answers."""
NARROW = 64
"""Pixels of the narrowest line as the recogniser takes it; a narrower one is padded."""
LONGEST = 3200
"""Pixels of the longest line as the recogniser takes it, at its height: 66 characters. A longer one is squeezed."""
BATCH, WIDEST = 6, 3600
"""Lines that are read together, and pixels of their widths together: every answer is a probability for each of 18,000 characters, so that six of the
longest lines would take 700 MB, and no less time."""
PADDED = 1.15
"""Times its own width to which a line may be padded to be read together with others."""
FIND_SIDE = 1280
"""Pixels of a page's longer side at which its lines are found: 110 dpi on A4. More finds no more lines and takes four times as long."""
FLATTEST = 3
"""Times its width by which a picture may be long, or the reverse, where lines are looked for: detection enlarges it until its shorter side is
736 pixels, so that a strip of some pixels would take all memory. A flatter one gets a margin, and takes no more than twice what a page does."""
BLANK = 0
"""The recogniser's answer for "no character begins here"."""

_LOCK = threading.Lock()
_threads = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Character:
    """A character read. ``confidence`` is the recogniser's probability; ``at`` is its middle along the line, 0 to 1; ``rival`` is the next best."""

    text: str
    confidence: float
    at: float
    rival: str = ""
    rival_confidence: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A line read. ``missed`` is the highest probability of a character that was passed over where none was read."""

    characters: tuple[Character, ...] = ()
    missed: float = 0.0

    @property
    def text(self) -> str:
        """What is written there."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """That of the least sure character; 0 where nothing was read."""
        return min((character.confidence for character in self.characters), default=0.0)


def use_threads(count: int) -> None:
    """Lets recognition use *count* threads from its next start on; 0, as in the beginning, stands for the processors that there are, up to 4."""
    global _threads  # noqa: PLW0603  # one engine a process, so one setting a process
    with _LOCK:
        _threads = count
        _engine.cache_clear()


def recognise_lines(images: Sequence[Image]) -> list[Reading]:
    """What is written in each of *images*, which show one line of text each, from left to right. An empty image reads as nothing."""
    found = [Reading()] * len(images)
    widths = [_width(image) for image in images]
    with _LOCK:
        for batch in _batches(widths):
            longest = max(widths[index] for index in batch)
            pixels = np.zeros((len(batch), 3, HEIGHT, max(longest, NARROW)), np.float32)
            for place, index in enumerate(batch):
                pixels[place, :, :, : widths[index]] = _prepared(images[index], widths[index])
            answers = _engine().recogniser.session(pixels)
            for place, index in enumerate(batch):
                found[index] = _decoded(answers[place], widths[index])
            give_back()
    return found


def find_lines(image: Image, *, side: int = FIND_SIDE) -> list[Quad]:
    """Where lines of text stand in *image*, from top to bottom; the page is looked at with its longer side reduced to *side* pixels."""
    rows, columns = image.shape[:2]
    if not rows or not columns:
        return []
    scale = min(1.0, side / max(rows, columns))
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    small = cv2.resize(_coloured(image), size, interpolation=cv2.INTER_AREA) if scale < 1 else _coloured(image)
    lacking = [max(0, -(-max(size) // FLATTEST) - length) for length in size]
    small = cv2.copyMakeBorder(small, 0, lacking[1], 0, lacking[0], cv2.BORDER_REPLICATE)
    with _LOCK:
        give_back()
        boxes = _engine().detector(small).boxes
        give_back()
    if boxes is None:
        return []
    stretch = np.array([columns / size[0], rows / size[1]], np.float32)
    return [np.asarray(box, np.float32) * stretch for box in boxes]


def cut(image: Image, quad: Quad) -> Image:
    """The part of *image* inside *quad*, set upright."""
    width = max(1, round(max(_distance(quad[0], quad[1]), _distance(quad[3], quad[2]))))
    height = max(1, round(max(_distance(quad[0], quad[3]), _distance(quad[1], quad[2]))))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(np.asarray(quad, np.float32), corners)
    found = cv2.warpPerspective(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.uint8)


def _distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.hypot(*(one - other)))


class _Engine:
    """The two models, loaded."""

    def __init__(self, threads: int) -> None:
        from rapidocr import RapidOCR

        settings = {"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": threads}
        engine: Any = RapidOCR(params=settings)
        # There is no public way to the models one by one.
        self.recogniser: Any = engine._load_rec_model()  # noqa: SLF001
        self.detector: Any = engine._load_det_model()  # noqa: SLF001
        self.alphabet: list[str] = self.recogniser.postprocess_op.character


@cache
def _engine() -> _Engine:
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return _Engine(_threads or min(available, 4))


def _width(image: Image) -> int:
    """The width of *image* at the recogniser's height; 0 where there is nothing to read."""
    rows, columns = image.shape[:2]
    if not rows or not columns:
        return 0
    return int(min(max(1, -(-HEIGHT * columns // rows)), LONGEST))


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """The lines in groups that are read together, of about one width: what is padded is paid for."""
    order = sorted((index for index, width in enumerate(widths) if width), key=lambda index: widths[index])
    batch: list[int] = []
    for index in order:
        full = len(batch) == BATCH or (len(batch) + 1) * widths[index] > WIDEST
        if batch and (full or widths[index] > PADDED * max(widths[batch[0]], NARROW)):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _coloured(image: Image) -> Image:
    return image if image.ndim == 3 else np.repeat(image[:, :, None], 3, axis=2)


def _prepared(image: Image, width: int) -> NDArray[np.float32]:
    """*image* as the recogniser takes it: 48 pixels high, each colour from -1 to 1."""
    sized = np.asarray(cv2.resize(image, (width, HEIGHT)), np.float32) / 127.5 - 1
    return sized.transpose(2, 0, 1) if sized.ndim == 3 else np.repeat(sized[None], 3, axis=0)


def _decoded(answer: NDArray[np.float32], width: int) -> Reading:
    """The characters in the recogniser's *answer*, which is a probability for each place along the line and each character."""
    alphabet = _engine().alphabet
    best = answer.argmax(axis=1)
    starts = [0, *(np.flatnonzero(best[1:] != best[:-1]) + 1), len(best)]
    characters: list[Character] = []
    for start, end in pairwise(starts):
        code = int(best[start])
        if code == BLANK:
            continue
        chances = answer[start:end]
        peak = int(chances[:, code].argmax())
        others = chances[peak].copy()
        others[[code, BLANK]] = 0
        rival = int(others.argmax())
        characters.append(
            Character(
                text=alphabet[code],
                confidence=float(chances[peak, code]),
                at=min(1.0, (start + end) / 2 * STEP / width),
                rival=alphabet[rival],
                rival_confidence=float(others[rival]),
            )
        )
    return Reading(characters=tuple(characters), missed=_missed(answer, best))


def _missed(answer: NDArray[np.float32], best: NDArray[np.int64]) -> float:
    """The highest probability, where no character was read, of one that is none of those read beside that place."""
    gaps = np.flatnonzero(best == BLANK)
    if not len(gaps):
        return 0.0
    chances = answer[gaps].copy()
    chances[:, BLANK] = 0
    for shift in (-2, -1, 1, 2):
        near = np.clip(gaps + shift, 0, len(best) - 1)
        chances[np.arange(len(gaps)), best[near]] = 0
    return float(chances.max())
