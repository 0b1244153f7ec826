"""Template and context to .docx. Templates are ordinary Word files with docxtpl's tags; values are never read as templates.

A template may print values, test them and loop over them: ``{{ leader.name }}``, ``{% if opinion.date %}``, ``{%tr for s in schools %}``,
with ``p``, ``tr``, ``tc`` and ``r`` as in docxtpl. Nothing else of Jinja is allowed: no calls, no arithmetic, no assignments, no macros.
What is left can't run away: every loop counts its rounds, and the text produced is counted too.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from traceback import extract_tb
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    nodes,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from forms.definition import FormDefinition
from forms.errors import InvalidTemplate
from forms.messages import message
from generators.context import context

__all__ = ["fill", "render", "shipped"]

_MAX_ROUNDS = 100_000
_MAX_TEXT = 40_000_000
_MAX_DEPTH = 12
_MAX_MEMBERS = 500
_MAX_PACKAGE = 30_000_000
_MAX_PART = 3_000_000
"""Far beyond what a form needs: a list of a thousand schools takes 1,000 rounds and 5 million characters."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can bear, so that equal records give equal bytes."""

_FILLED = re.compile(r"word/(document|(header|footer)\d*|footnotes|endnotes)\.xml")
_EXCERPT = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRUCTURE = frozenset(
    f"{_W}{tag}" for tag in ("body", "tbl", "tr", "tc", "p", "r", "hdr", "ftr", "hyperlink", "ins", "sdtContent")
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Const, nodes.List, nodes.Tuple,
    nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
)  # fmt: skip
_FILTERS = ("length", "count", "first", "last", "default", "d", "trim")
_TESTS = ("defined", "undefined", "none", "odd", "even", "string", "divisibleby")


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


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the package with tags in it: its ``source``, a line a paragraph, the ``program`` made of it, and the ``names`` it uses."""

    source: str
    program: Template
    names: dict[str, int]


@lru_cache(maxsize=64)
def _compiled(template: bytes, name: str) -> dict[str, bytes | _Part]:
    """The package's members in their order, those with tags compiled. Kept, since reading a template takes longer than filling it."""
    parts: dict[str, bytes | _Part] = {}
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


def _part(content: bytes, name: str) -> bytes | _Part:
    """*content* compiled; as it is when it has no tags."""
    if len(content) > _MAX_PART:
        raise InvalidTemplate("template.limit", name=name)
    text = etree.tostring(_tree(content, name), encoding="unicode")
    if "{" not in text:
        return content
    _balanced(re.sub(r"<[^>]*>", "", text), name)
    # docxtpl's cleaning joins tags that Word has split over runs and lifts {%tr %} and the like out of their rows.
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", DocxTemplate(None).patch_xml(text))
    try:
        tree = _ENVIRONMENT.parse(source)
        _guard(tree, name, source)
        free = meta.find_undeclared_variables(tree)
        names = {node.name: node.lineno for node in tree.find_all(nodes.Name) if node.name in free}
        return _Part(source, _ENVIRONMENT.from_string(tree), names)
    except TemplateSyntaxError as error:
        where = _excerpt(source, error.lineno)
        raise InvalidTemplate("template.syntax", name=name, reason=error.message, excerpt=where) from error
    except (SyntaxError, RecursionError, MemoryError) as error:
        # Python itself allows only so many blocks and brackets inside one another.
        raise InvalidTemplate("template.limit", name=name) from error


_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}


def _balanced(text: str, name: str) -> None:
    """Refuses an open tag in the words of a part, before docxtpl looks for its end again and again."""
    opened: re.Match[str] | None = None
    for mark in re.finditer(r"\{[{%#]|[}%#]\}", text):
        if opened is None:
            opened = mark if mark[0] in _CLOSING else None
        elif mark[0] == _CLOSING[opened[0]]:
            opened = None
        elif mark[0] in _CLOSING:
            break
    if opened is not None:
        where = text[opened.start() : opened.start() + _EXCERPT]
        raise InvalidTemplate(
            "template.syntax", name=name, reason=message("reason.open", mark=opened[0]), excerpt=where
        )


