"""Whoever was named as a partner answers by the link that was mailed to the named address: a business number, which is
public, opens nothing and answers nothing.
"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from funds.selection.models import Partner
from portal.core import clock
from portal.core.cases import AccessLog
from portal.core.mail import Mail, text_of
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour, user_of

LINK = re.compile(r"/programmes/partnerships/[\w-]{40,}")


@pytest.fixture
def named(session, client, today):
    """An application whose lead has named a firm, the address of the mail, and the firm's number."""
    today(at_hour(START, 9))
    case, owner = funding.drafted(funding.published("project"))
    session.commit()
    client.sign_in(user_of(owner))
    number = make.business_number()
    page = client.get(f"/programmes/applications/{case.id}/partners")
    client.submit(page.form("partners"), name="가상기업", business_number=number, role="ict", email="P@example.org")
    return case, owner, number


def link_of(session):
    session.rollback()
    mails = session.scalars(select(Mail).where(Mail.address.ilike("p@example.org")).order_by(Mail.id.desc()))
    return LINK.search(text_of(mails.first())).group()


def partner(session):
    session.rollback()
    return session.scalars(select(Partner)).one()


def test_a_stranger_who_founds_an_organisation_with_the_partners_number_gets_nothing(session, client, named):
    case, _, number = named
    client.sign_in(make.user())
    page = client.get("/organisation/new")
    client.submit(
        page.form("organisation/new"),
        business_number=number,
        organisation_name="가상사칭기업",
        founder="company",
        incorporated="yes",
        has_department="no",
        category="기업",
        region="서울",
        representative="가상대표",
        organisation_phone="02-000-0000",
        address="서울 가상구",
    )
    here = f"/programmes/applications/{case.id}"
    client.get(here, status=404)
    client.get(f"{here}/check", status=404)
    assert "가상" not in client.get("/programmes/applications/").words(client.page.all("main")[0])
    client.post(f"/programmes/partnerships/{'x' * 43}", {"answer": "confirm"}, status=404)
    held = partner(session)
    assert (held.confirmed_at, held.organisation_id) == (None, None)
    assert session.scalar(select(AccessLog.id).where(AccessLog.subject == "partner-link"))


def test_a_partner_confirms_by_its_link_and_reads_once_it_is_verified(session, client, named):
    case, _, number = named
    firm = make.organisation(business_number=number, verified=False)
    client.sign_in(make.member(firm, "editor"))
    link = link_of(session)
    page = client.get(link)
    assert "담당자가 기관을 확인하기 전에는" in page.words()
    assert "맡는 일" in page.words()
    client.submit(page.form("partnerships"), button=("answer", "confirm"))
    held = partner(session)
    assert (held.organisation_id, held.token_hash) == (firm.id, "")
    assert held.confirmed_at is not None
    client.get(link, status=404)  # a link answers once
    client.get(f"/programmes/applications/{case.id}", status=404)
    assert "담당자가 기관을 확인하면" in client.get("/programmes/applications/").words()
    firm.verified = True
    session.commit()
    client.get(f"/programmes/applications/{case.id}")
    client.get(f"/programmes/applications/{case.id}/check", status=404)  # reads, and does not write


@pytest.mark.parametrize("role", ["viewer", "stranger"])
def test_only_who_writes_for_the_named_number_confirms(session, client, named, role):
    _, _, number = named
    firm = make.organisation(business_number=number)
    who = make.member(firm, "viewer") if role == "viewer" else make.member(make.organisation())
    client.sign_in(who)
    link = link_of(session)
    page = client.get(link)
    assert not page.all("button", value="confirm")
    page = client.post(link, {"answer": "confirm"}, status=422)
    assert "관리자나 작성자만" in page.words()
    assert partner(session).confirmed_at is None


def test_who_holds_the_link_may_decline_without_an_organisation(session, client, named):
    client.sign_in(make.user())
    client.submit(client.get(link_of(session)).form("partnerships"), button=("answer", "decline"))
    held = partner(session)
    assert held.declined_at is not None
    assert held.organisation_id is None


@pytest.mark.parametrize(("hours", "status"), [(-1, 200), (0, 404), (1, 404)])
def test_a_link_lasts_seven_days(session, client, named, hours, status):
    client.sign_in(make.user())
    link = link_of(session)
    with clock.at(at_hour(START, 9) + timedelta(days=7, hours=hours)):
        client.get(link, status=status)


def test_a_link_mailed_again_voids_the_one_before(session, client, named):
    case, owner, _ = named
    first = link_of(session)
    client.sign_in(user_of(owner))
    page = client.get(f"/programmes/applications/{case.id}/partners")
    client.submit(page.form("/again"))
    second = link_of(session)
    assert first != second
    client.get(first, status=404)
    client.get(second)


def test_the_mail_goes_to_the_named_address_alone(session, client, named):
    case, owner, _ = named
    member = make.member(make.organisation(business_number=make.business_number()))
    session.commit()
    client.sign_in(user_of(owner))
    page = client.get(f"/programmes/applications/{case.id}/partners")
    client.submit(
        page.form(containing="email"),
        name="가상기업 둘",
        business_number=member.memberships[0].organisation.business_number,
        role="ict",
        email="someone@example.org",
    )
    session.rollback()
    told = set(session.scalars(select(Mail.address).where(Mail.body.contains("/partnerships/"))))
    assert {one.lower() for one in told} == {"p@example.org", "someone@example.org"}


def test_signed_out_the_link_leads_through_the_sign_in(session, client, named):
    link = link_of(session)
    client.plain.post("/sign-out")
    with client.plain.session_transaction() as held:
        held.clear()
    page = client.follow(link)
    assert page.h1 == "로그인"
    assert link in page.all("input", name="next")[0].get("value")
