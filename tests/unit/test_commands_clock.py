"""The clock from the command line: due days by the law's vectors, faults in one sentence, ticks that may repeat."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock, fire, reminders, workdays
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.periods import HolidayChange
from portal.shell.jobs import due_command, tick, tick_command
from tests import factories as make


def due(app, *arguments):
    return app.test_cli_runner().invoke(due_command, list(arguments))


@pytest.mark.parametrize(
    ("rule", "start", "due_on", "deemed_on"),
    [
        ("decide", "2026-11-23", "2026-12-04", "2026-12-05"),
        ("decide", "2026-09-18", "2026-10-06", "2026-10-07"),
        ("decide", "2026-07-15", "2026-07-29", "2026-07-30"),
        ("decide", "2026-12-18", "2027-01-04", "2027-01-05"),
        ("file", "2026-10-01", "2026-11-16", None),
        ("file", "2026-08-14", "2026-09-28", None),
        ("decide", "2018-10-01", "2018-10-16", None),
    ],
)
def test_due_days_as_json(app, rule, start, due_on, deemed_on):
    done = due(app, "--rule", rule, "--from", start, "--json")
    assert done.exit_code == 0
    found = json.loads(done.output)
    assert (found["due_on"], found["deemed_on"]) == (due_on, deemed_on)
    counted = [d["counted"] for d in found["days"] if d["counted"]]
    assert counted == list(range(1, (10 if rule == "decide" else 45) + 1))
    assert all(d["why"] for d in found["days"])


def test_a_day_that_an_officer_added_is_named_in_the_reckoning(session, app):
    session.add(HolidayChange(day=date(2026, 11, 27), name="임시공휴일", source="관보"))
    session.commit()
    found = json.loads(due(app, "--rule", "decide", "--from", "2026-11-23", "--json").output)
    assert found["due_on"] == "2026-12-07"
    assert any("임시공휴일" in d["why"] for d in found["days"])


def test_words_for_people(app):
    done = due(app, "--rule", "decide", "--from", "2026-11-23")
    assert "수리간주일: 2026-12-05" in done.output


@pytest.mark.parametrize(
    ("rule", "start"),
    [("decide", "2026-02-30"), ("decide", "tomorrow"), ("judge", "2026-11-23"), ("file", "9999-12-31")],
)
def test_a_wrong_rule_or_day_is_one_sentence_and_status_2(app, rule, start):
    done = due(app, "--rule", rule, "--from", start)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def _reminders(case):
    wanted = select(Mail).where(Mail.case_id == case.id, Mail.event_id.is_(None)).order_by(Mail.id)
    return list(db.session.scalars(wanted))


def test_the_ladder_reminds_the_handler_once_a_step_however_often_it_ticks(session, today):
    today(date(2026, 11, 23))
    case, _ = make.filed()
    fire.fire(case, "take", make.officer())
    session.commit()
    told = []
    for day in (date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 4)):
        today(day)
        tick()
        tick()
        told.append(len(_reminders(case)))
    assert told == [0, 1, 1, 2, 3]
    assert "남은 근무일이 없습니다" in _reminders(case)[-1].body


def test_a_late_tick_tells_only_the_nearest_step(session, today):
    today(date(2026, 11, 23))
    case, _ = make.filed()
    fire.fire(case, "take", make.officer())
    session.commit()
    today(date(2026, 12, 3))
    tick()
    tick()
    assert [m.subject for m in _reminders(case)] == ["[기한 알림] F-2026-000001 2026. 12. 4. (금)까지"]


def test_the_filer_is_reminded_of_an_open_supplement_and_the_officer_when_it_lapsed(session, today):
    today(date(2026, 11, 23))
    case, filer = make.filed()
    officer = make.officer()
    fire.fire(case, "take", officer)
    fire.fire(case, "ask", officer, given={"days": 5, "items": {"city": "도시"}})
    session.commit()
    today(date(2026, 11, 27))
    tick()
    assert [m.user_id for m in _reminders(case)] == [filer.user_id]
    today(date(2026, 12, 1))
    tick()
    tick()
    last = _reminders(case)[-1]
    assert (len(_reminders(case)), last.user_id) == (2, officer.user_id)
    assert last.subject.startswith("[기한 지남]")


def test_a_due_day_that_moves_starts_the_ladder_anew(session, today):
    today(date(2026, 11, 23))
    case, _ = make.filed()
    officer = make.officer()
    fire.fire(case, "take", officer)
    session.commit()
    today(date(2026, 12, 2))
    tick()
    fire.fire(case, "extend", officer, given={"reason": "검토"})
    session.commit()
    tick()
    assert len(_reminders(case)) == 1
    today(date(2026, 12, 16))
    tick()
    assert len(_reminders(case)) == 2


def test_the_tick_counts_what_it_did(session, app, today):
    today(date(2026, 11, 23))
    make.filed()
    session.commit()
    today(date(2026, 12, 9))
    done = app.test_cli_runner().invoke(tick_command)
    assert done.exit_code == 0
    assert "lapsed: 1" in done.output
    assert "failed: 0" in done.output


def test_a_step_that_fails_keeps_no_other_from_running(session, app, today, monkeypatch, caplog):
    today(date(2026, 11, 23))
    make.filed()
    session.commit()

    def broken():
        raise RuntimeError("probe")

    monkeypatch.setattr("portal.shell.jobs.collected", lambda _name: [broken, reminders.remind])
    today(date(2026, 12, 2))
    done = tick()
    assert done["failed"] == 1
    assert done["remind"] == 1


def test_days_left_and_the_last_day_with_so_many_agree(app):
    days = workdays.Calendar()
    for on in (date(2026, 9, 23), date(2026, 11, 20), date(2026, 11, 21), date(2026, 12, 31)):
        for left in range(-3, 6):
            last = clock.last_day_with(left, on, days)
            assert clock.working_days_left(last, on, days) <= left
            assert clock.working_days_left(last + timedelta(days=1), on, days) > left
