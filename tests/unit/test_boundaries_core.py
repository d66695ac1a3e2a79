"""The kernel's days, counts and instants, each on the value that is named, the one before and the one after."""

from datetime import date, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.core import clock, joining, mail, passwords, periods, records, redating, reminders, roles, second_factor
from portal.core.mail import Mail
from portal.core.people import Deputy, Membership, officers
from portal.core.periods import HolidayChange, RuleSet
from portal.core.schema import Field, Schema, Section
from portal.core.text import Text
from portal.core.workdays import Calendar
from portal.core.workflow import Refused
from portal.shell import jobs
from tests import factories as make

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
SUNDAY = date(2026, 11, 22)
NINE = datetime(2026, 11, 23, 9, tzinfo=clock.SEOUL)
SECOND = timedelta(seconds=1)
PLAIN = Calendar()


# ---- who may do what ----


def test_a_suspended_administrator_is_nobody_who_could_stay(session):
    last, gone = make.user("admin"), make.user("admin", active=False)
    by = make.acting(make.user("admin", active=False))
    for step in (roles.withdraw, lambda user, *rest: roles.suspend(user, by)):
        with pytest.raises(Refused, match="마지막 시스템 관리자"):
            step(last, "admin", by)
    gone.active = True
    session.flush()
    roles.suspend(last, by)
    assert not last.active


def test_an_administrator_who_is_named_twice_is_still_one(session):
    last = make.user("admin")
    make.user("officer")
    with pytest.raises(Refused, match="마지막 시스템 관리자"):
        roles.withdraw(last, "admin", make.officer())
    make.user("admin")
    roles.withdraw(last, "admin", make.officer())
    assert last.roles == []


def test_a_suspended_manager_is_nobody_who_could_stay(session):
    own = make.organisation()
    leaving, other = make.member(own), make.member(own, active=False)
    held = session.scalar(select(Membership).where(Membership.user_id == leaving.id))
    for step in (lambda: roles.change(held, "viewer", make.officer()), lambda: roles.dismiss(held, make.officer())):
        with pytest.raises(Refused, match="마지막 관리자"):
            step()
    other.active = True
    session.flush()
    roles.change(held, "viewer", make.officer())
    assert held.role == "viewer"


@pytest.mark.parametrize(("day", "stands_in"), [(SUNDAY, False), (MONDAY, True), (TUESDAY, True), (WEDNESDAY, False)])
def test_a_deputy_acts_from_the_first_day_to_the_last(session, today, day, stands_in):
    absent, other = make.user("officer"), make.user("officer")
    case, _ = make.filed()
    case.handler_id = absent.id
    session.add(Deputy(absent_id=absent.id, deputy_id=other.id, first=MONDAY, last=TUESDAY))
    session.flush()
    today(day)
    assert (absent.id in make.acting(other).deputy_for) == stands_in
    assert (other in mail.AUDIENCES["handler"](case)) == stands_in


def test_a_deputyship_that_was_ended_is_over_at_once(session, today):
    today(MONDAY)
    absent, other = make.user("officer"), make.user("officer")
    case, _ = make.filed()
    case.handler_id = absent.id
    held = Deputy(absent_id=absent.id, deputy_id=other.id, first=MONDAY, last=TUESDAY)
    session.add(held)
    session.flush()
    for ended_at in (None, clock.now()):
        held.ended_at = ended_at
        session.flush()
        assert (absent.id in make.acting(other).deputy_for) == (ended_at is None)
        assert (other in mail.AUDIENCES["handler"](case)) == (ended_at is None)


def test_a_suspended_officer_is_none_of_the_officers(session):
    active, gone = make.user("officer"), make.user("officer", active=False)
    assert (active in officers(), gone in officers()) == (True, False)


@pytest.mark.parametrize(("passed", "opens"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)])
def test_an_invitation_opens_for_seven_days(session, today, passed, opens):
    today(NINE)
    _, token = joining.invite("new@example.org", make.officer(), portal_role="officer")
    today(NINE + timedelta(days=7) + passed)
    assert (joining.invitation_of(token) is not None) == opens


@pytest.mark.parametrize(
    ("length", "fits"), [(9, False), (10, True), (11, True), (199, True), (200, True), (201, False)]
)
def test_a_password_has_ten_to_two_hundred_signs(length, fits):
    assert (passwords.weakness(("qwertzuiop" * 21)[:length]) is None) == fits


