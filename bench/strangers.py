"""Forms typed by strangers: another generator, through python-docx alone, from lists of what people write rather than from our layouts.

Usage: python -m bench.strangers [--seed N] [--count K] [--show M]
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import docx
from docx.document import Document as Word
from docx.table import Table, _Cell

from bench.field import Data, Row, Sample, score
from bench.people import PLACES, World
from parsers.report import answer

Pick = Callable[[Sequence[str]], str]

# ---- what people write for one value


def _mobile(rng: random.Random, digits: str) -> str:
    a, b, c = digits[:3], digits[3:7], digits[7:]
    return rng.choice(
        (
            digits,
            digits,
            f"{a}-{b}-{c}",
            f"{a} {b} {c}",
            f"+86 {digits}",
            f"+86-{digits}",
            f"86-{digits}",
            f"（{a}）{b}{c}",
            digits.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
            f"{a}.{b}.{c}",
            f"{digits}（微信同号）" if rng.random() < 0 else digits,
        )
    )


def _phone(rng: random.Random, number: str) -> str:
    area, _, rest = number.partition("-")
    if not rest:
        return number
    return rng.choice(
        (
            number,
            f"（{area}）{rest}",
            f"{area} {rest}",
            f"{area}—{rest}",
            f"({area}){rest}",
            f"{area}－{rest}",
            f"+86-{area[1:]}-{rest}",
        )
    )


def _mail(rng: random.Random, mail: str) -> str:
    return rng.choice(
        (mail, mail, mail.replace("@", "＠"), mail.upper(), f" {mail}", mail.replace(".", "．"), f"{mail} ")
    )


def _date(rng: random.Random, iso: str) -> str:
    d = dt.date.fromisoformat(iso)
    han = "〇一二三四五六七八九"

    def day(n: int) -> str:
        return ("" if n < 10 else "十" if n < 20 else han[n // 10] + "十") + (han[n % 10] if n % 10 else "")

    return rng.choice(
        (
            f"{d.year}年{d.month}月{d.day}日",
            f"{d.year} 年 {d.month:02} 月 {d.day:02} 日",
            f"{d.year}.{d.month}.{d.day}",
            f"{d.year}/{d.month}/{d.day}",
            iso,
            f"{''.join(han[int(c)] for c in str(d.year))}年{day(d.month)}月{day(d.day)}日",
            f"{d.year}年{d.month}月{d.day}号",
            f"{d.year}－{d.month:02}－{d.day:02}",
        )
    )


def _count(rng: random.Random, n: int) -> str:
    ways = [
        str(n),
        f"{n:,}",
        f"{n}个",
        f"{n} 个",
        str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"{n}（个）" if rng.random() < 0 else str(n),
    ]
    if n % 100 == 0 and n >= 10000:
        ways += [f"{n / 10000:g}万", f"{n / 10000:g}万个"]
    return rng.choice(ways)


def _han(rng: random.Random, name: str) -> str:
    return rng.choice(
        (
            name,
            name,
            "　".join(name) if len(name) == 2 else name,
            " ".join(name) if len(name) == 2 else name,
            f"{name} ",
        )
    )


SHORT = {
    "河南省": "河南",
    "广东省": "广东",
    "内蒙古自治区": "内蒙古",
    "新疆维吾尔自治区": "新疆",
    "新疆生产建设兵团": "兵团",
    "广西壮族自治区": "广西",
    "浙江省": "浙江",
    "甘肃省": "甘肃",
    "黑龙江省": "黑龙江",
    "贵州省": "贵州",
}
TICKS = (
    "☑|□",
    "☒|☐",
    "√|□",
    "■|□",
    "●|○",
    "【√】|【 】",
    "（√）|（ ）",
    "(√)|( )",
    "[x]|[ ]",
    "✔|□",
    "[√]|[ ]",
    "√|",
    "☑|☐",
    "（✓）|（　）",
    "■|☐",
    "[X]|[ ]",
    "〔√〕|〔　〕",
    "☑|○",
)


def _choice(rng: random.Random, value: str, options: Sequence[str]) -> str:
    style = rng.choice(TICKS)
    on, _, off = style.partition("|")
    after = rng.random() < 0.6
    sep = rng.choice(("　", "  ", " ", "\n", "　　", "/" if off else "  "))
    parts = []
    for option in options:
        mark = on if option == value or {option, value} == {"县区", "区县"} else off
        parts.append(f"{option}{mark}" if after else f"{mark}{option}")
    roll = rng.random()
    if roll < 0.15:
        return next(o for o in options if o == value or {o, value} == {"县区", "区县"})
    return sep.join(parts)


LABELS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "姓 名", "姓　　名", "姓名"),
    "gender": ("性别", "性 别"),
    "ethnicity": ("民族", "民　族"),
    "office": ("所在单位/处室", "工作单位", "所在单位", "单位（处室）", "单位/处室", "单位及处室"),
    "position": ("职务", "职务/职称", "职 务", "行政职务", "职位"),
    "office_phone": ("办公电话", "办公室电话", "固定电话", "座机", "办公电话（区号）"),
    "mobile": ("手机号码", "手机", "手机号", "移动电话", "联系手机", "手机（必填）", "手机号码（11位）"),
    "email": ("电子邮箱", "邮箱", "E-mail", "电子邮件", "Email", "电子邮箱地址", "电子信箱"),
    "province": ("省（区、市）", "省份", "省（自治区、直辖市）", "所在省份", "省、自治区、直辖市"),
    "department": ("联络部门名称", "联络部门", "联系部门", "牵头部门"),
    "leaders": ("负责人信息", "负责人", "负责人情况", "分管负责人", "工作负责人"),
    "contacts": ("具体联系人信息", "联系人", "具体联系人", "联络人", "联系人信息"),
    "applicant": ("学校/区域名称", "单位名称", "申报单位", "学校（区域）名称", "区域/学校名称", "学校或区域名称"),
    "leader": ("负责人信息", "负责人", "主要负责人", "单位负责人"),
    "contact": ("联系人信息", "联系人", "联系人情况", "经办人"),
    "category": ("推荐类型", "推荐类别", "申报类型", "类型", "推荐类型（请打√）", "推荐类型（单选）"),
    "space_url": ("空间地址", "空间网址", "网络学习空间地址", "空间地址（网址）"),
    "username": ("用户名", "账号", "登录账号", "用户名称"),
    "password": ("密码", "登录密码", "口令"),
    "construction": ("空间建设情况", "建设情况", "网络学习空间建设情况", "空间建设情况（字数不限）"),
    "application": ("空间应用情况", "应用情况", "网络学习空间应用情况"),
    "recognition": ("社会认可", "社会认可情况", "社会认可度"),
    "city_opinion": (
        "地市级教育行政部门推荐意见",
        "市级教育行政部门推荐意见",
        "市级教育行政部门意见",
        "地市级教育行政部门意见",
    ),
    "province_opinion": ("省级教育行政部门推荐意见", "省级教育行政部门意见", "省教育厅推荐意见"),
}


class Typist:
    """One stranger: picks a word for each label and a way for each value."""

    def __init__(self, rng: random.Random, edition: str) -> None:
        self.rng, self.edition = rng, edition
        self.word: Word = docx.Document()
        self.colon = rng.choice(("", "", "", "：", ":"))
        self.mixed = rng.random() < 0.4

    def label(self, key: str) -> str:
        words = LABELS[key]
        return (self.rng.choice(words) if self.mixed else words[0]) + self.colon

    def value(self, key: str, value: Any) -> str:
        rng = self.rng
        if value is None:
            return ""
        kind = key.rsplit(".", 1)[-1]
        if kind == "mobile":
            return _mobile(rng, value)
        if kind in ("office_phone", "phone"):
            return _phone(rng, value)
        if kind == "email":
            return _mail(rng, value)
        if kind == "name":
            return _han(rng, value) if len(value) < 5 and "·" not in value else value
        if kind == "province" or key == "area":
            return str(SHORT.get(value, value)) if rng.random() < 0.4 else value
        if kind == "ethnicity":
            return str(value).removesuffix("族") if rng.random() < 0.4 and value != "汉族" else value
        return str(value)

    def put(self, cell: _Cell, text: str) -> None:
        lines = text.split("\n")
        cell.paragraphs[0].add_run(lines[0])
        for line in lines[1:]:
            cell.add_paragraph(line)

    def table(self, rows: Sequence[Sequence[str]], columns: int) -> Table:
        """A table of *rows*; a shorter row's last cell reaches to the end, ``<`` joins to the left, ``^`` to what is above."""
        table: Table = self.word.add_table(len(rows), columns)
        table.style = "Table Grid"
        for r, row in enumerate(rows):
            full = [*row, *["<"] * (columns - len(row))]
            c = 0
            while c < columns:
                width = 1
                while c + width < columns and full[c + width] == "<":
                    width += 1
                height = 1
                while r + height < len(rows) and [*rows[r + height], *["<"] * columns][c] == "^":
                    height += 1
                if full[c] != "^":
                    cell = table.cell(r, c)
                    if width > 1 or height > 1:
                        cell = cell.merge(table.cell(r + height - 1, c + width - 1))
                    self.put(cell, full[c])
                c += width
        return table

    def opinion(self, value: Data) -> str:
        rng = self.rng
        text, date = value["text"] or "", value["date"]
        stamp = rng.choice(
            ("（公章）", "（盖章）", "公章：", "（单位公章）", "单位（盖章）：", "负责人签字：        （公章）")
        )
        when = _date(rng, date) if date else "年   月   日"
        if not text and not date:
            return f"\n\n{stamp}\n年   月   日"
        return rng.choice(
            (
                f"{text}\n\n{stamp}\n{when}",
                f"{text}\n{when}\n{stamp}",
                f"{text}\n\n　　　　　{stamp}\n　　　　　{when}",
                f"{text}\n{stamp}　　{when}",
                f"{text}\n日期：{when}\n{stamp}",
            )
        )


