"""The owner's pages of filings and changes: the list, starting one, and the page of a case.

A view loads, asks, renders.
"""

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from filings.cases import queries, shown
from filings.change.queries import changes_of, difference_rows, may_be_changed, open_change, parent_of
from filings.filing.content import latest_answers
from filings.filing.period import FilingPeriod
from filings.filing.period import filing_period as period_on
from filings.filing.questions import SCHEMA, prefilled
from filings.models import ChangeFiling, Filing
from filings.owner.drafts import editing_of, gaps_of, section_of, tasks
from portal.core import clock, records, timeline
from portal.core.cases import Case
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import open_case, possible_moves
from portal.core.people import Organisation
from portal.core.permissions import EDITORS
from portal.core.reading import sent_number
from portal.core.schema import Answers, is_blank
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell

bp = Blueprint("filings", __name__, url_prefix="/filings")


def own_case(case_id: int) -> Case:
    """The filing or change that the actor may see; else 404, and the guess is logged."""
    case = case_or_404(Case, case_id)
    if case.kind not in queries.KINDS:
        abort(404)
    return case


def may_edit(case: Case) -> bool:
    return EDITORS.holds(current_actor(), case)


def editor_or_403(case: Case) -> None:
    """Viewers read; they change nothing."""
    if not may_edit(case):
        note_access("refused", f"{case.kind}:{case.id}")
        abort(403)


def own_organisation() -> Organisation:
    """The organisation acted for, where the actor may write for it."""
    actor = current_actor()
    if actor.organisation_id is None or actor.memberships[actor.organisation_id] not in EDITORS.roles:
        abort(403)
    found = db.session.get(Organisation, actor.organisation_id)
    assert found is not None
    return found


@bp.get("/")
@access("member")
def mine() -> str:
    actor = current_actor()
    page = queries.MINE.page(actor, request.args)
    role = actor.memberships.get(actor.organisation_id or 0)
    return render_template(
        "filings/owner/list.html",
        to_do=queries.cases_to_do(actor),
        page=page,
        listing=queries.MINE,
        words=queries.state_words,
        tone=lambda case: queries.state_of(case).tone,
        may_start=role in EDITORS.roles,
    )


@bp.get("/start")
@access("member")
def start() -> str:
    organisation = own_organisation()
    return render_template(
        "filings/owner/start.html",
        organisation=organisation,
        earlier=queries.filed_before(current_actor()),
        period=period_on({"founder": organisation.founder}, clock.today()),
    )


@bp.post("/start")
@access("member")
def begin() -> Any:
    """A draft with what the portal knows already; with `copy` also the answers of an earlier filing,
    days and papers apart.
    """
    organisation = own_organisation()
    answers = _known(organisation)
    chosen = request.form.get("copy", "")
    if chosen:
        source = case_or_404(Filing, sent_number(chosen) or 0)
        answers = _carried_over(latest_answers(source)) | answers
    answers["contact_name"] = answers.get("contact_name") or current_actor().name
    answers["contact_email"] = answers.get("contact_email") or current_actor().email
    case = open_case(kind_of("filing"), current_actor(), organisation_id=organisation.id, title=organisation.name)
    records.start_draft(case, answers)
    tell("새 신고를 시작했습니다. 적는 대로 저장할 수 있습니다.", "A new filing was started. You can save at any time.")
    return see_other("filings.page", case_id=case.id)


def _known(organisation: Organisation) -> Answers:
    """Only what fits the form as it is: a class that is not on the list any more is left to be chosen."""
    offered = {k: SCHEMA[k].offered for k in ("category", "region", "founder")}
    known = {k: v for k, v in prefilled(organisation).items() if not is_blank(v)}
    return {k: v for k, v in known.items() if k not in offered or v in offered[k]}


def _carried_over(answers: Answers) -> Answers:
    return {k: v for k, v in answers.items() if k in SCHEMA and SCHEMA[k].type != "date"}


@bp.get("/<int:case_id>")
@access("member")
def page(case_id: int) -> str:
    case = own_case(case_id)
    return _draft_page(case) if case.state == "draft" else _case_page(case)


