"""Time and memory of the command line in a fresh process: the median of several runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
RUNS = 9
CALLS = {
    "fubiao --help": ["--help"],
    "fubiao forms": ["forms"],
    "fubiao extract, one form": ["extract", str(SAMPLES / "recommendation" / "county.docx")],
    "fubiao extract, all samples": ["extract", *map(str, sorted(SAMPLES.rglob("*.docx")))],
    "fubiao schema": ["schema", "recommendation"],
}


def measured(arguments: list[str]) -> tuple[float, float]:
    """Seconds and megabytes of one run in a process of its own."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "fubiao", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{arguments}: exit {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Prints one line a call."""
    for name, arguments in CALLS.items():
        runs = [measured(arguments) for _ in range(RUNS)]
        seconds = statistics.median(s for s, _ in runs)
        print(f"{name:30} {seconds:6.3f} s  {max(m for _, m in runs):6.1f} MB")


if __name__ == "__main__":
    main()
