"""What several tests need: the samples, an application, and the command line run in this process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from desks import desk, opened, postgresql, url  # noqa: F401  # fixtures
from flask.testing import FlaskClient
from hypothesis import settings

import fubiao
from service import create_app

# The fast tests draw the same examples every time: what fails, fails for everyone. ``make fuzz`` draws fresh ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
if not os.environ.get("FUBIAO_FUZZ"):
    settings.load_profile("repeatable")

if sys.platform != "win32":
    import resource

    @pytest.fixture(autouse=True)
    def unlimited() -> Iterator[None]:
        """No test leaves a limit on the processor's time behind: the process would die of it in the midst of some other test."""
        before = resource.getrlimit(resource.RLIMIT_CPU)
        yield
        assert resource.getrlimit(resource.RLIMIT_CPU) == before


SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a call of the command line gave."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def call(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        status = fubiao.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(status=status, out=captured.out, err=captured.err)

    return call


@pytest.fixture
def client() -> FlaskClient:
    return create_app({"TESTING": True, "SAMPLES": SAMPLES}).test_client()


@pytest.fixture(scope="session")
def filled() -> bytes:
    """A filled-in form with nothing wrong in it."""
    return (SAMPLES / "recommendation" / "county.docx").read_bytes()
