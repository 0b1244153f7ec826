"""Filled forms as other people lay them out, each with its true answer, and the score of what a reader makes of them.

Usage: python -m bench.field OUT_DIR --seed N --count K [--kind CLASS …]

Writes .docx files and ``answers.json``: a file's stem → its form, edition and canonical data, or a list of them for a file with several forms.
In an answer's data ``"?"`` stands for a value that no reader can tell (it must be null or flagged) and ``{"any": […]}`` for one of several readings.
``edition`` null is not compared; ``blank`` marks a form that nobody filled in: a record of it is allowed, a value in it isn't.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from bench.field_forms import DRAWERS, LAYOUTS, TICK_STYLES, TITLES, Clerk, Habits, truth_of
from bench.field_word import (
    TICKS,
    Block,
    Cel,
    Inline,
    Note,
    Page,
    Par,
    Raw,
    Shape,
    Style,
    Tab,
    Tick,
    cel,
    garble,
    par,
    write,
)
from bench.people import PLACES, World

__all__ = ["CLASSES", "EXACT", "Row", "Sample", "make", "paragraphs", "plain", "samples", "score", "tally"]

Data = dict[str, Any]
KEY_FORMS = (
    ("contact_sheet", "moe-2020"),
    ("recommendation", "moe-2020"),
    ("recommendation", "henan-2021"),
    ("summary", "moe-2020"),
    ("summary", "henan-2021"),
    ("implementation_plan", "moe-2020"),
)
OTHER_FORMS = (
    ("awarded_list", "henan-2021"),
    ("region_indicators", "moe-2020"),
    ("region_indicators", "henan-2021"),
    ("school_indicators", "moe-2020"),
    ("school_indicators", "henan-2021"),
)
SHORT = {
    "contact_sheet": "contact",
    "recommendation": "rec",
    "summary": "sum",
    "implementation_plan": "plan",
    "awarded_list": "list",
    "region_indicators": "region",
    "school_indicators": "school",
}


@dataclass
class Sample:
    """One file: its stem, its bytes and its answer or answers."""

    stem: str
    content: bytes
    answers: list[Data]

    @property
    def kind(self) -> str:
        """The class of the file."""
        return self.stem.rsplit("_", 1)[0]


@dataclass
class Draft:
    """A document before it is typed."""

    blocks: list[Block]
    answers: list[Data]
    style: Style
    tag: str


# ---- scoring


@dataclass(frozen=True)
class Row:
    """One compared value. ``verdict``: right, kept, near, flagged, silent, lost or phantom; ``missed`` tells a silent null from a silent wrong value."""

    stem: str
    path: str
    answer: object
    found: object
    verdict: str
    missed: bool = False


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """The values of canonical data by path; a list also gives its length as ``path#``."""
    if isinstance(value, dict) and set(value) == {"any"}:
        yield path, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        yield f"{path}#", len(value)
        for index, child in enumerate(value):
            yield from leaves(child, f"{path}[{index}]")
    else:
        yield path, value


def plain(value: object) -> str:
    """*value* as text without white space."""
    return "" if value is None else re.sub(r"\s+", "", str(value))


def is_flagged(record: Data, path: str) -> bool:
    """Whether an issue names *path* or a parent of it, or its confidence is low."""
    for issue in record.get("issues", []):
        name = issue.get("field") or ""
        if name and (path == name or path.startswith((f"{name}.", f"{name}[", f"{name}#"))):
            return True
    confidence = record.get("fields", {}).get(path, {}).get("confidence")
    return confidence is not None and confidence < 0.9


def _distance(a: str, b: str, limit: int) -> int:
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        current = [i]
        for j, right in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (left != right)))
        previous = current
    return previous[-1]


