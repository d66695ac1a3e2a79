"""wrong tries are counted by account and place, and known devices are remembered

What was counted of an account as a whole counts for all unknown places together, and back.

Revision ID: 0011
Revises: 0010
Create Date: 2026-12-01 12:20:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_known_device_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_known_device"),
        sa.UniqueConstraint("user_id", "key_hash", name="uq_known_device_user_id_key_hash"),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=45), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_sign_in_tries_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_tries"),
        sa.UniqueConstraint("user_id", "place", name="uq_sign_in_tries_user_id_place"),
    )
    op.execute(
        "INSERT INTO sign_in_tries (user_id, place, failures, locked_until) "
        "SELECT id, '*', failures, locked_until FROM user_account WHERE failures > 0 OR locked_until IS NOT NULL"
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("failures")
        batch_op.drop_column("locked_until")


def downgrade():
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.alter_column("failures", server_default=None)
    op.execute(
        "UPDATE user_account SET (failures, locked_until) = (SELECT t.failures, t.locked_until FROM sign_in_tries t "
        "WHERE t.user_id = user_account.id AND t.place = '*') "
        "WHERE id IN (SELECT user_id FROM sign_in_tries WHERE place = '*')"
    )
    op.drop_table("sign_in_tries")
    op.drop_table("known_device")
