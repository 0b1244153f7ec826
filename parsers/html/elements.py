"""What the elements of a page are: blocks, of another part of the document, deleted, not shown, a table's cell cut short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from parsers.document import Paragraph, Part
from parsers.html.styles import declarations

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BLOCKS",
    "EMBEDDED",
    "SKIPPED",
    "elements",
    "is_comment",
    "is_gone",
    "is_wide",
    "name_of",
    "part_of",
    "says_something",
    "unrounded",
]

BLOCKS = frozenset(
    [
        "html",
        "body",
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "pre",
        "blockquote",
        "center",
        "address",
        "form",
        "fieldset",
        "legend",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "figure",
        "figcaption",
        "details",
        "summary",
        "dir",
        "menu",
        "hr",
        "noframes",
        "caption",
        "xmp",
        "listing",
        "title",
        "hgroup",
    ]
)
"""Elements that begin and end a paragraph."""

SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "noscript",
        "template",
        "xml",
        "rt",
        "rp",
        "colgroup",
        "col",
        "datalist",
        "map",
        "area",
        "del",
        "button",
        "param",
        "source",
        "track",
        "audio",
        "video",
        "canvas",
        "meta",
        "link",
        "base",
        "bgsound",
        "frameset",
        "w:worddocument",
        "o:documentproperties",
        "o:officedocumentsettings",
    ]
)
EMBEDDED = frozenset({"iframe", "object", "applet", "embed", "frame"})
_PARTS: dict[str, Part] = {
    "header": "header",
    "footer": "footer",
    "footnote-list": "footnote",
    "endnote-list": "endnote",
    "comment-list": "comment",
}
_REFERENCES = frozenset({"mso-footnote-id", "mso-endnote-id", "mso-comment-reference"})
_REFERENCE_CLASSES = frozenset(
    {"MsoCommentReference", "sdfootnoteanc", "sdendnoteanc", "sdfootnotesym", "sdendnotesym"}
)
_DELETED_CLASSES = frozenset({"msoDel"})


def elements(parent: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements in *parent* with their names, comments left out."""
    return ((child, tag) for child in parent if (tag := name_of(child)))


def name_of(element: etree._Element) -> str:
    """The element's name; empty for comments and the like."""
    tag: object = element.tag
    return tag.lower() if isinstance(tag, str) else ""


def is_comment(element: etree._Element) -> bool:
    """Whether *element* is a comment, which Word may have hidden something in."""
    tag: object = element.tag
    return tag is etree.Comment


def is_gone(element: etree._Element) -> bool:
    """Whether *element* was deleted with changes tracked, or only refers to a note."""
    names = element.get("class")
    if names and not (_DELETED_CLASSES | _REFERENCE_CLASSES).isdisjoint(names.split()):
        return True
    style = element.get("style")
    return bool(style) and "mso-" in str(style) and not _REFERENCES.isdisjoint(declarations(str(style)))


def part_of(element: etree._Element) -> Part | None:
    """The part of the document that *element* holds, where that isn't the body."""
    style = element.get("style", "")
    if "mso-element" in style:
        return _PARTS.get(declarations(style).get("mso-element", ""))
    own, title = element.get("id", ""), element.get("title", "")
    if element.tag == "div" and own.startswith("sdfootnote"):
        return "footnote"
    if element.tag == "div" and own.startswith("sdendnote"):
        return "endnote"
    return _PARTS.get(title) if element.tag == "div" and title in {"header", "footer"} else None


def says_something(element: etree._Element) -> bool:
    """Whether there is any text in *element*."""
    return any(str(text).strip(" \t\r\n\u00a0\u3000") for text in element.itertext(tag=etree.Element))


_ROUNDED = re.compile(r"[-+]?\d(?:\.\d+)?[Ee]\+?\d+|#+")


def unrounded(paragraph: Paragraph, number: str) -> Paragraph:
    """The paragraph of an Excel cell too narrow for its number with the number that it holds (the attribute ``x:num``)."""
    if _ROUNDED.fullmatch(paragraph.text.strip()) and re.fullmatch(r"\d{1,15}", number):
        return Paragraph(text=number, part=paragraph.part, notes=paragraph.notes, struck=paragraph.struck)
    return paragraph


def is_wide(char: str) -> bool:
    """Whether *char* is one between which and its like a line may end anywhere."""
    return (
        "\u2e80" <= char <= "\ua4cf" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uff60" or char > "\uffff"
    )
