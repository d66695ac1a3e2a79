"""A panel's evaluation of a pilot: opened by an officer, scored under seal, its mean handed to the pilot.

No page is made here.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from funds.pilots.course.queries import mark_of, measured, rule_of
from funds.pilots.course.variance import reached
from funds.pilots.evaluation.models import PilotEvaluation
from funds.pilots.models import Pilot
from funds.pilots.standard.terms import EVALUATIONS
from funds.pilots.terms import LEVELS, RISK_KINDS
from funds.selection.conflicts import conflict_with
from funds.selection.reviews.acts import keep_result, open_review
from funds.selection.reviews.queries import review_of, sheets_of
from funds.selection.reviews.subjects import Subject
from portal.core import clock, records
from portal.core.cases import Case
from portal.core.db import db, lock_row
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.panels.pool import Reviewer
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused

UNDER_WAY = ("scoring", "opened")


def evaluations_of(pilot: Pilot) -> list[PilotEvaluation]:
    """Every panel that was ever put on the pilot, the latest first."""
    wanted = select(PilotEvaluation).where(PilotEvaluation.pilot_id == pilot.id).order_by(PilotEvaluation.id.desc())
    return list(db.session.scalars(wanted))


def can_open(pilot: Pilot) -> list[str]:
    """Which evaluations a panel may be called for now."""
    if pilot.state != "running":
        return []
    busy = {e.what for e in evaluations_of(pilot) if e.state in UNDER_WAY and e.year_no == pilot.year_no}
    return [what for what in EVALUATIONS if what not in busy and mark_of(pilot, what) is None]


def called(what: str, pilot: Pilot) -> Text:
    return Text("{w} {t}", "{w} · {t}").format(w=EVALUATIONS[what], t=pilot.titled)


def open_evaluation(pilot: Pilot, what: str, wanted: int, actor: Actor) -> PilotEvaluation:
    """Put a panel of `wanted` on the pilot. Raises Refused."""
    lock_row(pilot)
    if what not in can_open(pilot):
        raise Refused(Text("지금은 이 평가를 열 수 없습니다.", "This evaluation cannot be opened now."))
    rule = rule_of(pilot)
    made: PilotEvaluation = open_case(
        kind_of("pilot_evaluation"),
        actor,
        organisation_id=pilot.organisation_id,
        title=called(what, pilot),
        pilot_id=pilot.id,
        what=what,
        year_no=pilot.year_no,
        rule=rule.version,
    )
    made.handler_id = actor.user_id
    made.number = records.receipt_number("PE", clock.today())
    open_review(made, [dict(one) for one in rule.criteria[what]], wanted)
    return made


# ---- who may judge, and what they read ---------------------------------------------------------------------------------------------------


def parties(case: PilotEvaluation) -> list[str]:
    """The performer and its partners by name."""
    performer = [case.pilot.organisation.name] if case.pilot.organisation else []
    return [*performer, *(str(one["name"]) for one in case.pilot.partners)]


def barred(case: PilotEvaluation, reviewer: Reviewer) -> Text | None:
    performer = [case.pilot.organisation] if case.pilot.organisation else []
    return conflict_with(reviewer, performer, parties(case))


def file(case: PilotEvaluation) -> dict[str, Any]:
    """What the panel reads: the pilot's plan and course, as its page shows them."""
    pilot = case.pilot
    return {
        "pilot": pilot,
        "measured": [(one, m, reached(m)) for one, m in zip(pilot.indicators, measured(pilot), strict=True)],
        "kinds": RISK_KINDS,
        "levels": LEVELS,
    }


SUBJECT = Subject(
    title=Text("ICT 시범사업 평가", "Evaluation of an ICT pilot"),
    heading=lambda case: called(case.what, case.pilot),
    working="scoring",
    parties=parties,
    bars=barred,
    invites=lambda case: case.handler_id,
    template="funds/pilots/evaluation/_file.html",
    shows=file,
)


# ---- what its moves do ---------------------------------------------------------------------------------------------------------------


def freeze(case: PilotEvaluation, firing: Firing) -> None:
    """The sheets as the portal's one arithmetic reads them: one case, each criterion in full."""
    held = review_of(case)
    assert held is not None
    rubric = {
        "version": case.rule,
        "pass_mark": "0",
        "drop_extremes_from": 5,
        "decimals": 2,
        "bonus_cap": "0",
        "seats": 1,
        "criteria": [{k: c[k] for k in ("id", "label", "max")} for c in held.criteria],
        "bonuses": [],
        "penalties": [],
        "tie_break": [held.criteria[0]["id"]],
    }
    number, sheets = case.number or str(case.id), sheets_of(case)
    scores = {
        "applications": [{"id": number, "bonuses": [], "penalties": []}],
        "members": list(sheets),
        "conflicts": [],
        "scores": {number: sheets},
    }
    keep_result(case, firing, rubric, scores)


def not_to_come(_case: Case, given: Mapping[str, Any]) -> Text | None:
    if str(given.get("held_on")) > clock.today().isoformat():
        return Text("평가일이 아직 오지 않았습니다.", "That day has not come yet.")
    return None


def conclude(case: PilotEvaluation, firing: Firing) -> None:
    """Hand the mean to the pilot, whose own move says what it means."""
    case.decided_on = firing.on
    given = {"evaluation": case.id, "held_on": firing.given["held_on"], "reason": firing.given["reason"]}
    fire(case.pilot, f"evaluate_{case.what}", firing.actor, given=given)


def call_off(case: PilotEvaluation, firing: Firing) -> None:
    case.decided_on = firing.on
