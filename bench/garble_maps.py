"""Maps of fonts that lie, each in a way that is seen in the field."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from bench.garble_file import Breaker, Map, Maps

__all__ = ["BREAKERS"]


def is_han(text: str) -> bool:
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff"


def _each(change: Callable[[str, random.Random], str]) -> Breaker:
    def breaker(maps: Maps, rng: random.Random) -> Maps:
        return {number: {code: change(text, rng) for code, text in codes.items()} for number, codes in maps.items()}

    return breaker


def _shuffled(codes: Map, wanted: Callable[[str], bool], rng: random.Random) -> Map:
    chosen = [code for code, text in codes.items() if wanted(text)]
    texts = [codes[code] for code in chosen]
    moved = texts[1:] + texts[:1]
    rng.shuffle(moved)
    return {**codes, **dict(zip(chosen, moved, strict=True))}


def stripped(maps: Maps, rng: random.Random) -> Maps:
    """No font has a map."""
    return {}


def stripped_one(maps: Maps, rng: random.Random) -> Maps | None:
    """One font has none."""
    gone = rng.choice(sorted(maps))
    return {number: codes for number, codes in maps.items() if number != gone}


def permuted(maps: Maps, rng: random.Random) -> Maps:
    """All Han characters are others of the same font."""
    return {number: _shuffled(codes, is_han, rng) for number, codes in maps.items()}


def permuted_one(maps: Maps, rng: random.Random) -> Maps | None:
    """One font of several lies."""
    fit = [number for number, codes in maps.items() if sum(map(is_han, codes.values())) > 1]
    if not fit:
        return None
    number = rng.choice(sorted(fit))
    return {**maps, number: _shuffled(maps[number], is_han, rng)}


def swapped(maps: Maps, rng: random.Random) -> Maps | None:
    """Two or three characters of one font change places."""
    fit = [number for number, codes in maps.items() if sum(map(is_han, codes.values())) > 3]
    if not fit:
        return None
    number = rng.choice(sorted(fit))
    codes = maps[number]
    chosen = rng.sample(sorted(code for code, text in codes.items() if is_han(text)), rng.choice((2, 3)))
    texts = [codes[code] for code in chosen]
    return {**maps, number: {**codes, **dict(zip(chosen, texts[1:] + texts[:1], strict=True))}}


def digits(maps: Maps, rng: random.Random) -> Maps:
    """All digits are others."""
    return {number: _shuffled(codes, lambda text: text in set("0123456789"), rng) for number, codes in maps.items()}


def two_digits(maps: Maps, rng: random.Random) -> Maps:
    """Two digits change places."""
    one, other = rng.sample("0123456789", 2)
    change = {one: other, other: one}
    return {number: {code: change.get(text, text) for code, text in codes.items()} for number, codes in maps.items()}


def letters(maps: Maps, rng: random.Random) -> Maps:
    """Small letters are others."""
    return {
        number: _shuffled(codes, lambda text: text in set("abcdefghijklmnopqrstuvwxyz"), rng)
        for number, codes in maps.items()
    }


def one_for_all(maps: Maps, rng: random.Random) -> Maps:
    """A third of the Han characters are one and the same."""
    return {
        number: {code: "的" if is_han(text) and rng.random() < 0.33 else text for code, text in codes.items()}
        for number, codes in maps.items()
    }


def _radical(text: str, rng: random.Random) -> str:
    known = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    known |= {
        "户": "⼾",
        "长": "⻓",
        "门": "⻔",
        "西": "⻄",
        "民": "⺠",
        "青": "⻘",
        "页": "⻚",
        "见": "⻅",
        "车": "⻋",
        "马": "⻢",
        "齐": "⻬",
    }
    return known.get(text, text)


def _compatible(text: str, rng: random.Random) -> str:
    known = {unicodedata.normalize("NFC", chr(code)): chr(code) for code in range(0xF900, 0xFAE0)}
    return known.get(text, text)


def _private(text: str, rng: random.Random) -> str:
    return chr(0xE000 + (ord(text) * 7) % 0x1800) if is_han(text) else text


def _some_private(text: str, rng: random.Random) -> str:
    return _private(text, rng) if rng.random() < 0.1 else text


def _some_lost(text: str, rng: random.Random) -> str:
    return "\ufffd" if is_han(text) and rng.random() < 0.3 else text


def _some_boxes(text: str, rng: random.Random) -> str:
    return "□" if is_han(text) and rng.random() < 0.3 else text


def _shifted(text: str, rng: random.Random) -> str:
    return chr(ord(text) + 1) if is_han(text) else text


def _utf8(text: str, rng: random.Random) -> str:
    return text.encode("utf-8").decode("latin-1") if ord(text[0]) > 0x7F else text


def _gbk(text: str, rng: random.Random) -> str:
    return text.encode("gb18030").decode("latin-1") if ord(text[0]) > 0x7F else text


def _windows(text: str, codec: str) -> str:
    """The bytes of *text* as Windows-1252 has them, which lacks five."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode(codec))


def _utf8_windows(text: str, rng: random.Random) -> str:
    return _windows(text, "utf-8") if ord(text[0]) > 0x7F else text


def _gbk_windows(text: str, rng: random.Random) -> str:
    return _windows(text, "gb18030") if ord(text[0]) > 0x7F else text


def _utf8_as_gbk(text: str, rng: random.Random) -> str:
    return text.encode("utf-8").decode("gbk", "replace") if ord(text[0]) > 0x7F else text


