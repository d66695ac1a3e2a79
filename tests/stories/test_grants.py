"""보조금: an agreement from the grant decision over changes,
a check and the settlement to the final sum and the return.
"""

import io
from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from funds.grants.models import Settlement
from funds.grants.money import queries as q
from funds.grants.money.models import GrantChange
from funds.grants.reconciling.models import Reconciliation
from funds.grants.settlement.returns import owed
from tests import factories as make
from tests import grants
from tests.funding import at_hour

pytestmark = pytest.mark.slow
PAPER = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
BOXES = {f"b-{item}-{source}": f"{amount:,}" for item, source, amount in grants.BUDGET}


def move(client, case, name, status=200, **given):
    page = client.get(f"/cases/{case.id}/moves/{name}")
    return client.submit(page.form("moves/"), status=status, **given)


def workbook(*rows):
    book = Workbook()
    book.active.append(["집행일자", "집행금액", "거래처명", "승인번호"])
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_grant_from_its_decision_to_the_return(session, client, today):
    today(at_hour(date(2026, 3, 2), 9))
    award, owner = grants.agreement()
    officer, ministry = make.user("officer"), make.user("ministry")
    holder = session.get(make.User, owner.user_id)
    session.commit()
    here = f"/programmes/grants/{award.id}"

    # ---- the decision: every fault is a sentence, what was typed stays
    client.sign_in(officer)
    page = client.get(f"{here}/decide")
    page = client.submit(
        page.form("decide"), conditions="용도 밖에 쓰지 않는다.", **BOXES | {"b-travel-state": "-5"}, status=422
    )
    assert "원 단위 금액" in page.words()
    page = client.submit(page.form("decide"), **{"b-travel-state": "10,000,000"}, status=422)
    assert "국비의 합 90,000,000원이 지원액 100,000,000원과 다릅니다" in page.words()
    page = client.submit(
        page.form("decide"), **{"b-travel-state": "20,000,000", "b-staff-own_cash": "50,000,000"}, status=422
    )
    assert "33.33%" in page.words()
    page = client.submit(page.form("decide"), ends_on="2028-01-01", **{"b-staff-own_cash": "60,000,000"}, status=422)
    assert "협약 기간" in page.words()
    page = client.submit(page.form("decide"), ends_on="2026-11-30")
    grant = q.grant_of(award, 1)
    assert grant.amount == 100_000_000
    assert "37.50%" in page.words()
    client.get(f"{here}/decide")  # the second decision of the same year is refused
    client.submit(client.page.form("decide"), conditions="다시", **BOXES, status=422)
    client.post(f"/desk/programmes/awards/{award.id}/payments/{award.payments[1].id}", status=422)
    page = client.get(f"/desk/programmes/awards/{award.id}")
    client.submit(page.form("payments/"))
    client.post(f"/desk/programmes/awards/{award.id}/payments/{award.payments[0].id}", status=422)

    # ---- changes: a small one holds at once, a large one is decided
    client.sign_in(holder)
    page = client.get(f"{here}/change")
    page = client.submit(page.form("change"), why="까닭", status=422)
    assert "바뀌는 것이 없습니다" in page.words()
    page = client.submit(page.form("change"), **{"b-staff-state": "42,000,000", "b-travel-state": "18,000,000"})
    assert "보고됨" in page.words()
    page = client.get(f"{here}/change")
    page = client.submit(
        page.form("change"), why="출장 취소", **{"b-travel-state": "8,000,000", "b-service-state": "50,000,000"}
    )
    assert "승인 필요" in page.words()
    asked = session.query(GrantChange).filter_by(state="asked").one()
    page = client.get(f"{here}/change")
    page = client.submit(
        page.form("change"), why="또", **{"b-travel-state": "17,000,000", "b-service-state": "41,000,000"}, status=422
    )
    assert "검토 중인 변경" in page.words()
    client.sign_in(officer)
    move(client, asked, "approve", reason="현지 사정")
    assert q.cells(grant.lines)["travel", "state"] == 8_000_000

    # ---- a check with measures
    today(at_hour(date(2026, 6, 1), 9))
    page = move(client, award, "check", visited_on="2026-07-01", findings="미래", status=422)
    page = move(client, award, "check", visited_on="2026-05-29", findings="증빙 일부 없음", measures="보완", status=422)
    assert "조치 기한" in page.words()
    client.submit(page.form("moves/"), due_on="2026-06-15")
    client.sign_in(holder)
    page = client.get(here)
    page = client.submit(page.form("checks/"), text="", status=422)
    client.submit(page.form("checks/"), text="증빙을 갖추었습니다.")
    client.sign_in(officer)
    page = client.get(here)
    page = client.submit(page.form("checks/"), text="확인")
    assert "조치 완료" in page.words()
    move(client, award, "evaluate_final", points="92", reason="우수")
    page = client.get(f"/desk/programmes/awards/{award.id}")
    client.submit(page.form("payments/"))

    # ---- the settlement is written
    client.sign_in(holder)
    case = grants.settlement_of(grant)
    there = f"/programmes/grants/settlements/{case.id}"
    fields = {
        "item": "staff",
        "source": "state",
        "amount": "42,000,000",
        "payee_kind": "staff",
        "payee": "가상인력",
        "evidence_kind": "payroll",
        "evidence_no": "P-1",
    }
    page = client.get(f"{there}/rows/new")
    page = client.submit(page.form("rows/new"), **fields | {"amount": "-1", "spent_on": "2026-02-01"}, status=422)
    said = page.words()
    assert "0 이상이어야" in said or "1 이상이어야" in said
    assert "사업 기간" in said
    assert "증빙 파일을 올려 주세요" in said
    page = client.submit(
        page.form("rows/new"), **fields | {"spent_on": "2026-05-04"}, paper=(io.BytesIO(b"x"), "a.txt"), status=422
    )
    assert "받을 수 없는 형식" in page.words()
    client.submit(page.form("rows/new"), **fields | {"spent_on": "2026-05-04"}, paper=(io.BytesIO(PAPER), "a.pdf"))
    page = client.get(f"{there}/rows/new")
    page = client.submit(
        page.form("rows/new"), **fields | {"spent_on": "2026-05-05"}, paper=(io.BytesIO(PAPER), "a.pdf"), status=422
    )
    assert "같은 증빙" in page.words()
    for n, (item, source, amount, payee) in enumerate(
        [
            ("travel", "state", 8_000_000, "가상여행"),
            ("service", "state", 50_000_000, "(주)가상용역"),
            ("staff", "own_cash", 60_000_000, "가상인력"),
        ]
    ):
        page = client.get(f"{there}/rows/new")
        given = {
            "item": item,
            "source": source,
            "amount": str(amount),
            "payee": payee,
            "evidence_no": f"N-{n}",
            "spent_on": "2026-05-05",
        }
        client.submit(page.form("rows/new"), **fields | given, paper=(io.BytesIO(PAPER), "b.pdf"))
    page = client.get(there)
    page = client.submit(page.form("submit"), report="가상 실적", status=422)
    assert "사업 기간(2026-11-30까지)이 끝난 뒤" in page.words()

    late = client.get(f"{here}/change").form("change")
    today(at_hour(date(2027, 1, 4), 9))
    assert "변경할 수 없습니다" in client.follow(f"{here}/change").words()
    page = client.submit(
        late,
        why="늦은 변경",
        **{"b-travel-state": "7,000,000", "b-service-state": "51,000,000"},
        status=422,
    )
    assert "변경할 수 없습니다" in page.words()
    page = client.get(there)
    client.submit(page.form("submit"))
    session.refresh(case)
    assert case.state == "review"
    assert case.report == "가상 실적"
    client.get(f"{there}/rows/new", status=422)

    # ---- review: questions, comparison, disallowance
    client.sign_in(officer)
    move(client, case, "ask", questions="용역 산출물을 내 주세요.")
    client.sign_in(holder)
    move(client, case, "answer", answer="붙였습니다.")
    client.sign_in(officer)
    compare(client, session, there, case)
    row = next(r for r in case.rows if r.item == "service")
    page = client.get(there)
    form = f"rows/{row.id}/disallow"
    page = client.submit(page.form(form), amount="60,000,000", reason="과다", status=422)
    assert "50,000,000원 사이" in page.words()
    page = client.submit(page.form(form), amount="10,000,000", reason="", status=422)
    client.submit(page.form(form), amount="10,000,000", reason="산출물이 확인되지 않음")
    page = move(client, case, "settle", reason="확정", status=422)
    assert "사전통지" in page.words()
    page = move(client, case, "give_notice", days="5", reason="산출물 없음", status=422)
    client.submit(page.form("moves/"), days="10")
    page = move(client, case, "settle", reason="확정", status=422)
    assert "의견제출 기간" in page.words()
    client.sign_in(holder)
    move(client, case, "give_opinion", opinion="일부는 인정해 주세요.")
    client.sign_in(officer)
    page = client.get(there)
    client.submit(page.form(form), amount="12,000,000", reason="더 큼")
    page = move(client, case, "settle", reason="확정", status=422)
    assert "많은 불인정" in page.words()
    page = client.get(there)
    client.submit(page.form(form), amount="7,300,000", reason="일부만 확인됨")
    page = move(client, case, "settle", reason="의견을 반영하여 확정")
    session.refresh(case)
    # 100,000,000 − 7,300,000; interest 7,300,000 × 5 % × 217 days ÷ 365 from 1 June 2026 to 4 January 2027
    assert case.result["final"] == 92_700_000
    assert case.result["to_return"] == 7_300_000
    assert case.result["interest"] == 217_000
    assert "92,700,000" in page.words()

    give_back(client, session, today, case, officer, ministry)


