"""The benchmark: ``python -m bench [--quick] [--keep] [--only PREFIX …]``.

Measures us beside what a user would take instead, on the same files in one run, each tool in a process of its own, and prints the ratios. A faster
wrong answer doesn't count: what each found stands beside its time. Figures go to ``bench/last.json``; with ``--keep`` a line is added to
``bench/history.jsonl``, which is kept so that a change shows, and the plot in ``docs/bench.svg`` is drawn anew.
"""

from __future__ import annotations

import argparse
import compileall
import datetime as dt
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.cold import CALLS, RUNS, measured

Figures = dict[str, Any]
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
HISTORY = HERE / "history.jsonl"
LAST = HERE / "last.json"
FOLDER = ROOT / ".bench"


def run(name: str, folder: Path) -> Figures:
    """The figures of one task. How long it took is told at once, for whoever waits."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.tasks", name, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["failed"])[-1]
        return {"missing": last[:120]}
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def cold() -> dict[str, Figures]:
    """The command line in fresh processes."""
    found = {}
    for name, arguments in CALLS.items():
        runs = [measured(arguments) for _ in range(RUNS)]
        found[f"cold/{name}"] = {"seconds": min(s for s, _ in runs), "MB": round(max(m for _, m in runs), 1)}
    return found


def in_bulk(folder: Path, count: int) -> dict[str, Figures]:
    """A folder of *count* mixed digital files by one worker, by two, and by two on a dask cluster; all must say the same."""
    from bench.corpus import files

    sources = [path for form in ("docx", "doc", "pdf") for path in files(folder, form)]
    if not sources:
        return {}
    with tempfile.TemporaryDirectory() as place:
        inbox = Path(place) / "inbox"
        inbox.mkdir()
        for number in range(count):
            source = sources[number % len(sources)]
            (inbox / f"{number:05d}{source.suffix}").write_bytes(source.read_bytes())
        found: dict[str, Figures] = {}
        lines: dict[str, list[str]] = {}
        out = Path(place) / "out.jsonl"
        # In turns and the best of each: what else a machine does slows one of them, never speeds it up.
        for name, more in (("one worker", ["--jobs", "1"]), ("two workers", ["--jobs", "2"])) * 2:
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "fubiao", "extract", str(inbox), "--out", str(out), *more],
                cwd=ROOT,
                check=False,
                capture_output=True,
            )
            seconds = min(time.perf_counter() - started, found.get(f"bulk/{name}", {}).get("seconds", float("inf")))
            found[f"bulk/{name}"] = {"seconds": seconds, "files": count}
            lines[name] = out.read_text("utf-8").splitlines()
        with_dask = _dask(inbox, Path(place) / "dask.jsonl", count)
        if with_dask is not None:
            figures, lines["two dask workers"] = with_dask
            found["bulk/two dask workers"] = figures
        first = lines["one worker"]
        for name, own in lines.items():
            found[f"bulk/{name}"]["differences"] = sum(a != b for a, b in zip(first, own, strict=False)) + abs(
                len(first) - len(own)
            )
    return found


def _dask(inbox: Path, out: Path, count: int) -> tuple[Figures, list[str]] | None:
    """The same by a scheduler and two workers of this machine; None where ``distributed`` or the command isn't there."""
    try:
        import dask
        from distributed import LocalCluster
    except ImportError:
        return None
    # Each worker reads in a child of its own, which a daemon may not have.
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,  # type: ignore[no-untyped-call]
    ):
        started = time.perf_counter()
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "fubiao",
                "extract",
                str(inbox),
                "--out",
                str(out),
                "--scheduler",
                cluster.scheduler_address,
            ],
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
        seconds = time.perf_counter() - started
    if done.returncode == 2 or not out.exists():
        return None
    return {"seconds": seconds, "files": count}, out.read_text("utf-8").splitlines()


