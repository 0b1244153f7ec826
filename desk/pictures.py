"""Pages as pictures, with the places of the values on them. A form without pages of its own (Word) is shown as LibreOffice lays it out."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from desk.drawing import Box, Mark, convert, draw, measure
from desk.errors import Missing
from desk.models import Record
from desk.office import Desk
from desk.outcome import DOUBTFUL
from desk.privacy import is_private

__all__ = ["page_picture", "pages_of", "pictures_of"]

Json = dict[str, Any]

_OWN_PAGES = frozenset({"pdf", "image"})
"""Formats that have pages."""
_SECONDS_DRAW = 20.0
_PREVIEW = 1.3
"""Pixels a point of a page that is looked at before it is published."""
_SECONDS_CONVERT = 110.0
"""A little more than LibreOffice itself gets."""


def pages_of(desk: Desk, record: Record, sha256: str) -> list[Json]:
    """The pages of the record's file: number, size in points, and the box of each of its values that stands there.

    Raises:
        Missing: the file is gone, or can't be shown here (``missing.view``).
        Unreadable, OverLimit: it can't be drawn.
    """
    path, places = _view(desk, record, sha256)
    sizes = desk.aside.call(measure, str(path), desk.settings.pages, seconds=_SECONDS_DRAW)
    return [
        {
            "page": number,
            "width": width,
            "height": height,
            "boxes": {name: list(box) for name, (page, box) in places.items() if page == number},
        }
        for number, (width, height) in enumerate(sizes, 1)
    ]


def page_picture(
    desk: Desk, record: Record, sha256: str, *, page: int, scale: float, boxes: bool, field: str | None
) -> bytes:
    """A page as PNG at *scale* pixels a point, with the *boxes* of all values on it, or that of *field* alone.

    Raises:
        Missing: there is no such page, or the file can't be shown here.
        Unreadable, OverLimit: it can't be drawn.
    """
    path, places = _view(desk, record, sha256)
    count = len(desk.aside.call(measure, str(path), desk.settings.pages, seconds=_SECONDS_DRAW))
    if page > count:
        raise Missing("missing.page", page=page)
    marks = tuple(
        Mark(
            box=box,
            doubtful=record.fields.get(name, {}).get("confidence", 1.0) < DOUBTFUL,
            lit=name == field,
            covers=is_private(record.form, record.edition, name),
        )
        for name, (there, box) in places.items()
        if there == page and (boxes or name == field or is_private(record.form, record.edition, name))
    )
    return desk.aside.call(draw, str(path), page, scale, marks, seconds=_SECONDS_DRAW)


def pictures_of(desk: Desk, pdf: bytes, most: int) -> tuple[list[bytes], int]:
    """The first pages of a document of ours as PNG, at most *most*, and how many it has.

    Raises:
        Unreadable, OverLimit: it can't be drawn.
    """
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        count = len(desk.aside.call(measure, file.name, desk.settings.pages, seconds=_SECONDS_DRAW))
        shown = [
            desk.aside.call(draw, file.name, page, _PREVIEW, (), seconds=_SECONDS_DRAW)
            for page in range(1, min(count, most) + 1)
        ]
    return shown, count


def _view(desk: Desk, record: Record, sha256: str) -> tuple[Path, dict[str, tuple[int, Box]]]:
    """The file that is drawn, and on which page and where each value of *record* stands in it."""
    original = desk.blobs.path(sha256)
    if not original.is_file():
        raise Missing("missing.file")
    if record.format in _OWN_PAGES:
        return original, {
            name: (info["page"], _box(info["bbox"]))
            for name, info in record.fields.items()
            if info.get("page") and info.get("bbox")
        }
    folder = desk.settings.data / "views"
    stem = f"{sha256}-{re.sub(r'[^0-9A-Za-z.]', '-', desk.parser)}"
    made, told = folder / f"{stem}.pdf", folder / f"{stem}.json"
    if not told.is_file():
        _convert(desk, original, made, told)
    found: dict[str, Json] = json.loads(told.read_text("utf-8"))
    places = {}
    for name, info in record.fields.items():
        place = found.get(f"{record.position} {record.form} {name}")
        # Only where the same words stand: a box at another value would be worse than none.
        if place is not None and (info.get("raw") is None or _same(place["raw"], info["raw"])):
            places[name] = (place["page"], _box(place["box"]))
    return made, places


def _convert(desk: Desk, original: Path, made: Path, told: Path) -> None:
    from forms.soffice import program

    if program() is None:
        raise Missing("missing.view")
    made.parent.mkdir(exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=made.parent) as name:
        draft = Path(name) / "view.pdf"
        places = desk.aside.call(convert, str(original), str(draft), seconds=_SECONDS_CONVERT)
        for place in places.values():
            # Words to compare by, no values to keep: the file that is drawn has them, this one needn't.
            place["raw"] = _folded(place["raw"])
        (Path(name) / "told").write_text(json.dumps(places), "utf-8")
        draft.replace(made)
        (Path(name) / "told").replace(told)


def _folded(text: str | None) -> str:
    return hashlib.sha256(re.sub(r"\s", "", text or "").encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _same(folded: str, raw: str) -> bool:
    return folded == _folded(raw)


def _box(values: Any) -> Box:
    x0, top, x1, bottom = values
    return float(x0), float(top), float(x1), float(bottom)
