"""Opens a PDF with PDFium and gives its pages as plain values."""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from forms.errors import OverLimit, Unreadable
from forms.messages import message
from parsers.pdf.actual import claims, forget, settle_claims
from parsers.pdf.blanks import put_blanks
from parsers.pdf.boxes import Drawn, Pixels
from parsers.pdf.canvas import canvas, row_bytes
from parsers.pdf.fields import Form, read_annotations
from parsers.pdf.glyphs import Fonts, is_clip, read_glyphs
from parsers.pdf.layers import SCALE as SEEN
from parsers.pdf.layers import has_layers, keep_painted, keep_shown, keep_unclipped
from parsers.pdf.maker import draws_in_passes, is_browser
from parsers.pdf.matrices import Placement
from parsers.pdf.model import Bitmap, Page
from parsers.pdf.optional import keep_switched_on, optional_texts
from parsers.pdf.partial import show_only
from parsers.pdf.paths import read_paths
from parsers.pdf.pdfium import pdfium
from parsers.pdf.rooms import doubt_full, rooms_of
from parsers.pdf.specimens import Specimens
from parsers.pdf.standin import INKED
from parsers.pdf.turns import turned_back, turns_of
from parsers.pdf.xfa import doubt_by_data, is_shell, xfa_data

__all__ = ["PAGE_LIMIT", "File", "opened"]

PAGE_LIMIT = 1_000
"""Pages of a file. A list of 10,000 schools has some 500."""
SIDE_LIMIT = 14_400.0
"""Points of a page's longer side: the format's own limit (PDF 32000-1 Annex C), 5 m."""
PIXEL_LIMIT = 40_000_000
"""Pixels of a page that is drawn: A3 at 300 dpi has 17 million, A1 at 200 dpi 31 million."""

FILES_LIMIT, BYTES_LIMIT = 500, 200 << 20
"""Files in a package of files, and their bytes together."""

_CATALOGUE = re.compile(rb"(\d{1,7})\s+(\d{1,5})\s+obj\s*<<[^>]{0,500}/Type\s*/Catalog\b")
_TAIL = 2048
"""Bytes at the end of a file in which its end mark stands."""

LOCK = threading.RLock()
"""PDFium keeps state of its own for the process and must not run twice at a time."""