@pytest.mark.parametrize(("password", "fits"), [("aaaaaaaaaa", False), ("abababababab", False), ("abcabcabcabc", True)])
def test_a_password_has_three_different_signs(password, fits):
    assert (passwords.weakness(password) is None) == fits


@pytest.mark.parametrize(("off", "passes"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_holds_a_period_before_and_after_its_own(session, today, off, passes):
    today(NINE)
    secret, user = second_factor.new_secret(), make.user("officer")
    second_factor.enrol(user, secret)
    code = pyotp.TOTP(secret).at(NINE + timedelta(seconds=30 * off))
    assert second_factor.passes(user, code) == passes


@pytest.mark.parametrize(("used", "passes"), [(-1, True), (0, False), (1, False)])
def test_a_code_that_was_used_or_an_older_one_passes_never_again(session, today, used, passes):
    today(NINE)
    secret, user = second_factor.new_secret(), make.user("officer")
    step = int(NINE.timestamp()) // 30
    second_factor.enrol(user, secret, step + used)
    assert second_factor.passes(user, pyotp.TOTP(secret).at(NINE)) == passes


# ---- days in force ----


@pytest.mark.parametrize(
    ("day", "length"), [(date(2026, 11, 22), 45), (date(2026, 11, 23), 60), (date(2026, 11, 24), 60)]
)
def test_a_rule_set_is_in_force_from_its_day(session, day, length):
    held = periods.all_rules()[-1]
    shipped = session.scalar(select(RuleSet).where(RuleSet.effective_from == held.effective_from))
    made = RuleSet(
        effective_from=MONDAY, periods=shipped.periods | {"file_days": 60}, filers=["hospital"], source="가상"
    )
    session.add(made)
    session.flush()
    assert periods.rules_on(day).days("file_days") == length


@pytest.mark.parametrize(
    ("day", "deems"), [(date(2018, 10, 18), False), (date(2018, 10, 19), True), (date(2018, 10, 20), True)]
)
def test_수리간주는_2018년_10월_19일부터(session, day, deems):
    assert periods.rules_on(day).deems == deems


# ---- drafts of several hands ----


def test_a_draft_remembers_the_last_twenty_changes_of_a_field(session):
    case, actor = make.draft()
    draft = records.start_draft(case, {"city": "0"})
    first = draft.version
    for n in range(1, 23):  # 22 changes: the two oldest are forgotten
        assert records.save_draft(draft, {"city": str(n)}, draft.version, actor) == []
    clashes = [bool(records.save_draft(draft, {"city": "1"}, first + seen, actor)) for seen in (1,)]
    assert clashes == [True]  # what "1" was is forgotten, so that it is asked
    assert (
        records.save_draft(draft, {"city": "2"}, first + 2, actor) == []
    )  # the oldest that is known: nothing was typed
    assert draft.answers["city"] == "22"


def test_who_changed_a_field_is_told_to_whoever_saw_an_earlier_version(session):
    case, actor = make.draft()
    draft = records.start_draft(case, {"city": "하노이"})
    seen = draft.version
    records.save_draft(draft, {"city": "호찌민"}, seen, actor)
    found = [records.changed_since(draft, "city", version) for version in (seen - 1, seen, seen + 1)]
    assert [hand.user_id if hand else None for hand in found] == [actor.user_id, actor.user_id, None]


# ---- the clock ----


@pytest.mark.parametrize(
    ("due", "left"),
    [("2026-11-20", -1), ("2026-11-22", -1), ("2026-11-23", 0), ("2026-11-24", 1), ("2026-11-30", 5)],
)
def test_no_working_day_is_left_on_the_day_itself(due, left):
    assert clock.working_days_left(date.fromisoformat(due), MONDAY, PLAIN) == left


@pytest.mark.parametrize(
    ("left", "last"), [(-2, "2026-11-19"), (-1, "2026-11-22"), (0, "2026-11-23"), (1, "2026-11-24"), (4, "2026-11-29")]
)
def test_the_last_day_with_so_many_working_days_left(left, last):
    found = clock.last_day_with(left, MONDAY, PLAIN)
    assert clock.working_days_left(found, MONDAY, PLAIN) <= left
    assert clock.working_days_left(found + timedelta(days=1), MONDAY, PLAIN) > left
    assert found == date.fromisoformat(last)


def test_a_friday_counts_until_the_day_before_the_next_working_day():
    assert clock.last_day_with(0, date(2026, 11, 27), PLAIN) == date(2026, 11, 29)
    assert clock.last_day_with(-1, date(2026, 11, 27), PLAIN) == date(2026, 11, 26)


def test_a_period_has_at_least_one_day():
    assert clock.civil_period(MONDAY, 1, PLAIN).due_on == TUESDAY
    with pytest.raises(ValueError, match="from 1"):
        clock.civil_period(MONDAY, 0, PLAIN)


@pytest.mark.parametrize(
    ("asked", "due"),
    [("2026-12-03", "2026-12-09"), ("2026-12-04", "2026-12-08"), ("2026-12-05", "2026-12-04")],
)
def test_a_supplement_stops_the_clock_up_to_the_last_day(asked, due):
    pause = clock.Pause(date.fromisoformat(asked), date(2026, 12, 7))  # arrived on the Monday
    found = clock.processing_period(MONDAY, 10, PLAIN, [pause])
    assert found.due_on == date.fromisoformat(due)
    assert found.days[-1].date == found.due_on


def test_a_pause_may_end_on_its_first_day_and_not_before():
    assert clock.processing_period(MONDAY, 10, PLAIN, [clock.Pause(TUESDAY, TUESDAY)]).due_on == date(2026, 12, 7)
    with pytest.raises(ValueError, match="before it begins"):
        clock.processing_period(MONDAY, 10, PLAIN, [clock.Pause(TUESDAY, MONDAY)])


def test_pauses_that_meet_on_a_day_count_it_once():
    for second in (TUESDAY, WEDNESDAY):
        pauses = [clock.Pause(MONDAY, TUESDAY), clock.Pause(second, WEDNESDAY)]
        assert clock.processing_period(MONDAY, 10, PLAIN, pauses).due_on == date(2026, 12, 9)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("1989-12-29", True),
        ("1990-01-01", False),
        ("1990-01-03", True),
        ("2060-12-30", True),
        ("2060-12-31", True),
        ("2061-01-01", False),
    ],
)
def test_the_calendar_goes_on_beyond_its_table(day, works):
    on = date.fromisoformat(day)
    assert PLAIN.is_working(on) == works
    assert PLAIN.working_days(on, on) == works
    if works:
        assert not Calendar(added={on: "가상 휴일"}).is_working(on)
        assert PLAIN.nth_working_day(on, 1) == on
        assert PLAIN.nth_working_day(on, 2) > on


