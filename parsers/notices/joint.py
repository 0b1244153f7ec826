"""The mark of a document that several organs issue together: a table, or lines, over the document (GB/T 9704-2012 7.2.4)."""

from __future__ import annotations

from collections.abc import Sequence

from forms.chinese import tight
from parsers.extraction.layout import Line, Sheet, Strip
from parsers.notices.model import Head, Value
from parsers.notices.organs import is_organ, without_mark_end
from parsers.notices.words import tells

__all__ = ["is_told", "mark_names", "put_marks"]


def put_marks(above: Sequence[Strip], head: Head) -> None:
    """Those who issue a document together may stand in a table over it, with the word for documents beside them (7.2.4)."""
    for strip in above:
        if isinstance(strip, Sheet) and not head.marks and (names := mark_names(strip)):
            first = strip.areas[0]
            line = Line(first.text, first.origin, first.confidence, first.notes, first.struck)
            head.marks = names
            if head.mark is None:
                head.mark = Value(text=names[0], lines=(line,))


def mark_names(sheet: Sheet) -> tuple[str, ...]:
    """The organs that a table of marks names; none where it is another table."""
    texts = [text for area in sheet.areas for text in area.text.split("\n") if text.strip()]
    names = [without_mark_end(tight(text)) for text in texts if not tells("file_word", text)]
    return tuple(names) if len(names) > 1 and all(map(is_organ, names)) else ()


def is_told(line: Line, signing: set[str]) -> bool:
    """Whether a line over the title is of the mark of those who sign together."""
    text = tight(line.text)
    return len(signing) > 1 and (without_mark_end(text) in signing or tells("file_word", text))
