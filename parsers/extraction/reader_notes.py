"""What the notes of a reader on the whole document mean for a record read from it."""

from __future__ import annotations

from dataclasses import replace

from parsers.document import Note
from parsers.extraction.assembly import Assembly

__all__ = ["SHAKEN", "TELLING", "add_note"]

SHAKEN = frozenset({"document.damaged", "document.cut", "text.layer", "page.damaged", "page.image", "table.guessed"})
"""What a reader notes of a document in which text may be missing or wrong anywhere."""

TELLING = frozenset(
    {"sheet.hidden", "sheet.formula", "document.portfolio", "document.altchunk", "document.converted", "page.through"}
)
"""What a reader notes of content that isn't in the record: a clerk must look."""


def add_note(assembly: Assembly, note: Note) -> None:
    """What the reader says of the whole document; where text may be missing, no value is for sure."""
    shaken = note.code in SHAKEN
    assembly.issue(note.code, "", "warning" if shaken or note.code in TELLING else "info", None, **dict(note.details))
    if not shaken:
        return
    assembly.fields = {
        path: replace(info, confidence=min(info.confidence, 0.5)) for path, info in assembly.fields.items()
    }
    for name in assembly.data:
        assembly.issue(note.code, name, "warning", None, **dict(note.details))
