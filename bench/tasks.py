"""What is measured, one task a process: ours, and what a user would take instead, on the same files.

``python -m bench.tasks NAME FOLDER`` prints one line of JSON: seconds a unit, how much was found, megabytes. A tool that isn't installed says so.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.corpus import answers, files, share_found, summary_of
from parsers.document import Block, Document, Paragraph, Table

__all__ = ["TASKS", "Missing"]

Figures = dict[str, Any]
SLOW = 4
"""Files that a slow tool is measured on; its time a file doesn't get better with more."""


class Missing(Exception):
    """The tool isn't installed, or there are no files for it."""


def text_of(document: Document) -> str:
    """All text of a document, tables within tables too."""

    def texts(blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Table):
                for cell in block.cells:
                    yield from texts(cell.blocks)

    return "\n".join(texts(document.blocks))


def over(folder: Path, form: str, tool: Callable[[Path], str], *, runs: int = 3, most: int | None = None) -> Figures:
    """Seconds a file (the sum over files of each one's best run, divided) and the share of the answers' texts found."""
    known, paths = answers(folder), files(folder, form)[:most]
    if not paths:
        raise Missing(f"no .{form} files")
    tool(paths[0])
    seconds, found, wanted = 0.0, 0, 0
    for path in paths:
        best = float("inf")
        for _ in range(runs):
            started = time.perf_counter()
            text = tool(path)
            best = min(best, time.perf_counter() - started)
        seconds += best
        here, there = share_found(known[path.stem], text)
        found, wanted = found + here, wanted + there
    return {"seconds": seconds / len(paths), "found": found / max(wanted, 1), "files": len(paths)}


# Word files


def doc_ours(folder: Path) -> Figures:
    from parsers.word97.reader import read_doc

    return over(folder, "doc", lambda path: text_of(read_doc(path.read_bytes())))


def docx_ours(folder: Path) -> Figures:
    from parsers.docx.reader import read_docx

    return over(folder, "docx", lambda path: text_of(read_docx(path.read_bytes())))


def docx_extract(folder: Path) -> Figures:
    """Reading and extraction, judged by every value of the records."""
    return extracted(folder, "docx")


def doc_extract(folder: Path) -> Figures:
    return extracted(folder, "doc")


def pdf_extract(folder: Path) -> Figures:
    return extracted(folder, "pdf")


def extracted(folder: Path, form: str) -> Figures:
    from bench.field import score
    from parsers.extraction.extract import extract
    from parsers.read import read
    from parsers.report import answer

    known, paths = answers(folder), files(folder, form)
    if not paths:
        raise Missing(f"no .{form} files")
    figures = over(folder, form, lambda path: str(extract(read(path.read_bytes()))))
    lines = [line for path in paths for line in answer(path.read_bytes(), path.name).lines]
    rows = score({path.stem: known[path.stem] for path in paths}, lines)
    # LibreOffice begins some numbered lists anew when it saves them as .doc, and shows and prints those numbers as well.
    verdicts = [row.verdict for row in rows if form != "doc" or not row.path.endswith(".no")]
    figures["found"] = sum(verdict in ("right", "near", "kept") for verdict in verdicts) / max(len(verdicts), 1)
    figures["silent"] = verdicts.count("silent")
    figures["values"] = len(verdicts)
    return figures


def docx_python_docx(folder: Path) -> Figures:
    import docx

    def cells(path: Path) -> str:
        document = docx.Document(str(path))
        texts = [paragraph.text for paragraph in document.paragraphs]
        texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join(texts)

    return over(folder, "docx", cells)


@contextmanager
def soffice_profile() -> Iterator[list[str]]:
    if shutil.which("soffice") is None:
        raise Missing("LibreOffice isn't installed")
    with tempfile.TemporaryDirectory() as place:
        yield ["soffice", "--headless", f"-env:UserInstallation=file://{place}/profile"]


def doc_libreoffice(folder: Path) -> Figures:
    """LibreOffice started for each file, then our own reading of the .docx that it makes."""
    from parsers.docx.reader import read_docx

    with soffice_profile() as base, tempfile.TemporaryDirectory() as out:

        def convert(path: Path) -> str:
            subprocess.run([*base, "--convert-to", "docx", "--outdir", out, str(path)], check=True, capture_output=True)
            return text_of(read_docx((Path(out) / f"{path.stem}.docx").read_bytes()))

        return over(folder, "doc", convert, runs=1, most=SLOW)


