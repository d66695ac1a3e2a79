"""Each of the seven kinds of expansion, from an empty form to its certificate and its row in the content in force."""

from datetime import date

import pytest

from filings.contents import content_in_force
from filings.models import Filing
from filings.terms import TYPES
from portal.core import fire
from portal.core.db import db
from tests import factories as make
from tests import filing_forms as forms

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("kind", list(TYPES))
def test_a_hospital_files_through_the_pages_and_gets_a_certificate(client, session, today, kind):
    today(MONDAY)
    own = make.organisation(name="가상한빛병원")
    client.sign_in(make.member(own))
    place = forms.start(client)
    answers = make.answers(kind, organisation_name=own.name, business_number=own.business_number)

    page = forms.write(client, place, answers, make.papers_needed(kind))
    assert page.h1 == "제출 전 확인"
    assert "신고 기한까지 45일 남았습니다" in page.words()
    assert TYPES[kind].ko in page.words()

    page = forms.submit(client, place)
    assert page.response.request.path == place
    assert page.h1 == "F-2026-000001"
    assert "2026. 12. 4. (금)까지 처리 결과를 알려 드립니다" in page.words()
    assert "한국보건산업진흥원" in page.words()

    case = db.session.get(Filing, int(place.rsplit("/", 1)[-1]))
    assert (case.state, case.received_on, case.obliged, case.late_days) == ("received", MONDAY, True, None)
    officer = make.officer()
    fire.fire(case, "take", officer)
    fire.fire(case, "check_licence", officer, given={"reason": "개설신고 확인"})
    fire.fire(case, "accept", officer)
    db.session.commit()
    page = client.get(place)
    assert "제2026-0001호" in page.words()
    assert content_in_force(case.id).type == kind


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
