"""Memory that was freed is given back where a process holds much of it."""

from __future__ import annotations

import pytest

from parsers import held


@pytest.fixture
def trims(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(held, "_trim", lambda: found.append)
    monkeypatch.setattr(held, "_left", 0)
    return found


def test_a_process_that_holds_little_is_left_alone(trims: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "_resident", lambda: held.MUCH - 1)
    held.give_back()
    assert trims == []


def test_what_is_needed_isnt_given_back_again_and_again(trims: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([held.MUCH, held.MUCH, held.MUCH + 1, held.MUCH + held.MORE, held.MUCH])
    monkeypatch.setattr(held, "_resident", lambda: next(sizes))
    for _ in range(3):
        held.give_back()
    assert trims == [0, 0]


def test_a_system_that_cant_tell_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "_trim", lambda: None)
    monkeypatch.setattr(held, "_resident", lambda: pytest.fail("it was asked"))
    held.give_back()
