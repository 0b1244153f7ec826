"""Whether what is read from a damaged form is what it says, or told to be in doubt.

Damage may be a legal other form: a letter turned into another is a name that nobody can know to be wrong, and a row cut out whole was never there.
So a wrong value is one that nothing tells of although the file can be known to say otherwise: what was read doesn't stand in it, or stood in it
before while what was to be read is still there. What a cell says now, in a table whose cells are where they were, is what the file says. Told is a value by its confidence, an issue at its field, a note of damage on the document that the whole
one doesn't have (where it is missing, by a note of a part that wasn't read as well), or by what was to be read among the leftovers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from carriers import carried

from bench.field import is_flagged, leaves, plain
from bench.tasks import text_of
from forms.chinese import half
from forms.dates import WRITTEN_DATE, calendar_date
from forms.errors import FubiaoError
from parsers.document import Cell, Document, Table
from parsers.extraction.extract import extract
from parsers.read import read
from parsers.report import envelope

__all__ = ["misread"]

Json = dict[str, Any]
DAMAGED = frozenset({"document.damaged", "document.cut", "page.damaged"})
"""Notes on a document that say that text may be lost or changed anywhere in it: whoever reads one compares all values with the original."""
UNREAD = frozenset(
    {
        "document.altchunk",
        "document.alternate",
        "document.embedded",
        "document.graphic",
        "document.hidden",
        "document.linked",
        "document.pictures",
        "page.image",
        "page.lost",
        "sheet.formula",
        "sheet.hidden",
        "table.covered",
    }
)
"""Notes that tell of a part that wasn't read: they tell of what is missing, never of what is read wrong."""


@dataclass(frozen=True)
class Whole:
    """What the form says where nothing is damaged."""

    document: Document
    record: Json
    text: str
    notes: frozenset[str]

    def new_cells(self, document: Document) -> frozenset[str]:
        """What cells of *document* say that none says here, in tables of the same cells: nothing but their texts can tell that they were others."""
        own, known = (
            list(self.document.tables()),
            {_cell_text(cell) for table in self.document.tables() for cell in table.cells},
        )
        same = [table for table, was in zip(document.tables(), own, strict=False) if _grid(table) == _grid(was)]
        return frozenset(_cell_text(cell) for table in same for cell in table.cells) - known


def _cell_text(cell: Cell) -> str:
    return _canonical(cell.text)


def _grid(table: Table) -> list[tuple[int, ...]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


def misread(data: bytes, name: str, form: str) -> list[str]:
    """The values of the sample *name*, damaged in the format *form* to *data*, that are wrong in silence. Its own errors end it; others don't."""
    try:
        whole = _whole(name, form)
        document = read(data)
        if document == whole.document:
            # What is read alike is extracted alike; that the whole form is read right, other tests tell.
            return []
        lines = _lines(document)
    except FubiaoError:
        return []
    told = {note.code for note in document.notes} - whole.notes
    if told & DAMAGED:
        return []
    unread = bool(told & UNREAD)
    same = [line for line in lines if line["form"] == whole.record["form"]]
    if not same:
        return [f"{line['form']} is made up" for line in lines if not line["issues"]]
    record = max(same, key=lambda line: sum(one == other for *_, one, other in _pairs(whole.record, line)))
    text, new = text_of(document), whole.new_cells(document)
    left = plain("".join(text for line in lines for text in line["leftovers"]))
    return [
        f"{path}: {wanted!r} is read as {found!r}"
        for path, there, wanted, found in _pairs(whole.record, record)
        if plain(wanted) != plain(found)
        and not (unread and not plain(found))
        and not is_flagged(whole.record, path)
        and not (there and is_flagged(record, there))
        and not is_flagged(record, path)
        and not (plain(wanted) and plain(wanted) in left)
        and _canonical(found) not in new
        and not any(_is_legal(way(wanted), way(found), way(whole.text), way(text)) for way in (plain, _canonical))
    ]


def _canonical(value: object) -> str:
    """*value*, or all that a document says, without what canonical values leave out of what is written: white space, case, and how a day is written."""
    return WRITTEN_DATE.sub(lambda found: calendar_date(found).iso or found[0], half(plain(value)).casefold())


def _is_legal(wanted: str, found: str, before: str, now: str) -> bool:
    """Whether the file itself says *found*, which it didn't before, or no longer says *wanted*."""
    if found and found in now and found not in before:
        return True
    gone = not wanted or now.count(wanted) < before.count(wanted)
    return gone and (not found or _said(found, now))


def _said(found: str, text: str) -> bool:
    """Whether *found* stands in *text*; what a kind has made canonical is never there to the letter, but much of it is."""
    return found in text or any(found[at : at + 2] in text for at in range(max(1, len(found) - 1)))


@cache
def _whole(name: str, form: str) -> Whole:
    document = read(carried(name, form))
    (record,) = _lines(document)
    return Whole(document, record, text_of(document), frozenset(note.code for note in document.notes))


def _lines(document: Document) -> list[Json]:
    return [envelope(found, file="", index=0, sha256="", document=document) for found in extract(document)]


def _pairs(whole: Json, record: Json) -> Iterator[tuple[str, str, Any, Any]]:
    """The values of *whole* by their paths, each with its path and value in *record*; an item of a list is the one most like it, wherever it stands."""
    yield from _beside(whole["data"], record["data"], "", "")


def _beside(wanted: Any, found: Any, path: str, there: str) -> Iterator[tuple[str, str, Any, Any]]:
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            has = isinstance(found, dict) and key in found
            inner = f"{there}.{key}" if there else key
            yield from _beside(
                value, found[key] if has else None, f"{path}.{key}" if path else key, inner if has else ""
            )
    elif isinstance(wanted, list):
        rest = list(enumerate(found)) if isinstance(found, list) else []
        for number, item in enumerate(wanted):
            best = max(rest, key=lambda one: _likeness(item, one[1]), default=None)
            if best is not None and _likeness(item, best[1]) > 0:
                rest.remove(best)
            else:
                best = None
            at, value = best or (0, None)
            yield from _beside(item, value, f"{path}[{number}]", f"{there}[{at}]" if best else "")
    else:
        yield path, there, wanted, found


def _likeness(one: Any, other: Any) -> int:
    values = dict(leaves(other))
    return sum(value == values.get(path) for path, value in leaves(one) if value not in (None, ""))
