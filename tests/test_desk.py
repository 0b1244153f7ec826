"""What is kept, and that it stays: uploads, jobs, results, records and their versions, on either database."""

from __future__ import annotations

import errno
import io
import json
import os
import sqlite3
import threading
from functools import cache
from pathlib import Path

import pytest
from desks import Open, both, reading_of, send, wait, work
from sqlalchemy import func, select

from desk import activities, intake, jobs, store
from desk.access import known, make_token, revoke_token
from desk.errors import Conflict, Denied, Invalid, InvalidSettings, Missing, QueueFull, StoreBusy, StoreFull
from desk.models import Audit, Base, Change, Job, Original, Record, Result, Upload
from desk.office import Desk
from desk.records import Edit, Sought, confirm, correct, find, history, keep, page, reveal, set_state, versions
from desk.tally import tally
from desk.vault import Vault
from desk.worklist import withdraw
from fubiao import render

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PASSWORD = "Canary#7731"  # noqa: S105  # invented


def form(name: str = "青禾县", **changes: object) -> bytes:
    """A filled-in form of an invented applicant."""
    data = {
        "applicant": name,
        "leader": {"name": "李秀", "position": "局长", "mobile": "13900010001"},
        "contact": {"name": "王桐", "position": "科长", "mobile": "13900010002"},
        "category": "区县",
        "space_url": "https://space.example.test/qh",
        "account": {"username": "qinghe", "password": PASSWORD},
        "construction": "全县统一建设。",
        "application": "各校常用。",
        "recognition": "家长认可。",
        **changes,
    }
    return rendered(json.dumps(data))


@cache
def rendered(data: str) -> bytes:
    return render("recommendation", json.loads(data), edition="henan-2021")


def equation(desk: Desk) -> None:
    with desk.store.read() as session:
        found = tally(session)
    assert found.received == found.passed + found.review + found.failed + found.duplicate


def one(desk: Desk, number: int) -> Record:
    with desk.store.read() as session:
        return find(session, number)


@both
def test_tables_are_what_the_models_say(desk: Desk) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with desk.store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    revision, head = desk.store.revision()
    assert revision == head


@both
def test_what_is_received_is_kept_and_read_once(desk: Desk) -> None:
    a, b = form("甲县"), form("乙县")
    receipts = send(desk, (a, "一.docx"), (b, "二.docx"), (a, "三.docx"), (b"not a form", "四.txt"))
    assert [receipt.status for receipt in receipts] == ["accepted", "accepted", "duplicate", "accepted"]
    assert receipts[0].id == receipts[2].id
    assert receipts[2].duplicate_of == receipts[0].upload
    assert all(desk.blobs.is_whole(receipt.id) for receipt in receipts)
    equation(desk)
    assert work(desk) == 3
    assert work(desk) == 0
    equation(desk)
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Result)) == 3
        assert [record.title for record in session.scalars(select(Record).order_by(Record.id))] == ["甲县", "乙县"]
        found = tally(session)
        assert (found.received, found.failed, found.duplicate) == (4, 1, 1)
        failed = session.get(Upload, receipts[3].upload)
        assert failed is not None
        assert failed.code == "match.none"
        assert failed.message


NAMES = [
    "../../x",
    "C:\\x",
    "a\x00b",
    "a\u202excod.docx",
    "汉" * 300,
    "\ud800.docx",
    '"<img onerror=x>"',
    "😀" * 50,
    "",
]


@both
def test_a_name_is_kept_exactly_and_is_never_a_path(desk: Desk, tmp_path: Path) -> None:
    before = {file for file in tmp_path.rglob("*") if "files" not in file.parts}
    receipts = send(desk, *[(f"{number}".encode(), name) for number, name in enumerate(NAMES)])
    with desk.store.read() as session:
        assert [session.get_one(Upload, receipt.upload).name for receipt in receipts] == NAMES
    held = [file for file in (tmp_path / "desk" / "files").rglob("*") if file.is_file()]
    assert sorted(file.parent.name + file.name for file in held) == sorted(receipt.id for receipt in receipts)
    assert {file for file in tmp_path.rglob("*") if "files" not in file.parts} == before


