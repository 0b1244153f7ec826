"""The checker of official documents: a good document is praised, and each fault put into it is found, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import Ran
from docx_builder import docx, p, r
from gongwen_builder import Sheets, copied, general, joint, jointly, letter, packed, sealed, separate, upward
from gongwen_faults import FAULTS, PRINTED_FAULTS, Faulty

import fubiao
from forms.errors import Unreadable
from forms.soffice import SWITCH
from parsers.inspection.inspect import CHECKS, PRINTED, Inspection, inspect
from parsers.inspection.print import Print, measured
from parsers.inspection.rules import rules

GOOD = (general, letter, upward, sealed, joint, jointly, separate, copied)
BY_HAND = {"R8", "R9", "R37", "R38", "R59"}
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
AT_ONCE = 100
"""Files that LibreOffice converts in one call; it forgets the last of 250."""
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def broken(found: Inspection) -> set[str]:
    return {outcome.rule.id for outcome in found.outcomes if outcome.state == "broken"}


def state(found: Inspection, rule: str) -> str:
    return found.outcome(rule).state


@pytest.mark.parametrize("base", GOOD, ids=lambda base: base.__name__)
def test_a_good_document_breaks_nothing(base: Callable[[], Sheets]) -> None:
    found = inspect(packed(base()), render=False)
    assert [(one.rule.id, one.faults) for one in found.outcomes if one.state == "broken"] == []
    assert found.passed


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_is_found_and_nothing_beside_it(fault: Faulty) -> None:
    found = inspect(packed(fault.made()), render=False)
    assert broken(found) == {fault.rule, *fault.also}
    for one in found.outcome(fault.rule).faults:
        assert all((one.place, one.found, one.wanted))
        assert one.found != one.wanted


def test_a_letter_without_page_numbers_shows_none_on_its_first_page() -> None:
    found = inspect(
        docx(
            p(r("某教函〔2031〕3号"), '<w:jc w:val="right"/>')
            + p(r("关于某事的函"))
            + p(r("某某："))
            + p(r("请函复。"))
        ),
        render=False,
    )
    assert (found.format, state(found, "L11")) == ("letter", "absent")


@pytest.mark.parametrize(("rule", "bases"), [("R37", ()), ("R38", (joint, jointly)), ("R59", ())])
def test_what_only_paper_shows_is_asked_for_where_there_is_something_of_it(
    rule: str, bases: tuple[object, ...]
) -> None:
    for base in (general, letter, joint, jointly):
        assert state(inspect(packed(base()), render=False), rule) == ("unchecked" if base in bases else "absent")


def test_every_rule_that_can_be_checked_has_a_fault_that_shows_it() -> None:
    checkable = {rule.id for rule in rules()} - BY_HAND
    assert checkable == {*CHECKS, *PRINTED}
    assert checkable == {fault.rule for fault in (*FAULTS, *PRINTED_FAULTS)}


def test_both_formats_are_told_apart() -> None:
    shapes = {base.__name__: inspect(packed(base()), render=False).format for base in GOOD}
    assert shapes == {
        "general": "general",
        "letter": "letter",
        "upward": "general",
        "sealed": "general",
        "joint": "general",
        "jointly": "general",
        "separate": "attachment",
        "copied": "letter",
    }


# As printed


@pytest.fixture(scope="session")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Print]:
    """The good documents and those with faults of the page, rendered by one call of LibreOffice."""
    folder = tmp_path_factory.mktemp("prints")
    made = {base.__name__: packed(base()) for base in GOOD}
    made |= {fault.id: packed(fault.made()) for fault in PRINTED_FAULTS}
    if os.environ.get("FUBIAO_FAULTS"):
        made |= {fault.id: packed(fault.made()) for fault in FAULTS}
    for name, data in made.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = folder / "profile"
    command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in made]
    for start in range(0, len(files), AT_ONCE):
        several = files[start : start + AT_ONCE]
        subprocess.run([*command, "--outdir", str(folder), *several], check=True, capture_output=True, timeout=600)
    return _Prints(folder)


class _Prints(dict[str, Print]):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __missing__(self, name: str) -> Print:
        return measured((self._folder / f"{name}.pdf").read_bytes())


@needs_libreoffice
@pytest.mark.parametrize("base", GOOD, ids=lambda base: base.__name__)
def test_a_good_document_breaks_nothing_as_printed(base: Callable[[], Sheets], prints: Mapping[str, Print]) -> None:
    found = inspect(packed(base()), print_=prints[base.__name__])
    assert [(one.rule.id, one.faults) for one in found.outcomes if one.state == "broken"] == []
    unchecked = {one.rule.id: one.reason for one in found.outcomes if one.state == "unchecked"}
    assert unchecked.keys() <= BY_HAND, unchecked


@needs_libreoffice
@pytest.mark.parametrize("fault", PRINTED_FAULTS, ids=lambda fault: fault.id)
def test_a_fault_of_the_printed_page_is_found(fault: Faulty, prints: Mapping[str, Print]) -> None:
    found = inspect(packed(fault.made()), print_=prints[fault.id])
    assert broken(found) == {fault.rule, *fault.also}


if os.environ.get("FUBIAO_FAULTS"):

    @needs_libreoffice
    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
    def test_a_fault_is_found_as_printed_too(fault: Faulty, prints: Mapping[str, Print]) -> None:
        found = inspect(packed(fault.made()), print_=prints[fault.id])
        assert fault.rule in broken(found)


# Documents that others wrote


def test_a_document_without_any_formatting_is_inspected() -> None:
    lines = ["某省教育厅关于某事的通知", "各市教育局：", "请遵照执行。", "某省教育厅", "2031年11月3日"]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    found = inspect(docx(body), render=False)
    assert {"R1", "R2", "R3", "R21", "R24", "R27", "R28"} <= broken(found)
    assert not found.passed
    assert found.outcome("R2").faults[0].wanted == "37 毫米"
    assert state(found, "R31") == "absent"


def test_fonts_are_resolved_through_styles_and_theme() -> None:
    made = general()
    fonts = 'w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"'
    made.body = made.body.replace(f"<w:rFonts {fonts}/>", "")
    assert broken(inspect(packed(made), render=False)) == set()
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    theme = '<a:theme xmlns:a="{}"><a:themeElements><a:fontScheme name=""><a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="{}"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
    made.parts["styles.xml"] = made.parts["styles.xml"].replace(
        'w:eastAsia="仿宋_GB2312"', 'w:eastAsia="仿宋_GB2312" w:eastAsiaTheme="minorEastAsia"'
    )
    made.parts["theme1.xml"] = theme.format(drawing, "宋体")
    assert {"R6", "R27"} <= broken(inspect(packed(made), render=False))
    made.parts["theme1.xml"] = theme.format(drawing, "FangSong")
    assert broken(inspect(packed(made), render=False)) == set()


def test_a_paragraph_style_indents_and_centres() -> None:
    made = general()
    style = '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/><w:pPr><w:ind w:firstLineChars="200"/></w:pPr></w:style></w:styles>'
    made.parts["styles.xml"] = made.parts["styles.xml"].replace("</w:styles>", style)
    own = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    made.body = made.body.replace("<w:p><w:pPr><w:spacing", '<w:p><w:pPr><w:pStyle w:val="b"/><w:spacing')
    made.body = made.body.replace(own, "")
    found = inspect(packed(made), render=False)
    assert state(found, "R28") == "kept"
    assert state(found, "R24") == "broken"


def test_numbers_that_word_computes_count_as_written() -> None:
    made = general()
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    made.parts["numbering.xml"] = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    for heading in ("一、活动目标", "二、有关要求"):
        at = made.body.index(heading)
        start = made.body.rindex("<w:pPr>", 0, at) + len("<w:pPr>")
        made.body = made.body[:start] + listed + made.body[start:].replace(heading, heading[2:], 1)
    found = inspect(packed(made), render=False)
    assert state(found, "R29") == "kept"
    assert broken(found) <= {"R30"}


def test_a_red_line_drawn_as_a_shape_needs_the_rendering() -> None:
    made = general()
    start = made.body.index("<w:pBdr>")
    end = made.body.index("</w:pBdr>") + len("</w:pBdr>")
    made.body = made.body[:start] + made.body[end:]
    line = '<w:r><w:pict><v:line xmlns:v="urn:schemas-microsoft-com:vml" strokecolor="red" from="0,0" to="442pt,0"/></w:pict></w:r>'
    made.body = made.body.replace("〔2031〕43号</w:t></w:r>", f"〔2031〕43号</w:t></w:r>{line}")
    assert state(inspect(packed(made), render=False), "R20") == "unchecked"


def test_what_is_no_word_document_is_refused() -> None:
    with pytest.raises(Unreadable):
        inspect(b"not a document", render=False)


# The command


def test_the_command_tells_a_clerk_what_is_wrong(run: Callable[..., Ran], tmp_path: Path) -> None:
    file = tmp_path / "notice.docx"
    file.write_bytes(packed(next(f for f in FAULTS if f.id == "R33-general-zeros").made()))
    ran = run("inspect", file, "--no-render")
    assert ran.status == 1
    assert "✗ R33 7.3.5.4（规定）" in ran.out
    assert "成文日期：现为 2031年11月03日，应为 2031年11月3日" in ran.out
    assert "R54" in ran.out
    assert "未核对" in ran.out


def test_the_command_answers_in_json(run: Callable[..., Ran], tmp_path: Path) -> None:
    file = tmp_path / "notice.docx"
    file.write_bytes(packed(general()))
    ran = run("inspect", file, "--no-render", "--json")
    found = json.loads(ran.out)
    assert (ran.status, found["passed"], found["format"]) == (0, True, "general")
    assert {rule["state"] for rule in found["rules"]} == {"kept", "absent", "unchecked"}
    assert len(found["rules"]) == 72


def test_recommendations_alone_fail_no_document(run: Callable[..., Ran], tmp_path: Path) -> None:
    file = tmp_path / "notice.docx"
    file.write_bytes(packed(next(f for f in FAULTS if f.id == "R14-general-font").made()))
    ran = run("inspect", file, "--no-render")
    assert (ran.status, "✗ R14" in ran.out) == (0, True)


def test_without_libreoffice_the_printed_page_is_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    found = fubiao.inspect(packed(general()))
    assert found.passed
    assert found.outcome("R15").state == "unchecked"
    assert "LibreOffice" in found.outcome("R15").reason
    assert found.substituted is None
