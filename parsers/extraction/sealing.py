"""Which opinions bear a seal: a red seal on the page whose middle is in the opinion's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms.definition import FormDefinition
from forms.record import FieldInfo, Issue
from forms.text import Box, Origin, Warp
from parsers.document import Document, Seal
from parsers.extraction.placing import Find
from parsers.pdf.place import leveled

__all__ = ["see_seals"]

KIND = "opinion"
PARTLY = 0.25
"""Share of a seal that lies in an opinion's place though its middle doesn't, from which on nobody can say whose it is."""
NONE, NOTHING = 0.95, 0.85
"""Confidence of there being no seal where an opinion was read, and where none was: its place may be another one then."""
ASTRIDE = 5.0
"""Points from the border of an opinion's place up to which a seal's middle may be on either side: a seal is found to within two, a border to within one."""
CLEAR, NEAR = 9.0, 0.85
"""Points from there from which on the seal is the opinion's without doubt: both were measured on a sheet that isn't quite flat; and the confidence up to there."""
HIGH = 330.0
"""Points from the top of a page within which a seal may belong to a cell that began on the page before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Opinion:
    """An opinion's place: its cell, or all below its first line where it has none."""

    path: str
    origin: Origin
    box: Box | None
    """Where it is on the page with its text level."""

    def share(self, seal: Seal) -> float:
        """How much of *seal*, on the page with its text level, lies in the place; more than 1 where its middle does."""
        page, box = self.origin.page, self.box
        if page is None or box is None:
            return 0.0
        if self.origin.cell is None:
            return 2.0 if (seal.page, seal.y) >= (page, box[1]) and seal.page <= page + 1 else 0.0
        if seal.page != page:
            return 0.0
        aside = self.inside(seal)
        if aside >= min(ASTRIDE, (box[3] - box[1]) / 4):
            return 2.0
        if aside >= 0:
            return 1.0
        return _overlap(box, seal.box) / max(_area(seal.box), 1.0)

    def inside(self, seal: Seal) -> float:
        """Points from the middle of *seal*, if it is in the opinion's cell, to the nearest border; a negative number where it isn't."""
        box = self.box
        if box is None or self.origin.cell is None:
            return 0.0
        return min(seal.x - box[0], box[2] - seal.x, seal.y - box[1], box[3] - seal.y)


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
    opinions = list(_opinions(definition, finds, document.warps))
    seals = [_leveled(seal, document.warps) for seal in document.seals]
    shown = dict(zip(seals, document.seals, strict=True))
    for opinion in opinions:
        value = data.get(opinion.path)
        if not isinstance(value, dict):
            continue
        # What has its middle in another opinion's cell is that one's, however much of it reaches in here.
        best = max(
            (seal for seal in seals if not _is_anothers(seal, opinion, opinions)), key=opinion.share, default=None
        )
        share = opinion.share(best) if best is not None else 0.0
        origin = opinion.origin
        if best is not None and share > 1 and not _is_nearer(best, opinion, opinions):
            value["sealed"] = True
            place = Origin(page=best.page, box=shown[best].box, cell=origin.cell, method="ocr")
            sure = (
                best.confidence if origin.cell is None or opinion.inside(best) >= CLEAR else min(best.confidence, NEAR)
            )
            fields[f"{opinion.path}.sealed"] = FieldInfo(raw=None, confidence=sure, origin=place)
        elif best is not None and share >= PARTLY:
            place = Origin(page=best.page, box=shown[best].box, cell=origin.cell, method="ocr")
            yield Issue.of("opinion.seal", f"{opinion.path}.sealed", "warning", place)
        elif (over := _over_the_break(seals, opinion, opinions)) is not None:
            place = Origin(page=over.page, box=shown[over].box, cell=origin.cell, method="ocr")
            yield Issue.of("opinion.seal", f"{opinion.path}.sealed", "warning", place)
        elif origin.page in document.coloured:
            value["sealed"] = False
            written = value.get("text") or value.get("date")
            fields[f"{opinion.path}.sealed"] = FieldInfo(
                raw=None, confidence=NONE if written else NOTHING, origin=origin
            )
            if written:
                yield Issue.of("opinion.unsealed", f"{opinion.path}.sealed", "warning", origin)


def _leveled(seal: Seal, warps: Mapping[int, Warp]) -> Seal:
    return replace(seal, box=leveled(seal.box, warps[seal.page])) if seal.page in warps else seal


def _opinions(definition: FormDefinition, finds: Iterable[Find], warps: Mapping[int, Warp]) -> Iterator[_Opinion]:
    kinds = {spec.path: spec.kind for spec in definition.fields}
    seen: set[str] = set()
    for find in finds:
        if kinds.get(find.path) == KIND and find.concrete not in seen:
            seen.add(find.concrete)
            origin = find.text.origin
            warp = warps.get(origin.page or 0)
            box = leveled(origin.box, warp) if origin.box is not None and warp is not None else origin.box
            yield _Opinion(path=find.concrete, origin=origin, box=box)


def _is_anothers(seal: Seal, opinion: _Opinion, opinions: Sequence[_Opinion]) -> bool:
    if opinion.share(seal) >= 1:
        return False
    return any(other is not opinion and other.origin.cell is not None and other.share(seal) > 1 for other in opinions)


def _over_the_break(seals: Sequence[Seal], opinion: _Opinion, opinions: Sequence[_Opinion]) -> Seal | None:
    """A seal high on the page after the last opinion of a page: its cell may go on there."""
    page = opinion.origin.page
    if page is None or any(other.origin.page == page and _start(other) > _start(opinion) for other in opinions):
        return None
    return next(
        (
            seal
            for seal in seals
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
    return (opinion.origin.page or 0, opinion.box[1] if opinion.box else 0.0)


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