PERSON = ("name", "gender", "ethnicity", "office", "position", "office_phone", "mobile", "email")


def contact_sheet(t: Typist, data: Data) -> None:
    rng = t.rng
    shape = rng.choice(("rows", "rows", "pairs", "columns", "lines", "two-tables", "side-group"))
    keys = list(PERSON)
    if rng.random() < 0.4:
        rng.shuffle(keys)
        keys.remove("name")
        keys.insert(0, "name")
    people = [(g, p) for g in ("leaders", "contacts") for p in data[g]]
    top = [
        (t.label("province"), t.value("province", data["province"])),
        (t.label("department"), t.value("department", data["department"])),
    ]
    if shape == "lines":
        for label, value in top:
            t.word.add_paragraph(f"{label.rstrip('：:')}：{value}")
        for g in ("leaders", "contacts"):
            for n, p in enumerate(data[g]):
                t.word.add_paragraph(
                    f"{('一、' if g == 'leaders' else '二、') if rng.random() < 0.5 and not n else ''}{t.label(g).rstrip('：:')}"
                    + ("" if len(data[g]) == 1 else str(n + 1))
                )
                pairs = [f"{t.label(k).rstrip('：:')}：{t.value(k, p[k])}" for k in keys]
                step = rng.choice((1, 2, 4))
                for i in range(0, len(pairs), step):
                    t.word.add_paragraph(rng.choice(("　", "    ", "；"))[0:].join(pairs[i : i + step]))
        return
    if shape == "rows":
        width = len(keys) + 1
        rows = [[top[0][0], top[0][1], *["<"] * (width - 2)], [top[1][0], top[1][1], *["<"] * (width - 2)]]
        for g in ("leaders", "contacts"):
            rows.append([t.label(g), *[t.label(k) for k in keys]])
            rows.extend(["^", *[t.value(k, p[k]) for k in keys]] for p in data[g])
            if rng.random() < 0.3:
                rows.append(["^", *[""] * len(keys)])
        t.table(rows, width)
        return
    if shape == "side-group":
        width = len(keys) + 2
        rows = [["序号", "类别", *[t.label(k) for k in keys]]]
        for n, (g, p) in enumerate(people):
            rows.append([str(n + 1), t.label(g), *[t.value(k, p[k]) for k in keys]])
        t.table([[top[0][0], top[0][1]], [top[1][0], top[1][1]]], 2)
        t.word.add_paragraph("")
        t.table(rows, width)
        return
    if shape == "columns":
        width = len(people) + 1
        rows = [
            [top[0][0], top[0][1], *["<"] * (width - 2)],
            [top[1][0], top[1][1], *["<"] * (width - 2)],
            ["", *[t.label(g) for g, _ in people]],
        ]
        rows += [[t.label(k), *[t.value(k, p[k]) for _, p in people]] for k in keys]
        t.table(rows, width)
        return
    if shape == "two-tables":
        t.table([[top[0][0], top[0][1], top[1][0], top[1][1]]], 4)
        for g in ("leaders", "contacts"):
            t.word.add_paragraph(t.label(g))
            t.table(
                [
                    ["序号", *[t.label(k) for k in keys]],
                    *[[str(n + 1), *[t.value(k, p[k]) for k in keys]] for n, p in enumerate(data[g])],
                ],
                len(keys) + 1,
            )
        return
    rows = [[top[0][0], "<", top[0][1], "<", "<"], [top[1][0], "<", top[1][1], "<", "<"]]
    for g, p in people:
        first = True
        for i in range(0, len(keys), 2):
            a, b = keys[i], keys[i + 1]
            rows.append([t.label(g) if first else "^", t.label(a), t.value(a, p[a]), t.label(b), t.value(b, p[b])])
            first = False
    t.table(rows, 5)


