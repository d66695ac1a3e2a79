"""What the moves of a column do: review, publication, taking down."""

from experts.acts import decide, file_answers, title_in
from experts.insights.models import Insight
from portal.core.db import db
from portal.core.fire import Firing


def submit(case: Insight, firing: Firing) -> None:
    answers = file_answers(case, firing)
    case.titled = title_in(answers)
    case.countries = list(answers.get("countries") or ())
    case.received_on = firing.on


def publish(case: Insight, firing: Firing) -> None:
    case.published_on = case.decided_on = firing.on
    case.handler_id = case.handler_id or firing.actor.user_id
    db.session.flush()


def take_down(case: Insight, firing: Firing) -> None:
    case.published_on = None
    decide(case, firing)
