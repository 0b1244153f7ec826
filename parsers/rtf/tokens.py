r"""RTF as tokens: groups, control words with their numbers, and bytes of text.

Source: Rich Text Format Specification 1.9.1, "RTF Syntax". Numbers are cut short, runs of ``\'hh`` are one token, and what a reader skips is
skipped without being taken apart: most of a file's bytes are pictures.
"""

from __future__ import annotations

import re
from typing import Final

from forms.errors import OverLimit

__all__ = ["CLOSE", "OPEN", "SYMBOL", "TEXT", "TOKENS_LIMIT", "WORD", "Tokens"]

OPEN: Final = 1
CLOSE: Final = 2
WORD: Final = 3
SYMBOL: Final = 4
TEXT: Final = 5

TOKENS_LIMIT = 1_000_000
"""A filled-in form has some 20,000."""

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,40})(-?[0-9]{1,10})?[0-9]*[ ]?"
    rb"|((?:\\'[0-9A-Fa-f]{2})+)"
    rb"|([^\\{}\r\n\x00]+)"
    rb"|([{}])"
    rb"|\\(.)"
    rb"|[\r\n\x00]+"
    rb"|\\",
    re.DOTALL,
)
_IN_GROUP = re.compile(rb"[{}]|\\bin(?P<size>[0-9]{1,10}) ?|\\.", re.DOTALL)
_HEX = re.compile(rb"\\'")
_DEPTH_LIMIT = 1000


class Tokens:
    """The tokens of a file in order. ``next`` answers (kind, bytes, number); ``skip_group`` leaves the group that is open."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._read = 0

    def next(self) -> tuple[int, bytes, int | None] | None:
        """The next token; None at the end."""
        while True:
            match = _TOKEN.match(self._data, self._at)
            if match is None:
                return None
            self._at = match.end()
            self._read += 1
            if self._read > TOKENS_LIMIT:
                raise OverLimit("limit.nodes", limit=TOKENS_LIMIT)
            group = match.lastindex
            if group in (1, 2):
                number = match.group(2)
                return WORD, match.group(1), None if number is None else int(number)
            if group == 3:
                return TEXT, bytes.fromhex(_HEX.sub(b"", match.group(3)).decode()), None
            if group == 4:
                return TEXT, match.group(4), None
            if group == 5:
                return (OPEN if match.group(5) == b"{" else CLOSE), b"", None
            if group == 6:
                return SYMBOL, match.group(6), None

    def skip(self, size: int) -> None:
        r"""Leaves out the raw bytes after ``\bin``."""
        self._at = min(len(self._data), self._at + max(0, size))

    def skip_group(self) -> None:
        """Goes to the end of the group that is open, whose closing brace is the next token then."""
        depth = 0
        while True:
            match = _IN_GROUP.search(self._data, self._at)
            if match is None:
                self._at = len(self._data)
                return
            if match.group() == b"}":
                if not depth:
                    self._at = match.start()
                    return
                depth -= 1
            elif match.group() == b"{":
                depth += 1
                if depth > _DEPTH_LIMIT:
                    raise OverLimit("limit.depth", limit=_DEPTH_LIMIT)
            self._at = match.end()
            if match.group("size"):
                self.skip(int(match.group("size")))
