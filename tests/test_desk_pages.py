"""The clerks' pages in a browser: the whole way from 40 files to a published list, by mouse and by keyboard.

``FUBIAO_PICTURES=docs/desk`` keeps a picture of each page.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from desks import MUST
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from fubiao import render

EDITION = "henan-2021"
CITY = "洛阳市"
PICTURES = os.environ.get("FUBIAO_PICTURES", "")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "Canary#7731"  # noqa: S105  # invented
Json = dict[str, Any]


def _program(*names: str) -> str:
    """The path of one of the programs that the test drives."""
    found = next((path for name in names if (path := shutil.which(name))), "")
    if not found and os.environ.get(MUST):
        pytest.fail(f"{names[0]} isn't installed")
    if not found:
        pytest.skip(f"{names[0]} isn't installed")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = _program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service of its own, as a user starts it."""
    folder = tmp_path_factory.mktemp("desk")
    command = [sys.executable, "-m", "fubiao", "serve", "--port", "0", "--data", str(folder)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://\S+?:\d+", line):
            break
    else:
        pytest.fail("the service didn't start")
    yield found[0]
    process.terminate()
    process.wait(60)
    process.stderr.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when its script does."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert not faults


@cache
def _rendered(form: str, data: str) -> bytes:
    return render(form, json.loads(data), edition=EDITION)


def _school(number: int, **changes: Any) -> bytes:
    name = f"{CITY}第{number}小学"
    someone = {"name": f"李{'甲乙丙丁戊己庚辛壬癸'[number % 10]}", "position": "校长", "mobile": f"138000{number:05d}"}
    opinion = {"text": "同意推荐。", "date": "2021-11-20", "sealed": None}
    data = {
        "applicant": name,
        "leader": someone,
        "contact": someone,
        "category": "学校",
        "space_url": f"https://s{number}.example.test/",
        "account": {"username": f"u{number}", "password": PASSWORD},
        "construction": f"第{number}小学建成机构空间。",
        "application": "教师常用。",
        "recognition": "家长认可。",
        "city_opinion": opinion,
        "province_opinion": opinion,
        **changes,
    }
    return _rendered("recommendation", json.dumps(data))


def _summary(numbers: list[int]) -> bytes:
    rows = [
        {
            "no": i,
            "name": f"{CITY}第{number}小学",
            "type": "小学",
            "person": {
                "name": f"李{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
                "office": "办公室",
                "position": "校长",
                "mobile": f"138000{number:05d}",
            },
        }
        for i, number in enumerate(numbers, 1)
    ]
    contact = {"name": "赵强", "position": "科长", "phone": "0379-63200000", "email": "a@example.test"}
    data = {"area": CITY, "department": f"{CITY}教育局", "contact": contact, "regions": [], "schools": rows}
    return _rendered("summary", json.dumps(data))


def _converted(folder: Path, names: list[str], form: str) -> list[Path]:
    """Some of the files saved in another format by LibreOffice."""
    program = _program("soffice")
    out = folder / form
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(folder / name) for name in names]
    subprocess.run(
        [program, "--headless", profile, "--convert-to", form, "--outdir", str(out), *files],
        check=True,
        capture_output=True,
    )
    for name in names:
        (folder / name).unlink()
    return sorted(out.glob(f"*.{form}"))


