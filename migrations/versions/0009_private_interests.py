"""private interests that officials report, and the decision on each

Revision ID: 0009
Revises: 0008
Create Date: 2026-12-01 12:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "private_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name="fk_private_interest_decided_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_private_interest_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_private_interest_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_private_interest"),
    )
    op.create_index("ix_private_interest_organisation_id", "private_interest", ["organisation_id"])
    op.create_index("ix_private_interest_user_id", "private_interest", ["user_id"])


def downgrade():
    op.drop_table("private_interest")
