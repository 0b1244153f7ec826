r"""The fields that are open at some place of an RTF file, and the form field that the innermost is (``\formfield``)."""

from __future__ import annotations

from forms.errors import OverLimit
from parsers.word97.forms import FormField, FormState

__all__ = ["FIELD_LIMIT", "Fields"]

FIELD_LIMIT = 256
_UNSET = 25
"""The result of a form field that was never set, which shows its default (RTF 1.9.1, "Form Fields")."""


class Fields:
    """Open fields, each with where text went before it (``sink``: None for the line)."""

    def __init__(self) -> None:
        self._open: list[tuple[FormField, list[str] | None]] = []
        self.form: dict[bytes, int] = {}
        self.entries: list[str] = []
        self.default_text: list[str] = []

    @property
    def inside(self) -> bool:
        """Whether a field is open."""
        return bool(self._open)

    def begin(self, sink: list[str] | None) -> None:
        """Opens a field where text goes to *sink*."""
        if len(self._open) >= FIELD_LIMIT:
            raise OverLimit("limit.depth", limit=FIELD_LIMIT)
        self._open.append((FormField(), sink))
        self.form, self.entries, self.default_text = {}, [], []

    def code(self) -> list[str]:
        """Where the innermost field's code goes."""
        return self._open[-1][0].code

    def result(self) -> list[str] | None:
        """Where the innermost field's result goes: where its text went before, or apart if the code tells what is shown."""
        found, sink = self._open[-1]
        found.in_code = False
        if not found.shows_code:
            return sink
        found.result = []
        return found.result

    def end(self) -> tuple[FormField, list[str] | None]:
        """Closes the innermost field; answers it, and where text goes from now on."""
        found, sink = self._open.pop()
        found.in_code = False
        return found, sink

    def end_form(self) -> None:
        """Gives the innermost field the state that was read."""
        if not self._open:
            return
        result = self.form.get(b"ffres", _UNSET)
        self._open[-1][0].state = FormState(
            kind=self.form.get(b"fftype", 0),
            result=None if result == _UNSET else result,
            default=self.form.get(b"ffdefres", 0),
            text="".join(self.default_text),
            entries=tuple(self.entries),
        )
