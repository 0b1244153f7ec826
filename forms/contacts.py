"""Ways to reach people and pages: mobile and office phones, e-mail and web addresses, user names and passwords."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from forms.blanks import Plain
from forms.chinese import fold, half, tight
from forms.definition import Field
from forms.parsed import Parsed, doubt
from forms.repertoire import LOST
from forms.vocabulary import words

__all__ = ["EMAIL", "MOBILE", "PHONE", "URL", "VERBATIM"]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－﹣−ー─━", "-"))
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_INSIDE = re.compile(
    r"(?<![0-9])(?:(?:\(?(?:\+|00)?86\)?)[\s.-]*)?(1[3-9](?:[\s.-]?[0-9]){9}|\(1[3-9][0-9]\)[\s-]*[0-9]{4}[\s-]?[0-9]{4})(?![0-9])"
)
_COUNTRY = re.compile(r"\(?(?:\+|00)\s*86\)?[\s-]*")
_NO_DIGIT = re.compile(r"[^0-9]+")
_LEFT_BETWEEN = re.compile(r"[\s、,;/|()+-]*")


def _number_text(text: str) -> str:
    """*text* half-width, its dashes one dash."""
    return half(text).translate(_DASHES).strip()


def _foreign(text: str) -> bool:
    """Whether *text* is a valid number with a country code other than China's."""
    if not text.startswith(("+", "00")):
        return False
    import phonenumbers  # 40 ms: only the few numbers that no pattern here decides need it

    try:
        number = phonenumbers.parse("+" + text.lstrip("+0"), None)
    except phonenumbers.NumberParseException:
        return False
    return number.country_code != 86 and phonenumbers.is_valid_number(number)


def _read_mobile(raw: str, _spec: Field) -> Parsed:
    if _MOBILE.fullmatch(raw):
        return Parsed(value=raw)
    text = _number_text(raw)
    found = [_NO_DIGIT.sub("", number) for number in _MOBILE_INSIDE.findall(text)]
    rest = _MOBILE_INSIDE.sub("", text)
    if found and _LEFT_BETWEEN.fullmatch(rest):
        unique = list(dict.fromkeys(found))
        return Parsed(value=unique[0]) if len(unique) == 1 else doubt("、".join(unique), "mobile.several")
    if LOST in text:
        return Parsed(value=text)
    rest = _MAIL_INSIDE.sub("", rest.lower())
    if len(set(found)) == 1 and _LEFT_BETWEEN.fullmatch(rest):
        return doubt(found[0], "mobile.extra", 0.8)
    if len(found) == 1 and not re.search("[0-9]", rest):
        return doubt(found[0], "mobile.extra", 0.8)
    if (numbers := _canonical_phones(text)) is not None:
        # Beside the only mobile number stands one of an office, which is asked for elsewhere or not at all.
        only = found[0] if len(set(found)) == 1 and found[0] in numbers.split("、") else ""
        return doubt(only, "mobile.extra", 0.8) if only else doubt(numbers, "mobile.landline", 0.7)
    if _foreign(text):
        return doubt(text, "mobile.foreign", 0.8)
    return doubt(text, "mobile.invalid", 0.5)


def _looks_mobile(text: str, _spec: Field) -> float:
    digits = _NO_DIGIT.sub("", text)
    if _MOBILE.fullmatch(digits[-11:]) and len(digits) <= 15 and len(text) <= 24:
        return 1.0
    if not digits or len(digits) * 2 < len(text):
        return 0.1 if LOST in text else 0.0
    return 0.5 if 9 <= len(digits) <= 13 else 0.2


@cache
def _phone() -> re.Pattern[str]:
    extension = "|".join(re.escape(fold(word) or word) for word in words("phones", "extension"))
    return re.compile(
        r"(?:(?P<country>\(?(?:\+|00)\s*86\)?|86(?=-|\s))[\s-]*)?"
        r"(?:\((?P<boxed>0(?:10|2[0-9]|[3-9][0-9]{2}))\)[\s-]*|(?P<area>0(?:10|2[0-9]|[3-9][0-9]{2}))[\s/-]*)?"
        r"(?P<bare>(?:10|2[0-9]|[3-9][0-9]{2})[\s-]+)?"
        r"(?P<local>[2-9][0-9]{6,7}|[2-9][0-9]{3}[\s-][0-9]{4}|[2-9][0-9]{2}[\s-][0-9]{4})"
        rf"(?:[\s,-]*(?:-|\(?(?:{extension})\.?[:：]?)\s*(?P<extension>[0-9]{{1,6}})\)?)?",
        re.IGNORECASE,
    )


_SERVICE = re.compile(r"([48]00)[\s-]?([0-9]{3,4})[\s-]?([0-9]{3,4})")


