"""Policy documents and their chapters, brought into each state by their own moves."""

from typing import Any

from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import fire, open_case
from portal.core.people import SYSTEM, Actor, User, actor_of
from portal.markets.documents.chapters import manuscript
from portal.markets.documents.chapters.queries import chapters_of
from portal.markets.documents.kind import policy_document
from tests import factories as make
from tests import policy_maker as policy
from tests.contracts.lives import MONDAY, Life


def document_in(state: str) -> Case:
    """A report; a plan where it ends in a decision.

    Its chapters are agreed, but for one that was given up or is new.
    """
    if state == "new":
        lead = make.acting(make.user("ministry"))
        return open_case(
            policy_document, lead, organisation_id=None, title="2026년 국회 연차보고서", type="report", year=2026
        )
    desk = policy.started("five_year" if state == "decided" else "report")
    if state == "cancelled":
        fire(desk.document, "cancel", desk.lead, given=policy.REASON)
        return desk.document
    policy.agreed(desk)
    if state != "writing":
        fire(desk.document, "assemble", desk.lead)
    if state in ("decided", "submitted"):
        fire(desk.document, policy.act_of(desk.document), desk.lead, given=policy.ending())
    return desk.document


def chapter_in(state: str) -> Case:
    if state == "planned":
        return chapters_of(policy.opened("report")[0])[0]
    desk = policy.started("report")
    chapter = desk.chapters[0]
    if state == "dropped":
        fire(chapter, "drop", desk.lead, given=policy.REASON)
        return chapter
    manuscript.save(chapter, "가상 본문입니다.", "", desk.writer)
    if state != "writing":
        fire(chapter, "hand_in", desk.writer)
    if state == "returned":
        fire(chapter, "send_back", desk.lead, given=policy.REASON)
    if state == "agreed":
        fire(chapter, "agree", desk.lead)
    return chapter


def given(case: Case, move: str) -> dict[str, Any]:
    ministry = str(make.user("ministry", language="en").id)
    owner = str(make.user("officer", language="en").id)
    held: dict[str, dict[str, Any]] = {
        "open": {"lead": ministry, "due_on": policy.DUE},
        "arrange": {"rows": [{"id": 0, "place": 1, "ko": "새 장", "en": "", "part": "text"}]},
        "freeze": {"as_of": MONDAY.isoformat()},
        "decide": policy.ending(),
        "submit": policy.ending(),
        "revise": {"due_on": policy.DUE},
        "postpone": {"due_on": policy.DUE},
        "hand_over": {"lead": ministry},
        "assign": {"owner": owner, "due_on": "2026-12-18"},
        "reassign": {"owner": owner, "due_on": "2026-12-18"},
    }
    return held.get(move, {}) | policy.REASON


def _actor(person_id: int | None) -> Actor:
    return actor_of(db.session.get_one(User, person_id))


def cast_of(case: Case) -> dict[str, Actor]:
    """The lead of the document, a ministry person and an officer who have no part in it, a member, an administrator."""
    document = case.parent if case.parent_id else case
    lead = _actor(document.handler_id) if document and document.handler_id else make.acting(make.user("ministry"))
    found = {
        "member": make.acting(make.member(make.organisation())),
        "officer": make.acting(make.user("officer", unit="다른 팀")),
        "ministry": make.acting(make.user("ministry", unit="다른 과")),
        "lead": lead,
        "admin": make.acting(make.user("admin")),
        "system": SYSTEM,
    }
    if case.kind == "policy_chapter":
        found["owner"] = _actor(case.handler_id) if case.handler_id else make.acting(make.user("officer"))
    return found


DOCUMENT_IDLE = {
    ("writing", "unpublish"),
    ("assembled", "unpublish"),
    ("assembled", "decide"),
    ("decided", "unpublish"),
    ("submitted", "unpublish"),
}

LIVES = (
    Life(kind="policy_document", bring=document_in, given=given, cast=cast_of, idle=frozenset(DOCUMENT_IDLE)),
    Life(kind="policy_chapter", bring=chapter_in, given=given, cast=cast_of),
)