def _files(folder: Path) -> list[Path]:
    """40 files: 22 .docx, 7 .doc, 7 PDF, a scan, one with lost characters, a broken one and a duplicate."""
    for number in range(1, 37):
        changes: Json = {}
        if number == 3:
            changes = {"leader": {"name": "李丁", "position": "校长", "mobile": "1380000"}}
        (folder / f"{number:02d}.docx").write_bytes(_school(number, **changes))
    doc = _converted(folder, [f"{n:02d}.docx" for n in range(23, 30)], "doc")
    pdf = _converted(folder, [f"{n:02d}.docx" for n in range(30, 37)], "pdf")
    scan = folder / "扫描.pdf"
    _scan(pdf.pop(), scan)
    garbled = folder / "缺字.docx"
    garbled.write_bytes(_school(40, construction="建□机构空间。"))
    broken = folder / "坏文件.docx"
    broken.write_bytes(b"PK\x03\x04nothing")
    again = folder / "01再报.docx"
    again.write_bytes((folder / "01.docx").read_bytes())
    total = folder / "汇总.docx"
    total.write_bytes(_summary([1, 2, 3, 4, 5, 6]))
    return [*sorted(folder.glob("*.docx")), *doc, *pdf, scan]


def _scan(source: Path, target: Path) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(source)
    pages = [one.render(scale=200 / 72, grayscale=True).to_pil() for one in document]
    pages[0].save(target, save_all=True, append_images=pages[1:], resolution=200, quality=80)
    document.close()


def _kept(page: Page, name: str) -> None:
    """A picture of the page, where pictures are wanted, and no breach of WCAG 2 A or AA on it in any case."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")
    rules = {
        "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=rules)
    told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found.response["violations"]]
    assert told == [], (name, told)


def _tally(page: Page) -> list[int]:
    """The line: received, passed, to be reviewed, failed, duplicate."""
    return [int(one) for one in page.locator(".tally b").all_inner_texts()[:5]]


def _read(page: Page, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        page.reload()
        received, *rest = _tally(page)
        assert received == sum(rest)
        if "正在读取" not in page.locator(".tally").first.inner_text():
            return
        page.wait_for_timeout(200)
    pytest.fail("not all was read")


def _until(page: Page, done: Callable[[], bool]) -> None:
    """Waits no longer than until *done*; what a script may not evaluate under the page's policy is asked from here."""
    until = time.monotonic() + 10
    while not done():
        assert time.monotonic() < until
        page.wait_for_timeout(20)


def _is_past(page: Page, address: str, or_shows: str = "") -> bool:
    """Whether *page* has left *address*, or shows what was to be shown there."""
    return page.url != address or bool(or_shows and page.locator(or_shows).count())


