"""What placing values keeps: finds, items of lists, the group in force, doubts, and what found no place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.definition import Field, FormDefinition
from forms.kinds import kind_of
from forms.text import Origin, Text
from parsers.extraction.labels import Hit, Lexicon, key, keys_of

if TYPE_CHECKING:
    from parsers.extraction.counted import CountedList

__all__ = ["Doubt", "Find", "Instance", "Placing", "Section"]


_LONGEST_KEY = 12
"""Characters of a key that is a number."""

_NUMBERS = frozenset({"integer", "number"})
"""What the schema of a field says whose values are numbers."""

_CLOSE = 0.025
"""Fields whose scores differ by less are equally likely."""


@dataclass(slots=True, kw_only=True)
class Find:
    """A text found for the field at ``path``; ``item`` counts the list items on the way. ``parts`` are the cells of a choice in reading order.

    ``label`` is the label of a choice as it is written: it may list the options by letters.
    """

    path: str
    item: tuple[int, ...]
    text: Text
    certainty: float = 1.0
    parts: tuple[str, ...] = ()
    unit: str = ""
    label: str = ""

    @property
    def concrete(self) -> str:
        """The path with its indexes."""
        pieces = self.path.split("[]")
        return (
            "".join(f"{piece}[{self.item[n]}]" if n < len(self.item) else piece for n, piece in enumerate(pieces[:-1]))
            + pieces[-1]
        )


@dataclass(slots=True, kw_only=True)
class Doubt:
    """Something the placing can't decide: becomes an issue on ``path``."""

    code: str
    path: str
    origin: Origin | None = None


@dataclass(slots=True, kw_only=True)
class Section:
    """An open heading whose paragraphs are the value of a field."""

    path: str
    certainty: float
    lines: list[Text] = field(default_factory=list)
    unsure: bool = False


