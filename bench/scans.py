"""Scans and photographs of filled forms with their true answers, and how well they are read.

Usage: python -m bench.scans OUT_DIR --seed N --count K [--look LOOK …] [--kind CLASS …]

Forms of ``bench.field`` are set by LibreOffice, drawn by PDFium, stamped, and then spoiled as scanners, cameras and fax machines do. A file's name is
``look_kind-form-number``; each is read, and so is the .docx it came from: a value that is wrong there as well isn't the scan's fault and isn't counted.
Prints what was right, near, flagged and silent by look, and how often values of each confidence were wrong.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image as Pictures

from bench.field import convert, is_flagged, leaves, samples, score
from bench.scan_looks import LOOKS as SCANNED
from bench.scan_looks import Pixels, spread, stamp
from bench.scan_scenes import SCENES, stacked
from forms.errors import FubiaoError
from forms.library import editions
from parsers.document import Seal
from parsers.extraction.extract import extract
from parsers.read import read
from parsers.symbols import UNKNOWN, symbols

FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")
KINDS = ("printed", "labels", "typing", "rows", "ticks", "opinions")
SEAL = 59.0
"""Points of half a seal."""
SYMBOLS = ("Wingdings", "Webdings", "Symbol", "MS Gothic", "Segoe", "DejaVu Sans")
SIGNS = "DejaVu Sans"
"""The font in which pictures of fonts that aren't here are drawn."""
UNTOLD = str.maketrans("l1I|oO", "111100")
"""What can't be told apart on paper in many fonts, where no word around it tells."""

LOOKS = SCANNED | SCENES
SIZELESS = frozenset({"photo", "curved", "screen", "window", "long"})
"""Looks whose files don't say how many dots an inch of paper has."""
OFFICE = frozenset({"clean", "office", "fine", "askew", "down", "side", "filed", "spread"})
"""Looks of what offices scan; the rest is photographed, faxed, folded, without colours or much compressed."""
EXACT = {"person": "names"} | dict.fromkeys(("phone", "mobile", "email", "date", "count", "year", "points"), "numbers")
"""Kinds of values in which each character counts, and what they are called in the report."""


# ---- files


