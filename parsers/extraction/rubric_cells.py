"""Cells of a rubric's table that hold more than their column asks for: what was scored behind an indicator's name or what is asked for it."""

from __future__ import annotations

import re
from functools import cache

from forms.chinese import half
from forms.kinds import kind_of
from forms.text import Text
from forms.titled_points import boxed_points
from forms.vocabulary import words
from parsers.extraction.labels import Hit
from parsers.extraction.layout import Area
from parsers.extraction.line_pairs import BELOW
from parsers.extraction.placing import Placing
from parsers.extraction.rubric_lines import Rubric, cut_head, cut_tail, rubric_of

__all__ = ["place_scored"]


def place_scored(placing: Placing, hit: Hit, item: tuple[int, ...], written: list[Area]) -> bool:
    """Whether the cells *written* of the field of *hit* end in points with a label each (应用规划（5分） 自评：4分): then all of it is placed."""
    if placing.spec(hit.path).kind not in _KINDS:
        return False
    rubric = rubric_of(placing.definition)
    if rubric is not None and rubric.score == hit.path and len(written) == 1:
        return _place_of(placing, hit, item, written[0], rubric)
    if rubric is None or hit.path not in (rubric.key, rubric.heading, rubric.text):
        return False
    text = "\n".join(area.text for area in written).strip()
    cut = cut_tail if hit.path == rubric.text else cut_head
    rest, told = cut(text, placing.lexicon)
    paths = [_meant(label, hit.path, rubric, placing) for label, _ in told]
    if not told and hit.path == rubric.text:
        return _place_worth(placing, hit, item, written[0].found.with_value(text), rubric)
    if not rest or not told or not all(paths):
        return False
    placing.add(hit.path, item, written[0].found.with_value(rest), hit.quality)
    home = hit.path.rpartition(".")[0]
    for (label, value), path in zip(told, paths, strict=True):
        found = written[-1].found.with_value(value)
        if path.rpartition(".")[0] == home:
            placing.add(path, item, found)
        elif value:  # what a category was given in all isn't asked for
            placing.leftovers.append(found.with_value(f"{label}：{value}"))
    return True


_KINDS = frozenset({"titled_points", "narrative", "points"})


def _place_of(placing: Placing, hit: Hit, item: tuple[int, ...], area: Area, rubric: Rubric) -> bool:
    """Whether a cell says what was scored and of how many points (9/10, 9分（满分10分）): then both are placed."""
    found = _out_of().fullmatch(half(area.text).strip())
    if found is None or float(found[1]) > float(found[2] or found[3]):
        return False
    placing.add(hit.path, item, area.found.with_value(found[1]), hit.quality)
    placing.add(rubric.points, item, area.found.with_value(found[2] or found[3]), hit.quality)
    return True


def _place_worth(placing: Placing, hit: Hit, item: tuple[int, ...], said: Text, rubric: Rubric) -> bool:
    """Whether what is asked for ends in an indicator's points (制度健全。（5分）), where its heading has none: both are placed, the points in doubt."""
    headings = [find for find in placing.finds if find.path == rubric.heading and find.item == item]
    spec = placing.spec(rubric.heading)
    if not headings or kind_of(spec).parse(headings[-1].text.value, spec).parts["points"].value is not None:
        return False
    found = _worth().fullmatch(half(said.value))  # lengths stay as they are
    if found is None or re.search(boxed_points(told=True), found[1]) is not None:
        return False
    placing.add(hit.path, item, said.with_value(said.value[: found.end(1)].rstrip()), hit.quality)
    placing.add(rubric.points, item, said.with_value(found[2]), BELOW)
    return True


@cache
def _worth() -> re.Pattern[str]:
    return re.compile(rf"(.*\S)\s*{boxed_points(told=True)}[。\s]*", re.DOTALL)


@cache
def _out_of() -> re.Pattern[str]:
    unit = "|".join(map(re.escape, words("units", "points")))
    return re.compile(rf"(\d+(?:\.\d+)?)\s*(?:{unit})?\s*(?:/\s*(\d+(?:\.\d+)?)\s*(?:{unit})?|{boxed_points()})")


def _meant(label: str, path: str, rubric: Rubric, placing: Placing) -> str:
    """The field of the rubric that *label* names in a cell of the field at *path*, its own list's before another's; "" for none."""
    named = [hit.path for hit in placing.lexicon.firm(label) if hit.path.startswith(rubric.base + ".")]
    home = path.rpartition(".")[0]
    return next((one for one in named if one.rpartition(".")[0] == home), named[0] if named else "")
