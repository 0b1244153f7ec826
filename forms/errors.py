"""The exception tree: "cannot go on". A wrongly filled form is an ``Issue`` value, never an exception.

::

    FubiaoError
    ├── Unreadable        the bytes are no readable document     unreadable.*
    ├── OverLimit         reading would cost more than allowed   limit.*
    ├── Unmatched         no form, or more than one, fits        match.*
    ├── UnknownName       no such form or edition                unknown.*
    ├── InvalidData       a record can't be rendered             data.*
    ├── InvalidDefinition a definition file is wrong             definition.*
    └── InvalidTemplate   a .docx template is wrong              template.*

Each carries a stable ``code``; its text for the clerk stands in ``messages.toml`` under that code.
"""

from __future__ import annotations

from collections.abc import Callable

from forms.messages import message

__all__ = [
    "FubiaoError",
    "InvalidData",
    "InvalidDefinition",
    "InvalidTemplate",
    "OverLimit",
    "UnknownName",
    "Unmatched",
    "Unreadable",
]


class FubiaoError(Exception):
    """The work on this input can't go on. ``code`` is stable; ``str()`` is the clerk's message, free of form values."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(message(code, **details))

    def __reduce__(self) -> tuple[Callable[..., FubiaoError], tuple[type[FubiaoError], str, dict[str, object]]]:
        """How it goes from one process to another: by its code and details, not by its text."""
        return _again, (type(self), self.code, self.details)


def _again(kind: type[FubiaoError], code: str, details: dict[str, object]) -> FubiaoError:
    return kind(code, **details)


class Unreadable(FubiaoError):
    """The bytes can't be read as a document: damaged, encrypted, empty, or of a format that isn't read."""


class OverLimit(FubiaoError):
    """Reading on would cost more time or memory than a form can need."""


class Unmatched(FubiaoError):
    """No form definition fits the document, or several do equally well."""


class UnknownName(FubiaoError):
    """The caller named a form or an edition that isn't defined."""


class InvalidData(FubiaoError):
    """A record handed in for rendering isn't of its form's shape."""


class InvalidDefinition(FubiaoError):
    """A definition file is wrong; the message names the file and the key."""


class InvalidTemplate(FubiaoError):
    """A .docx template can't be rendered; the message names the template and the place."""
