"""The reader against forms as other people lay them out (``bench/field.py``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from bench.field import CLASSES, EXACT, Row, samples, score
from parsers.report import answer

SEED = 2020
COUNT = 240


def _rows(kinds: Iterable[str], count: int) -> list[Row]:
    answers: dict[str, Any] = {}
    envelopes: list[dict[str, Any]] = []
    for sample in samples(SEED, count, sorted(kinds)):
        answers[sample.stem] = sample.answers[0] if len(sample.answers) == 1 else sample.answers
        envelopes += answer(sample.content, f"{sample.stem}.docx").lines
    return score(answers, envelopes)


@pytest.fixture(scope="module")
def exact() -> list[Row]:
    return _rows(EXACT, COUNT - 2 * len(set(CLASSES) - EXACT))


@pytest.fixture(scope="module")
def doubtful() -> list[Row]:
    return _rows(set(CLASSES) - EXACT, 2 * len(set(CLASSES) - EXACT))


def _told(rows: Iterable[Row]) -> str:
    return "\n".join(
        f"{row.stem} | {row.path} | {row.answer!s:.60} | {row.found!s:.60} | {row.verdict}" for row in rows
    )


def _of(rows: Iterable[Row], *verdicts: str) -> list[Row]:
    return [row for row in rows if row.verdict in verdicts]


def test_nothing_is_silently_wrong(exact: list[Row], doubtful: list[Row]) -> None:
    offending = _of([*exact, *doubtful], "silent")
    assert not offending, _told(offending)


def test_no_record_is_made_up_or_lost(exact: list[Row], doubtful: list[Row]) -> None:
    offending = [row for row in _of([*exact, *doubtful], "phantom", "lost") if row.path in ("<record>", "<form>")]
    assert not offending, _told(offending)


def test_what_admits_of_no_doubt_is_right(exact: list[Row]) -> None:
    offending = _of(exact, "flagged", "silent", "lost", "phantom")
    assert len(offending) <= len(exact) // 1000, _told(offending)
