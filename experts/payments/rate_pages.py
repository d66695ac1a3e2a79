"""The dated rate table at the desk: every version, and a further one. Nothing that stands is ever changed."""

from datetime import date
from typing import Any

from flask import render_template, request

from experts import terms
from experts.payments.desk import bp
from experts.payments.rates import ROLES, SAMPLE, SAMPLE_SOURCE, UNITS, add_rate, all_rates, rate_on
from portal.core import clock
from portal.core.asking import Asking
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell

RATE = (
    Field(key="depth", label=Text("자문 종류", "Kind of consulting"), type="choice", choices=terms.DEPTHS, required=True),
    Field(key="role", label=Text("구분", "Role"), type="choice", choices=ROLES, required=True),
    Field(key="unit", label=Text("단위", "Unit"), type="choice", choices=UNITS, required=True,
        hint=Text("하루 단가는 8시간을 하루로 보아 나누고, 하루에 한 번까지만 지급합니다.", "A day is eight hours; less is paid by its share, and no more than one day a day.")),
    Field(key="amount", label=Text("단가", "Rate"), type="money", required=True, least=1, most=100_000_000, unit=Text("원", "KRW")),
    Field(key="valid_from", label=Text("적용 시작일", "Valid from"), type="date", required=True),
    Field(key="source", label=Text("근거", "Source"), required=True, longest=500, example=Text("2026년 GHKOL 운영지침", "GHKOL operating guide 2026")),
)  # fmt: skip


@bp.get("/rates")
@access("officer", "ministry")
def rates() -> str:
    return _rates_page(Asking(RATE))


def _rates_page(asking: Asking) -> str:
    known, today = all_rates(), clock.today()
    now = {r.id for d in terms.DEPTHS for role in ROLES if (r := rate_on(d, role, today, known)) is not None}
    return render_template(
        "experts/payments/rates.html", rows=known, now=now, asking=asking, depths=terms.DEPTHS, roles=ROLES, units=UNITS, sample=SAMPLE,
        sample_source=SAMPLE_SOURCE,
    )  # fmt: skip


@bp.post("/rates")
@access("officer")
def add() -> Any:
    """A further version; nothing that stands is changed."""
    asking = Asking(RATE, given=request.form)
    if not asking.good:
        return _rates_page(asking), 422
    made = add_rate(
        asking.text("depth"), asking.text("role"), asking.text("unit"), int(asking["amount"]),
        date.fromisoformat(asking.text("valid_from")), asking.text("source"), sample=False, by_id=current_actor().user_id,
    )  # fmt: skip
    note_access("rate-added", f"expert_rate:{made.id}")
    tell("단가를 더했습니다. 앞선 단가는 그대로 남습니다.", "The rate was added; earlier ones stay.")
    return see_other("payments_desk.rates")
