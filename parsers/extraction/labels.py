"""Which field or group a text names: the labels of one definition, compared by meaning.

Compared are the folded texts; then, with falling quality: without the enumerator in front, without words in brackets, with a number behind,
as group and field in one (负责人姓名), with lost characters (the repertoire rule), without words that say little, with one character wrong,
with words in front.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from forms.chinese import fold, half, strip_enumerator
from forms.definition import FormDefinition
from forms.repertoire import LOST
from parsers.extraction.label_slips import Slips

__all__ = [
    "BRACKETED",
    "FIRM",
    "LAST_BRACKETED",
    "SLIP",
    "SYNONYM",
    "Hit",
    "Lexicon",
    "is_foreign",
    "is_stranger",
    "key",
    "keys_of",
    "lexicon",
    "words",
]

SYNONYM = 0.97
"""Quality of a label by a word that hands put in the place of the printed one."""
FIRM = 0.85
"""From this quality on a text is a label wherever it stands; below it, only where a label is due."""

SLIP = 0.75
"""The quality of a label with one character wrong."""

_LIGHT = 0.8
"""The quality of a long text's label with words more or less that say little."""

_LED = 0.05
"""What a label loses by words before it that say what is done with its items."""

_ALL_BUT_ONE, _MOST = 0.9, 3
"""The quality of a label that lost one character, whichever it was, and the characters that it must have kept."""

_OPENING = 2
"""Characters by which labels are told to be none of a text's."""

_LIGHTEST = 3
_LONG = frozenset({"narrative", "opinion"})

_OFFICES = frozenset({"text", "name", "area", "province"})
"""Kinds of what may bear a stamp."""

_LONGEST = 40
_HALVES = 2
"""Characters of the shortest of two labels that run on."""

_TRAILING = re.compile(r"[\s:：]+\Z")
BRACKETED = re.compile(r"[(\[（【〔［][^)\]）】〕］]*[)\]）】〕］]?")
LAST_BRACKETED = re.compile(r"[(\[（【〔［][^()\[\]（）【】〔〕［］]*[)\]）】〕］]\s*[:：]?\s*$")
_NUMBERED = re.compile(r"(?:(?<![\d０-９])[\d０-９]{1,2}|[一二三四五六七八九十]{1,2}|[①-⑩])$")
"""A number behind a label, of one of several persons: a longer one is a value."""

_VALUED = re.compile(r"[:：][\s　]*[\d０-９]+[\s　]*$")
"""A value behind a label and a colon, that reads like such a number."""


_ENGLISH = re.compile(r"(?<=[\u3400-\u9fff)）])\s*[(（]?[A-Za-z][A-Za-z .,&/'’-]+[)）]?\s*\Z")
"""A label once more in English, behind it."""

_WORD = re.compile(r"[a-z][a-z.-]*")


@cache
def _english() -> frozenset[str]:
    return frozenset(words()["english"])


class Hit(NamedTuple):
    """A field or group that a text may name. ``printed``: by the very label that the form prints. ``host``: the group named along with it."""

    path: str
    group: bool
    quality: float
    printed: bool
    host: str = ""


@cache
def words() -> dict[str, tuple[str, ...]]:
    """The words that forms use around labels and values, by purpose."""
    raw = tomllib.loads(files("forms").joinpath("vocabulary/layout.toml").read_text("utf-8"))
    return {name: tuple(entries) for name, entries in raw.items()}


@cache
def keys_of(purpose: str) -> frozenset[str]:
    """The words of one purpose as they are compared."""
    return frozenset(map(key, words()[purpose]))


@lru_cache(maxsize=8192)
def is_foreign(text: str) -> bool:
    """Whether *text* is a label that offices add to forms, of no field of ours."""
    return len(text) <= _LONGEST and key(BRACKETED.sub("", text)) in keys_of("foreign")


@lru_cache(maxsize=8192)
def is_stranger(text: str) -> bool:
    """Whether *text* names people whom no form of ours asks for, but offices add."""
    return len(text) <= _LONGEST and key(text) in keys_of("strangers")


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """*text* as labels are compared: folded, without brackets and strokes."""
    return fold(text).translate(_DROP)


_DROP = str.maketrans("", "", "()[]{}<>/\\")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(f"^(?:{'|'.join(map(re.escape, words()['leads']))}){{1,3}}")


