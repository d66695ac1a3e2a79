"""Holidays and rule sets: what is refused, and that a change re-dates open cases,
tells both sides and keeps both days.
"""

from datetime import date

import pytest

from portal.core import clock, periods
from portal.core.cases import Case, Event
from portal.core.fire import fire
from portal.core.mail import Mail
from portal.core.periods import ConfirmedYear, HolidayChange, RuleSet
from tests import factories

MONDAY = date(2026, 11, 23)
DUE = date(2026, 12, 4)  # received on MONDAY, ten working days, the day of receipt counted
HOLIDAY = "2026-12-01"  # a Tuesday


@pytest.fixture
def monday(today):
    today(MONDAY)


def change(client, act="add", status=200, **given):
    asked = {"day": HOLIDAY, "source": "가상 관보 제1호"} | ({"name": "임시공휴일"} if act == "add" else {}) | given
    return client.submit(client.get(f"/admin/holidays/{act}").form(f"/holidays/{act}"), status=status, **asked)


def test_a_holiday_added_redates_an_open_filing(client, session, monday):
    case, owner = factories.filed()
    taker = factories.user("officer")
    fire(case, "take", factories.acting(taker))
    draft, _ = factories.draft()
    settled, _ = factories.accepted()
    assert (case.due_on, settled.due_on) == (DUE, DUE)
    me = factories.user("officer")
    client.sign_in(me)
    mails = session.query(Mail).count()

    preview = change(client)
    assert "사건 1건의 기한이 바뀝니다" in preview.text
    assert "2026. 12. 4. (금)" in preview.text
    assert "2026. 12. 7. (월)" in preview.text
    session.rollback()
    assert (session.query(HolidayChange).count(), session.get(Case, case.id).due_on) == (0, DUE), (
        "a preview changes nothing"
    )
    assert session.query(Mail).count() == mails

    after = client.submit(preview.form("/holidays/add"))
    assert "사건 1건의 기한을 다시 계산" in after.text
    assert case.number in after.text
    session.rollback()
    assert session.get(Case, case.id).due_on == date(2026, 12, 7)
    assert session.get(Case, settled.id).due_on == DUE, "a decided case keeps its day"
    assert session.get(Case, draft.id).due_on is None
    event = session.query(Event).filter_by(name="clock.redated").one()
    assert (event.case_id, event.actor_id) == (case.id, me.id)
    assert event.facts == {"before": "2026-12-04", "after": "2026-12-07", "day": HOLIDAY, "name": "임시공휴일"}
    told = {m.user_id for m in session.query(Mail).filter_by(event_id=event.id)}
    assert told == {owner.user_id, taker.id}
    body = session.query(Mail).filter_by(event_id=event.id).first().body
    assert "이전 기한: 2026. 12. 4. (금)" in body
    assert "새 기한: 2026. 12. 7. (월)" in body
    assert f'href="/cases/{case.id}"' in client.get("/admin/holidays").text
    client.sign_in(factories.user("admin"))
    assert f'href="/cases/{case.id}"' not in client.get("/admin/holidays").text, "nobody is led to a refusal"


def test_removing_the_change_brings_the_day_back(client, session, monday):
    case, _ = factories.filed()
    client.sign_in(factories.user("officer"))
    client.submit(change(client).form("/holidays/add"))
    page = client.get("/admin/holidays?year=2026")
    assert "더한 날" in page.text
    preview = client.submit(page.form("/remove"))
    assert session.query(HolidayChange).count() == 1
    client.submit(preview.form("/remove"))
    session.rollback()
    assert session.query(HolidayChange).count() == 0
    assert session.get(Case, case.id).due_on == DUE
    assert [e.facts["after"] for e in session.query(Event).filter_by(name="clock.redated").order_by(Event.id)] == [
        "2026-12-07",
        "2026-12-04",
    ]


def test_a_library_day_struck_out_is_worked(client, session, today):
    today(date(2026, 12, 18))
    case, _ = factories.filed()
    assert case.due_on == date(2027, 1, 4)
    client.sign_in(factories.user("officer"))
    page = client.get("/admin/holidays?year=2026")
    assert "확인 전" in page.text
    preview = client.submit(
        client.get("/admin/holidays/strike?day=2026-12-25").form("/strike"), source="가상 관보 제2호"
    )
    client.submit(preview.form("/strike"))
    session.rollback()
    assert session.get(Case, case.id).due_on == date(2026, 12, 31)
    assert periods.calendar().is_working(date(2026, 12, 25))
    assert "뺀 날" in client.get("/admin/holidays?year=2026").text


def test_an_open_supplement_may_only_get_longer(client, session, monday):
    case, _ = factories.filed()
    officer = factories.officer()
    fire(case, "ask", officer, given={"days": 5, "items": {"city": "도시를 다시 적어 주세요."}, "reason": ""})
    answer_by = case.due_on
    assert answer_by == date(2026, 11, 30), "28 November is a Saturday"
    client.sign_in(factories.user("officer"))
    client.submit(change(client, day="2026-11-30").form("/holidays/add"))
    session.rollback()
    assert session.get(Case, case.id).due_on == date(2026, 12, 1)
    assert periods.course_of(periods.events_of(case)).answer_by == date(2026, 12, 1)
    preview = client.submit(client.get("/admin/holidays").form("/remove"))
    assert "기한이 바뀌는 사건이 없습니다" in preview.text
    client.submit(preview.form("/remove"))
    session.rollback()
    assert session.get(Case, case.id).due_on == date(2026, 12, 1), "what was promised stays"


def test_a_period_that_is_over_is_decided_before_the_calendar_changes(client, session, today):
    today(MONDAY)
    case, _ = factories.filed()
    today(date(2026, 12, 7))
    client.sign_in(factories.user("officer"))
    change(client, day="2026-12-08")
    session.rollback()
    held = session.get(Case, case.id)
    assert (held.state, held.decided_on) == ("deemed", date(2026, 12, 5))


