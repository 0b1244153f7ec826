"""What several tests need: the samples, an application, and the command line run in this process."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from desks import desk, opened, postgresql, url  # noqa: F401  # fixtures
from flask.testing import FlaskClient
from hypothesis import settings
from mutations import ASKED

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


COUNTED = "damaged"
"""The property of a test's report under which the damaged files that it tried stand, by format."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Puts what a test tried into its report, which reaches the process that sums up wherever the test ran."""
    ASKED.clear()
    try:
        return (yield)
    finally:
        if ASKED:
            item.user_properties.append((COUNTED, dict(ASKED)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many damaged files were tried in each format: a promise that nobody can check is none."""
    tried: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, found in report.user_properties:
                    tried.update(found if name == COUNTED and isinstance(found, dict) else {})
    if tried:
        each = ", ".join(f"{kind} {count}" for kind, count in sorted(tried.items()))
        terminalreporter.write_line(f"damaged and made-up files tried: {tried.total()} ({each})")


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
