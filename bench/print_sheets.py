"""The forms of ``bench.field_word`` as worksheets, for LibreOffice to print: as wide as the paper, or wider."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from bench.field_word import TICKS, Block, Cel, Note, Par, Shape, Tab, Tick

__all__ = ["worksheet"]


def _text(blocks: Iterable[Block]) -> str:
    lines = []
    for block in blocks:
        if isinstance(block, Par):
            parts = []
            for inline in block.inlines:
                if isinstance(inline, str):
                    parts.append(inline.replace("\v", "\n"))
                elif isinstance(inline, Tick):
                    known = TICKS.get(inline.style)
                    pair = known if isinstance(known, tuple) and "<" not in "".join(known) else ("☑", "□")
                    parts.append(pair[not inline.checked])
                elif isinstance(inline, Note) and inline.kind == "struck":
                    parts.append(inline.text)
            lines.append("".join(parts))
        elif isinstance(block, Tab):
            lines += ["\t".join(_text(cell.blocks) for cell in row) for row in block.rows]
        elif isinstance(block, Shape):
            lines.append(_text(block.blocks))
    return "\n".join(lines)


def worksheet(blocks: Iterable[Block], rng: random.Random, font: str, *, wide: bool = False) -> bytes:
    """A workbook of one sheet. *wide* ones have columns that go on on further pages."""
    blocks = list(blocks)
    columns = max(
        (sum(cell.span for cell in row) for block in blocks if isinstance(block, Tab) for row in block.rows), default=1
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    size = rng.choice((9, 10.5, 11, 12))
    width = rng.uniform(16, 26) if wide else max(80 / columns, 3.5)
    for column in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    line = Side(style=rng.choice(("thin", "thin", "thin", "medium", "hair")))
    border = Border(left=line, right=line, top=line, bottom=line)
    type_face = Font(name=font, size=size)
    row = 1

    def put(text: str, at: int, span: int, down: int, *, lined: bool, align: str) -> float:
        cell = sheet.cell(row, at)
        cell.value = text
        cell.data_type = "s"
        cell.number_format = "@"
        if span > 1 or down > 1:
            sheet.merge_cells(start_row=row, start_column=at, end_row=row + down - 1, end_column=at + span - 1)
        for r in range(row, row + down):
            for c in range(at, at + span):
                one = sheet.cell(r, c)
                one.font = type_face
                one.alignment = Alignment(wrap_text=True, vertical="center", horizontal=align)
                if lined:
                    one.border = border
        room = max(width * span * 11 / size - 2, 2)
        lines = sum(
            max(1, -(-sum(2 if ord(char) > 0x2E80 else 1 for char in part) // int(room))) for part in text.split("\n")
        )
        return (lines + 0.5) * size * 1.5 / down

    for block in blocks:
        if isinstance(block, Tab):
            taken: set[tuple[int, int]] = set()
            for number, cells in enumerate(block.rows):
                at, height = 1, size * 2
                for cell in cells:
                    while (number, at) in taken:
                        at += 1
                    taken |= {(number + i, at + j) for i in range(cell.down) for j in range(cell.span)}
                    height = max(
                        height, put(_text(cell.blocks), at, cell.span, cell.down, lined=True, align=_align(cell, rng))
                    )
                    at += cell.span
                sheet.row_dimensions[row].height = min(height, 400)
                row += 1
        elif text := _text([block]):
            centred = isinstance(block, Par) and block.align == "center"
            sheet.row_dimensions[row].height = min(
                put(text, 1, columns, 1, lined=False, align="center" if centred else "left"), 400
            )
            row += 1
    sheet.page_setup.paperSize = 9
    if rng.random() < 0.5:
        sheet.page_setup.orientation = "landscape"
    if not wide:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
    if wide and rng.random() < 0.4:
        sheet.page_setup.pageOrder = "overThenDown"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _align(cell: Cel, rng: random.Random) -> str:
    return rng.choice(("left", "center")) if cell.value else "center"
