"""Pages of the pilots: the portfolio, one pilot with plan and course, its entries, starting one.

A view loads, asks, renders.
"""

from pathlib import Path
from typing import Any

from flask import abort, current_app, g, render_template, request
from sqlalchemy import select

from funds.pilots.blueprint import bp
from funds.pilots.course import queries as course
from funds.pilots.course.gantt import gantt
from funds.pilots.course.variance import reached
from funds.pilots.entries import PARTS, Part, day_of
from funds.pilots.evaluation.acts import can_open, evaluations_of
from funds.pilots.models import Pilot, PilotIndicator, PilotPayment, PilotRisk, Reading
from funds.pilots.queries import counts, lines, pilots_seen
from funds.pilots.standard.queries import pilot_rule_on
from funds.pilots.standard.terms import EVALUATIONS
from funds.pilots.terms import BETTER, LEVELS, RISK_KINDS
from funds.terms import FIELDS
from portal.core import clock, countries, timeline, worldmap
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import open_case, possible_moves
from portal.core.people import Organisation
from portal.core.permissions import EDITORS
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell


def country_name(code: str) -> str:
    return countries.name(code, g.language)


def may(pilot: Pilot, part: Part) -> bool:
    """Whether the actor may write this part now."""
    actor = current_actor()
    if pilot.state not in part.states:
        return False
    return ("officer" in part.by and actor.has("officer")) or ("editor" in part.by and EDITORS.holds(actor, pilot))


@bp.get("/")
@access("member", "officer", "ministry")
def index() -> str:
    """Officials see the portfolio of all pilots, members their own."""
    actor = current_actor()
    found = pilots_seen(actor)
    by_country, by_field, by_year = counts(found)
    return render_template(
        "funds/pilots/index.html",
        lines=lines(found),
        by_country=by_country.most_common(),
        by_field=[(FIELDS[k], n) for k, n in by_field.most_common()],
        by_year=sorted(by_year.items()),
        shapes=worldmap.shapes(Path(current_app.static_folder or "") / worldmap.FILE) if actor.is_official else (),
        map=(worldmap.WIDTH, worldmap.HEIGHT),
        fields=FIELDS,
        country_name=country_name,
        official=actor.is_official,
        rule=pilot_rule_on(clock.today()),
    )


@bp.get("/<int:case_id>")
@access("member", "officer", "ministry")
def page(case_id: int) -> str:
    pilot = case_or_404(Pilot, case_id)
    actor, today = current_actor(), clock.today()
    plan = course.stretches(pilot)
    return render_template(
        "funds/pilots/page.html",
        case=pilot,
        state=pilot.declared.workflow.state(pilot.state),
        moves=possible_moves(pilot, actor),
        may_report=pilot.state == "running" and EDITORS.holds(actor, pilot),
        may_plan=pilot.state == "planned" and (actor.has("officer") or EDITORS.holds(actor, pilot)),
        chart=gantt([s for n in range(1, pilot.year_no + 1) for s in course.stretches(pilot, n)], today),
        plan=plan,
        parts=PARTS,
        may=lambda key: may(pilot, PARTS[key]),
        flags=course.current_flags(pilot, today),
        rule=course.rule_of(pilot),
        evaluations=evaluations_of(pilot) if actor.is_official else [],
        can_evaluate=can_open(pilot) if actor.has("officer") else [],
        kinds_of_evaluation=EVALUATIONS,
        measured=[(one, m, reached(m)) for one, m in zip(pilot.indicators, course.measured(pilot), strict=True)],
        planned=course.planned_sum(pilot),
        last=course.latest_report(pilot),
        due=course.due_on(pilot),
        result_years=course.result_years(pilot),
        entries=timeline.entries(pilot, actor),
        fields=FIELDS,
        kinds=RISK_KINDS,
        levels=LEVELS,
        better=BETTER,
        country_name=country_name,
        today=today,
    )


# ---- starting one, and its frame ---------------------------------------------------------------------------------------------------


