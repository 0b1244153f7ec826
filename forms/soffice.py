"""LibreOffice as a program: found, confined, asked to convert one file, and ended whatever it does. Nothing needs it.

It is distrusted: a run gets a profile of its own with macros and linked files off, an environment that holds nothing of ours, no network where the
system can take it away, limits of memory and of what it may write, and a time limit after which it is killed with its whole process group.
It reports success where it converted nothing, so that what it made is looked at. Runs share nothing and may go on side by side.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from pathlib import Path

__all__ = ["PDF", "SWITCH", "ZIP", "Fault", "NotConverted", "convert", "program"]

SWITCH = "FUBIAO_LIBREOFFICE"
"""The variable of the environment that turns LibreOffice off (``off``) or names the program."""

PDF, ZIP = b"%PDF-", b"PK\x03\x04"
"""What files of the kinds that are asked for begin with."""

_OFF = frozenset({"off", "0", "no", "false"})
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)
"""Where installers put it without adding it to the path."""

_PATH = "/usr/local/bin:/usr/bin:/bin"
_PASSED_ON = ("SYSTEMROOT", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_FONTS = "fonts.xml"
_PROBE_SECONDS = 10
_MEMORY_LIMIT = 6 << 30
"""Of address space, of which it takes 2 GB for a form while 220 MB are in use."""

_WRITE_LIMIT = 512 << 20
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


class Fault(Enum):
    """Why nothing was converted."""

    MISSING = "missing"
    FAILED = "failed"
    TIMEOUT = "timeout"


class NotConverted(Exception):
    """LibreOffice is missing, failed, or took too long. ``str()`` is a technical word on it, free of the file's contents."""

    def __init__(self, fault: Fault, reason: str) -> None:
        self.fault = fault
        super().__init__(reason)


def program() -> str | None:
    """Where LibreOffice is; None where there is none, or it may not be used."""
    told = os.environ.get(SWITCH, "").strip()
    if told.lower() in _OFF:
        return None
    return told or next(filter(None, map(shutil.which, (*_NAMES, *_PLACES))), None)


def convert(
    data: bytes,
    *,
    suffix: str,
    target: str,
    begins: bytes,
    seconds: float,
    source: str | None = None,
    soffice: str | None = None,
    fonts: str = "",
) -> bytes:
    """*data* converted to *target*, ``suffix:name of the output filter``; what is made *begins* so.

    *suffix* is the file name's that goes with *data*, without its dot. *source* names the input filter: without one LibreOffice guesses, and takes
    random bytes for text. *soffice* is the program, where it isn't the one that ``program`` finds. *fonts* is a configuration of fontconfig for
    this run, where the system's own won't do.

    Raises:
        NotConverted: LibreOffice is missing, failed, or took longer than *seconds*.
    """
    soffice = soffice or program()
    if soffice is None:
        raise NotConverted(Fault.MISSING, "not installed")
    with tempfile.TemporaryDirectory(prefix="fubiao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile, out = folder / "profile", folder / "out"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        out.mkdir()
        form = folder / f"form.{suffix}"
        form.write_bytes(data)
        command = [
            *_confinement(),
            soffice,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            *([f"--infilter={source}"] if source else []),
            "--convert-to",
            target,
            "--outdir",
            str(out),
            str(form),
        ]
        if fonts:
            (folder / _FONTS).write_text(fonts, "utf-8")
        _run(command, folder, seconds)
        made = out / f"form.{target.partition(':')[0]}"
        if not made.is_file() or not (converted := made.read_bytes()).startswith(begins):
            raise NotConverted(Fault.FAILED, "no output")
    return converted


@lru_cache(maxsize=1)
def _confinement() -> tuple[str, ...]:
    """The commands before the command that take the network away and set limits; of those only what the system has and allows."""
    found: tuple[str, ...] = ()
    for tool, *options in (
        ("unshare", "--map-root-user", "--net", "--"),
        ("prlimit", f"--as={_MEMORY_LIMIT}", f"--fsize={_WRITE_LIMIT}", "--core=0", "--"),
    ):
        path = shutil.which(tool)
        if path is None:
            continue
        try:
            command = [*found, path, *options]
            tried = subprocess.run([*command, "true"], capture_output=True, check=False, timeout=_PROBE_SECONDS)  # noqa: S603  # as in _run
        except (OSError, subprocess.TimeoutExpired):
            continue
        if tried.returncode == 0:
            found = tuple(command)
    return found


def _environment(folder: Path) -> dict[str, str]:
    """The names that a run needs, among them where the user's own fonts and the index of all fonts are."""
    home = Path("~").expanduser()
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if (folder / _FONTS).is_file():
        passed["FONTCONFIG_FILE"] = str(folder / _FONTS)
    return passed | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", _PATH),
        "LANG": "C.UTF-8",
        "XDG_DATA_HOME": os.environ.get("XDG_DATA_HOME") or str(home / ".local" / "share"),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME") or str(home / ".cache"),
    }


def _run(command: list[str], folder: Path, seconds: float) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603  # an argument list of our own making, no shell
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NotConverted(Fault.FAILED, error.strerror or type(error).__name__) from error
    try:
        status = process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise NotConverted(Fault.TIMEOUT, f"over {seconds:g} s") from error
    finally:
        _end(process)
    if status != 0:
        raise NotConverted(Fault.FAILED, f"exit {status}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process with its children: ``soffice`` is a script, and the program that hangs is its child."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
