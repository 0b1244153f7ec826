"""What speaks against a row being an item of its list, or against a cell being one value of it."""

from __future__ import annotations

from forms.chinese import tight
from parsers.extraction.columns import Mapping
from parsers.extraction.headers import Column
from parsers.extraction.labels import Hit, words
from parsers.extraction.layout import Area
from parsers.extraction.worksheet import Work

__all__ = ["flag_odd", "flag_tall", "flag_wide", "says"]


def flag_odd(work: Work, base: str, columns: Mapping, cells: dict[int, list[Area]]) -> None:
    """A row without what its list is about, without the number that others have and little else, or struck through may be no item."""
    placing = work.placing
    subject = [c for c, hit in columns if placing.spec(hit.path).required and "." not in hit.path[len(base) + 1 :]]
    unnamed = any(not any(says(area) for area in cells[id(column)]) for column in subject)
    number = [c for c, hit in columns if placing.spec(hit.path).kind == "ordinal"]
    unnumbered = bool(number) and not any(not area.blank for area in cells[id(number[0])])
    said = sum(any(says(area) for area in cells[id(column)]) for column, _ in columns)
    written = [area for areas in cells.values() for area in areas if not area.blank]
    struck = bool(written) and all(area.struck for area in written)
    if unnamed or struck or (unnumbered and said <= 2 and len(columns) > 3):
        first = next((area for areas in cells.values() for area in areas if not area.blank), None)
        placing.doubt("row.odd", base.removesuffix("[]"), first.origin if first else None)


def flag_wide(work: Work, columns: list[tuple[Column, Hit]], cells: dict[int, list[Area]]) -> None:
    """A cell that covers several labelled columns holds the value of one of them at most."""
    owners: dict[int, list[str]] = {}
    areas: dict[int, Area] = {}
    for column, hit in columns:
        for area in cells[id(column)] if column.part is None else ():
            owners.setdefault(id(area), []).append(hit.path)
            areas[id(area)] = area
    for number, paths in owners.items():
        if len(paths) > 1 and not areas[number].blank:
            for path in paths:
                work.placing.doubt("cell.merged", path.split("[]")[0], areas[number].origin)


def flag_tall(work: Work, base: str, columns: Mapping, cells: dict[int, list[Area]], rows: list[int]) -> None:
    """A cell that reaches over several items holds a value of all of them; several lines in it are one of each, or of none."""
    for column, hit in columns:
        if "[]" in hit.path[len(base) :]:
            continue
        for area in cells[id(column)]:
            over = area.bottom > rows[-1] + 1 or area.top < rows[0]
            if over and not area.blank and "\n" in area.text.strip():
                work.placing.doubt("cell.merged", base.removesuffix("[]"), area.origin)


def says(area: Area) -> bool:
    """Whether a cell says something: more than a stroke or 'none'."""
    return not area.blank and tight(area.text) not in words()["nothing"]
