"""Experts, consultations and fees: each day, hour and count on the value that its rule names,
the one before and the one after.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from experts import matching, sheets
from experts.choice.profiles import _away, granted_to
from experts.consulting import acts as consulting
from experts.consulting import desk, hours, outcomes
from experts.consulting.models import WorkedTime
from experts.matching import gates
from experts.models import Away, Offer
from experts.payments import acts as paying
from experts.payments import bank, confirmation, papers, rates, verification
from experts.pool import acts as pool
from experts.pool import queries as pool_queries
from portal.core import clock
from portal.core.cases import AccessLog
from portal.core.fire import fire
from portal.core.people import User
from portal.core.tables import AsOf
from tests import expert_forms as forms
from tests import factories as make
from tests import payment_forms as fees
from tests.boundaries import refused

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
SUNDAY = date(2026, 11, 22)
AROUND = (SUNDAY, MONDAY, TUESDAY)
NINE = datetime(2026, 11, 23, 9, tzinfo=clock.SEOUL)
SECOND, NONE = timedelta(seconds=1), timedelta(0)
INSTANTS = (-SECOND, NONE, SECOND)


# ---- 위촉: the pool ----


@pytest.mark.parametrize(
    ("day", "serves"),
    [(SUNDAY, False), (MONDAY, True), (TUESDAY, True), (WEDNESDAY, True), (date(2026, 11, 26), False)],
)
def test_위촉_기간에는_첫날과_마지막_날이_든다(session, today, day, serves):
    today(day)
    one = forms.expert(term_from=MONDAY, term_to=WEDNESDAY, countries=["VN"])
    assert one.serves_on(day) == serves
    assert (one in pool_queries.in_office()) == serves
    assert pool_queries.experts_in_office() == serves
    assert pool_queries.experts_in_office(day) == serves
    assert sum(map(len, sheets.pool_by_region(AsOf(day=day, first_year=2026)).values())) == serves


@pytest.mark.parametrize(("day", "serves"), [(SUNDAY, True), (MONDAY, False), (TUESDAY, False)])
def test_해촉한_날부터_전문위원이_아니다(session, today, day, serves):
    today(day)
    one = forms.expert(ended_on=MONDAY, term_from=date(2026, 1, 1))
    assert one.serves_on(day) == serves
    assert (one in pool_queries.in_office()) == serves
    assert pool_queries.experts_in_office(day) == serves


@pytest.mark.parametrize(("years", "fits"), [(6, False), (7, True), (8, True)])
def test_위촉은_경력_7년부터(monkeypatch, years, fits):
    monkeypatch.setattr(pool, "answers_of", lambda _case: {"years": years})
    assert (pool.seven_years(None, {}) is None) == fits


@pytest.mark.parametrize(("length", "fits"), [(29, False), (30, True), (31, True)])
def test_경력은_30자부터(length, fits):
    assert (pool.long_enough({"career": "가" * length}) == {}) == fits


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ("2026-11-20", "2026-11-23", False),  # ends today
        ("2026-11-20", "2026-11-24", True),
        ("2026-12-01", "2026-11-30", False),
        ("2026-12-01", "2026-12-01", False),
        ("2026-12-01", "2026-12-02", True),
    ],
)
def test_위촉은_첫날과_오늘보다_뒤에_끝난다(today, first, last, fits):
    today(MONDAY)
    assert (pool.term_in_order(None, {"term_from": first, "term_to": last}) is None) == fits


@pytest.mark.parametrize(
    ("held", "asked", "fits"),
    [
        ("2026-11-30", "2026-11-29", False),
        ("2026-11-30", "2026-11-30", False),
        ("2026-11-30", "2026-12-01", True),
        ("2026-11-02", "2026-11-22", False),
        ("2026-11-02", "2026-11-23", False),
        ("2026-11-02", "2026-11-24", True),
    ],
)
def test_재위촉은_지금의_종료일과_오늘보다_뒤까지(today, held, asked, fits):
    today(MONDAY)
    case = SimpleNamespace(term_to=date.fromisoformat(held))
    assert (pool.later_end(case, {"term_to": asked}) is None) == fits


@pytest.mark.parametrize(("day", "away"), [(SUNDAY, False), (MONDAY, True), (TUESDAY, True), (WEDNESDAY, False)])
def test_비우는_기간에는_첫날과_마지막_날이_든다(session, today, day, away):
    today(day)
    one = forms.expert()
    session.add(Away(expert_id=one.id, first=MONDAY, last=TUESDAY))
    session.flush()
    session.expire(one)
    assert _away(one) == away


@pytest.mark.parametrize(("day", "away"), [(SUNDAY, False), (MONDAY, True), (TUESDAY, True), (WEDNESDAY, False)])
def test_자문을_시작할_날에_비우는_전문위원은_배정하지_않는다(day, away):
    one = matching.Expert(id="E1", years=9, max_load=3, away=((MONDAY, TUESDAY),))
    assert shut(one, starts_on=day) == (gates.UNAVAILABLE if away else 0)


def shut(one, **asked):
    """The gates that shut the expert out of a request."""
    return int(gates.gates(matching.Request(id="R1", text="가상", **asked), matching.build_index((one,)))[0])


@pytest.mark.parametrize(("years", "gate"), [(6.9, gates.JUNIOR), (7, 0), (7.1, 0)])
def test_경력_7년부터_배정한다(years, gate):
    assert shut(matching.Expert(id="E1", years=years, max_load=3)) == gate


@pytest.mark.parametrize(("load", "gate"), [(2, 0), (3, gates.FULL), (4, gates.FULL)])
def test_맡을_수_있는_만큼만_배정한다(load, gate):
    assert shut(matching.Expert(id="E1", years=9, max_load=3, current_load=load)) == gate


@pytest.mark.parametrize(("years", "gate"), [(9.9, gates.NO_LEAD), (10, 0), (10.1, 0)])
def test_심화_자문은_경력_10년부터_이끈다(years, gate):
    assert shut(matching.Expert(id="E1", years=years, max_load=3), indepth=True) == gate


@pytest.mark.parametrize(("others", "few"), [(1, True), (2, False), (3, False)])
def test_진행_중인_자문의_수(session, today, monkeypatch, others, few):
    today(MONDAY)
    monkeypatch.setattr(desk, "MOST_RUNNING", 2)
    case, actor = forms.waiting()
    for _ in range(others):
        forms.running(forms.expert(), by=actor)
    ((_, shown, fits), *_) = [one for one in desk.eligibility(case) if one[0].ko == "진행 중인 다른 자문"]
    assert (shown.ko, fits) == (f"{others}건", few)


# ---- 자문: hours and plans ----


@pytest.mark.parametrize(("hours_", "fits"), [("0", False), ("0.01", True), ("1000", True), ("1000.01", False)])
def test_계획_시간은_0보다_크고_천_시간까지(hours_, fits):
    assert refused(consulting.plan_hours_make_sense, None, {"plan_hours": hours_}) != fits


@pytest.mark.parametrize(("typed", "minutes"), [("999.99", 59999), ("1000", 0), ("1000.01", 0), ("-999", -59940)])
def test_천_시간부터는_시간이_아니다(typed, minutes):
    assert hours.minutes_of(typed) == minutes


@pytest.fixture
def running(session, today):
    today(date(2026, 11, 20))
    one = forms.expert(term_from=date(2026, 11, 2), term_to=date(2027, 11, 1))
    case, _ = forms.running(one)
    today(MONDAY)
    return case, one


@pytest.mark.parametrize(
    ("minutes", "fits"),
    [(hours.LEAST - 1, False), (hours.LEAST, True), (hours.LEAST + 1, True), (1439, True), (1440, True), (1441, False)],
)
def test_한_번에_적는_시간(running, minutes, fits):
    case, one = running
    assert (hours.fault(case, one, MONDAY, minutes, "가상 검토") is None) == fits


@pytest.mark.parametrize(("length", "fits"), [(299, True), (300, True), (301, False)])
def test_한_일은_300자까지(running, length, fits):
    case, one = running
    assert (hours.fault(case, one, MONDAY, 60, "가" * length) is None) == fits


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2026, 11, 19), False),  # accepted on the 20th
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), True),
        (SUNDAY, True),
        (MONDAY, True),
        (TUESDAY, False),
    ],
)
def test_수락한_날부터_오늘까지의_시간을_적는다(running, day, fits):
    case, one = running
    assert (hours.fault(case, one, day, 60, "가상 검토") is None) == fits


@pytest.mark.parametrize(("minutes", "fits"), [(59, True), (60, True), (61, False)])
def test_하루는_스물네_시간까지(running, minutes, fits):
    case, one = running
    fees.logged(case, one, 23 * 60, MONDAY)
    assert (hours.fault(case, one, MONDAY, minutes, "다른 검토") is None) == fits


@pytest.mark.parametrize(("minutes", "fits"), [(29, True), (30, True), (31, False)])
def test_수행계획의_시간까지(running, minutes, fits):
    case, one = running
    case.plan_minutes = 120
    fees.logged(case, one, 90, SUNDAY)
    assert (hours.fault(case, one, MONDAY, minutes, "다른 검토") is None) == fits


SEVEN = timedelta(days=7)


@pytest.mark.parametrize(("passed", "may"), [(SEVEN - SECOND, False), (SEVEN, True), (SEVEN + SECOND, True)])
def test_의뢰_기관은_7일_안에_시간을_확인한다(session, today, passed, may):
    today(NINE + passed)
    assert hours.office_may(WorkedTime(at=NINE)) == may


# ---- 자문의 결과를 묻는다 ----


@pytest.mark.parametrize(
    ("decided", "asked"),
    [
        (date(2024, 11, 22), 0),  # 731 days ago
        (date(2024, 11, 23), 12),
        (date(2025, 11, 22), 12),
        (date(2025, 11, 23), 12),
        (date(2025, 11, 24), 6),
        (date(2026, 5, 22), 6),
        (date(2026, 5, 23), 6),
        (date(2026, 5, 24), 0),
    ],
)
def test_여섯_달과_열두_달_뒤에_묻는다(session, today, decided, asked):
    today(MONDAY)
    case, _ = forms.closed(forms.expert())
    case.decided_on = decided
    session.commit()
    assert outcomes.ask_outcomes() == bool(asked)
    assert case.outcome_asked == asked
    assert outcomes.outcome_open(case) == bool(asked)


@pytest.mark.parametrize(("before", "asked"), [(0, 1), (6, 0), (12, 0)])
def test_같은_때의_물음은_한_번(session, today, before, asked):
    today(MONDAY)
    case, _ = forms.closed(forms.expert())
    case.decided_on, case.outcome_asked = date(2026, 5, 1), before
    session.commit()
    assert outcomes.ask_outcomes() == asked
    assert outcomes._ask(case.id, 6) == 0


YEAR = timedelta(days=365)


@pytest.mark.parametrize(("passed", "count"), [(YEAR - SECOND, 1), (YEAR, 1), (YEAR + SECOND, 0)])
def test_바란_전문위원을_받은_것은_한_해_동안_센다(session, today, passed, count):
    today(NINE)
    one = forms.expert()
    case, actor = forms.running(one)
    offer = session.scalar(select(Offer).where(Offer.case_id == case.id))
    offer.wished, offer.pledged_at = 1, NINE
    session.flush()
    today(NINE + passed)
    assert granted_to(actor.organisation_id) == ({one.code: 1} if count else {})
    offer.wished = 0
    session.flush()
    assert granted_to(actor.organisation_id) == {}


# ---- 자문료 ----


@pytest.mark.parametrize(("day", "fits"), [("2026-11-22", False), ("2026-11-23", True), ("2026-11-24", True)])
def test_지급_예정일은_오늘부터(today, day, fits):
    today(MONDAY)
    assert refused(paying.pay_day_ahead, None, {"pay_on": day}) != fits


@pytest.mark.parametrize(
    ("day", "fits"),
    [("2026-11-19", False), ("2026-11-20", True), ("2026-11-21", True), ("2026-11-23", True), ("2026-11-24", False)],
)
def test_지급일은_시간을_확인한_날부터_오늘까지(today, day, fits):
    today(MONDAY)
    case = SimpleNamespace(confirmed_on=date(2026, 11, 20))
    assert refused(paying.paid_by_now, case, {"paid_on": day}) != fits


@pytest.mark.parametrize(
    ("rate", "day", "fits"),
    [
        ("0", "2026-11-20", False),
        ("0.0001", "2026-11-20", True),
        ("1500", "2026-11-22", True),
        ("1500", "2026-11-23", True),
        ("1500", "2026-11-24", False),
    ],
)
def test_환율은_0보다_크고_오늘까지의_것이다(monkeypatch, today, rate, day, fits):
    today(MONDAY)
    monkeypatch.setattr(paying.accounts, "account_of", lambda _id: SimpleNamespace(currency="EUR"))
    given = {"fx_rate": Decimal(rate), "fx_on": day, "fx_source": "가상"}
    if rate == "0":
        given["fx_rate"] = "0"
    assert refused(paying.exchange_is_known, SimpleNamespace(expert_id=1), given) != fits


@pytest.mark.parametrize(
    ("day", "may"), [(date(2026, 11, 29), False), (date(2026, 11, 30), False), (date(2026, 12, 1), True)]
)
def test_담당자는_의뢰_기관의_기한이_지난_뒤에_확인한다(monkeypatch, today, day, may):
    today(day)
    monkeypatch.setattr(confirmation, "answer_by", lambda _case: date(2026, 11, 30))
    assert (confirmation.client_had_time(None, {}) is None) == may


@pytest.mark.parametrize(("minutes", "fits"), [(-1, False), (0, True), (1, True), (89, True), (90, True), (91, False)])
def test_다르게_보는_시간은_0부터_적힌_시간까지(minutes, fits):
    case = SimpleNamespace(lines=[SimpleNamespace(id=7, time=SimpleNamespace(minutes=90))])
    assert (confirmation.lines_fit(case, {"lines": {"7": minutes}}) is None) == fits


@pytest.mark.parametrize(("figures", "fits"), [(9, False), (10, True), (11, True), (15, True), (16, True), (17, False)])
def test_국내_계좌번호는_열_자리부터_열여섯_자리(figures, fits):
    assert (bank.number_fault("KR", "1" * figures) is None) == fits


@pytest.mark.parametrize(
    ("day", "amount"), [(date(2026, 6, 30), 100_000), (date(2026, 7, 1), 120_000), (date(2026, 7, 2), 120_000)]
)
def test_단가는_적용일부터(session, day, amount):
    known = [
        SimpleNamespace(id=1, depth="general", role="member", effective_from=date(2026, 1, 1), amount=100_000),
        SimpleNamespace(id=2, depth="general", role="member", effective_from=date(2026, 7, 1), amount=120_000),
    ]
    assert rates.rate_on("general", "member", day, known).amount == amount
    assert rates.rate_on("general", "member", date(2025, 12, 31), known) is None


@pytest.mark.parametrize(("day", "minutes"), [(SUNDAY, 0), (MONDAY, 90), (TUESDAY, 90), (WEDNESDAY, 0)])
def test_활동_기간에는_첫날과_마지막_날이_든다(session, today, day, minutes):
    today(date(2026, 12, 1))
    one = forms.expert()
    case, _ = forms.running(one)
    fees.logged(case, one, 90, day, confirmed_at=clock.now())
    assert sum(row["minutes"] for row in papers.activity(one, MONDAY, TUESDAY)) == minutes


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (date(2026, 12, 31), 1), (date(2027, 1, 1), 0)],
)
def test_한_해의_지급에는_첫날과_마지막_날이_든다(session, today, day, count):
    today(MONDAY)
    one = forms.expert()
    case, _ = fees.paid(one)
    case.paid_on = day
    session.flush()
    assert len(papers.paid_in(one.id, 2026)) == count


TEN = timedelta(minutes=10)


@pytest.mark.parametrize(
    ("wrong", "passed", "over"),
    [(19, NONE, False), (20, NONE, True), (20, TEN - SECOND, True), (20, TEN, False), (20, TEN + SECOND, False)],
)
def test_틀린_번호는_10분에_스무_번까지(session, today, wrong, passed, over):
    for _ in range(wrong):
        session.add(AccessLog(at=NINE, act="expert-paper-miss", address="192.0.2.1"))
    session.flush()
    today(NINE + passed)
    assert verification.stopped("192.0.2.1") == over


# ---- 통계: 기준일 ----


@pytest.mark.parametrize(("day", "count"), list(zip(AROUND, (0, 1, 1), strict=True)))
def test_자문은_그날부터_센다(session, today, day, count):
    today(MONDAY)
    one = forms.expert()
    case, _ = fees.paid(one, 60)
    client = make.acting(session.get(User, case.consultation.created_by_id))
    fire(case.consultation, "report", forms.acting(one), given={"report": "가상 보고서"})
    fire(
        case.consultation,
        "close",
        client,
        given={"rating": "4"},
    )
    case.consultation.outcome_asked = 6
    fire(
        case.consultation,
        "outcome",
        client,
        given={"outcome": "filed"},
    )
    (found, *_) = [*sheets.requests_by_region(AsOf(day=day, first_year=2026)).values(), {}]
    wanted = {"requests": 1, "votes": 1, "stars": 4, "matched": 1, "minutes": 60, "filed": 1}
    assert {key: found.get(key, 0) for key in wanted} == {key: n * count for key, n in wanted.items()}
    assert (found.get("paid", 0) > 0) == bool(count)
