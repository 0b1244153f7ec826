"""The two packages of an attachment that is bound behind a document: the one that takes it in, and its own with styles and pictures."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Mapping

from lxml import etree

from forms.chinese import tight
from forms.errors import InvalidTemplate
from forms.messages import message
from generators import gongwen as g
from generators.landscape import turned_number
from generators.ooxml import R, W, child, parsed, serialised, text_of, value

__all__ = ["Source", "Target"]
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TURNED = (("header-odd", "DocPageOdd"), ("header-even", "DocPageEven"), ("footer-none", ""))
"""The headers and the footer of a landscape section, with the style of the number in each."""


class Target:
    """The package that attachments are put into: new parts, their relations and content types."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self.members = dict(members)
        self.relations = parsed(members["word/_rels/document.xml.rels"])
        self.types = parsed(members["[Content_Types].xml"])
        self.styles = parsed(members["word/styles.xml"])
        self.changed = False
        self._sections = 0
        self._prefixes: dict[bytes, str] = {}

    def prefix(self, styles: bytes) -> tuple[str, bool]:
        """What sets the names of a package's parts and *styles* apart in this one, and whether those styles are new here."""
        known = styles in self._prefixes
        self.changed = True
        return self._prefixes.setdefault(styles, f"B{len(self._prefixes) + 1}-"), not known

    def add(self, name: str, content: bytes, kind: str, content_type: str) -> str:
        """A new part; answers the id of the document's relation to it."""
        self.changed = True
        self.members[f"word/{name}"] = content
        etree.SubElement(self.types, f"{_TYPES}Override", PartName=f"/word/{name}", ContentType=content_type)
        key = f"bound-{name.replace('/', '-')}"
        etree.SubElement(self.relations, f"{_RELATIONS}Relationship", Id=key, Type=kind, Target=name)
        return key

    def turned(self, page: etree._Element) -> etree._Element:
        """The properties of a landscape section with the page numbers at the foot of the sheet; margins are those of the type area.

        Each section has headers of its own: LibreOffice puts a box of one that several share into the corner of the page.
        """
        self._sections += 1
        keys = [self._story(name, style) for name, style in _TURNED]
        section = etree.Element(f"{W}sectPr")
        for kind, key in (("default", keys[0]), ("even", keys[1])):
            etree.SubElement(section, f"{W}headerReference", {f"{W}type": kind, f"{R}id": key})
        for kind in ("default", "even"):
            etree.SubElement(section, f"{W}footerReference", {f"{W}type": kind, f"{R}id": keys[2]})
        etree.SubElement(section, f"{W}pgSz", value(w=g.PAGE[1], h=g.PAGE[0], orient="landscape"))
        m = g.LANDSCAPE
        margins = value(top=m.top, right=m.right, bottom=m.bottom, left=m.left, header=851, footer=851, gutter=0)
        etree.SubElement(section, f"{W}pgMar", margins)
        return section

    def _story(self, name: str, style: str) -> str:
        part = name.partition("-")[0]
        content = (
            turned_number(style, f"{style}{self._sections}", len(self._prefixes) * 10 + self._sections)
            if style
            else f'<w:ftr {_NAMES}><w:p><w:pPr><w:pStyle w:val="DocEmpty"/></w:pPr></w:p></w:ftr>'
        )
        return self.add(f"{name}{self._sections}.xml", content.encode(), f"{_KIND}/{part}", f"{_PART}.{part}+xml")

    def finished(self) -> dict[str, bytes]:
        """The members of the package with all that was added."""
        if self.changed:
            self.members["word/_rels/document.xml.rels"] = serialised(self.relations)
            self.members["[Content_Types].xml"] = serialised(self.types)
            self.members["word/styles.xml"] = serialised(self.styles)
        return self.members


