"""Builds ``Document`` values from strings and lists of lists, without any file, and the forms most tests begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forms.paths import get
from forms.record import Record
from parsers.document import Block, Cell, Document, Paragraph, Part, Table
from parsers.extraction.extract import extract

__all__ = [
    "ABOVE",
    "CONTACT",
    "CONTACT_HEAD",
    "CONTACT_TITLE",
    "LEADER",
    "LEFT",
    "MOE_RECOMMENDATION_TITLE",
    "PLAN_HEAD",
    "PLAN_TEXT",
    "PLAN_TITLE",
    "RECOMMENDATION_TITLE",
    "REGIONS",
    "SCHOOLS",
    "SUMMARY_TITLE",
    "SUMMARY_TOP",
    "Content",
    "Grid",
    "codes",
    "contact_sheet",
    "document",
    "is_doubted",
    "lines",
    "only",
    "plan",
    "recommendation",
    "recommended",
    "summary",
    "table",
    "value",
]

LEFT = "<"
"""Stands in a grid for a position that the cell to the left covers."""

ABOVE = "^"
"""Stands in a grid for a position that the cell above covers."""

Content = str | Table | Sequence[Block]
Grid = Sequence[Sequence[Content]]


# Documents


def lines(
    text: str,
    *,
    part: Part = "body",
    notes: tuple[str, ...] = (),
    struck: tuple[str, ...] = (),
    marked: tuple[str, ...] = (),
) -> tuple[Paragraph, ...]:
    """A paragraph for each line of *text*."""
    return tuple(
        Paragraph(text=line, part=part, notes=notes, struck=struck, marked=marked) for line in text.split("\n")
    )


def document(*blocks: str | Block, asides: Sequence[Block] = ()) -> Document:
    """A document of *blocks*; a string gives a paragraph a line."""
    found: list[Block] = []
    for block in blocks:
        found.extend(lines(block) if isinstance(block, str) else [block])
    return Document(format="docx", blocks=tuple(found), asides=tuple(asides))


def table(rows: Grid) -> Table:
    """A table of *rows*; ``LEFT`` and ``ABOVE`` let the cell to the left or above reach further. Behind a short row there is no cell."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for y, row in enumerate(rows):
        for x, content in enumerate(row):
            if content == LEFT:
                owners[y, x] = owners[y, x - 1]
            elif content == ABOVE:
                owners[y, x] = owners[y - 1, x]
            else:
                owners[y, x] = (y, x)
    covered: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, owner in owners.items():
        covered.setdefault(owner, []).append(place)
    cells = tuple(
        Cell(
            row=y,
            column=x,
            row_span=max(row for row, _ in places) - y + 1,
            column_span=max(column for _, column in places) - x + 1,
            blocks=_blocks(rows[y][x]),
        )
        for (y, x), places in covered.items()
    )
    return Table(rows=len(rows), columns=max(len(row) for row in rows), cells=cells)


def _blocks(content: Content) -> tuple[Block, ...]:
    if isinstance(content, str):
        return lines(content)
    return (content,) if isinstance(content, Table) else tuple(content)


# Forms as they are printed, filled in


RECOMMENDATION_TITLE = "附件2\n2021年度网络学习空间应用优秀区域和学校推荐表"
MOE_RECOMMENDATION_TITLE = "附件5\n2020年度网络学习空间应用优秀区域和学校推荐表"
_WIDE = (LEFT,) * 5
_RECOMMENDATION: dict[str, Grid] = {
    "applicant": [["学校/区域名称", "金水区实验小学", *_WIDE]],
    "people": [
        ["负责人信息", "姓名", "张三", "职务", "校长", "手机", "13800001111"],
        ["联系人信息", "姓名", "李四", "职务", "主任", "手机", "13900002222"],
    ],
    "category": [["推荐类型", "□地市　□县区　☑学校", *_WIDE]],
    "address": [["空间地址", "http://www.jssy.edu.cn", *_WIDE]],
    "account": [["用户名", "admin", LEFT, LEFT, "密码", "Abc123", LEFT]],
    "construction": [["空间建设情况", "建设了空间。", *_WIDE]],
    "application": [["空间应用情况", "应用了空间。", *_WIDE]],
    "recognition": [["社会认可", "得到认可。", *_WIDE]],
    "city": [["地市级教育行政部门推荐意见", "同意推荐。\n（公章）\n2021年11月20日", *_WIDE]],
    "province": [["省级教育行政部门推荐意见", "", *_WIDE]],
}


def recommendation(**parts: Grid) -> Table:
    """The recommendation form of 2021 in seven columns; *parts* stand in place of its rows of that name."""
    assert parts.keys() <= _RECOMMENDATION.keys()
    return table([row for name, rows in _RECOMMENDATION.items() for row in parts.get(name, rows)])


def recommended(**parts: Grid) -> Record:
    """What is read from the recommendation form with *parts* in place of its rows."""
    return only(document(RECOMMENDATION_TITLE, recommendation(**parts)))


