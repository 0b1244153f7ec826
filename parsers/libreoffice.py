"""Help from LibreOffice, where it is installed, with formats that have no reader here. Nothing needs it.

The program is distrusted: it gets a profile of its own with macros and links off, no network where the system can take it away, a time limit,
and is killed with its whole process group. The input filter is named, since without one it takes random bytes for text; what it wrote is looked
at, since it reports success where it failed. The document says that it was converted.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from forms.errors import OverLimit, Unreadable
from forms.messages import message
from parsers.document import Document, Note
from parsers.docx import read_docx
from parsers.package import Package
from parsers.xlsx import read_xlsx

__all__ = ["HELPED", "SWITCH", "can_help", "program", "read_with_libreoffice"]

SECONDS = 60
"""A form takes two seconds, the first start of LibreOffice on a slow machine twenty."""

BYTES_LIMIT = 20 << 20
SWITCH = "FUBIAO_LIBREOFFICE"
"""The variable of the environment that turns this off (``off``) or names the program."""

_OFF = frozenset({"off", "0", "no", "false"})
_MANIFEST = "META-INF/manifest.xml"
_ZIP = b"PK\x03\x04"
_PROBE_SECONDS = 10
_PATH = "/usr/local/bin:/usr/bin:/bin"
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


_XML, _PACKAGE = 2003, 2007
"""The Office versions that filters are named for: the first with an XML format, and with today's packages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Way:
    """How a format is converted: the input filter, the suffix that goes with it, and what it becomes."""

    suffix: str
    filter: str
    target: str = "docx"


HELPED = {
    "odt": _Way(suffix="odt", filter="writer8"),
    "ods": _Way(suffix="ods", filter="calc8", target="xlsx"),
    "wordml": _Way(suffix="xml", filter=f"MS Word {_XML} XML"),
    "sheetml": _Way(suffix="xml", filter=f"MS Excel {_XML} XML Orcus", target="xlsx"),
    "xlsb": _Way(suffix="xlsb", filter=f"Calc MS Excel {_PACKAGE} Binary", target="xlsx"),
    "works": _Way(suffix="wps", filter="MS_Works"),
    "word2": _Way(suffix="doc", filter="MS WinWord 5"),
    "write": _Way(suffix="wri", filter="MS_Write"),
    "wordperfect": _Way(suffix="wpd", filter="WordPerfect"),
}
"""The formats that it is asked about, by the word that ``sniff`` has for them."""

_OUTPUT = {"docx": f"docx:MS Word {_PACKAGE} XML", "xlsx": f"xlsx:Calc MS Excel {_PACKAGE} XML"}


def program() -> str | None:
    """Where LibreOffice is; None where there is none, or it may not be used."""
    told = os.environ.get(SWITCH, "").strip()
    if told.lower() in _OFF and told:
        return None
    return told or shutil.which("soffice") or shutil.which("libreoffice")


def can_help(found: str) -> bool:
    """Whether a file of the format *found* can be read with LibreOffice's help here."""
    return found in HELPED and program() is not None


def read_with_libreoffice(data: bytes, found: str, *, seconds: float = SECONDS) -> Document:
    """The document in *data*, which is of the format *found*, as LibreOffice converts it. It carries the note ``document.converted``.

    Raises:
        Unreadable: LibreOffice can't convert it, or isn't there.
        OverLimit: It is larger than a form can be, or took too long.
    """
    way, soffice = HELPED[found], program()
    if soffice is None:
        raise Unreadable("unreadable.unsupported", found=message(f"found.{found}"))
    noted = _look_over(data)
    converted = _convert(soffice, data, way, seconds)
    if converted is None:
        raise Unreadable("unreadable.unsupported", found=message(f"found.{found}"))
    document = read_docx(converted) if way.target == "docx" else read_xlsx(converted)
    if not document.blocks:
        # It answers an empty document for what its filter didn't understand.
        raise Unreadable("unreadable.unsupported", found=message(f"found.{found}"))
    note = Note(code="document.converted", details=(("found", message(f"found.{found}")),))
    return replace(document, notes=(note, *noted, *document.notes))


def _look_over(data: bytes) -> tuple[Note, ...]:
    """Refuses what would cost LibreOffice too much: large files, and containers that unpack to more than a form can need.

    Answers notes on what the conversion would drop in silence.
    """
    if len(data) > BYTES_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    if not data.startswith(_ZIP):
        return ()
    package = Package.open(data)
    # OpenDocument 1.2 part 3, 3.4.1: each member that is encrypted says how in the manifest.
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise Unreadable("unreadable.encrypted")
    for name in package.members:
        if name.endswith(".xml") and "/" not in name:
            package.xml(name)
        elif not name.endswith("/"):
            package.read(name)
    has_macros = any(name.startswith(("basic/", "scripts/")) for name in package.members)
    return (Note(code="document.macros"),) if has_macros else ()


def _convert(soffice: str, data: bytes, way: _Way, seconds: float) -> bytes | None:
    """*data* converted; None where nothing came of it."""
    with tempfile.TemporaryDirectory(prefix="fubiao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        (folder / "out").mkdir()
        source = folder / f"form.{way.suffix}"
        source.write_bytes(data)
        command = [
            *_without_network(),
            soffice,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            f"--infilter={way.filter}",
            "--convert-to",
            _OUTPUT[way.target],
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        if not _run(command, folder, seconds):
            return None
        made = folder / "out" / f"form.{way.target}"
        converted = made.read_bytes() if made.is_file() else b""
    return converted if converted.startswith(_ZIP) else None


@lru_cache(maxsize=1)
def _without_network() -> tuple[str, ...]:
    """The command before the command that takes the network away; nothing where the system doesn't allow it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--map-root-user", "--net", "--")
    try:
        tried = subprocess.run([*command, "true"], capture_output=True, check=False, timeout=_PROBE_SECONDS)  # noqa: S603  # as in _run
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if tried.returncode == 0 else ()


def _run(command: list[str], folder: Path, seconds: float) -> bool:
    """Runs *command* and tells whether it ended well."""
    try:
        process = subprocess.Popen(  # noqa: S603  # an argument list of our own making, no shell
            command,
            cwd=folder,
            env={"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.environ.get("PATH", _PATH), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired as fault:
        raise OverLimit("limit.time", limit=f"{seconds:g}") from fault
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process with its children: ``soffice`` is a script, and the program that hangs is its child."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
