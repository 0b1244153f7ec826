"""An Open Packaging container opened with limits: its parts by name, its relationships, its XML.

Nothing the container says about itself is believed: sizes are counted while inflating, names are compared folded, and a part is inflated only
when it is asked for. Sources: ECMA-376 Part 2 (Open Packaging Conventions); APPNOTE.TXT of the zip format.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from forms.errors import OverLimit, Unreadable
from forms.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PACKAGE_LIMITS", "Package", "PackageLimits", "Relationship", "parse_xml"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageLimits:
    """How much a container may cost. A filled-in form stays below a hundredth of each."""

    file_bytes: int = 100 << 20
    members: int = 10_000
    part_bytes: int = 64 << 20
    total_bytes: int = 200 << 20
    ratio: int = 100
    ratio_from_bytes: int = 32 << 20
    """Inflated bytes below which the ratio doesn't matter: the blank pages of an honest file compress well too."""
    nodes: int = 1_200_000
    nodes_with_attributes: int = 3_000_000


PACKAGE_LIMITS = PackageLimits()

_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)
"""What zipfile raises on broken input; RuntimeError is its word for a member that needs a password."""

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT = re.compile(rb"""(xmlns(?::[\w.-]+)?\s*=\s*["'])http://purl\.oclc\.org/ooxml/([\w/]+)(?=["'])""")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_PARSER_DEPTH = 256
"""How deep libxml2 follows elements unless told that the input is to be trusted; newer versions say so later."""
_TRANSITIONAL = "http://schemas.openxmlformats.org/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Relationship:
    """A relationship of a part; ``kind`` is the last step of its type (``header``), ``target`` a part name, or a URL where ``external``."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(kw_only=True)
class Package:
    """An opened container. ``ambiguous`` holds the folded names that stand in it more than once."""

    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    ambiguous: frozenset[str]
    limits: PackageLimits = PACKAGE_LIMITS
    inflated: int = field(default=0)

    @classmethod
    def open(cls, data: bytes, *, limits: PackageLimits = PACKAGE_LIMITS) -> Package:
        """The container in *data*. Raises ``Unreadable`` for what is no zip file and ``OverLimit`` for too many members."""
        if len(data) > limits.file_bytes:
            raise OverLimit("limit.size", found=_mebibytes(len(data)), limit=_mebibytes(limits.file_bytes))
        # Each member costs a central record of at least 46 bytes, so this bounds what opening can cost before it is paid.
        claimed = data.count(b"PK\x01\x02")
        if claimed > limits.members:
            raise OverLimit("limit.members", found=claimed, limit=limits.members)
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_FAULTS as fault:
            raise _damaged(message("found.zip")) from fault
        members: dict[str, zipfile.ZipInfo] = {}
        ambiguous: set[str] = set()
        for info in archive.infolist():
            name = _folded(info.filename)
            if name in members:
                ambiguous.add(name)
            members[name] = info
        return cls(archive=archive, members=members, ambiguous=frozenset(ambiguous), limits=limits)

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self.members

    def read(self, name: str) -> bytes:
        """The bytes of the part *name*.

        Raises:
            Unreadable: The part is missing, damaged, protected by a password, or there are several of that name.
            OverLimit: The part is larger than allowed, or all parts read so far are.
        """
        key = _folded(name)
        info = self.members.get(key)
        if info is None or key in self.ambiguous:
            raise _damaged(name)
        if info.flag_bits & 0x1:
            raise Unreadable("unreadable.encrypted")
        limits = self.limits
        allowed = min(limits.part_bytes, limits.total_bytes - self.inflated)
        try:
            with self.archive.open(info) as member:
                data = member.read(allowed + 1)
        except _ZIP_FAULTS as fault:
            raise _damaged(name) from fault
        if len(data) > allowed:
            raise OverLimit("limit.ratio")
        if len(data) > limits.ratio_from_bytes and len(data) > limits.ratio * max(1, info.compress_size):
            raise OverLimit("limit.ratio")
        self.inflated += len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """The root element of the part *name*, its namespaces those of transitional OOXML."""
        return parse_xml(self.read(name), name=name, limits=self.limits)

    def relationships(self, name: str) -> dict[str, Relationship]:
        """The relationships of the part *name* by id (of the container itself for ``""``); none where it has none."""
        folder, base = posixpath.split(name)
        source = posixpath.join(folder, "_rels", base + ".rels")
        if source not in self:
            return {}
        return {found.id: found for found in self._relationships(self.xml(source), folder)}

    def _relationships(self, root: etree._Element, folder: str) -> Iterator[Relationship]:
        for element in root.iter(f"{{{_RELATIONSHIPS}}}Relationship"):
            target = element.get("Target", "")
            external = element.get("TargetMode", "").lower() == "external"
            yield Relationship(
                id=element.get("Id", ""),
                kind=element.get("Type", "").rpartition("/")[2],
                target=target if external else self._part_name(folder, target),
                external=external,
            )

    def _part_name(self, folder: str, target: str) -> str:
        """The part that *target* names from *folder*: escapes are undone only where the name as written is none (ECMA-376-2 6.2)."""
        name = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
        return name if name in self else unquote(name)


def parse_xml(data: bytes, *, name: str, limits: PackageLimits = PACKAGE_LIMITS) -> etree._Element:
    """The root element of the XML in *data*, comments and instructions left out.

    Raises:
        Unreadable: It isn't well-formed, or has a document type declaration, which no office program writes.
        OverLimit: It has more elements or attributes than allowed. They are counted in the bytes, before a tree is built.
    """
    data = _as_utf8(data, name)
    if b"<!DOCTYPE" in data:
        raise Unreadable("unreadable.dtd")
    elements = data.count(b"<") - data.count(b"</")
    if elements > limits.nodes:
        raise OverLimit("limit.nodes", limit=limits.nodes)
    if elements + data.count(b"=") > limits.nodes_with_attributes:
        raise OverLimit("limit.nodes", limit=limits.nodes_with_attributes)
    if b"http://purl.oclc.org/ooxml/" in data:
        data = _STRICT.sub(_transitional, data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        if "depth" in str(fault).lower():
            raise OverLimit("limit.depth", limit=_PARSER_DEPTH) from fault
        raise _damaged(name) from fault
    # An encoding that hides the declaration from the search above can't hide it from the parser.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("unreadable.dtd")
    return root


def _as_utf8(data: bytes, name: str) -> bytes:
    """*data* in UTF-8 where it is UTF-16, the other encoding that OOXML allows (ECMA-376-2 8.1.4); else *data* itself."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif data[:2] == b"<\x00":
        encoding = "utf-16-le"
    elif data[:2] == b"\x00<":
        encoding = "utf-16-be"
    else:
        return data.lstrip() if data[:1].isspace() else data
    try:
        return _XML_DECLARATION.sub("", data.decode(encoding)).encode("utf-8")
    except UnicodeError as fault:
        raise _damaged(name) from fault


def _transitional(found: re.Match[bytes]) -> bytes:
    """The transitional name of a strict namespace: the strict ones have no year and 'main' or nothing last (ECMA-376-1 Annex A)."""
    start, path = found.group(1), found.group(2).decode()
    family, _, rest = path.partition("/")
    return start + f"{_TRANSITIONAL}{family}/2006/{rest}".encode()


def _folded(name: str) -> str:
    """Part names compare without case, and some writers use back-slashes or a leading slash."""
    return name.replace("\\", "/").lstrip("/").lower()


def _mebibytes(size: int) -> str:
    return f"{size / (1 << 20):.0f} MB"


def _damaged(reason: str) -> Unreadable:
    return Unreadable("unreadable.damaged", reason=reason)