@dataclass(slots=True)
class Placing:
    """The state of placing one form's values."""

    definition: FormDefinition
    lexicon: Lexicon
    finds: list[Find] = field(default_factory=list)
    leftovers: list[Text] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    group: str = ""
    section: Section | None = None
    counts: dict[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)
    instances: dict[str, Instance] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    awaited: tuple[str, tuple[int, ...]] | None = None
    """The field and item whose label ended the last line with nothing behind it."""
    tabled: frozenset[str] = frozenset()
    """The lists that stand in a table of the form."""
    in_note: bool = False
    """Whether a note under the form has begun: its numbered lines are no values."""
    stray: Origin | None = None
    """Where the last line of few words stood that none of the form's headings is, since one was."""
    unit: str = ""
    """What all numbers are counted in from here on, where a line of its own says so."""
    slots: dict[tuple[str, object], tuple[int, ...]] = field(default_factory=dict)
    """The items of value columns: one a column."""
    bases: dict[str, str] = field(default_factory=dict)
    turned: dict[int, tuple[Text, ...]] = field(default_factory=dict)
    """The lines that were typed, for each that joins a label with the value on the next."""
    key_lines: dict[str, Text] = field(default_factory=dict)
    """The key of the rows that follow, where it stands over a table and not in it."""
    key_points: dict[str, tuple[str, Text]] = field(default_factory=dict)
    """What such a key is worth, and of which field that is, where it stands in a cell of its own."""
    keys: dict[str, tuple[object, tuple[int, ...]]] = field(default_factory=dict)
    """The key of the last item of each keyed list, and the item."""
    numbered: dict[str, Field | None] = field(default_factory=dict)
    """The fields of the keys that are numbers, as far as they were asked for."""
    keyed: dict[tuple[str, object], tuple[tuple[int, ...], int]] = field(default_factory=dict)
    """The item of each key so far, and the table it stood in."""
    unplaced: set[str] = field(default_factory=set)
    """The fields of labels beside which no value could stand."""
    name_columns: dict[str, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    """Of each list of names how many columns its last table had, and where the names stood."""
    names_told: dict[str, int] = field(default_factory=dict)
    """How many names of each list its tables gave so far."""
    counted: dict[str, list[CountedList]] = field(default_factory=dict)
    """The lists within a list whose items are a name and a number, as far as they were asked for."""
    headings: dict[str, float] = field(default_factory=dict)
    """How good the best heading line of each field and group is."""
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The number in front of that line, and its style."""

    def base(self, path: str) -> str:
        """The outermost group that holds *path* ("" for a field of the form itself); a group outside groups is its own base."""
        known = self.bases.get(path)
        if known is None:
            known = self.bases[path] = self._base(path)
        return known

    def _base(self, path: str) -> str:
        best = ""
        for group in self.definition.groups:
            if (path == group.path or path.startswith(group.path + ".")) and (not best or len(group.path) < len(best)):
                best = group.path
        return best

    def spec(self, path: str) -> Field:
        """The field at *path*."""
        return self.definition.field_of[path]

    def many(self, base: str) -> bool:
        """Whether the group *base* is a list."""
        return base.endswith("[]")

    def next_item(self, base: str, parent: tuple[int, ...] = ()) -> tuple[int, ...]:
        """The index path of a new item of the list *base*."""
        number = self.counts.get((base, parent), 0)
        self.counts[base, parent] = number + 1
        return (*parent, number)

    def add(
        self,
        path: str,
        item: tuple[int, ...],
        text: Text,
        certainty: float = 1.0,
        parts: tuple[str, ...] = (),
        unit: str = "",
        label: str = "",
    ) -> None:
        """Records a find. A blank one counts too: it shows that the field stands in the form."""
        self.taken.add(path)
        self.finds.append(
            Find(path=path, item=item, text=text, certainty=certainty, parts=parts, unit=unit, label=label)
        )

    def doubt(self, code: str, path: str, origin: Origin | None = None) -> None:
        """Records a doubt about *path*."""
        self.doubts.append(Doubt(code=code, path=path, origin=origin))

    def doubt_alike(self, base: str, origin: Origin | None = None) -> None:
        """Records that an item may be of the list *base* or of one with the same fields (负责人, 联系人): the items of all may be off."""
        for group in self.definition.groups:
            if group.many and self._names(group.path) == self._names(base):
                self.doubt("list.unclear", group.path.removesuffix("[]"), origin)

    def _names(self, base: str) -> set[str]:
        return {path[len(base) :] for path in self.definition.field_of if path.startswith(base + ".")}

    def filled(self, path: str) -> bool:
        """Whether a text that isn't blank was found for *path*."""
        return any(find.path == path and find.text.value.strip() for find in self.finds)

    def filled_group(self, group: str) -> bool:
        """Whether a text that isn't blank was found for any field of *group*."""
        return any(find.path.startswith(group + ".") and find.text.value.strip() for find in self.finds)

    def instance(self, base: str, path: str, anchor: object, blank: bool) -> tuple[int, ...]:
        """The item that a pair of label and value belongs to: a new one where its group is named anew or its field comes again."""
        if not self.many(base):
            return ()
        current = self.instances.get(base)
        if (
            current is None
            or (
                anchor is not None
                and current.anchor is not anchor
                and not (current.headed and path not in current.paths)
            )
            or (
                path in current.paths
                and not blank
                and (path == current.opening or self.spec(path).kind in ("person", "name"))
            )
        ):
            if current is None or current.filled or path in current.paths:
                current = self.instances[base] = Instance(item=self.next_item(base), anchor=anchor, opening=path)
            current.anchor = anchor
        current.paths.add(path)
        current.filled = current.filled or not blank
        return current.item

    def new_slot(self, base: str, slot: object) -> tuple[int, ...]:
        """A new item of the list *base* for a column of values that is a person of its own."""
        item = self.slots[base, slot] = self.next_item(base)
        return item

    def choose_field(
        self, hits: tuple[Hit, ...], governors: tuple[str, ...], nearby: str = "", listed: bool | None = None
    ) -> tuple[Hit | None, str]:
        """The field that a label means here, and the group that decided it; None where two are equally likely.

        *governors* are groups named beside or over the label, the nearest first; *nearby* is the group named last in reading order;
        *listed* says whether the label heads a column of a list.
        """
        scored: list[tuple[float, Hit, str]] = []
        for hit in hits:
            if hit.group:
                continue
            score, by = hit.quality, ""
            base = self.base(hit.path)
            own = [g for g in governors if hit.path.startswith(g + ".")]
            if hit.host:
                score, by = score + 1.0, hit.host
            elif own:
                score, by = score + 0.7 - 0.05 * governors.index(own[0]), own[0]
            elif base and governors and any(self._hosts(g, hits) for g in governors):
                score -= 0.6
            elif base and nearby and hit.path.startswith(nearby + "."):
                score, by = score + 0.35, nearby
            elif base and nearby and self._hosts(nearby, hits):
                score -= 0.2
            if listed is not None and base:
                score += 0.1 if self.many(base) == listed else -0.1
            scored.append((score, hit, by))
        if not scored:
            return None, ""
        scored.sort(key=lambda entry: -entry[0])
        close = [entry for entry in scored if scored[0][0] - entry[0] < _CLOSE and entry[1].path != scored[0][1].path]
        alike = [entry for entry in scored if scored[0][0] - entry[0] < _CLOSE]
        if close and any("[]" in hit.path for _, hit, _ in alike) and listed is None:
            # A label that a list has as well as the form itself is the form's own, but over a column.
            single = [entry for entry in alike if "[]" not in entry[1].path]
            return (single[0][1], single[0][2]) if len({entry[1].path for entry in single}) == 1 else (None, "")
        if close:
            return None, ""
        return scored[0][1], scored[0][2]

    def _hosts(self, group: str, hits: tuple[Hit, ...]) -> bool:
        return any(not hit.group and hit.path.startswith(group + ".") for hit in hits)

    def note_key(self, base: str, text: Text) -> bool:
        """Whether *text* is nothing but a key of the keyed list *base* (2020年); it is noted for the rows that follow."""
        if not self.is_key(base, text):
            return False
        self.key_lines[base] = text
        return True

    def is_key(self, base: str, text: Text) -> bool:
        """Whether *text* is nothing but a key of the keyed list *base*."""
        if len(text.value) > _LONGEST_KEY:
            return False
        if base not in self.numbered:
            self.numbered[base] = self._numbered(base)
        spec = self.numbered[base]
        if spec is None:
            return False
        parsed = kind_of(spec).parse(text.value, spec)
        return isinstance(parsed.value, int) and parsed.confidence >= 0.9

    def _numbered(self, base: str) -> Field | None:
        """The field of the keys of *base*, where they are numbers."""
        group = self.definition.group_of.get(base)
        if group is None or not group.key:
            return None
        spec = self.spec(f"{base}.{group.key}")
        return spec if kind_of(spec).schema(spec).get("type") in _NUMBERS else None

    def is_headed(self, base: str, text: Text) -> bool:
        """Whether *text* is a heading with points (建设与管理（35分）) by which the items of the list *base* are told, and no sum of them."""
        group = self.definition.group_of.get(base)
        if group is None or not group.key or self.spec(f"{base}.{group.key}").kind != "titled_points":
            return False
        path = f"{base}.{group.key}"
        if self.plausible(path, text.value) < 1.0:
            return False
        name = kind_of(self.spec(path)).parse(text.value, self.spec(path)).value["name"]
        if any(sign in name for sign in "，。；：:;"):
            return False
        return not self.lexicon.firm(name) and key(name) not in keys_of("totals")

    def plausible(self, path: str, text: str) -> float:
        """How much *text* looks like a value of the field at *path*."""
        spec = self.spec(path)
        return kind_of(spec).plausible(text, spec)


@dataclass(slots=True, kw_only=True)
class Instance:
    """The list item that pairs of label and value are being added to."""

    item: tuple[int, ...]
    anchor: object
    opening: str = ""
    """The field that opened the item: where it comes again, so does an item."""
    paths: set[str] = field(default_factory=set)
    filled: bool = False
    headed: bool = False
    """Whether a heading of its own began it: all that is said for the first time is its."""