@cache
def _light_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, map(key, words()["light"])), key=len, reverse=True)))


def _lighten(folded: str) -> str:
    """*folded* without the words of a heading that say little."""
    return _light_words().sub("", folded)


def _at_home(hits: list[tuple[Hit, ...]]) -> list[tuple[Hit, ...]]:
    """*hits* of each part of a label, those of lists as far as one item has them all (所在单位/处室名称 asks for no department); none where none has."""
    if not any("[]" in hit.path for found in hits for hit in found):
        return hits
    homes = set.intersection(*({hit.path.rpartition(".")[0] for hit in found} for found in hits))
    return [tuple(hit for hit in found if hit.path.rpartition(".")[0] in homes) for found in hits] if homes else []


class Lexicon:
    """The labels of one definition with a look-up by text."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.exact: dict[str, list[Hit]] = {}
        for group in definition.groups:
            for number, label in enumerate(group.labels):
                self._add(label, Hit(group.path, True, 1.0 if number == 0 else SYNONYM, number == 0))
        for spec in (*definition.fields, *definition.apart):
            for number, label in enumerate(spec.labels):
                self._add(label, Hit(spec.path, False, 1.0 if number == 0 else SYNONYM, number == 0))
        self._slips = Slips(self.exact)
        self._by_head: dict[str, list[tuple[str, list[str]]]] = {}
        for core, groups in self._group_cores().items():
            self._by_head.setdefault(core[:1], []).append((core, groups))
        self._openings = frozenset(label[:_OPENING] for label in self.exact)
        self._light: dict[str, list[Hit]] | None = None
        self._cache: dict[str, tuple[Hit, ...]] = {}

    def _add(self, label: str, hit: Hit) -> None:
        self.exact.setdefault(key(label), []).append(hit)

    def _group_cores(self) -> dict[str, list[str]]:
        """Group names as they stand in front of a field's label: 负责人 of 负责人信息."""
        cores: dict[str, list[str]] = {}
        tails = [key(tail) for tail in words()["tails"]]
        for group in self.definition.groups:
            for label in group.labels:
                core = key(label)
                for tail in tails:
                    if core.endswith(tail) and len(core) > len(tail):
                        core = core[: -len(tail)]
                        break
                cores.setdefault(core, [])
                if group.path not in cores[core]:
                    cores[core].append(group.path)
        return cores

    def find(self, text: str) -> tuple[Hit, ...]:
        """The fields and groups that *text* as a whole may name, the best first; empty when it names none."""
        if len(text) > _LONGEST and len(key(text)) > _LONGEST:
            return ()
        known = self._cache.get(text)
        if known is None:
            if len(self._cache) > 20_000:
                self._cache.clear()
            known = self._cache[text] = self._find(text)
        return known

    def firm(self, text: str) -> tuple[Hit, ...]:
        """The hits of *text* that make it a label wherever it stands."""
        return tuple(hit for hit in self.find(text) if hit.quality >= FIRM)

    def combines(self, text: str) -> bool:
        """Whether *text* is one label for several fields, the first of which it opens with (性别/民族): a quick look, for values as well."""
        return key(text[: 2 * _OPENING])[:_OPENING] in self._openings and bool(self.combined(text)[1])

    def combined(self, text: str) -> tuple[str, tuple[tuple[Hit, ...], ...]]:
        """The sign between the labels of a text that names several fields (用户名/密码), and what each names; ("", ()) for any other text."""
        if len(text) > _LONGEST or key(text) in self.exact:
            return "", ()
        for sign in (sign for sign in ("\n", *words()["combining"], " ") if sign in text or half(sign) in half(text)):
            parts = [part for part in _TRAILING.sub("", half(text)).split(half(sign)) if part.strip()]
            hits = [self._fields_of(part.strip()) for part in parts]
            if len(parts) > 1 and all(hits) and len({found[0].path.rpartition(".")[2] for found in hits}) == len(parts):
                hits = _at_home(hits)
                if hits:
                    return sign, tuple(hits)
        return self._run_on(key(text))

    def _fields_of(self, text: str) -> tuple[Hit, ...]:
        """The fields that *text* names firmly, or the names of the items of the list within a list whose own name it is (地市及开通数量)."""
        hits = self.firm(text)
        lists = [hit for hit in hits if hit.group and hit.path.count("[]") > 1]
        fields = self.definition.fields
        return tuple(hit for hit in hits if not hit.group) or tuple(
            Hit(spec.path, False, hit.quality, False)
            for hit in lists
            for spec in fields
            if spec.kind == "name" and spec.required and spec.path.rpartition(".")[0] == hit.path
        )

    def _run_on(self, folded: str) -> tuple[str, tuple[tuple[Hit, ...], ...]]:
        """The two labels of one group of fields that *folded* is with nothing between (单位职务), and a sign for what parts their values."""
        if folded in self.exact or self.firm(folded):
            return "", ()
        for cut in range(_HALVES, len(folded) - _HALVES + 1):
            first, second = (
                tuple(hit for hit in self.exact.get(half_, ()) if not hit.group)
                for half_ in (folded[:cut], folded[cut:])
            )
            homes = {hit.path.rpartition(".")[0] for hit in first} & {hit.path.rpartition(".")[0] for hit in second}
            homes.discard("")  # 应用情况名称 is one label with a word behind it
            own = [tuple(hit for hit in hits if hit.path.rpartition(".")[0] in homes) for hits in (first, second)]
            if all(own) and {hit.path for hit in own[0]}.isdisjoint(hit.path for hit in own[1]):
                return words()["combining"][0], (own[0], own[1])
        return "", ()

    def _find(self, text: str) -> tuple[Hit, ...]:
        folded = key(text)
        if not folded or folded.isdecimal():
            return ()
        if folded in self.exact:
            return _best(self.exact[folded])
        if any(sign in inner for inner in BRACKETED.findall(text) for sign in words()["signature"]):
            return self._stamped(text)
        bare = key(strip_enumerator(text))
        plain = key(BRACKETED.sub("", strip_enumerator(text)))
        last = key(LAST_BRACKETED.sub("", strip_enumerator(text)))
        for candidate, loss in ((bare, 0.01), (last, 0.02), (plain, 0.02)):
            if candidate and candidate != folded and candidate in self.exact:
                return _best(self.exact[candidate], loss)
        told = key(self._dressed(text))
        if told not in ("", folded, bare) and told in self.exact:
            return _best(self.exact[told], 0.02)
        if folded in keys_of("foreign") or plain in keys_of("foreign"):
            return ()
        numbered = "" if _VALUED.search(text) else _NUMBERED.sub("", plain or bare)
        if numbered and numbered in self.exact:
            groups = [hit for hit in self.exact[numbered] if hit.group]
            if groups:
                return _best(groups, 0.03)
        joined = () if _VALUED.search(text) else self._joined(plain or bare) or self._led(plain or bare)
        if joined:
            return joined
        if LOST in folded:
            tried = dict.fromkeys((bare or folded, last, plain))
            return next((hits for one in tried if LOST in one and (hits := self._repaired(one))), ())
        return self._lightened(plain or bare) or self.asked_beside(text, alone=True) or self._near(plain or bare)

    def asked_beside(self, text: str, *, alone: bool = False) -> tuple[Hit, ...]:
        """The fields that *text* names beside others that offices ask for (手机/邮箱); with *alone* only where this form asks for none of those."""
        if len(text) > _LONGEST:
            return ()
        for sign in (sign for sign in words()["combining"] if half(sign) in half(text)):
            parts = [part.strip() for part in half(text).split(half(sign))]
            asked = [part for part in parts if part and not is_foreign(part)]
            if len(asked) == 1 and len(parts) > 1 and all(parts):
                if alone and any(key(part) in self.exact for part in parts if part != asked[0]):
                    return ()
                return _best([hit for hit in self.exact.get(key(asked[0]), ()) if not hit.group], 0.02)
        return ()

    @staticmethod
    def _dressed(text: str) -> str:
        """*text* without what offices put around a label: a star and a number before it, its English behind it, words that say that it follows."""
        bare = strip_enumerator(text.lstrip("".join(words()["bullets"]) + " \t\n\u3000"))
        english = _ENGLISH.search(bare)
        if english is not None and all(word.strip(".") in _english() for word in _WORD.findall(english[0].lower())):
            bare = bare[: english.start()]
        bare = bare.rstrip("：:，,。 \t\n\u3000")
        told = next((bare.removesuffix(word) for word in words()["following"] if bare.endswith(word)), bare)
        return told if told == bare else BRACKETED.sub("", told)

    def _stamped(self, text: str) -> tuple[Hit, ...]:
        """An office's label with the place for its stamp behind it (教育行政部门（盖章）); with a person's it is a place to sign."""
        plain = key(BRACKETED.sub("", strip_enumerator(text)))
        hits = self.exact.get(plain, [])
        offices = [hit for hit in hits if not hit.group and self.definition.field_of[hit.path].kind in _OFFICES]
        return _best(offices, 0.02) if len(offices) == len(hits) else ()

    def _joined(self, folded: str) -> tuple[Hit, ...]:
        """Group and field in one: 联系人手机."""
        found: list[Hit] = []
        for core, groups in self._by_head.get(folded[:1], ()):
            rest = folded.removeprefix(core) if folded.startswith(core) else ""
            rest = rest.removeprefix(words()["of"][0])
            rest = _NUMBERED.sub("", rest) if rest not in self.exact else rest
            for number in ("", "1", "2", "3", "4", "5", "一", "二", "三"):
                tail = rest.removeprefix(number) if number and rest.startswith(number) else ("" if number else rest)
                for hit in self.exact.get(tail, ()) if tail else ():
                    host = next((g for g in groups if hit.path.startswith(g + ".")), "")
                    if host and not hit.group:
                        found.append(Hit(hit.path, False, min(hit.quality, 0.96), False, host))
        return _best(found)

    def _led(self, folded: str) -> tuple[Hit, ...]:
        """The list within a list whose name *folded* ends in behind what is done with its items (计划覆盖区县)."""
        rest = _leads().sub("", folded)
        if len(rest) < _HALVES or rest == folded:
            return ()
        return _best([hit for hit in self.exact.get(rest, ()) if hit.group and hit.path.count("[]") > 1], _LED)

    def _lightened(self, folded: str) -> tuple[Hit, ...]:
        """Headings of long texts that *folded* is but for words that say little (空间建设总体情况); never firm."""
        light = _lighten(folded)
        if len(light) < _LIGHTEST or len(folded) > _LONGEST:
            return ()
        if self._light is None:
            self._light = {}
            for label, hits in self.exact.items():
                long = [hit for hit in hits if not hit.group and self.definition.field_of[hit.path].kind in _LONG]
                if long and len(_lighten(label)) >= _LIGHTEST:
                    self._light.setdefault(_lighten(label), []).extend(long)
        return _best([hit._replace(quality=_LIGHT, printed=False) for hit in self._light.get(light, ())])

    def _repaired(self, folded: str) -> tuple[Hit, ...]:
        """Labels that *folded* is after losing characters. All lost, or most, is no firm label."""
        kept = sum(c != LOST for c in folded)
        found: list[Hit] = []
        for label, ruled in self._slips.lost(folded):
            quality = (
                (0.92 if ruled else _ALL_BUT_ONE if kept >= _MOST and kept + 1 == len(folded) else 0.8) if kept else 0.6
            )
            found += [
                hit._replace(
                    quality=quality - (0 if hit.printed else 0.05 if kept else 0.1), printed=hit.printed and ruled
                )
                for hit in self.exact[label]
            ]
        return _best(found)

    def _near(self, folded: str) -> tuple[Hit, ...]:
        """Labels one character away, or that *folded* ends in; never firm."""
        found = [
            hit._replace(quality=SLIP, printed=False) for label in self._slips.near(folded) for hit in self.exact[label]
        ]
        if not found:
            found = [
                hit._replace(quality=0.7, printed=False)
                for label in self._slips.tails(folded)
                for hit in self.exact[label]
                if not hit.group
            ]
        return _best(found)


def _best(hits: list[Hit], loss: float = 0.0) -> tuple[Hit, ...]:
    """*hits* with each path once, the best first."""
    best: dict[tuple[str, bool], Hit] = {}
    for hit in hits:
        lowered = hit._replace(quality=hit.quality - loss) if loss else hit
        known = best.get((hit.path, hit.group))
        if known is None or known.quality < lowered.quality:
            best[hit.path, hit.group] = lowered
    return tuple(sorted(best.values(), key=lambda h: -h.quality))


_LEXICONS: dict[int, Lexicon] = {}


def lexicon(definition: FormDefinition) -> Lexicon:
    """The lexicon of *definition*, built once."""
    found = _LEXICONS.get(id(definition))
    if found is None or found.definition is not definition:
        found = _LEXICONS[id(definition)] = Lexicon(definition)
    return found
