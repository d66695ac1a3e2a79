"""People and rights, organisations, mails and the access log as officials use them."""

from datetime import timedelta

import pytest

from portal.core import clock, demo, mail
from portal.core.cases import AccessLog
from portal.core.mail import Mail
from portal.core.people import Membership, Organisation, User
from portal.core.roles import RightsChange
from tests import factories
from tests.client import CheckingClient
from tests.pages.test_accounts import PASSWORD, link_in, mails_to

PAGES = {
    "/admin/": {"officer", "ministry", "admin"},
    "/admin/people": {"admin"},
    "/admin/organisations": {"officer", "ministry", "admin"},
    "/admin/aliases": {"officer", "ministry", "admin"},
    "/admin/holidays": {"officer", "admin"},
    "/admin/holidays/add": {"officer", "admin"},
    "/admin/rule-sets": {"ministry", "admin"},
    "/admin/rule-sets/new": {"ministry", "admin"},
    "/admin/mails": {"officer", "ministry", "admin"},
    "/admin/access-log": {"admin"},
    "/deputies": {"officer", "admin"},
}


@pytest.mark.parametrize("role", ["officer", "ministry", "admin", "expert", ""])
def test_who_may_open_what(client, session, role):
    client.sign_in(factories.user(*([role] if role else [])))
    for path, roles in PAGES.items():
        client.get(path, 200 if role in roles else 403)
    if role in {"officer", "ministry", "admin"}:
        shown = {href for href in client.get("/admin/").links() if href in PAGES} - {"/admin/"}
        assert shown == {
            p
            for p, roles in PAGES.items()
            if role in roles and p not in {"/admin/", "/admin/holidays/add", "/admin/rule-sets/new"}
        }


def test_every_page_is_there_in_english(client, session):
    client.sign_in(factories.user("admin", "officer", "ministry", language="en"))
    for path in PAGES:
        page = client.get(path)
        assert page.tree.get("lang") == "en"
        assert not any("가" <= sign <= "힣" for sign in page.h1), page.h1


# ---- rights -----------------------------------------------------------------------------------------------------------


def save_roles(client, user, *roles, status=200, reason="가상 발령"):
    page = client.get(f"/admin/people/{user.id}")
    return client.submit(page.form("/roles"), roles=list(roles), reason=reason, status=status)


def confirm_all(app):
    """A second administrator confirms whatever waits."""
    second = CheckingClient(app).sign_in(factories.user("admin"))
    while forms := [f for f in second.get("/admin/second-person").all("form") if f.get("action").endswith("/confirm")]:
        second.submit(forms[0])


def test_roles_are_given_and_withdrawn_and_each_is_recorded(app, client, session):
    admin, user = factories.user("admin"), factories.user()
    client.sign_in(admin)
    page = save_roles(client, user, "officer", reason="", status=422)
    assert page.all("input", value="officer")[0].get("checked") is not None, "what was ticked stays ticked"
    save_roles(client, user, "officer", "ministry")
    confirm_all(app)
    page = save_roles(client, user, "ministry")
    session.rollback()
    assert session.get(User, user.id).roles == ["ministry"]
    record = [(c.act, c.role, c.by_id, c.reason) for c in session.query(RightsChange).order_by(RightsChange.id)]
    assert record == [
        (act, role, admin.id, "가상 발령")
        for act, role in (("granted", "officer"), ("granted", "ministry"), ("withdrawn", "officer"))
    ]
    assert page.text.count("가상 발령") == 3
    session.query(RightsChange).first().reason = "other"
    with pytest.raises(AssertionError, match="append-only"):
        session.flush()


def test_the_last_administrator_stays(client, session):
    admin = factories.user("admin")
    client.sign_in(admin)
    page = save_roles(client, admin, "officer", status=422)
    assert "마지막 시스템 관리자" in page.text
    session.rollback()
    assert session.get(User, admin.id).roles == ["admin"]
    assert session.query(RightsChange).count() == 0, "a refused change leaves nothing"
    page = client.submit(page.form("/acts"), button=("act", "suspend"), reason="실수", status=422)
    assert "자기 계정은" in page.text
    other = factories.user("admin")
    save_roles(client, session.get(User, admin.id))
    assert session.get(User, other.id).roles == ["admin"]
    client.get("/admin/people", 303)  # with other rights one signs in again
    client.sign_in(session.get(User, admin.id))
    client.get("/admin/people", 403)


