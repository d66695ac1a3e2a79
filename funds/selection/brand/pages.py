"""The holder's pages of a mark: the signature under its conditions, the download; and the logo for every page."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from funds.selection.brand import acts, settings
from funds.selection.brand.models import MarkSetting
from funds.selection.brand.svg import PNG, SVG
from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from portal.core import clock
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.fire import fire
from portal.core.permissions import EDITORS
from portal.core.reading import sent_number
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.core.workflow import Refused

bp = Blueprint("marks", __name__)

ENDINGS = {SVG: "svg", PNG: "png"}


@bp.get("/programmes/marks/logos/<int:setting_id>")
@access("everybody")
def logo(setting_id: int) -> Response:
    """The logo for pages; nothing in it can run."""
    found = db.session.get(MarkSetting, setting_id) if setting_id < 2**31 else None
    content = settings.logo_bytes(found)
    if found is None or content is None:
        abort(404)
    answer = Response(content, mimetype=found.logo_type)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def _own_award(case_id: int) -> Award:
    case = case_or_404(Award, case_id)
    if case.programme not in settings.BRANDED or case.number is None:
        abort(404)
    return case


def _use_page(case: Award, problem: Text | None = None) -> str:
    terms = settings.terms_on(case.programme, clock.today())
    return render_template(
        "funds/selection/brand/use.html",
        case=case,
        programme=PROGRAMMES[case.programme],
        terms=terms,
        face=settings.face_of(case),
        signatures=settings.signatures(case.id),
        signed=terms is not None and settings.has_signed(case, terms),
        editor=EDITORS.holds(current_actor(), case),
        name=current_actor().name,
        closed=acts.may_download(case),
        problem=problem,
    )


@bp.get("/programmes/awards/<int:case_id>/use")
@access("member", "officer", "ministry")
def use(case_id: int) -> str:
    return _use_page(_own_award(case_id))


@bp.post("/programmes/awards/<int:case_id>/use")
@access("member")
def sign(case_id: int) -> Any:
    case = _own_award(case_id)
    if not EDITORS.holds(current_actor(), case):
        abort(403)
    given = {
        "terms": sent_number(request.form.get("terms")) or 0,
        "agreed": request.form.get("agreed") == "yes",
        "name": request.form.get("name", ""),
    }
    with attempt() as tried:
        fire(case, "sign_use", current_actor(), given=given)
    if tried.refused:
        return _use_page(case, tried.sentence), 422
    tell("사용 조건에 서명했습니다. 마크를 내려받을 수 있습니다.", "Signed. The mark can be downloaded.")
    return see_other("marks.use", case_id=case.id)


@bp.get("/programmes/awards/<int:case_id>/mark")
@access("member", "officer", "ministry")
def download(case_id: int) -> Response:
    """The file of the mark as on the day of the award; a holder signs the conditions first."""
    case = _own_award(case_id)
    problem = acts.may_download(case)
    if problem is not None and not current_actor().is_official:
        raise Refused(problem)
    face = settings.face_of(case)
    content = settings.logo_bytes(face.setting)
    if content is None or face.setting is None:
        abort(404)
    answer = Response(content, mimetype=face.setting.logo_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.number}.{ENDINGS[face.setting.logo_type]}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
