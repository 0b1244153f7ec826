"""One form made from many: the summary table from the recommendation forms that came in.

What goes where is data of the activity (``[collect]``). Every value carries the place that it came from, so that a cell of the table can
lead back to the page; what no form says stays null. Nothing is invented: the list's numbers are all that is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.activity import Activity
from forms.entry import Entry, Place
from forms.paths import get, leaves, put

__all__ = ["Collected", "collect"]


@dataclass(frozen=True, kw_only=True)
class Collected:
    """The data of a form, and for each of its paths the place that the value came from."""

    form: str
    edition: str
    data: dict[str, Any]
    sources: Mapping[str, Place] = field(default_factory=dict)


def collect(activity: Activity, entries: Iterable[Entry], head: Mapping[str, Any] | None = None) -> Collected | None:
    """The activity's summary of *entries* in their order; *head* is what stands above the lists. None where the activity has none.

    Records of other forms, and of kinds that no list takes, are passed over.
    """
    plan = activity.collect
    if plan is None:
        return None
    data: dict[str, Any] = dict(head or {})
    sources: dict[str, Place] = {}
    where = next(one for one in activity.nominees if one.form == plan.source)
    for wanted in plan.lists.values():
        data.setdefault(wanted.list, [])
    for entry in entries:
        if entry.form != plan.source:
            continue
        kind = where.kind or where.kinds.get(str(get(entry.data, where.kind_field)))
        if kind is None or kind not in plan.lists:
            continue
        wanted = plan.lists[kind]
        rows = data[wanted.list]
        base = f"{wanted.list}[{len(rows)}]"
        rows.append({})
        put(data, f"{base}.{wanted.number}", len(rows))
        for target, source in wanted.values.items():
            put(data, f"{base}.{target}", get(entry.data, source) if source else None)
            if source:
                sources[f"{base}.{target}"] = Place(entry=entry.id, path=source)
    known = {path for path, _ in leaves(data)}
    return Collected(
        form=plan.form,
        edition=activity.edition,
        data=data,
        sources={path: place for path, place in sources.items() if path in known},
    )
