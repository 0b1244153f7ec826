"""Text layers broken in the ways that are seen in the field, and how much of each a reader gets back.

``python -m bench.garble OUT --seed N --count K [--kind …] [--fonts FOLDER]`` makes forms (``bench.field``), has LibreOffice print them, breaks the maps of
their fonts, reads both, and counts a value as right when it is what the unbroken file gives. *--fonts* adds a folder of fonts for LibreOffice to print
with; nothing that is drawn is changed, so what is drawn is what the unbroken file says.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.field import samples, score
from bench.garble_drawn import DRAWN
from bench.garble_file import broken, maps_of, objects_of
from bench.garble_layers import LAYERS
from bench.garble_maps import BREAKERS
from bench.garble_pages import PAGES
from bench.garble_told import TOLD

WINGDINGS = frozenset("\u00a8\u00fe\u00fd\u00fc\u00fb")
"""Boxes and ticks of a font that LibreOffice hasn't, as it draws them in another."""
MAPS = {**BREAKERS, **TOLD}
SHOWN = 60
"""Characters of a value that are printed."""
FORMS = ("printed", "labels", "typing", "rows", "opinions", "several", "unmerged", "lists")

# ---- forms, and the score


def printed_forms(out: Path, seed: int, count: int, fonts: Path | None) -> list[Path]:
    """Forms printed by LibreOffice."""
    made = list(samples(seed, count, [kind for kind in _kinds() if kind.split("-")[0] in FORMS]))
    for sample in made:
        (out / f"{sample.stem}.docx").write_bytes(sample.content)
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(out)}
    with tempfile.TemporaryDirectory() as place:
        if fonts is not None:
            config = Path(place, "fonts.conf")
            config.write_text(
                f'<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><include>/etc/fonts/fonts.conf</include>{_preferred(fonts)}</fontconfig>'
            )
            environment["FONTCONFIG_FILE"] = str(config)
        command = [
            "soffice",
            f"-env:UserInstallation=file://{place}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(out),
        ]
        subprocess.run(
            [*command, *(str(out / f"{s.stem}.docx") for s in made)],
            check=True,
            capture_output=True,
            timeout=900,
            env=environment,
        )
    return sorted(path for s in made if (path := out / f"{s.stem}.pdf").exists())


def _preferred(fonts: Path) -> str:
    """Rules that give fonts of *fonts* for the usual Chinese ones."""
    families = sorted(
        set(
            subprocess.run(
                ["fc-scan", "--format", "%{family[0]}\n", str(fonts)], check=True, capture_output=True, text=True
            ).stdout.split("\n")
        )
        - {""}
    )
    asked = (
        "宋体",
        "SimSun",
        "仿宋",
        "FangSong",
        "仿宋_GB2312",
        "黑体",
        "SimHei",
        "楷体",
        "KaiTi",
        "楷体_GB2312",
        "方正小标宋简体",
        "Times New Roman",
    )
    return "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test><edit name="family" mode="assign" binding="strong"><string>{families[number % len(families)]}</string></edit></match>'
        for number, name in enumerate(asked)
    )


def _kinds() -> list[str]:
    from bench.field import CLASSES

    return list(CLASSES)


def envelopes(data: bytes, name: str) -> list[dict[str, Any]]:
    """What the reader makes of *data*."""
    from parsers.report import answer

    found: list[dict[str, Any]] = json.loads(json.dumps(answer(data, name).lines, ensure_ascii=False, default=str))
    return found


def main() -> None:
    """Make, break, read, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--kind", nargs="*", default=[*MAPS, *LAYERS, *DRAWN, *PAGES])
    parser.add_argument("--fonts", type=Path)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    from parsers.scan import ocr

    ocr.use_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    whole = sorted(arguments.out.glob("*.pdf")) or printed_forms(
        arguments.out, arguments.seed, arguments.count, arguments.fonts
    )
    whole = [path for path in whole if "." not in path.stem]
    truth = {}
    for path in whole:
        found = [line for line in envelopes(path.read_bytes(), path.name) if "form" in line]
        if found:
            truth[path.stem] = [{key: line[key] for key in ("form", "edition", "data")} for line in found]
            _admit_unknown_ticks(path.read_bytes(), truth[path.stem])
    certain: Counter[str] = Counter()
    for kind in arguments.kind:
        rng = random.Random(f"{arguments.seed} {kind}")
        tally: Counter[str] = Counter()
        started, pages = time.process_time(), 0
        shown = 0
        for path in whole:
            if path.stem not in truth:
                continue
            whole_data = path.read_bytes()
            layer = {**LAYERS, **DRAWN, **PAGES}.get(kind)
            data = layer(whole_data, rng) if layer else broken(whole_data, MAPS[kind], rng)
            if data is None:
                continue
            Path(arguments.out, f"{path.stem}.{kind}.pdf").write_bytes(data)
            lines = envelopes(data, f"{path.stem}.{kind}.pdf")
            pages += max(1, data.count(b"/Type/Page/"))
            for row in score({path.stem: truth[path.stem]}, lines):
                tally[row.verdict] += 1
                if row.verdict in {"silent", "flagged", "lost", "phantom"} and shown < arguments.show:
                    shown += 1
                    print("   ", kind, row.verdict, path.stem, row.path, *_apart(row.answer, row.found))
            _calibrate(certain, truth[path.stem], lines)
        spent = time.process_time() - started
        total = sum(tally.values()) or 1
        print(
            f"{kind:13s} {total:6d} values: right {tally['right'] / total:8.3%} "
            + " ".join(f"{one} {tally[one]}" for one in ("near", "kept", "flagged", "silent", "lost", "phantom"))
            + f"  {spent / max(pages, 1):.2f} s a page"
        )
    print(
        f"at 0.95 and above: {certain['sure']} values, {certain['sure wrong']} wrong; 0.9 to 0.95: {certain['likely']} values, {certain['likely wrong']} wrong"
    )


def _apart(answer: object, found: object) -> tuple[str, str]:
    """Both as they are printed, long ones from where they part."""
    one, other = repr(answer), repr(found)
    if max(len(one), len(other)) <= SHOWN:
        return one, other
    same = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    start = max(0, same - 12)
    return one[start : start + SHOWN], other[start : start + SHOWN]


def _admit_unknown_ticks(data: bytes, answers: list[dict[str, Any]]) -> None:
    """Ticks of a font that LibreOffice hasn't are all drawn as the same box: what is drawn doesn't tell what is chosen."""
    texts = {text for codes in maps_of(objects_of(data)).values() for text in codes.values()}
    if any("\ue000" <= text[:1] <= "\uf8ff" for text in texts) or texts & WINGDINGS:
        for answer in answers:
            if answer["data"].get("category"):
                answer["data"]["category"] = {"any": [answer["data"]["category"], "?"]}


def _calibrate(certain: Counter[str], answers: list[dict[str, Any]], lines: list[dict[str, Any]]) -> None:
    from bench.field import leaves, plain

    for answer, line in zip(answers, (line for line in lines if "form" in line), strict=False):
        right = dict(leaves(answer["data"]))
        for path, value in leaves(line["data"]):
            info = line.get("fields", {}).get(path)
            if info is None or path not in right:
                continue
            name = "sure" if info["confidence"] >= 0.95 else "likely" if info["confidence"] >= 0.9 else ""
            if name:
                certain[name] += 1
                answered = right[path]
                possible = answered["any"] if isinstance(answered, dict) else [answered]
                if plain(value) not in map(plain, possible):
                    certain[f"{name} wrong"] += 1
                    print("    wrong at", info["confidence"], path, *_apart(right[path], value))


if __name__ == "__main__":
    main()
