"""acts that are no case and need two people

Revision ID: 0010
Revises: 0009
Create Date: 2026-12-01 12:10:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "two_people_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("words_ko", sa.String(length=500), nullable=False),
        sa.Column("words_en", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user_account.id"], name="fk_two_people_ask_answered_by_id"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name="fk_two_people_ask_asked_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_two_people_ask"),
    )
    op.create_index("ix_two_people_ask_state", "two_people_ask", ["state"])


def downgrade():
    op.drop_table("two_people_ask")
