"""What a line says of a rubric that is typed without a table: a heading with its points, what is asked for it, and what was scored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from forms.chinese import ENUMERATOR, enumerator_number, enumerator_style
from forms.definition import FormDefinition
from forms.titled_points import bare_points, boxed_points
from forms.vocabulary import words as vocabulary
from parsers.extraction.labels import Lexicon, key, keys_of, words

__all__ = ["Heading", "Rubric", "cut_head", "cut_tail", "heading_of", "rubric_of"]


@dataclass(frozen=True, slots=True)
class Rubric:
    """The paths of a list of headings with points in which each has such a list of its own: its categories and their indicators."""

    base: str
    key: str
    inner: str
    heading: str
    text: str
    points: str
    """Of an indicator's points apart from its heading."""
    score: str
    """Of what was scored; "" where that isn't asked for."""


@dataclass(slots=True)
class Heading:
    """A line that may head a category or an indicator: ``head`` is its name and points as written, ``text`` what stands behind them."""

    style: str
    number: int | None
    head: str
    points: str = ""
    text: str = ""
    apart: str = ""
    """Points that stand away from the name, at the end of the line."""
    below: str = ""
    """Points that a label tells on the next line."""
    level: str = ""
    """The path of the heading's field, where a label says which it is."""
    sure: bool = True
    told: list[tuple[str, str]] = field(default_factory=list)
    """Labels with their values at the end of the line; "" for what stands there without one."""

    @property
    def worth(self) -> str:
        """The points, wherever they are told."""
        return self.points or self.apart or self.below


def rubric_of(definition: FormDefinition) -> Rubric | None:
    """The rubric that a form is; None if it is none."""
    for group in definition.groups:
        path = f"{group.path}.{group.key}"
        if not group.key or definition.field_of[path].kind != "titled_points":
            continue
        for inner in definition.groups:
            fields = [spec for spec in definition.fields if spec.path.rpartition(".")[0] == inner.path]
            heading = [spec.path for spec in fields if spec.kind == "titled_points"]
            text = [spec.path for spec in fields if spec.kind == "narrative"]
            apart = [spec.path for spec in definition.apart if spec.path.rpartition(".")[0] == inner.path]
            if inner.path.startswith(group.path + ".") and heading and text and apart:
                score = [spec.path for spec in fields if spec.kind == "points"]
                return Rubric(group.path, path, inner.path, heading[0], text[0], apart[0], "".join(score[:1]))
    return None


def cut_tail(text: str, lexicon: Lexicon) -> tuple[str, list[tuple[str, str]]]:
    """*text* without the labels of points and their values at its end (得分：9), and these, the first first."""
    told: list[tuple[str, str]] = []
    while found := _tail().search(text, max(0, len(text) - _REACH)):
        start = found.start()
        boxed = bool(found["open"]) or text[start - 1 : start] in tuple(_OPEN)
        start -= boxed and not found["open"]
        own = boxed and found["label"] in vocabulary("units", "points_before")
        if own or not _is_of_points(found["label"], found["value"] or "", lexicon):
            break
        if found["near"] is not None and not _is_score(found["label"], lexicon):
            break  # 满分5分 is a heading's own
        told.insert(0, (found["label"], (found["value"] or "").strip(_BLANK)))
        rest = _LEADERS.sub("", text[:start].rstrip(_BLANK))
        text = rest.rstrip("，,、；;") + found["close"] if found["close"] and not boxed else rest
    return text, told


def cut_head(text: str, lexicon: Lexicon) -> tuple[str, list[tuple[str, str]]]:
    """*text*, a heading, without the labels of points and their values at its end and at that of the brackets behind its name (应用规划（5分，得分：4分）), and these."""
    text, told = cut_tail(text, lexicon)
    if (box := _BOX.fullmatch(text)) is not None and all(inside := cut_tail(box[2], lexicon)):
        text = f"{box[1]}{inside[0].rstrip('，,；;、')}{box[3]}"
        told = [*inside[1], *told]
    return text, told