def recommendation(t: Typist, data: Data) -> None:
    rng = t.rng
    henan = t.edition == "henan-2021"
    options = ("地市", "县区" if henan else "区县", "学校")
    shape = rng.choice(("classic", "classic", "pairs", "two-column", "lines", "headings"))
    choice = _choice(rng, data["category"], options)
    person = {
        g: [(t.label(k), t.value(k, data[g][k])) for k in ("name", "position", "mobile")] for g in ("leader", "contact")
    }
    account = [
        (t.label("username"), data["account"]["username"] or ""),
        (t.label("password"), data["account"]["password"] or ""),
    ]
    flow = [(t.label(k), (data[k] or "")) for k in ("construction", "application", "recognition")]
    opinions = [(t.label(k), t.opinion(data[k])) for k in ("city_opinion", "province_opinion")]
    applicant = [(t.label("applicant"), data["applicant"] or "")] if henan else []
    url = (t.label("space_url"), data["space_url"] or "")
    if shape in ("lines", "headings"):

        def say(label: str, value: str) -> None:
            t.word.add_paragraph(f"{label.rstrip('：:')}：{value}")

        for label, value in applicant:
            say(label, value)
        for g in ("leader", "contact"):
            if rng.random() < 0.5:
                t.word.add_paragraph(
                    f"{t.label(g).rstrip('：:')}：" + "　".join(f"{a.rstrip('：:')}：{b}" for a, b in person[g])
                )
            else:
                core = "负责人" if g == "leader" else "联系人"
                t.word.add_paragraph("　　".join(f"{core}{a.rstrip('：:')}：{b}" for a, b in person[g]))
        say(t.label("category"), choice.replace("\n", "　"))
        say(*url)
        t.word.add_paragraph("　".join(f"{a.rstrip('：:')}：{b}" for a, b in account))
        for n, (label, value) in enumerate([*flow, *opinions]):
            t.word.add_paragraph(
                (f"{'一二三四五'[n]}、" if shape == "headings" else "")
                + label.rstrip("：:")
                + ("" if shape == "headings" else "：")
            )
            for line in value.split("\n"):
                t.word.add_paragraph(line)
        return
    if shape == "two-column":
        pairs = [*applicant]
        for g in ("leader", "contact"):
            core = "负责人" if g == "leader" else "联系人"
            pairs += [(core + a, b) for a, b in person[g]]
        pairs += [(t.label("category"), choice), url, *account, *flow, *opinions]
        t.table([list(pair) for pair in pairs], 2)
        return
    if shape == "pairs":
        rows = [[a, b, "<", "<"] for a, b in applicant]
        for g in ("leader", "contact"):
            rows.append([t.label(g), "<", "<", "<"])
            rows.append([person[g][0][0], person[g][0][1], person[g][1][0], person[g][1][1]])
            rows.append([person[g][2][0], person[g][2][1], "<", "<"])
        rows.append([t.label("category"), choice, "<", "<"])
        rows.append([url[0], url[1], "<", "<"])
        rows.append([account[0][0], account[0][1], account[1][0], account[1][1]])
        rows += [[a, b, "<", "<"] for a, b in (*flow, *opinions)]
        t.table(rows, 4)
        return
    rows = [[a, b, *["<"] * 5] for a, b in applicant]
    for g in ("leader", "contact"):
        rows.append([t.label(g), *[x for pair in person[g] for x in pair]])
    rows.append([t.label("category"), choice, *["<"] * 5])
    rows.append([url[0], url[1], *["<"] * 5])
    rows.append([account[0][0], account[0][1], "<", "<", account[1][0], account[1][1], "<"])
    rows += [[a, b, *["<"] * 5] for a, b in (*flow, *opinions)]
    if rng.random() < 0.3:
        rows.insert(len(applicant), ["单位地址", "人民路 12 号", "<", "<", "邮政编码", "450000", "<"])
    t.table(rows, 7)
    if rng.random() < 0.4:
        t.word.add_paragraph("填表人：李明　　联系电话：0371-65900000　　填表日期：2021年11月1日")


