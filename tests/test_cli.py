from __future__ import annotations

import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES, Ran
from deadly import deadly_answer

import fubiao
from generators.pdf import ConversionFailed, to_pdf
from parsers import batch

Run = Callable[..., Ran]
ROOT = Path(fubiao.__file__).resolve().parent
COUNTY = SAMPLES / "recommendation" / "county.docx"
CITY = SAMPLES / "summary" / "city.docx"
SECRET = "Sample#2021"  # noqa: S105  # an invented password in a sample


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def spawn(*arguments: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "fubiao", *map(str, arguments)], cwd=ROOT, **options)


# Help and wrong calls


def test_the_public_names_are_all_there() -> None:
    assert [name for name in fubiao.__all__ if not hasattr(fubiao, name)] == []


def test_help_is_in_chinese_and_names_every_command(run: Run) -> None:
    shown = run("--help")
    assert shown.status == 0
    for command in ("extract", "read", "render", "forms", "schema", "check", "serve", "worker", "token", "doctor"):
        assert command in shown.out
        assert run(command, "--help").status == 0
    assert "show this help" not in shown.out
    assert "usage" not in shown.out


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, fubiao; fubiao.main(['--help']); "
        "print([m for m in ('lxml', 'docx', 'flask', 'jinja2', 'phonenumbers', 'multiprocessing') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "call",
    [
        (),
        ("nonsense",),
        ("extract",),
        ("render", "recommendation"),
        ("forms", "--nope"),
        ("extract", "x", "--jobs", "many"),
    ],
)
def test_a_wrong_call_is_one_line_and_code_2(run: Run, call: tuple[str, ...]) -> None:
    done = run(*call)
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    as_json = run(*call, "--json")
    assert as_json.status == 2
    assert json.loads(as_json.err)["error"]["code"] == "usage"


def test_version(run: Run) -> None:
    assert run("--version").out == f"fubiao {fubiao.__version__}\n"


# extract


def test_each_form_is_one_line_with_where_it_was_found(run: Run) -> None:
    done = run("extract", COUNTY)
    assert (done.status, done.err) == (0, "")
    (line,) = lines(done.out)
    assert list(line) == [
        "file",
        "index",
        "sha256",
        "format",
        "form",
        "edition",
        "data",
        "fields",
        "issues",
        "leftovers",
    ]
    assert line["file"] == str(COUNTY)
    assert set(line["fields"]["leader.mobile"]) == {"raw", "confidence", "page", "bbox", "cell", "method"}


