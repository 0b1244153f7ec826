"""Rules over all records of an activity together."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import fubiao
from forms.across import SetFinding, across
from forms.activity import activities, activity, parse
from forms.collect import collect
from forms.entry import Entry, Place
from forms.errors import InvalidDefinition, UnknownName

Json = dict[str, Any]


def person(name: str, mobile: str) -> Json:
    return {"name": name, "office": "教育局", "position": "科长", "mobile": mobile}


def summary(regions: list[tuple[str, str]], schools: list[tuple[str, str]], area: str = "洛阳市") -> Json:
    """A summary with people whose numbers follow from their place in the list."""
    return {
        "area": area,
        "regions": [
            {"no": i, "name": name, "type": kind, "person": person(f"区{i}", f"1370000{i:04d}")}
            for i, (name, kind) in enumerate(regions, 1)
        ],
        "schools": [
            {"no": i, "name": name, "type": kind, "person": person(f"校{i}", f"1380000{i:04d}")}
            for i, (name, kind) in enumerate(schools, 1)
        ],
    }


def recommendation(name: str | None, category: str, who: str, mobile: str, sealed: bool | None = None) -> Json:
    signed = {"text": "同意推荐。", "date": "2021-11-20", "sealed": sealed}
    someone = {"name": who, "position": "校长", "mobile": mobile}
    return {
        "applicant": name,
        "category": category,
        "leader": someone,
        "contact": dict(someone),
        "city_opinion": signed,
        "province_opinion": dict(signed),
    }


SCHOOLS = [
    ("洛阳市老城区第一小学", "小学"),
    ("栾川县实验小学", "小学"),
    ("洛阳市第四中学", "初中"),
    ("洛阳市第五中学", "初中"),
]
REGIONS = [("栾川县", "区县")]


def entries(edition: str, *found: tuple[str, Json], received: dt.date | None = None) -> list[Entry]:
    return [
        Entry(id=str(i), form=form, edition=edition, data=data, received=received)
        for i, (form, data) in enumerate(found)
    ]


def complete() -> list[Entry]:
    """A city's list with all its forms: nothing is wrong with it."""
    made = summary(REGIONS, SCHOOLS)
    named = [(item, "区县") for item in made["regions"]] + [(item, "学校") for item in made["schools"]]
    forms = [
        ("recommendation", recommendation(item["name"], kind, item["person"]["name"], item["person"]["mobile"]))
        for item, kind in named
    ]
    return entries("henan-2021", ("summary", made), *forms)


def codes(found: tuple[SetFinding, ...]) -> list[str]:
    return [one.code.removeprefix("across.") for one in found]


def changed(number: int, **changes: Any) -> list[Entry]:
    made = complete()
    data = copy.deepcopy(dict(made[number].data))
    data.update(changes)
    made[number] = Entry(id=made[number].id, form=made[number].form, edition="henan-2021", data=data)
    return made


def test_a_complete_set_has_nothing_wrong() -> None:
    assert across(activity("henan-2021"), complete()) == ()


def test_too_many_and_too_few_are_told_with_the_unit_and_the_limit() -> None:
    many = summary([("栾川县", "区县"), ("嵩县", "区县"), ("汝阳县", "区县")], SCHOOLS[:2])
    found = across(activity("henan-2021"), entries("henan-2021", ("summary", many)))
    assert codes(found)[:2] == ["over_region", "under_school"]
    assert [place.path for place in found[0].places] == ["regions[0]", "regions[1]", "regions[2]"]
    assert "洛阳市" in found[0].message
    assert "3" in found[0].message
    assert "2" in found[0].message


def test_a_unit_that_nominates_nobody_has_too_few() -> None:
    found = across(activity("henan-2021"), entries("henan-2021", ("summary", summary([], SCHOOLS))))
    assert codes(found) == ["under_region"]


