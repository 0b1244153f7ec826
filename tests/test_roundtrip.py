"""What the generators write, the parsers read back: extract(read(render(form, data))) is data, for every form and any Chinese text."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from forms.definition import Field, FormDefinition
from forms.kinds import kind_of
from forms.library import editions
from forms.vocabulary import words
from generators.render import render
from generators.sheet import form_workbook
from parsers.extraction.extract import extract
from parsers.read import read

FORMS = [form for edition in editions() for form in edition.forms]
BY_NAME = {f"{form.edition} {form.id}": form for form in FORMS}
EXAMPLES = int(os.environ.get("FUBIAO_EXAMPLES", "12"))
"""Records drawn for each form; more in the long run of ``make fuzz``."""
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
SPECIAL = st.sampled_from(
    [*list("，。；！？、（）《》“”—…·<>&%{}$#@*_+-=/|~'\"0123456789abcXYZ：:"), "𠮷", "{{7*7}}", "<80%", "A&B", "{%x%}"]
)
PROSE = st.lists(st.one_of(HAN, HAN, HAN, SPECIAL), min_size=1, max_size=60).map("".join)


def canonical(spec: Field) -> st.SearchStrategy[Any]:
    """Canonical values of a field: those that its kind reads back from its own print without a doubt."""
    kind = kind_of(spec)

    def stable(value: Any) -> bool:
        parsed = kind.parse(kind.format(value, spec), spec)
        return bool(parsed.value == value and not parsed.faults and not any(p.faults for p in parsed.parts.values()))

    some = st.text(HAN, min_size=2, max_size=6)
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "name": some,
        "person": some,
        "names": st.lists(st.text(HAN, min_size=3, max_size=8), min_size=1, max_size=6),
        "text": st.text(HAN, min_size=2, max_size=12),
        "gender": st.sampled_from(["男", "女"]),
        "ethnicity": st.sampled_from(["汉族", "壮族", "维吾尔族", "满族"]),
        "mobile": st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
        "phone": st.from_regex(r"0371-[2-8][0-9]{7}", fullmatch=True),
        "email": st.from_regex(r"[a-z]{2,8}[0-9]{0,4}@(qq|163|edu)\.(com|cn)", fullmatch=True),
        "url": st.from_regex(r"https?://[a-z]{2,8}\.edu\.cn(:[1-9][0-9]{3})?(/[a-z]{1,6}){0,2}", fullmatch=True),
        "verbatim": st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=14),
        "count": st.integers(0, 10**8),
        "year": st.integers(2018, 2030),
        "ordinal": st.integers(1, 400),
        "points": st.integers(1, 100),
        "province": st.sampled_from(["河南省", "新疆生产建设兵团", "内蒙古自治区", "北京市"]),
        "area": st.sampled_from(["郑州市", "洛阳市", "济源市"]),
        "narrative": st.lists(PROSE, min_size=1, max_size=4).map("\n".join),
        "choice": st.sampled_from([option.value for option in spec.options] or [""]),
    }
    if spec.kind == "opinion":
        dates = st.one_of(st.none(), st.dates().filter(lambda d: 2000 <= d.year <= 2040).map(str))
        wording = st.one_of(st.none(), PROSE.filter(lambda text: not _begins_a_place(text)))
        return st.fixed_dictionaries({"text": wording, "date": dates, "sealed": st.none()}).filter(stable)
    return drawn[spec.kind].filter(stable)


def _begins_a_place(text: str) -> bool:
    """Whether the words that a form prints below an opinion make one seal's place with *text*, as 盖 above 公章 does: nobody can tell them apart."""
    return any(word.startswith(text) for word in words("seals", "seal"))


def records(form: FormDefinition) -> st.SearchStrategy[dict[str, Any]]:
    """Canonical data of a form, each value now and then missing."""
    flat: dict[str, st.SearchStrategy[Any]] = {}
    lists: dict[str, dict[str, st.SearchStrategy[Any]]] = {}
    for spec in form.fields:
        if not spec.labels or spec.parts or spec.derive:
            continue
        if "[]" in spec.path:
            home, _, tail = spec.path.rpartition("[]")
            lists.setdefault(home + "[]", {})[tail.lstrip(".")] = (
                canonical(spec) if spec.required else st.one_of(canonical(spec), st.none())
            )
        else:
            empty: st.SearchStrategy[Any] = st.just([]) if spec.kind == "names" else st.none()
            flat[spec.path] = (
                canonical(spec) if spec.kind == "opinion" or spec.required else st.one_of(canonical(spec), empty)
            )
    return st.fixed_dictionaries(flat).flatmap(lambda values: _with_lists(form, values, lists))


