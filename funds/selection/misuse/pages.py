"""Pages of the misuse reports: the open form, the look-up by number and code, the reporter's own.

A view loads, asks, renders.
"""

from typing import Any

from flask import Blueprint, abort, g, render_template, request, session

from funds.selection.misuse import acts
from funds.selection.misuse.models import MisuseReport
from funds.selection.queries import state_words, tone
from portal.core import timeline
from portal.core.asking import Asking
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, keep, see_other

bp = Blueprint("misuse", __name__)

PUBLIC = "/programmes/misuse"
OFTEN = Text(
    "잠시 뒤에 다시 보내 주세요. 한 시간에 보낼 수 있는 횟수를 넘었습니다.",
    "Please try again later: too many within the hour.",
)

FORM = (
    Field(key="about", label=Text("무엇에 대한 신고인가요?", "What is it about?"), type="choice", required=True, choices=acts.ABOUT),
    Field(key="named", label=Text("인증·협약 번호나 기관 이름", "Number of the award, or name of the institution"), hint=Text("아는 만큼만 적습니다.", "As far as you know."), longest=200),
    Field(key="happened", label=Text("어떤 일이 있었나요?", "What happened?"), type="text", required=True, longest=4000,
        hint=Text("본인이나 다른 사람의 개인정보는 적지 않아도 됩니다.", "No personal data is needed.")),
    Field(key="place", label=Text("어디에서(주소나 누리집)", "Where (place or web address)"), longest=500),
    Field(key="seen_on", label=Text("언제", "When"), type="date", past=True),
    Field(key="email", label=Text("결과를 받을 전자우편", "E-mail for the result"), type="email", personal=True,
        hint=Text("선택입니다. 적지 않아도 접수번호와 확인번호로 결과를 볼 수 있습니다. 종결 뒤 지웁니다.", "Optional: number and code show the result anyway. Deleted after the end.")),
)  # fmt: skip
LOOK_UP = (
    Field(key="number", label=Text("접수번호", "Number"), required=True, longest=30),
    Field(key="code", label=Text("확인번호", "Check code"), required=True, longest=20),
)


def _address() -> str:
    return request.remote_addr or ""


# ---- everybody -----------------------------------------------------------------------------------------------------------------------


def _form_page(asking: Asking) -> str:
    return render_template(
        "funds/selection/misuse/form.html",
        asking=asking,
        signed_in=current_actor().signed_in,
        counts=acts.counts(),
        outcomes=acts.OUTCOMES,
    )


@bp.get(f"{PUBLIC}/")
@access("everybody")
def form() -> str:
    return _form_page(Asking(_asked(), {"named": request.args.get("number", "")}))


def _asked() -> tuple[Field, ...]:
    """Whoever is signed in is told by notice: no address is asked."""
    return tuple(f for f in FORM if f.key != "email") if current_actor().signed_in else FORM


@bp.post(f"{PUBLIC}/")
@access("everybody")
def send() -> Any:
    asking = Asking(_asked(), given=request.form)
    if not asking.good:
        return _form_page(asking), 422
    if acts.too_often(_address()):
        asking.fault("", OFTEN)
        return _form_page(asking), 429
    made, code = acts.report(asking.answers, current_actor(), g.language)
    session["misuse_receipt"] = [made.number, code]
    return see_other("misuse.received")


@bp.get(f"{PUBLIC}/received")
@access("everybody")
def received() -> str:
    number, code = session.get("misuse_receipt") or (None, None)
    return render_template("funds/selection/misuse/received.html", number=number, code=code)


def _status_page(asking: Asking, found: MisuseReport | None = None) -> str:
    words = state_words(found) if found else None
    return render_template(
        "funds/selection/misuse/status.html",
        asking=asking,
        found=found,
        words=words,
        tone=tone(found) if found else "",
        about=acts.ABOUT,
        outcomes=acts.OUTCOMES,
    )


@bp.get(f"{PUBLIC}/status")
@access("everybody")
def status() -> str:
    return _status_page(Asking(LOOK_UP))


@bp.post(f"{PUBLIC}/status")
@access("everybody")
def look_up() -> Any:
    """Number and code show the state; a wrong pair says no more than that, and guessing is slowed."""
    asking = Asking(LOOK_UP, given=request.form)
    if not asking.good:
        return _status_page(asking), 422
    if acts.too_often(f"look-up {_address()}", most=20):
        asking.fault("", OFTEN)
        return _status_page(asking), 429
    keep()  # the try counts though the answer may be an error
    found = acts.found_by(asking.text("number"), asking.text("code"))
    if found is None:
        asking.fault("", Text("접수번호와 확인번호가 맞는 신고가 없습니다.", "No report has that number and code."))
        return _status_page(asking), 422
    return _status_page(asking, found)


# ---- the reporter ----------------------------------------------------------------------------------------------------------------------


@bp.get(f"{PUBLIC}/reports/<int:case_id>")
@access("signed-in")
def own(case_id: int) -> str:
    case = case_or_404(MisuseReport, case_id)
    if case.created_by_id != current_actor().user_id:
        abort(404)
    return render_template(
        "funds/selection/misuse/own.html",
        case=case,
        words=state_words(case),
        tone=tone(case),
        about=acts.ABOUT,
        outcomes=acts.OUTCOMES,
        entries=timeline.entries(case, current_actor()),
    )
