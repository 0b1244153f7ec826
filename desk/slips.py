"""What a sender has to mend, as a document: the slip that goes back with the request to send the forms again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from desk.models import Activity
from desk.rounds import round_of
from desk.shown import form_name, label
from desk.worklist import Problem
from forms.dates import written_date
from forms.messages import message
from generators.render import fill, shipped

__all__ = ["return_slip"]

TEMPLATE = "desk/return_slip.docx"


def return_slip(activity: Activity, unit: str, found: Sequence[Problem], *, day: dt.date | None = None) -> bytes:
    """The slip for *unit* as .docx: a row for each of *found*, in their order. No telephone number stands in it."""
    today = day or dt.datetime.now(dt.UTC).astimezone().date()
    due = max(round_of(activity).deadlines.values(), default=None)
    rows = [
        {
            "no": number,
            "form": form_name(spot.form, spot.edition),
            "title": spot.title,
            "place": label(spot.path, spot.form, spot.edition) if spot.path else "",
            "message": one.message + (f"（{one.reason}）" if one.reason else ""),
        }
        for number, one in enumerate(found, 1)
        for spot in one.spots[:1]
    ]
    values = {
        "unit": unit or message("desk.unknown_unit"),
        "activity": activity.title,
        "count": len(rows),
        "due": written_date(due.isoformat()) if due and due >= today else message("desk.soon"),
        "rows": rows,
        "sender": activity.area,
        "day": written_date(today.isoformat()),
    }
    return fill(shipped(TEMPLATE), values, TEMPLATE)
