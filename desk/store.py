"""The database: SQLite in a file by default, PostgreSQL by its URL. Sessions, migrations, and what its failures mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from desk.errors import InvalidSettings, StoreBusy, StoreFull

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["Store"]

SECONDS_BUSY = 10.0
"""How long a transaction waits for another that writes."""

_LOCK = 0xFB1A0
"""The advisory lock in PostgreSQL that a writer holds."""

_NO_ROOM = ("disk is full", "disk full", "no space left", "disk i/o error")


class Store:
    """The database at *url*. ``read`` and ``write`` open a session for one transaction."""

    def __init__(self, url: str, *, seconds_busy: float = SECONDS_BUSY) -> None:
        self.engine = _engine(url, seconds_busy)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads; what it sees is of one moment."""
        with _told(), self._reading() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back where something is raised.

        One runs at a time, in whatever process: SQLite can't do otherwise, and PostgreSQL is made to do the same, so that what is right for
        one is right for the other. Keep it short.

        Raises:
            StoreBusy, StoreFull: nothing was written.
        """
        with _told(), self._writing() as session, session.begin():
            if not self.is_sqlite:
                session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            yield session

    def migrate(self) -> None:
        """Brings the tables to the newest form; does nothing where they are."""
        from alembic import command
        from alembic.runtime.migration import MigrationContext

        with _told(), self.engine.execution_options(writes=True).begin() as connection:
            if not self.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            with _configured(connection) as config:
                if MigrationContext.configure(connection).get_current_heads() != (_head(config),):
                    command.upgrade(config, "head")

    def revision(self) -> tuple[str | None, str]:
        """Which form the tables have, and which they should have."""
        from alembic.runtime.migration import MigrationContext

        with _told(), self.engine.connect() as connection, _configured(connection) as config:
            return MigrationContext.configure(connection).get_current_revision(), _head(config)

    def is_up(self) -> bool:
        """Whether the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except (DBAPIError, OSError):
            return False
        return True

    def problems(self) -> list[str]:
        """What SQLite finds wrong with its own file; nothing for a database that looks after itself."""
        if not self.is_sqlite:
            return []
        with _told(), self.engine.connect() as connection:
            found = connection.execute(text("PRAGMA integrity_check(5)")).scalars().all()
        return [str(line) for line in found if line != "ok"]

    def close(self) -> None:
        """Closes the connections."""
        self.engine.dispose()


def _engine(url: str, seconds_busy: float) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in {"postgresql", "postgres"}:
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite":
            if parsed.database and parsed.database != ":memory:":
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            engine = create_engine(parsed, connect_args={"timeout": seconds_busy, "check_same_thread": False})
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
            return engine
        waits = f"-c lock_timeout={int(seconds_busy * 1000)}"
        return create_engine(
            parsed,
            pool_size=20,
            max_overflow=20,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10, "options": waits},
        )
    except (ArgumentError, ImportError) as error:
        # The URL may hold a password, so it isn't repeated.
        raise InvalidSettings("settings.database") from error


def _prepare(connection: Any, _: object) -> None:
    """What each new connection to SQLite is told."""
    if not isinstance(connection, sqlite3.Connection):
        connection = connection.driver_connection
    # The driver must not open transactions by itself: it begins them too late and never with the lock that a writer needs.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that first reads and then can't write would fail without waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


@contextmanager
def _configured(connection: Connection) -> Iterator[Config]:
    from alembic.config import Config

    with as_file(files("desk").joinpath("migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        yield config


def _head(config: Config) -> str:
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(config).get_current_head())


@contextmanager
def _told() -> Iterator[None]:
    """Tells what a failure of the database means for who asked. Its own text may quote values, so it isn't repeated."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        told = str(error.orig).lower()
        if any(words in told for words in _NO_ROOM):
            raise StoreFull("store.full") from error
        raise StoreBusy("store.busy" if "lock" in told else "store.away") from error
