"""What must hold for an application to the pool and what its moves do: receipt, appointment for a term, renewal, end.

The pool's row (`Expert`) is made on appointment from the answers and is the expert's own to keep up from then on.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from experts.acts import answers_of, decide, file_answers
from experts.models import Expert
from experts.pool.models import Application
from experts.pool.queries import expert_of, running_cases
from experts.terms import YEARS_NEEDED
from portal.core import clock, periods, records, roles
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import Firing, fire_lapsed
from portal.core.people import User
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.titles import joined


def long_enough(answers: Answers) -> dict[str, Text]:
    """A career of one word says nothing that could be matched."""
    if answers.get("career") and len(str(answers["career"]).strip()) < 30:
        return {
            "career": Text("경력을 30자 이상 문장으로 적어 주세요.", "Describe your career in at least 30 characters.")
        }
    return {}


def consented(answers: Answers) -> dict[str, Text]:
    if answers.get("consent") == "no":
        return {"consent": Text("동의하지 않으면 심사할 수 없습니다.", "Without consent it cannot be decided.")}
    return {}


def receive(case: Application, firing: Firing) -> None:
    answers = file_answers(case, firing)
    case.received_on = firing.on
    case.number = records.receipt_number("E", firing.on)
    case.titled = joined(firing.actor.name, answers.get("affiliation") or "")
    firing.facts |= {"number": case.number}


def refile(case: Application, firing: Firing) -> None:
    file_answers(case, firing)


def review_by(case: Case) -> date | None:
    if case.received_on is None:
        return None
    days = periods.rules_on(case.received_on).days("review_days")
    return clock.processing_period(case.received_on, days, periods.calendar()).due_on


def seven_years(case: Case, _given: Mapping[str, Any]) -> Text | None:
    years = int(answers_of(case).get("years") or 0)
    if years < YEARS_NEEDED:
        return Text(
            "실무 경력이 {n}년입니다. 7년 이상이어야 위촉할 수 있습니다.", "{n} years of practice; seven are needed."
        ).format(n=years)
    return None


def term_in_order(_case: Case, given: Mapping[str, Any]) -> Text | None:
    if str(given["term_to"]) <= max(str(given["term_from"]), clock.today().isoformat()):
        return Text(
            "위촉 종료일은 시작일과 오늘보다 뒤여야 합니다.", "The term must end after its first day and after today."
        )
    return None


def later_end(case: Application, given: Mapping[str, Any]) -> Text | None:
    if str(given["term_to"]) <= str(max(case.term_to or clock.today(), clock.today())):
        return Text("지금의 종료일과 오늘보다 뒤여야 합니다.", "It must be later than the present end and today.")
    return None


def appoint(case: Application, firing: Firing) -> None:
    """위촉: the pool's row from the answers, the role, the number of the certificate."""
    answers, user = answers_of(case), db.session.get(User, case.created_by_id)
    assert user is not None
    held = db.session.scalar(select(Expert).where(Expert.user_id == user.id))
    if held is None:
        number = records.next_number(f"GHKOL-{firing.on.year}")
        held = Expert(user_id=user.id, certificate_no=f"GHKOL-{firing.on.year}-{number:03d}")
        db.session.add(held)
    held.case_id, held.ended_on = case.id, None
    held.term_from = date.fromisoformat(firing.given["term_from"])
    held.term_to = case.term_to = date.fromisoformat(firing.given["term_to"])
    held.max_load = int(firing.given["max_load"])
    for key in ("name_en", "affiliation", "career", "zone"):
        setattr(held, key, answers.get(key) or "")
    for key in ("fields", "countries", "regions", "languages"):
        setattr(held, key, list(answers.get(key) or ()))
    held.years = int(answers["years"])
    held.conflicts = lines(answers.get("conflicts"))
    decide(case, firing)
    roles.grant(user, "expert", firing.actor, reason=f"위촉 {held.certificate_no}")
    firing.facts |= {"certificate": held.certificate_no}


def renew(case: Application, firing: Firing) -> None:
    held = expert_of(case)
    assert held is not None
    held.term_to = case.term_to = date.fromisoformat(firing.given["term_to"])
    held.ended_on = None
    roles.grant(held.user, "expert", firing.actor, reason=f"재위촉 {held.certificate_no}")


def end(case: Application, firing: Firing) -> None:
    held = expert_of(case)
    assert held is not None
    held.ended_on = firing.on
    roles.withdraw(held.user, "expert", firing.actor, reason="해촉")


def term_over(case: Application) -> date | None:
    """The day after the term."""
    return case.term_to + timedelta(days=1) if case.term_to else None


def lapse(case: Application, firing: Firing) -> None:
    """The term is over; who still has a case keeps the role until it closes."""
    held = expert_of(case)
    if held is not None and not running_cases(held):
        roles.withdraw(held.user, "expert", firing.actor, reason="임기 만료")


def nothing_running(case: Case, _given: Mapping[str, Any]) -> Text | None:
    held = expert_of(case)
    cases = running_cases(held) if held else []
    if cases:
        return Text(
            "수행 중인 자문이 {n}건 있습니다. 먼저 다른 전문위원에게 넘겨 주세요: {l}",
            "There are {n} consultations running. Hand them over first: {l}",
        ).format(n=len(cases), l=", ".join(c.number or "" for c in cases))
    return None


def lines(text: Any) -> list[str]:
    """Entries written one a line."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def end_terms() -> int:
    """Fire the lapse of appointments whose term is over; how many."""
    wanted = select(Application.id).where(Application.state == "appointed", Application.term_to < clock.today())
    ended = 0
    for case_id in list(db.session.scalars(wanted)):
        case = db.session.get(Application, case_id)
        if case is not None:
            ended += len(fire_lapsed(case))
        db.session.commit()
    return ended
