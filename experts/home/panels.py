"""What pool, consulting, fees and the centre put on the first page and on a country's page. Reads only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from experts import terms
from experts.centre.models import PublicAnswer
from experts.home.figures import figures
from experts.home.own import CONSULTED, own_cases
from experts.insights.queries import published
from experts.models import Consultation
from experts.payments.models import FeePayment
from experts.pool import queries
from portal.core.db import db
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.permissions import EDITORS
from portal.core.text import Text


def officers_panel(actor: Actor) -> Mapping[str, Any] | None:
    """Figures of the day, each with the list behind it; None for who is no official."""
    if not actor.has("officer", "ministry"):
        return None
    held = figures()

    def count(what: str, *states: str) -> int:
        return sum(held.get((what, state), 0) for state in states)

    return {
        "eligible": count("consultation", "received"),
        "matching": count("consultation", "matching"),
        "offered": count("consultation", "offered"),
        "running": count("consultation", "running", "reported"),
        "inquiries": count("inquiry", "received"),
        "applications": count("expert_application", "received"),
        "insights": count("insight", "review"),
        "pool": count("pool", "serving"),
    }


def experts_panel(actor: Actor) -> Mapping[str, Any] | None:
    """What waits for an expert; None for anybody else."""
    expert = queries.expert_of_user(actor.user_id) if actor.has("expert") else None
    if expert is None:
        return None
    held = select(Consultation).where(Consultation.expert_id == expert.id, Consultation.state.in_(queries.BUSY))
    return {
        "expert": expert,
        "cases": list(db.session.scalars(held.order_by(Consultation.due_on, Consultation.id))),
        "state_of": lambda case: case.declared.workflow.state(case.state),
    }


def members_panel(actor: Actor) -> Mapping[str, Any] | None:
    """The organisation's consultations under way; None for who acts for nobody."""
    if actor.organisation_id is None:
        return None
    held = (c for c in own_cases(actor) if isinstance(c, Consultation) and c.state in CONSULTED)
    return {
        "cases": [c for c in held if c.organisation_id == actor.organisation_id][:5],
        "state_of": lambda case: case.declared.workflow.state(case.state),
    }


def country_panel(country: str, *_more: Any) -> Mapping[str, Any] | None:
    """Published answers and columns on a country, and how many experts have worked there;
    None where there is nothing.
    """
    wanted = select(PublicAnswer).where(PublicAnswer.country == country, PublicAnswer.withdrawn_on.is_(None))
    answers = list(db.session.scalars(wanted.order_by(PublicAnswer.id.desc()).limit(5)))
    columns = published(country, 5)
    experts = sum(country in e.countries for e in queries.in_office())
    if not (answers or columns or experts):
        return None
    return {
        "country": country,
        "answers": answers,
        "columns": columns,
        "experts": experts,
        "standings": terms.STANDINGS,
    }


HOME = (
    Panel(key="ghkol-desk", title=Text("GHKOL 자문과 상담", "GHKOL and the consultation centre"), template="experts/home/panel_desk.html", load=officers_panel, order=30),
    Panel(key="ghkol-expert", title=Text("전문위원으로서 하실 일", "Your work as an expert"), template="experts/home/panel_expert.html", load=experts_panel, order=5),
    Panel(key="ghkol-member", title=Text("전문위원 자문", "Expert consulting"), template="experts/home/panel_member.html", load=members_panel, order=30),
)  # fmt: skip
COUNTRY = (
    Panel(key="ghkol", title=Text("전문위원과 문답", "Experts, questions and answers"), template="experts/home/panel_country.html", load=country_panel, order=60),
)  # fmt: skip


def hours_panel(actor: Actor) -> Mapping[str, Any] | None:
    """Payments whose hours the organisation has to confirm; None where nothing waits or the actor may not answer."""
    if actor.memberships.get(actor.organisation_id or 0) not in EDITORS.roles:
        return None
    cases = [c for c in own_cases(actor) if isinstance(c, FeePayment) and c.organisation_id == actor.organisation_id]
    return {"cases": sorted(cases, key=lambda c: (c.due_on or date.max, c.id))[:20]} if cases else None


HOURS = Panel(
    key="ghkol-hours", title=Text("확인할 자문 시간", "Hours to confirm"), template="experts/home/panel_hours.html", load=hours_panel, order=4
)  # fmt: skip
