"""texts that somebody typed and has not sent yet

Revision ID: 0006
Revises: 0005
Create Date: 2026-12-01 10:40:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "kept_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=300), nullable=False),
        sa.Column("form", sa.String(length=300), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_kept_text_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_text"),
        sa.UniqueConstraint("user_id", "page", "form", name="uq_kept_text_user_id_page_form"),
    )
    op.create_index("ix_kept_text_at", "kept_text", ["at"])


def downgrade():
    op.drop_table("kept_text")
