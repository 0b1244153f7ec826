"""Damaged forms: filled forms of known answer whose layout somebody broke, for proof that nothing is read wrong in silence.

Usage: python -m bench.damage [--seed N] [--count K] [--only DAMAGE …] [--show M]

Each file of ``bench.field`` is read, one thing about its layout is changed, and the record of the changed document is compared with what the form
says. A change of ``HARMLESS`` leaves every value as easy to tell as before; behind any other a value may be in doubt, but a wrong one must be.
"""

from __future__ import annotations

import argparse
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bench.field import EXACT, Data, Row, make, score
from forms.errors import Unmatched
from forms.library import definition
from parsers.document import Block, Cell, Document, Paragraph, Table
from parsers.extraction.extract import extract
from parsers.extraction.labels import Lexicon, is_foreign, lexicon
from parsers.read import read
from parsers.report import envelope

__all__ = ["DAMAGES", "HARMLESS", "Damaged", "damaged", "judged"]

KINDS = (
    *("printed", "labels", "typing", "rows", "unmerged", "ticks", "framed", "word"),
    *sorted(k for k in EXACT if "layout-" in k),
)
"""Classes of files that are damaged: their answers admit of no doubt."""

STRANGE = (
    "备选栏",
    "其他事项",
    "补充内容",
    "甲栏",
    "栏目一",
    "附加项",
    "校验码",
    "对接人",
    "责任主体",
    "归口管理",
    "信息项",
    "待核实",
    "内容",
    "项目",
    "情况",
)
FOREIGN_ROWS = (
    ("技术支持人员", "周小川", "联系方式", "13900001111"),
    ("监督电话", "0371-66668888", "传真", "0371-66668889"),
    ("学校联系人", "钱多多", "手机", "13700002222"),
    ("单位地址", "人民路 1 号", "邮政编码", "450000"),
    ("专家姓名", "孙一鸣", "职称", "教授"),
    ("审核人姓名", "李审", "审核人电话", "13600003333"),
)
NOTES = (
    "注：本表由各单位如实填写。",
    "说明：联系人请填写常用手机。",
    "备注：表格不够可另附页。",
    "（此处加盖单位公章）",
    "填表说明：一式三份。",
)


