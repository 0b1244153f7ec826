"""The forms as their users lay them out: each drawer takes the true data and gives the blocks of a document."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.field_word import Block, Cel, Inline, Note, Page, Par, Shape, Style, Tab, Tick, cel, par
from bench.people import Typist, World

__all__ = ["DRAWERS", "LAYOUTS", "TICK_STYLES", "Clerk", "Habits", "truth_of"]

Data = dict[str, Any]

#: Wordings by meaning, the printed one first.
WORDS: dict[str, tuple[str, ...]] = {
    "name": ("姓名",),
    "gender": ("性别",),
    "ethnicity": ("民族",),
    "office": ("所在单位/处室", "所在单位", "工作单位", "单位", "所在单位及处室", "单位/处室"),
    "position": ("职务", "职务/职称", "职务（职称）", "行政职务"),
    "office_phone": ("办公电话", "办公室电话", "固定电话", "座机"),
    "mobile": ("手机号码", "手机", "手机号", "移动电话"),
    "email": ("电子邮箱", "邮箱", "电子邮件", "E-mail", "Email", "电子信箱"),
    "province": ("省（区、市）", "省份", "省（自治区、直辖市）", "所在省份"),
    "department": ("联络部门名称", "联络部门", "联系部门名称"),
    "leaders": ("负责人信息", "负责人", "负责人情况"),
    "contacts": ("具体联系人信息", "具体联系人", "联系人信息", "联系人"),
    "applicant": ("学校/区域名称", "区域/学校名称", "学校（区域）名称", "学校、区域名称", "学校或区域名称"),
    "category": ("推荐类型", "推荐类别", "申报类型", "类型"),
    "space_url": ("空间地址", "空间网址", "网络学习空间地址"),
    "username": ("用户名", "账号", "登录名"),
    "password": ("密码", "登录密码"),
    "construction": ("空间建设情况", "网络学习空间建设情况", "建设情况"),
    "application": ("空间应用情况", "网络学习空间应用情况", "应用情况"),
    "recognition": ("社会认可", "社会认可情况", "社会认可度"),
    "city_opinion": ("地市级教育行政部门推荐意见", "地市级教育行政部门意见", "市级教育行政部门推荐意见"),
    "province_opinion": ("省级教育行政部门推荐意见", "省级教育行政部门意见", "省教育行政部门推荐意见"),
    "leader": ("负责人信息", "负责人", "负责人情况"),
    "contact": ("联系人信息", "联系人", "联系人情况"),
    "rec_mobile": ("手机", "手机号码", "手机号", "联系手机"),
    "area_moe": ("省份", "省（区、市）", "所在省份"),
    "area_henan": ("地市", "省辖市", "所在地市"),
    "dept_moe": ("省级教育行政部门", "省级教育行政部门名称", "省教育行政部门"),
    "dept_henan": ("市级教育行政部门", "市级教育行政部门名称", "市教育行政部门"),
    "sum_contact": ("联系人",),
    "sum_phone": ("联系电话", "电话", "联系方式"),
    "sum_position": ("职务", "职位"),
    "no": ("序号", "编号"),
    "region_name": ("区域名称", "推荐区域名称", "优秀区域名称"),
    "region_type": ("区域类型", "区域类别"),
    "school_name": ("学校名称", "推荐学校名称", "学校全称", "优秀学校名称"),
    "school_type": ("学校类型", "学校类别", "办学类型"),
    "unit_moe": ("单位", "工作单位", "所在单位"),
    "unit_henan": ("单位/部门", "单位（部门）", "所在单位/部门"),
    "year": ("年份", "年度"),
    "cities": ("地市", "地（市）"),
    "counties": ("区县", "县区", "县（区）", "县（市、区）"),
    "place": ("名称",),
    "spaces": ("开通数量", "空间开通数量", "开通空间数量"),
    "subtotal": ("空间开通数量小计", "开通数量小计", "小计"),
    "total": ("总体统计", "合计", "总计"),
}
#: Wordings that any clerk understands and that no list of known labels need hold.
UNUSUAL: dict[str, tuple[str, ...]] = {
    "name": ("姓名（全称）", "人员姓名", "名 讳", "称呼"),
    "gender": ("男/女", "性 别（男或女）"),
    "ethnicity": ("族别", "所属民族"),
    "office": ("供职单位", "服务单位及部门", "任职部门"),
    "position": ("担任职务", "岗位", "职级", "身份"),
    "office_phone": ("办公固话号码", "办公室座机号", "单位电话号"),
    "mobile": ("本人手机", "移动手机号", "常用手机号", "个人电话"),
    "email": ("电子邮箱账号", "收件邮箱", "邮箱号", "电邮"),
    "province": ("报送省份", "报送单位所在省"),
    "department": ("归口处室", "对接部门", "承办部门"),
    "leaders": ("分管领导", "主管领导信息"),
    "contacts": ("对接人", "工作专员信息"),
    "applicant": ("申报主体", "参评单位全称", "被推荐单位"),
    "category": ("参评类型", "推荐对象", "归属类别"),
    "space_url": ("平台入口", "空间首页链接", "登陆地址"),
    "username": ("登陆账户", "账户"),
    "password": ("登陆口令", "初始密码"),
    "construction": ("平台建设成效", "建设概述"),
    "application": ("应用成效", "使用情况"),
    "recognition": ("社会反响", "获奖及社会评价"),
    "city_opinion": ("市（州）教育局审核意见", "市局意见"),
    "province_opinion": ("省厅意见", "省级审核意见"),
    "leader": ("主要领导", "第一责任人"),
    "contact": ("具体负责同志", "填表人"),
    "rec_mobile": ("本人手机", "移动手机号"),
    "area_moe": ("报送省份",),
    "area_henan": ("报送地市", "推荐市"),
    "dept_moe": ("报送单位", "教育主管部门"),
    "dept_henan": ("报送单位", "教育主管部门"),
    "sum_contact": ("填报人", "经手人"),
    "sum_phone": ("联系号码", "办公固话号码"),
    "sum_position": ("担任职务",),
    "no": ("排序", "推荐次序"),
    "region_name": ("推荐地区", "区域（全称）"),
    "region_type": ("行政级别", "属性"),
    "school_name": ("推荐院校", "单位全称"),
    "school_type": ("学校性质", "办学层次"),
    "unit_moe": ("供职单位",),
    "unit_henan": ("供职单位",),
    "year": ("实施年", "推进时间"),
    "cities": ("市州", "地级"),
    "counties": ("市区县", "县域"),
    "place": ("行政区",),
    "spaces": ("空间数（个）", "拟开通量"),
    "subtotal": ("当年开通总数",),
    "total": ("三年累计",),
}
PERSON_KEYS = ("name", "gender", "ethnicity", "office", "position", "office_phone", "mobile", "email")
EXTRA_COLUMNS = ("备注", "年龄", "传真", "学历", "微信号", "QQ", "出生年月", "政治面貌", "邮编")
SUMMARY_COLUMNS = (
    *EXTRA_COLUMNS,
    "办公电话",
    "电子邮箱",
    "学生数",
    "教师数",
    "所在区县",
    "推荐理由",
    "推荐排序",
    "学校地址",
)
TICK_STYLES = (
    "☑",
    "☑☐",
    "☒",
    "√□",
    "✓",
    "✔",
    "■",
    "●",
    "【√】",
    "（√）",
    "(√)",
    "[√]",
    "〔√〕",
    "√□√",
    "√",
    "✓only",
    "（√）only",
    "🗹",
    "√under",
    "✅",
    "wingdings",
    "wingdings-x",
    "wingdings2",
    "wingdings2-x",
    "wingdings-tick",
    "wingdings2-low",
    "wingdings2-text",
    "wingdings-text",
    "wingdings2-p",
    "wingdings-private",
    "control",
    "legacy",
    "eq",
    "口√",
    "口☑",
    "口√口",
    "[x]",
    "[X]",
    "（ √ ）",
    "__√__",
    "◉",
    "⊙",
    "☑▢",
    "（✓）",
)
TICK_HINTS = ("（请在□内打√）", "（请在相应□内打“√”）", "（打√）", "（单选，请打“√”）", "\n（在对应处画√）", "(请勾选)")
TITLES = {
    ("contact_sheet", "moe-2020"): (1, "网络学习空间应用普及活动省级工作联系表"),
    ("implementation_plan", "moe-2020"): (2, "网络学习空间应用普及活动省级实施方案"),
    ("region_indicators", "moe-2020"): (3, "2020年度网络学习空间应用优秀区域评价指标"),
    ("school_indicators", "moe-2020"): (4, "2020年度网络学习空间应用优秀学校评价指标"),
    ("recommendation", "moe-2020"): (5, "2020年度网络学习空间应用优秀区域和学校推荐表"),
    ("summary", "moe-2020"): (6, "2020年度网络学习空间应用优秀区域和学校推荐汇总信息表"),
    ("awarded_list", "henan-2021"): (1, "已获评教育部网络学习空间应用优秀区域和优秀学校单位名单"),
    ("recommendation", "henan-2021"): (2, "2021年度网络学习空间应用优秀区域和学校推荐表"),
    ("summary", "henan-2021"): (3, "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表"),
    ("region_indicators", "henan-2021"): (4, "2021年度网络学习空间应用优秀区域评价指标"),
    ("school_indicators", "henan-2021"): (5, "2021年度网络学习空间应用优秀学校评价指标"),
}
PLAIN = {
    "plain-row": "row",
    "plain-under": "under",
    "plain-compound": "one",
    "plain-tabs": "tabs",
    "plain-numbered": "numbered",
    "plain-bullets": "bullets",
}
NOTE_MOE = "注：1.区域类型：地市或区县；2.学校类型：小学、初中、高中、九年一贯制、十二年一贯制、完全中学、中职、高职、本科高校等。"
NOTE_HENAN = "注：1. 区域类型：地市或县区；2. 学校类型：小学、初中、高中、九年一贯制、十二年一贯制、完全中学、中职、高职、本科高校等。"
NOTE_REC = "注：学校类型：小学、初中、高中、九年一贯制、十二年一贯制、完全中学、中职、高职、本科高校等"
LENGTH_HINT = "（字数不限, 可另附文档提交）"
CITY_HINT = "（高校、省属中职学校、厅直属中小学在此栏中由学校领导签署意见并由学校盖章）"
DEFINITIONS = Path(__file__).resolve().parent.parent / "forms" / "definitions"


@dataclass
class Habits:
    """What a clerk does, as chances unless said otherwise."""

    plainness: float = 0.7
    synonyms: float = 0.0
    unusual: float = 0.0
    spaced: float = 0.3
    broken: float = 0.2
    colon: float = 0.05
    star: float = 0.0
    hinted: float = 0.0
    bold: float = 0.3
    vertical: float = 0.0
    width: float = 0.15
    extra: float = 0.0
    blank: float = 0.0
    hints: float = 0.0
    reorder: float = 0.0
    trap: float = 0.0
    layout: str = ""
    tick: str = ""
    tick_hint: float = 0.0
    crossed: bool = False
    more_people: bool = False
    more_opinions: bool = False
    options: str = ""
    opinion: str = ""
    title: str = "printed"
    lettered: bool = False
    style: Style = field(default_factory=Style)


def fit(cells: Sequence[Cel], weights: Sequence[int], total: int) -> list[Cel]:
    """*cells* with spans in proportion to *weights* that sum to *total*."""
    share = [max(1, weight * total // sum(weights)) for weight in weights]
    share[-1] += total - sum(share)
    for cell, span in zip(cells, share, strict=True):
        cell.span = span
    return list(cells)


class Clerk:
    """Types labels and values with its habits."""

    def __init__(self, rng: random.Random, habits: Habits, world: World | None = None) -> None:
        self.rng = rng
        self.habits = habits
        self.world = world or World(rng)
        self.typist = Typist(rng, habits.plainness)
        self.chosen: dict[str, str] = {}

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    # ---- labels

    def word(self, key: str) -> str:
        """The wording of *key*: one choice for a whole document."""
        if key not in self.chosen:
            self.chosen[key] = (
                self.rng.choice(UNUSUAL[key])
                if key in UNUSUAL and self.chance(self.habits.unusual)
                else self.rng.choice(WORDS[key])
                if self.chance(self.habits.synonyms)
                else WORDS[key][0]
            )
        return self.chosen[key]

    def dress(self, text: str, wide: bool = False) -> str:
        """*text* as a label is typed; *wide* labels have a line of their own and are not broken."""
        rng, habits = self.rng, self.habits
        if len(text) == 2 and self.chance(habits.spaced):
            text = text[0] + rng.choice(("　", " ", "  ", "　　")) + text[1]
        elif len(text) == 3 and self.chance(habits.spaced / 2):
            text = rng.choice((" ", "　")).join(text)
        elif not wide and len(text) >= 4 and text.isalpha() and self.chance(habits.vertical):
            return "\n".join(text)
        elif not wide and len(text) >= 4 and self.chance(habits.broken):
            at = rng.randint(2, len(text) - 2)
            text = text[:at] + "\n" + text[at:]
        if self.chance(habits.width):
            text = text.replace("（", "(").replace("）", ")") if "（" in text else text.replace("/", "／")
        if self.chance(habits.star):
            text = rng.choice(("*{}", "{}*", "＊{}", "* {}")).format(text)
        if self.chance(habits.hinted):
            text += rng.choice(("（必填）", "(必填)", "\n（必填）", "（请如实填写）"))
        if self.chance(habits.colon):
            text += rng.choice(("：", ":"))
        return text

    def label(self, key: str, span: int = 1, down: int = 1, text: str | None = None) -> Cel:
        return cel(
            self.dress(self.word(key) if text is None else text),
            span,
            down,
            bold=self.chance(self.habits.bold),
            align=self.rng.choice(("", "center")),
        )

    def value(self, text: str, span: int = 1, down: int = 1) -> Cel:
        return cel(text, span, down, value=True)

    # ---- values

    def person_value(self, key: str, person: Data) -> str:
        typist, value = self.typist, person.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            return str(value)
        if key in ("name", "mobile", "email", "ethnicity"):
            return str(getattr(typist, key)(value))
        if key in ("office_phone", "phone"):
            return typist.phone(value)
        return typist.text(value)

    def narrative(self, text: str | None, hint: str = "") -> str:
        rng = self.rng
        shown = "" if text is None else text
        if hint and (self.chance(self.habits.hints) or (text is None and self.chance(0.5))):
            return hint if not shown else f"{hint}\n{shown}" if rng.random() < 0.6 else f"{shown}\n{hint}"
        if shown and not self.typist.is_plain():
            shown = "\n".join(
                rng.choice(("　　", "    ", "")) + line + rng.choice(("", "", "\n")) for line in shown.split("\n")
            ).rstrip("\n")
        return shown

    def opinion(self, opinion: Data, style: str = "") -> str:
        """An opinion's cell. A missing text or date leaves its place blank."""
        rng = self.rng
        text, date = opinion["text"] or "", opinion["date"]
        style = (
            style
            or self.habits.opinion
            or rng.choice(
                ("printed", "printed", "after", "beside", "colon", "inline", "signed", "handler", "none", "leftover")
            )
        )
        day = self.typist.date(date) if date else rng.choice(("年   月   日", "年　月　日", "    年  月  日"))
        seal = rng.choice(
            ("（公章）", "（盖章）", "(公章)", "（公 章）", "（单位公章）", "（单位盖章）", "（加盖公章）")
        )
        if not opinion["text"] and not date and rng.random() < 0.4:
            return ""
        match style:
            case "printed":
                return f"{text}\n\n\n{seal}\n{day}"
            case "after":
                return f"{text}\n\n{day}\n{seal}"
            case "beside":
                return (
                    f"{text}\n\n{day}{rng.choice(('', '　　'))}{seal}"
                    if rng.random() < 0.5
                    else f"{text}\n{seal}　　{day}"
                )
            case "colon":
                return f"{text}\n{rng.choice(('公 章：', '公章：', '盖章：', '单位（盖章）：', '单位（公章）'))}\n{day}"
            case "inline":
                return f"{text}　　　　　{day}"
            case "signed":
                return f"{text}\n\n{rng.choice(('负责人（签字）：', '负责人签字：', '领导签字：', '签字：', '负责人（签章）：'))}　　　　{seal}\n{day}"
            case "handler":
                return (
                    f"{text}\n{rng.choice(('经办人：', '负责人：'))}　　　　　　　\n{rng.choice(('日期：', ''))}{day}"
                )
            case "leftover":
                return f"{text}\n（公章）\n{day}\n" + ("年   月   日" if date else "")
            case _:
                return f"{text}\n{day}"

    # ---- titles

    def title(self, form: str, edition: str) -> list[Block]:
        """The lines above a form."""
        rng = self.rng
        number, title = TITLES[form, edition]
        mode = self.habits.title
        if mode == "none":
            return []
        blocks: list[Block] = []
        if mode != "bare" and rng.random() < 0.85:
            blocks.append(
                par(
                    rng.choice(
                        (
                            f"附件{number}",
                            f"附件 {number}",
                            f"附件{number}：",
                            f"附件 {number}:",
                            f"附　件{number}",
                            f"附件{chr(0xFF10 + number)}",
                            f"附件{'一二三四五六'[number - 1]}",
                        )
                    ),
                    font="黑体",
                )
            )
        if mode == "other-words":
            title = (
                title.replace("网络学习空间", "网络网络学习空间", 1)
                if edition == "henan-2021" and form != "awarded_list"
                else title
            )
        if mode == "no-year":
            title = title.replace("2020年度", "").replace("2021年度", "")
        if mode == "prefixed":
            where = self.world.city() if edition == "henan-2021" else self.world.place.province
            title = rng.choice(
                (
                    f"{where}{title}",
                    f"{title}（{rng.choice(('样表', '学校', '区域', '电子版', '盖章扫描件'))}）",
                    f"《{title}》",
                    f"{title}（{where}）",
                )
            )
        if rng.random() < 0.3:
            title = title.replace("2020年度", "2020 年度").replace("2021年度", "2021 年度")
        if rng.random() < 0.25:
            for word in ("推荐表", "联系表", "汇总信息表", "名单"):
                if title.endswith(word):
                    title = title[: -len(word)] + rng.choice(("", "\v")) + " ".join(word)
        elif rng.random() < 0.2:
            at = rng.randint(8, len(title) - 4)
            title = title[:at] + "\v" + title[at:]
        if mode == "box":
            blocks.append(Shape([par(title, align="center", bold=True)]))
        elif "\v" in title and rng.random() < 0.5:
            blocks += [par(line, align="center", bold=True, font="方正小标宋简体") for line in title.split("\v")]
        else:
            blocks.append(par(title, align="center", bold=True, font="方正小标宋简体"))
        if rng.random() < 0.12:
            blocks.append(
                par(rng.choice(("填表日期：2020年11月16日", "填报单位（盖章）：", "（请用A4纸打印，一式两份）")))
            )
        return blocks

    # ---- ticks

    def county_word(self, edition: str) -> str:
        """What an edition calls counties, or the other one where a clerk confuses them."""
        return "县区" if (edition == "henan-2021") != self.habits.crossed else "区县"

    def options(self, chosen: str | None, words: dict[str, str]) -> tuple[str, list[list[Inline]]]:
        """The arrangement and, by option, the inlines of one option. ``chosen`` None: nothing ticked."""
        rng, habits = self.rng, self.habits
        style = habits.tick or rng.choice(TICK_STYLES)
        arrangement = habits.options or rng.choice(("cells", "cells", "one", "lines"))
        before = rng.random() < 0.4
        gap = rng.choice(("", "", " "))
        out: list[list[Inline]] = []
        for value, word in words.items():
            tick = Tick(value == chosen, style)
            out.append([tick, gap + word] if before else [word + gap, tick])
        return arrangement, out

    def category_rows(self, chosen: str | None, edition: str, total: int) -> list[list[Cel]]:
        """The row or rows of the kind of nominee."""
        rng = self.rng
        words = {"地市": "地市", "区县": self.county_word(edition), "学校": "学校"}
        arrangement, options = self.options(chosen, words)
        label = self.label("category")
        inlines: list[Inline] = []
        if self.chance(self.habits.tick_hint):
            label.blocks += cel(rng.choice(TICK_HINTS).strip()).blocks
        match arrangement:
            case "rows":
                label.down = 3
                style = self.habits.tick or rng.choice(("√", "√□", "☑", "wingdings2", "control"))
                rows = [
                    fit([label, cel(word), cel([Tick(value == chosen, style)])], (2, 6, 6), total)
                    for value, word in words.items()
                ]
                return [rows[0], *(row[1:] for row in rows[1:])]
            case "hinted":
                for option in options:
                    inlines += [*option, "　　"]
                inlines.append(rng.choice(TICK_HINTS).strip())
                return [fit([label, cel(inlines)], (1, 6), total)]
            case "levels":
                long = {"地市": "地市级", "区县": "县区级" if edition == "henan-2021" else "区县级", "学校": "学校"}
                for option in self.options(chosen, long)[1]:
                    inlines += [*option, "　　"]
                return [fit([label, cel(inlines)], (1, 6), total)]
            case "cells":
                return [fit([label, *(cel(option) for option in options)], (1, 2, 2, 2), total)]
            case "one" | "tight":
                gap = "" if arrangement == "tight" else rng.choice(("    ", "　　", "\t", "   "))
                for index, option in enumerate(options):
                    inlines += ([gap] if index and gap else []) + option
                return [fit([label, cel(inlines)], (1, 6), total)]
            case "lines":
                return [fit([label, cel([Par(list(option)) for option in options])], (1, 6), total)]
            case "paired":
                cells = [label]
                for value, word in words.items():
                    style = self.habits.tick or rng.choice(("√□", "☑", "wingdings", "control", "√", "■"))
                    cells += [cel(word), cel([Tick(value == chosen, style)])]
                return [fit(cells, (2, 1, 1, 1, 1, 1, 1), total)]
            case "beneath":
                style = self.habits.tick or rng.choice(("√", "√□", "☑", "✓only"))
                label.down = 2
                top = fit([label, *(cel(word) for word in words.values())], (1, 2, 2, 2), total)
                below = fit([*(cel([Tick(value == chosen, style)]) for value in words)], (2, 2, 2), total - top[0].span)
                for upper, lower in zip(top[1:], below, strict=True):
                    lower.span = upper.span
                return [top, below]
            case "word":
                return [fit([label, self.value(self.typist.text(words[chosen]) if chosen else "")], (1, 6), total)]
            case "struck" | "deleted":
                for value, word in words.items():
                    mark = "□" if arrangement == "struck" and rng.random() < 0 else ""
                    inlines += [word if value == chosen else Note(arrangement, word + mark), "　　"]
                return [fit([label, cel(inlines)], (1, 6), total)]
            case "kept":
                style = self.habits.tick or rng.choice(
                    ("☑", "√□", "√□√", "wingdings", "wingdings2", "control", "legacy", "eq")
                )
                if chosen:
                    inlines += [words[chosen], Tick(True, style)]
                return [fit([label, cel(inlines)], (1, 6), total)]
        raise ValueError(arrangement)


