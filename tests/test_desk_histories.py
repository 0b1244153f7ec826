"""Random histories of the store beside a simple model of it: uploads, some given up, readers that die or fall silent, versions, two clerks at once,
states, lists, corrections and decisions that are taken back, and the activity closed in the midst of it.

The model holds what an office would say must be there; after every step it is compared with what the store holds.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from desks import reading_of, send
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from test_desk import form

from desk import activities
from desk.errors import Conflict, Invalid
from desk.jobs import ATTEMPTS, Claimed, cancel, claim, finish, give_back, release, renew, retry
from desk.models import Change, Record, Result, Upload
from desk.office import Desk, open_desk
from desk.publishing import set_listed
from desk.records import Edit, correct, find, history, set_state
from desk.settings import Settings
from desk.tally import tally
from desk.worklist import VERDICTS, Problem, decide, problems, withdraw

EXAMPLES = int(os.environ.get("FUBIAO_EXAMPLES", "6"))
FILES = (
    form("甲县"),
    form("乙县", contact={"name": "王桐", "position": "科长", "mobile": "1390001"}),
    form("甲县", leader={"name": "李秀", "position": "主任", "mobile": "13900010001"}),
    b"x",
)
GOOD = 3
"""The files up to here are forms; what is behind them is none."""


@dataclass
class File:
    """What must be true of one content that was sent."""

    uploads: list[int] = field(default_factory=list)
    state: str = "waiting"
    attempts: int = 0
    owner: str = ""
    silent: bool = False
    """Whether its reader's lease ran out."""
    given_up: bool = False
    """Whether its upload was cancelled after a reader had it: what is done with the job any more is nothing to the upload."""
    result: str = ""
    """``read`` or ``refused``, once something was written down of it."""

    @property
    def seen(self) -> str:
        """The state of its first upload."""
        return "failed" if self.given_up else self.state


@dataclass
class Row:
    """What must be true of one record."""

    revision: int = 1
    position: str = ""
    edits: int = 0
    listed: str = ""
    past: list[str] = field(default_factory=list)
    """What stood where it was corrected, the last correction last; those taken back are gone."""


