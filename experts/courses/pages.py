"""Courses as the public and the applicants see them: the list, a course, applying, the own application,
certificates and their check.
"""

from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, render_template, request, send_file
from sqlalchemy import String, cast, func, select

from experts import terms as words
from experts.acts import answers_of
from experts.courses import admission, completion, queries, terms
from experts.courses.application_kind import ASKED
from experts.courses.models import Course, CourseApplication
from experts.deadlines import exact
from experts.markup import html
from portal.core import clock, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.cases import AccessLog
from portal.core.db import db
from portal.core.fire import possible_moves
from portal.core.listing import Column, Filter, Listing
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell

bp = Blueprint("courses", __name__, url_prefix="/courses")

MISSES = 20
WINDOW = timedelta(minutes=10)
MISS = "course-certificate-miss"


def _tagged(statement: Any, text: str) -> Any:
    return statement.where(cast(Course.countries, String).like(f'%"{text}"%')) if text in words.places() else None


def _taking(statement: Any, text: str) -> Any:
    if text == "open":
        return statement.where(Course.state == "published", Course.apply_by >= clock.now())
    return statement.where(Course.state == text) if text in ("published", "finished") else None


LIST = Listing(
    key="courses",
    title=Text("교육과정", "Courses"),
    query=lambda _actor: select(Course).where(Course.state.in_(("published", "finished"))),
    columns=(Column(key="title", label=Text("과정", "Course"), value=lambda c: c.title, width=60),),
    order=(Course.starts_on, Course.id),
    descending=True,
    page_size=20,
    filters=(
        Filter(key="topic", label=Text("종류", "Kind"), apply=lambda s, t: s.where(Course.topic == t), choices=lambda: list(terms.TOPICS.items())),
        Filter(key="country", label=Text("국가", "Country"), apply=_tagged, choices=lambda: list(words.places().items())),
        Filter(key="state", label=Text("상태", "State"), apply=_taking, choices=lambda: [
            ("open", Text("신청 중", "Taking applications")), ("published", Text("진행·예정", "Running or to come")), ("finished", Text("마침", "Finished"))]),
    ),
)  # fmt: skip


def standing(course: Course) -> tuple[Text, str]:
    """How a course stands for the public: words and tone."""
    if course.state == "cancelled":
        return Text("폐강", "Cancelled"), "danger"
    if course.state == "finished":
        return Text("마침", "Finished"), "gray"
    if course.apply_by and clock.now() <= course.apply_by:
        return Text("신청 중", "Taking applications"), "success"
    begun = course.starts_on is not None and clock.today() >= course.starts_on
    return (
        (Text("진행 중", "Running"), "information") if begun else (Text("신청 마감", "Applications closed"), "warning")
    )


@bp.get("/")
@access("everybody")
def index() -> str:
    actor = current_actor()
    return render_template(
        "experts/courses/index.html",
        listing=LIST,
        page=LIST.page(actor, request.args),
        standing=standing,
        terms=terms,
        mine=queries.own_applications(actor) if actor.signed_in else [],
        runs=queries.may_propose(actor) or bool(queries.run_by(actor)),
    )


@bp.get("/<int:course_id>")
@access("everybody")
def course(course_id: int) -> str:
    return _course_page(_public(course_id))


def _public(course_id: int) -> Course:
    found = queries.public_course(course_id)
    if found is None:
        abort(404)
    return found


def _course_page(found: Course, asking: Asking | None = None) -> str:
    actor = current_actor()
    default = {"acting": "organisation" if actor.organisation_id else "person"}
    return render_template(
        "experts/courses/page.html",
        **course_values(found),
        standing=standing(found),
        receiving=found.state == "published" and found.apply_by is not None and clock.now() <= found.apply_by,
        own=queries.own_application(found, actor),
        asking=asking or Asking(_fields(), default),
    )


def _fields() -> tuple[Any, ...]:
    """What is asked of whoever applies; who acts for nobody applies as a person."""
    return ASKED if current_actor().organisation_id else tuple(f for f in ASKED if f.key != "acting")