def _one_phone(text: str) -> str | None:
    """One telephone number in its canonical form; None for what is no such number."""
    text = text.strip()
    mobile = _MOBILE_INSIDE.fullmatch(text)
    if mobile:
        return _NO_DIGIT.sub("", mobile[1])
    if (service := _SERVICE.fullmatch(text)) and len(_NO_DIGIT.sub("", text)) == 10:
        return (
            "-".join(service.groups())
            if len(text) > 11
            else f"{service[1]}-{(service[2] + service[3])[:3]}-{(service[2] + service[3])[3:]}"
        )
    found = _phone().fullmatch(text)
    if found is None or bool(found["bare"]) != bool(found["country"] and not (found["area"] or found["boxed"])):
        return None
    area = found["area"] or found["boxed"] or ("0" + _NO_DIGIT.sub("", found["bare"]) if found["bare"] else "")
    local = _NO_DIGIT.sub("", found["local"])
    if len(area) == 3 and len(local) != 8:
        return None
    return "-".join(part for part in (area, local, found["extension"]) if part)


@cache
def _between() -> re.Pattern[str]:
    signs = "|".join(re.escape(half(word)) for word in words("phones", "between"))
    return re.compile(rf"\s*(?:{signs}|\n)\s*")


_WRAPPED = re.compile(r"\s*\n\s*")


def _canonical_phones(text: str) -> str | None:
    """All numbers of *text* joined by 、; None when any part of it is no number."""
    if (wrapped := _one_phone(_WRAPPED.sub("", text))) is not None:
        return wrapped
    numbers: list[str] = []
    for part in _between().split(text):
        found = _spaced_phones(part.split())
        if found is None:
            # A narrow cell breaks a number where its line ends: 027-5862673⏎7、027-44337402.
            return _canonical_phones(_WRAPPED.sub("", text)) if "\n" in text else None
        numbers += found
    return "、".join(dict.fromkeys(numbers)) or None


def _spaced_phones(pieces: list[str]) -> list[str] | None:
    """The numbers that *pieces* of a text make up, each of as many pieces as can be; None when a piece is left over."""
    numbers: list[str] = []
    while pieces:
        for length in range(min(len(pieces), 5), 0, -1):
            if (number := _one_phone(" ".join(pieces[:length]))) is not None:
                numbers.append(number)
                pieces = pieces[length:]
                break
        else:
            return None
    return numbers


def _read_phone(raw: str, _spec: Field) -> Parsed:
    text = _number_text(raw)
    canonical = _canonical_phones(text)
    if canonical is not None:
        first = canonical.split("、")[0]
        if first.startswith(("0", "400-", "800-")) or _MOBILE.fullmatch(first):
            return Parsed(value=canonical)
        return doubt(canonical, "phone.area_missing", 1.0, "info")
    if LOST in text:
        return Parsed(value=text)
    if _foreign(text):
        return doubt(text, "phone.foreign", 0.85)
    return doubt(text, "phone.invalid", 0.5)


def _looks_phone(text: str, _spec: Field) -> float:
    digits = _NO_DIGIT.sub("", text)
    if not digits or len(digits) * 2 < len(text):
        return 0.1 if LOST in text else 0.0
    if len(text) <= 60 and _canonical_phones(_number_text(text)) is not None:
        return 1.0
    return 0.5 if len(digits) >= 7 else 0.1


_EMAIL = re.compile(
    r"[a-z0-9_](?:[a-z0-9_+-]|\.(?=[a-z0-9_+-])){0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
_MAIL_INSIDE = re.compile(rf"(?<![a-z0-9_.+-]){_EMAIL.pattern}(?![a-z0-9.-])")
_MAIL_NUMBERED = re.compile(rf"{_MOBILE.pattern}[a-z]")
_MAIL_BETWEEN = re.compile(r"[\s、,，;；/|]+")
_MAIL_APART = re.compile(r"[a-z0-9][ \t\u3000]+[a-z0-9][^@]*@")
"""A space within the name before the @: it may stand for a sign that was lost (an underscore)."""
_STOPS = str.maketrans({"，": ".", "。": ".", "、": ".", ",": ".", "．": ".", "｡": "."})


def _mail_fault(address: str) -> str:
    """The code of what is odd in the well-formed *address*; "" if nothing is."""
    if address.rpartition(".")[2] in words("mail", "reserved"):
        return "email.reserved"
    if _MAIL_NUMBERED.match(address):
        return "text.contact"  # the number of the cell before it, whose end was lost
    return "email.slip" if address.endswith(words("mail", "slips")) else ""


def _valid_mail(address: str) -> bool:
    """Whether *address* is a valid one of the rarer forms, without asking the network."""
    from email_validator import EmailNotValidError, validate_email  # 43 ms: plain addresses never come here

    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, ValueError):
        return False
    return True