def table(figures: dict[str, Figures]) -> list[str]:
    """One line a figure; ratios are to our own of the same group."""
    lines = [f"{'':38}{'ms':>10}{'× ours':>9}{'found':>8}{'silent':>8}{'MB':>8}"]
    ours = {name.split("/")[0]: figure for name, figure in figures.items() if name.endswith("/ours")}
    for name, figure in figures.items():
        if "missing" in figure:
            lines.append(f"{name:38}  {figure['missing']}")
            continue
        base = ours.get(name.split("/")[0], {}).get("seconds")
        ratio = f"{figure['seconds'] / base:.2f}" if base and not name.endswith("/ours") else ""
        found = f"{figure['found']:.1%}" if "found" in figure else ""
        lines.append(
            f"{name:38}{figure['seconds'] * 1000:10.1f}{ratio:>9}{found:>8}{figure.get('silent', ''):>8}{figure.get('MB', ''):>8}"
        )
    rows = figures.get("sizes/ours", {}).get("by_rows", {})
    if rows:
        lines.append("rows: " + "  ".join(f"{n}: {seconds * 1000:.0f} ms" for n, seconds in rows.items()))
        for form, taken in figures["sizes/ours"].get("by_format", {}).items():
            lines.append(f"  .{form}: " + "  ".join(f"{n}: {seconds * 1000:.0f} ms" for n, seconds in taken.items()))
    held = figures.get("memory/ours", {})
    if "growth" in held:
        lines.append(f"memory over 10,000 files: {held['growth']:+.1%}")
    one, two = figures.get("bulk/one worker"), figures.get("bulk/two workers")
    if one and two:
        lines.append(f"two workers: {one['seconds'] / two['seconds']:.2f} × one; differences {two['differences']}")
    return lines


def goals(figures: dict[str, Figures]) -> list[str]:
    """What was promised, each with what was measured and whether it is kept; "not measured" where its tool or files are missing."""

    def of(name: str, key: str = "seconds") -> float | None:
        return figures.get(name, {}).get(key)

    def ratio(one: float | None, other: float | None) -> float | None:
        return one / other if one is not None and other else None

    one, two, far = of("bulk/one worker"), of("bulk/two workers"), of("bulk/two dask workers", "differences")
    many, few = (figures.get("sizes/ours", {}).get("by_rows", {}).get(rows) for rows in ("10000", "1000"))
    told = [of(f"records/from {form}", "silent") for form in ("docx", "doc", "pdf")]
    growth = of("memory/ours", "growth")
    whole = figures.get("bulk/one worker", {}).get("files") == 1000
    asked: list[tuple[str, float | None, float, str, float]] = [
        (".docx, a file", of("docx/ours"), 0.008, "ms", 1000),
        (".doc, a file", of("doc/ours"), 0.012, "ms", 1000),
        ("text PDF, a page", of("pdf/ours"), 0.015, "ms", 1000),
        ("a blank form", of("render/ours"), 0.030, "ms", 1000),
        ("scans, × bare recognition", ratio(of("scan/ours"), of("scan/rapidocr")), 1.1, "×", 1),
        ("1,000 mixed files, two workers", two if whole else None, 20, "s", 1),
        ("two workers, × one", ratio(one, two), -1.8, "×", 1),
        ("fubiao --help", of("cold/fubiao --help"), 0.12, "s", 1),
        ("memory over 10,000 files", abs(growth) if growth is not None else None, 0.05, "%", 100),
        ("10,000 rows, a row, × of 1,000", ratio(many, few and 10 * few), 1.5, "×", 1),
        ("silent values", sum(told) if None not in told else None, 0, "", 1),  # type: ignore[arg-type]
        ("two workers, other answers", of("bulk/two workers", "differences"), 0, "", 1),
        ("two dask workers, other answers", far, 0, "", 1),
    ]
    lines = [f"{'goal':38}{'asked':>12}{'measured':>12}"]
    for name, found, limit, unit, scale in asked:
        # A limit below nothing is the least that there must be.
        kept = found is not None and (found >= -limit if limit < 0 else found <= limit)
        measured = "" if found is None else f"{found * scale:.2f} {unit}"
        verdict = "not measured" if found is None else "kept" if kept else "MISSED"
        lines.append(f"{name:38}{'≥' if limit < 0 else '≤'}{abs(limit) * scale:7g} {unit:>3}{measured:>12}  {verdict}")
    return lines


