"""The open page on which anybody verifies a statement of payment or a certificate of activity."""

from typing import Any

from flask import Blueprint, g, render_template, request

from experts.payments import verification
from portal.core.text import Text
from portal.core.web import access, note_access

bp = Blueprint("payments_check", __name__, url_prefix="/certificates/experts")


@bp.get("")
@access("everybody")
def check() -> Any:
    """Ask for number and code, or answer for those that were given (the QR code brings both)."""
    number, code = (request.args.get(key, "").strip()[:40] for key in ("number", "code"))
    found, problem, status = None, None, 200
    if number and code:
        if verification.stopped(request.remote_addr or ""):
            problem, status = verification.TOO_OFTEN, 429
        else:
            found = verification.find(number, code, g.language)
            if found is None:
                note_access(verification.MISS, number)
                problem, status = verification.NOT_FOUND, 404
            else:
                note_access("expert-paper-verified", number)
    elif "number" in request.args:
        problem, status = Text("번호와 확인번호를 모두 적어 주세요.", "Give both the number and the code."), 422
    return render_template(
        "experts/payments/check.html", number=number, code=code, found=found, problem=problem
    ), status