def compare(client, session, there, case):
    """The foreign workbook: looked at, faulty, kept, the same again; a difference marked."""
    rows = [
        ("2026-05-04", 42_000_000, "가상인력", "P-1"),
        ("2026-05-05", 8_500_000, "가상여행", "N-0"),
        ("2026-05-05", 50_000_000, "주식회사 가상용역", "N-1"),
        ("2026-06-01", 1, "모르는 곳", "Z-9"),
    ]
    page = client.get(f"{there}/reconcile")
    page = client.submit(page.form("reconcile"), file=(io.BytesIO(workbook(*rows)), "e.xlsx"), button=("look", "1"))
    assert "저장하지 않았습니다" in page.words()
    assert session.query(Reconciliation).count() == 0
    page = client.submit(
        page.form("reconcile"),
        file=(io.BytesIO(workbook(("어제", "백", "", ""))), "e.xlsx"),
        button=("keep", "1"),
        status=422,
    )
    assert "A2" in page.words()
    page = client.submit(page.form("reconcile"), button=("keep", "1"), status=422)
    content = workbook(*rows)
    client.submit(page.form("reconcile"), file=(io.BytesIO(content), "e.xlsx"), button=("keep", "1"))
    page = client.get(f"{there}/reconcile")
    page = client.submit(page.form("reconcile"), file=(io.BytesIO(content), "again.xlsx"), button=("keep", "1"))
    assert "이미 대사한 파일" in page.words()
    kept = session.query(Reconciliation).one()
    assert sorted(r.verdict for r in kept.rows) == ["agrees", "agrees", "differs", "here", "there"]
    assert len(case.rows) == 4
    differs = next(r for r in kept.rows if r.verdict == "differs")
    page = client.submit(page.form(f"rows/{differs.id}"), reason="", status=422)
    page = client.submit(page.form(f"rows/{differs.id}"), reason="환율 차이")
    session.refresh(differs)
    assert differs.reason == "환율 차이"
    client.post(
        f"/programmes/grants/reconciliations/{kept.id}/rows/{next(r.id for r in kept.rows if r.verdict == 'agrees')}",
        {"reason": "x"},
        status=422,
    )


