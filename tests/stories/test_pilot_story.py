"""A pilot from its plan to the second year and the results of the three years after, as its people live it."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from funds.pilots.evaluation.models import PilotEvaluation
from funds.pilots.models import MonthlyReport, Pilot
from funds.selection.reviews.queries import review_of
from portal.core import clock, mail
from portal.core.db import db
from portal.core.panels.pool import Reviewer
from tests import factories as make
from tests.pilot_maker import spread

START = date(2026, 3, 2)


def add(client, case_id, part, **given):
    path = f"/pilots/{case_id}/{part}/new"
    return client.submit(client.get(path).form(path), **given)


def plan(client, case_id, first, last):
    add(client, case_id, "milestone", title=f"현지 설치 {first[:4]}", begins_on=first, ends_on=last)
    add(client, case_id, "budget", item="설치비", amount="50000000")


def press(client, case_id, move):
    return client.submit(client.get(f"/pilots/{case_id}").form(f"/moves/{move}"))


def answer(client, case_id, move, **given):
    path = f"/cases/{case_id}/moves/{move}"
    return client.submit(client.get(path).form(path), **given)


@pytest.mark.slow
def test_from_plan_to_second_year_and_results(session, client):
    owner = make.organisation(name="가상ICT병원")
    member, officer, ministry = make.member(owner, "editor"), make.user("officer"), make.user("ministry")
    with clock.at(START):
        client.sign_in(officer)
        form = client.get("/pilots/new").form("/pilots/new")
        client.submit(
            form,
            title="가상 원격판독 시범",
            business_number=owner.business_number,
            country="UZ",
            field="ai",
            year="2026",
        )
        case = db.session.scalar(select(Pilot))
        client.sign_in(member)
        frame = client.get(f"/pilots/{case.id}/frame").form("/frame")
        client.submit(frame, begins_on="2026-03-02", ends_on="2026-12-31", support="200000000", own_share="60000000")
        plan(client, case.id, "2026-03-02", "2026-06-30")
        add(
            client, case.id, "indicator", label="판독 건수", unit="건", baseline="0", target="1000", due_on="2026-12-31"
        )
        add(client, case.id, "site", name="가상 타슈켄트 병원", city="타슈켄트")
        add(client, case.id, "risk", kind="risk", level="high", text="통신이 끊길 수 있음", answer="저장 뒤 보냄")
        page = press(client, case.id, "submit_plan")
        assert "계획 확인 중" in page.words()
        client.sign_in(officer)
        add(client, case.id, "payment", begins_on="2026-03-02", ends_on="2026-06-30", amount="100000000")
        press(client, case.id, "approve_plan")
    db.session.refresh(case)
    assert (case.state, case.due_on) == ("running", date(2026, 4, 10))
    assert case.number == "ICT-P-2026-001"

    with clock.at(date(2026, 4, 3)):
        client.sign_in(member)
        given = {"month": "2026-03", "progress": "20", "spent": "10000000", "done": "설치를 시작함"}
        page = client.submit(client.get(f"/pilots/{case.id}/report").form(containing="progress"), **given)
        assert "계획과 다른 점" not in page.words()

    with clock.at(date(2026, 7, 20)):
        book = book_at(client, f"/pilots/{case.id}/report.xlsx")
        sheet = book["월간보고"]
        reading = fill(sheet, progress=30, spent=12_000_000, day=date(2026, 1, 5))
        page = client.submit(client.get(f"/pilots/{case.id}/report").form("/report/file"), status=422, file=saved(book))
        assert "사업 시작일" in page.words()
        marked = book_at(client, page.link("오류를 적은"))["월간보고"]
        assert "시작일" in marked.cell(reading, 6).value
        assert marked.cell(reading, 4).value == 120
        marked.cell(reading, 5).value = date(2026, 7, 1)
        page = client.submit(client.get(f"/pilots/{case.id}/report").form("/report/file"), file=saved(marked.parent))
        words = page.words()
        assert "진도 30%가 계획" in words
        assert "‘현지 설치 2026’ 단계가 20일 늦었습니다" in words
        assert db.session.scalars(select(MonthlyReport).order_by(MonthlyReport.month.desc())).first().by_file
    told = db.session.scalars(
        select(mail.Mail).where(mail.Mail.user_id == officer.id).order_by(mail.Mail.id.desc())
    ).first()
    assert "20일 늦었습니다" in told.body

    with clock.at(date(2026, 12, 20)):
        members = reviewers()
        by_panel(client, officer, case, "mid", members, "85")
        page = by_panel(client, officer, case, "final", members, "92.5")
        assert "92.50" in page.words()
        client.sign_in(ministry)
        answer(client, case.id, "continue_", amount="150000000", ends_on="2027-12-31", reason="기준을 넘음")
        client.sign_in(member)
        plan(client, case.id, "2027-01-01", "2027-11-30")
        press(client, case.id, "submit_plan")
        client.sign_in(officer)
        press(client, case.id, "approve_plan")
    db.session.refresh(case)
    assert (case.state, case.year_no, case.support) == ("running", 2, 350_000_000)

    with clock.at(date(2027, 12, 31)):
        by_panel(client, officer, case, "final", members, "95")
        answer(client, case.id, "end", reason="두 해를 마침")
    for year in (2028, 2029, 2030):
        with clock.at(date(year + 1, 2, 1)):
            client.sign_in(member)
            page = client.submit(
                client.get(f"/cases/{case.id}/moves/tell_results").form("/moves/tell_results"),
                status=422,
                year=str(year + 1),
                contracts="1",
                contract_won="0",
                export_won="0",
            )
            assert "아직 끝나지 않은 해" in page.words() or "성과를 적습니다" in page.words()
            answer(
                client,
                case.id,
                "tell_results",
                year=str(year),
                contracts="1",
                contract_won="300000000",
                export_won="120000000",
            )
    db.session.refresh(case)
    assert case.state == "closed"
    client.sign_in(ministry)
    assert "360,000,000" in client.get("/pilots/").words()
    client.get(f"/pilots/{case.id}?lang=en")


def reviewers():
    """Four people of the pool; the fourth works for the performer and is never drawn."""
    people = [make.user("panel") for _ in range(4)]
    for place, person in enumerate(people):
        employer, name = ("가상ICT병원", "가상 관계자") if place == 3 else ("가상대학교", person.name)
        db.session.add(Reviewer(email=person.email, name=name, employer=employer))
    db.session.commit()
    return people[:3]


def by_panel(client, officer, case, what, members, total):
    """A panel from the draw to its conclusion, every step on its page; the pilot's page then."""
    client.sign_in(officer)
    path = f"/pilots/{case.id}/evaluations/new/{what}"
    page = client.submit(client.get(path).form(path), wanted="3")
    evaluation = db.session.scalars(select(PilotEvaluation).order_by(PilotEvaluation.id.desc())).first()
    own = f"/pilots/evaluations/{evaluation.id}"
    page = client.submit(page.form(f"{own}/commit"))
    assert "관계자" not in page.words()
    client.submit(page.form(f"{own}/draw"))
    for place, member in enumerate(members):
        client.sign_in(member)
        sheet = f"/panel/reviews/{evaluation.id}"
        page = client.get(sheet)
        assert "판독 건수" not in page.words()
        page = client.submit(page.form("/answer"), answer="accept")
        page = client.submit(page.form("/declare"), status=422, conflict="no")
        page = client.submit(page.form("/declare"), secrecy="yes", integrity="yes", conflict="no")
        assert "판독 건수" in page.words()
        review = review_of(evaluation)
        given = {f"score-{k}": v for k, v in spread(review.criteria, Decimal(total)).items()}
        too_much = given | {f"score-{review.criteria[0]['id']}": "40.05"}
        page = client.submit(page.form("/scores"), status=422, go="stay", **too_much)
        assert "소수 한 자리" in page.words()
        assert client.get(own, status=403) if place == 0 else True
        client.submit(page.form("/scores"), go="hand-in", **given)
        if place < 2:
            client.sign_in(officer)
            words = client.get(own).words()
            assert "봉인되어 있습니다" in words
            assert "위원별 점수" not in words
    client.sign_in(officer)
    words = client.get(own).words()
    assert f"{Decimal(total):.2f}" in words
    assert "평가위원이 서약하고 이해충돌이 없다고 신고했습니다." in words
    page = answer(client, evaluation.id, "conclude", held_on=clock.today().isoformat(), reason="가상 의견")
    client.get(f"{own}?lang=en")
    return client.get(f"/pilots/{case.id}")


def book_at(client, path):
    with client.plain.get(path) as answer:
        return load_workbook(io.BytesIO(answer.data))


def fill(sheet, *, progress, spent, day) -> int:
    """Fill the template in; gives the row of the indicator."""
    reading = 0
    for row in range(4, sheet.max_row + 1):
        key = sheet.cell(row, 1).value
        known = {"month": "2026-04", "progress": progress, "spent": spent, "done": "설치가 늦어짐"}
        if key in known:
            sheet.cell(row, 4).value = known[key]
        if key.startswith("i"):
            sheet.cell(row, 4).value, sheet.cell(row, 5).value, reading = 120, day, row
    return reading


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return [(io.BytesIO(out.getvalue()), "report.xlsx")]


def test_below_the_declared_score_there_is_no_second_year(session, client):
    from tests.pilot_maker import evaluated

    case = evaluated("90", "90", "89.9")
    ministry = make.user("ministry")
    client.sign_in(ministry)
    path = f"/cases/{case.id}/moves/continue_"
    page = client.submit(client.get(path).form(path), status=422, amount="1", ends_on="2028-12-31", reason="가상")
    assert "기준 90점(pilot-2023-1)에 못 미칩니다" in page.words()
