"""The record of an official document to the context of its template: every text as it is printed, in the order of the page.

Pure. What is wrong with the record is refused before, by ``generators.documents``. A template sees

- ``head``: ``mark`` (``marks`` and ``file_word`` of a joint issue), ``lines`` over the mark, ``signers``; ``doc_number``;
- ``title``: its lines; ``addressees``; ``body``: paragraphs of ``level``, ``heading`` and ``text``;
- ``basis``, ``procedure``, ``lists``, ``period``… of the record, with counts and days as they are written;
- ``note``, ``signature``, ``date``, ``annotation``, ``attachments``, ``imprint``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from forms.attachments import enclosures, named_titles
from forms.chinese import han_numeral
from forms.dates import written_date
from forms.document_rules import is_letter_number
from forms.levels import due_numbers, numbered
from forms.vocabulary import table
from generators import gongwen as g
from generators.breaking import broken
from generators.lists import counted, set_list
from generators.punctuation import chinese

__all__ = ["is_letter", "printed"]

Json = dict[str, Any]

_HEAD_LINES = 3
"""Over the mark, for number of copy, secrecy and urgency."""

_RUN_IN = 40
"""A heading of the first two levels that goes on in its line ends with its first sentence, if that is no longer."""


def is_letter(data: Mapping[str, Any]) -> bool:
    """Whether *data* has a letter's number."""
    return is_letter_number(data.get("doc_number"))


def printed(data: Mapping[str, Any]) -> Json:
    """The context of *data*, a record in which nothing is wrong."""
    names = _names(data)
    body = _body(data.get("body") or ())
    contacts = [_contact(entry) for entry in data.get("contacts") or ()]
    lists = [counted(entry) for entry in data.get("lists") or ()]
    title, addressees = broken(chinese(_text(data, "title")), names), _addressees(data)
    moved = not g.shows_body(len(title), addressees, letter=is_letter(data), head=bool(data.get("doc_number")))
    return {
        "head": _head(data),
        "doc_number": _text(data, "doc_number"),
        "title": title,
        "addressees": "" if moved else addressees,
        "body": body,
        "contacts": contacts,
        "contacts_number": han_numeral(1 + sum(item["level"] == 1 for item in body)),
        "basis": [_basis(entry) for entry in data.get("basis") or ()],
        "purpose": _open(_text(data, "purpose")),
        "procedure": _open(_text(data, "procedure")),
        "subject": _open(_text(data, "subject")),
        "objection": [chinese(line) for line in _text(data, "objection").split("\n") if line.strip()],
        "period": _days(data.get("period") or {}),
        "publicity": {
            **_days(data.get("publicity") or {}),
            "shown": bool((data.get("publicity") or {}).get("end")) and not _says_publicity(data),
        },
        "lists": lists,
        "lists_reference": _reference(data),
        "note": _note(data),
        "signature": _signature(data),
        "date": written_date(str(data.get("date") or "")),
        "annotation": _text(data, "annotation").strip("（）() "),
        "attachments": _attachments(data, names),
        "imprint": _imprint(data, addressees if moved else ""),
    }


def _text(data: Mapping[str, Any], key: str) -> str:
    return str(data.get(key) or "").strip()


def _open(text: str) -> str:
    """*text* without the punctuation at its end, for the middle of a sentence."""
    return chinese(text).rstrip("，。；：、")


def _names(data: Mapping[str, Any]) -> list[str]:
    """Names in the record that no line may break in."""
    found = [_text(data, key) for key in ("issuer", "signature")] + list(data.get("joint_issuers") or ())
    found += [str(entry.get("issuer") or "") for entry in data.get("basis") or ()]
    found += [str(entry.get("honour") or "") for entry in data.get("lists") or ()]
    return [name for name in found if name]


# --- head ------------------------------------------------------------------------------------------------------------------------


def _head(data: Mapping[str, Any]) -> Json:
    word = table("documents")["file_word"]
    letter = is_letter(data)
    issuers = [_text(data, "issuer"), *(data.get("joint_issuers") or ())]
    given = _text(data, "mark")
    mark = given.removesuffix(word) if letter else given
    lines = _head_lines(data)
    joint = len(issuers) > 1 and not letter and not given
    signers = _signers(list(data.get("signers") or ()))
    return {
        "shown": bool(_text(data, "doc_number")),
        "mark": mark or (issuers[0] if letter else issuers[0] + word),
        "joint": joint,
        "marks": issuers,
        "file_word": word,
        "lines": [line for line in lines if line["text"]] if letter else lines,
        "first": lines[0],
        "more": [line for line in lines[1:] if line["text"]],
        "upward": bool(signers),
        "signers": signers[:-1],
        "last_signers": signers[-1] if signers else {"lead": "", "names": ""},
    }


def _head_lines(data: Mapping[str, Any]) -> list[Json]:
    """Number of copy, secrecy, urgency from above (7.2.1 to 7.2.3); three lines in all, so that the mark stands where it must."""
    found = [
        {"text": _text(data, key), "is_number": key == "copy_number"} for key in ("copy_number", "secrecy", "urgency")
    ]
    if is_letter(data) or not found[1]["text"]:
        found = [line for line in found if line["text"]]
    return found + [{"text": "", "is_number": False}] * (_HEAD_LINES - len(found))


def _signers(names: list[str]) -> list[Json]:
    """Two names a line, the first line with the word in front, the others' first names under its first (7.2.6)."""
    word = table("documents")["signer_word"]
    rows = [names[i : i + 2] for i in range(0, len(names), 2)]
    if len(rows) > 1 and len(rows[-1]) == 1:
        rows[-1].append("　" * len(rows[0][1]))
    return [{"lead": word if n == 0 else "", "names": "　".join(row)} for n, row in enumerate(rows)]


