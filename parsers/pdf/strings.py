"""Strings that PDFium gives of annotations and fields."""

from __future__ import annotations

import ctypes

from forms.errors import OverLimit

__all__ = ["VALUE_LIMIT", "annotation_string"]

VALUE_LIMIT = 200_000
"""Bytes of a field's value."""


def annotation_string(get: object, *arguments: object) -> str:
    """A string that PDFium gives in UTF-16 after telling its length in bytes.

    Raises:
        OverLimit: it is longer than a field of a form can be.
    """
    size = get(*arguments, None, 0)  # type: ignore[operator]
    if size <= 2:
        return ""
    if size > VALUE_LIMIT:
        raise OverLimit("limit.size", found=size, limit=VALUE_LIMIT)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(*arguments, buffer, size)  # type: ignore[operator]
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")
