"""From the ledger to what is published: who is on which list, and the documents whose lists are taken from the ledger, not typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from forms.messages import message
from forms.vocabulary import choose

__all__ = ["DOCUMENTS", "LISTED", "document_data", "publish", "set_listed"]

LISTED = ("", "shortlist", "public", "awarded")
"""How far a record may have come, the least first."""

DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "public_notice": ("shortlist", "public"),
    "announcement": ("public", "awarded"),
}
"""The documents with lists: where their records stand before, and where they stand once it is published."""

_KINDS: tuple[Kind, ...] = ("region", "school")


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
    stage = DOCUMENTS[document][0]
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
    honour = message(f"publish.honour_{kind}")
    return {
        "title": message("publish.list_title", activity=activity.title, honour=honour),
        "noun": message(f"publish.noun_{kind}"),
        "unit": message(f"publish.unit_{kind}"),
        "honour": honour,
        "items": list(items),
    }


def _winners(activity: Activity) -> list[dict[str, Any]]:
    from forms.library import definition

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
    set_listed(store, number, records, DOCUMENTS[document][1], by=by)
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
