"""Consulting as people live it: general, in-depth, declined to the next in rank, a conflict,
and a hand-over in the middle.
"""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from experts.choice.models import ShownList
from experts.models import Consultation, Offer
from portal.core import clock
from portal.core.db import db
from portal.core.mail import Mail
from tests import expert_forms as forms
from tests import factories as make

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(today):
    today(MONDAY)


def apply(client, **given):
    """A member writes, confirms what was understood and sends."""
    page = client.get("/consultations/")
    page = client.submit(page.form("/consultations/start"))
    place = page.response.request.path
    sent = forms.answers(**given)
    page = client.submit(page.form(containing="text"), button=("go", "check"), **sent)
    assert page.h1 == "이해한 요청 내용"
    assert "의료기관 개설 허가를" in page.words()
    page = client.submit(page.form("/check"))
    assert "자문 신청을 접수했습니다" in page.words()
    return place, db.session.get(Consultation, int(place.rsplit("/", 1)[-1]))


def make_eligible(client, case, officer):
    client.sign_in(officer)
    page = client.get(f"/desk/ghkol/consultations/{case.id}")
    return client.submit(page.form("/moves/accept"))


def choose(client, case, expert, **given):
    page = client.get(f"/desk/ghkol/consultations/{case.id}/shortlist")
    return client.submit(
        page.form("/shortlist"), expert=expert.id, why="같은 나라의 허가를 여러 번 받았습니다.", **given
    )


def move(client, case, name, **given):
    page = client.get(f"/cases/{case.id}/moves/{name}")
    return client.submit(page.form(f"/moves/{name}"), **given)


@pytest.mark.slow
def test_general_consulting_from_the_question_to_the_survey(client, session):
    hospital = make.organisation(name="가상한빛병원")
    member, officer = make.member(hospital), make.user("officer", name="가상담당")
    lawyer = forms.expert(name="가상 김변호", zone="Asia/Almaty")
    forms.expert(
        name="가상 이세무",
        fields=["tax_accounting"],
        countries=["VN"],
        career="베트남에서 법인세 신고와 세무조사 대응을 20건 수행하였다.",
    )
    client.sign_in(member)
    place, case = apply(client)
    assert case.number == "G-2026-000001"
    assert case.due_on == date(2026, 12, 4)

    make_eligible(client, case, officer)
    page = client.get(f"/desk/ghkol/consultations/{case.id}/shortlist")
    assert page.words().index("1순위 가상 김변호") > 0
    assert "의료기관 개설 허가" in page.words()
    choose(client, case, lawyer)
    session.rollback()
    shown = session.scalars(select(ShownList)).one()
    assert (shown.chosen_id, shown.rank, shown.reason) == (lawyer.id, 1, "같은 나라의 허가를 여러 번 받았습니다.")
    assert sum(shown.shown[0]["parts"].values()) == pytest.approx(shown.shown[0]["score"], abs=1e-3)

    client.sign_in(member)
    assert "가상 김변호 (회신을 기다리는 중)" in client.get(place).words()

    client.sign_in(lawyer.user)
    page = client.get(f"/expert/consultations/{case.id}")
    assert "가상한빛병원" in page.words()
    assert "알마티 검진센터" not in page.text
    assert "건강검진센터를 열려고" not in page.text
    page = move(client, case, "accept_offer", no_conflict="yes", pledge="yes")
    assert page.response.request.path == f"/expert/consultations/{case.id}"
    assert "건강검진센터를 열려고" in page.words()
    page = client.submit(page.form("/messages"), body="허가 신청서 초안을 먼저 보내 주세요.")
    page = client.submit(
        page.form("/meetings"), day="2026-11-25", time="14:00", minutes="60", place="https://meet.example.org/1"
    )
    assert "18:00 서울 · 14:00 알마티" in page.words()
    client.submit(page.form("/time"), on="2026-11-23", hours="1.5", what="자료 검토")

    client.sign_in(member)
    page = client.get(place)
    assert "허가 신청서 초안을 먼저 보내 주세요." in page.words()
    page = client.submit(page.form("/messages"), body="보냅니다.", files=[(BytesIO(forms.PDF), "초안.pdf")])
    page = client.submit(page.form("/book"))
    ics = client.get(page.link("달력에 넣기")).response.data.decode()
    assert "DTSTART:20261125T090000Z" in ics
    page = client.submit(page.form("/confirm"))
    assert "확인된 시간 1.50" in page.words()

    client.sign_in(lawyer.user)
    page = client.get(f"/expert/consultations/{case.id}")
    client.get(page.link("초안.pdf")).response.close()
    move(client, case, "report", report="허가 절차는 네 단계입니다.")

    client.sign_in(member)
    assert "허가 절차는 네 단계입니다." in client.get(place).words()
    page = move(client, case, "close", rating="5", rating_words="도움이 되었습니다.")
    session.rollback()
    assert session.get(Consultation, case.id).state == "closed"
    page = client.submit(page.form("/second"))
    assert "알마티 검진센터 개설 허가 절차" in page.text
    second = session.scalars(select(Consultation).where(Consultation.parent_id == case.id)).one()
    assert second.state == "draft"


