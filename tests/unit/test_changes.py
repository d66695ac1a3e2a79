"""변경신고 and 종료: from the accepted revision to a new one, nothing asked twice, one open change a filing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from filings.change.acts import gaps, start_change
from filings.change.queries import differences
from filings.filing.content import content_in_force, latest_answers
from filings.models import ChangeFiling, Content
from portal.core import clock, fire, records
from portal.core.cases import Draft, Event, Revision
from portal.core.db import db
from portal.core.files import Paper
from portal.core.mail import Mail
from portal.core.workflow import Refused
from tests import factories as make

MONDAY = date(2026, 11, 23)


def proof(case, filer, slot="change_proof"):
    db.session.add(
        Paper(
            case_id=case.id,
            slot=slot,
            name="p.pdf",
            media_type="application/pdf",
            size=9,
            sha256="1" * 64,
            by_id=filer.user_id,
        )
    )
    db.session.flush()


def written(parent, filer, **edits):
    """A complete draft of a change with `edits`."""
    case = start_change(parent, filer)
    draft = db.session.get(Draft, case.id)
    records.save_draft(draft, {"reason": "institution", "changed_on": "2026-11-23"} | edits, draft.version, filer)
    proof(case, filer)
    return case


def accepted_change(parent, filer, **edits):
    case = written(parent, filer, **edits)
    fire.fire(case, "submit", filer)
    fire.fire(case, "accept", make.officer())
    return case


def imported(**columns):
    """An accepted filing of the register: typed columns alone, no answers and no papers."""
    from filings.models import Filing

    own = make.organisation()
    case = Filing(
        kind="filing",
        state="accepted",
        organisation_id=own.id,
        title="수입",
        received_on=date(2019, 3, 4),
        decided_on=date(2019, 3, 8),
        certificate_no="제2019-0007호",
        certificate_year=2019,
        certificate_serial=7,
        certificate_on=date(2019, 3, 8),
        certificate_code="23456789ABCD",
        imported=True,
    )
    db.session.add(case)
    db.session.flush()
    held = {
        "case_id": case.id,
        "organisation_id": own.id,
        "effective_from": date(2019, 3, 8),
        "certificate_no": case.certificate_no,
        "received_on": case.received_on,
        "accepted_on": case.decided_on,
        "organisation_name": own.name,
        "category": "병원",
        "region": "서울",
        "business_number": own.business_number,
        "has_department": True,
        "type": "CONSULT",
        "country": "CN",
        "city": "상하이",
        "foreign_name": "가상의원",
        "specialty": "치과",
        "beds": 0,
        "trigger": "permit",
        "trigger_on": date(2019, 2, 1),
        "status": "operating",
    }
    db.session.add(Content(**(held | columns)))
    db.session.flush()
    return case, make.acting(make.member(own))


def test_a_change_starts_with_the_accepted_answers_and_asks_only_for_the_change(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    case = start_change(parent, filer)
    draft = session.get(Draft, case.id)
    assert {k: v for k, v in draft.answers.items() if k != "ends"} == latest_answers(parent)
    assert set(gaps(case, draft.answers)) == {"reason", "changed_on", "change_proof", "ends"}


def test_acceptance_makes_a_new_revision_of_the_filing_from_that_day(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    today(date(2026, 12, 1))
    case = written(parent, filer, city="호찌민")
    fire.fire(case, "submit", filer)
    assert (case.state, case.number) == ("received", "C-2026-000001")
    assert case.due_on == date(2026, 12, 14)
    assert content_in_force(parent.id).city == "하노이"
    today(date(2026, 12, 3))
    fire.fire(case, "accept", make.officer())
    now = content_in_force(parent.id)
    assert (now.city, now.effective_from, now.filing_kind, now.change_id) == (
        "호찌민",
        date(2026, 12, 3),
        "change",
        case.id,
    )
    held = session.scalars(select(Revision).where(Revision.case_id == parent.id).order_by(Revision.no))
    assert [(r.answers["city"], r.effective_to) for r in held] == [("하노이", date(2026, 12, 3)), ("호찌민", None)]
    assert parent.certificate_edition == 2
    assert parent.certificate_no == "제2026-0001호"
    event = session.scalars(select(Event).where(Event.case_id == parent.id, Event.name == "filing.changed")).one()
    assert event.facts["changed"] == ["city"]
    assert event.facts["number"] == case.number
    assert case.days_taken == 3
    assert differences(case) == [("city", "하노이", "호찌민")]


def test_silence_never_accepts_a_change(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    case = written(parent, filer, city="호찌민")
    fire.fire(case, "submit", filer)
    with clock.at(date(2027, 3, 2)):
        assert fire.lapsed_moves(case) == []


def test_one_open_change_a_filing(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    start_change(parent, filer)
    with pytest.raises(Refused, match="처리하고 있는"):
        start_change(parent, filer)
    assert session.scalar(select(func.count()).select_from(ChangeFiling)) == 1
    other, filer = make.filed()
    with pytest.raises(Refused, match="수리된 신고만"):
        start_change(other, filer)


def test_to_change_nothing_is_said(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    case = written(parent, filer)
    with pytest.raises(Refused, match="바꾼 항목이 없습니다"):
        fire.fire(case, "submit", filer)


def test_an_ending_is_reason_and_day_alone(session, today):
    today(MONDAY)
    parent, filer = make.accepted("DISPATCH")
    case = start_change(parent, filer, ends=True)
    draft = session.get(Draft, case.id)
    assert set(gaps(case, draft.answers)) == {"reason", "ended_on"}
    records.save_draft(draft, {"reason": "contract_over", "ended_on": "2026-11-20"}, draft.version, filer)
    fire.fire(case, "submit", filer)
    assert (case.ends, case.reason, case.changed_on) == (True, "contract_over", date(2026, 11, 20))
    fire.fire(case, "accept", make.officer())
    assert parent.ended_on == date(2026, 11, 20)
    assert parent.state == "accepted"
    assert content_in_force(parent.id).status == "ended"
    assert differences(case) == [("status", "preparing", "ended")]


def test_the_end_is_not_told_as_a_mere_change(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    case = written(parent, filer, status="ended")
    with pytest.raises(Refused, match="해외진출을 끝냈습니다"):
        fire.fire(case, "submit", filer)


def test_an_imported_filing_is_changed_without_asking_what_the_register_never_asked(session, today):
    today(MONDAY)
    parent, filer = imported()
    case = accepted_change(parent, filer, city="베이징")
    now = content_in_force(parent.id)
    assert (now.city, now.trigger, now.trigger_on) == ("베이징", "permit", date(2019, 2, 1))
    assert differences(case) == [("city", "상하이", "베이징")]
    again = accepted_change(parent, filer, city="광저우")
    assert differences(again) == [("city", "베이징", "광저우")]
    assert content_in_force(parent.id).trigger == "permit"
    ending = start_change(parent, filer, ends=True)
    draft = session.get(Draft, ending.id)
    records.save_draft(draft, {"reason": "other", "ended_on": "2026-11-23"}, draft.version, filer)
    fire.fire(ending, "submit", filer)
    fire.fire(ending, "accept", make.officer())
    assert content_in_force(parent.id).trigger_on == date(2019, 2, 1)


def test_another_kind_of_expansion_brings_its_questions(session, today):
    today(MONDAY)
    parent, filer = imported()
    case = written(parent, filer, type="OPEN")
    with pytest.raises(Refused) as problem:
        fire.fire(case, "submit", filer)
    assert set(problem.value.fields) == {"opening_way"}


def test_supplement_refusal_and_withdrawal_leave_the_filing_as_it_is(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    officer = make.officer()
    case = written(parent, filer, city="호찌민")
    fire.fire(case, "submit", filer)
    fire.fire(case, "ask", officer, given={"days": 5, "items": {"partner": "협력 기관을 적어 주세요."}})
    assert session.get(Draft, case.id).open_fields == ["partner"]
    fire.fire(case, "answer", filer)
    assert differences(case) == [("city", "하노이", "호찌민")]
    fire.fire(case, "refuse", officer, given={"reason": "가상 사유", "remedy": "이의신청"})
    withdrawn = written(parent, filer, city="다낭")
    fire.fire(withdrawn, "submit", filer)
    fire.fire(withdrawn, "withdraw", filer, given={"reason": "잘못 적음"})
    assert content_in_force(parent.id).city == "하노이"
    assert parent.certificate_edition == 1


def test_a_change_of_a_revoked_filing_is_not_accepted(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    officer = make.officer()
    case = written(parent, filer, city="호찌민")
    fire.fire(case, "submit", filer)
    fire.fire(parent, "revoke", officer, given={"reason": "거짓 신고", "remedy": "이의신청"})
    with pytest.raises(Refused, match="수리된 신고만"):
        fire.fire(case, "accept", officer)


def test_each_step_is_told_by_mail(session, today):
    today(MONDAY)
    parent, filer = make.accepted()
    accepted_change(parent, filer, city="호찌민")
    subjects = session.scalars(select(Mail.subject).where(Mail.user_id == filer.user_id)).all()
    assert "[접수] C-2026-000001 변경신고가 접수되었습니다" in subjects
    assert "[수리] C-2026-000001 변경신고를 수리했습니다" in subjects
