"""The dated rule sets and the holiday table: by when the law wants a thing, as data that an official can edit.

A rule set is in force from its day until the next one's; a case is judged by the set in force
on the day it was received.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock, dated
from portal.core.cases import Case, Event
from portal.core.clock import Due, Pause
from portal.core.dated import Dated
from portal.core.db import Base, Instant, db, once_a_page
from portal.core.declared import collected
from portal.core.text import Text
from portal.core.workdays import Calendar

if TYPE_CHECKING:
    from portal.core.module import Module

DAYS = Text("일", "days")


@dataclass(frozen=True, kw_only=True)
class Period:
    """A length that rule sets say: what it is for, how it is counted and by which law;
    `shipped` holds until a set says another.
    """

    key: str
    label: Text
    shipped: int
    explained: Text
    unit: Text = DAYS
    least: int = 1
    most: int = 365


RECKONING = (
    Period(
        key="file_days",
        label=Text("신고 기한(일, 민법 계산)", "Filing period (days, Civil Code)"),
        shipped=45,
        explained=Text(
            "법 제4조제1항·시행령 제3조: 사유가 생긴 다음 날부터 셉니다.",
            "Act Art. 4(1), Decree Art. 3: counted from the day after the event.",
        ),
    ),
    Period(
        key="decide_days",
        label=Text("처리 기간(근무일)", "Processing period (working days)"),
        shipped=10,
        explained=Text(
            "법 제4조제3항·민원처리법 제19조: 접수한 날부터 근무일로 셉니다.",
            "Act Art. 4(3), MW Art. 19: working days, the day of receipt counted.",
        ),
    ),
)
"""The two that the kernel reckons by itself; the modules declare all others (`Module.periods`)."""


def all_periods() -> dict[str, Period]:
    """Every declared period by its key, in the order of the modules."""
    return {period.key: period for period in (*RECKONING, *collected("periods"))}


def check_periods(modules: "Iterable[Module]") -> None:
    """Refuse to start with a period declared twice, or with a kind whose term names none."""
    held = tuple(modules)
    keys = [period.key for period in (*RECKONING, *(one for module in held for one in module.periods))]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    unknown = sorted(f"{k.key} ({k.term.rule})" for m in held for k in m.kinds if k.term and k.term.rule not in keys)
    if twice:
        raise RuntimeError(f"periods declared twice: {', '.join(twice)}")
    if unknown:
        raise RuntimeError(f"kinds whose term names a period that no module declares: {', '.join(unknown)}")


class RuleSet(Dated, Base):
    """`periods` by key, as far as they were declared then; `filers` the founder types that must file;
    `deems` whether silence accepts.
    """

    __tablename__ = "rule_set"
    __table_args__ = (UniqueConstraint("effective_from"),)

    periods: Mapped[dict[str, int]] = mapped_column(JSON)
    filers: Mapped[list[str]] = mapped_column(JSON)
    deems: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(String(500))


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
    lengths: Mapping[str, int]
    filers: frozenset[str]
    deems: bool
    source: str

    def days(self, period: str) -> int:
        """The length of a declared period."""
        if period not in self.lengths:
            raise LookupError(f"no module declares the period {period}")
        return self.lengths[period]

    def must_file(self, founder: str) -> bool:
        return founder in self.filers


def all_rules() -> list[Rules]:
    """Every rule set, oldest first; what a set does not say is as shipped."""
    declared = all_periods()
    return [
        Rules(
            effective_from=r.effective_from,
            lengths={key: int(r.periods.get(key, one.shipped)) for key, one in declared.items()},
            filers=frozenset(r.filers),
            deems=r.deems,
            source=r.source,
        )
        for r in dated.written(RuleSet)
    ]


def rules_on(day: date, sets: list[Rules] | None = None) -> Rules:
    """The rule set in force on `day`; the oldest one for any day before it."""
    return dated.in_force_or_first(sets if sets is not None else all_rules(), day)


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
    """Pauses, extension and an open supplement's last day, from the facts `pauses`, `resumes`,
    `extends`, `answer_by`.
    """
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
        rules.days(term.rule) + course.extended,
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
    """The period that starts on `day` under the rule set and calendar in force, day by day.

    `rule` is a key of RECKONED.
    """
    rules = rules_on(day)
    if rule == "file":
        return rules, clock.civil_period(day, rules.days("file_days"), calendar())
    return rules, clock.processing_period(day, rules.days("decide_days"), calendar(), deems=rules.deems)


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
