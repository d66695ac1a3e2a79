"""The access log as administrators review it. It is read here, never written or changed."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import render_template, request
from sqlalchemy import Select, or_, select

from portal.core.cases import AccessLog
from portal.core.clock import SEOUL
from portal.core.db import db
from portal.core.listing import Column, Filter, Listing, says
from portal.core.people import User
from portal.core.reading_days import day_or_none
from portal.core.text import Text
from portal.core.web import access, current_actor
from portal.shell.admin.blueprint import bp

ACTS = {
    "sign-in": Text("로그인", "Signed in"),
    "sign-in-failed": Text("로그인 실패", "Sign-in failed"),
    "sign-in-locked": Text("잠긴 계정 로그인 시도", "Tried while locked"),
    "second-factor-failed": Text("2단계 인증 실패", "Second factor failed"),
    "second-factor-set": Text("2단계 인증 설정", "Second factor set up"),
    "second-factor-off": Text("2단계 인증 끄기", "Second factor turned off"),
    "password-asked": Text("비밀번호 재설정 요청", "Password reset asked for"),
    "password-reset": Text("비밀번호 재설정", "Password reset"),
    "password-wrong": Text("비밀번호 확인 실패", "Present password wrong"),
    "sign-up-asked": Text("가입 신청", "Sign-up asked for"),
    "signed-up": Text("가입", "Signed up"),
    "read": Text("열람", "Read"),
    "guess": Text("없는 주소 시도", "Guessed an address"),
    "refused": Text("권한 없음", "Refused"),
    "paper": Text("서류 내려받기", "Paper downloaded"),
    "export": Text("내려받기", "Export"),
    "claim-failed": Text("기관 확인번호 불일치", "Wrong certificate number"),
    "organisation-edited": Text("기관 정보 수정", "Organisation edited"),
    "organisation-verified": Text("기관 확인", "Organisation verified"),
    "deputy-named": Text("대리 지정", "Deputy named"),
    "holiday-add": Text("공휴일 더함", "Holiday added"),
    "holiday-strike": Text("공휴일 뺌", "Holiday struck"),
    "holiday-remove": Text("달력 변경 지움", "Calendar change removed"),
    "year-confirmed": Text("공휴일 확인", "Year confirmed"),
    "rule-set-added": Text("처리 기준 더함", "Rule set added"),
    "rule-set-withdrawn": Text("처리 기준 거둠", "Rule set withdrawn"),
    "mail-retried": Text("메일 다시 보냄", "Mail sent again"),
}


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
            choices=lambda: list(ACTS.items()),
        ),
        Filter(key="since", label=Text("이날부터", "From"), apply=_since, type="date"),
        Filter(key="until", label=Text("이날까지", "Until"), apply=_until, type="date"),
    ),
)


@bp.get("/access-log")
@access("admin")
def access_log() -> str:
    page = ACCESS.page(current_actor(), request.args)
    named = db.session.execute(
        select(User.id, User.name).where(User.id.in_({a.user_id for a in page.rows if a.user_id}))
    )
    names = {row.id: row.name for row in named}
    return render_template("shell/admin/access_log.html", listing=ACCESS, page=page, names=names, acts=ACTS)
