"""Where a pilot stands: the rule it is judged by, what plan and reports say of it, what is due next. Reads only."""

from datetime import date

from funds.pilots.course import variance
from funds.pilots.models import MonthlyReport, Pilot, PilotMark
from funds.pilots.standard.queries import pilot_rule_on
from funds.pilots.standard.terms import PilotRule
from funds.pilots.terms import RESULT_YEARS
from portal.core.text import Text

# ---- the rule ----------------------------------------------------------------------------------------------------------------------


def rule_of(pilot: Pilot) -> PilotRule:
    """A pilot is judged by the rule in force when its agreement began."""
    return pilot_rule_on(pilot.begins_on or date(pilot.year, 1, 1))


# ---- what the plan and the reports say ---------------------------------------------------------------------------------------------


def stretches(pilot: Pilot, year_no: int | None = None) -> list[variance.Stretch]:
    """The milestones of a year of the pilot, of this one unless told."""
    wanted = year_no or pilot.year_no
    return [
        variance.Stretch(m.title, m.begins_on, m.ends_on, m.done_on) for m in pilot.milestones if m.year_no == wanted
    ]


def measured(pilot: Pilot) -> list[variance.Measured]:
    """Every indicator with its last reading."""
    found = []
    for one in pilot.indicators:
        last = one.readings[-1] if one.readings else None
        begins = pilot.begins_on or one.due_on
        found.append(
            variance.Measured(
                one.label,
                one.baseline,
                one.target,
                begins,
                one.due_on,
                last.value if last else None,
                last.on if last else None,
            )
        )
    return found


def planned_sum(pilot: Pilot) -> int:
    """The budget of this year of the pilot, in won."""
    return sum(line.amount for line in pilot.budget if line.year_no == pilot.year_no)


def latest_report(pilot: Pilot) -> MonthlyReport | None:
    own = [r for r in pilot.reports if r.year_no == pilot.year_no]
    return own[-1] if own else None


def current_flags(pilot: Pilot, day: date) -> list[Text]:
    """What is out of the rule's limits today: by the last report, and reports that did not come."""
    if pilot.state != "running":
        return []
    last = latest_report(pilot)
    found = (
        variance.flags(
            rule_of(pilot),
            day,
            plan=stretches(pilot),
            progress=last.progress if last else None,
            planned=planned_sum(pilot),
            spent=last.spent if last else 0,
            indicators=measured(pilot),
        )
        if last
        else []
    )
    due = report_due(pilot)
    if due is not None and due < day:
        found.append(
            Text("{m} 월간 보고가 {d}까지 오지 않았습니다.", "The report of {m} did not come by {d}.").format(
                m=next_month(pilot), d=due
            )
        )
    return found


def months_of(pilot: Pilot) -> list[str]:
    """The months of this year of the pilot ('2026-03'), from its first to its last day."""
    if pilot.begins_on is None or pilot.ends_on is None:
        return []
    first = _year_begins(pilot)
    return [
        f"{n // 12:04d}-{n % 12 + 1:02d}"
        for n in range(first.year * 12 + first.month - 1, pilot.ends_on.year * 12 + pilot.ends_on.month)
    ]


def _year_begins(pilot: Pilot) -> date:
    assert pilot.begins_on is not None
    if pilot.year_no == 1:
        return pilot.begins_on
    begins = [m.begins_on for m in pilot.milestones if m.year_no == pilot.year_no]
    return min(begins, default=pilot.begins_on)


def next_month(pilot: Pilot) -> str | None:
    """The first month without a report."""
    told = {r.month for r in pilot.reports}
    return next((m for m in months_of(pilot) if m not in told), None)


def report_due(pilot: Pilot) -> date | None:
    """The day by which the next report is due: in the month after it, by the rule."""
    month = next_month(pilot)
    if month is None:
        return None
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, rule_of(pilot).report_by_day)


def due_on(pilot: Pilot) -> date | None:
    if pilot.state == "running":
        return report_due(pilot)
    if pilot.state == "ended":
        year = next_result_year(pilot)
        return date(year + 1, 3, 31) if year else None
    return None


# ---- evaluations and the years after the end ------------------------------------------------------------------------------------


def mark_of(pilot: Pilot, kind: str, year_no: int | None = None) -> PilotMark | None:
    wanted = year_no or pilot.year_no
    return next((m for m in pilot.marks if m.kind == kind and m.year_no == wanted), None)


def result_years(pilot: Pilot) -> list[int]:
    """The three years after the end whose results are asked."""
    return [pilot.ended_on.year + n for n in range(1, RESULT_YEARS + 1)] if pilot.ended_on else []


def next_result_year(pilot: Pilot) -> int | None:
    told = {r.year for r in pilot.results}
    return next((y for y in result_years(pilot) if y not in told), None)
