"""What of a document's layout depends on its texts: the mark's size, where signature and date end, how high the imprint is.

A template holds fixed places; these are set in the filled document, on the paragraphs of the styles named here.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generators import gongwen as g
from generators.ooxml import W, child, give, style_of, text_of, value

__all__ = ["fit", "fit_header"]

_BODY = ("DocBody", "DocLevel1", "DocLevel2", "DocLevel3", "DocLevel4", "DocAddressees")
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_IMPRINT = ("DocImprint", "DocPrinter")
_SHORT = 6
"""Lines of a paragraph that may be kept with the signature."""


def fit(body: etree._Element, *, sealed: bool) -> None:
    """Sets in the document's *body* what its texts decide."""
    paragraphs = list(body.iter(f"{W}p"))
    by_style: dict[str, list[etree._Element]] = {}
    for paragraph in paragraphs:
        by_style.setdefault(style_of(paragraph), []).append(paragraph)
    _marks(by_style.get("DocMark", []))
    _signature(by_style, sealed=sealed)
    _imprint(by_style)
    _kept(paragraphs, by_style)


def fit_header(header: etree._Element) -> None:
    """Sets in a letter's first *header* the mark's size and place (10.1)."""
    size = g.MARK.largest
    for paragraph in header.iter(f"{W}p"):
        if style_of(paragraph) == "DocLetterMark":
            size = g.mark_size(text_of(paragraph))
            _sized(paragraph, size, g.LETTER.top - g.HEADER - g.mark_lead(size))
        elif style_of(paragraph) == "DocLetterRule":
            spacing = child(child(paragraph, "pPr"), "spacing")
            give(spacing, before=max(0, g.UNDER - g.mark_tail(size) - _RULE), line=_RULE, lineRule="exact")


_RULE = 20
"""The line of a paragraph that only bears a border."""


def _marks(paragraphs: list[etree._Element]) -> None:
    """One size for all lines of the mark; the first one's ink begins 35 mm under the top of the type area (7.2.4)."""
    if not paragraphs:
        return
    joint = len(paragraphs) > 1
    width = g.JOINT if joint else g.WIDTH
    size = min(g.mark_size(text_of(paragraph), width) for paragraph in paragraphs)
    for n, paragraph in enumerate(paragraphs):
        _sized(paragraph, size, max(0, g.MARK_TOP - 3 * g.PITCH - g.mark_lead(size)) if n == 0 else 0)


def _sized(paragraph: etree._Element, size: int, before: int) -> None:
    properties = child(paragraph, "pPr")
    spacing = child(properties, "spacing")
    give(spacing, before=before, line=round(size * g.MARK.line), lineRule="exact")
    for run in paragraph.iter(f"{W}r"):
        child(child(run, "rPr"), "sz").set(f"{W}val", str(size // 10))


def _signature(by_style: dict[str, list[etree._Element]], *, sealed: bool) -> None:
    dates = by_style.get("DocDate", [])
    if not dates:
        return
    day = text_of(dates[0])
    rows = by_style.get("DocSignatures", [])
    for paragraph in by_style.get("DocSignature", []):
        place = g.placed(text_of(paragraph), day, sealed=sealed)
        child(child(paragraph, "pPr"), "ind").set(f"{W}right", str(place.name))
        child(child(dates[0], "pPr"), "ind").set(f"{W}right", str(place.date))
    if rows:
        names = [str(text) for row in rows for text in row.itertext() if text.strip()]
        place = g.placed(names[-1], day, sealed=sealed)
        child(child(dates[0], "pPr"), "ind").set(f"{W}right", str(place.date))
        for row in rows:
            _tabbed(row, place, g.text_width(day), sealed=sealed)


def _tabbed(row: etree._Element, place: g.Placed, long: int, *, sealed: bool) -> None:
    """With seals two organs a row, the right one over the date; without them one under the other, all ending alike."""
    tabs = child(child(row, "pPr"), "tabs")
    right = g.WIDTH - place.date - long // 2 if sealed else g.WIDTH - place.name
    positions = [("center", g.WIDTH - right), ("center" if sealed else "right", right)]
    for kind, position in positions:
        etree.SubElement(tabs, f"{W}tab", value(val=kind, pos=position))


def _imprint(by_style: dict[str, list[etree._Element]]) -> None:
    """The paragraph behind the imprint keeps as much place free as it takes."""
    room = g.WIDTH - 2 * g.SMALL
    lines = 0
    for name in _IMPRINT:
        for paragraph in by_style.get(name, []):
            indent = 3 * g.SMALL if name == "DocImprint" else 0
            text = text_of(paragraph)
            lines += max(1, -(-(g.text_width(text, g.SMALL, 0) - indent) // (room - indent)))
    height = g.imprint_height(lines)
    for paragraph in by_style.get("DocImprintPlace", []):
        give(child(child(paragraph, "pPr"), "spacing"), line=height, lineRule="exact")
        for extent in paragraph.iter(f"{WP}extent", f"{A}ext"):
            extent.set("cy", str(height * g.EMU))


def _kept(paragraphs: list[etree._Element], by_style: dict[str, list[etree._Element]]) -> None:
    """The signature never stands on a page without text of the body (7.3.5.5): all from the last text on stays together."""
    dates = by_style.get("DocDate", [])
    if not dates:
        return
    opening = next((p for p in paragraphs if style_of(p) in _BODY and style_of(p) != "DocAddressees"), None)
    for paragraph in _upwards(paragraphs, dates[0]):
        text = style_of(paragraph) in _BODY
        if text and paragraph is opening:
            # The first page shows text whatever else goes over to the next (7.3.3).
            return
        # LibreOffice moves such a paragraph as a whole: a long one would leave half a page empty.
        if not text or g.text_width(text_of(paragraph)) < _SHORT * g.WIDTH:
            child(child(paragraph, "pPr"), "keepNext")
        if text:
            return


def _upwards(paragraphs: list[etree._Element], start: etree._Element) -> Iterator[etree._Element]:
    at = paragraphs.index(start)
    yield from reversed(paragraphs[:at])
