"""A .docx as PDF, by LibreOffice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from forms.errors import FubiaoError
from forms.messages import message

__all__ = ["ConversionFailed", "to_pdf"]

SECONDS = 90
"""A form takes three seconds, the first start of LibreOffice on a slow machine twenty."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""Linked pictures are not fetched and macros never run."""


class ConversionFailed(FubiaoError):
    """LibreOffice is missing, failed, or took too long."""


def to_pdf(docx: bytes, *, program: str | None = None, seconds: float = SECONDS) -> bytes:
    """*docx* as PDF.

    Raises:
        ConversionFailed: LibreOffice is missing, failed, or took too long.
    """
    soffice = program or shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise ConversionFailed("output.libreoffice")
    with tempfile.TemporaryDirectory(prefix="fubiao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        # A profile of its own: another LibreOffice may be running, and the user's settings stay out of it.
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        (folder / "form.docx").write_bytes(docx)
        _run(
            [
                soffice,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--convert-to",
                "pdf:writer_pdf_Export",
                "--outdir",
                str(folder),
                str(folder / "form.docx"),
            ],
            folder,
            seconds,
        )
        made = folder / "form.pdf"
        # LibreOffice answers 0 even where it converted nothing.
        if not made.is_file() or not (pdf := made.read_bytes()).startswith(b"%PDF-"):
            raise ConversionFailed("output.conversion", reason="no PDF")
        return pdf


def _run(command: list[str], folder: Path, seconds: float) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603  # an argument list of our own making, no shell
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionFailed("output.conversion", reason=error.strerror or type(error).__name__) from error
    try:
        status = process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise ConversionFailed("output.conversion", reason=message("output.timeout", limit=f"{seconds:g}")) from error
    finally:
        _end(process)
    if status != 0:
        raise ConversionFailed("output.conversion", reason=f"exit {status}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process with its children: ``soffice`` is a script, and the program that hangs is its child."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