@pytest.mark.parametrize(("first", "last", "days"), [(TUESDAY, MONDAY, 0), (MONDAY, MONDAY, 1), (MONDAY, TUESDAY, 2)])
def test_working_days_count_both_ends(first, last, days):
    assert PLAIN.working_days(first, last) == days


# ---- a calendar that changes ----


@pytest.mark.parametrize(("day", "past"), [(SUNDAY, True), (MONDAY, False), (TUESDAY, False)])
def test_a_new_due_day_is_past_from_the_day_after_it(session, today, day, past):
    today(MONDAY)
    case, _ = make.draft()
    assert redating.Shift(case, TUESDAY, day).is_past == past


@pytest.mark.parametrize(("day", "state"), [(date(2026, 12, 4), "received"), (date(2026, 12, 5), "deemed")])
def test_what_the_law_has_decided_is_decided_before_the_calendar_changes(session, today, day, state):
    today(MONDAY)
    case, _ = make.filed()
    today(day)
    redating.settle()
    assert case.state == state


@pytest.mark.parametrize(
    ("struck", "moved"),
    [(None, None), ("2026-12-25", None), ("2026-11-30", (date(2026, 11, 30), date(2026, 12, 1)))],
)
def test_an_open_supplement_only_moves_when_its_day_gets_later(session, today, struck, moved):
    from portal.core.fire import fire

    today(TUESDAY)
    case, _ = make.filed()
    fire(case, "ask", make.officer(), given={"days": 5, "items": {"city": "도시"}})
    assert case.due_on == date(2026, 11, 30)
    if struck:
        session.add(HolidayChange(day=date.fromisoformat(struck), name="가상 휴일", source="가상"))
        session.flush()
    assert [(s.before, s.after) for s in redating.shifts([case])] == ([moved] if moved else [])


# ---- told in time ----