def summary(t: Typist, data: Data) -> None:
    rng = t.rng
    henan = t.edition == "henan-2021"
    who = "联系人" if henan else "负责人"
    c = data["contact"]
    top = [
        ("地市" if henan else rng.choice(("省份", "省（区、市）")), t.value("area", data["area"])),
        ("市级教育行政部门" if henan else "省级教育行政部门", data["department"] or ""),
        ("联系人", t.value("name", c["name"])),
        (rng.choice(("联系电话", "电话")), t.value("phone", c["phone"])),
        ("职务", c["position"] or ""),
        (rng.choice(("电子邮箱", "邮箱", "E-mail")), t.value("email", c["email"])),
    ]
    shape = rng.choice(("one", "lines-top", "tables", "flat-head"))
    inner = ("姓名", "单位/部门" if henan else "单位", "职务", rng.choice(("手机号码", "手机", "联系电话")))
    extra = rng.random() < 0.3

    def rows_of(kind: str) -> list[list[str]]:
        out = []
        for item in data[kind]:
            p = item["person"]
            number = (
                rng.choice((str(item["no"]), str(item["no"]), f"{item['no']}.", f"{item['no']:02}"))
                if item["no"] is not None
                else ""
            )
            out.append(
                [
                    number,
                    item["name"] or "",
                    ("县区" if henan and item["type"] == "区县" else item["type"]) or "",
                    t.value("name", p["name"]),
                    p["office"] or "",
                    p["position"] or "",
                    t.value("mobile", p["mobile"]),
                    *(["无"] if extra else []),
                ]
            )
        return out

    tail = ["备注"] if extra else []
    names = {"regions": ("区域名称", "区域类型"), "schools": ("学校名称", "学校类型")}
    if shape == "flat-head":
        for kind in ("regions", "schools"):
            t.word.add_paragraph(
                "一、优秀区域" if kind == "regions" else "二、优秀学校"
            ) if rng.random() < 0.5 else None
            if kind == "regions":
                t.table(
                    [
                        [top[0][0], top[0][1], top[1][0], top[1][1]],
                        [top[2][0], top[2][1], top[3][0], top[3][1]],
                        [top[4][0], top[4][1], top[5][0], top[5][1]],
                    ],
                    4,
                )
                t.word.add_paragraph("")
            t.table([["序号", *names[kind], *[f"{who}{w}" for w in inner], *tail], *rows_of(kind)], 7 + len(tail))
        return
    if shape in ("lines-top", "tables"):
        if shape == "lines-top":
            for i in range(0, 6, 2):
                t.word.add_paragraph("　　　".join(f"{a}：{b}" for a, b in top[i : i + 2]))
        else:
            t.table([[x for pair in top[:3] for x in pair], [x for pair in top[3:] for x in pair]], 6)
        for kind in ("regions", "schools"):
            t.word.add_paragraph(
                "优秀区域：" if kind == "regions" else "优秀学校："
            ) if rng.random() < 0.6 else t.word.add_paragraph("")
            group = ("区域教育行政部门" if kind == "regions" else "学校") + who + "信息"
            t.table(
                [
                    ["序号", *names[kind], group, "<", "<", "<", *tail],
                    ["^", "^", "^", *inner, *["^" for _ in tail]],
                    *rows_of(kind),
                ],
                7 + len(tail),
            )
        return
    width = 8 + len(tail)
    rows = [
        [top[0][0], top[0][1], "<", top[1][0], "<", top[1][1]],
        [top[2][0], top[2][1], "<", top[3][0], "<", top[3][1]],
        [top[4][0], top[4][1], "<", top[5][0], "<", top[5][1]],
    ]
    for kind in ("regions", "schools"):
        group = ("区域教育行政部门" if kind == "regions" else "学校") + who + "信息"
        rows.append(["区域" if kind == "regions" else "学校", "序号", *names[kind], group, "<", "<", "<", *tail])
        rows.append(["^", "^", "^", "^", *inner, *["^" for _ in tail]])
        rows += [["^", *r] for r in rows_of(kind)]
        if rng.random() < 0.3:
            rows.append(["^", "……", *[""] * (width - 2)])
    t.table(rows, width)
    if rng.random() < 0.6:
        t.word.add_paragraph(
            "注：1.区域类型：地市或区县；2.学校类型：小学、初中、高中、九年一贯制、十二年一贯制、完全中学、中职、高职、本科高校等。"
        )


