"""What goes out on paper and how anybody checks it: certificates and letters as PDF, and the open page of verification.

The open page tells only what the certificate itself says, and only to whoever has both its number and its code.
"""

from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, render_template, request, send_file
from sqlalchemy import func, select

from filings.cases.queries import KINDS
from filings.certificates import editions, letters
from filings.models import Filing
from portal.core import clock
from portal.core.cases import AccessLog, Case, Event
from portal.core.db import db
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access

bp = Blueprint("certificates", __name__)

MISSES = 20
WINDOW = timedelta(minutes=10)
MISS = "certificate-miss"
NOT_FOUND = Text(
    "이 번호와 확인번호에 맞는 신고확인증이 없습니다. 신고확인증에 적힌 그대로 입력했는지 확인해 주세요.",
    "There is no certificate with this number and code. Please check that both are typed as printed.",
)
TOO_OFTEN = Text(
    "맞지 않는 번호가 여러 번 입력되어 잠시 확인을 멈췄습니다. 10분 뒤에 다시 시도해 주세요.",
    "Too many wrong numbers were entered. Please try again in ten minutes.",
)


@bp.get("/filings/<int:case_id>/certificate.pdf")
@access("signed-in")
def pdf(case_id: int) -> Response:
    """The latest edition of the certificate; `lang=en` in English."""
    case = case_or_404(Filing, case_id)
    certificate = editions.in_force(case)
    if certificate is None:
        abort(404)
    _note_reading(case)
    return _sent(editions.paper(certificate, _language()), f"certificate-{certificate.short_number}.pdf")


@bp.get("/filings/<int:case_id>/letters/<int:event_id>.pdf")
@access("signed-in")
def letter(case_id: int, event_id: int) -> Response:
    """The letter of one event of the case."""
    case = case_or_404(Case, case_id)
    event = db.session.get(Event, event_id) if event_id < 2**31 else None
    if case.kind not in KINDS or event is None or event.case_id != case.id or letters.letter_of(event) is None:
        abort(404)
    _note_reading(case)
    return _sent(letters.paper(case, event, _language()), f"letter-{case.number or case.id}-{event.on:%Y%m%d}.pdf")


def _language() -> str:
    """Korean unless English is asked for, whatever the language of the pages."""
    return "en" if request.args.get("lang") == "en" else "ko"


def _note_reading(case: Case) -> None:
    """Officials read somebody else's data; members read their own."""
    if case.organisation_id not in current_actor().memberships:
        note_access("paper", f"{case.kind}:{case.id}")


def _sent(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), mimetype="application/pdf", download_name=name, max_age=0)


@bp.get("/certificates")
@bp.get("/certificates/<code>")
@access("everybody")
def verify(code: str = "") -> Response:
    """Ask for number and code, or answer for those that were given (the QR code brings both)."""
    number = request.args.get("number", "").strip()
    code = (code or request.args.get("code", "")).strip()
    if not (number and code):
        missing = _missing(number, code) if "number" in request.args and "code" in request.args else {}
        return _page(number, code, status=422 if missing else 200, errors=missing)
    if _missed() >= MISSES:
        return _page(number, code, status=429, errors={"": TOO_OFTEN})
    found = editions.find(number, code)
    if found is None:
        note_access(MISS, number)
        return _page(number, code, status=404, errors={"": NOT_FOUND})
    note_access("certificate-verified", f"filing:{found.filing.id}")
    return _page(number, code, certificate=found)


def _missing(number: str, code: str) -> dict[str, Text]:
    given = {"number": number, "code": code}
    asked = {
        "number": Text("신고확인증번호를 입력해 주세요.", "Enter the certificate number."),
        "code": Text("확인번호를 입력해 주세요.", "Enter the code."),
    }
    return {key: sentence for key, sentence in asked.items() if not given[key]}


def _missed() -> int:
    """Wrong guesses from this address within the window."""
    wanted = select(func.count()).where(
        AccessLog.at > clock.now() - WINDOW,
        AccessLog.act == MISS,
        AccessLog.address == (request.remote_addr or "")[:45],
    )
    return db.session.scalar(wanted) or 0


def _page(number: str, code: str, *, status: int = 200, errors: dict[str, Text] | None = None, **more: Any) -> Response:
    certificate = more.get("certificate")
    answer = make_response(
        render_template(
            "filings/certificates/verify.html",
            number=number,
            code=code,
            errors=errors or {},
            certificate=certificate,
            said=editions.said(certificate, g.language) if certificate else {},
            standings=editions.STANDINGS,
            at=clock.now(),
        ),
        status,
    )
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.app_template_global()
def official_papers(case: Case) -> dict[str, Any]:
    """For `filings/certificates/_certificate.html`: the certificate as it stands, and the letters of the case."""
    certificate = editions.in_force(case) if isinstance(case, Filing) else None
    told = letters.letters_of(case) if case.kind in KINDS else []
    return {
        "certificate": certificate,
        "standing": editions.STANDINGS[certificate.standing] if certificate else None,
        "letters": [(event, letters.title_of(case, event)) for event in told],
    }
