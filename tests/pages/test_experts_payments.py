"""Fees of experts in the browser's eyes: hours, the client's answer, preparing, approving, paying, account, papers,
bad input.
"""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from experts.consulting.models import WorkedTime
from experts.payments import accounts, confirmation, rates, seal
from experts.payments.models import ExpertAccount, FeeLine, FeePayment, FeeRate, IssuedPaper
from experts.sheets import ghkol
from portal.core import clock
from portal.core.cases import AccessLog, Event
from portal.core.db import db
from portal.core.fire import fire
from portal.core.mail import Mail
from portal.core.people import User
from portal.core.tables import AsOf
from portal.core.workflow import Refused
from tests import expert_forms as forms
from tests import factories as make
from tests import payment_forms as pay
from tests.pdf_text import text_of

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(today):
    today(MONDAY)


def person(actor):
    return db.session.get(User, actor.user_id)


def book_cells(client, address):
    """Every cell of a downloaded worksheet."""
    answer = client.get(address).response
    book = openpyxl.load_workbook(BytesIO(answer.data))
    answer.close()
    return [cell for row in book.active.iter_rows(values_only=True) for cell in row]


# ---- hours --------------------------------------------------------------------------------------------------------------


def log(client, page, **given):
    return client.submit(page.form("/time"), **({"on": "2026-11-23", "hours": "2", "what": "검토"} | given))


def test_hours_that_cannot_be_are_refused_each_with_its_sentence(client, session, today):
    one = forms.expert(term_to=MONDAY + timedelta(days=10))
    case, _ = forms.running(one, depth="indepth")
    fire(case, "plan", forms.acting(one), given={"plan": "가상 계획", "plan_hours": "20"})
    pay.logged(case, one, 17 * 60)
    client.sign_in(one.user)
    page = client.get(f"/expert/consultations/{case.id}")
    for given, sentence in (
        ({"hours": "0"}, "시간(0.25~24)을 적어 주세요"),
        ({"hours": "-2"}, "시간(0.25~24)을 적어 주세요"),
        ({"hours": "25"}, "시간(0.25~24)을 적어 주세요"),
        ({"on": "2026-11-24"}, "아직 오지 않은 날입니다"),
        ({"on": "2026-11-20"}, "자문을 수락한 2026. 11. 23. (월)보다 앞선 날"),
        ({"hours": "8"}, "이미 17.00시간을 적었습니다. 하루는 24시간을 넘을 수 없습니다"),
        ({"hours": "4"}, "수행계획의 20.00시간 가운데 3.00시간이 남았습니다"),
    ):
        page = log(client, page, status=422, **given)
        assert sentence in page.words(), given
    page = log(client, page)
    page = log(client, page, status=422)
    assert "같은 날 같은 내용으로 이미 적은 시간입니다" in page.words()
    today(MONDAY + timedelta(days=11))
    page = client.get(f"/expert/consultations/{case.id}?lang=en")
    page = log(client, page, status=422, on="2026-12-04", hours="0.5")
    assert "outside your term" in page.words()
    session.rollback()
    assert len(session.scalars(select(WorkedTime)).all()) == 2


def test_a_plan_of_no_hours_is_refused_beside_its_field(client, session):
    one = forms.expert()
    case, _ = forms.running(one, depth="indepth")
    client.sign_in(one.user)
    page = client.get(f"/cases/{case.id}/moves/plan")
    page = client.submit(page.form("/moves/plan"), status=422, plan="가상 계획", plan_hours="0")
    assert "계획 시간은 0보다 크고" in page.words()


def test_confirming_twice_in_two_tabs_tells_that_it_was_done(client, session):
    one = forms.expert()
    case, actor = pay.asked(one)
    client.sign_in(person(actor))
    first, second = (client.get(f"/payments/{case.id}").form("/moves/confirm") for _ in range(2))
    client.submit(first)
    page = client.submit(second, status=422)
    assert "지금은 ‘시간 확인됨’ 상태라 ‘시간 확인’을(를) 할 수 없습니다." in page.words()
    session.rollback()
    assert len(session.scalars(select(Event).where(Event.name == "expert_payment.confirmed")).all()) == 1


# ---- the client's answer ------------------------------------------------------------------------------------------------


