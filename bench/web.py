"""Filled forms as web pages show them and browsers print them: the forms of ``bench.field`` in the looks of the web, and their PDFs by Chromium.

Usage: python -m bench.web OUT_DIR --seed N --count K [--kind CLASS …]

Writes ``html/``, ``docx/`` (the same forms in Word), ``pdf/`` and ``answers.json``, then tells what is read of the PDFs beside what is read of the others. A page's look is
drawn once for a file: fonts, borders, boxes instead of a table, entry fields, what stands for a tick, paper, scale, the browser's own header and footer.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.chrome import Printer, printer
from bench.field import CLASSES, Draft, Row, score
from bench.field_word import TICKS, Block, Cel, Note, Par, Shape, Tab, Tick, write

__all__ = ["KINDS", "Look", "look_of", "page"]

#: Classes that a web page can show: no Word fields, controls or marks of revision.
KINDS = tuple(
    kind
    for kind in CLASSES
    if not kind.startswith(
        (
            "word",
            "office",
            "placeholders",
            "mixed",
            "invisible",
            "garbled",
            "replaced",
            "layout-list-auto",
            "layout-sum-ordered",
            "combined",
            "unusual",
            "misspelt",
            "wrong",
            "dashes",
            "units",
        )
    )
)
FONTS = ('"Noto Sans CJK SC"', '"Noto Serif CJK SC"', '"DejaVu Sans","Noto Sans CJK SC"', '"Liberation Serif","Noto Serif CJK SC"', "sans-serif", "宋体,SimSun,serif", '"Noto Sans CJK JP"', '"Liberation Sans","Noto Sans CJK SC"')  # fmt: skip
BORDERS = {
    "lines": "td,th{border:%s solid %s}",
    "dotted": "td,th{border:1px dotted #777}",
    "dashed": "td,th{border:1px dashed #999}",
    "rules": "td,th{border-bottom:%s solid %s}",
    "striped": "td,th{border-bottom:1px solid #ddd}tr:nth-child(even) td{background:#f5f7fa}th,td.k{background:#eef1f6}",
    "shaded": "td,th{border:1px solid #fff;background:#f7f7f7}td.k{background:#dde6f0}",
    "double": "td,th{border:3px double #333}",
    "inset": "table{border:2px outset #aaa}td,th{border:1px inset #aaa}",
    "element": "td,th{border:1px solid #ebeef5;color:#606266}td.k,th{background:#fafafa;color:#909399}",
    "layui": "td,th{border:1px solid #eee}tr:nth-child(even) td{background:#f8f8f8}td.k,th{background:#f2f2f2}",
    "top": "td,th{border-top:1px solid #dee2e6}thead th{border-bottom:2px solid #dee2e6}",
    "zebra": "tr:nth-child(odd) td,tr:nth-child(odd) th{background:#f2f2f2}",
    "dark": "table{background:#2b2b2b;color:#fff}td,th{border:1px solid #666}",
    "rounded": "table{border-collapse:separate!important;border-spacing:4px}td,th{border:1px solid #bbb;border-radius:4px}",
    "groove": "td,th{border:2px groove #999}",
    "office": "fieldset{border:1px solid #9db3c9;padding:6px}legend{color:#36648b}td,th{border:1px solid #c9d6e2}td.k,th{background:#eef4f9;color:#555;text-align:right!important}",
    "cards": "table{border-collapse:separate!important;border-spacing:0 6px}tr{box-shadow:0 0 2px #aaa}td,th{border-top:1px solid #e4e7ed;border-bottom:1px solid #e4e7ed}",
    "bare": "",
}
#: How boxes are set side by side: each with its border, on a ground that shows between them, or in rows with a line under each.
BOXES = ("boxes", "boxes", "gaps", "rows")
CHOICES = ("glyph", "glyph", "input", "radio", "svg", "css", "wide")


@dataclass(frozen=True)
class Look:
    """How one page looks; lengths in CSS pixels."""

    font: str
    size: int
    borders: str
    line: str
    ink: str
    collapse: bool
    grid: str
    padding: int
    full: bool
    control: str
    ticks: str
    spacing: float
    justify: bool
    vertical: bool
    keep: bool
    ruby: float
    options: tuple[tuple[str, Any], ...]


def look_of(rng: random.Random) -> Look:
    """A look by chance; plain ones are the most."""
    size = rng.choice((12, 13, 14, 14, 16))
    letter, landscape = rng.random() < 0.25, rng.random() < 0.2
    margin = rng.choice((0.4, 0.4, 0.4, 0.6, 1.0, 0.15))
    options = {
        "landscape": landscape,
        "paperWidth": 8.5 if letter else 8.27,
        "paperHeight": 11 if letter else 11.69,
        "scale": rng.choice((1, 1, 1, 1, 0.5, 0.67, 0.8, 0.9, 1.1, 1.25, 1.5)),
        "printBackground": rng.random() < 0.5,
        "displayHeaderFooter": margin >= 0.4 and rng.random() < 0.6,
        **{f"margin{side}": margin for side in ("Top", "Bottom", "Left", "Right")},
    }
    return Look(
        rng.choice(FONTS),
        size,
        rng.choice(("lines",) * 5 + tuple(BORDERS)),
        rng.choice(("1px", "1px", "2px", "0.5px", "thin", "1.5px")),
        rng.choice(("#000", "#333", "#ccc", "#ddd", "#4a90d9", "gray")),
        rng.random() < 0.85,
        rng.choice(BOXES) if rng.random() < 0.2 else "",
        rng.choice((1, 3, 5, 8, 12)),
        rng.random() < 0.8,
        rng.choice(("", "", "", "", "", "input", "narrow", "underline", "dotted", "area", "link")),
        rng.choice(CHOICES),
        rng.choice((0, 0, 0, 0, 0.5, 1, 2)),
        rng.random() < 0.2,
        rng.random() < 0.2,
        rng.random() < 0.4,
        0.3 if rng.random() < 0.05 else 0.0,
        tuple(options.items()),
    )


class _Page:
    def __init__(self, look: Look, rng: random.Random) -> None:
        self.look = look
        self.rng = rng

    def text(self, text: str) -> str:
        shown = (
            html.escape(text)
            .replace("\v", "<br>")
            .replace("\t", '<span style="display:inline-block;width:3em"></span>')
        )
        return re.sub("  +", lambda match: "&nbsp;" * len(match[0]), shown)

    def tick(self, tick: Tick) -> str:
        look, known = self.look, TICKS.get(tick.style)
        pair = known if isinstance(known, tuple) and "<" not in "".join(known) else ("☑", "□")
        if look.ticks == "glyph" or "" in pair or "_" in "".join(pair):
            return self.text(pair[not tick.checked])
        match look.ticks:
            case "input" | "radio":
                kind = "radio" if look.ticks == "radio" else "checkbox"
                return f'<input type="{kind}"{" checked" if tick.checked else ""}>'
            case "svg":
                stroke = (
                    '<path d="M3 7 L6 10 L11 3" fill="none" stroke="#000" stroke-width="2"/>' if tick.checked else ""
                )
                return f'<svg width="14" height="14" style="vertical-align:middle"><rect x="1" y="1" width="12" height="12" fill="none" stroke="#000"/>{stroke}</svg>'
            case "css":
                inner = "✓" if tick.checked else "&nbsp;"
                return f'<span style="display:inline-block;width:1em;height:1em;line-height:1em;border:1px solid #333;text-align:center">{inner}</span>'
        return "☑" if tick.checked else "☐"

    def inlines(self, paragraph: Par) -> str:
        out = []
        for inline in paragraph.inlines:
            if isinstance(inline, str):
                out.append(self.text(inline))
            elif isinstance(inline, Tick):
                out.append(self.tick(inline))
            elif isinstance(inline, Note) and inline.kind == "struck":
                out.append(f"<s>{self.text(inline.text)}</s>")
        text = "".join(out)
        return f"<b>{text}</b>" if paragraph.bold else text

    def paragraph(self, paragraph: Par) -> str:
        style = f"text-align:{paragraph.align};" if paragraph.align else ""
        style += "break-before:page;" if paragraph.page_break else ""
        tag = f"h{min(paragraph.heading, 4)}" if paragraph.heading else "p"
        return f'<{tag} style="{style}">{self.inlines(paragraph) or "&nbsp;"}</{tag}>'

    def value(self, cell: Cel) -> str | None:
        """The content of *cell* as an entry field, or None where it must stay text."""
        if not cell.value or not all(
            isinstance(block, Par) and all(isinstance(i, str) for i in block.inlines) for block in cell.blocks
        ):
            return None
        lines = ["".join(map(str, block.inlines)) for block in cell.blocks if isinstance(block, Par)]
        control, single = self.look.control, len(lines) == 1 and "\v" not in lines[0]
        plain = html.escape(lines[0], quote=True)
        wide = sum(2 if ord(char) > 0x2E80 else 1 for char in lines[0]) + 2
        match control:
            case "input" if single and wide < 34 and "\t" not in plain:
                return f'<input value="{plain}" size="{max(wide, 8)}">'
            case "narrow" if single and "\t" not in plain and self.rng.random() < 0.5:
                return f'<input value="{plain}" size="{max(wide - 1, 4) * 2 // 3}">'
            case "narrow" if single and wide > 30:
                return f'<div class="clip" style="overflow:hidden;white-space:nowrap;text-overflow:{self.rng.choice(("clip", "ellipsis"))}">{plain}</div>'
            case "area" if not single or wide > 40:
                shown = html.escape("\n".join(lines).replace("\v", "\n"))
                return f'<textarea style="width:95%;field-sizing:content">{shown}</textarea>'
            case "area" if single and wide < 20:
                return f"<select><option>请选择</option><option selected>{plain}</option></select>"
            case "underline" | "dotted" if single and wide < 34:
                rule = "1px solid #333" if control == "underline" else "1px dotted #666"
                return f'<span style="display:inline-block;min-width:6em;border-bottom:{rule}">{self.text(lines[0]) or "&nbsp;"}</span>'
            case "link" if single and re.fullmatch(r"\s*[\x21-\x7e]{6,}\s*", lines[0]):
                return f'<a href="#">{plain.strip()}</a>'
        return None

    def content(self, cell: Cel) -> str:
        if (control := self.value(cell)) is not None:
            return control
        if all(isinstance(block, Par) for block in cell.blocks) and self.rng.random() < 0.5:
            parts = [self.inlines(block) for block in cell.blocks if isinstance(block, Par)]
            return "<br>".join(parts)
        return "".join(map(self.block, cell.blocks))

    def cell(self, cell: Cel, head: bool) -> str:
        tag = "th" if head and not cell.value else "td"
        aligns = [block.align for block in cell.blocks if isinstance(block, Par) and block.align]
        style = f"text-align:{aligns[0]};" if aligns else ""
        text = "".join(
            i for block in cell.blocks if isinstance(block, Par) for i in block.inlines if isinstance(i, str)
        )
        if self.look.vertical and not cell.value and cell.down > 1 and 3 <= len(text) <= 8 and text.isalpha():
            style += "writing-mode:vertical-rl;"
        kind = "" if cell.value else ' class="k"'
        return f'<{tag}{kind} colspan="{cell.span}" rowspan="{cell.down}" style="{style}">{self.content(cell)}</{tag}>'

    def table(self, table: Tab) -> str:
        if self.look.grid == "rows" and all(cell.down == 1 for row in table.rows for cell in row):
            return self.rows(table)
        if self.look.grid:
            return self.grid(table)
        head = table.repeat_header
        if (
            not head
            and len(table.rows) > 4
            and all(not cell.value and cell.down == 1 for cell in table.rows[0])
            and self.rng.random() < 0.6
        ):
            head = 1
        rows = [f"<tr>{''.join(self.cell(cell, i < head) for cell in row)}</tr>" for i, row in enumerate(table.rows)]
        top = f"<thead>{''.join(rows[:head])}</thead>" if head else ""
        shown = f"<table>{top}<tbody>{''.join(rows[head:])}</tbody></table>"
        return f"<fieldset>{shown}</fieldset>" if self.look.borders == "office" else shown

    def grid(self, table: Tab) -> str:
        """The table as boxes that a style sheet places: what a page without tables shows."""
        taken: set[tuple[int, int]] = set()
        boxes, columns = [], 1
        for r, row in enumerate(table.rows):
            c = 0
            for cell in row:
                while (r, c) in taken:
                    c += 1
                taken |= {(r + i, c + j) for i in range(cell.down) for j in range(cell.span)}
                columns = max(columns, c + cell.span)
                place = f"grid-area:{r + 1}/{c + 1}/span {cell.down}/span {cell.span}"
                boxes.append(f'<div class="c{"" if cell.value else " k"}" style="{place}">{self.content(cell)}</div>')
                c += cell.span
        gaps = f";gap:1px;background:{self.look.ink}" if self.look.grid == "gaps" else ""
        return f'<div style="display:grid;grid-template-columns:repeat({columns},minmax(0,1fr));border:1px solid {self.look.ink}{gaps}">{"".join(boxes)}</div>'

    def rows(self, table: Tab) -> str:
        """The table as rows of boxes with a line under each."""
        rows = []
        for row in table.rows:
            boxes = [
                f'<div class="{"v" if cell.value else "k"}" style="flex:{cell.span} 1 0;min-width:0">{self.content(cell)}</div>'
                for cell in row
            ]
            rows.append(f'<div style="display:flex;border-bottom:1px solid {self.look.ink}">{"".join(boxes)}</div>')
        return "".join(rows)

    def block(self, block: Block) -> str:
        if isinstance(block, Par):
            return self.paragraph(block)
        if isinstance(block, Tab):
            return self.table(block)
        if isinstance(block, Shape):
            return f'<div style="border:1px solid #000;padding:4px">{"".join(map(self.block, block.blocks))}</div>'
        return '<div style="break-after:page"></div>'


def page(blocks: Iterable[Block], look: Look, rng: random.Random, title: str) -> str:
    """The web page of *blocks*."""
    border = BORDERS[look.borders]
    border = border % (look.line, look.ink) if "%" in border else border
    style = (
        f"body{{font-family:{look.font};font-size:{look.size}px;letter-spacing:{look.spacing}px;{'text-align:justify;' if look.justify else ''}margin:8px}}"
        f"table{{border-collapse:{'collapse' if look.collapse else 'separate'};{'width:100%;' if look.full else ''}}}"
        f"td,th,.c{{padding:{look.padding}px;font-weight:normal}}p{{margin:0 0 .3em}}{border}"
        f".c{{{'background:#fff' if look.grid == 'gaps' else f'border:{look.line} solid {look.ink}'};box-sizing:border-box;overflow-wrap:anywhere}}.k,.v{{padding:{look.padding}px}}input,textarea,select{{font:inherit}}"
        + ("tr{break-inside:avoid}" if look.keep else "")
    )
    drawn = _Page(look, rng)
    body = "".join(map(drawn.block, blocks))
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head><body>{body}</body></html>'


def make(
    folder: Path, seed: int, count: int, kinds: Sequence[str], chromium: Printer, borders: Sequence[str] = ()
) -> dict[str, Any]:
    """*count* files over *kinds* in turn under *folder*, with one of *borders* or any; their answers by stem."""
    answers: dict[str, Any] = {}
    looks: dict[str, str] = {}
    for name in ("html", "docx", "pdf"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for index in range(count):
        kind = kinds[index % len(kinds)]
        rng = random.Random(f"{seed}/{kind}/{index // len(kinds)}")
        draft: Draft = CLASSES[kind](rng)
        stem = f"{kind}_{draft.tag}-{index // len(kinds):03}"
        look = look_of(rng)
        if borders:
            own = rng.choice(list(borders))
            look = replace(look, grid="", borders=own) if own in BORDERS else replace(look, grid=own)
        place = folder / "html" / f"{stem}.html"
        place.write_text(
            page(draft.blocks, look, rng, rng.choice(("在线填报", "附件", "无标题文档", stem))), encoding="utf-8"
        )
        (folder / "docx" / f"{stem}.docx").write_bytes(write(draft.blocks, draft.style, rng))
        options = dict(look.options)
        (folder / "pdf" / f"{stem}.pdf").write_bytes(chromium.pdf(place, options))
        paper = options["paperHeight" if options["landscape"] else "paperWidth"]
        room = 96 * (paper - 2 * options["marginLeft"]) / options["scale"]
        looks[stem] = "cut off" if chromium.cuts(room) else look.grid or look.borders
        answers[stem] = draft.answers[0] if len(draft.answers) == 1 else draft.answers
    (folder / "looks.json").write_text(json.dumps(looks), encoding="utf-8")
    (folder / "answers.json").write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    return answers


def read(folder: Path, form: str, answers: dict[str, Any]) -> list[Row]:
    """The score of the files of one format."""
    from parsers.report import answer

    lines: list[Any] = []
    for stem in answers:
        path = folder / form / f"{stem}.{form}"
        lines += answer(path.read_bytes(), path.name).lines
    return score(answers, lines)


def told(folder: Path, answers: dict[str, Any]) -> None:
    """Print what the PDFs give that their twins in Word don't get wrong as well."""
    rows = {form: read(folder, form, answers) for form in ("docx", "html", "pdf")}
    for form, found in rows.items():
        print(form, dict(Counter(row.verdict for row in found)))
    shared = {(row.stem, row.path, row.verdict) for row in rows["docx"]}
    bad = [row for row in rows["pdf"] if row.verdict != "right" and (row.stem, row.path, row.verdict) not in shared]
    print(
        f"pdf beside docx: {dict(Counter(row.verdict for row in bad))} of {len(rows['pdf'])}, right {100 * (1 - len(bad) / len(rows['pdf'])):.2f} %"
    )
    looks = json.loads((folder / "looks.json").read_text(encoding="utf-8"))
    shown = [row for row in rows["pdf"] if looks[row.stem] != "cut off"]
    seen = [row for row in bad if looks[row.stem] != "cut off"]
    print(f"of what paper shows as a whole: right {100 * (1 - len(seen) / max(len(shown), 1)):.2f} % of {len(shown)}")
    whole = Counter(looks[row.stem] for row in rows["pdf"])
    missed = Counter(looks[row.stem] for row in bad)
    print("by borders:", ", ".join(f"{name} {100 * (1 - missed[name] / n):.2f} %" for name, n in whole.most_common()))
    for row in sorted(bad, key=lambda row: (row.verdict != "silent", row.stem)):
        print(
            row.verdict,
            row.stem,
            looks[row.stem],
            row.path,
            "|",
            str(row.answer)[-90:].replace("\n", "⏎"),
            "|",
            str(row.found)[-110:].replace("\n", "⏎"),
        )


def main() -> None:
    """Write the files and tell their score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--kind", nargs="*", default=[], help="classes, or the beginnings of their names")
    parser.add_argument("--look", nargs="*", default=[], choices=(*BORDERS, *BOXES), help="how cells are told apart")
    parser.add_argument("--again", action="store_true", help="read files that are there already")
    arguments = parser.parse_args()
    if arguments.again:
        answers = json.loads((arguments.out / "answers.json").read_text(encoding="utf-8"))
    else:
        kinds = [kind for kind in KINDS if not arguments.kind or kind.startswith(tuple(arguments.kind))]
        with printer() as chromium:
            answers = make(arguments.out, arguments.seed, arguments.count, kinds, chromium, arguments.look)
    told(arguments.out, answers)


if __name__ == "__main__":
    main()