def judge(answer: object, found: object, record: Data, path: str) -> tuple[str, bool]:
    """The verdict on one value."""
    flag = is_flagged(record, path)
    if answer == "?":
        return ("right" if found is None or plain(found) == "" or flag else "silent"), False
    if isinstance(answer, dict):
        verdicts = [judge(one, found, record, path) for one in answer["any"]]
        return min(verdicts, key=lambda item: ("right", "kept", "near", "flagged", "silent").index(item[0]))
    a, f = plain(answer), plain(found)
    if a == f or (path.endswith("ethnicity") and a.rstrip("族") == f.rstrip("族")):
        return "right", False
    if "□" in f and flag and re.fullmatch("".join("." if c == "□" else re.escape(c) for c in f), a):
        return "kept", False
    method = record.get("fields", {}).get(path, {}).get("method")
    if len(a) >= 30 and method in ("ocr", "repair") and _distance(a, f, max(1, len(a) // 100)) <= max(1, len(a) // 100):
        return "near", False
    return ("flagged", False) if flag else ("silent", f == "")


def _compared(stem: str, answer: Data, record: Data) -> Iterator[Row]:
    if answer.get("edition") and record.get("edition") != answer["edition"]:
        yield Row(stem, "<edition>", answer["edition"], record.get("edition"), "silent")
    values = dict(leaves(record["data"]))
    for path, value in leaves(answer["data"]):
        verdict, missed = judge(value, values.get(path), record, path)
        yield Row(stem, path, value, values.get(path), verdict, missed)


def score(answers: Mapping[str, Data | list[Data]], envelopes: Iterable[Data]) -> list[Row]:
    """Every value of *answers* beside what *envelopes* hold; a record that isn't in the file is a phantom."""
    by_stem: dict[str, list[Data]] = {}
    for envelope in envelopes:
        by_stem.setdefault(Path(envelope["file"]).name.split(".")[0], []).append(envelope)
    rows: list[Row] = []
    for stem, answer in answers.items():
        records = [envelope for envelope in by_stem.get(stem, []) if "form" in envelope]
        for expected in answer if isinstance(answer, list) else [answer]:
            same = [record for record in records if record["form"] == expected["form"]]
            if expected.get("blank"):
                if same and (empty := next((record for record in same if _is_blank(record)), None)):
                    records.remove(empty)
                continue
            if not same:
                found = [envelope.get("form") or envelope.get("error") for envelope in by_stem.get(stem, [])]
                rows.append(Row(stem, "<form>", expected["form"], found, "lost"))
                rows += [Row(stem, path, value, None, "lost") for path, value in leaves(expected["data"])]
                continue
            # the same form may stand several times: the record that fits best is the one meant
            best = (
                same[0]
                if len(same) == 1
                else max(
                    same, key=lambda record: sum(row.verdict == "right" for row in _compared(stem, expected, record))
                )
            )
            records.remove(best)
            rows += _compared(stem, expected, best)
        # a covering notice is a record of its own, and not what is asked here
        rows += [Row(stem, "<record>", None, r["form"], "phantom") for r in records if r["form"] != "notice"]
    return rows


def _is_blank(record: Data) -> bool:
    constant = {"schedule", "categories", "total_points"}
    return all(
        value in (None, "", 0) or path.split("[")[0].split("#")[0] in constant or path.endswith(("#", ".sealed", ".no"))
        for path, value in leaves(record["data"])
    )


def tally(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """Verdicts by class of file."""
    out: dict[str, Counter[str]] = {}
    for row in rows:
        counter = out.setdefault(row.stem.rsplit("_", 1)[0], Counter())
        counter[row.verdict] += 1
        counter["missed"] += row.missed
    return out


# ---- classes of files


def _one(
    rng: random.Random,
    form: str,
    edition: str,
    habits: Habits,
    *,
    data: Data | None = None,
    change: Callable[[Data, Clerk], None] | None = None,
) -> Draft:
    """One form in a file of its own."""
    clerk = Clerk(rng, habits, World(rng, _home(rng, edition)))
    data = data or truth_of(form, edition, clerk.world, habits)
    if change:
        change(data, clerk)
    blocks = [*clerk.title(form, edition), *DRAWERS[form](clerk, data, edition)]
    return Draft(
        blocks, [{"form": form, "edition": edition, "data": data}], habits.style, f"{SHORT[form]}-{edition[:3]}"
    )


def _home(rng: random.Random, edition: str) -> Any:
    return PLACES[0] if edition == "henan-2021" else rng.choice(PLACES)


def _any_form(rng: random.Random, key: float = 0.85) -> tuple[str, str]:
    return rng.choice(KEY_FORMS) if rng.random() < key else rng.choice(OTHER_FORMS)


def _form_of(rng: random.Random, *forms: str) -> tuple[str, str]:
    return rng.choice([pair for pair in (*KEY_FORMS, *OTHER_FORMS) if pair[0] in forms])


def printed(rng: random.Random) -> Draft:
    return _one(rng, *_any_form(rng), Habits(layout="printed", plainness=0.9))


def labels(rng: random.Random) -> Draft:
    return _one(
        rng,
        *_any_form(rng, 1),
        Habits(
            layout="printed",
            synonyms=0.7,
            spaced=0.7,
            broken=0.5,
            colon=rng.choice((0, 0.3, 1)),
            star=rng.choice((0, 0.4)),
            hinted=rng.choice((0, 0.15)),
            width=0.5,
            vertical=rng.choice((0, 0.3)),
            plainness=0.9,
        ),
    )


def typing(rng: random.Random) -> Draft:
    return _one(rng, *_any_form(rng, 1), Habits(layout="printed", plainness=0.15))


def layout(rng: random.Random, form: str = "", name: str = "") -> Draft:
    pair = _form_of(rng, form)
    return _one(rng, *pair, Habits(layout=name, plainness=0.75, synonyms=0.2))


def rows(rng: random.Random) -> Draft:
    return _one(rng, *_any_form(rng, 1), Habits(reorder=0.8, extra=0.6, blank=0.5, layout=rng.choice(("printed", ""))))


def ticks(rng: random.Random) -> Draft:
    arrangement = rng.choice(
        (
            "cells",
            "cells",
            "one",
            "one",
            "lines",
            "tight",
            "paired",
            "beneath",
            "rows",
            "hinted",
            "levels",
            "word",
            "struck",
            "deleted",
            "kept",
        )
    )
    style = rng.choice(TICK_STYLES)
    if arrangement == "tight" and style in ("√", "✓only", "（√）only", "√under", "__√__"):
        style = "☑"
    if arrangement == "kept" and style in ("√", "✓only"):
        style = "√□√"
    return _one(
        rng,
        *_form_of(rng, "recommendation"),
        Habits(
            layout="printed",
            tick_hint=0.2,
            tick=style if arrangement not in ("paired", "beneath", "rows") or rng.random() < 0.5 else "",
            options=arrangement,
        ),
    )


def wrong_ticks(rng: random.Random) -> Draft:
    """Two ticks, none, or one between two options."""
    pair = _form_of(rng, "recommendation")
    habits = Habits(layout="printed")
    mode = rng.choice(("two", "none", "none-words", "between"))
    clerk = Clerk(rng, habits)
    data = truth_of(*pair, clerk.world, habits)
    data["category"] = None
    draft = _one(
        rng,
        *pair,
        replace(
            habits,
            tick=rng.choice(("☑", "√□", "wingdings", "control", "legacy", "■")),
            options=rng.choice(("cells", "one")),
        ),
        data=data,
    )
    ticks_found = [
        (par_, i) for par_ in paragraphs(draft.blocks) for i, item in enumerate(par_.inlines) if isinstance(item, Tick)
    ]
    if mode == "two":
        for par_, i in rng.sample(ticks_found, 2):
            par_.inlines[i] = replace(par_.inlines[i], checked=True)  # type: ignore[type-var]
    elif mode == "none-words":
        for par_, i in ticks_found:
            par_.inlines[i] = ""
    elif mode == "between":
        rows_ = next(block for block in draft.blocks if isinstance(block, Tab)).rows
        target = next(
            i
            for i, row in enumerate(rows_)
            if any(
                isinstance(item, Tick)
                for cell in row
                for block in cell.blocks
                if isinstance(block, Par)
                for item in block.inlines
            )
        )
        first = rows_[target][0]
        words = ["地市", "县区" if pair[1] == "henan-2021" else "区县", "学校"]
        at = rng.choice((1, 2))
        total = sum(cell.span for cell in rows_[target])
        rows_[target] = [first, cel("".join(words[:at]) + "√" + "".join(words[at:]), total - first.span)]
    answer = draft.answers[0]["data"]
    answer["category"] = None if mode in ("none", "none-words") else "?"
    return draft


def paragraphs(blocks: Iterable[Block]) -> Iterator[Par]:
    for block in blocks:
        if isinstance(block, Par):
            yield block
        elif isinstance(block, Tab):
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)
        elif isinstance(block, Shape):
            yield from paragraphs(block.blocks)


def _tables(blocks: Iterable[Block]) -> Iterator[Tab]:
    for block in blocks:
        if isinstance(block, Tab):
            yield block


def opinions(rng: random.Random) -> Draft:
    """Opinions in every dress, some with a date in their wording, some without a date or a text."""

    def change(data: Data, clerk: Clerk) -> None:
        for key in ("city_opinion", "province_opinion", "opinion"):
            if key in data:
                roll = rng.random()
                if roll < 0.2:
                    data[key]["text"] = rng.choice(
                        (
                            "经2020年11月5日局长办公会研究，同意推荐。",
                            "根据教科技厅函〔2020〕43号文件要求，经专家评审（2020.11.6），同意推荐。",
                            "已于11月8日至11月12日公示5个工作日，无异议，同意推荐上报。",
                        )
                    )
                elif roll < 0.35:
                    data[key]["date"] = None
                elif roll < 0.42:
                    data[key] = {"text": None, "date": None}

    return _one(
        rng,
        *_form_of(rng, "recommendation", "implementation_plan"),
        Habits(plainness=0.3, layout="printed"),
        change=change,
    )


def hints(rng: random.Random) -> Draft:
    return _one(
        rng,
        "recommendation",
        "henan-2021",
        Habits(hints=0.7, layout=rng.choice(("printed", "full-width")), plainness=0.9),
    )


def word(rng: random.Random) -> Draft:
    """What Word leaves in a file: split runs, tracked changes, content controls, comments, notes, hidden text."""
    style = Style(
        split=0.6,
        revise=rng.choice((0, 0.3)),
        control=rng.choice((0, 0.4)),
        line_break=0.5,
        bookmarks=0.2,
        hyphen=0.3,
        omit_grid=rng.random() < 0.2,
        header=rng.choice(("", "附件", "附件5", "机密★1年")),
        footer=rng.random() < 0.5,
        strict=rng.random() < 0.2,
        full_package=rng.random() < 0.7,
    )
    draft = _one(rng, *_any_form(rng), Habits(layout="printed", style=style, plainness=0.6))
    for paragraph in list(paragraphs(draft.blocks)):
        if rng.random() < 0.06:
            kind = rng.choice(("hidden", "comment", "footnote", "deleted"))
            text = {
                "hidden": rng.choice(("内部资料", "13911112222", "张三")),
                "comment": rng.choice(("请核实", "联系人：王五 手机：13700001111", "电话改了吗？")),
                "footnote": "见《网络学习空间建设与应用指南》。",
                "deleted": rng.choice(("作废", "（待填）")),
            }[kind]
            paragraph.inlines.append(Note(kind, text))
    return draft


def office(rng: random.Random) -> Draft:
    """What the program makes of values by itself: links, fields, phonetic guides, moved text."""
    style = Style(links=0.8, ruby=0.2, fields=0.5, blank_lines=0.2, moved=0.1, deleted_rows=0.3)
    layout_ = rng.choice(("printed", ""))
    return _one(rng, *_any_form(rng, 1), Habits(layout=layout_, style=style, plainness=0.8))


def unmerged(rng: random.Random) -> Draft:
    """Cells that should span rows don't: their text stands in the first one, or in each."""
    style = Style(unmerge=rng.choice(("blank", "repeat")))
    draft = _one(rng, *_any_form(rng), Habits(layout="printed", style=style, plainness=0.8))
    return replace(draft, tag=f"{style.unmerge}-{draft.tag}")


def lists(rng: random.Random) -> Draft:
    """A list of winners under another notice's title."""
    title = rng.choice(
        (
            "2020年度网络学习空间应用普及活动优秀区域和优秀学校名单",
            "2021年度网络学习空间应用优秀区域和优秀学校拟认定名单",
            "2019年度网络学习空间应用普及活动优秀区域和学校名单",
            "网络学习空间应用优秀区域和优秀学校名单",
        )
    )
    draft = _one(rng, "awarded_list", "henan-2021", Habits(title="none"))
    draft.blocks = [par(rng.choice(("附件", "附件1", ""))), par(title, align="center", bold=True), *draft.blocks]
    draft.answers[0]["edition"] = None
    return draft


def framed(rng: random.Random) -> Draft:
    """The whole form in the only cell of a table, as a web page leaves it."""
    draft = _one(rng, *_any_form(rng), Habits(layout="printed", plainness=0.8))
    draft.blocks = [Tab([[Cel(draft.blocks)]])]
    return draft


def nested(rng: random.Random) -> Draft:
    return _one(
        rng, *_form_of(rng, "recommendation", "contact_sheet"), Habits(layout="printed", style=Style(nested_values=0.2))
    )


def boxes(rng: random.Random) -> Draft:
    """The title, or the whole form, in a text box or in the first row of the table."""
    form, edition = _any_form(rng, 1)
    mode = rng.choice(("title", "title-row", "all"))
    draft = _one(rng, form, edition, Habits(layout="printed", title="box" if mode == "title" else "bare"))
    if mode == "all" and form != "implementation_plan":
        tables = [block for block in draft.blocks if isinstance(block, Tab)]
        rest = [block for block in draft.blocks if not isinstance(block, Tab)]
        draft.blocks = [*rest, Shape(list(tables))]
    elif mode == "title-row":
        table = next(_tables(draft.blocks))
        title = next(block for block in draft.blocks if isinstance(block, Par))
        if form != "implementation_plan":
            draft.blocks.remove(title)
            table.rows.insert(0, [Cel([title], sum(cell.span for cell in table.rows[0]))])
    return draft


def several(rng: random.Random) -> Draft:
    """Several forms in one file, behind a covering notice or not, blank ones among them."""
    edition = rng.choice(("moe-2020", "henan-2021"))
    pool = [pair for pair in (*KEY_FORMS, *OTHER_FORMS) if pair[1] == edition]
    mode = rng.choice(("mixed", "mixed", "same", "notice"))
    habits = Habits(plainness=0.8, layout="printed")
    world = World(rng, _home(rng, edition))
    pairs = (
        [("recommendation", edition)] * rng.randint(2, 4)
        if mode == "same"
        else rng.sample(pool, rng.randint(2, min(4, len(pool))))
    )
    blocks: list[Block] = []
    answers: list[Data] = []
    if mode == "notice":
        blocks += _notice(rng, edition)
    for number, (form, _) in enumerate(pairs):
        clerk = Clerk(rng, habits, world)
        data = truth_of(form, edition, world, habits)
        if number or mode == "notice":
            blocks.append(Page(section=rng.random() < 0.3))
        empty = mode == "notice" and form in ("recommendation", "contact_sheet", "summary") and rng.random() < 0.4
        if empty:
            data = _emptied(form, data)
        clerk.habits = replace(
            habits, title=rng.choice(("bare", "bare", "none")) if mode == "same" and number else "printed"
        )
        blocks += [*clerk.title(form, edition), *DRAWERS[form](clerk, data, edition)]
        answers.append({"form": form, "edition": edition, "data": data} | ({"blank": True} if empty else {}))
    return Draft(blocks, answers, habits.style, edition[:3])


def _emptied(form: str, data: Data) -> Data:
    def empty(value: object) -> object:
        return (
            {key: empty(child) for key, child in value.items()}
            if isinstance(value, dict)
            else [empty(value[0])]
            if isinstance(value, list) and value
            else None
        )

    emptied = empty(data)
    assert isinstance(emptied, dict)
    return emptied


def _notice(rng: random.Random, edition: str) -> list[Block]:
    if edition == "moe-2020":
        lines: tuple[str, ...] = (
            "教育部办公厅关于开展2020年度网络学习空间应用普及活动的通知",
            "教科技厅函〔2020〕43号",
            "各省、自治区、直辖市教育厅（教委），新疆生产建设兵团教育局：",
            "根据《2020年教育信息化和网络安全工作要点》的部署，我部决定继续开展网络学习空间应用普及活动。现将有关事项通知如下：",
            "一、活动目标",
            "推荐遴选出40个网络学习空间应用优秀区域和200所优秀学校进行展示推广。",
            "（三）优秀推荐",
            "1. 地市推荐。原则上，地市推荐优秀学校不超过10所，区县推荐优秀学校不超过5所。",
            "2. 优秀推荐遴选。各省级教育行政部门将网络学习空间应用优秀区域和学校推荐表及信息汇总表（附件5、6）上传至国家教育资源公共服务平台。",
            "六、联系方式",
            "1. 教育部科技司：李琳娜、任昌山",
            "电话：010-66096457、010-66097208",
            "附件：1. 网络学习空间应用普及活动省级工作联系表",
            "2. 网络学习空间应用普及活动省级实施方案",
            "3. 2020年度网络学习空间应用优秀区域评价指标",
            "4. 2020年度网络学习空间应用优秀学校评价指标",
            "5. 2020年度网络学习空间应用优秀区域和学校推荐表",
            "6. 2020年度网络学习空间应用优秀区域和学校推荐汇总信息表",
            "教育部办公厅",
            "2020年11月3日",
        )
    else:
        lines = (
            "河南省教育厅办公室关于遴选推荐教育部网络学习空间应用优秀区域和优秀学校的通知",
            "教科技函〔2021〕733号",
            "各省辖市、省直管县（市）教育局，各高等学校，省属中等职业学校，厅直属单位（学校）：",
            "现将2021年度教育部网络学习空间应用优秀区域和优秀学校遴选推荐事宜通知如下：",
            "一、申报范围",
            "优秀区域：县区级以上教育行政部门。",
            "优秀学校：各高等学校、中等职业学校和中小学校。",
            "二、申报条件",
            "（一）优秀区域",
            "至少满足以下关键指标（详细指标见附件4）",
            "五、联系方式",
            "1. 省教育厅科学技术与信息化处：彭亚宁",
            "电话：0371-69691767",
            "电子邮箱：jyxxh@haedu.gov.cn",
            "邮寄地址：郑州市顺河路11号河南省电化教育馆305房间",
            "附件：1. 已获评教育部网络学习空间应用优秀区域和优秀学校单位名单",
            "2. 2021年度网络网络学习空间应用优秀区域和学校推荐表",
            "3. 2021年度网络网络学习空间应用优秀区域和学校推荐汇总信息表",
            "4. 2021年度网络网络学习空间应用优秀区域评价指标",
            "5. 2021年度网络网络学习空间应用优秀学校评价指标",
            "2021年11月13日",
            "（主动公开）",
        )
    return [par(line) for line in lines]


def traps(rng: random.Random) -> Draft:
    """Values that look like labels, headings or other values."""

    def change(data: Data, clerk: Clerk) -> None:
        people = [
            *data.get("leaders", []),
            *data.get("contacts", []),
            *(data[key] for key in ("leader", "contact") if isinstance(data.get(key), dict)),
            *(row["person"] for row in [*data.get("regions", []), *data.get("schools", [])] if isinstance(row, dict)),
        ]
        for person in people:
            if rng.random() < 0.3:
                person["position"] = rng.choice(("联系人", "负责人", "联络员", "职员", "学校负责人"))
            if "office" in person and rng.random() < 0.3:
                person["office"] = rng.choice(("学校", "区域教育行政部门", "单位", "办公室", "省级教育行政部门"))

    form, edition = _any_form(rng, 1)
    return _one(rng, form, edition, Habits(layout="printed", trap=1.0, plainness=0.8), change=change)


GARBLED_TICKS = (
    "☑",
    "☑☐",
    "√□",
    "√",
    "（√）only",
    "■",
    "●",
    "✓",
    "(√)",
    "[√]",
    "【√】",
    "√□√",
    "口√",
    "（ √ ）",
    "[x]",
)


def garbled(rng: random.Random) -> Draft:
    """What a Japanese font leaves: labels only, or values too."""
    form, edition = rng.choice(KEY_FORMS)
    values = rng.random() < 0.4
    keep_title = rng.random() < 0.6
    draft = _one(
        rng,
        form,
        edition,
        Habits(
            layout="printed",
            plainness=0.9,
            tick=rng.choice(GARBLED_TICKS),
            options=rng.choice(("cells", "one", "one", "lines", "levels")),
        ),
    )
    sign = rng.choice(("□", "□", "□", "\ufffd"))
    lost_tick = False
    for paragraph in paragraphs(draft.blocks):
        title = (
            paragraph.align == "center"
            and paragraph.bold
            and any(isinstance(item, str) and "网络学习" in item for item in paragraph.inlines)
        )
        if (title and keep_title) or (paragraph.value and not values):
            continue
        new: list[Inline] = []
        for item in paragraph.inlines:
            if isinstance(item, Tick):
                text = str(TICKS[item.style][not item.checked])  # type: ignore[index]
                seen = garble(text)
                lost_tick = lost_tick or (item.checked and seen != text)
                new.append(seen)
            else:
                new.append(garble(item).replace("□", sign) if isinstance(item, str) and garble(item) != item else item)
        paragraph.inlines = new
    answer = draft.answers[0]["data"]
    if lost_tick and "category" in answer:
        answer["category"] = "?"
    return draft


def replaced(rng: random.Random) -> Draft:
    """Characters lost at random as U+FFFD in values: the loss must show."""
    draft = _one(
        rng,
        *rng.choice([pair for pair in KEY_FORMS if pair[0] != "implementation_plan"]),
        Habits(layout="printed", plainness=1.0),
    )
    for paragraph in paragraphs(draft.blocks):
        if paragraph.value:
            paragraph.inlines = [
                "".join("�" if "一" <= c <= "鿿" and rng.random() < 0.08 else c for c in item)
                if isinstance(item, str)
                else item
                for item in paragraph.inlines
            ]
    return draft


def wrong(rng: random.Random) -> Draft:
    """Wrong contents: what can't be right must be flagged or kept as written."""

    def change(data: Data, clerk: Clerk) -> None:
        truth.clear()
        spots = [
            (person, key)
            for person in [
                *data.get("leaders", []),
                *data.get("contacts", []),
                *(data[k] for k in ("leader", "contact") if isinstance(data.get(k), dict)),
                *(row["person"] for row in [*data.get("regions", []), *data.get("schools", [])]),
            ]
            for key in ("mobile",)
            if key in person
        ]
        for person, key in rng.sample(spots, min(len(spots), 2)):
            person[key] = rng.choice(
                (person[key][:10], person[key] + "1", person[key][:5] + "O" + person[key][6:], "12345678901", "待定")
            )
            truth.append((person, key))

    truth: list[tuple[Data, str]] = []
    form, edition = rng.choice([pair for pair in KEY_FORMS if pair[0] != "implementation_plan"])
    draft = _one(rng, form, edition, Habits(layout="printed", plainness=1.0), change=change)
    for person, key in truth:
        person[key] = "?"
    return draft


def phones(rng: random.Random) -> Draft:
    """Telephone numbers of every sort, addresses broken over lines, numbers in the wrong place."""
    form, edition = _form_of(rng, "contact_sheet", "summary")

    def change(data: Data, clerk: Clerk) -> None:
        world = clerk.world
        for person in [*data.get("leaders", []), *data.get("contacts", [])]:
            key = rng.choice(("several", "extension", "hotline", "local", "broken", "mobile", "plain"))
            if key == "several":
                person["office_phone"] = "、".join((world.phone(False), world.phone(False)))
            elif key == "extension":
                person["office_phone"] = f"{world.phone(False)}-{rng.randint(800, 8999)}"
            elif key == "hotline":
                person["office_phone"] = f"400-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}"
            elif key == "local":
                person["office_phone"] = world.phone(False).split("-")[1]
            elif key == "mobile":
                person["office_phone"], person["mobile"] = person["mobile"], None

    draft = _one(rng, form, edition, Habits(layout="printed", plainness=0.2), change=change)
    for paragraph in paragraphs(draft.blocks):
        text = paragraph.inlines[0] if paragraph.value and len(paragraph.inlines) == 1 else None
        if isinstance(text, str) and "@" in text and rng.random() < 0.6:
            at = rng.choice((text.index("@"), text.index("@") + 1))
            paragraph.inlines = [text[:at], "\v", text[at:]]
    return draft


def broken_lines(rng: random.Random) -> Draft:
    """Addresses, numbers and names that a narrow cell made the clerk break."""
    draft = _one(rng, *_form_of(rng, "recommendation", "contact_sheet"), Habits(layout="printed", plainness=1.0))
    for paragraph in paragraphs(draft.blocks):
        text = paragraph.inlines[0] if paragraph.value and len(paragraph.inlines) == 1 else None
        if isinstance(text, str) and 8 < len(text) < 60 and re.fullmatch(r"[!-~]+", text) and rng.random() < 0.7:
            at = (
                3
                if re.fullmatch(r"1\d{10}", text)
                else text.index("@")
                if "@" in text
                else max(text.rfind("/"), text.rfind("-")) + 1 or 4
            )
            if 0 < at < len(text):
                paragraph.inlines = [text[:at], "\v", text[at:]]
    return draft


def wrong_values(rng: random.Random) -> Draft:
    """Values that a careful clerk would ask about."""

    def change(data: Data, clerk: Clerk) -> None:
        for key in ("city_opinion", "province_opinion", "opinion"):
            if key in data and rng.random() < 0.5:
                bad[key] = rng.choice(
                    (
                        "2020年11月31日",
                        "2020年13月5日",
                        "2020年2月30日",
                        "2020年 月 日",
                        "20年11月6日",
                        "11月6日",
                        "2020年11月",
                    )
                )
        for group in ("leader", "contact"):
            if isinstance(data.get(group), dict) and "mobile" in data[group]:
                if rng.random() < 0.3:
                    second = clerk.world.name()
                    both = f"{data[group]['name']}{rng.choice('、，/')}{second}"
                    data[group]["name"] = both
                    marks.append((data[group], "name", {"any": [both, "?"]}))
                if rng.random() < 0.3:
                    data[group]["mobile"] = f"{data[group]['mobile']}{rng.choice('、/；')}{clerk.world.mobile()}"
                    marks.append((data[group], "mobile", {"any": ["?"]}))
        if data.get("area", "").endswith("市"):
            data["area"] = data["area"][:-1]
            marks.append((data, "area", {"any": [data["area"], data["area"] + "市", "?"]}))

    bad: dict[str, str] = {}
    marks: list[tuple[Data, str, object]] = []
    form, edition = _form_of(rng, "recommendation", "implementation_plan", "summary")
    habits = Habits(layout="printed", plainness=1.0, opinion="printed")
    clerk = Clerk(rng, habits, World(rng, _home(rng, edition)))
    data = truth_of(form, edition, clerk.world, habits)
    change(data, clerk)
    for key, text in bad.items():
        data[key] = {"text": data[key]["text"], "date": text}
    clerk.typist.date = lambda value, typed=clerk.typist.date: value if value in bad.values() else typed(value)  # type: ignore[method-assign,misc]
    blocks = [*clerk.title(form, edition), *DRAWERS[form](clerk, data, edition)]
    for key, text in bad.items():
        data[key] = {"text": {"any": [data[key]["text"], f"{data[key]['text']}{text}"]}, "date": "?"}
    for holder, key, answer in marks:
        holder[key] = answer
    return Draft(
        blocks, [{"form": form, "edition": edition, "data": data}], habits.style, f"{SHORT[form]}-{edition[:3]}"
    )


def placeholders(rng: random.Random) -> Draft:
    """Content controls and form fields that nobody filled in, and drop-downs that somebody did."""
    form, edition = rng.choice([pair for pair in KEY_FORMS if pair[0] in ("recommendation", "contact_sheet")])
    blanked: list[tuple[Data, str]] = []

    def change(data: Data, clerk: Clerk) -> None:
        for person in [
            *data.get("leaders", []),
            *data.get("contacts", []),
            *(data[k] for k in ("leader", "contact") if isinstance(data.get(k), dict)),
        ]:
            for key in person:
                if key != "name" and rng.random() < 0.25:
                    blanked.append((person, key))
                    person[key] = f"@@{len(blanked)}"
        if "category" in data:
            data["category"] = rng.choice(("地市", "区县", "学校"))

    draft = _one(rng, form, edition, Habits(layout="printed", plainness=1.0, options="word"), change=change)
    for paragraph in paragraphs(draft.blocks):
        text = paragraph.inlines[0] if len(paragraph.inlines) == 1 else None
        if isinstance(text, str) and text.startswith("@@"):
            shown = rng.choice(("单击此处输入文字。", "单击或点击此处输入文字。", "请输入", "选择一项。"))
            paragraph.inlines = [
                Raw(
                    f'<w:sdt><w:sdtPr><w:id w:val="{rng.randint(1, 10**8)}"/><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>'
                )
            ]
        elif isinstance(text, str) and text in ("地市", "区县", "县区", "学校") and paragraph.value:
            words = ("地市", "县区" if edition == "henan-2021" else "区县", "学校")
            entries = "".join(
                f'<w:listItem w:displayText="{word_}" w:value="{number}"/>' for number, word_ in enumerate(words)
            )
            if rng.random() < 0.5:
                paragraph.inlines = [
                    Raw(
                        f'<w:sdt><w:sdtPr><w:id w:val="{rng.randint(1, 10**8)}"/><w:dropDownList>{entries}</w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>'
                    )
                ]
            else:
                items = "".join(f'<w:listEntry w:val="{word_}"/>' for word_ in words)
                paragraph.inlines = [
                    Raw(
                        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Dropdown1"/><w:enabled/><w:ddList><w:result w:val="{words.index(text)}"/>{items}</w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
                    )
                ]
    for person, key in blanked:
        person[key] = None
    return draft


def headed(rng: random.Random) -> Draft:
    """The title stands in the page header only."""
    form, edition = _any_form(rng, 1)
    number, title = TITLES[form, edition]
    return _one(rng, form, edition, Habits(layout="printed", title="none", style=Style(header=f"附件{number} {title}")))


def half(rng: random.Random) -> Draft:
    """A summary with regions only or schools only, the other list's rows left blank."""

    def change(data: Data, clerk: Clerk) -> None:
        data[rng.choice(("regions", "schools"))] = []

    pair = _form_of(rng, "summary")
    return _one(
        rng, *pair, Habits(layout=rng.choice(("printed", "flat", "tables", "banded")), blank=1.0), change=change
    )


def company(rng: random.Random) -> Draft:
    """A form among other things: a cover, who filled it in and when, a list of papers, a reply slip, a page of advice."""
    form, edition = _any_form(rng, 1)
    draft = _one(rng, form, edition, Habits(layout="printed", plainness=0.8))
    world = World(rng)
    before: list[Block] = []
    after: list[Block] = []
    things = rng.sample(("cover", "filled", "papers", "slip", "advice"), rng.randint(1, 3))
    if "cover" in things:
        before += [
            par("网络学习空间应用普及活动", align="center", bold=True),
            par("申 报 材 料", align="center", bold=True),
            par(""),
        ]
        before += [
            par(f"填报日期：2020年11月{rng.randint(1, 28)}日"),
            par(rng.choice(("中央电化教育馆 制", "二〇二〇年十一月"))),
            Page(),
        ]
    if "advice" in things:
        lines = (
            "填表说明",
            "一、本表须如实填写，电话号码须准确。",
            "二、推荐类型请在□内打√，只能选一项。",
            "三、空间地址须能公开访问，并提供用户名和密码。",
            "四、本表一式两份，加盖公章后报送。",
        )
        before += [*(par(line) for line in lines), Page()]
    if "filled" in things:
        other = world.person()
        after.append(
            par(
                rng.choice(
                    (
                        "填表人：{}　　　联系电话：{}　　　填表日期：2020年11月16日",
                        "填报人：{}    电话：{}    填报时间：2020.11.16",
                        "制表人：{}　　联系方式：{}",
                    )
                ).format(other.name, other.office_phone)
            )
        )
    if "papers" in things:
        rows = [["序号", "材料名称", "份数"], ["1", "推荐表", "2"], ["2", "典型案例", "1"], ["3", "光盘", "1"]]
        after += [par("附：报送材料清单"), Tab([[cel(text) for text in row] for row in rows])]
    if "slip" in things:
        people = [world.person() for _ in range(rng.randint(1, 4))]
        rows = [
            ["序号", "姓名", "单位", "职务", "手机号码", "是否住宿"],
            *([str(i + 1), p.name, p.office, p.position, p.mobile, rng.choice("是否")] for i, p in enumerate(people)),
        ]
        after += [
            Page(),
            par("活动推进会参会回执", align="center", bold=True),
            Tab([[cel(text) for text in row] for row in rows]),
        ]
    draft.blocks = [*before, *draft.blocks, *after]
    return draft


def more(rng: random.Random) -> Draft:
    """A recommendation with a third person or a third opinion that the form doesn't ask for."""
    people = rng.random() < 0.6
    opinions_ = not people or rng.random() < 0.4
    habits = Habits(layout="printed", plainness=0.8, more_people=people, more_opinions=opinions_)
    return _one(rng, *_form_of(rng, "recommendation"), habits)


def crossed(rng: random.Random) -> Draft:
    """A form of one edition with a word or two of the other."""
    form, edition = _form_of(rng, "recommendation", "summary")
    habits = Habits(layout="printed", crossed=True)
    clerk = Clerk(rng, habits, World(rng, _home(rng, edition)))
    clerk.chosen |= {"unit_moe": "单位/部门", "unit_henan": "单位"}
    data = truth_of(form, edition, clerk.world, habits)
    blocks = [*clerk.title(form, edition), *DRAWERS[form](clerk, data, edition)]
    return Draft(
        blocks, [{"form": form, "edition": edition, "data": data}], habits.style, f"{SHORT[form]}-{edition[:3]}"
    )


def titles(rng: random.Random) -> Draft:
    return _one(rng, *_any_form(rng), Habits(layout="printed", title="prefixed"))


def invisible(rng: random.Random) -> Draft:
    """What copying from a chat or a web page leaves around a value: marks of direction, spaces without width."""
    draft = _one(
        rng,
        *rng.choice([pair for pair in KEY_FORMS if pair[0] != "implementation_plan"]),
        Habits(layout="printed", plainness=1.0),
    )
    for paragraph in paragraphs(draft.blocks):
        text = paragraph.inlines[0] if paragraph.value and len(paragraph.inlines) == 1 else None
        if isinstance(text, str) and 1 < len(text) < 30 and rng.random() < 0.4:
            before, after = rng.choice(
                (
                    ("\u202d", "\u202c"),
                    ("\u200b", ""),
                    ("\ufeff", ""),
                    ("\xa0", "\xa0"),
                    ("", "\u200e"),
                    ("\u2002", "\u2003"),
                    ("\u2066", "\u2069"),
                )
            )
            paragraph.inlines = [f"{before}{text}{after}"]
    return draft


def dashes(rng: random.Random) -> Draft:
    """Dashes, "none" and "as above" where a value should stand."""
    marks: list[tuple[Data, str, object]] = []

    def change(data: Data, clerk: Clerk) -> None:
        for person in [
            *data.get("leaders", []),
            *data.get("contacts", []),
            *(data[k] for k in ("leader", "contact") if isinstance(data.get(k), dict)),
            *(row["person"] for row in data.get("regions", []) + data.get("schools", [])),
        ]:
            for key in list(person):
                if key != "name" and rng.random() < 0.2:
                    word_ = rng.choice(("/", "—", "——", "-", "无", "暂无", "同上", "〃"))
                    marks.append(
                        (
                            person,
                            key,
                            {"any": [None, word_, "?"]}
                            if key not in ("mobile", "office_phone", "phone", "email", "gender", "ethnicity")
                            else {"any": [None, "?"]},
                        )
                    )
                    person[key] = word_

    draft = _one(
        rng,
        *rng.choice([pair for pair in KEY_FORMS if pair[0] != "implementation_plan"]),
        Habits(layout="printed", plainness=1.0),
        change=change,
    )
    for holder, key, answer in marks:
        holder[key] = answer
    return draft


def units(rng: random.Random) -> Draft:
    """A column whose unit stands in its label: 1.2 below 万个 is 12000."""
    habits = Habits(layout="printed", plainness=1.0)
    clerk = Clerk(rng, habits)
    data = truth_of("implementation_plan", "moe-2020", clerk.world, habits)
    clerk.chosen["spaces"] = rng.choice(("开通数量（万个）", "开通数量（万）", "开通数量\n（单位：万个）"))
    clerk.typist.count = lambda value: f"{value / 10000:g}"  # type: ignore[method-assign]
    for item in data["schedule"]:
        for place in [*item["cities"], *item["counties"]]:
            place["spaces"] = place["spaces"] // 100 * 100
        item["subtotal"] = sum(place["spaces"] for place in [*item["cities"], *item["counties"]])
    data["total"] = sum(item["subtotal"] for item in data["schedule"])
    blocks = [*clerk.title("implementation_plan", "moe-2020"), *DRAWERS["implementation_plan"](clerk, data, "moe-2020")]
    for item in data["schedule"]:
        for place in [*item["cities"], *item["counties"]]:
            place["spaces"] = {"any": [place["spaces"], "?"]}
        item["subtotal"] = {"any": [item["subtotal"], "?"]}
    data["total"] = {"any": [data["total"], "?"]}
    return Draft(
        blocks, [{"form": "implementation_plan", "edition": "moe-2020", "data": data}], habits.style, "plan-moe"
    )


def combined(rng: random.Random) -> Draft:
    """Two values under one label."""
    mode = rng.choice(("telephones", "name-position"))

    def change(data: Data, clerk: Clerk) -> None:
        people.extend([*data["leaders"], *data["contacts"]])
        for person in people:
            if mode == "telephones":
                person["mobile"] = f"{person['office_phone']}{rng.choice(('/', '、', chr(10), ' '))}{person['mobile']}"
            else:
                person["name"] = f"{person['name']}{rng.choice((' ', '　', '（'))}{person['position']}"
                person["name"] += "）" if "（" in person["name"] else ""

    people: list[Data] = []
    habits = Habits(layout="printed", plainness=1.0)
    clerk = Clerk(rng, habits)
    data = truth_of("contact_sheet", "moe-2020", clerk.world, habits)
    originals = [dict(person) for person in [*data["leaders"], *data["contacts"]]]
    change(data, clerk)
    clerk.chosen |= (
        {"mobile": rng.choice(("办公电话及手机号码", "办公电话/手机", "联系电话（办公电话、手机）"))}
        if mode == "telephones"
        else {"name": rng.choice(("姓名及职务", "姓名、职务", "姓名/职务"))}
    )
    blocks = [*clerk.title("contact_sheet", "moe-2020"), *DRAWERS["contact_sheet"](clerk, data, "moe-2020")]
    first, second = ("office_phone", "mobile") if mode == "telephones" else ("name", "position")
    kept = {"office_phone", "position"} & {first, second}
    table = next(_tables(blocks))
    _drop_column(table, kept.pop(), clerk)
    for person, original in zip(people, originals, strict=True):
        for key in (first, second):
            person[key] = {"any": [original[key], "?"]}
    return Draft(blocks, [{"form": "contact_sheet", "edition": "moe-2020", "data": data}], habits.style, "contact-moe")


def _drop_column(table: Tab, key: str, clerk: Clerk) -> None:
    """Take the column of *key* out of the printed contact sheet."""
    word = clerk.word(key)
    at = None
    for row in table.rows:
        texts = [
            "".join(str(item) for block in cell.blocks if isinstance(block, Par) for item in block.inlines)
            for cell in row
        ]
        if len(row) == 2:
            row[1].span -= 1
            continue
        bare = [re.sub(r"\s", "", text).rstrip("：:") for text in texts]
        if word in bare:
            at = bare.index(word) - 1
            del row[at + 1]
        elif at is not None:
            del row[at]


def wrong_sums(rng: random.Random) -> Draft:
    """Totals that don't add up stay as written."""

    def change(data: Data, clerk: Clerk) -> None:
        rng.choice(data["schedule"])["subtotal"] += rng.choice((1, 10, -100, 1000))
        if rng.random() < 0.5:
            data["total"] += 7

    return _one(rng, "implementation_plan", "moe-2020", Habits(layout="printed"), change=change)


def missing(rng: random.Random) -> Draft:
    """Values left out."""

    def change(data: Data, clerk: Clerk) -> None:
        for person in [
            *data.get("leaders", [])[:1],
            *data.get("contacts", [])[:1],
            *(data[k] for k in ("leader", "contact") if isinstance(data.get(k), dict)),
            *(row["person"] for row in data.get("regions", []) + data.get("schools", [])),
        ]:
            for key in list(person):
                if key != "name" and rng.random() < 0.25:
                    person[key] = None
        for key in ("space_url", "recognition"):
            if key in data and rng.random() < 0.5:
                data[key] = None
        if "account" in data and rng.random() < 0.5:
            data["account"] = {"username": None, "password": None}
        for row in [*data.get("regions", []), *data.get("schools", [])]:
            if rng.random() < 0.2:
                row["no"] = None

    form, edition = rng.choice([pair for pair in KEY_FORMS if pair[0] != "implementation_plan"])
    return _one(
        rng,
        form,
        edition,
        Habits(layout=rng.choice(("printed", "printed", "")) if form == "recommendation" else "printed", plainness=0.9),
        change=change,
    )


def untitled(rng: random.Random) -> Draft:
    """No title, or none that tells the year: the edition can't always be told."""
    mode = rng.choice(("none", "no-year", "other-words"))
    form, edition = _any_form(rng, 1)
    draft = _one(rng, form, edition, Habits(layout="printed", title=mode))
    if mode != "other-words" and form in ("recommendation", "summary"):
        draft.answers[0]["edition"] = edition if edition == "henan-2021" else None
    return draft


def misspelt(rng: random.Random) -> Draft:
    """A label or two with a wrong character: the value may be missed only with a flag."""
    draft = _one(rng, *rng.choice(KEY_FORMS), Habits(layout="printed", plainness=1.0, broken=0))
    slips = (
        ("联系人", "联系入"),
        ("职务", "职物"),
        ("邮箱", "邮厢"),
        ("手机", "手几"),
        ("意见", "意件"),
        ("情况", "情况况"),
        ("名称", "名稱"),
        ("密码", "密玛"),
        ("部门", "部们"),
        ("类型", "类形"),
    )
    old, new = rng.choice(slips)
    for paragraph in paragraphs(draft.blocks):
        if not paragraph.value:
            paragraph.inlines = [
                item.replace(old, new, 1) if isinstance(item, str) and len(item) < 16 else item
                for item in paragraph.inlines
            ]
    return draft


def unusual(rng: random.Random) -> Draft:
    """Labels that a person understands and a list of wordings may not hold."""
    form, edition = _any_form(rng, 1)
    return _one(rng, form, edition, Habits(layout=rng.choice(("printed", "printed", "")), unusual=0.35, plainness=1.0))


def scores(rng: random.Random) -> Draft:
    """Indicator tables with marks."""

    def change(data: Data, clerk: Clerk) -> None:
        for category in data["categories"]:
            for indicator in category["indicators"]:
                if rng.random() < 0.95:
                    indicator["score"] = rng.choice(
                        (indicator["points"], max(0, indicator["points"] - 1), indicator["points"] - 0.5)
                    )

    return _one(
        rng,
        *_form_of(rng, "region_indicators", "school_indicators"),
        Habits(layout=rng.choice(("printed", "repeated", "broken"))),
        change=change,
    )


def mixed(rng: random.Random) -> Draft:
    """Everything at once."""
    style = Style(
        split=0.3,
        revise=rng.choice((0, 0.1)),
        control=rng.choice((0, 0.15)),
        line_break=0.4,
        hyphen=0.1,
        omit_grid=rng.random() < 0.1,
        header=rng.choice(("", "", "附件")),
        footer=rng.random() < 0.3,
        strict=rng.random() < 0.05,
        full_package=rng.random() < 0.8,
    )
    return _one(
        rng,
        *_any_form(rng),
        Habits(
            synonyms=0.35,
            spaced=0.4,
            broken=0.3,
            colon=rng.choice((0, 0, 0.3, 1)),
            width=0.3,
            reorder=0.4,
            extra=0.25,
            blank=0.3,
            hints=0.2,
            plainness=0.5,
            trap=0.1,
            style=style,
            title=rng.choice(("printed", "printed", "other-words", "bare")),
        ),
    )


CLASSES: dict[str, Callable[[random.Random], Draft]] = {
    "printed": printed,
    "labels": labels,
    "typing": typing,
    "rows": rows,
    "ticks": ticks,
    "wrongticks": wrong_ticks,
    "opinions": opinions,
    "hints": hints,
    "word": word,
    "nested": nested,
    "boxes": boxes,
    "several": several,
    "traps": traps,
    "garbled": garbled,
    "replaced": replaced,
    "wrong": wrong,
    "wrongsums": wrong_sums,
    "phones": phones,
    "brokenlines": broken_lines,
    "wrongvalues": wrong_values,
    "placeholders": placeholders,
    "headed": headed,
    "half": half,
    "titles": titles,
    "lists": lists,
    "office": office,
    "unmerged": unmerged,
    "framed": framed,
    "company": company,
    "more": more,
    "crossed": crossed,
    "invisible": invisible,
    "dashes": dashes,
    "units": units,
    "combined": combined,
    "missing": missing,
    "untitled": untitled,
    "misspelt": misspelt,
    "unusual": unusual,
    "scores": scores,
    "mixed": mixed,
}
for _form, _names in LAYOUTS.items():
    for _name in _names:
        if _form != "school_indicators":
            CLASSES[f"layout-{SHORT[_form]}-{_name}"] = partial(layout, form=_form, name=_name)
#: Classes whose answers admit of no doubt.
EXACT = frozenset(CLASSES) - {
    "wrongticks",
    "garbled",
    "replaced",
    "wrong",
    "wrongvalues",
    "misspelt",
    "unusual",
    "dashes",
    "units",
    "combined",
    "layout-plan-per-year",
    "layout-plan-typed",
    "layout-sum-cards",
}


def make(kind: str, seed: int, number: int) -> Sample:
    """The file *number* of class *kind*; the same for the same arguments."""
    rng = random.Random(f"{seed}/{kind}/{number}")
    draft = CLASSES[kind](rng)
    stem = f"{kind}_{draft.tag}-{number:03}"
    return Sample(stem, write(draft.blocks, draft.style, rng), draft.answers)


def samples(seed: int, count: int, kinds: Sequence[str] = ()) -> Iterator[Sample]:
    """*count* files over *kinds* (all of them) in turn."""
    kinds = tuple(kinds) or tuple(CLASSES)
    for index in range(count):
        yield make(kinds[index % len(kinds)], seed, index // len(kinds))


def _via(through: str, stem: str) -> str:
    return f"via{through}_{stem.replace('_', '-')}"


def _tables_in(path: Path) -> int:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").count(b"<w:tbl>")


def round_trip(folder: Path, stems: Sequence[str], through: str) -> list[str]:
    """Have LibreOffice save some files as *through* (odt, doc) and again as .docx; the stems of the new files."""
    with tempfile.TemporaryDirectory() as place:
        base = ["soffice", f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to"]
        files = [str(folder / f"{stem}.docx") for stem in stems]
        subprocess.run([*base, through, "--outdir", place, *files], check=True, capture_output=True, timeout=300)
        middle = [str(path) for path in sorted(Path(place).glob(f"*.{through}"))]
        subprocess.run(
            [*base, "docx:Office Open XML Text", "--outdir", place, *middle],
            check=True,
            capture_output=True,
            timeout=300,
        )
        done = []
        for path in sorted(Path(place).glob("*.docx")):
            if _tables_in(path) < _tables_in(folder / path.name):
                continue  # LibreOffice couldn't keep the table in the old format: what is left is no form
            shutil.move(path, folder / f"{_via(through, path.stem)}.docx")
            done.append(path.stem)
        return done


def convert(folder: Path, stems: Sequence[str], form: str, *, source: str = "docx", way: str = "") -> Path:
    """Have LibreOffice save some files as *form* (doc, pdf, rtf) in a folder of that name; the answers go with them.

    *way* is the filter with its options, where it isn't the usual one.
    """
    out = folder / form
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        base = ["soffice", f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to", way or form]
        for start in range(0, len(stems), 50):
            files = [str(folder / f"{stem}.{source}") for stem in stems[start : start + 50]]
            subprocess.run([*base, "--outdir", str(out), *files], check=True, capture_output=True, timeout=600)
    return out


def main() -> None:
    """Write files and answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--kind", nargs="*", default=[], help="classes, or the beginnings of their names")
    parser.add_argument(
        "--round-trip",
        type=int,
        default=0,
        metavar="N",
        help="also have LibreOffice save N of the files as .odt, and as .doc, and back",
    )
    parser.add_argument(
        "--also",
        nargs="*",
        default=[],
        metavar="FORMAT",
        help="formats (doc, pdf) that LibreOffice makes of some files",
    )
    parser.add_argument("--also-count", type=int, default=60, metavar="N", help="of how many files")
    arguments = parser.parse_args()
    kinds = [
        kind for kind in CLASSES if not arguments.kind or any(kind.startswith(prefix) for prefix in arguments.kind)
    ]
    arguments.out.mkdir(parents=True, exist_ok=True)
    answers: dict[str, Any] = {}
    for sample in samples(arguments.seed, arguments.count, kinds):
        (arguments.out / f"{sample.stem}.docx").write_bytes(sample.content)
        answers[sample.stem] = sample.answers[0] if len(sample.answers) == 1 else sample.answers
    lossy = ("word", "office", "boxes", "placeholders", "mixed", "ticks", "layout-list-auto", "layout-sum-ordered")
    firm = [stem for stem in answers if not stem.startswith(lossy)]
    for form in arguments.also:
        chosen = random.Random(arguments.seed).sample(firm, min(arguments.also_count, len(firm)))
        folder = convert(arguments.out, chosen, form)
        some = {stem: answers[stem] for stem in chosen if (folder / f"{stem}.{form}").exists()}
        (folder / "answers.json").write_text(json.dumps(some, ensure_ascii=False, indent=1), encoding="utf-8")
    if arguments.round_trip:
        # what LibreOffice itself loses (fields, symbol fonts in text, hidden text) would be blamed on the reader
        fit_ = [stem for stem in firm if stem.rsplit("_", 1)[0] in EXACT]
        chosen = random.Random(arguments.seed).sample(fit_, min(arguments.round_trip, len(fit_)))
        for through in ("odt", "doc"):
            answers |= {_via(through, stem): answers[stem] for stem in round_trip(arguments.out, chosen, through)}
    (arguments.out / "answers.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8")
    print(
        f"{len(answers)} files in {arguments.out}: {', '.join(f'{kind} {n}' for kind, n in Counter(stem.rsplit('_', 1)[0] for stem in answers).items())}"
    )


if __name__ == "__main__":
    main()
