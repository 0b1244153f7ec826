"""What the readers of .docx and .doc have in the making: a paragraph, the blocks of a container, the fields that are open.

Both formats have paragraphs whose end is gone, so that they run on into the next one, and fields that are marks in the text, with a code before
what they show; what these mean is told here once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from forms.errors import OverLimit
from parsers.document import Block, Paragraph, Part
from parsers.docx.fields import Field

__all__ = ["CELL_LIMIT", "Draft", "Flow", "OpenFields"]

CELL_LIMIT = 200_000
FIELD_LIMIT = 256


@dataclass(kw_only=True, slots=True)
class Draft:
    """A paragraph in the making. ``after`` are the text boxes anchored in it."""

    text: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    struck: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Flow:
    """The blocks of a container in the making. ``held`` is what a paragraph without an end of its own leaves to the next one."""

    part: Part
    blocks: list[Block] = field(default_factory=list)
    held: Draft | None = None

    def hold(self, draft: Draft) -> None:
        """Keeps *draft*, whose end is gone, for the next paragraph. Its text boxes stay where they are."""
        if self.held is None:
            self.held = Draft()
        self.held.text += draft.text
        self.held.notes |= draft.notes
        self.held.struck += draft.struck
        self.held.marked += draft.marked
        self.blocks += draft.after

    def close(self, draft: Draft, *, number: str = "") -> None:
        """Ends *draft*, with what was held before it; *number* is the number that its list gives it."""
        text, notes, struck, marked = "".join(draft.text), draft.notes, draft.struck, draft.marked
        if self.held is not None:
            text = "".join(self.held.text) + text
            notes = self.held.notes | notes
            struck = self.held.struck + struck
            marked = self.held.marked + marked
            self.held = None
        if number:
            text = number + text if text.strip() else number.rstrip() + text
        self.blocks.append(
            Paragraph(
                text=text,
                part=self.part,
                notes=tuple(sorted(notes)) if notes else (),
                struck=tuple(struck),
                marked=tuple(marked),
            )
        )
        self.blocks += draft.after

    def finish(self) -> None:
        """Ends what is held, if anything is: no paragraph comes that could take it."""
        if self.held is not None:
            self.close(Draft())


_Open = TypeVar("_Open", bound=Field)


class OpenFields(list[_Open]):
    """The fields that are open at a place of the text, the innermost last."""

    def begin(self, found: _Open) -> None:
        """Opens *found*. Raises ``OverLimit`` where fields stand in fields beyond reason."""
        if len(self) >= FIELD_LIMIT:
            raise OverLimit("limit.depth", limit=FIELD_LIMIT)
        self.append(found)

    @property
    def in_code(self) -> bool:
        """Whether what stands here is the code of a field."""
        return any(found.in_code for found in self)

    def take(self, text: str, *, typed: bool = False) -> bool:
        """Gives *text* to the field that it belongs to, and tells whether there was one: a field whose result just shows takes none."""
        for outer in reversed(self):
            if outer.in_code:
                outer.code.append(text)
                if typed:
                    outer.typed.append(text)
                return True
            if outer.result is not None:
                outer.result.append(text)
                return True
        return False

    def separate(self) -> bool:
        """Ends the code of the innermost field, and tells whether it had one that was open."""
        if not self or not self[-1].in_code:
            return False
        found = self[-1]
        found.in_code = False
        if found.shows_code:
            found.result = []
        return True

    def end_paragraph(self) -> None:
        """A paragraph ends inside a field: what is collected so far is kept apart by a line break."""
        for found in reversed(self):
            if found.in_code:
                found.typed.append("\n")
                return
            if found.result is not None:
                found.result.append("\n")
                return

    def abandon(self) -> Draft:
        """The text that fields which never end have taken along, with a doubt. None is open after that."""
        draft = Draft(notes={"text.field"})
        for found in self:
            draft.text += found.typed if found.in_code else found.result or ()
        self.clear()
        return draft
