"""The language of templates: what their tags may say, and how that is carried out within bounds.

A template may print values, test them and loop over them: ``{{ leader.name }}``, ``{% if opinion.date %}``, ``{%tr for s in schools %}``,
with ``p``, ``tr``, ``tc`` and ``r`` as in docxtpl. Nothing else of Jinja is allowed: no calls, no arithmetic, no assignments, no macros.
What is left can't run away: every loop counts its rounds, and the text produced is counted too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from traceback import extract_tb
from typing import Any

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
from markupsafe import Markup, escape

from forms.errors import InvalidTemplate
from forms.messages import message

__all__ = ["Program", "balanced", "compiled"]

_MAX_ROUNDS = 100_000
_MAX_TEXT = 40_000_000
_MAX_DEPTH = 12
"""Far beyond what a form needs: a list of a thousand schools takes 1,000 rounds and 5 million characters."""

_EXCERPT = 200

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Const, nodes.List, nodes.Tuple,
    nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
)  # fmt: skip
_FILTERS = ("length", "count", "first", "last", "default", "d", "trim")
_TESTS = ("defined", "undefined", "none", "odd", "even", "string", "divisibleby")


_COUNTED = "counted"
_ROUNDS = "rounds so far"
"""No template can name it: it isn't an identifier."""


@dataclass(frozen=True, slots=True)
class Program:
    """What a part of a template says: its ``source``, a line a paragraph, the ``program`` made of it, and the ``names`` it uses."""

    source: str
    program: Template
    names: dict[str, int]

    def text(self, values: Mapping[str, Any], name: str) -> str:
        """The part with *values* in its tags; *name* is what an error calls the template.

        Raises:
            InvalidTemplate: it uses a name that *values* lacks, or can't be carried out with them.
        """
        for word, line in self.names.items():
            # Also where a condition keeps it from being reached this time.
            if word not in values:
                raise InvalidTemplate("template.undefined", name=name, reason=word, excerpt=_excerpt(self.source, line))
        try:
            return "".join(_bounded(self.program.generate({**values, _ROUNDS: [0]})))
        except (_TooMuchError, RecursionError, MemoryError) as error:
            raise InvalidTemplate("template.limit", name=name) from error
        except (UndefinedError, SecurityError) as error:
            raise _failure("template.undefined", error, self, name) from error
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise _failure("template.syntax", error, self, name) from error


def compiled(source: str, name: str) -> Program:
    """The program that *source* is, docxtpl's tags made Jinja's.

    Raises:
        InvalidTemplate: it is wrong, or more of the template language than is allowed.
    """
    try:
        tree = _ENVIRONMENT.parse(source)
        _guard(tree, name, source)
        free = meta.find_undeclared_variables(tree)
        names = {node.name: node.lineno for node in tree.find_all(nodes.Name) if node.name in free}
        return Program(source, _ENVIRONMENT.from_string(tree), names)
    except TemplateSyntaxError as error:
        where = _excerpt(source, error.lineno)
        raise InvalidTemplate("template.syntax", name=name, reason=error.message, excerpt=where) from error
    except (SyntaxError, RecursionError, MemoryError) as error:
        # Python itself allows only so many blocks and brackets inside one another.
        raise InvalidTemplate("template.limit", name=name) from error


_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}


def balanced(text: str, name: str) -> None:
    """Refuses an open tag in the words of a part, before docxtpl looks for its end again and again.

    Raises:
        InvalidTemplate: there is one.
    """
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


def _bounded(pieces: Iterable[str]) -> Iterator[str]:
    """*pieces*, as long as they don't grow beyond measure."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _MAX_TEXT:
            raise _TooMuchError
        yield piece


def _failure(code: str, error: Exception, part: Program, name: str) -> InvalidTemplate:
    """*error* with the paragraph of the template that it happened in; never with a value."""
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]
    quoted = re.findall(r"'([^']*)'", str(error))
    reason = quoted[-1] if isinstance(error, TemplateError) and quoted else type(error).__name__
    return InvalidTemplate(code, name=name, reason=reason, excerpt=_excerpt(part.source, lines[-1] if lines else None))


def _excerpt(source: str, line: int | None) -> str:
    """The words of the paragraph at *line*, its tags left out."""
    lines = source.split("\n")
    if line is None or not 0 < line <= len(lines):
        return ""
    return re.sub(r"<[^>]+>", "", lines[line - 1])[:_EXCERPT]
