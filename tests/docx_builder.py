"""Builds small .docx files from XML for tests: the parts that matter, nothing that a word processor adds."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from parsers.document import Block, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:x="urn:nobody-knows-this"'
)
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(body: str = "", *, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A document with *body* inside w:body; *parts* are further parts of the folder ``word`` by file name, related under ``<name>``."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELATIONSHIPS,
        "word/document.xml": document_xml(body),
    }
    related = ""
    for name, content in (parts or {}).items():
        kind = name.removesuffix(".xml").rstrip("0123456789")
        related += f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        members[f"word/{name}"] = (
            f"<w:{root} {NAMESPACES}>{content}</w:{root}>" if isinstance(content, str) else content
        )
    if related:
        members["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>'
        )
    return archive(members)


def document_xml(body: str) -> str:
    """The main part with *body* inside w:body."""
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of *members*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def p(content: str = "", properties: str = "") -> str:
    """A paragraph; *content* is runs, or plain text."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content if content.startswith('<') else r(content)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run; *text* is its content, or plain text."""
    content = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"


def tc(content: str = "", properties: str = "") -> str:
    """A table cell; *content* is blocks, or plain text."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row; what isn't XML is a plain cell's text."""
    content = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{content}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    """The property of a cell that covers *columns* columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


def width(twips: int) -> str:
    """The property of a cell that is *twips* wide."""
    return f'<w:tcW w:w="{twips}" w:type="dxa"/>'


def field(code: str, result: str | None = None, *, form: str = "") -> str:
    """The runs of a complex field; *code* and *result* are runs, or plain text; *form* is its w:ffData."""
    instruction = code if code.startswith("<") else r(f'<w:instrText xml:space="preserve">{code}</w:instrText>')
    shown = (
        ""
        if result is None
        else r('<w:fldChar w:fldCharType="separate"/>') + (result if result.startswith("<") else r(result))
    )
    return (
        r(f'<w:fldChar w:fldCharType="begin">{form}</w:fldChar>')
        + instruction
        + shown
        + r('<w:fldChar w:fldCharType="end"/>')
    )


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of the paragraphs among *blocks*, tables left out."""
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def grid(table: Table) -> list[str]:
    """The cells of *table* as ``row,column text``, with ``rows x columns`` where a cell covers more than one place."""
    return [
        f"{cell.row},{cell.column} {cell.text}"
        + (f" {cell.row_span}x{cell.column_span}" if (cell.row_span, cell.column_span) != (1, 1) else "")
        for cell in table.cells
    ]