def _gbk_as_big5(text: str, rng: random.Random) -> str:
    return text.encode("gb18030").decode("big5", "replace") if ord(text[0]) > 0x7F else text


ALIKE = "未末 日曰 己已 人入 士土 千干 王玉 大太 天夫 甲申 今令 午牛 问间 名各 石右 侯候 刀力 厂广 治冶 育肓 了子 白自 本木 市巿 教敎 户戸 1l 0O"


def _like(text: str, rng: random.Random) -> str:
    return next((pair[1 - pair.index(text)] for pair in ALIKE.split() if text in pair), text)


def like_some(maps: Maps, rng: random.Random) -> Maps:
    """Two characters of each font are told as others that look like them, but for those in the names of forms."""

    def some(codes: Map) -> Map:
        fit = [code for code, text in codes.items() if _like(text, rng) != text and text not in "人1l0O"]
        fit += [code for code, text in codes.items() if text in "1l0O"][:1]
        chosen = rng.sample(fit, min(2, len(fit)))
        return {code: _like(text, rng) if code in chosen else text for code, text in codes.items()}

    return {number: some(codes) for number, codes in maps.items()}


def one_font(change: Callable[[str, random.Random], str]) -> Breaker:
    """*change* for one font of several, of those in which it changes most."""

    def breaker(maps: Maps, rng: random.Random) -> Maps | None:
        fit = [number for number, codes in maps.items() if sum(map(is_han, codes.values())) > 3]
        if not fit:
            return None
        number = rng.choice(sorted(fit))
        return {**maps, number: {code: change(text, rng) for code, text in maps[number].items()}}

    return breaker


def offset_one(maps: Maps, rng: random.Random) -> Maps | None:
    """One font tells the text of the next code."""
    fit = [number for number, codes in maps.items() if sum(map(is_han, codes.values())) > 3]
    if not fit:
        return None
    number = rng.choice(sorted(fit))
    texts = list(maps[number].values())
    return {**maps, number: dict(zip(maps[number], texts[1:] + texts[:1], strict=True))}


def no_digits(maps: Maps, rng: random.Random) -> Maps:
    """No digit has an entry."""
    return {
        number: {code: text for code, text in codes.items() if not text.isdecimal()} for number, codes in maps.items()
    }


def some_unmapped(maps: Maps, rng: random.Random) -> Maps:
    """Three characters of ten have no entry."""
    return {
        number: {code: text for code, text in codes.items() if not is_han(text) or rng.random() > 0.3}
        for number, codes in maps.items()
    }


def ligatures(maps: Maps, rng: random.Random) -> Maps:
    """Some codes of one character tell two."""

    def two(codes: Map) -> Map:
        several = [text for text in codes.values() if is_han(text)]
        return {
            code: text + rng.choice(several) if is_han(text) and rng.random() < 0.1 else text
            for code, text in codes.items()
        }

    return {number: two(codes) for number, codes in maps.items()}


def doubled(maps: Maps, rng: random.Random) -> Maps:
    """Some codes tell their character twice."""
    return {
        number: {code: text * 2 if is_han(text) and rng.random() < 0.1 else text for code, text in codes.items()}
        for number, codes in maps.items()
    }


def _behind(sign: str, share: float) -> Callable[[str, random.Random], str]:
    return lambda text, rng: text + sign if not text.isspace() and rng.random() < share else text


def _wide(text: str, rng: random.Random) -> str:
    return chr(ord(text) + 0xFEE0) if len(text) == 1 and "!" <= text <= "~" else text


def _narrow(text: str, rng: random.Random) -> str:
    return chr(ord(text) - 0xFEE0) if len(text) == 1 and "！" <= text <= "～" else text


def _some_spaces(text: str, rng: random.Random) -> str:
    return " " if is_han(text) and rng.random() < 0.1 else text


BREAKERS: dict[str, Breaker] = {
    "stripped": stripped,
    "stripped-one": stripped_one,
    "permuted": permuted,
    "permuted-one": permuted_one,
    "shifted": _each(_shifted),
    "swapped": swapped,
    "digits": digits,
    "two-digits": two_digits,
    "letters": letters,
    "one-for-all": one_for_all,
    "radicals": _each(_radical),
    "compatible": _each(_compatible),
    "private": _each(_private),
    "some-private": _each(_some_private),
    "some-lost": _each(_some_lost),
    "some-boxes": _each(_some_boxes),
    "utf8": _each(_utf8),
    "gbk": _each(_gbk),
    "utf8-windows": _each(_utf8_windows),
    "gbk-windows": _each(_gbk_windows),
    "utf8-as-gbk": _each(_utf8_as_gbk),
    "gbk-as-big5": _each(_gbk_as_big5),
    "alike": _each(_like),
    "alike-some": like_some,
    "radicals-one": one_font(_radical),
    "private-one": one_font(_private),
    "offset-one": offset_one,
    "no-digits": no_digits,
    "some-unmapped": some_unmapped,
    "ligatures": ligatures,
    "doubled": doubled,
    "combining": _each(_behind("\u0301", 0.1)),
    "selectors": _each(_behind("\ufe00", 0.3)),
    "ideographic": _each(_behind("\U000e0100", 0.3)),
    "zero-width": _each(_behind("\u200b", 0.3)),
    "wide": _each(_wide),
    "narrow": _each(_narrow),
    "some-spaces": _each(_some_spaces),
}
