"""The rule sets that ship with the portal: dated data that officials edit from here on."""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

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

# What this release shipped, as it was: a later change of the portal's own values must not reach back into it.
PERIODS = {
    "file_days": 45,
    "decide_days": 10,
    "extension_days": 10,
    "supplement_days": 5,
    "demand_days": 10,
    "change_days": 10,
    "law_answer_days": 14,
    "procedure_answer_days": 7,
    "inquiry_days": 10,
    "match_days": 10,
    "offer_days": 3,
    "consult_days": 20,
    "indepth_days": 60,
    "survey_days": 10,
    "review_days": 20,
    "hours_days": 7,
    "pay_days": 14,
}
SHIPPED = (
    {
        "effective_from": date(2016, 6, 23),
        "periods": PERIODS,
        "filers": ["hospital"],
        "deems": False,
        "source": "법률 제13599호(2016-06-23 시행), 시행령 제3조, 민원처리법 제19조·시행령 제24조. 변경신고 처리 기간은 운영 기준(추정).",
    },
    {
        "effective_from": date(2018, 10, 19),
        "periods": PERIODS,
        "filers": ["hospital"],
        "deems": True,
        "source": "법률 제15777호(2018-09-18 공포, 1개월 후 시행): 수리 통지 10일과 수리간주(법 제4조제3항·제4항) 신설.",
    },
)


def upgrade() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    op.bulk_insert(rule_set, [row | {"at": at} for row in map(dict, SHIPPED)])


def downgrade() -> None:
    op.execute(sa.delete(rule_set))
