"""The clerks' pages as one blueprint. Each module brings the views of its subject."""

from __future__ import annotations

from flask import Blueprint

from desk import (
    pages_activities,
    pages_enter,
    pages_intake,
    pages_judging,
    pages_ledger,
    pages_publish,
    pages_review,
    pages_worklist,
)
from desk.pages import blueprint
from forms.sameness import named

__all__ = ["MODULES", "site"]

MODULES = (
    pages_enter,
    pages_activities,
    pages_intake,
    pages_review,
    pages_judging,
    pages_ledger,
    pages_publish,
    pages_worklist,
)


def site() -> Blueprint:
    """The pages, to be registered with the application."""
    # The country's divisions are loaded now, and not while the first board is waited for.
    named("")
    return blueprint
