"""The access log as administrators review it, in sentences. It is read here, never written or changed."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from sqlalchemy import Select, or_, select

from portal.core.audit import sentences
from portal.core.cases import AccessLog
from portal.core.clock import SEOUL
from portal.core.declared import all_kinds
from portal.core.listing import Column, Filter, Listing, says
from portal.core.noted import Act
from portal.core.people import User
from portal.core.reading_days import day_or_none
from portal.core.text import Text
from portal.core.web import access, current_actor
from portal.shell.admin.blueprint import bp

OWN = {
    "holiday-add": Act(Text("공휴일 더함", "Holiday added"), Text("{of} 공휴일을 더했습니다.", "added the holiday {of}.")),
    "holiday-strike": Act(Text("공휴일 뺌", "Holiday struck"), Text("{of} 공휴일을 뺐습니다.", "struck the holiday {of}.")),
    "holiday-remove": Act(Text("달력 변경 지움", "Calendar change removed"), Text("{of} 달력 변경을 지웠습니다.", "removed the calendar change {of}.")),
    "year-confirmed": Act(Text("공휴일 확인", "Year confirmed"), Text("{of}년 공휴일을 확인했습니다.", "confirmed the holidays of {of}.")),
    "rule-set-added": Act(Text("처리 기준 더함", "Rule set added"), Text("{of}부터의 처리 기준을 더했습니다.", "added the rule set from {of}.")),
    "rule-set-withdrawn": Act(Text("처리 기준 거둠", "Rule set withdrawn"), Text("{of}부터의 처리 기준을 거뒀습니다.", "withdrew the rule set from {of}.")),
    "mail-retried": Act(Text("메일 다시 보냄", "Mail sent again"), Text("{of} 메일을 다시 보냈습니다.", "sent the mail {of} again.")),
    "alias-add": Act(Text("다른 이름 더함", "Other name added"), Text("기관의 다른 이름({of})을 더했습니다.", "added another name ({of}).")),
    "alias-remove": Act(Text("다른 이름 지움", "Other name removed"), Text("기관의 다른 이름({of})을 지웠습니다.", "removed another name ({of}).")),
    "organisation-verified": Act(Text("기관 확인", "Organisation verified"), Text("‘{of}’ 기관을 확인했습니다.", "verified “{of}”.")),
    "second-person-confirm": Act(Text("둘째 사람으로 확인", "Confirmed as second person"), Text("{of} 요청을 확인했습니다.", "confirmed {of}.")),
    "second-person-refuse": Act(Text("둘째 사람으로 확인하지 않음", "Not confirmed"), Text("{of} 요청을 확인하지 않았습니다.", "did not confirm {of}.")),
    "second-person-withdraw": Act(Text("요청 거둠", "Ask withdrawn"), Text("{of} 요청을 거뒀습니다.", "withdrew {of}.")),
}  # fmt: skip


class Line(NamedTuple):
    """A line of the log: its row, the sentence, and where the thing stands, if it has a page."""

    row: AccessLog
    told: Text
    url: str


def _who(query: Select[Any], text: str) -> Select[Any]:
    ids = select(User.id).where(says(text, User.name, User.email))
    return query.where(or_(AccessLog.user_id.in_(ids), says(text, AccessLog.subject), AccessLog.address == text))


def _since(query: Select[Any], text: str) -> Select[Any] | None:
    start = _midnight(text)
    return query.where(AccessLog.at >= start) if start else None


def _until(query: Select[Any], text: str) -> Select[Any] | None:
    start = _midnight(text)
    return query.where(AccessLog.at < start + timedelta(days=1)) if start else None


def _midnight(text: str) -> datetime | None:
    on = day_or_none(text)
    return datetime.combine(on, time(), SEOUL).astimezone(UTC) if on is not None else None


ACCESS = Listing(
    key="access",
    title=Text("접속 기록", "Access log"),
    query=lambda _actor: select(AccessLog),
    columns=(
        Column(key="at", label=Text("때", "When"), value=lambda a: a.at),
        Column(key="act", label=Text("한 일", "Act"), value=lambda a: a.act),
    ),
    order=(AccessLog.id,),
    descending=True,
    page_size=50,
    filters=(
        Filter(key="q", label=Text("사람·대상·IP", "Person, subject or IP"), apply=_who),
        Filter(
            key="act",
            label=Text("한 일", "Act"),
            apply=lambda query, act: query.where(AccessLog.act == act),
            choices=lambda: [(key, act.label) for key, act in sentences.acts().items()],
        ),
        Filter(key="since", label=Text("이날부터", "From"), apply=_since, type="date"),
        Filter(key="until", label=Text("이날까지", "Until"), apply=_until, type="date"),
    ),
)


@bp.get("/access-log")
@access("admin")
def access_log() -> str:
    page = ACCESS.page(current_actor(), request.args)
    return render_template("shell/admin/access_log.html", listing=ACCESS, page=page, lines=told(page.rows))


def told(rows: Sequence[AccessLog]) -> list[Line]:
    """Each row as a sentence, with the page of what it is about."""
    return [Line(row, said, _page(row)) for row, said in zip(rows, sentences.sentences(rows), strict=True)]


def _page(row: AccessLog) -> str:
    kind, number = sentences.split(row.subject)
    if number is None:
        return ""
    if kind == "user":
        return url_for("admin.person", user_id=number)
    if kind == "organisation":
        return url_for("admin.organisation", organisation_id=number)
    return url_for("home.case", case_id=number) if kind in {one.key for one in all_kinds()} else ""
