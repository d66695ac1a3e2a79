"""The pool and the centre as people live them: appointed from an application, batch matching, Q&A, hand-over,
a column.
"""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from experts.centre.models import Inquiry, PublicAnswer
from experts.choice.models import ShownList
from experts.consulting.outcomes import ask_outcomes
from experts.insights.models import Insight
from experts.models import Consultation, Expert
from experts.pool.acts import end_terms
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.people import User
from tests import expert_forms as forms
from tests import factories as make
from tests.pdf_text import text_of

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(today):
    today(MONDAY)


def move(client, case, name, **given):
    page = client.get(f"/cases/{case.id}/moves/{name}")
    return client.submit(page.form(f"/moves/{name}"), **given)


@pytest.mark.slow
def test_an_expert_applies_is_appointed_and_confirms_what_was_read(client, session):
    person, officer = make.user(name="가상 지원자", language="en"), make.user("officer")
    client.sign_in(person)
    page = client.get("/expert/?lang=en")
    assert page.h1 == "Become a GHKOL expert"
    page = client.submit(page.form("/apply"))
    given = {
        "name_en": "Jane Fictional",
        "phone": "+49 30 000000",
        "zone": "Europe/Berlin",
        "fields": ["legal"],
        "countries": ["KZ"],
        "languages": ["en", "ru"],
        "years": "6",
        "career": forms.LICENCE_CAREER,
        "affiliation": "Fictional Advisers",
        "conflicts": "가상유치업체\n가상제약",
        "consent": "yes",
    }
    form = page.form(containing="career")
    page = client.submit(form, button=("go", "send"), status=422, **given)
    assert "Upload the file “Evidence of practice”." in page.words()
    page = client.submit(
        page.form(containing="career"), button=("go", "send"), evidence=[(BytesIO(forms.PDF), "career.pdf")]
    )
    assert "Your application was received" in page.words()
    case = session.scalars(select(Case).where(Case.kind == "expert_application")).one()

    client.sign_in(officer)
    page = client.get(f"/desk/ghkol/applications/{case.id}?lang=ko")
    assert "의료기관 개설 허가" in page.words()
    form = client.get(f"/cases/{case.id}/moves/appoint").form("/moves/appoint")
    term = {"term_from": "2026-12-01", "term_to": "2028-11-30", "max_load": "3"}
    page = client.submit(form, status=422, **term)
    assert "실무 경력이 6년입니다" in page.words()
    move(client, case, "ask", reason="경력 연수를 다시 적어 주세요.")
    client.sign_in(person)
    page = client.get(f"/expert/applications/{case.id}?lang=en")
    assert "경력 연수를 다시 적어 주세요." in page.words()
    client.submit(page.form(containing="career"), button=("go", "send"), years="9")
    client.sign_in(officer)
    client.get("/?lang=ko")
    move(client, case, "appoint", **term)
    session.rollback()
    expert = session.scalars(select(Expert)).one()
    assert (expert.years, expert.conflicts, expert.term_to) == (9, ["가상유치업체", "가상제약"], date(2028, 11, 30))
    assert "expert" in session.get(User, person.id).roles
    mail = session.scalars(select(Mail).where(Mail.user_id == person.id).order_by(Mail.id.desc())).first()
    assert mail.subject == "[Appointed] You are a GHKOL expert"

    client.sign_in(person)
    page = client.get("/expert/profile/concepts?lang=en")
    assert "의료기관 개설 허가" in page.words()
    ticked = [e.get("value") for e in page.all("input", name="concept") if e.get("checked") is not None]
    assert ticked
    client.submit(page.form("/concepts"), concept=ticked[:1], add="logistics")
    session.rollback()
    assert session.get(Expert, expert.id).confirmed == sorted([ticked[0], "logistics"])
    assert "JaneFictional" in text_of(client.get("/expert/certificate.pdf?lang=en").response.data)
    page = client.get("/expert/profile")
    client.submit(page.form("/away"), first="2026-12-10", last="2026-12-20")
    assert len(session.get(Expert, expert.id).away) == 1

    with clock.at(date(2028, 12, 1)):
        assert end_terms() == 1
        assert end_terms() == 0
    assert session.get(Case, case.id).state == "ended"
    assert "expert" not in session.get(User, person.id).roles