# ---- true data


def _region_rows(world: World, count: int, henan: bool) -> list[Data]:
    rows: list[Data] = []
    names: set[str] = set()
    while len(rows) < count:
        name, kind = world.region()
        if name in names:
            count -= 1
            continue
        names.add(name)
        person = world.person(f"{name}{world.rng.choice(('教育局', '教育体育局'))}")
        rows.append(
            {
                "no": len(rows) + 1,
                "name": name,
                "type": kind,
                "person": {
                    "name": person.name,
                    "office": person.office,
                    "position": person.position,
                    "mobile": person.mobile,
                },
            }
        )
    return rows


def _school_rows(world: World, count: int) -> list[Data]:
    rows: list[Data] = []
    names: set[str] = set()
    while len(rows) < count:
        name, kind = world.school()
        if name in names:
            continue
        names.add(name)
        person = world.person(name)
        rows.append(
            {
                "no": len(rows) + 1,
                "name": name,
                "type": kind,
                "person": {
                    "name": person.name,
                    "office": person.office,
                    "position": person.position,
                    "mobile": person.mobile,
                },
            }
        )
    return rows


def truth_of(form: str, edition: str, world: World, habits: Habits) -> Data:
    """Invented data for *form*."""
    rng = world.rng
    year = 2021 if edition == "henan-2021" else 2020
    match form:
        case "contact_sheet":
            people = [
                [vars(world.person()) for _ in range(n)]
                for n in (rng.choice((1, 1, 1, 2)), rng.choice((1, 1, 2, 2, 3)))
            ]
            groups = [[{key: person[key] for key in PERSON_KEYS} for person in group] for group in people]
            return {
                "province": world.place.province,
                "department": world.office(),
                "leaders": groups[0],
                "contacts": groups[1],
            }
        case "recommendation":
            category = rng.choice(("地市", "区县", "学校"))
            applicant = (
                world.city() if category == "地市" else world.seat() if category == "区县" else world.school()[0]
            )
            pair = [world.person().values("name", "position", "mobile") for _ in range(2)]
            return {
                "applicant": applicant if edition == "henan-2021" else None,
                "leader": pair[0],
                "contact": pair[1],
                "category": category,
                "space_url": world.url(),
                "account": {"username": world.username(), "password": world.password()},
                "construction": world.narrative(4, habits.trap),
                "application": world.narrative(4, habits.trap),
                "recognition": world.narrative(2, habits.trap),
                "city_opinion": world.opinion(year),
                "province_opinion": world.opinion(year),
            }
        case "summary":
            henan = edition == "henan-2021"
            person = world.person()
            area = world.city() if henan else world.place.province
            department = f"{area}{'教育局' if henan else rng.choice(('教育厅', '教育厅科学技术与信息化处'))}"
            phone = (
                person.mobile
                if rng.random() < 0.3
                else person.office_phone
                if rng.random() < 0.8
                else f"{person.office_phone.split('-')[0]}-{person.office_phone.split('-')[1]}、{world.phone(False)}"
            )
            return {
                "area": area,
                "department": department,
                "contact": {"name": person.name, "position": person.position, "phone": phone, "email": person.email},
                "regions": _region_rows(world, rng.randint(1, 3), henan),
                "schools": _school_rows(world, rng.randint(1, 12)),
            }
        case "implementation_plan":
            schedule = []
            for current in (2020, 2021, 2022):
                cities: list[Data] = [
                    {"name": name, "spaces": rng.choice((rng.randint(1000, 900000), rng.randint(1, 90) * 1000))}
                    for name in rng.sample([city for city, _ in world.place.cities], rng.randint(0, 2))
                ]
                names = [county for _, counties in world.place.cities for county in counties]
                counties: list[Data] = [
                    {"name": name, "spaces": rng.choice((rng.randint(500, 90000), rng.randint(1, 90) * 100))}
                    for name in rng.sample(names, rng.randint(0 if cities else 1, 3))
                ]
                schedule.append(
                    {
                        "year": current,
                        "cities": cities,
                        "counties": counties,
                        "subtotal": sum(item["spaces"] for item in cities + counties),
                    }
                )
            keys = ("objectives", "measures", "selection", "publicity", "safeguards")
            return {
                "schedule": schedule,
                "total": sum(item["subtotal"] for item in schedule),
                "survey": {key: world.narrative(3, habits.trap) for key in ("overview", "problems", "reflection")},
                "work_plan": {key: world.narrative(3, habits.trap) for key in keys},
                "opinion": world.opinion(2020),
            }
        case "awarded_list":
            regions = list(dict.fromkeys(world.region()[0] for _ in range(rng.randint(1, 5))))
            return {
                "regions": regions,
                "schools": list(dict.fromkeys(world.school()[0] for _ in range(rng.randint(2, 15)))),
            }
        case "region_indicators" | "school_indicators":
            return _indicators(form, edition)
    raise ValueError(form)


