"""Scoring by a rubric: limits for each indicator, totals, several experts, recusal, and a ranking that shows ties.

A rubric is the preset data of an indicator form (``categories[].indicators[]`` with ``points``). Scores are decimal numbers: 9.5 of ten
experts must not become 9.4999.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from forms.definition import FormDefinition
from forms.paths import walk
from forms.record import Issue

__all__ = ["Indicator", "Rank", "Result", "Rubric", "Scores", "ranking", "result", "rubric", "scores_in"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One indicator. ``path`` is where the form has it (``categories[0].indicators[1]``), ``points`` the most that it can give."""

    path: str
    category: str
    name: str
    points: Decimal
    description: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rubric:
    """The indicators of a form in its order."""

    form: str
    edition: str
    title: str
    indicators: tuple[Indicator, ...]

    @property
    def points(self) -> Decimal:
        """The most that all give together."""
        return sum((indicator.points for indicator in self.indicators), Decimal(0))

    def check(self, scores: Mapping[str, Decimal | None]) -> tuple[Issue, ...]:
        """What is wrong with one expert's *scores* by indicator path: missing, below nothing, above the indicator's points, for no indicator."""
        found = []
        for indicator in self.indicators:
            path, score = f"{indicator.path}.score", scores.get(indicator.path)
            if score is None:
                found.append(Issue.of("score.missing", path, "warning", name=indicator.name))
            elif not score.is_finite() or score < 0 or score > indicator.points:
                limit = f"{indicator.points.normalize():f}"
                found.append(Issue.of("score.outside", path, "error", name=indicator.name, limit=limit))
        known = {indicator.path for indicator in self.indicators}
        found += [Issue.of("score.unknown", f"{path}.score", "error") for path in scores if path not in known]
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Scores:
    """One expert's scores of one nominee. A recused expert's don't count, and neither do those that aren't submitted."""

    expert: str
    nominee: str
    scores: Mapping[str, Decimal | None] = field(default_factory=dict)
    recused: bool = False
    submitted: bool = False

    @property
    def total(self) -> Decimal | None:
        """The sum; None while a score is missing, or without any."""
        values = list(self.scores.values())
        if not values or any(value is None for value in values):
            return None
        return sum((value for value in values if value is not None), Decimal(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A nominee's mean over the experts whose scores count, with how many they are and how many are still due."""

    nominee: str
    mean: Decimal | None
    counted: int
    due: int
    recused: int
    lowest: Decimal | None = None
    highest: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rank:
    """A place in the ranking: equal means share the better place, and the next ones are skipped (1, 2, 2, 4). None without a mean."""

    place: int | None
    tied: bool
    result: Result


def rubric(definition: FormDefinition) -> Rubric:
    """The rubric that an indicator form prints; without indicators where the form is no rubric."""
    found = []
    for path, category in walk(definition.preset, "categories[]"):
        for inner, indicator in walk(category, "indicators[]"):
            found.append(
                Indicator(
                    path=f"{path}.{inner}",
                    category=str(category["name"]),
                    name=str(indicator["name"]),
                    points=Decimal(str(indicator["points"])),
                    description=str(indicator.get("description") or ""),
                )
            )
    return Rubric(form=definition.id, edition=definition.edition, title=definition.title, indicators=tuple(found))


def scores_in(data: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The scores of a filled indicator form by indicator path; None where one is blank or no number."""
    found: dict[str, Decimal | None] = {}
    for path, value in walk(data, "categories[].indicators[].score"):
        try:
            found[path.removesuffix(".score")] = None if value is None else Decimal(str(value))
        except InvalidOperation:
            found[path.removesuffix(".score")] = None
    return found


def result(nominee: str, sheets: Iterable[Scores]) -> Result:
    """The result of *nominee* from all experts' *sheets* (others' nominees are passed over). The mean has two decimals, halves rounded up."""
    own = [sheet for sheet in sheets if sheet.nominee == nominee]
    recused = [sheet for sheet in own if sheet.recused]
    open_ones = [sheet for sheet in own if not sheet.recused]
    totals = [sheet.total for sheet in open_ones if sheet.submitted]
    counted = [total for total in totals if total is not None]
    mean = _rounded(sum(counted, Decimal(0)) / len(counted)) if counted else None
    return Result(
        nominee=nominee,
        mean=mean,
        counted=len(counted),
        due=len(open_ones) - len(counted),
        recused=len(recused),
        lowest=min(counted, default=None),
        highest=max(counted, default=None),
    )


def _rounded(value: Decimal) -> Decimal:
    from decimal import ROUND_HALF_UP

    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def ranking(results: Sequence[Result]) -> tuple[Rank, ...]:
    """*results* from the highest mean down, those without a mean last; equal ones in the order given."""
    ordered = sorted(results, key=lambda one: (one.mean is None, -(one.mean or 0)))
    found: list[Rank] = []
    for number, one in enumerate(ordered, 1):
        if one.mean is None:
            found.append(Rank(place=None, tied=False, result=one))
            continue
        before = found[-1] if found else None
        same = before is not None and before.result.mean == one.mean
        after = number < len(ordered) and ordered[number].mean == one.mean
        place = before.place if same and before is not None else number
        found.append(Rank(place=place, tied=same or after, result=one))
    return tuple(found)
