"""The pool at the officials' desk: who applies, who is in it, and one expert with what they did.

Officers act, the ministry reads.
"""

from datetime import timedelta
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import Select, String, cast, or_, select

from experts import terms
from experts.acts import answers_of
from experts.blueprints import desk as bp
from experts.concepts import reading
from experts.desk import case_values
from experts.models import Consultation, Expert, Offer
from experts.pool import queries
from experts.pool.models import Application
from portal.core import clock
from portal.core.aliases import spelled_like
from portal.core.db import db
from portal.core.listing import Column, Filter, Listing, says
from portal.core.people import User
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access


@bp.get("/applications/<int:case_id>")
@access("officer", "ministry")
def application(case_id: int) -> str:
    case = case_or_404(Application, case_id)
    read = reading.read_text(str(answers_of(case).get("career") or ""))
    return render_template(
        "experts/pool/desk_application.html",
        **case_values(case),
        rows=reading.concept_rows(read, None),
        places=reading.place_names(read),
        expert=queries.expert_of(case),
        year_from_now=clock.today() + timedelta(days=730),
    )


# ---- the pool -----------------------------------------------------------------------------------------------------------


def _in_office(statement: Select[Any], text: str) -> Select[Any] | None:
    today = clock.today()
    serving = (Expert.term_from <= today) & (Expert.term_to >= today) & (Expert.ended_on.is_(None))
    return {"yes": statement.where(serving), "no": statement.where(~serving)}.get(text)


def _coded(column: Any) -> Any:
    return lambda statement, text: (
        statement.where(cast(column, String).like(f'%"{text}"%')) if text.isidentifier() else None
    )


def _by_name(statement: Select[Any], text: str) -> Select[Any]:
    told = says(text, User.name, Expert.name_en, Expert.affiliation, Expert.certificate_no)
    return statement.where(or_(told, spelled_like(Expert.affiliation, text)))


POOL = Listing(
    key="experts",
    title=Text("GHKOL 전문위원", "GHKOL experts"),
    query=lambda _actor: select(Expert).join(User, User.id == Expert.user_id),
    columns=(
        Column(key="certificate_no", label=Text("위촉번호", "Number"), value=lambda e: e.certificate_no),
        Column(key="name", label=Text("이름", "Name"), value=lambda e: e.name),
        Column(key="affiliation", label=Text("소속", "Affiliation"), value=lambda e: e.affiliation, width=24),
        Column(key="fields", label=Text("분야", "Fields"), value=lambda e: terms.named(terms.fields(), e.fields).ko, width=30),
        Column(key="term_to", label=Text("위촉 종료일", "Term ends"), value=lambda e: e.term_to, number_format="yyyy-mm-dd"),
    ),
    order=(Expert.id,),
    filters=(
        Filter(key="q", label=Text("이름·소속", "Name, affiliation"), apply=_by_name, type="search"),
        Filter(key="field", label=Text("분야", "Field"), apply=_coded(Expert.fields), choices=lambda: list(terms.fields().items())),
        Filter(key="country", label=Text("국가", "Country"), apply=_coded(Expert.countries), choices=lambda: list(terms.places().items())),
        Filter(key="serving", label=Text("위촉 상태", "In office"), apply=_in_office,
            choices=lambda: [("yes", Text("위촉 중", "In office")), ("no", Text("위촉 종료", "Ended"))]),
    ),
)  # fmt: skip


@bp.get("/experts")
@access("officer", "ministry")
def experts() -> str:
    page = POOL.page(current_actor(), request.args)
    waiting = select(Application).where(Application.state.in_(("received", "supplement"))).order_by(Application.id)
    return render_template(
        "experts/pool/desk_experts.html",
        listing=POOL,
        page=page,
        loads=queries.loads(),
        ratings=queries.ratings(),
        fields=terms.fields(),
        named=terms.named,
        waiting=list(db.session.scalars(waiting)),
        day=clock.today(),
    )


@bp.get("/experts/<int:expert_id>")
@access("officer", "ministry")
def expert(expert_id: int) -> str:
    found = db.session.get(Expert, expert_id) if expert_id < 2**31 else None
    if found is None:
        abort(404)
    note_access("read", f"expert:{found.id}")
    read = reading.read_text(found.career)
    offers = select(Offer).where(Offer.expert_id == found.id).order_by(Offer.id.desc()).limit(30)
    rows = list(db.session.scalars(offers))
    cases = {
        c.id: c for c in db.session.scalars(select(Consultation).where(Consultation.id.in_([o.case_id for o in rows])))
    }
    return render_template(
        "experts/pool/desk_expert.html",
        expert=found,
        rows=reading.concept_rows(read, found.confirmed),
        places=terms.named(terms.places(), found.countries),
        fields=terms.named(terms.fields(), found.fields),
        languages=terms.named(terms.languages(), found.languages),
        load=queries.loads().get(found.id, 0),
        rating=queries.ratings().get(found.id),
        offers=[(o, cases[o.case_id]) for o in rows if o.case_id in cases],
        offer_states=terms.OFFER_STATES,
        in_office=found.serves_on(clock.today()),
    )