def _draft_page(case: Case) -> str:
    editing = editing_of(case)
    assert editing is not None
    found = tasks(editing)
    return render_template(
        "filings/owner/tasks.html",
        case=case,
        editing=editing,
        tasks=[{**_task_row(case, t), "label": t.section.title} for t in found],
        done=sum(t.state == "done" for t in found),
        period=period_of(case, editing.answers),
        may_edit=may_edit(case),
        parent=parent_of(case) if isinstance(case, ChangeFiling) else None,
        differences=difference_rows(case, g.language) if isinstance(case, ChangeFiling) else [],
    )


def _task_row(case: Case, task: Any) -> dict[str, Any]:
    """A row of `ui.task_list`: what is missing, and why."""
    hint = None
    if task.problems:
        hint = next(iter(task.problems.values()))
    elif task.missing:
        names = [f.label for f in task.missing[:3]]
        more = len(task.missing) - len(names)
        lawful = sum(f.law is not None for f in task.missing)
        listed = timeline.joined(names, ", ")
        if more:
            listed = Text("{l} 외 {n}개", "{l} and {n} more").format(l=listed, n=more)
        why = (
            Text("(법정 {n}개)", "({n} statutory)").format(n=lawful)
            if lawful
            else Text("(통계·연락에 필요)", "(needed to reach you and for statistics)")
        )
        hint = Text("남은 항목: {l} {why}", "To fill in: {l} {why}").format(l=listed, why=why)
    elif task.waits_for:
        hint = Text("‘{f}’에 답하면 질문이 정해집니다.", "What is asked here depends on “{f}”.").format(
            f=task.waits_for.label
        )
    return {
        "url": url_for("filings.section", case_id=case.id, key=task.section.key),
        "state": task.state,
        "hint": hint,
    }


def _case_page(case: Case) -> str:
    actor, answers = current_actor(), latest_answers(case)
    asked = queries.open_supplement(case, answers)
    editing = editing_of(case)
    schema = case.declared.schema
    papers = queries.papers_held(case)
    own_papers = [p for p in papers if p.case_id == case.id] if isinstance(case, ChangeFiling) else papers
    return render_template(
        "filings/owner/case.html",
        case=case,
        state=queries.state_of(case),
        state_words=queries.state_words(case),
        supplement=asked,
        editing=editing,
        place=section_of(schema),
        opened=_opened_besides(asked, editing),
        sections=shown.answer_sections(schema, answers, g.language, papers=own_papers),
        papers=shown.paper_rows(own_papers, schema),
        entries=timeline.entries(case, actor),
        moves={m.name for m in possible_moves(case, actor)},
        may_edit=may_edit(case),
        parent=parent_of(case) if isinstance(case, ChangeFiling) else None,
        differences=difference_rows(case, g.language) if isinstance(case, ChangeFiling) else [],
        changes=changes_of(case.id) if isinstance(case, Filing) else [],
        open_change=open_change(case.id) if isinstance(case, Filing) else None,
        may_change=may_be_changed(case) and may_edit(case),
        words=queries.state_words,
        tone=lambda one: queries.state_of(one).tone,
    )


def _opened_besides(asked: queries.Supplement | None, editing: Any) -> list[Any]:
    """Fields that opened because of an answer given in the supplement."""
    if asked is None or editing is None:
        return []
    named = {item.key for item in asked.items}
    missing = gaps_of(editing.case, editing.answers)
    return [f for f in editing.schema if f.key not in named and f.key in missing]


def period_of(case: Case, answers: Answers) -> FilingPeriod | None:
    """The filing period as the pages tell it; None for a change, which has none."""
    if not isinstance(case, Filing):
        return None
    if case.received_on is not None:
        return period_on(answers, case.received_on, obliged=case.obliged)
    return period_on(answers, clock.today())


@bp.get("/<int:case_id>/filing-period")
@access("member")
def filing_period(case_id: int) -> str:
    """The 45 days, day by day."""
    case = own_case(case_id)
    editing = editing_of(case) if case.state == "draft" else None
    answers = editing.answers if editing else latest_answers(case)
    period = period_of(case, answers)
    if period is None:
        abort(404)
    return render_template("filings/owner/period.html", case=case, period=period, answers=answers)
