"""Who may open a paper of a consultation, how, and who did.

The files of a case are the expert's from acceptance until closing.
What the expert uploaded themselves stays with them; everybody else of the case opens the original.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import select

from experts.models import Consultation, Offer
from experts.papers.marking import MARKABLE
from experts.papers.models import ViewOnly
from experts.pool.queries import expert_of_user
from experts.rights import HOLDING_EXPERT, at_work
from portal.core import clock, contents
from portal.core.cases import AccessLog, Case
from portal.core.db import db
from portal.core.files import Paper
from portal.core.people import Actor, User
from portal.core.permissions import EDITORS, MEMBERS
from portal.core.text import Text

OPENED = "paper"
ONCE = timedelta(minutes=10)  # pages of one paper opened one after the other are one opening
CLOSED = Text(
    "자문이 끝나 자료를 닫았습니다. 대화와 보고서는 계속 볼 수 있습니다.",
    "The consultation is over and its files are shut. Thread and report stay open.",
)
LEFT = Text(
    "이 자문을 떠나셔서 자료를 더 열 수 없습니다.",
    "You are no longer the expert of this consultation, so its files are shut.",
)


def opens(case: Case, actor: Actor, paper: Paper) -> bool:
    """Whether the actor opens the original: the owner, officials, and whoever uploaded it.

    The expert gets a marked copy.
    """
    if MEMBERS.holds(actor, case) or actor.is_official:
        return True
    return HOLDING_EXPERT.holds(actor, case) and paper.by_id == actor.user_id


def opened_at(case: Case, actor: Actor, paper: Paper) -> str:
    """The page at which the actor opens the paper instead: the expert's marked copy; '' for everybody else."""
    theirs = HOLDING_EXPERT.holds(actor, case) and paper.filed_at is not None and not opens(case, actor, paper)
    return "consultation_papers.copy" if theirs else ""


def shut(case: Consultation, actor: Actor) -> Text | None:
    """Why the files are shut to somebody who had the case as its expert; None to everybody else."""
    if at_work(case) and HOLDING_EXPERT.holds(actor, case):
        return None
    expert = expert_of_user(actor.user_id)
    if expert is None:
        return None
    had = select(Offer.state).where(
        Offer.case_id == case.id, Offer.expert_id == expert.id, Offer.pledged_at.is_not(None)
    )
    states = list(db.session.scalars(had))
    if not states:
        return None
    return CLOSED if case.expert_id == expert.id else LEFT


# ---- to look at only ----------------------------------------------------------------------------------------------------


def view_only(papers: Sequence[Paper]) -> set[int]:
    """Ids of those papers that the expert may look at but not download."""
    wanted = select(ViewOnly.paper_id).where(ViewOnly.paper_id.in_([p.id for p in papers]))
    return set(db.session.scalars(wanted)) if papers else set()


def may_restrict(actor: Actor, case: Case, paper: Paper) -> bool:
    """The owner decides over what was not uploaded by the expert, as far as pages of it can be shown as pictures."""
    if not EDITORS.holds(actor, case) or paper.media_type not in MARKABLE or paper.filed_at is None:
        return False
    by_expert = isinstance(case, Consultation) and case.expert is not None and paper.by_id == case.expert.user_id
    return not by_expert


def restrict(paper: Paper, actor: Actor, *, only_view: bool) -> None:
    held = db.session.get(ViewOnly, paper.id)
    if only_view and held is None:
        db.session.add(ViewOnly(paper_id=paper.id, by_id=actor.user_id))
    elif not only_view and held is not None:
        db.session.delete(held)


def rows(case: Consultation, actor: Actor, papers: Sequence[Paper]) -> list[dict[str, Any]]:
    """Rows of `experts/_papers.html`: what the actor may do with each paper, and how the expert has it."""
    only, found = view_only(papers), []
    as_expert = HOLDING_EXPERT.holds(actor, case)
    why_shut = shut(case, actor) if as_expert else None
    for paper in papers:
        own = opens(case, actor, paper)
        locked = paper.id in only
        row: dict[str, Any] = {"paper": paper, "view_only": locked, "url": "", "look": "", "note": None, "toggle": ""}
        row |= {"shut": contents.standing(paper.content), "warnings": []}
        if not (own and case.organisation_id in actor.memberships):
            row["warnings"] = contents.warnings(paper.content)
        if row["shut"] is not None:
            row["warnings"] = []
        elif own:
            row["url"] = url_for("home.paper", case_id=case.id, paper_id=paper.id)
        elif why_shut is not None:
            row["note"] = Text("닫힘", "Shut")
        elif as_expert:
            where: dict[str, Any] = {"case_id": case.id, "paper_id": paper.id}
            if paper.media_type in MARKABLE:
                row["look"] = url_for("consultation_papers.look", **where)
                row["url"] = "" if locked else url_for("consultation_papers.copy", **where)
            else:
                row["url"] = url_for("consultation_papers.copy", **where)
                row["note"] = Text("표시를 넣을 수 없는 형식", "This type cannot be marked")
        if may_restrict(actor, case, paper) and case.pending:
            row["toggle"] = url_for("consultation_papers.restrict", case_id=case.id, paper_id=paper.id)
        found.append(row)
    return found


# ---- who opened what ----------------------------------------------------------------------------------------------------


def subject_of(case: Case, paper: Paper) -> str:
    """What the access log calls the paper; as the download page of all cases does."""
    return f"{case.kind}:{case.id} {paper.id}"


class Opening(NamedTuple):
    """One paper opened by one person."""

    at: datetime
    paper: Paper
    person: User | None


def openings(case: Case, papers: Sequence[Paper], limit: int = 100) -> list[Opening]:
    """Who opened which of the papers and when, newest first; what follows within ten minutes counts once."""
    by_subject = {subject_of(case, p): p for p in papers}
    if not by_subject:
        return []
    wanted = select(AccessLog).where(AccessLog.subject.in_(by_subject), AccessLog.act == OPENED)
    found: list[Opening] = []
    last: dict[tuple[str, int | None], datetime] = {}
    held = list(db.session.scalars(wanted.order_by(AccessLog.id.desc()).limit(limit * 10)))
    people = {u.id: u for u in db.session.scalars(select(User).where(User.id.in_({a.user_id for a in held})))}
    for row in reversed(held):
        key = (row.subject, row.user_id)
        if key not in last or row.at - last[key] > ONCE:
            found.append(Opening(row.at, by_subject[row.subject], people.get(row.user_id or 0)))
        last[key] = row.at
    return found[::-1][:limit]


def day_of(instant: datetime | None = None) -> str:
    """The day that stands in a mark."""
    return clock.seoul(instant or clock.now()).date().isoformat()
