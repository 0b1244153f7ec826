"""The configuration: the environment (``FUBIAO_*``) over one TOML file over the defaults, checked as a whole at the start."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

from desk.errors import InvalidSettings

__all__ = ["PREFIX", "Settings", "load"]

PREFIX = "FUBIAO_"
"""Of the variables of the environment; ``FUBIAO_CONFIG`` names the file."""

Level = Literal["debug", "info", "warning", "error"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the service is set up. Every name is a key of the file, and with ``FUBIAO_`` before it and in capitals a variable."""

    data: Path
    """The folder of what is kept: the originals, the key, and the database unless ``database`` names another."""
    database: str = ""
    """A database's URL (``postgresql+psycopg://…``); SQLite in the folder of ``data`` where there is none."""
    host: str = "127.0.0.1"
    port: int = 8765
    threads: int = 16
    """Requests that are answered at a time."""
    workers: int = 2
    """Processes that read files; 0 where another program does (``fubiao worker``)."""
    scheduler: str = ""
    """The address of a dask scheduler whose workers read in place of ours."""
    seconds: float = 20.0
    """What reading one file may take of the processor; a large file gets more, by its size. By the clock it may take four times as long."""
    memory: int = 1024
    """MiB that a reading process may take."""
    pages: int = 200
    """Pages of one file that are read or drawn."""
    body: int = 100
    """MiB of one request."""
    parts: int = 200
    """Files in one request."""
    stalled: int = 60
    """Seconds without a byte after which a half-sent request is dropped."""
    queue: int = 20_000
    """Files that may wait to be read."""
    waiting: int = 16
    """Requests that may wait for an answer by a reading process."""
    lease: float = 30.0
    """Seconds after which a job whose worker was not heard of is given to another."""
    watch: float = 25.0
    """Seconds after which a stream of events ends; the page opens it anew."""
    key: str = ""
    """The key that passwords are kept under; made in the folder of ``data`` where none is given."""
    log: Level = "warning"
    proxies: int = 0
    """Trusted proxies before the service, whose X-Forwarded-For is believed."""
    samples: str = ""
    """A folder of files to try."""

    def __post_init__(self) -> None:
        """Checks the values against each other."""
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise InvalidSettings("settings.least", name=name, least=least)
        if self.database and "://" not in self.database:
            raise InvalidSettings("settings.database")
        if self.scheduler and "://" not in self.scheduler:
            raise InvalidSettings("settings.scheduler")

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database or f"sqlite:///{(self.data / 'desk.db').resolve()}"


_LEAST: dict[str, float] = {
    "port": 0,
    "threads": 1,
    "workers": 0,
    "seconds": 1,
    "memory": 128,
    "pages": 1,
    "body": 1,
    "parts": 1,
    "stalled": 1,
    "queue": 1,
    "waiting": 1,
    "lease": 1,
    "watch": 0,
    "proxies": 0,
}


def load(
    given: Mapping[str, Any] | None = None,
    *,
    file: str | os.PathLike[str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings: *given* (by the command line) over the environment over *file* over the defaults.

    Raises:
        InvalidSettings: something in them is unknown, of the wrong type, or out of its range.
    """
    surroundings = os.environ if environment is None else environment
    types = get_type_hints(Settings)
    values: dict[str, Any] = {}
    name = file or surroundings.get(f"{PREFIX}CONFIG")
    if name:
        values |= _from_file(Path(name), types)
    for field in fields(Settings):
        text = surroundings.get(PREFIX + field.name.upper())
        if text is not None and text.strip():
            values[field.name] = _typed(field.name, text.strip(), types[field.name], PREFIX + field.name.upper())
    values |= {key: value for key, value in (given or {}).items() if value is not None}
    values["data"] = Path(values.get("data") or "fubiao-data").expanduser()
    return Settings(**values)


def _from_file(path: Path, types: Mapping[str, Any]) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InvalidSettings("settings.file", file=path, reason=error.strerror or type(error).__name__) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # What is wrong is told by its place alone: the line may hold the key.
        raise InvalidSettings("settings.syntax", file=path, reason=_place(error)) from error
    for key in found:
        if key not in types:
            raise InvalidSettings("settings.unknown", file=path, name=key)
    values = {key: _typed(key, value, types[key], str(path)) for key, value in found.items()}
    if "data" in values:
        # A folder named in the file stands beside the file, wherever the service is started from.
        values["data"] = path.parent / Path(values["data"]).expanduser()
    return values


def _place(error: Exception) -> str:
    text = str(error)
    return text[text.rfind("(") + 1 :].rstrip(")") if "(at " in text else type(error).__name__


def _typed(name: str, value: Any, wanted: Any, where: str) -> Any:
    """*value* of the type *wanted*; text from the environment is read as one."""
    try:
        return _converted(value, wanted)
    except ValueError as error:
        choices = get_args(wanted)
        kind = "|".join(choices) if choices else "str" if wanted is Path else wanted.__name__
        raise InvalidSettings("settings.type", name=name, where=where, kind=kind) from error


def _converted(value: Any, wanted: Any) -> Any:
    if wanted in (int, float):
        fits = isinstance(value, int | str) or (wanted is float and isinstance(value, float))
        if isinstance(value, bool) or not fits:
            raise ValueError
        return wanted(value)
    if not isinstance(value, str) or (get_args(wanted) and value not in get_args(wanted)):
        raise ValueError
    return Path(value) if wanted is Path else value