def test_the_ministrys_quotas_are_per_province_city_and_county() -> None:
    schools = [(f"武汉市第{i}小学", "小学") for i in range(1, 12)] + [(f"公安县第{i}小学", "小学") for i in range(1, 7)]
    made = summary([("公安县", "区县"), ("武汉市", "地市")], schools, area="湖北省")
    found = across(activity("moe-2020"), entries("moe-2020", ("summary", made)))
    over = [
        (one.details["scope"], one.details["found"], one.details["limit"])
        for one in found
        if one.code == "across.over_school"
    ]
    assert over == [("湖北省", 17, 15), ("武汉", 11, 10), ("公安县", 6, 5)]


def test_a_region_without_a_school_of_its_own_is_told() -> None:
    made = summary([("嵩县", "区县")], SCHOOLS)
    found = across(activity("henan-2021"), entries("henan-2021", ("summary", made)))
    assert codes(found) == ["support"]
    assert found[0].places[0].path == "regions[0]"


@pytest.mark.parametrize("name", ["沁阳市", "焦作市沁阳市", "焦作沁阳市"])
def test_an_earlier_winner_is_known_however_its_name_is_written(name: str) -> None:
    made = summary([(name, "区县")], [("沁阳市第九小学", "小学"), *SCHOOLS[:3]], area="焦作市")
    found = across(activity("henan-2021"), entries("henan-2021", ("summary", made)))
    assert codes(found) == ["earlier_winner"]
    assert found[0].severity == "error"


def test_a_school_nominated_twice_is_told_with_both_places() -> None:
    made = summary(REGIONS, [*SCHOOLS, ("洛阳四中", "初中")])
    found = [
        one
        for one in across(activity("henan-2021"), entries("henan-2021", ("summary", made)))
        if one.rule == "repeated"
    ]
    assert [[place.path for place in one.places] for one in found] == [["schools[4]", "schools[2]"]]


def test_list_and_forms_are_compared_both_ways() -> None:
    made = complete()
    missing = across(activity("henan-2021"), made[:-1])
    assert codes(missing) == ["no_application"]
    assert missing[0].places[0].path == "schools[3]"
    extra = [
        *made,
        *entries("henan-2021", ("recommendation", recommendation("洛阳市第九中学", "学校", "某", "13900009999"))),
    ]
    extra[-1] = Entry(id="x", form="recommendation", edition="henan-2021", data=extra[-1].data)
    assert codes(across(activity("henan-2021"), extra)) == ["not_listed"]


def test_what_list_and_form_say_of_one_school_is_compared() -> None:
    contact = {"name": "校3", "position": "校长", "mobile": "13999990000"}
    found = across(activity("henan-2021"), changed(4, contact=contact))
    assert codes(found) == ["mobiles_differ"]
    assert "1399999" not in found[0].message
    assert {place.entry for place in found[0].places} == {"0", "4"}
    found = across(activity("henan-2021"), changed(4, applicant="洛阳四中"))
    assert [(one.code, one.severity) for one in found] == [("across.names_differ", "info")]
    found = across(activity("henan-2021"), changed(1, category="地市"))
    assert codes(found) == ["types_differ"]


def test_a_form_without_a_name_is_found_by_who_answers_for_it() -> None:
    made = summary([], [("武汉市第一小学", "小学")], area="湖北省")
    own = recommendation(None, "学校", "校1", "13800000001")
    found = across(activity("moe-2020"), entries("moe-2020", ("summary", made), ("recommendation", own)))
    assert codes(found) == []


def test_a_missing_seal_is_told_and_an_unknown_one_is_not() -> None:
    opinion = {"text": "同意", "date": "2021-11-20", "sealed": False}
    assert codes(across(activity("henan-2021"), changed(2, city_opinion=opinion))) == ["no_seal"]
    assert codes(across(activity("henan-2021"), changed(2, city_opinion={**opinion, "sealed": None}))) == []
    assert codes(
        across(activity("henan-2021"), changed(2, city_opinion={"text": None, "date": None, "sealed": True}))
    ) == [
        "no_opinion",
        "no_date",
    ]


