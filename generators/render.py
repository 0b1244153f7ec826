"""Template and context to .docx. Templates are ordinary Word files with docxtpl's tags; values are never read as templates. What they may say is in ``template_language``."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree

from forms.definition import FormDefinition
from forms.errors import InvalidTemplate
from forms.messages import message
from generators.context import context
from generators.template_language import Program, balanced, compiled

__all__ = ["fill", "render", "shipped"]

_MAX_MEMBERS = 500
_MAX_PACKAGE = 30_000_000
_MAX_PART = 3_000_000
"""Far beyond what a form needs."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can bear, so that equal records give equal bytes."""

_FILLED = re.compile(r"word/(document|(header|footer)\d*|footnotes|endnotes)\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRUCTURE = frozenset(
    f"{_W}{tag}" for tag in ("body", "tbl", "tr", "tc", "p", "r", "hdr", "ftr", "hyperlink", "ins", "sdtContent")
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def render(definition: FormDefinition, data: Mapping[str, Any] | None = None, template: bytes | None = None) -> bytes:
    """The form as .docx: prefilled with *data*, or blank without. *template* takes the place of the one that the definition names.

    Raises:
        InvalidData: *data* isn't of the form's shape or holds what a document can't.
        InvalidTemplate: the template is missing, no .docx, or wrong; the message gives the place.
    """
    values = context(definition, data)
    name = definition.template
    return fill(shipped(name) if template is None else template, values, name)


def fill(template: bytes, values: Mapping[str, Any], name: str) -> bytes:
    """The .docx *template* with *values* in its tags; *name* is what an error calls it.

    Raises:
        InvalidTemplate: it is no .docx, uses a name that *values* lacks, or more of the template language than is allowed.
    """
    parts = _compiled(template, name)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for member, part in parts.items():
            content = part if isinstance(part, bytes) else _filled(part, values, name)
            package.writestr(zipfile.ZipInfo(member, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return output.getvalue()


def shipped(name: str) -> bytes:
    """The template that ships with the program. Read anew each time: who edits it sees the change at once.

    Raises:
        InvalidTemplate: there is none of that name.
    """
    try:
        return files("templates").joinpath("docx", *name.split("/")).read_bytes()
    except (OSError, ValueError) as error:
        raise InvalidTemplate("template.missing", name=name) from error


# --- reading a template ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _compiled(template: bytes, name: str) -> dict[str, bytes | Program]:
    """The package's members in their order, those with tags compiled. Kept, since reading a template takes longer than filling it."""
    parts: dict[str, bytes | Program] = {}
    for member, content in _members(template, name):
        parts[member] = _part(content, name) if _FILLED.fullmatch(member) else content
    if "word/document.xml" not in parts:
        raise _invalid("archive", name)
    return parts


def _members(template: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            entries = package.infolist()
            if len(entries) > _MAX_MEMBERS or sum(entry.file_size for entry in entries) > _MAX_PACKAGE:
                raise InvalidTemplate("template.limit", name=name)
            for entry in entries:
                yield entry.filename, package.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise _invalid("archive", name) from error


def _part(content: bytes, name: str) -> bytes | Program:
    """*content* compiled; as it is when it has no tags."""
    if len(content) > _MAX_PART:
        raise InvalidTemplate("template.limit", name=name)
    text = etree.tostring(_tree(content, name), encoding="unicode")
    if "{" not in text:
        return content
    balanced(re.sub(r"<[^>]*>", "", text), name)
    # docxtpl's cleaning joins tags that Word has split over runs and lifts {%tr %} and the like out of their rows.
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", DocxTemplate(None).patch_xml(text))
    return compiled(source, name)


# --- filling ---------------------------------------------------------------------------------------------------------------------


def _filled(part: Program, values: Mapping[str, Any], name: str) -> bytes:
    tree = _tree(part.text(values, name).encode(), name)
    if any(map(_stray, tree.iter())):
        raise _invalid("stray", name)
    _tidy(tree)
    filled: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
    return filled


def _stray(element: etree._Element) -> bool:
    """Whether words stand where Word shows none: a tag that took its paragraph away and printed a value in its place."""
    words = element.tail or ""
    if element.tag in _STRUCTURE:
        words += element.text or ""
    return bool(words.strip())


def _tidy(tree: etree._Element) -> None:
    """Mends what filling leaves: Word calls a cell without a paragraph or a cell's properties out of order a damaged file."""
    for paragraph in tree.iter(f"{_W}p"):
        paragraph.tail = None
    for text in tree.iter(f"{_W}t"):
        text.set(_SPACE, "preserve")
    for cell in tree.iter(f"{_W}tc"):
        if not len(cell) or cell[-1].tag != f"{_W}p":
            etree.SubElement(cell, f"{_W}p")
        properties = cell.find(f"{_W}tcPr")
        merge = None if properties is None else properties.find(f"{_W}vMerge")
        if properties is not None and merge is not None:
            # {% vm %} puts the merge last; it belongs behind the width and the span.
            before = [child for child in properties if child.tag in (f"{_W}tcW", f"{_W}gridSpan")]
            properties.insert(len(before), merge)


def _tree(content: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _invalid("markup", name) from error


def _invalid(reason: str, name: str) -> InvalidTemplate:
    return InvalidTemplate("template.invalid", name=name, reason=message(f"reason.{reason}"))