def _indicators(form: str, edition: str) -> Data:
    preset = tomllib.loads((DEFINITIONS / "moe-2020" / f"{form}.toml").read_text(encoding="utf-8"))["preset"]
    categories = [
        {
            "name": c["name"],
            "points": c["points"],
            "indicators": [
                {"name": i["name"], "points": i["points"], "description": i["description"], "score": None}
                for i in c["indicators"]
            ],
        }
        for c in preset["categories"]
    ]
    if edition == "henan-2021" and form == "region_indicators":
        for indicator in categories[1]["indicators"]:
            if indicator["name"] == "典型案例":
                indicator["description"] = "区域内学校不少于一所获得网络学习空间应用普及活动优秀学校"
    return {"categories": categories, "total_points": 100}


# ---- helpers of the drawers


def _shuffled(clerk: Clerk, keys: Sequence[str]) -> list[str]:
    keys = list(keys)
    if clerk.chance(clerk.habits.reorder):
        clerk.rng.shuffle(keys)
    return keys


def _extra_value(clerk: Clerk, word: str) -> str:
    rng = clerk.rng
    return {
        "备注": rng.choice(("", "", "新任", "无")),
        "年龄": str(rng.randint(25, 60)),
        "传真": "0371-65795000",
        "学历": rng.choice(("本科", "硕士研究生", "大学")),
        "微信号": f"wx{rng.randint(1000, 99999)}",
        "QQ": str(rng.randint(10000000, 3999999999)),
        "出生年月": f"19{rng.randint(65, 95)}.{rng.randint(1, 12):02}",
        "政治面貌": rng.choice(("中共党员", "群众")),
        "邮编": str(rng.randint(100000, 859999)),
        "办公电话": clerk.world.phone(),
        "电子邮箱": clerk.world.email(),
        "学生数": str(rng.randint(100, 9000)),
        "教师数": str(rng.randint(20, 600)),
        "所在区县": clerk.world.county(),
        "推荐理由": rng.choice(("空间应用成效显著", "区域整体推进好", "")),
        "推荐排序": str(rng.randint(1, 9)),
        "学校地址": f"{clerk.world.city()}人民路{rng.randint(1, 200)}号",
    }[word]


def _extras(clerk: Clerk, most: int = 2, words: Sequence[str] = EXTRA_COLUMNS) -> list[str]:
    return clerk.rng.sample(words, clerk.rng.randint(1, most)) if clerk.chance(clerk.habits.extra) else []


def _columns(clerk: Clerk, keys: Sequence[str]) -> list[tuple[str, bool]]:
    """Keys and extra columns in an order; the flag says extra."""
    columns = [(key, False) for key in _shuffled(clerk, keys)]
    for word in _extras(clerk):
        columns.insert(clerk.rng.randint(1, len(columns)) if word != "备注" else len(columns), (word, True))
    return columns


def _head(clerk: Clerk, columns: Sequence[tuple[str, bool]], names: dict[str, str] | None = None) -> list[Cel]:
    return [clerk.label("", text=key) if extra else clerk.label((names or {}).get(key, key)) for key, extra in columns]


def _cells(
    clerk: Clerk, columns: Sequence[tuple[str, bool]], values: Data, typed: Callable[[str, Data], str]
) -> list[Cel]:
    return [clerk.value(_extra_value(clerk, key) if extra else typed(key, values)) for key, extra in columns]