def _guard(tree: nodes.Template, name: str, source: str) -> None:
    """Refuses what goes beyond the small language, then has every loop count."""
    for node, depth in _nested(tree, 0):
        if depth > _MAX_DEPTH:
            raise InvalidTemplate("template.limit", name=name)
        match node:
            case nodes.Filter() | nodes.Test():
                fine = node.name in _FILTERS + _TESTS
            case nodes.For():
                fine = not node.recursive
            case _:
                fine = isinstance(node, _ALLOWED)
        if not fine:
            word = getattr(node, "name", type(node).__name__.lower())
            raise InvalidTemplate("template.forbidden", name=name, reason=word, excerpt=_excerpt(source, node.lineno))
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)


def _nested(node: nodes.Node, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    """Every node under *node* with how many loops and conditions it stands in."""
    for child in node.iter_child_nodes():
        inner = depth + isinstance(child, (nodes.For, nodes.If))
        yield child, inner
        yield from _nested(child, inner)


# --- the language of templates ---------------------------------------------------------------------------------------------------

_COUNTED = "counted"
_ROUNDS = "rounds so far"
"""No template can name it: it isn't an identifier."""


class _TooMuchError(Exception):
    """A template makes more rounds or text than any form needs."""


class _Environment(ImmutableSandboxedEnvironment):
    """Sandboxed and strict; a record's key always wins over a method of the same name, and values have no attributes."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The record's value; the state of a loop."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, (str, list)):
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As ``getattr`` for words, else the item of a list."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)


@pass_context
def _counted(scope: Context, items: Iterable[Any]) -> Iterator[Any]:
    """*items*, each one counted."""
    rounds = scope.parent[_ROUNDS]
    for item in items:
        rounds[0] += 1
        if rounds[0] > _MAX_ROUNDS:
            raise _TooMuchError
        yield item


def _text(value: Any) -> Any:
    """*value* escaped, with its line breaks and tabs as Word has them; a list of paragraphs as lines."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "\n".join(value)
    if isinstance(value, (Mapping, list)):
        raise TypeError("a group isn't one value")
    if not isinstance(value, str):
        return value
    broken = str(escape(value)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    # What is marked as safe has just been escaped; only Word's own breaks are new.
    return Markup(broken.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">'))  # noqa: S704


def _environment() -> _Environment:
    environment = _Environment(undefined=StrictUndefined, autoescape=True, finalize=_text, keep_trailing_newline=True)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS} | {_COUNTED: _counted}
    environment.tests = {name: environment.tests[name] for name in _TESTS}
    return environment


_ENVIRONMENT = _environment()


# --- filling ---------------------------------------------------------------------------------------------------------------------


def _filled(part: _Part, values: Mapping[str, Any], name: str) -> bytes:
    for word, line in part.names.items():
        # Also where a condition keeps it from being reached this time.
        if word not in values:
            raise InvalidTemplate("template.undefined", name=name, reason=word, excerpt=_excerpt(part.source, line))
    try:
        text = "".join(_bounded(part.program.generate({**values, _ROUNDS: [0]})))
    except (_TooMuchError, RecursionError, MemoryError) as error:
        raise InvalidTemplate("template.limit", name=name) from error
    except (UndefinedError, SecurityError) as error:
        raise _failure("template.undefined", error, part, name) from error
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise _failure("template.syntax", error, part, name) from error
    tree = _tree(text.encode(), name)
    if any(map(_stray, tree.iter())):
        raise _invalid("stray", name)
    _tidy(tree)
    filled: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
    return filled


def _bounded(pieces: Iterable[str]) -> Iterator[str]:
    """*pieces*, as long as they don't grow beyond measure."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _MAX_TEXT:
            raise _TooMuchError
        yield piece


def _failure(code: str, error: Exception, part: _Part, name: str) -> InvalidTemplate:
    """*error* with the paragraph of the template that it happened in; never with a value."""
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]
    quoted = re.findall(r"'([^']*)'", str(error))
    reason = quoted[-1] if isinstance(error, TemplateError) and quoted else type(error).__name__
    return InvalidTemplate(code, name=name, reason=reason, excerpt=_excerpt(part.source, lines[-1] if lines else None))


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


def _excerpt(source: str, line: int | None) -> str:
    """The words of the paragraph at *line*, its tags left out."""
    lines = source.split("\n")
    if line is None or not 0 < line <= len(lines):
        return ""
    return re.sub(r"<[^>]+>", "", lines[line - 1])[:_EXCERPT]
