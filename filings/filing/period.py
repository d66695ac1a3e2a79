"""The period within which a filing must be made (시행령 제3조제3항): who must file, and until when.

Judged on a day; writes nothing.
"""

from dataclasses import dataclass
from datetime import date

from filings.filing.questions import trigger_day
from portal.core import clock, periods
from portal.core.clock import Due
from portal.core.schema import Answers


@dataclass(frozen=True)
class FilingPeriod:
    """The 45 days of a filing (시행령 제3조제3항), judged on a day. `period` None: no duty, or no day to count from yet."""

    obliged: bool
    length: int
    trigger_on: date | None
    period: Due | None
    on: date

    @property
    def due_on(self) -> date | None:
        return self.period.due_on if self.period else None

    @property
    def left(self) -> int | None:
        """Calendar days that are left; negative when the period is over."""
        return (self.due_on - self.on).days if self.due_on else None

    @property
    def late_days(self) -> int | None:
        return -self.left if self.left is not None and self.left < 0 else None


def filing_period(answers: Answers, on: date, *, obliged: bool | None = None) -> FilingPeriod:
    """Who must file by the rule set of `on`; until when, by the rule set of the day of the event."""
    must = periods.rules_on(on).must_file(answers.get("founder") or "hospital") if obliged is None else obliged
    trigger_on = trigger_day(answers)
    length = periods.rules_on(trigger_on or on).days("file_days")
    period = clock.civil_period(trigger_on, length, periods.calendar()) if must and trigger_on else None
    return FilingPeriod(must, length, trigger_on, period, on)
