"""Numbers and dates: counts, years, positions in a list, points."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Any

from forms.blanks import Plain
from forms.chinese import half, numeral, tight
from forms.dates import read_date, written_date
from forms.definition import Field
from forms.parsed import Parsed, doubt
from forms.repertoire import LOST
from forms.vocabulary import table, words

__all__ = ["COUNT", "DATE", "ORDINAL", "POINTS", "YEAR"]

_PLAIN = re.compile(r"[0-9]{1,15}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_INNER_SPACE = re.compile(r"(?<=[0-9,])\s+(?=[0-9,])")
_THIN_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")


def _alternatives(items: list[str] | tuple[str, ...]) -> str:
    return "|".join(re.escape(item) for item in sorted(items, key=len, reverse=True))


@cache
def _count() -> re.Pattern[str]:
    powers = _alternatives(list(table("units")["powers"]))
    after = [word for word in words("units", "after") if word not in table("units")["powers"]]
    return re.compile(
        rf"(?:{_alternatives(words('units', 'before'))})?(?P<about>{_alternatives(words('units', 'about_before'))})?"
        rf"(?P<number>[0-9,]+(?:\.[0-9]+)?|[^0-9a-z,.]+?)(?P<power>{powers})?"
        rf"(?P<more>{_alternatives(words('units', 'about_after'))})?(?:{_alternatives(after)})?"
        rf"(?P<later>{_alternatives(words('units', 'about_after'))})?[。.]?",
        re.IGNORECASE,
    )


def _amount(number: str, power: str | None) -> Decimal | None:
    """The number that *number* spells times *power*; None for what spells none."""
    plain = number.replace(",", "")
    if plain and _NUMBER.fullmatch(plain):
        value = Decimal(plain)
    elif (han := numeral(number + (power or ""))) is not None:
        return Decimal(han)
    else:
        return None
    return value * table("units")["powers"][power] if power else value


_DOTTED = re.compile(r"[0-9]{1,3}(?:\.0{3})+")
"""A point before three zeros: of a fraction, or of thousands."""

_TELEPHONE = re.compile("1[3-9][0-9]{9}")


def _read_count(raw: str, _spec: Field) -> Parsed:
    if _PLAIN.fullmatch(raw) and not _TELEPHONE.fullmatch(raw):
        return Parsed(value=int(raw))
    written = half(raw).strip()
    text = _INNER_SPACE.sub("", written)
    broken = text != written and not _THIN_GROUPS.match(written)
    if LOST in text:
        return Parsed(value=written)
    found = _count().fullmatch(tight(text))
    amount = _amount(found["number"], found["power"]) if found else None
    if found is None or amount is None:
        return doubt(written, "count.invalid", 0.5)
    if amount != amount.to_integral_value():
        return doubt(written, "count.fraction", 0.5)
    value = int(amount)
    if _TELEPHONE.fullmatch(text):
        return doubt(value, "text.contact", 0.7)
    if found["about"] or found["more"] or found["later"]:
        return doubt(value, "count.approximate", 0.7)
    if _DOTTED.fullmatch(tight(text)):
        return doubt(value, "count.broken", 0.8)
    if broken or ("," in found["number"] and not _GROUPED.fullmatch(found["number"].partition(".")[0])):
        return doubt(value, "count.broken", 0.8)
    return Parsed(value=value)


def _looks_number(text: str, _spec: Field) -> float:
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return 1.0
    if len(text) > 24:
        return 0.0
    found = _count().fullmatch(tight(text))
    if found and _amount(found["number"], found["power"]) is not None:
        return 0.9
    return 0.3 if re.search("[0-9]", text) else 0.0


_YEAR = re.compile(r"[12][0-9]{3}")
_YEAR_SHORT = re.compile(r"[0-9]{2}")


_ROUND = str.maketrans("oO0", "〇〇〇")


def _read_year(raw: str, _spec: Field) -> Parsed:
    written = half(raw).strip()
    text = tight(written)
    text = text.rstrip(":。、,")
    bare = re.sub(rf"(?:{_alternatives(words('units', 'year'))})$", "", text)
    if _YEAR.fullmatch(bare):
        year = int(bare)
        return Parsed(value=year) if 1900 <= year <= 2100 else doubt(written, "year.invalid", 0.5)
    if LOST in text:
        return Parsed(value=written)
    if bare != text and _YEAR_SHORT.fullmatch(bare):
        return doubt(2000 + int(bare), "year.short", 0.5)
    han = numeral(bare.translate(_ROUND))
    if han is not None and 1900 <= han <= 2100:
        return Parsed(value=han)
    found = _YEAR_FIRST.match(text)
    if found and 1900 <= int(found[1]) <= 2100 and not _YEAR_FIRST.search(text, found.end()):
        return doubt(int(found[1]), "year.extra", 0.8)
    return doubt(written, "year.invalid", 0.5)


_YEAR_FIRST = re.compile("(?<![0-9])([12][0-9]{3})年")


def _looks_year(text: str, spec: Field) -> float:
    value = _read_year(text, spec).value
    return 1.0 if isinstance(value, int) and 1900 <= value <= 2100 else 0.0


@cache
def _ordinal_pattern() -> re.Pattern[str]:
    before, after = (_alternatives(words("units", key)) for key in ("ordinal_before", "ordinal_after"))
    return re.compile(
        rf"(?:{before})?[(\[]?([0-9]{{1,5}}|[^0-9()\[\]、.]{{1,6}}?)[)\]]?(?:{after})?[、.。,:：]?", re.IGNORECASE
    )


def _ordinal(text: str) -> int | None:
    text = tight(half(text))
    if _PLAIN.fullmatch(text) and len(text) <= 5:
        return int(text)
    if (
        len(text) == 1
        and (value := unicodedata.numeric(text, None)) is not None
        and value == int(value)
        and ord(text) >= 0x2460
    ):
        return int(value)
    found = _ordinal_pattern().fullmatch(text)
    if found is None:
        return None
    return int(found[1]) if found[1].isascii() and found[1].isdigit() else numeral(found[1])


def _read_ordinal(raw: str, _spec: Field) -> Parsed:
    value = _ordinal(raw)
    return Parsed(value=value) if value is not None else doubt(half(raw), "ordinal.invalid", 0.5)


def _looks_ordinal(text: str, _spec: Field) -> float:
    return 1.0 if len(text) <= 8 and _ordinal(text) is not None else 0.0


@cache
def _points() -> re.Pattern[str]:
    return re.compile(rf"\(?([0-9]{{1,6}}(?:\.[0-9]{{1,4}})?)(?:{_alternatives(words('units', 'points'))})?\)?")


def _read_points(raw: str, _spec: Field) -> Parsed:
    written = half(raw).strip()
    found = _points().fullmatch(tight(written))
    if found is None:
        han = numeral(re.sub(rf"(?:{_alternatives(words('units', 'points'))})$", "", tight(written)))
        return doubt(written, "points.invalid", 0.5) if han is None else Parsed(value=han)
    value = float(found[1])
    return Parsed(value=int(value) if value.is_integer() else value)


def _looks_points(text: str, _spec: Field) -> float:
    return 1.0 if len(text) <= 12 and _points().fullmatch(tight(text)) else 0.0


def _read_date(raw: str, _spec: Field) -> Parsed:
    return dated(raw)


def dated(raw: str) -> Parsed:
    """The ISO date that the whole of *raw* is; None with a fault for an incomplete or impossible one or for other text."""
    if LOST in raw:
        return Parsed(value=raw.strip())
    found = read_date(raw)
    if found is None:
        return doubt(None, "date.invalid", 0.5)
    if found.state == "full":
        return Parsed(value=found.iso)
    if found.state == "blank":
        return Parsed(value=None)
    code = {"short_year": "date.short_year", "incomplete": "date.incomplete"}.get(found.state, "date.impossible")
    return doubt(found.iso, code, 0.5)


def _write_date(value: Any, _spec: Field) -> str:
    return written_date(str(value))


def _looks_date(text: str, _spec: Field) -> float:
    if len(text) > 24:
        return 0.0
    found = read_date(text)
    if found is None:
        return 0.0
    return 1.0 if found.iso else 0.6


def _integer(_spec: Field) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0}


COUNT = Plain(read=_read_count, looks=_looks_number, none=True, shape=_integer)
YEAR = Plain(
    read=_read_year,
    looks=_looks_year,
    write=lambda value, _spec: f"{value}{words('units', 'year')[0]}" if isinstance(value, int) else str(value),
    shape=lambda _spec: {"type": "integer", "minimum": 1900, "maximum": 2100},
)
ORDINAL = Plain(read=_read_ordinal, looks=_looks_ordinal, shape=_integer)
POINTS = Plain(read=_read_points, looks=_looks_points, none=True, shape=lambda _spec: {"type": "number", "minimum": 0})
DATE = Plain(
    read=_read_date,
    looks=_looks_date,
    none=True,
    write=_write_date,
    shape=lambda _spec: {"type": "string", "format": "date"},
)
