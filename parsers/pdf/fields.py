"""What is typed over a page of a PDF: form fields and free text; and what is remarked beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from html import unescape

from forms.chinese import tight
from forms.errors import OverLimit
from forms.text import Box
from parsers.pdf.buttons import Groups, is_ticked
from parsers.pdf.matrices import Placement
from parsers.pdf.model import Glyph, Page, Remark, Strike
from parsers.pdf.objects import chosen_values, needs_appearances
from parsers.pdf.pdfium import pdfium
from parsers.pdf.shown import Typed, copied, doubt_other, has_picture, shown_texts
from parsers.pdf.strings import annotation_string
from parsers.pdf.typed import TOP_LAYER, goes_on, is_beside, write
from parsers.pdf.xfa import Filled
from parsers.symbols import EMPTY, TICKED

__all__ = ["Form", "read_annotations"]

ANNOTATION_LIMIT = 5_000
"""Annotations on a page; a form of 40 rows and 10 columns has 400 fields."""

_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_TAG = re.compile(r"<[^>]*>")
_BUTTON = "Btn"
_PASSWORD = 1 << 13
"""Flag of a field that shows dots for what is typed in."""
_BOXES = frozenset({EMPTY, "□", "○", "◯", "▢"})
"""Printed boxes over which a field is laid to be ticked."""
UNSURE = 0.85
"""Confidence of a value that isn't what the page shows, or that may be a remark."""
_MARKUPS = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_CARET,
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_POLYLINE,
    }
)
"""Annotations whose text is a remark on the page."""
_DRAWN = frozenset(
    {
        pdfium.FPDF_ANNOT_CARET,
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_POLYLINE,
    }
)
"""Annotations that a clerk may have chosen or corrected something with: a ring round an option, a tick of two lines."""


class Form:
    """A PDF's form, by which PDFium knows its fields."""

    def __init__(self, handle: object, data: bytes = b"") -> None:
        self.handle = handle
        self.groups = Groups()
        self.typed: list[Typed] = []
        """What is typed over the page that is read, and brings a picture along."""
        self.filled: list[Filled] = []
        """What the fields of all pages say in writing."""
        self.empty = True
        """Whether no page has any field."""
        self._data = data

    @cached_property
    def values(self) -> dict[str, str]:
        """What fields of several buttons say is chosen, by the last part of their names."""
        return chosen_values(self._data)

    @cached_property
    def redrawn(self) -> bool:
        """Whether who shows the form has to draw its fields anew."""
        return needs_appearances(self._data)

    def settle(self, page: Page, place: Placement) -> None:
        """Doubts what a page's buttons and fields show otherwise than they say."""
        self.groups.settle(lambda: self.values)
        if self.typed:
            with copied(self._data) as document:
                doubt_other(self.typed, lambda boxes: shown_texts(document, page, place, boxes))

    @classmethod
    @contextmanager
    def of(cls, document: object, data: bytes) -> Iterator[Form]:
        """The form of an open PDF whose bytes are *data*; it has to be closed before the file is. Scripts aren't run."""
        if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_NONE:
            yield cls(None, data)
            return
        settings = pdfium.FPDF_FORMFILLINFO(version=2)
        handle = pdfium.FPDFDOC_InitFormFillEnvironment(document, settings)
        try:
            yield cls(handle or None, data)
        finally:
            if handle:
                pdfium.FPDFDOC_ExitFormFillEnvironment(handle)


def read_annotations(handle: object, page: Page, place: Placement, form: Form) -> None:
    """Puts the values of form fields, free text, strokes and remarks on *page*.

    Raises:
        OverLimit: there are more annotations than a form can have.
    """
    count = pdfium.FPDFPage_GetAnnotCount(handle)
    if count <= 0:
        return
    if count > ANNOTATION_LIMIT:
        raise OverLimit("limit.objects", page=page.number, limit=ANNOTATION_LIMIT)
    if form.handle is not None:
        pdfium.FORM_OnAfterLoadPage(handle, form.handle)
    try:
        for index in range(count):
            thing = pdfium.FPDFPage_GetAnnot(handle, index)
            if not thing:
                continue
            try:
                _read(thing, page, place, form)
            finally:
                pdfium.FPDFPage_CloseAnnot(thing)
        form.settle(page, place)
    finally:
        form.groups, form.typed = Groups(), []
        if form.handle is not None:
            pdfium.FORM_OnBeforeClosePage(handle, form.handle)


def _read(thing: object, page: Page, place: Placement, form: Form) -> None:
    if pdfium.FPDFAnnot_GetFlags(thing) & _HIDDEN:
        return
    kind = pdfium.FPDFAnnot_GetSubtype(thing)
    box = _box(thing, place)
    if box is None:
        return
    if kind in _MARKUPS:
        said = annotation_string(pdfium.FPDFAnnot_GetStringValue, thing, b"Contents")
        if said.strip():
            page.remarks.append(Remark(said, box))
    if kind in _DRAWN:
        page.notes.add("page.drawn")
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        _widget(thing, page, box, form)
    elif kind == pdfium.FPDF_ANNOT_FREETEXT:
        _free_text(thing, page, box, form)
    elif kind == pdfium.FPDF_ANNOT_STRIKEOUT:
        x0, top, x1, bottom = box
        page.strikes.append(Strike(x0, x1, (top + bottom) / 2))
    elif kind in (pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_INK):
        page.notes.add("page.drawn")
        page.stamped.append(box)
    elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
        page.notes.add("document.embedded")


