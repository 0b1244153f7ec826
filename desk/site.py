"""The clerks' pages as one blueprint. Each module brings the views of its subject."""

from __future__ import annotations

from flask import Blueprint

from desk import pages_judging, pages_ledger, pages_publish, pages_worklist
from desk.pages import blueprint

__all__ = ["MODULES", "site"]

MODULES = (pages_judging, pages_ledger, pages_publish, pages_worklist)


def site() -> Blueprint:
    """The pages, to be registered with the application."""
    return blueprint
