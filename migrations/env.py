"""Alembic's environment: the portal's metadata, batch mode on SQLite, on the connection that Flask-Migrate gives."""

from alembic import context
from flask import current_app

config = context.config
extension = current_app.extensions["migrate"]


def _plain_types(_kind, item, _autogenerate_context):
    """The portal's Instant is written as what it is in the database, so that migrations import nothing of the portal."""
    return "sa.DateTime(timezone=True)" if type(item).__name__ == "Instant" else False


def run() -> None:
    engine = extension.db.engine
    options = dict(extension.configure_args) | {"render_item": _plain_types}
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=extension.db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("migrations run against a database")
run()
