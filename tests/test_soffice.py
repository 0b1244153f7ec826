"""LibreOffice as a program: what it is given, what it is kept from, and several at once."""

from __future__ import annotations

import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docx_builder import docx, p

from forms.soffice import SWITCH, Fault, NotConverted, convert
from generators.pdf import ConversionFailed, to_pdf

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")

INSTALLED = shutil.which("soffice") or shutil.which("libreoffice")


def asked(script: Path, what: str, *, seconds: float = 20) -> bytes:
    """What comes of a conversion by a shell script that does *what*; ``$out`` is the folder it must write to."""
    script.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done; out=$2; form=$3\n{what}\n', "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return convert(b"x", suffix="a", target="b:Filter", begins=b"made", seconds=seconds, soffice=str(script))


def test_what_was_made_comes_back(tmp_path: Path) -> None:
    assert (
        asked(tmp_path / "soffice", 'printf "made of " > "$out/form.b"; cat "$form" >> "$out/form.b"') == b"made of x"
    )


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ("exit 0", Fault.FAILED),
        ("exit 3", Fault.FAILED),
        ('echo no > "$out/form.b"', Fault.FAILED),
        ("sleep 9", Fault.TIMEOUT),
    ],
)
def test_what_went_wrong_is_told(tmp_path: Path, what: str, fault: Fault) -> None:
    with pytest.raises(NotConverted) as caught:
        asked(tmp_path / "soffice", what, seconds=0.3 if fault is Fault.TIMEOUT else 20)
    assert caught.value.fault is fault


def test_the_environment_holds_nothing_of_ours_but_where_the_fonts_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setenv("XDG_DATA_HOME", "/fonts/here")
    with pytest.raises(NotConverted):
        asked(tmp_path / "soffice", f'env > "{tmp_path}/env"')
    seen = (tmp_path / "env").read_text("utf-8")
    assert "SECRET" not in seen
    assert "XDG_DATA_HOME=/fonts/here" in seen


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="prlimit isn't installed")
def test_it_can_fill_neither_the_memory_nor_the_disk(tmp_path: Path) -> None:
    with pytest.raises(NotConverted):
        asked(tmp_path / "soffice", f'ulimit -v > "{tmp_path}/limits"; ulimit -f >> "{tmp_path}/limits"')
    limits = (tmp_path / "limits").read_text("utf-8").split()
    assert "unlimited" not in limits


def test_pdf_output_obeys_the_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    with pytest.raises(ConversionFailed) as caught:
        to_pdf(docx(p("甲")))
    assert caught.value.code == "output.libreoffice"


@pytest.mark.skipif(INSTALLED is None, reason="LibreOffice isn't installed")
def test_several_pdf_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SWITCH, raising=False)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(to_pdf, [docx(p("甲")), docx(p("乙"))]))
    assert all(pdf.startswith(b"%PDF-") for pdf in made)
