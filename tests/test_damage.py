"""Damaged layouts (``bench/damage.py``): what a break in a form makes unknowable is told, and what it leaves plain is still read."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.damage import DAMAGES, HARMLESS, run

SEED = 2021


@pytest.fixture(scope="module")
def verdicts() -> list[tuple[str, str, str]]:
    return [
        (name, row.verdict, f"{row.stem} | {row.path} | {row.answer!s:.40} | {row.found!s:.40}")
        for name, rows in run(SEED, 16 * len(DAMAGES))
        for row in rows
    ]


def test_nothing_is_silently_wrong_in_a_damaged_form(verdicts: list[tuple[str, str, str]]) -> None:
    offending = [told for _, verdict, told in verdicts if verdict == "silent"]
    assert not offending, "\n".join(offending)


def test_a_harmless_change_costs_nearly_nothing(verdicts: list[tuple[str, str, str]]) -> None:
    counted = Counter(verdict == "right" for name, verdict, _ in verdicts if name in HARMLESS - {"merge-label-value"})
    assert counted[True] >= 50 * counted[False]
