"""The gradebook's file: opening it, transactions, and what goes wrong with a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from grader.report.text import clean_line

from .tables import EDITION, Base, EditionRow

_WAIT_S = 10
_WRITES = "grader_writes"


class GradebookError(Exception):
    """A gradebook that cannot be read or written: what is wrong, and what to do."""


class Store:
    """A database with the gradebook's tables; ``name`` is what messages call it."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view of the tables."""
        with self._told(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is on the disk when the block has ended, or nothing."""
        with (
            self._told(),
            self._engine.connect().execution_options(**{_WRITES: True}) as connection,
            Session(connection) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.Error) as error:
            reason = str(getattr(error, "orig", error))
            raise GradebookError(_explained(self._name, reason)) from error


def open_store(path: Path) -> Store:
    """The gradebook in an existing file."""
    if not path.is_file():
        raise GradebookError(
            f"there is no gradebook {_shown(path)}: name one with --gradebook, "
            "or make one with grader batch"
        )
    return _opened(path)


def make_store(path: Path) -> Store:
    """The gradebook in a file, which is made if it is not there."""
    if path.exists() and not path.is_file():
        raise GradebookError(f"{_shown(path)} is no file: name the file of the gradebook")
    if not path.parent.is_dir():
        raise GradebookError(f"{_shown(path)} cannot be made: its folder does not exist")
    return _opened(path)


def _opened(path: Path) -> Store:
    url = URL.create("sqlite", database=str(path.resolve()))
    engine = create_engine(url, connect_args={"timeout": _WAIT_S})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    store = Store(engine, _shown(path))
    try:
        _check(store, path)
    except BaseException:
        store.close()
        raise
    return store


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # We say BEGIN ourselves: the driver would do so too late to reserve the file for writing.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check(store: Store, path: Path) -> None:
    """Refuse what is no gradebook of this edition; give a new file its tables."""
    with store.reading() as session:
        damage = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if damage != "ok":
            raise GradebookError(_explained(_shown(path), "malformed"))
        tables = set(inspect(session.connection()).get_table_names())
        number = session.scalar(select(EditionRow.number)) if "edition" in tables else None
    if not tables:
        with store.writing() as session:
            Base.metadata.create_all(session.connection())
            session.merge(EditionRow(number=EDITION))
    elif number is None:
        raise GradebookError(f"{_shown(path)} is a database, but no gradebook: name another file")
    elif number != EDITION:
        raise GradebookError(
            f"{_shown(path)} was made by another version of grader (edition {number}, this one "
            f"writes {EDITION}): use that version, or name another file"
        )


def _shown(path: Path) -> str:
    return clean_line(str(path), 300)


def _explained(name: str, reason: str) -> str:
    for sign, text in _REASONS.items():
        if sign in reason:
            return text.format(name=name)
    return f"the gradebook {name} cannot be used: {clean_line(reason, 300)}"


_REASONS = {
    "locked": "the gradebook {name} is locked: another program has been writing to it for more "
    f"than {_WAIT_S} seconds. Wait for it or end it, then run the same command again",
    "disk is full": "the disk of the gradebook {name} is full: make room and run the same "
    "command again; every result reported as finished is kept",
    "disk I/O error": "the disk of the gradebook {name} fails or is full: make room or copy the "
    "gradebook to another disk, and run the same command again",
    "readonly": "the gradebook {name} cannot be written: its file or folder is read-only",
    "unable to open": "the gradebook {name} cannot be opened: check that its file and folder "
    "can be read and written",
    "not a database": "{name} is no gradebook, or is damaged from its first bytes on: it was "
    "left as it is. Name another file, or restore a copy",
    "malformed": "the gradebook {name} is damaged: it was left as it is. Restore a copy, or save "
    "what can be read with: sqlite3 FILE .recover",
}