def doc_libreoffice_batch(folder: Path) -> Figures:
    """LibreOffice started once for all files."""
    from parsers.docx.reader import read_docx

    known, paths = answers(folder), files(folder, "doc")
    if not paths:
        raise Missing("no .doc files")
    with soffice_profile() as base, tempfile.TemporaryDirectory() as out:
        subprocess.run([*base, "--convert-to", "docx", "--outdir", out, str(paths[0])], check=True, capture_output=True)
        started = time.perf_counter()
        subprocess.run(
            [*base, "--convert-to", "docx", "--outdir", out, *map(str, paths)], check=True, capture_output=True
        )
        seconds = time.perf_counter() - started
        found = wanted = 0
        for path in paths:
            made = Path(out) / f"{path.stem}.docx"
            text = text_of(read_docx(made.read_bytes())) if made.exists() else ""
            here, there = share_found(known[path.stem], text)
            found, wanted = found + here, wanted + there
    return {"seconds": seconds / len(paths), "found": found / max(wanted, 1), "files": len(paths)}


def doc_msdoc2docx(folder: Path) -> Figures:
    """msdoc2docx, then our own reading of the .docx that it makes."""
    try:
        import doc2docx
    except ImportError as error:
        raise Missing("msdoc2docx isn't installed") from error
    from forms.errors import FubiaoError
    from parsers.docx.reader import read_docx

    with tempfile.TemporaryDirectory() as out:

        def convert(path: Path) -> str:
            made = Path(out) / f"{path.stem}.docx"
            made.unlink(missing_ok=True)
            try:
                doc2docx.convert(path, made)
                return text_of(read_docx(made.read_bytes()))
            except (OSError, ValueError, FubiaoError, RuntimeError):
                return ""

        return over(folder, "doc", convert)


# PDF


def a_page(folder: Path, tool: Callable[[Path], str], *, runs: int = 3, most: int | None = None) -> Figures:
    """As ``over``, with seconds a page."""
    import pypdfium2  # type: ignore[import-untyped]

    pages = 0
    paths = files(folder, "pdf")[:most]
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        pages += len(document)
        document.close()
    figures = over(folder, "pdf", tool, runs=runs, most=most)
    return {**figures, "seconds": figures["seconds"] * len(paths) / max(pages, 1), "pages": pages}


def pdf_ours(folder: Path) -> Figures:
    from parsers.pdf.reader import read_pdf

    return a_page(folder, lambda path: text_of(read_pdf(path.read_bytes())))


def pdf_pdfplumber(folder: Path) -> Figures:
    try:
        import pdfplumber
    except ImportError as error:
        raise Missing("pdfplumber isn't installed") from error

    def cells(path: Path) -> str:
        with pdfplumber.open(path) as document:
            return "\n".join(
                text
                for page in document.pages
                for text in (
                    page.extract_text() or "",
                    *(cell or "" for table in page.extract_tables() for row in table for cell in row),
                )
            )

    return a_page(folder, cells, most=40)


def pdf_camelot(folder: Path) -> Figures:
    try:
        from camelot.io import read_pdf as read_by_camelot
    except ImportError as error:
        raise Missing("camelot isn't installed") from error

    def cells(path: Path) -> str:
        tables = read_by_camelot(str(path), pages="all", flavor="lattice")
        return "\n".join(str(text) for table in tables for row in table.df.values.tolist() for text in row)

    # One run, as with LibreOffice: three take longer than all other tasks. As many files as before, for fewer change the share that is found.
    return a_page(folder, cells, runs=1, most=10)


# Scans


def scan_ours(folder: Path) -> Figures:
    from parsers.read import read

    return over(folder, "scan", lambda path: text_of(read(path.read_bytes())), runs=1)


def scan_rapidocr(folder: Path) -> Figures:
    """rapidocr alone on the same pages: its text, with no table, no form and no doubt."""
    import numpy as np
    import pypdfium2
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})

    def recognise(path: Path) -> str:
        document = pypdfium2.PdfDocument(path)
        texts: list[str] = []
        for page in document:
            image = np.asarray(page.render(scale=200 / 72).to_pil().convert("RGB"))[:, :, ::-1]
            texts += getattr(engine(image), "txts", None) or ()
        document.close()
        return "\n".join(texts)

    return over(folder, "scan", recognise, runs=1)


# Rendering


def _forms() -> list[tuple[Any, dict[str, Any]]]:
    import fubiao

    return [(form, {}) for edition in fubiao.forms() for form in edition.forms]


def render_ours(_: Path) -> Figures:
    from generators.render import render

    return per_form(lambda form: render(form, None))


def render_docxtpl(_: Path) -> Figures:
    """docxtpl alone on the same templates and values, unguarded."""
    import io
    from importlib.resources import files as resources

    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    from generators.context import context

    def fill(form: Any) -> bytes:
        made = io.BytesIO()
        template = DocxTemplate(
            io.BytesIO(resources("templates").joinpath("docx", *form.template.split("/")).read_bytes())
        )
        template.render(context(form, None), autoescape=True)
        template.save(made)
        return made.getvalue()

    return per_form(fill)


