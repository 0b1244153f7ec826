"""Where in a record something is, as a clerk is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fubiao
from forms.library import definition
from forms.whereabouts import in_words

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("date", "成文日期"),
        ("body[28].text", "正文第 29 段"),
        ("body[28].level", "正文第 29 段层次"),
        ("attachments[0]", "附件第 1 项"),
        ("lists[0].items[11].name", "名单（第 1 个）第 12 行"),
        ("", "公文"),
        ("made.up[3]", "up第 4 项"),
    ],
)
def test_a_place_is_told_in_words(path: str, words: str) -> None:
    assert in_words(definition("announcement"), path) == words


def test_a_refused_document_names_the_paragraph() -> None:
    data = json.loads((SAMPLES / "notice.json").read_text("utf-8"))
    data["body"][3]["text"] += "手机13900010001"
    with pytest.raises(fubiao.FubiaoError) as refused:
        fubiao.render("notice", data)
    assert "正文第 4 段" in str(refused.value)
    assert "13900010001" not in str(refused.value)
