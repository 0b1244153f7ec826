"""Invented people, schools and places, and the many ways in which clerks type one and the same value."""

from __future__ import annotations

import datetime as dt
import random
import string
from dataclasses import dataclass, field

__all__ = ["PLACES", "PROVINCES", "Person", "Place", "Typist", "World"]

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐")
POLYPHONIC_SURNAMES = ("单", "解", "仇", "查", "盖", "区", "尉迟", "曾", "朴", "乐", "翟", "缪")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文慧鹏宇浩然子轩雨欣怡佳琪晨曦思源嘉宁俊峰雪琴海燕春晓东辉永康立新"
MINORITY = (
    "买买提·艾力",
    "阿卜杜热西提·买买提",
    "古丽娜尔·吐尔逊",
    "迪丽努尔·阿不都拉",
    "扎西次仁",
    "其其格",
    "乌兰托娅",
    "阿依古丽·肉孜",
    "措姆·卓玛",
    "艾尼瓦尔·司马义",
)
RARE = ("张翀", "李喆", "王堃", "刘犇", "赵淼", "陈玥", "吴昊旻", "周祎", "徐翃", "孙燚", "朱镕", "龚䶮")
ETHNIC = (
    "汉",
    "回",
    "满",
    "蒙古",
    "壮",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "土家",
    "朝鲜",
    "侗",
    "瑶",
    "白",
    "哈尼",
    "哈萨克",
    "黎",
    "傣",
    "畲",
    "东乡",
    "土",
    "达斡尔",
    "仫佬",
)
POSITIONS = (
    "校长",
    "副校长",
    "局长",
    "副局长",
    "处长",
    "副处长",
    "主任",
    "副主任",
    "馆长",
    "科长",
    "副科长",
    "一级主任科员",
    "四级调研员",
    "二级巡视员",
    "教导主任",
    "信息中心主任",
    "党支部书记",
    "党组成员、副局长",
    "教研员",
    "党委书记、校长",
    "电教馆馆长兼装备中心主任",
    "科员",
    "工程师",
    "高级教师",
)
OFFICES = (
    "科学技术与信息化处",
    "教育信息化处",
    "基础教育处",
    "电化教育馆",
    "信息中心",
    "办公室",
    "教务处",
    "电教科",
    "职业教育与成人教育处",
    "教育技术装备中心",
    "科技处",
    "网络与信息化办公室",
)
DOMAINS = (
    "126.com",
    "163.com",
    "qq.com",
    "edu.cn",
    "haedu.gov.cn",
    "sina.com",
    "139.com",
    "vip.163.com",
    "mail.zjedu.gov.cn",
    "foxmail.com",
)
MOBILE_HEADS = (
    "130",
    "131",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "158",
    "159",
    "166",
    "173",
    "177",
    "178",
    "180",
    "183",
    "186",
    "187",
    "188",
    "189",
    "191",
    "198",
    "199",
)


@dataclass(frozen=True)
class Place:
    """A province with its telephone code, and some of its cities and counties: (city, counties)."""

    province: str
    short: str
    code: str
    cities: tuple[tuple[str, tuple[str, ...]], ...]