def test_in_depth_consulting_reports_plan_progress_and_result(client, session):
    lead = forms.expert(name="가상 대표위원")
    case, actor = forms.running(lead, depth="indepth")
    db.session.commit()
    assert case.due_on > MONDAY + timedelta(days=80)
    client.sign_in(lead.user)
    page = client.get(f"/expert/consultations/{case.id}")
    assert "수행계획서를 내 주세요" in page.words()
    refused = client.get(f"/cases/{case.id}/moves/report")
    page = client.submit(refused.form("/moves/report"), status=422, report="먼저 낸 보고")
    assert "수행계획서를 먼저 내 주세요." in page.words()
    move(client, case, "plan", plan="1단계 조사, 2단계 신청")
    move(client, case, "progress", because="조사를 마쳤습니다.")
    page = move(client, case, "report", report="최종 결과입니다.")
    assert "보고서 확인" in page.words()
    names = [m.subject for m in session.scalars(select(Mail).where(Mail.user_id == actor.user_id))]
    assert any("수행계획" in n for n in names)
    assert any("진행 보고" in n for n in names)


def test_a_declined_request_goes_to_the_next_in_rank_at_once(client, session):
    first, second = forms.expert(name="가상 첫째"), forms.expert(name="가상 둘째")
    other, _ = forms.running(first)
    case, _ = forms.waiting()
    officer = make.user("officer")
    client.sign_in(officer)
    choose(client, case, first, follow="1")
    client.sign_in(first.user)
    move(client, case, "decline", because_own="같은 기간에 출장이 있습니다.")
    session.rollback()
    case = session.get(Consultation, case.id)
    assert (case.state, case.expert_id) == ("offered", second.id)
    offers = session.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id)).all()
    assert [(o.state, o.reason) for o in offers] == [("declined", "같은 기간에 출장이 있습니다."), ("asked", "")]
    assert session.get(Consultation, other.id).expert_id == first.id
    client.get(f"/expert/consultations/{case.id}", status=404)

    client.sign_in(officer)
    page = client.get(f"/desk/ghkol/consultations/{case.id}")
    assert "같은 기간에 출장이 있습니다." in page.words()
    member = make.member(case.organisation)
    client.sign_in(member)
    page = client.get(f"/consultations/{case.id}")
    assert "같은 기간에 출장이 있습니다." not in page.text
    assert "가상 둘째" in page.words()


def test_a_conflict_is_declared_before_the_file_opens(client, session):
    tied = forms.expert(name="가상 관계인")
    case, _ = forms.asked(tied, counterparties="가상알마티병원", depth="indepth")
    paper = forms.files.papers_of(case.id)[0]
    db.session.commit()
    client.sign_in(tied.user)
    page = client.get(f"/expert/consultations/{case.id}")
    assert "가상알마티병원" in page.words()
    client.get(f"/cases/{case.id}/papers/{paper.id}", status=404)
    mails = session.scalars(select(Mail).where(Mail.user_id == tied.user_id)).all()
    assert all("알마티 검진센터" not in m.subject + m.body for m in mails)
    assert "알마티 검진센터" not in client.get(f"/cases/{case.id}/moves/declare").text
    move(client, case, "declare", conflict_with="가상알마티병원", keep="yes")
    session.rollback()
    case = session.get(Consultation, case.id)
    assert (case.state, case.expert_id) == ("matching", None)
    assert session.get(type(tied), tied.id).conflicts == ["가상알마티병원"]
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/consultations/{case.id}/shortlist")
    assert "이해상충" in page.words()
    page = choose_barred(client, page, tied)
    assert "가상 관계인" in page.words()
    assert session.get(Consultation, case.id).state == "matching"


def choose_barred(client, page, expert):
    """A page of before, with a choice that is barred by now."""
    where = page.response.request.path
    return client.post(where, {"expert": expert.id, "why": "가상 사유"}, status=422)


def test_an_expert_who_leaves_hands_the_thread_over(client, session):
    leaving, next_one = forms.expert(name="가상 떠남"), forms.expert(name="가상 이음")
    case, _ = forms.running(leaving)
    db.session.commit()
    client.sign_in(leaving.user)
    page = client.get(f"/expert/consultations/{case.id}")
    client.submit(page.form("/messages"), body="첫 조사 결과입니다.")
    move(client, case, "leave", because_own="건강 문제")
    client.get(f"/expert/consultations/{case.id}", status=404)
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/consultations/{case.id}/shortlist")
    assert "가상 떠남" in page.words()  # among the near misses: passed it on
    choose(client, case, next_one)
    client.sign_in(next_one.user)
    assert "첫 조사 결과입니다." not in client.get(f"/expert/consultations/{case.id}").text
    page = move(client, case, "accept_offer", no_conflict="yes", pledge="yes")
    assert "이어받은 자문입니다" in page.words()
    assert "첫 조사 결과입니다." in page.words()


def test_silence_passes_the_request_on(session):
    from portal.core.fire import fire_lapsed

    first, second = forms.expert(), forms.expert()
    case, _ = forms.asked(first, fallback=[second.id])
    assert case.due_on == date(2026, 11, 25)
    with clock.at(date(2026, 11, 26)):
        fire_lapsed(case)
        assert (case.state, case.expert_id, case.due_on) == ("offered", second.id, date(2026, 11, 30))
