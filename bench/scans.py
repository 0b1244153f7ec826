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
import math
import random
import re
import subprocess
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from bench.field import convert, is_flagged, leaves, samples, score
from forms.errors import FubiaoError
from forms.library import editions
from parsers.document import Seal
from parsers.extract import extract
from parsers.read import read
from parsers.symbols import UNKNOWN, symbols

Pixels = Any
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")
KINDS = ("printed", "labels", "typing", "rows", "ticks", "opinions")
SEAL = 59.0
"""Points of half a seal."""
SYMBOLS = ("Wingdings", "Webdings", "Symbol", "MS Gothic", "Segoe", "DejaVu Sans")
SIGNS = "DejaVu Sans"
"""The font in which pictures of fonts that aren't here are drawn."""
UNTOLD = str.maketrans("l1I|oO", "111100")
"""What can't be told apart on paper in many fonts, where no word around it tells."""

OFFICE = frozenset({"clean", "office", "fine", "askew", "down", "side"})
"""Looks of what offices scan; the rest is photographed, faxed, folded, without colours or much compressed."""
EXACT = {"person": "names"} | dict.fromkeys(("phone", "mobile", "email", "date", "count", "year", "points"), "numbers")
"""Kinds of values in which each character counts, and what they are called in the report."""


# ---- how a page is spoiled


def _noise(picture: Pixels, rng: random.Random, amount: float) -> Pixels:
    chance = np.random.default_rng(rng.getrandbits(32))
    spread = chance.normal(0, amount, picture.shape).astype(np.float32)
    return np.clip(picture.astype(np.float32) + spread, 0, 255).astype(np.uint8)


def _specks(picture: Pixels, rng: random.Random, count: int) -> Pixels:
    rows, columns = picture.shape[:2]
    for _ in range(count):
        at = (rng.randrange(columns), rng.randrange(rows))
        cv2.circle(picture, at, rng.choice((0, 1, 1, 2)), (rng.randrange(40, 160),) * 3, -1)
    return picture


def _turn(picture: Pixels, degrees: float, paper: int = 255) -> Pixels:
    rows, columns = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=(paper,) * 3)


def _paper(picture: Pixels, rng: random.Random) -> Pixels:
    """Paper that is no pure white, ink that is no pure black."""
    white, black = rng.uniform(228, 252), rng.uniform(8, 60)
    return (black + picture.astype(np.float32) / 255 * (white - black)).astype(np.uint8)


def _saved(picture: Pixels, quality: int) -> Pixels:
    return cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


def clean(picture: Pixels, rng: random.Random) -> Pixels:
    return _saved(_noise(_turn(_paper(picture, rng), rng.uniform(-0.4, 0.4)), rng, 2), 88)


def office(picture: Pixels, rng: random.Random) -> Pixels:
    """A usual office scanner."""
    found = _turn(cv2.GaussianBlur(_paper(picture, rng), (0, 0), rng.uniform(0.4, 0.8)), rng.uniform(-1.2, 1.2), 245)
    return _saved(_specks(_noise(found, rng, rng.uniform(3, 7)), rng, 60), rng.randrange(60, 85))


def askew(picture: Pixels, rng: random.Random) -> Pixels:
    found = _turn(_paper(picture, rng), rng.choice((-1, 1)) * rng.uniform(1.5, 3.0), 240)
    return _saved(_noise(cv2.GaussianBlur(found, (0, 0), 0.6), rng, 5), 75)


def poor(picture: Pixels, rng: random.Random) -> Pixels:
    """150 dpi, blurred, much compressed."""
    found = _turn(cv2.GaussianBlur(_paper(picture, rng), (0, 0), rng.uniform(0.7, 1.0)), rng.uniform(-1, 1), 240)
    return _saved(_noise(found, rng, rng.uniform(5, 10)), rng.randrange(35, 55))


