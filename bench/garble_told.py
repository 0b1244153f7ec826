"""Maps that tell what is drawn as nothing that is seen, as what other scripts have for it, or as another font's map has it."""

from __future__ import annotations

import random
from itertools import pairwise

from bench.garble_file import Breaker, Map, Maps
from bench.garble_maps import is_han, one_font

__all__ = ["TOLD"]

UNSEEN = (
    "\0",
    "\t",
    "\n",
    "\x0c",
    "\x7f",
    "\x85",
    "\xa0",
    "\xad",
    "\u200b",
    "\u200d",
    "\u200e",
    "\u2003",
    "\u2028",
    "\u2060",
    "\u3000",
    "\ufeff",
    "\ud83d",
)
"""What shows nothing; the last is half a character."""
CYRILLIC = dict(zip("ABCEHIJKMOPSTXYaceijopsxy", "АВСЕНІЈКМОРЅТХУасеіјорѕху", strict=True))
GREEK = dict(zip("ABEHIKMNOPTXYZov", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖον", strict=True))
KANA = dict(zip("二口力夕工八卜一才", "ニロカタエハトーオ", strict=True))
VARIANTS = dict(
    zip(
        "户说为内教吕录别吴没黄温真产青争净强册查步角间即既",
        "戶説爲內敎呂録別吳沒黃溫眞産靑爭淨強冊査歩⻆間卽旣",
        strict=True,
    )
)
STYLED = (0x1D7CE, 0x1D7E2, 0x1D7F6)
"""Where the digits of mathematical alphabets begin."""
RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
ARABIC = dict(zip("0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True))
CIRCLED = dict(zip("0123456789", "⓪①②③④⑤⑥⑦⑧⑨", strict=True))


def _put(table: dict[str, str]) -> Breaker:
    def breaker(maps: Maps, rng: random.Random) -> Maps:
        return {number: {code: table.get(text, text) for code, text in codes.items()} for number, codes in maps.items()}

    return breaker


def unseen(maps: Maps, rng: random.Random) -> Maps:
    """Some Han characters of a font are told as one that shows nothing."""

    def gone(codes: Map) -> Map:
        sign = rng.choice(UNSEEN)
        return {code: sign if is_han(text) and rng.random() < 0.08 else text for code, text in codes.items()}

    return {number: gone(codes) for number, codes in maps.items()}


def digit_spaces(maps: Maps, rng: random.Random) -> Maps:
    """Two digits and a letter or two of each font are told as spaces."""

    def gone(codes: Map) -> Map:
        fit = [code for code, text in codes.items() if text.isdecimal()]
        letters = [code for code, text in codes.items() if text.isascii() and text.isalpha()]
        chosen = {*rng.sample(fit, min(2, len(fit))), *rng.sample(letters, min(2, len(letters)))}
        return {code: " " if code in chosen else text for code, text in codes.items()}

    return {number: gone(codes) for number, codes in maps.items()}


def styled(maps: Maps, rng: random.Random) -> Maps:
    """Digits are those of mathematical alphabets."""
    start = rng.choice(STYLED)
    return _put({digit: chr(start + int(digit)) for digit in "0123456789"})(maps, rng) or maps


def _full(maps: Maps) -> list[int]:
    return sorted(number for number, codes in maps.items() if sum(map(is_han, codes.values())) > 3)


def other_map(maps: Maps, rng: random.Random) -> Maps | None:
    """Two fonts have each other's map, as when subsets of one name are taken for one."""
    fit = _full(maps)
    if len(fit) < 2:
        return None
    one, other = rng.sample(fit, 2)
    return {**maps, one: maps[other], other: maps[one]}


def merged(maps: Maps, rng: random.Random) -> Maps | None:
    """Half of a font's codes are told by another's map."""
    fit = _full(maps)
    if len(fit) < 2:
        return None
    one, other = rng.sample(fit, 2)
    half = sorted(maps[one])[len(maps[one]) // 2 :]
    return {**maps, one: {**maps[one], **{code: maps[other][code] for code in half if code in maps[other]}}}


def next_one(maps: Maps, rng: random.Random) -> Maps:
    """A part of each font's codes is one off, as where a range of a map begins wrong."""

    def off(codes: Map) -> Map:
        order = sorted(codes)
        length = min(len(order), rng.randint(3, 9))
        start = rng.randrange(len(order) - length + 1) if order else 0
        part = order[start : start + length]
        return {**codes, **{code: codes[later] for code, later in pairwise(part)}}

    return {number: off(codes) for number, codes in maps.items()}


def cid_names(maps: Maps, rng: random.Random) -> Maps:
    """Some characters are told as the number of their glyph, as programs that copy text write them."""
    return {
        number: {code: f"(cid:{code})" if is_han(text) and rng.random() < 0.1 else text for code, text in codes.items()}
        for number, codes in maps.items()
    }


def described(maps: Maps, rng: random.Random) -> Maps:
    """Some characters are told by their parts."""
    parts = {
        "你": "⿰亻尔",
        "好": "⿰女子",
        "明": "⿰日月",
        "林": "⿰木木",
        "们": "⿰亻门",
        "体": "⿰亻本",
        "信": "⿰亻言",
        "李": "⿱木子",
        "张": "⿰弓长",
        "和": "⿰禾口",
        "性": "⿰忄生",
        "姓": "⿰女生",
        "名": "⿱夕口",
        "校": "⿰木交",
        "位": "⿰亻立",
        "对": "⿰又寸",
        "动": "⿰云力",
    }
    return _put(parts)(maps, rng) or maps


def _one(table: dict[str, str]) -> Breaker:
    return one_font(lambda text, _rng: table.get(text, text))


TOLD: dict[str, Breaker] = {
    "unseen": unseen,
    "digit-spaces": digit_spaces,
    "cyrillic": _put(CYRILLIC),
    "greek": _put(GREEK),
    "kana": _put(KANA),
    "variants": _put(VARIANTS),
    "variants-one": _one(VARIANTS),
    "styled": styled,
    "raised": _put(RAISED),
    "arabic": _put(ARABIC),
    "circled": _put(CIRCLED),
    "other-map": other_map,
    "merged": merged,
    "next-one": next_one,
    "cid-names": cid_names,
    "described": described,
}