class File:
    """An open PDF."""

    def __init__(self, document: object, form: Form, data: bytes, *, layered: bool = False) -> None:
        self._document = document
        self._form = form
        self._layered = layered
        self._turns = 0
        self._passes = draws_in_passes(document)
        self.fonts = Fonts(document)
        self.specimens = Specimens(self.fonts, data)
        self.count = pdfium.FPDF_GetPageCount(document)
        self.notes: set[str] = set()
        if self.count > PAGE_LIMIT:
            raise OverLimit("limit.pages", found=self.count, limit=PAGE_LIMIT)
        self._rooms = rooms_of(data, self.count) if is_browser(document) else []
        self.attached = pdfium.FPDFDoc_GetAttachmentCount(document)
        self.portfolio = self.attached > 0 and _is_portfolio(document)
        self._kind = pdfium.FPDF_GetFormType(document)

    def settle(self, pages: list[Page]) -> None:
        """Compares the fields of *pages* with the data of an XFA form.

        Raises:
            Unreadable: The form is made when Adobe's program opens it, and isn't in the pages.
        """
        if self._kind not in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
            return
        dynamic = self._kind == pdfium.FORMTYPE_XFA_FULL
        if is_shell(pages, dynamic=dynamic, filled=not self._form.empty):
            raise Unreadable("unreadable.xfa")
        if doubt_by_data(pages, self._form.filled, xfa_data(self._document)) or dynamic:
            self.notes.add("document.xfa")

    def attachments(self) -> tuple[tuple[str, bytes], ...]:
        """The files in this one, by name; one that can't be taken out is empty.

        Raises:
            OverLimit: There are more than anybody sends, or they are too large.
        """
        if self.attached > FILES_LIMIT:
            raise OverLimit("limit.members", found=self.attached, limit=FILES_LIMIT)
        found = []
        left = BYTES_LIMIT
        for index in range(self.attached):
            handle = pdfium.FPDFDoc_GetAttachment(self._document, index)
            content = _content(handle, left)
            left -= len(content)
            found.append((_name(handle), content))
        return tuple(found)

    def pages(self) -> Iterator[Page]:
        """The pages in order; one that can't be loaded has a note that says so."""
        for index in range(self.count):
            yield self._page(index)

    def _page(self, index: int) -> Page:
        page = self._read(index)
        self._turns = turns = turns_of(page, self._turns)
        if not turns:
            return page
        # Turned back in PDFium's memory, it is drawn as it is read, and nobody need know but who tells where on the page something is shown.
        handle = pdfium.FPDF_LoadPage(self._document, index)
        if not handle:
            return page
        try:
            pdfium.FPDFPage_SetRotation(handle, (pdfium.FPDFPage_GetRotation(handle) - turns) % 4)
        finally:
            pdfium.FPDF_ClosePage(handle)
        found = self._read(index)
        if turns_of(found):
            return found
        found.warp = turned_back(turns, page.width, page.height)
        return found

    def _read(self, index: int) -> Page:
        handle = pdfium.FPDF_LoadPage(self._document, index)
        if not handle:
            return Page(index + 1, 0.0, 0.0, notes={"page.damaged"})
        try:
            width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
            if not max(width, height) <= SIDE_LIMIT:
                raise OverLimit("limit.side", page=index + 1, found=round(max(width, height)), limit=round(SIDE_LIMIT))
            page = Page(index + 1, width, height, passes=self._passes)
            place = _placement(handle)
            layers, texts, clips = read_paths(handle, page, place)
            self.fonts.turn()
            claimed = claims(things := {layer: thing for layer, (thing, _) in texts.items()})
            forget(things, claimed)
            before = Counter(self.fonts.unmapped)
            if read_glyphs(handle, page, place, layers, self.fonts):
                clipping = {layer for layer, (thing, _) in texts.items() if is_clip(thing)}
                keep_painted(page, clipping, self.picture(page.number, SEEN), self.fonts.embedded)
            if claimed:
                page.glyphs = settle_claims(page.glyphs, claimed, self.fonts, before)
            put_blanks(page, place, texts, self.fonts)
            keep_unclipped(page, clips)
            if self._rooms:
                doubt_full(page, place, self._rooms[index])
            if self._layered:
                keep_switched_on(
                    page, optional_texts(things), lambda texts: self.picture(page.number, SEEN, texts, lines=False)
                )
                keep_shown(page, self.picture(page.number, SEEN), self.fonts.embedded)
            read_annotations(handle, page, place, self._form)
            return page
        finally:
            pdfium.FPDF_ClosePage(handle)

    def picture(self, number: int, scale: float, texts: Collection[int] | None = None, lines: bool = True) -> Drawn:
        """Page *number* as it is drawn without annotations, in grey at *scale* pixels a point: width, height, bytes a row, and the bytes.

        Where *texts* is given, only those pieces of text are drawn whose layers are among them, and what is no text only with *lines*. The bytes are
        good until the next picture is drawn.
        """
        return self._drawn(number, scale, grey=True, only=None if texts is None else (texts, lines))[0]

    def draw(self, number: int, scale: float) -> Bitmap:
        """Page *number* as it is shown, annotations and form fields included, at *scale* pixels a point or at fewer where it is too large.

        Raises:
            OverLimit: there is no memory for it.
        """
        (width, height, stride, pixels), scale = self._drawn(number, scale, grey=False)
        return Bitmap(width=width, height=height, stride=stride, scale=scale, pixels=bytes(pixels))

    def _drawn(
        self, number: int, scale: float, *, grey: bool, only: tuple[Collection[int], bool] | None = None
    ) -> tuple[Drawn, float]:
        """The page and its pixels a point."""
        handle = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not handle:
            return (0, 0, 0, b""), scale
        try:
            if only is not None:
                show_only(handle, *only)
            wide, high = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
            scale = min(scale, math.sqrt(PIXEL_LIMIT / max(wide * high, 1.0)))
            width, height = max(1, round(wide * scale)), max(1, round(high * scale))
            kind = pdfium.FPDFBitmap_Gray if grey else pdfium.FPDFBitmap_BGR
            room = canvas(width, height) if grey else None
            bitmap = pdfium.FPDFBitmap_CreateEx(width, height, kind, room and room[0], row_bytes(width) if room else 0)
            if not bitmap:
                raise OverLimit("limit.memory", limit=f"{(1 if grey else 3) * width * height >> 20} MB")
            try:
                flags = pdfium.FPDF_GRAYSCALE if grey else pdfium.FPDF_ANNOT
                pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
                pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, flags)
                if not grey and self._form.handle is not None:
                    pdfium.FPDF_FFLDraw(self._form.handle, bitmap, handle, 0, 0, width, height, 0, flags)
                stride = pdfium.FPDFBitmap_GetStride(bitmap)
                pixels: Pixels
                if room:
                    pixels = room[1][: stride * height]
                else:
                    pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
                return (width, height, stride, pixels), scale
            finally:
                pdfium.FPDFBitmap_Destroy(bitmap)
        finally:
            pdfium.FPDF_ClosePage(handle)


