"""partners are bound to the organisation that answered the mailed link; changes of what is verified are kept

Until here whoever had an organisation of the named business number was the partner. Those who confirmed stay partners
where an officer has verified their organisation; those still asked get a fresh link from the lead.

Revision ID: 0007
Revises: 0006
Create Date: 2026-12-01 09:40:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIND = """
UPDATE fund_partner SET organisation_id = (
  SELECT o.id FROM organisation o WHERE o.business_number = fund_partner.business_number AND o.verified
) WHERE confirmed_at IS NOT NULL AND declined_at IS NULL
"""


def upgrade():
    with op.batch_alter_table("fund_partner", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("token_hash", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_fund_partner_organisation_id", ["organisation_id"], unique=False)
        batch_op.create_index("ix_fund_partner_token_hash", ["token_hash"], unique=False)
        batch_op.create_foreign_key("fk_fund_partner_organisation_id", "organisation", ["organisation_id"], ["id"])
    op.execute(BIND)
    with op.batch_alter_table("fund_partner", schema=None) as batch_op:
        batch_op.alter_column("token_hash", server_default=None)
    op.create_table(
        "organisation_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_organisation_change_by_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_organisation_change_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_change"),
    )
    op.create_index("ix_organisation_change_organisation_id", "organisation_change", ["organisation_id"])


def downgrade():
    op.drop_table("organisation_change")
    with op.batch_alter_table("fund_partner", schema=None) as batch_op:
        batch_op.drop_constraint("fk_fund_partner_organisation_id", type_="foreignkey")
        batch_op.drop_index("ix_fund_partner_token_hash")
        batch_op.drop_index("ix_fund_partner_organisation_id")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("token_hash")
        batch_op.drop_column("organisation_id")
