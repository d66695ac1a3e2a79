"""Accounts, calendar, log and worklist: each day, instant and count on the value that is named,
the one before and the one after.
"""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock, threads
from portal.core.cases import AccessLog
from portal.core.people import Deputy
from portal.core.periods import ConfirmedYear, HolidayChange, RuleSet, all_rules
from portal.shell.accounts import founding
from portal.shell.accounts.models import SignUp, forget_sign_ups
from portal.shell.inbox.receiving import MOST_AN_HOUR, receive
from portal.shell.signing import acts as signing
from portal.shell.signing import links, tries
from portal.shell.signing.models import SignInTries
from tests import factories as make
from tests.pages.test_accounts import HASH, link_in, mails_to
from tests.pages.test_accounts_organisation import EMAIL, certificates, imported, sign_up
from tests.pages.test_admin_calendar import change
from tests.stories.test_mail_replies import DOMAIN, mailed, told

__all__ = ["certificates", "imported", "told"]

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
NINE = datetime(2026, 11, 23, 9, tzinfo=clock.SEOUL)
HOUR, DAY, SECOND, NONE = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1), timedelta(0)


# ---- signing in ----


@pytest.mark.parametrize(("failures", "locked"), [(4, False), (5, True)])
def test_the_fifth_failure_locks(session, today, app, failures, locked):
    today(NINE)
    user = make.user()
    session.commit()
    with app.test_request_context():
        for _ in range(failures):
            tries.fail(user)
        assert tries.is_locked(user) == locked


@pytest.mark.parametrize(("passed", "locked"), [(-SECOND, True), (NONE, False), (SECOND, False)])
def test_a_lock_ends_after_a_quarter_of_an_hour(session, today, app, passed, locked):
    user = make.user()
    session.add(SignInTries(user_id=user.id, place=tries.ELSEWHERE, locked_until=NINE + timedelta(minutes=15)))
    session.flush()
    today(NINE + timedelta(minutes=15) + passed)
    with app.test_request_context():
        assert tries.is_locked(user) == locked


@pytest.mark.parametrize(
    ("asked", "passed", "mailed_again"),
    [(2, NONE, True), (3, NONE, False), (3, HOUR - SECOND, False), (3, HOUR, True), (3, HOUR + SECOND, True)],
)
def test_an_address_gets_three_mails_an_hour(session, today, app, asked, passed, mailed_again):
    for _ in range(asked):
        session.add(AccessLog(at=NINE, act="password-asked", subject="a@example.org"))
    session.flush()
    today(NINE + passed)
    with app.test_request_context():
        assert signing.may_mail("A@example.org", "password-asked") == mailed_again


@pytest.mark.parametrize(("passed", "opens"), [(HOUR - SECOND, True), (HOUR, True), (HOUR + SECOND, False)])
def test_a_link_for_a_new_password_opens_for_an_hour(session, today, passed, opens):
    today(NINE)
    user = make.user(password_hash=HASH)
    token = links.reset_token(user)
    today(NINE + passed)
    assert (links.user_of_reset(token) is not None) == opens


def test_a_link_for_a_new_password_of_a_suspended_account_opens_nothing(session, today):
    today(NINE)
    user = make.user(password_hash=HASH)
    token = links.reset_token(user)
    user.active = False
    assert links.user_of_reset(token) is None


@pytest.mark.parametrize(("sign", "kept"), [("\x1f", False), (" ", True), ("!", True)])
def test_a_way_on_holds_no_sign_that_steers(sign, kept):
    assert (links.safe_next(f"/a{sign}b") is not None) == kept


WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("passed", "status", "forgotten"), [(WEEK - SECOND, 200, 0), (WEEK, 404, 0), (WEEK + SECOND, 404, 1)]
)
def test_a_sign_up_waits_for_seven_days(client, session, today, passed, status, forgotten):
    today(NINE)
    sign_up(client)
    link = link_in(mails_to(session, EMAIL)[0], "/sign-up/")
    today(NINE + passed)
    client.get(link, status)
    assert forget_sign_ups() == forgotten
    assert len(list(session.scalars(select(SignUp)))) == 1 - forgotten


@pytest.mark.parametrize(
    ("wrong", "passed", "over"),
    [
        (4, NONE, False),
        (5, NONE, True),
        (6, NONE, True),
        (5, DAY - SECOND, True),
        (5, DAY, False),
        (5, DAY + SECOND, False),
    ],
)
def test_an_organisation_is_claimed_five_times_a_day(session, today, wrong, passed, over):
    own = make.organisation()
    for _ in range(wrong):
        session.add(AccessLog(at=NINE, act="claim-failed", subject=f"organisation:{own.id}"))
    session.flush()
    today(NINE + passed)
    assert founding._tried_too_often(own) == over