@contextmanager
def _ink(layered: bool) -> Iterator[None]:
    """Has fonts that a PDF doesn't hold drawn, where it must be seen which texts are shown."""
    INKED[0] = layered
    try:
        yield
    finally:
        INKED[0] = False


@contextmanager
def opened(data: bytes) -> Iterator[File]:
    """The PDF in *data*, opened with the empty password; other threads wait until it is closed.

    Raises:
        Unreadable: it is damaged, or needs a password.
        OverLimit: it has more pages than a file of forms can have.
    """
    layered = has_layers(data)
    with LOCK, _ink(layered):
        buffer = ctypes.create_string_buffer(data, len(data))
        document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
        notes = set() if b"%%EOF" in data[-_TAIL:] else {"document.cut"}
        if not document:
            failure = _failure()
            catalogue = _CATALOGUE.search(data) if failure.code == "unreadable.damaged" else None
            if catalogue is None:
                raise failure
            # PDFium finds the objects of a damaged file itself, but not which of them it begins with.
            data += b"\ntrailer\n<</Root %b %b R>>\nstartxref\n0\n%%%%EOF\n" % catalogue.groups()
            buffer = ctypes.create_string_buffer(data, len(data))
            document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
            if not document:
                raise failure
            notes.add("document.damaged")
        try:
            with Form.of(document, data) as form:
                file = File(document, form, data, layered=layered)
                file.notes |= notes
                try:
                    yield file
                finally:
                    file.fonts.close()
        finally:
            pdfium.FPDF_CloseDocument(document)


def _failure() -> Unreadable:
    error = pdfium.FPDF_GetLastError()
    if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return Unreadable("unreadable.encrypted")
    return Unreadable("unreadable.damaged", reason=message("found.pdf"))


def _name(attachment: object) -> str:
    size = pdfium.FPDFAttachment_GetName(attachment, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFAttachment_GetName(attachment, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _content(attachment: object, limit: int) -> bytes:
    size = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, size):
        return b""
    if size.value > limit:
        raise OverLimit("limit.size", found=f"{size.value >> 20} MB", limit=f"{limit >> 20} MB")
    buffer = ctypes.create_string_buffer(size.value)
    return buffer.raw if pdfium.FPDFAttachment_GetFile(attachment, buffer, size, size) else b""


def _is_portfolio(document: object) -> bool:
    return bool(pdfium.FPDFDoc_GetPageMode(document) == pdfium.PAGEMODE_USEATTACHMENTS)


def _placement(handle: object) -> Placement:
    """From user space to the page as shown: its visible box's top-left corner is the origin, and its rotation is applied."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, box)
    turns = pdfium.FPDFPage_GetRotation(handle)
    return Placement(left=box.left, bottom=box.bottom, right=box.right, top=box.top, turns=max(turns, 0))
