"""The files that are measured: forms as other people lay them out, as .docx, .doc, PDF and scans, with their answers.

Made once into a folder and kept there; the same seed makes the same files.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.field import EXACT, convert, leaves, plain, samples

__all__ = ["FORMATS", "answers", "files", "make", "share_found", "summary_of"]

SEED = 4711
FORMATS = ("docx", "doc", "pdf", "scan")
_LOSSY = ("word", "office", "boxes", "placeholders", "mixed", "ticks")
"""Classes whose contents LibreOffice loses when it saves in another format: the reader isn't to blame."""


def make(folder: Path, *, count: int, scans: int = 6) -> Path:
    """*folder* with *count* forms as .docx, and as .doc, PDF and (*scans* of them) images where LibreOffice is installed."""
    done = folder / "made.json"
    wanted = {"seed": SEED, "count": count, "scans": scans}
    if done.exists() and json.loads(done.read_text("utf-8")) == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    docx = folder / "docx"
    docx.mkdir(parents=True)
    found: dict[str, Any] = {}
    kinds = sorted(kind for kind in EXACT if not kind.startswith(_LOSSY))
    for sample in samples(SEED, count, kinds):
        (docx / f"{sample.stem}.docx").write_bytes(sample.content)
        found[sample.stem] = sample.answers[0] if len(sample.answers) == 1 else sample.answers
    (folder / "answers.json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    if shutil.which("soffice"):
        for form in ("doc", "pdf"):
            convert(docx, list(found), form)
            shutil.move(docx / form, folder / form)
        _scan(sorted((folder / "pdf").glob("*.pdf"))[:scans], folder / "scan")
    done.write_text(json.dumps(wanted), "utf-8")
    return folder


def _scan(paths: list[Path], folder: Path) -> None:
    """Images of the pages at 200 dpi, grey, each file again a PDF."""
    import pypdfium2  # type: ignore[import-untyped]

    folder.mkdir()
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        pages = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
        pages[0].save(folder / path.name, save_all=True, append_images=pages[1:], resolution=200, quality=75)
        document.close()


def files(folder: Path, form: str) -> list[Path]:
    """The files of one format, in order; none where they couldn't be made."""
    return sorted((folder / form).glob("*.pdf" if form == "scan" else f"*.{form}"))


def answers(folder: Path) -> dict[str, Any]:
    """The answers by the stems of the files."""
    found: dict[str, Any] = json.loads((folder / "answers.json").read_text("utf-8"))
    return found


def share_found(answer: Any, text: str) -> tuple[int, int]:
    """How many of an answer's names and paragraphs stand in *text*, and how many there are; numbers and dates are written in many ways."""
    squeezed = plain(text)
    wanted = [line for value in _texts(answer) for line in value.split("\n") if _is_verbatim(plain(line))]
    return sum(plain(line) in squeezed for line in wanted), len(wanted)


def _texts(answer: Any) -> Iterator[str]:
    for one in answer if isinstance(answer, list) else [answer]:
        yield from (value for _, value in leaves(one.get("data", one)) if isinstance(value, str))


def _is_verbatim(text: str) -> bool:
    return len(text) > 2 and all("\u4e00" <= sign <= "\u9fff" for sign in text[:3])


def summary_of(rows: int) -> bytes:
    """A summary table of *rows* schools, as .docx: how cost grows with size."""
    import fubiao

    school = "{}市第{}中学"
    data = {
        "area": "河南省",
        "department": "河南省教育厅",
        "contact": {"name": "张三", "position": "科长", "phone": "0371-69690000", "email": "zs@example.com"},
        "regions": [],
        "schools": [
            {
                "no": number,
                "name": school.format("郑州", number),
                "type": "高中",
                "person": {"name": "李四", "office": "办公室", "position": "主任", "mobile": f"138{number:08d}"},
            }
            for number in range(1, rows + 1)
        ],
    }
    made = io.BytesIO(fubiao.render("summary", data, edition="moe-2020"))
    return made.getvalue()
