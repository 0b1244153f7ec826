"""Scores by a rubric, and the ranking."""

from __future__ import annotations

from decimal import Decimal

import pytest

import fubiao
from forms.library import definition
from forms.scoring import Result, Scores, ranking, result, rubric, scores_in
from parsers.extraction.extract import extract
from parsers.read import read

FORMS = [("moe-2020", "region_indicators"), ("moe-2020", "school_indicators"), ("henan-2021", "school_indicators")]


@pytest.mark.parametrize(("edition", "form"), FORMS)
def test_a_rubric_gives_a_hundred_points(edition: str, form: str) -> None:
    found = rubric(definition(form, edition))
    assert found.points == 100
    assert all(one.name and one.category and one.points > 0 for one in found.indicators)


def test_a_form_without_indicators_is_an_empty_rubric() -> None:
    assert rubric(definition("contact_sheet", "moe-2020")).indicators == ()


def test_scores_are_checked_against_each_indicators_points() -> None:
    found = rubric(definition("school_indicators", "moe-2020"))
    full = {one.path: one.points for one in found.indicators}
    assert found.check(full) == ()
    first, second, third, *_ = (one.path for one in found.indicators)
    wrong: dict[str, Decimal | None] = {**full, first: full[first] + Decimal("0.5"), second: Decimal(-1), third: None}
    told = {issue.field: issue.code for issue in found.check({**wrong, "categories[9].indicators[9]": Decimal(1)})}
    assert told == {
        f"{first}.score": "score.outside",
        f"{second}.score": "score.outside",
        f"{third}.score": "score.missing",
        "categories[9].indicators[9].score": "score.unknown",
    }
    assert found.check({**full, first: Decimal("NaN")})[0].code == "score.outside"


def test_a_filled_score_sheet_gives_its_scores_back() -> None:
    spec = definition("school_indicators", "moe-2020")
    found = rubric(spec)
    data = {"categories": [dict(category) for category in spec.preset["categories"]]}
    for i, category in enumerate(data["categories"]):
        category["indicators"] = [{**one, "score": 1.5 + i + j} for j, one in enumerate(category["indicators"])]
    (record,) = extract(read(fubiao.render("school_indicators", data, edition="moe-2020")))
    scores = scores_in(record.data)
    assert [scores[one.path] for one in found.indicators][:3] == [Decimal("1.5"), Decimal("2.5"), Decimal("3.5")]
    assert None not in scores.values()


def sheet(
    expert: str, total: str | None, nominee: str = "a", *, recused: bool = False, submitted: bool = True
) -> Scores:
    value = None if total is None else Decimal(total)
    return Scores(expert=expert, nominee=nominee, scores={"x": value}, recused=recused, submitted=submitted)


def test_a_result_is_the_mean_of_the_scores_that_count() -> None:
    sheets = [
        sheet("1", "90"),
        sheet("2", "85.01"),
        sheet("3", "10", recused=True),
        sheet("4", "99", submitted=False),
        sheet("5", None),
        sheet("6", "50", "b"),
    ]
    found = result("a", sheets)
    assert found == Result(
        nominee="a", mean=Decimal("87.51"), counted=2, due=2, recused=1, lowest=Decimal("85.01"), highest=Decimal(90)
    )
    assert result("c", sheets).mean is None


def test_equal_means_share_a_place_and_are_shown_as_tied() -> None:
    means = {"a": "80", "b": "90", "c": "80.00", "d": None, "e": "70"}
    results = [
        Result(nominee=name, mean=None if mean is None else Decimal(mean), counted=1, due=0, recused=0)
        for name, mean in means.items()
    ]
    assert [(one.place, one.result.nominee, one.tied) for one in ranking(results)] == [
        (1, "b", False),
        (2, "a", True),
        (2, "c", True),
        (4, "e", False),
        (None, "d", False),
    ]
