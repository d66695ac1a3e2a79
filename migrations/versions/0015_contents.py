"""what is known of each kept content

Revision ID: 0015
Revises: 0014
Create Date: 2026-12-01 14:20:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("malware", sa.String(length=200), nullable=False),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name="pk_content"),
    )
    op.create_index("ix_content_state", "content", ["state", "tries"])
    op.create_index("ix_paper_sha256", "paper", ["sha256"])


def downgrade():
    op.drop_index("ix_paper_sha256", table_name="paper")
    op.drop_index("ix_content_state", table_name="content")
    op.drop_table("content")
