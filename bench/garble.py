"""Text layers broken in the ways that are seen in the field, and how much of each a reader gets back.

``python -m bench.garble OUT --seed N --count K [--kind …] [--fonts FOLDER]`` makes forms (``bench.field``), has LibreOffice print them, breaks the maps of
their fonts, reads both, and counts a value as right when it is what the unbroken file gives. *--fonts* adds a folder of fonts for LibreOffice to print
with; nothing that is drawn is changed, so what is drawn is what the unbroken file says.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench.field import samples, score

Map = dict[int, str]
"""A font's map: code to text."""
Maps = dict[int, Map]
"""The maps of a file by the number of their object."""
Breaker = Callable[[Maps, random.Random], Maps | None]

FORMS = ("printed", "labels", "typing", "rows", "opinions", "several", "unmerged", "lists")
_OBJECT = re.compile(rb"(?<=\n)(\d+) 0 obj\b(.*?)\nendobj", re.DOTALL)
_BFCHAR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


# ---- the file


def objects_of(data: bytes) -> dict[int, bytes]:
    """The objects of a PDF as LibreOffice writes it, by number."""
    return {int(number): content for number, content in _OBJECT.findall(data)}


def rebuilt(data: bytes, objects: Mapping[int, bytes]) -> bytes:
    """A PDF of *objects* with the trailer of *data*."""
    out = bytearray(b"%PDF-1.6\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj%b\nendobj\n" % (number, objects[number])
    table = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    root = re.search(rb"/Root \d+ 0 R", data)
    out += b"trailer\n<</Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, root[0] if root else b"", table)
    return bytes(out)


def maps_of(objects: Mapping[int, bytes]) -> Maps:
    """The ToUnicode maps of a file."""
    found: Maps = {}
    for content in objects.values():
        for number in map(int, re.findall(rb"/ToUnicode (\d+) 0 R", content)):
            text = zlib.decompress(objects[number].split(b"stream", 1)[1].lstrip(b"\r\n").rpartition(b"endstream")[0])
            entries = _BFCHAR.findall(text.decode("latin-1").partition("endcodespacerange")[2])
            found[number] = {int(code, 16): bytes.fromhex(value).decode("utf-16-be") for code, value in entries}
    return found


def written(codes: Map, width: int) -> bytes:
    """A map as a stream object."""
    lines = [
        f"<{code:0{width}X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for code, text in codes.items()
    ]
    chunks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    whole = (
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<{0:0{width}X}> <{'F' * width}>\nendcodespacerange\n{body}\nendcmap\nend\nend\n"
    )
    packed = zlib.compress(whole.encode("latin-1"))
    return b"\n<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed)


def broken(data: bytes, breaker: Breaker, rng: random.Random) -> bytes | None:
    """*data* with its maps as *breaker* makes them; a map that it leaves out is taken from its font. None where there is nothing to break."""
    objects = objects_of(data)
    before = maps_of(objects)
    after = breaker({number: dict(codes) for number, codes in before.items()}, rng)
    if after is None or after == before:
        return None
    for number in before:
        if number not in after:
            for key, content in list(objects.items()):
                objects[key] = re.sub(rb"/ToUnicode %d 0 R" % number, b"", content)
        elif after[number] != before[number]:
            wide = re.search(
                rb"<[0-9A-F]{4}>\s*<[0-9A-F]{4}>\s*endcodespacerange",
                zlib.decompress(objects[number].split(b"stream", 1)[1].lstrip(b"\r\n").rpartition(b"endstream")[0]),
            )
            objects[number] = written(after[number], 4 if wide else 2)
    return rebuilt(data, objects)


# ---- ways to break


def is_han(text: str) -> bool:
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff"


def _each(change: Callable[[str, random.Random], str]) -> Breaker:
    def breaker(maps: Maps, rng: random.Random) -> Maps:
        return {number: {code: change(text, rng) for code, text in codes.items()} for number, codes in maps.items()}

    return breaker


def _shuffled(codes: Map, wanted: Callable[[str], bool], rng: random.Random) -> Map:
    chosen = [code for code, text in codes.items() if wanted(text)]
    texts = [codes[code] for code in chosen]
    moved = texts[1:] + texts[:1]
    rng.shuffle(moved)
    return {**codes, **dict(zip(chosen, moved, strict=True))}


def stripped(maps: Maps, rng: random.Random) -> Maps:
    """No font has a map."""
    return {}


def stripped_one(maps: Maps, rng: random.Random) -> Maps | None:
    """One font has none."""
    gone = rng.choice(sorted(maps))
    return {number: codes for number, codes in maps.items() if number != gone}


def permuted(maps: Maps, rng: random.Random) -> Maps:
    """All Han characters are others of the same font."""
    return {number: _shuffled(codes, is_han, rng) for number, codes in maps.items()}


def permuted_one(maps: Maps, rng: random.Random) -> Maps | None:
    """One font of several lies."""
    fit = [number for number, codes in maps.items() if sum(map(is_han, codes.values())) > 1]
    if not fit:
        return None
    number = rng.choice(sorted(fit))
    return {**maps, number: _shuffled(maps[number], is_han, rng)}


def swapped(maps: Maps, rng: random.Random) -> Maps | None:
    """Two or three characters of one font change places."""
    fit = [number for number, codes in maps.items() if sum(map(is_han, codes.values())) > 3]
    if not fit:
        return None
    number = rng.choice(sorted(fit))
    codes = maps[number]
    chosen = rng.sample(sorted(code for code, text in codes.items() if is_han(text)), rng.choice((2, 3)))
    texts = [codes[code] for code in chosen]
    return {**maps, number: {**codes, **dict(zip(chosen, texts[1:] + texts[:1], strict=True))}}


def digits(maps: Maps, rng: random.Random) -> Maps:
    """All digits are others."""
    return {number: _shuffled(codes, lambda text: text in set("0123456789"), rng) for number, codes in maps.items()}


def two_digits(maps: Maps, rng: random.Random) -> Maps:
    """Two digits change places."""
    one, other = rng.sample("0123456789", 2)
    change = {one: other, other: one}
    return {number: {code: change.get(text, text) for code, text in codes.items()} for number, codes in maps.items()}


def letters(maps: Maps, rng: random.Random) -> Maps:
    """Small letters are others."""
    return {
        number: _shuffled(codes, lambda text: text in set("abcdefghijklmnopqrstuvwxyz"), rng)
        for number, codes in maps.items()
    }


def one_for_all(maps: Maps, rng: random.Random) -> Maps:
    """A third of the Han characters are one and the same."""
    return {
        number: {code: "的" if is_han(text) and rng.random() < 0.33 else text for code, text in codes.items()}
        for number, codes in maps.items()
    }


def _radical(text: str, rng: random.Random) -> str:
    import unicodedata

    known = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    known |= {
        "户": "⼾",
        "长": "⻓",
        "门": "⻔",
        "西": "⻄",
        "民": "⺠",
        "青": "⻘",
        "页": "⻚",
        "见": "⻅",
        "车": "⻋",
        "马": "⻢",
        "齐": "⻬",
    }
    return known.get(text, text)


def _compatible(text: str, rng: random.Random) -> str:
    import unicodedata

    known = {unicodedata.normalize("NFC", chr(code)): chr(code) for code in range(0xF900, 0xFAE0)}
    return known.get(text, text)


def _private(text: str, rng: random.Random) -> str:
    return chr(0xE000 + (ord(text) * 7) % 0x1800) if is_han(text) else text


def _some_private(text: str, rng: random.Random) -> str:
    return _private(text, rng) if rng.random() < 0.1 else text


def _some_lost(text: str, rng: random.Random) -> str:
    return "\ufffd" if is_han(text) and rng.random() < 0.3 else text


def _some_boxes(text: str, rng: random.Random) -> str:
    return "□" if is_han(text) and rng.random() < 0.3 else text


def _shifted(text: str, rng: random.Random) -> str:
    return chr(ord(text) + 1) if is_han(text) else text


def _utf8(text: str, rng: random.Random) -> str:
    return text.encode("utf-8").decode("latin-1") if ord(text[0]) > 0x7F else text


def _gbk(text: str, rng: random.Random) -> str:
    return text.encode("gb18030").decode("latin-1") if ord(text[0]) > 0x7F else text


BREAKERS: dict[str, Breaker] = {
    "stripped": stripped,
    "stripped-one": stripped_one,
    "permuted": permuted,
    "permuted-one": permuted_one,
    "shifted": _each(_shifted),
    "swapped": swapped,
    "digits": digits,
    "two-digits": two_digits,
    "letters": letters,
    "one-for-all": one_for_all,
    "radicals": _each(_radical),
    "compatible": _each(_compatible),
    "private": _each(_private),
    "some-private": _each(_some_private),
    "some-lost": _each(_some_lost),
    "some-boxes": _each(_some_boxes),
    "utf8": _each(_utf8),
    "gbk": _each(_gbk),
}


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
    parser.add_argument("--kind", nargs="*", default=list(BREAKERS))
    parser.add_argument("--fonts", type=Path)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    from parsers import ocr

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
    certain: Counter[str] = Counter()
    for kind in arguments.kind:
        rng = random.Random(f"{arguments.seed} {kind}")
        tally: Counter[str] = Counter()
        started, pages = time.process_time(), 0
        shown = 0
        for path in whole:
            if path.stem not in truth:
                continue
            data = broken(path.read_bytes(), BREAKERS[kind], rng)
            if data is None:
                continue
            Path(arguments.out, f"{path.stem}.{kind}.pdf").write_bytes(data)
            lines = envelopes(data, f"{path.stem}.{kind}.pdf")
            pages += max(1, data.count(b"/Type/Page/"))
            for row in score({path.stem: truth[path.stem]}, lines):
                tally[row.verdict] += 1
                if row.verdict in {"silent", "flagged", "lost", "phantom"} and shown < arguments.show:
                    shown += 1
                    print("   ", kind, row.verdict, path.stem, row.path, repr(row.answer)[:60], repr(row.found)[:60])
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
                if plain(value) != plain(right[path]):
                    certain[f"{name} wrong"] += 1
                    print("    wrong at", info["confidence"], path, repr(right[path])[:60], repr(value)[:60])


if __name__ == "__main__":
    main()
