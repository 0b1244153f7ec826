"""Damaged and made-up input for every reader: an answer or an error of our own, soon, and no value that is wrong in silence.

A run of the tests tries the usual number of each; with those of the readers' own tests and the examples of the property tests they are some 10,000.
``make fuzz`` tries MUTATIONS of them, or a share of that, by fresh chance or by that of a SEED. What fails is put into ``.fuzz`` with the least damage that fails;
of each kind one is kept in ``tests/damaged``, named after the sample that it was, and tried in every run.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from carriers import CARRIERS, FILLED, carried
from mutations import BYTEWISE, SECTORWISE, TEXTWISE, Way, endure, in_a_part, least_damaged
from PIL import Image, ImageDraw
from truth import misread

from forms.activity import parse
from forms.definition_files import load
from forms.errors import FubiaoError
from forms.library import definition
from generators.documents import write
from parsers.extraction.extract import extract
from parsers.inspection.inspect import inspect
from parsers.read import read
from parsers.scan import reader as scan
from parsers.scan.ocr import find_lines

ROOT = Path(__file__).resolve().parent.parent
KEPT = sorted((ROOT / "tests" / "damaged").iterdir())

CASES = {"docx": 900, "doc": 900, "rtf": 750, "html": 750, "mht": 600, "xlsx": 900, "pdf": 60}
"""How many damaged forms are read and judged in each format."""

WAYS: dict[str, tuple[Way, ...]] = {
    "docx": tuple(map(in_a_part, TEXTWISE)),
    "xlsx": tuple(map(in_a_part, TEXTWISE)),
    "doc": SECTORWISE,
    **dict.fromkeys(("rtf", "html", "mht", "pdf"), (*BYTEWISE, *TEXTWISE)),
}


@pytest.mark.parametrize("form", ["docx", *CARRIERS])
@pytest.mark.parametrize("name", FILLED)
def test_a_form_says_the_same_in_every_format(name: str, form: str) -> None:
    assert misread(carried(name, form), name, "docx") == []


@pytest.mark.parametrize("form", CASES)
def test_a_damaged_form_isn_t_misread_in_silence(form: str) -> None:
    for name in FILLED:

        def judged(data: bytes, name: str = name) -> None:
            assert misread(data, name, form) == []

        endure(
            [carried(name, form)],
            WAYS[form],
            usual=CASES[form] // len(FILLED),
            share=(0.05 if form == "pdf" else 1) / len(FILLED),
            seconds=20 if form == "pdf" else 5,
            megabytes=1000 if form == "pdf" else 300,
            asked=judged,
            salt=name,
            kind=form,
        )


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.name)
def test_what_once_failed_doesn_t_any_more(file: Path) -> None:
    name, form = file.name.split(".")[0].replace("-", "/", 1), file.suffix[1:]
    assert misread(file.read_bytes(), name, form) == []


NOTICE = json.loads((ROOT / "samples" / "documents" / "notice.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def notice() -> bytes:
    """An official document, without the forms behind it."""
    return write(definition("notice", None), {**NOTICE, "edition": None})


def test_of_what_failed_the_least_damage_that_fails_is_kept() -> None:
    source = b"{\\rtf1 one two three four}"
    made = source.replace(b"one", b"0ne").replace(b"three", b"thre").replace(b"four", b"f&ur")
    least = least_damaged(source, made, lambda data: b"&" in data)
    assert least == source.replace(b"four", b"f&ur")
    assert least_damaged(source, made, lambda data: data == made) == made


def test_damaged_notices_are_parsed_or_refused(notice: bytes) -> None:
    endure(
        [notice],
        tuple(map(in_a_part, TEXTWISE)),
        usual=200,
        asked=lambda data: _quietly(lambda: extract(read(data))),
        kind="notices",
    )


def test_notices_in_damaged_text_are_parsed_or_refused(notice: bytes) -> None:
    text = "\n".join(getattr(block, "text", "") for block in read(notice).blocks).encode()
    endure(
        [text],
        (*BYTEWISE, *TEXTWISE),
        usual=250,
        share=0.1,
        asked=lambda data: _quietly(lambda: extract(read(data))),
        kind="notices",
    )


def test_damaged_documents_are_inspected_or_refused(notice: bytes) -> None:
    endure(
        [notice],
        (*map(in_a_part, TEXTWISE), *BYTEWISE),
        usual=150,
        share=0.05,
        asked=lambda data: _quietly(lambda: inspect(data, render=False)),
        kind="inspected",
    )


def test_damaged_definitions_are_loaded_or_refused(tmp_path: Path) -> None:
    source = ROOT / "forms" / "definitions" / "henan-2021"
    folder = tmp_path / "definitions" / "henan-2021"
    shutil.copytree(source.parent, folder.parent)
    files = sorted(source.glob("*.toml"))

    def loaded(file: Path) -> Callable[[bytes], None]:
        def call(data: bytes) -> None:
            (folder / file.name).write_bytes(data)
            _quietly(lambda: load(folder.parent))

        return call

    for file in files:
        endure(
            [file.read_bytes()],
            TEXTWISE,
            usual=200 // len(files),
            share=0.1 / len(files),
            asked=loaded(file),
            salt=file.name,
            kind="definitions",
        )
        (folder / file.name).write_bytes(file.read_bytes())


def test_damaged_activities_are_loaded_or_refused() -> None:
    (file, *_) = sorted((ROOT / "forms" / "activities").glob("*.toml"))
    endure(
        [file.read_bytes()],
        TEXTWISE,
        usual=200,
        share=0.1,
        asked=lambda data: _quietly(lambda: parse("a", data.decode("utf-8", "replace"))),
        kind="activities",
    )


def test_damaged_pictures_end_in_a_document_or_a_typed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    if not os.environ.get("FUBIAO_FUZZ"):
        # Recognition takes nearly all of the time and sees pixels, never the file: the usual run asks it about one picture in eight.
        looks = itertools.count()
        monkeypatch.setattr(
            scan, "find_lines", lambda image, **asked: [] if next(looks) % 8 else find_lines(image, **asked)
        )
    page = Image.new("L", (300, 200), 255)
    ImageDraw.Draw(page).rectangle((20, 20, 280, 180), outline=0)
    files = []
    for kind in ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"):
        out = io.BytesIO()
        page.save(out, kind)
        files.append(out.getvalue())
    endure(files, BYTEWISE, usual=60, share=0.02, seconds=20, megabytes=1000, kind="pictures")


def test_damaged_text_ends_in_a_document_or_a_typed_error() -> None:
    text = "姓名：张三\n手机：13900010001\n☑ 是 □ 否\n".encode("gb18030")
    endure(
        [text, text.decode("gb18030").encode("utf-16"), text], (*BYTEWISE, *TEXTWISE), usual=500, share=0.5, kind="text"
    )


def test_any_bytes_behind_the_mark_of_a_format_end_in_a_document_or_a_typed_error() -> None:
    marks = (
        b"{\\rtf1",
        b"<html>",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        b"MIME-Version: 1.0\r\n",
        b"",
    )

    def made(data: bytes, chance: random.Random) -> bytes:
        return data + chance.randbytes(chance.randrange(1, 3000))

    endure(marks, (made,), usual=700, share=0.5, kind="any bytes")


def _quietly(call: Callable[[], object]) -> None:
    """Runs *call*, which may end in one of the program's own errors."""
    with suppress(FubiaoError):
        call()
