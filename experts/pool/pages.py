"""The pages of whoever applies to the pool, and the certificate of whoever is in it."""

from typing import Any

from flask import Response, abort, g, render_template, request

from experts import writing
from experts.acts import answers_of
from experts.blueprints import expert as bp
from experts.models import Expert
from experts.pool.certificate import paper as certificate_paper
from experts.pool.models import Application
from experts.pool.queries import application_of, expert_of, expert_of_user
from portal.core import files, records, timeline
from portal.core.declared import kind_of
from portal.core.fire import open_case, possible_moves
from portal.core.papers import pdf
from portal.core.web import access, case_or_404, current_actor, see_other, tell, wants_data


def own_expert() -> Expert:
    """The pool's row of whoever is signed in; 404 for who is not in it."""
    found = expert_of_user(current_actor().user_id)
    if found is None:
        abort(404)
    return found


# ---- applying -----------------------------------------------------------------------------------------------------------


@bp.post("/apply")
@access("signed-in")
def apply() -> Any:
    actor = current_actor()
    held = application_of(actor.user_id)
    if held is None or held.state in ("refused", "ended"):
        held = open_case(kind_of("expert_application"), actor, organisation_id=None, title=actor.name)
        records.start_draft(held, {"zone": "Asia/Seoul"})
    return see_other("experts.application", case_id=held.id)


@bp.get("/applications/<int:case_id>")
@access("signed-in")
def application(case_id: int) -> Any:
    case = _own_application(case_id)
    opened = writing.opened(case)
    if opened is not None:
        return render_template("experts/pool/apply_write.html", page=opened, case=case, asked=writing.asked_of(case))
    names: dict[str, list[str]] = {}
    for paper in files.papers_of(case.id):
        names.setdefault(paper.slot, []).append(paper.name)
    return render_template(
        "experts/pool/application.html",
        case=case,
        state=case.declared.workflow.state(case.state),
        sections=writing.answer_sections(case.declared.schema, answers_of(case), names),
        entries=timeline.entries(case, current_actor()),
        moves=possible_moves(case, current_actor()),
        expert=expert_of(case),
    )


def _own_application(case_id: int) -> Application:
    case = case_or_404(Application, case_id)
    if case.created_by_id != current_actor().user_id:
        abort(404)
    return case


@bp.post("/applications/<int:case_id>")
@access("signed-in")
def save_application(case_id: int) -> Any:
    case = _own_application(case_id)
    saved = writing.saved(case)
    if saved is None:
        return writing.too_late(case)
    if wants_data():
        return saved.autosaved()
    sent = request.form.get("go") == "send" and not saved.errors and "remove" not in request.form
    if sent and saved.fires("answer" if case.state == "supplement" else "submit"):
        tell(
            "신청을 접수했습니다. 심사 결과를 메일로 알려 드립니다.",
            "Your application was received. You will hear by mail.",
        )
        return see_other("experts.application", case_id=case.id)
    if saved.errors:
        return render_template(
            "experts/pool/apply_write.html", page=saved, case=case, asked=writing.asked_of(case)
        ), saved.status
    tell("저장했습니다.", "Saved.")
    return see_other("experts.application", case_id=case.id)


@bp.get("/certificate.pdf")
@access("signed-in")
def certificate() -> Response:
    """위촉장, in Korean or English."""
    language = "en" if request.args.get("lang", g.language) == "en" else "ko"
    expert = own_expert()
    made = pdf("letter", certificate_paper(expert, language))
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{expert.certificate_no}.pdf"'
    return answer