def grey(picture: Pixels, rng: random.Random) -> Pixels:
    return cv2.cvtColor(cv2.cvtColor(office(picture, rng), cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)


def fax(picture: Pixels, rng: random.Random) -> Pixels:
    """Black and white alone."""
    level = cv2.cvtColor(_noise(_turn(_paper(picture, rng), rng.uniform(-0.8, 0.8), 245), rng, 6), cv2.COLOR_BGR2GRAY)
    return cv2.cvtColor(((level > rng.uniform(120, 165)) * 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


def upside_down(picture: Pixels, rng: random.Random) -> Pixels:
    return np.ascontiguousarray(office(picture, rng)[::-1, ::-1])


def sideways(picture: Pixels, rng: random.Random) -> Pixels:
    return cv2.rotate(office(picture, rng), rng.choice((cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)))


def folded(picture: Pixels, rng: random.Random) -> Pixels:
    """A sheet that was folded: a shade, and lines that are bent there."""
    rows, columns = picture.shape[:2]
    crease = rows * rng.uniform(0.4, 0.6)
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    lift = (
        rng.uniform(1.5, 4)
        * np.exp(-(((ys - crease) / (rows * 0.08)) ** 2))
        * np.sin(xs / columns * math.pi * rng.uniform(0.6, 1.4))
    )
    bent = cv2.remap(
        _paper(picture, rng), xs, (ys + lift).astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    shade = 1 - 0.18 * np.exp(-(((ys - crease) / 9) ** 2)) - 0.05 * (ys > crease)
    return _saved(_noise(_turn((bent * shade[:, :, None]).astype(np.uint8), rng.uniform(-1, 1), 240), rng, 4), 75)


def photo(picture: Pixels, rng: random.Random) -> Pixels:
    """A photograph from above a desk, in uneven light."""
    rows, columns = picture.shape[:2]
    out_rows, out_columns = round(rows * 1.2), round(columns * 1.2)
    room = min(rows, columns) * 0.06

    def near(x: float, y: float) -> tuple[float, float]:
        return (x + rng.uniform(-room, room), y + rng.uniform(-room, room))

    x0, y0 = (out_columns - columns) / 2, (out_rows - rows) / 2
    corners = np.array(
        [near(x0, y0), near(x0 + columns, y0), near(x0 + columns, y0 + rows), near(x0, y0 + rows)], np.float32
    )
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    desk = np.full((out_rows, out_columns, 3), [rng.randrange(40, 110) for _ in range(3)], np.uint8)
    cv2.warpPerspective(
        _paper(picture, rng),
        matrix,
        (out_columns, out_rows),
        dst=desk,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    ys, xs = np.mgrid[0:out_rows, 0:out_columns].astype(np.float32)
    angle = rng.uniform(0, 2 * math.pi)
    slope = (xs / out_columns - 0.5) * math.cos(angle) + (ys / out_rows - 0.5) * math.sin(angle)
    light = rng.uniform(0.72, 0.85) + rng.uniform(0.15, 0.35) * slope
    tint = np.array([rng.uniform(0.9, 1.0), 1.0, rng.uniform(0.95, 1.05)], np.float32)
    lit = np.clip(desk.astype(np.float32) * light[:, :, None] * tint, 0, 255).astype(np.uint8)
    return _saved(
        _noise(cv2.GaussianBlur(lit, (0, 0), rng.uniform(0.6, 1.1)), rng, rng.uniform(3, 6)), rng.randrange(70, 90)
    )


LOOKS: dict[str, tuple[Callable[[Pixels, random.Random], Pixels], int, str]] = {
    "clean": (clean, 200, "pdf"),
    "office": (office, 200, "pdf"),
    "fine": (office, 300, "pdf"),
    "askew": (askew, 200, "pdf"),
    "poor": (poor, 150, "pdf"),
    "grey": (grey, 200, "jpg"),
    "fax": (fax, 200, "tiff"),
    "down": (upside_down, 200, "pdf"),
    "side": (sideways, 200, "jpg"),
    "folded": (folded, 200, "png"),
    "photo": (photo, 200, "jpg"),
}


# ---- seals


def stamp(picture: Pixels, x: float, y: float, dpi: int, rng: random.Random) -> Pixels:
    """*picture* with a seal of 42 mm about (x, y): ink that absorbs, uneven, of one of many reds."""
    radius = rng.uniform(38, 45) / 2 / 25.4 * dpi
    size = round(2 * radius) + 8
    layer = Pictures.new("L", (size, size), 0)
    pen = ImageDraw.Draw(layer)
    middle = size / 2
    pen.ellipse(
        (middle - radius, middle - radius, middle + radius, middle + radius),
        outline=255,
        width=max(2, round(radius / rng.uniform(14, 24))),
    )
    turns = [math.pi * (k / 5 - 0.5) for k in range(10)]
    star = [
        (middle + math.cos(a) * radius * (0.32, 0.125)[k % 2], middle + math.sin(a) * radius * (0.32, 0.125)[k % 2])
        for k, a in enumerate(turns)
    ]
    pen.polygon(star, fill=255)
    name = rng.choice(("某某市教育体育局", "某某县教育局", "某某省教育厅", "某某市第一中学"))
    face = ImageFont.truetype(_font_file(), round(radius * 0.27))
    for k, character in enumerate(name):
        turn = -150 + 120 * k / (len(name) - 1)
        glyph = Pictures.new("L", (round(radius * 0.4),) * 2, 0)
        ImageDraw.Draw(glyph).text((radius * 0.2, radius * 0.2), character, 255, face, anchor="mm")
        glyph = glyph.rotate(-(turn + 90), resample=Pictures.Resampling.BICUBIC)
        a = math.radians(turn)
        place = (
            round(middle + math.cos(a) * radius * 0.74 - radius * 0.2),
            round(middle + math.sin(a) * radius * 0.74 - radius * 0.2),
        )
        layer.paste(255, place, glyph)
    layer = layer.rotate(rng.uniform(-25, 25), resample=Pictures.Resampling.BICUBIC)
    chance = np.random.default_rng(rng.getrandbits(32))
    patches = cv2.resize(
        chance.uniform(0.55, 1, (9, 9)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC
    )
    strength = np.asarray(layer, np.float32)[:, :, None] / 255 * patches[:, :, None] * rng.uniform(0.55, 1.0)
    red = rng.choice(((40, 35, 215), (50, 60, 200), (60, 30, 180), (40, 80, 235), (90, 90, 225)))
    ink = np.array(red, np.float32) / 255
    left, top = round(x - middle), round(y - middle)
    rows, columns = picture.shape[:2]
    x0, y0, x1, y1 = max(0, left), max(0, top), min(columns, left + size), min(rows, top + size)
    if x1 <= x0 or y1 <= y0:
        return picture
    part = picture[y0:y1, x0:x1].astype(np.float32)
    own = strength[y0 - top : y1 - top, x0 - left : x1 - left]
    picture[y0:y1, x0:x1] = (part * (1 - own + own * ink)).astype(np.uint8)
    return picture


def _font_file() -> str:
    return subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], capture_output=True, text=True, check=True
    ).stdout


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
            pages.append(Pictures.fromarray(spoil(picture, rng)[:, :, ::-1]))
        stamped[stem] = _sealed((folder / f"{stem}.pdf").read_bytes(), seals)
        rest = {"save_all": True, "append_images": pages[1:]}
        path = out / f"{stem}.{form}"
        if form == "pdf":
            pages[0].save(path, "PDF", resolution=dpi, quality=92, **rest)
        elif form == "tiff":
            bits = [page.convert("1", dither=Pictures.Dither.NONE) for page in pages]
            bits[0].save(path, "TIFF", compression="group4", dpi=(dpi, dpi), save_all=True, append_images=bits[1:])
        elif len(pages) > 1:
            path = path.with_suffix(".tiff")
            pages[0].save(path, "TIFF", compression="jpeg", quality=90, dpi=(dpi, dpi), **rest)
        else:
            pages[0].save(
                path,
                {"jpg": "JPEG", "png": "PNG"}[form],
                **({"quality": 90} if form == "jpg" else {}),
                **({} if look == "photo" else {"dpi": (dpi, dpi)}),
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
    parser.add_argument("--look", nargs="*", default=list(LOOKS))
    parser.add_argument("--kind", nargs="*", default=list(KINDS))
    parser.add_argument("--show", type=int, default=60, help="wrong values to print")
    parser.add_argument("--again", action="store_true", help="read the files that are there")
    arguments = parser.parse_args()
    if not arguments.again:
        build(arguments.out, arguments.seed, arguments.count, arguments.look, arguments.kind)
    measure(arguments.out, arguments.show)


if __name__ == "__main__":
    main()