def against_history(figures: dict[str, Figures]) -> list[str]:
    """What became a quarter slower or worse than in the last line that was kept."""
    if not HISTORY.exists():
        return []
    before = json.loads(HISTORY.read_text("utf-8").splitlines()[-1])
    told = []
    for name, figure in figures.items():
        old = before["figures"].get(name, {})
        if "seconds" in figure and "seconds" in old and figure["seconds"] > 1.25 * old["seconds"]:
            told.append(f"slower than at {before['commit']}: {name} {figure['seconds'] / old['seconds']:.2f} ×")
        if figure.get("found", 1) < old.get("found", 0) - 0.001 or figure.get("silent", 0) > old.get("silent", 0):
            told.append(f"worse than at {before['commit']}: {name}")
    return told


def keep(figures: dict[str, Figures]) -> None:
    """Adds a line to the history and draws the plot anew."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    line = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": commit,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "figures": figures,
    }
    with HISTORY.open("a", encoding="utf-8") as history:
        history.write(json.dumps(line, ensure_ascii=False) + "\n")
    draw(figures, ROOT / "docs" / "bench.svg")


def draw(figures: dict[str, Figures], path: Path) -> None:
    """The plot: time beside what others take, and how cost grows with rows."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "fubiao"
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
    shown = {
        name: one["seconds"] * 1000
        for name, one in figures.items()
        if name.split("/")[0] in ("doc", "docx", "pdf", "scan", "render") and "seconds" in one
    }
    colours = ["#1d3f66" if name.endswith("/ours") else "#b9c3d0" for name in shown]
    left.barh(list(shown)[::-1], list(shown.values())[::-1], color=colours[::-1])
    left.set_xscale("log")
    left.set_xlabel("milliseconds a file")
    rows = figures.get("sizes/ours", {}).get("by_rows", {})
    right.loglog([int(n) for n in rows], [s * 1000 for s in rows.values()], "o-", color="#1d3f66", label=".docx")
    for form, taken in figures.get("sizes/ours", {}).get("by_format", {}).items():
        right.loglog([int(n) for n in taken], [s * 1000 for s in taken.values()], ".--", label=f".{form}", linewidth=1)
    right.legend()
    right.set_xlabel("rows of a summary table")
    right.set_ylabel("milliseconds")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few files: a look, no measurement to keep")
    parser.add_argument("--keep", action="store_true", help="add the figures to the history and draw the plot")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="PREFIX", help="only what begins so (doc, scan/ours, bulk)"
    )
    options = parser.parse_args()

    def wanted(name: str) -> bool:
        return not options.only or any(name.startswith(prefix) for prefix in options.only)

    # As in an installed package: compiling the modules at each start is no part of reading.
    compileall.compile_dir(ROOT, quiet=2, rx=re.compile(r"/[.]"))
    # Before anything large is imported here: a process is counted with what the one that began it held by then.
    started = cold() if wanted("cold") else {}
    from bench.corpus import make
    from bench.tasks import TASKS

    folder = make(FOLDER / "quick", count=20, scans=2) if options.quick else make(FOLDER / "full", count=120)
    figures = {
        name: run(name, folder) for name in TASKS if wanted(name) and not (options.quick and name.startswith("memory"))
    }
    figures |= started
    if wanted("bulk"):
        figures |= in_bulk(folder, 60 if options.quick else 1000)
    print("\n".join(table(figures)))
    print("\n".join(goals(figures)))
    print("\n".join(against_history(figures)))
    LAST.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")
    if options.keep:
        keep(figures)


if __name__ == "__main__":
    main()
