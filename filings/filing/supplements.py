"""보완: what must hold to ask for, demand, answer and close a supplement (시행령 제3조제4항, 민원처리법 시행령 제24조·제25조).

For every kind whose answers a filer may be asked to mend. While one is open the processing clock stands.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from filings.filing.acts import file_answers
from filings.filing.content import latest_answers
from filings.models import ChangeFiling, Filing
from portal.core import clock, files, periods, records
from portal.core.cases import Case
from portal.core.fire import Firing
from portal.core.text import Text


def names_fields(case: Case, given: Mapping[str, Any]) -> Text | None:
    """A supplement names at least one field, each with a sentence."""
    wanted: dict[str, str] = given.get("items") or {}
    if not wanted or any(not str(v).strip() for v in wanted.values()):
        return Text(
            "보완할 항목을 고르고 항목마다 이유를 적어 주세요.",
            "Choose what is to be supplemented and say why for each.",
        )
    if any(k not in case.declared.schema for k in wanted):
        return Text("신고서에 없는 항목이 있습니다.", "One of the items is not on the form.")
    return None


def days_within_supplement(case: Case, given: Mapping[str, Any]) -> Text | None:
    return _days_within(case, given, "supplement_days")


def days_within_demand(case: Case, given: Mapping[str, Any]) -> Text | None:
    return _days_within(case, given, "demand_days")


def _days_within(case: Case, given: Mapping[str, Any], period: str) -> Text | None:
    assert case.received_on is not None
    most = periods.rules_on(case.received_on).days(period)
    if not 1 <= int(given.get("days") or 0) <= most:
        return Text("기간은 1일부터 {n}일까지 정할 수 있습니다.", "The period can be 1 to {n} days.").format(n=most)
    return None


def open_supplement(case: Filing | ChangeFiling, firing: Firing) -> None:
    """The clock stands from today; only the named fields open again."""
    firing.facts |= {"pauses": True, "answer_by": _last_day(firing).isoformat()}
    asked = set(firing.given["items"])
    records.start_draft(case, latest_answers(case), open_fields=asked)


def _last_day(firing: Firing) -> date:
    period = clock.civil_period(firing.on, int(firing.given["days"]), periods.calendar())
    assert period.due_on is not None
    return period.due_on


def demand_again(_case: Case, firing: Firing) -> None:
    firing.facts |= {"answer_by": _last_day(firing).isoformat(), "demand": True}


def supplement_lapsed(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if case.due_on is not None and clock.today() <= case.due_on:
        return Text(
            "보완 기간이 아직 남아 있습니다. ({day}까지)", "The supplement period still runs, until {day}."
        ).format(day=case.due_on)
    return None


def not_demanded_yet(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if open_demand(case):
        return Text(
            "이미 한 번 더 요구했습니다. 기간이 지나면 반려할 수 있습니다.",
            "A further demand was made already; after it the filing can be returned.",
        )
    return None


def demanded(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if not open_demand(case):
        return Text(
            "먼저 기간을 정해 한 번 더 보완을 요구해야 합니다. (민원처리법 시행령 제24조제3항)",
            "First make one further demand (MWD Art. 24(3)).",
        )
    return None


def open_demand(case: Case) -> bool:
    """Whether the supplement that is open now has had its further demand."""
    found = False
    for event in periods.events_of(case):
        if event.facts.get("pauses"):
            found = False
        if event.facts.get("demand"):
            found = True
    return found


def answer_supplement(case: Filing | ChangeFiling, firing: Firing) -> None:
    """What was mended becomes a revision; the clock runs again."""
    before = latest_answers(case)
    added = {p.slot for p in files.papers_of(case.id) if p.filed_at is None}
    file_answers(case, firing)
    changed = [c.field.key for c in case.declared.schema.diff(before, latest_answers(case))]
    firing.facts |= {"resumes": True, "changed": changed + sorted(added)}