def _line(clerk: Clerk, pairs: Sequence[tuple[str, str]], style: str) -> list[Block]:
    """Labels and values on lines: ``one`` a line each, ``row`` all in one line, ``mixed`` two a line, ``under`` underscores around."""
    rng = clerk.rng
    colon = rng.choice(("：", "：", ":", "： "))

    def item(label: str, value: str) -> str:
        value = value.strip()
        shown = value.replace("\n", " ")
        if style == "under" or rng.random() < 0.05:
            shown = f"__{shown}__" if shown and rng.random() < 0.7 else f"{shown}____" if shown else "________"
        return f"{clerk.dress(label, wide=True).rstrip(':：')}{colon}{shown}"

    if style == "tabs":
        return [par(f"{clerk.dress(label, wide=True)}\t{value.strip()}") for label, value in pairs]
    if style == "numbered":
        mark = rng.choice(("{}.", "{}、", "（{}）", "{}．"))
        return [par(mark.format(index + 1) + item(*pair)) for index, pair in enumerate(pairs)]
    if style == "bullets":
        mark = rng.choice(("● ", "◆", "- ", "• "))
        return [par(mark + item(*pair)) for pair in pairs]
    items = [item(*pair) for pair in pairs]
    size = {"one": 1, "under": rng.choice((1, 2)), "row": len(items), "mixed": 2}.get(style, 1)
    gap = rng.choice(("　", "    ", "\t", "　　"))
    return [par(gap.join(items[i : i + size])) for i in range(0, len(items), size)]


# ---- contact sheet


def draw_contact_sheet(clerk: Clerk, data: Data, edition: str) -> list[Block]:
    rng = clerk.rng
    layout = clerk.habits.layout or rng.choice(LAYOUTS["contact_sheet"][:1] * 3 + LAYOUTS["contact_sheet"])
    groups = (("leaders", data["leaders"]), ("contacts", data["contacts"]))
    province, department = clerk.typist.province(data["province"] or ""), clerk.typist.text(data["department"] or "")
    typed = clerk.person_value
    blank = [dict.fromkeys(PERSON_KEYS)] if clerk.chance(clerk.habits.blank) else []

    def top(total: int) -> list[list[Cel]]:
        if layout == "top-cell":
            gap = rng.choice(("　　　", "      ", "\n", "\t"))
            return [
                [
                    clerk.value(
                        f"{clerk.word('province')}：{province}{gap}{clerk.word('department')}：{department}", total
                    )
                ]
            ]
        if total > 3 and clerk.chance(clerk.habits.reorder / 2):
            return [
                fit(
                    [
                        clerk.label("province"),
                        clerk.value(province),
                        clerk.label("department"),
                        clerk.value(department),
                    ],
                    (1, 2, 1, 2),
                    total,
                )
            ]
        first, second = (("province", province), ("department", department))
        rows = [fit([clerk.label(key), clerk.value(text)], (1, total - 1), total) for key, text in (first, second)]
        return rows[::-1] if clerk.chance(clerk.habits.reorder / 3) else rows

    match layout:
        case "printed" | "top-cell":
            columns = _columns(clerk, PERSON_KEYS)
            total = 1 + len(columns)
            rows = top(total)
            for key, people in groups:
                shown = [*people, *blank]
                rows.append([clerk.label(key, down=1 + len(shown)), *_head(clerk, columns)])
                rows += [_cells(clerk, columns, person, typed) for person in shown]
            return [Tab(rows)]
        case "one-head":
            columns = _columns(clerk, PERSON_KEYS)
            rows = top(1 + len(columns))
            rows.append([clerk.label("", text=rng.choice(("类别", "人员类别", "人员", ""))), *_head(clerk, columns)])
            repeat = rng.random() < 0.4
            for key, people in groups:
                for index, person in enumerate(people):
                    lead = [clerk.label(key)] if repeat else [clerk.label(key, down=len(people))] if index == 0 else []
                    rows.append([*lead, *_cells(clerk, columns, person, typed)])
            return [Tab(rows, 0)]
        case "transposed":
            people = [(key, person) for key, members in groups for person in members]
            rows = top(1 + len(people))
            rows.append(
                [
                    clerk.label("", text=rng.choice(("项目", "", "内容"))),
                    *(clerk.label(key, span=len(members)) for key, members in groups),
                ]
            )
            rows += [
                [clerk.label(key), *(clerk.value(typed(key, person)) for _, person in people)]
                for key in _shuffled(clerk, PERSON_KEYS)
            ]
            return [Tab(rows)]
        case "pairs":
            rows = top(5)
            for key, people in groups:
                keys = _shuffled(clerk, PERSON_KEYS)
                for person in people:
                    side = clerk.label(key, down=4)
                    for index in range(0, 8, 2):
                        rows.append(
                            [
                                *([side] if not index else []),
                                *(
                                    cell
                                    for k in keys[index : index + 2]
                                    for cell in (clerk.label(k), clerk.value(typed(k, person)))
                                ),
                            ]
                        )
            return [Tab(rows)]
        case "headed":
            columns = _columns(clerk, PERSON_KEYS)
            rows = top(len(columns))
            for key, people in groups:
                rows.append([clerk.label(key, span=len(columns))])
                rows.append(_head(clerk, columns))
                rows += [_cells(clerk, columns, person, typed) for person in people]
            return [Tab(rows)]
        case "tables":
            columns = _columns(clerk, PERSON_KEYS)
            blocks: list[Block] = (
                _line(
                    clerk,
                    [(clerk.word("province"), province), (clerk.word("department"), department)],
                    rng.choice(("one", "row")),
                )
                if rng.random() < 0.5
                else [Tab(top(6))]
            )
            for number, (key, people) in enumerate(groups):
                blocks.append(
                    par(
                        f"{'一二'[number]}、{clerk.word(key)}" if rng.random() < 0.7 else f"{clerk.word(key)}：",
                        bold=True,
                    )
                )
                blocks.append(
                    Tab([_head(clerk, columns), *(_cells(clerk, columns, person, typed) for person in people)], 1)
                )
            return blocks
        case "in-cell":
            rows = top(3)
            gap = rng.choice(("\n", "　", "    "))
            for key, people in groups:
                for index, person in enumerate(people):
                    text = gap.join(
                        f"{clerk.word(k)}：{typed(k, person).strip()}" for k in _shuffled(clerk, PERSON_KEYS)
                    )
                    rows.append(
                        [*([clerk.label(key, down=len(people))] if not index else []), clerk.value(text, span=2)]
                    )
            return [Tab(rows)]
        case "label-column":
            rows = [
                [clerk.label("province", span=2), clerk.value(province)],
                [clerk.label("department", span=2), clerk.value(department)],
            ]
            for key, people in groups:
                for person in people:
                    keys = _shuffled(clerk, PERSON_KEYS)
                    for index, k in enumerate(keys):
                        rows.append(
                            [
                                *([clerk.label(key, down=len(keys))] if not index else []),
                                clerk.label(k),
                                clerk.value(typed(k, person)),
                            ]
                        )
            return [Tab(rows)]
        case "side":
            for _, people in groups:
                del people[1:]
            rows = top(4)
            rows.append([clerk.label(key, span=2) for key, _ in groups])
            rows += [
                [cell for _, people in groups for cell in (clerk.label(k), clerk.value(typed(k, people[0])))]
                for k in _shuffled(clerk, PERSON_KEYS)
            ]
            return [Tab(rows)]
        case "repeat":
            columns = _columns(clerk, PERSON_KEYS)
            rows = top(1 + len(columns))
            for key, people in groups:
                for person in people:
                    rows.append([clerk.label(key, down=2), *_head(clerk, columns)])
                    rows.append(_cells(clerk, columns, person, typed))
            return [Tab(rows)]
        case "compound":
            rows = top(4)
            for key, people in groups:
                word = "负责人" if key == "leaders" else "联系人"
                for person in people[:1]:
                    pairs = [
                        (clerk.label("", text=word + clerk.word(k)), clerk.value(typed(k, person)))
                        for k in _shuffled(clerk, PERSON_KEYS)
                    ]
                    rows += [[*pairs[i], *pairs[i + 1]] for i in range(0, 8, 2)]
                del people[1:]
            return [Tab(rows)]
        case (
            "plain" | "plain-row" | "plain-under" | "plain-compound" | "plain-tabs" | "plain-numbered" | "plain-bullets"
        ):
            style = PLAIN.get(layout) or rng.choice(("one", "mixed"))
            blocks = _line(clerk, [(clerk.word("province"), province), (clerk.word("department"), department)], style)
            for key, people in groups:
                word = "负责人" if key == "leaders" else "联系人"
                if layout == "plain-compound":
                    del people[1:]
                    blocks += _line(clerk, [(word + clerk.word(k), typed(k, people[0])) for k in PERSON_KEYS], style)
                    continue
                blocks.append(
                    par(
                        f"{clerk.word(key)}{rng.choice(('：', ''))}"
                        if rng.random() < 0.6
                        else f"{'一' if key == 'leaders' else '二'}、{clerk.word(key)}",
                        bold=True,
                    )
                )
                for person in people:
                    blocks += _line(
                        clerk, [(clerk.word(k), typed(k, person)) for k in _shuffled(clerk, PERSON_KEYS)], style
                    )
            return blocks
    raise ValueError(layout)


# ---- recommendation


