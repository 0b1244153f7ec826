"""How a run looks, as far as that changes what is read: hidden, struck, marked by an underline or bold, in a symbol font."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from parsers.docx.names import W, is_on, value
from parsers.symbols import is_symbol_font, symbols

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from parsers.docx.styles import Style, Styles

__all__ = ["PLAIN_LOOK", "Look", "dressed", "in_font", "look_of"]

_STRIKE = W + "strike"
_FONT_KINDS = tuple(W + kind for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
_DRESSING = {
    W + "rStyle": "style",
    W + "rFonts": "fonts",
    W + "vanish": "hidden",
    W + "specVanish": "hidden",
    W + "strike": "struck",
    W + "dstrike": "struck",
    W + "b": "bold",
    W + "u": "underlined",
}

_NO_LINE = frozenset({"", "none"})
"""What w:u says of text without an underline (17.3.2.40)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How the characters of a run look, as far as it matters."""

    hidden: bool = False
    struck: bool = False
    font: str = ""
    placeholder: bool = False
    bold: bool = False
    underlined: bool = False


PLAIN_LOOK = Look()


@lru_cache(maxsize=256)
def look_of(style: Style) -> Look:
    """How text in a paragraph of *style* looks."""
    return Look(hidden=bool(style.hidden), struck=bool(style.struck), font=_pictorial(style.fonts))


def dressed(properties: etree._Element, look: Look, styles: Styles) -> Look:
    """*look* as changed by a run's properties. Hiding and striking in a character style undo the paragraph style's (17.7.3)."""
    for child in properties:
        name = _DRESSING.get(child.tag)
        if name is None:
            continue
        if name == "fonts":
            font = _font_of(child, look.font)
            if font != look.font:
                look = replace(look, font=font)
        elif name == "hidden":
            look = replace(look, hidden=is_on(child))
        elif name == "struck":
            # Single and double strikes exclude one another, so that one that is on counts whichever comes first.
            look = replace(look, struck=is_on(child) or (look.struck and child.tag != _STRIKE))
        elif name == "bold":
            look = replace(look, bold=is_on(child))
        elif name == "underlined":
            look = replace(look, underlined=value(child) not in _NO_LINE)
        else:
            look = _styled(styles.style(value(child)), look)
    return look


def _styled(style: Style, look: Look) -> Look:
    return Look(
        hidden=look.hidden if style.hidden is None else style.hidden != look.hidden,
        struck=look.struck if style.struck is None else style.struck != look.struck,
        font=_pictorial(style.fonts) if style.fonts else look.font,
        placeholder=True,
        bold=look.bold,
        underlined=look.underlined,
    )


def _pictorial(fonts: Iterable[str]) -> str:
    """The first of *fonts* that is a symbol font; empty where none is."""
    return next((font for font in fonts if font and is_symbol_font(font)), "")


def _font_of(fonts: etree._Element, otherwise: str) -> str:
    """The symbol font that *fonts* (w:rFonts) sets, empty where it sets other ones, *otherwise* where it sets none for letters.

    One that is only set for East Asian or complex text is marked by U+E000.
    """
    named = tuple(map(fonts.get, _FONT_KINDS))
    if any(named[:2]):
        otherwise = ""
    found = _symbol_fonts(named)
    return found or otherwise


@lru_cache(maxsize=1024)
def _symbol_fonts(named: tuple[str | None, ...]) -> str:
    letters = _pictorial(font or "" for font in named[:2])
    others = "" if letters else _pictorial(font or "" for font in named[2:])
    return letters or (others and "\ue000" + others)


def in_font(font: str, text: str) -> str:
    """*text* in a symbol font; one set for East Asian or complex text only shows in private-use characters (marked by U+E000)."""
    if not font.startswith("\ue000"):
        return symbols(font, text)
    return "".join(symbols(font[1:], char) if "\uf000" <= char <= "\uf0ff" else char for char in text)
