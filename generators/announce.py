"""The lists of a result from the records of those who nominated: rows of summary tables, by the province that each table is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms.definition import FormDefinition
from forms.vocabulary import choose

__all__ = ["listed"]

_NAME, _AREA = "name", "area"


def listed(data: Mapping[str, Any], records: Iterable[Mapping[str, Any]], definition: FormDefinition) -> dict[str, Any]:
    """*data* of a document with its ``lists`` filled from *records*, data of the form *definition*, a summary table.

    A list that has items keeps them. Of the others each takes the rows of those lists of the table that stand under its ``noun``. The area
    of a table is a province, or the place of its rows is left out.
    """
    sources = list(records)
    lists = []
    for entry in data.get("lists") or ():
        if entry.get("items"):
            lists.append(entry)
            continue
        keys = [
            group.path.removesuffix("[]")
            for group in definition.groups
            if group.many and "." not in group.path and str(entry.get("noun")) in group.labels
        ]
        items = [_item(row, source) for source in sources for key in keys for row in source.get(key) or ()]
        lists.append({**entry, "items": [item for item in items if item["name"]]})
    return {**data, "lists": lists}


def _item(row: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    province = choose(str(source.get(_AREA) or ""), "province")
    return {"name": row.get(_NAME), **({"province": province} if province else {})}
