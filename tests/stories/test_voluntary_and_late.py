"""Who files without a duty, and who files late: both are met kindly and received."""

from datetime import date

from filings.models import Filing
from portal.core.db import db
from tests import factories as make
from tests import filing_forms as forms

MONDAY = date(2026, 11, 23)


def test_a_company_files_voluntarily_without_a_counter(client, session, today):
    today(MONDAY)
    own = make.organisation(name="가상바이오", founder="company", category="기업", incorporated=True)
    client.sign_in(make.member(own))
    assert "자발적 신고입니다" in client.get("/filings/start").words()
    place = forms.start(client)
    answers = make.answers(
        "TECH",
        organisation_name=own.name,
        business_number=own.business_number,
        founder="company",
        category="기업",
        incorporated="yes",
    )
    page = forms.write(client, place, answers, ["contract_copy", "business_plan", "articles"])
    assert "자발적 신고" in page.words()
    assert "남았습니다" not in page.words()
    forms.submit(client, place)
    case = db.session.get(Filing, int(place.rsplit("/", 1)[-1]))
    assert (case.obliged, case.late_days, case.file_due_on) == (False, None, None)


def test_a_late_filing_is_met_kindly_and_received(client, session, today):
    today(MONDAY)
    own = make.organisation()
    client.sign_in(make.member(own))
    place = forms.start(client)
    answers = make.answers("EDU", business_number=own.business_number, contract_on="2026-08-14")
    page = forms.write(client, place, answers, make.papers_needed("EDU"))
    assert "신고 기한이 56일 지났지만 신고할 수 있습니다" in page.words()
    assert "과태료" not in page.text
    page = forms.submit(client, place)
    assert "56일 지나 접수되었습니다" in page.words()
    case = db.session.get(Filing, int(place.rsplit("/", 1)[-1]))
    assert (case.file_due_on, case.late_days) == (date(2026, 9, 28), 56)