@dataclass
class Tile:
    """A cell being moved about."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    cell: Cell | None = None

    def covers(self, row: int, column: int) -> bool:
        """Whether the tile lies over a position."""
        return self.row <= row < self.row + self.rows and self.column <= column < self.column + self.columns


class Board:
    """A table being changed, and the labels of its form."""

    def __init__(self, table: Table, words: Lexicon) -> None:
        self.rows, self.columns, self.words = table.rows, table.columns, words
        self.tiles = [Tile(c.row, c.column, c.row_span, c.column_span, c.text, c) for c in table.cells]
        self.said: set[str] = set()
        """Texts put into cells: a value that is one of them word for word is what the form says now."""

    def at(self, row: int, column: int) -> Tile | None:
        """The tile over a position."""
        return next((tile for tile in self.tiles if tile.covers(row, column)), None)

    def is_label(self, tile: Tile) -> bool:
        """Whether a tile's text is a label of the form, or one that others have."""
        return bool(self.words.firm(tile.text)) or is_foreign(tile.text)

    def is_field(self, tile: Tile) -> bool:
        """Whether a tile's text is a field's label and no group's."""
        return any(not hit.group for hit in self.words.firm(tile.text)) or is_foreign(tile.text)

    def labels(self) -> list[Tile]:
        """Tiles that name a field or group of the form."""
        return [tile for tile in self.tiles if self.words.firm(tile.text)]

    def values(self) -> list[Tile]:
        """Tiles with a short value."""
        return [
            t for t in self.tiles if t.text.strip() and len(t.text) < 30 and not self.is_label(t) and "\n" not in t.text
        ]

    def listed(self, row: int) -> bool:
        """Whether a row names a column of a list, or is a list's."""
        head = {
            h.path
            for r in range(row + 1)
            for t in self.tiles
            if t.row <= r < t.row + t.rows
            for h in self.words.firm(t.text)
        }
        return any("[]" in path for path in head)

    def pairs(self, row: int) -> bool:
        """Whether a row opens with the label of a field outside lists."""
        first = min((t for t in self.tiles if t.covers(row, t.column)), key=lambda t: t.column)
        hits = self.words.firm(first.text)
        plain = [
            h
            for h in hits
            if not h.group and "[]" not in h.path and self.words.definition.field_of[h.path].kind != "names"
        ]
        return bool(plain) and first.rows == 1 and not self.listed(row)

    def cut_rows(self) -> list[int]:
        """Rows before which no tile reaches over."""
        return [r for r in range(1, self.rows) if not any(t.row < r < t.row + t.rows for t in self.tiles)]

    def cut_columns(self) -> list[int]:
        """Columns before which no tile reaches over."""
        return [c for c in range(1, self.columns) if not any(t.column < c < t.column + t.columns for t in self.tiles)]

    def open_row(self, row: int, texts: Sequence[str]) -> None:
        """Puts a row of cells with *texts* before *row*; the last one reaches to the end."""
        for tile in self.tiles:
            if tile.row >= row:
                tile.row += 1
            elif tile.row + tile.rows > row:
                tile.rows += 1
        self.rows += 1
        free = [c for c in range(self.columns) if not any(t.covers(row, c) for t in self.tiles)]
        for number, text in enumerate(texts[: len(free)]):
            last = number == min(len(texts), len(free)) - 1
            self.tiles.append(Tile(row, free[number], 1, len(free) - number if last else 1, text))

    def open_column(self, column: int, texts: Callable[[int], str]) -> None:
        """Puts a column before *column*, each cell's text by its row."""
        for tile in self.tiles:
            if tile.column >= column:
                tile.column += 1
            elif tile.column + tile.columns > column:
                tile.columns += 1
        self.columns += 1
        for row in range(self.rows):
            if not any(t.covers(row, column) for t in self.tiles):
                self.tiles.append(Tile(row, column, 1, 1, texts(row)))

    def drop_row(self, row: int) -> None:
        """Takes a row away."""
        self.tiles = [t for t in self.tiles if not (t.row == row and t.rows == 1)]
        for tile in self.tiles:
            if tile.row > row:
                tile.row -= 1
            elif tile.row + tile.rows > row:
                tile.rows -= 1
        self.rows -= 1

    def table(self, first: int = 0, stop: int | None = None) -> Table:
        """The table from row *first* to *stop*."""
        stop = self.rows if stop is None else stop
        cells = []
        for t in sorted(self.tiles, key=lambda t: (t.row, t.column)):
            if first <= t.row < stop:
                same = t.cell is not None and t.text == t.cell.text
                blocks: tuple[Block, ...] = (
                    t.cell.blocks if same and t.cell else tuple(Paragraph(text=x) for x in t.text.split("\n"))
                )
                cells.append(
                    Cell(row=t.row - first, column=t.column, row_span=t.rows, column_span=t.columns, blocks=blocks)
                )
        return Table(rows=stop - first, columns=self.columns, cells=tuple(cells))


Damage = Callable[[random.Random, Board], "Sequence[Block] | bool"]
"""Changes a board; answers False where there is nothing to change, or the blocks that take the table's place."""


def _pick(rng: random.Random, tiles: Sequence[Tile]) -> Tile | None:
    return rng.choice(tiles) if tiles else None


def _relabel(change: Callable[[random.Random, str], str]) -> Damage:
    def damage(rng: random.Random, board: Board) -> bool:
        tile = _pick(rng, board.labels())
        if tile is None:
            return False
        before, tile.text = tile.text, change(rng, tile.text)
        return before != tile.text

    return damage


def _slip(rng: random.Random, text: str) -> str:
    """*text* with one character dropped, doubled, wrong, or swapped with its neighbour."""
    if len(text) < 3:
        return text
    n = rng.randrange(len(text) - 1)
    return rng.choice(
        (
            text[:n] + text[n + 1 :],
            text[:n] + text[n] + text[n:],
            text[:n] + "的" + text[n + 1 :],
            text[:n] + text[n + 1] + text[n] + text[n + 2 :],
        )
    )


def _revalue(change: Callable[[random.Random, str], str], *, kept: bool = False) -> Damage:
    def damage(rng: random.Random, board: Board) -> bool:
        tile = _pick(rng, board.values())
        if tile is None:
            return False
        tile.text = change(rng, tile.text)
        if kept:
            board.said.add(tile.text)
        return True

    return damage


