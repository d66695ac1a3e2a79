"""A survey from opening to publication: who is asked, until when, and what carries over from the year before.

Knows no request.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from experts.deadlines import exact, instant
from experts.workforce import rows
from experts.workforce.models import WorkforceNeed, WorkforceReturn, WorkforceSurvey
from portal.core import clock, records
from portal.core.db import db, lock_row
from portal.core.declared import fact, kind_of
from portal.core.fire import fire, open_case
from portal.core.people import SYSTEM, Actor, Organisation
from portal.core.text import Text
from portal.core.titles import joined
from portal.core.workflow import Refused

STATES = {
    "planned": (Text("시작 전", "Not open yet"), "gray"),
    "open": (Text("조사 중", "Open"), "information"),
    "closed": (Text("마감, 결과 정리 중", "Closed, results being prepared"), "warning"),
    "published": (Text("결과 공개", "Published"), "success"),
}


def state_of(survey: WorkforceSurvey) -> str:
    """A key of STATES as the clock stands."""
    if survey.published_at is not None:
        return "published"
    if clock.now() < survey.opens_at:
        return "planned"
    return "open" if clock.now() <= survey.closes_at else "closed"


def surveys() -> list[WorkforceSurvey]:
    """Every survey, the newest first."""
    return list(db.session.scalars(select(WorkforceSurvey).order_by(WorkforceSurvey.year.desc())))


def newest() -> WorkforceSurvey | None:
    """The survey of the latest year."""
    return db.session.scalar(select(WorkforceSurvey).order_by(WorkforceSurvey.year.desc()).limit(1))


def survey_by_id(survey_id: int) -> WorkforceSurvey | None:
    return db.session.get(WorkforceSurvey, survey_id) if survey_id < 2**31 else None


def open_survey() -> WorkforceSurvey | None:
    """The survey that takes answers now."""
    now = clock.now()
    wanted = select(WorkforceSurvey).where(WorkforceSurvey.opens_at <= now, WorkforceSurvey.closes_at >= now)
    return db.session.scalar(wanted.order_by(WorkforceSurvey.year.desc()).limit(1))


def last_published() -> WorkforceSurvey | None:
    wanted = select(WorkforceSurvey).where(WorkforceSurvey.published_at.is_not(None))
    return db.session.scalar(wanted.order_by(WorkforceSurvey.year.desc()).limit(1))


# ---- asking --------------------------------------------------------------------------------------------------------------------


def invite_due() -> int:
    """Tick: ask every organisation with an accepted filing once its survey has opened; how many were asked now."""
    wanted = select(WorkforceSurvey).where(
        WorkforceSurvey.opens_at <= clock.now(),
        WorkforceSurvey.invited_at.is_(None),
        WorkforceSurvey.closes_at >= clock.now(),
    )
    return sum(invite(survey) for survey in list(db.session.scalars(wanted)))


def invite(survey: WorkforceSurvey) -> int:
    lock_row(survey)
    if survey.invited_at is not None:
        return 0
    survey.invited_at = clock.now()
    wanted = select(Organisation).where(Organisation.id.in_(fact("organisations_with_filings") or ()))
    held = set(
        db.session.scalars(select(WorkforceReturn.organisation_id).where(WorkforceReturn.survey_id == survey.id))
    )
    asked = [o for o in db.session.scalars(wanted.order_by(Organisation.id)) if o.id not in held]
    for organisation in asked:
        _begin(survey, organisation, SYSTEM, invited=True)
    db.session.commit()
    return len(asked)


def join(survey: WorkforceSurvey, actor: Actor) -> WorkforceReturn:
    """The return of the actor's organisation: the one that is there, or a new one while the survey is open."""
    lock_row(survey)
    wanted = select(WorkforceReturn).where(
        WorkforceReturn.survey_id == survey.id, WorkforceReturn.organisation_id == actor.organisation_id
    )
    found = db.session.scalar(wanted)
    if found is not None:
        return found
    if state_of(survey) != "open":
        raise Refused(
            Text("{at}까지 참여할 수 있었습니다.", "Answers were taken until {at}.").format(at=exact(survey.closes_at))
            if clock.now() > survey.closes_at
            else Text("아직 조사를 시작하지 않았습니다.", "The survey is not open yet.")
        )
    organisation = db.session.get(Organisation, actor.organisation_id)
    assert organisation is not None
    return _begin(survey, organisation, actor, invited=False)


def _begin(survey: WorkforceSurvey, organisation: Organisation, actor: Actor, *, invited: bool) -> WorkforceReturn:
    named = Text("{y}년 인력 수요조사", "Survey of needed staff {y}").format(y=survey.year)
    kind = kind_of("workforce_return")
    made: WorkforceReturn = open_case(
        kind,
        actor,
        organisation_id=organisation.id,
        title=joined(named, organisation.name),
        survey_id=survey.id,
        invited=invited,
    )
    records.start_draft(made, from_last_year(survey, organisation.id))
    fire(made, "ask", actor)
    return made