PLACES = (
    Place(
        "河南省",
        "河南",
        "0371",
        (
            ("郑州市", ("金水区", "中原区", "二七区", "中牟县", "新密市")),
            ("开封市", ("龙亭区", "兰考县", "尉氏县")),
            ("洛阳市", ("涧西区", "孟津区", "栾川县", "嵩县")),
            ("许昌市", ("魏都区", "鄢陵县", "禹州市")),
            ("南阳市", ("卧龙区", "宛城区", "西峡县")),
            ("焦作市", ("解放区", "温县", "沁阳市")),
            ("平顶山市", ("新华区", "宝丰县", "汝州市")),
        ),
    ),
    Place(
        "广西壮族自治区",
        "广西",
        "0771",
        (("南宁市", ("青秀区", "马山县")), ("柳州市", ("鱼峰区", "融水苗族自治县")), ("百色市", ("右江区", "靖西市"))),
    ),
    Place(
        "内蒙古自治区",
        "内蒙古",
        "0471",
        (
            ("呼和浩特市", ("赛罕区", "托克托县")),
            ("包头市", ("昆都仑区", "达尔罕茂明安联合旗")),
            ("锡林郭勒盟", ("锡林浩特市", "西乌珠穆沁旗")),
        ),
    ),
    Place(
        "贵州省",
        "贵州",
        "0851",
        (
            ("贵阳市", ("南明区", "修文县")),
            ("遵义市", ("红花岗区", "湄潭县")),
            ("铜仁市", ("碧江区", "德江县")),
            ("黔东南苗族侗族自治州", ("凯里市", "雷山县")),
        ),
    ),
    Place(
        "新疆维吾尔自治区",
        "新疆",
        "0991",
        (
            ("乌鲁木齐市", ("天山区", "乌鲁木齐县")),
            ("喀什地区", ("喀什市", "疏附县")),
            ("巴音郭楞蒙古自治州", ("库尔勒市", "焉耆回族自治县")),
        ),
    ),
    Place(
        "浙江省",
        "浙江",
        "0571",
        (("杭州市", ("西湖区", "桐庐县")), ("宁波市", ("鄞州区", "宁海县")), ("温州市", ("鹿城区", "泰顺县"))),
    ),
    Place(
        "四川省",
        "四川",
        "028",
        (
            ("成都市", ("武侯区", "金堂县")),
            ("绵阳市", ("涪城区", "北川羌族自治县")),
            ("凉山彝族自治州", ("西昌市", "昭觉县")),
        ),
    ),
    Place(
        "广东省",
        "广东",
        "020",
        (("广州市", ("越秀区", "增城区")), ("梅州市", ("梅江区", "大埔县")), ("深圳市", ("南山区", "福田区"))),
    ),
    Place(
        "甘肃省",
        "甘肃",
        "0931",
        (
            ("兰州市", ("城关区", "榆中县")),
            ("临夏回族自治州", ("临夏市", "积石山保安族东乡族撒拉族自治县")),
            ("天水市", ("秦州区", "甘谷县")),
        ),
    ),
    Place(
        "黑龙江省",
        "黑龙江",
        "0451",
        (
            ("哈尔滨市", ("南岗区", "依兰县")),
            ("大兴安岭地区", ("漠河市", "塔河县")),
            ("佳木斯市", ("向阳区", "桦川县")),
        ),
    ),
)
PROVINCES = {
    "北京市": "北京",
    "天津市": "天津",
    "上海市": "上海",
    "重庆市": "重庆",
    "宁夏回族自治区": "宁夏",
    "西藏自治区": "西藏",
    "新疆生产建设兵团": "兵团",
    "海南省": "海南",
    "青海省": "青海",
    "陕西省": "陕西",
    "山西省": "山西",
} | {place.province: place.short for place in PLACES}
SCHOOL_WORDS = (
    "第一",
    "第二",
    "第三",
    "第十八",
    "实验",
    "人民路",
    "光明",
    "育才",
    "东升",
    "新华",
    "滨河",
    "长征路",
    "外国语",
    "师范附属",
    "朝阳",
    "希望",
)
SCHOOL_KINDS = {
    "小学": (("小学",), ("小学",)),
    "初中": (("初级中学",), ("初中", "初级中学")),
    "高中": (("高级中学",), ("高中", "普通高中", "高级中学")),
    "完全中学": (("中学",), ("完全中学", "完中")),
    "九年一贯制": (("学校", "九年一贯制学校"), ("九年一贯制", "九年一贯制学校")),
    "十二年一贯制": (("学校",), ("十二年一贯制", "十二年一贯制学校")),
    "中职": (("中等职业技术学校", "中等专业学校", "职业中等专业学校"), ("中职", "中等职业学校")),
    "高职": (("职业技术学院", "职业学院"), ("高职", "高职院校")),
    "本科高校": (("师范学院", "理工大学", "学院"), ("本科高校", "本科院校", "本科")),
}
NARRATIVE = (
    "区域内{n}所中小学全部接入“人人通”平台，教师空间开通率达到{p}%，学生空间开通率达到{q}%。",
    "教师利用空间开展备课、授课、答疑和作业批改，月均上传资源{n}件，形成“课前导学—课中互动—课后拓展”的教学模式。",
    "下一步将推动空间与教学、教研、管理、评价深度融合，力争到2022年实现“一人一空间、人人用空间”。",
    "成立了以校长为组长的网络学习空间应用工作推进小组，制定了《网络学习空间应用三年规划（2019—2021年）》。",
    "获得省级以上课题立项{m}项，发表论文{n}篇，获“网络学习空间人人通”专项培训基地学校资格。",
    "存在的主要问题：一是区域发展不均衡；二是骨干教师数量不足；三是经费保障机制有待健全。",
    "疫情期间，累计组织在线直播课{n}节，{k}名学生参与，做到“停课不停学、离校不离教”。",
    "空间应用案例入选国家教育信息化应用典型案例，《中国教育报》于2020年6月18日进行了专题报道。",
    "每学期组织不少于{m}次专项培训，参训教师{n}人次，建立了激励、评价、督促机制。",
    "先后投入资金1,{n}万元（其中市级财政{m}00万元），带宽由100M提升到1000M；无线覆盖率100%。",
    "依托国家数字教育资源公共服务体系，建成覆盖市、县、校、班四级的网络学习空间，累计访问量{n}万次。",
    "校本课程《数学·思维》访问量居全省第{m}位（详见http://zy.example.edu.cn/list?id={n}&p={m}）。",
    "1.抓机制。建立“一把手”负责制，纳入年度目标考核。2.抓培训。骨干教师{n}名实现全员轮训。",
)
#: Lines of a narrative that look like labels, headings or other fields, and are none.
TRAPS = (
    "咨询联系人：李四，手机：13800001234，欢迎来校交流。",
    "主要做法是“三抓三促”，由学校负责人信息员制度保障落实。",
    "空间地址已在学校公众号公布，用户名和密码由班主任统一发放。",
    "（公章使用登记、年 月 日报表等管理应用均在机构空间内办理。）",
    "地市级推荐1所、省级推荐2所，推荐类型涵盖小学、初中。",
    "联系电话热线4006001234，全年服务{n}人次。",
    "附件1所列指标全部达标。",
    "□表示未开通，√表示已开通：语文√ 数学√ 英语□。",
)
OPINIONS = (
    "同意推荐。",
    "同意。",
    "情况属实，同意上报。",
    "经审核，材料属实，同意推荐。",
    "经集体研究并公示无异议，同意推荐参评。",
    "已审核，同意报送。",
    "该校网络学习空间应用成效显著，同意推荐",
    "同意推荐为优秀区域",
)
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