class Source:
    """The package of an attachment, whose body is put into the *target*."""

    def __init__(self, members: Mapping[str, bytes], target: Target, name: str) -> None:
        self.members = members
        self.target = target
        self.document = parsed(members["word/document.xml"])
        styles = members.get("word/styles.xml", b"")
        self.prefix, fresh = target.prefix(styles)
        self.styles = parsed(styles) if styles else etree.Element(f"{W}styles")
        self.defaults = {
            kind: style.get(f"{W}styleId", "")
            for style in self.styles.iter(f"{W}style")
            if (kind := style.get(f"{W}type", "")) and style.get(f"{W}default") in {"1", "true", "on"}
        }
        for tag in _NOT_CARRIED:
            if next(self.document.iter(f"{W}{tag}"), None) is not None:
                raise InvalidTemplate("template.invalid", name=name, reason=message("reason.bound", what=tag))
        if fresh:
            self._add_styles()

    def content(self, heading: set[str]) -> tuple[list[etree._Element], etree._Element]:
        """What stands in the body below *heading*, which the document has set already, and the properties of its page."""
        body = self.document.find(f"{W}body")
        found = [] if body is None else list(body)
        page = found.pop() if found and found[-1].tag == f"{W}sectPr" else etree.Element(f"{W}sectPr")
        while found and found[0].tag == f"{W}p" and _is_part(tight(text_of(found[0])), heading):
            del found[0]
        relations = self._relations()
        for element in found:
            self._adapt(element, relations)
        return found, page

    def _adapt(self, element: etree._Element, relations: Mapping[str, str]) -> None:
        for paragraph in element.iter(f"{W}p"):
            properties = child(paragraph, "pPr")
            if properties.find(f"{W}pStyle") is None and self.defaults.get("paragraph"):
                child(properties, "pStyle").set(f"{W}val", self.defaults["paragraph"])
        for properties in element.iter(f"{W}tblPr"):
            if properties.find(f"{W}tblStyle") is None and self.defaults.get("table"):
                properties.insert(0, etree.Element(f"{W}tblStyle", value(val=self.defaults["table"])))
        for tag in ("pStyle", "rStyle", "tblStyle"):
            for used in element.iter(f"{W}{tag}"):
                used.set(f"{W}val", self.prefix + used.get(f"{W}val", ""))
        for used in element.iter():
            for key, given in used.attrib.items():
                if str(key).startswith(R) and given in relations:
                    used.set(key, relations[str(given)])

    def _relations(self) -> dict[str, str]:
        """The ids of the parts that the body shows, by the ids that they had."""
        content = self.members.get("word/_rels/document.xml.rels")
        if content is None:
            return {}
        used = {str(v) for e in self.document.iter() for k, v in e.attrib.items() if str(k).startswith(R)}
        found = {}
        for relation in parsed(content):
            key, name = relation.get("Id", ""), relation.get("Target", "")
            if key not in used:
                continue
            if relation.get("TargetMode") == "External":
                made = f"bound-{self.prefix}{key}"
                kept = {str(k): str(v) for k, v in relation.attrib.items()} | {"Id": made}
                etree.SubElement(self.target.relations, f"{_RELATIONS}Relationship", kept)
                found[key] = made
            elif (path := posixpath.normpath(posixpath.join("word", name))) in self.members:
                folder, _, last = name.rpartition("/")
                fresh = f"{folder or 'media'}/{self.prefix}{last}"
                content_type = _content_type(parsed(self.members["[Content_Types].xml"]), path)
                found[key] = self.target.add(fresh, self.members[path], relation.get("Type", ""), content_type)
        return found

    def _add_styles(self) -> None:
        """The package's styles under names of their own; what its defaults say goes into those that stand on nothing."""
        base = self.styles.find(f"{W}docDefaults")
        for style in self.styles.iter(f"{W}style"):
            made = copy.deepcopy(style)
            made.set(f"{W}styleId", self.prefix + made.get(f"{W}styleId", ""))
            made.set(f"{W}customStyle", "1")
            made.attrib.pop(f"{W}default", "")
            name = made.find(f"{W}name")
            if name is not None:
                name.set(f"{W}val", f"{self.prefix}{name.get(f'{W}val', '')}")
            for tag in ("basedOn", "next", "link"):
                for other in made.findall(f"{W}{tag}"):
                    other.set(f"{W}val", self.prefix + other.get(f"{W}val", ""))
            if made.get(f"{W}type") == "paragraph" and made.find(f"{W}basedOn") is None:
                _with_defaults(made, base)
            self.target.styles.append(made)


_NOT_CARRIED = ("numPr", "footnoteReference", "endnoteReference", "commentReference")
"""What leads into other parts of a package and would be lost on the way."""


def _is_part(text: str, heading: set[str]) -> bool:
    """Whether *text* is one of *heading* or a line of it; so is an empty line between them."""
    return any(text in known for known in heading)


def _content_type(types: etree._Element, path: str) -> str:
    for override in types.iter(f"{_TYPES}Override"):
        if override.get("PartName") == f"/{path}":
            return override.get("ContentType", "")
    extension = path.rpartition(".")[2].lower()
    found = (
        e.get("ContentType", "") for e in types.iter(f"{_TYPES}Default") if e.get("Extension", "").lower() == extension
    )
    return next(found, "application/octet-stream")


def _with_defaults(style: etree._Element, defaults: etree._Element | None) -> None:
    """Writes the *defaults* of the package that *style* comes from into it, and that its characters aren't set closer."""
    for tag in ("pPr", "rPr"):
        found = None if defaults is None else defaults.find(f"{W}{tag}Default/{W}{tag}")
        own = style.find(f"{W}{tag}")
        if own is None:
            own = etree.SubElement(style, f"{W}{tag}")
        for given in () if found is None else found:
            if own.find(given.tag) is None:
                name = str(given.tag).removeprefix(W)
                child(own, name).attrib.update({str(k): str(v) for k, v in given.attrib.items()})
        if tag == "rPr" and own.find(f"{W}spacing") is None:
            child(own, "spacing").set(f"{W}val", "0")
