"""How an expert is paid, in the steps of the people who do it: log, ask, confirm, prepare, approve, pay,
download, report.
"""

from datetime import date

import pytest
from sqlalchemy import select

from experts.payments import rates
from experts.payments.models import FeePayment
from experts.sheets import ghkol
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.people import User
from portal.core.tables import AsOf
from tests import expert_forms as forms
from tests import factories as make
from tests import payment_forms as pay
from tests.pdf_text import text_of

MONDAY = date(2026, 11, 23)
pytestmark = pytest.mark.slow


def test_from_the_hour_worked_to_the_row_in_the_annual_workbook(client, session, today):
    today(MONDAY)
    one = forms.expert(name="가상 김변호", language="en")
    case, actor = forms.running(one)
    first, second = make.user("officer", name="가상 첫담당"), make.user("officer", name="가상 둘담당")
    rates.ship_rates()

    client.sign_in(one.user)
    page = client.get(f"/expert/consultations/{case.id}?lang=ko")
    page = client.submit(page.form("/time"), on="2026-11-23", hours="2.5", what="허가 절차 검토")
    page = client.get(page.link("자문료 신청과 지급 내역"))
    page = client.submit(page.form("/open/"))
    session.rollback()
    payment = session.scalars(select(FeePayment)).one()
    page = client.get("/payments/account")
    client.submit(page.form("/account"), **pay.GERMAN)

    client.sign_in(session.get(User, actor.user_id))
    page = client.get("/?lang=ko")
    page = client.get(page.link("자문 시간 확인"))
    client.submit(page.form("/moves/confirm"))

    today(date(2026, 11, 24))
    client.sign_in(first)
    page = client.get("/desk/ghkol/payments/?lang=ko&state=confirmed")
    page = client.get(page.link("GP-2026-000001"))
    page = client.submit(page.form("/moves/take"))
    given = {
        "approval_no": "가상팀-7",
        "pay_on": "2026-11-27",
        "fx_rate": "1,600",
        "fx_on": "2026-11-23",
        "fx_source": "가상 고시",
    }
    page = client.submit(page.form("/prepare"), **given)
    assert "250,000원" in page.words()
    assert "EUR 156.25" in page.words()
    client.submit(page.form("/moves/approve"), status=422)

    client.sign_in(second)
    page = client.get(f"/desk/ghkol/payments/{payment.id}?lang=ko")
    client.submit(page.form("/moves/approve"))

    today(date(2026, 11, 27))
    client.sign_in(first)
    page = client.get(f"/desk/ghkol/payments/{payment.id}?lang=ko")
    page = client.submit(page.form("/account"), purpose="11월 27일 송금")
    assert "DE89370400440532013000" in page.text
    page = client.get(f"/cases/{payment.id}/moves/pay")
    client.submit(page.form("/moves/pay"), paid_on="2026-11-27")

    client.sign_in(one.user)
    page = client.get("/payments/?lang=en")
    page = client.get(page.link("GP-2026-000001"))
    said = text_of(client.get(page.link("Statement (English)")).response.data)
    assert "EUR156.25(1EUR=1,600KRW,2026-11-23,가상고시)" in said
    session.rollback()
    told = [m.subject for m in session.scalars(select(Mail).where(Mail.user_id == one.user_id))]
    assert "[Paid] Fee GP-2026-000001" in told
    asia = next(row for row in ghkol(AsOf(date(2026, 12, 31), 2016)).in_("ko").rows if row[0] == "아시아·CIS")
    assert 250_000 in asia
    assert db.session.get(FeePayment, payment.id).state == "paid"