@pytest.mark.parametrize(
    ("act", "given", "sentence"),
    [
        ("add", {"day": "2026-11-20"}, "지난 날은 바꿀 수 없습니다"),
        ("add", {"day": "2026-02-30"}, "있는 날짜를"),
        ("add", {"day": ""}, "“날짜” 항목을 입력해 주세요"),
        ("add", {"day": "2026-12-25"}, "이미 쉬는 날입니다"),
        ("add", {"day": "2026-12-05"}, "이미 쉬는 날입니다: 토요일"),
        ("add", {"day": "2099-12-01"}, "2060년까지만"),
        ("add", {"source": ""}, "“출처” 항목을 입력해 주세요"),
        ("strike", {"day": "2026-12-01"}, "공휴일이 아니어서"),
        ("strike", {"day": "2026-10-09"}, "지난 날은 바꿀 수 없습니다"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(client, session, monday, act, given, sentence):
    client.sign_in(factories.user("officer"))
    page = change(client, act, 422, **given)
    assert sentence in page.text
    held = {e.get("name"): e.get("value") for e in page.all("input")}
    assert held["day"] == given.get("day", HOLIDAY), "what was typed stays"


def test_a_day_is_changed_once(client, session, monday):
    client.sign_in(factories.user("officer"))
    client.submit(change(client).form("/holidays/add"))
    assert "이미 더한 날입니다" in change(client, status=422).text
    session.rollback()
    assert session.query(HolidayChange).count() == 1


def test_a_confirmation_of_the_preview_is_checked_again(client, session, monday, today):
    client.sign_in(factories.user("officer"))
    preview = change(client)
    today(date(2026, 12, 2))
    assert "지난 날은" in client.submit(preview.form("/holidays/add"), status=422).text


def test_a_year_is_confirmed_with_its_source(client, session, monday):
    me = factories.user("officer", name="가상확인자")
    client.sign_in(me)
    page = client.get("/admin/holidays?year=2027")
    assert "아직 확인하지 않은 달력입니다" in page.text
    page = client.submit(page.form("/confirm"), source="", status=422)
    page = client.submit(page.form("/confirm"), source="가상 월력요항 2027")
    assert page.h1 == "2027년 공휴일"
    assert "가상 월력요항 2027 · 가상확인자" in page.text
    session.rollback()
    assert session.get(ConfirmedYear, 2027).by_id == me.id


def test_changes_of_past_days_stay(client, session, monday):
    held = HolidayChange(day=date(2026, 11, 2), name="임시공휴일", source="가상")
    session.add(held)
    client.sign_in(factories.user("officer"))
    assert "지난 날의 변경은" in client.post(f"/admin/holidays/changes/{held.id}/remove", {"confirm": "yes"}).text
    assert session.query(HolidayChange).count() == 1


# ---- rule sets --------------------------------------------------------------------------------------------------------


def add_rules(client, status=200, **given):
    page = client.get("/admin/rule-sets/new")
    asked = {"effective_from": "2027-05-27", "source": "가상 법률 제1호"} | given
    return client.submit(page.form("/rule-sets/new"), status=status, **asked)


def test_a_future_set_is_added_and_withdrawn_and_one_in_force_stays(client, session, monday):
    client.sign_in(factories.user("ministry"))
    preview = add_rules(client, filers=["hospital", "company"])
    assert "기한이 바뀌는 사건이 없습니다" in preview.text
    client.submit(preview.form("/rule-sets/new"))
    session.rollback()
    assert periods.rules_on(date(2027, 5, 27)).must_file("company")
    assert not periods.rules_on(date(2027, 5, 26)).must_file("company")
    assert "이 날부터 시행하는 기준이 이미 있습니다" in add_rules(client, 422).text
    page = client.get("/admin/rule-sets")
    assert "시행 예정" in page.text
    assert page.text.count("withdraw") == 1
    client.submit(page.form("/withdraw"))
    session.rollback()
    assert session.query(RuleSet).count() == 2
    in_force = session.query(RuleSet).order_by(RuleSet.effective_from.desc()).first()
    assert "시행된 기준은" in client.post(f"/admin/rule-sets/{in_force.id}/withdraw").text
    session.rollback()
    assert session.query(RuleSet).count() == 2


def test_a_set_from_a_past_day_redates_open_cases(client, session, monday):
    case, _ = factories.filed()
    client.sign_in(factories.user("admin"))
    preview = add_rules(client, effective_from="2026-11-20", decide_days=15)
    assert "사건 1건의 기한이 바뀝니다" in preview.text
    client.submit(preview.form("/rule-sets/new"))
    session.rollback()
    assert session.get(Case, case.id).due_on == date(2026, 12, 11)
    event = session.query(Event).filter_by(name="clock.redated").one()
    assert event.facts["name"] == "처리 기준 변경"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"decide_days": "0"}, "1 이상이어야 합니다"),
        ({"decide_days": "열흘"}, "숫자만 입력해 주세요"),
        ({"decide_days": "1000"}, "365 이하여야 합니다"),
        ({"effective_from": "2027-13-01"}, "있는 날짜를"),
        ({"source": ""}, "“근거” 항목을 입력해 주세요"),
        ({"filers": None}, "“신고 의무자” 항목을 선택해 주세요"),
    ],
)
def test_a_faulty_set_is_told_in_sentences(client, session, monday, given, sentence):
    client.sign_in(factories.user("admin"))
    assert sentence in add_rules(client, 422, **given).text
    assert session.query(RuleSet).count() == 2
    assert clock.today() == MONDAY
