"""The rows under a header: where its data end, and which rows cross the table, add up, close the form or name a group."""

from __future__ import annotations

import re
from functools import cache

from forms.chinese import enumerator_style, fold, tight
from parsers.extraction.counted import sum_path
from parsers.extraction.headers import TYPED, Column, Header, column_over, label_run
from parsers.extraction.inline import is_note, opens_with_label
from parsers.extraction.key_rows import key_row
from parsers.extraction.labels import BRACKETED, FIRM, key, keys_of, words
from parsers.extraction.layout import Area
from parsers.extraction.recognised import dashes_read
from parsers.extraction.worksheet import Work

__all__ = [
    "band_of",
    "find_stop",
    "is_closing",
    "is_example",
    "is_total",
    "looks_like_data",
    "names_groups",
    "repeats_lowest",
]


def find_stop(work: Work, header: Header) -> int:
    """The first row under *header* that is none of its data."""
    for row in range(header.start, work.sheet.rows):
        starting = [area for area in work.sheet.row(row) if area.top == row]
        if key_row(work, header, row) is not None:
            if row + 1 < work.sheet.rows and label_run(work, row + 1):
                return row  # it is the key of what stands under the labels below it
            continue
        band = band_of(work, starting)
        if not starting or band is not None:
            if band is not None and work.leaf(band) and not work.groups(band) and not is_total(work, starting):
                return row
            continue
        if is_closing(work, starting) or _is_of_pairs(work, starting):
            return row
        if (
            is_total(work, starting)
            or looks_like_data(work, header, starting)
            or repeats_lowest(work, header, starting)
        ):
            continue
        if label_run(work, row):
            return row
        labels = [area for area in starting if work.leaf(area) and not _fits_column(work, header, area)]
        if any(
            _opens_pair(work, header, area) for area in labels[:1] if area is next(a for a in starting if not a.blank)
        ):
            return row
        if len(labels) >= 2 or (labels and not _aligned(header, starting)):
            return row
        if any(_is_outside(work, header, area) for area in labels):
            return row
    return work.sheet.rows


def repeats_lowest(work: Work, header: Header, starting: list[Area]) -> bool:
    """Whether a row is the lowest row of column labels once more, where groups stand over some of them: alone it says less than the whole head, which still holds."""
    if not any(column.governors for column in header.columns) or sum(bool(work.leaf(area)) for area in starting) < _FEW:
        return False
    told = [area for area in starting if not area.blank]
    heads = [work.sheet.at(header.start - 1, area.left) for area in told]
    same = all(h is not None and (h.left, h.right) == (a.left, a.right) for h, a in zip(heads, told, strict=True))
    return same and all(h is not None and key(h.text) == key(a.text) for h, a in zip(heads, told, strict=True))


_FEW = 2
"""A row with fewer labels is no head."""


def _is_of_pairs(work: Work, starting: list[Area]) -> bool:
    """Whether each cell of a row holds labels with their values itself, the first one of a field outside any list."""
    said = [area for area in starting if not area.blank]
    first = opens_with_label(said[0].text, work.placing.lexicon) if said else []
    if not first or any("[]" in hit.path for hit in first[0].hits):
        return False
    return all(opens_with_label(area.text, work.placing.lexicon) for area in said[1:])


def _is_outside(work: Work, header: Header, area: Area) -> bool:
    """Whether a label is that of a field outside any list, in a cell wider than the list's column: another table goes on from here."""
    column = column_over(header, area)
    return column is None or (area.right > column.area.right and not any("[]" in hit.path for hit in work.leaf(area)))


def is_closing(work: Work, starting: list[Area]) -> bool:
    """Whether a row is about whoever filled in the form, or a note."""
    first = next((area for area in starting if not area.blank), None)
    if first is None or work.leaf(first):
        return False
    return key(first.text) in keys_of("closers") or is_note(first.text)


def looks_like_data(work: Work, header: Header, starting: list[Area]) -> bool:
    """Whether a row is one of values, even where one of them reads like a label: what is typed under a number's label is that number."""
    first = next((area for area in starting if not area.blank and area.left >= header.columns[0].area.left), None)
    opening = next((area for area in starting if not area.blank), None)
    if first is None or opening is None or work.leaf(first) or (work.leaf(opening) and not work.groups(opening)):
        return False
    for area in starting:
        column = column_over(header, area)
        if column is None or area.blank or work.label(area):
            continue
        kinds = column.kinds(work)
        if kinds and kinds <= TYPED and any(work.placing.plausible(hit.path, area.text) >= 0.9 for hit in column.hits):
            return True
    return False


def _opens_pair(work: Work, header: Header, area: Area) -> bool:
    """Whether the first cell of a row is the label of a value of its own: left of the list, or of a field outside any list."""
    if work.groups(area):
        return False
    return area.right <= header.columns[0].area.left or not any("[]" in hit.path for hit in work.leaf(area))


