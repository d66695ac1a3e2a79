"""Engine and sessions. One declarative base, aware instants, and transactions that never lose a number.

On SQLite every transaction of a request that may write begins IMMEDIATE, so that two writers queue instead of reading
the same highest number; on PostgreSQL the same is done by locking reads (`lock_row`), and who goes `alone` waits for
all of them. What was answered for is on the disk (`synchronous=FULL`). Must not know any table.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, g, has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, String, TypeDecorator, event, func, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import ColumnProperty, DeclarativeBase, QueryableAttribute, Session
from sqlalchemy.orm.exc import StaleDataError

from portal.core.reading import holds
from portal.core.text import Text, shortened
from portal.core.workflow import Refused

P = ParamSpec("P")
R = TypeVar("R")

writing: ContextVar[bool] = ContextVar("writing", default=True)


class Base(DeclarativeBase):
    """Every table of the portal; names of constraints are fixed so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _bound(_model: type, _key: str, attribute: QueryableAttribute[Any]) -> None:
    """A text longer than its column is refused in words, on both databases: no form may forget to ask for less."""
    held = attribute.property
    longest = (
        held.columns[0].type.length
        if isinstance(held, ColumnProperty) and isinstance(held.columns[0].type, String)
        else None
    )
    if longest is None:
        return

    @event.listens_for(attribute, "set")
    def refuse(_row: Base, value: Any, _before: object, _by: object) -> None:
        if isinstance(value, str) and len(value) > longest:
            raise Refused(
                Text(
                    "‘{begin}’: {n}자 이내로 적어 주세요. 지금은 {now}자입니다.",
                    "“{begin}”: use at most {n} characters; there are {now} now.",
                ).format(begin=shortened(value, 40), n=f"{longest:,}", now=f"{len(value):,}")
            )


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    connection.create_function("holds", 2, holds, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside take no write lock on SQLite."""
    token = writing.set(False)
    try:
        yield
    finally:
        writing.reset(token)


@contextmanager
def aside() -> Iterator[Session]:
    """A short transaction of its own, committed at the end: for the access log, which outlives a rollback."""
    token = writing.set(True)
    try:
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        writing.reset(token)


def once_a_page(question: Callable[P, R]) -> Callable[P, R]:
    """Ask a question to the database once while a page is only read; its answer must not be changed.

    A POST asks each time.
    """

    @wraps(question)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        if writing.get() or not has_request_context():
            return question(*args, **named)
        held = g.setdefault("answered", {})
        key = (question, args, tuple(named.items()))
        if key not in held:
            held[key] = question(*args, **named)
        answer: R = held[key]
        return answer

    return asked


_TURN = 20_260_701
"""The number of the lock that whoever locks a row shares, and whoever goes alone holds for themselves."""


def alone() -> None:
    """Until the transaction ends nobody else locks a row; waits for those who have. Call it before locking any.

    For a change of what moves rest on (calendar, rules): no move is half-way while it is made.
    """
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyhow
        db.session.execute(select(func.pg_advisory_xact_lock(_TURN)))


def beside_others() -> None:
    """Wait for whoever goes alone; `lock_row` does it by itself, locking reads of other shapes call it first."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock_shared(_TURN)))


def lock_row(instance: Any) -> None:
    """Lock one row until the transaction ends and read it anew (on SQLite the writer already holds the lock).

    The lock is taken on the root table of the entity by its key, since PostgreSQL locks no outer join. Raises
    StaleDataError when the row is gone: somebody else was first.
    """
    state = inspect(instance)
    if state.identity is None:
        return
    beside_others()
    db.session.flush()
    root = state.mapper.base_mapper.local_table
    keys = zip(root.primary_key, state.identity, strict=True)
    locked = select(*root.primary_key).where(*(column == value for column, value in keys)).with_for_update()
    if db.session.execute(locked).first() is None:
        raise StaleDataError(f"{root.name} {state.identity} is gone")
    db.session.refresh(instance)


def init_db(app: Flask) -> None:
    """Bind the database to the application."""
    db.init_app(app)


def is_clash(problem: DatabaseError) -> bool:
    """Whether two requests met in the database: the same number, a lock that was not given. Sending again helps."""
    state = getattr(problem.orig, "sqlstate", None)  # PostgreSQL: unique, deadlock, serialisation, lock not available
    said = str(problem.orig)
    return state in {"23505", "40P01", "40001", "55P03"} or "UNIQUE" in said or "is locked" in said