HAN_DIGITS = "〇一二三四五六七八九"


def _in_han(number: int) -> str:
    """A number below 100 in Han digits."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{HAN_DIGITS[tens]}十"
    return head + (HAN_DIGITS[ones] if ones else "")


@dataclass
class Person:
    """One person's canonical values, whatever a form asks of them."""

    name: str
    gender: str
    ethnicity: str
    office: str
    position: str
    office_phone: str
    mobile: str
    email: str
    extra: dict[str, str] = field(default_factory=dict)

    def values(self, *keys: str) -> dict[str, str | None]:
        """The canonical values of *keys*, in their order."""
        return {key: getattr(self, key) for key in keys}


class World:
    """Invents canonical values."""

    def __init__(self, rng: random.Random, place: Place | None = None) -> None:
        self.rng = rng
        self.place = place or rng.choice(PLACES)

    def name(self) -> str:
        """A person's name."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.08:
            return rng.choice(MINORITY)
        if roll < 0.12:
            return rng.choice(RARE)
        surname = rng.choice(DOUBLE_SURNAMES if roll < 0.18 else POLYPHONIC_SURNAMES if roll < 0.22 else SURNAMES)
        return surname + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 1, 2, 2, 2))))

    def mobile(self) -> str:
        """A mobile number."""
        return self.rng.choice(MOBILE_HEADS) + "".join(self.rng.choice(string.digits) for _ in range(8))

    def phone(self, extension: bool = True) -> str:
        """An office telephone number, sometimes with an extension."""
        rng = self.rng
        length = 8 if self.place.code in ("0371", "028", "020", "0571", "0451") or rng.random() < 0.3 else 7
        number = f"{self.place.code}-{rng.choice('23568')}" + "".join(
            rng.choice(string.digits) for _ in range(length - 1)
        )
        return number + (f"-{rng.randint(8001, 8999)}" if extension and rng.random() < 0.08 else "")

    def email(self) -> str:
        """An e-mail address."""
        rng = self.rng
        letters = "".join(rng.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(rng.randint(2, 6)))
        return f"{letters}{rng.choice(('', '_', '.', '-'))}{rng.randint(10, 99999)}@{rng.choice(DOMAINS)}"

    def office(self, whole: str | None = None) -> str:
        """Where a person works; *whole* is the place as a whole."""
        rng = self.rng
        roll = rng.random()
        if whole and roll < 0.5:
            return whole
        if roll < 0.06:
            return "学校"
        if roll < 0.2:
            return f"{self.place.province}教育厅{rng.choice(OFFICES)}（{rng.choice(('网络安全和信息化领导小组办公室', '省电化教育馆'))}）"
        if roll < 0.4:
            return f"{self.place.province}教育厅/{rng.choice(OFFICES)}"
        return rng.choice(OFFICES)

    def person(self, whole: str | None = None) -> Person:
        """A person."""
        rng = self.rng
        return Person(
            self.name(),
            rng.choice("男女"),
            rng.choice(ETHNIC) + "族",
            self.office(whole),
            rng.choice(POSITIONS),
            self.phone(),
            self.mobile(),
            self.email(),
        )

    def city(self) -> str:
        """A city of the place."""
        return self.rng.choice(self.place.cities)[0]

    def county(self) -> str:
        """A county of the place."""
        return self.rng.choice(self.rng.choice(self.place.cities)[1])

    def seat(self) -> str:
        """A county with its city before it."""
        city, counties = self.rng.choice(self.place.cities)
        return city + self.rng.choice(counties)

    def region(self) -> tuple[str, str]:
        """A region's full name and its type."""
        city, counties = self.rng.choice(self.place.cities)
        return (city, "地市") if self.rng.random() < 0.35 else (city + self.rng.choice(counties), "区县")

    def school(self) -> tuple[str, str]:
        """A school's full name and its type."""
        rng = self.rng
        city, counties = rng.choice(self.place.cities)
        kind = rng.choice(list(SCHOOL_KINDS))
        seat = (
            city
            if kind in ("高职", "本科高校", "中职")
            else rng.choice((city, city + rng.choice(counties), rng.choice(counties)))
        )
        return seat + rng.choice(SCHOOL_WORDS) + rng.choice(SCHOOL_KINDS[kind][0]), kind

    def url(self) -> str:
        """An address of a learning space."""
        rng = self.rng
        host = rng.choice(
            (
                "www.yun.lyedu.cn",
                "zy.czjy.com.cn",
                "wlxxkj.gzszxx.com.cn",
                "rrt.haedu.cn",
                "space.eduyun.cn",
                "www.jy-cloud.net",
                "10.12.3.45",
                "kj.ABCedu.cn",
            )
        )
        port = rng.choice(("", "", ":8080", ":8443"))
        path = rng.choice(
            (
                "",
                "",
                "/",
                "/index.html",
                "/space/index.action",
                "/kj/?id=4&orgId=A12f",
                "/#/home",
                "/portal/index.jsp?xxdm=2141000123&t=1_2",
                "/空间/首页",
            )
        )
        return rng.choice(("http://", "https://", "http://", "")) + host + port + path

    def username(self) -> str:
        """A user name."""
        rng = self.rng
        return rng.choice(
            (
                f"admin{rng.randint(1, 9999)}",
                f"test_{rng.randint(1, 999)}",
                f"kjpt{rng.randint(1, 999)}",
                f"{rng.choice(('xkj', 'Rrt', 'JYJ'))}-{rng.randint(10, 99)}",
                "管理员",
                f"4101{rng.randint(100000, 999999)}",
                f"{rng.choice(('zhang', 'wlxx'))}@{rng.choice(('edu', 'lyedu.cn'))}",
            )
        )

    def password(self) -> str:
        """A password with letters that look like digits."""
        rng = self.rng
        return rng.choice(
            (
                f"l0O1I{rng.randint(100, 99999)}",
                f"Kj#{rng.randint(100, 9999)}*x",
                f"{rng.randint(100000, 999999)}",
                f"Aa{rng.randint(1000, 9999)}!@",
                f"p_{rng.randint(10, 99)}-Q$%",
                f"{rng.randint(10, 99)}*{rng.randint(10, 99)}#O0",
                "Wlkj@2020",
                f"Abc{rng.randint(100, 999)}.",
            )
        )

    def narrative(self, most: int = 4, trap: float = 0.0) -> str:
        """Up to *most* paragraphs; *trap* is the chance of one that looks like a label."""
        rng = self.rng
        lines = [
            line.format(
                n=rng.randint(21, 480),
                m=rng.randint(2, 12),
                k=rng.randint(500, 9999),
                p=rng.randint(80, 99),
                q=rng.randint(80, 99),
            )
            for line in rng.sample(NARRATIVE, rng.randint(1, most))
        ]
        if rng.random() < trap:
            lines.insert(rng.randint(0, len(lines)), rng.choice(TRAPS).format(n=rng.randint(100, 999)))
        return "\n".join(lines)

    def date(self, year: int) -> dt.date:
        """A day of the forms' season."""
        return dt.date(year, self.rng.choice((11, 11, 12)), self.rng.randint(1, 28))

    def opinion(self, year: int) -> dict[str, str | None]:
        """An opinion with its date."""
        return {"text": self.rng.choice(OPINIONS), "date": self.date(year).isoformat()}


