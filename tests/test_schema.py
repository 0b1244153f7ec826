from __future__ import annotations

from typing import Any

import pytest

from forms.definition import FormDefinition
from forms.library import documents, editions
from forms.schema import catalogue, labels, schema

FORMS = [*(form for edition in editions() for form in edition.forms), *documents()]


def name_of(form: FormDefinition) -> str:
    return f"{form.edition}:{form.id}"


def nodes(schema: dict[str, Any], path: str = "") -> list[tuple[str, dict[str, Any]]]:
    found = [(path, schema)]
    if "items" in schema:
        found += nodes(schema["items"], f"{path}[]")
    for name, child in schema.get("properties", {}).items():
        found += nodes(child, f"{path}.{name}" if path else name)
    return found


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_each_field_has_its_place_in_the_schema(form: FormDefinition) -> None:
    known = dict(nodes(schema(form)))
    for spec in form.fields:
        home = spec.path.rpartition(".")[0]
        paths = [f"{home}.{part}" for part in spec.parts] or [spec.path]
        assert all(path in known for path in paths), spec.path


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_objects_are_closed_and_required_names_exist(form: FormDefinition) -> None:
    for path, node in nodes(schema(form)):
        if "properties" in node:
            assert node["additionalProperties"] is False or path, path
            assert set(node.get("required", ())) <= set(node["properties"]), path


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_a_blank_value_is_null_everywhere(form: FormDefinition) -> None:
    for path, node in nodes(schema(form)):
        if "properties" in node or "items" in node or path.endswith("[]"):
            continue
        assert "null" in node["type"], path
        assert "enum" not in node or None in node["enum"], path


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_labels_are_the_printed_ones(form: FormDefinition) -> None:
    found = labels(form)
    for spec in form.fields:
        if spec.labels and not spec.parts:
            assert found[spec.path] == spec.labels[0]


def test_private_fields_are_marked() -> None:
    marked = {(form.id, path) for form in FORMS for path, node in nodes(schema(form)) if node.get("x-private")}
    assert marked == {("recommendation", "account.password")}


def test_two_schemas_share_nothing() -> None:
    first, second = schema(FORMS[0]), schema(FORMS[0])
    first["properties"].clear()
    assert second["properties"]
    assert schema(FORMS[0])["properties"]


def test_the_catalogue_lists_each_form_once() -> None:
    listed = [
        (form["edition"], form["id"]) for edition in catalogue(editions())["editions"] for form in edition["forms"]
    ]
    assert sorted(listed) == sorted({(form.edition, form.id) for form in FORMS if not form.document})
    written = [document["id"] for document in catalogue(editions(), documents())["documents"]]
    assert written[0] == "notice"
    assert sorted(written) == sorted(form.id for form in FORMS if form.document)