def test_the_client_has_one_thing_to_do_and_sees_no_amount(client, session):
    one = forms.expert(name="가상 김변호")
    case, actor = pay.asked(one, 90, 30)
    client.sign_in(person(actor))
    page = client.get("/")
    assert "자문 시간 확인" in page.words()
    page = client.get(page.link("자문 시간 확인"))
    assert "2026. 11. 30. (월)" in page.words()
    page = client.submit(page.form("/moves/confirm"))
    assert "시간 확인됨" in page.words()
    assert "자문 시간 확인" not in client.get("/").words()
    session.rollback()
    rates.ship_rates()
    accounts.keep_account(one, pay.KOREAN)
    fire(case, "prepare", make.officer(), given=pay.preparing())
    db.session.commit()
    page = client.get(f"/payments/{case.id}")
    assert "200,000" not in page.text
    assert "0123" not in page.text
    client.get(f"/payments/{case.id}/statement.pdf", status=404)


def test_a_dispute_names_hours_and_the_officer_settles_them(client, session):
    one = forms.expert()
    case, actor = pay.asked(one, 120, 60)
    first, second = case.lines
    client.sign_in(person(actor))
    page = client.get(f"/payments/{case.id}")
    bad = {f"hours-{first.id}": "3", f"hours-{second.id}": "많이", "reason": ""}
    page = client.submit(page.form("/dispute"), status=422, **bad)
    for sentence in ("0부터 적힌 2.00시간까지", "0부터 적힌 1.00시간까지", "까닭을 적어 주세요"):
        assert sentence in page.words()
    assert 'value="많이"' in page.text
    page = client.submit(
        page.form("/dispute"), status=422, **{f"hours-{first.id}": "2", f"hours-{second.id}": "1", "reason": "다릅니다"}
    )
    assert "적힌 시간과 같습니다" in page.words()
    page = client.submit(
        page.form("/dispute"),
        **{f"hours-{first.id}": "0.5", f"hours-{second.id}": "1", "reason": "첫 면담은 30분이었습니다."},
    )
    assert "2026-11-23 2.00 → 0.50" in page.words()
    page = client.post(f"/consultations/{case.consultation_id}/time/{first.time_id}/confirm")
    assert "이의를 낸 시간입니다" in page.words()

    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/payments/{case.id}")
    assert "첫 면담은 30분이었습니다." in page.words()
    page = client.submit(page.form("/settle"), status=422)
    page = client.submit(
        page.form("/settle"), **{f"hours-{first.id}": "1", "reason": "회의록에 따라 1시간을 인정합니다."}
    )
    session.rollback()
    assert (case.state, case.minutes) == ("confirmed", 120)
    assert (first.time.minutes, first.time.settled, first.time.counted) == (120, 60, 60)
    assert "적은 시간 2.00" in page.words()


def test_khidi_confirms_only_when_the_clients_time_is_over(client, session, today):
    case, _ = pay.asked(forms.expert())
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/payments/{case.id}")
    page = client.submit(page.form("/moves/confirm_office"), status=422)
    assert "의뢰 기관이 2026. 11. 30. (월)까지 확인할 수 있습니다." in page.words()
    today(date(2026, 12, 1))
    page = client.get(f"/desk/ghkol/payments/{case.id}")
    page = client.submit(page.form("/moves/confirm_office"))
    session.rollback()
    assert case.by_office
    assert case.lines[0].time.by_office


def test_hours_confirmed_before_are_not_asked_again(client, session):
    one = forms.expert()
    held, actor = pay.worked(one, 60)
    entry = session.scalars(select(WorkedTime)).one()
    entry.confirmed_at, entry.confirmed_by_id = clock.now(), actor.user_id
    case = confirmation.open_payment(held, one, make.officer())
    assert case.state == "confirmed"
    later = pay.logged(held, one, 45, what="가상 추가")
    further = confirmation.open_payment(held, one, make.officer())
    assert further.state == "asked"
    client.sign_in(person(actor))
    client.post(f"/consultations/{held.id}/time/{later.id}/confirm")
    session.rollback()
    assert further.state == "confirmed"
    page = client.post(f"/consultations/{held.id}/time/{later.id}/confirm")
    assert "이미 확인한 시간입니다." in page.words()


# ---- nothing is paid twice ----------------------------------------------------------------------------------------------


def test_hours_stand_on_one_payment_only(client, session):
    one = forms.expert()
    case, _ = pay.asked(one)
    with pytest.raises(Refused, match="지급할 시간이 없습니다"):
        confirmation.open_payment(case.consultation, one, make.officer())
    client.sign_in(one.user)
    page = client.post(f"/payments/open/{case.consultation_id}", status=422)
    assert "적은 시간이 모두 다른 지급 건에 들어 있습니다." in page.words()
    session.rollback()
    fire(case, "cancel", make.officer(), given={"reason": "잘못 열었습니다."})
    page = client.get("/payments/")
    page = client.submit(page.form("/open/"))
    assert page.h1 == "GP-2026-000002"
    session.rollback()
    assert len(session.scalars(select(FeeLine)).all()) == 1


