"""Which opinions bear a seal: a red seal on the page whose middle is in the opinion's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from forms.definition import FormDefinition
from forms.record import FieldInfo, Issue
from forms.text import Box, Origin
from parsers.document import Document, Seal
from parsers.placing import Find

__all__ = ["see_seals"]

KIND = "opinion"
PARTLY = 0.25
"""Share of a seal that lies in an opinion's place though its middle doesn't, from which on nobody can say whose it is."""
HIGH = 330.0
"""Points from the top of a page within which a seal may belong to a cell that began on the page before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Opinion:
    """An opinion's place: its cell, or all below its first line where it has none."""

    path: str
    origin: Origin

    def share(self, seal: Seal) -> float:
        """How much of *seal* lies in the place; more than 1 where its middle does."""
        page, box = self.origin.page, self.origin.box
        if page is None or box is None:
            return 0.0
        if self.origin.cell is None:
            return 2.0 if (seal.page, seal.y) >= (page, box[1]) and seal.page <= page + 1 else 0.0
        if seal.page != page:
            return 0.0
        if box[0] <= seal.x <= box[2] and box[1] <= seal.y <= box[3]:
            return 2.0
        return _overlap(box, seal.box) / max(_area(seal.box), 1.0)


def see_seals(
    document: Document,
    definition: FormDefinition,
    finds: Iterable[Find],
    data: dict[str, Any],
    fields: dict[str, FieldInfo],
) -> Iterator[Issue]:
    """Writes into *data* and *fields* whether the opinions bear a seal, and tells those that should and don't.

    Where a page can't show a seal (a text format, a page taken in grey) and none is seen, nothing is said: ``sealed`` stays null.
    """
    opinions = list(_opinions(definition, finds))
    for opinion in opinions:
        value = data.get(opinion.path)
        if not isinstance(value, dict):
            continue
        best = max(document.seals, key=opinion.share, default=None)
        share = opinion.share(best) if best is not None else 0.0
        origin = opinion.origin
        if best is not None and share > 1 and not _is_nearer(best, opinion, opinions):
            value["sealed"] = True
            place = Origin(page=best.page, box=best.box, cell=origin.cell, method="ocr")
            fields[f"{opinion.path}.sealed"] = FieldInfo(raw=None, confidence=best.confidence, origin=place)
        elif best is not None and share >= PARTLY:
            place = Origin(page=best.page, box=best.box, cell=origin.cell, method="ocr")
            yield Issue.of("opinion.seal", f"{opinion.path}.sealed", "warning", place)
        elif (over := _over_the_break(document, opinion, opinions)) is not None:
            place = Origin(page=over.page, box=over.box, cell=origin.cell, method="ocr")
            yield Issue.of("opinion.seal", f"{opinion.path}.sealed", "warning", place)
        elif origin.page in document.coloured:
            value["sealed"] = False
            fields[f"{opinion.path}.sealed"] = FieldInfo(raw=None, confidence=0.95, origin=origin)
            if value.get("text") or value.get("date"):
                yield Issue.of("opinion.unsealed", f"{opinion.path}.sealed", "warning", origin)


def _opinions(definition: FormDefinition, finds: Iterable[Find]) -> Iterator[_Opinion]:
    kinds = {spec.path: spec.kind for spec in definition.fields}
    seen: set[str] = set()
    for find in finds:
        if kinds.get(find.path) == KIND and find.concrete not in seen:
            seen.add(find.concrete)
            yield _Opinion(path=find.concrete, origin=find.text.origin)


def _over_the_break(document: Document, opinion: _Opinion, opinions: Sequence[_Opinion]) -> Seal | None:
    """A seal high on the page after the last opinion of a page: its cell may go on there."""
    page = opinion.origin.page
    if page is None or any(other.origin.page == page and _start(other) > _start(opinion) for other in opinions):
        return None
    return next(
        (
            seal
            for seal in document.seals
            if seal.page == page + 1 and seal.y <= HIGH and not any(other.share(seal) > 1 for other in opinions)
        ),
        None,
    )


def _is_nearer(seal: Seal, opinion: _Opinion, opinions: Sequence[_Opinion]) -> bool:
    """Whether *seal* belongs to another opinion that begins between the seal and *opinion*, neither being in a cell."""
    if opinion.origin.cell is not None:
        return False
    mine = _start(opinion)
    return any(other is not opinion and other.share(seal) > 1 and _start(other) > mine for other in opinions)


def _start(opinion: _Opinion) -> tuple[int, float]:
    return (opinion.origin.page or 0, opinion.origin.box[1] if opinion.origin.box else 0.0)


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
