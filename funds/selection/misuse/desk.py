"""The desk's pages of the misuse reports: the list, and one report with its course."""

from flask import render_template, request
from sqlalchemy import select

from funds.selection.misuse import acts
from funds.selection.misuse.models import MisuseReport
from funds.selection.misuse.pages import bp
from portal.core import timeline
from portal.core.cases import Case
from portal.core.declared import kind_of
from portal.core.fire import possible_moves
from portal.core.listing import Column, Filter, Listing
from portal.core.permissions import visible
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access

LIST = Listing(
    key="misuse",
    title=Text("부정사용 신고", "Misuse reports"),
    query=lambda actor: select(MisuseReport).where(visible(actor, "misuse_report"), Case.state != "started"),
    columns=(
        Column(key="number", label=Text("접수번호", "Number"), value=lambda c: c.number),
        Column(key="about", label=Text("구분", "About"), value=lambda c: acts.ABOUT[c.about].ko),
        Column(key="due", label=Text("기한", "Due"), value=lambda c: c.due_on),
        Column(key="state", label=Text("상태", "State"), value=lambda c: c.declared.workflow.state(c.state).label.ko),
    ),
    order=(MisuseReport.id,),
    descending=True,
    filters=(
        Filter(
            key="state", label=Text("상태", "State"), apply=lambda s, t: s.where(Case.state == t),
            choices=lambda: [(s.key, s.label) for s in kind_of("misuse_report").workflow.states if s.key != "started"],
        ),
    ),
)  # fmt: skip


@bp.get("/desk/programmes/misuse")
@access("officer", "ministry")
def desk_list() -> str:
    return render_template(
        "funds/selection/misuse/desk.html",
        listing=LIST,
        page=LIST.page(current_actor(), request.args),
        about=acts.ABOUT,
        state=lambda c: c.declared.workflow.state(c.state),
        counts=acts.counts(),
        outcomes=acts.OUTCOMES,
    )


@bp.get("/desk/programmes/misuse/<int:case_id>")
@access("officer", "ministry")
def desk(case_id: int) -> str:
    case = case_or_404(MisuseReport, case_id)
    actor = current_actor()
    note_access("read", f"misuse_report:{case.id}")
    return render_template(
        "funds/selection/misuse/case.html",
        case=case,
        state=case.declared.workflow.state(case.state),
        about=acts.ABOUT,
        outcomes=acts.OUTCOMES,
        moves=possible_moves(case, actor),
        entries=timeline.entries(case, actor),
    )
