"""The demonstration of follow-up: two agreements of the year before with their grant money and a kept comparison.

Everything goes the way a page would go; days are counted back from the day of the load. Names, sums
and papers are fictional.
"""

from datetime import timedelta
from io import BytesIO
from typing import Any

from funds.demo.programmes import Stage, paper, score
from funds.grants.models import Disallowance, Grant, Settlement, Spending
from funds.grants.money import queries as q
from funds.grants.money.changes import make_change
from funds.grants.reconciling.acts import keep, mark
from funds.selection.models import Application, Award
from funds.selection.panel import attendance
from funds.selection.queries import award_of
from portal.core import clock, files
from portal.core.db import db
from portal.core.demo import Cast
from portal.core.excel import DAY, TEXT, WHOLE, Column, Sheet, write_book
from portal.core.fire import fire
from portal.core.panels import acts as machine
from portal.core.people import Actor

SIGNED = 400  # days before the load
BUDGET = [
    ["staff", "state", 40_000_000], ["travel", "state", 20_000_000], ["service", "state", 45_000_000], ["licence", "state", 15_000_000],
    ["staff", "own_cash", 50_000_000], ["promotion", "own_cash", 30_000_000],
]  # fmt: skip
SPENT = (
    ("staff", "state", 20, "staff", "가상 파견인력 3명", 40_000_000, "payroll"),
    ("travel", "state", 90, "firm", "가상여행사", 16_000_000, "card"),
    ("service", "state", 150, "firm", "가상컨설팅", 49_000_000, "invoice"),
    ("licence", "state", 200, "abroad", "Fictional Registry Hanoi", 13_500_000, "foreign"),
    ("staff", "own_cash", 210, "staff", "가상 본원 인력", 50_000_000, "payroll"),
    ("promotion", "own_cash", 260, "firm", "가상광고", 30_000_000, "invoice"),
)
"""Rows of the settlements: item, source, days after the signature, kind of payee, payee, won, evidence."""


def play_grants(cast: Cast) -> None:
    """Two agreements to their settlement."""
    stage = Stage(cast)
    cast.expect(1)
    for n, award in enumerate(_agreements(stage)):
        grant = _worked(stage, award)
        (_under_review, _given_back)[n % 2](stage, grant)
    cast.told("grants")


# ---- the agreements ------------------------------------------------------------------------------------------------------------------


def _agreements(stage: Stage) -> list[Award]:
    """Two project agreements of an earlier call, signed."""
    call = stage.call("project", SIGNED + 70, 14, seats=2, members_wanted=3, budget=300_000_000)
    cases: list[Application] = [stage.draft(call, o, SIGNED + 66) for o in stage.organisations[:2]]
    for case in cases:
        stage.submit(case, SIGNED + 60)
    seats = stage.committee(call, cases, SIGNED + 45, 3)
    with clock.at(stage.instant(SIGNED + 30)):
        for seat in seats:
            score(seat, {})
            attendance.attend(seat)
            machine.hand_in(seat)
        fire(call, "conclude", stage.member(seats[0]), given={"minutes": "위원 3명이 참석해 이견 없이 종결하였다."})
        chosen = [str(c.id) for c in cases]
        fire(
            call,
            "propose",
            stage.officer,
            given={"chosen": chosen, "amounts": dict.fromkeys(chosen, 120000000), "reason": "계산 결과대로 선정"},
        )
    with clock.at(stage.instant(SIGNED + 20)):
        fire(call, "decide", stage.ministry, given={"reason": "제안대로 확정"})
    found = []
    for case in cases:
        award = award_of(case.id)
        assert award is not None
        with clock.at(stage.instant(SIGNED)):
            fire(award, "sign", _owner(stage, award))
        found.append(award)
    return found


def _owner(stage: Stage, award: Award) -> Actor:
    assert award.organisation is not None
    return stage.owner(award.organisation)


def _worked(stage: Stage, award: Award) -> Grant:
    """The year of the agreement: decision, payments, a reported and an approved change,
    a check with measures, the end.
    """
    owner = _owner(stage, award)
    with clock.at(stage.instant(SIGNED - 2)):
        first, last = q.years_days(award, 1)
        given = {
            "begins_on": first.isoformat(),
            "ends_on": last.isoformat(),
            "conditions": "교부한 용도로만 쓰고 증빙을 5년 동안 보관한다.",
            "lines": BUDGET,
        }
        fire(award, "grant", stage.officer, given=given)
        fire(award, "pay", stage.officer, given={"payment": award.payments[0].id})
    grant = q.grant_of(award, 1)
    assert grant is not None
    with clock.at(stage.instant(SIGNED - 60)):
        make_change(
            grant,
            _moved(grant, "travel", "service", 2_000_000),
            "현지 일정이 줄어 출장비를 용역비로 옮깁니다.",
            "",
            owner,
        )
    with clock.at(stage.instant(SIGNED - 100)):
        asked = make_change(
            grant,
            _moved(grant, "licence", "service", 4_000_000),
            "현지 등록 절차를 대행에 맡깁니다.",
            "등록 업무를 직접 수행에서 대행으로 바꿉니다.",
            owner,
        )
    with clock.at(stage.instant(SIGNED - 105)):
        fire(asked, "approve", stage.officer, given={"reason": "현지 제도가 바뀌어 필요함"})
    with clock.at(stage.instant(SIGNED - 180)):
        due = (clock.today() + timedelta(days=14)).isoformat()
        fire(
            award,
            "check",
            stage.officer,
            given={
                "visited_on": clock.today().isoformat(),
                "place": "가상 현지 사무소",
                "findings": "용역 결과물의 일부가 보관되지 않음",
                "measures": "결과물을 받아 보관할 것",
                "due_on": due,
            },
        )
    check = grant.checks[0].id
    with clock.at(stage.instant(SIGNED - 190)):
        fire(award, "answer_check", owner, given={"check": check, "text": "결과물을 받아 보관하였습니다."})
    with clock.at(stage.instant(SIGNED - 195)):
        fire(award, "confirm_check", stage.officer, given={"check": check, "text": "확인함"})
    with clock.at(stage.instant(40)):
        fire(award, "evaluate_final", stage.officer, given={"points": "91.5", "reason": "목표를 대체로 이룸"})
        fire(award, "pay", stage.officer, given={"payment": award.payments[1].id})
        fire(award, "finish", stage.officer, given={"reason": "사업 완료"})
    return grant


