"""What happens when a month is reported: readings, milestones done, and how it differs from the plan.

No page is made here.
"""

from datetime import date
from decimal import Decimal

from funds.pilots.course.queries import current_flags
from funds.pilots.models import Milestone, MonthlyReport, Pilot, PilotIndicator, Reading
from portal.core.db import db
from portal.core.fire import Firing


def keep_report(case: Pilot, firing: Firing) -> None:
    """Keep the month with readings and milestones done, and what it flags."""
    given = firing.given
    for key, day in given.get("done_on", {}).items():
        step = db.session.get_one(Milestone, int(key))
        step.done_on = date.fromisoformat(day)
    for key, (value, day) in given.get("readings", {}).items():
        indicator = db.session.get_one(PilotIndicator, int(key))
        indicator.readings.append(Reading(on=date.fromisoformat(day), value=Decimal(value)))
    report = MonthlyReport(
        month=given["month"],
        year_no=case.year_no,
        progress=given["progress"],
        spent=given["spent"],
        done=given["done"],
        next_steps=given.get("next_steps") or "",
        by_file=bool(given.get("by_file")),
        by_id=firing.actor.user_id,
    )
    case.reports.append(report)
    db.session.flush()
    report.flags = [list(words) for words in current_flags(case, firing.on)]
    db.session.flush()
    firing.facts |= {"month": report.month, "flags": [f[0] for f in report.flags]}
