"""The public calculator: choose a rule and a day, see the due day reckoned day by day. Open to all, keeps nothing."""

from datetime import date
from typing import Any

from flask import render_template, request

from portal.core import clock, periods
from portal.core.asking import Asking
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access
from portal.shell.home.blueprint import home

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
FIELDS = (
    Field(
        key="rule",
        label=Text("무엇을 계산합니까?", "What is reckoned?"),
        type="choice",
        choices=periods.RECKONED,
        required=True,
    ),
    Field(
        key="from",
        label=Text("시작하는 날", "Day it starts"),
        type="date",
        required=True,
        hint=Text(
            "처리 기간은 신고를 받은 날, 신고 기한은 인·허가일, 법인 설립·인수일 또는 계약일입니다.",
            "The day of receipt; or the day of the permit, of the founding or acquisition, or of the contract.",
        ),
    ),
)


@home.get("/clock")
@access("everybody")
def calculator() -> Any:
    """The form, and with an answer the period day by day."""
    asked = "rule" in request.args or "from" in request.args
    asking = Asking(
        FIELDS, {"rule": "decide", "from": clock.today().isoformat()}, given=request.args if asked else None
    )
    found = None
    if asked and asking.good:
        day = date.fromisoformat(asking.text("from"))
        if FIRST <= day <= LAST:
            found = (*periods.reckon(asking.text("rule"), day), asking.text("rule"))
        else:
            asking.fault(
                "from", Text("1990년부터 2060년까지의 날짜를 적어 주세요.", "Give a day between 1990 and 2060.")
            )
    page = render_template("shell/home/calculator.html", asking=asking, found=found, unconfirmed=_unconfirmed(found))
    return page, 200 if asking.good else 422


def _unconfirmed(found: Any) -> list[int]:
    """Years of the reckoned days whose holidays no officer has compared with the official calendar yet."""
    if found is None:
        return []
    years = {d.date.year for d in found[1].days} | ({found[1].due_on.year} if found[1].due_on else set())
    return sorted(years - periods.confirmed_years())