# ---- preparing, approving, paying ---------------------------------------------------------------------------------------


def test_each_line_is_paid_at_the_rate_of_its_day(client, session):
    one = forms.expert(term_from=MONDAY - timedelta(days=60))
    held, actor = forms.running(one)
    held.accepted_on = MONDAY - timedelta(days=30)
    pay.logged(held, one, 100, MONDAY - timedelta(days=20))
    pay.logged(held, one, 90, MONDAY - timedelta(days=1))
    rates.ship_rates()
    rates.add_rate(
        "general", "member", "hour", 111_111, MONDAY - timedelta(days=5), "가상 지침", sample=False, by_id=None
    )
    accounts.keep_account(one, pay.KOREAN)
    case = confirmation.open_payment(held, one, make.officer())
    fire(case, "confirm", actor)
    db.session.commit()
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/payments/{case.id}")
    page = client.submit(page.form("/prepare"), status=422, approval_no="", pay_on="2026-11-20")
    assert "“결재번호” 항목을 입력해 주세요." in page.words()
    page = client.submit(page.form("/prepare"), status=422, approval_no="가상팀-1", pay_on="2026-11-20")
    assert "지급 예정일이 이미 지났습니다." in page.words()
    page = client.submit(page.form("/prepare"), approval_no="가상팀-1", pay_on="2026-11-30")
    session.rollback()
    assert [(x.rate.version, x.amount) for x in case.lines] == [(1, 166_667), (2, 166_667)]
    assert case.amount == 333_334
    assert "333,334원" in page.words()
    assert "예시(비공식)" in page.words()
    assert "포털은 세금을 계산하지 않습니다" in page.words()
    rates.add_rate(
        "general", "member", "hour", 1, MONDAY - timedelta(days=40), "나중에 더한 판", sample=False, by_id=None
    )
    session.commit()
    assert case.amount == 333_334


def test_without_a_rate_or_an_account_nothing_is_prepared(client, session):
    one = forms.expert()
    case, _ = pay.confirmed(one, account=None)
    for rate in session.scalars(select(FeeRate)):
        session.delete(rate)
    db.session.commit()
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/payments/{case.id}")
    assert "이날의 단가 없음" in page.words()
    page = client.submit(page.form("/prepare"), status=422, approval_no="가상팀-1", pay_on="2026-11-30")
    assert "전문위원이 아직 계좌를 적지 않았습니다." in page.words()
    assert "2026. 11. 23. (월)에 시행 중인 단가가 없습니다." in page.words()
    assert 'value="가상팀-1"' in page.text


def test_an_account_in_euro_needs_a_rate_with_day_and_source(client, session):
    one = forms.expert()
    case, _ = pay.confirmed(one, 90, account=pay.GERMAN)
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/payments/{case.id}")
    right = {"approval_no": "가상팀-1", "pay_on": "2026-11-30"}
    page = client.submit(page.form("/prepare"), status=422, **right)
    for sentence in (
        "EUR 계좌입니다. 환율을(를) 적어 주세요.",
        "환율 기준일을(를) 적어 주세요.",
        "환율 출처을(를) 적어 주세요.",
    ):
        assert sentence in page.words()
    page = client.submit(
        page.form("/prepare"), status=422, **right, fx_rate="0", fx_on="2026-11-24", fx_source="가상 고시"
    )
    assert "0보다 큰 환율을 적어 주세요." in page.words()
    assert "아직 오지 않은 날의 환율은 없습니다." in page.words()
    page = client.submit(page.form("/prepare"), **right, fx_rate="1,610.5", fx_on="2026-11-20", fx_source="가상 고시")
    assert "EUR 93.14 (1 EUR = 1,610.5원, 2026-11-20, 가상 고시)" in page.words()


