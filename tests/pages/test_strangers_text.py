"""What somebody typed of whom the portal knows nothing: a name is a name, and no mail carries an address they chose."""

import re
from pathlib import Path

import pytest

from portal.core.mail import Mail
from portal.core.reading import holds_address
from portal.shell.accounts import questions
from tests import factories as make
from tests.pages.test_accounts_organisation import sign_up

MAILS = Path(__file__).resolve().parents[2] / "portal" / "templates" / "mail"
SAID = "이름에는 누리집이나 전자우편 주소를 적을 수 없습니다."


@pytest.mark.parametrize(
    "text",
    [
        "당첨 https://evil.example", "HTTP://EVIL", "www.evil", "ｗｗｗ．evil", "evil.com", "EVIL.COM에서", "a.evil.co.kr",
        "evil。com", "evil．ｃｏｍ", "x@evil", "kim＠evil.example", "한빛.kr", "ftp://x", "win.click",
    ],
)  # fmt: skip
def test_addresses_are_seen_in_any_width(text):
    assert holds_address(text)


@pytest.mark.parametrize(
    "text",
    ["가상한빛병원", "Fictional Hospital Co., Ltd.", "Hanbit Co.Ltd", "A/S Nordic", "St. Mary", "Dr.Li", "J. R. Kim", "3.5 의원", "㈜가상", "Kim, M.D.", "AT&T", "S.p.A"],
)  # fmt: skip
def test_names_are_none(text):
    assert not holds_address(text)


@pytest.mark.parametrize("key", ["name", "organisation_name", "organisation_name_en", "representative"])
def test_a_sign_up_with_an_address_in_a_name_is_refused_and_keeps_the_rest(client, session, key):
    page = sign_up(client, status=422, **{key: "상품권 당첨 evil.com"})
    assert SAID in page.words()
    assert any(e.get("value") == "상품권 당첨 evil.com" for e in page.all("input", name=key))
    assert session.query(Mail).count() == 0


def test_the_names_of_a_sign_up_are_all_bare():
    asked = {f.key: f for f in (*questions.PERSON, *questions.ORGANISATION)}
    names = {"name", "organisation_name", "organisation_name_en", "representative"}
    assert {key for key, field in asked.items() if field.bare} == names


FROM_STRANGERS = ("shell/accounts.confirm.txt", "shell/accounts.known.txt", "funds/application.partner_named.txt")
"""Mails to an address that somebody merely typed."""


@pytest.mark.parametrize("name", FROM_STRANGERS)
def test_a_mail_to_an_address_that_was_merely_typed_carries_names_at_most(name):
    carried = set(re.findall(r"\{\{ *([a-z_.]+)", (MAILS / name).read_text("utf-8"))) - {"config.", "url_for"}
    assert carried <= {"token", "application.organisation.name", "application.organisation.name_en", "partner.name"}


def test_a_member_cannot_name_themselves_an_address(client, session):
    person = make.member(make.organisation())
    session.commit()
    client.sign_in(person)
    page = client.submit(client.get("/profile").form("/profile"), name="evil.com", status=422)
    assert SAID in page.words()