def test_the_whole_way_from_files_to_a_published_list(  # noqa: PLR0915  # it is one way, told step by step
    page: Page, address: str, tmp_path: Path
) -> None:
    files = _files(tmp_path)
    assert len(files) == 40

    # An activity, and the clerk's name
    page.goto(f"{address}/desk/")
    page.get_by_label("您的姓名").or_(page.get_by_label("经办人")).fill("王芳")
    page.get_by_role("button", name="记住").click()
    page.get_by_label(re.compile("2021年度河南省")).check()
    _kept(page, "activities")
    page.get_by_role("button", name="建立").click()
    expect(page.get_by_role("heading", name="收材料")).to_be_visible()
    base = page.url.removesuffix("/intake")

    # Files in, by the chooser
    page.locator("#files").set_input_files(files)
    expect(page.locator("#sending [role=status]")).to_contain_text("已上传 40 份", timeout=60_000)
    _read(page)
    received, passed, review, failed, duplicate = _tally(page)
    assert (received, failed, duplicate) == (40, 1, 1)
    assert passed + review == 38
    _kept(page, "intake")

    # The board
    page.goto(f"{base}/")
    expect(page.locator("#tally")).to_contain_text("收到 40")
    row = page.get_by_role("row", name=re.compile(CITY))
    expect(row).to_be_visible()
    _kept(page, "board")

    # Reviewing by the keyboard alone
    page.goto(f"{base}/review")
    pressed = 0
    reviewed = 0
    while "/records/" in page.url and pressed < 60:
        page.wait_for_load_state()  # until its script has come a page takes no keys
        left = page.locator(".value[data-doubt]").count()
        if reviewed == 0:
            _kept(page, "review")
        here = page.url
        if left == 0:
            # what is doubtful of the record as a whole
            page.keyboard.press("Control+Enter")
            pressed += 1
            _until(page, partial(_is_past, page, here, "#ask[open]"))
            if page.locator("#ask[open]").count():
                page.keyboard.type("已核")
                page.keyboard.press("Tab")
                page.keyboard.press("Enter")
                pressed += 2
            _until(page, partial(_is_past, page, here))
            continue
        with page.expect_request_finished():
            page.keyboard.press("Enter")
        pressed += 1
        reviewed += 1
        page.wait_for_timeout(50)
        if page.locator(".value[data-doubt]").count() == 0:
            page.keyboard.press("Alt+n")
            pressed += 1
            _until(page, partial(_is_past, page, here))
    assert "/records/" not in page.url, "not all was reviewed with 60 keys"

    # Problems: one kept with a reason, one put on the slip
    page.goto(f"{base}/problems")
    _kept(page, "problems")
    first = page.locator("table.problems tbody tr").first
    first.get_by_label("保留的理由").fill("已电话核实")
    first.get_by_role("button", name="保留").click()
    expect(page.locator("table.problems")).to_contain_text("已电话核实")
    other = page.locator("table.problems tbody tr:not(.done)").first
    with page.expect_response(lambda answer: answer.request.method != "GET"):
        other.get_by_role("button", name="列入退回单").click()
    page.goto(f"{base}/problems?only=slip")
    with page.expect_download() as slip:
        page.locator("#slips ~ p a, section[aria-labelledby=slips] a").first.click()
    assert slip.value.suggested_filename.endswith(".docx")

    # The ledger, and the summary made from it
    page.goto(f"{base}/ledger?form=recommendation")
    assert page.locator("tbody tr").count() == 37
    _kept(page, "ledger")
    page.goto(f"{base}/summary?unit={CITY}")
    _kept(page, "summary")
    page.locator("tbody a").first.click()
    expect(page.locator(".value.here")).to_be_visible()

    # Scoring
    page.goto(f"{base}/judging?kind=school")
    page.get_by_label("一行一位").fill("专家甲\n专家乙")
    page.get_by_role("button", name="保存专家名单").click()
    for expert in range(2):
        for nominee in range(2):
            page.locator("tbody tr").nth(nominee).locator("td.num a").nth(expert).click()
            boxes = page.locator(".score input")
            for index in range(boxes.count()):
                most = float(boxes.nth(index).get_attribute("max") or "0")
                boxes.nth(index).fill(f"{most * (0.9 - 0.1 * nominee):g}")
            if (expert, nominee) == (0, 0):
                _kept(page, "sheet")
            page.get_by_role("button", name="提交").click()
            expect(page.get_by_role("heading", name="评审")).to_be_visible()
            page.goto(f"{base}/judging?kind=school")
    _kept(page, "judging")
    for index in range(2):
        page.locator("tbody input[type=checkbox]").nth(index).check()
    page.get_by_role("button", name="列入入围").click()

    # To the public, and to the list
    page.goto(f"{base}/publish?document=public_notice")
    for name, text in {
        "发文机关": "河南省教育厅",
        "标题": "关于2021年度网络学习空间应用优秀学校拟推荐名单的公示",
        "程序": "经学校自主申报、专家遴选",
        "提出异议": "如有异议，请在公示期内以书面形式实名向省教育厅反映。",
    }.items():
        page.locator(".pairs").first.get_by_label(re.compile(f"^{name}")).first.fill(text)
    for name, day in {"公示开始日期": "2021-12-01", "公示结束日期": "2021-12-07", "成文日期": "2021-12-01"}.items():
        page.get_by_label(re.compile(f"^{name}")).fill(day)
    basis = page.locator("fieldset", has_text="依据的文件")
    basis.get_by_label("发文机关").fill("教育部办公厅")
    basis.get_by_label("标题").fill("关于开展2021年度网络学习空间应用普及活动的通知")
    basis.get_by_label("发文字号").fill("教科信厅函〔2021〕31号")
    contact = page.locator("fieldset", has_text="对外公开的联系方式")
    contact.get_by_label("联系单位").fill("省教育厅科技处")
    contact.get_by_label("电话").fill("0371-69690000")
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".preview img").first).to_be_visible(timeout=60_000)
    _kept(page, "publish")
    page.get_by_role("button", name="定稿并登记发布").click()
    expect(page.get_by_text("已登记发布，2 个")).to_be_visible()

    page.goto(f"{base}/publish?document=announcement")
    for name, text in {
        "发文字号": "教科技函〔2021〕801号",
        "标题": "河南省教育厅关于公布2021年度网络学习空间应用优秀学校名单的通知",
        "主送机关": "各省辖市教育局",
    }.items():
        page.locator(".pairs").first.get_by_label(re.compile(f"^{name}")).first.fill(text)
    page.get_by_label(re.compile("^成文日期")).fill("2021-12-15")
    page.get_by_role("button", name="定稿并登记发布").click()
    expect(page.get_by_text("已登记发布，2 个")).to_be_visible()
    with page.expect_download() as published:
        page.get_by_role("link", name=".docx").first.click()
    text = _text_of(Path(published.value.path()))
    assert f"{CITY}第" in text
    assert "2所" in text
    assert PASSWORD not in text
    assert not re.search(r"1380\d{7}", text)


