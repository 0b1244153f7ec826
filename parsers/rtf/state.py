r"""What holds inside a group of an RTF file and ends with it: look, font, destination."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CHARACTERS",
    "FONTS",
    "FORM",
    "MARGINS",
    "SKIPPED",
    "STARRED",
    "TEXT",
    "State",
]

TEXT: Final = 0
FONTS: Final = 1
FORM: Final = 2

CHARACTERS = {
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"tab": "\t",
    b"line": "\n",
    b"lbr": "\n",
    b"page": "\n",
    b"column": "\n",
}
"""Control words that are characters (RTF 1.9.1, "Special Characters")."""

SKIPPED = frozenset(
    b"colortbl stylesheet info filetbl nonshppict shprslt sp objdata objclass objname objalias objsect objtime sn sv "
    b"nonesttables pn pnseclvl pntxta pntxtb xe rxe tc private template falt panose fontemb fontfile ffname ffhelptext ffstattext ffformat "
    b"ffentrymcr ffexitmcr atnid atnauthor atndate atntime atnref atnicn comment bkmkstart bkmkend listtable listoverridetable list listlevel leveltext levelnumbers listname listoverride lfolevel "
    b"rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl mmathPr revtbl oldcprops oldpprops oldtprops oldsprops "
    b"datafield background picprop ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn fchars lchars passwordhash title".split()
)
"""Destinations whose content isn't text of the document."""

STARRED = frozenset(
    b"fldinst formfield ffl ffdeftext shpinst shppict nesttableprops annotation ud do moMath moMathPara moMathPr listtext pntext".split()
)
r"""Destinations that may be skipped by who doesn't know them (``\*``), and that are known here."""

MARGINS = frozenset(b"header headerl headerr headerf footer footerl footerr footerf".split())


class State:
    """The properties of a group. ``sink`` takes text that isn't for the line, such as a field's code."""

    __slots__ = (
        "asian",
        "bold",
        "deleted",
        "destination",
        "font",
        "hidden",
        "in_table",
        "kind",
        "level",
        "sink",
        "starred",
        "struck",
        "twice_struck",
        "underlined",
        "unicode_skip",
    )

    def __init__(self) -> None:
        self.destination = TEXT
        self.sink: list[str] | None = None
        self.starred = False
        self.unicode_skip = 1
        self.kind = b""
        self.asian = -1
        self.font = -1
        self.hidden = self.deleted = self.struck = self.twice_struck = self.bold = self.underlined = False
        self.in_table = False
        self.level = 0

    def copy(self) -> State:
        """The state that an inner group begins with."""
        new = State.__new__(State)
        new.destination, new.sink, new.starred = self.destination, self.sink, False
        new.unicode_skip, new.kind, new.asian, new.font = self.unicode_skip, self.kind, self.asian, self.font
        new.hidden, new.deleted = self.hidden, self.deleted
        new.struck, new.twice_struck = self.struck, self.twice_struck
        new.bold, new.underlined = self.bold, self.underlined
        new.in_table, new.level = self.in_table, self.level
        return new

    def plain(self, font: int) -> None:
        r"""``\plain``: characters look as they do by default."""
        self.font, self.kind = font, b""
        self.hidden = self.deleted = self.struck = self.twice_struck = self.bold = self.underlined = False

    @property
    def depth(self) -> int:
        """How deep in tables the paragraph stands."""
        return max(self.level, 1) if self.in_table else self.level
