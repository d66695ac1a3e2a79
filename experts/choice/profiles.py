"""The pool and the requests as the matching sees them: rows become profiles, answers become requests. Decides nothing.

Loads and ratings are counted when asked; the index of the pool is kept until any of it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, func, select

from experts import matching, terms
from experts.matching.gates import reasons
from experts.models import Consultation, Expert, Offer
from experts.pool.acts import answers_of, lines
from portal.core import clock
from portal.core.db import db
from portal.core.people import User
from portal.core.text import Text

BUSY = ("offered", "running", "reported")
PASSED = ("declined", "conflict", "lapsed", "left")
_FORMS = (
    "주식회사",
    "(주)",
    "㈜",
    "(유)",
    "유한회사",
    "의료법인",
    "학교법인",
    "재단법인",
    "사단법인",
    "Co., Ltd.",
    "Inc.",
)


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
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(Consultation.expert_id))}


def ratings() -> dict[int, tuple[float, int]]:
    """Mean satisfaction and number of votes, by expert id."""
    rows = select(Consultation.expert_id, func.avg(Consultation.rating), func.count(Consultation.rating)).where(
        Consultation.rating.is_not(None)
    )
    return {row[0]: (float(row[1]), row[2]) for row in db.session.execute(rows.group_by(Consultation.expert_id))}


def party(name: str) -> str:
    """An organisation's name without its legal form and blanks, so that two spellings meet."""
    for form in _FORMS:
        name = name.replace(form, "")
    return "".join(name.split())


def profile(expert: Expert, load: int = 0, rating: tuple[float, int] | None = None) -> matching.Expert:
    """One row as the matching sees it."""
    return matching.Expert(
        id=expert.code,
        fields=frozenset(expert.fields),
        countries=frozenset(expert.countries),
        regions=frozenset(expert.regions),
        languages=frozenset(expert.languages),
        career=expert.career,
        years=float(expert.years),
        available=expert.available and not _away(expert),
        away=tuple((a.first, a.last) for a in expert.away),
        max_load=expert.max_load,
        current_load=load,
        affiliation_org=party(expert.affiliation),
        conflict_orgs=frozenset(party(o) for o in expert.conflicts),
        rating_avg=rating[0] if rating else None,
        rating_n=rating[1] if rating else 0,
        confirmed=None if expert.confirmed is None else frozenset(expert.confirmed),
    )


def _away(expert: Expert) -> bool:
    today = clock.today()
    return any(a.first <= today <= a.last for a in expert.away)


def profiles() -> tuple[matching.Expert, ...]:
    """Everybody in office as the matching sees them."""
    load, rating = loads(), ratings()
    return tuple(profile(e, load.get(e.id, 0), rating.get(e.id)) for e in in_office())


def index() -> matching.Index:
    """The pool of today, ready to be matched."""
    return _index(profiles())


@lru_cache(maxsize=4)
def _index(held: tuple[matching.Expert, ...]) -> matching.Index:
    return matching.build_index(held)


def request_of(case: Consultation) -> matching.Request:
    """A consultation as the matching sees it; whoever passed it on is left out."""
    answers = answers_of(case)
    passed = select(Offer.expert_id).where(Offer.case_id == case.id, Offer.state.in_(PASSED))
    wished = [answers.get(f"preferred{n}") for n in (1, 2, 3)]
    starts = answers.get("starts_on")
    return matching.Request(
        id=case.code,
        title=str(answers.get("title") or ""),
        text=str(answers.get("text") or ""),
        fields=frozenset(answers.get("fields") or ()),
        countries=frozenset(answers.get("countries") or ()),
        regions=frozenset(answers.get("regions") or ()),
        languages=frozenset(answers.get("languages") or ()),
        applicant_org=party(case.organisation.name) if case.organisation else "",
        counterparty_orgs=frozenset(party(o) for o in lines(answers.get("counterparties"))),
        preferred=tuple(code_of(int(w)) for w in wished if w and str(w).isdigit()),
        declined=frozenset(code_of(e) for e in db.session.scalars(passed)),
        starts_on=_day(starts),
        confirmed=None if case.confirmed is None else frozenset(case.confirmed),
        indepth=case.depth == "indepth",
        granted=granted_to(case.organisation_id),
    )


def granted_to(organisation_id: int | None) -> dict[str, int]:
    """How often within a year an organisation got an expert that it had wished for, by the matching's code."""
    since = clock.now() - timedelta(days=365)
    rows = (
        select(Offer.expert_id, func.count())
        .join(Consultation, Consultation.id == Offer.case_id)
        .where(Consultation.organisation_id == organisation_id, Offer.wished > 0)
        .where(Offer.pledged_at.is_not(None), Offer.pledged_at >= since)
        .group_by(Offer.expert_id)
    )
    return {code_of(expert_id): count for expert_id, count in db.session.execute(rows)}


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def code_of(expert_id: int) -> str:
    return f"E{expert_id:06d}"


def id_of(code: str) -> int:
    return int(code[1:])


def named(codes: Iterable[str]) -> dict[str, Expert]:
    """Rows by the code that the matching knows them by."""
    ids = [id_of(code) for code in codes]
    found = db.session.scalars(select(Expert).where(Expert.id.in_(ids))).unique()
    return {e.code: e for e in found}


def barred(case: Consultation, expert: Expert) -> tuple[Text, ...]:
    """Why this expert may not be asked for this case now; nothing if they may."""
    if not expert.serves_on(clock.today()):
        return (Text("위촉 기간이 아닙니다.", "Not in office."),)
    request = request_of(case)
    one = matching.build_index([profile(expert, loads().get(expert.id, 0))])
    why = int(matching.score_one(request, one).why[0])
    return reasons(why, one.experts[0], request)


def wished_rank(answers: Mapping[str, object], expert_id: int) -> int:
    """The rank that the applicant gave this expert, 0 for none."""
    return next((n for n in (1, 2, 3) if str(answers.get(f"preferred{n}") or "") == str(expert_id)), 0)


def expert_of_user(user_id: int | None) -> Expert | None:
    """The pool's row of somebody who signed in."""
    return db.session.scalar(select(Expert).join(User).where(Expert.user_id == user_id)) if user_id else None