@pytest.mark.parametrize(("wrong", "over"), [(19, False), (20, True), (21, True)])
def test_all_organisations_together_are_claimed_twenty_times_a_day(session, today, wrong, over):
    own = make.organisation()
    for n in range(wrong):
        session.add(AccessLog(at=NINE, act="claim-failed", subject=f"organisation:{100 + n}"))
    session.flush()
    today(NINE)
    assert founding._tried_too_often(own) == over


# ---- deputies ----


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        ("2026-11-22", "2026-11-22", 422),  # over yesterday
        ("2026-11-22", "2026-11-23", 422),  # nobody was a deputy before they were named
        ("2026-11-23", "2026-11-23", 303),
        ("2026-11-24", "2026-11-23", 422),
        ("2026-11-24", "2026-11-24", 303),
        ("2026-11-24", "2026-11-25", 303),
        ("2026-11-23", "2027-11-22", 303),  # 365 days
        ("2026-11-23", "2027-11-23", 303),  # 366
        ("2026-11-23", "2027-11-24", 422),
    ],
)
def test_a_deputyship_ends_on_its_first_day_at_the_earliest_and_not_before_today(
    client, session, today, first, last, status
):
    today(MONDAY)
    me, colleague = make.user("officer"), make.user("officer")
    client.sign_in(me)
    client.post(
        "/deputies", {"deputy": colleague.id, "first": first, "last": last, "reason": "출장"}, status, follow=False
    )
    session.rollback()
    assert len(list(session.scalars(select(Deputy)))) == (status == 303)


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        ("2026-11-30", "2026-12-01", 303),
        ("2026-11-30", "2026-12-02", 422),
        ("2026-11-30", "2026-12-03", 422),
        ("2026-12-03", "2026-12-08", 422),
        ("2026-12-04", "2026-12-08", 422),
        ("2026-12-05", "2026-12-08", 303),
    ],
)
def test_a_day_has_one_deputy(client, session, today, first, last, status):
    today(MONDAY)
    me, colleague = make.user("officer"), make.user("officer")
    session.add(Deputy(absent_id=me.id, deputy_id=colleague.id, first=date(2026, 12, 2), last=date(2026, 12, 4)))
    client.sign_in(me)
    client.post(
        "/deputies", {"deputy": colleague.id, "first": first, "last": last, "reason": "출장"}, status, follow=False
    )


@pytest.mark.parametrize(("last", "ends"), [("2026-11-22", 0), ("2026-11-23", 1), ("2026-11-24", 1)])
def test_a_deputyship_stands_until_its_last_day(client, session, today, last, ends):
    today(MONDAY)
    me, colleague = make.user("officer"), make.user("officer")
    session.add(Deputy(absent_id=me.id, deputy_id=colleague.id, first=date(2026, 11, 2), last=date.fromisoformat(last)))
    client.sign_in(me)
    assert client.get("/deputies").text.count("/end") == ends


# ---- the calendar and the rule sets ----


@pytest.mark.parametrize(("day", "status"), [("2026-11-22", 422), ("2026-11-23", 200), ("2026-11-24", 200)])
def test_a_day_is_added_from_today_on(client, session, today, day, status):
    today(MONDAY)
    client.sign_in(make.user("officer"))
    if day == "2026-11-22":  # a Sunday is a day off besides
        assert "지난 날은" in change(client, status=status, day=day).text
    else:
        assert "지난 날은" not in change(client, status=status, day=day).text


@pytest.mark.parametrize(("day", "fits"), [("2060-12-30", True), ("2060-12-31", True), ("2061-01-03", False)])
def test_days_are_set_until_2060(client, session, today, day, fits):
    today(MONDAY)
    client.sign_in(make.user("officer"))
    assert ("2060년까지만" in change(client, status=None, day=day).text) != fits


@pytest.mark.parametrize(("day", "over"), [(date(2026, 11, 22), True), (MONDAY, False), (TUESDAY, False)])
def test_a_change_of_a_day_that_is_over_stays(client, session, today, day, over):
    today(MONDAY)
    held = HolidayChange(day=day, name="임시공휴일", source="가상")
    session.add(held)
    session.commit()
    client.sign_in(make.user("officer"))
    page = client.get("/admin/holidays?year=2026")
    assert (f"/changes/{held.id}/remove" in page.text) != over
    page = client.post(f"/admin/holidays/changes/{held.id}/remove", {})
    assert ("지난 날의 변경은" in page.text) == over


