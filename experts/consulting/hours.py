"""Hours that experts log: what must hold of them, and from when an officer may confirm in the client's place.

Knows no request.
"""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from sqlalchemy import func, select

from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert
from portal.core import clock, periods
from portal.core.db import db
from portal.core.text import Text
from portal.core.web import shown_day

LEAST, MOST = 15, 24 * 60  # minutes of one entry; and of one day in all
INCOMPLETE = Text(
    "한 일, 한 날(오늘까지)과 시간(0.25~24)을 적어 주세요.",
    "Give what was done, the day (not in the future) and the hours (0.25 to 24).",
)


LONGEST_WHAT = 300


def minutes_of(text: str) -> int:
    """Hours as typed ('1.5') in minutes; 0 where they are no hours."""
    try:
        hours = Decimal(text.strip().replace(",", "."))
        return round(hours * 60) if hours.is_finite() and abs(hours) < 1000 else 0
    except InvalidOperation:
        return 0


def hours(minutes: int) -> str:
    """Minutes as hours in words of two places: 90 → '1.50'."""
    return f"{Decimal(minutes) / 60:.2f}"


def fault(case: Consultation, expert: Expert, on: date | None, minutes: int, what: str) -> Text | None:
    """Why these hours cannot be logged on the case; None if they can."""
    if on is None or not what or not LEAST <= minutes <= MOST:
        return INCOMPLETE
    if len(what) > LONGEST_WHAT:
        return Text("한 일은 {n}자 이내로 적어 주세요.", "Say what was done in at most {n} characters.").format(
            n=LONGEST_WHAT
        )
    return _day_fault(case, expert, on) or _sum_fault(case, expert, on, minutes, what)


def _day_fault(case: Consultation, expert: Expert, on: date) -> Text | None:
    if on > clock.today():
        return Text(
            "{d}은(는) 아직 오지 않은 날입니다. 일한 뒤에 적어 주세요.", "{e} is still to come. Log hours once worked."
        ).format(d=shown_day(on, "ko"), e=shown_day(on, "en"))
    if case.accepted_on is not None and on < case.accepted_on:
        return Text(
            "자문을 수락한 {d}보다 앞선 날에는 시간을 적을 수 없습니다.",
            "The consultation was accepted on {e}; no hours can be logged before it.",
        ).format(d=shown_day(case.accepted_on, "ko"), e=shown_day(case.accepted_on, "en"))
    if not expert.serves_on(on):
        last = (expert.ended_on - timedelta(days=1)) if expert.ended_on else expert.term_to
        return Text(
            "그날은 위촉 기간({f} – {l})이 아닙니다. 재위촉을 받은 뒤 적어 주세요.",
            "That day is outside your term ({ef} – {el}). Log it once your term is renewed.",
        ).format(
            f=shown_day(expert.term_from, "ko"),
            l=shown_day(last, "ko"),
            ef=shown_day(expert.term_from, "en"),
            el=shown_day(last, "en"),
        )
    return None


def _sum_fault(case: Consultation, expert: Expert, on: date, minutes: int, what: str) -> Text | None:
    own = select(func.sum(WorkedTime.minutes)).where(WorkedTime.expert_id == expert.id)
    same_day = db.session.scalar(own.where(WorkedTime.on == on)) or 0
    if same_day + minutes > MOST:
        return Text(
            "{d}에는 이미 {n}시간을 적었습니다. 하루는 24시간을 넘을 수 없습니다.",
            "{n} hours are logged on {e} already; a day has no more than 24.",
        ).format(d=shown_day(on, "ko"), e=shown_day(on, "en"), n=hours(same_day))
    same = select(WorkedTime.id).where(
        WorkedTime.case_id == case.id,
        WorkedTime.expert_id == expert.id,
        WorkedTime.on == on,
        WorkedTime.minutes == minutes,
        WorkedTime.what == what,
    )
    if db.session.scalar(same) is not None:
        return Text("같은 날 같은 내용으로 이미 적은 시간입니다.", "The same work of that day is logged already.")
    done = db.session.scalar(own.where(WorkedTime.case_id == case.id)) or 0
    if case.plan_minutes is not None and done + minutes > case.plan_minutes:
        return Text(
            "수행계획의 {p}시간 가운데 {r}시간이 남았습니다. 더 필요하면 계획을 고쳐 다시 내 주세요.",
            "Of the {p} hours of your plan {r} are left. Hand in a changed plan if you need more.",
        ).format(p=hours(case.plan_minutes), r=hours(max(0, case.plan_minutes - done)))
    return None


def office_may(worked: WorkedTime) -> bool:
    """Whether the client's time to answer is over, so that an officer may confirm."""
    return clock.now() - worked.at >= timedelta(days=days_to_answer(worked))


def days_to_answer(worked: WorkedTime) -> int:
    """How many days the client has, by the rule set of the day on which the time was logged."""
    return periods.rules_on(clock.seoul(worked.at).date()).days("hours_days")