def draw_recommendation(clerk: Clerk, data: Data, edition: str) -> list[Block]:
    rng = clerk.rng
    layout = clerk.habits.layout or rng.choice(LAYOUTS["recommendation"][:1] * 3 + LAYOUTS["recommendation"])
    henan = edition == "henan-2021"
    typist = clerk.typist
    total = 14
    keys = ("name", "position", "mobile")
    groups = ("leader", "contact")
    names = {"mobile": "rec_mobile"}
    hint = LENGTH_HINT if henan else ""
    texts = {key: clerk.narrative(data[key], hint) for key in ("construction", "application", "recognition")}
    opinions = {key: clerk.opinion(data[key]) for key in ("city_opinion", "province_opinion")}
    if henan and clerk.chance(max(clerk.habits.hints, 0.1)):
        opinions["city_opinion"] = (
            CITY_HINT + "\n" + opinions["city_opinion"]
            if rng.random() < 0.6
            else opinions["city_opinion"] + "\n" + CITY_HINT
        )
    url, user, password = (
        typist.url(data["space_url"] or ""),
        typist.verbatim(data["account"]["username"] or ""),
        typist.verbatim(data["account"]["password"] or ""),
    )
    applicant = typist.place(data["applicant"] or "")

    def person_rows(where: str) -> list[list[Cel]]:
        order = _shuffled(clerk, keys)
        extras = _extras(clerk, 1)
        match where:
            case "printed":
                rows = []
                for group in groups:
                    cells = [clerk.label(group)]
                    for key in order:
                        cells += [clerk.label(names.get(key, key)), clerk.value(clerk.person_value(key, data[group]))]
                    for word in extras:
                        cells += [clerk.label("", text=word), clerk.value(_extra_value(clerk, word))]
                    rows.append(fit(cells, (2, *(2,) * (len(cells) - 1)), total))
                return rows
            case "matrix":
                columns = [(key, False) for key in order] + [(word, True) for word in extras]
                weights = (2, *(3,) * len(columns))
                rows = [
                    fit(
                        [clerk.label("", text=rng.choice(("人员", "", "类别"))), *_head(clerk, columns, names)],
                        weights,
                        total,
                    )
                ]
                return rows + [
                    fit([clerk.label(group), *_cells(clerk, columns, data[group], clerk.person_value)], weights, total)
                    for group in groups
                ]
            case "transposed":
                rows = [
                    fit(
                        [clerk.label("", text=rng.choice(("", "项目"))), *(clerk.label(group) for group in groups)],
                        (2, 6, 6),
                        total,
                    )
                ]
                return rows + [
                    fit(
                        [
                            clerk.label(names.get(key, key)),
                            *(clerk.value(clerk.person_value(key, data[group])) for group in groups),
                        ],
                        (2, 6, 6),
                        total,
                    )
                    for key in order
                ]
            case "below":
                rows = []
                for group in groups:
                    first = fit(
                        [clerk.label(group, down=2), *(clerk.label(names.get(key, key)) for key in order)],
                        (2, 4, 4, 4),
                        total,
                    )
                    second = [clerk.value(clerk.person_value(key, data[group])) for key in order]
                    for upper, lower in zip(first[1:], second, strict=True):
                        lower.span = upper.span
                    rows += [first, second]
                return rows
            case "in-cell":
                gap = rng.choice(("\n", "　　", "    "))
                return [
                    fit(
                        [
                            clerk.label(group),
                            clerk.value(
                                gap.join(
                                    f"{clerk.word(names.get(key, key))}：{clerk.person_value(key, data[group]).strip()}"
                                    for key in order
                                )
                            ),
                        ],
                        (2, 12),
                        total,
                    )
                    for group in groups
                ]
            case "compound":
                rows = []
                for group in groups:
                    word = "负责人" if group == "leader" else "联系人"
                    cells = []
                    for key in order:
                        cells += [
                            clerk.label("", text=word + clerk.word(names.get(key, key))),
                            clerk.value(clerk.person_value(key, data[group])),
                        ]
                    rows.append(fit(cells, (2, 3, 2, 2, 2, 3), total))
                return rows
            case "column":
                rows = []
                for group in groups:
                    for index, key in enumerate(order):
                        lead = [clerk.label(group, down=3)] if not index else []
                        row = fit(
                            [
                                *lead,
                                clerk.label(names.get(key, key)),
                                clerk.value(clerk.person_value(key, data[group])),
                            ],
                            (2, 2, 10) if lead else (2, 10),
                            total if lead else total - 2,
                        )
                        rows.append(row)
                return rows
            case "side":
                rows = [fit([clerk.label(group) for group in groups], (7, 7), total)]
                return rows + [
                    fit(
                        [
                            cell
                            for group in groups
                            for cell in (
                                clerk.label(names.get(key, key)),
                                clerk.value(clerk.person_value(key, data[group])),
                            )
                        ],
                        (2, 5, 2, 5),
                        total,
                    )
                    for key in order
                ]
            case "headed":
                rows = []
                for group in groups:
                    rows.append([clerk.label(group, span=total)])
                    cells = [
                        cell
                        for key in order
                        for cell in (
                            clerk.label(names.get(key, key)),
                            clerk.value(clerk.person_value(key, data[group])),
                        )
                    ]
                    rows.append(fit(cells, (2, 3, 2, 2, 2, 3), total))
                return rows
        raise ValueError(where)

    if layout.startswith("plain"):
        return _plain_recommendation(clerk, data, edition, layout, texts, opinions, url, user, password, applicant)
    where = (
        layout
        if layout in ("printed", "matrix", "transposed", "below", "in-cell", "compound", "column", "headed", "side")
        else rng.choice(("printed", "below"))
    )
    wide = layout == "full-width"
    same = layout == "same-cell"

    def text_rows(key: str, text: str) -> list[list[Cel]]:
        if layout == "signature-row" and key.endswith("opinion"):
            wording, _, rest = text.partition("\n")
            label = clerk.label(key, down=2)
            first = fit([label, clerk.value(wording)], (2, 12), total)
            return [first, [clerk.value(rest.strip("\n"), span=first[1].span)]]
        if wide:
            return [[clerk.label(key, span=total)], [clerk.value(text, span=total)]]
        if same:
            cell = clerk.value(text, span=total)
            lead = clerk.dress(clerk.word(key), wide=True).rstrip(":：") + "："
            if rng.random() < 0.5 and isinstance(cell.blocks[0], Par):
                cell.blocks[0].inlines.insert(0, lead)
            else:
                cell.blocks.insert(0, par(lead))
            return [[cell]]
        return [fit([clerk.label(key), clerk.value(text)], (2, 12), total)]

    def short(*pairs: tuple[str, str]) -> list[list[Cel]]:
        if same:
            cells = [
                clerk.value(f"{clerk.dress(clerk.word(key), wide=True).rstrip(':：')}：{text}") for key, text in pairs
            ]
            return [fit(cells, (1,) * len(cells), total)]
        cells = [cell for key, text in pairs for cell in (clerk.label(key), clerk.value(text))]
        return [fit(cells, (2, 12) if len(pairs) == 1 else (2, 5, 2, 5), total)]

    parts: list[list[list[Cel]]] = [
        person_rows(where),
        clerk.category_rows(data["category"], edition, total),
        short(("space_url", url)),
    ]
    parts.append(
        short(("username", user), ("password", password))
        if rng.random() < 0.8
        else short(("username", user)) + short(("password", password))
    )
    parts.append([row for key, text in texts.items() for row in text_rows(key, text)])
    if clerk.chance(clerk.habits.extra):
        word, value = rng.choice(
            (
                ("通讯地址", "郑州市顺河路11号"),
                ("邮政编码", "450000"),
                ("备注", ""),
                ("开户银行", "中国银行"),
                ("法人代码", "12410000415800"),
            )
        )
        parts.append([fit([clerk.label("", text=word), clerk.value(value)], (2, 12), total)])
    if clerk.chance(clerk.habits.reorder):
        rng.shuffle(parts)
    parts.append([row for key, text in opinions.items() for row in text_rows(key, text)])
    blocks: list[Block] = []
    if clerk.habits.more_people:
        word = rng.choice(("填表人", "技术支持人员", "空间管理员", "分管领导"))
        other = vars(clerk.world.person())
        cells = [clerk.label("", text=word)]
        for key in keys:
            cells += [clerk.label(names.get(key, key)), clerk.value(clerk.person_value(key, other))]
        parts.insert(rng.choice((1, len(parts) - 1)), [fit(cells, (2,) * 7, total)])
    if clerk.habits.more_opinions:
        word = rng.choice(("学校意见", "申报单位意见", "县区级教育行政部门推荐意见", "专家评审意见", "校长意见"))
        text = clerk.opinion(clerk.world.opinion(2021 if henan else 2020), "printed")
        parts.insert(len(parts) - 1, [fit([clerk.label("", text=word), clerk.value(text)], (2, 12), total)])
    if henan and layout == "outside":
        blocks += _line(clerk, [(clerk.word("applicant"), applicant)], "one")
    elif henan:
        parts.insert(0, short(("applicant", applicant)))
    if clerk.chance(clerk.habits.blank):
        parts.insert(rng.randint(1, len(parts) - 1), [[cel("", span=total)]])
    rows = [row for part in parts for row in part]
    blocks.append(Tab(rows))
    if layout == "two-tables":
        cut = rng.randint(3, len(rows) - 1)
        while any(cell.down > 1 for cell in rows[cut - 1]):
            cut -= 1
        blocks = [*blocks[:-1], Tab(rows[:cut]), rng.choice((par(""), Page())), Tab(rows[cut:])]
    if henan and rng.random() < 0.8:
        blocks.append(par(NOTE_REC))
    return blocks


def _plain_recommendation(
    clerk: Clerk,
    data: Data,
    edition: str,
    layout: str,
    texts: Data,
    opinions: Data,
    url: str,
    user: str,
    password: str,
    applicant: str,
) -> list[Block]:
    rng = clerk.rng
    style = PLAIN.get(layout) or rng.choice(("one", "mixed"))
    henan = edition == "henan-2021"
    blocks: list[Block] = _line(clerk, [(clerk.word("applicant"), applicant)], style) if henan else []
    for group in ("leader", "contact"):
        word = "负责人" if group == "leader" else "联系人"
        pairs = [
            (clerk.word("rec_mobile" if key == "mobile" else key), clerk.person_value(key, data[group]))
            for key in ("name", "position", "mobile")
        ]
        if layout == "plain-compound":
            blocks += _line(clerk, [(word + label, value) for label, value in pairs], style)
            continue
        if style == "row" and rng.random() < 0.5:
            lines = _line(clerk, pairs, style)
            assert isinstance(lines[0], Par)
            lines[0].inlines.insert(0, f"{clerk.word(group)}：")
            blocks += lines
            continue
        blocks += [par(f"{clerk.word(group)}：", bold=True), *_line(clerk, pairs, style)]
    words = {"地市": "地市", "区县": clerk.county_word(edition), "学校": "学校"}
    _, options = clerk.options(data["category"], words)
    inlines: list[Inline] = [f"{clerk.word('category')}："]
    for index, option in enumerate(options):
        inlines += (["　　"] if index else []) + option
    blocks.append(
        Par(inlines)
        if data["category"] is None or rng.random() < 0.8
        else par(f"{clerk.word('category')}：{words[data['category']]}")
    )
    blocks += _line(clerk, [(clerk.word("space_url"), url)], "one") + _line(
        clerk,
        [(clerk.word("username"), user), (clerk.word("password"), password)],
        "one" if style in ("under", "numbered") else style,
    )
    heads = rng.choice(("number", "colon", "inline"))
    for index, (key, text) in enumerate([*texts.items(), *opinions.items()]):
        label = clerk.word(key)
        if heads == "inline" and not key.endswith("opinion"):
            lines = text.strip().split("\n")
            blocks += [par(f"{label}：{lines[0].strip()}"), *(par(line) for line in lines[1:])]
        else:
            blocks += [
                par(f"{'一二三四五'[index]}、{label}" if heads == "number" else f"{label}：", bold=True),
                *(par(line) for line in text.split("\n") if line.strip() or rng.random() < 0.3),
            ]
    return blocks