def _merge(pick: Callable[[Board], list[Tile]], sign: str) -> Damage:
    """Merges a tile with the one to its right, or under it where *sign* is empty."""

    def damage(rng: random.Random, board: Board) -> bool:
        first = _pick(rng, pick(board))
        if first is None:
            return False
        second = (
            board.at(first.row, first.column + first.columns)
            if sign
            else board.at(first.row + first.rows, first.column)
        )
        if second is None or not second.text.strip() or "\n" in second.text or len(second.text) > 40:
            return False
        if sign and (second.row, second.rows) == (first.row, first.rows):
            first.columns += second.columns
        elif not sign and (second.column, second.columns) == (first.column, first.columns):
            first.rows += second.rows
        else:
            return False
        board.tiles.remove(second)
        first.text = f"{first.text.rstrip('：: ') if sign == '：' else first.text}{sign or chr(10)}{second.text}"
        if sign == " ":
            board.said.add(first.text)
        return True

    return damage


def _split_value(rng: random.Random, board: Board) -> bool:
    tile = _pick(rng, [t for t in board.values() if t.columns > 1])
    if tile is None:
        return False
    width = tile.columns // 2
    behind = rng.random() < 0.5
    board.tiles.append(
        Tile(tile.row, tile.column + width, tile.rows, tile.columns - width, tile.text if behind else "")
    )
    tile.columns, tile.text = width, "" if behind else tile.text
    return True


def _foreign_row(rng: random.Random, board: Board) -> bool:
    board.open_row(rng.randrange(board.rows + 1), rng.choice(FOREIGN_ROWS))
    return True


def _note_row(rng: random.Random, board: Board) -> bool:
    board.open_row(rng.choice([0, board.rows, *board.cut_rows()]), [rng.choice(NOTES)])
    return True


def _blank_row(rng: random.Random, board: Board) -> bool:
    board.open_row(rng.choice([0, board.rows, *board.cut_rows()]), [""] * board.columns)
    return True


def _total_row(rng: random.Random, board: Board) -> bool:
    rows = [r for r in board.cut_rows() if board.listed(r)] + ([board.rows] if board.listed(board.rows - 1) else [])
    if not rows:
        return False
    board.open_row(
        rng.choice(rows),
        [
            rng.choice(("共计", "总数", "本页小计", "全部数量", "合 计", "汇总")),
            *[""] * max(0, board.columns - 2),
            str(rng.randrange(2, 300)),
        ],
    )
    return True


def _column(texts: Callable[[random.Random], tuple[str, Callable[[], str]]]) -> Damage:
    def damage(rng: random.Random, board: Board) -> bool:
        heads = [t for t in board.labels() if any("[]" in h.path for h in board.words.firm(t.text))]
        tile = _pick(rng, heads)
        if tile is None or tile.rows > 1:
            return False
        word, value = texts(rng)
        at = tile.column + rng.choice((0, tile.columns))
        board.open_column(at, lambda row: word if row == tile.row else value() if row > tile.row else "")
        return True

    return damage


def _people(rng: random.Random) -> Callable[[], str]:
    return lambda: rng.choice("赵钱孙李周吴郑王") + rng.choice(("小明", "建国", "丽", "海燕"))


def _numbers(rng: random.Random) -> Callable[[], str]:
    return lambda: f"13{rng.randrange(10**8, 10**9)}"


def _swap_columns(rng: random.Random, board: Board) -> bool:
    cuts = [0, *board.cut_columns(), board.columns]
    if len(cuts) < 4:
        return False
    n = rng.randrange(len(cuts) - 2)
    left, middle, right = cuts[n], cuts[n + 1], cuts[n + 2]
    for tile in board.tiles:
        if left <= tile.column < middle:
            tile.column += right - middle
        elif middle <= tile.column < right:
            tile.column -= middle - left
    return True


def _swap_rows(rng: random.Random, board: Board) -> bool:
    cuts = [0, *board.cut_rows(), board.rows]
    places = [n for n in range(len(cuts) - 2) if board.pairs(cuts[n]) and board.pairs(cuts[n + 1])]
    if not places:
        return False
    n = rng.choice(places)
    top, middle, bottom = cuts[n], cuts[n + 1], cuts[n + 2]
    for tile in board.tiles:
        if top <= tile.row < middle:
            tile.row += bottom - middle
        elif middle <= tile.row < bottom:
            tile.row -= middle - top
    return True


def _drop_row(rng: random.Random, board: Board) -> bool:
    rows = [r for r in range(board.rows) if board.pairs(r)]
    if not rows or board.rows < 3:
        return False
    board.drop_row(rng.choice(rows))
    return True


def _drop_column_head(rng: random.Random, board: Board) -> bool:
    heads = [t for t in board.labels() if any("[]" in h.path for h in board.words.firm(t.text))]
    rows = {
        t.row
        for t in heads
        if all(board.is_field(o) or not o.text.strip() for o in board.tiles if o.covers(t.row, o.column))
    }
    if not rows:
        return False
    board.drop_row(rng.choice(sorted(rows)))
    return True


