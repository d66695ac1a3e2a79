"""The officials' pages of a filing or a change: everything that is needed to decide,
and the form that asks for a supplement.

Officers act, the ministry reads. What a filer has not submitted yet is not shown.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, g, render_template, request

from filings.cases import queries, shown
from filings.change.queries import changes_of, difference_rows, parent_of
from filings.filing import acts, supplements
from filings.filing.content import latest_answers
from filings.filing.procedure import DAYS
from filings.models import ChangeFiling, Filing
from portal.core import clock, periods, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.cases import Case
from portal.core.fields import show
from portal.core.files import Paper
from portal.core.fire import Rehearsal, fire, possible_moves, rehearse
from portal.core.reading import sent_number
from portal.core.schema import Field, is_blank
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell
from portal.core.workflow import Move, Refused

bp = Blueprint("filings_desk", __name__, url_prefix="/desk/filings")

MESSAGE = Field(key="reason", label=Text("전체 안내(선택)", "Message (optional)"), type="text", longest=2000)


def desk_case(case_id: int) -> Case:
    """The filing or change; else 404, and the guess is logged."""
    case = case_or_404(Case, case_id)
    if case.kind not in queries.KINDS:
        abort(404)
    return case


@bp.get("/<int:case_id>")
@access("officer", "ministry")
def page(case_id: int) -> str:
    case, actor = desk_case(case_id), current_actor()
    note_access("read", f"{case.kind}:{case.id}")
    answers = latest_answers(case)
    schema = case.declared.schema
    mended = queries.answered_supplements(case)
    events = periods.events_of(case)
    period = periods.period_of(case, events)
    return render_template(
        "filings/desk/page.html",
        case=case,
        state=queries.state_of(case),
        left=clock.working_days_left(case.due_on, clock.today(), periods.calendar()) if case.due_on else None,
        moves=sensible_moves(case, possible_moves(case, actor)),
        may_ask=case.state == "received" and actor.has("officer"),
        sections=shown.answer_sections(schema, answers, g.language, changed=mended[-1].keys if mended else ()),
        papers=shown.paper_rows(filed_papers(case), schema),
        licence=licence(case, answers),
        period=period,
        supplement=(asked := queries.open_supplement(case, answers)),
        asked_rows=[{"question": item.label, "answer": item.sentence} for item in asked.items] if asked else [],
        mended=[(m, m.rows(schema, g.language)) for m in reversed(mended)],
        earlier=queries.earlier_filings(case),
        parent=parent_of(case) if isinstance(case, ChangeFiling) else None,
        differences=difference_rows(case, g.language) if isinstance(case, ChangeFiling) else [],
        changes=changes_of(case.id) if isinstance(case, Filing) else [],
        entries=timeline.entries(case, actor),
        following=queries.following_case(actor, case),
        state_of=queries.state_of,
    )


def filed_papers(case: Case) -> list[Paper]:
    """What was filed; of a change its own papers only."""
    held = [p for p in queries.papers_held(case) if p.filed_at is not None]
    return [p for p in held if p.case_id == case.id] if isinstance(case, ChangeFiling) else held


def sensible_moves(case: Case, moves: list[Move[Any]]) -> list[Move[Any]]:
    """The moves without those of which it is plain that they cannot be made now."""
    idle: set[str] = set()
    if case.state == "supplement":
        if supplements.supplement_lapsed(case, {}) is not None:
            idle |= {"demand", "return_"}
        else:
            idle.add("return_" if supplements.demanded(case, {}) is not None else "demand")
    if acts.not_extended(case, {}) is not None:
        idle.add("extend")
    if isinstance(case, Filing) and (case.licence_checked_on or acts.consented(case, {}) is not None):
        idle.add("check_licence")
    if case.handler_id is not None and case.handler_id == current_actor().user_id:
        idle.add("take")
    return [m for m in moves if m.name not in idle]


def licence(case: Case, answers: Mapping[str, Any]) -> dict[str, Any] | None:
    """Consent to shared information and whether the licence was looked up; None where the question is not asked."""
    if not isinstance(case, Filing) or answers.get("founder", "hospital") != "hospital" or case.imported:
        return None
    consent = answers.get("shared_information") == "yes"
    return {"consent": consent, "on": case.licence_checked_on, "to_do": consent and case.licence_checked_on is None}


# ---- asking for a supplement ------------------------------------------------------------------------------------------------


@bp.get("/<int:case_id>/supplement")
@access("officer")
def ask(case_id: int) -> str:
    """The form: tick what is to be supplemented, with a sentence each."""
    case = desk_case(case_id)
    if case.state != "received":
        raise Refused(
            Text(
                "‘{s}’ 상태에서는 보완을 요구할 수 없습니다.",
                "A supplement cannot be asked for while the case is “{s}”.",
            ).format(s=queries.state_of(case).label)
        )
    return _ask_page(case, Asking(_ask_fields(case), {"days": _most_days(case)}))


@bp.post("/<int:case_id>/supplement")
@access("officer")
def carry_out_ask(case_id: int) -> Any:
    """Ask, or show the mail that would be sent; faults come back beside their fields with all that was typed."""
    case = desk_case(case_id)
    asking = Asking(_ask_fields(case), given=request.form)
    items = {key: request.form.get(f"why-{key}", "").strip() for key in request.form.getlist("item")}
    if not items:
        asking.fault("", Text("보완할 항목을 하나 이상 골라 주세요.", "Tick at least one item."))
    unsaid = {
        f"why-{key}": Text("무엇을 보완할지 한 문장으로 적어 주세요.", "Say in a sentence what is needed.")
        for key, said in items.items()
        if not said
    }
    rehearsal = None
    if asking.good and not unsaid:
        given = asking.answers | {"items": items}
        with attempt(asking, case=case):
            if "preview" in request.form:
                rehearsal = rehearse(case, "ask", current_actor(), given=given)
            else:
                fire(case, "ask", current_actor(), given=given, version=sent_number(request.form.get("version")) or 0)
    good = asking.good and not unsaid
    if not good or rehearsal is not None:
        return _ask_page(case, asking, unsaid, rehearsal), 200 if good else 422
    tell(
        "보완을 요구했습니다. 답이 올 때까지 처리 기간을 세지 않습니다.",
        "A supplement was asked for; the clock stands until it is answered.",
    )
    return see_other("filings_desk.page", case_id=case.id)


def _most_days(case: Case) -> int:
    """The longest period by the rule set of the receipt day (시행령 제3조제4항)."""
    return periods.rules_on(case.received_on or clock.today()).days("supplement_days")


def _ask_fields(case: Case) -> list[Field]:
    most = _most_days(case)
    hint = Text(
        "{n}일까지 줄 수 있고, 다음 날부터 셉니다. (시행령 제3조제4항)",
        "At most {n} days, counted from the day after (Decree Art. 3(4)).",
    )
    days = Field(
        key="days", label=DAYS.label, type="integer", required=True, least=1, most=most, hint=hint.format(n=most)
    )
    return [days, MESSAGE]


def _ask_page(
    case: Case, asking: Asking, unsaid: Mapping[str, Text] | None = None, rehearsal: Rehearsal | None = None
) -> str:
    answers = latest_answers(case)
    names: dict[str, list[str]] = {}
    for paper in filed_papers(case):
        names.setdefault(paper.slot, []).append(paper.name)
    schema = case.declared.schema
    sections = [
        (
            section,
            [
                (f, ", ".join(names.get(f.key, ())) if f.is_paper else _shown(f, answers))
                for f in schema.asked_in(section, answers)
            ],
        )
        for section in schema.asked_sections(answers)
    ]
    return render_template(
        "filings/desk/ask.html",
        case=case,
        asking=asking,
        sections=sections,
        ticked=set(request.form.getlist("item")),
        typed={k.removeprefix("why-"): v for k, v in request.form.items() if k.startswith("why-")},
        unsaid=unsaid or {},
        rehearsal=rehearsal,
    )


def _shown(field: Field, answers: Mapping[str, Any]) -> str:
    value = answers.get(field.key)
    return "" if is_blank(value) else show(field, value, g.language)