def _moved(grant: Grant, from_: str, to: str, amount: int) -> list[list[Any]]:
    cells = q.cells(grant.lines)
    cells[from_, "state"] -= amount
    cells[to, "state"] = cells.get((to, "state"), 0) + amount
    return [[item, source, won] for (item, source), won in cells.items()]


# ---- the settlements -----------------------------------------------------------------------------------------------------------------


def _submitted(stage: Stage, grant: Grant) -> Settlement:
    """Written and handed in; one question asked and answered."""
    case = q.settlement_of(grant)
    assert case is not None
    owner = _owner(stage, grant.award)
    evidence = paper("집행 증빙(가상)")
    with clock.at(stage.instant(32)):
        for n, (item, source, after, kind, payee, won, proof) in enumerate(SPENT, 1):
            kept = files.attach(case, "evidence", BytesIO(evidence), f"증빙-{n}.pdf", owner)
            case.rows.append(
                Spending(
                    item=item,
                    source=source,
                    spent_on=grant.begins_on + timedelta(days=after),
                    payee_kind=kind,
                    payee=payee,
                    amount=won,
                    evidence_kind=proof,
                    evidence_no=f"가상-{grant.id}-{n:02d}",
                    paper=kept,
                )
            )
        db.session.flush()
    with clock.at(stage.instant(30)):
        fire(case, "submit", owner, given={"report": "현지 검진센터 개소를 준비하고 의료진 교육을 마쳤습니다. (가상)"})
    with clock.at(stage.instant(26)):
        fire(case, "ask", stage.officer, given={"questions": "용역의 결과물과 검수 확인서를 내 주세요."})
    with clock.at(stage.instant(22)):
        fire(case, "answer", owner, given={"answer": "결과물과 검수 확인서를 증빙에 붙였습니다."})
    return case


def _disallow(stage: Stage, case: Settlement, item: str, amount: int, reason: str) -> None:
    row = next(r for r in case.rows if r.item == item and r.source == "state")
    db.session.add(Disallowance(spending=row, amount=amount, reason=reason, by_id=stage.officer.user_id))
    db.session.flush()


def _under_review(stage: Stage, grant: Grant) -> None:
    """Compared with a fictional workbook; a row is partly disallowed, the notice is not given yet."""
    case = _submitted(stage, grant)
    with clock.at(stage.instant(12)):
        one, _ = keep(case, _workbook(case), "e나라도움-집행내역(가상).xlsx", stage.officer)
        differs = next(r for r in one.rows if r.verdict == "differs")
        mark(differs, "환율 적용일이 달라 생긴 차이로, 정산은 카드 청구일을 따름", stage.officer)
    with clock.at(stage.instant(4)):
        _disallow(stage, case, "service", 6_000_000, "검수 확인서에 없는 과업의 대가")


def _workbook(case: Settlement) -> bytes:
    """What such a file might look like: one row less, one sum that differs, one row more."""
    rows: list[list[Any]] = [[r.spent_on, r.amount, r.payee, r.evidence_no] for r in case.rows if r.source == "state"]
    rows[1][1] -= 120_000
    rows = [*rows[:3], [case.grant.begins_on + timedelta(days=240), 330_000, "가상택배", "가상-추가-1"]]
    out = BytesIO()
    columns = [Column("집행일자", DAY), Column("집행금액", WHOLE), Column("거래처명", TEXT), Column("승인번호", TEXT)]
    write_book(
        [Sheet(tab="집행내역", table="spending", title="집행내역(가상)", note="시연", columns=columns, rows=rows)], out
    )
    return out.getvalue()


def _given_back(stage: Stage, grant: Grant) -> None:
    """Cut after notice and opinion, set, and partly paid back."""
    case = _submitted(stage, grant)
    with clock.at(stage.instant(20)):
        _disallow(stage, case, "travel", 3_000_000, "사업과 관계없는 일정")
        fire(case, "give_notice", stage.officer, given={"days": 10, "reason": "여비 일부를 인정하지 않음"})
    with clock.at(stage.instant(14)):
        fire(case, "give_opinion", _owner(stage, grant.award), given={"opinion": "현지 협의를 위한 일정이었습니다."})
    with clock.at(stage.instant(8)):
        fire(case, "settle", stage.officer, given={"reason": "의견을 검토했으나 증빙이 없어 그대로 확정"})
    with clock.at(stage.instant(3)):
        given = {"amount": 2_000_000, "on": clock.today().isoformat(), "reference": "가상납부-001"}
        fire(case, "note_payment", stage.officer, given=given)
