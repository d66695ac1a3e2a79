"""Nobody decides a matter that concerns them: members, former members, reported interests, seats; and the head's word."""

from datetime import date, datetime, timedelta

import pytest

from portal.core import clock, roles
from portal.core.cases import Event
from portal.core.fire import fire, fire_each, possible_moves
from portal.core.mail import Mail
from portal.core.people import SYSTEM, Interest, Membership, RightsChange, actor_of, concerned
from portal.core.workflow import Refused
from tests import factories as make

DAY = date(2026, 11, 23)
OWN = "본인이 속한 기관의 일이라 처리할 수 없습니다"
LEFT = "2년 안에 속했던 기관의 일이라 처리할 수 없습니다"
REPORTED = "사적 이해관계를 신고한 기관의 일이라 처리할 수 없습니다"


def hospital(session, case):
    return session.get(make.Organisation, case.organisation_id)


def decides(case, who):
    """The moves that an official may take now, and that one of them really goes."""
    return [m.name for m in possible_moves(case, actor_of(who))]


def refused(case, who, name="take"):
    with pytest.raises(Refused) as found:
        fire(case, name, actor_of(who))
    return found.value.reasons[0].ko


def test_an_officer_decides_no_case_of_the_organisation_they_belong_to(client, session, today):
    today(DAY)
    case, _ = make.filed()
    officer = make.member(hospital(session, case), "viewer", roles=["officer"])
    session.commit()
    assert decides(case, officer) == []
    assert OWN in refused(case, officer)
    session.rollback()
    client.sign_in(officer)
    page = client.get(f"/cases/{case.id}/moves/take")
    assert OWN in page.words()
    page = client.post(f"/cases/{case.id}/moves/take", {"version": case.version}, status=422)
    assert OWN in page.words()
    session.expire_all()
    assert case.handler_id is None
    client.sign_in(make.user("officer"))
    assert OWN not in client.get(f"/cases/{case.id}/moves/take").words()
    client.act(case, "take")
    session.expire_all()
    assert case.handler_id is not None


def test_what_is_theirs_as_a_member_stays_theirs(session, today):
    today(DAY)
    own = make.organisation()
    both = make.member(own, "manager", roles=["officer"])
    case, _ = make.draft(by=make.acting(both))
    fire(case, "submit", actor_of(both))
    assert case.state == "received"
    assert OWN in refused(case, both)


def test_in_bulk_only_the_case_that_concerns_is_refused(session, today):
    today(DAY)
    mine, _ = make.filed()
    other, _ = make.filed()
    officer = make.member(hospital(session, mine), "viewer", roles=["officer"])
    done = fire_each({mine.id: None, other.id: None}, "take", actor_of(officer))
    assert [[str(s) for s in one.refused] for one in done if one.case.id == other.id] == [[]]
    assert OWN in str(next(one.refused[0] for one in done if one.case.id == mine.id))


@pytest.mark.parametrize(
    ("left", "barred"),
    [(date(2024, 11, 22), False), (date(2024, 11, 23), True), (date(2024, 11, 24), True)],
    ids=["two years and a day", "two years", "a day less"],
)
def test_a_former_member_waits_two_years(session, today, left, barred):
    today(datetime(left.year, left.month, left.day, 23, 59, tzinfo=clock.SEOUL))
    own = make.organisation()
    officer = make.member(own, "viewer", roles=["officer"])
    roles.dismiss(session.query(Membership).filter_by(user_id=officer.id).one(), SYSTEM)
    session.flush()
    today(DAY)
    case, _ = make.filed(by=make.acting(make.member(own)))
    assert (LEFT in refused(case, officer)) if barred else decides(case, officer)


def test_a_leap_day_two_years_before_is_the_28th():
    assert clock.years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)
    assert clock.years_before(date(2028, 2, 28), 2) == date(2026, 2, 28)


def reported(client, session, officer, case):
    own = hospital(session, case)
    client.sign_in(officer)
    page = client.get(f"/interests?organisation={own.id}")
    client.submit(page.form("/interests"), ground="kin", words="가상 동생이 행정부장입니다.")
    return session.query(Interest).order_by(Interest.id.desc()).first()


def test_a_reported_interest_bars_at_once_and_hands_the_cases_on(client, session, today):
    today(DAY)
    case, _ = make.filed()
    officer, colleague, head = make.user("officer"), make.user("officer"), make.user("ministry")
    fire(case, "take", actor_of(officer))
    session.commit()
    held = reported(client, session, officer, case)
    assert "결정이 날 때까지" in client.page.words()
    session.expire_all()
    assert case.handler_id is None
    assert session.query(Event).filter_by(case_id=case.id, name="case.handed_on").count() == 1
    assert REPORTED in refused(case, officer)
    assert session.query(Mail).filter(Mail.user_id == head.id, Mail.subject.contains("사적 이해관계")).count() == 1
    client.get(f"/interests/{held.id}", 403)

    client.sign_in(head)
    page = client.get("/interests")
    page = client.get(page.link("결정하기"))
    assert "가상 동생이 행정부장입니다." in page.words()
    form = page.form(f"/interests/{held.id}")
    client.submit(form, decision="recused", reason="", status=422)
    client.submit(form, decision="recused", receiver=officer.id, reason="가족 관계", status=422)
    assert "신고한 사람은 맡을 수 없습니다" in client.page.words()
    client.submit(form, decision="recused", receiver=colleague.id, reason="가족 관계")
    session.expire_all()
    assert case.handler_id == colleague.id
    assert REPORTED in refused(case, officer)
    acts = [one.act for one in session.query(RightsChange).filter_by(user_id=officer.id).order_by(RightsChange.id)]
    assert acts == ["interest-reported", "interest-recused"]

    client.sign_in(head)
    client.submit(client.get(f"/interests/{held.id}").form("/interests/"), decision="ended", reason="동생이 퇴직")
    session.expire_all()
    assert decides(case, officer)
    client.sign_in(head)
    client.post(f"/interests/{held.id}", {"decision": "recused", "reason": "다시"}, status=422)


