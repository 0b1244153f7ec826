"""Drawings, pictures and embedded objects of a .docx: the words in them that stand in no text box, and notes on what isn't read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.document import Paragraph
from parsers.docx.names import A, O, R, V, W
from parsers.docx.pen import Pen
from parsers.symbols import UNKNOWN

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["note_drawing"]


def note_drawing(pen: Pen, element: etree._Element, tag: str) -> None:
    """Writes what *element* of a drawing says or is, text boxes apart."""
    findings = pen.findings
    if tag == A + "blip" or tag == V + "imagedata":
        findings.pictures += 1
        if element.get(R + "link") or element.get(R + "href"):
            findings.notes.add("document.linked")
    elif tag == V + "textpath" and element.get("string", "").strip():
        _boxed_text(pen, element.get("string", ""))
    elif tag == A + "p":
        _boxed_text(pen, "".join(node.text or "" for node in element.iter(A + "t")))
    elif tag == O + "OLEObject":
        findings.notes.add("document.embedded")
    elif tag == W + "control":
        pen.line.notes.add("text.control")
        pen.put(UNKNOWN)
    elif tag.endswith(("}relIds", "}chart")):
        findings.notes.add("document.graphic")


def _boxed_text(pen: Pen, text: str) -> None:
    if text.strip():
        pen.line.after.append(Paragraph(text=text, part="textbox"))
