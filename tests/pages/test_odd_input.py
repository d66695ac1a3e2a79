"""Signs that no keyboard types: a NUL in an address, a query or a form breaks nothing, on either database."""

from datetime import date

import pytest

from portal.core.cases import Draft
from portal.core.listing import _as_type
from portal.core.reading import sent_number
from portal.core.web import Given
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


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2147483646", 2147483646),
        ("2147483647", 2147483647),
        ("2147483648", None),
        ("-1", None),
        ("9" * 5000, None),
        ("١", None),
        ("1e3", None),
        ("", None),
    ],
)
def test_a_number_of_a_query_fits_an_integer_column(raw, read):
    assert sent_number(Given([("n", raw)]).get("n")) == read


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(2147483648, int), (-2147483648, int), (float("inf"), int), (True, int), ("1", int), (None, int), ([1], int),
     ("a\x00", str), ("\ud800", str), ("2026-02-30", date), (20261201, date), ("10000-01-01", date)],
)  # fmt: skip
def test_a_mark_that_no_column_holds_is_no_mark(value, wanted):
    with pytest.raises((ValueError, TypeError, OverflowError)):
        _as_type(value, wanted)


def test_a_mark_that_a_column_holds_is_read():
    assert _as_type(2147483647, int) == 2147483647
    assert _as_type("2026-12-01", date) == date(2026, 12, 1)