# --- body ------------------------------------------------------------------------------------------------------------------------


def _addressees(data: Mapping[str, Any]) -> str:
    text = chinese(_text(data, "addressees")).rstrip("：。，；")
    return f"{text}{table('documents')['colon']}" if text else ""


def _body(items: Iterable[Mapping[str, Any]]) -> list[Json]:
    items = list(items)
    found = []
    for item, due in zip(items, due_numbers(items), strict=True):
        level = int(item.get("level") or 0)
        for n, line in enumerate(str(item.get("text") or "").split("\n")):
            text = chinese(line.strip())
            if not text:
                continue
            if n or not level:
                found.append({"level": 0, "heading": "", "text": text})
            else:
                heading, rest = _run_in(numbered(text, level, due), level)
                found.append({"level": level, "heading": heading, "text": rest})
    return found


def _run_in(text: str, level: int) -> tuple[str, str]:
    """The heading of *text* and what goes on behind it in the body's font."""
    end = text.find("。")
    if level > 2 or end < 0 or end + 1 == len(text):
        return text, ""
    return (text[: end + 1], text[end + 1 :]) if end < _RUN_IN else ("", text)


def _contact(entry: Mapping[str, Any]) -> Json:
    who = "：".join(filter(None, (_text(entry, "office"), _text(entry, "person"))))
    return {
        "who": who,
        **{key: _text(entry, key) for key in ("office", "person", "phone", "email", "address", "postcode")},
    }


def _basis(entry: Mapping[str, Any]) -> Json:
    title, issuer = _text(entry, "title").strip("《》"), _text(entry, "issuer")
    return {"issuer": "" if title.startswith(issuer) else issuer, "title": title, "number": _text(entry, "number")}


def _days(period: Mapping[str, Any]) -> Json:
    """Both ends of *period*; the second without the year where it is that of the first."""
    start, end = (str(period.get(key) or "") for key in ("start", "end"))
    last = written_date(end)
    return {"start": written_date(start), "end": last[5:] if start[:4] == end[:4] else last}


def _says_publicity(data: Mapping[str, Any]) -> bool:
    return re.search(table("documents")["publicity"], _text(data, "procedure")) is not None


# --- lists and attachments -------------------------------------------------------------------------------------------------------


def _reference(data: Mapping[str, Any]) -> str:
    """How the text points to the lists: 见附件, or 见附件1、2 where there are several attachments."""
    titles = named_titles(data)
    lists = {_text(entry, "title") for entry in data.get("lists") or ()}
    numbers = [str(n) for n, title in enumerate(titles, 1) if title in lists]
    words = table("documents")
    return f"{words['see']}{words['attachment']}{'、'.join(numbers) if len(titles) > 1 else ''}"


def _note(data: Mapping[str, Any]) -> Json:
    titles = [chinese(title) for title in named_titles(data)]
    if not titles:
        return {}
    if len(titles) == 1:
        return {"single": titles[0], "first": "", "more": []}
    return {
        "single": "",
        "first": titles[0],
        "more": [{"number": n, "name": title} for n, title in enumerate(titles[1:], 2)],
    }


def _attachments(data: Mapping[str, Any], names: list[str]) -> list[Json]:
    """The attachments that are bound behind the text; a form's place is a ``slot`` that the form is put in later."""
    found = enclosures(data)
    label = table("documents")["attachment"]
    return [
        {
            "label": f"{label}{n}" if len(found) > 1 else label,
            "title": broken(chinese(title), names),
            **set_list(content.get("list") or {}),
            "body": _body([{"level": 0, "text": content.get("text")}]) if content.get("text") else [],
            "slot": str(n) if content.get("form") else "",
        }
        for n, (title, content) in enumerate(found, 1)
        if content
    ]


# --- foot ------------------------------------------------------------------------------------------------------------------------


def _signature(data: Mapping[str, Any]) -> Json:
    others = list(data.get("joint_issuers") or ())
    # Only where the record doesn't say that there is no name it is the issuer's.
    name = _text(data, "signature") or ("" if "signature" in data and not others else _text(data, "issuer"))
    names = [name, *others]
    sealed = _text(data, "seal") != table("documents")["no_seal"]
    rows = []
    if len(names) > 1:
        step = 2 if sealed else 1
        pairs = [names[max(i - step, 0) : i] for i in range(len(names), 0, -step)][::-1]
        rows = [
            {"left": pair[0] if len(pair) > 1 else "", "right": pair[-1], "gap": sealed and n < len(pairs)}
            for n, pair in enumerate(pairs, 1)
        ]
    return {"sealed": sealed, "joint": bool(rows), "name": name, "rows": rows}


def _imprint(data: Mapping[str, Any], addressees: str) -> Json:
    """The imprint; *addressees* too many for the first page stand in it (7.3.2)."""
    main_to = addressees.rstrip(table("documents")["colon"])
    copy_to = chinese(_text(data, "copy_to")).rstrip("。；，")
    printer, day = _text(data, "printer"), _text(data, "print_date")
    letter = is_letter(data)
    shown = bool(copy_to or main_to or (printer and not letter))
    return {
        "shown": shown,
        "main_to": f"{main_to}。" if main_to else "",
        "copy_to": f"{copy_to}。" if copy_to else "",
        "printer": "" if letter else printer,
        "print_date": written_date(day or str(data.get("date") or "")),
        "copies": bool(copy_to or main_to),
    }
