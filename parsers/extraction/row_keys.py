"""Rows that say the key of the rows that follow them: a year, or a heading with its points."""

from __future__ import annotations

import re

from forms.chinese import enumerator_style, half
from forms.levels import rank
from parsers.extraction.headers import Header
from parsers.extraction.key_rows import lacks_key
from parsers.extraction.layout import Area
from parsers.extraction.list_rows import is_total
from parsers.extraction.row_sums import summed_rows
from parsers.extraction.worksheet import Work

__all__ = ["heading_row", "keyed_bases", "note_key"]


def keyed_bases(work: Work, header: Header, area: Area) -> list[str]:
    """The lists under *header* whose key a row across the table says, for the rows that follow (a year)."""
    placing = work.placing
    return sorted(
        base
        for base in _bases(work, header)
        if placing.is_key(base, area.found)
        or (lacks_key(work, header, base) and placing.is_headed(base, area.found))
        or _over(work, header, base, area.top) is area
    )


def _bases(work: Work, header: Header) -> set[str]:
    return {work.placing.base(hit.path) for column in header.columns for hit in column.hits}


def heading_row(work: Work, header: Header, starting: list[Area]) -> Area | None:
    """The cell of a row that says the key of the rows that follow, a heading with points, and nothing of an item; None for any other row."""
    titled = [base for base in _bases(work, header) if _is_titled(work, base) and lacks_key(work, header, base)]
    said = [area for area in starting if not area.blank] if titled else []
    if not said or work.sheet.columns <= _NARROW or is_total(work, starting):
        return None
    over = next((area for base in titled if (area := _over(work, header, base, said[0].top)) is not None), None)
    if over is not None:
        return over
    return said[0] if len(said) == 1 and any(work.placing.is_headed(base, said[0].found) for base in titled) else None


def _is_titled(work: Work, base: str) -> bool:
    """Whether the items of the list *base* are told by headings with points."""
    group = work.placing.definition.group_of.get(base)
    if group is None or not group.key:
        return False
    return work.placing.spec(f"{base}.{group.key}").kind == "titled_points"


def note_key(work: Work, header: Header, area: Area) -> None:
    """Notes the key that *area* says for the rows that follow, with its points where these stand beside it."""
    placing = work.placing
    for base in keyed_bases(work, header, area):
        placing.key_lines[base] = area.found
        placing.key_points.pop(base, None)
        worth = [spec.path for spec in placing.definition.apart if spec.path.rpartition(".")[0] == base]
        for column in header.columns if _over(work, header, base, area.top) is area else ():
            cell = work.sheet.at(area.top, column.area.left)
            if cell is None or cell is area or cell.blank:
                continue
            if worth and any(hit.path in worth for hit in column.hits):
                placing.key_points[base] = (worth[0], cell.found)
            else:
                placing.leftovers.append(cell.found)


def _over(work: Work, header: Header, base: str, row: int) -> Area | None:
    """The heading on *row* that stands over the items of the list *base*, by its number (一、 over 1.) or as their sum, where nothing but numbers stand beside it."""
    if not _is_titled(work, base) or not lacks_key(work, header, base):
        return None
    area = _headings(work, header, row)
    if area is None or area.bottom > row + 1 or work.leaf(area):
        return None
    if row in summed_rows(work, header):
        return area
    depth = rank(enumerator_style(area.text))
    depths = _depths(work, header) if 0 <= depth < _NUMBERED else frozenset()
    if len(depths) < _LEVELS or depth != min(depths - {-1}):
        return None
    cells = [cell for cell in work.sheet.row(row) if cell.left > area.left and not cell.blank]
    return area if all(_NUMBER.fullmatch(half(cell.text).strip()) for cell in cells) else None


def _depths(work: Work, header: Header) -> frozenset[int]:
    """How deep the numbers of the headings under *header* stand; worked out once."""
    if header.depths is None:
        found = (_headings(work, header, row) for row in range(header.start, header.stop))
        header.depths = frozenset(
            rank(enumerator_style(cell.text)) for cell in found if cell is not None and not cell.blank
        )
    return header.depths


def _headings(work: Work, header: Header, row: int) -> Area | None:
    """The cell on *row* in the column of titled headings that are no keys."""
    for column in header.columns:
        if any(work.placing.spec(hit.path).kind == "titled_points" for hit in column.hits):
            return work.sheet.at(row, column.area.left)
    return None


_NUMBER = re.compile(r"\d+(?:\.\d+)?[\u3400-\u9fff]?")

_NUMBERED, _LEVELS = 2, 2
"""Headings over others are numbered 一、 or （一）, and there are two levels of them."""

_NARROW = 2
"""In a table of so few columns a heading and a blank are as likely a label without its value."""