def test_the_head_may_let_them_go_on_though_they_belonged_to_it(client, session, today):
    today(DAY)
    case, _ = make.filed()
    officer, head = make.member(hospital(session, case), "viewer", roles=["officer"]), make.user("admin")
    roles.dismiss(session.query(Membership).filter_by(user_id=officer.id).one(), SYSTEM)
    session.commit()
    assert LEFT in refused(case, officer)
    session.rollback()
    held = reported(client, session, officer, case)
    client.sign_in(head)
    client.submit(
        client.get(f"/interests/{held.id}").form("/interests/"), decision="allowed", reason="대신할 사람 없음"
    )
    session.expire_all()
    assert "take" in decides(case, officer)
    fire(case, "take", actor_of(officer))


def test_the_head_lets_no_present_member_go_on(client, session, today):
    today(DAY)
    case, _ = make.filed()
    officer = make.member(hospital(session, case), "viewer", roles=["officer"])
    session.add(Interest(user_id=officer.id, organisation_id=case.organisation_id, ground="other", decision="allowed"))
    session.flush()
    assert OWN in refused(case, officer)


def test_nobody_decides_their_own_report_nor_one_that_concerns_them(client, session, today):
    today(DAY)
    case, _ = make.filed()
    both = make.user("officer", "ministry")
    held = reported(client, session, both, case)
    page = client.get(f"/interests/{held.id}")
    assert "자기 신고는 다른 사람이 결정합니다" in page.words()
    page = client.post(f"/interests/{held.id}", {"decision": "allowed", "reason": "x"}, status=422)
    assert "자기 신고는 스스로 결정할 수 없습니다" in page.words()
    kin = make.member(hospital(session, case), roles=["ministry"])
    client.sign_in(kin)
    page = client.post(f"/interests/{held.id}", {"decision": "allowed", "reason": "x"}, status=422)
    assert OWN in page.words()
    session.expire_all()
    assert held.decision == ""


def test_reports_are_seen_by_their_writers_and_who_decides(client, session, today):
    today(DAY)
    case, _ = make.filed()
    officer = make.user("officer")
    held = reported(client, session, officer, case)
    name = hospital(session, case).name
    assert name in client.get("/interests").words()
    client.sign_in(make.user("officer"))
    assert name not in client.get("/interests").words()
    client.sign_in(make.member(make.organisation()))
    client.get("/interests", 403)
    client.get(f"/interests/{held.id}", 403)
    client.sign_in(make.user("ministry"))
    client.get("/interests/999999", 404)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"business_number": "000-00-00000"}, "사업자등록번호"),
        ({"business_number": make.business_number(77777)}, "이 번호의 기관이 포털에 없습니다"),
        ({"ground": "x"}, "관계"),
        ({"words": " "}, "내용"),
    ],
)
def test_a_report_that_is_not_whole_is_answered_where_it_happened(client, session, given, said):
    own = make.organisation()
    client.sign_in(make.user("officer"))
    good = {"business_number": own.business_number, "ground": "kin", "words": "가상 동생"}
    page = client.post("/interests", good | given, status=422)
    assert said in page.words()
    assert session.query(Interest).count() == 0
    client.post("/interests", good)
    page = client.post("/interests", good, status=422)
    assert "이 기관에 대한 신고가 이미 있습니다" in page.words()


def test_an_officer_verifies_no_organisation_of_their_own(client, session):
    own = make.organisation(verified=False)
    client.sign_in(make.member(own, roles=["officer"]))
    page = client.post(f"/admin/organisations/{own.id}/verify", status=422)
    assert OWN in page.words()
    session.expire_all()
    assert not own.verified


def test_grounds_are_known_of_anybody(session, today):
    today(DAY)
    own, before, other = make.organisation(), make.organisation(), make.organisation()
    who = make.member(own)
    make_member = Membership(user_id=who.id, organisation_id=before.id, role="viewer")
    session.add(make_member)
    session.flush()
    roles.dismiss(make_member, SYSTEM)
    session.flush()
    assert concerned(who) == {own.id: "member", before.id: "former"}
    assert actor_of(who).concerned == {}, "nobody's rights but an official's are narrowed"
    assert other.id not in concerned(who)
    today(DAY + timedelta(days=2 * 365 + 2))
    assert concerned(who) == {own.id: "member"}