_FRAME = (
    Field(key="begins_on", label=Text("사업 시작일", "First day"), type="date", required=True),
    Field(key="ends_on", label=Text("사업 종료일", "Last day"), type="date", required=True),
    Field(key="support", label=Text("지원금", "Support"), type="money", unit=Text("원", "KRW")),
    Field(key="own_share", label=Text("자부담", "Own share"), type="money", unit=Text("원", "KRW")),
    Field(key="summary", label=Text("사업 내용", "Content"), type="text", longest=2000),
)
_NEW = (
    Field(key="title", label=Text("사업 이름", "Name of the pilot"), required=True, longest=300),
    Field(key="business_number", label=Text("수행 기관의 사업자등록번호", "Business number of the performer"), type="business_number", required=True),
    Field(key="country", label=Text("대상국", "Country"), type="country", required=True),
    Field(key="field", label=Text("핵심 분야", "Core field"), type="choice", choices=FIELDS, required=True),
    Field(key="year", label=Text("선정 연도", "Year of selection"), type="integer", required=True, least=2016, most=2100),
)  # fmt: skip
_REGISTER = Text("시범사업 등록", "Register a pilot")
_FRAME_TITLE = Text("기간과 사업비", "Period and money")


def _form(asking: Asking, title: Text, action: str, pilot: Pilot | None = None) -> str:
    return render_template("funds/pilots/form.html", asking=asking, title=title, action=action, case=pilot)


@bp.get("/new")
@access("officer")
def new() -> str:
    return _form(Asking(_NEW), _REGISTER, "new")


@bp.post("/new")
@access("officer")
def add() -> Any:
    """Register a pilot that was selected outside the portal's own call."""
    asking = Asking(_NEW, given=request.form)
    owner = db.session.scalar(
        select(Organisation).where(Organisation.business_number == asking.text("business_number"))
    )
    if asking["business_number"] and owner is None:
        asking.fault(
            "business_number",
            Text("이 번호의 기관이 포털에 없습니다.", "No organisation of this number is in the portal."),
        )
    if asking["country"] == countries.KOREA:
        asking.fault("country", Text("해외 시범사업만 등록합니다.", "Only pilots abroad are registered."))
    if not asking.good or owner is None:
        return _form(asking, _REGISTER, "new"), 422
    made = open_case(
        kind_of("pilot"),
        current_actor(),
        organisation_id=owner.id,
        title=asking.text("title"),
        country=asking["country"],
        field=asking["field"],
        year=asking["year"],
    )
    tell("시범사업을 등록했습니다. 수행 기관이 계획을 적습니다.", "The pilot was registered; the performer plans it.")
    return see_other("pilots.page", case_id=made.id)


def _planned_or_403(case_id: int) -> Pilot:
    pilot = case_or_404(Pilot, case_id)
    actor = current_actor()
    if pilot.state != "planned" or not (actor.has("officer") or EDITORS.holds(actor, pilot)):
        note_access("refused", f"pilot:{pilot.id}")
        abort(403)
    return pilot


@bp.get("/<int:case_id>/frame")
@access("member", "officer")
def frame(case_id: int) -> str:
    pilot = _planned_or_403(case_id)
    held = {f.key: getattr(pilot, f.key) for f in _FRAME}
    held |= {k: held[k].isoformat() for k in ("begins_on", "ends_on") if held[k]}
    return _form(Asking(_FRAME, held), _FRAME_TITLE, "frame", pilot)


