"""sessions stand here, not in the cookie: everybody signs in once more

Revision ID: 0008
Revises: 0007
Create Date: 2026-12-01 11:30:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "open_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("factor", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_from", sa.String(length=45), nullable=False),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_open_session_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_open_session"),
        sa.UniqueConstraint("key_hash", name="uq_open_session_key_hash"),
    )
    op.create_index("ix_open_session_user_id", "open_session", ["user_id"])


def downgrade():
    op.drop_table("open_session")