def course_values(found: Course) -> dict[str, Any]:
    """What every page of a course shows of it."""
    answers = answers_of(found)
    english = g.language == "en"
    text = str((english and answers.get("programme_en")) or answers.get("programme") or "")
    return {
        "course": found,
        "title": found.titled.in_("en" if english else "ko"),
        "programme": html(text),
        "audience": str(answers.get("audience") or ""),
        "terms": terms,
        "exact": exact,
        "places": words.named(words.places(), found.countries),
        "occupations": words.named(terms.OCCUPATIONS, found.occupations),
        "taken": queries.taken(found),
        "waiting": len(queries.waiting_list(found)),
    }


@bp.post("/<int:course_id>/apply")
@access("signed-in")
def apply(course_id: int) -> Any:
    found = _public(course_id)
    actor = current_actor()
    asking = Asking(_fields(), given=request.form)
    if not asking.good:
        return _course_page(found, asking), 422
    own = actor.organisation_id if asking.text("acting") == "organisation" else None
    with attempt(asking):
        case = admission.apply(found, actor, organisation_id=own, motive=asking.text("motive"))
    if not asking.good:
        return _course_page(found, asking), 422
    tell("수강을 신청했습니다.", "Your application was received.")
    return see_other("courses.application", case_id=case.id)


# ---- the own application ----------------------------------------------------------------------------------------------------------


@bp.get("/applications/<int:case_id>")
@access("signed-in")
def application(case_id: int) -> Any:
    case = case_or_404(CourseApplication, case_id)
    if case.applicant_id != current_actor().user_id:
        return see_other("course_run.page", case_id=case.course_id)
    return render_template(
        "experts/courses/application.html",
        case=case,
        **course_values(case.course),
        state=case.declared.workflow.state(case.state),
        rank=queries.rank_of(case),
        presence=queries.presences(case.course, [case])[case.id],
        moves=possible_moves(case, current_actor()),
        entries=timeline.entries(case, current_actor()),
    )


@bp.get("/applications/<int:case_id>/certificate.pdf")
@access("signed-in")
def certificate(case_id: int) -> Response:
    """수료증; `lang=en` in English."""
    case = case_or_404(CourseApplication, case_id)
    if case.certificate_no is None:
        abort(404)
    if case.applicant_id != current_actor().user_id:
        note_access("paper", f"course_application:{case.id}")
    content = completion.certificate(case, "en" if request.args.get("lang") == "en" else "ko")
    return send_file(
        BytesIO(content), mimetype="application/pdf", download_name=f"{case.certificate_no}.pdf", max_age=0
    )


# ---- the public check -------------------------------------------------------------------------------------------------------------


@bp.get("/check")
@bp.get("/check/<code>")
@access("everybody")
def check(code: str = "") -> Response:
    """Ask for number and code, or answer for those that were given (the QR code brings both)."""
    number = request.args.get("number", "").strip()
    code = (code or request.args.get("code", "")).strip()
    if not (number and code):
        missing = "number" in request.args and "code" in request.args
        said = Text("번호와 확인번호를 모두 입력해 주세요.", "Enter both the number and the code.")
        return _check_page(number, code, status=422 if missing else 200, problem=said if missing else None)
    if _missed() >= MISSES:
        said = Text(
            "맞지 않는 번호가 여러 번 입력되었습니다. 10분 뒤에 다시 시도해 주세요.",
            "Too many wrong numbers. Try again in ten minutes.",
        )
        return _check_page(number, code, status=429, problem=said)
    found = completion.certified(number, code)
    if found is None:
        note_access(MISS, number)
        said = Text("이 번호와 확인번호로 발급한 수료증이 없습니다.", "No certificate has this number and this code.")
        return _check_page(number, code, status=404, problem=said)
    return _check_page(number, code, found=found)


def _missed() -> int:
    """Wrong guesses from this address within the window."""
    wanted = select(func.count()).where(
        AccessLog.at > clock.now() - WINDOW,
        AccessLog.act == MISS,
        AccessLog.address == (request.remote_addr or "")[:45],
    )
    return db.session.scalar(wanted) or 0


def _check_page(
    number: str, code: str, *, status: int = 200, problem: Text | None = None, found: Any = None
) -> Response:
    made = render_template("experts/courses/check.html", number=number, code=code, problem=problem, found=found)
    answer = make_response(made, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer
