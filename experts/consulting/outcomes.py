"""What came of a consultation: the one question 6 and 12 months after closing, and until when it stands open.

Safe to repeat and to run late: each case in a transaction of its own, each question once.
"""

from calendar import monthrange
from datetime import date, timedelta

from sqlalchemy import select

from experts.models import Consultation
from portal.core import clock, mail
from portal.core.db import db

MONTHS = (6, 12)
FINAL = ("filed", "dropped")  # after these answers nothing is asked again


def ask_outcomes() -> int:
    """Ask what came of a consultation 6 and 12 months after closing; how many were asked now."""
    asked = 0
    for months in reversed(MONTHS):
        wanted = select(Consultation.id).where(
            Consultation.state == "closed",
            Consultation.decided_on <= months_before(clock.today(), months),
            Consultation.decided_on > clock.today() - timedelta(days=731),
            Consultation.outcome_asked < months,
            Consultation.outcome.not_in(FINAL),
        )
        for case_id in list(db.session.scalars(wanted)):
            asked += _ask(case_id, months)
    return asked


def _ask(case_id: int, months: int) -> int:
    case = db.session.get(Consultation, case_id)
    if case is None or case.outcome_asked >= months:
        return 0
    case.outcome_asked = months
    mail.tell_about(case, "consultation.outcome_asked", ("members",), months=months)
    db.session.commit()
    return 1


def outcome_open(case: Consultation) -> bool:
    """Whether the question stands on the case's page: from when it was asked until a final answer."""
    return case.state == "closed" and case.outcome_asked > 0 and case.outcome not in FINAL


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
