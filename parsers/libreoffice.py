"""Help from LibreOffice, where it is installed, with formats that have no reader here. Nothing needs it.

What it is handed is looked over first, and the document says that it was converted. ``forms.soffice`` runs the program and confines it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from forms.errors import OverLimit, Unreadable
from forms.messages import message
from forms.soffice import ZIP, Fault, NotConverted, convert, program
from parsers.document import Document, Note
from parsers.docx.reader import read_docx
from parsers.package import Package

__all__ = ["HELPED", "can_help", "read_with_libreoffice"]

SECONDS = 60
"""A form takes two seconds, the first start of LibreOffice on a slow machine twenty."""

BYTES_LIMIT = 20 << 20
_MANIFEST = "META-INF/manifest.xml"

_XML, _PACKAGE = 2003, 2007
"""The Office versions that filters are named for: the first with an XML format, and with today's packages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Way:
    """How a format is converted: the input filter, the suffix that goes with it, and what it becomes."""

    suffix: str
    filter: str
    target: str = "docx"


HELPED = {
    "odt": _Way(suffix="odt", filter="writer8"),
    "ods": _Way(suffix="ods", filter="calc8", target="xlsx"),
    "wordml": _Way(suffix="xml", filter=f"MS Word {_XML} XML"),
    "sheetml": _Way(suffix="xml", filter=f"MS Excel {_XML} XML Orcus", target="xlsx"),
    "xlsb": _Way(suffix="xlsb", filter=f"Calc MS Excel {_PACKAGE} Binary", target="xlsx"),
    "works": _Way(suffix="wps", filter="MS_Works"),
    "word2": _Way(suffix="doc", filter="MS WinWord 5"),
    "write": _Way(suffix="wri", filter="MS_Write"),
    "wordperfect": _Way(suffix="wpd", filter="WordPerfect"),
}
"""The formats that it is asked about, by the word that ``sniff`` has for them."""

_OUTPUT = {"docx": f"docx:MS Word {_PACKAGE} XML", "xlsx": f"xlsx:Calc MS Excel {_PACKAGE} XML"}


def can_help(found: str) -> bool:
    """Whether a file of the format *found* can be read with LibreOffice's help here."""
    return found in HELPED and program() is not None


def read_with_libreoffice(data: bytes, found: str, *, seconds: float = SECONDS) -> Document:
    """The document in *data*, which is of the format *found*, as LibreOffice converts it. It carries the note ``document.converted``.

    Raises:
        Unreadable: LibreOffice can't convert it, or isn't there.
        OverLimit: It is larger than a form can be, or took too long.
    """
    way = HELPED[found]
    unread = Unreadable("unreadable.unsupported", found=message(f"found.{found}"))
    if program() is None:
        raise unread
    noted = _look_over(data)
    try:
        converted = convert(
            data, suffix=way.suffix, source=way.filter, target=_OUTPUT[way.target], begins=ZIP, seconds=seconds
        )
    except NotConverted as error:
        if error.fault is Fault.TIMEOUT:
            raise OverLimit("limit.time", limit=f"{seconds:g}") from error
        raise unread from error
    if way.target == "docx":
        document = read_docx(converted)
    else:
        from parsers.sheets.xlsx import read_xlsx

        document = read_xlsx(converted)
    if not document.blocks:
        # It answers an empty document for what its filter didn't understand.
        raise unread
    note = Note(code="document.converted", details=(("found", message(f"found.{found}")),))
    return replace(document, notes=(note, *noted, *document.notes))


def _look_over(data: bytes) -> tuple[Note, ...]:
    """Refuses what would cost LibreOffice too much: large files, and containers that unpack to more than a form can need.

    Answers notes on what the conversion would drop in silence.
    """
    if len(data) > BYTES_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    if not data.startswith(ZIP):
        return ()
    package = Package.open(data)
    # OpenDocument 1.2 part 3, 3.4.1: each member that is encrypted says how in the manifest.
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise Unreadable("unreadable.encrypted")
    for name in package.members:
        if name.endswith(".xml") and "/" not in name:
            package.xml(name)
        elif not name.endswith("/"):
            package.read(name)
    has_macros = any(name.startswith(("basic/", "scripts/")) for name in package.members)
    return (Note(code="document.macros"),) if has_macros else ()
