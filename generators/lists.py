"""Lists of names behind a document: numbered through, grouped by province in the official order, set in as few lines as their lengths allow.

Names without provinces stand in columns of the text's own lines. Those of provinces are a table, the province beside its first names, as results
are published: a row is a province, or two of them side by side where names are short and few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from forms.vocabulary import choose, options, table
from generators import gongwen as g

__all__ = ["counted", "set_list"]

Json = dict[str, Any]
T = TypeVar("T")
Group = tuple[str, list[str]]
"""A province with its names, their numbers before them."""


def counted(entry: Mapping[str, Any]) -> Json:
    """What the text says of the list *entry*: how many, of what, and whom it begins with."""
    ordered = [row for _, group in _by_province(entry.get("items") or ()) for row in group]
    return {
        "count": len(ordered),
        "first": _text(ordered[0], "name") if ordered else "",
        "unit": _text(entry, "unit"),
        "noun": _text(entry, "noun"),
        "honour": _text(entry, "honour"),
        "title": _text(entry, "title"),
    }


def set_list(entry: Mapping[str, Any]) -> Json:
    """The list *entry* as ``rows`` of ``columns``, or as a ``table``; the other one is empty."""
    groups: list[Group] = []
    number = 0
    for province, rows in _by_province(entry.get("items") or ()):
        groups.append((province, [f"{number + i}.{_text(row, 'name')}" for i, row in enumerate(rows, 1)]))
        number += len(rows)
    if any(province for province, _ in groups):
        return {"rows": [], "columns": 0, "table": _table(groups, entry, number)}
    ways = {n: g.list_rows(groups[0][1] if groups else (), n) for n in (1, *g.LIST_COLUMNS)}
    columns = min(ways, key=lambda n: len(ways[n]))
    return {"rows": ["\t".join(row) for row in ways[columns]], "columns": columns, "table": {}}


def _text(data: Mapping[str, Any], key: str) -> str:
    return str(data.get(key) or "").strip()


def _by_province(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """*rows* by province in the official order, each province's in the order given; one group without a name where none has any."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(choose(_text(row, "province"), "province") or "", []).append(row)
    order = {option.value: n for n, option in enumerate(options("province"))}
    return sorted(groups.items(), key=lambda group: order.get(group[0], len(order)))


def _table(groups: list[Group], entry: Mapping[str, Any], count: int) -> Json:
    """*groups* in the layout that takes the fewest lines, the plainer one where two take as many.

    A province of many names has several rows, each of which names it and is short enough to stay whole at the end of a page.
    """
    short = {option.value: option.labels[1] for option in options("province") if len(option.labels) > 1}
    ways = []
    for layout in g.LIST_LAYOUTS:
        cells = [
            {"province": short.get(province, province), "lines": ["\t".join(row) for row in part]}
            for province, names in groups
            for part in _in_parts(g.table_rows(names, layout), g.LIST_ROW)
        ]
        if layout.blocks > 1 and len(cells) > len(groups):
            continue
        rows = _in_parts(cells, layout.blocks)
        height = sum(max(g.table_lines(cell["lines"], layout) for cell in row) for row in rows)
        ways.append((height, layout, rows))
    _, layout, rows = min(ways, key=lambda way: way[0])
    words = table("documents")
    noun, unit = _text(entry, "noun") or words["list_name"], _text(entry, "unit")
    empty = {"province": "", "lines": []}
    return {
        "blocks": layout.blocks,
        "columns": layout.columns,
        "area": words["list_area"],
        "noun": noun,
        "count": f"（{count}{unit}）",
        "rows": [{"left": row[0], "right": row[1] if len(row) > 1 else empty} for row in rows],
    }


def _in_parts(whole: Sequence[T], size: int) -> list[Sequence[T]]:
    return [whole[at : at + size] for at in range(0, len(whole), size)]
