"""Reads .docx: a WordprocessingML package, transitional or strict, by whatever program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from forms.errors import OverLimit, Unreadable
from parsers.document import Block, Document, Note, Part
from parsers.docx.names import R, W, is_on, value
from parsers.docx.pen import Findings
from parsers.docx.story import Story
from parsers.docx.styles import Styles, read_styles
from parsers.numbering import Numbering, read_numbering
from parsers.package import Package, Relationship, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["read_docx"]

PARAGRAPHS_LIMIT = 200_000
"""Each costs some microseconds, empty or not; a table of 10,000 schools has 80,000."""

_DRESSING = (
    b"anish",
    b"strike",
    b"rStyle",
    b"ings",
    b"INGS",
    b"ymbol",
    b"ingbats",
    b"Sorts",
    b"arlett",
    b"Extra",
    b"Outlook",
    b"Reference ",
    b"<w:u ",
    b"<w:b/>",
    b"\x00",
)
"""Words without one of which no run's properties change what is read; the zero byte stands for UTF-16."""
_MAIN = "word/document.xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def read_docx(data: bytes) -> Document:
    """The document in *data*, tracked changes accepted, fields as last shown. Macros aren't run and links aren't followed.

    Raises:
        Unreadable: It is no Word document, damaged, protected by a password, or carries a document type declaration.
        OverLimit: It unpacks to more than a form can need, or nests deeper.
    """
    package = Package.open(data)
    return _Source(package=package, main=_main_part(package)).document()


def _main_part(package: Package) -> str:
    """The part that the package names as its document; the usual place where it names none."""
    for found in package.relationships("").values():
        if found.kind == "officeDocument" and not found.external:
            return found.target
    if _MAIN in package:
        return _MAIN
    raise Unreadable("unreadable.damaged", reason=_MAIN)


@dataclass(kw_only=True)
class _Source:
    """A package while its parts are read."""

    package: Package
    main: str

    def document(self) -> Document:
        raw = self.package.read(self.main)
        root = parse_xml(raw, name=self.main)
        if root.tag != W + "document":
            raise Unreadable("unreadable.damaged", reason=self.main)
        if sum(1 for _ in root.iter(W + "p")) > PARAGRAPHS_LIMIT:
            raise OverLimit("limit.paragraphs", limit=PARAGRAPHS_LIMIT)
        self._related = self.package.relationships(self.main)
        # Which story a number is in decides how it counts; the lists themselves are read once, when the first number is asked for.
        self._lists: Numbering | None = None
        self._findings = findings = Findings(styles=self._styles(raw), numbering=self._numbering)
        story = Story(
            findings, preserve=root.get(_SPACE) == "preserve", undressed=not any(word in raw for word in _DRESSING)
        )
        bodies = list(root.iterchildren(W + "body"))
        if len(bodies) > 1:
            findings.notes.add("document.bodies")
        blocks = tuple(block for body in bodies for block in story.blocks(body))
        asides = tuple(self._asides())
        return Document(format="docx", blocks=blocks, asides=asides, notes=tuple(self._notes()))

    def _part(self, kind: str) -> str | None:
        """The part that the document is related to in this way; None where there is none to read."""
        found = (one for one in self._related.values() if one.kind == kind)
        return next((one.target for one in found if self._is_there(one)), None)

    def _is_there(self, found: Relationship) -> bool:
        return not found.external and found.target in self.package

    def _styles(self, raw: bytes) -> Styles:
        name = self._part("styles")
        if name is None:
            return Styles()
        used = b":pStyle" in raw or b":rStyle" in raw or raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        return read_styles(self.package.read(name), used=used)

    def _numbering(self) -> Numbering:
        if self._lists is None:
            name = self._part("numbering")
            linked = self._findings.styles.numbering_styles()
            self._lists = Numbering() if name is None else read_numbering(self.package.xml(name), linked)
        return self._lists.fresh()

    def _asides(self) -> Iterator[Block]:
        """Headers and footers in the order of their sections, then notes in the order of their references, then comments."""
        seen: set[str] = set()
        margins: tuple[Part, ...] = ("header", "footer")
        for part in margins:
            for name in self._margins(part):
                if name not in seen:
                    seen.add(name)
                    yield from self._story(part).blocks(self.package.xml(name))
        yield from self._notes_of("footnote", self._findings.footnotes)
        yield from self._notes_of("endnote", self._findings.endnotes)
        comments = self._part("comments")
        if comments is not None:
            story = self._story("comment")
            for comment in self.package.xml(comments).iterchildren(W + "comment"):
                yield from story.blocks(comment)

    def _story(self, part: Part) -> Story:
        return Story(self._findings, part=part)

    def _margins(self, kind: str) -> Iterator[str]:
        """The parts of the headers (or footers) that are shown: a first page's only where the section has one (17.10.6)."""
        for section in list(self._findings.sections):
            for reference in section.iterchildren(f"{W}{kind}Reference"):
                found = self._related.get(reference.get(R + "id", ""))
                if found is not None and self._is_there(found) and self._is_shown(section, value(reference, "type")):
                    yield found.target

    def _is_shown(self, section: etree._Element, pages: str) -> bool:
        if pages == "first":
            return is_on(section.find(W + "titlePg"))
        return pages != "even" or self._has_even

    @cached_property
    def _has_even(self) -> bool:
        """Whether even pages have margins of their own (17.15.1.35)."""
        settings = self._part("settings")
        return settings is not None and is_on(self.package.xml(settings).find(W + "evenAndOddHeaders"))

    def _notes_of(self, kind: Part, references: dict[str, None]) -> Iterator[Block]:
        name = self._part(f"{kind}s") if references else None
        if name is None:
            return
        elements: dict[str, etree._Element] = {}
        for element in self.package.xml(name).iterchildren(f"{W}{kind}"):
            elements.setdefault(value(element, "id"), element)
        story = self._story(kind)
        for key in list(references):
            if key in elements:
                yield from story.blocks(elements[key])

    def _notes(self) -> Iterator[Note]:
        if any(name.endswith("vbaproject.bin") for name in self.package.members):
            yield Note(code="document.macros")
        if self._findings.pictures:
            yield Note(code="document.pictures", details=(("count", str(self._findings.pictures)),))
        yield from (Note(code=code) for code in sorted(self._findings.notes))
