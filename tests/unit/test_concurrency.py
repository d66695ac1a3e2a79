"""Many at once, on whichever database the run uses: numbers are distinct without a gap, one decision wins,
no work is lost.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from threading import Event as Signal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from filings.models import Filing
from portal.core import clock, fire, records, redating
from portal.core.cases import Case, Draft, Event
from portal.core.db import db, writing
from portal.core.mail import Mail
from portal.core.workflow import Refused
from portal.shell import jobs
from tests import factories as make
from tests.client import Page

DAY = date(2026, 11, 23)


def at_once(app: Any, acts: list[Callable[[], Any]], on: date = DAY) -> list[Any]:
    """Run every act in a thread and application context of its own, started together;
    results or exceptions in order.
    """
    db.session.commit()
    barrier = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        with app.app_context(), clock.at(on):
            writing.set(True)
            barrier.wait()
            try:
                made = act()
                db.session.commit()
                return made
            except (Refused, StaleDataError) as problem:
                db.session.rollback()
                return problem

    with ThreadPoolExecutor(len(acts)) as pool:
        done = list(pool.map(one, acts))
    db.session.expire_all()
    return done


def firing(case: Case, name: str, actor: Any, **given: Any) -> Callable[[], Any]:
    case_id = case.id
    return lambda: fire.fire(db.session.get(Case, case_id), name, actor, given=given).id


def test_eight_clients_submit_at_once_and_get_numbers_without_gap_or_double(app, today):
    today(DAY)
    drafts = [make.draft() for _ in range(8)]
    at_once(app, [firing(case, "submit", by) for case, by in drafts])
    numbers = sorted(db.session.scalars(select(Case.number)))
    assert numbers == [f"F-2026-{n:06d}" for n in range(1, 9)]


def test_certificates_given_at_once_follow_each_other(app, today):
    today(DAY)
    officer = make.officer()
    cases = [make.filed("CONSULT", shared_information="no")[0] for _ in range(8)]
    at_once(app, [firing(case, "accept", officer) for case in cases])
    serials = sorted(db.session.scalars(select(Filing.certificate_serial)))
    assert serials == list(range(1, 9))


def test_a_number_that_was_rolled_back_is_given_to_the_next(app):
    def give() -> int:
        return records.next_number("probe")

    def fail() -> None:
        records.next_number("probe")
        raise Refused

    done = at_once(app, [give, fail, give, fail, give, give])
    assert sorted(n for n in done if isinstance(n, int)) == [1, 2, 3, 4]


@pytest.mark.parametrize(("first", "second"), [("accept", "accept"), ("accept", "refuse")])
def test_of_two_officers_who_decide_at_once_one_wins_and_the_other_is_told(app, today, first, second):
    today(DAY)
    case, _ = make.filed("CONSULT", shared_information="no")
    one, other = make.officer(), make.officer()
    because = {"reason": "요건 미비", "remedy": "이의신청"}
    done = at_once(app, [firing(case, first, one, **because), firing(case, second, other, **because)])
    refused = [r for r in done if isinstance(r, Refused)]
    assert len(refused) == 1
    assert "지금은" in refused[0].reasons[0].ko
    decided = db.session.scalar(
        select(func.count(Event.id)).where(Event.name.in_(["filing.accepted", "filing.refused"]))
    )
    assert decided == 1


def test_a_double_click_on_submit_makes_one_case_with_one_number(app, today):
    today(DAY)
    case, by = make.draft()
    done = at_once(app, [firing(case, "submit", by), firing(case, "submit", by)])
    assert sum(isinstance(r, Refused) for r in done) == 1
    assert list(db.session.scalars(select(Case.number))) == ["F-2026-000001"]


def test_a_save_beside_a_submission_is_either_filed_or_refused_never_lost(app, today):
    today(DAY)
    case, by = make.draft()
    draft = db.session.get(Draft, case.id)
    version, case_id = draft.version, case.id

    def save() -> str:
        held = db.session.get(Draft, case_id)
        if held is None:
            raise StaleDataError
        records.save_draft(held, {"city": "다낭"}, version, by)
        return "saved"

    for _ in range(3):
        saved, submitted = at_once(app, [save, firing(case, "submit", by)])
        assert not isinstance(submitted, Refused)
        filed = records.latest_revision(case_id).answers["city"]
        assert (saved == "saved") == (filed == "다낭")
        case, by = make.draft()
        version, case_id = db.session.get(Draft, case.id).version, case.id


def test_ticks_in_parallel_and_repeated_let_each_case_lapse_once(app, today):
    today(DAY)
    for _ in range(4):
        make.filed()
    late = date(2026, 12, 9)
    done = at_once(app, [jobs.lapse] * 3, on=late)
    assert sum(done) == 4
    deemed = list(db.session.scalars(select(Event).where(Event.name == "filing.deemed")))
    assert sorted(e.on for e in deemed) == [date(2026, 12, 5)] * 4
    assert len({e.case_id for e in deemed}) == 4
    told = db.session.scalar(select(func.count(Mail.id)).where(Mail.event_id.in_([e.id for e in deemed])))
    assert told == 4
    today(late)
    assert jobs.lapse() == 0


def test_bulk_acts_over_the_same_cases_queue_and_never_block_each_other(app, today):
    today(DAY)
    one, other = make.officer(), make.officer()
    cases = [make.filed("CONSULT", shared_information="no")[0] for _ in range(6)]
    ids = [c.id for c in cases]

    def decide(order: list[int], officer: Any) -> Callable[[], Any]:
        return lambda: sum(o.event is not None for o in fire.fire_each(dict.fromkeys(order), "accept", officer))

    done = at_once(app, [decide(ids, one), decide(ids[::-1], other), firing(cases[3], "accept", one)])
    counts = sum(r if isinstance(r, int) and r < 7 else 0 for r in done[:2])
    assert counts + (not isinstance(done[2], Refused)) == 6
    assert sorted(db.session.scalars(select(Filing.certificate_serial))) == list(range(1, 7))


@pytest.mark.parametrize("first", ["holiday", "submission"])
def test_a_filing_submitted_while_a_holiday_is_saved_gets_the_new_due_day(app, client, monkeypatch, today, first):
    """Neither sees what the other has not yet kept: whoever is second must wait."""
    today(DAY)  # ten working days from 23 November end on 4 December, with 1 December off on 7 December
    case, by = make.draft()
    case_id = case.id
    client.sign_in(make.user("officer"))
    form = client.get("/admin/holidays/add").form("/holidays/add")
    saved, fired, kept = Signal(), Signal(), Signal()
    redate = redating.redate

    def waits(*given: Any) -> Any:
        saved.set()
        fired.wait(0.4)
        return redate(*given)

    monkeypatch.setattr(redating, "redate", waits)

    def submit() -> None:
        with app.app_context(), clock.at(DAY):
            writing.set(True)
            if first == "holiday":
                assert saved.wait(5)
            fire.fire(db.session.get(Case, case_id), "submit", by)
            fired.set()
            kept.wait(0.4)
            db.session.commit()

    db.session.commit()
    with ThreadPoolExecutor(1) as pool:
        submission = pool.submit(submit)
        if first == "submission":
            assert fired.wait(5)
        day = {"day": "2026-12-01", "name": "가상의 임시공휴일", "source": "가상 관보", "confirm": "yes"}
        client.post("/admin/holidays/add", Page.values(form).to_dict() | day, status=303, follow=False)
        kept.set()
        submission.result(20)
    db.session.expire_all()
    assert db.session.get(Case, case_id).due_on == date(2026, 12, 7)
    latest = db.session.scalar(select(Mail.body).where(Mail.case_id == case_id).order_by(Mail.id.desc()))
    assert "12. 7." in latest