@bp.post("/<int:case_id>/frame")
@access("member", "officer")
def frame_keep(case_id: int) -> Any:
    pilot = _planned_or_403(case_id)
    asking = Asking(_FRAME, given=request.form)
    first, last = asking["begins_on"], asking["ends_on"]
    if first and last and last < first:
        asking.fault("ends_on", Text("종료일이 시작일보다 앞섭니다.", "It ends before it begins."))
    elif (
        first
        and last
        and any(not first <= day.isoformat() <= last for m in pilot.milestones for day in (m.begins_on, m.ends_on))
    ):
        asking.fault(
            "ends_on",
            Text(
                "이미 적은 단계가 기간 밖으로 나갑니다. 단계를 먼저 고쳐 주세요.",
                "A milestone would lie outside. Change it first.",
            ),
        )
    if not asking.good:
        return _form(asking, _FRAME_TITLE, "frame", pilot), 422
    pilot.begins_on, pilot.ends_on = day_of(first), day_of(last)
    pilot.support, pilot.own_share, pilot.summary = asking["support"], asking["own_share"], asking.text("summary")
    tell("기간과 사업비를 적었습니다.", "Period and money were entered.")
    return see_other("pilots.page", case_id=pilot.id)


# ---- entries -----------------------------------------------------------------------------------------------------------------------


def _part_or_403(case_id: int, key: str) -> tuple[Pilot, Part]:
    pilot = case_or_404(Pilot, case_id)
    if key not in PARTS:
        abort(404)
    if not may(pilot, PARTS[key]):
        note_access("refused", f"pilot:{pilot.id} {key}")
        abort(403)
    return pilot, PARTS[key]


@bp.get("/<int:case_id>/<part>/new")
@access("member", "officer")
def entry_new(case_id: int, part: str) -> str:
    pilot, one = _part_or_403(case_id, part)
    return _form(Asking(one.fields), one.title, part, pilot)


@bp.post("/<int:case_id>/<part>/new")
@access("member", "officer")
def entry_add(case_id: int, part: str) -> Any:
    pilot, one = _part_or_403(case_id, part)
    asking = Asking(one.fields, given=request.form)
    one.check(pilot, asking)
    if not asking.good:
        return _form(asking, one.title, part, pilot), 422
    db.session.add(one.build(pilot, asking.answers))
    tell(Text("{t}을(를) 적었습니다.", "{t} was entered.").format(t=one.title))
    return see_other("pilots.page", case_id=pilot.id, _anchor=part)


@bp.post("/<int:case_id>/<part>/<int:row_id>/remove")
@access("member", "officer")
def entry_remove(case_id: int, part: str, row_id: int) -> Any:
    pilot, one = _part_or_403(case_id, part)
    row = db.session.get(one.model, row_id) if row_id < 2**31 else None
    if row is None or row.pilot_id != pilot.id:
        abort(404)
    read = isinstance(row, PilotIndicator) and db.session.scalar(
        select(Reading.id).where(Reading.indicator_id == row.id).limit(1)
    )
    paid = isinstance(row, PilotPayment) and row.paid_on is not None
    if read or paid:
        tell("이미 실적이 있어 지울 수 없습니다.", "It has results already and stays.", "error")
    else:
        db.session.delete(row)
        tell("항목을 지웠습니다.", "The entry was removed.")
    return see_other("pilots.page", case_id=pilot.id, _anchor=part)


@bp.post("/<int:case_id>/payment/<int:row_id>/paid")
@access("officer")
def payment_paid(case_id: int, row_id: int) -> Any:
    """Mark a payment as paid today."""
    pilot, _one = _part_or_403(case_id, "payment")
    row = db.session.get(PilotPayment, row_id) if row_id < 2**31 else None
    if row is None or row.pilot_id != pilot.id or row.paid_on is not None:
        abort(404)
    row.paid_on = clock.today()
    tell("지급한 것으로 적었습니다.", "Marked as paid.")
    return see_other("pilots.page", case_id=pilot.id, _anchor="payment")


@bp.post("/<int:case_id>/risk/<int:row_id>/close")
@access("member", "officer")
def risk_close(case_id: int, row_id: int) -> Any:
    pilot, _one = _part_or_403(case_id, "risk")
    row = db.session.get(PilotRisk, row_id) if row_id < 2**31 else None
    if row is None or row.pilot_id != pilot.id or row.closed_on is not None:
        abort(404)
    row.closed_on = clock.today()
    tell("닫았습니다.", "Closed.")
    return see_other("pilots.page", case_id=pilot.id, _anchor="risk")
