"""One person's account and rights: roles given and withdrawn, suspension, second factor, and the record of all that."""

from typing import Any

from flask import abort, redirect, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core import mail, second_factor
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db, lock_row
from portal.core.people import OFFICIALS, ROLES, RightsChange, User
from portal.core.roles import ACTS as DONE
from portal.core.roles import grant, new_key, note, restore, suspend, withdraw
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.admin.blueprint import bp
from portal.shell.admin.second_person import ask_and_tell
from portal.shell.signing import passkeys
from portal.shell.signing.tries import closed_until

REASON = Field(key="reason", label=Text("사유", "Reason"), required=True, example=Text("인사 발령", "new post"))
ROLES_ASKED = (
    Field(
        key="roles",
        label=Text("역할", "Roles"),
        type="choices",
        choices=ROLES,
        hint=Text(
            "업무에 꼭 필요한 역할만 줍니다. 공무 역할은 다른 관리자가 확인하면 주어집니다.",
            "Give only what the work needs; those of officials hold once another administrator confirms.",
        ),
        required=False,
    ),
    REASON,
)
ACTS = {
    "suspend": Text(
        "계정을 중지했습니다. 열려 있던 화면도 모두 닫혔습니다.", "The account is suspended; open sessions have ended."
    ),
    "restore": Text("계정을 다시 열었습니다.", "The account is open again."),
    "factor": Text("2단계 인증을 초기화했습니다.", "The second factor is reset."),
}


@bp.get("/people/<int:user_id>")
@access("admin")
def person(user_id: int) -> str:
    return _page(_found(user_id))


def _found(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        abort(404)
    note_access("read", f"user:{user.id}")
    return user


def _page(user: User, roles: Asking | None = None, acts: Asking | None = None) -> str:
    record = select(RightsChange).where(RightsChange.user_id == user.id).order_by(RightsChange.id.desc()).limit(200)
    eager = joinedload(RightsChange.by), joinedload(RightsChange.organisation)
    return render_template(
        "shell/admin/person.html",
        user=user,
        roles=roles or Asking(ROLES_ASKED, {"roles": list(user.roles)}),
        acts=acts or Asking((REASON,), prefix="act-"),
        record=list(db.session.scalars(record.options(*eager))),
        words=DONE,
        closed=closed_until([user.id]).get(user.id),
        has_factor=bool(user.second_factor) or passkeys.has_any(user),
    )


@bp.post("/people/<int:user_id>/roles")
@access("admin")
def person_roles(user_id: int) -> Any:
    """The roles ticked are the roles held afterwards, those of officials once a second person confirms."""
    user = _found(user_id)
    asked = Asking(ROLES_ASKED, given=request.form)
    wanted = set(asked["roles"] or ())
    if asked.good:
        lock_row(user)
        with attempt(asked):
            for role in [r for r in ROLES if r in wanted and r not in user.roles]:
                if role in OFFICIALS:
                    ask_and_tell("grant", {"user": user.id, "role": role}, asked.text("reason"))
                else:
                    grant(user, role, current_actor(), asked.text("reason"))
            for role in [r for r in user.roles if r not in wanted]:
                withdraw(user, role, current_actor(), asked.text("reason"))
    if not asked.good:
        return _page(user, roles=asked), 422
    tell("역할을 저장했습니다.", "The roles are saved.")
    if user.id == current_actor().user_id and "admin" not in wanted:
        return redirect("/", code=303)
    return see_other("admin.person", user_id=user.id)


@bp.post("/people/<int:user_id>/acts")
@access("admin")
def person_act(user_id: int) -> Any:
    """Suspend, restore, or reset the second factor: which one is the button's value."""
    user = _found(user_id)
    asked = Asking((REASON,), given=request.form, prefix="act-")
    act = request.form.get("act", "")
    if act not in ACTS:
        abort(400)
    if asked.good:
        with attempt(asked):
            _carry_out(act, user, asked.text("reason"))
    if not asked.good:
        return _page(user, acts=asked), 422
    tell(ACTS[act])
    return see_other("admin.person", user_id=user.id)


def _carry_out(act: str, user: User, reason: str) -> None:
    if act == "suspend":
        suspend(user, current_actor(), reason)
    elif act == "restore":
        restore(user, current_actor(), reason)
    else:
        second_factor.forget(user)
        passkeys.remove_all(user)
        user.session_key = new_key()
        note(user, "factor-reset", current_actor(), reason=reason)
        mail.tell_person(user, "accounts.second_factor_reset")
