"""The dated rule sets and the holiday table: by when the law wants a thing, as data that an official can edit.

A rule set is in force from its day until the next one's; a case is judged by the set in force on the day it was received.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.cases import Case, Event
from portal.core.clock import Due, Pause
from portal.core.db import Base, Instant, db, once_a_page
from portal.core.text import Text
from portal.core.workdays import Calendar

PERIODS = {
    "file_days": Text("신고 기한(일, 민법 계산)", "Filing period (days, Civil Code)"),
    "decide_days": Text("처리 기간(근무일)", "Processing period (working days)"),
    "extension_days": Text("연장 기간(근무일)", "Extension (working days)"),
    "supplement_days": Text("보완 기간(최대 일)", "Supplement period (days at most)"),
    "demand_days": Text("보완 독촉 기간(최대 일)", "Further demand (days at most)"),
    "change_days": Text("변경신고 처리 기간(근무일)", "Service time of a change filing (working days)"),
    "law_answer_days": Text("상담: 국내 법령 질의(근무일)", "Inquiry: Korean law (working days)"),
    "procedure_answer_days": Text("상담: 제도·절차 질의(근무일)", "Inquiry: system and procedure (working days)"),
    "inquiry_days": Text("상담: 그 밖의 질의(근무일)", "Inquiry: others (working days)"),
    "match_days": Text("자문: 전문위원 배정(근무일)", "Consultation: matching (working days)"),
    "offer_days": Text("자문: 전문위원 수락 회신(근무일)", "Consultation: the expert's answer (working days)"),
    "consult_days": Text("자문: 일반 자문 수행(근무일)", "Consultation: general (working days)"),
    "indepth_days": Text("자문: 심화 자문 수행(근무일)", "Consultation: in-depth (working days)"),
    "survey_days": Text("자문: 만족도 조사 회신(근무일)", "Consultation: satisfaction survey (working days)"),
    "review_days": Text("전문위원 위촉 심사(근무일)", "Expert's application: review (working days)"),
    "hours_days": Text("자문료: 의뢰 기관의 시간 확인(일)", "Expert's fee: the client's answer on the hours (days)"),
    "pay_days": Text(
        "자문료: 시간 확인부터 지급까지(근무일)", "Expert's fee: from confirmed hours to payment (working days)"
    ),
}
SERVICE = {
    "law_answer_days": 14,
    "procedure_answer_days": 7,
    "inquiry_days": 10,
    "match_days": 10,
    "offer_days": 3,
    "consult_days": 20,
    "indepth_days": 60,
    "survey_days": 10,
    "review_days": 20,
    "hours_days": 7,
    "pay_days": 14,
}
"""Service times: of inquiries by 민원처리법 시행령 제14조 (law 14, procedure 7), all others our own."""


class RuleSet(Base):
    """`periods` by the keys of PERIODS; `filers` the founder types that must file; `deems` whether silence accepts."""

    __tablename__ = "rule_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    effective_from: Mapped[date] = mapped_column(Date, unique=True)
    periods: Mapped[dict[str, int]] = mapped_column(JSON)
    filers: Mapped[list[str]] = mapped_column(JSON)
    deems: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class HolidayChange(Base):
    """A day that officers added to the library's holidays, or struck out, with its source."""

    __tablename__ = "holiday_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, unique=True)
    struck: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class ConfirmedYear(Base):
    """A year whose library days an officer has compared with the official calendar; others are marked unconfirmed."""

    __tablename__ = "confirmed_year"

    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    source: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


@dataclass(frozen=True)
class Rules:
    """A rule set as read: plain numbers of days and who must file."""

    effective_from: date
    file_days: int
    decide_days: int
    extension_days: int
    supplement_days: int
    demand_days: int
    change_days: int
    law_answer_days: int
    procedure_answer_days: int
    inquiry_days: int
    match_days: int
    offer_days: int
    consult_days: int
    indepth_days: int
    survey_days: int
    review_days: int
    hours_days: int
    pay_days: int
    filers: frozenset[str]
    deems: bool
    source: str

    def must_file(self, founder: str) -> bool:
        return founder in self.filers


