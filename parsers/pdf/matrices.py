"""Where things that are drawn on a page of a PDF are shown: their matrices, and the page's own place."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.pdf.figures import Point
from parsers.pdf.pdfium import pdfium

__all__ = ["IDENTITY", "Matrix", "Placement", "matrix_of", "times"]

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """From PDF user space to the page as it is shown: by its visible box and by quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    def __call__(self, x: float, y: float) -> Point:
        """Where a point of user space is shown."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def matrix_of(thing: object) -> Matrix:
    """The matrix of a thing that is drawn."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does what *first* does, and *then* the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
