"""보완: while eligibility is checked an officer opens named sections again until a day;
who does not answer is judged as it stands.

How often and how long is the programme's data. Only the named sections and their papers open;
everything else stays as submitted.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from funds.selection.applications.acts import call_under_review, facts_of, gaps
from funds.selection.applications.models import Supplement
from funds.selection.forms.answers import draft_of
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application
from funds.selection.programmes import PROGRAMMES
from funds.selection.rubrics import measures
from portal.core import clock, files, records
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.reading_days import day_or_none
from portal.core.text import Text
from portal.core.workflow import Refused


def supplements_of(case: Application) -> list[Supplement]:
    wanted = select(Supplement).where(Supplement.application_id == case.id)
    return list(db.session.scalars(wanted.order_by(Supplement.id)))


def running(case: Application) -> Supplement | None:
    """The request that waits for its answer."""
    if case.state != "supplementing":
        return None
    return next((s for s in reversed(supplements_of(case)) if not s.ended), None)


def times_left(case: Application) -> int:
    asked = select(func.count()).select_from(Supplement).where(Supplement.application_id == case.id)
    return PROGRAMMES[case.programme].supplement.times - int(db.session.scalar(asked) or 0)


def latest_day(case: Application) -> date:
    """The last day that may be set today."""
    return clock.today() + timedelta(days=PROGRAMMES[case.programme].supplement.most_days)


# ---- asking --------------------------------------------------------------------------------------------------------------------


def may_ask(case: Application, given: Mapping[str, Any]) -> Text | None:
    problem = call_under_review(case, given)
    if problem is not None:
        return problem
    if times_left(case) < 1:
        return Text(
            "이 사업에서 보완은 {n}번까지 요구할 수 있습니다. 지금 내용으로 결정해 주세요.",
            "A supplement can be asked for {n} time(s) in this programme. Decide on what there is.",
        ).format(n=PROGRAMMES[case.programme].supplement.times)
    wrong: dict[str, Text] = {}
    known = {s.key for s in schema_of(case.call).sections}
    if not given.get("sections") or not set(given["sections"]) <= known:
        wrong["sections"] = Text("다시 열 부분을 고르세요.", "Choose the sections to open again.")
    due = day_or_none(given.get("due_on"))
    if due is None or not clock.today() < due <= latest_day(case):
        wrong["due_on"] = Text(
            "보완 기한은 내일부터 {d}까지 가운데 하루로 정해 주세요.", "Set a day from tomorrow to {d}."
        ).format(d=latest_day(case))
    if wrong:
        raise Refused(fields=wrong)
    return None


def ask(case: Application, firing: Firing) -> None:
    """Open the named sections on the answers as submitted."""
    given, schema = firing.given, schema_of(case.call)
    chosen = [s for s in schema.sections if s.key in given["sections"]]
    made = Supplement(
        application_id=case.id,
        no=len(supplements_of(case)) + 1,
        sections=[s.key for s in chosen],
        wanted=str(given["wanted"]),
        due_on=day_or_none(given["due_on"]),
    )
    db.session.add(made)
    revision = records.latest_revision(case.id)
    assert revision is not None
    records.start_draft(case, revision.answers, open_fields=[f.key for s in chosen for f in s.fields])
    firing.facts |= {"answer_by": made.due_on.isoformat(), "because": made.wanted, "wanted": None}


def due_on(case: Application) -> date | None:
    request = running(case)
    return request.due_on if request else None


# ---- answering, or not -----------------------------------------------------------------------------------------------------------


def complete(case: Application, _given: Mapping[str, Any]) -> Text | None:
    """What the named sections ask is whole; what stood before is not asked again."""
    draft = draft_of(case)
    opened = set(draft.open_fields or ())
    found = {k: v for k, v in gaps(case, draft.answers).items() if k in opened}
    if found:
        raise Refused(fields=found)
    return None


def take_answer(case: Application, firing: Firing) -> None:
    """A further revision and the new papers; automatic criteria that rest on the applicant's own word follow the new
    answers.
    """
    draft = draft_of(case)
    before = records.latest_revision(case.id)
    revision = records.add_revision(case, schema_of(case.call), draft.answers, firing.actor)
    answers = dict(revision.answers)
    new = [p for p in files.papers_of(case.id) if p.filed_at is None]
    for paper in new:
        paper.filed_at = clock.now()
    db.session.delete(draft)
    case.asked, case.own_share = answers.get("asked"), answers.get("own_share")
    case.track, case.country = str(answers.get("track", "")), str(answers.get("country", ""))
    case.claimed = list(answers.get("bonuses") or [])
    assert case.call.rubric is not None
    again = measures.computed(case.call.rubric.body["criteria"], facts_of(case, answers))
    case.automatic = case.automatic | {k: v for k, v in again.items() if case.automatic.get(k, {}).get("declared")}
    _end(case, "answered")
    changed = [k for k, v in answers.items() if before is None or before.answers.get(k) != v]
    firing.facts |= {"revision": revision.no, "fields": changed, "papers": [p.name for p in new]}


def lapse_day(case: Application) -> date | None:
    """The day after its last day, on which SYSTEM goes on with what there is."""
    request = running(case)
    return request.due_on + timedelta(days=1) if request else None


def lapse(case: Application, _firing: Firing) -> None:
    """Late: nothing that was typed since counts, the papers that came with it are taken back."""
    db.session.delete(draft_of(case))
    for paper in files.papers_of(case.id):
        if paper.filed_at is None:
            files.remove(paper)
    _end(case, "lapsed")


def stop(case: Application, _firing: Firing) -> None:
    """Withdrawn while it was being supplemented."""
    if running(case) is not None:
        lapse(case, _firing)


def _end(case: Application, how: str) -> None:
    request = running(case)
    assert request is not None
    request.ended, request.ended_at = how, clock.now()
    db.session.flush()
