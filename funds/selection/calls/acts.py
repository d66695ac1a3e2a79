"""What must hold for the moves of calls, and what they do: plan, publish, extend, close, start scoring, cancel."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from funds.selection.lots.acts import commit_lot
from funds.selection.models import Call
from funds.selection.objections.acts import undecided_in
from funds.selection.panel import seating
from funds.selection.panel.sealed import handed_in
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import open_applications
from funds.selection.rubrics.problems import problems_of
from funds.selection.rubrics.queries import rubric_in_force
from portal.core import clock, records
from portal.core.db import db, lock_row
from portal.core.fire import Firing, fire_lapsed
from portal.core.panels.queries import seats_of
from portal.core.reading import or_none
from portal.core.reading_days import day_or_none, time_of_day
from portal.core.text import Text
from portal.core.workflow import Refused

# ---- publishing ----------------------------------------------------------------------------------------------------------------


def publishable(case: Call, _given: Mapping[str, Any]) -> Text | None:
    """A call goes out whole: deadline to come, rubric in force, budget and tracks where money is given."""
    programme = PROGRAMMES[case.programme]
    found: list[Text] = []
    if case.closes_at is None or case.closes_at <= clock.now():
        found.append(Text("접수 마감 일시를 지금보다 뒤로 정해 주세요.", "Set a deadline that is still to come."))
    if programme.money and not case.budget:
        found.append(
            Text(
                "예산이 없는 공모는 낼 수 없습니다. 예산을 적어 주세요.",
                "A call without a budget cannot be published. Enter the budget.",
            )
        )
    if programme.money and not case.tracks:
        found.append(Text("트랙을 하나 이상 고르세요.", "Choose at least one track."))
    if not case.notice.strip():
        found.append(Text("공고문을 적어 주세요.", "Write the notice."))
    rubric = rubric_in_force(case.programme, clock.today())
    if rubric is None:
        found.append(
            Text(
                "오늘 시행 중인 평가 기준이 없습니다. 복지부가 기준을 먼저 시행해야 합니다.",
                "No rubric is in force today: the ministry puts one in force first.",
            )
        )
    else:
        found.extend(problems_of(rubric.body, rubric.version))
    if found:
        raise Refused(*found)
    return None


def publish(case: Call, firing: Firing) -> None:
    """Number and rubric version are fixed: an application is always scored under the version of its call."""
    rubric = rubric_in_force(case.programme, firing.on)
    assert rubric is not None
    case.rubric_id, case.rubric = rubric.id, rubric
    case.received_on = firing.on
    series = f"CALL-{firing.on.year}"
    case.number = f"{series}-{records.next_number(series):03d}"
    firing.facts |= {"number": case.number, "rubric": rubric.version}


def extend_deadline(case: Call, firing: Firing) -> None:
    later = deadline(str(firing.given["day"]), str(firing.given["hour"]))
    if later is None or case.closes_at is None or later <= case.closes_at:
        raise Refused(
            fields={
                "day": Text(
                    "지금 마감보다 뒤의 일시를 적어 주세요.", "Enter a later day and hour than the present deadline."
                )
            }
        )
    firing.facts |= {"closes_before": case.closes_at.isoformat(), "closes": later.isoformat()}
    case.closes_at = later


def deadline(day: str, hour: str) -> datetime | None:
    """The deadline's last second from a day and an hour as typed ('18:00'): 18:00 means until 18:00:00 in Seoul."""
    on, at = day_or_none(day), or_none(time_of_day, hour)
    return datetime.combine(on, at, clock.SEOUL) if on is not None and at is not None else None


def closing_day(case: Call) -> date | None:
    """SYSTEM closes a call once the deadline's second has passed."""
    if case.closes_at is None or clock.now() <= case.closes_at:
        return None
    return clock.seoul(case.closes_at).date()


def due_on(case: Call) -> date | None:
    return clock.seoul(case.closes_at).date() if case.state == "open" and case.closes_at else None


def close_due_calls() -> int:
    """Tick: close what has passed its deadline, on the minute; how many were closed."""
    wanted = select(Call).where(Call.state == "open", Call.closes_at < clock.now())
    closed = 0
    for call in list(db.session.scalars(wanted)):
        lock_row(call)
        closed += len(fire_lapsed(call))
    return closed


# ---- scoring -------------------------------------------------------------------------------------------------------------------


def ready_to_score(case: Call, _given: Mapping[str, Any]) -> Text | None:
    found = seating.ready_problems(case)
    applications = open_applications(case)
    waiting = [a.number or "" for a in applications if a.state in ("submitted", "supplementing")]
    if waiting:
        found.append(
            Text("자격을 확인하지 않은 신청: {n}", "Eligibility not checked yet: {n}").format(n=", ".join(waiting))
        )
    undecided = [o.number or "" for o in undecided_in(case)]
    if undecided:
        found.append(
            Text(
                "자격에 대한 이의신청이 아직 결정되지 않았습니다: {n}",
                "An objection on eligibility is not decided yet: {n}",
            ).format(n=", ".join(undecided))
        )
    if not any(a.state == "eligible" for a in applications):
        found.append(Text("평가할 적격 신청이 없습니다.", "There is no eligible application to score."))
    if found:
        raise Refused(*found)
    return None


def commit_lots(case: Call, firing: Firing) -> None:
    """Before anybody scores: the hash of the seed that would part equals on the reserve list."""
    commit_lot(case, "reserve", firing.actor)


def all_in(case: Call) -> date | None:
    """The day on which the last member handed in; None while anybody is missing."""
    seats = seats_of(case)
    done = [handed_in(s) for s in seats]
    return clock.today() if seats and all(h is not None for h in done) else None


def opens_now(case: Call, _given: Mapping[str, Any]) -> Text | None:
    if all_in(case) is None:
        return Text("아직 봉인되어 있습니다.", "Still sealed.")
    return None


def note_seal_log(case: Call, firing: Firing) -> None:
    """What was hidden until now: who handed in when."""
    firing.facts |= {
        "handed_in": {s.label: h.at.isoformat() for s in seats_of(case) if (h := handed_in(s)) is not None},
        "round": case.round_no,
    }


def give_up(case: Call, firing: Firing) -> None:
    case.decided_on = firing.on
