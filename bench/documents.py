"""Writing official documents in one warm process: milliseconds of processor time, the best of several runs. ``python -m bench.documents``."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import fubiao
from forms.vocabulary import options

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"
RUNS = 7


def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return found


def thousands(count: int) -> dict[str, Any]:
    """The announcement with a list of *count* schools, and 700 earlier winners to compare them with."""
    data = sample("announcement")
    provinces = [option.value for option in options("province")]
    items = [{"name": f"某市第{n}实验学校", "province": provinces[n % len(provinces)]} for n in range(count)]
    earlier = [{"name": f"某市第{n}中学", "year": 2018} for n in range(700)]
    return {**data, "lists": [{**data["lists"][1], "items": items}], "earlier_winners": earlier}


def best(form: str, data: dict[str, Any]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        fubiao.render(form, data)
        times.append(time.process_time() - start)
    return min(times) * 1000


def main() -> None:
    notice = sample("notice")
    for name, form, data in (
        ("notice", "notice", {**notice, "edition": None}),
        ("notice with its six forms", "notice", notice),
        ("announcement, 240 names", "announcement", sample("announcement")),
        ("announcement, 5000 names", "announcement", thousands(5000)),
    ):
        print(f"{name:28s} {best(form, data):8.1f} ms")


if __name__ == "__main__":
    main()
