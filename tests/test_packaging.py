from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("desk", "forms", "fubiao", "generators", "parsers", "service", "templates")


def run(*command: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what ships so that nothing is left beside the sources."""
    source = tmp_path_factory.mktemp("source")
    made = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE", "fubiao.py", "service.py"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    for room in ("desk", "forms", "generators", "parsers", "templates"):
        for file in (ROOT / room).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                target = source / file.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", made, source, cwd=made)
    (found,) = made.glob("*.whl")
    return found


@pytest.mark.parametrize("name", OURS)
def test_each_top_level_name_is_ours_alone(name: str) -> None:
    assert packages_distributions().get(name) in (None, ["fubiao"]), "another distribution owns this name too"


def test_the_wheel_holds_every_module_and_every_piece_of_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        held = set(package.namelist())
    wanted = {
        file.relative_to(ROOT).as_posix()
        for room in ("desk", "forms", "generators", "parsers", "templates")
        for file in (ROOT / room).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert wanted <= held
    assert {name.split("/")[0].removesuffix(".py") for name in held if ".dist-info/" not in name} == set(OURS)


def test_an_installed_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as package:
        package.extractall(target)
    # The libraries of this environment, but not the editable installation of these sources, which comes after PYTHONPATH.
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); sys.argv[1:] = sys.argv[2:]\n"
        "import fubiao; assert fubiao.__file__.startswith(sys.path[0]), fubiao.__file__\n"
        "sys.exit(fubiao.main())"
    )
    listed = json.loads(run(sys.executable, "-c", code, target, "forms", "--json", cwd=tmp_path))
    assert len(listed["editions"]) >= 2
    wanted = [(form["id"], edition["id"]) for edition in listed["editions"] for form in edition["forms"]]
    # One process for all forms: what is new in each is its template, not the start.
    each = code.replace(
        "fubiao.main()",
        f"max(fubiao.main(['render', form, '--edition', edition, '-o', form + edition]) for form, edition in {wanted})",
    )
    run(sys.executable, "-c", each, target, cwd=tmp_path)
    assert all(zipfile.is_zipfile(tmp_path / f"{form}{edition}") for form, edition in wanted)
    page = "import sys; sys.path.insert(0, sys.argv[1]); from service import create_app as c; print(c().test_client().get('/').status)"
    assert run(sys.executable, "-c", page, target, cwd=tmp_path).strip() == "200 OK"