def per_form(fill: Callable[[Any], bytes]) -> Figures:
    seconds, forms = 0.0, _forms()
    for form, _ in forms:
        fill(form)
        runs = []
        for _ in range(5):
            started = time.perf_counter()
            fill(form)
            runs.append(time.perf_counter() - started)
        seconds += min(runs)
    return {"seconds": seconds / len(forms), "files": len(forms)}


# Sizes


def sizes(_: Path) -> Figures:
    """Seconds of the processor to read and extract a summary of so many rows: how they grow is asked, and a busy machine tells that wrong."""
    from parsers.extraction.extract import extract
    from parsers.read import read

    taken: dict[str, float] = {}
    for rows in (1, 10, 100, 1000, 10_000):
        data = summary_of(rows)
        best = float("inf")
        for _again in range(3 if rows < 10_000 else 2):
            started = time.process_time()
            (record,) = extract(read(data))
            best = min(best, time.process_time() - started)
        if len(record.data["schools"]) != rows:
            raise ValueError(f"{rows} rows became {len(record.data['schools'])}")
        taken[str(rows)] = best
    return {
        "seconds": taken["1000"],
        "by_rows": taken,
        "by_format": {form: _grown(form) for form in ("doc", "xlsx", "pdf")},
    }


def _grown(form: str) -> dict[str, float]:
    """Seconds of the processor by rows for the same table in another format."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    from carriers import CARRIERS

    from parsers.extraction.extract import extract
    from parsers.read import read

    taken: dict[str, float] = {}
    for rows in (1, 10, 100, 1000):
        document = read(summary_of(rows))
        if form == "pdf":
            document = replace(document, blocks=tuple(piece for block in document.blocks for piece in _paged(block)))
        data = CARRIERS[form](document)
        started = time.process_time()
        extract(read(data))
        taken[str(rows)] = time.process_time() - started
    return taken


def _paged(block: Block, most: int = 20) -> Iterator[Block]:
    """*block*, a long table as one for each page; none of its cells may reach over a page's end."""
    if not isinstance(block, Table):
        yield block
        return
    for top in range(0, block.rows, most):
        cells = tuple(
            replace(cell, row=cell.row - top, row_span=min(cell.row_span, top + most - cell.row))
            for cell in block.cells
            if top <= cell.row < top + most
        )
        yield replace(block, rows=min(most, block.rows - top), cells=cells)


def memory(folder: Path) -> Figures:
    """Megabytes after 1,000 files and after 10,000: what isn't given back would show."""
    from parsers.report import answer

    contents = [path.read_bytes() for form in ("docx", "doc") for path in files(folder, form)]
    held: list[float] = []
    started = time.perf_counter()
    for number in range(10_000):
        answer(contents[number % len(contents)], "x")
        if number + 1 in (1000, 10_000):
            held.append(_resident())
    seconds = (time.perf_counter() - started) / 10_000
    return {"seconds": seconds, "after_1000": held[0], "after_10000": held[1], "growth": held[1] / held[0] - 1}


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / (1 << 20)


def _peak() -> float:
    """Megabytes at the most. Not from ``getrusage``: that remembers the process that started this one."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


TASKS: dict[str, Callable[[Path], Figures]] = {
    "doc/ours": doc_ours,
    "doc/msdoc2docx": doc_msdoc2docx,
    "doc/LibreOffice, a batch": doc_libreoffice_batch,
    "doc/LibreOffice, alone": doc_libreoffice,
    "docx/ours": docx_ours,
    "docx/python-docx": docx_python_docx,
    "pdf/ours": pdf_ours,
    "pdf/pdfplumber": pdf_pdfplumber,
    "pdf/camelot": pdf_camelot,
    "records/from docx": docx_extract,
    "records/from doc": doc_extract,
    "records/from pdf": pdf_extract,
    "scan/ours": scan_ours,
    "scan/rapidocr": scan_rapidocr,
    "render/ours": render_ours,
    "render/docxtpl": render_docxtpl,
    "sizes/ours": sizes,
    "memory/ours": memory,
}


def main() -> None:
    """Runs one task and prints its figures."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    name, folder = sys.argv[1], Path(sys.argv[2])
    try:
        figures = TASKS[name](folder)
    except Missing as missing:
        figures = {"missing": str(missing)}
    print(json.dumps({**figures, "MB": round(_peak(), 1)}))


if __name__ == "__main__":
    main()
