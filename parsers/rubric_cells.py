"""Cells of a rubric's table that hold more than their column asks for: what was scored behind an indicator's name or what is asked for it."""

from __future__ import annotations

from parsers.labels import Hit
from parsers.layout import Area
from parsers.placing import Placing
from parsers.rubric_lines import Rubric, cut_head, cut_tail, rubric_of

__all__ = ["place_scored"]


def place_scored(placing: Placing, hit: Hit, item: tuple[int, ...], written: list[Area]) -> bool:
    """Whether the cells *written* of the field of *hit* end in points with a label each (应用规划（5分） 自评：4分): then all of it is placed."""
    if placing.spec(hit.path).kind not in _KINDS:
        return False
    rubric = rubric_of(placing.definition)
    if rubric is None or hit.path not in (rubric.key, rubric.heading, rubric.text):
        return False
    text = "\n".join(area.text for area in written).strip()
    cut = cut_tail if hit.path == rubric.text else cut_head
    rest, told = cut(text, placing.lexicon)
    paths = [_meant(label, hit.path, rubric, placing) for label, _ in told]
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


_KINDS = frozenset({"titled_points", "narrative"})


def _meant(label: str, path: str, rubric: Rubric, placing: Placing) -> str:
    """The field of the rubric that *label* names in a cell of the field at *path*, its own list's before another's; "" for none."""
    named = [hit.path for hit in placing.lexicon.firm(label) if hit.path.startswith(rubric.base + ".")]
    home = path.rpartition(".")[0]
    return next((one for one in named if one.rpartition(".")[0] == home), named[0] if named else "")