def give_back(client, session, today, case, officer, ministry):
    """Paid late in part, not twice, not too much; the rest remitted; closed."""
    late = case.return_due + timedelta(days=73)
    today(at_hour(late, 9))
    # 7,300,000 × 5 % × 73 ÷ 365 = 73,000 on top
    assert owed(session.get(Settlement, case.id)) == 7_300_000 + 217_000 + 73_000
    page = client.get(f"/programmes/grants/settlements/{case.id}")
    assert "연체" in page.words()
    page = client.submit(page.form("moves/close"), status=422)
    given = {"on": late.isoformat(), "reference": "납부-1"}
    page = move(client, case, "note_payment", amount="9,000,000", **given, status=422)
    assert "많습니다" in page.words()
    client.submit(page.form("moves/"), amount="7,500,000")
    page = move(client, case, "note_payment", amount="10,000", **given, status=422)
    assert "같은 납부번호" in page.words()
    client.sign_in(ministry)
    move(client, case, "remit", amount="90,000", reason="소액")
    client.sign_in(officer)
    page = client.get(f"/programmes/grants/settlements/{case.id}")
    page = move(client, case, "note_payment", amount="1", **given | {"reference": "납부-2"}, status=422)
    assert "남아 있지 않습니다" in page.words()
    page = client.get(f"/programmes/grants/settlements/{case.id}")
    client.submit(page.form("moves/close"))
    session.refresh(case)
    assert case.state == "closed"
