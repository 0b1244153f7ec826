"""Tables in which each row is a form, as tools for collecting forms online export them, or each column: parted into one table for each form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from itertools import chain

from forms.definition import FormDefinition
from parsers.extraction.catalogue import Catalogue
from parsers.extraction.headers import Header, header_at
from parsers.extraction.labels import lexicon
from parsers.extraction.layout import Area, Sheet
from parsers.extraction.placing import Placing
from parsers.extraction.whole_forms import parts_of_form
from parsers.extraction.worksheet import Work

__all__ = ["forms_in_columns", "forms_in_rows"]

_LABELS = 8
"""A table with fewer columns holds no form a row."""

_FIRST = 12
"""Rows from the top of a table among which its labels begin."""

_MORE = 1.5
"""How many times as many labels as those of the form that the title names."""

_TOLD = 3
"""Labels with a value beneath them in a row that is a form; fewer are a note, or a sum."""


def forms_in_rows(
    sheet: Sheet, titles: Callable[[], Collection[str]], catalogue: Catalogue
) -> tuple[list[Area], list[Sheet], list[Area]]:
    """What stands over the labels, a table for each form, and what stands below; no tables where the rows of *sheet* are no forms.

    *titles* answers the forms that the title over it names: where its rows are another's, much more of that one's labels must be there.
    """
    if sheet.columns < _LABELS:
        return [], [], []
    for head in range(min(sheet.rows - 2, _FIRST)):
        cells = len(_written(sheet, head))
        if cells < _LABELS // 2 or cells + len(_written(sheet, head + 1)) < _LABELS:
            continue
        # Asked of every table: what stands below must be as wide as forms are.
        if sum(len(_written(sheet, row)) > cells // 2 for row in range(head + 1, min(sheet.rows, head + _FIRST))) < 2:
            continue
        definition = _asked(sheet, head, titles, catalogue)
        if definition is None:
            continue
        work = Work(sheet, Placing(definition, lexicon(definition)))
        header = header_at(work, head)
        rows = _rows(sheet, header) if header is not None and parts_of_form(work, header) else []
        if header is not None and len(rows) > 1:
            top = min(head, *(column.area.top for column in header.columns))
            labels = [area for row in range(top, header.start) for area in sheet.row(row) if area.top == row]
            above = [area for row in range(top) for area in _written(sheet, row)]
            below = [area for row in range(rows[-1] + 1, sheet.rows) for area in _written(sheet, row)]
            return above, [_form(sheet, definition.id, labels, top, row) for row in rows], below
    return [], [], []


def forms_in_columns(sheet: Sheet, titles: Callable[[], Collection[str]], catalogue: Catalogue) -> list[Sheet]:
    """A table of labels and values for each column of *sheet* that is a form beside the labels in the first; none where the columns are no forms."""
    if sheet.rows < _LABELS or sheet.columns > _FORMS or sheet.columns < _LEAST:
        return []
    if any(area.right > area.left + 1 for area in sheet.areas):
        return []
    turned = [replace(a, top=a.left, bottom=a.right, left=a.top, right=a.bottom) for a in sheet.areas]
    _, forms, _ = forms_in_rows(Sheet(sheet.columns, sheet.rows, turned), titles, catalogue)
    if len(forms) != sheet.columns - 1:
        return []
    firm = lexicon(next(one for one in catalogue.definitions if one.id == forms[0].begins)).firm
    values = [area for area in sheet.areas if area.left and not area.blank]
    if sum(any(not hit.group for hit in firm(area.text)) for area in values) > 1:
        return []  # labels and values by turns
    beside = [area for area in sheet.areas if not area.left]
    return [
        Sheet(
            sheet.rows,
            2,
            [*beside, *(replace(a, left=1, right=2) for a in sheet.areas if a.left == column)],
            begins=forms[0].begins,
        )
        for column in range(1, sheet.columns)
    ]


_LEAST, _FORMS = 3, 40
"""Columns of a table of labels and several forms."""


def _written(sheet: Sheet, row: int) -> list[Area]:
    return [area for area in sheet.row(row) if area.top == row and not area.blank]


def _asked(
    sheet: Sheet, head: int, titles: Callable[[], Collection[str]], catalogue: Catalogue
) -> FormDefinition | None:
    """The form whose labels stand on the row *head* and the one below it: the one that the title names, or that most of them are of."""
    texts = [area.text for row in (head, head + 1) for area in _written(sheet, row)]
    counts: dict[str, tuple[int, FormDefinition]] = {}
    named = Counter(map(id, chain.from_iterable(map(catalogue.naming, texts))))
    for definition in catalogue.definitions:
        count = named[id(definition)]
        if count > counts.get(definition.id, (_LABELS // 2, definition))[0]:
            counts[definition.id] = count, definition
    ranked = sorted(counts.values(), key=lambda one: -one[0])
    if len(ranked) < 2:
        return ranked[0][1] if ranked else None
    over = titles()
    titled = [one for one in ranked if one[1].id in over]
    if titled and titled[0][0] * _MORE > ranked[0][0]:
        return titled[0][1]
    return ranked[0][1] if ranked[0][0] > ranked[1][0] else None


def _rows(sheet: Sheet, header: Header) -> list[int]:
    """The rows under *header* that are a form each; none where any row before the last of them may be something else."""
    labelled = [column.area.left for column in header.columns if column.hits]
    rows: list[int] = []
    for row in range(header.start, sheet.rows):
        written = _written(sheet, row)
        if not written:
            continue
        if any(area.bottom > row + 1 for area in sheet.row(row)):
            return []
        told = sum(area.left in labelled for area in written)
        if told < _TOLD:
            break
        rows.append(row)
    return rows


def _form(sheet: Sheet, form: str, labels: list[Area], top: int, row: int) -> Sheet:
    """The one *row* of *sheet* under its *labels*, as a table of its own."""
    height = max(area.bottom for area in labels) - top
    heads = [replace(area, top=area.top - top, bottom=area.bottom - top) for area in labels]
    values = [replace(area, top=height, bottom=height + 1) for area in sheet.row(row)]
    return Sheet(height + 1, sheet.columns, [*heads, *values], begins=form)
