"""The whole API, asked with whatever its own description allows and much that it doesn't. ``make probe`` asks longer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from desks import send, work
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from test_desk import form

from desk import activities
from desk.access import _digest
from desk.api import SUBJECTS
from desk.models import Token
from desk.office import Desk, open_desk
from desk.operations import OPERATIONS, Operation
from desk.settings import Settings
from service import create_app

assert SUBJECTS, "what adds the operations"
EXAMPLES = int(os.environ.get("FUBIAO_PROBES", "3"))
SECRET = "fb_probe"  # noqa: S105  # of a token that is made here
CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_desk(Settings(data=tmp_path_factory.mktemp("desk"), workers=0, watch=0))
    with desk.store.write() as session:
        # A number that nobody guesses, so that it isn't revoked on the way.
        session.add(
            Token(id=987654321, name="probe", role="admin", digest=_digest(SECRET), created_at=datetime.now(UTC))
        )
    for number in range(4):
        activities.make(desk.store, {"title": f"{number}"})
        send(desk, (form(f"{number}县"), f"{number}.docx"), (b"?", "?"), activity=number + 2)
    work(desk)
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def described(probed: Desk) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", create_app({"TESTING": False}, probed))


@pytest.mark.parametrize("entry", OPERATIONS, ids=lambda entry: entry.name)
def test_nothing_that_is_asked_breaks_the_service(
    described: Any, entry: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A conversion takes seconds; that there is none is an answer too.
    monkeypatch.setenv("FUBIAO_LIBREOFFICE", "off")
    wanted = described[entry.path][entry.method]
    positive = wanted.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    negative = wanted.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @given(case=positive | negative if _can_be_wrong(entry) else positive)
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {SECRET}"}, checks=list(CHECKS))

    ask()


def _can_be_wrong(entry: Operation) -> bool:
    """Whether the description leaves anything to be wrong about."""
    return bool(entry.query or entry.body or entry.revision or "{" in entry.path)