def test_many_requests_are_matched_at_once_and_the_rest_is_told(client, session):
    forms.expert(name="가상 하나", max_load=1)
    forms.expert(name="가상 둘", max_load=1)
    cases = [forms.waiting()[0] for _ in range(3)]
    client.sign_in(make.user("officer"))
    page = client.get("/desk/ghkol/batch")
    assert "배정 미배정" not in page.words()
    assert "배정하지 못한 요청" in page.words()
    assert "남은 한도를 다른 요청이 모두 썼습니다" in page.words()
    assert session.scalar(select(func.count()).select_from(ShownList)) == 0
    client.submit(page.form("/batch"))
    session.rollback()
    states = sorted(session.get(Consultation, c.id).state for c in cases)
    assert states == ["matching", "offered", "offered"]
    logged = session.scalars(select(ShownList)).all()
    assert len(logged) == 2
    assert len({s.batch for s in logged}) == 1
    assert {s.reason for s in logged} == {"일괄 배정"}


def test_a_question_is_answered_published_and_found(client, session):
    person, officer = make.user(name="가상 질문자"), make.user("officer")
    client.sign_in(person)
    page = client.get("/centre/ask")
    page = client.submit(
        page.form("/ask"),
        topic="procedure",
        country="VN",
        title="변경신고는 언제 합니까?",
        text="베트남 의원의 병상 수가 바뀌었습니다.",
    )
    case = session.scalars(select(Inquiry)).one()
    assert (case.number, case.due_on) == ("Q-2026-000001", date(2026, 12, 1))
    assert "2026. 12. 1. (화)까지 답해 드립니다" in page.words()
    client.sign_in(make.user())
    client.get(f"/centre/questions/{case.id}", status=404)

    client.sign_in(officer)
    form = client.get(f"/cases/{case.id}/moves/answer").form("/moves/answer")
    page = client.submit(form, status=422, answer="변경된 날부터 신고합니다.", standing="interpretation")
    assert "유권해석은 복지부 회신 문서번호를" in page.words()
    client.submit(page.form("/moves/answer"), standing="guidance", source="의료해외진출법 제4조")
    move(
        client,
        case,
        "publish",
        question="병상 수가 바뀌면 변경신고를 합니까?",
        public_answer="예, 변경된 내용을 신고합니다.",
    )
    client.sign_in(person)
    assert "변경된 날부터 신고합니다." in client.get(f"/centre/questions/{case.id}").words()

    client.plain.delete_cookie("session")
    page = client.get("/centre/?q=병상&country=VN")
    page = client.get(page.link("병상 수가 바뀌면"))
    assert "예, 변경된 내용을 신고합니다." in page.words()
    assert "유권해석이 아닙니다. 근거: 의료해외진출법 제4조." in page.words()
    assert "병상 수가 바뀌면" not in client.get("/centre/?q=세금").words()
    client.sign_in(officer)
    move(client, case, "unpublish", reason="오래된 답")
    answer = session.scalars(select(PublicAnswer)).one()
    client.get(f"/centre/answers/{answer.id}", status=404)


@pytest.mark.slow
def test_a_question_becomes_a_consultation_in_one_move(client, session):
    own = make.organisation()
    client.sign_in(make.member(own))
    page = client.get("/centre/ask")
    client.submit(
        page.form("/ask"), topic="foreign", country="KZ", title="카자흐스탄 개설 허가", text=forms.LICENCE_TEXT
    )
    case = session.scalars(select(Inquiry)).one()
    client.sign_in(make.user("officer"))
    move(client, case, "refer", fields=["legal"])
    session.rollback()
    made = session.scalars(select(Consultation)).one()
    assert (made.state, made.number, made.organisation_id) == ("received", "G-2026-000001", own.id)
    assert made.subject == "카자흐스탄 개설 허가"
    assert session.get(Inquiry, case.id).state == "referred"


