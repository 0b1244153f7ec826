"""Pages, wherever their characters and lines came from, to one document."""

from __future__ import annotations

from parsers.document import Block, Document, Note, Paragraph, Seal
from parsers.pdf_flow import flow
from parsers.pdf_model import Page
from parsers.pdf_pages import Layout, lay_out
from parsers.pdf_place import moved, placed
from parsers.scan_align import aligned

__all__ = ["compose"]


def compose(pages: list[Page], *, form: str = "pdf", codes: set[str] | frozenset[str] = frozenset()) -> Document:
    """The document that *pages* make: each is laid out, and what runs over their breaks is joined. They are changed by it.

    *form* is the document's format; *codes* are notes on it beyond those of its pages. A page's note that begins with ``page.`` becomes a note with
    the page's number.
    """
    remarks = [
        Paragraph(text=remark.text, part="comment", page=page.number, box=remark.box)
        for page in pages
        for remark in page.remarks
    ]
    pictures = sum(len(page.pictures) for page in pages if page.kind != "image" or "page.image" in page.notes)
    layouts: list[Layout] = []
    for page in aligned(pages):
        layouts.append(lay_out(page, layouts[-1].open_end if layouts else None))
    found = flow(layouts)
    asides: list[Block] = [*found.asides, *remarks]
    notes = [Note(code=code) for code in sorted(found.notes | codes) if not code.startswith("page.")]
    if pictures:
        notes.append(Note(code="document.pictures", details=(("count", str(pictures)),)))
    notes += [
        Note(code=code, details=(("page", str(page.number)),))
        for page in pages
        for code in sorted(page.notes)
        if code.startswith("page.")
    ]
    warps = {page.number: page.warp for page in pages if page.warp is not None}
    return Document(
        format=form,
        blocks=tuple(placed(found.blocks, warps)),
        asides=tuple(placed(asides, warps)),
        pages=len(pages),
        notes=tuple(notes),
        seals=tuple(
            Seal(
                page=page.number,
                box=stamp.box if page.warp is None else moved(stamp.box, page.warp),
                confidence=stamp.confidence,
            )
            for page in pages
            for stamp in page.seals
        ),
        coloured=frozenset(page.number for page in pages if page.coloured),
        warps=warps,
    )
