"""A .docx as PDF, by LibreOffice."""

from __future__ import annotations

from forms.errors import FubiaoError
from forms.messages import message
from forms.soffice import PDF, Fault, NotConverted, convert

__all__ = ["ConversionFailed", "to_pdf"]

SECONDS = 90
"""A form takes two seconds, the first start of LibreOffice on a slow machine twenty."""

_SOURCE, _TARGET = "MS Word 2007 XML", "pdf:writer_pdf_Export"


class ConversionFailed(FubiaoError):
    """LibreOffice is missing, failed, or took too long."""


def to_pdf(docx: bytes, *, program: str | None = None, seconds: float = SECONDS) -> bytes:
    """*docx* as PDF. Calls may go on side by side; each costs a process of 220 MB.

    *program* is which LibreOffice; by default the one that is installed, unless ``FUBIAO_LIBREOFFICE`` in the environment says otherwise.

    Raises:
        ConversionFailed: LibreOffice is missing, failed, or took too long.
    """
    try:
        return convert(
            docx, suffix="docx", source=_SOURCE, target=_TARGET, begins=PDF, seconds=seconds, soffice=program
        )
    except NotConverted as error:
        if error.fault is Fault.MISSING:
            raise ConversionFailed("output.libreoffice") from error
        late = error.fault is Fault.TIMEOUT
        reason = message("output.timeout", limit=f"{seconds:g}") if late else str(error)
        raise ConversionFailed("output.conversion", reason=reason) from error
