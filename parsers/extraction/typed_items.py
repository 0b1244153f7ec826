"""Items of a list told in a line each, without labels (1. 周口市（地市）：邹琳琳，周口市教体局，副局长，138…), or headed by one (1. 周口市（地市）)."""

from __future__ import annotations

import re

from forms.text import Text
from parsers.extraction.labels import key
from parsers.extraction.persons import person_in
from parsers.extraction.placing import Instance, Placing

__all__ = ["place_item_head", "place_typed_item"]

_LINE = re.compile(
    r"\s*(?:[（(]?(?P<number>\d{1,3})\s*[.．、)）]\s*)?(?P<name>[\u3400-\u9fff·]{2,40}?)\s*(?:[（(](?P<choice>[^（()）]{1,12})[)）])?\s*[：:]\s*(?P<rest>\S.*)"
)


_HEAD = re.compile(
    r"\s*[（(]?(?P<number>\d{1,3})\s*[.．、)）]\s*(?P<name>[\u3400-\u9fff·]{2,40}?)\s*(?:[（(](?P<choice>[^（()）]{1,12})[)）])?\s*"
)


def place_item_head(line: Text, placing: Placing) -> bool:
    """Begins the item of the list in force that *line* is the heading of: its number, its name, its choice in brackets; False for any other line."""
    base = placing.base(placing.group) if placing.group else ""
    found = _HEAD.fullmatch(line.value)
    if found is None or not base or not placing.many(base) or base in placing.tabled:
        return False
    own = [spec for spec in placing.definition.fields if spec.path.rpartition(".")[0] == base]
    names = [spec for spec in own if spec.kind == "name"]
    numbers = [spec for spec in own if spec.kind == "ordinal"]
    choices = [spec for spec in own if spec.options]
    options = {key(label) for spec in choices for option in spec.options for label in option.labels}
    if len(names) != 1 or len(numbers) != 1 or len(choices) != 1 or placing.lexicon.firm(found["name"]):
        return False
    # A numbered sentence or heading has no choice behind it, and no number that goes on with the list's.
    if key(found["choice"] or "") not in options or int(found["number"]) != placing.counts.get((base, ()), 0) + 1:
        return False
    item = placing.next_item(base)
    told = {numbers[0].path: found["number"], names[0].path: found["name"], choices[0].path: found["choice"]}
    placing.instances[base] = Instance(
        item=item, anchor=None, opening=names[0].path, paths=set(told), filled=True, headed=True
    )
    placing.group = base
    for path, part in told.items():
        placing.add(path, item, line.with_value(part), 1.0, (part,) if path == choices[0].path else ())
    return True


def place_typed_item(line: Text, placing: Placing) -> bool:
    """Places the item of the list in force that *line* tells: its name, its choice in brackets, and behind a colon its person, each told by its looks; False for any other line."""
    base = placing.base(placing.group) if placing.group else ""
    found = _LINE.fullmatch(line.value)
    if found is None or not base or not placing.many(base) or base in placing.tabled:
        return False
    begun = placing.instances.get(base)
    if begun is not None and begun.headed and found["number"] is None:
        return False  # it says more of the item begun by a heading
    own = [spec for spec in placing.definition.fields if spec.path.startswith(base + ".")]
    names = [spec for spec in own if spec.kind == "name" and spec.path.rpartition(".")[0] == base]
    homes = {spec.path.rpartition(".")[0] for spec in own if spec.kind == "person"}
    if len(names) != 1 or len(homes) != 1 or placing.lexicon.firm(found["name"]):
        return False
    choices = [spec for spec in own if spec.options and spec.path.rpartition(".")[0] == base]
    labels = {key(label) for spec in choices for option in spec.options for label in option.labels}
    name = found["name"]
    if found["choice"] is not None and key(found["choice"]) not in labels:
        name = line.value[found.start("name") : found.end("choice") + 1]
    told = person_in(found["rest"].rstrip("。；;"), homes.pop(), placing)
    if not told:
        if found["number"] is not None or found["choice"] is not None:
            # It looks like an item of which not all is told.
            placing.doubt("list.unclear", base.removesuffix("[]"), line.origin)
        return False
    item = placing.next_item(base)
    placing.instances.pop(base, None)
    placing.add(names[0].path, item, line.with_value(name))
    if found["choice"] is not None and name == found["name"] and len(choices) == 1:
        placing.add(choices[0].path, item, line.with_value(found["choice"]), 1.0, (found["choice"],))
    for spec in own:
        if spec.kind == "ordinal" and spec.path.rpartition(".")[0] == base and found["number"]:
            placing.add(spec.path, item, line.with_value(found["number"]))
    for path, part in told.items():
        placing.add(path, item, line.with_value(part))
    return True
