"""Sign-up with an organisation, joining and inviting, members and their roles, switching, editing."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.cases import AccessLog
from portal.core.joining import JoinRequest
from portal.core.mail import Mail
from portal.core.module import Module
from portal.core.people import Invitation, Membership, Organisation, User
from portal.core.roles import RightsChange
from portal.core.verification import OrganisationChange
from portal.shell.accounts.models import SignUp, forget_sign_ups
from tests import factories
from tests.client import CheckingClient
from tests.pages.test_accounts import NOON, PASSWORD, link_in, mails_to, sign_in

EMAIL = "newcomer@example.org"


def answers(**given):
    return {
        "name": "가상 새사람",
        "email": EMAIL,
        "phone": "02-000-0000",
        "new_password": PASSWORD,
        "again": PASSWORD,
        "business_number": factories.business_number(),
        "founder": "hospital",
        "organisation_name": "가상새병원",
        "institution_code": "12345678",
        "category": "병원",
        "region": "부산",
        "address": "부산 가상구 가상로 3",
        "representative": "가상 대표",
        "organisation_phone": "051-000-0000",
        "incorporated": "no",
        "has_department": "yes",
    } | given


def sign_up(client, status=200, **given):
    client.get("/sign-up")
    return client.submit(client.page.form("/sign-up"), status=status, **answers(**given))


def confirm(client, session, email=EMAIL):
    client.get(link_in(mails_to(session, email)[-1], "/sign-up/"))
    return client.submit(client.page.form("/sign-up/"))


def test_a_newcomer_signs_up_confirms_and_manages_the_organisation(client, session):
    page = sign_up(client)
    assert page.h1 == "메일을 확인해 주세요"
    assert session.query(User).count() == 0, "nothing is an account before the address is confirmed"
    assert PASSWORD not in str(session.query(SignUp).one().answers)
    address = link_in(mails_to(session, EMAIL)[-1], "/sign-up/")
    answer = client.plain.post(address, data={})
    assert answer.location == "/sign-in", "who signed up stands in no address bar"
    page = client.get("/sign-in")
    assert page.all("input", name="email")[0].get("value") == EMAIL
    sign_in(client, EMAIL)
    page = client.get("/organisation")
    assert page.h1 == "가상새병원"
    assert "담당자 확인 전" in page.text
    session.rollback()
    made = session.query(Organisation).one()
    assert (made.verified, made.source, made.institution_code, made.region) == (False, "sign-up", "12345678", "부산")
    assert [(c.act, c.role, c.organisation_id) for c in session.query(RightsChange)] == [
        ("granted", "manager", made.id)
    ]
    client.submit(page.form("/sign-out"))
    client.get(link_in(mails_to(session, EMAIL)[0], "/sign-up/"), 404)


def test_an_address_gets_three_sign_up_mails_an_hour(client, session, today):
    today(NOON)
    pages = {sign_up(client).words() for _ in range(4)}
    assert len(pages) == 1
    assert (len(mails_to(session, EMAIL)), session.query(SignUp).count()) == (3, 3)
    today(NOON + timedelta(minutes=61))
    sign_up(client)
    assert len(mails_to(session, EMAIL)) == 4


def test_a_company_is_not_asked_for_an_institution_code(client, session):
    page = sign_up(client, 422, institution_code="12", founder="hospital")
    assert "숫자 8자리" in page.text
    sign_up(client, founder="company", institution_code=None, category=None)
    confirm(client, session)
    assert (session.query(Organisation).one().category, session.query(Organisation).one().institution_code) == (
        "기업",
        "",
    )


def test_a_wrong_business_number_is_told_beside_the_field_and_nothing_is_lost(client, session):
    page = sign_up(client, 422, business_number="123-45-67890", address="부산 <가상> 로")
    assert "검증 숫자가 맞지 않습니다" in page.words(page.all("p", id="business_number-error")[0])
    assert "#business_number" in page.links()
    held = {e.get("name"): e.get("value") for e in page.all("input")}
    assert held["business_number"] == "123-45-67890"
    assert held["address"] == "부산 <가상> 로"
    assert not held["new_password"]
    assert session.query(Mail).count() == 0


def test_every_gap_is_a_sentence(client):
    client.get("/sign-up?lang=en")
    page = client.submit(client.page.form("/sign-up"), status=422)
    assert "Fill in “Name”." in page.text
    assert "Choose an answer for “Province or city”." in page.text


def test_known_and_unknown_addresses_get_the_same_answer(client, session):
    factories.user(email="known@example.org")
    session.commit()
    unknown = sign_up(client)
    known = sign_up(client, email="known@example.org")
    assert known.words() == unknown.words()
    assert "이미 계정이 있습니다" in mails_to(session, "known@example.org")[0].subject
    assert session.query(SignUp).count() == 1


def test_a_sign_up_nobody_confirms_is_forgotten(client, session, today):
    today(NOON)
    sign_up(client)
    link = link_in(mails_to(session, EMAIL)[0], "/sign-up/")
    today(NOON + timedelta(days=7, seconds=1))
    client.get(link, 404)
    assert forget_sign_ups() == 1


def test_two_sign_ups_of_one_address_make_one_account(client, session):
    sign_up(client)
    first = link_in(mails_to(session, EMAIL)[0], "/sign-up/")
    sign_up(client)
    confirm(client, session)
    client.get(first, 404)
    client.post(first, status=404)
    assert session.query(User).count() == 1


# ---- joining ----------------------------------------------------------------------------------------------------------


def test_joining_an_organisation_its_managers_decide(app, client, session):
    held = factories.organisation(name="가상있던병원")
    manager = factories.member(held)
    session.commit()
    page = sign_up(client, 422, business_number=held.business_number)
    assert "가상있던병원" in page.text
    kept = {e.get("name"): e.get("value") for e in page.all("input", type="hidden")}
    assert kept["organisation_name"] == "가상새병원", "what was typed stays, should the number be mistyped"
    client.submit(page.form("/sign-up"), new_password=PASSWORD, again=PASSWORD, join="yes")
    confirm(client, session)
    assert session.query(Membership).count() == 1
    assert "참여하려 합니다" in mails_to(session, manager.email)[-1].subject
    sign_in(client, EMAIL)
    assert "승인 대기" in client.get("/organisation").text

    other = CheckingClient(app).sign_in(manager)
    page = other.get("/organisation")
    other.submit(page.form("/organisation/requests/"), button=("answer", "admit"), role="viewer")
    assert "승인되었습니다" in mails_to(session, EMAIL)[-1].subject
    assert client.get("/organisation").h1 == "가상있던병원"
    request = session.query(JoinRequest).one()
    other.post(f"/organisation/requests/{request.id}", {"answer": "refuse"}, 422)


def test_a_request_is_refused(app, client, session):
    held = factories.organisation()
    manager, asking = factories.member(held), factories.user()
    session.add(JoinRequest(user_id=asking.id, organisation_id=held.id))
    client.sign_in(manager)
    page = client.get("/organisation")
    client.submit(page.form("/organisation/requests/"), button=("answer", "refuse"))
    assert "승인되지 않았습니다" in mails_to(session, asking.email)[-1].subject
    assert "승인되지 않음" in CheckingClient(app).sign_in(asking).get("/organisation").text


@pytest.fixture
def certificates(app):
    """A module that knows one certificate."""
    before = app.extensions["modules"]
    held = ("제2020-0001호", "ABCD-EFGH-JKMN")
    known = Module(name="stub", facts={"owns_certificate": lambda _organisation, *given: given == held})
    app.extensions["modules"] = (known, *before)
    yield {"join": "yes", "certificate": held[0], "certificate_code": held[1]}
    app.extensions["modules"] = before


@pytest.fixture
def imported(session):
    made = factories.organisation(name="가상대장병원", source="import", verified=False)
    session.commit()
    return made


def test_an_imported_organisation_is_claimed_by_number_and_printed_code(client, session, imported, certificates):
    page = sign_up(client, 422, business_number=imported.business_number)
    client.submit(page.form("/sign-up"), new_password=PASSWORD, again=PASSWORD, **certificates)
    assert session.query(Membership).count() == 0, "nothing before the address is confirmed"
    confirm(client, session)
    assert session.query(Membership).one().role == "manager"
    assert not session.get(Organisation, imported.id).verified, "the officer still looks at it"


@pytest.mark.parametrize(
    "guess",
    [
        {"certificate": "제2020-0002호"},  # the series is known to everybody
        {"certificate_code": "ABCD-EFGH-JKMP"},
    ],
)
def test_a_guess_is_not_judged_before_the_address_is_confirmed_and_gains_nothing_then(
    client, session, imported, certificates, guess
):
    right = sign_up(client, business_number=imported.business_number, email="a@example.org", **certificates)
    wrong = sign_up(client, business_number=imported.business_number, **(certificates | guess))
    assert right.words(right.all("main")[0]) == wrong.words(wrong.all("main")[0])
    assert session.query(AccessLog).filter_by(act="claim-failed").count() == 0
    confirm(client, session)
    session.rollback()
    assert session.query(Membership).count() == 0
    assert session.query(JoinRequest).count() == 1
    assert session.query(AccessLog).filter_by(act="claim-failed").count() == 1


@pytest.mark.parametrize("missing", ["certificate", "certificate_code"])
def test_a_number_without_its_code_is_asked_for(client, imported, certificates, missing):
    page = sign_up(client, 422, business_number=imported.business_number, **(certificates | {missing: ""}))
    assert "함께 적거나 둘 다 비워 두세요" in page.text


def test_guessing_certificates_ends_after_a_few(client, session, imported, certificates):
    for n in range(5):
        email = f"guess{n}@example.org"
        given = certificates | {"certificate": "제2020-0009호"}
        sign_up(client, business_number=imported.business_number, email=email, **given)
        confirm(client, session, email)
    page = sign_up(client, 422, business_number=imported.business_number)
    assert not page.all("input", name="certificate")
    sign_up(client, business_number=imported.business_number, **certificates)
    confirm(client, session)
    assert session.query(Membership).count() == 0
    assert session.query(JoinRequest).count() == 6


def test_without_a_domain_that_knows_certificates_officers_decide(app, client, session, imported):
    before = app.extensions["modules"]
    app.extensions["modules"] = [m for m in before if "owns_certificate" not in m.facts]
    officer = factories.user("officer")
    session.commit()
    try:
        page = sign_up(client, 422, business_number=imported.business_number)
        assert not page.all("input", name="certificate")
        client.submit(page.form("/sign-up"), new_password=PASSWORD, again=PASSWORD, join="yes")
        confirm(client, session)
    finally:
        app.extensions["modules"] = before
    assert f"/admin/organisations/{imported.id}" in mails_to(session, officer.email)[-1].body
    client.sign_in(officer)
    page = client.follow(f"/admin/organisations/{imported.id}")
    client.submit(page.form("/requests/"), button=("answer", "admit"), role="manager")
    assert session.query(Membership).one().role == "manager"


# ---- invitations ------------------------------------------------------------------------------------------------------


def invite(client, manager, email=EMAIL, role="editor"):
    client.sign_in(manager)
    client.get("/organisation")
    return client.submit(client.page.form("/organisation/invitations"), email=email, role=role)


def test_an_invited_newcomer_signs_up_without_naming_an_organisation(app, client, session):
    held = factories.organisation()
    manager = factories.member(held)
    invite(client, manager)
    link = link_in(mails_to(session, EMAIL)[0], "/invitation/")
    token = link.rsplit("/", 1)[1]
    assert token not in session.query(Invitation).one().token_hash
    guest = CheckingClient(app)
    page = guest.get(link)
    assert not page.all("input", name="business_number")
    page = guest.submit(
        page.form("/invitation/"), name="가상 동료", phone="02-1", new_password="short", again="short", status=422
    )
    assert "10자 이상" in page.text
    guest.submit(page.form("/invitation/"), phone="02-000-1111", new_password=PASSWORD, again=PASSWORD)
    assert guest.get("/organisation").h1 == held.name
    session.rollback()
    change = session.query(RightsChange).one()
    assert (change.by_id, change.role) == (manager.id, "editor")
    guest.get(link, 404)


def test_an_invited_account_signs_in_to_accept_and_nobody_else_can(app, client, session):
    held = factories.organisation()
    manager = factories.member(held)
    invited, other = factories.user(email=EMAIL), factories.user()
    invite(client, manager)
    link = link_in(mails_to(session, EMAIL)[0], "/invitation/")
    newly_come = CheckingClient(app)
    page = newly_come.get(link)
    assert "로그인하고 수락하기" in page.text
    assert "email=" not in page.text, "who is invited stands in no address bar"
    assert newly_come.get(f"/sign-in?next={link}").all("input", name="email")[0].get("value") == EMAIL
    stranger = CheckingClient(app).sign_in(other)
    assert "다른 계정" in stranger.get(link).text
    stranger.post(link, follow=False, status=303)
    assert session.query(Membership).count() == 1
    guest = CheckingClient(app).sign_in(invited)
    guest.submit(guest.get(link).form("/invitation/"))
    assert session.query(Membership).count() == 2


def test_invitations_are_sent_again_withdrawn_and_run_out(app, client, session, today):
    today(NOON)
    held = factories.organisation()
    manager = factories.member(held)
    invite(client, manager)
    first = link_in(mails_to(session, EMAIL)[0], "/invitation/")
    client.submit(client.get("/organisation").form("/again"))
    second = link_in(mails_to(session, EMAIL)[1], "/invitation/")
    guest = CheckingClient(app)
    guest.get(first, 404)
    guest.get(second)
    with clock.at(NOON + timedelta(days=7, seconds=1)):
        guest.get(second, 404)
    client.submit(client.get("/organisation").form("/withdraw"))
    guest.get(second, 404)


def test_an_invitation_of_a_manager_who_left_opens_nothing(app, client, session):
    held = factories.organisation()
    leaving, staying = factories.member(held), factories.member(held)
    invite(client, leaving)
    link = link_in(mails_to(session, EMAIL)[0], "/invitation/")
    client.sign_in(staying)
    client.submit(client.get("/organisation").form(f"/members/{membership_id(session, leaving)}/remove"))
    guest = CheckingClient(app)
    assert "권한이 바뀌어" in guest.get(link).text
    guest.post(link, {"name": "가상", "phone": "02-000-0000", "new_password": PASSWORD, "again": PASSWORD}, 422)
    assert session.query(Membership).count() == 1


def membership_id(session, who):
    session.rollback()
    return session.query(Membership).filter_by(user_id=who.id).one().id


def test_a_member_is_not_invited_twice(client, session):
    held = factories.organisation()
    manager, editor = factories.member(held), factories.member(held, "editor")
    client.sign_in(manager)
    page = client.get("/organisation")
    page = client.submit(page.form("/organisation/invitations"), email=editor.email, role="viewer", status=422)
    assert "이미 우리 기관의 구성원입니다" in page.text
    assert page.all("input", id="invite-email")[0].get("value") == editor.email


# ---- members ----------------------------------------------------------------------------------------------------------


def test_roles_change_and_the_last_manager_stays(client, session):
    held = factories.organisation()
    manager, editor = factories.member(held), factories.member(held, "editor")
    client.sign_in(manager)
    mine, theirs = membership_id(session, manager), membership_id(session, editor)
    page = client.get("/organisation")
    page = client.submit(page.form(f"/members/{mine}/role"), role="viewer", status=422)
    assert "마지막 관리자입니다" in page.text
    page = client.submit(page.form(f"/members/{mine}/remove"), status=422)
    client.submit(page.form(f"/members/{theirs}/role"), role="manager")
    client.submit(client.get("/organisation").form(f"/members/{mine}/remove"))
    session.rollback()
    assert [(c.act, c.before, c.role) for c in session.query(RightsChange).order_by(RightsChange.id)] == [
        ("changed", "editor", "manager"),
        ("withdrawn", "", "manager"),
    ]
    assert "아직 소속된 기관이 없습니다" in client.get("/organisation").text


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_others_than_managers_change_nothing(client, session, role):
    held = factories.organisation()
    manager, me = factories.member(held), factories.member(held, role)
    client.sign_in(me)
    page = client.get("/organisation")
    assert "동료 초대" not in page.text
    theirs = membership_id(session, manager)
    client.post(f"/organisation/members/{theirs}/role", {"role": "viewer"}, 403)
    client.post(f"/organisation/members/{theirs}/remove", {}, 403)
    client.post("/organisation/invitations", {"email": EMAIL, "role": "manager"}, 403)
    client.get("/organisation/edit", 403)
    client.post(f"/organisation/members/{membership_id(session, me)}/role", {"role": "manager"}, 403)
    assert session.query(RightsChange).count() == 0


def test_a_manager_of_another_organisation_finds_nothing(client, session):
    mine, theirs = factories.organisation(), factories.organisation()
    manager, other = factories.member(mine), factories.member(theirs)
    invitation = Invitation(
        token_hash="x",
        email=EMAIL,
        organisation_id=theirs.id,
        member_role="viewer",
        expires_at=clock.now() + timedelta(days=1),
    )
    request = JoinRequest(user_id=factories.user().id, organisation_id=theirs.id)
    session.add_all([invitation, request])
    client.sign_in(manager)
    held = membership_id(session, other)
    for path in (
        f"/organisation/members/{held}/role",
        f"/organisation/members/{held}/remove",
        f"/organisation/invitations/{invitation.id}/withdraw",
        f"/organisation/invitations/{invitation.id}/again",
        f"/organisation/requests/{request.id}",
    ):
        client.post(path, {"role": "manager", "answer": "admit"}, 404)
    client.post("/organisation/switch", {"organisation_id": theirs.id}, 404)
    session.rollback()
    assert [a.act for a in session.query(AccessLog)] == ["guess"] * 6


def test_a_member_of_two_switches(client, session):
    one, two = factories.organisation(name="가상하나병원"), factories.organisation(name="가상둘병원")
    me = factories.member(one)
    session.add(Membership(user_id=me.id, organisation_id=two.id, role="viewer"))
    client.sign_in(me)
    page = client.get("/organisation")
    assert page.h1 == "가상하나병원"
    assert client.submit(page.form("/organisation/switch")).h1 == "가상둘병원"
    assert "동료 초대" not in client.get("/organisation").text


def test_the_business_number_stands_once_verified(client, session):
    held = factories.organisation(verified=False, institution_code="12345678")
    other = factories.organisation()
    client.sign_in(factories.member(held))
    page = client.get("/organisation/edit")
    page = client.submit(page.form("/organisation/edit"), business_number=other.business_number, status=422)
    assert "다른 기관이 이미 쓰는 번호입니다" in page.text
    number = factories.business_number()
    client.submit(page.form("/organisation/edit"), business_number=number, organisation_name="가상새이름병원")
    session.rollback()
    assert (session.get(Organisation, held.id).business_number, session.get(Organisation, held.id).name) == (
        number,
        "가상새이름병원",
    )
    session.get(Organisation, held.id).verified = True
    session.commit()
    page = client.get("/organisation/edit")
    assert not page.all("input", name="business_number")
    client.submit(page.form("/organisation/edit"), business_number=factories.business_number())
    session.rollback()
    assert session.get(Organisation, held.id).business_number == number


def test_a_person_without_an_organisation_registers_one(client, session):
    me = factories.user()
    client.sign_in(me)
    page = client.get("/organisation")
    page = client.get(page.link("기관 추가"))
    mine = {k: v for k, v in answers().items() if k not in {"name", "email", "phone", "new_password", "again"}}
    page = client.submit(page.form("/organisation/new"), **mine)
    assert page.h1 == "가상새병원"


def test_the_profile_changes_name_and_language(client, session):
    me = factories.user()
    client.sign_in(me)
    page = client.get("/profile")
    page = client.submit(page.form("/profile"), name="", phone="x", status=422)
    assert "전화번호를 숫자와" in page.text
    page = client.submit(page.form("/profile"), name="가상 새이름", phone="02-000-9999", language="en")
    assert page.h1 == "My account"
    session.rollback()
    assert (session.get(User, me.id).name, session.get(User, me.id).language) == ("가상 새이름", "en")


# ---- what an officer has verified ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "field", "value", "label", "shown"),
    [
        ("name", "organisation_name", "가상다른병원", "기관명", ("가상맨처음병원", "가상다른병원")),
        ("founder", "founder", "company", "구분", ("의료기관 개설자", "기업")),
        ("category", "category", "종합병원", "종별", ("병원", "종합병원")),
    ],
)
def test_what_was_verified_and_changes_is_verified_again_with_both_values_kept(
    client, session, column, field, value, label, shown
):
    held = factories.organisation(name="가상맨처음병원")
    officer, manager = factories.user("officer"), factories.member(held)
    client.sign_in(manager)
    page = client.get("/organisation/edit")
    assert "다시 확인할 때까지 ‘확인 전’" in page.words()
    page = client.submit(page.form("/organisation/edit"), institution_code="12345678", **{field: value})
    assert "다시 확인합니다" in page.words()
    session.rollback()
    assert not session.get(Organisation, held.id).verified
    change = session.query(OrganisationChange).one()
    assert (column in change.after, change.by_id) == (True, manager.id)
    told = mails_to(session, officer.email)[-1]
    assert f"{label}: {shown[0]} → {shown[1]}" in told.body
    client.sign_in(officer)
    words = client.get(f"/admin/organisations/{held.id}").words()
    assert f"{label} {shown[0]} {shown[1]}" in words


def test_an_address_is_changed_without_being_verified_again(client, session):
    held = factories.organisation()
    client.sign_in(factories.member(held))
    page = client.get("/organisation/edit")
    client.submit(page.form("/organisation/edit"), institution_code="12345678", address="부산 가상구 가상로 9")
    session.rollback()
    assert session.get(Organisation, held.id).verified
    assert session.get(Organisation, held.id).address == "부산 가상구 가상로 9"
    assert session.query(OrganisationChange).count() == 0


def test_an_officer_admits_nobody_where_the_organisation_has_a_manager(client, session):
    held = factories.organisation()
    factories.member(held)
    stranger = factories.user()
    request = JoinRequest(user_id=stranger.id, organisation_id=held.id)
    session.add(request)
    session.commit()
    client.sign_in(factories.user("officer"))
    path = f"/admin/organisations/{held.id}"
    page = client.get(path)
    assert not page.all("button", value="admit")
    page = client.post(f"{path}/requests/{request.id}", {"answer": "admit", "role": "manager"}, status=422)
    assert "기관 관리자가 답합니다" in page.words()
    session.rollback()
    assert [m.user_id for m in session.query(Membership)] != [stranger.id]
    assert session.query(Membership).count() == 1