def test_suspension_ends_the_session_at_once(app, client, session):
    user = factories.user(session_key="a")
    session.commit()
    theirs = CheckingClient(app).sign_in(user)
    theirs.get("/profile")
    client.sign_in(factories.user("admin"))
    page = client.get(f"/admin/people/{user.id}")
    client.submit(page.form("/acts"), button=("act", "suspend"), reason="퇴직")
    theirs.get("/profile", 303)
    client.submit(client.get(f"/admin/people/{user.id}").form("/acts"), button=("act", "restore"), reason="복직")
    session.rollback()
    assert session.get(User, user.id).active
    assert [c.act for c in session.query(RightsChange).order_by(RightsChange.id)] == ["suspended", "restored"]


def test_a_lost_second_factor_is_reset(client, session):
    from portal.core import second_factor

    user = factories.user("officer")
    second_factor.enrol(user, second_factor.new_secret())
    client.sign_in(factories.user("admin"))
    page = client.get(f"/admin/people/{user.id}")
    client.submit(page.form("/acts"), button=("act", "factor"), reason="휴대전화 분실")
    session.rollback()
    assert not session.get(User, user.id).second_factor
    assert "초기화되었습니다" in mails_to(session, user.email)[0].subject
    assert session.query(RightsChange).one().act == "factor-reset"


def test_an_official_is_invited_by_mail(app, client, session):
    admin = factories.user("admin")
    client.sign_in(admin)
    page = client.get("/admin/people")
    page = client.submit(page.form("/invitations"), email="not an address", role="officer", status=422)
    client.submit(page.form("/invitations"), email="new@example.org", role="officer")
    confirm_all(app)
    link = link_in(mails_to(session, "new@example.org")[0], "/invitation/")
    guest = CheckingClient(app)
    page = guest.submit(
        guest.get(link).form("/invitation/"),
        name="가상 새담당",
        phone="043-000-0000",
        new_password=PASSWORD,
        again=PASSWORD,
    )
    guest.get("/admin/", 303)
    assert guest.follow("/admin/").h1 == "2단계 인증 설정"
    session.rollback()
    assert session.query(User).filter_by(email="new@example.org").one().roles == ["officer"]
    assert session.query(RightsChange).one().by_id == admin.id


def test_an_invitation_of_somebody_who_is_no_administrator_any_more_gives_nothing(app, client, session):
    admin, _ = factories.user("admin"), factories.user("admin")
    client.sign_in(admin)
    client.submit(client.get("/admin/people").form("/invitations"), email="new@example.org", role="admin")
    confirm_all(app)
    link = link_in(mails_to(session, "new@example.org")[0], "/invitation/")
    save_roles(client, admin)
    CheckingClient(app).post(
        link, {"name": "가상", "phone": "02-000-0000", "new_password": PASSWORD, "again": PASSWORD}, 422
    )
    session.rollback()
    assert session.query(User).filter_by(email="new@example.org").count() == 0


def test_people_are_found(client, session):
    factories.user("officer", name="가상찾을사람")
    factories.user(name="가상다른사람", active=False)
    client.sign_in(factories.user("admin"))
    assert "가상다른사람" not in client.get("/admin/people?q=찾을").text
    assert "가상찾을사람" in client.get("/admin/people?role=officer").text
    assert "가상찾을사람" not in client.get("/admin/people?state=suspended").text
    assert "조건에 맞는 사람이 없습니다" in client.get("/admin/people?q=%25").text
    assert "조건에 맞는 사람이 없습니다" in client.get("/admin/people?role=nonsense").text


# ---- organisations ----------------------------------------------------------------------------------------------------


def test_an_officer_verifies_and_managers_are_told(client, session):
    held = factories.organisation(verified=False, name="가상새병원")
    manager = factories.member(held)
    client.sign_in(factories.user("ministry"))
    client.post(f"/admin/organisations/{held.id}/verify", {}, 403)
    client.sign_in(factories.user("officer"))
    page = client.get("/admin/organisations?verified=no")
    page = client.get(page.link("가상새병원"))
    assert manager.email in page.text
    client.submit(page.form("/verify"))
    session.rollback()
    assert session.get(Organisation, held.id).verified
    assert len(mails_to(session, manager.email)) == 1
    client.get("/admin/organisations/99999", 404)


