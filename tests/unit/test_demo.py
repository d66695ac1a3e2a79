"""The demonstration: loads into an empty portal only, and holds a case of every state with days around the day of the
load.
"""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from filings.models import ChangeFiling, Filing
from portal.core import clock, demo, periods
from portal.core.cases import Case, Event
from portal.core.contents import store
from portal.core.db import db
from portal.core.files import Paper
from portal.core.mail import Mail
from portal.core.people import Deputy, User, actor_of
from portal.core.periods import HolidayChange
from portal.shell.demo import NOT_EMPTY, accounts_table, fill
from tests import factories as make

TODAY = date(2026, 11, 25)


@pytest.fixture
def flagged(app):
    yield demo.begin()
    demo.flag().unlink(missing_ok=True)


@pytest.fixture
def loaded(flagged, today):
    today(TODAY)
    fill(demo.Cast(TODAY))


def test_the_demonstration_goes_into_an_empty_portal_only(app, session):
    make.organisation()
    session.commit()
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    assert done.exit_code == 1
    assert NOT_EMPTY in done.output
    assert not demo.is_demo()


def test_a_load_that_fails_leaves_no_demonstration(app, monkeypatch):
    def broken(_cast):
        raise OSError("disk full")

    monkeypatch.setattr("portal.shell.demo.fill", broken)
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    assert isinstance(done.exception, OSError)
    assert not demo.is_demo()


@pytest.mark.slow
def test_everything_is_there(loaded):
    assert db.session.query(Filing).filter_by(imported=True).count() == 162
    live = [c for c in db.session.scalars(select(Case)) if not getattr(c, "imported", False)]
    states = {(c.kind, c.state) for c in live}
    wanted = {"draft", "received", "supplement", "accepted", "deemed", "refused", "returned", "withdrawn", "revoked"}
    assert {s for kind, s in states if kind == "filing"} == wanted
    assert {s for kind, s in states if kind == "change"} == {"received", "accepted"}
    follow_up = {
        ("settlement", "review"),
        ("settlement", "settled"),
        ("grant_change", "reported"),
        ("grant_change", "approved"),
    }
    assert follow_up | {("misuse_report", "checking"), ("misuse_report", "measured")} <= states
    _days_and_lateness(live)
    _people_and_papers()
    _mails()


def _days_and_lateness(live):
    left = {
        clock.working_days_left(c.due_on, TODAY, periods.calendar())
        for c in live
        if c.state == "received" and c.kind == "filing"
    }
    assert {0, 1, 3, 8} <= left
    filings = [c for c in live if isinstance(c, Filing)]
    assert any(c.late_days for c in filings)
    assert any(not c.obliged and c.number for c in filings)
    assert any(c.ended_on for c in filings)
    assert any(c.certificate_edition == 2 for c in filings)
    events = {e.name for e in db.session.scalars(select(Event))}
    assert {"filing.extended", "filing.supplement_demanded", "filing.supplement_answered", "clock.redated"} <= events
    assert max(e.on for e in db.session.scalars(select(Event))) <= TODAY
    own = select(Event.on).join(Case, Case.id == Event.case_id).where(Case.kind.in_(("filing", "change")))
    assert max(db.session.scalars(own)) < TODAY
    numbered = [c.number for c in sorted(filings, key=lambda c: (c.received_on or TODAY, c.number or "")) if c.number]
    assert numbered == sorted(numbered)
    assert any(c.handler_id is None for c in filings if c.state == "received")
    assert db.session.query(ChangeFiling).filter_by(ends=True).count() == 1


def _people_and_papers():
    holiday = db.session.query(HolidayChange).one()
    assert holiday.day > TODAY
    stands_in = db.session.get(User, db.session.query(Deputy).one().deputy_id)
    assert actor_of(stands_in).deputy_for
    for paper in db.session.query(Paper):
        with store().open(paper.sha256) as content:
            assert content.read(5) == b"%PDF-"
    table = accounts_table()
    for words in (
        "ministry@demo.example",
        "hospital-viewer@demo.example",
        "company-editor@demo.example",
        demo.PASSWORD,
    ):
        assert words in table


def _mails():
    assert not db.session.query(Mail).filter(Mail.state != "sent").count()
    assert db.session.query(Mail).filter(Mail.read_at.is_(None)).count()
    assert db.session.query(Mail).filter(Mail.read_at.is_not(None)).count()


@pytest.mark.slow
def test_it_loads_on_a_holiday_too(flagged, today):
    """On a day off nothing can be due today: the next working day stands in."""
    today(date(2027, 2, 7))
    fill(demo.Cast(clock.today()))
    filings = Case.kind.in_(("filing", "change"))
    due = db.session.scalars(select(Case.due_on).where(Case.pending.is_(True), filings)).all()
    assert min(due) == date(2027, 2, 10)


def test_the_command_prints_who_can_sign_in(app, monkeypatch, flagged):
    demo.flag().unlink()
    monkeypatch.setattr("portal.shell.demo.fill", lambda cast: demo.person("가상 김담당", "officer", at="officer"))
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    assert done.exit_code == 0, done.output
    assert "officer@demo.example" in done.output
    assert Path(demo.flag()).exists()
