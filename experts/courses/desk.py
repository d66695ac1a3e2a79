"""Courses at the officials' desk: proposals, who holds the right to offer courses, and statistics."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from sqlalchemy import select

from experts.courses import queries, terms
from experts.courses.kind import course
from experts.courses.models import CourseProvider
from experts.courses.pages import standing
from portal.core import clock, reading
from portal.core.db import db
from portal.core.downloads import sheet_download
from portal.core.people import Organisation
from portal.core.reading import sent_year
from portal.core.tables import share
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.core.worksheets import TENTH, TEXT, WHOLE, Column, Sheet

bp = Blueprint("courses_desk", __name__, url_prefix="/desk/courses")


@bp.get("/")
@access("officer", "ministry")
def index() -> str:
    return _page()


def _page(problem: Text | None = None) -> str:
    wanted = select(CourseProvider).join(Organisation, Organisation.id == CourseProvider.organisation_id)
    return render_template(
        "experts/courses/desk.html",
        courses=queries.run_by(current_actor()),
        providers=list(db.session.scalars(wanted.where(CourseProvider.ended_at.is_(None)).order_by(Organisation.name))),
        flow=_flow(),
        standing=standing,
        terms=terms,
        problem=problem,
        typed=request.form.get("number", ""),
    )


def _flow() -> Any:
    return course.workflow


@bp.post("/providers")
@access("officer")
def grant() -> Any:
    """Give an organisation the right to offer courses, by its business number."""
    digits = reading.business_number(request.form.get("number", ""))
    found = db.session.scalar(select(Organisation).where(Organisation.business_number == digits)) if digits else None
    if found is None:
        said = Text(
            "이 사업자등록번호의 기관이 포털에 없습니다. 번호를 다시 확인해 주세요.",
            "No organisation in the portal has this business number.",
        )
        return _page(said), 422
    held = db.session.scalar(select(CourseProvider).where(CourseProvider.organisation_id == found.id))
    if held is None:
        held = CourseProvider(organisation_id=found.id)
        db.session.add(held)
    held.ended_at, held.granted_at, held.granted_by_id = None, clock.now(), current_actor().user_id
    tell(f"{found.name}에 과정을 열 권한을 주었습니다.", f"{found.name} may offer courses now.")
    return see_other("courses_desk.index")


@bp.post("/providers/<int:provider_id>/end")
@access("officer")
def end(provider_id: int) -> Any:
    held = db.session.get(CourseProvider, provider_id) if provider_id < 2**31 else None
    if held is None:
        abort(404)
    held.ended_at = held.ended_at or clock.now()
    tell(
        "권한을 거두었습니다. 이미 공개한 과정은 그대로 진행됩니다.",
        "The right was taken back. Published courses go on.",
    )
    return see_other("courses_desk.index")


# ---- statistics ----------------------------------------------------------------------------------------------------------------


def _year() -> int | None:
    return sent_year(request.args.get("year"))


@bp.get("/statistics")
@access("officer", "ministry")
def statistics() -> str:
    every = queries.figures()
    years = sorted({f.course.starts_on.year for f in every if f.course.starts_on}, reverse=True)
    year = _year()
    by_year = [(y, [f for f in every if f.course.starts_on and f.course.starts_on.year == y]) for y in years]
    return render_template(
        "experts/courses/statistics.html",
        figures=queries.figures(year),
        years=years,
        year=year,
        sums=[
            (y, len(held), sum(f.applied for f in held), sum(f.accepted for f in held), sum(f.completed for f in held))
            for y, held in by_year
        ],
        share=share,
        terms=terms,
    )


@bp.get("/statistics.xlsx")
@access("officer", "ministry")
def statistics_book() -> Response:
    year = _year()
    rows = [
        [
            str(f.course.starts_on.year) if f.course.starts_on else "",
            f.course.number or "",
            f.course.title,
            terms.TOPICS[f.course.topic].ko,
            f.course.provider,
            f.course.capacity,
            f.applied,
            f.accepted,
            f.completed,
            share(f.completed, f.accepted) if f.course.state == "finished" else None,
            f.rating,
        ]
        for f in queries.figures(year)
    ]
    heads = ("연도", "과정번호", "과정", "종류", "교육 기관")
    sheet = Sheet(
        tab="과정별 통계",
        table="courses",
        title="교육과정 통계",
        note="공개한 과정. 연도는 시작일, 수료율은 수강 확정한 사람 가운데 수료한 사람(%).",
        columns=[Column(h, TEXT) for h in heads]
        + [Column(h, WHOLE) for h in ("정원", "신청", "수강", "수료")]
        + [Column("수료율(%)", TENTH), Column("만족도", TENTH)],
        rows=rows,
    )
    return sheet_download(sheet, "courses", f"courses {year or 'all'}")
