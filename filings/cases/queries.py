"""Questions about filings and their changes that pages ask, the owner's and the officials' alike. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import selectinload

from filings.models import Filing
from portal.core import clock, files, periods
from portal.core.cases import Case, Draft, Revision
from portal.core.db import db
from portal.core.fields import show
from portal.core.files import Paper
from portal.core.listing import Column, Filter, Listing, says
from portal.core.people import Actor
from portal.core.schema import Schema, is_blank
from portal.core.text import Text
from portal.core.workflow import State

KINDS = ("filing", "change")
TO_DO = ("supplement", "draft")


def own_cases(actor: Actor) -> Select[Any]:
    """Filings and changes of the organisation that the actor acts for; discarded drafts are left out."""
    return (
        select(Case)
        .where(Case.organisation_id == actor.organisation_id, Case.kind.in_(KINDS), Case.state != "discarded")
        .options(selectinload(Case.handler))
    )


def cases_to_do(actor: Actor) -> list[Case]:
    """What waits for the filer: open supplements by their last day, then drafts, the latest first."""
    found = list(db.session.scalars(own_cases(actor).where(Case.state.in_(TO_DO))))
    return in_order_to_do(found)


def in_order_to_do(found: Iterable[Case]) -> list[Case]:
    """Supplements by their last day, then drafts, the latest first."""
    held = sorted(found, key=lambda c: c.updated_at, reverse=True)
    asked = [c for c in held if c.state == "supplement"]
    return sorted(asked, key=lambda c: c.due_on or date.max) + [c for c in held if c.state == "draft"]


def state_of(case: Case) -> State:
    return case.declared.workflow.state(case.state)


def state_words(case: Case) -> Text:
    """The state in the filer's words."""
    state = state_of(case)
    return state.public or state.label