def test_a_second_person_approves_and_many_at_once_in_the_worklist(client, session):
    first, officer = pay.prepared(forms.expert(), 60)
    other, _ = pay.prepared(forms.expert(), 120, by=officer)
    client.sign_in(person(officer))
    page = client.get(f"/desk/ghkol/payments/{first.id}")
    page = client.submit(page.form("/moves/approve"), status=422)
    assert "작성한 사람은 승인할 수 없습니다." in page.words()
    client.sign_in(make.user("officer"))
    marks = [f"{c.id}.{c.version}" for c in (first, other)]
    client.post("/worklist/bulk", {"move": "approve", "case": marks})
    session.rollback()
    assert (first.state, other.state) == ("approved", "approved")


def test_an_account_changed_after_preparing_stops_the_payment(client, session):
    one = forms.expert()
    case, _ = pay.approved(one)
    accounts.keep_account(one, pay.KOREAN | {"number": "999-8888-777777"})
    client.sign_in(make.user("officer"))
    page = client.get(f"/cases/{case.id}/moves/pay")
    page = client.submit(page.form("/moves/pay"), status=422, paid_on="2026-11-23")
    assert "작성한 뒤 전문위원이 계좌를 바꿨습니다." in page.words()
    page = client.get(f"/cases/{case.id}/moves/return_")
    client.submit(page.form("/moves/return_"), reason="계좌가 바뀌었습니다.")
    session.rollback()
    assert (case.state, case.amount, case.account_id) == ("returned", None, None)


def test_a_day_to_come_is_no_pay_day(client, session):
    case, _ = pay.approved(forms.expert())
    client.sign_in(make.user("officer"))
    page = client.get(f"/cases/{case.id}/moves/pay")
    page = client.submit(page.form("/moves/pay"), status=422, paid_on="2026-11-24")
    assert "아직 오지 않은 날입니다." in page.words()
    page = client.submit(page.form("/moves/pay"), status=422, paid_on="2026-11-01")
    assert "시간을 확인한 날보다 앞설 수 없습니다." in page.words()


# ---- bank data ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"number": "DE89370400440532013001"}, "IBAN의 확인 숫자가 맞지 않습니다."),
        ({"bic": ""}, "“SWIFT/BIC” 항목을 입력해 주세요."),
        ({"currency": "XXX"}, "목록에 있는 것 가운데서 골라 주세요."),
    ],
)
def test_bank_data_that_cannot_be_right_is_told_beside_its_field(client, session, given, sentence):
    client.sign_in(forms.expert().user)
    page = client.get("/payments/account")
    page = client.submit(page.form("/account"), status=422, **(pay.GERMAN | given))
    assert sentence in page.words()
    assert session.scalars(select(ExpertAccount)).all() == []


def test_an_account_is_sealed_and_shown_by_its_last_four_alone(client, session):
    one = forms.expert()
    client.sign_in(one.user)
    page = client.get("/payments/account")
    page = client.submit(page.form("/account"), **pay.GERMAN)
    assert "독일 · EUR · ••••3000" in page.words()
    held = session.scalars(select(ExpertAccount)).one()
    assert "3704" not in held.sealed
    assert seal.opened(held.sealed)["number"] == "DE89370400440532013000"
    for address in ("/payments/account", "/payments/"):
        assert "370400" not in client.get(address).text
    page = client.get("/payments/account")
    client.submit(page.form("/account"), **pay.KOREAN)
    session.rollback()
    assert session.get(ExpertAccount, held.id).sealed == ""


def test_only_the_paying_officer_sees_the_account_and_says_why(client, session):
    one = forms.expert()
    case, second = pay.approved(one)
    stranger = make.user("officer")
    db.session.commit()
    client.sign_in(stranger)
    client.post(f"/desk/ghkol/payments/{case.id}/account", {"purpose": "궁금해서"}, status=403)
    client.sign_in(person(second))
    assert "1234567890123" not in client.get(f"/desk/ghkol/payments/{case.id}").text
    client.submit(client.page.form("/moves/take"))
    page = client.get(f"/desk/ghkol/payments/{case.id}")
    page = client.submit(page.form("/account"), status=422)
    assert "계좌 전체를 보는 목적을 적어 주세요." in page.words()
    page = client.submit(page.form("/account"), purpose="11월 이체")
    assert "1234567890123" in page.text
    assert "1234567890123" not in client.get(f"/desk/ghkol/payments/{case.id}").text
    session.rollback()
    notes = [n.subject for n in session.scalars(select(AccessLog).where(AccessLog.act == "bank-account"))]
    assert notes == [f"expert_payment:{case.id} 11월 이체"]


