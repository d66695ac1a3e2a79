"""Whether a statement of payment or a certificate of activity is genuine: for whoever has its number and its code.

Tells only what the paper itself says. Wrong guesses are logged and, when they come often, stopped for a while.
"""

import hmac
from datetime import timedelta
from typing import Any, NamedTuple

from flask import Blueprint, g, render_template, request
from sqlalchemy import func, select

from experts.consulting import hours
from experts.payments.models import FeePayment, IssuedPaper
from portal.core import clock
from portal.core.cases import AccessLog
from portal.core.codes import read_code
from portal.core.db import db
from portal.core.reading import plain
from portal.core.text import Text
from portal.core.web import access, note_access, shown_day

bp = Blueprint("payments_check", __name__, url_prefix="/certificates/experts")
MISSES, WINDOW, MISS = 20, timedelta(minutes=10), "expert-paper-miss"
NOT_FOUND = Text(
    "이 번호와 확인번호에 맞는 문서가 없습니다. 문서에 적힌 그대로 입력했는지 확인해 주세요.",
    "There is no paper with this number and code. Please check that both are typed as printed.",
)
TOO_OFTEN = Text(
    "맞지 않는 번호가 여러 번 입력되어 잠시 확인을 멈췄습니다. 10분 뒤에 다시 시도해 주세요.",
    "Too many wrong numbers were entered. Please try again in ten minutes.",
)


class Found(NamedTuple):
    """A genuine paper: what it is, and what stands on it."""

    title: Text
    rows: list[tuple[Text, str]]


def find(number: str, code: str, language: str) -> Found | None:
    """The paper with this number and this code, however both were typed."""
    wanted, given = plain(number).upper(), read_code(code)
    case = db.session.scalar(select(FeePayment).where(FeePayment.number == wanted))
    if case is not None and case.code and _same(case.code, given):
        return Found(Text("자문료 지급 내역서", "Statement of Payment"), _of_payment(case, language))
    issued = db.session.scalar(select(IssuedPaper).where(IssuedPaper.number == wanted))
    if issued is not None and _same(issued.code, given):
        return Found(Text("활동 확인서", "Certificate of Activity"), _of_activity(issued, language))
    return None


def _same(code: str, given: str) -> bool:
    return hmac.compare_digest(code.encode(), given.encode())


def _of_payment(case: FeePayment, language: str) -> list[tuple[Text, str]]:
    return [
        (Text("번호", "Number"), str(case.number)),
        (Text("성명", "Name"), case.expert.name if language == "ko" else case.expert.name_en or case.expert.name),
        (Text("지급일", "Paid on"), shown_day(case.paid_on, language)),
        (Text("시간", "Hours"), hours.hours(case.minutes)),
        (Text("지급액(원)", "Amount (KRW)"), f"{case.amount or 0:,}"),
    ]


def _of_activity(issued: IssuedPaper, language: str) -> list[tuple[Text, str]]:
    says: dict[str, Any] = issued.says
    name = issued.expert.name if language == "ko" else issued.expert.name_en or issued.expert.name
    return [
        (Text("번호", "Number"), issued.number),
        (Text("성명", "Name"), name),
        (Text("발급일", "Issued on"), shown_day(issued.issued_on, language)),
        (Text("활동 기간", "Period"), f"{shown_day(issued.first, language)} – {shown_day(issued.last, language)}"),
        (Text("자문 건수", "Consultations"), str(len(says["rows"]))),
        (Text("시간", "Hours"), hours.hours(says["minutes"])),
    ]


def stopped(address: str) -> bool:
    """Whether too many wrong guesses came from this address lately."""
    wanted = select(func.count()).where(
        AccessLog.at > clock.now() - WINDOW, AccessLog.act == MISS, AccessLog.address == address[:45]
    )
    return (db.session.scalar(wanted) or 0) >= MISSES


@bp.get("")
@access("everybody")
def check() -> Any:
    """Ask for number and code, or answer for those that were given (the QR code brings both)."""
    number, code = (request.args.get(key, "").strip() for key in ("number", "code"))
    found, problem, status = None, None, 200
    if number and code:
        if stopped(request.remote_addr or ""):
            problem, status = TOO_OFTEN, 429
        else:
            found = find(number, code, g.language)
            if found is None:
                note_access(MISS, number)
                problem, status = NOT_FOUND, 404
            else:
                note_access("expert-paper-verified", number)
    elif "number" in request.args:
        problem, status = Text("번호와 확인번호를 모두 적어 주세요.", "Give both the number and the code."), 422
    return render_template(
        "experts/payments/check.html", number=number, code=code, found=found, problem=problem
    ), status
