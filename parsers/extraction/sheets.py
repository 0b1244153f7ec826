"""Values on sheets: columns under headers first, then labels with their value beside, below or inside."""

from __future__ import annotations

import re

from parsers.extraction.beside import place_pairs
from parsers.extraction.choices import names_options
from parsers.extraction.counted import sum_path
from parsers.extraction.headers import TYPED, Header, header_at
from parsers.extraction.inline import is_note, opens_with_label
from parsers.extraction.labels import is_foreign, key
from parsers.extraction.layout import Area, Sheet
from parsers.extraction.list_rows import find_stop, is_closing, looks_like_data
from parsers.extraction.name_blocks import place_name_blocks
from parsers.extraction.pivoted import place_pivoted
from parsers.extraction.placing import Placing
from parsers.extraction.rows import place_rows
from parsers.extraction.sorted_names import place_sorted_names
from parsers.extraction.storeys import in_one_storey
from parsers.extraction.told_keys import notes_key
from parsers.extraction.told_lines import place_told_rows
from parsers.extraction.units import unit_behind, unit_line
from parsers.extraction.worksheet import Work
from parsers.marks import has_mark, marks

__all__ = ["Header", "place_sheet"]


def place_sheet(sheet: Sheet, placing: Placing, carried: Header | None = None) -> Header | None:
    """Finds the values of *sheet*. Answers the last list header, with which a following sheet without one may go on."""
    sheet = in_one_storey(sheet, placing.lexicon)
    work = Work(sheet, placing)
    last = _go_on(work, carried) if carried is not None else None
    for area in sheet.row(0)[:1]:
        if unit_line(area.text):
            placing.unit = unit_line(area.text)
            work.use(area)
        elif area.right - area.left == sheet.columns:
            placing.unit = unit_behind(area.text) or placing.unit
    row = sheet.rows if place_pivoted(work) or place_sorted_names(work) or place_name_blocks(work) else 0
    named: tuple[str, ...] = ()
    while row < sheet.rows:
        header = header_at(work, row)
        if header is None:
            _note_key(work, row)
            named = _list_named(work, row) or named
            row += 1
            continue
        header.governors, named = header.governors or named, ()
        unnamed = not header.governors and not any(column.governors for column in header.columns)
        if last is not None and last is not carried and last.stop == row and unnamed:
            # The same labels once more, right under the last row: whose they are was said over the first.
            header.last = last.told
        header.stop = find_stop(work, header)
        if header.stop > header.start or header.start >= sheet.rows:
            place_rows(work, header)
            _doubt_rest(work, header)
            last, row = header, max(header.stop, row + 1)
        elif sum(bool(work.leaf(column.area)) for column in header.columns) > 2 and header_at(work, header.start):
            for column in header.columns:  # a list with no rows, the next header follows
                work.use(column.area)
            last, row = header, header.start
        else:
            row += 1
    _leave_closing_rows(work)
    place_told_rows(work)
    place_pairs(work)
    # What a table says of groups ends with it; a heading before the next table counts there.
    placing.group = ""
    left = [area for area in sheet.areas if work.free(area) and not area.blank and not work.label(area)]
    placing.leftovers += [area.found for area in left]
    _doubt_left_texts(work, left)
    _doubt_left_rows(work, left, last, carried)
    _doubt_unticked(work)
    return last


def _doubt_unticked(work: Work) -> None:
    """A doubt on a choice that no tick makes, where one stands beside one of its options in another cell."""
    placing = work.placing
    choices = [spec for spec in placing.definition.fields if spec.options and "[]" not in spec.path]
    if not choices:
        return
    ticked = {
        id(area)
        for area in work.sheet.areas
        if any(mark.checked for mark in marks(area.text)) and not work.leaf(area)  # ★推荐类型 is a label with a star
    }
    for spec in choices if ticked else ():
        found = [find.text.value for find in placing.finds if find.path == spec.path and find.text.value.strip()]
        if not found or any(mark.checked for text in found for mark in marks(text)):
            continue
        named = {key(word): option.value for option in spec.options for word in option.labels}
        own = {named.get(key(text)) for text in found}
        for area in work.sheet.areas:
            beside = id(area) in ticked and names_options([area.text], spec.options)
            if beside or named.get(key(area.text)) not in {None, *own}:
                placing.doubt("choice.unclear", spec.path, area.origin)
                break


def _list_named(work: Work, row: int) -> tuple[str, ...]:
    """The lists that the one cell of *row* that says anything names: what stands under the labels below is theirs, where no cells are merged."""
    cells = work.sheet.row(row)
    said = [area for area in cells if not area.blank]
    if len(said) != 1 or said[0] is not cells[0] or len(cells) < _FEW or any(area.bottom > row + 1 for area in cells):
        return ()
    lists = tuple(group for group in work.groups(said[0]) if work.placing.many(group))
    if lists and header_at(work, row + 1) is None:
        return ()
    for area in cells if lists else ():
        work.use(area)
    return lists


_FEW = 3
"""A row with fewer cells may be a label and its blank."""


def _note_key(work: Work, row: int) -> None:
    """Notes the key that *row* says alone (a year above a part of the table): it is that of the rows under the next header."""
    said = [area for area in work.sheet.row(row) if not area.blank]
    for group in work.placing.definition.groups if len(said) == 1 and work.free(said[0]) else ():
        if not group.key or said[0].top != row:
            continue
        if work.placing.note_key(group.path, said[0].found):
            work.placing.key_points.pop(group.path, None)
            work.take(said[0])
        elif sum_path(group.path, work.placing) and notes_key(said[0].found, work.placing):
            work.take(said[0])
        elif work.placing.is_headed(group.path, said[0].found) and not _has_column(work, f"{group.path}.{group.key}"):
            work.placing.key_lines[group.path] = said[0].found
            work.take(said[0])