CONTACT_TITLE = "附件1\n网络学习空间应用普及活动省级工作联系表"
CONTACT_HEAD = ("姓名", "性别", "民族", "所在单位/处室", "职务", "办公电话", "手机号码", "电子邮箱")
LEADER = ("张三", "男", "汉族", "科技处", "处长", "0371-69691767", "13800001111", "zs@haedu.gov.cn")
CONTACT = ("李四", "女", "回族", "电教馆", "主任", "0371-66324285", "13900002222", "ls@haedu.gov.cn")


def contact_sheet(
    leaders: Grid = (LEADER,), contacts: Grid = (CONTACT,), head: Sequence[str] = CONTACT_HEAD
) -> Document:
    """The contact sheet as printed, with *leaders* and *contacts*."""
    wide = (LEFT,) * (len(head) - 1)
    rows: list[Sequence[Content]] = [
        ["省（区、市）", "河南省", *wide],
        ["联络部门名称", "科学技术处", *wide],
        ["负责人信息", *head],
        *([ABOVE, *person] for person in leaders),
        ["具体联系人信息", *head],
        *([ABOVE, *person] for person in contacts),
    ]
    return document(CONTACT_TITLE, table(rows))


SUMMARY_TOP: Grid = (
    ("地市", "郑州市", "市级教育行政部门", "郑州市教育局", "联系人", "赵一", "联系电话", "0371-66324285"),
    (ABOVE, ABOVE, ABOVE, ABOVE, "职务", "科长", "电子邮箱", "zy@zz.gov.cn"),
)
SUMMARY_TITLE = "附件3\n2021年度网络学习空间应用优秀区域和学校推荐汇总信息表"
REGIONS = (("1", "金水区", "县区", "钱二", "金水区教育局", "科长", "13800003333"),)
SCHOOLS = (
    ("1", "金水区实验小学", "小学", "周五", "教务处", "主任", "13900004444"),
    ("2", "郑州市第一中学", "高中", "吴六", "办公室", "主任", "13900005555"),
)


def summary(
    regions: Grid = REGIONS, schools: Grid = SCHOOLS, below: Grid = (), after: Sequence[Block] = ()
) -> Document:
    """The summary of 2021 with *regions* and *schools*, further rows *below* and blocks *after* the table."""
    rows: list[Sequence[Content]] = [
        *SUMMARY_TOP,
        ["区域", "序号", "区域名称", "区域类型", "区域教育行政部门联系人信息", LEFT, LEFT, LEFT],
        [ABOVE, ABOVE, ABOVE, ABOVE, "姓名", "单位/部门", "职务", "手机号码"],
        *([ABOVE, *row] for row in regions),
        ["学校", "序号", "学校名称", "学校类型", "学校联系人信息", LEFT, LEFT, LEFT],
        [ABOVE, ABOVE, ABOVE, ABOVE, "姓名", "单位/部门", "职务", "手机号码"],
        *([ABOVE, *row] for row in schools),
        *below,
    ]
    return document(SUMMARY_TITLE, table(rows), *after)


PLAN_TITLE = "附件2\n网络学习空间应用普及活动省级实施方案\n一、区域整体推进计划表"
PLAN_HEAD: Grid = (
    ("年份", "地市", LEFT, "区县", LEFT, "空间开通数量小计"),
    (ABOVE, "名称", "开通数量", "名称", "开通数量", ABOVE),
)
PLAN_TEXT = (
    "二、现状调研\n（一）网络学习空间建设与应用概况\n概况文字。\n（二）主要问题\n问题文字。\n（三）工作思考\n思考文字。\n"
    "三、2020年工作安排\n（一）目标任务\n目标文字。\n（二）区域整体推进举措\n举措文字。\n（三）推荐遴选安排\n遴选文字。\n"
    "（四）宣传推广安排\n宣传文字。\n（五）相关保障\n保障文字。\n四、省级教育行政部门意见\n同意。\n公　章：\n2020年11月18日"
)


def plan(rows: Grid, text: str = PLAN_TEXT, head: Grid = PLAN_HEAD) -> Document:
    """The implementation plan with *rows* under the *head* of its schedule, and *text* behind."""
    return document(PLAN_TITLE, table([*head, *rows]), text)


# Records


def only(found: Document) -> Record:
    """The one record of a document."""
    (record,) = extract(found)
    return record


def value(record: Record, path: str) -> Any:
    """The value at *path* of the record's data."""
    return get(record.data, path)


def codes(record: Record, path: str) -> list[str]:
    """The codes of the issues that name *path* or what holds it, those apart that only say that it is blank."""
    blanks = ("field.blank", "field.missing", "field.empty", "list.empty")
    return [
        issue.code
        for issue in record.issues
        if issue.code not in blanks and issue.field and f"{path}.".startswith((f"{issue.field}.", f"{issue.field}["))
    ]


def is_doubted(record: Record, path: str) -> bool:
    """Whether the record says that the value at *path* may be wrong."""
    info = record.fields.get(path)
    return bool(codes(record, path)) or (info is not None and info.confidence < 0.9)