# ---- summary


def draw_summary(clerk: Clerk, data: Data, edition: str) -> list[Block]:
    rng = clerk.rng
    layout = clerk.habits.layout or rng.choice(LAYOUTS["summary"][:1] * 3 + LAYOUTS["summary"])
    henan = edition == "henan-2021"
    typist = clerk.typist
    who = "联系人" if henan else "负责人"
    contact = data["contact"]
    area = typist.place(data["area"] or "") if henan else typist.province(data["area"] or "")
    head = {
        "area_henan" if henan else "area_moe": area,
        "dept_henan" if henan else "dept_moe": typist.text(data["department"] or ""),
        "sum_contact": clerk.person_value("name", contact),
        "sum_phone": clerk.person_value("phone", contact),
        "sum_position": clerk.person_value("position", contact),
        "email": clerk.person_value("email", contact),
    }
    unit = "unit_henan" if henan else "unit_moe"
    person_names = {"office": unit}

    def typed(kind: str) -> Callable[[str, Data], str]:
        def value(key: str, row: Data) -> str:
            if key == "no":
                return "" if row["no"] is None else typist.ordinal(row["no"])
            if key == "place":
                return typist.place(row["name"] or "")
            if key == "type":
                return (
                    ""
                    if row["type"] is None
                    else typist.region_type(row["type"], henan)
                    if kind == "region"
                    else typist.school_type(row["type"])
                )
            return clerk.person_value(key, row["person"])

        return value

    note = par(NOTE_HENAN if henan else NOTE_MOE)
    lists = (("region", data["regions"]), ("school", data["schools"]))
    person_keys = ("name", "office", "position", "mobile")

    def names(kind: str) -> dict[str, str]:
        return {"place": f"{kind}_name", "type": f"{kind}_type", **person_names}

    blank_row = {"no": None, "name": None, "type": None, "person": dict.fromkeys(person_keys)}

    def filled(rows: list[Data]) -> list[Data]:
        return [*rows, *([blank_row] * rng.randint(1, 3) if clerk.chance(clerk.habits.blank) else [])]

    def head_rows(total: int) -> list[list[Cel]]:
        keys = list(head)
        if layout == "head-cell":
            gap = rng.choice(("　　", "    ", "\t"))
            pairs = [
                f"{clerk.dress(clerk.word(key), wide=True).rstrip(':：')}：{text.strip()}" for key, text in head.items()
            ]
            if rng.random() < 0.5:
                return [[clerk.value(gap.join(pairs), total)]]
            return [[clerk.value(gap.join(pairs[:3]), total)], [clerk.value(gap.join(pairs[3:]), total)]]
        cells = {key: (clerk.label(key), clerk.value(text)) for key, text in head.items()}
        if rng.random() < 0.7 and total >= 8:
            area_label, area_value = cells[keys[0]]
            dept_label, dept_value = cells[keys[1]]
            for cell in (area_label, area_value, dept_label, dept_value):
                cell.down = 2
            first = fit(
                [area_label, area_value, dept_label, dept_value, *cells["sum_contact"], *cells["sum_phone"]],
                (1,) * 8,
                total,
            )
            second = [*cells["sum_position"], *cells["email"]]
            for upper, lower in zip(first[4:], second, strict=True):
                lower.span = upper.span
            return [first, second]
        return [fit([*cells[keys[i]], *cells[keys[i + 1]]], (1, 2, 1, 2), total) for i in (0, 2, 4)]

    def list_rows(kind: str, rows: list[Data], lead: bool, flat: bool) -> tuple[list[list[Cel]], int]:
        fixed = _shuffled(clerk, ("place", "type"))
        order = _shuffled(clerk, person_keys)
        extras = [(word, True) for word in _extras(clerk, 2, SUMMARY_COLUMNS)]
        columns = [("no", False), *((key, False) for key in fixed), *((key, False) for key in order), *extras]
        shown = filled(rows)
        flat = flat or bool(extras)
        out: list[list[Cel]] = []
        if flat:
            label_names = names(kind)
            cells = []
            for key, extra in columns:
                if key in ("name", "position", "mobile", "office") and not extra:
                    word = clerk.word(label_names.get(key, key))
                    cells.append(
                        clerk.label(
                            "", text=who + word if key == "name" or (rng.random() < 0.4 and key != "office") else word
                        )
                    )
                else:
                    cells.append(clerk.label("", text=key) if extra else clerk.label(label_names.get(key, key)))
            out.append(cells)
        else:
            group = f"区域教育行政部门{who}信息" if kind == "region" else f"学校{who}信息"
            out.append(
                [
                    clerk.label("no", down=2),
                    *(clerk.label(names(kind)[key], down=2) for key in fixed),
                    clerk.label("", span=4, text=group),
                ]
            )
            out.append([clerk.label(names(kind).get(key, key)) for key in order])
        header = len(out)
        out += [_cells(clerk, columns, row, typed(kind)) for row in shown]
        if lead:
            out[0].insert(0, clerk.label("", down=len(out), text="区域" if kind == "region" else "学校"))
        return out, header

    match layout:
        case "printed" | "flat" | "noisy" | "headed-again" | "head-cell":
            parts = [
                list_rows(kind, rows, True, layout == "flat" or (layout != "printed" and rng.random() < 0.5))
                for kind, rows in lists
            ]
            total = max(sum(cell.span for cell in part[0][0]) for part in parts)
            for part, _ in parts:
                short = total - sum(cell.span for cell in part[0])
                if short:
                    part[0][-1].span += short
                    for row in part[1:]:
                        row[-1].span += short
            for (part, size), (_, rows), word in zip(parts, lists, ("区域", "所学校"), strict=True):
                lead = part[0][0]
                if layout == "noisy":
                    # rows that hold no entry: an ellipsis, a sum, a remark
                    width = total - 1
                    noise = rng.sample(
                        (
                            [cel("……", width)],
                            [cel("…"), *(cel("…") for _ in range(width - 1))],
                            [
                                cel("合计"),
                                cel(f"{len(rows)}个{word}" if word == "区域" else f"{len(rows)}{word}", width - 1),
                            ],
                            [cel("（可加行）", width)],
                        ),
                        rng.randint(1, 2),
                    )
                    part += noise
                    lead.down += len(noise)
                elif layout == "headed-again" and len(rows) > 2:
                    # the header typed again in the middle of the list
                    again = [[Cel(list(cell.blocks), cell.span, cell.down) for cell in row] for row in part[:size]]
                    del again[0][0]
                    at = rng.randint(size + 1, size + len(rows) - 1)
                    part[at:at] = again
                    lead.down += size
            return [Tab([*head_rows(total), *parts[0][0], *parts[1][0]]), note]
        case "tables" | "lines":
            blocks: list[Block] = (
                [Tab(head_rows(8))]
                if layout == "tables"
                else _line(
                    clerk, [(clerk.word(key), text) for key, text in head.items()], rng.choice(("one", "mixed", "row"))
                )
            )
            for number, (kind, rows) in enumerate(lists):
                words = ("优秀区域", "区域", "推荐区域") if kind == "region" else ("优秀学校", "学校", "推荐学校")
                blocks.append(par(f"{'一二'[number]}、{rng.choice(words)}", bold=True))
                part, header = list_rows(kind, rows, False, rng.random() < 0.5)
                blocks.append(Tab(part, header if rng.random() < 0.5 else 0))
            return [*blocks, note]
        case "split" | "split-headed":
            blocks = [Tab(head_rows(8))]
            for kind, rows in lists:
                part, header = list_rows(kind, rows, False, rng.random() < 0.5)
                blocks.append(par(f"{'一、优秀区域' if kind == 'region' else '二、优秀学校'}"))
                if len(part) - header < 3:
                    blocks.append(Tab(part))
                    continue
                cut = rng.randint(header + 1, len(part) - 1)
                second = part[cut:]
                if layout == "split-headed":
                    second = [
                        [Cel(list(cell.blocks), cell.span, cell.down) for cell in row] for row in part[:header]
                    ] + second
                blocks += [Tab(part[:cut]), rng.choice((par(""), Page())), Tab(second)]
            return [*blocks, note]
        case "ordered":
            blocks = [Tab(head_rows(8))]
            for number, (kind, rows) in enumerate(lists):
                part, header = list_rows(kind, [row | {"no": None} for row in rows], False, True)
                for row in part[header:]:
                    if all(
                        isinstance(block, Par) and any(str(item).strip() for item in block.inlines)
                        for block in row[1].blocks[:1]
                    ):
                        row[0] = Cel([Par([], numbering=6 + number)])
                blocks += [par("一、优秀区域" if kind == "region" else "二、优秀学校", bold=True), Tab(part)]
            return [*blocks, note]
        case "below":
            blocks = [Tab([[clerk.label(key) for key in head], [clerk.value(text) for text in head.values()]])]
            for kind, rows in lists:
                part, _ = list_rows(kind, rows, False, True)
                part.insert(
                    0, [clerk.label("", span=len(part[0]), text="优秀区域" if kind == "region" else "优秀学校")]
                )
                blocks += [par(""), Tab(part)]
            return [*blocks, note]
        case "foot":
            both = [list_rows(kind, rows, True, True)[0] for kind, rows in lists]
            total = max(sum(cell.span for cell in part[0]) for part in both)
            for part in both:
                short = total - sum(cell.span for cell in part[0])
                for line in part:
                    line[-1].span += short
            return [Tab([*both[0], *both[1], *head_rows(total)]), note]
        case "cards":
            blocks = [Tab(head_rows(8))]
            for kind, rows in lists:
                label_names = names(kind)
                for row in rows:
                    cells = {
                        key: (clerk.label(label_names.get(key, key)), clerk.value(typed(kind)(key, row)))
                        for key in ("place", "type", *person_keys)
                    }
                    keys = list(cells)
                    blocks += [
                        par(f"{'优秀区域' if kind == 'region' else '优秀学校'}{row['no']}"),
                        Tab([[*cells[keys[i]], *cells[keys[i + 1]]] for i in (0, 2, 4)]),
                    ]
                    row["no"] = {"any": [row["no"], "?"]}
            return [*blocks, note]
        case "banded" | "banded-once":
            order = ("name", "office", "position", "mobile")
            label_names = {"office": unit}

            def header_row(kind: str) -> list[Cel]:
                words = (
                    ("名称", "类型")
                    if layout == "banded-once"
                    else (clerk.word(f"{kind}_name"), clerk.word(f"{kind}_type"))
                )
                return [
                    clerk.label("no"),
                    *(clerk.label("", text=word) for word in words),
                    *(
                        clerk.label("", text=(who if key == "name" else "") + clerk.word(label_names.get(key, key)))
                        for key in order
                    ),
                ]

            rows_out = [header_row("region")] if layout == "banded-once" else []
            for number, (kind, rows) in enumerate(lists):
                rows_out.append(
                    [
                        cel(
                            rng.choice(("{}、{}", "{1}")).format(
                                "一二"[number], "优秀区域" if kind == "region" else "优秀学校"
                            ),
                            7,
                        )
                    ]
                )
                if layout == "banded":
                    rows_out.append(header_row(kind))
                rows_out += [
                    [clerk.value(typed(kind)(key, row)) for key in ("no", "place", "type", *order)]
                    for row in filled(rows)
                ]
            return [Tab(head_rows(8)), par(""), Tab(rows_out), note]
        case "plain":
            blocks = _line(clerk, [(clerk.word(key), text) for key, text in head.items()], rng.choice(("one", "mixed")))
            for number, (kind, rows) in enumerate(lists):
                blocks.append(par(f"{'一二'[number]}、{'优秀区域' if kind == 'region' else '优秀学校'}", bold=True))
                label_names = names(kind)
                for index, row in enumerate(rows):
                    pairs = [
                        (clerk.word(label_names.get(key, key)), typed(kind)(key, row))
                        for key in ("place", "type", *person_keys)
                    ]
                    lines = _line(clerk, pairs, "row")
                    assert isinstance(lines[0], Par)
                    lines[0].inlines.insert(0, f"{index + 1}. ")
                    blocks += lines
                    # whether the number of a line is the entry's number is a matter of taste
                    row["no"] = {"any": [index + 1, "?"]}
            return blocks
        case "merged":
            order = ("name", "office", "position", "mobile")
            label_names = {"office": unit}
            rows_out = [
                [
                    clerk.label("", text="类别"),
                    clerk.label("no"),
                    clerk.label("", text="名称"),
                    clerk.label("", text="类型"),
                    *(
                        clerk.label("", text=(who if key == "name" else "") + clerk.word(label_names.get(key, key)))
                        for key in order
                    ),
                ]
            ]
            for kind, rows in lists:
                for row in rows:
                    texts = [typed(kind)(key, row) for key in ("no", "place", "type", *order)]
                    rows_out.append(
                        [cel("优秀区域" if kind == "region" else "优秀学校"), *(clerk.value(text) for text in texts)]
                    )
            return [Tab(head_rows(8)), par(""), Tab(rows_out), note]
    raise ValueError(layout)