class Typist:
    """Types canonical values the way clerks do. ``plainness`` 1 types everything as it stands."""

    def __init__(self, rng: random.Random, plainness: float = 0.5) -> None:
        self.rng = rng
        self.plainness = plainness

    def is_plain(self) -> bool:
        return self.rng.random() < self.plainness

    def name(self, value: str) -> str:
        """A name, spread or padded."""
        if self.is_plain():
            return value
        rng = self.rng
        if len(value) == 2:
            return value[0] + rng.choice(("　", "  ", " ", "  ")) + value[1]
        if "·" in value:
            return value.replace("·", rng.choice(("·", "·", " · ")))
        return rng.choice((value, f" {value} ", f"{value}　"))

    def mobile(self, value: str) -> str:
        """A mobile number with separators or a country code."""
        if self.is_plain():
            return value
        a, b, c = value[:3], value[3:7], value[7:]
        return self.rng.choice(
            (
                f"{a}-{b}-{c}",
                f"{a} {b} {c}",
                f"+86 {value}",
                f"+86{value}",
                f"86-{value}",
                value.translate(FULL),
                f"{a}　{b}　{c}",
                f" {value} ",
                f"{a}—{b}—{c}",
            )
        )

    def phone(self, value: str) -> str:
        """Telephone numbers as they are written."""
        if self.is_plain() or value.startswith("400"):
            return value
        if "、" in value:
            return self.rng.choice(("、", "/", "；", "，", ";", " / ", "\n")).join(value.split("、"))
        if value.isdigit():
            return self.mobile(value) if len(value) == 11 else value
        code, number, *extension = value.split("-")
        tail = "".join(self.rng.choice(("-{}", "转{}", " 转 {}", "－{}")).format(part) for part in extension)
        return (
            self.rng.choice(
                (
                    f"{code}-{number}",
                    f"({code}){number}",
                    f"（{code}）{number}",
                    f"{code} {number}",
                    f"{code}－{number}",
                    f"{code}—{number}",
                    f"{code.translate(FULL)}－{number.translate(FULL)}",
                    f"{code}—{number}",
                )
            )
            + tail
        )

    def email(self, value: str) -> str:
        """An address in whatever case and width."""
        if self.is_plain():
            return value
        return self.rng.choice(
            (
                value,
                value.upper(),
                value.title() if value.islower() else value,
                value.replace("@", "＠"),
                f" {value} ",
                value.replace("@", " @ ") if self.rng.random() < 0.3 else value,
            )
        )

    def count(self, value: int) -> str:
        """A number with separators, units or in full width."""
        if self.is_plain():
            return str(value)
        options = [
            f"{value:,}",
            f"{value:,}".replace(",", "，"),
            str(value).translate(FULL),
            f"{value}个",
            f" {value} ",
        ]
        if value % 100 == 0:
            options += [f"{value / 10000:g}万", f"{value / 10000:g} 万", f"{value / 10000:g}万个"] * 2
        return self.rng.choice(options)

    def ordinal(self, value: int) -> str:
        """A row's number."""
        if self.is_plain():
            return str(value)
        han = _in_han(value).removeprefix("一十")
        return self.rng.choice(
            (f"{value:02}", f"{value}.", f"{value}、", f"（{value}）", str(value).translate(FULL), f" {value} ", han)
        )

    def date(self, value: str) -> str:
        """A date in one of many styles."""
        year, month, day = value.split("-")
        y, m, d = int(year), int(month), int(day)
        if self.is_plain():
            return f"{y}年{m}月{d}日"
        return self.rng.choice(
            (
                f"{y} 年 {m} 月 {d} 日",
                f"{y}年{month}月{day}日",
                f"{y}.{m}.{d}",
                f"{y}-{month}-{day}",
                f"{y}/{m}/{d}",
                f"{y}　年　{m}　月　{d}　日",
                f"{str(y).translate(FULL)}年{str(m).translate(FULL)}月{str(d).translate(FULL)}日",
                "".join(HAN_DIGITS[int(c)] for c in year) + f"年{_in_han(m)}月{_in_han(d)}日",
                f"{y}.{month}.{day}",
                f"{y}年{m}月{d}号",
            )
        )

    def ethnicity(self, value: str) -> str:
        """An ethnicity with or without 族."""
        return value if self.is_plain() else self.rng.choice((value, value[:-1]))

    def province(self, value: str) -> str:
        """A province's full or short name."""
        return value if self.is_plain() else self.rng.choice((value, PROVINCES.get(value, value)))

    def school_type(self, value: str) -> str:
        """A school's type or a word for it."""
        return value if self.is_plain() else self.rng.choice(SCHOOL_KINDS[value][1]) if value in SCHOOL_KINDS else value

    def region_type(self, value: str, henan: bool) -> str:
        """A region's type as either edition calls it."""
        if value == "区县":
            return (
                "县区"
                if henan and self.is_plain()
                else "区县"
                if self.is_plain()
                else self.rng.choice(("区县", "县区", "县（区）", "区（县）", "县（市、区）"))
            )
        return value if self.is_plain() else self.rng.choice(("地市", "地市", "地（市）"))

    def place(self, value: str) -> str:
        """A place's name."""
        return value if self.is_plain() else self.rng.choice((value, f" {value}", f"{value}　"))

    def text(self, value: str) -> str:
        """Any text, padded or not."""
        return value if self.is_plain() else self.rng.choice((value, f"{value} ", f"　{value}", value))

    def verbatim(self, value: str) -> str:
        """A user name or password, padded or in full width."""
        if self.is_plain():
            return value
        wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)
        return self.rng.choice((value, f" {value} ", f"{value}　", wide if self.rng.random() < 0.4 else value))

    def url(self, value: str) -> str:
        """An address, padded or not."""
        return value if self.is_plain() else self.rng.choice((value, f" {value}", f"{value} "))
