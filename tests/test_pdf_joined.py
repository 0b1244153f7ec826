"""Codes that stand for several characters: a ligature is its letters, and a letter told twice is one."""

from __future__ import annotations

import pytest

from parsers.pdf.joined import settle_joined
from parsers.pdf.model import Glyph, Page


@pytest.mark.parametrize(("width", "text"), [(7.2, "ffg"), (3.4, "fg")])
def test_two_equal_letters_of_one_code_are_a_ligature_where_they_have_its_room(width: float, text: str) -> None:
    letters = [Glyph("f", 60, 60 + width, 100, 10.5), Glyph("f", 60, 60 + width, 100, 10.5)]
    page = Page(1, 595, 842, [*letters, Glyph("g", 60 + width, 66 + width, 100, 10.5)])
    settle_joined([page])
    assert "".join(glyph.text for glyph in page.glyphs) == text
