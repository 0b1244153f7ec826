"""What of a document's layout depends on its texts: the mark's size, where signature and date end, how high the imprint is.

A template holds fixed places; these are set in the filled document, on the paragraphs of the styles named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from generators import gongwen as g
from generators.ooxml import W, child, give, style_of, text_of, value

__all__ = ["fit", "fit_header"]

_BODY = ("DocBody", "DocLevel1", "DocLevel2", "DocLevel3", "DocLevel4", "DocAddressees")
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_IMPRINT = ("DocImprint", "DocPrinter")
_SHORT = 12
"""Lines of a paragraph that may be kept with the signature."""
_LINED = frozenset(
    (
        *_BODY,
        *("DocBlank", "DocNumber", "DocNumberUpward", "DocSigners", "DocNote", "DocNoteMore"),
        *("DocNoteOne", "DocSignature", "DocSignatures", "DocDate", "DocAnnotation"),
    )
)
"""Styles whose lines are those of the page."""
_CLOSEST = 350
"""17.5 pt: the closest lines of 三号 that can still be read."""
_WIDEST = 660
"""33 pt."""
_CLOSEST_TITLE = 560
_SPARE = 100
"""How far a page that is made to hold all, or not to hold the last line of the text, is from its foot, since programs round differently."""
_RED_LINE = 170
"""The line under the number with what keeps it from it."""


def fit(body: etree._Element, *, sealed: bool) -> None:
    """Sets in the document's *body* what its texts decide."""
    paragraphs = list(body.iter(f"{W}p"))
    by_style: dict[str, list[etree._Element]] = {}
    for paragraph in paragraphs:
        by_style.setdefault(style_of(paragraph), []).append(paragraph)
    _marks(by_style.get("DocMark", []))
    _signature(by_style, sealed=sealed)
    _imprint(by_style)
    _kept(body, paragraphs, by_style)


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
            wide = g.spread_width(text_of(paragraph), g.SMALL) - indent
            # A line that no name's punctuation may begin is up to two characters shorter. Room too much stays free above the imprint.
            lines += 1 if wide <= room - indent else -(-wide // (room - indent - 2 * g.SMALL))
    height = g.imprint_height(lines)
    for paragraph in by_style.get("DocImprintPlace", []):
        give(child(child(paragraph, "pPr"), "spacing"), line=height, lineRule="exact")
        for extent in paragraph.iter(f"{WP}extent", f"{A}ext"):
            extent.set("cy", str(height * g.EMU))


def _kept(body: etree._Element, paragraphs: list[etree._Element], by_style: dict[str, list[etree._Element]]) -> None:
    """The signature never stands on a page without text of the body (7.3.5.5): all from the last text on stays together."""
    dates = by_style.get("DocDate", [])
    if not dates:
        return
    opening = next((p for p in paragraphs if style_of(p) in _BODY and style_of(p) != "DocAddressees"), None)
    for paragraph in _upwards(paragraphs, dates[0]):
        text = style_of(paragraph) in _BODY
        if text and paragraph is opening:
            # The first page shows text whatever else goes over to the next (7.3.3).
            _close_up(body, dates[0])
            return
        # LibreOffice moves such a paragraph as a whole: a long one would leave half a page empty.
        if not text or g.text_width(text_of(paragraph)) < _SHORT * g.WIDTH:
            child(child(paragraph, "pPr"), "keepNext")
        if text:
            return


def _upwards(paragraphs: list[etree._Element], start: etree._Element) -> Iterator[etree._Element]:
    at = paragraphs.index(start)
    yield from reversed(paragraphs[:at])


def _close_up(body: etree._Element, date: etree._Element) -> None:
    """Sets the lines of a document of one paragraph closer or wider, so that its signature stands on a page with text (7.3.5.5)."""
    page = _first_page(body, date)
    if page is None or page.height(g.PITCH) <= g.HEIGHT or page.down_to_text(g.PITCH) > g.HEIGHT:
        return
    closer = next((p for p in range(g.PITCH, _CLOSEST - 1, -1) if page.height(p) + _SPARE <= g.HEIGHT), None)
    # Or the last line of the text goes over to the signature.
    wider = next((p for p in range(g.PITCH, _WIDEST + 1) if page.down_to_text(p) > g.HEIGHT + _SPARE), None)
    if wider is not None and page.text < 2:
        wider = None
    pitch = min((p for p in (closer, wider) if p is not None), key=lambda p: abs(p - g.PITCH), default=None)
    if pitch is None:
        return
    for paragraph in page.lined:
        give(child(child(paragraph, "pPr"), "spacing"), line=pitch, lineRule="exact")
    for paragraph in page.titles:
        give(child(child(paragraph, "pPr"), "spacing"), line=_title_line(pitch), lineRule="exact")


def _title_line(pitch: int) -> int:
    return max(_CLOSEST_TITLE, min(g.TITLE_LINE, g.TITLE_LINE * pitch // g.PITCH))


@dataclass(kw_only=True, slots=True)
class _FirstPage:
    """What the first page holds down to the date and the annotation.

    ``fixed`` is what has a height of its own, ``lines`` is how many others the ``lined`` paragraphs take, ``above`` how many of them stand over
    the text, which has ``text``.
    """

    fixed: int
    lines: int = 0
    above: int = 0
    text: int = 0
    seals: int = 0
    """What of the fixed height is the room for seals."""
    lined: list[etree._Element] = field(default_factory=list)
    titles: list[etree._Element] = field(default_factory=list)

    def height(self, pitch: int) -> int:
        """Down to the date and the annotation."""
        return self.fixed + self.lines * pitch + len(self.titles) * _title_line(pitch)

    def down_to_text(self, pitch: int) -> int:
        """Down to the last line of the text."""
        return self.fixed - self.seals + (self.above + self.text) * pitch + len(self.titles) * _title_line(pitch)


def _first_page(body: etree._Element, date: etree._Element) -> _FirstPage | None:
    """The first page of a document that ends with the *date* or the annotation under it; None where it has no head to measure from."""
    story = body if body.tag == f"{W}body" else body.find(f"{W}body")
    if story is None:
        return None
    page: _FirstPage | None = None
    above: list[etree._Element] = []
    behind = letter = False
    for element in story:
        style = style_of(element) if element.tag == f"{W}p" else ""
        if behind and style != "DocAnnotation":
            break
        behind = behind or element is date
        if element.tag == f"{W}tbl" or style == "DocMark":
            names = [p for p in element.iter(f"{W}p") if style_of(p) == "DocMark"]
            words = element.findall(f".//{W}tc")
            marks = [p for p in (words[0] if words else element).iter(f"{W}p") if p in names]
            page = _FirstPage(
                fixed=g.MARK_TOP + sum(_line_of(mark) for mark in marks) - g.mark_lead(_size_of(marks[0]))
            )
        elif style == "DocLetterNumber" and page is None:
            page = _FirstPage(fixed=g.LETTER_HEAD)
            letter = True
        if page is None or style not in (*_LINED, "DocTitle") or (letter and not page.titles and style == "DocBlank"):
            # The blank lines between a letter's number and its title are as high as that number's.
            continue
        if style == "DocTitle":
            page.titles.append(element)
        elif style == "DocBlank" and above and style_of(above[-1]) == "DocSignatures":
            # Between the rows of a joint signature is the room for seals.
            page.fixed += g.PITCH
            page.seals += g.PITCH
            continue
        else:
            if style in _BODY and style != "DocAddressees" and not page.above:
                page.above = page.lines
            count = _lines_of(element)
            page.text += count if style in _BODY and style != "DocAddressees" else 0
            page.lines += count
            page.lined.append(element)
            page.fixed += _RED_LINE if style in ("DocNumber", "DocNumberUpward") else 0
        above.append(element)
    return page


def _lines_of(paragraph: etree._Element) -> int:
    """How many lines of 28 characters *paragraph* takes."""
    indent = 0 if style_of(paragraph) == "DocAddressees" else 2
    return max(1, -(-(g.text_width(text_of(paragraph)) + indent * g.STEP) // (28 * g.STEP)))


def _line_of(paragraph: etree._Element) -> int:
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    return 0 if spacing is None else int(spacing.get(f"{W}line", "0"))


def _size_of(paragraph: etree._Element) -> int:
    size = paragraph.find(f"{W}r/{W}rPr/{W}sz")
    return g.MARK.largest if size is None else 10 * int(size.get(f"{W}val", "0"))
