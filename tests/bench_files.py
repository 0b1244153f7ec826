"""Files of all kinds in one heap, as an office gets them: forms as .docx, .doc, PDF, spreadsheets and scans, broken ones and duplicates among them."""

from __future__ import annotations

import random
from pathlib import Path

from servers import ROOT, unlike

_SHARED = ROOT.parent / "shared" / "samples"
_KINDS = {".docx", ".doc", ".pdf", ".rtf", ".html", ".xlsx", ".png", ".jpg"}


def mixed(count: int) -> list[tuple[bytes, str]]:
    """*count* files with their names, the same ones every time."""
    chance = random.Random(20)  # noqa: S311
    folders = [ROOT / "samples", *([_SHARED] if _SHARED.is_dir() else [])]
    found = sorted(file for folder in folders for file in folder.rglob("*") if file.suffix.lower() in _KINDS)
    chosen = []
    for number in range(count):
        file: Path = chance.choice(found)
        data = file.read_bytes()
        if chance.random() < 0.05:
            data = data[: len(data) // 2]
        elif file.suffix == ".docx" and chance.random() < 0.9:
            data = unlike(data, f"{number}")
        elif chance.random() < 0.5:
            # A remark at the end is no part of the document, but makes other bytes of it.
            data += f"\n%{number}\n".encode()
        chosen.append((data, f"{number} {file.name}"))
    return chosen
