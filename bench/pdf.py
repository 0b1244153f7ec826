"""What each PDF library is good for: cells found, time and memory, over a folder of forms that lie there both as .pdf and as .docx.

``python -m bench.pdf FOLDER``. The .docx tells what is right: a cell is found where a tool has a cell with the same text, white space aside. Each
tool runs in a process of its own, once to warm up and once for the clock. pdfplumber and camelot are needed for their lines only.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from parsers.docx import read_docx

Cells = Iterator[str]


def squeezed(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def ours(path: Path) -> Cells:
    from parsers.pdf import read_pdf

    for table in read_pdf(path.read_bytes()).tables():
        for cell in table.cells:
            yield cell.text


def characters(path: Path) -> Cells:
    from parsers.pdf_file import opened

    with opened(path.read_bytes()) as file:
        for page in file.pages():
            yield "".join(glyph.text for glyph in page.glyphs)


def plumber(path: Path) -> Cells:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                for row in table:
                    yield from (cell or "" for cell in row)


def plumber_characters(path: Path) -> Cells:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            yield "".join(found["text"] for found in page.chars)


def camelot_by(flavor: str) -> Callable[[Path], Cells]:
    def run(path: Path) -> Cells:
        import camelot

        for table in camelot.read_pdf(str(path), pages="all", flavor=flavor):
            for row in table.df.values.tolist():
                yield from row

    return run


TOOLS: dict[str, Callable[[Path], Cells]] = {
    "ours (PDFium, own grid)": ours,
    "pdfplumber tables": plumber,
    "camelot lattice": camelot_by("lattice"),
    "camelot stream": camelot_by("stream"),
    "camelot network": camelot_by("network"),
    "characters: PDFium": characters,
    "characters: pdfplumber": plumber_characters,
}


def measure(name: str, folder: Path) -> dict[str, float]:
    """Share of cells found and of files whole, milliseconds a page, megabytes."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    tool = TOOLS[name]
    paths = sorted(path for path in folder.glob("*.pdf") if path.with_suffix(".docx").exists())
    list(tool(paths[0]))
    expected = found = whole = pages = 0
    seconds = 0.0
    from parsers.pdf_file import opened

    for path in paths:
        with opened(path.read_bytes()) as file:
            pages += file.count
        right = Counter(
            squeezed(cell.text)
            for table in read_docx(path.with_suffix(".docx").read_bytes()).tables()
            for cell in table.cells
        )
        del right[""]
        started = time.perf_counter()
        try:
            texts = [squeezed(cell) for cell in tool(path)]
        except Exception as error:  # noqa: BLE001 - a tool that fails has found nothing
            print(f"{name}: {path.name}: {type(error).__name__}", file=sys.stderr)
            texts = []
        seconds += time.perf_counter() - started
        matched = sum((right & Counter(texts)).values())
        expected += sum(right.values())
        found += matched
        whole += matched == sum(right.values())
    return {
        "cells": found / max(expected, 1),
        "whole": whole / max(len(paths), 1),
        "ms": 1000 * seconds / max(pages, 1),
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Prints one line a tool."""
    folder = Path(sys.argv[1])
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[2], folder)))
        return
    print(f"{'tool':26} {'cells':>7} {'files':>7} {'ms/page':>8} {'MB':>6}")
    for name in TOOLS:
        done = subprocess.run(
            [sys.executable, "-m", "bench.pdf", str(folder), name], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{name:26} {done.stderr.strip().splitlines()[-1][:60] if done.stderr.strip() else 'failed'}")
            continue
        got = json.loads(done.stdout.splitlines()[-1])
        told = ("", "") if name.startswith("characters") else (f"{got['cells']:.1%}", f"{got['whole']:.1%}")
        print(f"{name:26} {told[0]:>7} {told[1]:>7} {got['ms']:8.1f} {got['MB']:6.0f}")


if __name__ == "__main__":
    main()
