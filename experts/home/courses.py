"""What the courses put on the first page and on a country's page. Reads only."""

from collections.abc import Mapping
from typing import Any

from experts.courses import queries
from experts.courses.models import Course, CourseApplication
from experts.home.figures import figures
from experts.home.own import ATTENDED, own_cases, to_decide
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.permissions import EDITORS
from portal.core.text import Text


def members_panel(actor: Actor) -> Mapping[str, Any] | None:
    """The actor's own courses that are not over, and the applications that wait on courses of their organisations."""
    if not actor.signed_in or actor.is_official:
        return None
    held = own_cases(actor)
    applied = [c for c in held if isinstance(c, CourseApplication) and c.applicant_id == actor.user_id]
    own = [c for c in applied if c.state in ATTENDED]
    courses = [c for c in held if isinstance(c, Course) and c.state == "published" and EDITORS.holds(actor, c)]
    waiting = to_decide(courses)
    run = [(c, waiting[c.id]) for c in courses if c.id in waiting]
    unrated = [c for c in applied if c.state == "completed"]
    return {"own": own, "run": run, "unrated": unrated} if own or run or unrated else None


def officers_panel(actor: Actor) -> Mapping[str, Any] | None:
    """Proposals and applications to decide, and how many courses take applications."""
    if not actor.has("officer", "ministry"):
        return None
    held = figures()
    return {
        "proposals": held.get(("course", "proposed"), 0),
        "applications": held.get(("khidi_course", "applied"), 0),
        "open": held.get(("course", "open"), 0),
    }


def country_panel(country: str, *_more: Any) -> Mapping[str, Any] | None:
    held = queries.open_courses(country, 5)
    return {"courses": held} if held else None


HOME = (
    Panel(key="courses-member", title=Text("교육과정", "Courses"), template="experts/home/panel_courses_member.html", load=members_panel, order=32),
    Panel(key="courses-desk", title=Text("교육과정", "Courses"), template="experts/home/panel_courses_desk.html", load=officers_panel, order=35),
)  # fmt: skip
COUNTRY = (
    Panel(key="courses", title=Text("신청할 수 있는 교육과정", "Courses to apply for"), template="experts/home/panel_courses_country.html", load=country_panel, order=64),
)  # fmt: skip
