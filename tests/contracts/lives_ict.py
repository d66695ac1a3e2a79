"""Pilots and policy-finance confirmations, brought into each state by their own moves."""

from datetime import date
from typing import Any

from funds.kinds.finance import finance_confirmation
from funds.pilots.models import Pilot
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import fire, open_case
from portal.core.people import SYSTEM, Organisation
from tests import factories as make
from tests import pilot_maker
from tests.contracts.lives import Life

REASON = {"reason": "가상 사유"}
SCORE = {"points": "93", "held_on": "2021-12-20", "members": 7, **REASON}
GIVEN: dict[str, dict[str, Any]] = {
    "report": {"month": "2021-01", "progress": 10, "spent": 0, "done": "가상"},
    "evaluate_mid": SCORE,
    "evaluate_final": SCORE,
    "continue_": {"amount": 1_000_000, "ends_on": "2027-12-31", **REASON},
    "tell_results": {"year": 2022, "contracts": 1, "contract_won": 5, "export_won": 0},
    "refuse": {**REASON, "remedy": "60일 안에 이의신청할 수 있습니다."},
    "tell_support": {"kind_of_support": "exim", "institution": "가상은행", "won": 5, "received_on": "2026-11-23"},
}


def given(_case: Case, move: str) -> dict[str, Any]:
    return GIVEN.get(move, REASON)


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
    fire(case, "evaluate_final", officer, given=SCORE)
    if state in ("ended", "closed"):
        fire(case, "end", officer, given=REASON)


def confirmation_in(state: str) -> Case:
    """A request of an institution with an accepted filing."""
    filing, editor = make.accepted(country="VN")
    case = open_case(
        finance_confirmation, editor, organisation_id=filing.organisation_id, title="가상 요청",
        certificate_no=filing.certificate_no, kind_of_support="exim", institution="가상은행", purpose="가상",
    )  # fmt: skip
    if state != "draft":
        fire(case, "ask", editor)
    if state in ("confirmed", "refused"):
        fire(case, {"confirmed": "confirm", "refused": "refuse"}[state], make.officer(), given=GIVEN["refuse"])
    if state == "withdrawn":
        fire(case, "withdraw", editor, given=REASON)
    return case


LIVES = (
    Life(kind="pilot", bring=pilot_in, given=given),
    Life(kind="finance_confirmation", bring=confirmation_in, given=given),
)