def _halve(between: Sequence[str]) -> Damage:
    def damage(rng: random.Random, board: Board) -> Sequence[Block] | bool:
        cuts = board.cut_rows()
        if not cuts:
            return False
        cut = rng.choice(cuts)
        return (board.table(0, cut), *(Paragraph(text=text) for text in between), board.table(cut))

    return damage


def _head_again(rng: random.Random, board: Board) -> bool:
    heads = [t for t in board.labels() if any("[]" in h.path for h in board.words.firm(t.text))]
    rows = sorted({t.row for t in heads if sum(o.row == t.row for o in heads) > 2})
    if not rows:
        return False
    head = rows[-1]
    cuts = [c for c in board.cut_rows() if c > head + 1 and head + 1 in board.cut_rows()]
    if not cuts or head not in (0, *board.cut_rows()):
        return False
    copies = [replace(t, cell=None) for t in board.tiles if t.row == head]
    at = rng.choice(cuts)
    board.open_row(at, [])
    for tile in copies:
        board.tiles.append(replace(tile, row=at))
    return True


def _shift_value(rng: random.Random, board: Board) -> bool:
    """A value of a row of label and value moves into the blank cell beside it."""
    found = []
    for tile in board.values():
        beside = board.at(tile.row, tile.column + tile.columns)
        if beside is not None and not beside.text.strip() and board.pairs(tile.row) and beside.row == tile.row:
            found.append((tile, beside))
    if not found:
        return False
    tile, beside = rng.choice(found)
    tile.text, beside.text = "", tile.text
    return True


def _swap_values(rng: random.Random, board: Board) -> bool:
    """Label and value change places."""
    found = []
    for label in board.labels():
        beside = board.at(label.row, label.column + label.columns)
        if (
            beside is not None
            and beside.text.strip()
            and not board.is_label(beside)
            and (beside.row, beside.rows) == (label.row, label.rows)
        ):
            found.append((label, beside))
    if not found:
        return False
    label, beside = rng.choice(found)
    label.text, beside.text = beside.text, label.text
    return True


def _transpose(_rng: random.Random, board: Board) -> bool:
    for t in board.tiles:
        t.row, t.column, t.rows, t.columns = t.column, t.row, t.columns, t.rows
    board.rows, board.columns = board.columns, board.rows
    return True


def _blank_column(rng: random.Random, board: Board) -> bool:
    board.open_column(rng.choice([0, board.columns, *board.cut_columns()]), lambda _row: "")
    return True


DAMAGES: dict[str, Damage] = {
    "label-blank": _relabel(lambda _rng, _text: ""),
    "label-strange": _relabel(lambda rng, _text: rng.choice(STRANGE)),
    "label-slip": _relabel(_slip),
    "label-vertical": _relabel(lambda _rng, text: "\n".join(text.replace("\n", ""))),
    "label-spaced": _relabel(lambda rng, text: rng.choice((" ", "　")).join(text.replace("\n", ""))),
    "label-dressed": _relabel(
        lambda rng, text: rng.choice((f"*{text}", f"{text}：", f"{text}（必填）", f"【{text}】", f"{text}＊"))
    ),
    "label-appended": _relabel(
        lambda rng, text: text.rstrip("：: \u3000") + rng.choice(("（一）", "二", "及其他", "名称", "备注", "说明"))
    ),
    "value-second": _revalue(
        lambda rng, text: f"{text}{rng.choice(('、', '/', chr(10), '　'))}{text[::-1]}", kept=True
    ),
    "value-hinted": _revalue(lambda rng, text: f"{text}{rng.choice(('（必填）', '（请填写）', '（公章）'))}"),
    "value-labelled": _revalue(lambda rng, text: f"{rng.choice(STRANGE)}：{text}"),
    "value-shifted": _shift_value,
    "value-before-label": _swap_values,
    "merge-label-value": _merge(lambda board: board.labels(), "："),
    "merge-label-value-blank": _merge(lambda board: board.labels(), " "),
    "merge-values": _merge(lambda board: board.values(), " "),
    "merge-down": _merge(lambda board: board.values(), ""),
    "merge-labels-down": _merge(lambda board: board.labels(), ""),
    "split-value": _split_value,
    "row-foreign": _foreign_row,
    "row-note": _note_row,
    "row-blank": _blank_row,
    "row-total": _total_row,
    "row-dropped": _drop_row,
    "rows-swapped": _swap_rows,
    "head-dropped": _drop_column_head,
    "head-again": _head_again,
    "column-strange-people": _column(lambda rng: (rng.choice(STRANGE), _people(rng))),
    "column-strange-numbers": _column(lambda rng: (rng.choice(STRANGE), _numbers(rng))),
    "column-foreign": _column(
        lambda rng: (rng.choice(("年龄", "职称", "传真", "备注")), lambda: rng.choice(("45", "高级", "")))
    ),
    "column-nameless": _column(lambda rng: ("", _people(rng))),
    "column-blank": _blank_column,
    "columns-swapped": _swap_columns,
    "halved": _halve(()),
    "halved-line": _halve(("",)),
    "halved-continued": _halve(("（续表）",)),
    "halved-words": _halve(("以下内容由各单位填写",)),
    "transposed": _transpose,
}

