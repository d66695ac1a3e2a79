"""What must hold for an application to the pool and what its moves do: receipt, appointment for a term, renewal, end.

The pool's row (`Expert`) is made on appointment from the answers and is the expert's own to keep up from then on.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from experts.models import Application, Consultation, Expert
from experts.terms import YEARS_NEEDED
from portal.core import clock, files, periods, records, rights
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.people import User
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused


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


def answers_of(case: Case) -> Answers:
    """The draft while it is written, else what was last submitted."""
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        return dict(draft.answers)
    revision = records.latest_revision(case.id)
    return dict(revision.answers) if revision else {}


def complete(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Every question and paper is there; gaps go to their fields."""
    found = case.declared.schema.gaps(answers_of(case), files.slots_of(files.papers_of(case.id)))
    if found:
        raise Refused(fields=found)
    return None


def file_answers(case: Case, firing: Firing) -> Answers:
    """Keep the draft as a revision and its papers as filed."""
    answers = answers_of(case)
    revision = records.add_revision(case, case.declared.schema, answers, firing.actor)
    for paper in files.papers_of(case.id):
        paper.filed_at = paper.filed_at or clock.now()
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)
    firing.facts |= {"revision": revision.no}
    return dict(revision.answers)


def receive(case: Application, firing: Firing) -> None:
    answers = file_answers(case, firing)
    case.received_on = firing.on
    case.number = records.receipt_number("E", firing.on)
    case.title = f"{firing.actor.name} · {answers.get('affiliation', '')}"[:300]
    firing.facts |= {"number": case.number}


def refile(case: Application, firing: Firing) -> None:
    file_answers(case, firing)


def reopen(case: Application, _firing: Firing) -> None:
    records.start_draft(case, answers_of(case))


def take(case: Case, firing: Firing) -> None:
    case.handler_id = firing.actor.user_id


def decide(case: Case, firing: Firing) -> None:
    case.decided_on = firing.on
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)


def review_by(case: Case) -> date | None:
    if case.received_on is None:
        return None
    days = periods.rules_on(case.received_on).review_days
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


def expert_of(case: Case) -> Expert | None:
    return db.session.scalar(select(Expert).where(Expert.case_id == case.id))


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
    rights.grant(user, "expert", firing.actor, reason=f"위촉 {held.certificate_no}")
    firing.facts |= {"certificate": held.certificate_no}


def renew(case: Application, firing: Firing) -> None:
    held = expert_of(case)
    assert held is not None
    held.term_to = case.term_to = date.fromisoformat(firing.given["term_to"])
    held.ended_on = None
    rights.grant(held.user, "expert", firing.actor, reason=f"재위촉 {held.certificate_no}")


def end(case: Application, firing: Firing) -> None:
    held = expert_of(case)
    assert held is not None
    held.ended_on = firing.on
    rights.withdraw(held.user, "expert", firing.actor, reason="해촉")


def term_over(case: Application) -> date | None:
    """The day after the term."""
    return case.term_to + timedelta(days=1) if case.term_to else None


def lapse(case: Application, firing: Firing) -> None:
    """The term is over; who still has a case keeps the role until it closes."""
    held = expert_of(case)
    if held is not None and not running_cases(held):
        rights.withdraw(held.user, "expert", firing.actor, reason="임기 만료")


def running_cases(expert: Expert) -> list[Consultation]:
    """Consultations that an expert is asked for or has."""
    busy = ("offered", "running", "reported")
    wanted = select(Consultation).where(Consultation.expert_id == expert.id, Consultation.state.in_(busy))
    return list(db.session.scalars(wanted.order_by(Consultation.id)))


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
    return [line.strip() for line in str(text or "").splitlines() if line.strip()][:50]
