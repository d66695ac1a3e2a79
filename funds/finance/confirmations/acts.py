"""What must hold and what happens when policy finance is confirmed (법 제17조, 시행령 제7조제3항·제4항).

Only filed institutions may ask.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from funds.finance.confirmations.models import FinanceConfirmation, FinanceSupport
from portal.core import records
from portal.core.cases import Case
from portal.core.codes import new_code
from portal.core.db import db
from portal.core.declared import fact
from portal.core.fire import Firing
from portal.core.text import Text

SUPPORTS = {
    "exim": Text("한국수출입은행 자금", "Export-Import Bank funds"),
    "kdb": Text("한국산업은행 자금", "Korea Development Bank funds"),
    "insurance": Text("무역보험 우대", "Preference in trade insurance"),
    "sme": Text("중소기업 창업·진흥 기금", "SME promotion fund"),
    "credit": Text("신용보증", "Credit guarantee"),
    "technology": Text("기술보증", "Technology guarantee"),
    "tax": Text("조세 감면", "Tax relief"),
}
"""What a filed institution may be supported with (법 제17조, 시행령 제7조)."""


def filing_stands(case: FinanceConfirmation, _given: Mapping[str, Any]) -> Text | None:
    """The filing is the organisation's own and accepted, today."""
    filing = fact("filing_with", case.certificate_no)
    if filing is None or filing["organisation_id"] != case.organisation_id:
        return Text("수리된 이 기관의 진출신고가 아닙니다.", "It is no accepted filing of this organisation.")
    return None


def receive(case: FinanceConfirmation, firing: Firing) -> None:
    case.received_on = firing.on
    case.number = records.receipt_number("FC", firing.on)
    filing = fact("filing_with", case.certificate_no)
    case.country = filing["country"] if filing else ""
    firing.facts |= {"number": case.number}


def confirm(case: FinanceConfirmation, firing: Firing) -> None:
    """The paper gets its number; who confirms is the officer named on it."""
    case.handler_id, case.decided_on = firing.actor.user_id, firing.on
    serial = records.next_number(f"finance-confirmation-{firing.on.year}")
    case.paper_no = f"정책금융확인 제{firing.on.year}-{serial:04d}호"
    case.code = new_code()
    firing.facts |= {"paper_no": case.paper_no}


def decide_against(case: FinanceConfirmation, firing: Firing) -> None:
    case.handler_id, case.decided_on = firing.actor.user_id, firing.on


def withdraw(case: FinanceConfirmation, firing: Firing) -> None:
    case.decided_on = firing.on


def support_fits(case: Case, given: Mapping[str, Any]) -> Text | None:
    if case.decided_on and str(given.get("received_on")) < case.decided_on.isoformat():
        return Text("확인을 받은 날({d})보다 앞선 날입니다.", "Before the day of the confirmation ({d}).").format(
            d=case.decided_on
        )
    return None


def keep_support(case: FinanceConfirmation, firing: Firing) -> None:
    given = firing.given
    case.supports.append(
        FinanceSupport(
            kind_of_support=given["kind_of_support"],
            institution=given["institution"],
            won=given["won"],
            received_on=date.fromisoformat(given["received_on"]),
            note=given.get("note") or "",
            by_id=firing.actor.user_id,
        )
    )
    db.session.flush()
