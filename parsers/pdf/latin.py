"""Whether a digit or small letter is drawn as the text layer tells: at first sight, and more closely where that speaks against it.

Fonts differ in where they put letters and how wide they draw them. So what seems to be another character is compared once more, a letter moved up and
down, a digit stretched to the box of each that it is compared with. Measured on 75 fonts of the common Latin families, at 18 to 32 pixels an em: 0.1% of
digits and 1.6% of letters are taken for others though they are what is told, 95% of digits and 74% of letters that aren't are found.
"""

from __future__ import annotations

from functools import cache

from parsers.pdf.masks import WINDOW, Mask, likeness, mask_of, roughly

__all__ = ["DIGITS", "SMALL_LETTERS", "is_other_digit", "is_other_letter", "within"]

DIGITS = "0123456789"
SMALL_LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROWS = 2 * WINDOW
"""Pixels of a letter's window downwards: it is half an em wide and one high."""
RIVALS = 3
"""Other digits that a drawing is compared with closely: those that it is like at first sight."""
BEHIND, STRETCHED = 0.08, 0.05
"""By how much another digit may be more like a drawing than the one that it is said to be, at first sight and stretched."""
BEHIND_ALONE, STRETCHED_ALONE = -0.05, 0.03
"""The same of a digit that is drawn alone and large: of the fonts' own digits none is then taken for another, of others 0.4% for what is told."""
RANK = 3
"""How many other letters may be more like a drawing than the one that it is said to be: case and style change them."""
MOVES = (-2, -1, 0, 1, 2)
"""Rows by which a letter is moved."""
BOX_ROWS, BOX_COLUMNS = 16, 12
"""Pixels of a stretched digit."""

_WHOLE = (1 << ROWS * WINDOW) - 1


def is_other_digit(bits: int, told: str, columns: tuple[float, float], *, alone: bool = False) -> bool:
    """Whether a window shows another digit than *told*, or may show one if it is drawn *alone*.

    *columns* are the first and the last that are the digit's own, not its neighbours'.
    """
    behind, stretch = (BEHIND_ALONE, STRETCHED_ALONE) if alone else (BEHIND, STRETCHED)
    mask = mask_of(told)
    if mask is None:
        return False
    own = likeness(bits, mask)
    others = [other for digit in DIGITS if digit != told and (other := mask_of(digit))]
    others.sort(key=lambda other: -roughly(bits, other))
    if all(likeness(bits, other) <= own + behind for other in others[:RIVALS]):
        return False
    stretched = _stretched(_rows(within(bits, columns)))
    if stretched is None:
        return True
    own = _box_likeness(stretched, told)
    return any(_box_likeness(stretched, digit) > own + stretch for digit in DIGITS if digit != told)


def is_other_letter(bits: int, told: str, columns: tuple[float, float]) -> bool:
    """Whether a window shows another small letter than *told*; *columns* are as for digits."""
    own = mask_of(told)
    others = [mask for letter in SMALL_LETTERS if letter != told and (mask := mask_of(letter))]
    if own is None or not _is_behind(roughly(bits, own), [roughly(bits, mask) for mask in others]):
        return False
    bits = within(bits, columns)
    return _is_behind(_moved_likeness(bits, own), [_moved_likeness(bits, mask) for mask in others])


def _is_behind(own: float, others: list[float]) -> bool:
    return sum(other > own for other in others) > RANK


def within(bits: int, columns: tuple[float, float]) -> int:
    """A window without what is drawn beside *columns*."""
    first, last = columns
    row = sum(1 << WINDOW - 1 - column for column in range(WINDOW) if first - 0.5 <= column <= last - 0.5)
    return bits & sum(row << WINDOW * place for place in range(ROWS))


def _moved_likeness(bits: int, mask: Mask) -> float:
    ink, white, inks, whites = mask
    moved = [bits << WINDOW * move & _WHOLE if move > 0 else bits >> -WINDOW * move for move in MOVES]
    return max(
        (seen & ink).bit_count() / inks - (seen & white).bit_count() / whites
        for one in moved
        for seen in (one, one << 1, one >> 1)
    )


def _rows(bits: int) -> list[str]:
    text = format(bits, f"0{ROWS * WINDOW}b")
    return [text[start : start + WINDOW] for start in range(0, len(text), WINDOW)]


def _box(rows: list[str]) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what is drawn."""
    inked = [place for place, row in enumerate(rows) if "1" in row]
    if not inked:
        return None
    left = min(row.index("1") for row in rows if "1" in row)
    right = max(row.rindex("1") for row in rows if "1" in row)
    return left, inked[0], right + 1, inked[-1] + 1


def _stretched(rows: list[str], box: tuple[int, int, int, int] | None = None) -> int | None:
    """What is drawn in *box*, or in its own, stretched to the size of all; None where nothing is."""
    found = box or _box(rows)
    if found is None:
        return None
    left, top, right, bottom = found
    down = [int(top + (place + 0.5) * (bottom - top) / BOX_ROWS) for place in range(BOX_ROWS)]
    across = [int(left + (place + 0.5) * (right - left) / BOX_COLUMNS) for place in range(BOX_COLUMNS)]
    return int("".join(rows[row][column] for row in down for column in across), 2)


@cache
def _stretched_mask(digit: str) -> tuple[int, int] | None:
    """Where a digit is drawn and where it isn't, in the box of what some font draws."""
    mask = mask_of(digit)
    if mask is None:
        return None
    ink, white = mask[:2]
    box = _box(_rows(_WHOLE & ~white))
    return _stretched(_rows(ink), box) or 0, _stretched(_rows(white), box) or 0


def _box_likeness(stretched: int, digit: str) -> float:
    mask = _stretched_mask(digit)
    if mask is None:
        return 0.0
    ink, white = mask
    inks, whites = max(1, ink.bit_count()), max(1, white.bit_count())
    return max(
        (seen & ink).bit_count() / inks - (seen & white).bit_count() / whites
        for seen in (stretched, stretched << 1, stretched >> 1, stretched << BOX_COLUMNS, stretched >> BOX_COLUMNS)
    )
