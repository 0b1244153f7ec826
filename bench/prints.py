"""Filled forms as offices print them: the forms of ``bench.field`` in the looks of word processors and worksheets, printed by LibreOffice, and as other programs make PDFs anew.

Usage: python -m bench.prints OUT_DIR --seed N --count K [--look LOOK …] [--kind CLASS …] [--again] [--show N]

Writes ``docx/``, ``pdf/``, ``answers.json`` and ``looks.json``, then tells by look what is read of the PDFs. A value that is wrong in the .docx as well, in the same way, isn't
the print's fault and counts as right; so does one whose characters the print doesn't hold (``unprinted``) if nothing is told of it.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from bench.field import CLASSES, Draft, Row, convert, paragraphs, plain
from bench.field_word import Note, Shape, write
from bench.print_paper import LOOKS as PAPER
from bench.print_paper import UNUSUAL, VALUE, Paper, bordered, fit_columns, inked, put
from bench.print_producers import PRODUCERS, TYPED
from bench.print_sheets import worksheet
from bench.scans import set_in
from bench.web import KINDS as WEB
from bench.web import read

__all__ = ["DRAFTS", "FILTERS", "KINDS", "LOOKS", "SHEETS"]

FONTS = {
    "serif": "Noto Serif CJK SC",
    "sans": "Noto Sans CJK SC",
    "ukai": "AR PL UKai CN",
    "uming": "AR PL UMing CN",
    "micro-hei": "WenQuanYi Micro Hei",
    "zen-hei": "WenQuanYi Zen Hei",
    "japanese": "Noto Serif CJK JP",
    "mono": "Noto Sans Mono CJK SC",
}
KINDS = (*WEB, "layout-list-auto", "layout-sum-ordered")
"""Classes that LibreOffice prints as Word shows them."""
SHEETS = ("worksheet", "worksheet-wide")
WORD_ONLY = ("framed", "nested", "layout-sum-ordered", "layout-list-auto")
"""Classes with tables in cells or numbers that Word counts, of which a worksheet has none."""
Change = Callable[[Draft, random.Random], Draft]


def _styled(**keys: Any) -> Change:
    return lambda draft, _: replace(draft, style=replace(draft.style, **keys))


def _noted(kind: str, *words: str) -> Change:
    """Some values with a note of a *kind* behind them."""

    def change(draft: Draft, rng: random.Random) -> Draft:
        some = [
            item
            for item in paragraphs(draft.blocks)
            if item.value and any(isinstance(i, str) and i.strip() for i in item.inlines)
        ]
        for item in rng.sample(some, min(4, len(some))):
            item.inlines.append(Note(kind, rng.choice(words)))
        return draft

    return change


def _boxed(draft: Draft, rng: random.Random) -> Draft:
    """The first line, which is the title mostly, in a text box."""
    return replace(draft, blocks=[Shape([draft.blocks[0]]), *draft.blocks[1:]])


DRAFTS: dict[str, Change] = {
    "headers": _styled(header="某某市教育局 网络学习空间应用普及活动材料", footer=True),
    "watermark": _styled(header="水印"),
    "tracked": _styled(revise=0.3),
    "controls": _styled(control=0.8),
    "links": _styled(links=0.8, ruby=0.1),
    "footnotes": _noted("footnote", "见附件材料。", "以实际到账为准", "数据截至上月底。"),
    "margin-comments": _noted("comment", "请核实", "电话不对吧？", "此处是否为全称，请与办公室确认。"),
    "comments": _noted("comment", "请核实", "电话不对吧？"),
    "struck": _noted("struck", "张三丰", "13900000000", "暂无"),
    "text-box": _boxed,
}
FILTERS: dict[str, dict[str, bool | int]] = {
    "margin-comments": {"ExportNotesInMargin": True},
    "tagged": {"UseTaggedPDF": True, "ExportBookmarks": True},
    "archive": {"SelectPdfVersion": 1},
}
"""How LibreOffice writes a PDF where that isn't as usual."""
LOOKS = (
    "plain",
    *FONTS,
    *PAPER,
    *(name for name in DRAFTS if name not in PAPER),
    *(name for name in FILTERS if name not in DRAFTS),
    *SHEETS,
    *PRODUCERS,
)


def _prepared(content: bytes, look: str, rng: random.Random) -> bytes:
    """The .docx *content* in a look, before it is printed."""
    font = FONTS.get(look) or rng.choice(list(FONTS.values())[:2] * 3 + list(FONTS.values()))
    paper = Paper(content, rng)
    margin = rng.choice(((1440, 1800), (1440, 1800), (1134, 1134), (720, 720)))
    for section in paper.all("sectPr"):
        put(
            section,
            "pgMar",
            top=margin[0],
            right=margin[1],
            bottom=margin[0],
            left=margin[1],
            header=851,
            footer=992,
            gutter=0,
        )
    if rng.random() < 0.6:
        fit_columns(paper)
    if look not in UNUSUAL and rng.random() < 0.9:
        bordered("single", 4, "000000")(paper)
    if look in PAPER:
        PAPER[look](paper)
    elif look in TYPED:
        inked(paper)
    # What has no font of its own is in the document's.
    for name in ("word/styles.xml",):
        if name in paper.parts:
            fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
            paper.parts[name] = paper.parts[name].replace(
                b"<w:rPrDefault><w:rPr>", f"<w:rPrDefault><w:rPr>{fonts}".encode()
            )
    return set_in(paper.close(), font)