def band_of(work: Work, starting: list[Area]) -> Area | None:
    """The cell of a row that speaks of the rows below it: one cell across the table, or behind its number what the rest of the row is (一 | 区域).

    Where no cells are merged, the name of a group alone on a row is a heading as well, be it numbered or not. None for a row of values.
    """
    width = work.sheet.columns
    if width <= _NARROW or not starting:
        return None
    first = starting[0]
    if len(starting) == 1:
        return first if first.right - first.left >= width - 1 else None
    if first.left == 0 and first.right - first.left > max(width // 2, _NARROW) and not first.blank:
        # Beyond the list's own columns nothing stands.
        return first if all(area.blank for area in starting[1:]) else None
    number, named = starting[0], starting[1]
    counted = number.text.strip() + _STOP
    style = enumerator_style(dashes_read(counted) if number.origin.method == "ocr" else counted)
    if (
        len(starting) == _NUMBERED
        and number.right == named.left
        and named.right == width
        and named.right - named.left > 1
    ):
        grouped = bool(work.groups(named)) and (number.blank or bool(style))
        return named if grouped or _HAN_NUMERAL in style else None
    told = [area for area in starting[: _NUMBERED if number.blank or _HAN_NUMERAL in style else 1] if work.groups(area)]
    alone = told and all(area.blank or area in (number, told[0]) for area in starting)
    return told[0] if alone and told[0].bottom - told[0].top == 1 and len(starting) > _NUMBERED else None


_NARROW = 2
"""In a table of so few columns a cell across it is as likely a value."""

_NUMBERED = 2
"""Cells of a row that is a number and a heading."""

_STOP, _HAN_NUMERAL = "、", "一"
"""What makes a number in a cell of its own an enumerator, and how one in Han numerals shows in its style."""


def _fits_column(work: Work, header: Header, area: Area) -> bool:
    """Whether a cell whose text is a label stands in a column where that text is an answer."""
    column = column_over(header, area)
    if column is None:
        return False
    return any(work.placing.plausible(hit.path, area.text) >= 0.9 for hit in column.hits)


def _aligned(header: Header, starting: list[Area]) -> bool:
    lefts = {column.area.left for column in header.columns}
    rights = {column.area.right for column in header.columns}
    inside = [area for area in starting if area.left >= header.columns[0].area.left]
    return all(area.left in lefts and area.right in rights for area in inside)


def is_total(work: Work, starting: list[Area]) -> bool:
    """Whether a row adds up a list or the rows of one of its items, or only says that the list goes on or ends."""
    first = next((area for area in starting if not area.blank), None)
    if first is None:
        return False
    folded = key(BRACKETED.sub("", first.text)) or key(first.text)
    if folded.rstrip("0123456789" + "".join(words()["counters"])) in keys_of("totals"):
        return True
    specs = [work.placing.spec(hit.path) for hit in work.leaf(first)]
    if any(spec.column or (spec.kind == "points" and "[]" not in spec.path) for spec in specs):
        return True
    keyed = {group.path for group in work.placing.definition.groups if group.key}
    own = any(spec.path == sum_path(base, work.placing) for spec in specs for base in keyed)
    return own and not any(work.leaf(area) for area in starting if area is not first)


def is_example(work: Work, starting: list[Area]) -> bool:
    """Whether a row shows how to fill in the others: its first cell, or the one behind its number, is the word for that or opens with it (例：张三) or ends with it in brackets."""
    said = [area.text for area in starting if not area.blank and not work.groups(area)]
    first = next((text for text in said[:2] if not fold(text).rstrip(".、．").isdecimal()), "")
    return bool(first) and _example().search(tight(first)) is not None


def is_struck_out(starting: list[Area]) -> bool:
    """Whether all that a row says is struck out: it was an item."""
    said = [area for area in starting if not area.blank and (area.struck or area.bottom - area.top == 1)]
    if any(area.origin.method == "ocr" for area in said):
        return False
    return bool(said) and all(tight("".join(area.struck)) == tight(area.text) for area in said)


@cache
def _example() -> re.Pattern[str]:
    word = f"(?:{'|'.join(map(re.escape, words()['examples']))})"
    return re.compile(rf"^[（(\[【]?{word}(?:$|[)）\]】：:])|[（(\[【]{word}[)）\]】]$")


def names_groups(work: Work, header: Header, column: Column) -> bool:
    """Whether the cells of a column name groups: it tells which list a row belongs to and holds no value."""
    if column.naming is None:
        column.naming = _names_groups(work, header, column)
    return column.naming


def _names_groups(work: Work, header: Header, column: Column) -> bool:
    if any(hit.quality >= FIRM and not work.placing.spec(hit.path).options for hit in column.hits):
        return False
    for row in range(header.start, work.sheet.rows):
        if key_row(work, header, row) is not None:
            continue
        first = work.sheet.at(row, column.area.left)
        starting = [area for area in work.sheet.row(row) if area.top == row]
        if first is None or (first.right - first.left < work.sheet.columns - 1 and band_of(work, starting) is None):
            return first is not None and bool(work.groups(first)) and not _fits_column(work, header, first)
    return False
