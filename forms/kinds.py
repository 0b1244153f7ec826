"""Value kinds by name: each pairs ``parse`` (as written → canonical) with ``format`` (canonical → as a form prints it)."""

from __future__ import annotations

from forms.chosen import CHOICE, ETHNICITY, GENDER
from forms.contacts import EMAIL, MOBILE, PHONE, URL, VERBATIM
from forms.definition import Field
from forms.names import NAMES
from forms.narrative import NARRATIVE
from forms.opinion import OPINION
from forms.parsed import Fault, Kind, Parsed
from forms.places import AREA, PROVINCE
from forms.quantities import COUNT, DATE, ORDINAL, POINTS, YEAR
from forms.titled_points import TITLED_POINTS
from forms.words import NAME, PERSON, TEXT

__all__ = ["KINDS", "Fault", "Kind", "Parsed", "kind_of"]

KINDS: dict[str, Kind] = {
    "name": NAME,
    "person": PERSON,
    "names": NAMES,
    "text": TEXT,
    "gender": GENDER,
    "ethnicity": ETHNICITY,
    "choice": CHOICE,
    "mobile": MOBILE,
    "phone": PHONE,
    "email": EMAIL,
    "url": URL,
    "verbatim": VERBATIM,
    "count": COUNT,
    "year": YEAR,
    "ordinal": ORDINAL,
    "points": POINTS,
    "date": DATE,
    "province": PROVINCE,
    "area": AREA,
    "narrative": NARRATIVE,
    "opinion": OPINION,
    "titled_points": TITLED_POINTS,
}


def kind_of(spec: Field) -> Kind:
    """The kind of the field *spec*."""
    return KINDS[spec.kind]
