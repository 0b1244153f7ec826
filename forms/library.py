"""The forms and documents that ship with the program, by edition and name.

The official documents are in a folder of their own, ``documents``, written in the same words; they belong to no edition.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from forms.definition import Edition, FormDefinition
from forms.definition_files import load, load_documents
from forms.errors import UnknownName

__all__ = ["definition", "documents", "edition", "editions"]

_DOCUMENTS = "documents"
"""The folder of the official documents, which belong to no edition; it takes an edition's place in names."""


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition that ships with the program, a base before what is written as its difference, then by year."""
    return load(files("forms").joinpath("definitions"))


def edition(name: str) -> Edition:
    """The edition called *name*.

    Raises:
        UnknownName: there is none.
    """
    for candidate in editions():
        if candidate.id == name:
            return candidate
    raise UnknownName("unknown.edition", name=name)


@cache
def documents() -> tuple[FormDefinition, ...]:
    """The official documents that can be written, the plain notice first."""
    return load_documents(files("forms").joinpath("definitions", _DOCUMENTS), _DOCUMENTS)


def definition(form: str, edition_name: str | None = None) -> FormDefinition:
    """The definition of *form* in the named edition, or in the first edition that has it; or the document of that name.

    Raises:
        UnknownName: no such form, document or edition.
    """
    if edition_name in (None, _DOCUMENTS):
        for document in documents():
            if document.id == form:
                return document
        if edition_name == _DOCUMENTS:
            raise UnknownName("unknown.form", name=form)
    for candidate in editions() if edition_name is None else (edition(edition_name),):
        for found in candidate.forms:
            if found.id == form:
                return found
    raise UnknownName("unknown.form", name=form)
