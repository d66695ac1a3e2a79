"""The rule sets that ship with the portal: dated data that officials edit from here on."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from portal.core.periods import SHIPPED

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

rule_set = sa.table(
    "rule_set",
    sa.column("effective_from", sa.Date),
    sa.column("periods", sa.JSON),
    sa.column("filers", sa.JSON),
    sa.column("deems", sa.Boolean),
    sa.column("source", sa.String),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    op.bulk_insert(rule_set, [row | {"at": at} for row in map(dict, SHIPPED)])


def downgrade() -> None:
    op.execute(sa.delete(rule_set))
