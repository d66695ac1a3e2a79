"""Policy-finance confirmation: only filed institutions, the document, support told,
and what is refused in a sentence.
"""

from datetime import date

import pytest
from sqlalchemy import select

from funds.finance.confirmations.models import FinanceConfirmation
from funds.finance.confirmations.papers import paper_data
from portal.core.codes import shown_code
from portal.core.db import db
from tests import factories as make
from tests.client import CheckingClient
from tests.pdf_text import text_of

MONDAY = date(2026, 11, 23)
GIVEN = {
    "kind_of_support": "exim",
    "institution": "수출입은행 해외투자자금",
    "amount": "3,000,000,000",
    "purpose": "현지 병원 장비",
}


@pytest.fixture
def filer(session, client, today):
    """A member of an institution with an accepted filing, signed in."""
    today(MONDAY)
    owner = make.organisation(name="가상금융병원", name_en="Fictional Finance Hospital")
    member = make.member(owner, "editor")
    case, _ = make.accepted(by=make.acting(member), country="VN")
    client.sign_in(member)
    client.filing, client.member = case, member
    return client


def asked(client) -> FinanceConfirmation:
    client.submit(client.get("/finance/new").form("/finance/new"), certificate_no=client.filing.certificate_no, **GIVEN)
    return db.session.scalar(select(FinanceConfirmation))


def test_asked_confirmed_and_told(filer):
    case = asked(filer)
    assert (case.state, case.country, case.due_on) == ("received", "VN", date(2026, 12, 4))
    filer.get(f"/finance/{case.id}/confirmation.pdf", status=404)
    filer.sign_in(make.user("officer"))
    assert case.number in filer.get("/worklist").words()
    page = filer.submit(filer.get(f"/finance/{case.id}").form("/moves/confirm"))
    assert "정책금융확인 제2026-0001호" in page.words()
    filer.sign_in(filer.member)
    with filer.plain.get(f"/finance/{case.id}/confirmation.pdf") as paper:
        words = text_of(paper.data)
    assert "정책금융지원요건확인서" in words
    assert filer.filing.certificate_no in words
    assert paper_data(case, "en")["recipient"] == "Fictional Finance Hospital"
    shown = shown_code(case.code)
    assert shown.replace("-", "") in words.replace("-", "")
    everybody = CheckingClient(filer.app)
    assert "발급한 확인서입니다" in everybody.get(f"/finance/check?code={shown.lower()}").words()
    assert "발급한 확인서가 없습니다" in everybody.get("/finance/check?code=2222-2222-2222&lang=ko").words()
    path = f"/cases/{case.id}/moves/tell_support"
    given = {"kind_of_support": "exim", "institution": "수출입은행", "won": "2500000000"}
    page = filer.submit(filer.get(path).form(path), status=422, received_on="2026-11-20", **given)
    assert "앞선 날" in page.words()
    page = filer.submit(filer.get(path).form(path), received_on="2026-11-23", **given)
    assert "2,500,000,000" in page.words()
    filer.sign_in(make.user("ministry"))
    assert "알려 온 지원" in filer.get("/finance/").words()
    filer.get(f"/finance/{case.id}?lang=en")


def test_who_has_not_filed_cannot_ask(session, client):
    client.sign_in(make.member(make.organisation(), "editor"))
    assert "수리된 진출신고가 없습니다" in client.get("/finance/new").words()
    page = client.post("/finance/new", GIVEN | {"certificate_no": "제2026-0001호"}, status=422)
    assert "요청할 수 있습니다" in page.words()
    assert db.session.scalar(select(FinanceConfirmation)) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"amount": "-1"}, "0 이상"),
        ({"certificate_no": "제1999-0001호"}, "목록에 있는 것"),
        ({"purpose": ""}, "입력해"),
    ],
)
def test_what_is_wrong_is_said(filer, given, said):
    form = filer.get("/finance/new").form("/finance/new")
    page = filer.submit(form, status=422, **{"certificate_no": filer.filing.certificate_no} | GIVEN | given)
    assert said in page.words()


def test_refused_with_reason_and_remedy(filer):
    case = asked(filer)
    filer.sign_in(make.user("officer"))
    path = f"/cases/{case.id}/moves/refuse"
    filer.submit(filer.get(path).form(path), status=422, reason="가상")
    page = filer.submit(filer.get(path).form(path), reason="가상 사유", remedy="60일 안에 이의신청")
    assert "확인 불가" in page.words()


def test_others_do_not_see_it(filer):
    case = asked(filer)
    filer.sign_in(make.member(make.organisation()))
    filer.get(f"/finance/{case.id}", status=404)
    assert case.number not in filer.get("/finance/").words()
    filer.sign_in(make.member(case.organisation, "viewer"))
    filer.get("/finance/new", status=403)
    filer.get(f"/cases/{case.id}/moves/withdraw", status=403)
