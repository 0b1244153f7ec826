"""Help from LibreOffice: a program that is there, one that isn't, and one that misbehaves. A stand-in script plays all of them."""

from __future__ import annotations

import os
import shutil
import stat
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from docx_builder import archive, docx, p, texts

from forms.errors import OverLimit, Unreadable
from forms.soffice import SWITCH
from parsers import libreoffice
from parsers.document import Paragraph
from parsers.read import read, sniff

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")

INSTALLED = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(INSTALLED is None, reason="LibreOffice isn't installed")
MIMETYPE = "application/vnd.oasis.opendocument.text"
_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)


def odt(body: str = "<text:p>姓名：张三</text:p>") -> bytes:
    """An OpenDocument text with *body*."""
    return packed(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )


def packed(content: str, more: Mapping[str, str] | None = None) -> bytes:
    """The container of an OpenDocument text whose content is *content* as it stands; *more* are further members."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    members = {"mimetype": MIMETYPE, "META-INF/manifest.xml": manifest, "content.xml": content, **(more or {})}
    return archive(members)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script in LibreOffice's place; what it does is written after ``#!/bin/sh``. ``$out`` is the folder it must write to."""
    script = tmp_path / "soffice"
    monkeypatch.setenv(SWITCH, str(script))
    return script


def does(script: Path, what: str) -> None:
    script.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done; out=$2; form=$3\n{what}\n', "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)


def test_without_it_the_format_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    with pytest.raises(Unreadable) as caught:
        read(odt())
    assert caught.value.code == "unreadable.unsupported"
    assert "OpenDocument" in str(caught.value)


def test_what_it_converts_is_read_and_says_so(stand_in: Path, tmp_path: Path) -> None:
    (tmp_path / "made").write_bytes(docx(p("甲")))
    does(stand_in, f'cp "{tmp_path}/made" "$out/form.docx"')
    document = read(odt())
    assert texts(document.blocks) == ["甲"]
    assert [note.code for note in document.notes] == ["document.converted"]


@pytest.mark.parametrize(
    "what", ["exit 0", "exit 1", 'echo no > "$out/form.docx"', 'mkdir "$out/form.docx"', "kill -9 $$"]
)
def test_a_success_without_a_document_is_none(stand_in: Path, what: str) -> None:
    does(stand_in, what)
    with pytest.raises(Unreadable) as caught:
        read(odt())
    assert caught.value.code == "unreadable.unsupported"


def test_a_program_that_is_not_there_is_none(stand_in: Path) -> None:
    with pytest.raises(Unreadable):
        read(odt())


def test_one_that_hangs_is_killed_with_its_children(stand_in: Path, tmp_path: Path) -> None:
    does(stand_in, f'sleep 300 & echo $! > "{tmp_path}/child"; wait')
    started = time.monotonic()
    with pytest.raises(OverLimit) as caught:
        libreoffice.read_with_libreoffice(odt(), "odt", seconds=1)
    assert caught.value.code == "limit.time"
    assert time.monotonic() - started < 20
    child = int((tmp_path / "child").read_text("utf-8"))
    time.sleep(0.2)
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text("utf-8").split()[2] == "Z"


def test_it_sees_a_profile_of_its_own_and_little_else(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    does(stand_in, f'env > "{tmp_path}/env"; cat "$HOME/profile/user/registrymodifications.xcu" > "{tmp_path}/profile"')
    with pytest.raises(Unreadable):
        read(odt())
    assert "SECRET" not in (tmp_path / "env").read_text("utf-8")
    settings = (tmp_path / "profile").read_text("utf-8")
    assert "BlockUntrustedRefererLinks" in settings
    assert "DisableMacrosExecution" in settings


def test_containers_that_unpack_beyond_reason_are_not_handed_on(stand_in: Path, tmp_path: Path) -> None:
    does(stand_in, f'touch "{tmp_path}/called"')
    with pytest.raises(OverLimit):
        read(odt("<text:p>" + "啊" * 20_000_000 + "</text:p>"))
    with pytest.raises(Unreadable):
        read(packed("<!DOCTYPE a><a/>"))
    assert not (tmp_path / "called").exists()


@needs_libreoffice
def test_an_open_document_is_read_with_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SWITCH, raising=False)
    body = (
        "<text:p>附件</text:p><table:table><table:table-column/><table:table-column/><table:table-row><table:table-cell><text:p>姓名</text:p>"
        "</table:table-cell><table:table-cell><text:p>张三</text:p></table:table-cell></table:table-row></table:table><text:p/>"
    )
    document = read(odt(body))
    assert texts(document.blocks)[0] == "附件"
    assert [cell.text for cell in next(document.tables()).cells] == ["姓名", "张三"]


@needs_libreoffice
def test_nothing_is_fetched_and_no_local_file_taken_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(SWITCH, raising=False)
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            """Stays quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    canary = tmp_path / "canary.png"
    canary.write_bytes(b"\x89PNG\r\n\x1a\n" + b"canary" * 10)
    try:
        frames = "".join(
            f'<text:p><draw:frame svg:width="1cm" svg:height="1cm"><draw:image xlink:href="{link}" xlink:type="simple"/></draw:frame></text:p>'
            for link in (f"http://127.0.0.1:{server.server_port}/x.png", canary.as_uri())
        )
        document = read(odt(frames + "<text:p>甲</text:p>"))
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
    assert "甲" in [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_formats_that_are_helped_with_have_no_reader_of_their_own() -> None:
    from parsers.read import READERS

    assert not libreoffice.HELPED.keys() & READERS.keys()
    assert sniff(odt()) == "odt"
