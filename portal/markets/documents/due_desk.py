"""The dated rules of due days: officials read them, the ministry adds later ones. Documents that are open keep their day."""

from datetime import date, timedelta
from typing import Any

from flask import render_template, request

from portal.core import clock, dated
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets.documents import due
from portal.markets.documents.chapters.blueprint import bp
from portal.markets.documents.chapters.terms import TYPES
from portal.markets.documents.due import SURE
from portal.markets.documents.models import DocumentTerm

TERM = (
    Field(key="type", label=Text("문서", "Document"), type="choice", required=True, choices={key: t.title for key, t in TYPES.items()}),
    Field(key="effective_from", label=Text("이날부터 여는 문서에 적용", "For documents opened from"), type="date", required=True),
    Field(key="offset", label=Text("첫해에서 몇 해 뒤(앞이면 -)", "Years after the first year (before: -)"), type="integer", required=True, least=-2, most=2),
    Field(key="month", label=Text("월", "Month"), type="integer", required=True, least=1, most=12),
    Field(key="day", label=Text("일", "Day"), type="integer", required=True, least=1, most=31),
    Field(key="sure", label=Text("확실한 정도", "How certain"), type="choice", required=True, choices={k: words for k, (words, _) in SURE.items()}),
    Field(key="source", label=Text("근거", "Source"), type="text", required=True, longest=500),
)  # fmt: skip


@bp.get("/terms")
@access("officer", "ministry")
def terms() -> str:
    return _terms_page(Asking(TERM, {"effective_from": clock.today().isoformat(), "offset": 0}))


def _terms_page(asking: Asking) -> str:
    held = [(TYPES[key].title, rule, SURE[rule.sure]) for key in TYPES for rule in due.all_rules(key)]
    return render_template(
        "markets/documents/due_rules.html", asking=asking, rules=held, may_write=current_actor().has("ministry")
    )


@bp.post("/terms")
@access("ministry")
def add_term() -> Any:
    """A later rule for one type: documents that are open keep their day."""
    asking = Asking(TERM, given=request.form)
    day = asking.text("effective_from")
    if day and asking["type"]:
        last = due.all_rules(asking.text("type"))[-1].effective_from
        if fault := dated.misdated(date.fromisoformat(day), earliest=last + timedelta(days=1)):
            asking.fault("effective_from", fault)
    if asking["month"] and asking["day"] and asking["day"] > _longest(asking["month"]):
        asking.fault("day", Text("그 달에 없는 날입니다.", "That month has no such day."))
    if not asking.good:
        return _terms_page(asking), 422
    db.session.add(
        DocumentTerm(
            type=asking.text("type"),
            effective_from=date.fromisoformat(day),
            **{k: asking[k] for k in ("offset", "month", "day")},
            sure=asking.text("sure"),
            source=asking.text("source"),
            by_id=current_actor().user_id,
        )
    )
    db.session.flush()
    tell(
        "기한 기준을 더했습니다. 이미 연 문서의 기한은 그대로입니다.", "Added. Documents that are open keep their day."
    )
    return see_other("documents.terms")


def _longest(month: int) -> int:
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