# ---- implementation plan


SECTIONS: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "survey",
        "二、",
        "现状调研",
        (("overview", "网络学习空间建设与应用概况"), ("problems", "主要问题"), ("reflection", "工作思考")),
    ),
    (
        "work_plan",
        "三、",
        "2020年工作安排",
        (
            ("objectives", "目标任务"),
            ("measures", "区域整体推进举措"),
            ("selection", "推荐遴选安排"),
            ("publicity", "宣传推广安排"),
            ("safeguards", "相关保障"),
        ),
    ),
)


def draw_implementation_plan(clerk: Clerk, data: Data, edition: str) -> list[Block]:
    rng = clerk.rng
    layout = clerk.habits.layout or rng.choice(LAYOUTS["implementation_plan"][:1] * 3 + LAYOUTS["implementation_plan"])
    typist = clerk.typist
    extras = _extras(clerk, 1)
    extras = ["备注"] if extras else []
    multi = layout == "stacked"
    if layout == "wide":
        return _wide_plan(clerk, data)
    last = rng.random() < 0.2 and layout != "printed"

    def count(value: int | None) -> str:
        return "" if value is None else typist.count(value)

    def year(value: int) -> str:
        return rng.choice((f"{value}年", f"{value} 年", f"{value}", f"{value}年度"))

    subtotal_first = clerk.chance(clerk.habits.reorder / 3)
    places = [clerk.label(key, span=2) for key in ("cities", "counties")]
    tail = [clerk.label("", down=2, text=word) for word in extras]
    subtotal_head = clerk.label("subtotal", down=2)
    head = [
        clerk.label("year", down=2),
        *([subtotal_head, *places] if subtotal_first else [*places, subtotal_head]),
        *tail,
    ]
    second = [clerk.label(key) for _ in range(2) for key in ("place", "spaces")]
    rows: list[list[Cel]] = [head, second]

    def assemble(lead: list[Cel], middle: list[Cel], subtotal: list[Cel], rest: list[Cel]) -> list[Cel]:
        return [*lead, *(subtotal + middle if subtotal_first else middle + subtotal), *rest]

    for item in data["schedule"]:
        cities, counties = item["cities"], item["counties"]
        if multi:
            middle = []
            for group in (cities, counties):
                middle += [
                    clerk.value("\n".join(place["name"] for place in group)),
                    clerk.value("\n".join(count(place["spaces"]) for place in group)),
                ]
            rows.append(
                assemble(
                    [cel(year(item["year"]))],
                    middle,
                    [clerk.value(count(item["subtotal"]))],
                    [clerk.value("") for _ in extras],
                )
            )
            continue
        height = max(len(cities), len(counties), 1)
        repeat = layout == "repeated"
        for index in range(height):
            middle = []
            for group in (cities, counties):
                place = group[index] if index < len(group) else None
                middle += [
                    clerk.value(typist.place(place["name"]) if place else ""),
                    clerk.value(count(place["spaces"]) if place else ""),
                ]
            if repeat:
                rows.append(
                    assemble(
                        [cel(year(item["year"]))],
                        middle,
                        [clerk.value(count(item["subtotal"]) if not index else "")],
                        [clerk.value("") for _ in extras],
                    )
                )
            elif index == 0:
                rows.append(
                    assemble(
                        [cel(year(item["year"]), down=height)],
                        middle,
                        [clerk.value(count(item["subtotal"]), down=height)],
                        [clerk.value("", down=height) for _ in extras],
                    )
                )
            else:
                rows.append(middle)
    total_cells = [clerk.value(count(data["total"]))]
    if rng.random() < 0.5:
        rows.append(
            assemble(
                [clerk.label("total")],
                [clerk.value("") for _ in range(4)],
                total_cells,
                [clerk.value("") for _ in extras],
            )
        )
    else:
        rows.append(
            assemble([clerk.label("total")], [clerk.value("", span=4)], total_cells, [clerk.value("") for _ in extras])
        )
    blocks: list[Block] = [par("一、区域整体推进计划表", bold=True), Tab(rows, 2 if rng.random() < 0.3 else 0)]
    if layout == "broken":
        cut = next(
            (
                i
                for i in range(3, len(rows))
                if any(
                    cell.blocks
                    and isinstance(cell.blocks[0], Par)
                    and str(cell.blocks[0].inlines[0] if cell.blocks[0].inlines else "").startswith(("2021", "2022"))
                    for cell in rows[i][:1]
                )
            ),
            3,
        )
        head_again = (
            [[Cel(list(cell.blocks), cell.span, cell.down) for cell in row] for row in rows[:2]]
            if rng.random() < 0.5
            else []
        )
        blocks = [par("一、区域整体推进计划表", bold=True), Tab(rows[:cut]), par(""), Tab([*head_again, *rows[cut:]])]
    if rng.random() < 0.7:
        blocks.append(
            par("注明：区域整体推进中，根据各地实际情况，可完全采取用地市推进或区县推进，也可地市和区县统筹考虑推进。")
        )
    if layout in ("per-year", "typed"):
        blocks = [par("一、区域整体推进计划表", bold=True)]
        if layout == "typed":
            rows = [[clerk.label("year"), cel("类型"), cel("名称"), clerk.label("spaces")]]
            for item in data["schedule"]:
                entries = [("地市", place) for place in item["cities"]] + [
                    ("区县", place) for place in item["counties"]
                ]
                for index, (word, place) in enumerate(entries):
                    rows.append(
                        [
                            *([cel(year(item["year"]), down=len(entries) + 1)] if not index else []),
                            cel(word),
                            clerk.value(place["name"]),
                            clerk.value(count(place["spaces"])),
                        ]
                    )
                rows.append([cel("小计", 2), clerk.value(count(item["subtotal"]))])
            rows.append([cel("总体统计", 3), clerk.value(count(data["total"]))])
            blocks.append(Tab(rows))
        else:
            for item in data["schedule"]:
                rows = [
                    [clerk.label(key, span=2) for key in ("cities", "counties")],
                    [clerk.label(key) for _ in range(2) for key in ("place", "spaces")],
                ]
                for index in range(max(len(item["cities"]), len(item["counties"]))):
                    rows.append(
                        [
                            clerk.value(text)
                            for group in (item["cities"], item["counties"])
                            for text in (
                                (group[index]["name"], count(group[index]["spaces"]))
                                if index < len(group)
                                else ("", "")
                            )
                        ]
                    )
                rows.append([cel("小计"), clerk.value(count(item["subtotal"]), 3)])
                blocks += [par(year(item["year"])), Tab(rows)]
            blocks.append(par(f"总体统计：{count(data['total'])}"))
    if layout == "all-table":
        rows2: list[list[Cel]] = []
        for group, _, word, fields in SECTIONS:
            for index, (key, label) in enumerate(fields):
                rows2.append(
                    [
                        *([clerk.label("", down=len(fields), text=word)] if not index else []),
                        clerk.label("", text=label),
                        clerk.value(clerk.narrative(data[group][key])),
                    ]
                )
        rows2.append(
            [clerk.label("", span=2, text="省级教育行政部门意见"), clerk.value(clerk.opinion(data["opinion"]))]
        )
        return [*blocks, Tab(rows2)]
    numbering = (
        rng.choice(("（{}）", "（{}）", "({})", "{}. ", "", "auto", "style")) if layout != "printed" else "（{}）"
    )
    for position, (group, number, word, fields) in enumerate(SECTIONS):
        word = "2020 年工作安排" if word.startswith("2020") and rng.random() < 0.5 else word
        blocks.append(par(number + word, bold=True, heading=1 if numbering == "style" else 0))
        for index, (key, label) in enumerate(fields):
            label = rng.choice((label, label + "：")) if rng.random() < 0.2 else label
            if numbering == "auto":
                blocks.append(par(label, numbering=8 + position, bold=True))
            elif numbering == "style":
                blocks.append(par(f"（{'一二三四五'[index]}）{label}", heading=2))
            elif numbering == "":
                blocks.append(par(label, bold=True))
            else:
                blocks.append(
                    par(
                        numbering.format("一二三四五"[index] if numbering != "{}. " else str(index + 1)) + label,
                        bold=True,
                    )
                )
            text = data[group][key]
            blocks += (
                [par(line, value=True) for line in clerk.narrative(text).split("\n") if line] if text else [par("")]
            )
    blocks.append(par("四、省级教育行政部门意见", bold=True, heading=1 if numbering == "style" else 0))
    blocks += [
        par(line, align="" if index == 0 else "right")
        for index, line in enumerate(clerk.opinion(data["opinion"]).split("\n"))
    ]
    del last
    return blocks