@both
def test_same_bytes_sent_at_once_are_one_file_and_counted_each(desk: Desk) -> None:
    data, found = form(), []
    barrier = threading.Barrier(8)

    def bring(number: int) -> None:
        barrier.wait()
        found.extend(send(desk, (data, f"{number}.docx")))

    threads = [threading.Thread(target=bring, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({receipt.id for receipt in found}) == 1
    assert sorted(receipt.status for receipt in found) == ["accepted"] + ["duplicate"] * 7
    assert work(desk) == 1
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 8
        assert session.scalar(select(func.count()).select_from(Record)) == 1
    equation(desk)


@both
def test_a_newer_file_of_the_same_applicant_is_a_version_with_its_difference(desk: Desk) -> None:
    changed = form(leader={"name": "李秀", "position": "主任", "mobile": "13900010001"})
    first, second = send(desk, (form(), "推荐表.docx"), (changed, "推荐表.docx"))
    assert (first.version, second.version) == (1, 2)
    # The later file is read first: which is newer goes by arrival.
    due = jobs.claim(desk.store, desk.vault, "a", desk.parser, lease=30, limit=2)
    for claimed in reversed(due):
        jobs.finish(desk.store, desk.vault, claimed, reading_of(desk, desk.blobs, claimed))
    with desk.store.read() as session:
        old, new = session.scalars(select(Record).order_by(Record.upload_id)).all()
        assert [record.id for record in versions(session, old)] == [old.id, new.id]
    assert (old.version, old.current, new.version, new.current) == (1, False, 2, True)
    assert new.previous_id == old.id
    assert new.difference == [{"field": "leader.position", "before": "局长", "after": "主任"}]
    assert old.difference == []


def test_two_applicants_of_one_name_are_kept_apart_and_it_is_said(desk: Desk) -> None:
    other = form(
        leader={"name": "赵青", "position": "局长", "mobile": "13900010003"},
        contact={"name": "钱立", "position": "科长", "mobile": "13900010004"},
        space_url="https://other.example.test",
    )
    send(desk, (form(), "a.docx"), (other, "b.docx"))
    work(desk)
    with desk.store.read() as session:
        old, new = session.scalars(select(Record).order_by(Record.id)).all()
    assert old.current
    assert new.current
    assert [issue["code"] for issue in new.issues if issue["severity"] != "info"] == ["version.unclear"]
    assert new.state == "review"


@both
def test_a_worker_that_is_gone_loses_its_jobs_to_others_and_its_result_is_dropped(desk: Desk) -> None:
    send(desk, (form(), "a.docx"))
    (lost,) = jobs.claim(desk.store, desk.vault, "gone", desk.parser, lease=-1)
    (again,) = jobs.claim(desk.store, desk.vault, "alive", desk.parser, lease=30)
    assert again.id == lost.id
    assert again.attempts == 1, "it was no fault of the file"
    assert jobs.claim(desk.store, desk.vault, "third", desk.parser, lease=30) == []
    reading = reading_of(desk, desk.blobs, lost)
    assert jobs.finish(desk.store, desk.vault, again, reading)
    assert not jobs.finish(desk.store, desk.vault, lost, reading)
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 1


@both
def test_a_file_at_which_the_reader_dies_is_tried_twice_and_then_failed_for_all_to_see(desk: Desk) -> None:
    (receipt,) = send(desk, (form(), "a.docx"))
    (first,) = jobs.claim(desk.store, desk.vault, "a", desk.parser, lease=30)
    assert jobs.give_back(desk.store, desk.vault, first, "a", desk.parser)
    (second,) = jobs.claim(desk.store, desk.vault, "a", desk.parser, lease=30)
    assert (first.attempts, second.attempts) == (1, 2)
    assert not jobs.give_back(desk.store, desk.vault, second, "a", desk.parser)
    assert jobs.claim(desk.store, desk.vault, "a", desk.parser, lease=30) == []
    with desk.store.read() as session:
        upload = session.get_one(Upload, receipt.upload)
        assert (upload.state, upload.code) == ("failed", "internal.killed")
    equation(desk)


def test_a_restart_resumes_what_was_being_read(opened: Open) -> None:
    desk = opened()
    send(desk, (form(), "a.docx"))
    assert jobs.claim(desk.store, desk.vault, "killed", desk.parser, lease=3600)
    assert jobs.release(desk.store, "new", of_others=True) == 1
    assert work(desk) == 1


def test_a_full_disk_keeps_nothing_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreFull):
        send(desk, (form(), "a.docx"))
    monkeypatch.undo()
    assert [file for file in (desk.settings.data / "files").rglob("*") if file.is_file()] == []
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0
    assert send(desk, (form(), "a.docx"))[0].status == "accepted"


def test_a_locked_database_loses_nothing(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SECONDS_BUSY", 0.2)
    desk = opened()
    desk.store = store.Store(desk.settings.url, seconds_busy=0.2)
    other = sqlite3.connect(desk.settings.data / "desk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy) as told:
        send(desk, (form(), "a.docx"))
    assert told.value.code == "store.busy"
    with desk.store.read() as session:
        assert tally(session).received == 0
    other.rollback()
    other.close()
    assert send(desk, (form(), "a.docx"))[0].status == "accepted"
    assert work(desk) == 1
    desk.store.close()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_locked_postgresql_is_told_of_too(desk: Desk) -> None:
    impatient = store.Store(desk.settings.url, seconds_busy=0.2)
    with desk.store.write(), pytest.raises(StoreBusy) as told, impatient.write():
        pass
    assert told.value.code == "store.busy"
    impatient.close()
    assert send(desk, (form(), "a.docx"))[0].status == "accepted"


def test_a_database_without_room_says_so(desk: Desk) -> None:
    with desk.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limited = store.Store(desk.settings.url)
    from sqlalchemy import event

    event.listen(limited.engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages}"))
    desk.store.close()
    desk.store = limited
    with pytest.raises(StoreFull):
        send(desk, *[(f"{number}".encode(), "x" * 3000) for number in range(200)])
    equation(desk)


def test_more_than_may_wait_is_refused(desk: Desk) -> None:
    arrivals = [intake.Arrival(stream=io.BytesIO(b"1"), name="1")]
    options = {"activity": 1, "parser": desk.parser, "queue": 1}
    intake.receive(desk.store, desk.blobs, desk.vault, arrivals, **options)  # type: ignore[arg-type]
    with pytest.raises(QueueFull):
        intake.receive(desk.store, desk.blobs, desk.vault, arrivals, **options)  # type: ignore[arg-type]


# Corrections


@both
def test_a_correction_keeps_what_stood_there_and_who_and_when(desk: Desk) -> None:
    send(desk, (form(contact={"name": "王桐", "position": "科长", "mobile": "139000"}), "a.docx"))
    work(desk)
    record = one(desk, 1)
    assert record.state == "review"
    record = correct(
        desk.store,
        desk.vault,
        1,
        revision=1,
        edits=[Edit(field="contact.mobile", value="139 0001 0009")],
        by="小张",
        reason="电话核实",
    )
    assert record.data["contact"]["mobile"] == "13900010009"
    assert record.fields["contact.mobile"]["raw"] == "139000"
    assert (record.state, record.revision, record.doubts) == ("passed", 2, 0)
    with desk.store.read() as session:
        told = [change for change in history(session, 1) if change.action == "correct"]
    assert [(c.field, c.before, c.after, c.by, c.reason) for c in told] == [
        ("contact.mobile", "139000", "13900010009", "小张", "电话核实")
    ]
    equation(desk)


@both
def test_the_second_of_two_clerks_is_told_and_nobody_s_work_is_lost(desk: Desk) -> None:
    send(desk, (form(), "a.docx"))
    work(desk)
    outcomes: list[object] = []
    barrier = threading.Barrier(2)

    def clerk(name: str, field: str) -> None:
        barrier.wait()
        try:
            edits = [Edit(field=field, value="甲")]
            outcomes.append(correct(desk.store, desk.vault, 1, revision=1, edits=edits, by=name))
        except Conflict as conflict:
            outcomes.append(conflict)

    threads = [
        threading.Thread(target=clerk, args=entry) for entry in (("一", "leader.position"), ("二", "contact.position"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (conflict,) = (outcome for outcome in outcomes if isinstance(outcome, Conflict))
    (winner,) = (outcome for outcome in outcomes if isinstance(outcome, Record))
    assert conflict.now is not None
    assert conflict.now["revision"] == 2
    assert conflict.now["by"] in {"一", "二"}
    assert one(desk, 1).data == winner.data


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nothing", "x"),
        ("leader", "x"),
        ("leader.mobile", 5),
        ("leader.mobile.x", "x"),
        ("category", ["学校"]),
        ("leader[0].name", "x"),
        ("../x", "x"),
        ("", "x"),
    ],
)
def test_a_correction_that_does_not_fit_the_form_changes_nothing(desk: Desk, field: str, value: object) -> None:
    send(desk, (form(), "a.docx"))
    work(desk)
    before = one(desk, 1)
    with pytest.raises(Invalid):
        correct(desk.store, desk.vault, 1, revision=1, edits=[Edit(field=field, value=value)], by="")
    assert (one(desk, 1).data, one(desk, 1).revision) == (before.data, 1)


def test_a_row_of_a_list_is_taken_out_with_all_that_is_known_of_it(desk: Desk) -> None:
    send(desk, ((SAMPLES / "summary" / "city.docx").read_bytes(), "汇总.docx"))
    work(desk)
    before = one(desk, 1)
    names = [school["name"] for school in before.data["schools"]]
    record = correct(
        desk.store, desk.vault, 1, revision=1, edits=[Edit(field="schools[0]", remove=True)], by="", reason="重复"
    )
    assert [school["name"] for school in record.data["schools"]] == names[1:]
    assert record.fields["schools[0].name"]["raw"] == before.fields["schools[1].name"]["raw"]
    assert f"schools[{len(names) - 1}].name" not in record.fields
    with pytest.raises(Invalid):
        correct(desk.store, desk.vault, 1, revision=2, edits=[Edit(field="schools[99]", remove=True)], by="")


def test_doubts_are_confirmed_or_kept_with_a_reason_until_none_is_left(desk: Desk) -> None:
    send(desk, (form(contact={"name": "王桐", "position": None, "mobile": "139000"}), "a.docx"))
    work(desk)
    record = one(desk, 1)
    issues = [issue for issue in record.issues if issue["severity"] != "info"]
    assert {issue["field"] for issue in issues} >= {"contact.mobile"}
    for issue in issues:
        if issue["field"] == "contact.mobile":
            record = confirm(desk.store, 1, revision=record.revision, fields=["contact.mobile"], by="小张")
        else:
            record = keep(
                desk.store,
                1,
                revision=record.revision,
                code=issue["code"],
                field=issue["field"],
                reason="确无职务",
                by="小张",
            )
    assert (record.state, record.doubts) == ("passed", 0)
    record = set_state(desk.store, 1, revision=record.revision, state="returned", by="小张", reason="缺公章")
    with desk.store.read() as session:
        assert session.get_one(Upload, 1).state == "review"
    equation(desk)


@both
def test_records_are_found_page_by_page_and_by_their_words(desk: Desk) -> None:
    send(desk, *[(form(f"第{number}县%_"), f"{number}.docx") for number in range(7)])
    work(desk)
    seen: list[int] = []
    after: int | None = 0
    with desk.store.read() as session:
        while after is not None:
            found, after = page(session, Sought(activity=1), after=after, limit=3)
            seen += [record.id for record in found]
        assert seen == list(range(1, 8))
        assert [r.title for r in page(session, Sought(text="第3县%"))[0]] == ["第3县%_"]
        assert page(session, Sought(text="第3_县"))[0] == []
        assert page(session, Sought(form="summary"))[0] == []


# Privacy


@both
def test_a_password_is_encrypted_shown_on_request_recorded_and_purged(desk: Desk) -> None:
    (receipt,) = send(desk, (form(), "a.docx"))
    work(desk)
    record = one(desk, 1)
    assert record.data["account"] == {"username": "qinghe", "password": None}
    with desk.store.read() as session:
        for table in Base.metadata.sorted_tables:
            assert PASSWORD not in str(session.execute(select(table)).all())
    assert reveal(desk.store, desk.vault, 1, by="小张") == {"account.password": PASSWORD}
    with desk.store.read() as session:
        (told,) = session.scalars(select(Audit).where(Audit.action == "reveal"))
    assert (told.by, told.target) == ("小张", "record:1")
    record = correct(
        desk.store, desk.vault, 1, revision=1, edits=[Edit(field="account.password", value="New#Canary")], by="小张"
    )
    assert reveal(desk.store, desk.vault, 1, by="小张") == {"account.password": "New#Canary"}
    activities.close(desk.store, desk.blobs, 1, originals=True, by="主任")
    with pytest.raises(Missing):
        reveal(desk.store, desk.vault, 1, by="小张")
    with desk.store.read() as session:
        assert session.scalars(select(Record.sealed)).all() == [""]
        assert session.scalars(select(Result.sealed)).all() == [""]
        assert set(session.scalars(select(Change.sealed))) == {""}
        assert session.get_one(Original, receipt.id).removed_at is not None
    assert not desk.blobs.path(receipt.id).exists()


def test_nothing_is_changed_or_taken_in_after_an_activity_was_closed(desk: Desk) -> None:
    send(desk, (form(), "a.docx"))
    work(desk)
    activities.close(desk.store, desk.blobs, 1)
    for act in (
        lambda: send(desk, (form("乙"), "b.docx")),
        lambda: set_state(desk.store, 1, revision=2, state="passed", by=""),
        lambda: activities.close(desk.store, desk.blobs, 1),
        lambda: activities.change(desk.store, 1, {"title": "x"}, revision=2),
    ):
        with pytest.raises(Conflict):
            act()
    assert one(desk, 1).title == "青禾县"


def test_what_waits_when_an_activity_is_closed_is_read_without_its_password_and_read_anew_for_another_activity(
    desk: Desk,
) -> None:
    data = form()
    send(desk, (data, "a.docx"))
    activities.close(desk.store, desk.blobs, 1)
    assert work(desk) == 1
    with desk.store.read() as session:
        assert [*session.scalars(select(Record.sealed)), *session.scalars(select(Result.sealed))] == ["", ""]
    with pytest.raises(Conflict):
        withdraw(desk.store, 1, "")
    activities.make(desk.store, {"title": "另一个"})
    send(desk, (data, "a.docx"), activity=2)
    assert work(desk) == 1, "nobody has its password any more"
    with desk.store.read() as session:
        (record,) = session.scalars(select(Record).where(Record.activity_id == 2))
    assert reveal(desk.store, desk.vault, record.id, by="") == {"account.password": PASSWORD}


def test_originals_that_another_activity_has_stay_when_one_is_closed(desk: Desk) -> None:
    activities.make(desk.store, {"title": "另一个"})
    (receipt,) = send(desk, (form(), "a.docx"))
    work(desk)
    (other,) = send(desk, (desk.blobs.read(receipt.id), "a.docx"), activity=2)
    assert (other.status, other.id) == ("accepted", receipt.id)
    assert work(desk) == 0, "it is read already"
    activities.close(desk.store, desk.blobs, 1, originals=True)
    assert desk.blobs.is_whole(receipt.id)
    with desk.store.read() as session:
        (record,) = session.scalars(select(Record).where(Record.activity_id == 2))
    assert reveal(desk.store, desk.vault, record.id, by="") == {"account.password": PASSWORD}


def test_a_key_is_made_for_its_owner_alone_and_another_key_opens_nothing(desk: Desk, tmp_path: Path) -> None:
    key = desk.settings.data / "key"
    assert key.stat().st_mode & 0o077 == 0
    sealed = desk.vault.seal({"a": "b"})
    assert Vault.of("", desk.settings.data).open(sealed) == {"a": "b"}
    with pytest.raises(InvalidSettings):
        Vault.of("", tmp_path / "other").open(sealed)
    with pytest.raises(InvalidSettings):
        Vault("short")
    old, new = key.read_text(), (tmp_path / "other" / "key").read_text()
    assert Vault(f"{new},{old}").open(sealed) == {"a": "b"}


@both
def test_a_token_is_kept_as_a_digest_and_is_worth_nothing_once_revoked(desk: Desk) -> None:
    number, secret = make_token(desk.store, "省厅\x00", "clerk")
    with desk.store.read() as session:
        assert known(session, secret).role == "clerk"
        assert secret not in str(session.execute(select(*Base.metadata.tables["tokens"].c)).all())
    revoke_token(desk.store, number)
    with desk.store.read() as session, pytest.raises(Denied):
        known(session, secret)
    with pytest.raises(Invalid):
        make_token(desk.store, "x", "king")


def test_an_activity_is_data_and_says_who_changed_it(desk: Desk) -> None:
    made = activities.make(
        desk.store,
        {
            "title": "推荐",
            "edition": "henan-2021",
            "level": "province",
            "quotas": {"regions": 3, "schools": 15},
            "deadlines": {"submit": "明年"},
        },
        by="主任",
    )
    changed = activities.change(desk.store, made.id, {"quotas": {"regions": 2}}, revision=1, by="主任")
    assert (changed.quotas, changed.revision) == ({"regions": 2}, 2)
    with pytest.raises(Conflict):
        activities.change(desk.store, made.id, {"title": "x"}, revision=1)
    for wrong in ({"title": " "}, {"title": "x", "level": "moon"}, {"title": "x", "state": "closed"}):
        with pytest.raises(Invalid):
            activities.make(desk.store, wrong)
    with desk.store.read() as session:
        assert [entry.target for entry in session.scalars(select(Audit).where(Audit.by == "主任"))] == [
            "activity:2"
        ] * 2
        assert [activity.id for activity in activities.activities(session)] == [2, 1]


def test_two_services_on_one_folder_leave_each_other_s_jobs_alone(opened: Open) -> None:
    first = opened(workers=1)
    send(first, *[(form(f"{number}县"), f"{number}.docx") for number in range(5)])
    second = opened(workers=1)
    assert second.lock is None
    wait(first)
    with first.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 5
        assert set(session.scalars(select(Job.handed_back))) == {0}


def test_what_a_killed_service_was_receiving_is_tidied_away(opened: Open, tmp_path: Path) -> None:
    opened()
    half = tmp_path / "desk" / "files" / "incoming" / "tmpx"
    half.write_bytes(b"half a fi")
    opened(workers=1)
    assert not half.exists()


@pytest.mark.parametrize("size", [0, 1, (1 << 20) + 7])
def test_bytes_are_kept_as_they_are(desk: Desk, size: int) -> None:
    data = os.urandom(size)
    blob = desk.blobs.put(io.BytesIO(data))
    assert desk.blobs.read(blob.sha256) == data
    assert list(desk.blobs.digests()) == [blob.sha256]
    desk.blobs.path(blob.sha256).write_bytes(data + b"!")
    assert not desk.blobs.is_whole(blob.sha256)
    assert desk.blobs.put(io.BytesIO(data)).sha256 == blob.sha256
    assert desk.blobs.is_whole(blob.sha256), "what was damaged is mended when it comes again"


def test_jobs_are_tables_of_the_upload_s_own_transaction(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(intake, "enqueue", broken)
    with pytest.raises(RuntimeError):
        send(desk, (form(), "a.docx"))
    with desk.store.read() as session:
        for table in (Upload, Job, Original):
            assert session.scalar(select(func.count()).select_from(table)) == 0
