"""The configuration, the doctor, and what is said when something is wrong with either."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Ran
from desks import Open, send, work
from test_desk import form

from desk.doctor import look_over
from desk.errors import InvalidSettings
from desk.settings import Settings, load

ROOT = Path(__file__).resolve().parent.parent


def test_the_call_goes_over_the_environment_over_the_file_over_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "fubiao.toml"
    file.write_text('port = 1\nworkers = 3\nseconds = 7\ndata = "kept"\n', "utf-8")
    found = load({"port": 9, "workers": None}, environment={"FUBIAO_CONFIG": str(file), "FUBIAO_WORKERS": "5"})
    assert (found.port, found.workers, found.seconds, found.threads) == (9, 5, 7.0, 16)
    assert found.data == tmp_path / "kept", "a folder named in the file stands beside the file"
    assert found.url.startswith("sqlite:////")
    assert load({}, environment={}) == Settings(data=Path("fubiao-data"))


@pytest.mark.parametrize(
    ("text", "environment", "code"),
    [
        ("prot = 1", {}, "settings.unknown"),
        ("port = 'x'", {}, "settings.type"),
        ("port = true", {}, "settings.type"),
        ("port = 1.5", {}, "settings.type"),
        ("log = 'loud'", {}, "settings.type"),
        ("port = ", {}, "settings.syntax"),
        ("workers = -1", {}, "settings.least"),
        ("", {"FUBIAO_PORT": "many"}, "settings.type"),
        ("", {"FUBIAO_DATABASE": "elsewhere"}, "settings.database"),
        ("", {"FUBIAO_SCHEDULER": "elsewhere"}, "settings.scheduler"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(
    tmp_path: Path, text: str, environment: dict[str, str], code: str
) -> None:
    file = tmp_path / "fubiao.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(InvalidSettings) as told:
        load({}, file=file, environment=environment)
    assert told.value.code == code
    for value in ("many", "elsewhere", "loud"):
        assert value not in str(told.value)


def test_every_setting_is_in_the_documents_and_a_missing_file_is_said(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "service.md").read_text("utf-8")
    assert [name for name in Settings.__dataclass_fields__ if name not in text] == []
    with pytest.raises(InvalidSettings) as told:
        load({}, file=tmp_path / "none.toml", environment={})
    assert told.value.code == "settings.file"


def test_a_service_with_a_wrong_setting_does_not_start_and_says_which(tmp_path: Path) -> None:
    environment = {**os.environ, "FUBIAO_THREADS": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "fubiao", "serve", "--port", "0", "--data", str(tmp_path), "--json"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, json.loads(done.stderr)["error"]["code"]) == (1, "settings.least")


def test_tokens_are_given_and_taken_on_the_command_line(run: object, tmp_path: Path) -> None:
    assert callable(run)

    def token(*arguments: str) -> Ran:
        done: Ran = run("token", *arguments, "--data", tmp_path, "--json")
        return done

    made = json.loads(token("add", "小张", "--role", "publisher").out)
    assert made["secret"].startswith("fb_")
    (line,) = token("list").out.splitlines()
    assert (json.loads(line)["name"], json.loads(line)["role"]) == ("小张", "publisher")
    assert made["secret"] not in line
    assert token("revoke", "1").status == 0
    for arguments, code in ((("revoke", "9"), "missing.token"), (("add", "x", "--role", "king"), "call.role")):
        done = token(*arguments)
        assert (done.status, json.loads(done.err)["error"]["code"]) == (1, code)
    assert token("add").status == 2


def states(settings: Settings) -> dict[str, str]:
    return {found.code: found.state for found in look_over(settings)}


def test_the_doctor_finds_what_is_damaged_lost_or_open_to_others(opened: Open, run: object) -> None:
    desk = opened()
    receipts = send(desk, (form(), "a"), (form("乙县"), "b"))
    work(desk)
    found = states(desk.settings)
    assert {
        found[code] for code in ("doctor.disk", "doctor.key", "doctor.database", "doctor.originals", "doctor.sealed")
    } == {"good"}
    desk.blobs.path(receipts[0].id).write_bytes(b"rot")
    desk.blobs.path(receipts[1].id).unlink()
    stray = desk.settings.data / "files" / "ab" / ("c" * 62)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"stray")
    (desk.settings.data / "key").chmod(0o644)
    found = states(desk.settings)
    assert [found[code] for code in ("doctor.damaged", "doctor.lost", "doctor.key_open")] == ["bad"] * 3
    assert found["doctor.stray"] == "remark"
    assert callable(run)
    done: Ran = run("doctor", "--data", desk.settings.data)
    assert done.status == 1
    assert receipts[0].id in done.out


def test_the_doctor_says_what_is_not_there_yet_or_another_key_s(opened: Open, tmp_path: Path) -> None:
    assert states(Settings(data=tmp_path / "none"))["doctor.empty"] == "remark"
    desk = opened()
    send(desk, (form(), "a"))
    work(desk)
    (desk.settings.data / "key").unlink()
    assert states(desk.settings)["settings.otherkey"] == "bad"
    away = Settings(data=desk.settings.data, database="postgresql://nobody@127.0.0.1:9/none")
    assert states(away)["doctor.database_down"] == "bad"