def test_failures_are_lines_too_and_cost_no_other_file(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(COUNTY.read_bytes()[:900])
    other = tmp_path / "other.docx"
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("a.txt", "no document")
    done = run("extract", COUNTY, broken, tmp_path / "missing.docx", other, CITY)
    assert done.status == 1
    found = lines(done.out)
    assert [line["file"] for line in found] == [
        str(COUNTY),
        str(broken),
        str(tmp_path / "missing.docx"),
        str(other / "a.txt"),
        str(CITY),
    ]
    assert ["error" in line for line in found] == [False, True, True, True, False]
    assert found[2]["error"]["code"] == "unreadable.missing"
    assert all(line["error"]["message"] for line in found if "error" in line)


def test_folders_are_walked_in_order_without_hidden_and_lock_files(run: Run, tmp_path: Path) -> None:
    for name in ("b/2.docx", "b/10.docx", "a.docx", ".hidden.docx", "b/~$2.docx", ".git/x.docx", "b/note.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        shutil.copy(COUNTY, file)
    (tmp_path / "b" / "note.txt").write_text("not a form")
    found = lines(run("extract", tmp_path).out)
    assert [Path(line["file"]).relative_to(tmp_path).as_posix() for line in found] == [
        "a.docx",
        "b/10.docx",
        "b/2.docx",
        "b/note.txt",
    ]
    assert "error" in found[3]


def test_an_empty_folder_is_no_success(run: Run, tmp_path: Path) -> None:
    done = run("extract", tmp_path)
    assert done.status == 1
    assert lines(done.out) == [
        {"file": str(tmp_path), "error": {"code": "folder.empty", "message": lines(done.out)[0]["error"]["message"]}}
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_among_the_files_does_not_block(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    assert lines(run("extract", tmp_path / "pipe.docx").out)[0]["error"]["code"] == "unreadable.missing"


def test_several_processes_answer_in_the_same_order(run: Run, tmp_path: Path) -> None:
    paths = [str(file) for file in sorted(SAMPLES.rglob("*.docx"))] + [str(tmp_path / "missing.docx")]
    one, several = run("extract", *paths), run("extract", *paths, "--jobs", "2")
    assert several.out == one.out
    assert several.status == one.status == 1


def test_the_out_file_holds_the_lines_and_is_not_read_itself(run: Run, tmp_path: Path) -> None:
    shutil.copy(COUNTY, tmp_path / "a.docx")
    out = tmp_path / "records.jsonl"
    for _ in range(2):
        done = run("extract", tmp_path, "--out", out)
        assert (done.status, done.out, done.err) == (0, "", "")
        assert [Path(line["file"]).name for line in lines(out.read_text("utf-8"))] == ["a.docx"]


def test_a_crash_inside_one_file_leaks_no_value(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(document: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("parsers.extraction.extract.extract", break_down)
    done = run("extract", COUNTY)
    assert done.status == 1
    assert lines(done.out)[0]["error"]["code"] == "internal"
    assert SECRET not in done.out + done.err


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff.docx"
    Path(os.fsdecode(odd)).write_bytes(COUNTY.read_bytes())
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "fubiao", "extract", COUNTY, odd],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    first, second = lines(done.stdout.decode("utf-8"))
    assert first["data"]["applicant"] in done.stdout.decode("utf-8")
    assert os.fsencode(second["file"]) == odd


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told differently there")
def test_a_reader_that_goes_away_is_no_traceback() -> None:
    process = spawn("extract", *[COUNTY] * 40, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(20) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended differently there")
def test_a_process_that_dies_costs_its_own_file_alone_after_a_second_try(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(batch, "_answer", deadly_answer)
    # Enough files that a process is handed several at once, and fewer towards the end.
    names = [f"{number:02d}" for number in range(80)]
    names[11], names[42], names[79] = "once", "deadly", "last-deadly"
    paths = [str(tmp_path / name) for name in names]
    found = list(batch.answers(paths, 2))
    assert [line["file"] for each in found for line in each.lines] == paths
    assert [name for name, each in zip(names, found, strict=True) if each.failed] == ["deadly", "last-deadly"]


# read


def test_read_shows_the_document_as_found(run: Run) -> None:
    (document,) = lines(run("read", COUNTY).out)
    assert {"file", "format", "pages", "blocks"} <= set(document)
    kinds = {block["type"] for block in document["blocks"]}
    assert kinds == {"paragraph", "table"}
    table = next(block for block in document["blocks"] if block["type"] == "table")
    covered = [
        (row, column)
        for cell in table["cells"]
        for row in range(cell["row"], cell["row"] + cell["row_span"])
        for column in range(cell["column"], cell["column"] + cell["column_span"])
    ]
    assert len(covered) == len(set(covered)) <= table["rows"] * table["columns"]
    assert sum(mark["checked"] is True for cell in table["cells"] for mark in cell["marks"]) == 1


def test_read_says_in_one_line_what_is_wrong(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.docx"
    empty.touch()
    done = run("read", empty)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert json.loads(run("read", empty, "--json").err)["error"]["code"] == "unreadable.empty"


# render


def test_a_blank_form(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "blank.docx"
    assert run("render", "summary", "-o", out) == Ran(status=0, out="", err="")
    assert zipfile.is_zipfile(out)


def test_what_extract_wrote_prefills_a_form_of_the_same_edition(run: Run, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    run("extract", COUNTY, CITY, tmp_path / "missing.docx", "--out", records)
    out = tmp_path / "again.docx"
    done = run("render", "recommendation", "--data", records, "-o", out)
    assert done.status == 0
    assert done.err
    (again,) = fubiao.extract(out)
    assert again.edition == "henan-2021"
    assert again.data == lines(records.read_text("utf-8"))[0]["data"]


def test_several_records_give_several_files_which_are_not_overwritten(run: Run, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    run("extract", COUNTY, SAMPLES / "recommendation" / "school-retyped.docx", "--out", records)
    out = tmp_path / "out.docx"
    assert run("render", "recommendation", "--data", records, "-o", out).status == 0
    assert sorted(file.name for file in tmp_path.glob("*.docx")) == ["out-1.docx", "out-2.docx"]
    again = run("render", "recommendation", "--data", records, "-o", out, "--json")
    assert (again.status, json.loads(again.err)["error"]["code"]) == (2, "output.exists")
    assert run("render", "recommendation", "--data", records, "-o", out, "--force").status == 0
    assert run("render", "recommendation", "--data", records, "-o", f"{tmp_path}/folder/").status == 0
    assert len(list((tmp_path / "folder").iterdir())) == 2


@pytest.mark.parametrize(
    ("call", "status", "code"),
    [
        (("nothing", "-o", "x.docx"), 1, "unknown.form"),
        (("summary", "--edition", "none", "-o", "x.docx"), 1, "unknown.edition"),
        (("announcement", "-o", "x.docx"), 1, "output.document"),
        (("summary", "-o", "x.odt"), 2, "output.unavailable"),
        (("notice", "-o", "x.xlsx"), 2, "output.sheet"),
        (("summary", "-o", "x.docx", "--data", "none.json"), 1, "unreadable.missing"),
    ],
)
def test_what_cannot_be_rendered(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...], status: int, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("render", *call, "--json")
    assert (done.status, json.loads(done.err)["error"]["code"]) == (status, code)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [("{", "records.invalid"), ("[1]", "records.shape"), ('{"leader": 1}', "data.invalid"), ("[]", "output.empty")],
)
def test_bad_data_is_refused_and_the_old_file_kept(run: Run, tmp_path: Path, content: str, code: str) -> None:
    data, out = tmp_path / "data.json", tmp_path / "out.docx"
    data.write_text(content)
    out.write_text("old")
    done = run("render", "recommendation", "--data", data, "-o", out, "--json")
    assert (done.status, json.loads(done.err)["error"]["code"]) == (1, code)
    assert out.read_text() == "old"


def test_a_full_disk_leaves_no_half_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    done = run("render", "summary", "-o", tmp_path / "x.docx", "--json")
    assert (done.status, json.loads(done.err)["error"]["code"]) == (1, "output.failed")
    assert list(tmp_path.iterdir()) == []


class TestPdf:
    """Conversion by a program that stands in for LibreOffice."""

    @pytest.fixture
    def office(self, tmp_path: Path) -> Callable[[str], str]:
        if os.name != "posix":
            pytest.skip("the stand-in is a shell script")

        def write(script: str) -> str:
            program = tmp_path / "soffice"
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
            return str(program)

        return write

    def test_the_pdf_comes_back(self, office: Callable[[str], str]) -> None:
        program = office(
            'while [ "$1" != --outdir ]; do shift; done; cat "$3" > /dev/null && printf %s "%PDF-1.7 made" > "$2/form.pdf"'
        )
        assert to_pdf(b"docx", program=program) == b"%PDF-1.7 made"

    @pytest.mark.parametrize(
        "script", ["exit 0", "exit 3", 'while [ "$1" != --outdir ]; do shift; done; echo hm > "$2/form.pdf"']
    )
    def test_nothing_made_is_an_error(self, office: Callable[[str], str], script: str) -> None:
        with pytest.raises(ConversionFailed):
            to_pdf(b"docx", program=office(script))

    def test_one_that_hangs_is_ended_with_its_children(self, office: Callable[[str], str], tmp_path: Path) -> None:
        program = office(f"(sleep 1.5; touch {tmp_path}/survived) &\nsleep 60")
        started = time.monotonic()
        with pytest.raises(ConversionFailed):
            to_pdf(b"docx", program=program, seconds=0.5)
        assert time.monotonic() - started < 3
        time.sleep(max(0.0, started + 2 - time.monotonic()))
        assert not (tmp_path / "survived").exists()

    def test_its_absence_is_said(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        done = run("render", "summary", "-o", tmp_path / "x.pdf", "--json")
        assert (done.status, json.loads(done.err)["error"]["code"]) == (1, "output.libreoffice")


# forms, schema, check


def test_forms_lists_every_edition_and_form(run: Run) -> None:
    plain, as_json = run("forms").out, json.loads(run("forms", "--json").out)
    for edition in as_json["editions"]:
        assert edition["id"] in plain
        assert all(form["id"] in plain and form["title"] in plain for form in edition["forms"])


def test_schema_prints_the_schema(run: Run) -> None:
    found = json.loads(run("schema", "recommendation", "--edition", "henan-2021").out)
    assert found == fubiao.schema("recommendation", edition="henan-2021")
    assert found["$schema"].endswith("schema")


def test_check_runs_the_rules_on_records(run: Run, tmp_path: Path) -> None:
    plan = SAMPLES / "implementation_plan" / "province.docx"
    (line,) = lines(run("extract", plan).out)
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text(json.dumps(line) + "\n", "utf-8")
    line["data"]["total"] += 1
    bad.write_text(json.dumps(line) + "\n", "utf-8")
    clean = run("check", good, "--json")
    assert clean.status == 0
    assert [i for i in lines(clean.out)[0]["issues"] if i["severity"] != "info"] == []
    found = lines(run("check", bad, "--json").out)[0]
    assert "total" in [issue["field"] for issue in found["issues"]]
    assert "total" in run("check", bad).out


def test_check_never_prints_a_private_value(run: Run, tmp_path: Path) -> None:
    (line,) = lines(run("extract", COUNTY).out)
    line["data"]["leader"]["mobile"] = None
    records = tmp_path / "records.jsonl"
    records.write_text(json.dumps(line) + "\n", "utf-8")
    done = run("check", records)
    assert SECRET not in done.out + done.err


# serve


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = spawn("serve", "--port", port, "--data", tmp_path, "--json", stderr=subprocess.PIPE)
        _, complaint = process.communicate(timeout=20)
    assert (process.returncode, json.loads(complaint)["error"]["code"]) == (1, "cli.port")


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent differently there")
def test_serve_says_where_and_ends_quietly(tmp_path: Path) -> None:
    # Under a shell that started the tests in the background interrupts are ignored, and children inherit that.
    own = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = spawn("serve", "--port", "0", "--data", tmp_path / "new", stderr=subprocess.PIPE, preexec_fn=own)
    assert process.stderr is not None
    stderr = io.TextIOWrapper(process.stderr, "utf-8")
    assert "http://127.0.0.1:" in stderr.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) in {0, 130}
    assert stderr.read() == ""
    stderr.close()
