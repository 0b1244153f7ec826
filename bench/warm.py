"""Reading and extraction in one warm process: milliseconds a file, the best of several runs, and the peak of memory.

``python -m bench.warm [FILE|FOLDER …]``; the project's own samples by default. Of PDFs it also tells what a page takes to be read with and without
the doubt whether its text is what is drawn: with ``pdf.belief`` and ``pdf.redrawn`` left out, nothing is drawn or compared for that. What is seen
of a page (``pdf.seen``) is part of reading it, and not left out.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from forms.errors import FubiaoError
from parsers.extraction.extract import extract
from parsers.read import read, sniff

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
RUNS = 15


def files(arguments: list[str]) -> list[Path]:
    found = [Path(argument) for argument in arguments] or [SAMPLES]
    return sorted(
        child
        for path in found
        for child in (path.rglob("*.*") if path.is_dir() else [path])
        if child.suffix not in {".json", ".md", ".jsonl", ".py"}
    )


def doubt(paths: list[Path]) -> None:
    """Prints what a page of the PDFs among *paths* takes in all, and of that the doubt; the first time, and the best of several runs by turns."""
    from parsers.pdf import document

    left_out: tuple[tuple[str, Callable[..., object]], ...] = (
        ("believe", lambda *_, **__: set()),
        ("put_above", lambda *_: None),
    )
    pages = 0
    first = {True: 0.0, False: 0.0}
    best = {True: 0.0, False: 0.0}
    for path in paths:
        data = path.read_bytes()
        if sniff(data) != "pdf":
            continue
        try:
            found = {True: float("inf"), False: float("inf")}
            for run in range(RUNS):
                for doubted in (True, False):
                    with ExitStack() as changed:
                        for name, instead in () if doubted else left_out:
                            changed.enter_context(patch.object(document, name, instead))
                        start = time.process_time()
                        count = document.read_here(data).pages or 0
                        took = time.process_time() - start
                    found[doubted] = min(found[doubted], took)
                    if not run:
                        first[doubted] += took
        except FubiaoError:
            continue
        pages += count
        for doubted, took in found.items():
            best[doubted] += took
    if pages:
        print(
            f"PDF, {pages} pages: {1000 * best[True] / pages:.2f} ms a page, doubt of a page {1000 * (best[True] - best[False]) / pages:.2f} ms;"
            f" the first time {1000 * first[True] / pages:.2f} ms"
        )


def main() -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for path in files(sys.argv[1:]):
        data = path.read_bytes()
        best = [float("inf"), float("inf")]
        try:
            for _ in range(RUNS):
                start = time.process_time()
                document = read(data)
                middle = time.process_time()
                extract(document)
                best = [min(best[0], middle - start), min(best[1], time.process_time() - middle)]
        except FubiaoError as error:
            print(f"{path.name:44s} {error.code}")
            continue
        times[sniff(data)].append(sum(best) * 1000)
        print(f"{path.name:44s} read {best[0] * 1000:6.1f} ms   extract {best[1] * 1000:6.1f} ms")
    for kind, found in sorted(times.items()):
        print(
            f"{kind:6s} {len(found):4d} files   median {statistics.median(found):6.1f} ms   slowest {max(found):6.1f} ms"
        )
    doubt(files(sys.argv[1:]))
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
