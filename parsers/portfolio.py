"""PDF packages: a file whose pages, if any, only say that it holds others. What these say comes one behind the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from forms.errors import FubiaoError, Unreadable
from parsers.document import Block, Document, Note, Paragraph, Seal, Table

__all__ = ["opened"]


def opened(document: Document, read: Callable[..., Document], *, depth: int) -> Document:
    """*document* with what the files say that it holds, read by *read*, behind what it says itself.

    Pages are counted through: the first of the second file follows the last of the first. A file that can't be read is told in a note.

    Raises:
        Unreadable: None of the files can be read.
    """
    files = document.files
    found = replace(document, files=(), pages=document.pages or 0)
    notes = [*document.notes, Note(code="document.portfolio", details=(("found", str(len(files))),))]
    read_any = False
    for name, data in files:
        try:
            if not depth:
                raise Unreadable("unreadable.portfolio", found=len(files))
            inner = read(data, name=name, depth=depth - 1)
        except FubiaoError as error:
            notes.append(Note(code="document.package", details=(("name", name), ("reason", str(error)))))
            continue
        read_any = True
        before = found.pages or 0
        found = replace(
            found,
            blocks=(*found.blocks, *_counted(inner.blocks, before)),
            asides=(*found.asides, *_counted(inner.asides, before)),
            pages=before + (inner.pages or 0),
            seals=(*found.seals, *(_seal(seal, before) for seal in inner.seals)),
            coloured=found.coloured | {page + before for page in inner.coloured},
            warps={**found.warps, **{page + before: warp for page, warp in inner.warps.items()}},
        )
        notes += [note for one in inner.notes if (note := _note(one, before)) not in notes]
    if not read_any and not document.blocks:
        raise Unreadable("unreadable.portfolio", found=len(files))
    return replace(found, notes=tuple(notes), pages=found.pages or None)


def _note(note: Note, before: int) -> Note:
    details = ((key, str(int(value) + before) if key == "page" else value) for key, value in note.details)
    return replace(note, details=tuple(details))


def _seal(seal: Seal, before: int) -> Seal:
    return replace(seal, page=seal.page + before)


def _counted(blocks: tuple[Block, ...], before: int) -> tuple[Block, ...]:
    """*blocks* whose pages follow *before* others."""
    return tuple(
        _counted_table(block, before) if isinstance(block, Table) else _counted_paragraph(block, before)
        for block in blocks
    )


def _counted_paragraph(paragraph: Paragraph, before: int) -> Paragraph:
    return paragraph if paragraph.page is None else replace(paragraph, page=paragraph.page + before)


def _counted_table(table: Table, before: int) -> Table:
    cells = tuple(
        replace(cell, page=None if cell.page is None else cell.page + before, blocks=_counted(cell.blocks, before))
        for cell in table.cells
    )
    return replace(table, page=None if table.page is None else table.page + before, cells=cells)
