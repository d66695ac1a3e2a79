"""What must hold and what happens when a pilot moves: plan, 1+1, end, results. No page is made here.

Needs return the unmet condition as a sentence; effects write the pilot's columns. A pilot that came from an agreement
of the programme moves it along, so that the yearly tables of the programmes hold the pilots too.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from funds.pilots.course.queries import (
    mark_of,
    next_result_year,
    planned_sum,
    result_years,
    rule_of,
    stretches,
)
from funds.pilots.models import Pilot, PilotResult
from funds.selection.models import Application, Award
from funds.selection.queries import begins_pilot
from funds.terms import FIELDS
from portal.core import clock, records
from portal.core.cases import Event
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import SYSTEM
from portal.core.text import Text, shortened
from portal.core.workflow import Refused

# ---- the plan ----------------------------------------------------------------------------------------------------------------------


def plan_complete(case: Pilot, _given: Mapping[str, Any]) -> Text | None:
    if case.begins_on is None or case.ends_on is None:
        return Text("사업 기간을 먼저 적어 주세요.", "Give the period first.")
    if not stretches(case):
        return Text("단계를 하나 이상 적어 주세요.", "Give at least one milestone.")
    if not case.indicators:
        return Text("지표를 하나 이상 적어 주세요.", "Give at least one indicator.")
    if not planned_sum(case):
        return Text("예산을 적어 주세요.", "Give the budget.")
    return None


def take(case: Pilot, firing: Firing) -> None:
    """Who approves the plan is the pilot's officer from then on."""
    if case.number is None:
        case.number = f"ICT-P-{firing.on.year}-{records.next_number(f'ICT-P-{firing.on.year}'):03d}"
    case.handler_id = firing.actor.user_id
    case.received_on = case.received_on or firing.on


# ---- 1+1 --------------------------------------------------------------------------------------------------------------------------------


def good_enough(case: Pilot, _given: Mapping[str, Any]) -> Text | None:
    """The second year: once, and from the points of the version in force when the pilot began."""
    rule, final = rule_of(case), mark_of(case, "final")
    if case.year_no > 1:
        return Text("2차년도를 이미 지원했습니다.", "The second year was granted already.")
    if final is None or final.points < rule.second_year_from:
        words = Text(
            "최종평가 {p}점은 2차년도 기준 {l}점({v})에 못 미칩니다.", "Rated {p}: a second year needs {l} ({v})."
        )
        return words.format(p=final.points if final else "–", l=rule.second_year_from, v=rule.version)
    return None


def longer(case: Pilot, given: Mapping[str, Any]) -> Text | None:
    if case.ends_on and str(given.get("ends_on")) <= case.ends_on.isoformat():
        return Text("2차년도의 끝이 1차년도의 끝보다 늦어야 합니다.", "The second year must end after the first.")
    return None


def begin_second_year(case: Pilot, firing: Firing) -> None:
    """Back to planning, one year on."""
    case.year_no = 2
    case.ends_on = date.fromisoformat(firing.given["ends_on"])
    case.support = (case.support or 0) + int(firing.given["amount"])
    award = db.session.get(Award, case.award_id) if case.award_id else None
    if award is not None and award.state == "in_force":
        fire(
            award, "continue_", firing.actor, given={"amount": firing.given["amount"], "reason": firing.given["reason"]}
        )


def second_year_is_the_pilots(award: Award, _event: Event) -> None:
    """Listens to `award.continued`: the second year of a pilot is decided on the pilot, by its rule."""
    pilot = db.session.scalar(select(Pilot).where(Pilot.award_id == award.id))
    if begins_pilot(award.programme) and pilot is not None and pilot.year_no == 1:
        raise Refused(
            Text("2차년도는 시범사업 화면에서 정합니다.", "The second year is decided on the pilot's own page.")
        )


# ---- the end and the years after ---------------------------------------------------------------------------------------------------------


def end(case: Pilot, firing: Firing) -> None:
    case.ended_on = case.decided_on = firing.on


def result_fits(case: Pilot, given: Mapping[str, Any]) -> Text | None:
    year = int(given.get("year") or 0)
    if year not in result_years(case):
        words = Text("{a}년부터 {b}년까지의 성과를 적습니다.", "Results of {a} to {b} are asked.")
        years = result_years(case)
        return words.format(a=years[0], b=years[-1])
    if year >= clock.today().year:
        return Text("아직 끝나지 않은 해입니다.", "That year is not over yet.")
    if year in {r.year for r in case.results}:
        return Text("그해의 성과는 이미 적었습니다.", "The results of that year were told already.")
    return None


def keep_result(case: Pilot, firing: Firing) -> None:
    given = firing.given
    case.results.append(
        PilotResult(
            year=int(given["year"]),
            contracts=given["contracts"],
            contract_won=given["contract_won"],
            export_won=given["export_won"],
            note=given.get("note") or "",
            by_id=firing.actor.user_id,
        )
    )
    db.session.flush()


def close_once_told(case: Pilot, _event: Event) -> None:
    """Listens to `pilot.results_told`: the portal closes a pilot once the three years were told."""
    if next_result_year(case) is None:
        fire(case, "close", SYSTEM)


# ---- where pilots come from ----------------------------------------------------------------------------------------------------------------


def open_from_award(award: Award, _event: Event) -> None:
    """Listens to `award.given`: a signed agreement of the programme becomes a pilot to be planned."""
    if not begins_pilot(award.programme):
        return
    application = db.session.get_one(Application, award.application_id)
    revision = records.latest_revision(application.id)
    answers = revision.answers if revision else {}
    field = answers.get("field")
    open_case(
        kind_of("pilot"),
        SYSTEM,
        organisation_id=award.organisation_id,
        title=str(answers.get("product") or "") or award.titled,
        award_id=award.id,
        year=award.call.year,
        country=award.country or str(answers.get("country") or ""),
        field=field if field in FIELDS else "other",
        summary=shortened(str(answers.get("summary") or ""), 2000),
        partners=[{"name": p.name, "role": p.role} for p in application.partners if p.declined_at is None],
        support=award.amount,
        own_share=award.own_share,
        begins_on=award.valid_from,
        ends_on=award.valid_to,
    )
