"""Files damaged by chance: ways to damage one, and what every reader owes it.

How many are tried can be told by ``FUBIAO_MUTATIONS`` (``make fuzz``); the usual few are the same in every run.
"""

from __future__ import annotations

import io
import os
import random
import re
import resource
import struct
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from docx_builder import archive

from forms.errors import FubiaoError
from parsers.read import read

__all__ = ["ASKED", "BYTEWISE", "SECTORWISE", "TEXTWISE", "Way", "endure", "in_a_part", "least_damaged", "survives"]

Way = Callable[[bytes, random.Random], bytes]

SECONDS = 5
MEGABYTES = 300
ASKED: Counter[str] = Counter()
"""How many cases were tried since it was last emptied, by what they were cases of."""
_SECTOR = 512
_ASKED = int(os.environ.get("FUBIAO_MUTATIONS", "0"))
_SEED = int(os.environ.get("FUBIAO_SEED") or 0) or (random.randrange(1 << 30) if os.environ.get("FUBIAO_FUZZ") else 97)  # noqa: S311 - no secret
_FAILED = Path(os.environ.get("FUBIAO_FAILED", ".fuzz"))
"""Where a file that failed is put, with the least damage that makes it fail, to be kept in ``tests/damaged``."""
_COMPARED = 12_000
"""Bytes of a file of which the damage is told by comparing it with what it was."""
_EXTREMES = (0, 1, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_SNIPPETS = (b"<", b">", b"&", b"\0", b"999999999", b"-1", b'"', b"{", b"}", b"\\", b"</p>", "甲".encode())
_VALUES = (b"-1", b"99999999999", b"1e999", b"", b"x", b"nan", b"0", b"none")


def flipped(data: bytes, chance: random.Random) -> bytes:
    """One bit turned."""
    made = bytearray(data)
    made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed."""
    made = bytearray(data)
    for _ in range(chance.choice((2, 5, 20, 50))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def spoiled_at_its_head(data: bytes, chance: random.Random) -> bytes:
    """A byte changed where most of the structure is."""
    made = bytearray(data)
    made[chance.randrange(min(len(made), 2048))] = chance.randrange(256)
    return bytes(made)


def truncated(data: bytes, chance: random.Random) -> bytes:
    """The end cut off."""
    return data[: chance.randrange(len(data))]


def blanked(data: bytes, chance: random.Random) -> bytes:
    """A stretch set to zero."""
    at = chance.randrange(len(data))
    end = min(len(data), at + chance.randrange(1, 2000))
    return data[:at] + bytes(end - at) + data[end:]


def stretched(data: bytes, chance: random.Random) -> bytes:
    """A length or an offset set to an extreme."""
    made = bytearray(data)
    width = chance.choice((1, 2, 4))
    at = chance.randrange(max(1, len(made) - width)) // width * width
    made[at : at + width] = struct.pack("<I", chance.choice(_EXTREMES))[:width]
    return bytes(made[: len(data)])


def shuffled(data: bytes, chance: random.Random) -> bytes:
    """Two sectors in each other's place, or one in the place of both."""
    count = max(1, len(data) // _SECTOR)
    one, other = chance.randrange(count) * _SECTOR, chance.randrange(count) * _SECTOR
    made = bytearray(data)
    made[one : one + _SECTOR], kept = data[other : other + _SECTOR], data[one : one + _SECTOR]
    if chance.randrange(2):
        made[other : other + _SECTOR] = kept
    return bytes(made)


def cut_out(data: bytes, chance: random.Random) -> bytes:
    """Some short stretches cut out."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(made) or 1)
        del made[at : at + chance.randrange(1, 40)]
    return bytes(made)


def repeated(data: bytes, chance: random.Random) -> bytes:
    """Stretches put in again elsewhere."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at, source = chance.randrange(len(made)), chance.randrange(len(made))
        made[at:at] = made[source : source + chance.randrange(1, 60)]
    return bytes(made)


def sprinkled(data: bytes, chance: random.Random) -> bytes:
    """Signs of the format put in where they don't belong."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(made))
        made[at:at] = chance.choice(_SNIPPETS)
    return bytes(made)


def revalued(data: bytes, chance: random.Random) -> bytes:
    """Values of attributes exchanged for absurd ones."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        start = made.find(b'"', chance.randrange(len(made))) + 1
        end = made.find(b'"', start)
        if 0 < start < end:
            made[start:end] = chance.choice(_VALUES)
    return bytes(made)


def renamed(data: bytes, chance: random.Random) -> bytes:
    """Elements under each other's names: well-formed, seldom valid."""
    names = sorted(set(re.findall(rb"<([A-Za-z][\w:]*)", data)))
    if len(names) > 1:
        one, other = chance.sample(names, 2)
        data = re.sub(rb"(?<=<)%s\b|(?<=</)%s\b" % (one, one), other, data)
    return data


BYTEWISE: tuple[Way, ...] = (flipped, spoiled, spoiled_at_its_head, truncated, blanked, stretched)
SECTORWISE: tuple[Way, ...] = (*BYTEWISE, shuffled)
TEXTWISE: tuple[Way, ...] = (flipped, spoiled, truncated, cut_out, repeated, sprinkled, revalued, renamed)


def in_a_part(way: Way) -> Way:
    """*way* done to one part of a package, which is packed again."""

    def damaged(data: bytes, chance: random.Random) -> bytes:
        members: dict[str, str | bytes] = dict(_members(data))
        name = chance.choice([name for name, content in members.items() if content])
        content = members[name]
        assert isinstance(content, bytes)
        members[name] = way(content, chance)
        return archive(members)

    damaged.__name__ = f"{way.__name__} in a part"
    return damaged


@lru_cache(16)
def _members(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return tuple((info.filename, source.read(info)) for info in source.infolist())


def survives(
    data: bytes, seconds: float = SECONDS, asked: Callable[[bytes], object] = read, kind: str = "other"
) -> Any:
    """The document that is read from *data*, or what else was *asked*; None where that ends in one of the program's own errors. It must end soon."""
    ASKED[kind] += 1
    started = time.thread_time()
    try:
        return asked(data)
    except FubiaoError:
        return None
    finally:
        assert time.thread_time() - started < seconds


def endure(
    sources: Sequence[bytes],
    ways: Sequence[Way],
    *,
    usual: int,
    share: float = 1.0,
    seconds: float = SECONDS,
    megabytes: float = MEGABYTES,
    asked: Callable[[bytes], object] = read,
    salt: str = "",
    kind: str = "other",
) -> None:
    """Asks for *sources* damaged in all *ways* in turn: *usual* times, or *share* of as many times as were asked for.

    None may take more *seconds*, nor all more *megabytes* than this process has; nor end in anything but an answer or one of our own errors.
    They are counted in ``ASKED`` as cases of *kind*.
    """
    before = _peak()
    for index in range(max(1, int(_ASKED * share) or usual)):
        chance = random.Random(f"{salt}{_SEED} {index}")  # noqa: S311 - cases must repeat
        way = ways[index % len(ways)]
        source = chance.choice(sources)
        made = way(source, chance)
        try:
            survives(made, seconds, asked, kind)
        except Exception as fault:
            _FAILED.mkdir(exist_ok=True)
            least = least_damaged(source, made, partial(_fails, seconds=seconds, asked=asked))
            (_FAILED / f"{salt.replace('/', '-')}.{way.__name__.replace(' ', '-')}-{_SEED}-{index}").write_bytes(least)
            raise AssertionError(f"case {index} of seed {_SEED}, {way.__name__} (kept in {_FAILED})") from fault
    assert _peak() - before < megabytes


def _fails(data: bytes, *, seconds: float, asked: Callable[[bytes], object]) -> bool:
    try:
        survives(data, seconds, asked, "")
    except Exception:  # noqa: BLE001 - whatever it is
        return True
    return False


def least_damaged(source: bytes, made: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """*made* with all damage undone without which it *fails* as well: each stretch that isn't as in *source* is put back as it was, where that can be.

    A file of a container, whose bytes tell little, stays as it is: longer ones than ``_COMPARED`` aren't compared.
    """
    if max(len(source), len(made)) > _COMPARED:
        return made
    changes = [
        change for change in SequenceMatcher(None, source, made, autojunk=False).get_opcodes() if change[0] != "equal"
    ]
    for change in changes.copy():
        fewer = [other for other in changes if other is not change]
        if fails(_changed(source, made, fewer)):
            changes = fewer
    found = _changed(source, made, changes)
    return found if fails(found) else made


def _changed(source: bytes, made: bytes, changes: Sequence[tuple[str, int, int, int, int]]) -> bytes:
    """*source* with only those *changes* that it has in *made*."""
    parts, done = [], 0
    for _, start, end, begin, stop in changes:
        parts += [source[done:start], made[begin:stop]]
        done = end
    return b"".join([*parts, source[done:]])


def _peak() -> float:
    """The most memory that this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024
