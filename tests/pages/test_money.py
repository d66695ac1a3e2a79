"""The fund register through its pages: entries, refusals in sentences, figures with their formulas, sheet 18,
the demand page.
"""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from funds.demo.money import load_published_funds
from funds.finance.register.demand import demand
from funds.finance.register.models import Fund, Investment
from funds.finance.register.queries import standing
from funds.finance.register.sheets import FUNDS_SHEET
from portal.core.db import db
from portal.core.tables import AsOf
from tests import factories as make

MONDAY = date(2026, 11, 23)
FUND = {
    "name": "가상 해외진출펀드", "size": "50,000,000,000", "begins_on": "2024-01-02", "ends_on": "2030-01-01", "expands": "yes", "source": "가상 결성 보고",
}  # fmt: skip
STAKE = {
    "investee": "가상 클리닉 하노이",
    "country": "VN",
    "main_purpose": "yes",
    "on": "2025-03-04",
    "currency": "USD",
    "amount": "1000000",
}


@pytest.fixture
def office(session, client, today):
    today(MONDAY)
    client.sign_in(make.user("officer"))
    return client


def registered(client, **given) -> Fund:
    client.submit(client.get("/money/new").form("/money/new"), **FUND | given)
    return db.session.scalars(select(Fund).order_by(Fund.id.desc())).first()


def enter(client, fund, part, status=200, **given):
    path = f"/money/{fund.id}/{part}/new"
    return client.submit(client.get(path).form(path), status=status, **given)


def with_rate(client):
    client.submit(
        client.get("/money/rates").form("/money/rates"),
        currency="USD",
        on="2025-03-04",
        rate="1,450.5",
        source="가상 고시",
    )


def test_a_fund_from_its_commitments_to_its_exit(office):
    fund = registered(office)
    enter(office, fund, "commitment", side="ministry", name="보건복지부", amount="10000000000")
    enter(office, fund, "close", on="2024-01-02", amount="50000000000")
    enter(office, fund, "call", on="2025-03-01", amount="2000000000")
    with_rate(office)
    page = enter(office, fund, "investment", **STAKE)
    assert "1,450,500,000" in page.words()
    stake = db.session.scalar(select(Investment))
    assert (stake.won, stake.rate_on) == (1_450_500_000, date(2025, 3, 4))
    enter(office, fund, "valuation", investment=str(stake.id), on="2026-03-01", won="1600000000")
    page = enter(office, fund, "back", investment=str(stake.id), on="2026-03-01", won="2200000000", exits="yes")
    words = page.words()
    assert "(배분 2,200,000,000 + 잔여 가치 0) ÷ 납입 2,000,000,000 = 1.10배" in words
    assert "r = 10.0000 %" in words  # 365 days, 2.0 → 2.2
    assert "투자 1,450,500,000 ÷ 결성 50,000,000,000 = 2.9 %" in words
    at = standing(db.session.get(Fund, fund.id), MONDAY)
    assert at.remaining == 48_549_500_000
    office.get(f"/money/{fund.id}?lang=en")


