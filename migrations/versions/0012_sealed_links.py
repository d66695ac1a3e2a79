"""the key of a mailed link lies under seal, apart from the text of the mail

Texts of mails that went out before keep their links; those open nothing any more after a week.

Revision ID: 0012
Revises: 0011
Create Date: 2026-12-01 13:30:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed", sa.String(length=500), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_column("sealed")