class Histories(RuleBasedStateMachine):
    """What may happen to a store, in any order."""

    database = ""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="fubiao-history-")
        self.desk: Desk = open_desk(Settings(data=Path(self.folder.name), database=self.database, workers=0))
        self.files: dict[int, File] = {}
        self.claimed: list[tuple[int, str, Claimed]] = []
        self.rows: dict[int, Row] = {}
        self.digests: dict[str, int] = {}
        self.decided: dict[str, str] = {}
        self.closed = False

    def teardown(self) -> None:
        self.desk.close()
        self.folder.cleanup()

    @initialize(numbers=st.lists(st.integers(0, GOOD - 1), max_size=3))
    def the_office_has_been_at_work(self, numbers: list[int]) -> None:
        for number in numbers:
            self.send_a_file(number)
        self.what_waits_is_read()

    @precondition(lambda self: any(file.state == "waiting" for file in self.files.values()))
    @rule()
    def what_waits_is_read(self) -> None:
        while any(file.state == "waiting" for file in self.files.values()):
            self.claim_a_job("one")
            self._finish(-1)

    @rule(number=st.integers(0, len(FILES) - 1))
    def send_a_file(self, number: int) -> None:
        if self.closed:
            with pytest.raises(Conflict):
                send(self.desk, (FILES[number], f"{number}.docx"))
            return
        (receipt,) = send(self.desk, (FILES[number], f"{number}.docx"))
        known = number in self.files
        assert receipt.status == ("duplicate" if known else "accepted")
        self.files.setdefault(number, File()).uploads.append(receipt.upload)
        self.digests[receipt.id] = number

    @precondition(lambda self: any(file.state in {"waiting", "running"} for file in self.files.values()))
    @rule(owner=st.sampled_from(["one", "two"]))
    def claim_a_job(self, owner: str) -> None:
        due = claim(self.desk.store, self.desk.vault, owner, self.desk.parser, lease=3000)
        free = [file for file in self.files.values() if file.state == "waiting" or file.silent]
        assert len(due) == min(1, len(free))
        for job in due:
            number = self.digests[job.sha256]
            file = self.files[number]
            assert file in free, "nobody gets what another has"
            # A reader that fell silent costs the file no try.
            file.attempts += not file.silent
            file.state, file.owner, file.silent = "running", owner, False
            self.claimed.append((number, owner, job))

    @precondition(lambda self: self.claimed)
    @rule(data=st.data())
    def finish_a_job(self, data: st.DataObject) -> None:
        self._finish(data.draw(st.integers(0, len(self.claimed) - 1)))

    def _finish(self, place: int) -> None:
        number, _, job = self.claimed.pop(place)
        file = self.files[number]
        counted = finish(self.desk.store, self.desk.vault, job, reading_of(self.desk, self.desk.blobs, job))
        wanted = file.state in {"waiting", "running"}
        assert counted == (wanted and not file.result)
        if wanted:
            self._written(file, "read" if number < GOOD else "refused")

    def _written(self, file: File, result: str) -> None:
        """What is true once *result* was written down: the first one stays."""
        file.result = file.result or result
        file.state = "done" if file.result == "read" and not file.given_up else "failed"
        file.owner, file.silent, file.given_up = "", False, False
        with self.desk.store.read() as session:
            for record in session.scalars(select(Record)):
                if record.id not in self.rows:
                    self.rows[record.id] = Row(record.revision, record.data["leader"]["position"])

    @precondition(lambda self: any(file.state == "running" for file in self.files.values()))
    @rule(owner=st.sampled_from(["one", "two"]))
    def a_reader_falls_silent(self, owner: str) -> None:
        renew(self.desk.store, owner, -1)
        for file in self.files.values():
            file.silent |= file.state == "running" and file.owner == owner

    @precondition(lambda self: any(file.seen in {"waiting", "running"} for file in self.files.values()))
    @rule(data=st.data())
    def give_an_upload_up(self, data: st.DataObject) -> None:
        open_ones = [n for n, file in self.files.items() if file.seen in {"waiting", "running"}]
        file = self.files[data.draw(st.sampled_from(open_ones))]
        assert cancel(self.desk.store, file.uploads[0]).code == "job.cancelled"
        with pytest.raises(Conflict):
            cancel(self.desk.store, file.uploads[0])
        if file.state == "waiting":
            file.state = "failed"
        else:
            file.given_up = True

    @precondition(lambda self: self.claimed)
    @rule(data=st.data())
    def a_reader_dies_of_its_file(self, data: st.DataObject) -> None:
        number, owner, job = self.claimed.pop(data.draw(st.integers(0, len(self.claimed) - 1)))
        file = self.files[number]
        again = give_back(self.desk.store, self.desk.vault, job, owner, self.desk.parser)
        if file.state == "running" and file.owner == owner:
            assert again == (file.attempts < ATTEMPTS)
            if again:
                file.state, file.owner, file.silent = "waiting", "", False
            else:
                self._written(file, "refused")
        else:
            assert again

    @precondition(lambda self: any(file.state == "running" for file in self.files.values()))
    @rule(owner=st.sampled_from(["one", "two"]))
    def an_owner_is_gone(self, owner: str) -> None:
        mine = [file for file in self.files.values() if file.state == "running" and file.owner == owner]
        assert release(self.desk.store, owner) == len(mine)
        for file in mine:
            file.state, file.owner, file.silent = "waiting", "", False
            file.attempts -= 1

    @precondition(lambda self: any(file.seen == "failed" for file in self.files.values()))
    @rule(data=st.data())
    def try_a_failed_file_again(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from([n for n, file in self.files.items() if file.seen == "failed"]))
        file = self.files[number]
        if self.closed:
            with pytest.raises(Conflict):
                retry(self.desk.store, file.uploads[0], self.desk.parser)
            return
        retry(self.desk.store, file.uploads[0], self.desk.parser)
        file.state, file.attempts, file.owner, file.silent, file.given_up = "waiting", 0, "", False, False
        file.result = file.result if file.result == "read" else ""

    @precondition(lambda self: self.rows)
    @rule(
        data=st.data(), clerk=st.sampled_from(["甲", "乙"]), word=st.sampled_from(["局长", "科长"]), late=st.booleans()
    )
    def correct_a_record(self, data: st.DataObject, clerk: str, word: str, late: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.rows)))
        row = self.rows[number]
        seen = row.revision - late
        edits = [Edit(field="leader.position", value=word)]
        if late or self.closed:
            with pytest.raises(Conflict):
                correct(self.desk.store, self.desk.vault, number, revision=seen, edits=edits, by=clerk)
            return
        correct(self.desk.store, self.desk.vault, number, revision=seen, edits=edits, by=clerk)
        row.past.append(row.position)
        row.revision, row.position, row.edits = row.revision + 1, word, row.edits + 1

    @precondition(lambda self: not self.closed and any(row.past for row in self.rows.values()))
    @rule(data=st.data())
    def take_a_correction_back(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(number for number, row in self.rows.items() if row.past)))
        row = self.rows[number]
        with self.desk.store.read() as session:
            told = [change for change in history(session, number) if change.action == "correct"]
        # What a correction was made of stands in the history, the corrections that took others back among them.
        (last,) = [change for change in told if change.before == row.past[-1] and change.after == row.position][-1:]
        edits = [Edit(field=last.field, value=last.before)]
        correct(self.desk.store, self.desk.vault, number, revision=row.revision, edits=edits, by="甲")
        row.revision, row.position, row.edits = row.revision + 1, row.past.pop(), row.edits + 1

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), state=st.sampled_from(["passed", "returned", "review", "doubtful"]))
    def judge_a_record(self, data: st.DataObject, state: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.rows)))
        row = self.rows[number]
        if self.closed:
            with pytest.raises(Conflict):
                set_state(self.desk.store, number, revision=row.revision, state=state, by="甲")
            return
        set_state(self.desk.store, number, revision=row.revision, state=state, by="甲")
        row.revision, row.edits = row.revision + 1, row.edits + 1

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), to=st.sampled_from(["shortlist", ""]))
    def list_a_record(self, data: st.DataObject, to: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.rows)))
        row = self.rows[number]
        with self.desk.store.read() as session:
            current = find(session, number).current
        if not current:
            with pytest.raises(Invalid):
                set_listed(self.desk.store, 1, [number], to)
        elif set_listed(self.desk.store, 1, [number], to) and row.listed != to:
            row.listed, row.revision, row.edits = to, row.revision + 1, row.edits + 1

    def _problems(self) -> list[Problem]:
        with self.desk.store.read() as session:
            return problems(session, activities.find(session, 1))

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), verdict=st.sampled_from(VERDICTS))
    def decide_on_a_problem(self, data: st.DataObject, verdict: str) -> None:
        digests = sorted(one.digest for one in self._problems())
        if not digests:
            return
        digest = data.draw(st.sampled_from(digests))
        if self.closed:
            with pytest.raises(Conflict):
                decide(self.desk.store, 1, digest, verdict=verdict, reason="属实", by="甲")
            return
        decide(self.desk.store, 1, digest, verdict=verdict, reason="属实", by="甲")
        self.decided[digest] = verdict

    @precondition(lambda self: self.decided)
    @rule(data=st.data())
    def take_a_decision_back(self, data: st.DataObject) -> None:
        digest = data.draw(st.sampled_from(sorted(self.decided)))
        if self.closed:
            with pytest.raises(Conflict):
                withdraw(self.desk.store, 1, digest)
            return
        withdraw(self.desk.store, 1, digest)
        del self.decided[digest]

    @precondition(lambda self: self.rows)
    @rule(meant=st.integers(0, 5), originals=st.booleans(), last=st.sampled_from([None, *range(GOOD)]))
    def close_the_activity(self, meant: int, originals: bool, last: int | None) -> None:
        if not self.closed and meant < 5:
            return  # Seldom: nothing much happens any more afterwards.
        if self.closed:
            with pytest.raises(Conflict):
                activities.close(self.desk.store, self.desk.blobs, 1, originals=originals)
            return
        if last is not None:
            self.send_a_file(last)
        # What waits is still read where its bytes stay.
        waits = any(file.state in {"waiting", "running"} for file in self.files.values())
        activities.close(self.desk.store, self.desk.blobs, 1, originals=originals and not waits)
        self.closed = True
        for row in self.rows.values():
            row.revision, row.edits = row.revision + 1, row.edits + 1

    @invariant()
    def what_was_decided_stands_until_it_is_taken_back(self) -> None:
        for one in self._problems():
            by_itself = "kept" if one.severity == "info" and not one.within else ""
            assert one.verdict == self.decided.get(one.digest, by_itself)

    @invariant()
    def passwords_are_kept_until_the_activity_is_closed_and_no_longer(self) -> None:
        with self.desk.store.read() as session:
            held = session.scalars(select(Record.sealed)).all()
            others = [*session.scalars(select(Result.sealed)), *session.scalars(select(Change.sealed))]
        assert all(held) if not self.closed else not any([*held, *others])

    @invariant()
    def every_upload_is_counted_once(self) -> None:
        with self.desk.store.read() as session:
            found = tally(session)
            rows = session.scalar(select(func.count()).select_from(Upload))
        assert found.received == found.passed + found.review + found.failed + found.duplicate
        assert found.received == rows == sum(len(file.uploads) for file in self.files.values())
        assert found.duplicate == sum(len(file.uploads) - 1 for file in self.files.values())
        states = [file.seen for file in self.files.values()]
        assert (found.waiting, found.reading) == (states.count("waiting"), states.count("running"))
        assert found.failed == states.count("failed")

    @invariant()
    def records_are_what_was_made_of_them(self) -> None:
        with self.desk.store.read() as session:
            assert session.scalar(select(func.count()).select_from(Record)) == len(self.rows)
            assert len(self.rows) == sum(file.state == "done" for file in self.files.values())
            for number, row in self.rows.items():
                record = find(session, number)
                assert (record.revision, record.data["leader"]["position"]) == (row.revision, row.position)
                assert record.listed == row.listed
                assert len(history(session, number)) >= row.edits
            firsts = [record.first_id for record in session.scalars(select(Record).where(Record.current))]
            assert len(firsts) == len(set(firsts)), "one version of an applicant's form is the current one"


def _run(machine: type[Histories], examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


def test_histories_on_sqlite() -> None:
    _run(Histories, EXAMPLES)


def test_histories_on_postgresql(postgresql: str) -> None:
    import psycopg

    class There(Histories):
        made = 0

        def __init__(self) -> None:
            There.made += 1
            name = f"history{There.made}"
            with psycopg.connect(postgresql.format(name="postgres"), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            self.database = postgresql.format(name=name)
            super().__init__()

    _run(There, max(2, EXAMPLES // 4))