@pytest.mark.parametrize(
    ("part", "given", "said"),
    [
        ("investment", STAKE, "환율이 없습니다"),
        ("investment", STAKE | {"currency": "KRW", "amount": "-5"}, "0보다 큰"),
        ("investment", STAKE | {"currency": "KRW", "amount": "90000000000"}, "결성액"),
        ("investment", STAKE | {"on": "2023-12-31"}, "앞섭니다"),
        ("investment", STAKE | {"on": "2027-12-31"}, "아직 오지 않은"),
        ("investment", STAKE | {"currency": "KRW", "country": "KR"}, "해외 투자만"),
        ("investment", STAKE | {"currency": "KRW", "certificate_no": "제2020-0001호"}, "신고가 없습니다"),
        ("call", {"on": "2025-01-02", "amount": "-1"}, "1 이상"),
        ("call", {"on": "2025-01-02", "amount": "50000000001"}, "결성액"),
        ("commitment", {"side": "other", "name": "가상", "amount": "60000000000"}, "결성액"),
        ("close", {"on": "2025-01-02", "amount": "abc"}, "숫자만"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(office, part, given, said):
    fund = registered(office)
    assert said in enter(office, fund, part, 422, **given).words()
    assert db.session.scalar(select(Investment)) is None


def test_valuations_and_money_back_follow_the_investment(office):
    fund = registered(office)
    enter(office, fund, "investment", **STAKE | {"currency": "KRW"})
    stake = str(db.session.scalar(select(Investment.id)))
    assert "앞섭니다" in enter(office, fund, "valuation", 422, investment=stake, on="2025-03-03", won="1").words()
    enter(office, fund, "valuation", investment=stake, on="2025-04-01", won="1")
    assert "이미 있습니다" in enter(office, fund, "valuation", 422, investment=stake, on="2025-04-01", won="2").words()
    enter(office, fund, "back", investment=stake, on="2025-05-01", won="5", exits="yes")
    assert (
        "이미 회수를 마친"
        in enter(office, fund, "back", 422, investment=stake, on="2025-06-01", won="5", exits="no").words()
    )
    page = office.get(f"/money/{fund.id}")
    page = office.submit(page.form(f"/investment/{stake}/remove"))
    assert "먼저 지워" in page.words()


def test_a_rate_stands_once_and_is_positive(office):
    with_rate(office)
    form = office.get("/money/rates").form("/money/rates")
    given = {"currency": "USD", "on": "2025-03-04", "rate": "1400", "source": "가상"}
    assert "이미 있습니다" in office.submit(form, status=422, **given).words()
    assert "0보다 큰" in office.submit(form, status=422, **given | {"on": "2025-03-05", "rate": "-3"}).words()


def test_a_filing_is_linked_where_its_country_fits(office):
    case, _ = make.accepted(country="VN")
    fund = registered(office)
    number = case.certificate_no
    assert (
        "다릅니다"
        in enter(
            office, fund, "investment", 422, **STAKE | {"currency": "KRW", "country": "US", "certificate_no": number}
        ).words()
    )
    assert number in enter(office, fund, "investment", **STAKE | {"currency": "KRW", "certificate_no": number}).words()


def test_two_funds_of_a_name_and_a_period_backwards(office):
    registered(office)
    form = office.get("/money/new").form("/money/new")
    words = office.submit(form, status=422, **FUND | {"ends_on": "2020-01-01"}).words()
    assert "앞섭니다" in words
    assert "같은 이름" in words


def test_published_funds_show_no_figure_that_nobody_published(office):
    load_published_funds()
    db.session.commit()
    words = office.get("/money/").words()
    assert "한국의료 글로벌 진출펀드" in words
    table = FUNDS_SHEET.build(AsOf(day=date(2023, 12, 31), first_year=2016))
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["한국의료 글로벌 진출펀드(보건계정 3호)"] == [
        Decimal("500.0"),
        Decimal("100.0"),
        "2015.4~2023.4",
        3,
        None,
        None,
    ]
    assert rows["K-Bio 신성장펀드(보건계정 6호)"] == [
        Decimal("1300.0"),
        Decimal("150.0"),
        "2021.1~2025.4",
        None,
        None,
        None,
    ]
    assert not any("백신" in name for name in rows)
    assert len(FUNDS_SHEET.build(AsOf(day=date(2025, 12, 31), first_year=2016)).rows) == 8


def test_sheet_18_before_any_fund_is_empty(session):
    assert FUNDS_SHEET.build(AsOf(day=date(2014, 12, 31), first_year=2014)).rows == []


def test_demand_counts_what_filings_plan_against_what_is_left(office):
    fund = registered(office)
    enter(office, fund, "investment", **STAKE | {"currency": "KRW", "amount": "49000000000"})
    make.accepted(country="VN", investment_form="own", investment=3_000_000_000)
    make.accepted(country="MN", investment_form="own", investment=500_000_000)
    make.accepted(country="MN")
    found = demand(MONDAY)
    assert (found.filed.total, found.left) == (3_500_000_000, 1_000_000_000)
    assert found.filed.countries == ("VN", "MN")
    assert found.filed.cell("MN", 2026).count == 1
    assert found.surveyed is None
    words = office.get("/money/demand").words()
    assert "모자라는 금액 25" in words
    office.get("/money/demand?lang=en")


def test_the_survey_stands_beside_the_filings_and_is_never_added(office):
    registered(office)
    make.accepted(country="VN", investment_form="own", investment=3_000_000_000)
    form = office.get("/money/demand/survey").form("/demand/survey")
    wrong = "나라\t연도\t기관 수\t금액\n없는나라\t2027\t3\t10\n베트남\t2020\t3\t10\n베트남\t2027\t3\t-5\n베트남\t2027"
    words = office.submit(form, status=422, survey_year="2026", source="가상 조사", rows=wrong).words()
    for sentence in (
        "2번째 줄: ‘없는나라’",
        "3번째 줄: 2026년부터",
        "4번째 줄: 연도, 기관 수, 금액",
        "5번째 줄: 칸이 넷",
    ):
        assert sentence in words
    rows = "나라\t연도\t기관 수\t금액\n베트남\t2027\t3\t1,500,000,000\nUzbekistan\t2028\t2\t2000000000"
    office.submit(form, survey_year="2026", source="가상 조사", rows=rows)
    found = demand(MONDAY)
    assert (found.filed.total, found.surveyed.total) == (3_000_000_000, 3_500_000_000)
    assert found.surveyed.cell("UZ", 2028).count == 2
    assert "계획한 투자(실태조사 2026)" in office.get("/money/demand").words()
    twice = office.submit(form, status=422, survey_year="2026", source="가상", rows="베트남;2027;1;5\nVN;2027;1;5")
    assert "2번째 줄: 같은 나라와 연도" in twice.words()
    office.submit(form, survey_year="2026", source="가상 조사 정정", rows="베트남;2027;3;1000000000")
    assert demand(MONDAY).surveyed.total == 1_000_000_000
    office.get("/money/demand?lang=en")
    office.get("/money/demand/survey?lang=en")


def test_who_may_not_write(session, client):
    client.sign_in(make.user("ministry"))
    client.get("/money/")
    client.get("/money/new", status=403)
    client.sign_in(make.member(make.organisation()))
    client.get("/money/", status=403)