def test_organisations_are_found_by_name_and_number(client, session):
    held = factories.organisation(name="가상찾을병원", name_en="Fictional Sought")
    factories.organisation(name="가상다른병원")
    client.sign_in(factories.user("officer"))
    shown = f"{held.business_number[:3]}-{held.business_number[3:5]}-{held.business_number[5:]}"
    for text in ("찾을", "SOUGHT", shown):
        page = client.get(f"/admin/organisations?q={text}")
        assert ("가상찾을병원" in page.text, "가상다른병원" in page.text) == (True, False), text


# ---- mails ------------------------------------------------------------------------------------------------------------


def test_an_unsent_mail_shows_why_and_is_sent_again(client, session):
    who = factories.user()
    sent = mail.tell_person(who, "accounts.password_changed")
    sent.state, sent.reason, sent.tries = "unsent", "메일 서버에 보내지 못했습니다. (OSError)", 6
    client.sign_in(factories.user("ministry"))
    page = client.get("/admin/mails?state=unsent")
    assert "(OSError)" in page.text
    client.submit(page.form("/retry"))
    session.rollback()
    held = session.get(Mail, sent.id)
    assert (held.state, held.tries) == ("queued", 0)
    assert "조건에 맞는 메일이 없습니다" in client.get("/admin/mails?state=unsent").text


def test_a_mail_to_a_suspended_account_is_not_retried(client, session):
    who = factories.user(active=False)
    held = mail.tell_person(who, "accounts.password_changed")
    client.sign_in(factories.user("officer"))
    client.submit(client.get("/admin/mails").form("/retry"))
    session.rollback()
    assert session.get(Mail, held.id).state == "unsent"


def test_the_text_of_mails_is_the_receivers_own_but_in_a_demonstration(client, session):
    held = mail.tell_address("a@example.org", "accounts.confirm", token="opens-an-account", person="가상")
    client.sign_in(factories.user("officer"))
    assert "opens-an-account" not in client.get("/admin/mails").text
    client.get(f"/admin/mails/{held.id}", 404)
    demo.begin()
    try:
        assert "opens-an-account" in client.get(f"/admin/mails/{held.id}").text
    finally:
        demo.flag().unlink()


# ---- access log -------------------------------------------------------------------------------------------------------


def test_the_access_log_is_searched(client, session):
    admin = factories.user("admin", name="가상관리자")
    client.sign_in(admin)
    client.get(f"/admin/people/{admin.id}")
    client.get("/sign-out", 405)
    session.add(
        AccessLog(
            act="sign-in-failed", subject="x@example.org", address="203.0.113.9", at=clock.now() - timedelta(days=3)
        )
    )
    session.commit()
    of_admin = f"/admin/people/{admin.id}"
    page = client.get("/admin/access-log?act=read")
    assert of_admin in page.text
    assert "x@example.org" not in page.text
    assert "x@example.org" in client.get("/admin/access-log?q=203.0.113.9").text
    assert of_admin in client.get("/admin/access-log?q=가상관리자").text
    today = clock.today()
    assert "x@example.org" not in client.get(f"/admin/access-log?since={today}").text
    page = client.get(f"/admin/access-log?until={today - timedelta(days=2)}")
    assert ("x@example.org" in page.text, of_admin in page.text) == (True, False)
    assert "조건에 맞는 기록이 없습니다" in client.get("/admin/access-log?since=yesterday").text


def test_lists_go_by_pages(client, session):
    held = factories.organisation(name="가상먼저의원")
    for _ in range(30):
        factories.organisation()
    session.add(Membership(user_id=factories.user().id, organisation_id=held.id))
    client.sign_in(factories.user("officer"))
    first = client.get("/admin/organisations")
    second = client.get(first.link("다음"))
    assert held.name in second.text
    assert held.name not in first.text
    assert client.get(second.link("이전")).words() == first.words() or "다음" in client.page.text