def test_a_call_stands_on_the_same_list(client, session):
    client.sign_in(make.user("officer"))
    page = client.get("/desk/ghkol/phone")
    page = client.submit(
        page.form("/phone"),
        asker="가상의원 010-0000-0000",
        topic="law",
        title="신고 대상입니까?",
        text="자문 계약만 맺었습니다.",
    )
    case = session.scalars(select(Inquiry)).one()
    assert (case.channel, case.due_on) == ("phone", date(2026, 12, 10))
    assert case.number in client.get("/worklist?kind=inquiry").words()
    assert (
        "기관에 속하지 않은 분의 질의"
        in client.submit(
            client.get(f"/cases/{case.id}/moves/refer").form("/moves/refer"), status=422, fields=["legal"]
        ).words()
    )


def test_a_column_is_reviewed_and_published_in_both_languages(client, session):
    writer = forms.expert(name="가상 필자")
    client.sign_in(writer.user)
    page = client.get("/expert/")
    page = client.submit(page.form("/write"))
    page = client.submit(
        page.form(containing="body"),
        button=("go", "send"),
        title="알마티에서 배운 것",
        body="## 허가\n\n**서류**가 먼저다. <script>alert(1)</script>",
        title_en="Learnt in Almaty",
        body_en="## Licences\n\nPapers come *first*.",
        countries=["KZ"],
    )
    case = session.scalars(select(Insight)).one()
    client.plain.delete_cookie("session")
    client.get(f"/insights/{case.id}", status=404)
    client.sign_in(make.user("officer"))
    page = client.get(f"/insights/review/{case.id}")
    assert "Papers come first." in page.words()
    client.submit(page.form("/moves/publish"))
    client.plain.delete_cookie("session")
    page = client.get(f"/insights/{case.id}")
    assert page.h1 == "알마티에서 배운 것"
    assert [page.words(e) for e in page.all("h3")] == ["허가"]
    assert "가상 필자" in page.words()
    assert "<script>alert" not in page.text
    page = client.get(f"/insights/{case.id}?lang=en")
    assert page.h1 == "Learnt in Almaty"
    assert "Learnt in Almaty" in client.get("/insights/?country=KZ").words()
    assert "Learnt in Almaty" not in client.get("/insights/?country=VN").words()


def test_what_came_of_it_is_asked_after_six_and_twelve_months(client, session):
    case, actor = forms.closed(forms.expert())
    db.session.commit()

    def asked():
        return session.scalar(
            select(func.count())
            .select_from(Mail)
            .where(Mail.user_id == actor.user_id, Mail.subject.contains("한 가지 질문"))
        )

    final, _ = forms.closed(forms.expert(), actor, title="다른 자문의 결과")
    final.outcome = "filed"
    db.session.commit()
    for day, sent in (
        ("2027-05-22", 0),
        ("2027-05-23", 1),
        ("2027-06-10", 1),
        ("2027-11-22", 1),
        ("2027-11-23", 2),
        ("2028-04-01", 2),
    ):
        with clock.at(date.fromisoformat(day)):
            ask_outcomes()
        assert asked() == sent, day
    client.sign_in(session.get(User, actor.user_id))
    assert "그 뒤 어떻게 되었습니까?" in client.get(f"/consultations/{case.id}").words()
    move(client, case, "outcome", outcome="filed", outcome_words="신고했습니다.")
    assert session.get(Consultation, case.id).outcome == "filed"
    assert "그 뒤 어떻게 되었습니까?" not in client.get(f"/consultations/{case.id}").words()
