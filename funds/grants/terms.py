"""Words and rules of grant money as data: sources, items, payees, evidence, the dated grant rule.

Pure: knows no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.core.text import Text

PAYEES: Mapping[str, Text] = {
    "staff": Text("내부 인력", "Own staff"),
    "firm": Text("국내 사업자", "Firm in Korea"),
    "person": Text("개인(강사·자문)", "Person (lecturer, adviser)"),
    "abroad": Text("해외 거래처", "Payee abroad"),
    "public": Text("공공기관", "Public body"),
}
EVIDENCE: Mapping[str, Text] = {
    "invoice": Text("세금계산서", "Tax invoice"),
    "card": Text("카드 매출전표", "Card slip"),
    "payroll": Text("급여대장", "Payroll"),
    "transfer": Text("이체확인증", "Transfer confirmation"),
    "foreign": Text("해외 영수증", "Receipt from abroad"),
    "valuation": Text("현물 평가서", "Valuation in kind"),
}


@dataclass(frozen=True, kw_only=True)
class GrantRule:
    """One dated rule of grant money.

    `settle_months` after the last day the settlement is due; `review_days`, `answer_days`, `opinion_days`,
    `return_days` are calendar days. `tolerance` is the percent by which an item may move without approval. Rates are
    percent a year of `year_days` days; interest is cut down to a multiple of `round_to` won.
    """

    effective_from: date
    settle_months: int
    review_days: int
    answer_days: int
    opinion_days: int
    return_days: int
    tolerance: int
    interest_rate: Decimal
    overdue_rate: Decimal
    year_days: int
    round_to: int
    source: str

    def as_json(self) -> dict[str, Any]:
        """The rule as plain values; rates and day as text."""
        kept = dict(self.__dict__)
        return kept | {
            "effective_from": self.effective_from.isoformat(),
            "interest_rate": format(self.interest_rate, "f"),
            "overdue_rate": format(self.overdue_rate, "f"),
        }


NUMBERS = (
    "settle_months",
    "review_days",
    "answer_days",
    "opinion_days",
    "return_days",
    "tolerance",
    "year_days",
    "round_to",
)


def read_rule(data: Mapping[str, Any]) -> GrantRule:
    """A rule from its plain values. Raises KeyError or ValueError for another shape."""
    return GrantRule(
        effective_from=date.fromisoformat(data["effective_from"]),
        interest_rate=Decimal(data["interest_rate"]),
        overdue_rate=Decimal(data["overdue_rate"]),
        source=data["source"],
        **{key: int(data[key]) for key in NUMBERS},
    )


SHIPPED = (
    GrantRule(
        effective_from=date(2016, 4, 29),
        settle_months=2,
        review_days=30,
        answer_days=14,
        opinion_days=10,
        return_days=30,
        tolerance=20,
        interest_rate=Decimal("5"),
        overdue_rate=Decimal("5"),
        year_days=365,
        round_to=1,
        source=(
            "정산보고 2개월: 「보조금 관리에 관한 법률」 제27조. 의견제출 10일: 행정절차법 제21조. 이자율 연 5%: 민법 제379조의 법정이율을"
            " 따른 예시. 검토·보완·반환 기한과 비목 전용 20%는 운영 기준의 예시(비공식)이며 복지부가 고칠 수 있습니다."
        ),
    ),
)
"""What holds until the ministry declares another: figures without a public source are marked as examples in `source`.
"""