def implementation_plan(t: Typist, data: Data) -> None:
    rng = t.rng
    w = t.word
    w.add_paragraph("一、区域整体推进计划表")
    rows = [
        ["年份", "地市", "<", "区县", "<", rng.choice(("空间开通数量小计", "小计"))],
        ["^", "名称", "开通数量", "名称", "开通数量", "^"],
    ]
    for year in data["schedule"]:
        depth = max(1, len(year["cities"]), len(year["counties"]))
        for i in range(depth):
            city = year["cities"][i] if i < len(year["cities"]) else None
            county = year["counties"][i] if i < len(year["counties"]) else None
            rows.append(
                [
                    (rng.choice((f"{year['year']}年", str(year["year"]))) if not i else "^"),
                    city["name"] if city else "",
                    _count(rng, city["spaces"]) if city and city["spaces"] is not None else "",
                    county["name"] if county else "",
                    _count(rng, county["spaces"]) if county and county["spaces"] is not None else "",
                    (_count(rng, year["subtotal"]) if year["subtotal"] is not None else "") if not i else "^",
                ]
            )
    rows.append(
        [
            rng.choice(("总体统计", "合计")),
            "",
            "",
            "",
            "",
            _count(rng, data["total"]) if data["total"] is not None else "",
        ]
    )
    t.table(rows, 6)
    if rng.random() < 0.5:
        w.add_paragraph(
            "注明：区域整体推进中，根据各地实际情况，可完全采取用地市推进或区县推进，也可地市和区县统筹考虑推进。"
        )
    heads = {
        "survey": (
            "二、现状调研",
            (("overview", "网络学习空间建设与应用概况"), ("problems", "主要问题"), ("reflection", "工作思考")),
        ),
        "work_plan": (
            "三、2020年工作安排",
            (
                ("objectives", "目标任务"),
                ("measures", "区域整体推进举措"),
                ("selection", "推荐遴选安排"),
                ("publicity", "宣传推广安排"),
                ("safeguards", "相关保障"),
            ),
        ),
    }
    style = rng.choice(("（{}）{}", "({}){}", "{}. {}", "（{}）{}："))
    for key, (head, parts) in heads.items():
        w.add_paragraph(head)
        for n, (part, words) in enumerate(parts):
            number = "一二三四五"[n] if "（" in style or "(" in style else str(n + 1)
            w.add_paragraph(style.format(number, words))
            for line in (data[key][part] or "").split("\n"):
                w.add_paragraph(line)
    w.add_paragraph("四、省级教育行政部门意见")
    for line in t.opinion(data["opinion"]).split("\n"):
        w.add_paragraph(line)


