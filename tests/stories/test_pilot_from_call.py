"""From the call of the programme to the pilot, its second year, and their row in sheet 16."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from funds.demo.ict import pilots_of_2023
from funds.pilots.models import BudgetLine, Milestone, Pilot, PilotIndicator
from funds.selection.models import Award
from funds.sheets import SHEETS
from portal.core import clock
from portal.core.db import db
from portal.core.fire import fire
from portal.core.tables import AsOf
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding, pilot_maker

YEAR = date(2026, 12, 31)


def rows(day=YEAR):
    table = next(s for s in SHEETS if s.key == "programmes").build(AsOf(day=day, first_year=2016))
    return {(row[0], row[1]): row[2:] for row in table.in_("ko").rows}


def pilot_of_a_call() -> Pilot:
    """A pilot that came from a call, was planned, ran and was rated 93."""
    call, cases = funding.decided_call("ict_pilot", 3, 5, budget=700_000_000, tracks=["pilot"])
    with clock.at(call.closes_at + timedelta(days=21)):
        selected = next(c for c in cases if c.state == "selected")
        award = funding.signed(selected)
        case = db.session.scalar(select(Pilot).where(Pilot.award_id == award.id))
        assert (case.state, case.support, case.organisation_id) == ("planned", award.amount, award.organisation_id)
        assert (case.begins_on, case.ends_on) == (award.valid_from, award.valid_to)
        first = case.begins_on
        case.milestones.append(Milestone(title="설치", begins_on=first, ends_on=first + timedelta(days=60)))
        case.indicators.append(PilotIndicator(label="판독", baseline=0, target=10, due_on=first + timedelta(days=60)))
        case.budget.append(BudgetLine(item="설치비", amount=1_000_000))
        db.session.flush()
        fire(case, "submit_plan", funding.owner_of(case))
        fire(case, "approve_plan", make.officer())
    with clock.at(date(2026, 11, 20)):
        given = {"held_on": "2026-11-18", "reason": "가상 의견"}
        fire(pilot_maker.panel_result(case, "final"), "conclude", make.officer(), given=given)
    return case


def test_a_signed_agreement_becomes_a_pilot_and_its_second_year_counts(session, today):
    today(funding.START)
    case = pilot_of_a_call()
    award = case.award_id
    title = "ICT 기반 의료시스템 해외진출 시범사업"
    assert rows()[title, "2026"][0] == 3
    assert rows()[title, "2026"][4] == 0
    ministry = make.acting(make.user("ministry"))
    with clock.at(date(2026, 11, 25)):
        fire(
            case, "continue_", ministry, given={"amount": 100_000_000, "ends_on": "2028-03-31", "reason": "기준을 넘음"}
        )
    assert rows()[title, "2026"][4] == 1

    held = db.session.get(Award, award)
    assert held.second_year
    assert [e.points for e in held.evaluations] == ["93.0"]


def test_the_second_year_is_not_granted_past_the_pilot(session, today):
    today(funding.START)
    case = pilot_of_a_call()

    award = db.session.get(Award, case.award_id)
    with clock.at(date(2026, 11, 25)), pytest.raises(Refused, match="시범사업 화면"):
        fire(award, "continue_", make.acting(make.user("ministry")), given={"amount": 1, "reason": "가상"})


def test_public_records_stand_in_their_own_row_without_invented_figures(session):

    pilots_of_2023()
    assert rows(date(2023, 12, 31)) == {
        ("ICT 기반 의료시스템 해외진출 시범사업 (공모 밖)", "2023"): [None, 4, None, None, None]
    }
    assert rows(date(2022, 12, 31)) == {}
    pilots = list(db.session.scalars(select(Pilot)))
    assert {p.country for p in pilots} == {"SG", "SA", "KH", "UZ"}
    assert all(p.state == "recorded" and p.support is None and p.begins_on is None and not p.reports for p in pilots)


def test_registered_pilots_count_with_what_is_known(session, today):
    today(date(2026, 11, 23))
    pilot_maker.evaluated("91.5")
    assert list(rows().values()) == [[None, 1, 100_000_000, Decimal("91.50"), 0]]
