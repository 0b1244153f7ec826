"""Pages, wherever their characters and lines came from, to one document."""

from __future__ import annotations

from parsers.document import Block, Document, Note, Paragraph, Seal
from parsers.pdf.across import put_together
from parsers.pdf.flow import flow
from parsers.pdf.model import Page
from parsers.pdf.pages import Layout, lay_out
from parsers.pdf.place import moved, placed
from parsers.pdf.running import running_heads
from parsers.pdf.sheets import parted
from parsers.scan.align import aligned

__all__ = ["compose"]


def compose(pages: list[Page], *, form: str = "pdf", codes: set[str] | frozenset[str] = frozenset()) -> Document:
    """The document that *pages* make: each is laid out, and what runs over their breaks is joined. They are changed by it.

    *form* is the document's format; *codes* are notes on it beyond those of its pages. A page's note that begins with ``page.`` becomes a note with
    the page's number.
    """
    pictures = sum(len(page.pictures) for page in pages if page.kind != "image" or "page.image" in page.notes)
    parts, seams = put_together(parted(pages))
    # Of pages side by side on one sheet the right one has another margin than the left.
    aligned([part for part, _ in parts])
    remarks = [
        Paragraph(text=remark.text, part="comment", page=part.number, box=remark.box)
        for part, _ in parts
        for remark in part.remarks
    ]
    layouts: list[Layout] = []
    heads = running_heads([part for part, _ in parts])
    for part, _ in parts:
        last = layouts[-1] if layouts else None
        head = heads.get(part.number, [])
        layouts.append(lay_out(part, last.open_end, last.cut_row, head) if last else lay_out(part, head=head))
    found = flow(layouts)
    asides: list[Block] = [*found.asides, *remarks]
    notes = [Note(code=code) for code in sorted(found.notes | codes) if not code.startswith("page.")]
    if pictures:
        notes.append(Note(code="document.pictures", details=(("count", str(pictures)),)))
    notes += [
        Note(code=code, details=(("page", str(number)),))
        for number, noted in sorted(_noted(parts).items())
        for code in sorted(noted)
        if code.startswith("page.")
    ]
    places = {part.number: (sheet, part.warp) for part, sheet in parts}
    return Document(
        format=form,
        blocks=tuple(placed(found.blocks, places, seams)),
        asides=tuple(placed(asides, places, seams)),
        pages=len(pages),
        notes=tuple(notes),
        seals=tuple(
            Seal(
                page=sheet,
                box=stamp.box if part.warp is None else moved(stamp.box, part.warp),
                confidence=stamp.confidence,
            )
            for part, sheet in parts
            for stamp in part.seals
        ),
        coloured=frozenset(sheet for part, sheet in parts if part.coloured),
        # Of the pages of one sheet the first tells how it is turned.
        warps={sheet: part.warp for part, sheet in reversed(parts) if part.warp is not None},
    )


def _noted(parts: list[tuple[Page, int]]) -> dict[int, set[str]]:
    """What is noted on the parts of each sheet, by its number."""
    found: dict[int, set[str]] = {}
    for part, sheet in parts:
        found.setdefault(sheet, set()).update(part.notes)
    return found
