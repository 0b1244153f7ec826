"""An RTF file while it is gone through: what holds where the reader stands, and how text gets from there into the document."""

from __future__ import annotations

from collections.abc import Callable

from parsers.document import Block, Part
from parsers.rtf.fields import Fields
from parsers.rtf.flow import Findings, Flow
from parsers.rtf.fonts import Fonts
from parsers.rtf.state import TEXT, State
from parsers.rtf.tables import CellDefinition, RowDefinition
from parsers.rtf.tokens import Tokens
from parsers.typed import Typed

__all__ = ["Handler", "Reading", "Story"]


class Story:
    """A story in the making: where its blocks go, its present paragraph, and what is anchored in that."""

    def __init__(self, part: Part, findings: Findings) -> None:
        self.flow = Flow(part, findings)
        self.line = Typed()
        self.after: list[Block] = []


class Reading:
    """How far a file is read. Groups nest: ``groups`` keeps what the outer ones hold, ``on_close`` is done when the present one ends."""

    def __init__(self, data: bytes) -> None:
        self.tokens = Tokens(data)
        self.state = State()
        self.groups: list[tuple[State, Callable[[], None] | None]] = []
        self.on_close: Callable[[], None] | None = None
        self.findings = Findings()
        self.story = Story("body", self.findings)
        self.fields = Fields()
        self.fonts = Fonts()
        self.to_skip = 0
        self.last = ""
        self.half = ""
        self.row = RowDefinition()
        self.cell = CellDefinition(edge=0)
        self.margins: list[tuple[bytes, tuple[Block, ...]]] = []
        self.asides: list[Block] = []
        self.row_begun = self.opened = self.begins = False
        self.switches: set[bytes] = set()

    def show(self, text: str) -> None:
        """Puts *text*, typed in the present look, where it belongs."""
        state = self.state
        if not text or state.destination != TEXT or self._gone(text):
            return
        name, pictorial = self.fonts.look(state.font)
        line = self.story.line
        if state.sink is not None:
            state.sink.append(line.shown(text, font=name, pictorial=pictorial))
        else:
            struck, marked = state.struck or state.twice_struck, state.bold or state.underlined
            line.type(text, font=name, pictorial=pictorial, struck=struck, marked=marked)

    def put(self, text: str) -> None:
        """Puts what is shown as it stands, in whatever font."""
        state = self.state
        if not text or state.destination != TEXT or self._gone(text):
            return
        if state.sink is not None:
            state.sink.append(text)
        else:
            self.story.line.put(text, struck=state.struck or state.twice_struck)

    def _gone(self, text: str) -> bool:
        if self.state.hidden and not self.state.deleted and text.strip():
            self.findings.notes.add("document.hidden")
        return self.state.hidden or self.state.deleted

    def end_half(self) -> None:
        """Half a character that nothing completes is one that was lost."""
        left = self.fonts.rest() or ("\ufffd" if self.half else "")
        self.half = ""
        if left:
            self.show(left)

    def paragraph(self) -> None:
        """Ends the paragraph that is being read."""
        story, state = self.story, self.state
        # Some programs leave out that a paragraph is in a table: it is where a row has begun.
        level = state.depth or (1 if self.row_begun or story.flow.row_is_open else 0)
        self.add_line(level)

    def add_line(self, level: int) -> None:
        """Adds the paragraph that is being read at this depth of tables."""
        story = self.story
        story.flow.add([story.line.paragraph(story.flow.part), *story.after], level)
        story.line, story.after = Typed(), []

    def begin(self, part: Part, close: Callable[[tuple[Block, ...]], None]) -> None:
        """Begins a story of its own, which ends with the group."""
        self.end_half()
        outer = self.story, self.fields, self.row, self.cell
        self.story, self.fields = Story(part, self.findings), Fields()
        state = self.state
        state.destination, state.sink, state.in_table, state.level = TEXT, None, False, 0

        def end() -> None:
            self.end_half()
            story = self.story
            if story.line.pieces or story.after:
                self.paragraph()
            blocks = story.flow.finish(self.row)
            self.story, self.fields, self.row, self.cell = outer
            close(blocks)

        self.on_close = end


Handler = Callable[[Reading, bytes, int | None], None]
"""What a control word does, given itself and the number behind it."""
