"""Organisations as officials see them: the list, one with its members, verification, requests to join."""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import Select, func, or_, select

from portal.core import joining, mail, roles
from portal.core.aliases import look_alikes, named_like, twins
from portal.core.attempts import attempt
from portal.core.concern import refuse_concerned
from portal.core.db import db, lock_row
from portal.core.listing import Column, Filter, Listing, says
from portal.core.people import Actor, Membership, Organisation
from portal.core.reading import shown_business_number
from portal.core.terms import SIDO
from portal.core.text import Text
from portal.core.verification import changes_of
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.core.workflow import Refused
from portal.shell.admin.blueprint import bp

VERIFIED = {"yes": Text("확인됨", "Verified"), "no": Text("확인 전", "Not verified")}
SOURCES = {
    "sign-up": Text("가입", "Sign-up"),
    "import": Text("대장 가져오기", "Register import"),
    "demo": Text("시연", "Demonstration"),
}


def _named(query: Select[Any], text: str) -> Select[Any]:
    told = says(text, Organisation.name, Organisation.name_en, Organisation.business_number)
    return query.where(or_(told, named_like(text)))


def _verified(query: Select[Any], text: str) -> Select[Any] | None:
    return query.where(Organisation.verified.is_(text == "yes")) if text in VERIFIED else None


def _from(query: Select[Any], text: str) -> Select[Any] | None:
    return query.where(Organisation.source == text) if text in SOURCES else None


def _twin(query: Select[Any], text: str) -> Select[Any] | None:
    return query.where(Organisation.id.in_(twins())) if text == "yes" else None


def _in_region(query: Select[Any], text: str) -> Select[Any] | None:
    return query.where(Organisation.region == text) if text in SIDO else None


ORGANISATIONS = Listing(
    key="organisations",
    title=Text("기관", "Organisations"),
    query=lambda _actor: select(Organisation),
    columns=(
        Column(key="name", label=Text("기관명", "Name"), value=lambda o: o.name),
        Column(
            key="number",
            label=Text("사업자등록번호", "Business number"),
            value=lambda o: shown_business_number(o.business_number),
        ),
    ),
    order=(Organisation.id,),
    descending=True,
    filters=(
        Filter(key="q", label=Text("기관명·사업자등록번호", "Name or business number"), apply=_named),
        Filter(
            key="verified", label=Text("확인", "Verification"), apply=_verified, choices=lambda: list(VERIFIED.items())
        ),
        Filter(
            key="region", label=Text("시도", "Province or city"), apply=_in_region, choices=lambda: list(SIDO.items())
        ),
        Filter(
            key="twin",
            label=Text("같은 이름", "Same name"),
            apply=_twin,
            choices=lambda: [("yes", Text("다른 기관과 이름이 같음", "Another bears the name"))],
        ),
        Filter(key="source", label=Text("등록 경로", "Came by"), apply=_from, choices=lambda: list(SOURCES.items())),
    ),
)


@bp.get("/organisations")
@access("officer", "ministry", "admin")
def organisations() -> str:
    page = ORGANISATIONS.page(current_actor(), request.args)
    members = db.session.execute(
        select(Membership.organisation_id, func.count())
        .where(Membership.organisation_id.in_([o.id for o in page.rows]))
        .group_by(Membership.organisation_id)
    )
    counts = {row[0]: row[1] for row in members}
    asking: dict[int, list[joining.JoinRequest]] = {}
    for one in joining.open_join_requests():
        asking.setdefault(one.organisation_id, []).append(one)
    return render_template(
        "shell/admin/organisations.html",
        listing=ORGANISATIONS,
        page=page,
        counts=counts,
        asking=[
            requests[0].organisation for requests in asking.values() if not roles.managers(requests[0].organisation_id)
        ],
        sources=SOURCES,
        number=shown_business_number,
    )


@bp.get("/organisations/<int:organisation_id>")
@access("officer", "ministry", "admin")
def organisation(organisation_id: int) -> str:
    return _page(_found(organisation_id))


def _found(organisation_id: int) -> Organisation:
    held = db.session.get(Organisation, organisation_id)
    if held is None:
        abort(404)
    return held


def _page(held: Organisation, problem: Text | None = None) -> str:
    note_access("read", f"organisation:{held.id}")
    members = db.session.scalars(
        select(Membership).where(Membership.organisation_id == held.id).order_by(Membership.id)
    )
    return render_template(
        "shell/admin/organisation.html",
        held=held,
        members=list(members),
        requests=joining.open_join_requests(held.id),
        managed=bool(roles.managers(held.id)),
        number=shown_business_number(held.business_number),
        source=SOURCES.get(held.source, held.source),
        may_decide=_decides(current_actor()),
        look_alikes=look_alikes(held),
        shown_number=shown_business_number,
        problem=problem,
        changes=changes_of(held),
    )


def _decides(actor: Actor) -> bool:
    return actor.has("officer", "admin")


@bp.post("/organisations/<int:organisation_id>/verify")
@access("officer", "admin")
def organisation_verify(organisation_id: int) -> Any:
    """The officer has compared the organisation with its business certificate: its number stands from now on."""
    held = _found(organisation_id)
    with attempt() as tried:
        refuse_concerned(current_actor(), held.id)
    if tried.refused:
        return _page(held, tried.sentence), 422
    lock_row(held)
    if not held.verified:
        held.verified = True
        note_access("organisation-verified", f"organisation:{held.id}")
        for manager in roles.managers(held.id):
            mail.tell_person(manager, "accounts.organisation_verified", organisation=held)
    tell("기관을 확인했습니다.", "The organisation is verified.")
    return see_other("admin.organisation", organisation_id=held.id)


@bp.post("/organisations/<int:organisation_id>/requests/<int:request_id>")
@access("officer", "admin")
def organisation_request(organisation_id: int, request_id: int) -> Any:
    """Answer somebody who asked to join an organisation that has no manager; where it has one, nobody else admits."""
    held = _found(organisation_id)
    found = db.session.get(joining.JoinRequest, request_id)
    if found is None or found.organisation_id != held.id:
        abort(404)
    role = request.form.get("role", "manager") if request.form.get("answer") == "admit" else None
    with attempt() as tried:
        refuse_concerned(current_actor(), held.id)
        if roles.managers(held.id):
            raise Refused(Text("기관 관리자가 답합니다.", "The managers of the organisation answer."))
        joining.decide_join(found, role, current_actor())
    if tried.refused:
        return _page(held, tried.sentence), 422
    mail.tell_person(found.user, "accounts.join_answered", organisation=held, granted=role is not None)
    tell(Text("답을 {name} 님께 알렸습니다.", "{name} has been told.").format(name=found.user.name))
    return see_other("admin.organisation", organisation_id=held.id)
