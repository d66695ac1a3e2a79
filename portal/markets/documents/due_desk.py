"""The dated rules of due days: officials read them, the ministry adds later ones.

Documents that are open keep their day.
"""

from datetime import date, timedelta
from typing import Any

from portal.core import clock, dated
from portal.core.asking import Asking
from portal.core.dated_page import DatedPage, Said
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor
from portal.markets.documents import due
from portal.markets.documents.chapters.blueprint import bp
from portal.markets.documents.chapters.terms import TYPES
from portal.markets.documents.due import SURE
from portal.markets.documents.models import DocumentTerm


def _later(asked: Asking, day: date) -> Text | None:
    if not asked["type"]:
        return None
    last = due.all_rules(asked.text("type"))[-1].effective_from
    return dated.misdated(day, earliest=last + timedelta(days=1))


def _check(asked: Asking) -> None:
    if asked["month"] and asked["day"] and asked["day"] > _longest(asked["month"]):
        asked.fault("day", Text("그 달에 없는 날입니다.", "That month has no such day."))


def _longest(month: int) -> int:
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def _write(asked: Asking, day: date) -> None:
    said = {key: asked[key] for key in ("type", "offset", "month", "day", "sure", "source")}
    db.session.add(DocumentTerm(**said, effective_from=day, by_id=current_actor().user_id))


TERMS = DatedPage(
    model=DocumentTerm,
    versions=lambda: [rule for key in TYPES for rule in due.all_rules(key)],
    of=lambda one: one.type,
    title=Text("정책 문서의 기한 기준", "Due days of policy documents"),
    lead=Text("문서를 연 날에 적용되던 기준으로 기한을 정합니다. 추정한 기준은 법령에서 날짜를 확인하지 못한 것입니다.", "A document follows the rule in force on the day it is opened. An inferred rule is one whose day was not found in the law."),
    above=((Text("정책 문서", "Policy documents"), "documents.index"),),
    says=(
        Said(Text("문서", "Document"), lambda one: TYPES[one.type].title),
        Said(Text("기한", "Due"), lambda one: one.words),
        Said(Text("확실한 정도", "How certain"), lambda one: SURE[one.sure], "badge"),
    ),
    endpoint="documents.terms", adding="documents.add_term", withdrawing="documents.withdraw_term",
    writers=("ministry",),
    heading=Text("새 기준 더하기", "Add a later rule"),
    fields=(
        Field(key="type", label=Text("문서", "Document"), type="choice", required=True, choices={key: t.title for key, t in TYPES.items()}),
        Field(key="effective_from", label=Text("이날부터 여는 문서에 적용", "For documents opened from"), type="date", required=True),
        Field(key="offset", label=Text("첫해에서 몇 해 뒤(앞이면 -)", "Years after the first year (before: -)"), type="integer", required=True, least=-2, most=2),
        Field(key="month", label=Text("월", "Month"), type="integer", required=True, least=1, most=12),
        Field(key="day", label=Text("일", "Day"), type="integer", required=True, least=1, most=31),
        Field(key="sure", label=Text("확실한 정도", "How certain"), type="choice", required=True, choices={k: words for k, (words, _) in SURE.items()}),
        Field(key="source", label=Text("근거", "Source"), type="text", required=True, longest=500),
    ),
    begins_with=lambda: {"effective_from": clock.today().isoformat(), "offset": 0},
    check=_check, may_begin=_later, write=_write,
    told=Text("기한 기준을 더했습니다. 이미 연 문서의 기한은 그대로입니다.", "Added. Documents that are open keep their day."),
    noted="document-term",
)  # fmt: skip


@bp.get("/terms")
@access("officer", "ministry")
def terms() -> str:
    return TERMS.page()


@bp.post("/terms")
@access("ministry")
def add_term() -> Any:
    """A later rule for one type: documents that are open keep their day."""
    return TERMS.add()


@bp.post("/terms/<int:version_id>/withdraw")
@access("ministry")
def withdraw_term(version_id: int) -> Any:
    return TERMS.withdraw(version_id)
