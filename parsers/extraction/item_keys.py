"""Lists whose items are told by a key (a year, a heading with its points): which item a row's key means, however often it comes."""

from __future__ import annotations

from forms.kinds import kind_of
from parsers.extraction.columns import Mapping
from parsers.extraction.counted import sum_path
from parsers.extraction.key_rows import KeyRow
from parsers.extraction.labels import Hit, key
from parsers.extraction.layout import Area
from parsers.extraction.placing import Placing
from parsers.extraction.worksheet import Work

__all__ = ["is_keyed", "item_of", "key_value", "open_item", "put_in_order"]


def is_keyed(work: Work, base: str) -> bool:
    """Whether the items of a list are told by a key (a year), not by a row each."""
    group = work.placing.definition.group_of.get(base)
    return bool(group and group.key)


def key_value(work: Work, base: str, text: str) -> object:
    """What a list's key says, however it is typed."""
    path = f"{base}.{work.placing.definition.group_of[base].key}"
    spec = work.placing.spec(path)
    if spec.kind == "titled_points":
        return _titled_key(work, base, kind_of(spec).parse(text, spec).value)
    value = kind_of(spec).parse(text, spec).value
    return value if isinstance(value, int) else key(text)


def _titled_key(work: Work, base: str, said: object) -> object:
    """What a heading with points says as a key; one that stands again without its points is the one of its name."""
    if not isinstance(said, dict):
        return ""
    name, points = key(said["name"] or ""), said["points"]
    same = [known for at, known in work.placing.keyed if at == base and isinstance(known, tuple) and known[0] == name]
    return same[0] if points is None and len(same) == 1 else (name, points)


def item_of(
    work: Work, base: str, outer: Mapping, cells: dict[int, list[Area]], inner: tuple[Hit, ...]
) -> tuple[int, ...]:
    """A new item, or the last one of a keyed list where its key comes again, as on the next page of a broken table."""
    placing = work.placing
    if not placing.many(base):
        return ()
    group = placing.definition.group_of[base]
    if not group.key:
        return placing.next_item(base)
    path = f"{base}.{group.key}"
    texts = ["".join(area.text for area in cells[id(column)][:1]) for column, hit in outer if hit.path == path]
    noted = placing.key_lines.get(base) if not texts else None
    value = key_value(work, base, texts[0] if texts else noted.value if noted else "") if texts or noted else ""
    last = placing.keys.get(base)
    if last is not None and value in ("", last[0]):
        return last[1]
    known = placing.keyed.get((base, value))
    if known is not None and known[1] != id(work.sheet):
        placing.keys[base] = (value, known[0])  # a further table about the same
        listed = {hit.path[: hit.path.rindex("[]") + 2] for hit in inner}
        if any(placing.counts.get((sub, known[0])) for sub in listed):
            placing.doubt("list.unclear", base.removesuffix("[]"), None)
        return known[0]
    item = placing.next_item(base)
    placing.keys[base] = (value, item)
    placing.keyed[base, value] = (item, id(work.sheet))
    if noted is not None:
        placing.add(path, item, noted)
        for worth, text in filter(None, [placing.key_points.pop(base, None)]):
            placing.add(worth, item, text)
    return item


def open_item(work: Work, told: KeyRow) -> None:
    """Begins the item that the rows after a row with its key are of, or goes on with it, and places its sum."""
    placing = work.placing
    placing.key_lines[told.base] = told.key
    placing.key_points.pop(told.base, None)
    value = key_value(work, told.base, told.key.value)
    known = placing.keyed.get((told.base, value))
    item = known[0] if known is not None else item_of(work, told.base, [], {}, ())
    again = known is not None and told.heads and placing.keys.get(told.base) != (value, item)
    if again and any(path.startswith(told.base + ".") and of == item for path, of in placing.counts):
        # The key of other rows once more: one of the two may be a slip.
        placing.doubt("list.unclear", told.base.removesuffix("[]"), told.key.origin)
    placing.keys[told.base] = (value, item)
    if told.sum is not None:
        placing.add(sum_path(told.base, placing), item, told.sum, told.sure, unit=placing.unit)


def put_in_order(placing: Placing) -> None:
    """Puts the items of a list whose keys are numbers (years) in their order where several tables tell them: a year that the first lacks comes last otherwise."""
    for group in placing.definition.groups if placing.keyed else ():
        known = {value: at for (base, value), at in placing.keyed.items() if base == group.path}
        values = [value for value in known if isinstance(value, int)]
        if len({sheet for _, sheet in known.values()}) < _TABLES or len(values) < len(known):
            continue
        places = {known[value][0]: (number,) for number, value in enumerate(sorted(values))}
        if len(places) < placing.counts.get((group.path, ()), 0):
            continue  # an item without a key is among them
        for find in placing.finds:
            if find.path.startswith(group.path):
                find.item = (*places[find.item[:1]], *find.item[1:])


_TABLES = 2
