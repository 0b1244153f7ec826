"""A .docx as PDF and as pictures of its pages, by LibreOffice."""

from __future__ import annotations

import io
from functools import partial

from forms.errors import FubiaoError
from forms.messages import message
from forms.soffice import PDF, Fault, NotConverted, convert
from generators.fonts import configuration

__all__ = ["ConversionFailed", "to_pdf", "to_pictures"]

SECONDS = 90
"""A form takes two seconds, the first start of LibreOffice on a slow machine twenty."""

DOTS = 96
"""To an inch, of a preview's pictures."""

_SOURCE, _TARGET = "MS Word 2007 XML", "pdf:writer_pdf_Export"


class ConversionFailed(FubiaoError):
    """LibreOffice is missing, failed, or took too long."""


def to_pdf(docx: bytes, *, program: str | None = None, seconds: float = SECONDS) -> bytes:
    """*docx* as PDF. Calls may go on side by side; each costs a process of 220 MB.

    *program* is which LibreOffice; by default the one that is installed, unless ``FUBIAO_LIBREOFFICE`` in the environment says otherwise.
    Official fonts that aren't installed are shown as ``generators.fonts`` says.

    Raises:
        ConversionFailed: LibreOffice is missing, failed, or took too long.
    """
    made = partial(convert, suffix="docx", source=_SOURCE, target=_TARGET, begins=PDF, seconds=seconds, soffice=program)
    try:
        return made(docx, fonts=configuration())
    except NotConverted as error:
        if error.fault is Fault.MISSING:
            raise ConversionFailed("output.libreoffice") from error
        late = error.fault is Fault.TIMEOUT
        reason = message("output.timeout", limit=f"{seconds:g}") if late else str(error)
        raise ConversionFailed("output.conversion", reason=reason) from error


def to_pictures(docx: bytes) -> list[bytes]:
    """The pages of *docx* as PNG, ``DOTS`` to an inch.

    Raises:
        ConversionFailed: as for ``to_pdf``.
    """
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(to_pdf(docx))
    found = []
    for page in document:
        output = io.BytesIO()
        page.render(scale=DOTS / 72).to_pil().save(output, "PNG", optimize=True)
        found.append(output.getvalue())
    return found