_MAIL_NAMED = re.compile("^[a-z]{0,4}[\u3400-\u9fff]{2,6}:(?=[a-z0-9._+-]+@)")
"""What an address is called before it (QQ邮箱：)."""


def _read_email(raw: str, _spec: Field) -> Parsed:
    written = half(raw).lower().strip()
    text = tight(written).removeprefix("mailto:").rstrip(";；,，、")
    if _EMAIL.fullmatch(text):
        code = _mail_fault(text) or ("email.spaced" if _MAIL_APART.search(written) else "")
        return doubt(text, code, 0.8) if code else Parsed(value=text)
    parts = [part for part in _MAIL_BETWEEN.split(written) if part]
    if len(parts) > 1 and all(_EMAIL.fullmatch(part) for part in parts):
        return doubt("、".join(parts), "email.several")
    if LOST in text:
        return Parsed(value=text)
    repaired = text.translate(_STOPS).rstrip(".")
    if repaired != text and _EMAIL.fullmatch(repaired):
        return doubt(repaired, "email.repaired", 0.8, method="repair")
    text = _MAIL_NAMED.sub("", text)
    inside = _MAIL_INSIDE.findall(text)
    if len(inside) == 1 and not re.search("[a-z0-9@]", text.replace(inside[0], "")):
        return doubt(inside[0], "email.extra", 0.8)
    if "@" in text and text.isascii() and _valid_mail(text):
        return doubt(text, "email.unusual", 0.85, "info")
    return doubt(text, "email.invalid", 0.5)


def _looks_email(text: str, _spec: Field) -> float:
    if "@" not in text:
        return 0.0
    return 1.0 if _EMAIL.fullmatch(tight(text).lower()) else 0.7


_URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,11}://)?(?:[^\s/@:]+(?::[^\s/@]*)?@)?"
    r"(?:(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z]{2,24}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|localhost)"
    r"(?::[0-9]{1,5})?(?:[/?#][!-~\u4e00-\u9fff]*)?",
    re.IGNORECASE,
)
_WRAP = re.compile(r"[^\S\n]*\n\s*")
_SCHEME = re.compile(r"(?<![A-Za-z])https?:", re.IGNORECASE)


def _read_url(raw: str, _spec: Field) -> Parsed:
    text = half(raw).strip()
    if len(_SCHEME.findall(text)) > 1 and ("\n" in text or " " in text):
        return doubt(text, "url.several")
    text = _WRAP.sub("", text)
    if LOST in text:
        return Parsed(value=text)
    if _REMARKED.search(text):
        return doubt(text, "value.remark", 0.8)
    if _URL.fullmatch(text) and not text.endswith((",", ";", ".", "?", "&")):
        return Parsed(value=text)
    return doubt(text, "url.implausible", 0.6)


def _looks_url(text: str, _spec: Field) -> float:
    if _URL.fullmatch(_WRAP.sub("", text)):
        return 1.0
    return 0.7 if "://" in text or text.lower().startswith("www.") else 0.1


_REMARKED = re.compile("\\([^()]*[\u3400-\u9fff][^()]*\\)$")
"""Words in brackets behind a user name or password: part of it, or a remark?"""

_LABELLED = re.compile("[\u3400-\u9fff]{2,8}:(?=.)")


def _read_verbatim(raw: str, _spec: Field) -> Parsed:
    text = half(raw).strip()
    if _LABELLED.match(text):
        return doubt(text, "value.labelled", 0.8)
    if _REMARKED.search(text):
        return doubt(text, "value.remark", 0.8)
    if "\n" in text:
        return doubt("\n".join(line.strip() for line in text.split("\n") if line.strip()), "verbatim.lines")
    return doubt(text, "verbatim.space", 0.85) if re.search(r"\s", text) else Parsed(value=text)


def _looks_verbatim(text: str, _spec: Field) -> float:
    if "\n" in text or len(text) > 60:
        return 0.1
    return 0.8 if text.isascii() and " " not in text else 0.4


def _pattern(pattern: str) -> Any:
    def shape(_spec: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": pattern}

    return shape


MOBILE = Plain(read=_read_mobile, looks=_looks_mobile, none=True, shape=_pattern("^1[3-9][0-9]{9}$"))
PHONE = Plain(read=_read_phone, looks=_looks_phone, none=True)
EMAIL = Plain(
    read=_read_email, looks=_looks_email, none=True, shape=lambda _spec: {"type": "string", "format": "email"}
)
URL = Plain(read=_read_url, looks=_looks_url, none=True)
VERBATIM = Plain(read=_read_verbatim, looks=_looks_verbatim, none=True, trim=False)
