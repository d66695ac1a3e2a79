"""The decisions on grant money as papers: 교부결정서 and 보조금 확정 통지서. Data in, bytes out."""

from typing import Any

from funds.grants.models import Grant, Settlement
from funds.grants.money import queries as q
from funds.grants.money.budget import by_source
from funds.grants.terms import SOURCES
from portal.core import papers
from portal.core.demo import is_demo
from portal.core.text import Text
from portal.core.web import shown_day

ISSUER = Text("보건복지부장관", "Minister of Health and Welfare")
HOUSE = Text("보건복지부", "Ministry of Health and Welfare")
GRANTED_BY = Text("「보조금 관리에 관한 법률」 제17조, 제18조", "Subsidy Management Act, Art. 17 and 18")
SETTLED_BY = Text("「보조금 관리에 관한 법률」 제28조, 제31조", "Subsidy Management Act, Art. 28 and 31")


def _won(amount: int, language: str) -> str:
    return f"KRW {amount:,}" if language == "en" else f"{amount:,}원"


def _paper(language: str, **data: Any) -> bytes:
    mark = ("SAMPLE" if language == "en" else "견본") if is_demo() else ""
    return papers.pdf(
        "letter", {"lang": language, "issuer": ISSUER.in_(language), "house": HOUSE.in_(language), "mark": mark, **data}
    )


def decision(grant: Grant, language: str) -> bytes:
    """교부결정서: the sum, the period, the budget by source, the conditions."""
    award = grant.award
    sums = by_source(q.cells(grant.lines))
    period = f"{shown_day(grant.begins_on, language)} – {shown_day(grant.ends_on, language)}"
    facts = [
        [Text("보조사업자", "Recipient").in_(language), award.holder],
        [Text("사업 기간", "Period of the work").in_(language), period],
        [Text("교부액", "Grant").in_(language), _won(grant.amount, language)],
        *([SOURCES[s].in_(language), _won(amount, language)] for s, amount in sums.items() if s != "state"),
        [Text("정산보고 기한", "Settlement due").in_(language), shown_day(q.report_due(grant), language)],
    ]
    lead = Text("아래와 같이 보조금의 교부를 결정합니다. 예산은 오늘의 것이며 변경되면 포털의 예산을 따릅니다.",
        "A grant is decided as below. The budget is that of today; changes are shown in the portal.")  # fmt: skip
    return _paper(
        language, number=f"{award.number}-{grant.year_no}", dated=grant.decided_on.isoformat(), recipient=award.holder,
        title=Text("보조금 교부결정서", "Grant decision").in_(language), body=[lead.in_(language), *grant.conditions.splitlines()],
        facts=facts, basis=[GRANTED_BY.in_(language)],
    )  # fmt: skip


def final_sum(case: Settlement, language: str) -> bytes:
    """보조금 확정 통지서: the final sum with what it was made of, and what is returned by when."""
    assert case.result is not None
    assert case.decided_on is not None
    result, award = case.result, case.grant.award
    facts = [
        [Text("보조사업자", "Recipient").in_(language), award.holder],
        [Text("교부액", "Granted").in_(language), _won(result["granted"], language)],
        [Text("지급액", "Paid").in_(language), _won(result["paid"], language)],
        [Text("불인정액(국비)", "Not recognised (state money)").in_(language), _won(result["disallowed"].get("state", 0), language)],
        [Text("확정액", "Final sum").in_(language), _won(result["final"], language)],
        [Text("반환 원금", "To be returned").in_(language), _won(result["to_return"], language)],
        [Text("이자", "Interest").in_(language), _won(result["interest"], language)],
        [Text("반환 기한", "Return due").in_(language), shown_day(case.return_due, language)],
    ]  # fmt: skip
    lead = Text(
        "제출하신 정산보고를 검토하여 보조금을 아래와 같이 확정합니다. 계산의 근거는 포털의 정산 화면에 있습니다.",
        "The settlement was reviewed and the grant is set as below. How it was reckoned is shown on the settlement's page.",
    )
    rows = [
        f"· {r.payee} {_won(r.disallowance.amount, language)}: {r.disallowance.reason}"
        for r in case.rows
        if r.disallowance
    ]
    return _paper(
        language, number=case.number, dated=case.decided_on.isoformat(), recipient=award.holder,
        title=Text("보조금 확정 통지서", "Final sum of the grant").in_(language), body=[lead.in_(language), *rows], facts=facts,
        basis=[SETTLED_BY.in_(language)],
    )  # fmt: skip
