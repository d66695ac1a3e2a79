"""what nobody may change: triggers on the append-only tables, the chain over them, destruction by rule

Revision ID: 0013
Revises: 0012
Create Date: 2026-12-01 14:20:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WHOLE = ("event", "rights_change", "audit_link", "audit_anchor", "audit_destruction")
BLANK = "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.act = 'destroyed' AND NEW.user_id IS NULL AND NEW.address = '' AND NEW.subject = '' AND NEW.path = '' AND NEW.why = ''"
NAMED = "EXISTS (SELECT 1 FROM audit_destruction d WHERE d.table_name = 'access_log' AND OLD.id BETWEEN d.first_id AND d.last_id AND OLD.at < d.before)"


def upgrade():
    op.create_table(
        "audit_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=30), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_link"),
        sa.UniqueConstraint("table_name", "row_id", name="uq_audit_link_table_name_row_id"),
    )
    op.create_table(
        "audit_anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_anchor"),
        sa.UniqueConstraint("day", name="uq_audit_anchor_day"),
    )
    op.create_table(
        "audit_destruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("table_name", sa.String(length=30), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_destruction"),
    )
    op.create_index("ix_audit_destruction_table_name", "audit_destruction", ["table_name"])
    op.add_column("access_log", sa.Column("why", sa.String(length=120), nullable=False, server_default=""))
    postgresql() if op.get_bind().dialect.name == "postgresql" else sqlite()


UNIQUE = {
    "audit_link": " OR (table_name = NEW.table_name AND row_id = NEW.row_id)",
    "audit_anchor": " OR day = NEW.day",
}  # REPLACE removes a row without asking the triggers of removals


def sqlite():
    for table in WHOLE:
        op.execute(
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER access_log_unchanged BEFORE UPDATE ON access_log "
        f"WHEN NOT ({BLANK} AND {NAMED}) BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END"
    )
    for table in (*WHOLE, "access_log"):
        op.execute(
            f"CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id{UNIQUE.get(table, '')}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def postgresql():
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in WHOLE:
        op.execute(
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    op.execute(
        "CREATE FUNCTION access_log_blanked() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {BLANK} AND {NAMED} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'access_log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER access_log_unchanged BEFORE UPDATE ON access_log FOR EACH ROW EXECUTE FUNCTION access_log_blanked()"
    )
    for table in (*WHOLE, "access_log"):
        op.execute(
            f"CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def downgrade():
    for table in ("event", "rights_change", "access_log"):
        for name in ("unchanged", "not_removed"):
            drop(table, name)
    more = "not_emptied" if op.get_bind().dialect.name == "postgresql" else "not_replaced"
    for table in ("event", "rights_change", "access_log"):
        drop(table, more)
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_column("why")
    op.drop_table("audit_destruction")
    op.drop_table("audit_anchor")
    op.drop_table("audit_link")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION access_log_blanked()")
        op.execute("DROP FUNCTION append_only()")


def drop(table, name):
    on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER {table}_{name}{on}")
