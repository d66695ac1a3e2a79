"""`flask db`, loaded when it is first called.

Its way down says which filled tables and columns would be lost, and asks, before anything is.

What would be lost is found by doing it and taking it back, not by reading migrations.
"""

import sys
from typing import Any, NamedTuple

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, MetaData, Table, func, inspect, select
from werkzeug.local import LocalProxy

from portal.core.db import db

LOSES = (
    "되돌리면 없어지는 자료가 있습니다: {lost}\n"
    "Going back would destroy: {lost}"
)  # fmt: skip
UNASKED = (
    "되돌리지 않았습니다. 백업을 확인한 뒤 --yes를 붙여 다시 실행해 주세요.\n"
    "Nothing was done. See that there is a backup, then run it again with --yes."
)


class Lost(NamedTuple):
    """A table, or table.column, that holds so many rows."""

    name: str
    rows: int


class Rehearsal:
    """Handed to the migrations' environment (`migrations/env.py`), which goes down and takes it back."""

    def __init__(self) -> None:
        self.before: dict[str, set[str]] = {}
        self.after: dict[str, set[str]] = {}

    def lost(self, connection: Connection) -> list[Lost]:
        """What stood before and not after, and is filled."""
        found = []
        for name, columns in sorted(self.before.items()):
            left = self.after.get(name)
            missing = [""] if left is None else sorted(columns - left)
            table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False) if missing else None
            for column in missing if table is not None else ():
                counted = select(func.count()).select_from(table)  # type: ignore[arg-type]
                if column and table is not None:
                    counted = counted.where(table.c[column].is_not(None))
                rows = connection.execute(counted).scalar() or 0
                found += [Lost(f"{name}.{column}" if column else name, rows)] if rows else []
        return found


def columns_of(connection: Connection) -> dict[str, set[str]]:
    """Every table with the names of its columns."""
    seen = inspect(connection)
    return {name: {c["name"] for c in seen.get_columns(name)} for name in seen.get_table_names()}


def would_lose(revision: str) -> list[Lost]:
    """What going down to the revision would destroy."""
    from alembic import command

    config = current_app.extensions["migrate"].migrate.get_config()
    rehearsal = config.attributes["rehearsal"] = Rehearsal()
    command.downgrade(config, revision)
    with db.engine.connect() as connection:
        return rehearsal.lost(connection)


@click.command("downgrade")
@click.option("--yes", is_flag=True, help="do not ask before filled tables and columns are dropped")
@click.argument("revision", default="-1")
@with_appcontext
def downgrade(revision: str, *, yes: bool) -> None:
    """Go back to an earlier version of the database; asks before anything filled is dropped."""
    from flask_migrate import downgrade as go_down

    lost = [] if yes else would_lose(revision)
    if lost:
        shown = ", ".join(f"{one.name} ({one.rows:,})" for one in lost)
        click.echo(LOSES.format(lost=shown), err=True)
        if not sys.stdin.isatty() or not click.confirm("계속할까요? / Go on?", default=False, err=True):
            raise click.ClickException(UNASKED)
    go_down(revision=revision)


def init_migrations(app: Flask) -> None:
    """`flask db`; Alembic is loaded when a migration command first asks for it."""
    app.extensions["migrate"] = LocalProxy(lambda: _migrations(app))
    app.cli.add_command(_Migrations("db", help="Migrations of the database."))


class _Migrations(click.Command):
    """`flask db`, whose commands are loaded when it is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        made: click.Context = _commands().make_context(info_name, args, parent, **extra)
        return made


def _commands() -> click.Group:
    """The commands of Flask-Migrate, with our own way down."""
    from flask_migrate.cli import db as commands

    commands.add_command(downgrade)
    group: click.Group = commands
    return group


def _migrations(app: Flask) -> Any:
    from flask_migrate import Migrate

    _commands()
    Migrate(app, db, directory=str(app.config["MIGRATIONS"]), compare_type=True, render_as_batch=True)
    return app.extensions["migrate"]
