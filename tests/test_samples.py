from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import fubiao

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FILES = sorted(SAMPLES.rglob("*.docx"))


def name_of(file: Path) -> str:
    return file.relative_to(SAMPLES).as_posix()


def expected(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file.with_suffix(".expected.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_sample_is_read_as_expected(file: Path) -> None:
    found = [
        {
            "form": record.form,
            "edition": record.edition,
            "data": record.data,
            "issues": [{"code": i.code, "field": i.field} for i in record.issues if i.severity != "info"],
        }
        for record in fubiao.extract(file)
    ]
    assert found == expected(file)


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_rendered_record_reads_back_the_same(file: Path) -> None:
    for entry in expected(file):
        made = fubiao.render(entry["form"], entry["data"], edition=entry["edition"])
        (record,) = fubiao.extract(made)
        assert (record.form, record.edition) == (entry["form"], entry["edition"])
        assert record.data == entry["data"]


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_sample_obeys_its_schema(file: Path) -> None:
    for entry in expected(file):
        assert list(misfits(entry["data"], fubiao.schema(entry["form"], edition=entry["edition"]), "")) == []


def misfits(value: Any, schema: dict[str, Any], path: str) -> list[str]:
    """The paths at which *value* isn't of the type that *schema* says: as much of JSON schema as ours use."""
    types: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
    }
    allowed = schema.get("type", [])
    allowed = [allowed] if isinstance(allowed, str) else allowed
    if value is None:
        return [] if "null" in allowed else [path]
    if not any(isinstance(value, types[name]) for name in allowed if name != "null"):
        return [path]
    if isinstance(value, list):
        return [fault for i, item in enumerate(value) for fault in misfits(item, schema["items"], f"{path}[{i}]")]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        unknown = [f"{path}.{name}" for name in value if name not in known]
        return unknown + [
            f for name, v in value.items() if name in known for f in misfits(v, known[name], f"{path}.{name}")
        ]
    return [path] if "enum" in schema and value not in schema["enum"] else []


def test_every_expectation_has_its_sample() -> None:
    assert {file.with_suffix("").with_suffix("") for file in SAMPLES.rglob("*.expected.json")} == {
        file.with_suffix("") for file in FILES
    }


def test_the_readme_names_every_sample() -> None:
    text = (SAMPLES / "README.md").read_text("utf-8")
    assert [file for file in map(name_of, FILES) if f"`{file}`" not in text] == []