def _free_text(thing: object, page: Page, box: Box, form: Form) -> None:
    said = annotation_string(pdfium.FPDFAnnot_GetStringValue, thing, b"Contents")
    if said.strip() and is_beside(page, box):
        page.remarks.append(Remark(said, box))
        return
    before = len(page.glyphs)
    write(said, box, page, multiline=True)
    rich = annotation_string(pdfium.FPDFAnnot_GetStringValue, thing, b"RC")
    if rich and tight(unescape(_TAG.sub("", rich))) != tight(said):
        # What is shown is one of the two.
        for glyph in page.glyphs[before:]:
            glyph.confidence = UNSURE
    if goes_on(page, page.glyphs[:before], box):
        # It may be a remark.
        for glyph in page.glyphs[before:]:
            glyph.confidence = UNSURE
    _compare(thing, said, box, page.glyphs[before:], form)
    if not said.strip() and _shows_text(thing):
        page.notes.add("page.drawn")


def _widget(thing: object, page: Page, box: Box, form: Form) -> None:
    before = len(page.glyphs)
    button = annotation_string(pdfium.FPDFAnnot_GetStringValue, thing, b"FT") == _BUTTON
    if form.handle is not None:
        _field(thing, page, box, form)
    elif not button:
        # A field that belongs to no form any more: it may show what it holds.
        write(annotation_string(pdfium.FPDFAnnot_GetStringValue, thing, b"V"), box, page, multiline=True)
        for glyph in page.glyphs[before:]:
            glyph.confidence = UNSURE
    if len(page.glyphs) == before and not (button and form.handle is not None) and _shows_text(thing):
        page.notes.add("page.drawn")


def _field(thing: object, page: Page, box: Box, form: Form) -> None:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form.handle, thing)
    form.empty = False
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        ticked, sure = is_ticked(thing, form.handle)
        x0, top, x1, bottom = box
        page.glyphs = [
            glyph
            for glyph in page.glyphs
            if glyph.text not in _BOXES
            or glyph.layer == TOP_LAYER
            or not (x0 <= glyph.x <= x1 and top <= glyph.middle <= bottom)
        ]
        before = len(page.glyphs)
        write(TICKED if ticked else EMPTY, box, page, multiline=False)
        if not sure:
            for glyph in page.glyphs[before:]:
                glyph.confidence = UNSURE
        form.groups.add(thing, form.handle, page.glyphs[before:])
    elif kind in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        value = annotation_string(pdfium.FPDFAnnot_GetFormFieldValue, form.handle, thing)
        chosen = "" if kind == pdfium.FPDF_FORMFIELD_TEXTFIELD else "\n".join(_chosen(thing, form))
        text = chosen or value
        before = len(page.glyphs)
        write(text, box, page, multiline=True)
        form.filled.append(((value, chosen), page.glyphs[before:]))
        hidden = pdfium.FPDFAnnot_GetFormFieldFlags(form.handle, thing) & _PASSWORD
        if kind != pdfium.FPDF_FORMFIELD_LISTBOX and not hidden and not form.redrawn:
            _compare(thing, text, box, page.glyphs[before:], form)
    elif kind == pdfium.FPDF_FORMFIELD_SIGNATURE:
        page.notes.add("page.drawn")
        page.stamped.append(box)


def _compare(thing: object, said: str, box: Box, glyphs: list[Glyph], form: Form) -> None:
    """Has it compared with what is said what an annotation shows by itself, if it does and nothing is under it."""
    if glyphs and not glyphs[-1].notes and has_picture(thing):
        form.typed.append((box, said, glyphs))


def _shows_text(thing: object) -> bool:
    """Whether an annotation draws text, or a form that may hold some."""
    kinds = {
        pdfium.FPDFPageObj_GetType(found)
        for index in range(min(pdfium.FPDFAnnot_GetObjectCount(thing), ANNOTATION_LIMIT))
        if (found := pdfium.FPDFAnnot_GetObject(thing, index))
    }
    return bool(kinds & {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM})


def _chosen(thing: object, form: Form) -> Iterator[str]:
    """The labels of the options that are chosen: what a list shows, where its value may be a code."""
    for index in range(min(pdfium.FPDFAnnot_GetOptionCount(form.handle, thing), ANNOTATION_LIMIT)):
        if pdfium.FPDFAnnot_IsOptionSelected(form.handle, thing, index):
            yield annotation_string(pdfium.FPDFAnnot_GetOptionLabel, form.handle, thing, index)


def _box(thing: object, place: Placement) -> Box | None:
    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(thing, rectangle):
        return None
    ax, ay = place(rectangle.left, rectangle.top)
    bx, by = place(rectangle.right, rectangle.bottom)
    return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
