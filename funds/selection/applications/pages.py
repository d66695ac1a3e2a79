"""The applicant's pages: own applications, starting one, its task list, its course and its result."""

from typing import Any

from flask import abort, g, render_template, url_for

from funds.selection.applications import acts, supplements
from funds.selection.applications.drafts import writing_of
from funds.selection.applications.queries import own_applications, own_in, partnerships
from funds.selection.awards.queries import own_awards
from funds.selection.blueprints import bp
from funds.selection.forms.answers import answers_of
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application, Call
from funds.selection.objections.acts import last_day, may_object, objections_to
from funds.selection.objections.hearings import hearing_of
from funds.selection.panel.result import own_result, place_of
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import award_of, is_receiving, state_words, tone
from portal.core import clock, files, records, timeline
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import open_case, possible_moves
from portal.core.people import Organisation
from portal.core.permissions import EDITORS
from portal.core.text import Text
from portal.core.titles import joined
from portal.core.web import access, case_or_404, current_actor, say, see_other, tell
from portal.core.workflow import Refused
from portal.core.writing import drafts
from portal.core.writing.pages import paper_row


@bp.get("/applications/")
@access("member")
def mine() -> str:
    actor = current_actor()
    return render_template(
        "funds/selection/applications/mine.html",
        applications=own_applications(actor),
        partnerships=partnerships(actor),
        awards=own_awards(actor),
        programmes=PROGRAMMES,
        words=state_words,
        tone=tone,
    )


@bp.post("/calls/<int:call_id>/applications")
@access("member")
def begin(call_id: int) -> Any:
    """Start a draft, or go on with the one that stands."""
    actor = current_actor()
    call = case_or_404(Call, call_id)
    if actor.organisation_id is None or actor.memberships[actor.organisation_id] not in EDITORS.roles:
        abort(403)
    held = own_in(call, actor)
    if held is not None:
        return see_other("funds.application", case_id=held.id)
    if not is_receiving(call):
        raise Refused(Text("접수 중인 공모가 아닙니다.", "This call does not receive applications now."))
    organisation = db.session.get(Organisation, actor.organisation_id)
    assert organisation is not None
    made = open_case(
        kind_of("application"),
        actor,
        organisation_id=organisation.id,
        title=joined(organisation.name, PROGRAMMES[call.programme].title),
        call_id=call.id,
        programme=call.programme,
    )
    records.start_draft(made, acts.known_answers(organisation, actor.name, actor.email))
    tell(
        "신청서를 시작했습니다. 적는 대로 저장할 수 있습니다.", "The application was started. You can save at any time."
    )
    return see_other("funds.application", case_id=made.id)


@bp.get("/applications/<int:case_id>")
@access("signed-in")
def application(case_id: int) -> Any:
    """The owner's and the partners' page; a panel member is led to the scoring page, an official to the desk."""
    case = case_or_404(Application, case_id)
    actor = current_actor()
    if case.organisation_id not in actor.memberships:
        if actor.is_official:
            return see_other("funds_desk.application", case_id=case.id)
        if not _is_partner(case):
            return see_other("funds_panel.score", call_id=case.call_id, case_id=case.id)
    writing = writing_of(case)
    if writing is not None and case.organisation_id in actor.memberships:
        return _task_page(writing)
    return _case_page(case)


def _is_partner(case: Application) -> bool:
    return any(p.application_id == case.id for p in partnerships(current_actor()))


def _task_page(writing: drafts.Writing[Application]) -> str:
    case = writing.case
    found = drafts.tasks(writing)
    rows = [
        {
            "label": t.section.title,
            "url": url_for("funds.section", case_id=case.id, key=t.section.key),
            "state": t.state,
            "hint": _hint(t),
        }
        for t in found
    ]
    programme = PROGRAMMES[case.programme]
    supplement = supplements.running(case)
    if programme.partner_roles and supplement is None:
        problems = acts.partner_problems(case)
        rows.append(
            {
                "label": Text("참여 기관", "Partners"),
                "url": url_for("funds.partners", case_id=case.id),
                "state": "problem" if problems else "done",
                "hint": problems[0]
                if problems
                else Text("{n}곳", "{n}").format(n=sum(p.declined_at is None for p in case.partners)),
            }
        )
    return render_template(
        "funds/selection/applications/tasks.html",
        case=case,
        call=case.call,
        programme=programme,
        tasks=rows,
        done=sum(r["state"] == "done" for r in rows),
        preview=acts.preview(case),
        criteria={c["id"]: c for c in (case.call.rubric.body["criteria"] if case.call.rubric else [])},
        may_edit=EDITORS.holds(current_actor(), case),
        receiving=is_receiving(case.call),
        supplement=supplement,
        today_=clock.today(),
        draft=writing.draft,
    )


def _hint(task: drafts.Task) -> Text | None:
    if task.problems:
        return next(iter(task.problems.values()))
    if task.missing:
        return Text("남은 항목: {l}", "To fill in: {l}").format(
            l=timeline.joined([f.label for f in task.missing[:3]], ", ")
        )
    return None


def _case_page(case: Application) -> str:
    actor = current_actor()
    schema = schema_of(case.call)
    held = files.papers_of(case.id)
    owner = case.organisation_id in actor.memberships
    by_slot: dict[str, list[str]] = {}
    for paper in held:
        by_slot.setdefault(paper.slot, []).append(paper.name)
    return render_template(
        "funds/selection/applications/page.html",
        case=case,
        call=case.call,
        programme=PROGRAMMES[case.programme],
        owner=owner,
        state_words=state_words(case),
        tone=tone(case),
        sections=drafts.answer_rows(schema, answers_of(case), g.language, by_slot),
        papers=paper_rows(case, held) if owner else [],
        entries=timeline.entries(case, actor) if owner else [],
        moves={m.name for m in possible_moves(case, actor)},
        preview=case.automatic,
        criteria={c["id"]: c for c in (case.call.rubric.body["criteria"] if case.call.rubric else [])},
        result=own_result(case) if owner else None,
        award=award_of(case.id) if owner else None,
        place=place_of(case) if owner else None,
        objections=objections_to(case.id) if owner else [],
        may_object=owner and may_object(case) is None,
        objection_day=last_day(case) if owner else None,
        supplements=supplements.supplements_of(case) if owner else [],
        hearing=hearing_of(case) if owner and case.state == "selected" else None,
        words=state_words,
        challengeable=owner
        and bool(case.call.draw_pool)
        and case.call.state in ("open", "review")
        and case.state != "draft",
    )


def paper_rows(case: Application, held: list[files.Paper]) -> list[dict[str, Any]]:
    """Rows for `ui.file_list`."""
    schema = schema_of(case.call)
    return [paper_row(p, say(schema[p.slot].label) if p.slot in schema else "") for p in held]