_OPEN = "（([【［〔"
_OPENING = re.escape(_OPEN)
_BLANK = " \t\u3000\xa0_＿"


def _is_of_points(label: str, value: str, lexicon: Lexicon) -> bool:
    hits = lexicon.firm(label)
    if any("[]" not in hit.path for hit in hits):
        return False
    known = any(not hit.group and hit.path.count("[]") > 1 for hit in hits)
    return known or (bool(value.strip(_BLANK)) and label.endswith(vocabulary("units", "points")))


def _is_score(label: str, lexicon: Lexicon) -> bool:
    """Whether *label* names what was scored, and not what can be."""
    rubric = rubric_of(lexicon.definition)
    return rubric is not None and any(hit.path == rubric.score for hit in lexicon.firm(label))


@cache
def _tail() -> re.Pattern[str]:
    unit = "|".join(vocabulary("units", "points"))
    return re.compile(
        rf"(?:^|(?<=[\s。；;，,、！）)\]】］〕…—.．·{_OPENING}]))(?P<open>[{_OPENING}])?\s*(?P<label>[\u3400-\u9fff]{{2,8}})"
        rf"(?:(?=\s*[:：\s])[:：\s_＿]+|(?P<near>(?=[0-9０-９])))"
        rf"(?P<value>[0-9０-９]+(?:[.．][0-9]+)?\s*(?:{unit})?)?[_＿\s]*(?:{unit})?(?P<close>[)）\]】］〕])?[。；;，,\s]*$"
    )


_LEADERS = re.compile(r"(?:…+|[.．·]{3,}|—{2,})\s*$")
"""What leads from a heading to its points."""