def _with_lists(
    form: FormDefinition, values: dict[str, Any], lists: dict[str, dict[str, st.SearchStrategy[Any]]]
) -> st.SearchStrategy[dict[str, Any]]:
    outer = {home: columns for home, columns in lists.items() if home.count("[]") == 1}
    drawn = {}
    for home, columns in outer.items():
        inner = {h: c for h, c in lists.items() if h.startswith(home + ".")}
        item = {
            **columns,
            **{h[len(home) + 1 : -2]: st.lists(st.fixed_dictionaries(c), max_size=3) for h, c in inner.items()},
        }
        key = form.group_of[home].key
        unique = (lambda entry, key=key: entry.get(key)) if key and key in columns else None
        drawn[home[:-2]] = st.lists(st.fixed_dictionaries(item), max_size=4, unique_by=unique)
    return st.fixed_dictionaries(drawn).map(lambda found: _nested({**values, **found}))


def _nested(flat: dict[str, Any]) -> dict[str, Any]:
    """``{"leader.name": …}`` as ``{"leader": {"name": …}}``, in lists too."""
    data: dict[str, Any] = {}
    for path, value in flat.items():
        *steps, last = path.split(".")
        target = data
        for step in steps:
            target = target.setdefault(step, {})
        target[last] = (
            [_nested(entry) if isinstance(entry, dict) else entry for entry in value]
            if isinstance(value, list)
            else value
        )
    return data


def _differences(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Where *found* says something else than *wanted*; nulls may be left out."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        more = [
            f"{path}.{key}: {value!r} is invented"
            for key, value in found.items()
            if key not in wanted and not _empty(value)
        ]
        return more + [
            line for key, value in wanted.items() for line in _differences(value, found.get(key), f"{path}.{key}")
        ]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [
            line
            for n, pair in enumerate(zip(wanted, found, strict=True))
            for line in _differences(*pair, f"{path}[{n}]")
        ]
    return [] if wanted == found or (_empty(wanted) and _empty(found)) else [f"{path}: {wanted!r} is read as {found!r}"]


def _empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_empty(child) for child in value.values())
    if isinstance(value, list):
        return all(_empty(child) for child in value)
    return value is None


@pytest.mark.parametrize("name", [n for n in BY_NAME if not n.endswith("_indicators")])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(data=st.data())
def test_what_is_rendered_is_read_back(name: str, data: st.DataObject) -> None:
    form = BY_NAME[name]
    wanted = data.draw(records(form))
    (record,) = extract(read(render(form, wanted)))
    assert (record.form, record.edition) == (form.id, form.edition)
    assert _differences(wanted, record.data) == []


@pytest.mark.parametrize("name", [n for n in BY_NAME if not n.endswith("_indicators")])
@settings(
    max_examples=max(4, EXAMPLES // 3),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(data=st.data())
def test_a_form_made_as_a_workbook_is_read_back(name: str, data: st.DataObject) -> None:
    form = BY_NAME[name]
    wanted = data.draw(records(form))
    (record,) = extract(read(form_workbook(render(form, wanted))))
    assert (record.form, record.edition) == (form.id, form.edition)
    assert _differences(wanted, record.data) == []


@pytest.mark.parametrize("made", [bytes, form_workbook], ids=["docx", "xlsx"])
@pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.edition}-{f.id}")
def test_a_blank_form_reads_as_blank(form: FormDefinition, made: Callable[[bytes], bytes]) -> None:
    (record,) = extract(read(made(render(form, None))))
    assert (record.form, record.edition) == (form.id, form.edition)
    preset = _nested(dict(form.preset))
    assert _differences(preset, record.data) == []


@pytest.mark.parametrize(
    "form", [f for f in FORMS if f.id.endswith("_indicators")], ids=lambda f: f"{f.edition}-{f.id}"
)
def test_scores_are_read_back(form: FormDefinition) -> None:
    data = _copied(form.preset)
    for category in data["categories"]:
        for indicator in category["indicators"]:
            indicator["score"] = indicator["points"] - 1
    (record,) = extract(read(render(form, data)))
    assert _differences(data, record.data) == []


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_copied(child) for child in value]
    return value
