"""Downloads of the decisions on grant money."""

from flask import Response, abort, g, request

from funds.grants.blueprint import bp
from funds.grants.models import Settlement
from funds.grants.money import letters
from funds.grants.money import queries as q
from funds.grants.money.pages import award_or_404
from portal.core.web import access, case_or_404


def _language() -> str:
    """A paper may be had in English while the pages stay Korean."""
    return "en" if request.args.get("lang") == "en" else str(g.language)


def _download(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@bp.get("/<int:case_id>/years/<int:year_no>/decision.pdf")
@access("member", "officer", "ministry")
def decision_letter(case_id: int, year_no: int) -> Response:
    case = award_or_404(case_id)
    grant = q.grant_of(case, year_no) if year_no < 100 else None
    if grant is None:
        abort(404)
    return _download(letters.decision(grant, _language()), f"grant-{case.number}-{year_no}")


@bp.get("/settlements/<int:case_id>/final.pdf")
@access("member", "officer", "ministry")
def final_letter(case_id: int) -> Response:
    case = case_or_404(Settlement, case_id)
    if case.result is None:
        abort(404)
    return _download(letters.final_sum(case, _language()), f"final-{case.number}")
