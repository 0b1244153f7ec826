"""Desks to test on: a folder, a database of either kind, and originals; PostgreSQL is a real one, started for the tests."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.blobs import Blobs
from desk.found import Reading
from desk.intake import Arrival, Receipt, receive
from desk.jobs import Claimed, claim, finish
from desk.office import Desk, open_desk
from desk.settings import Settings
from desk.tally import tally
from parsers.report import answer

DATABASES = ("sqlite", "postgresql")
MUST = "FUBIAO_TEST_ALL"
"""Set where every program that the tests drive is installed: then none of them may be left out."""


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a cluster of our own, for as long as the tests run."""
    programs = _programs()
    if programs is None:
        if os.environ.get(MUST):
            pytest.fail("PostgreSQL isn't installed")
        pytest.skip("PostgreSQL isn't installed")
    # It refuses to run as root, and a socket's path must be short.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="fubiao-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", "fubiao", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            user=user,
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            user=user,
            cwd=folder,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            if subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode == 0:
                break
            time.sleep(0.05)
        yield f"postgresql://fubiao@/{{name}}?host={folder}"
        server.send_signal(signal.SIGQUIT)
        server.wait(20)


_made = 0


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, of the kind that the test is parametrised with; "" for SQLite."""
    global _made  # noqa: PLW0603  # each test has a database of its own
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    import psycopg

    pattern: str = request.getfixturevalue("postgresql")
    _made += 1
    name = f"desk{_made}"
    with psycopg.connect(pattern.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return pattern.format(name=name)


Open = Callable[..., Desk]


@pytest.fixture
def opened(tmp_path: Path, url: str) -> Iterator[Open]:
    """Opens desks on the same folder and database; without workers unless told otherwise."""
    desks: list[Desk] = []

    def make(**values: object) -> Desk:
        given = {"data": tmp_path / "desk", "database": url, "workers": 0, **values}
        desk = open_desk(Settings(**given))  # type: ignore[arg-type]
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(opened: Open) -> Desk:
    """An empty desk without workers."""
    return opened()


both = pytest.mark.parametrize("url", DATABASES, indirect=True)
"""Runs a test on a database of either kind."""


def send(desk: Desk, *files: tuple[bytes, str], activity: int = 1, sender: str = "", by: str = "") -> list[Receipt]:
    """Sends files as (bytes, name)."""
    arrivals = [Arrival(stream=io.BytesIO(data), name=name) for data, name in files]
    return receive(
        desk.store,
        desk.blobs,
        desk.vault,
        arrivals,
        activity=activity,
        parser=desk.parser,
        by=by,
        sender=sender,
    )


def reading_of(desk: Desk, blobs: Blobs, claimed: Claimed) -> Reading:
    """What is in the file of a job, read in this process."""
    found = answer(blobs.read(claimed.sha256), "")
    fault = found.lines[0]["error"] if found.failed else {"code": "", "message": ""}
    return Reading(
        parser=desk.parser,
        lines=() if found.failed else found.lines,
        code=fault["code"],
        message=fault["message"],
    )


def work(desk: Desk, owner: str = "test") -> int:
    """Does all jobs in this process; how many they were."""
    done = 0
    while due := claim(desk.store, desk.vault, owner, desk.parser, lease=30):
        for claimed in due:
            finish(desk.store, desk.vault, claimed, reading_of(desk, desk.blobs, claimed))
            done += 1
    return done


def wait(desk: Desk, seconds: float = 30) -> None:
    """Waits until the runner has nothing left to read."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with desk.store.read() as session:
            if tally(session).is_done:
                return
        time.sleep(0.05)
    raise TimeoutError