@pytest.mark.parametrize(("year", "status"), [(2015, 400), (2016, 200), (2060, 200), (2061, 400)])
def test_years_from_2016_to_2060_are_confirmed(client, session, today, year, status):
    today(MONDAY)
    client.sign_in(make.user("officer"))
    client.post(
        "/admin/holidays/confirm", {"year": year, "confirm-source": "가상 월력요항", "source": "가상 월력요항"}, None
    )
    session.rollback()
    assert (session.get(ConfirmedYear, year) is not None) == (status == 200)


@pytest.mark.parametrize(("day", "kept"), [(date(2026, 11, 22), True), (MONDAY, True), (TUESDAY, False)])
def test_a_rule_set_in_force_is_never_withdrawn(client, session, today, day, kept):
    today(MONDAY)
    shipped = session.scalars(select(RuleSet)).first()
    made = RuleSet(effective_from=day, periods=shipped.periods, filers=["hospital"], source="가상")
    session.add(made)
    session.commit()
    client.sign_in(make.user("ministry"))
    page = client.get("/admin/rule-sets")
    assert ("시행 예정" in page.text) != kept
    client.post(f"/admin/rule-sets/{made.id}/withdraw", {})
    session.rollback()
    assert len(all_rules()) == (3 if kept else 2)


@pytest.mark.parametrize(
    ("day", "status"), [("1989-12-31", 422), ("1990-01-01", 200), ("2060-12-31", 200), ("2061-01-01", 422)]
)
def test_days_from_1990_to_2060_are_reckoned(client, day, status):
    client.get(f"/clock?rule=file&from={day}", status)


# ---- log and worklist ----


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (datetime(2026, 11, 22, 23, 59, 59, tzinfo=clock.SEOUL), (False, True)),
        (datetime(2026, 11, 23, 0, 0, 0, tzinfo=clock.SEOUL), (True, True)),
        (datetime(2026, 11, 23, 23, 59, 59, tzinfo=clock.SEOUL), (True, True)),
        (datetime(2026, 11, 24, 0, 0, 0, tzinfo=clock.SEOUL), (True, False)),
    ],
)
def test_a_day_of_the_log_goes_from_midnight_to_midnight(client, session, today, at, found):
    today(date(2026, 12, 1))
    session.add(AccessLog(act="sign-in-failed", subject="x@example.org", at=at))
    session.commit()
    client.sign_in(make.user("admin"))
    shown = ["x@example.org" in client.get(f"/admin/access-log?{key}=2026-11-23").text for key in ("since", "until")]
    assert tuple(shown) == found


@pytest.mark.parametrize(
    ("day", "due", "found"),
    [
        # due on Friday 2026-12-04
        ("2026-12-03", "over", False),
        ("2026-12-04", "over", False),
        ("2026-12-05", "over", True),
        ("2026-12-03", "today", False),
        ("2026-12-04", "today", True),
        ("2026-12-05", "today", True),
        ("2026-11-30", "3", False),
        ("2026-12-01", "3", True),
        ("2026-12-02", "3", True),
        ("2026-11-27", "week", False),  # Friday: this week ends before
        ("2026-11-28", "week", True),  # Saturday: the week to come
        ("2026-11-30", "week", True),
    ],
)
def test_the_worklist_knows_what_is_due(client, session, today, day, due, found):
    today(MONDAY)
    case, _ = make.filed()
    session.commit()
    today(date.fromisoformat(day))
    client.sign_in(make.user("officer"))
    assert (case.number in client.get(f"/worklist?due={due}").text) == found


# ---- mails that come in ----


@pytest.fixture
def answerable(app, today, monkeypatch):
    today(MONDAY)
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", DOMAIN)


@pytest.mark.parametrize(
    ("sent", "passed", "outcome"),
    [
        (MOST_AN_HOUR - 1, NONE, "posted"),
        (MOST_AN_HOUR, NONE, "many"),
        (MOST_AN_HOUR, HOUR - SECOND, "many"),
        (MOST_AN_HOUR, HOUR, "posted"),
        (MOST_AN_HOUR, HOUR + SECOND, "posted"),
    ],
)
def test_a_person_posts_thirty_mails_an_hour(answerable, told, session, today, sent, passed, outcome):
    _, thread, user, _ = told
    today(NINE)
    for n in range(sent):
        session.add(threads.Message(thread_id=thread.id, author_id=user.id, body=f"{n}번째", at=NINE))
    session.commit()
    today(NINE + passed)
    assert receive(mailed(told, "나중에")).outcome == outcome
