"""프로젝트 지원: a consortium whose partner confirms, an agreement with payments, a final evaluation,
the second year at 90 points.
"""

import io
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from funds.selection.models import Application, Award
from portal.core import clock
from portal.core.mail import Mail, text_of
from portal.shell.reports import annual
from tests import factories as make
from tests import funding
from tests.funding import at_hour

PAPER = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def move(client, case, name, status=200, **given):
    page = client.get(f"/cases/{case.id}/moves/{name}")
    return client.submit(page.form("moves/"), status=status, **given)


@pytest.mark.slow
def test_a_consortium_its_agreement_and_the_second_year(session, client, today):
    today(at_hour(date(2026, 3, 2), 9))
    call = funding.published("project", seats=1, members_wanted=3, budget=500_000_000)
    hospital, firm = make.organisation(), make.organisation(founder="company", category="기업", verified=False)
    lead, partner = make.member(hospital), make.member(firm)
    session.commit()

    client.sign_in(lead)
    page = client.get(f"/programmes/calls/{call.id}")
    page = client.submit(page.form("applications"))
    case = session.scalars(select(Application)).one()
    here = f"/programmes/applications/{case.id}"
    page = client.get(f"{here}/sections/plan")
    page = client.submit(
        page.form("sections/plan"),
        project="가상 과제",
        country="VN",
        partner_abroad="가상 현지 병원",
        summary="가상",
        schedule="가상",
        years="2",
        button=("go", "next"),
    )
    page = client.submit(
        page.form("sections/papers"),
        plan_paper=(io.BytesIO(PAPER), "plan.pdf"),
        budget_paper=(io.BytesIO(PAPER), "budget.pdf"),
        button=("go", "next"),
    )
    # the own share is too small, the sum wrong: both are said, nothing is lost
    page = client.submit(
        page.form("sections/money"),
        track="expand",
        total="300000000",
        asked="250,000,000",
        own_share="60000000",
        button=("go", "stay"),
    )
    assert "35%" in page.words()
    assert "310,000,000" in page.words()
    page = client.submit(
        page.form("sections/money"), total="300000000", asked="190000000", own_share="110000000", button=("go", "leave")
    )
    # a partner who has not confirmed keeps the application from being submitted
    page = client.get(f"{here}/partners")
    client.submit(
        page.form("partners"), name="가상 기업", business_number=firm.business_number, role="ict", email="p@example.org"
    )
    page = client.get(f"{here}/check")
    page = client.submit(page.form("submit"), declared="yes", status=422)
    assert "아직 참여를 확인하지 않았습니다" in page.words()
    asked = text_of(session.scalars(select(Mail).where(Mail.address == "p@example.org")).one())
    link = re.search(r"/programmes/partnerships/\S+", asked).group()
    client.sign_in(partner)
    client.get(here, status=404)  # that its number was named opens nothing
    page = client.get(link)
    assert firm.name not in page.h1
    client.submit(page.form("partnerships"), button=("answer", "confirm"))
    client.get(here, status=404)
    firm.verified = True
    session.commit()
    client.get(here)
    client.get(f"{here}/check", status=404)

    client.sign_in(lead)
    page = client.get(f"{here}/check")
    page = client.submit(page.form("submit"), declared="yes")
    session.refresh(case)
    assert case.state == "submitted"
    assert case.granted == ["package"]

    with clock.at(call.closes_at + timedelta(days=1)):
        funding.closed(call)
        funding.found_eligible(case, granted=["package"])
        seats = funding.seated(call, 3)
        session.commit()
        officer = make.user("officer")
        client.sign_in(officer)
        move(client, call, "start_scoring")
        for seat in seats:
            funding.scored(seat, {})
        session.commit()
        chair = session.get(make.User, funding.actor_of(seats[0]).user_id)
        page = client.sign_in(chair).get(f"/panel/{call.id}/conclude")
        client.submit(page.form("conclude"), minutes="가상 의결")
        client.sign_in(officer)
        page = client.get(f"/desk/programmes/calls/{call.id}/result")
        assert "예산선" in page.words()
        over = client.submit(
            page.form("propose"), reason="계산대로", **{f"amount-{case.id}": "200,000,000"}, status=422
        )
        assert "190,000,000" in over.words()
        client.submit(over.form("propose"), **{f"amount-{case.id}": "180,000,000"})
        move(client.sign_in(make.user("ministry")), call, "decide", reason="제안대로")

    today(at_hour(date(2026, 4, 1), 9))
    award = session.scalars(select(Award)).one()
    client.sign_in(lead)
    page = client.get(f"/programmes/awards/{award.id}")
    client.submit(page.form("awards/"), condition=["0", "1"])
    session.refresh(award)
    assert [p.amount for p in award.payments] == [126_000_000, 54_000_000]
    page = client.get(f"/programmes/awards/{award.id}")
    client.submit(page.form("duties/"), done="1", report="중간 보고서 제출")

    client.sign_in(officer)
    client.post(
        f"/desk/programmes/awards/{award.id}/payments/{award.payments[0].id}", status=422
    )  # no grant decision yet
    page = client.get(f"/programmes/grants/{award.id}/decide")
    boxes = {"b-staff-state": "100,000,000", "b-travel-state": "80,000,000", "b-staff-own_cash": "110,000,000"}
    client.submit(page.form("decide"), conditions="협약한 용도로 쓴다.", **boxes)
    page = client.get(f"/desk/programmes/awards/{award.id}")
    client.submit(page.form("payments/"))
    client.post(f"/desk/programmes/awards/{award.id}/payments/{award.payments[1].id}", status=422)
    ministry = make.user("ministry")
    page = move(client.sign_in(ministry), award, "continue_", amount="150000000", reason="우수", status=422)
    assert "최종평가를 먼저" in page.words()
    today(at_hour(date(2026, 12, 20), 9))
    move(client.sign_in(officer), award, "evaluate_final", points="89.9", reason="목표 미달 1건")
    page = move(client.sign_in(ministry), award, "continue_", amount="150000000", reason="우수", status=422)
    assert "89.9" in page.words()
    move(client.sign_in(officer), award, "evaluate_final", points="90", reason="이의를 반영해 다시 평가")
    page = move(client.sign_in(ministry), award, "continue_", amount="600000000", reason="우수", status=422)
    assert "500,000,000" in page.words()
    move(client, award, "continue_", amount="150000000", reason="최종평가 우수")
    session.refresh(award)
    assert award.second_year
    assert [p.no for p in award.payments] == [1, 2, 3, 4]
    assert award.valid_to == date(2028, 3, 31)
    row = next(r for r in annual.figures(2026)["programmes"] if r["사업"] == "해외진출 프로젝트 지원")
    assert (row["신청"], row["선정"], row["지원액"], row["2차년도 지원"]) == (1, 1, 180_000_000, 1)
