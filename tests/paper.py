"""What stands where on the pages of a PDF, in millimetres from the upper left corner: characters and lines of text by PDFium, ink by a raster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pypdfium2  # type: ignore[import-untyped]

__all__ = ["Page", "Row", "pages"]

POINT = 25.4 / 72
DOTS = 200
DOT = 25.4 / DOTS


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of text: its words, its edges, and where its ink begins and ends."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


class Page:
    """One page."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.width, self.height = (side * POINT for side in page.get_size())
        self._page = page

    @cached_property
    def rows(self) -> list[Row]:
        """The lines of text from above."""
        text = self._page.get_textpage()
        found: list[list[tuple[str, float, float, float, float]]] = []
        for i in range(text.count_chars()):
            character = text.get_text_range(i, 1)
            if not character.strip():
                continue
            left, bottom, right, top = text.get_charbox(i, loose=True)
            entry = (character, left * POINT, right * POINT, self.height - top * POINT, self.height - bottom * POINT)
            middle = (entry[3] + entry[4]) / 2
            for row in found:
                if abs(middle - (row[0][3] + row[0][4]) / 2) < 2.5:
                    row.append(entry)
                    break
            else:
                found.append([entry])
        rows = []
        for row in found:
            row.sort(key=lambda entry: entry[1])
            left, right = min(e[1] for e in row), max(e[2] for e in row)
            rows.append(
                Row(
                    text="".join(e[0] for e in row), left=left, right=right,
                    top=min(e[3] for e in row), bottom=max(e[4] for e in row),
                )
            )  # fmt: skip
        return sorted(rows, key=lambda row: row.top)

    @cached_property
    def raster(self) -> Any:
        """The page in colours, ``DOTS`` to an inch."""
        image = self._page.render(scale=DOTS / 72).to_numpy()
        return image.astype(int)

    def ink(self, *, red: bool = False) -> Any:
        """Where the page bears ink, or red ink."""
        blue, green, strong = (self.raster[:, :, i] for i in range(3))
        return (strong - green > 60) if red else (blue + green + strong < 3 * 140)

    def stretches(self, mask: Any, axis: int) -> list[tuple[float, float]]:
        """Where *mask* has ink along *axis* (1 for from above, 0 for from the left), as stretches in millimetres."""
        dark = mask.any(axis=axis)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], dark, [False])).astype(int)))
        return [(a * DOT, b * DOT) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def rules(self, *, red: bool = False, least: float = 100.0) -> Iterator[tuple[float, float, float, float]]:
        """The lines across the page that are longer than *least*: top, bottom, left, right."""
        mask = self.ink(red=red)
        rows = mask.sum(axis=1) * DOT >= least
        edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False])).astype(int)))
        for top, bottom in zip(edges[::2], edges[1::2], strict=True):
            columns = np.flatnonzero(mask[top])
            yield top * DOT, bottom * DOT, columns[0] * DOT, (columns[-1] + 1) * DOT


def pages(pdf: bytes) -> list[Page]:
    """The pages of *pdf*."""
    return [Page(page) for page in pypdfium2.PdfDocument(pdf)]
