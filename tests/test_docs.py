"""What the documents promise is what the program does."""

from __future__ import annotations

import doctest
import re
import subprocess
from pathlib import Path

import pytest
from test_imports import MODULES, literals
from test_imports import name_of as module_name

from forms import definition_entries, definition_files
from forms.kinds import KINDS
from forms.messages import message
from forms.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "samples" / "README.md"]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_every_key_kind_and_rule_is_explained() -> None:
    text = (ROOT / "docs" / "definitions.md").read_text("utf-8")
    known = {
        *definition_files._FORM_KEYS,
        *definition_entries._FIELD_KEYS,
        *definition_entries._GROUP_KEYS,
        *definition_entries._PLACES,
        *KINDS,
        *RULES,
    }
    assert sorted(word for word in known if f"`{word}`" not in text) == []


def test_the_session_in_the_readme_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (session,) = re.findall(r"```pycon\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    told: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert outcome.attempted
    assert outcome.failed == 0, "".join(told)


def test_every_code_has_its_text_for_the_clerk() -> None:
    files = {".toml", ".docx", ".html", ".xml", ".xcu", ".pdf", ".bin", ".db", ".ini"}
    codes = {
        (value, f"{module_name(file)}:{line}")
        for file in MODULES
        # Steps of the tables name columns by table and name.
        if "migrations" not in file.parts
        for line, value in literals(file)
        if isinstance(value, str)
        and re.fullmatch(r"(?!parsers\.|fubiao\.)[a-z]+\.[a-z_]+", value)
        and Path(value).suffix not in files
    }
    assert sorted(entry for entry in codes if message(entry[0]) == entry[0]) == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=name_of)
def test_links_and_named_files_exist(file: Path) -> None:
    text = file.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (file.parent / target).exists(), target
    for target in re.findall(r"`((?:desk|forms|parsers|generators|templates|tests|docs|bench)/[\w./-]+)`", text):
        assert (ROOT / target).exists(), target


def test_make_help_lists_every_target() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[0].split()
    assert [target for target in phony if not re.search(rf"^{target}\s", listed, re.MULTILINE)] == []
