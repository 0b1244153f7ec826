"""Attachments bound behind a document: the body of one .docx put into another, its styles, pictures and page with it.

The page numbers run on. On a landscape page the number stands on the sheet where it stands on all others, at the foot of the paper turned upright
(GB/T 9704-2012, clause 8): in a box at the left edge, its text turned with the sheet.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lxml import etree

from forms.chinese import tight
from generators.bound_packages import Source, Target
from generators.ooxml import W, child, give, style_of, text_of, unpacked

__all__ = ["bind"]

_SLOT = "DocSlot"


def bind(members: dict[str, bytes], document: etree._Element, forms: Mapping[str, bytes]) -> dict[str, bytes]:
    """The *members* of a package whose *document* gets each of *forms* in place of the paragraph that names its slot."""
    body = document.find(f"{W}body")
    if body is None:
        return members
    target = Target(members)
    for slot in [p for p in body.iter(f"{W}p") if style_of(p) == _SLOT]:
        form = forms.get(text_of(slot).strip())
        if form is not None:
            _put(target, body, slot, form)
    _close(body)
    return target.finished()


def _put(target: Target, body: etree._Element, slot: etree._Element, form: bytes) -> None:
    """*form* in the place of *slot*: in the section that is there if its page is the same, else in one of its own."""
    source = Source(unpacked(form), target, text_of(slot))
    content, page = source.content(_heading(body, slot))
    at = body.index(slot)
    body.remove(slot)
    for n, element in enumerate(content):
        body.insert(at + n, element)
    if _is_landscape(page):
        start = _start(body, at)
        _end_section(body, start, _upright(body))
        after = body.index(content[-1]) if content else at
        _end_section(body, after + 1, target.turned(page))


def _heading(body: etree._Element, slot: etree._Element) -> set[str]:
    """The words that stand over *slot* already: the attachment's label and title."""
    found, title = set(), ""
    at = body.index(slot)
    for element in reversed(list(body)[:at]):
        if element.tag != f"{W}p":
            break
        if style_of(element) == "DocAttachmentTitle":
            title = text_of(element) + title
        elif style_of(element) == "DocAttachment":
            # A form behind the only attachment, which bears no number (7.3.4), still numbers itself.
            label = tight(text_of(element))
            found |= {label, f"{label}1"}
            break
    found.add(tight(title))
    return found


def _start(body: etree._Element, at: int) -> int:
    """Where the attachment begins whose slot was at *at*: before its label."""
    return next((i for i in range(at - 1, -1, -1) if style_of(body[i]) == "DocAttachment"), at)


def _is_landscape(section: etree._Element) -> bool:
    size = section.find(f"{W}pgSz")
    return size is not None and int(size.get(f"{W}w", "0")) > int(size.get(f"{W}h", "0"))


def _upright(body: etree._Element) -> etree._Element:
    """The document's own section; only the first one has a first page of its own kind."""
    section = copy.deepcopy(body[-1])
    if any(paragraph.find(f"{W}pPr/{W}sectPr") is not None for paragraph in body.iter(f"{W}p")):
        _plain(section)
    return section


def _plain(section: etree._Element) -> None:
    for name in ("titlePg", "pgNumType"):
        for element in section.findall(f"{W}{name}"):
            section.remove(element)
    for element in list(section):
        if str(element.tag).endswith("Reference") and element.get(f"{W}type") == "first":
            section.remove(element)


def _end_section(body: etree._Element, end: int, section: etree._Element) -> None:
    """Lets a section of the properties *section* end before the element at *end*."""
    if end == 0:
        return
    last = body[end - 1]
    ended = last.tag == f"{W}p" and last.find(f"{W}pPr/{W}sectPr") is not None
    if ended:
        return
    if last.tag != f"{W}p" or last.find(f"{W}pPr/{W}framePr") is not None:
        last = etree.Element(f"{W}p")
        give(child(child(last, "pPr"), "spacing"), before=0, after=0, line=20, lineRule="exact")
        body.insert(end, last)
    child(last, "pPr").append(section)


def _close(body: etree._Element) -> None:
    """The last section's properties stand at the end of the body. Where nothing follows a landscape attachment they are that one's."""
    own = body[-1]
    if len(body) < 2:
        return
    sections = body.findall(f"{W}p/{W}pPr/{W}sectPr")
    if not sections:
        return
    last = body[-2]
    final = last.find(f"{W}pPr/{W}sectPr")
    if final is not None:
        properties = final.getparent()
        if properties is not None:
            properties.remove(final)
        body.replace(own, final)
    else:
        _plain(own)
