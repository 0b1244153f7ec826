"""Where forms begin: titles, attachment headings, and what only lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.chinese import half
from forms.dates import WRITTEN_DATE
from parsers.document import Document, Paragraph
from parsers.extraction.catalogue import LONGEST_TITLE, Catalogue, attachment_of
from parsers.extraction.labels import words
from parsers.extraction.layout import Line, Sheet, Strip

__all__ = ["Stretch", "has_alien_title", "stretches", "title_in_margin"]


@dataclass(slots=True)
class Stretch:
    """A stretch between two titles, before it is known what it is."""

    strips: list[Strip] = field(default_factory=list)
    titles: Mapping[str, float] = field(default_factory=dict)
    heading: str = ""
    attachment: int | None = None


def stretches(found: list[Strip], catalogue: Catalogue) -> list[Stretch]:
    """*found* cut before each title and each attachment heading."""
    stretches = [Stretch()]
    skip = 0
    listing = False
    for position, strip in enumerate(found):
        if skip:
            skip -= 1
            continue
        listing = isinstance(strip, Line) and _is_listed(strip.text, listing=listing)
        text, titles, used = ("", {}, 1) if listing else _title_at(found, position, catalogue)
        heading = attachment_of(strip.text) if isinstance(strip, Line) else None
        is_heading = (
            heading is not None
            and (heading[0] is not None or bool(titles))
            and (not heading[1].strip() or bool(titles))
        )
        if titles or is_heading:
            current = stretches[-1]
            fresh = current.strips or (current.titles and titles) or (current.attachment is not None and is_heading)
            if fresh:
                stretches.append(Stretch())
                if not current.strips and current.titles.keys() & titles.keys():
                    stretches[-1].attachment, stretches[-1].heading = current.attachment, current.heading
                current = stretches[-1]
            if is_heading and heading is not None:
                current.attachment = heading[0]
            if titles:
                current.titles = titles
                current.heading += text
            if isinstance(strip, Sheet):
                current.strips.append(strip)
            skip = used - 1
            continue
        stretches[-1].strips.append(strip)
    return stretches


_LISTED = re.compile(r"\s*\d{1,2}\s*[.．、]")


def _is_listed(text: str, *, listing: bool) -> bool:
    """Whether a line is an entry of the list of attachments under a notice: numbered, behind 附件：."""
    found = attachment_of(text)
    if found is not None and found[0] is None and _LISTED.match(found[1]):
        return True
    return listing and _LISTED.match(text) is not None


def _title_at(found: list[Strip], position: int, catalogue: Catalogue) -> tuple[str, Mapping[str, float], int]:
    """The title that begins at *position*: its text, the forms it names, and how many lines it takes."""
    strip = found[position]
    if isinstance(strip, Sheet):
        for area in strip.areas[:3]:
            if area.top <= 1 and area.right - area.left >= strip.columns - 1:
                titles = catalogue.title(area.text)
                if titles:
                    return area.text, titles, 1
        return "", {}, 1
    text = ""
    best: tuple[str, Mapping[str, float], int] = ("", {}, 1)
    for count in range(1, 4):
        if position + count > len(found):
            break
        line = found[position + count - 1]
        if not isinstance(line, Line) or len(text) + len(line.text) > LONGEST_TITLE:
            break
        if count > 1 and attachment_of(line.text) is not None:
            break
        text += line.text
        titles = catalogue.title(text)
        if titles and max(titles.values()) > max(best[1].values(), default=0.0):
            best = (text, titles, count)
        if not titles and _ends_text(line.text):
            break
        if count == 1 and (titles or attachment_of(text) is not None):
            break
    return best


def _ends_text(text: str) -> bool:
    """Whether a line is the end of what stands before a title: a sentence, a list of names, a date, a place for a seal."""
    bare = half(text).strip()
    return (
        bool(_STOP.search(bare))
        or bare.count("、") > 1
        or any(found.end() == len(bare) for found in WRITTEN_DATE.finditer(bare))
    )


_STOP = re.compile(r"[。;!:]|\)$")


def title_in_margin(stretches: list[Stretch], document: Document, catalogue: Catalogue) -> None:
    """A title that stands only in a page header names the document's only form."""
    if len(stretches) == 1 and not stretches[0].titles:
        for block in document.asides:
            if isinstance(block, Paragraph) and block.part in ("header", "footer"):
                titles = catalogue.title(block.text)
                if titles:
                    stretches[0].titles, stretches[0].heading = titles, block.text
                    return


_SENTENCE = re.compile("[，。；：:,;]")


def has_alien_title(stretch: Stretch, catalogue: Catalogue, form: str) -> bool:
    """Whether a line over the first table reads like the title of a form that isn't known, and isn't *form*."""
    for strip in stretch.strips:
        if isinstance(strip, Sheet):
            return False
        bare = strip.text.strip()
        if (
            5 <= len(bare) <= 40
            and bare.endswith(words()["title_ends"])
            and not _SENTENCE.search(bare)
            and not catalogue.find(bare)
            and not catalogue.shortens(bare, form)
        ):
            return True
    return False
