"""Names of the WordprocessingML vocabulary and the few ways to look at its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["MC", "PIC", "W14", "WPS", "A", "M", "O", "R", "V", "W", "is_on", "number", "pick", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix that the vocabulary goes by
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"

_VAL = W + "val"
_DIGITS = 9
_OFF = frozenset({"0", "false", "off", "no"})
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/word/20",
    "http://schemas.microsoft.com/office/drawing/20",
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/office/mac/",
)
"""Beginnings of the namespaces whose elements hold text the same way, so that an alternate requiring them may be taken."""


def value(element: etree._Element | None, name: str = "val") -> str:
    """The attribute *name* of the vocabulary; some writers leave its prefix out. Empty where there is none."""
    if element is None:
        return ""
    found = element.get(_VAL if name == "val" else W + name)
    return (element.get(name, "") if found is None else found).strip()


def number(text: str, otherwise: int) -> int:
    """The whole number that *text* begins with ("567.5" as some converters write); *otherwise* where there is none or it is absurd."""
    whole = text.partition(".")[0].strip()
    digits = whole.removeprefix("-").removeprefix("+")
    return int(whole) if 0 < len(digits) <= _DIGITS and digits.isascii() and digits.isdigit() else otherwise


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not turned off (17.17.4)."""
    return element is not None and value(element).lower() not in _OFF


def pick(element: etree._Element) -> etree._Element | None:
    """The one branch of an ``mc:AlternateContent`` to read: the first choice whose requirements are understood, else the fallback.

    None for any other element, and where no branch can be read (ECMA-376-3 10.2).
    """
    if element.tag != MC + "AlternateContent":
        return None
    fallback: etree._Element | None = None
    for branch in element:
        if branch.tag == MC + "Choice" and _understood(branch):
            return branch
        if branch.tag == MC + "Fallback" and fallback is None:
            fallback = branch
    return fallback


def _understood(choice: etree._Element) -> bool:
    names = choice.nsmap
    required = choice.get("Requires", "").split()
    return all((names.get(prefix) or "").startswith(_UNDERSTOOD) for prefix in required)
