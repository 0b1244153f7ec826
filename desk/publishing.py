"""From the ledger to what is published: who is on which list, and the documents whose lists are taken from the ledger, not typed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.access import audit
from desk.errors import Invalid
from desk.judging import candidates
from desk.models import Activity, Change, Publication, Record
from desk.rounds import round_of
from desk.store import Store
from forms.activity import Kind
from forms.library import definition
from forms.messages import message, texts
from forms.vocabulary import choose

__all__ = ["LISTED", "Published", "document_data", "documents", "publish", "set_listed"]

LISTED = ("", "shortlist", "public", "awarded")
"""How far a record may have come, the least first."""


_KINDS: tuple[Kind, ...] = ("region", "school")


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A document with lists: where its records stand before, where they stand once it is published, and what is typed for it."""

    before: str
    after: str
    fields: tuple[str, ...]


@cache
def documents() -> Mapping[str, Published]:
    """The documents with lists by their names (``publishing.toml``)."""
    raw = tomllib.loads(files("desk").joinpath("publishing.toml").read_text("utf-8"))
    return {
        name: Published(before=own["from"], after=own["to"], fields=tuple(own["fields"])) for name, own in raw.items()
    }


def set_listed(store: Store, number: int, records: Iterable[int], to: str, *, by: str = "") -> int:
    """Puts the records on the list *to* (one of ``LISTED``); how many they are.

    Raises:
        Invalid: a record isn't of the activity, or is no current one.
    """
    wanted = set(records)
    with store.write() as session:
        found = session.scalars(
            select(Record).where(Record.id.in_(wanted), Record.activity_id == number, Record.current)
        ).all()
        if len(found) != len(wanted):
            raise Invalid("call.nothing")
        for record in found:
            if record.listed != to:
                before, record.listed = record.listed, to
                record.revision += 1
                session.add(
                    Change(record_id=record.id, revision=record.revision, by=by, action="list", before=before, after=to)
                )
        return len(found)


def document_data(
    session: Session, activity: Activity, document: str, given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[int]]:
    """The data of *document* with its lists from the ledger, and the records in them. *given* is all else, as the clerk typed it.

    Raises:
        Invalid: nobody is on the list that the document is made from.
    """
    stage = documents()[document].before
    data = {key: value for key, value in given.items() if value not in (None, "", [], {})}
    lists, named = [], []
    for kind in _KINDS:
        chosen = [one for one in candidates(session, activity, kind) if one.listed == stage]
        if chosen:
            named += [one.record for one in chosen]
            lists.append(
                _list(activity, kind, [{"name": one.name, "province": choose(one.unit, "province")} for one in chosen])
            )
    if not lists:
        raise Invalid("publish.nobody")
    data["lists"] = lists
    data["attachments"] = [one["title"] for one in lists]
    winners = _winners(activity)
    if winners:
        data["earlier_winners"] = winners
    return data, named


def _list(activity: Activity, kind: Kind, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    words = texts("publish")
    honour = words[f"honour_{kind}"]
    return {
        "title": message("publish.list_title", activity=activity.title, honour=honour),
        "noun": words[f"noun_{kind}"],
        "unit": words[f"unit_{kind}"],
        "honour": honour,
        "items": list(items),
    }


def _winners(activity: Activity) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for rule in round_of(activity).rules:
        for where in rule.options.get("lists", ()) if rule.name == "earlier_winner" else ():
            edition, _, form = where.partition("/")
            spec = definition(form, edition)
            names = [*spec.preset.get("regions", ()), *spec.preset.get("schools", ())]
            found += [{"name": name, "year": None} for name in names]
    return found


def publish(
    store: Store, number: int, document: str, data: Mapping[str, Any], records: Sequence[int], *, by: str = ""
) -> Publication:
    """Keeps a document that was published, and moves its records on."""
    set_listed(store, number, records, documents()[document].after, by=by)
    with store.write() as session:
        made = Publication(activity_id=number, document=document, data=dict(data), records=list(records), made_by=by)
        session.add(made)
        session.flush()
        audit(
            session,
            by=by,
            action="publish",
            target=f"publication:{made.id}",
            details={"document": document, "count": len(records)},
        )
        return made
