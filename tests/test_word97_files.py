"""The .doc reader on files of others: the samples, equal to their .docx twins, and real files with what is known of them."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.errors import Unreadable
from parsers.document import Block, Cell, Document, Paragraph, Table
from parsers.read import read
from parsers.word97.sprms import Prls
from parsers.word97.tables import Drawn, drawn

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "samples"
SAMPLES = sorted(SHARED.glob("*.doc"))
REAL = SHARED / "doc-apache"
TRAVEL = "au.edu.utas.www___data_assets_word_doc_0003_154335_International-Travel-Approval-Request-Form"

pytestmark = pytest.mark.skipif(not SAMPLES, reason="the samples aren't here")


def real(name: str) -> Document:
    return read((REAL / f"{name}.doc").read_bytes())


def told(blocks: tuple[Block, ...]) -> Iterator[tuple[object, ...]]:
    """What stands where, white space aside: converting one format into the other drops some of it at the ends of cells."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.part, re.sub(r"\s+", "", block.text), block.notes
        else:
            yield block.rows, block.columns
            for cell in block.cells:
                yield cell.row, cell.column, cell.row_span, cell.column_span
                yield from told(cell.blocks)


def cell_at(table: Table, row: int, column: int) -> Cell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


def grid(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_a_sample_reads_as_its_docx_twin(file: Path) -> None:
    found, twin = read(file.read_bytes()), read(file.with_suffix(".docx").read_bytes())
    assert list(told(found.blocks)) == list(told(twin.blocks))
    assert found.notes == ()


@pytest.mark.parametrize("seed", range(3))
def test_rows_whose_edges_were_drawn_by_hand_give_the_same_table(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each edge of each row a third of a millimetre off at most: no eye sees it."""
    data = (SHARED / "summary-moe-2020-0.doc").read_bytes()
    chance = random.Random(seed)  # noqa: S311 - cases must repeat

    def by_hand(prls: Prls, doubts: set[str]) -> Drawn:
        row = drawn(prls, doubts)
        row.edges = [edge + chance.randint(-19, 19) for edge in row.edges]
        return row

    straight = read(data)
    monkeypatch.setattr("parsers.word97.story.drawn", by_hand)
    assert read(data).blocks == straight.blocks


def test_a_sample_is_read_in_a_few_milliseconds() -> None:
    contents = [file.read_bytes() for file in SAMPLES]
    for data in contents:
        read(data)
    started = time.perf_counter()
    for data in contents:
        read(data)
    assert (time.perf_counter() - started) / len(contents) < 0.1


def test_a_table_in_a_cell() -> None:
    (outer, inner) = real("innertable").tables()
    assert [cell.text for cell in outer.cells] == ["A", "B", "C", "D", "E\nF", "G", "H", "I", "J"]
    assert cell_at(outer, 1, 1).tables == (inner,)
    assert grid(inner) == [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "2"), (1, 0, 1, 1, "3"), (1, 1, 1, 1, "4")]


def test_merged_cells() -> None:
    (table,) = real("table-merges").tables()
    assert (table.rows, table.columns) == (4, 5)
    assert grid(table) == [
        (0, 0, 1, 3, "A"),
        (0, 3, 1, 2, "B"),
        (1, 0, 1, 1, "C"),
        (1, 1, 1, 1, "D"),
        (1, 2, 1, 2, "E"),
        (1, 4, 1, 1, "F"),
        (2, 0, 1, 1, ""),
        (2, 1, 1, 1, "G"),
        (2, 2, 1, 2, "H"),
        (2, 4, 1, 1, "I\nJ"),
        (3, 0, 1, 5, "K"),
    ]


def test_a_plain_table() -> None:
    (table,) = real("simple-table2").tables()
    assert [cell.text for cell in table.cells] == [f"Row {r}/Cell {c}" for r in (1, 2, 3) for c in (1, 2, 3)]


def test_form_fields_in_tables() -> None:
    document = real(TRAVEL)
    tables = list(document.tables())
    assert [(t.rows, t.columns, len(t.cells)) for t in tables] == [
        (5, 2, 10),
        (7, 4, 28),
        (3, 4, 12),
        (7, 4, 23),
        (3, 1, 3),
        (1, 3, 3),
        (5, 3, 15),
        (3, 3, 7),
        (2, 3, 4),
    ]
    everything = "".join(
        [b.text for b in document.blocks if isinstance(b, Paragraph)] + [c.text for t in tables for c in t.cells]
    )
    assert everything.count("☐") == 12
    assert "FORM" not in everything
    assert [cell.text for cell in tables[5].cells] == [
        "☐Section 1 – (standard international travel)",
        "☐Section 2 – (travel other than scholarly activities)",
        "☐Section 3 – (travel other than economy class)",
    ]
    assert [note.code for note in document.notes] == ["document.macros"]


def test_ticks_of_a_symbol_font_in_a_table() -> None:
    (table,) = real("parentinvguid").tables()
    assert (table.rows, table.columns, len(table.cells)) == (21, 5, 101)
    ticked = [(cell.row, cell.column) for cell in table.cells if "✓" in cell.text]
    assert ticked == [
        *((2, 2), (2, 3), (3, 2), (4, 2), (4, 3), (5, 2), (6, 2), (7, 3), (8, 3), (9, 3), (10, 3), (10, 4)),
        *((11, 3), (12, 3), (13, 4), (14, 4), (15, 4), (16, 4), (17, 3), (18, 3), (19, 3), (20, 2)),
    ]


def test_fields_of_every_story() -> None:
    document = real("test-fields")
    assert [(b.part, b.text) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("body", "19/11/2010 14:49:00"),
        ("textbox", "Field in text box: 2"),
        ("body", "Here is a link to an endnote"),
        ("body", "Here is a link to a footnote "),
        ("body", "Some annotation linking here"),
    ]
    assert [(b.part, b.text) for b in document.asides if isinstance(b, Paragraph)] == [
        ("header", "page 1"),
        ("textbox", "Textbox in header with field: 3:18 PM"),
        ("footer", "Document1"),
        ("footnote", " Footnote with field: Fridrich Strba"),
        ("endnote", " Field in EndNote. File size: 0"),
        ("comment", "Field in comment: 19/11/2010"),
    ]


def test_notes_and_comments() -> None:
    document = real("footnote")
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["Test text"]
    assert [(b.part, b.text.strip()) for b in document.asides if isinstance(b, Paragraph)] == [
        ("footnote", "TestFootnote"),
        ("endnote", "TestEndnote"),
        ("comment", "TestComment"),
    ]


def test_headers_and_footers() -> None:
    document = real("HeaderFooterUnicode")
    assert [(b.part, b.text) for b in document.asides if isinstance(b, Paragraph) and b.text] == [
        ("header", "This is a simple header, with a € euro symbol in it."),
        ("footer", "The footer, with Molière, has Unicode in it."),
    ]
    assert "\tL'Avare ou l'École du mensonge" in [b.text for b in document.blocks if isinstance(b, Paragraph)]


def test_a_list_that_isnt_there_has_no_numbers() -> None:
    document = real("ListEntryNoListTable")
    assert [b.text for b in document.blocks if isinstance(b, Paragraph) and b.text] == [
        "Coucou",
        "Table 3. System capacity",
    ]


def test_an_encrypted_file_says_so() -> None:
    with pytest.raises(Unreadable) as caught:
        real("PasswordProtected")
    assert caught.value.code == "unreadable.encrypted"


def test_word_6_and_95() -> None:
    sentence = "The quick brown fox jumps over the lazy dog"
    assert [b.text for b in real("Word6").blocks if isinstance(b, Paragraph)] == [sentence]
    assert [b.text for b in real("Word95").blocks if isinstance(b, Paragraph) and b.text] == [
        sentence,
        "Paragraph 2",
        "Paragraph 3. Has some RED text and some BLUE BOLD text in it.",
        "Last (4th) paragraph.",
    ]
    assert real("Word6").notes == real("Word95").notes == ()


@pytest.mark.parametrize(
    "name", ["innertable", "table-merges", "simple-table2", "test-fields", "footnote", "HeaderFooterUnicode"]
)
def test_a_sound_file_is_no_damaged_one(name: str) -> None:
    assert "document.damaged" not in {note.code for note in real(name).notes}
