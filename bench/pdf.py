"""What each PDF library is good for: cells found, milliseconds a page and megabytes, by how the tables are drawn.

``python -m bench.pdf [FOLDER]``. Without a folder the project's own filled-in samples are drawn as PDF in four ways: with all lines, with double lines,
with level rules only, and without any. With one, the forms that lie there both as .pdf and as .docx are taken. The .docx tells what is right: a cell
is found where a tool has a cell with the same text, white space aside. Each tool runs in a process of its own, once to warm up, once for the clock.

These lines decide which library is used for what: PDFium for characters and lines, our own grid and columns over them, as long as
``grid: pdfplumber`` finds no more from the same lines. Where there are no lines, what is read as a table is doubted; camelot's stream and
network take every page for one table and tell no places.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from parsers.document import Document, Paragraph, Table
from parsers.docx.reader import read_docx

ROOT = Path(__file__).resolve().parent.parent
STYLES = ("all lines", "double lines", "rules only", "no lines")
SIZE, PITCH, LEFT, WIDTH, BOTTOM = 9.0, 12.0, 50.0, 495.0, 790.0

Cells = Iterator[str]
Box = tuple[float, float, float, float]


def squeezed(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


# ---- the forms, drawn


def draw(document: Document, style: str) -> bytes:
    """*document* as a PDF whose tables have lines of the *style*."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pdf_builder import Sheet, build

    sheets = [Sheet()]
    y = 60.0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            for line in wrapped(block.text, WIDTH):
                if y > BOTTOM:
                    sheets.append(Sheet())
                    y = 60.0
                sheets[-1].text(LEFT, y, line, SIZE)
                y += PITCH + 4
        elif isinstance(block, Table):
            y = draw_table(sheets, block, y, style)
    return build(*sheets)


def draw_table(sheets: list[Any], table: Table, y: float, style: str) -> float:
    from pdf_builder import Sheet

    step = WIDTH / table.columns
    lines = {id(cell): wrapped(cell.text, step * cell.column_span - 10.8) for cell in table.cells}
    heights = [PITCH + 6] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.row_span):
        spanned = sum(heights[cell.row : cell.row + cell.row_span])
        heights[cell.row + cell.row_span - 1] += max(0.0, len(lines[id(cell)]) * PITCH + 6 - spanned)
    if y + sum(heights) > BOTTOM:
        sheets.append(Sheet())
        y = 60.0
    tops = [y + sum(heights[:row]) for row in range(table.rows + 1)]
    sheet = sheets[-1]
    for cell in table.cells:
        x0, x1 = LEFT + step * cell.column, LEFT + step * (cell.column + cell.column_span)
        top, bottom = tops[cell.row], tops[cell.row + cell.row_span]
        for shift in {"all lines": (0.0,), "double lines": (-1.0, 1.0), "rules only": (0.0,)}.get(style, ()):
            sheet.line(x0, top + shift, x1, top + shift).line(x0, bottom + shift, x1, bottom + shift)
            if style != "rules only":
                sheet.line(x0 + shift, top, x0 + shift, bottom).line(x1 + shift, top, x1 + shift, bottom)
        sheet.lines(x0 + 5.4, top + PITCH, lines[id(cell)], SIZE, PITCH)
    return tops[-1] + 14


def wrapped(text: str, width: float) -> list[str]:
    """The lines of *text* at *width* points: as long as they may be."""
    found = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for character in paragraph:
            advance = SIZE if ord(character) > 0x2000 else SIZE / 2
            if used + advance > width and line:
                found.append(line)
                line, used = "", 0.0
            line, used = line + character, used + advance
        if line:
            found.append(line)
    return found


# ---- the tools


def ours(path: Path) -> Cells:
    from parsers.pdf.reader import read_pdf

    for table in read_pdf(path.read_bytes()).tables():
        for cell in table.cells:
            yield cell.text


