"""The page of one's organisation: its data, and which one a person of several acts for.

Its people stand in `members`.
"""

from typing import Any

from flask import abort, render_template, request, session
from sqlalchemy import select

from portal.core import joining, mail, verification
from portal.core.asking import Asking
from portal.core.db import db, lock_row
from portal.core.people import MEMBER_ROLES, Membership, Organisation, officers
from portal.core.reading import sent_number, shown_business_number
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.accounts import questions as q
from portal.shell.accounts.founding import organisation_of, place
from portal.shell.accounts.sign_up import OUTCOMES, kept_apart, read_organisation
from portal.shell.signing.acts import me
from portal.shell.signing.blueprint import bp

INVITED = (q.MEMBER_EMAIL, q.MEMBER_ROLE)


def own(*, managed: bool = False) -> Organisation:
    """The organisation the person acts for; 404 without one, 403 if `managed` and they are no manager of it."""
    actor = current_actor()
    held = db.session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
    if held is None:
        abort(404)
    if managed and actor.memberships.get(held.id) != "manager":
        note_access("refused", f"organisation:{held.id}")
        abort(403)
    return held


@bp.get("/organisation")
@access("signed-in")
def organisation() -> str:
    return organisation_page()


def organisation_page(invited: Asking | None = None, problem: Text | None = None) -> str:
    """The page; with the invitation form as sent, or with what was wrong with an act on a member."""
    actor = current_actor()
    held = db.session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
    if held is None:
        return render_template("shell/accounts/no_organisation.html", waiting=_waiting())
    members = db.session.scalars(
        select(Membership).where(Membership.organisation_id == held.id).order_by(Membership.role, Membership.id)
    )
    manages = actor.memberships.get(held.id) == "manager"
    return render_template(
        "shell/accounts/organisation.html",
        held=held,
        members=sorted(members, key=lambda m: (list(MEMBER_ROLES).index(m.role), m.id)),
        manages=manages,
        me=actor.user_id,
        invitations=joining.open_invitations(held.id) if manages else [],
        requests=joining.open_join_requests(held.id) if manages else [],
        invited=invited or Asking(INVITED, {"role": "editor"}, prefix="invite-"),
        problem=problem,
        others=_others(held),
        roles=q.MEMBER_ROLE.choices,
        shown_number=shown_business_number(held.business_number),
    )


def _waiting() -> list[joining.JoinRequest]:
    mine = select(joining.JoinRequest).where(joining.JoinRequest.user_id == me().id)
    return list(db.session.scalars(mine.order_by(joining.JoinRequest.id.desc())))


def _others(held: Organisation) -> list[Organisation]:
    ids = [i for i in current_actor().memberships if i != held.id]
    return (
        list(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)))
        if ids
        else []
    )


@bp.post("/organisation/switch")
@access("member")
def organisation_switch() -> Any:
    wanted = sent_number(request.form.get("organisation_id"))
    if wanted not in current_actor().memberships:
        note_access("guess", f"organisation:{wanted}")
        abort(404)
    session["organisation_id"] = wanted
    held = db.session.get(Organisation, wanted)
    assert held is not None
    tell(Text("{name} 업무로 바꾸었습니다.", "You now act for {name}.").format(name=held.name))
    return see_other("accounts.organisation")


def _questions(held: Organisation) -> tuple[Field, ...]:
    """Once verified the business number stands."""
    return q.ORGANISATION if held.verified else (q.BUSINESS_NUMBER, *q.ORGANISATION)


@bp.get("/organisation/edit")
@access("member")
def organisation_edit() -> str:
    held = own(managed=True)
    answers = _stored(held)
    return _edit_page(Asking(_questions(held), answers, stored=answers), held)


def _stored(held: Organisation) -> dict[str, Any]:
    """What stands of the organisation, as its form shows it."""
    answers: dict[str, Any] = {key: getattr(held, column) for key, column in q.COLUMNS.items()}
    return answers | {key: "yes" if getattr(held, key) else "no" for key in ("incorporated", "has_department")}


@bp.post("/organisation/edit")
@access("member")
def organisation_save() -> Any:
    held = own(managed=True)
    lock_row(held)
    asked = Asking(_questions(held), given=request.form, stored=_stored(held))
    q.check_organisation(asked)
    other = organisation_of(asked["business_number"])
    if other is not None and other.id != held.id:
        asked.fault(
            "business_number", Text("다른 기관이 이미 쓰는 번호입니다.", "Another organisation has this number.")
        )
    if not asked.good:
        return _edit_page(asked, held), 422
    was_verified = held.verified
    change = verification.write(held, q.organisation_columns(asked.answers), current_actor())
    note_access("organisation-edited", f"organisation:{held.id}")
    tell(
        "기관 정보를 저장했습니다. 이미 제출한 신고서는 바뀌지 않습니다.",
        "Saved. Filings already submitted stay as they are.",
    )
    if change is not None and was_verified:
        for told in officers():
            mail.tell_person(told, "accounts.organisation_changed", organisation=held, shown=change.shown())
        tell(
            "확인받은 내용이 바뀌어 담당자가 사업자등록증으로 다시 확인합니다.",
            "What had been verified has changed: an officer compares it with the business certificate again.",
        )
    return see_other("accounts.organisation")


def _edit_page(asked: Asking, held: Organisation) -> str:
    return render_template(
        "shell/accounts/organisation_edit.html",
        asked=asked,
        held=held,
        shown_number=shown_business_number(held.business_number),
    )


@bp.get("/organisation/new")
@access("signed-in")
def organisation_new() -> str:
    return _new_page(Asking((q.BUSINESS_NUMBER, *q.ORGANISATION), {"founder": "hospital"}), None)


@bp.post("/organisation/new")
@access("signed-in")
def organisation_found() -> Any:
    asked, held = read_organisation()
    if not asked.good:
        return _new_page(asked, held), 422
    outcome = place(me(), dict(asked.answers))
    found = organisation_of(asked.text("business_number"))
    if outcome != "asked" and found is not None:
        session["organisation_id"] = found.id
    tell(OUTCOMES[outcome])
    return see_other("accounts.organisation")


def _new_page(asked: Asking, held: Organisation | None) -> str:
    return render_template(
        "shell/accounts/organisation_new.html", asked=asked, held=held, kept=kept_apart(asked) if request.form else []
    )