def set_in(content: bytes, font: str) -> bytes:
    """The .docx *content* with its text in *font*, symbols aside."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name in {"word/document.xml", "word/styles.xml"}:
                text = data.decode()

                def renamed(found: re.Match[str]) -> str:
                    return found.group() if found[2].startswith(SYMBOLS) else f'{found[1]}="{font}"'

                data = re.sub(r'(w:(?:ascii|hAnsi|eastAsia|cs))="([^"]*)"', renamed, drawn(text)).encode()
            new.writestr(name, data)
    return out.getvalue()


def drawn(xml: str) -> str:
    """*xml* of a document in which LibreOffice draws what Word does: pictures of fonts that aren't here, and a tick set over a box by a field."""

    def run(text: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:ascii="{SIGNS}" w:hAnsi="{SIGNS}" w:eastAsia="{SIGNS}" w:cs="{SIGNS}"/></w:rPr><w:t>{text}</w:t></w:r>'

    def known(found: re.Match[str], font: str, text: str) -> str:
        shown = symbols(font, text)
        return found.group() if UNKNOWN in shown else run(shown)

    def is_wingdings(attributes: str) -> str | None:
        named = re.search(r'w:ascii="(Wingdings[^"]*)"', attributes)
        return named[1] if named else None

    def picture(found: re.Match[str]) -> str:
        return known(found, found[1], chr(int(found[2], 16) & 0xFF))

    def typed(found: re.Match[str]) -> str:
        font = is_wingdings(found[1])
        return found.group() if font is None else known(found, font, found[2])

    xml = re.sub(
        r'<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:sym w:font="([^"]*)" w:char="([0-9A-Fa-f]{4})"/></w:r>',
        picture,
        xml,
    )
    xml = re.sub(r"<w:r><w:rPr>((?:(?!</w:rPr>).)*)</w:rPr><w:t(?: [^>]*)?>([^<]*)</w:t></w:r>", typed, xml)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return re.sub(
        f"{begin}(?:(?!fldCharType=.end).)*?eq (?:(?!fldCharType=.end).)*?√(?:(?!fldCharType=.end).)*?{end}",
        run("☑"),
        xml,
    )


def _pages(path: Path, dpi: int) -> Iterator[tuple[Pixels, list[tuple[float, float]]]]:
    """The pages of a PDF drawn, and where a place for a seal is on each."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            picture = page.render(scale=dpi / 72).to_numpy()[:, :, :3]
            text = page.get_textpage()
            places = []
            for word in ("公章", "盖章"):
                finder = text.search(word)
                while (hit := finder.get_next()) is not None:
                    left, bottom, right, top = text.get_charbox(hit[0])
                    places.append(((left + right) / 2 * dpi / 72, (page.get_height() - (top + bottom) / 2) * dpi / 72))
            yield np.ascontiguousarray(picture), places


def build(out: Path, seed: int, count: int, looks: list[str], kinds: list[str]) -> None:
    """Writes *count* scans with their answers, and the .docx files that they were made from."""
    rng = random.Random(f"scans/{seed}")
    answers: dict[str, Any] = {}
    sources = out / "docx"
    sources.mkdir(parents=True, exist_ok=True)
    chosen = {}
    for number, sample in enumerate(samples(seed, count, kinds)):
        look = looks[number % len(looks)]
        stem = f"{look}_{sample.stem.replace('_', '-')}"
        (sources / f"{stem}.docx").write_bytes(set_in(sample.content, rng.choice(FONTS)))
        answers[stem] = sample.answers[0] if len(sample.answers) == 1 else sample.answers
        chosen[stem] = look
    folder = convert(sources, list(chosen), "pdf")
    stamped: dict[str, dict[str, bool | None]] = {}
    for stem, look in chosen.items():
        spoil, dpi, form = LOOKS[look]
        pages = []
        seals: list[Seal] = []
        for number, (picture, places) in enumerate(_pages(folder / f"{stem}.pdf", dpi), 1):
            middles = [
                (x + rng.uniform(-30, 10) * dpi / 72, y + rng.uniform(-25, 15) * dpi / 72)
                for x, y in places
                if rng.random() < 0.7
            ]
            if not places and rng.random() < 0.5:
                rows, columns = picture.shape[:2]
                middles.append((rng.uniform(0.2, 0.9) * columns, rng.uniform(0.3, 0.7) * rows))
            for x, y in middles:
                picture = stamp(picture, x, y, dpi, rng)
                seals.append(_seal(number, x / dpi * 72, y / dpi * 72))
            pages.append(picture if look == "spread" else spoil(picture, rng))
        if look == "spread":
            pages = [spoil(page, rng) for page in spread(pages)]
        elif look == "long":
            pages = stacked(pages, rng)
        pictures = [Pictures.fromarray(page[:, :, ::-1]) for page in pages]
        stamped[stem] = _sealed((folder / f"{stem}.pdf").read_bytes(), seals)
        rest = {"save_all": True, "append_images": pictures[1:]}
        path = out / f"{stem}.{form}"
        if form == "pdf":
            pictures[0].save(path, "PDF", resolution=dpi, quality=92, **rest)
        elif form == "tiff":
            bits = [picture.convert("1", dither=Pictures.Dither.NONE) for picture in pictures]
            bits[0].save(path, "TIFF", compression="group4", dpi=(dpi, dpi), save_all=True, append_images=bits[1:])
        elif len(pictures) > 1:
            path = path.with_suffix(".tiff")
            pictures[0].save(path, "TIFF", compression="jpeg", quality=90, dpi=(dpi, dpi), **rest)
        else:
            pictures[0].save(
                path,
                {"jpg": "JPEG", "png": "PNG"}[form],
                **({"quality": 90} if form == "jpg" else {}),
                **({} if look in SIZELESS else {"dpi": (dpi, dpi)}),
            )
    (out / "answers.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8")
    (out / "seals.json").write_text(json.dumps(stamped), encoding="utf-8")


def _seal(page: int, x: float, y: float) -> Seal:
    """A seal about (x, y), in points."""
    return Seal(page=page, box=(x - SEAL, y - SEAL, x + SEAL, y + SEAL))


def _sealed(printed: bytes, seals: list[Seal]) -> dict[str, bool | None]:
    """Which opinions of the form *printed* as a PDF bear one of *seals*, by path; None where one stands astride a border."""
    document = read(printed)
    every = frozenset(range(1, (document.pages or 0) + 1))
    try:
        records = extract(replace(document, seals=tuple(seals), coloured=every))
    except FubiaoError:
        return {}
    return {
        f"{record.form}/{path}": value
        for record in records
        for path, value in leaves(record.data)
        if path.endswith(".sealed") and (value is None or isinstance(value, bool))
    }


# ---- what is read


def measure(out: Path, show: int) -> None:
    """Reads the scans and their .docx files and prints how well."""
    from parsers.report import answer_file

    answers = json.loads((out / "answers.json").read_text("utf-8"))
    paths = sorted(path for path in out.iterdir() if path.stem in answers)
    envelopes: list[Any] = []
    took: dict[str, float] = defaultdict(float)
    for path in paths:
        start = time.process_time()
        envelopes += answer_file(str(path)).lines
        took[path.stem.split("_")[0]] += time.process_time() - start
    (out / "records.jsonl").write_text(
        "\n".join(json.dumps(line, ensure_ascii=False) for line in envelopes), encoding="utf-8"
    )
    plain = [line for path in paths for line in answer_file(str(out / "docx" / f"{path.stem}.docx")).lines]
    report(out, answers, envelopes, plain, paths, show)
    print("seconds", {look: round(seconds, 1) for look, seconds in took.items()})


def report(out: Path, answers: Any, envelopes: list[Any], plain: list[Any], paths: list[Path], show: int) -> None:
    some = {path.stem: answers[path.stem] for path in paths}
    told = {(row.stem, row.path) for row in score(some, plain) if row.verdict == "right"}
    rows = [row for row in score(some, envelopes) if (row.stem, row.path) in told or row.verdict == "phantom"]
    untold = [row for row in rows if row.verdict == "flagged" and is_untold(row)]
    rows = [row for row in rows if row not in untold]
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        tallies[row.stem.split("_")[0]][row.verdict] += 1
        tallies["all"][row.verdict] += 1
    shown = 0
    for row in rows:
        if row.verdict in {"silent", "lost", "phantom", "flagged"} and shown < show:
            shown += 1
            print(f"  {row.verdict} {row.stem} {row.path}: {str(row.answer)[:60]!r} {str(row.found)[:60]!r}")
    for look, tally in sorted(tallies.items()):
        total = tally.total()
        good = tally["right"] + tally["near"] + tally["kept"]
        print(
            f"{look:8s} {total:5d} values: good {good / total:7.2%}  "
            + "  ".join(
                f"{verdict} {tally[verdict]}" for verdict in ("right", "near", "flagged", "silent", "lost", "phantom")
            )
        )
    if untold:
        print(
            f"{len(untold)} passwords and users' names that no reader can tell were doubted as they must be, and aren't counted"
        )
    exact(rows)
    trust(rows, envelopes)
    sealed(out, envelopes, show)


def exact(rows: list[Any]) -> None:
    """How many of the persons' names and of the numbers, in which each character counts, are right; and of scans as offices make them alone."""
    kinds = {field.path: field.kind for item in editions() for form in item.forms for field in form.fields}
    tallies: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        kind = kinds.get(re.sub(r"\[\d+\]", "[]", row.path))
        group = EXACT.get("date" if row.path.endswith(".date") else kind or "")
        if group and row.answer is not None:
            tallies[("all looks", group)][row.verdict] += 1
            if row.stem.split("_")[0] in OFFICE:
                tallies[("office's looks", group)][row.verdict] += 1
    for (looks, group), tally in sorted(tallies.items()):
        print(
            f"{group} in {looks}: {tally['right'] / tally.total():.2%} of {tally.total()} right, silent {tally['silent']}"
        )


def is_untold(row: Any) -> bool:
    """Whether a password or a user's name is right but for characters that look alike, as far as no word tells them."""
    names = ("password", "username")
    return (
        row.path.endswith(names)
        and isinstance(row.found, str)
        and row.answer.translate(UNTOLD) == "".join(row.found.split()).translate(UNTOLD)
    )


def trust(rows: list[Any], envelopes: list[Any]) -> None:
    """How often values of each confidence were wrong."""
    records = defaultdict(list)
    for line in envelopes:
        records[Path(line["file"]).stem].append(line)
    bins: dict[float, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for record in records[row.stem]:
            info = record.get("fields", {}).get(row.path)
            if info is not None and row.answer is not None:
                level = next(limit for limit in (0.99, 0.95, 0.9, 0.7, 0.0) if info["confidence"] >= limit)
                bins[level]["wrong" if row.verdict in {"silent", "flagged"} else row.verdict] += 1
                break
    for level, tally in sorted(bins.items(), reverse=True):
        print(f"confidence {level:.2f}: {tally.total()} values, wrong {tally['wrong']}, near {tally['near']}")


def sealed(out: Path, envelopes: list[Any], show: int) -> None:
    """Prints whether seals were found where they were put. What is neither null nor doubted and wrong is silent."""
    truth = json.loads((out / "seals.json").read_text("utf-8"))
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for line in envelopes:
        stem = Path(line["file"]).stem
        found = dict(leaves(line.get("data", {})))
        for key, put in truth.get(stem, {}).items():
            form, path = key.split("/")
            if line.get("form") != form or path not in found:
                continue
            seen, flag = found[path], is_flagged(line, path)
            # Astride a border nobody knows; without a word there is no doubt on a page that can't show a seal.
            right = seen == put or (put is None and (seen is None or flag))
            verdict = "right" if right else "null" if seen is None and not flag else "flagged" if flag else "silent"
            tallies[stem.split("_")[0]][verdict] += 1
            tallies["all"][verdict] += 1
            if not right and show:
                print(f"  seal {verdict} {stem} {path}: put {put} seen {seen}")
    for look, tally in sorted(tallies.items()):
        print(f"seals {look:8s} {dict(tally)}")


def main() -> None:
    """Build and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=11)
    parser.add_argument("--look", nargs="*", default=list(SCANNED), choices=list(LOOKS))
    parser.add_argument("--kind", nargs="*", default=list(KINDS))
    parser.add_argument("--show", type=int, default=60, help="wrong values to print")
    parser.add_argument("--again", action="store_true", help="read the files that are there")
    arguments = parser.parse_args()
    if not arguments.again:
        build(arguments.out, arguments.seed, arguments.count, arguments.look, arguments.kind)
    measure(arguments.out, arguments.show)


if __name__ == "__main__":
    main()
