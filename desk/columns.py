"""What the columns of the tables hold that databases keep differently: moments, texts just as they came, keys that are counted up."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    Text,
    TypeDecorator,
)

__all__ = ["Exact", "Key", "Moment", "now", "written"]

Key = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only what it calls INTEGER."""


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC and told so also where the database keeps none of that."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


_SURROGATE = re.compile("[\ud800-\udfff]")


class Exact(TypeDecorator[str]):
    """Any text as it came, with NUL and with lone surrogates, which not every database takes: kept as a JSON string."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(json.loads(value))


def written(plain: str) -> str:
    """*plain* as ``Exact`` keeps it, for a search in such a column."""
    return _SURROGATE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(plain, ensure_ascii=False))