@pytest.mark.parametrize(("where", "script"), [("/desk/", "desk.js"), ("/", "page.js")])
def test_a_file_chosen_before_the_script_has_come_is_read(
    page: Page, address: str, tmp_path: Path, where: str, script: str
) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(_school(3))
    if where == "/desk/":
        page.goto(f"{address}{where}")
        page.get_by_role("button", name="建立").click()
        page.wait_for_url("**/intake")
        where = page.url.removeprefix(address)
    held: list[Route] = []
    page.route(f"**/{script}*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in method
    page.goto(f"{address}{where}", wait_until="commit")
    page.locator("#files").set_input_files(file)
    _until(page, lambda: bool(held))
    held[0].continue_()
    expect(page.locator("#sending [role=status], #results")).to_contain_text(
        re.compile("已上传 1 份|a.docx"), timeout=30_000
    )


def _text_of(path: Path) -> str:
    import fubiao

    found = fubiao.read(path.read_bytes())
    texts = [getattr(block, "text", "") for block in found.blocks]
    texts += [cell.text for table in found.tables() for cell in table.cells]
    return "".join(texts)


def test_two_clerks_at_one_record_lose_nothing(browser: Browser, address: str, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(_school(3, leader={"name": "李丁", "position": "校长", "mobile": "1380000"}))
    contexts = [browser.new_context(viewport={"width": 1366, "height": 768}) for _ in range(2)]
    one, two = (context.new_page() for context in contexts)
    one.goto(f"{address}/desk/")
    one.get_by_role("button", name="建立").click()
    base = one.url.removesuffix("/intake")
    one.locator("#files").set_input_files(file)
    expect(one.locator("#sending [role=status]")).to_contain_text("已上传 1 份", timeout=30_000)
    _read(one)
    for clerk in (one, two):
        clerk.goto(f"{base}/review")
        expect(clerk.locator(".value.here")).to_be_visible()
    name = one.locator('[data-field="leader.name"] input')
    name.fill("李改一")
    name.press("Enter")
    expect(one.locator('[data-field="leader.name"]')).to_have_class(re.compile("sure"))
    other = two.locator('[data-field="leader.name"] input')
    other.fill("李改二")
    other.press("Enter")
    expect(two.locator("#said")).to_contain_text("改过这条记录")
    expect(other).to_have_value("李改二")
    two.reload()
    expect(two.locator('[data-field="leader.name"] input')).to_have_value("李改一")
    expect(two.locator("body")).not_to_contain_text(PASSWORD)
    for context in contexts:
        context.close()