def test_no_account_in_events_mails_or_workbooks(client, session):
    one = forms.expert()
    pay.paid(one)
    client.sign_in(make.user("officer"))
    cells = [str(cell) for cell in book_cells(client, "/desk/ghkol/payments/list.xlsx?purpose=duty")]
    kept = [str(e.facts) for e in session.scalars(select(Event))] + [m.body for m in session.scalars(select(Mail))]
    assert any("GP-2026-000001" in c for c in cells)
    for secret in ("0123", "가상은행", "123-4567"):
        assert not [text for text in cells + kept if secret in text], secret


def test_keys_are_changed_without_loss_and_a_missing_one_is_told(app, client, session, monkeypatch):
    one = forms.expert()
    monkeypatch.setitem(app.config, "BANK_KEYS", ("old",))
    case, _ = pay.confirmed(one)
    held = accounts.account_of(one.id)
    monkeypatch.setitem(app.config, "BANK_KEYS", ("new", "old"))
    assert seal.opened(held.sealed)
    db.session.commit()
    outcome = app.test_cli_runner().invoke(args=["keys", "rotate"])
    assert outcome.exit_code == 0, outcome.output
    session.expire_all()
    monkeypatch.setitem(app.config, "BANK_KEYS", ("new",))
    assert seal.opened(held.sealed)["bank"] == "가상은행"
    monkeypatch.setitem(app.config, "BANK_KEYS", ("lost",))
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/payments/{case.id}")
    page = client.submit(page.form("/prepare"), status=422, approval_no="가상팀-1", pay_on="2026-11-30")
    assert "이 계좌 정보를 여는 열쇠가 서버에 없습니다." in page.words()
    client.sign_in(one.user)
    assert "저장된 계좌를 열 수 없습니다" in client.get("/payments/account").words()
    assert app.test_cli_runner().invoke(args=["keys", "rotate"]).exit_code == 1


# ---- papers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ko", "en"])
def test_papers_say_what_was_paid_and_anybody_can_check_them(client, session, language):
    one = forms.expert(name="가상 김변호")
    case, _ = pay.paid(one, 90, 30)
    client.sign_in(one.user)
    made = client.get(f"/payments/{case.id}/statement.pdf?lang={language}").response.data
    said = text_of(made)
    for words in {
        "ko": ("자문료 지급 내역서", "200,000원", "••••0123", "제1판", "포털은 세금을 계산하지 않습니다"),
        "en": ("Statement of Payment", "KRW 200,000", "••••0123", "version 1", "computes no tax"),
    }[language]:
        assert words.replace(" ", "") in said
    page = client.get("/payments/")
    page = client.submit(page.form("/activity"))
    issued = session.scalars(select(IssuedPaper)).one()
    said = text_of(client.get(f"/payments/activity/{issued.id}.pdf?lang={language}").response.data)
    assert case.consultation.number in said
    assert case.organisation.name not in said
    said = text_of(client.get(f"/payments/years/2026.pdf?lang={language}").response.data)
    assert "200,000" in said
    assert 200_000 in book_cells(client, "/payments/years/2026.xlsx")
    client.get("/payments/years/2024.pdf", status=404)
    client.get("/payments/years/999999.xlsx", status=404)

    client.plain.delete_cookie("portal")
    page = client.get(f"/certificates/experts?number={case.number.lower()}&code={case.code.lower()}&lang={language}")
    assert "200,000" in page.words()
    page = client.get(f"/certificates/experts?number={issued.number}&code={issued.code}&lang=ko")
    assert "활동 확인서" in page.words()
    page = client.get(f"/certificates/experts?number={case.number}&code={issued.code}", status=404)
    assert "맞는 문서가 없습니다" in page.words()
    client.get("/certificates/experts?number=GP-1&code=", status=422)


def test_activity_without_hours_or_with_odd_days_is_told(client, session):
    client.sign_in(forms.expert().user)
    page = client.get("/payments/")
    for given, sentence in (
        ({"first": "어제"}, "날짜를 2026-01-01처럼"),
        ({"first": "2026-11-23", "last": "2026-11-01"}, "마지막 날은 첫날과 오늘 사이여야"),
        ({"first": "2026-01-01", "last": "2027-01-01"}, "마지막 날은 첫날과 오늘 사이여야"),
        ({"first": "2026-01-01", "last": "2026-11-23"}, "이 기간에 확인된 자문 시간이 없습니다."),
    ):
        page = client.submit(page.form("/activity"), status=422, **given)
        assert sentence in page.words()