def _has_column(work: Work, path: str) -> bool:
    """Whether a label of the field at *path* stands in the table's first rows."""
    return any(hit.path == path for area in work.sheet.areas[:_HEAD] for hit in work.leaf(area))


_HEAD = 40
"""Cells among which a table's labels are."""


def _doubt_left_texts(work: Work, left: list[Area]) -> None:
    """A doubt on a choice where a tick is left over, and on the long text before one that is left over."""
    placing = work.placing
    for group in placing.definition.groups if left else ():
        # A key (a year) that names no row: the list is told in some other way.
        told = next((area for area in left if group.key and placing.is_key(group.path, area.found)), None)
        if told is not None:
            placing.doubt("list.unclear", group.path.removesuffix("[]"), told.origin)
    for area in left:
        of_none = is_foreign(re.split("[：:]", area.text, maxsplit=1)[0]) and "\n" not in area.text
        for inside, paths in [] if of_none else work.inside:
            if inside.top <= area.top < inside.bottom and inside.right <= area.left:
                for path in sorted(paths):
                    placing.doubt("label.unclear", path.partition("[")[0], area.origin)
        for hit in (
            hit for pair in opens_with_label(area.text.split("\n", 1)[0], placing.lexicon) for hit in pair.hits
        ):
            placing.doubt("label.unclear", (placing.base(hit.path) or hit.path).partition("[")[0], area.origin)
        if has_mark(area.text):
            for spec in placing.definition.fields:
                if spec.options and "[]" not in spec.path and names_options([area.text], spec.options):
                    placing.doubt("label.unclear", spec.path, area.origin)
        elif len(area.text) >= _LONG and not is_note(area.text):
            before = [path for top, path in work.flowing if top <= area.top]
            for path in before[-1:]:
                placing.doubt("section.unclear", path, area.origin)


_LONG = 15
"""A text left over of so many characters may be part of a long text of the form."""


def _doubt_left_rows(work: Work, left: list[Area], last: Header | None, carried: Header | None) -> None:
    """A doubt on the lists of a table of which a row is left over: it may be an item."""
    headers = [header for header in (last, carried) if header is not None]
    hits = {hit.path for area in work.sheet.areas for hit in work.leaf(area)} if left and not headers else set()
    named = {base for base in map(work.placing.base, hits) if work.placing.many(base)}
    rows: dict[int, list[Area]] = {}
    for area in left:
        rows.setdefault(area.top, []).append(area)
    for number, areas in rows.items():
        told = [area for area in work.sheet.row(number) if area.top == number and not area.blank]
        if len(areas) < _ITEM or len(areas) * 2 < len(told) or any(is_note(area.text) for area in areas[:1]):
            continue
        likely = [
            header
            for header in headers
            if len(told) * 2 > len(header.columns) or (header is last and looks_like_data(work, header, areas))
        ]
        bases = {work.placing.base(h.path) or h.path for one in likely for c in one.columns for h in c.hits}
        if not headers:
            bases = named
        for base in sorted(bases):
            work.placing.doubt("list.unclear", base.removesuffix("[]"), areas[0].origin)


_ITEM = 2
"""From this many cells on a row left over may be an item of a list."""


def _go_on(work: Work, carried: Header) -> Header | None:
    """Places the rows of a sheet that goes on with the list of an earlier one; None for any other sheet."""
    sheet = work.sheet
    if sheet.columns == carried.width and _is_continued(work, carried):
        header = Header(carried.columns, 0, carried.governors, sheet.rows, carried.width, carried.last)
        header.stop = find_stop(work, header)
        place_rows(work, header)
        return header
    return None


def _doubt_rest(work: Work, header: Header) -> None:
    """A doubt on a list that ended before rows that look like more of it."""
    for number in range(header.stop, work.sheet.rows):
        starting = [area for area in work.sheet.row(number) if area.top == number]
        other = header_at(work, number)
        if other is not None and sum(bool(work.leaf(column.area)) for column in other.columns) > 1:
            return
        rest = starting[1:] if sum(bool(work.leaf(area)) for area in starting) == 1 else []
        if any(cells and looks_like_data(work, header, cells) for cells in (starting, rest)):
            for base in sorted({work.placing.base(hit.path) for column in header.columns for hit in column.hits}):
                if work.placing.many(base):
                    work.placing.doubt("list.unclear", base.removesuffix("[]"), starting[0].origin)
            return


def _leave_closing_rows(work: Work) -> None:
    """Rows about whoever filled in the form hold no values."""
    for number in range(work.sheet.rows):
        starting = [area for area in work.sheet.row(number) if area.top == number and work.free(area)]
        if is_closing(work, starting):
            for area in starting:
                work.use(area)
                if not area.blank:
                    work.placing.leftovers.append(area.found)


def _is_continued(work: Work, carried: Header) -> bool:
    """Whether a sheet goes on with the list whose header stood on an earlier one: no label of its own, and values of the right kinds."""
    if not any("[]" in hit.path for column in carried.columns for hit in column.hits):
        return False
    first = [area for area in work.sheet.row(0) if not area.blank]
    if any(work.leaf(area) or work.groups(area) for area in first) and not looks_like_data(work, carried, first):
        return False
    return looks_like_data(work, carried, first) or not any(column.kinds(work) & TYPED for column in carried.columns)
