"""Rights of officials need two people: who asks, what exactly, who confirms; and every way around it that was thought of."""

from datetime import date, datetime, timedelta

import pytest

from portal.core import clock, confirm
from portal.core.confirm import Ask
from portal.core.mail import Mail
from portal.core.people import Invitation, RightsChange, User
from portal.core.workflow import Refused
from tests import factories as make

DAY = date(2026, 11, 23)


def asked(client, session, user, *roles, by=None, reason="가상 발령"):
    client.sign_in(by or make.user("admin"))
    page = client.get(f"/admin/people/{user.id}")
    client.submit(page.form("/roles"), roles=[*user.roles, *roles], reason=reason)
    session.rollback()
    return session.query(Ask).order_by(Ask.id.desc()).first()


def test_an_official_role_is_given_once_another_administrator_confirms(client, session, today):
    today(DAY)
    first, second, user = make.user("admin", name="가상 첫째"), make.user("admin"), make.user(name="가상 신임")
    held = asked(client, session, user, "officer", by=first)
    assert "다른 관리자가 확인하면 처리됩니다" in client.page.words()
    assert session.get(User, user.id).roles == []
    assert [m.user_id for m in session.query(Mail).filter(Mail.subject.contains("확인 요청"))] == [second.id]

    client.sign_in(second)
    page = client.get("/admin/second-person")
    assert "가상 신임" in page.words()
    assert "‘KHIDI 담당자’ 역할을 줍니다" in page.words()
    client.submit(page.form(f"/{held.id}/confirm"))
    session.rollback()
    assert session.get(User, user.id).roles == ["officer"]
    record = session.query(RightsChange).filter_by(user_id=user.id).one()
    assert (record.act, record.role, record.by_id, record.reason) == ("granted", "officer", first.id, "가상 발령")
    assert session.get(Ask, held.id).answered_by_id == second.id
    client.post(f"/admin/second-person/{held.id}/confirm", status=422)
    assert session.query(RightsChange).count() == 1, "done once"


@pytest.mark.parametrize("who", ["asker", "subject", "officer", "ministry"])
def test_nobody_else_confirms(client, session, who):
    asker, subject = make.user("admin"), make.user("admin")
    make.user("admin")
    held = asked(client, session, subject, "ministry", by=asker)
    client.sign_in({"asker": asker, "subject": subject}.get(who) or make.user(who))
    client.post(f"/admin/second-person/{held.id}/confirm", status=422)
    session.rollback()
    assert session.get(User, subject.id).roles == ["admin"]
    assert session.get(Ask, held.id).state == "waiting"


def test_a_member_and_a_stranger_never_come_here(client, session):
    held = asked(client, session, make.user(), "officer")
    client.sign_in(make.member(make.organisation()))
    client.get("/admin/second-person", 403)
    client.post(f"/admin/second-person/{held.id}/confirm", status=403)
    session.rollback()
    assert session.get(Ask, held.id).state == "waiting"


def test_an_administrator_gives_themselves_nothing(client, session):
    admin = make.user("admin")
    held = asked(client, session, admin, "ministry", by=admin)
    assert "확인할 다른 관리자가 없습니다" in client.page.words()
    client.post(f"/admin/second-person/{held.id}/confirm", status=422)
    session.rollback()
    assert session.get(User, admin.id).roles == ["admin"]


def test_the_second_person_may_say_no_with_a_reason(client, session):
    user = make.user()
    held = asked(client, session, user, "officer")
    client.sign_in(make.user("admin"))
    page = client.get("/admin/second-person")
    page = client.submit(page.form(f"/{held.id}/refuse"), status=422)
    assert "확인하지 않는 까닭" in page.words()
    client.submit(page.form(f"/{held.id}/refuse"), why="다른 부서로 갑니다.")
    session.rollback()
    assert (session.get(Ask, held.id).state, session.get(User, user.id).roles) == ("refused", [])
    assert "다른 부서로 갑니다." in client.get("/admin/second-person").words()


