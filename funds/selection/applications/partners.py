"""The consortium and the committee list, from the applicant's side: partners who are asked to confirm,
challenges to pool members.
"""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select

from funds.selection.applications.drafts import writing_of
from funds.selection.applications.partnerships import ask_to_confirm
from funds.selection.applications.queries import GONE
from funds.selection.blueprints import bp
from funds.selection.models import Application, Partner
from funds.selection.panel import conflicts
from funds.selection.panel.models import Challenge
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import PARTNER_ROLES
from funds.selection.rights import own_application, owner_or_403
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.panels.pool import Reviewer
from portal.core.permissions import EDITORS
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell


def _fields(programme: str) -> tuple[Field, ...]:
    roles = {key: PARTNER_ROLES[key] for key in PROGRAMMES[programme].partner_roles}
    return (
        Field(key="name", label=Text("기관 이름", "Name"), required=True, bare=True),
        Field(
            key="business_number",
            label=Text("사업자등록번호", "Business number"),
            type="business_number",
            required=True,
        ),
        Field(key="role", label=Text("맡는 일", "Role"), type="choice", choices=roles, required=True),
        Field(
            key="email",
            label=Text("담당자 전자우편", "Contact"),
            type="email",
            required=True,
            hint=Text(
                "이 주소로 참여 확인을 부탁하는 메일을 보냅니다. 메일을 받은 분만 답할 수 있습니다.",
                "We mail a request to confirm to this address; only its reader can answer.",
            ),
        ),
    )


@bp.get("/applications/<int:case_id>/partners")
@access("member")
def partners(case_id: int) -> Any:
    case = own_application(case_id)
    return _page(case, Asking(_fields(case.programme)))


def _page(case: Application, asking: Asking) -> str:
    return render_template(
        "funds/selection/applications/partners.html",
        case=case,
        asking=asking,
        roles=PARTNER_ROLES,
        writing=(bool(asking.errors) or writing_of(case) is not None) and EDITORS.holds(current_actor(), case),
    )


@bp.post("/applications/<int:case_id>/partners")
@access("member")
def add_partner(case_id: int) -> Any:
    case = own_application(case_id)
    owner_or_403(case)
    asking = Asking(_fields(case.programme), given=request.form)
    if writing_of(case) is None:
        said = Text(
            "제출한 뒤에는 참여 기관을 바꿀 수 없습니다.", "Partners are fixed once the application is submitted."
        )
        asking.fault("", said)
    numbers = {p.business_number for p in case.partners if p.declined_at is None}
    if asking.good and asking["business_number"] in numbers | {
        case.organisation.business_number if case.organisation else ""
    }:
        asking.fault(
            "business_number", Text("이미 명단에 있는 기관입니다.", "This organisation is on the list already.")
        )
    if not asking.good:
        return _page(case, asking), 422
    keys = ("name", "business_number", "role", "email")
    made = Partner(application_id=case.id, **{k: asking.text(k) for k in keys})
    db.session.add(made)
    db.session.flush()
    ask_to_confirm(made)
    tell(Text("‘{n}’에 확인을 부탁했습니다.", "“{n}” was asked to confirm.").format(n=made.name))
    return see_other("funds.partners", case_id=case.id)


@bp.post("/applications/<int:case_id>/partners/<int:partner_id>/remove")
@access("member")
def remove_partner(case_id: int, partner_id: int) -> Any:
    case = own_application(case_id)
    owner_or_403(case)
    found = next((p for p in case.partners if p.id == partner_id), None)
    if found is None or writing_of(case) is None:
        abort(404)
    db.session.delete(found)
    tell(Text("‘{n}’을(를) 명단에서 뺐습니다.", "“{n}” was taken off the list.").format(n=found.name))
    return see_other("funds.partners", case_id=case.id)


@bp.post("/applications/<int:case_id>/partners/<int:partner_id>/again")
@access("member")
def ask_partner_again(case_id: int, partner_id: int) -> Any:
    """A fresh link to the same address; the one mailed before is void."""
    case = own_application(case_id)
    owner_or_403(case)
    found = next((p for p in case.partners if p.id == partner_id), None)
    if found is None or found.confirmed_at is not None or found.declined_at is not None or writing_of(case) is None:
        abort(404)
    ask_to_confirm(found)
    tell(Text("‘{n}’에 다시 확인을 부탁했습니다.", "“{n}” was asked again.").format(n=found.name))
    return see_other("funds.partners", case_id=case.id)


# ---- challenges ------------------------------------------------------------------------------------------------------------------


@bp.get("/applications/<int:case_id>/members")
@access("member")
def members(case_id: int) -> str:
    """The pool that the committee is drawn from, and one's own challenges to it."""
    return _members_page(own_application(case_id), {})


def _members_page(case: Application, errors: dict[str, str]) -> str:
    listed = list(
        db.session.scalars(select(Reviewer).where(Reviewer.id.in_(case.call.draw_pool)).order_by(Reviewer.id))
    )
    challenged = {
        c.reviewer_id: c for c in db.session.scalars(select(Challenge).where(Challenge.application_id == case.id))
    }
    return render_template(
        "funds/selection/applications/members.html",
        case=case,
        call=case.call,
        pool=listed,
        challenged=challenged,
        errors=errors,
        open_=case.call.state in ("open", "review") and case.state not in GONE,
        may_edit=EDITORS.holds(current_actor(), case),
    )


@bp.post("/applications/<int:case_id>/members/<int:reviewer_id>/challenge")
@access("member")
def challenge(case_id: int, reviewer_id: int) -> Any:
    case = own_application(case_id)
    owner_or_403(case)
    if case.state in GONE:
        abort(404)
    with attempt() as tried:
        conflicts.challenge(case, reviewer_id, request.form.get("reason", ""))
    if tried.refused:
        return _members_page(case, dict(tried.errors)), 422
    tell(
        "기피를 신청했습니다. 평가가 시작되기 전에 결정합니다.",
        "Your challenge was received; it is decided before scoring.",
    )
    return see_other("funds.members", case_id=case.id)
