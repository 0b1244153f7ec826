"""Pages as pictures, with the places of the values on them."""

from __future__ import annotations

import io
import os

import pytest
from desks import MUST, Open, send, work
from flask.testing import FlaskClient
from PIL import Image
from test_api import V1, problem
from test_desk import form

from forms.soffice import program
from service import create_app


@pytest.fixture
def client(opened: Open) -> FlaskClient:
    desk = opened()
    send(desk, (contact_sheet(), "联系表.pdf"), (form(), "推荐表.docx"))
    work(desk)
    return create_app({"TESTING": True}, desk).test_client()


def contact_sheet() -> bytes:
    """A contact sheet as PDF, its values in ruled cells."""
    import fubiao
    from generators.pdf import to_pdf

    data = {"province": "河南省", "department": "科技与信息化处", "leaders": [{"name": "李秀"}]}
    return to_pdf(fubiao.render("contact_sheet", data))


needs_libreoffice = pytest.mark.skipif(program() is None and MUST not in os.environ, reason="LibreOffice")


def red(picture: bytes, box: list[float], scale: float) -> bool:
    """Whether the box is lit: its edge is red."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    x, y = round((box[0] - 2) * scale), round((box[1] + box[3]) / 2 * scale)
    return any(_is_red(image.getpixel((x + d, y))) for d in (-1, 0, 1))


def _is_red(colour: object) -> bool:
    return isinstance(colour, tuple) and colour[0] > 150 and max(colour[1:]) < 80


@needs_libreoffice
@pytest.mark.parametrize(("record", "field"), [(1, "province"), (2, "leader.mobile")])
def test_a_value_is_lit_where_it_stands_on_its_page(client: FlaskClient, record: int, field: str) -> None:
    pages = client.get(f"{V1}/records/{record}/pages").get_json()
    (page,) = [page for page in pages if field in page["boxes"]]
    scale = 1.5
    address = f"{V1}/records/{record}/pages/{page['page']}?scale={scale}"
    plain, lit = client.get(address), client.get(f"{address}&field={field}")
    assert plain.mimetype == "image/png"
    assert Image.open(io.BytesIO(plain.data)).size == (round(page["width"] * scale), round(page["height"] * scale))
    assert red(lit.data, page["boxes"][field], scale)
    assert not red(plain.data, page["boxes"][field], scale)
    assert problem(client.get(f"{V1}/records/{record}/pages/99")) == (404, "missing.page")


def test_without_libreoffice_a_word_file_has_no_picture_and_that_is_said(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUBIAO_LIBREOFFICE", "off")
    desk = opened()
    send(desk, (form(), "推荐表.docx"))
    work(desk)
    client = create_app({"TESTING": True}, desk).test_client()
    assert problem(client.get(f"{V1}/records/1/pages")) == (404, "missing.view")
    assert problem(client.get(f"{V1}/records/1/document?format=pdf")) == (404, "output.libreoffice")
