"""Alembic's environment: the portal's metadata, batch mode on SQLite, on the connection that Flask-Migrate gives."""

from contextlib import contextmanager

from alembic import context
from flask import current_app

config = context.config
extension = current_app.extensions["migrate"]


def _plain_types(_kind, item, _autogenerate_context):
    """The portal's Instant is written as what it is in the database,
    so that migrations import nothing of the portal.
    """
    return "sa.DateTime(timezone=True)" if type(item).__name__ == "Instant" else False


@contextmanager
def _tables_may_be_remade(connection):
    """SQLite remakes a table to change it: rows that refer to it must not forbid that.

    They are checked before the commit.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction is open
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows refer to what is not there: {broken[:5]}")


def _rehearse(connection, rehearsal, options) -> None:
    """Migrate, see what is left, and take it all back: both databases change tables inside a transaction."""
    from portal.core.migrating import columns_of

    with connection.begin() as outer:
        rehearsal.before = columns_of(connection)
        context.configure(connection=connection, target_metadata=extension.db.metadata, **options)
        context.run_migrations()
        rehearsal.after = columns_of(connection)
        outer.rollback()


def run() -> None:
    engine = extension.db.engine
    options = dict(extension.configure_args) | {"render_item": _plain_types}
    rehearsal = config.attributes.get("rehearsal")
    with engine.connect() as connection, _tables_may_be_remade(connection):
        if rehearsal is not None:
            _rehearse(connection, rehearsal, options)
            return
        context.configure(connection=connection, target_metadata=extension.db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
            _check_references(connection)


if context.is_offline_mode():
    raise SystemExit("migrations run against a database")
run()