@pytest.mark.parametrize(
    ("day", "told"),
    [
        # received on a Friday, due on Thursday 2026-12-03: the steps are 5, 2 and 0 working days before it
        ("2026-11-25", []),
        ("2026-11-26", [5]),
        ("2026-11-30", [5]),
        ("2026-12-01", [2]),
        ("2026-12-02", [2]),
        ("2026-12-03", [0]),
    ],
)
def test_only_the_nearest_step_of_the_ladder_is_told(session, today, day, told):
    from portal.core.fire import fire
    from portal.core.reminders import Reminded

    today(date(2026, 11, 20))
    case, _ = make.filed()
    assert case.due_on == date(2026, 12, 3)
    officer = make.officer()
    fire(case, "take", officer)
    session.commit()
    today(date.fromisoformat(day))
    reminders.remind()
    assert list(session.scalars(select(Reminded.left).where(Reminded.case_id == case.id))) == told


@pytest.mark.parametrize(("day", "count"), [(date(2026, 12, 3), 0), (date(2026, 12, 4), 0), (date(2026, 12, 5), 1)])
def test_a_tick_finds_what_lapsed_from_the_day_after_the_last(session, today, day, count):
    today(MONDAY)
    make.filed()
    session.commit()
    today(day)
    assert len(jobs._lapsing()) == count


def letter(session, **given):
    row = Mail(address="a@example.org", subject="가상", body="가상", **({"next_try_at": NINE} | given))
    session.add(row)
    session.commit()
    return row


@pytest.mark.parametrize(("passed", "sent"), [(-SECOND, 0), (timedelta(0), 1), (SECOND, 1)])
def test_a_mail_is_sent_from_the_instant_of_its_next_try(session, today, passed, sent):
    letter(session)
    today(NINE + passed)
    assert mail.deliver() == (sent, 0)


@pytest.mark.parametrize(("passed", "state"), [(-SECOND, "sending"), (timedelta(0), "sending"), (SECOND, "sent")])
def test_a_mail_that_is_stuck_is_taken_up_again(session, today, passed, state):
    row = letter(session, state="sending")
    today(NINE + mail.STUCK + passed)
    mail.deliver()
    assert session.get(Mail, row.id).state == state


def test_a_mail_is_given_up_after_the_last_try(session, today):
    today(NINE)
    tries = len(mail.RETRY_AFTER)
    states = []
    for tried in (tries - 1, tries, tries + 1):
        row = letter(session, state="sending", tries=tried)
        mail._put_back(row, "가상 고장")
        states.append(row.state)
    assert states == ["queued", "queued", "unsent"]


@pytest.mark.parametrize(("most", "sent"), [(1, 1), (2, 2), (3, 2)])
def test_a_portion_of_mails_is_no_more_than_asked_for(app, session, today, monkeypatch, most, sent):
    today(NINE)
    monkeypatch.setitem(app.config, "MAIL_SERVER", "mail.example.org")
    monkeypatch.setattr(mail, "_handed_over", lambda _message: None)
    for _ in range(2):
        letter(session)
    assert mail.deliver(limit=most) == (sent, 0)


# ---- what is asked ----

ASKED = (
    Field(key="count", label=Text("수", "Count"), type="integer", least=1, most=30),
    Field(key="plain", label=Text("수", "Count"), type="integer"),
    Field(key="won", label=Text("금액", "Sum"), type="money"),
    Field(key="day", label=Text("날", "Day"), type="date", past=True),
)


@pytest.mark.parametrize(
    ("key", "given", "fits"),
    [
        ("count", "0", False),
        ("count", "1", True),
        ("count", "30", True),
        ("count", "31", False),
        ("plain", "-1", False),
        ("plain", "0", True),
        ("plain", "1000000000", True),
        ("plain", "1000000001", False),
        ("won", "1000000000000000", True),
        ("won", "1000000000000001", False),
        ("day", "2026-11-22", True),
        ("day", "2026-11-23", True),
        ("day", "2026-11-24", False),
    ],
)
def test_a_number_and_a_past_day_stay_within_what_the_field_names(app, today, key, given, fits):
    from portal.core.asking import Asking

    today(MONDAY)
    schema = Schema(key="x", version=1, sections=(Section(key="x", title=Text("", ""), fields=ASKED),))
    with app.test_request_context():
        assert Asking(schema, given=MultiDict({key: given})).good == fits
