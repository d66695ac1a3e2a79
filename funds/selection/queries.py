"""Questions about calls, applications and awards that pages ask. Reads only."""

from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from funds.selection.models import Application, Award, Call, Partner, Question
from funds.selection.programmes import PROGRAMMES
from portal.core import clock, countries
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.listing import Column, Filter, Listing
from portal.core.people import Actor, Organisation
from portal.core.permissions import visible
from portal.core.text import Text

GONE = ("draft", "discarded", "withdrawn")


def state_words(case: Case) -> Text:
    """The state in the words of whoever is outside the office."""
    state = case.declared.workflow.state(case.state)
    return state.public or state.label


def tone(case: Case) -> str:
    return case.declared.workflow.state(case.state).tone


def is_receiving(call: Call) -> bool:
    """Whether an application can be handed in this second."""
    return call.state == "open" and call.closes_at is not None and clock.now() <= call.closes_at


def open_calls() -> list[Call]:
    """Calls that receive applications now, the nearest deadline first."""
    wanted = (
        select(Call)
        .where(Call.kind == "call", Call.state == "open", Call.closes_at >= clock.now())
        .order_by(Call.closes_at, Call.id)
    )
    return list(db.session.scalars(wanted))


def running_calls() -> list[Call]:
    """Published calls between the deadline and the decision."""
    states = ("review", "scoring", "opened", "concluded", "proposed")
    late = and_(Call.state == "open", Call.closes_at < clock.now())
    wanted = select(Call).where(Call.kind == "call", or_(Call.state.in_(states), late))
    return list(db.session.scalars(wanted.order_by(Call.id.desc())))


def decided_calls(limit: int = 20) -> list[Call]:
    return list(db.session.scalars(select(Call).where(Call.state == "decided").order_by(Call.id.desc()).limit(limit)))


def answered(call: Call) -> list[Question]:
    wanted = select(Question).where(Question.call_id == call.id, Question.answered_at.is_not(None))
    return list(db.session.scalars(wanted.order_by(Question.id)))


def questions_of(call: Call) -> list[Question]:
    return list(db.session.scalars(select(Question).where(Question.call_id == call.id).order_by(Question.id)))


def winners(call: Call) -> list[Application]:
    """Who was selected, by number; empty before the decision."""
    if call.state != "decided":
        return []
    wanted = select(Application).where(Application.call_id == call.id, Application.state == "selected")
    return list(db.session.scalars(wanted.order_by(Application.number)))


def own_drafts(actor: Actor) -> list[Application]:
    """Applications that the organisation is writing, with their calls, the latest first."""
    wanted = select(Application).where(
        Application.organisation_id == actor.organisation_id, Application.state == "draft"
    )
    return list(db.session.scalars(wanted.options(selectinload(Application.call)).order_by(Application.id.desc())))


def own_applications(actor: Actor) -> list[Application]:
    wanted = select(Application).where(
        Application.organisation_id == actor.organisation_id, Application.state != "discarded"
    )
    return list(db.session.scalars(wanted.order_by(Application.id.desc())))


def own_in(call: Call, actor: Actor) -> Application | None:
    """The organisation's application under the call, drafts too; the latest that was not taken back."""
    wanted = select(Application).where(
        Application.call_id == call.id,
        Application.organisation_id == actor.organisation_id,
        Application.state.not_in(("discarded", "withdrawn")),
    )
    return db.session.scalar(wanted.order_by(Application.id.desc()).limit(1))


def partnerships(actor: Actor) -> list[Partner]:
    """Where an organisation of the actor is named as a partner: those to answer first."""
    own = select(Organisation.business_number).where(Organisation.id.in_(list(actor.memberships)))
    wanted = (
        select(Partner)
        .join(Application, Application.id == Partner.application_id)
        .where(
            Partner.business_number.in_(own),
            Partner.declined_at.is_(None),
            Application.state.not_in(("discarded", "withdrawn")),
        )
        .order_by(Partner.confirmed_at.is_not(None), Partner.id.desc())
    )
    return list(db.session.scalars(wanted))


def own_awards(actor: Actor) -> list[Award]:
    wanted = select(Award).where(Award.organisation_id == actor.organisation_id, Award.state != "prepared")
    return list(db.session.scalars(wanted.order_by(Award.id.desc())))


def draft_of(case: Case) -> Draft | None:
    return db.session.get(Draft, case.id)


def _by_programme(statement: Select[Any], text: str) -> Select[Any] | None:
    return statement.where(Award.programme == text) if text in PROGRAMMES else None


def _by_text(statement: Select[Any], text: str) -> Select[Any]:
    like = f"%{text.replace('%', '').replace('_', '')}%"
    return statement.where(or_(Award.number.ilike(like), Award.holder.ilike(like)))


_AWARD_COLUMNS = (
    Column(key="number", label=Text("번호", "Number"), value=lambda a: a.number),
    Column(key="holder", label=Text("기관", "Holder"), value=lambda a: a.holder, width=30),
    Column(
        key="programme", label=Text("사업", "Programme"), value=lambda a: PROGRAMMES[a.programme].title.ko, width=24
    ),
    Column(
        key="country", label=Text("국가", "Country"), value=lambda a: countries.name(a.country) if a.country else ""
    ),
    Column(key="valid_from", label=Text("시작", "From"), value=lambda a: a.valid_from),
    Column(key="valid_to", label=Text("만료", "Until"), value=lambda a: a.valid_to),
    Column(key="state", label=Text("상태", "State"), value=lambda a: state_words(a).ko),
)


def register_query(programme: str) -> Select[Any]:
    """Awards that the public register names: in force, noticed, suspended or ended, never those merely offered."""
    shown = ("in_force", "notice", "suspended", "expired", "revoked", "finished")
    return select(Award).where(Award.programme == programme, Award.state.in_(shown))


def register_of(programme: str) -> Listing:
    return Listing(
        key=f"register-{programme}",
        title=Text("{p} 명부", "Register: {p}").format(p=PROGRAMMES[programme].title),
        query=lambda _actor: register_query(programme),
        columns=tuple(c for c in _AWARD_COLUMNS if c.key != "programme"),
        order=(Award.id,),
        descending=True,
        filters=(Filter(key="q", label=Text("번호·기관", "Number, holder"), apply=_by_text, type="search"),),
    )


AWARDS = Listing(
    key="awards",
    title=Text("선정·인증", "Awards"),
    query=lambda actor: select(Award).where(visible(actor, "award"), Award.state != "prepared"),
    columns=_AWARD_COLUMNS,
    order=(Award.id,),
    descending=True,
    filters=(
        Filter(key="q", label=Text("번호·기관", "Number, holder"), apply=_by_text, type="search"),
        Filter(
            key="programme",
            label=Text("사업", "Programme"),
            apply=_by_programme,
            choices=lambda: [(p.key, p.title) for p in PROGRAMMES.values()],
        ),
    ),
)


def shown_state(award: Award) -> Text:
    """Of an award on public pages: a notice is nobody else's business before a decision."""
    if award.state == "notice":
        return award.declared.workflow.state("in_force").label
    return state_words(award)


def award_by_code(code: str) -> Award | None:
    return db.session.scalar(select(Award).where(Award.code == code, Award.number.is_not(None)))


def award_by_number(number: str) -> Award | None:
    return db.session.scalar(select(Award).where(func.upper(Award.number) == number.strip().upper()))
