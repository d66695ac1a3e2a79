"""Questions about the pool: who is in office, who is whose row, how much each has and how satisfied their clients were.

Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from experts import terms
from experts.models import Consultation, Expert, Offer
from experts.pool.models import Application
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import User
from portal.core.text import Text

BUSY = ("offered", "running", "reported")


def in_office() -> list[Expert]:
    """Everybody in office today, by id."""
    return list(db.session.scalars(select(Expert).where(*serving()).order_by(Expert.id)).unique())


def serving() -> tuple[ColumnElement[bool], ...]:
    """The conditions by which an expert is in office today."""
    today = clock.today()
    return (
        Expert.term_from <= today,
        Expert.term_to >= today,
        (Expert.ended_on.is_(None)) | (Expert.ended_on > today),
    )


def expert_choices() -> dict[str, Text]:
    """The pool as choices of a form: name, fields."""
    found = {}
    for e in in_office():
        what = terms.named(terms.fields(), e.fields)
        found[str(e.id)] = Text(f"{e.name} ({what.ko})", f"{e.name_en or e.name} ({what.en})")
    return found


def loads() -> dict[int, int]:
    """Cases that each expert is asked for or has, by expert id."""
    rows = select(Consultation.expert_id, func.count()).where(
        Consultation.state.in_(BUSY), Consultation.expert_id.is_not(None)
    )
    counted = db.session.execute(rows.group_by(Consultation.expert_id))
    return {expert_id: n for expert_id, n in counted if expert_id is not None}


def ratings() -> dict[int, tuple[float, int]]:
    """Mean satisfaction and number of votes, by expert id."""
    rows = select(Consultation.expert_id, func.avg(Consultation.rating), func.count(Consultation.rating)).where(
        Consultation.rating.is_not(None)
    )
    return {row[0]: (float(row[1]), row[2]) for row in db.session.execute(rows.group_by(Consultation.expert_id))}


def code_of(expert_id: int) -> str:
    return f"E{expert_id:06d}"


def id_of(code: str) -> int:
    return int(code[1:])


def named(codes: Iterable[str]) -> dict[str, Expert]:
    """Rows by the code that the matching knows them by."""
    ids = [id_of(code) for code in codes]
    found = db.session.scalars(select(Expert).where(Expert.id.in_(ids))).unique()
    return {e.code: e for e in found}


def expert_of_user(user_id: int | None) -> Expert | None:
    """The pool's row of somebody who signed in."""
    return db.session.scalar(select(Expert).join(User).where(Expert.user_id == user_id)) if user_id else None


def expert_of(case: Case) -> Expert | None:
    return db.session.scalar(select(Expert).where(Expert.case_id == case.id))


def running_cases(expert: Expert) -> list[Consultation]:
    """Consultations that an expert is asked for or has."""
    busy = ("offered", "running", "reported")
    wanted = select(Consultation).where(Consultation.expert_id == expert.id, Consultation.state.in_(busy))
    return list(db.session.scalars(wanted.order_by(Consultation.id)))


def application_of(user_id: int | None) -> Application | None:
    """The application that somebody writes or sent, the latest one."""
    wanted = select(Application).where(Application.created_by_id == user_id, Application.state != "withdrawn")
    return db.session.scalar(wanted.order_by(Application.id.desc()).limit(1))


def experts_in_office(day: date | None = None) -> int:
    """How many experts are in office on a day (today, if none is given)."""
    on = day or clock.today()
    serving = (
        select(func.count())
        .select_from(Expert)
        .where(Expert.term_from <= on, Expert.term_to >= on, or_(Expert.ended_on.is_(None), Expert.ended_on > on))
    )
    return db.session.scalar(serving) or 0


def advisers_of(organisation_id: int) -> frozenset[int]:
    """User ids of the experts who accepted a consultation of the organisation, at any time."""
    accepted = (
        select(Expert.user_id)
        .join(Offer, Offer.expert_id == Expert.id)
        .join(Consultation, Consultation.id == Offer.case_id)
        .where(Consultation.organisation_id == organisation_id, Offer.pledged_at.is_not(None))
    )
    return frozenset(db.session.scalars(accepted.distinct()))
