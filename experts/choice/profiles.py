"""The pool and the requests as the matching sees them: rows become profiles, answers become requests. Decides nothing.

Loads and ratings are counted when asked; the index of the pool is kept until any of it changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import func, select

from experts import matching
from experts.acts import answers_of
from experts.matching.gates import CONFLICT, gates, reasons
from experts.models import Consultation, Expert, Offer
from experts.pool.acts import lines
from experts.pool.queries import code_of, in_office, loads, ratings
from portal.core import clock
from portal.core.aliases import aliases, organisations_of
from portal.core.db import db
from portal.core.people import Organisation
from portal.core.reading_days import kept_day
from portal.core.text import Text

PASSED = ("declined", "conflict", "lapsed", "left")


def profile(
    expert: Expert, load: int = 0, rating: tuple[float, int] | None = None, belongs: Sequence[Organisation] = ()
) -> matching.Expert:
    """One row as the matching sees it; `belongs` are the organisations of which the expert is a member in the
    portal.
    """
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
        affiliation_org=expert.affiliation,
        conflict_orgs=frozenset(expert.conflicts),
        member_of=frozenset(o.id for o in belongs),
        member_names=frozenset(name for o in belongs for name in (o.name, o.name_en) if name),
        rating_avg=rating[0] if rating else None,
        rating_n=rating[1] if rating else 0,
        confirmed=None if expert.confirmed is None else frozenset(expert.confirmed),
    )


def _away(expert: Expert) -> bool:
    today = clock.today()
    return any(a.first <= today <= a.last for a in expert.away)


def profiles() -> tuple[matching.Expert, ...]:
    """Everybody in office as the matching sees them."""
    load, rating, serving = loads(), ratings(), in_office()
    belongs = organisations_of(e.user_id for e in serving)
    return tuple(profile(e, load.get(e.id, 0), rating.get(e.id), belongs.get(e.user_id, ())) for e in serving)


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
    owner, others = case.organisation, lines(answers.get("counterparties"))
    return matching.Request(
        id=case.code,
        title=str(answers.get("title") or ""),
        text=str(answers.get("text") or ""),
        fields=frozenset(answers.get("fields") or ()),
        countries=frozenset(answers.get("countries") or ()),
        regions=frozenset(answers.get("regions") or ()),
        languages=frozenset(answers.get("languages") or ()),
        applicant_org=owner.name if owner else "",
        counterparty_orgs=frozenset(others),
        applicant_id=case.organisation_id,
        other_names=aliases().names(*others, *((owner.name, owner.name_en) if owner else ())),
        preferred=tuple(code_of(int(w)) for w in wished if w and str(w).isdigit()),
        declined=frozenset(code_of(e) for e in db.session.scalars(passed)),
        starts_on=kept_day(starts),
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


def barred(case: Consultation, expert: Expert) -> tuple[Text, ...]:
    """Why this expert may not be asked for this case now; nothing if they may."""
    if not expert.serves_on(clock.today()):
        return (Text("위촉 기간이 아닙니다.", "Not in office."),)
    request, one = request_of(case), _alone(expert)
    why = int(matching.score_one(request, one).why[0])
    return reasons(why, one.experts[0], request)


def tied(case: Consultation, expert: Expert) -> Text | None:
    """What the expert has to do with the parties of the case, as far as the portal can see; None if nothing."""
    request, one = request_of(case), _alone(expert)
    bound = int(gates(request, one)[0]) & CONFLICT
    return reasons(bound, one.experts[0], request)[0] if bound else None


def _alone(expert: Expert) -> matching.Index:
    belongs = organisations_of([expert.user_id]).get(expert.user_id, ())
    return matching.build_index([profile(expert, loads().get(expert.id, 0), belongs=belongs)])


def wished_rank(answers: Mapping[str, object], expert_id: int) -> int:
    """The rank that the applicant gave this expert, 0 for none."""
    return next((n for n in (1, 2, 3) if str(answers.get(f"preferred{n}") or "") == str(expert_id)), 0)
