"""What was recognised is held against how characters look: a recogniser is as sure of its mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.pdf.file import opened
from parsers.pdf.likeness import as_set
from parsers.pdf.verify import verify

SAMPLE = Path(__file__).parent.parent / "samples" / "contact_sheet" / "province.pdf"


@pytest.mark.parametrize("mistake", [{}, {"0": "9"}, {"3": "5"}, {"一": "七"}, {"主": "強"}, {"任": "住"}])
def test_what_was_misread_is_doubted_and_nothing_else(mistake: dict[str, str]) -> None:
    with opened(SAMPLE.read_bytes()) as file:
        pages = list(file.pages())
        wrong = []
        for glyph in pages[0].glyphs:
            glyph.method, glyph.confidence = "ocr", 0.99
            if glyph.text in mistake:
                glyph.text = mistake[glyph.text]
                wrong.append(glyph)
        verify(pages, file.picture, {})
    assert bool(wrong) == bool(mistake)
    assert {id(glyph) for glyph in pages[0].glyphs if glyph.confidence < 0.9} == {id(glyph) for glyph in wrong}


@pytest.mark.parametrize(
    ("read", "ems", "meant"), [("+", 1.0, "十"), ("+", 0.6, "+"), ("ハ", 1.0, "八"), ("口", 1.0, "口")]
)
def test_a_sign_on_a_whole_square_is_the_character_that_it_looks_like(read: str, ems: float, meant: str) -> None:
    assert as_set(read, ems) == meant
