"""Filled forms with known answers: every value right, and where characters are lost, none wrong in silence.

The forms lie beside the checkout where the project is developed; elsewhere the project's own samples do the same in ``test_samples``.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.field import Row, score
from parsers.report import answer

FOLDER = Path(__file__).parents[2] / "shared" / "samples"
WHOLE = [*FOLDER.glob("*.docx"), *FOLDER.glob("*.doc"), *FOLDER.glob("*.pdf"), *FOLDER.glob("garbled/*.boxl.docx")]
LOSSY = [*FOLDER.glob("garbled/*.boxa.docx"), *FOLDER.glob("garbled/*.pdf")]


def rows(file: Path) -> list[Row]:
    """Each value of the file's answer beside what is read."""
    stem = file.name.split(".")[0]
    answers: dict[str, Any] = json.loads((FOLDER / "answers.json").read_text("utf-8"))
    return score({stem: answers[stem]}, answer(file.read_bytes(), file.name).lines)


@pytest.mark.parametrize("file", sorted(WHOLE), ids=lambda file: file.name)
def test_every_value_is_right(file: Path) -> None:
    assert [row for row in rows(file) if row.verdict != "right"] == []


@pytest.mark.parametrize("file", sorted(LOSSY), ids=lambda file: file.name)
def test_nothing_is_wrong_in_silence(file: Path) -> None:
    verdicts = Counter(row.verdict for row in rows(file))
    assert verdicts["silent"] == verdicts["phantom"] == 0
