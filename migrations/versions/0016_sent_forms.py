"""forms that were carried out, so that one sent twice does nothing twice

Revision ID: 0016
Revises: 0015
Create Date: 2026-12-01 15:15:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sent_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sent_form"),
        sa.UniqueConstraint("key_hash", name="uq_sent_form_key_hash"),
    )
    op.create_index("ix_sent_form_at", "sent_form", ["at"])


def downgrade():
    op.drop_table("sent_form")
