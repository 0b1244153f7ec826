"""Reads HTML: pages saved by Word, WPS, Excel and LibreOffice, and plain ones. Nothing is fetched and no script runs.

Sources: HTML Standard; "Microsoft Office HTML and XML Reference" for ``mso-*`` styles and the comments that only Word reads.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from forms.errors import OverLimit, Unreadable
from parsers.charsets import decoded
from parsers.document import Document, Note
from parsers.html.story import Findings, Story
from parsers.html.styles import LOOK, Sheets

if TYPE_CHECKING:
    from parsers.document import Block

__all__ = ["Page", "read_html", "read_page"]

BYTES_LIMIT = 50 << 20
NODES_LIMIT = 500_000
_HEAD = 4096
_META = re.compile(rb"""<meta[^<>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARATION = re.compile(rb"""<\?xml[^<>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE)
_PROLOG = re.compile(r"\A\s*<\?xml[^<>]*\?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_SWALLOWED = re.compile(r"""<t[drh]\s(?:"[^"]*"|'[^']*'|[^<>"'])*<""", re.IGNORECASE)
"""The mark of a cell or row that never ends before the next one begins."""
_MARK = re.compile(r"""<[^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+>""")
_LEAKED = re.compile(r"""[a-z]\s?=\s?(?:"[^"<>]{0,200}"|'[^'<>]{0,200}')[^<>]{0,200}>""")
"""The rest of a mark that is text, since its beginning was lost."""
_TABLE_TAGS = re.compile(r"<(/?(?:html|table|tr|td|th))(?=[\s>])", re.IGNORECASE)
_NOT_IN_MARKUP = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Page:
    """A page read: its body, what stands beside it, and codes of what it holds that isn't read."""

    def __init__(self, blocks: tuple[Block, ...], findings: Findings) -> None:
        self.blocks = blocks
        self.findings = findings


def read_html(data: bytes) -> Document:
    """The document in *data*.

    Raises:
        Unreadable: It declares entities of its own.
        OverLimit: It is larger or nests deeper than any form.
    """
    page = read_page(data)
    return Document(
        format="html",
        blocks=page.blocks,
        asides=tuple(page.findings.asides),
        notes=notes_of(page.findings),
    )


def notes_of(findings: Findings) -> tuple[Note, ...]:
    """The notes on a document with *findings*."""
    found = [Note(code=code) for code in sorted(findings.notes)]
    if findings.pictures:
        found.insert(0, Note(code="document.pictures", details=(("count", str(findings.pictures)),)))
    return tuple(found)


def read_page(data: bytes, *, declared: str = "", findings: Findings | None = None) -> Page:
    """One page, in the character set that itself or else *declared* says; *findings* goes on from pages before it."""
    if len(data) > BYTES_LIMIT:
        raise OverLimit("limit.size", found=f"{len(data) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    text = decoded(data, _declared(data) or declared)
    if "<!ENTITY" in text[:_HEAD].upper():
        # Browsers and Word know no such thing in a page, and what would be shown in its place can't be told.
        raise Unreadable("unreadable.dtd")
    if text.count("<") - text.count("</") > NODES_LIMIT:
        raise OverLimit("limit.nodes", limit=NODES_LIMIT)
    findings = findings or Findings()
    findings.notes |= _torn(text)
    root = _parsed(_NOT_IN_MARKUP.sub("", _PROLOG.sub("", text)))
    if root is None:
        return Page((), findings)
    sheets = Sheets(style.text or "" for style in root.iter("style"))
    story = Story(findings, sheets, typed_ends=_ends_at_blanks(root))
    return Page(story.blocks(root, LOOK), findings)


def _ends_at_blanks(root: etree._Element) -> bool:
    """Whether a program wrote the page that breaks its lines at blanks alone: LibreOffice, and OpenOffice before it."""
    made = (meta.get("content") or "" for meta in root.iter("meta") if (meta.get("name") or "").lower() == "generator")
    return any("office" in name.lower() and not name.lower().startswith("microsoft") for name in made)


def _declared(data: bytes) -> str:
    """The character set that the page names; UTF-16 is none that could be read so far."""
    head = data[:_HEAD]
    found = _META.search(head) or _DECLARATION.search(head)
    name = "" if found is None else found.group(1).decode("ascii", "replace")
    return "utf-8" if name.lower().startswith(("utf-16", "unicode")) else name


def _torn(text: str) -> set[str]:
    """What the marks of tables tell of a page that isn't whole: ends that are missing while others are there, or none where it was cut off.

    HTML lets the ends of cells and rows go, but nobody leaves out a few; the end of a table must stand, and programs write that of the page.
    """
    if text.find("<table") < 0 and text.find("<TABLE") < 0:
        return set()
    text = _COMMENT.sub("", text)
    counts = Counter(found.lower() for found in _TABLE_TAGS.findall(text))
    if counts["table"] > counts["/table"] or counts["html"] > counts["/html"]:
        return {"document.cut"}
    ends = [(counts[tag], counts[f"/{tag}"]) for tag in ("tr", "td", "th")]
    torn = any(closed > opened or opened // 2 < closed < opened for opened, closed in ends) or _SWALLOWED.search(text)
    torn = torn or _LEAKED.search(_MARK.sub("<", text))
    return {"document.damaged"} if torn or counts["table"] != counts["/table"] else set()


def _parsed(text: str) -> etree._Element | None:
    """The page's root element; None where it has none."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        if not text.strip() or "empty" in str(fault).lower():
            return None
        raise Unreadable("unreadable.damaged", reason="HTML") from fault
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        # The library stops there and answers what it has, which would be half a page.
        raise OverLimit("limit.depth", limit=255)
    return root