def make(folder: Path, seed: int, count: int, kinds: Sequence[str], looks: Sequence[str]) -> dict[str, Any]:
    """*count* files over *looks* in turn, each of a kind by chance, under *folder*; their answers by stem."""
    answers: dict[str, Any] = {}
    chosen: dict[str, str] = {}
    groups: dict[str, list[str]] = defaultdict(list)
    for name in ("docx", "pdf", "print"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for index in range(count):
        look = looks[index % len(looks)]
        rng = random.Random(f"{seed}/{look}/{index // len(looks)}")
        kind = rng.choice(
            [kind for kind in kinds if look not in SHEETS or not kind.startswith(WORD_ONLY)] or list(kinds)
        )
        draft: Draft = CLASSES[kind](rng)
        if look in DRAFTS:
            draft = DRAFTS[look](draft, rng)
        stem = f"{kind}_{draft.tag}-{index:04}"
        if look in SHEETS:
            font = rng.choice(list(FONTS.values()))
            (folder / "print" / f"{stem}.xlsx").write_bytes(worksheet(draft.blocks, rng, font, wide=look != SHEETS[0]))
        for paragraph in paragraphs(draft.blocks):
            paragraph.font = VALUE if paragraph.value else paragraph.font
        content = _prepared(write(draft.blocks, draft.style, rng), look, rng)
        (folder / "docx" / f"{stem}.docx").write_bytes(content)
        if look not in SHEETS:
            (folder / "print" / f"{stem}.docx").write_bytes(content)
        groups["xlsx" if look in SHEETS else look if look in FILTERS else ""].append(stem)
        chosen[stem] = look
        answers[stem] = draft.answers[0] if len(draft.answers) == 1 else draft.answers
    for group, stems in groups.items():
        options = {
            key: {"type": "long" if type(value) is int else "boolean", "value": str(value).lower()}
            for key, value in FILTERS.get(group, {}).items()
        }
        way = f"pdf:writer_pdf_Export:{json.dumps(options)}" if options else "pdf"
        convert(folder / "print", stems, "pdf", source="xlsx" if group == "xlsx" else "docx", way=way)
    for stem, look in list(chosen.items()):
        printed, target = folder / "print" / "pdf" / f"{stem}.pdf", folder / "pdf" / f"{stem}.pdf"
        if not printed.exists():
            print("not printed", stem, look)
            del answers[stem], chosen[stem]
        elif look in PRODUCERS:
            PRODUCERS[look](printed, target, random.Random(f"{seed}/{stem}"))
        else:
            shutil.copy(printed, target)
    (folder / "looks.json").write_text(json.dumps(chosen), encoding="utf-8")
    (folder / "answers.json").write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    return answers


def _characters(path: Path) -> set[str]:
    """The characters that a print holds."""
    with pypdfium2.PdfDocument(path) as document:
        return {char for page in document for char in page.get_textpage().get_text_range()}


def told(folder: Path, answers: dict[str, Any], show: int) -> None:
    """Print what the PDFs give that their twins in Word don't get wrong as well, by look."""
    looks: dict[str, str] = json.loads((folder / "looks.json").read_text(encoding="utf-8"))
    twins = {(row.stem, row.path, row.verdict) for row in read(folder, "docx", answers)}
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    bad: list[Row] = []
    held = {stem: _characters(folder / "print" / "pdf" / f"{stem}.pdf") for stem in answers}
    for row in read(folder, "pdf", answers):
        verdict = row.verdict
        if verdict in {"right", "kept"} or (row.stem, row.path, verdict) in twins:
            verdict = "right"
        elif row.found in (None, "") and not set(plain(row.answer)) <= held[row.stem] and verdict != "phantom":
            verdict = "unprinted"
        tallies[looks[row.stem]][verdict] += 1
        tallies["all"][verdict] += 1
        if verdict != "right":
            bad.append(replace(row, verdict=verdict))
    order = ("silent", "phantom", "lost", "flagged", "near", "unprinted")
    for row in sorted(bad, key=lambda row: (order.index(row.verdict), row.stem))[:show]:
        ends = [str(text)[-90:].replace("\n", "⏎") for text in (row.answer, row.found)]
        print(row.verdict, row.stem, looks[row.stem], row.path, "|", " | ".join(ends))
    for look, tally in sorted(tallies.items(), key=lambda item: (item[0] == "all", item[1]["right"] / item[1].total())):
        good = tally["right"] + tally["unprinted"]
        rest = "  ".join(f"{name} {tally[name]}" for name in order if tally[name])
        print(f"{look:18s} right {100 * good / tally.total():6.2f} % of {tally.total():6d}  {rest}")


def main() -> None:
    """Write the files and tell their score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=len(LOOKS))
    parser.add_argument("--kind", nargs="*", default=[], help="classes, or the beginnings of their names")
    parser.add_argument("--look", nargs="*", default=[], choices=LOOKS, metavar="LOOK", help=f"of {', '.join(LOOKS)}")
    parser.add_argument("--again", action="store_true", help="read files that are there already")
    parser.add_argument("--show", type=int, default=60, help="wrong values to print")
    arguments = parser.parse_args()
    if arguments.again:
        answers = json.loads((arguments.out / "answers.json").read_text(encoding="utf-8"))
        looks = json.loads((arguments.out / "looks.json").read_text(encoding="utf-8"))
        answers = {stem: data for stem, data in answers.items() if not arguments.look or looks[stem] in arguments.look}
    else:
        kinds = [kind for kind in KINDS if not arguments.kind or kind.startswith(tuple(arguments.kind))]
        answers = make(arguments.out, arguments.seed, arguments.count, kinds, arguments.look or LOOKS)
    told(arguments.out, answers, arguments.show)


if __name__ == "__main__":
    main()