def _wide_plan(clerk: Clerk, data: Data) -> list[Block]:
    """The plan with a column more for each kind of region; the sections as printed."""
    rng = clerk.rng
    word = rng.choice(("学校数", "学校数量（所）", "覆盖学校数"))
    rows = [
        [
            clerk.label("year", down=2),
            *(clerk.label(key, span=3) for key in ("cities", "counties")),
            clerk.label("subtotal", down=2),
        ],
        [cell for _ in range(2) for cell in (clerk.label("place"), cel(word), clerk.label("spaces"))],
    ]
    for item in data["schedule"]:
        groups = (item["cities"], item["counties"])
        height = max(len(group) for group in groups)
        for index in range(height):
            row = [cel(f"{item['year']}年", down=height)] if not index else []
            for group in groups:
                texts = ("", "", "")
                if index < len(group):
                    texts = (group[index]["name"], str(rng.randint(5, 900)), clerk.typist.count(group[index]["spaces"]))
                row += [clerk.value(text) for text in texts]
            rows.append(
                [*row, *([clerk.value(clerk.typist.count(item["subtotal"]), down=height)] if not index else [])]
            )
    rows.append([clerk.label("total"), cel("", 6), clerk.value(clerk.typist.count(data["total"]))])
    before, after = clerk.habits.layout, "printed"
    clerk.habits.layout = after
    blocks = draw_implementation_plan(clerk, data, "moe-2020")
    clerk.habits.layout = before
    return [Tab(rows) if isinstance(block, Tab) else block for block in blocks]


# ---- awarded list


def draw_awarded_list(clerk: Clerk, data: Data, edition: str) -> list[Block]:
    rng = clerk.rng
    layout = clerk.habits.layout or rng.choice(LAYOUTS["awarded_list"][:1] * 2 + LAYOUTS["awarded_list"])
    blocks: list[Block] = []
    groups = (("优秀区域", data["regions"]), ("优秀学校", data["schools"]))
    match layout:
        case "printed":
            for number, (word, names) in enumerate(groups):
                blocks += [
                    par(f"{'一二'[number]}、{word}{rng.choice(('', f'（{len(names)}个）', '：'))}", bold=True),
                    par("、".join(names) + rng.choice(("", "。"))),
                ]
        case "lines" | "numbered" | "auto":
            for number, (word, names) in enumerate(groups):
                blocks.append(par(f"{'一二'[number]}、{word}", bold=True))
                blocks += [
                    par(name, numbering=6 + number)
                    if layout == "auto"
                    else par(f"{index + 1}. {name}" if layout == "numbered" else name)
                    for index, name in enumerate(names)
                ]
        case "tables":
            for number, (word, names) in enumerate(groups):
                blocks.append(par(f"{'一二'[number]}、{word}", bold=True))
                blocks.append(
                    Tab(
                        [
                            [
                                cel("序号"),
                                cel(rng.choice(("单位名称", "名称", "区域名称" if number == 0 else "学校名称"))),
                            ],
                            *([cel(str(index + 1)), clerk.value(name)] for index, name in enumerate(names)),
                        ]
                    )
                )
        case "columns":
            rows = [[cel("序号"), cel("优秀区域"), cel("优秀学校")]]
            rows += [
                [
                    cel(str(index + 1)),
                    *(clerk.value(names[index] if index < len(names) else "") for _, names in groups),
                ]
                for index in range(max(len(names) for _, names in groups))
            ]
            blocks.append(Tab(rows))
        case "places":
            for number, (word, names) in enumerate(groups):
                blocks.append(par(f"{'一二'[number]}、{word}（共{len(names)}个）", bold=True))
                rows = [
                    [cel("序号"), cel(rng.choice(("省份", "推荐省份"))), cel("区域名称" if number == 0 else "学校名称")]
                ]
                rows += [[cel(str(i + 1)), cel("河南省"), clerk.value(name)] for i, name in enumerate(names)]
                blocks.append(Tab(rows))
        case "side":
            for number, (word, names) in enumerate(groups):
                blocks.append(par(f"{'一二'[number]}、{word}", bold=True))
                half = (len(names) + 1) // 2
                rows = [[cel("序号"), cel("单位名称"), cel("序号"), cel("单位名称")]]
                for index in range(half):
                    right = (
                        [cel(str(index + half + 1)), clerk.value(names[index + half])]
                        if index + half < len(names)
                        else [cel(""), cel("")]
                    )
                    rows.append([cel(str(index + 1)), clerk.value(names[index]), *right])
                blocks.append(Tab(rows))
        case _:
            raise ValueError(layout)
    return blocks


# ---- indicators


def draw_indicators(clerk: Clerk, data: Data, edition: str) -> list[Block]:
    rng = clerk.rng
    layout = clerk.habits.layout or rng.choice(LAYOUTS["region_indicators"][:1] * 2 + LAYOUTS["region_indicators"])
    scored = any(
        indicator["score"] is not None for category in data["categories"] for indicator in category["indicators"]
    )
    score_word = rng.choice(("得分", "评分", "自评得分", "自评分", "专家评分"))
    columns = scored or layout == "score-column"
    bracket = rng.choice(("（{}分）", "（{} 分）", "({}分)", "({} 分)"))
    gap = rng.choice(("", " ", "\n"))
    extra = rng.choice(("佐证材料", "备注", "自评说明")) if layout == "evidence" else ""
    tail = [cel(extra)] if extra else []
    head = [cel("一级指标"), cel("二级指标"), cel("指标描述"), *([cel(score_word)] if columns else []), *tail]
    rows: list[list[Cel]] = []
    for category in data["categories"]:
        for index, indicator in enumerate(category["indicators"]):
            heading = f"{category['name']}{gap}{bracket.format(category['points'])}"
            lead = (
                [cel(heading)]
                if layout == "repeated"
                else [cel(heading, down=len(category["indicators"]))]
                if not index
                else []
            )
            score = indicator["score"]
            rows.append(
                [
                    *lead,
                    cel(f"{indicator['name']}{gap}{bracket.format(indicator['points'])}"),
                    cel(indicator["description"]),
                    *([clerk.value("" if score is None else f"{score:g}")] if columns else []),
                    *([clerk.value(rng.choice(("见附件材料", "详见空间首页", "")))] if extra else []),
                ]
            )
    if layout == "total" or (columns and rng.random() < 0.3):
        scores = [indicator["score"] for category in data["categories"] for indicator in category["indicators"]]
        rows.append(
            [
                cel(rng.choice(("合计", "总分")), span=2),
                cel("100分" if rng.random() < 0.5 else "100"),
                *([cel("" if None in scores else f"{sum(scores):g}")] if columns else []),
            ]
        )
    if layout == "broken":
        # the page break cuts a category; its heading is typed again
        blocks: list[Block] = []
        cut = rng.randint(2, 5)
        first, second = rows[:cut], rows[cut:]
        depth = 0
        for row in first:
            if len(row) > 2 + columns:
                depth = row[0].down
                top = row[0]
            depth -= 1
        if depth > 0:
            heading_blocks: list[Block] = [Par(list(block.inlines)) for block in top.blocks if isinstance(block, Par)]
            top.down -= depth
            second[0] = [Cel(heading_blocks, 1, depth), *second[0]]
        blocks += [Tab([head, *first]), par("") if rng.random() < 0.5 else Page()]
        blocks.append(Tab([*([[Cel(list(cell.blocks)) for cell in head]] if rng.random() < 0.5 else []), *second]))
        return blocks
    return [Tab([head, *rows], 1 if rng.random() < 0.5 else 0)]


LAYOUTS: dict[str, tuple[str, ...]] = {
    "contact_sheet": (
        "printed",
        "one-head",
        "transposed",
        "pairs",
        "headed",
        "tables",
        "in-cell",
        "label-column",
        "compound",
        "side",
        "repeat",
        "top-cell",
        "plain",
        "plain-row",
        "plain-under",
        "plain-compound",
        "plain-tabs",
        "plain-numbered",
        "plain-bullets",
    ),
    "recommendation": (
        "printed",
        "matrix",
        "transposed",
        "below",
        "in-cell",
        "compound",
        "column",
        "headed",
        "side",
        "full-width",
        "same-cell",
        "two-tables",
        "signature-row",
        "outside",
        "plain",
        "plain-row",
        "plain-under",
        "plain-compound",
        "plain-tabs",
        "plain-numbered",
        "plain-bullets",
    ),
    "summary": (
        "printed",
        "flat",
        "tables",
        "lines",
        "split",
        "split-headed",
        "ordered",
        "below",
        "plain",
        "merged",
        "banded",
        "banded-once",
        "noisy",
        "headed-again",
        "head-cell",
        "foot",
        "cards",
    ),
    "implementation_plan": (
        "printed",
        "stacked",
        "repeated",
        "all-table",
        "headings",
        "broken",
        "wide",
        "per-year",
        "typed",
    ),
    "awarded_list": ("printed", "lines", "numbered", "auto", "tables", "columns", "places", "side"),
    "region_indicators": ("printed", "repeated", "total", "score-column", "evidence", "broken"),
    "school_indicators": ("printed", "repeated", "total", "score-column", "evidence", "broken"),
}
DRAWERS: dict[str, Callable[[Clerk, Data, str], list[Block]]] = {
    "contact_sheet": draw_contact_sheet,
    "recommendation": draw_recommendation,
    "summary": draw_summary,
    "implementation_plan": draw_implementation_plan,
    "awarded_list": draw_awarded_list,
    "region_indicators": draw_indicators,
    "school_indicators": draw_indicators,
}