def by_grid(cells_of: Callable[[list[Any]], list[Box]]) -> Callable[[Path], Cells]:
    """The texts in the cells that *cells_of* makes of PDFium's lines; the characters are PDFium's as well."""

    def run(path: Path) -> Cells:
        from parsers.pdf.file import opened
        from parsers.pdf.lines import rows_of

        with opened(path.read_bytes()) as file:
            pages = list(file.pages())
        for page in pages:
            boxes = sorted(cells_of(page.edges), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
            inside: list[list[Any]] = [[] for _ in boxes]
            for glyph in page.glyphs:
                for index, (x0, top, x1, bottom) in enumerate(boxes):
                    if x0 <= glyph.x <= x1 and top <= glyph.middle <= bottom:
                        inside[index].append(glyph)
                        break
            for glyphs in inside:
                yield "".join(row.text for row in rows_of(glyphs, page.number))

    return run


def our_grid(edges: list[Any]) -> list[Box]:
    from parsers.ruling import grids

    return [cell.box for grid in grids(edges) for cell in grid.cells]


def plumber_grid(edges: list[Any]) -> list[Box]:
    from pdfplumber.table import edges_to_intersections, intersections_to_cells, merge_edges

    given = [
        {
            "orientation": "v",
            "x0": e.at,
            "x1": e.at,
            "top": e.start,
            "bottom": e.end,
            "width": 0,
            "height": e.end - e.start,
        }
        if e.upright
        else {
            "orientation": "h",
            "x0": e.start,
            "x1": e.end,
            "top": e.at,
            "bottom": e.at,
            "width": e.end - e.start,
            "height": 0,
        }
        for e in edges
    ]
    merged = merge_edges([{"object_type": "line", **edge} for edge in given], 3, 3, 3, 3)
    return list(intersections_to_cells(edges_to_intersections(merged, 3, 3)))


def plumber(path: Path) -> Cells:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                for row in table:
                    yield from (cell or "" for cell in row)


def camelot_by(flavor: str) -> Callable[[Path], Cells]:
    def run(path: Path) -> Cells:
        from camelot.io import read_pdf as read_by_camelot

        for table in read_by_camelot(str(path), pages="all", flavor=flavor):
            for row in table.df.values.tolist():
                yield from row

    return run


TOOLS: dict[str, Callable[[Path], Cells]] = {
    "ours: PDFium, grid, columns": ours,
    "pdfplumber": plumber,
    "camelot lattice": camelot_by("lattice"),
    "camelot stream": camelot_by("stream"),
    "camelot network": camelot_by("network"),
    "grid: ours": by_grid(our_grid),
    "grid: pdfplumber": by_grid(plumber_grid),
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
    from parsers.pdf.file import opened

    for path in paths:
        with opened(path.read_bytes()) as file:
            pages += file.count
        right = Counter(
            squeezed(cell.text)
            for table in read_docx(path.with_suffix(".docx").read_bytes()).tables()
            for cell in table.cells
        )
        del right[""]
        started = time.process_time()
        try:
            texts = [squeezed(cell) for cell in tool(path)]
        except Exception as error:  # noqa: BLE001 - a tool that fails has found nothing
            print(f"{name}: {path.name}: {type(error).__name__}", file=sys.stderr)
            texts = []
        seconds += time.process_time() - started
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


def compare(title: str, folder: Path) -> None:
    """Prints a line for each tool."""
    print(f"{title:28} {'cells':>7} {'files':>7} {'ms/page':>8} {'MB':>6}")
    for name in TOOLS:
        done = subprocess.run(
            [sys.executable, "-m", "bench.pdf", str(folder), name],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        if done.returncode:
            print(f"  {name:26} {done.stderr.strip().splitlines()[-1][:60] if done.stderr.strip() else 'failed'}")
            continue
        got = json.loads(done.stdout.splitlines()[-1])
        print(f"  {name:26} {got['cells']:>7.1%} {got['whole']:>7.1%} {got['ms']:8.1f} {got['MB']:6.0f}")


def main() -> None:
    """Prints the tables."""
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[1]))))
        return
    if len(sys.argv) > 1:
        compare(Path(sys.argv[1]).name, Path(sys.argv[1]))
        return
    samples = [
        path for path in sorted((ROOT / "samples").rglob("*.docx")) if any(read_docx(path.read_bytes()).tables())
    ]
    for style in STYLES:
        with tempfile.TemporaryDirectory() as place:
            for path in samples:
                data = path.read_bytes()
                stem = f"{path.parent.name}-{path.stem}"
                (Path(place) / f"{stem}.docx").write_bytes(data)
                (Path(place) / f"{stem}.pdf").write_bytes(draw(read_docx(data), style))
            compare(style, Path(place))


if __name__ == "__main__":
    main()
