"""Awards as lists name them: the desk's, the holder's own, the public registers, the check by number or code.

Reads only.
"""

from typing import Any

from sqlalchemy import Select, func, select

from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import state_words
from portal.core import clock, countries
from portal.core.db import db
from portal.core.listing import Column, Filter, Listing, says
from portal.core.people import Actor
from portal.core.permissions import visible
from portal.core.reading import plain
from portal.core.text import Text


def own_awards(actor: Actor) -> list[Award]:
    wanted = select(Award).where(Award.organisation_id == actor.organisation_id, Award.state != "prepared")
    return list(db.session.scalars(wanted.order_by(Award.id.desc())))


def _by_programme(statement: Select[Any], text: str) -> Select[Any] | None:
    return statement.where(Award.programme == text) if text in PROGRAMMES else None


def _by_text(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(says(text, Award.number, Award.holder))


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
    return db.session.scalar(select(Award).where(func.upper(Award.number) == plain(number).upper()))


def awards_in_force(organisation_id: int) -> list[str]:
    """The programmes whose award the organisation holds today: what bonus points of other programmes look at."""
    today = clock.today()
    wanted = select(Award.programme).where(
        Award.organisation_id == organisation_id,
        Award.state.in_(("in_force", "notice")),
        Award.valid_from <= today,
        Award.valid_to >= today,
    )
    return sorted(set(db.session.scalars(wanted)))
