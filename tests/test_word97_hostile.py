"""Broken .doc files: each ends in a document or a typed error, soon, and what was lost is told."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from mutations import SECTORWISE, endure, survives
from word97_builder import (
    DELETED,
    SPECIAL,
    STRUCK,
    Doc,
    P,
    before,
    cells,
    compound,
    field_of,
    form,
    form_field,
    row,
    style,
    style_sheet,
)

from forms.errors import FubiaoError, Unreadable
from parsers.document import Document
from parsers.read import read
from parsers.sniff import sniff

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "samples"
FILES = sorted([*SHARED.glob("*-0.doc"), *SHARED.glob("doc-apache/*.doc")])


def rich(*more: str | tuple[str, bytes]) -> bytes:
    body = [
        P(["标题", ("划", STRUCK), *more]),
        *cells("甲", "乙", end=row([0, 1000, 2000], [0x60])),
        *cells("", "丙", end=row([0, 1000, 2000], [0x20])),
        P([*form_field("FORMCHECKBOX", 8), *field_of(" PAGE ", "1"), ("\x08", SPECIAL)]),
        P(["完"]),
    ]
    return Doc(body, data=bytes(8) + form(1, result=1)).build()


def test_damaged_files_end_in_a_document_or_a_typed_error() -> None:
    sources = [rich(("删", DELETED)), before([("甲\r".encode("gb18030"), b"")]), *(file.read_bytes() for file in FILES)]
    endure(sources, SECTORWISE, usual=490, kind="doc")


def test_every_flip_in_the_structure_of_a_small_file_is_survived() -> None:
    data = rich()
    for at in range(0, min(len(data), 1600), 3):
        made = bytearray(data)
        made[at] ^= 0xFF
        survives(bytes(made), kind="doc")


def words(document: Document) -> int:
    found = sum(len(cell.text) for table in document.tables() for cell in table.cells)
    return found + sum(len(getattr(block, "text", "")) for block in document.blocks)


@pytest.mark.parametrize("seed", range(4))
def test_a_flip_that_loses_text_is_told(seed: int) -> None:
    """Where fewer characters are left after a flip, the document is a damaged one or notes what it leaves out."""
    data = rich()
    whole = words(read(data))
    chance = random.Random(seed)  # noqa: S311 - cases must repeat
    for _ in range(200):
        made = bytearray(data)
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
        document = survives(bytes(made), kind="doc")
        if document is not None and words(document) < whole:
            codes = {note.code for note in document.notes}
            assert codes & {"document.damaged", "document.hidden"}


@pytest.mark.parametrize("size", [0, 3, 100, 511, 512, 700, 2000])
def test_a_stub_is_refused(size: int) -> None:
    with pytest.raises(Unreadable):
        read(rich()[:size])


@pytest.mark.parametrize("ring", ["fat", "directory"])
def test_rings_in_the_container_end(ring: str) -> None:
    made = bytearray(rich())
    if ring == "fat":
        (fat,) = struct.unpack_from("<I", made, 76)
        at = 512 + 512 * fat
        made[at : at + 512] = struct.pack("<I", 0) * 128
    else:
        (directory,) = struct.unpack_from("<I", made, 48)
        at = 512 + 512 * directory
        for entry in range(4):
            struct.pack_into("<iii", made, at + 128 * entry + 68, 1, 1, 1)
    survives(bytes(made), kind="doc")


def test_other_compound_files_are_named() -> None:
    for stream, name in {"Workbook": "xls", "PowerPoint Document": "ppt", "EncryptedPackage": "encrypted"}.items():
        assert sniff(compound({stream: b"x"})) == name


def test_the_names_of_streams_count_in_any_letters() -> None:
    assert sniff(compound({"WORDDOCUMENT": b"x", "1TABLE": b"x"})) == "doc"
    assert sniff(compound({"workbook": b"x"})) == "xls"


def test_a_word_file_inside_another_is_not_taken_for_it() -> None:
    assert sniff(compound({"Workbook": b"x", "Book": b"x"})) == "xls"
    assert sniff(compound({"WordDocument": b"x", "1Table": b"x"})) == "doc"


def test_old_versions_without_a_container_are_named() -> None:
    for head, name in ((b"\xdb\xa5\x2d\x00", "word2"), (b"\xdc\xa5\x65\x00", "word6"), (b"\xdc\xa5\x68\x00", "word95")):
        assert sniff(head + bytes(600)) == name


def test_tables_nested_beyond_reason_are_damage() -> None:
    deep = bytes.fromhex("162401") + struct.pack("<HI", 0x6649, 4000)
    document = read(Doc([P(["甲"], deep), P(["乙"])]).build())
    assert "document.damaged" in {note.code for note in document.notes}


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.word97.story.CELL_LIMIT", 100)
    with pytest.raises(FubiaoError) as caught:
        read(Doc([*cells(*"0123456789", end=row(range(0, 1100, 100))) * 11, P([""])]).build())
    assert caught.value.code == "limit.cells"


def test_styles_in_a_ring_end() -> None:
    sheet = style_sheet(style(base=1), style(base=0))
    document = read(Doc([P(["甲"], style=1)], parts={"styles": sheet}).build())
    assert "document.damaged" in {note.code for note in document.notes}