def test_a_year_with_too_few_regions_is_told() -> None:
    plan = {"schedule": [{"year": 2020, "cities": [{"name": "武汉市", "spaces": 1}], "counties": [], "subtotal": 1}]}
    found = [
        one
        for one in across(activity("moe-2020"), entries("moe-2020", ("implementation_plan", plan)))
        if one.rule == "enough"
    ]
    assert [(one.places[0].path, one.details["found"]) for one in found] == [("schedule[0]", 1)]


def test_what_comes_after_its_deadline_is_late() -> None:
    made = entries("henan-2021", ("summary", summary(REGIONS, SCHOOLS)), received=dt.date(2021, 11, 28))
    found = across(activity("henan-2021"), made)
    assert codes(found) == ["late"]
    assert found[0].details["days"] == 2
    assert (
        across(
            activity("henan-2021"),
            entries("henan-2021", ("summary", summary(REGIONS, SCHOOLS)), received=dt.date(2021, 11, 26)),
        )
        == ()
    )


def test_every_activity_belongs_to_an_edition_and_names_its_forms() -> None:
    known = {edition.id: {form.id for form in edition.forms} for edition in fubiao.forms()}
    for found in activities():
        assert set(found.expected) <= known[found.edition]
        assert {where.form for where in found.nominees} <= known[found.edition]
        assert found.units


def test_the_ministry_waits_for_those_that_its_notice_addresses_alone() -> None:
    """31 provinces, autonomous regions and municipalities, and the corps; whoever wasn't asked can't be missing."""
    units = activity("moe-2020").units
    assert len(set(units)) == len(units) == 32
    assert "新疆生产建设兵团" in units
    assert not {"香港特别行政区", "澳门特别行政区", "台湾省"} & set(units)


@pytest.mark.parametrize(
    "wrong",
    [
        'title = "x"',
        'title = "x"\nedition = "y"\nyear = 3',
        'title = "x"\nedition = "y"\n[[rule]]\nname = "none"',
        "title = ",
    ],
)
def test_a_wrong_activity_says_what_is_wrong(wrong: str) -> None:
    with pytest.raises(InvalidDefinition, match="activities/mine"):
        parse("mine", wrong)


def test_an_unknown_activity_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownName):
        activity("nowhere-1999")


def test_check_runs_the_rules_across_the_records_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = complete()[:-1]
    lines = [
        {"file": f"{entry.id}.docx", "index": 0, "form": entry.form, "edition": entry.edition, "data": entry.data}
        for entry in made
    ]
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    fubiao.main(["check", str(records), "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    apart = [line for line in found if "places" in line]
    assert [line["code"] for line in apart] == ["across.no_application"]
    assert apart[0]["places"][0]["file"] == "0.docx"


def test_the_summary_is_made_from_the_forms_that_came_in_and_each_value_knows_where_from() -> None:
    made = complete()
    found = collect(activity("henan-2021"), made[1:], head={"area": "洛阳市"})
    assert found is not None
    assert [row["name"] for row in found.data["regions"]] == ["栾川县"]
    assert [(row["no"], row["name"], row["type"]) for row in found.data["schools"]] == [
        (i, name, None) for i, (name, _) in enumerate(SCHOOLS, 1)
    ]
    assert found.data["area"] == "洛阳市"
    assert found.data["schools"][2]["person"] == {
        "name": "校3",
        "office": None,
        "position": "校长",
        "mobile": "13800000003",
    }
    assert found.sources["schools[2].person.mobile"] == Place(entry="4", path="contact.mobile")
    assert fubiao.render(found.form, found.data, edition=found.edition)
    # What was made from the forms agrees with them.
    whole = [Entry(id="s", form=found.form, edition="henan-2021", data=found.data), *made[1:]]
    assert not [one for one in across(activity("henan-2021"), whole) if one.rule == "agreement"]
