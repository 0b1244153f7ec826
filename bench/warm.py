"""Reading and extraction in one warm process: milliseconds a file, the best of several runs, and the peak of memory.

``python -m bench.warm [FILE|FOLDER …]``; the project's own samples by default.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

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
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
