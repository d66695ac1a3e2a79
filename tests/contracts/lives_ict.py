"""Pilots and policy-finance confirmations, brought into each state by their own moves."""

from datetime import date
from typing import Any

from sqlalchemy import select

from funds.finance.confirmations.kind import finance_confirmation
from funds.pilots.evaluation.acts import open_evaluation
from funds.pilots.evaluation.models import PilotEvaluation
from funds.pilots.models import Pilot
from funds.selection.reviews.models import ReviewSeat
from funds.selection.reviews.queries import review_of
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import fire, open_case
from portal.core.panels.pool import Reviewer
from portal.core.people import SYSTEM, Actor, Organisation
from tests import factories as make
from tests import pilot_maker
from tests.contracts.lives import Life

REASON = {"reason": "가상 사유"}
HELD = {"held_on": "2021-12-27", **REASON}
GIVEN: dict[str, dict[str, Any]] = {
    "report": {"month": "2021-01", "progress": 10, "spent": 0, "done": "가상"},
    "conclude": HELD,
    "continue_": {"amount": 1_000_000, "ends_on": "2027-12-31", **REASON},
    "tell_results": {"year": 2022, "contracts": 1, "contract_won": 5, "export_won": 0},
    "refuse": {**REASON, "remedy": "60일 안에 이의신청할 수 있습니다."},
    "tell_support": {"kind_of_support": "exim", "institution": "가상은행", "won": 5, "received_on": "2026-11-23"},
}


def given(case: Case, move: str) -> dict[str, Any]:
    if move in ("evaluate_mid", "evaluate_final"):
        assert isinstance(case, Pilot)
        wanted = select(PilotEvaluation).where(PilotEvaluation.pilot_id == case.id, PilotEvaluation.what == move[9:])
        evaluation = db.session.scalar(wanted)
        return {**HELD, "evaluation": evaluation.id if evaluation else 0}
    return GIVEN.get(move, REASON)


def scored(case: Case, _actor: Actor) -> None:
    """Panels have opened their sheets on both evaluations."""
    assert isinstance(case, Pilot)
    for what in ("mid", "final"):
        pilot_maker.panel_result(case, what)


def evaluation_in(state: str) -> Case:
    with clock.at(date(2021, 12, 27)):
        case = pilot_maker.running(year=2021, begins_on=date(2021, 1, 1), ends_on=date(2021, 12, 31))
        if state == "scoring":
            return open_evaluation(case, "mid", 3, make.officer())
        if state == "called_off":
            evaluation = open_evaluation(case, "mid", 3, make.officer())
            fire(evaluation, "call_off", make.officer(), given=REASON)
            return evaluation
        evaluation = pilot_maker.panel_result(case, "mid")
        if state == "concluded":
            fire(evaluation, "conclude", make.officer(), given=HELD)
        return evaluation


def all_handed_in(case: Case, _actor: Actor) -> None:
    """Sheets that are whole; the portal would have opened them with the last one."""
    review = review_of(case)
    assert review is not None
    reviewer = Reviewer(email=f"one{case.id}@demo.example", name="가상 위원")
    db.session.add(reviewer)
    db.session.flush()
    seat = ReviewSeat(case_id=case.id, reviewer_id=reviewer.id, label="R1", state="accepted", handed_in_at=clock.now())
    seat.scores = {c["id"]: c["max"] for c in review.criteria}
    db.session.add(seat)
    db.session.flush()


def pilot_in(state: str) -> Case:
    """A pilot of 2021, so that the years after it are over by now."""
    with clock.at(date(2021, 12, 27)):
        case = pilot_maker.planned(year=2021, begins_on=date(2021, 1, 1), ends_on=date(2021, 12, 31))
        _move_on(case, state)
    if state == "closed":
        for year in (2022, 2023, 2024):
            fire(case, "tell_results", _editor(case), given=GIVEN["tell_results"] | {"year": year})
    return case


def _editor(case: Case) -> Any:
    return make.acting(make.member(db.session.get_one(Organisation, case.organisation_id), "editor"))


def _move_on(case: Pilot, state: str) -> None:
    officer = make.officer()
    if state == "recorded":
        fire(case, "record", SYSTEM)
    if state == "stopped":
        fire(case, "stop", officer, given=REASON)
    if state in ("planned", "recorded", "stopped"):
        return
    fire(case, "submit_plan", _editor(case))
    if state == "submitted":
        return
    fire(case, "approve_plan", officer)
    if state == "running":
        return
    fire(pilot_maker.panel_result(case, "final"), "conclude", officer, given=HELD)
    if state in ("ended", "closed"):
        fire(case, "end", officer, given=REASON)


def confirmation_in(state: str) -> Case:
    """A request of an institution with an accepted filing."""
    filing, editor = make.accepted(country="VN")
    case = open_case(
        finance_confirmation,
        editor,
        organisation_id=filing.organisation_id,
        title="가상 요청",
        certificate_no=filing.certificate_no,
        kind_of_support="exim",
        institution="가상은행",
        purpose="가상",
    )
    if state != "draft":
        fire(case, "ask", editor)
    if state in ("confirmed", "refused"):
        fire(case, {"confirmed": "confirm", "refused": "refuse"}[state], make.officer(), given=GIVEN["refuse"])
    if state == "withdrawn":
        fire(case, "withdraw", editor, given=REASON)
    return case


LIVES = (
    Life(kind="pilot", bring=pilot_in, given=given, prepare={"evaluate_mid": scored, "evaluate_final": scored}),
    Life(kind="pilot_evaluation", bring=evaluation_in, given=given, prepare={"complete": all_handed_in}),
    Life(kind="finance_confirmation", bring=confirmation_in, given=given),
)