def test_who_asked_takes_it_back_and_nobody_else(client, session):
    first, user = make.user("admin"), make.user()
    held = asked(client, session, user, "officer", by=first)
    client.sign_in(make.user("admin"))
    client.post(f"/admin/second-person/{held.id}/withdraw", status=422)
    client.sign_in(first)
    client.submit(client.get("/admin/second-person").form(f"/{held.id}/withdraw"))
    client.sign_in(make.user("admin"))
    client.post(f"/admin/second-person/{held.id}/confirm", status=422)
    session.rollback()
    assert (session.get(Ask, held.id).state, session.get(User, user.id).roles) == ("withdrawn", [])


def test_the_same_is_asked_once(client, session):
    user, admin = make.user(), make.user("admin")
    asked(client, session, user, "officer", by=admin)
    client.sign_in(admin)
    page = client.get(f"/admin/people/{user.id}")
    page = client.submit(page.form("/roles"), roles=["officer"], reason="다시", status=422)
    assert "같은 요청이 이미 확인을 기다립니다" in page.words()
    assert session.query(Ask).count() == 1


@pytest.mark.parametrize(("more", "done"), [(-1, True), (0, True), (1, False)])
def test_an_ask_says_nothing_after_thirty_days(client, session, today, more, done):
    today(start := datetime(2026, 11, 2, 0, tzinfo=clock.UTC))
    user, second = make.user(), make.user("admin")
    held = asked(client, session, user, "officer")
    today(start + timedelta(days=30, seconds=more))
    client.sign_in(second)
    client.post(f"/admin/second-person/{held.id}/confirm", status=None if done else 422)
    session.rollback()
    assert session.get(User, user.id).roles == (["officer"] if done else [])
    assert confirm.lapse() == (0 if done else 1)


def test_a_suspended_person_is_given_nothing(client, session):
    user = make.user()
    held = asked(client, session, user, "officer")
    user.active = False
    client.sign_in(make.user("admin"))
    page = client.post(f"/admin/second-person/{held.id}/confirm", status=422)
    assert "중지된 계정입니다" in page.words()
    session.rollback()
    assert session.get(Ask, held.id).state == "waiting"


def test_an_official_is_invited_by_two_and_others_by_one(client, session):
    first, second = make.user("admin"), make.user("admin")
    client.sign_in(first)
    client.submit(client.get("/admin/people").form("/invitations"), email="new@example.org", role="ministry")
    session.rollback()
    assert session.query(Invitation).count() == 0
    client.sign_in(second)
    page = client.get("/admin/second-person")
    assert "new@example.org" in page.words()
    client.submit(page.form("/confirm"))
    session.rollback()
    made = session.query(Invitation).one()
    assert (made.email, made.portal_role, made.invited_by_id) == ("new@example.org", "ministry", first.id)
    client.submit(client.get("/admin/people").form(containing="email"), email="expert@example.org", role="expert")
    session.rollback()
    assert session.query(Invitation).filter_by(email="expert@example.org").count() == 1


def test_other_roles_are_given_at_once(client, session):
    user = make.user()
    asked(client, session, user, "panel")
    assert session.query(Ask).count() == 0
    assert session.get(User, user.id).roles == ["panel"]


def test_who_has_no_such_right_asks_for_nothing(session):
    with pytest.raises(Refused):
        confirm.ask("grant", {"user": make.user().id, "role": "admin"}, make.officer(), "")


def test_the_first_administrators_are_named_on_the_server(app, session):
    user = make.user()
    session.commit()
    run = app.test_cli_runner().invoke
    assert run(args=["people", "grant", "nobody@example.org", "admin", "--reason", "x"]).exit_code == 1
    assert run(args=["people", "grant", user.email, "expert", "--reason", "x"]).exit_code == 2
    assert run(args=["people", "grant", user.email.upper(), "admin", "--reason", "첫 관리자"]).exit_code == 0
    assert run(args=["people", "grant", user.email, "admin", "--reason", "x"]).exit_code == 1
    session.rollback()
    record = session.query(RightsChange).one()
    assert (record.role, record.by_id, record.reason) == ("admin", None, "첫 관리자")