HARMLESS = frozenset(
    {
        "label-vertical",
        "label-spaced",
        "label-dressed",
        "row-note",
        "row-blank",
        "head-again",
        "column-foreign",
        "merge-label-value",
    }
)
"""Changes that leave every value as easy to tell as before."""


@dataclass(frozen=True)
class Damaged:
    """A changed document and what it says."""

    stem: str
    document: Document
    answers: list[Data]
    said: frozenset[str] = frozenset()


def damaged(name: str, seed: int, number: int) -> Damaged | None:
    """File *number* with the damage *name*; the same for the same arguments. None where it has nothing to damage."""
    rng = random.Random(f"{seed}/{name}/{number}")
    sample = make(KINDS[number % len(KINDS)], seed, number // len(KINDS))
    document = read(sample.content, name=sample.stem)
    answer = sample.answers[0]
    words = lexicon(definition(answer["form"], answer["edition"]))
    places = [
        n
        for n, block in enumerate(document.blocks)
        if isinstance(block, Table) and block.rows * block.columns > 3 and not any(c.tables for c in block.cells)
    ]
    rng.shuffle(places)
    for place in places:
        table = document.blocks[place]
        assert isinstance(table, Table)
        board = Board(table, words)
        done = DAMAGES[name](rng, board)
        if done is not False:
            blocks = (board.table(),) if done is True else tuple(done)
            whole = (*document.blocks[:place], *blocks, *document.blocks[place + 1 :])
            return Damaged(
                f"{name}_{sample.stem.replace('_', '-')}",
                replace(document, blocks=whole),
                sample.answers,
                frozenset(map(_bare, board.said)),
            )
    return None


def judged(one: Damaged) -> list[Row]:
    """Every value of a damaged form with its verdict."""
    answers: dict[str, Any] = {one.stem: one.answers[0] if len(one.answers) == 1 else one.answers}
    try:
        records = extract(one.document)
    except Unmatched:
        return [Row(one.stem, "<form>", answer["form"], None, "lost") for answer in one.answers]
    lines = [envelope(r, file=one.stem, index=n, sha256="", document=one.document) for n, r in enumerate(records)]
    return [
        replace(row, verdict="right") if row.verdict == "silent" and _bare(row.found) in one.said else row
        for row in score(answers, lines)
    ]


def _bare(text: object) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", str(text)))


def run(seed: int, count: int, names: Sequence[str] = ()) -> Iterator[tuple[str, list[Row]]]:
    """Verdicts of *count* files over the damages *names* in turn."""
    names = tuple(names) or tuple(DAMAGES)
    for index in range(count):
        name = names[index % len(names)]
        one = damaged(name, seed, index // len(names))
        if one is not None:
            yield name, judged(one)


def main() -> None:
    """Prints verdicts by damage, and what is silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--show", type=int, default=40)
    arguments = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    shown = 0
    for name, rows in run(arguments.seed, arguments.count, arguments.only):
        counter = counts.setdefault(name, Counter())
        counter["files"] += 1
        counter.update(row.verdict for row in rows)
        wrong = [row for row in rows if row.verdict in ("silent", "phantom")]
        counter["silent files"] += bool(wrong)
        for row in wrong if shown < arguments.show else ():
            shown += 1
            print(f"  {row.stem} | {row.path} | {row.answer!s:.50} | {row.found!s:.50}")
    for name, counter in counts.items():
        values = sum(counter[v] for v in ("right", "kept", "near", "flagged", "silent", "lost"))
        print(
            f"{name:26} {counter['files']:5} files  right {counter['right'] / max(1, values):8.3%}  flagged {counter['flagged']:5}  lost {counter['lost']:4}  silent {counter['silent']:4} in {counter['silent files']} files"
        )


if __name__ == "__main__":
    main()
