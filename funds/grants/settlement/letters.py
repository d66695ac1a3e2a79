"""The final sum as a paper: 보조금 확정 통지서. Data in, bytes out."""

from funds.grants.models import Settlement
from funds.grants.money.letters import paper, won
from portal.core.text import Text
from portal.core.web import shown_day

SETTLED_BY = Text("「보조금 관리에 관한 법률」 제28조, 제31조", "Subsidy Management Act, Art. 28 and 31")


def final_sum(case: Settlement, language: str) -> bytes:
    """보조금 확정 통지서: the final sum with what it was made of, and what is returned by when."""
    assert case.result is not None
    assert case.decided_on is not None
    result, award = case.result, case.grant.award
    facts = [
        [Text("보조사업자", "Recipient").in_(language), award.holder],
        [Text("교부액", "Granted").in_(language), won(result["granted"], language)],
        [Text("지급액", "Paid").in_(language), won(result["paid"], language)],
        [
            Text("불인정액(국비)", "Not recognised (state money)").in_(language),
            won(result["disallowed"].get("state", 0), language),
        ],
        [Text("확정액", "Final sum").in_(language), won(result["final"], language)],
        [Text("반환 원금", "To be returned").in_(language), won(result["to_return"], language)],
        [Text("이자", "Interest").in_(language), won(result["interest"], language)],
        [Text("반환 기한", "Return due").in_(language), shown_day(case.return_due, language)],
    ]
    lead = Text(
        "제출하신 정산보고를 검토하여 보조금을 아래와 같이 확정합니다. 계산의 근거는 포털의 정산 화면에 있습니다.",
        "The settlement was reviewed and the grant is set as below. How it was reckoned is shown on the settlement's page.",
    )
    rows = [
        f"· {r.payee} {won(r.disallowance.amount, language)}: {r.disallowance.reason}"
        for r in case.rows
        if r.disallowance
    ]
    return paper(
        language,
        number=case.number,
        dated=case.decided_on.isoformat(),
        recipient=award.holder,
        title=Text("보조금 확정 통지서", "Final sum of the grant").in_(language),
        body=[lead.in_(language), *rows],
        facts=facts,
        basis=[SETTLED_BY.in_(language)],
    )