def all_rules() -> list[Rules]:
    """Every rule set, oldest first."""
    rows = db.session.scalars(select(RuleSet).order_by(RuleSet.effective_from))
    return [
        Rules(
            effective_from=r.effective_from,
            **{k: int((SERVICE | r.periods)[k]) for k in PERIODS},
            filers=frozenset(r.filers),
            deems=r.deems,
            source=r.source,
        )
        for r in rows
    ]


def rules_on(day: date, sets: list[Rules] | None = None) -> Rules:
    """The rule set in force on `day`; the oldest one for any day before it."""
    known = sets if sets is not None else all_rules()
    in_force = [r for r in known if r.effective_from <= day]
    return in_force[-1] if in_force else known[0]


@once_a_page
def calendar() -> Calendar:
    """The working-day calendar: the library's holidays with the officers' additions and strikes."""
    rows = db.session.execute(select(HolidayChange.day, HolidayChange.struck, HolidayChange.name)).all()
    added = tuple(sorted((r.day, r.name) for r in rows if not r.struck))
    return _calendar(added, frozenset(r.day for r in rows if r.struck))


@lru_cache(maxsize=8)
def _calendar(added: tuple[tuple[date, str], ...], struck: frozenset[date]) -> Calendar:
    return Calendar(added=dict(added), struck=struck)


def confirmed_years() -> set[int]:
    """The years whose holidays an officer has compared with the official calendar."""
    return set(db.session.scalars(select(ConfirmedYear.year)))


@dataclass(frozen=True)
class Course:
    """How the clock of one case stands: read from its events alone."""

    pauses: tuple[Pause, ...]
    extended: int
    answer_by: date | None

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].last is None


def course_of(events: list[Event]) -> Course:
    """Pauses, extension and an open supplement's last day, from the facts `pauses`, `resumes`, `extends`, `answer_by`."""
    pauses: list[Pause] = []
    extended, answer_by = 0, None
    for event in events:
        facts: dict[str, Any] = event.facts or {}
        if facts.get("pauses"):
            pauses.append(Pause(event.on, None))
        if facts.get("resumes") and pauses and pauses[-1].last is None:
            pauses[-1] = Pause(pauses[-1].first, event.on)
            answer_by = None
        if facts.get("answer_by"):
            answer_by = date.fromisoformat(facts["answer_by"])
        extended += int(facts.get("extends", 0))
    return Course(tuple(pauses), extended, answer_by)


@once_a_page
def events_of(case: Case) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.case_id == case.id).order_by(Event.id)))


def period_of(case: Case, events: list[Event] | None = None, days: Calendar | None = None) -> Due | None:
    """The processing period of a received case, day by day; None for kinds without a term and for drafts."""
    term = case.declared.term
    if term is None or case.received_on is None:
        return None
    course = course_of(events if events is not None else events_of(case))
    rules = rules_on(case.received_on)
    return clock.processing_period(
        case.received_on,
        getattr(rules, term.rule) + course.extended,
        days or calendar(),
        pauses=course.pauses,
        deems=term.deems and rules.deems,
    )


RECKONED = {
    "decide": Text("처리 기간(신고를 받은 날부터)", "Processing period (from the day of receipt)"),
    "file": Text("신고 기한(신고 사유가 생긴 날부터)", "Filing period (from the day of the event)"),
}
"""The periods that anybody may have reckoned."""


def reckon(rule: str, day: date) -> tuple[Rules, Due]:
    """The period that starts on `day` under the rule set and calendar in force, day by day. `rule` is a key of RECKONED."""
    rules = rules_on(day)
    if rule == "file":
        return rules, clock.civil_period(day, rules.file_days, calendar())
    return rules, clock.processing_period(day, rules.decide_days, calendar(), deems=rules.deems)


def due_day(case: Case, events: list[Event] | None = None, days: Calendar | None = None) -> date | None:
    """The day to store as `due_on`: of the open supplement while the clock stands, else of the processing period."""
    kind = case.declared
    if kind.due_on is not None:
        return kind.due_on(case)
    known = events if events is not None else events_of(case)
    course = course_of(known)
    if course.paused:
        return course.answer_by
    period = period_of(case, known, days)
    return period.due_on if period else case.due_on
