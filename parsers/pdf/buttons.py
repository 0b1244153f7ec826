"""Whether a tick box or a round button of a PDF's form is ticked: by what it shows, and by what its field says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from parsers.pdf.model import Glyph
from parsers.pdf.pdfium import pdfium
from parsers.pdf.strings import annotation_string
from parsers.symbols import TICKED

__all__ = ["Groups", "is_ticked"]

UNSURE = 0.85
"""Confidence of a tick that a field tells otherwise than it shows."""
_OFF = "Off"


@dataclass(frozen=True, slots=True)
class _Button:
    names: frozenset[str]
    """What its field's value is where it is chosen: its state, or its number."""
    shown: bool
    glyphs: list[Glyph]


class Groups:
    """The buttons of a page that are one field together."""

    def __init__(self) -> None:
        self._buttons: defaultdict[str, list[_Button]] = defaultdict(list)

    def add(self, thing: object, form: object, glyphs: list[Glyph]) -> None:
        """Notes a button whose tick box is *glyphs*."""
        if pdfium.FPDFAnnot_GetFormControlCount(form, thing) > 1:
            name = annotation_string(pdfium.FPDFAnnot_GetFormFieldName, form, thing)
            state = annotation_string(pdfium.FPDFAnnot_GetFormFieldExportValue, form, thing)
            number = str(pdfium.FPDFAnnot_GetFormControlIndex(form, thing))
            shown = bool(pdfium.FPDFAnnot_IsChecked(form, thing))
            self._buttons[name].append(_Button(frozenset({state, number}), shown, glyphs))

    def settle(self, values: Callable[[], Mapping[str, str]]) -> None:
        """Ticks the button that its field says is chosen, with doubt where it doesn't show it; *values* tells what fields say by their own names."""
        if not self._buttons:
            return
        said = values()
        for name, buttons in self._buttons.items():
            value = said.get(name.rpartition(".")[2], "")
            if not value:
                continue
            told = [value != _OFF and value in button.names for button in buttons]
            unknown = value != _OFF and not any(told)
            for button, meant in zip(buttons, told, strict=True):
                for glyph in button.glyphs if unknown or meant != button.shown else ():
                    glyph.text = TICKED if meant or button.shown else glyph.text
                    glyph.confidence = min(glyph.confidence, UNSURE)


def is_ticked(thing: object, form: object) -> tuple[bool, bool]:
    """Whether a button is ticked by what it shows or by the value beside it, and whether both say the same.

    Programs that fill in fields set the value and may forget what is shown.
    """
    shown = bool(pdfium.FPDFAnnot_IsChecked(form, thing))
    value = annotation_string(pdfium.FPDFAnnot_GetStringValue, thing, b"V")
    meant = value != _OFF if value else shown
    return shown or meant, shown == meant
