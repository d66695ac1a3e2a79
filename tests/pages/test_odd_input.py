"""Signs that no keyboard types: a NUL in an address, a query or a form breaks nothing, on either database."""

import pytest

from portal.core.cases import Draft
from tests import factories as make


@pytest.mark.parametrize(
    "path",
    ["/worklist?q=%00x", "/desk/filings/register?q=%00&country=%00", "/desk/filings/all?q=%00", "/admin/mails?q=a%00b"],
)
def test_a_nul_in_a_query_is_passed_over(client, session, path):
    client.sign_in(make.user("officer"))
    session.commit()
    assert client.plain.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/certificates/%00", "/cases/1/moves/%00", "/%00"])
def test_a_nul_in_an_address_leads_nowhere(client, session, path):
    client.sign_in(make.user("officer"))
    session.commit()
    assert client.plain.get(path).status_code == 404


def test_a_nul_in_a_form_is_left_out_of_what_is_kept(client, session):
    case, _ = make.draft("OPEN")
    person = make.member(case.organisation, "editor")
    session.commit()
    client.sign_in(person)
    page = client.get(f"/filings/{case.id}/sections/place")
    client.submit(page.form(f"/filings/{case.id}/sections/place"), city="하\x00노이")
    assert session.get(Draft, case.id).answers["city"] == "하노이"