_REACH = 60
"""Characters at the end of a line within which a label of points stands; more would be slow to look through."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """A heading with points: in brackets behind it, without brackets, before it, behind what stands behind it; and one without points."""
    name = r"(?P<name>[^，。；：:,;！？!?（()）\[\]【】\t\n]{2,24}?)"
    apart = r"[：:\s\u3000，,。—–]"
    return (
        re.compile(rf"{name}\s*{boxed_points()}(?P<text>.*)", re.DOTALL),
        re.compile(rf"{name}[\s：:—–，,-]*{bare_points()}(?P<text>$|{apart}.*)", re.DOTALL),
        re.compile(rf"{boxed_points(told=True)}\s*{name}(?P<text>$|{apart}.*)", re.DOTALL),
    )


@cache
def _plain() -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = r"(?P<name>[^，。；：:,;！？!?（()）\[\]【】\t\n]{2,16})"
    return (
        re.compile(rf"{name}(?:$|[：:](?P<text>.*))", re.DOTALL),
        re.compile(rf"(?P<text>.*\S)\s*{boxed_points(told=True)}[。\s]*", re.DOTALL),
    )


_GAP = re.compile(r"\s{200}")
"""Room that no heading has; patterns would be slow to look through it."""

_BOX = re.compile(r"([^（(]{2,24}[（(])([^（）()]*)([)）].*)", re.DOTALL)
"""Brackets behind a name, in which points may be told by labels besides those to be had."""

_LETTERED = re.compile(r"([A-Z])[0-9]{1,2}(?:[-.．][0-9]{1,2})?[、.．:：]?\s*(?=[\u3400-\u9fff])")
_HAN = re.compile("[\u3400-\u9fff]")
_APART = "：: \t\u3000—–-，,。."


def heading_of(text: str, lexicon: Lexicon, levels: Sequence[str], below: str = "") -> Heading | None:
    """The heading that *text* opens with, with points or numbered; None for any other line.

    *levels* are the paths of headings' fields, *below* the points that a label tells on the next line.
    """
    bare = text.strip()
    if _GAP.search(bare):
        return None
    bullet = _bullet().match(bare)
    bare = bare[bullet.end() :] if bullet is not None else bare
    level = ""
    label, colon, rest = bare.replace("：", ":", 1).partition(":")
    if colon and len(label) <= _LABEL:
        level = next((hit.path for hit in lexicon.firm(label) if hit.path in levels), "")
        bare = rest.strip() if level else bare
    bare, told = cut_tail(bare, lexicon)
    style, ordinal, lead = _number(bare)
    style = style or (bullet[0].strip() if bullet is not None else "")
    body, inside = cut_head(bare[len(lead) :], lexicon)
    told = [*inside, *told]
    found = next((match for pattern in _patterns() if (match := pattern.fullmatch(body))), None)
    if (
        found is not None
        and (style or not _parts_by_comma(found, body))
        and _is_name(found["name"], lexicon)
        and not _gives(found, body)
    ):
        said = found["text"]
        if _SCORED.fullmatch(said.strip(_APART)):
            told = [("", said.strip(_APART)), *told]
            said = ""
        return Heading(
            style,
            ordinal,
            (lead + body[: found.start("text")]).strip(),
            points=found[1] if found.re.groupindex["name"] > 1 else found[2],
            text=said.lstrip(_APART).rstrip(),
            level=level,
            sure=not said.strip() or said[0] in _APART,
            told=told,
        )
    plain, ending = _plain()
    found = plain.fullmatch(body)
    if found is None or not _is_name(found["name"], lexicon):
        return None
    said = (found["text"] or "").strip()
    last = ending.fullmatch(said)
    one = last is not None and re.search(boxed_points(told=True), last["text"]) is None
    if not (style or level or one or below):
        return None
    return Heading(
        style,
        ordinal,
        (lead + found["name"]).strip(),
        text=last["text"] if last is not None and one else said,
        apart=last[2] if last is not None and one else "",
        below=below,
        level=level,
        told=told,
    )


@cache
def _bullet() -> re.Pattern[str]:
    return re.compile(rf"[{re.escape(''.join(words()['bullets']))}]\s*(?=[\u3400-\u9fffA-Za-z0-9])")


def _number(text: str) -> tuple[str, int | None, str]:
    """The number in front of a heading: its style, the number, and how it is written; a decimal one before any name (3.3 人员保障)."""
    if found := _LETTERED.match(text):
        return f"{found[1]}1", None, found[0]
    if found := _DECIMAL.match(text):
        return _DECIMAL_STYLE, int(found[1]), found[0]
    found = ENUMERATOR.match(text)
    number = enumerator_number(text)
    return enumerator_style(text), number[1] if number else None, found[0] if found else ""


_DECIMAL_STYLE = "0.1"
_DECIMAL = re.compile(r"[1-9][0-9]?[.．]([1-9][0-9]?)[、.．]?\s*(?=[\u3400-\u9fff]{2})")

_SCORED = re.compile(r"[0-9０-９]+(?:[.．][0-9]+)?\s*[\u3400-\u9fff]?")
"""A number alone, with its unit, behind the points that are to be had."""

_LABEL = 8
"""Characters of a label before a heading."""


def _is_name(name: str, lexicon: Lexicon) -> bool:
    """Whether words may be the name of a category or an indicator: none of the form's labels, and no sum."""
    sums = keys_of("totals")
    return _HAN.search(name) is not None and not lexicon.firm(name) and key(name) not in sums


def _parts_by_comma(found: re.Match[str], body: str) -> bool:
    """Whether a comma parts a name from its points, as it does in a sentence too."""
    return body[found.end("name") :].lstrip().startswith(("，", ","))


def _gives(found: re.Match[str], body: str) -> bool:
    """Whether points without brackets are what a sentence gives for something (每有一项得5分)."""
    name = found["name"].rstrip()
    bracketed = body[: found.start("text")].rstrip().endswith((")", "）", "]", "］", "】"))
    return not bracketed and found.start("name") == 0 and name.endswith(vocabulary("units", "points_given"))