def from_last_year(survey: WorkforceSurvey, organisation_id: int) -> dict[str, Any]:
    """What the form begins with: contact and rows of the organisation's return of the year before,
    marked as carried over.
    """
    wanted = (
        select(WorkforceReturn)
        .join(WorkforceSurvey, WorkforceSurvey.id == WorkforceReturn.survey_id)
        .where(
            WorkforceReturn.organisation_id == organisation_id,
            WorkforceSurvey.year < survey.year,
            WorkforceReturn.state.in_(("submitted", "confirmed")),
        )
    )
    last = db.session.scalar(wanted.order_by(WorkforceSurvey.year.desc()).limit(1))
    revision = records.latest_revision(last.id) if last else None
    if revision is None:
        return {}
    contact = {k: revision.answers[k] for k in ("contact_name", "contact_phone") if k in revision.answers}
    return contact | {f"r{n}": rows.carried(row) for n, row in enumerate(revision.answers.get("rows") or (), 1)}


# ---- changing and publishing ---------------------------------------------------------------------------------------------------


def problems_of(survey: WorkforceSurvey, given: Mapping[str, Any]) -> dict[str, Text]:
    """What is wrong with the answers of the survey's form, by field. `survey` may be new (without id)."""
    found: dict[str, Text] = {}
    year = int(given["year"])
    taken = db.session.scalar(select(WorkforceSurvey.id).where(WorkforceSurvey.year == year))
    if taken is not None and taken != survey.id:
        found["year"] = Text("{n}년 조사가 이미 있습니다.", "There is a survey of {n} already.").format(n=year)
    if survey.id and survey.invited_at and year != survey.year:
        found["year"] = Text("시작한 조사의 연도는 바꿀 수 없습니다.", "The year of an opened survey stays.")
    opens, closes = (instant(str(given[f"{k}_day"]), str(given[f"{k}_hour"])) for k in ("opens", "closes"))
    hour = Text("시각을 18:00처럼 적어 주세요.", "Enter an hour such as 18:00.")
    found |= {f"{k}_hour": hour for k, at in (("opens", opens), ("closes", closes)) if at is None}
    if opens and closes and closes <= opens:
        found["closes_day"] = Text("마감은 시작보다 뒤여야 합니다.", "It must close after it opens.")
    elif closes and closes <= clock.now() and (survey.id is None or closes != survey.closes_at):
        found["closes_day"] = Text("마감을 지금보다 뒤로 정해 주세요.", "Set a deadline that is still to come.")
    named, problems = rows.occupations_of(str(given["occupations"]))
    if problems:
        found["occupations"] = problems[0]
    elif lost := sorted(used_occupations(survey) - {ko for ko, _ in named}):
        words = Text(
            "조사표에 이미 쓰인 직종은 뺄 수 없습니다: {v}",
            "An occupation that returns name cannot be taken out ({n}).",
        )
        found["occupations"] = words.format(v=", ".join(lost), n=len(lost))
    return found


def used_occupations(survey: WorkforceSurvey) -> set[str]:
    if survey.id is None:
        return set()
    wanted = select(WorkforceNeed.occupation).join(WorkforceReturn, WorkforceReturn.id == WorkforceNeed.case_id)
    return set(db.session.scalars(wanted.where(WorkforceReturn.survey_id == survey.id).distinct()))


def keep(survey: WorkforceSurvey, given: Mapping[str, Any]) -> None:
    """Write the form's answers; a moved deadline is told to whoever still has to answer."""
    opens, closes = (instant(str(given[f"{k}_day"]), str(given[f"{k}_hour"])) for k in ("opens", "closes"))
    assert opens is not None
    assert closes is not None
    moved = survey.id is not None and survey.closes_at != closes
    survey.year, survey.opens_at, survey.closes_at = int(given["year"]), opens, closes
    survey.reference_on = date.fromisoformat(str(given["reference_on"]))
    survey.note = str(given.get("note") or "")
    survey.occupations = rows.occupations_of(str(given["occupations"]))[0]
    db.session.add(survey)
    db.session.flush()
    if moved:
        wanted = select(WorkforceReturn).where(
            WorkforceReturn.survey_id == survey.id, WorkforceReturn.state.in_(("asked", "returned"))
        )
        for case in list(db.session.scalars(wanted.order_by(WorkforceReturn.id))):
            fire(case, "move_deadline", SYSTEM)


def publishable(survey: WorkforceSurvey) -> list[Text]:
    """What keeps the results from being published; empty when nothing does."""
    found = []
    if clock.now() <= survey.closes_at:
        found.append(
            Text("마감({at}) 뒤에 공개할 수 있습니다.", "Only after it has closed ({at}).").format(
                at=exact(survey.closes_at)
            )
        )
    wanted = select(func.count()).select_from(WorkforceReturn)
    waiting = (
        db.session.scalar(wanted.where(WorkforceReturn.survey_id == survey.id, WorkforceReturn.state == "submitted"))
        or 0
    )
    if waiting:
        found.append(
            Text("확인하지 않은 조사표가 {n}건 있습니다.", "{n} returns are not confirmed yet.").format(n=waiting)
        )
    return found