def test_strangers_reach_nothing_of_a_payment(client, session):
    case, _ = pay.paid(forms.expert())
    other = forms.expert()
    db.session.commit()
    for who in (other.user, make.member(make.organisation())):
        client.sign_in(who)
        for address in (f"/payments/{case.id}", f"/payments/{case.id}/statement.pdf"):
            client.get(address, status=404)
        client.get("/desk/ghkol/payments/", status=403)
        client.post(f"/desk/ghkol/payments/{case.id}/account", {"purpose": "가"}, status=403)
    client.sign_in(make.user("ministry"))
    client.get(f"/desk/ghkol/payments/{case.id}")
    client.post(f"/desk/ghkol/payments/{case.id}/prepare", {}, status=403)


# ---- the desk -----------------------------------------------------------------------------------------------------------


def test_the_list_goes_by_state_and_year_and_opens_payments(client, session):
    one = forms.expert(name="가상 하나")
    case, _ = pay.paid(one)
    held, _ = pay.worked(forms.expert(name="가상 둘"), 60)
    client.sign_in(make.user("officer"))
    page = client.get("/desk/ghkol/payments/?state=paid&year=2026")
    assert case.number in page.words()
    assert case.number not in client.get("/desk/ghkol/payments/?state=asked").words()
    assert case.number not in client.get("/desk/ghkol/payments/?year=2025").words()
    page = client.get("/desk/ghkol/payments/?state=neverheard&year=x")
    page = client.submit(page.form("/open/"))
    assert page.h1 == "GP-2026-000002"
    assert session.scalars(select(FeePayment).where(FeePayment.consultation_id == held.id)).one().state == "asked"
    client.post(f"/desk/ghkol/payments/open/{held.id}/{one.id}", status=404)


def test_rates_are_added_never_changed(client, session):
    rates.ship_rates()
    assert rates.ship_rates() == 0
    client.sign_in(make.user("officer"))
    page = client.get("/desk/ghkol/payments/rates")
    assert "예시(비공식)" in page.words()
    right = {
        "depth": "general",
        "role": "lead",
        "unit": "day",
        "amount": "800,000",
        "effective_from": "2026-12-01",
        "source": "가상 지침",
    }
    for given, sentence in (
        ({"amount": "0"}, "1"),
        ({"effective_from": "내일"}, "있는 날짜를"),
        ({"source": ""}, "“근거” 항목을 입력해 주세요."),
    ):
        page = client.submit(page.form("/rates"), status=422, **(right | given))
        assert sentence in page.words()
    page = client.submit(page.form("/rates"), **right)
    session.rollback()
    made = session.scalars(select(FeeRate).where(FeeRate.source == "가상 지침")).one()
    assert (made.version, made.sample) == (2, False)
    assert rates.rate_on("general", "lead", date(2026, 11, 30)).version == 1
    assert rates.rate_on("general", "lead", date(2026, 12, 1)).version == 2
    client.sign_in(make.user("ministry"))
    client.post("/desk/ghkol/payments/rates", right, status=403)


def test_a_day_rate_is_shared_by_eight_hours_and_paid_once_a_day(session):
    one = forms.expert()
    held, _ = pay.worked(one, 240, 300)
    pay.logged(held, one, 60, MONDAY - timedelta(days=1))
    rates.add_rate("general", "member", "day", 800_000, date(2024, 1, 1), "가상", sample=False, by_id=None)
    case = confirmation.open_payment(held, one, make.officer())
    assert [p.amount for p in rates.priced(case.lines, "general", "member")] == [100_000, 400_000, 400_000]


def test_sheet_15_counts_fees_and_filings_as_of_the_day(session, today):
    one = forms.expert()
    case, _ = pay.paid(one, 90)
    done, actor = forms.closed(forms.expert())
    with clock.at(clock.now() + timedelta(days=200)):
        fire(done, "outcome", actor, given={"outcome": "filed"})
    for day, paid, filed in (
        (date(2026, 12, 31), 150_000, 0),
        (date(2027, 12, 31), 150_000, 1),
        (date(2025, 12, 31), 0, 0),
    ):
        table = ghkol(AsOf(day, 2016))
        names = table.names()
        assert names[-8:] == [
            "계",
            "자문 신청",
            "배정",
            "사양",
            "자문 시간",
            "만족도(5점)",
            "자문료 지급액(원)",
            "신고로 이어진 자문",
        ]
        totals = dict(zip(names, table.totals, strict=True))
        assert (totals["자문료 지급액(원)"], totals["신고로 이어진 자문"]) == (paid, filed)
    assert case.amount == 150_000