DRAW = {
    "contact_sheet": contact_sheet,
    "recommendation": recommendation,
    "summary": summary,
    "implementation_plan": implementation_plan,
}
TITLES = {
    ("contact_sheet", "moe-2020"): (1, "网络学习空间应用普及活动省级工作联系表"),
    ("implementation_plan", "moe-2020"): (2, "网络学习空间应用普及活动省级实施方案"),
    ("recommendation", "moe-2020"): (5, "2020年度网络学习空间应用优秀区域和学校推荐表"),
    ("recommendation", "henan-2021"): (2, "2021年度网络学习空间应用优秀区域和学校推荐表"),
    ("summary", "moe-2020"): (6, "2020年度网络学习空间应用优秀区域和学校推荐汇总信息表"),
    ("summary", "henan-2021"): (3, "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表"),
}


def sample(seed: int, number: int) -> Sample:
    """File *number*."""
    from bench.field_forms import Habits, truth_of

    rng = random.Random(f"{seed}/strangers/{number}")
    edition = rng.choice(("moe-2020", "moe-2020", "henan-2021"))
    forms = [form for form, e in TITLES if e == edition]
    count = rng.choice((1, 1, 1, 1, 2, 3))
    t = Typist(rng, edition)
    answers = []
    if count > 1:
        t.word.add_paragraph(
            rng.choice(("关于报送网络学习空间应用普及活动材料的函", "关于推荐网络学习空间应用优秀区域和学校的报告"))
        )
        t.word.add_paragraph("教育部科技司：" if edition == "moe-2020" else "省教育厅：")
        t.word.add_paragraph("根据通知要求，现将有关材料报送如下，请审阅。")
        t.word.add_paragraph("联系人：王老师，联系电话：010-66096000。")
    world = World(rng, PLACES[0] if edition == "henan-2021" else rng.choice(PLACES))
    chosen = [rng.choice(forms)] * count if rng.random() < 0.3 else rng.sample(forms, min(count, len(forms)))
    for form in chosen:
        data = truth_of(form, edition, world, Habits(plainness=1.0))
        number_, title = TITLES[form, edition]
        if rng.random() < 0.7:
            t.word.add_paragraph(rng.choice((f"附件{number_}", f"附件 {number_}：", f"附件{number_}：")))
        t.word.add_paragraph(title)
        DRAW[form](t, data)
        if rng.random() < 0.5:
            t.word.add_page_break()  # type: ignore[no-untyped-call]
        answers.append({"form": form, "edition": edition, "data": data})
    out = io.BytesIO()
    t.word.save(out)
    return Sample(f"strangers_{'-'.join(f[:3] for f in chosen)}-{number:04}", out.getvalue(), answers)


def run(seed: int, count: int) -> Iterator[Row]:
    for number in range(count):
        one = sample(seed, number)
        lines = answer(one.content, f"{one.stem}.docx").lines
        yield from score({one.stem: one.answers if len(one.answers) > 1 else one.answers[0]}, lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--show", type=int, default=40)
    a = parser.parse_args()
    counter: Counter[str] = Counter()
    for row in run(a.seed, a.count):
        counter[row.verdict] += 1
        if row.verdict not in ("right", "kept") and counter["shown"] < a.show:
            counter["shown"] += 1
            print(f"  {row.stem} | {row.path} | {str(row.answer)[:50]!r} | {str(row.found)[:50]!r} | {row.verdict}")
    print(dict(counter))


if __name__ == "__main__":
    main()
