"""The API as a whole: its operations stand in the modules beside this one, by subject."""

from __future__ import annotations

from flask import Blueprint

from desk import api_forms, api_office, api_records, api_uploads
from desk.operations import blueprint

__all__ = ["SUBJECTS", "api"]

SUBJECTS = (api_uploads, api_records, api_forms, api_office)
"""The modules whose operations make the API; importing them is what adds these."""


def api() -> Blueprint:
    """The API's routes."""
    return blueprint()