def _by_text(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(says(text, Case.number, Case.title, Case.title_en))


def _by_state(statement: Select[Any], text: str) -> Select[Any] | None:
    return statement.where(Case.state == text) if text in _STATES else None


_STATES = {
    "received": Text("처리 중", "In progress"),
    "accepted": Text("수리", "Accepted"),
    "deemed": Text("수리간주", "Deemed accepted"),
    "refused": Text("수리 거부", "Refused"),
    "returned": Text("반려", "Returned"),
    "withdrawn": Text("취하", "Withdrawn"),
    "revoked": Text("효력 상실", "Revoked"),
}

MINE = Listing(
    key="my-filings",
    title=Text("제출한 신고", "Filings submitted"),
    query=lambda actor: own_cases(actor).where(Case.state.not_in(TO_DO)),
    columns=(
        Column(key="number", label=Text("접수번호", "Number"), value=lambda c: c.number),
        Column(key="title", label=Text("신고", "Filing"), value=lambda c: c.title, width=40),
        Column(key="state", label=Text("상태", "State"), value=lambda c: state_words(c).ko),
        Column(key="received_on", label=Text("접수일", "Received"), value=lambda c: c.received_on),
        Column(key="due_on", label=Text("처리 기한", "Due"), value=lambda c: c.due_on),
    ),
    order=(Case.id,),
    descending=True,
    filters=(
        Filter(key="q", label=Text("번호·국가·이름", "Number, country, name"), apply=_by_text, type="search"),
        Filter(key="state", label=Text("상태", "State"), apply=_by_state, choices=lambda: list(_STATES.items())),
    ),
)


def draft_of(case: Case) -> Draft | None:
    return db.session.get(Draft, case.id)


def filed_before(actor: Actor, limit: int = 50) -> list[Filing]:
    """Earlier filings of the organisation whose answers a new one may start from, the latest first."""
    wanted = select(Filing).where(
        Filing.organisation_id == actor.organisation_id, Filing.state.not_in(("draft", "discarded"))
    )
    return list(db.session.scalars(wanted.order_by(Filing.id.desc()).limit(limit)))


@dataclass(frozen=True)
class Asked:
    """One item of a supplement: the field, the officer's sentence,
    and whether the draft answers it otherwise by now.
    """

    key: str
    label: Text
    sentence: str
    done: bool


@dataclass(frozen=True)
class Supplement:
    """The supplement that is open. `answer_by` is the last day, of the further demand if there was one."""

    items: list[Asked]
    message: str
    asked_on: date
    answer_by: date | None
    demand: str

    @property
    def left(self) -> int | None:
        return (self.answer_by - clock.today()).days if self.answer_by else None

    @property
    def done(self) -> int:
        return sum(item.done for item in self.items)


def open_supplement(case: Case, answers_before: Mapping[str, Any]) -> Supplement | None:
    """What is asked of the filer now; None unless a supplement is open. `answers_before` are those last submitted."""
    if case.state != "supplement":
        return None
    events = periods.events_of(case)
    asking = [e for e in events if e.facts.get("pauses")][-1]
    demand = next((e for e in reversed(events) if e.facts.get("demand") and e.id > asking.id), None)
    draft = draft_of(case)
    answers = draft.answers if draft else {}
    new_papers = {p.slot for p in files.papers_of(case.id) if p.filed_at is None}
    schema: Schema = case.declared.schema
    items = [
        Asked(key, schema[key].label, said, key in new_papers or answers.get(key) != answers_before.get(key))
        for key, said in asking.facts["items"].items()
    ]
    return Supplement(
        items,
        asking.facts.get("reason") or "",
        asking.on,
        periods.course_of(events).answer_by,
        (demand.facts.get("reason") or "") if demand else "",
    )


def papers_held(case: Case) -> list[Paper]:
    """The papers of a case and, of a filing or its change, what was filed with the filing and its changes:
    oldest first.
    """
    root = case.parent_id or case.id
    related = select(Case.id).where(or_(Case.id == root, Case.parent_id == root), Case.kind.in_(KINDS))
    wanted = select(Paper).where(
        Paper.removed_at.is_(None),
        or_(Paper.case_id == case.id, Paper.case_id.in_(related) & Paper.filed_at.is_not(None)),
    )
    return list(db.session.scalars(wanted.order_by(Paper.id)))


def earlier_filings(case: Case, limit: int = 10) -> list[Filing]:
    """Other filings of the organisation that were submitted, the latest first."""
    if case.organisation_id is None:
        return []
    wanted = select(Filing).where(
        Filing.organisation_id == case.organisation_id,
        Filing.id.not_in((case.id, case.parent_id or 0)),
        Filing.state.not_in(("draft", "discarded")),
    )
    return list(db.session.scalars(wanted.order_by(Filing.id.desc()).limit(limit)))


def following_case(actor: Actor, case: Case) -> Case | None:
    """The next open case on the officer's desk after this one by due day, else the first;
    None when nothing else waits.
    """
    officers = {*actor.deputy_for, *([actor.user_id] if actor.user_id else [])}
    waiting = (
        select(Case)
        .where(Case.pending.is_(True), Case.handler_id.in_(officers), Case.id != case.id, Case.due_on.is_not(None))
        .order_by(Case.due_on, Case.id)
        .limit(1)
    )
    place = tuple_(Case.due_on, Case.id)
    after = waiting.where(place > tuple_(case.due_on, case.id)) if case.due_on else waiting
    return db.session.scalar(after) or db.session.scalar(waiting)


@dataclass(frozen=True)
class Mended:
    """An answered supplement: what was asked, the answers before and after, and the keys that changed (papers too)."""

    answered_on: date
    asked: Mapping[str, str]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    keys: tuple[str, ...]

    def unchanged(self) -> list[str]:
        """What was asked for and left as it was."""
        return [key for key in self.asked if key not in self.keys]

    def rows(self, schema: Schema, language: str) -> list[tuple[Text, str, str]]:
        """(question, before, after) of what changed, for `ui.diff`; of a paper only that it is new."""
        found = []
        for field in schema:
            if field.key in self.keys:
                before, after = (
                    "" if is_blank(a.get(field.key)) else show(field, a[field.key], language)
                    for a in (self.before, self.after)
                )
                found.append(
                    (field.label, before, Text("새 파일", "New file").in_(language) if field.is_paper else after)
                )
        return found


def answered_supplements(case: Case) -> list[Mended]:
    """The supplements that were answered, oldest first."""
    found: list[Mended] = []
    asked: Mapping[str, str] = {}
    for event in periods.events_of(case):
        if event.facts.get("pauses"):
            asked = event.facts.get("items") or {}
        if event.facts.get("resumes"):
            no = int(event.facts.get("revision") or 0)
            held = {
                r.no: r.answers
                for r in db.session.scalars(
                    select(Revision).where(Revision.case_id == case.id, Revision.no.in_((no - 1, no)))
                )
            }
            keys = tuple(event.facts.get("changed") or ())
            found.append(Mended(event.on, asked, held.get(no - 1, {}), held.get(no, {}), keys))
    return found
