"""What needs two people: the asks that wait for a second person, and the two acts of this room, rights of officials."""

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core import confirm, inviting, mail
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.confirm import Ask, TwoPeople
from portal.core.db import db, lock_row
from portal.core.people import ROLES, Actor, User
from portal.core.roles import grant
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.core.workflow import Refused
from portal.shell.admin.blueprint import bp

SHOWN = 100
WHY = (Field(key="why", label=Text("확인하지 않는 까닭", "Why not"), required=True),)


def _person(given: Mapping[str, Any]) -> User:
    found = db.session.get(User, int(given["user"]))
    if found is None or not found.active:
        raise Refused(Text("중지된 계정입니다.", "The account is suspended."))
    return found


def _words_of_grant(given: Mapping[str, Any]) -> Text:
    person, role = db.session.get(User, int(given["user"])), ROLES[given["role"]]
    named = f"{person.name} ({person.email})" if person else ""
    return Text(f"{named}에게 ‘{role.ko}’ 역할을 줍니다.", f"Give {named} the role “{role.en}”.")


def _grant(given: Mapping[str, Any], asker: Actor, reason: str) -> None:
    person = _person(given)
    lock_row(person)
    grant(person, given["role"], asker, reason)


def _words_of_invitation(given: Mapping[str, Any]) -> Text:
    role = ROLES[given["role"]]
    return Text(
        f"{given['email']} 주소로 ‘{role.ko}’ 역할의 초대를 보냅니다.",
        f"Invite {given['email']} to the role “{role.en}”.",
    )


def _invite(given: Mapping[str, Any], asker: Actor, _reason: str) -> None:
    inviting.invite(given["email"], by=asker, portal_role=given["role"])


def _holder(given: Mapping[str, Any]) -> set[int]:
    found = db.session.scalar(select(User.id).where(User.email == given["email"]))
    return {found} if found else set()


CONFIRMED = {
    "grant": TwoPeople(
        label=Text("공무 역할 주기", "Grant of an official role"),
        by=("admin",),
        words=_words_of_grant,
        carry_out=_grant,
        about=lambda given: {int(given["user"])},
    ),
    "invite": TwoPeople(
        label=Text("공무 계정 초대", "Invitation of an official"),
        by=("admin",),
        words=_words_of_invitation,
        carry_out=_invite,
        about=_holder,
    ),
}


def ask_and_tell(act: str, given: Mapping[str, Any], reason: str) -> None:
    """Ask, mail whoever may confirm, and say so; where nobody else may, how it is done instead."""
    made = confirm.ask(act, given, current_actor(), reason)
    second = confirm.others(made)
    for one in second:
        mail.tell_person(one, "admin.second_person", ask=made, asker=current_actor().name)
    if second:
        tell(
            Text(
                "{what} 다른 관리자가 확인하면 처리됩니다.", "{what} Done once another administrator confirms."
            ).format(what=made.words)
        )
    else:
        tell(
            Text(
                "확인할 다른 관리자가 없습니다. 서버에서 flask people grant 명령으로 둘째 관리자를 정해 주세요.",
                "There is no other administrator to confirm. Name a second one on the server: flask people grant.",
            ),
            category="warning",
        )


@bp.get("/second-person")
@access("officer", "ministry", "admin")
def second_person() -> str:
    return _page()


@bp.post("/second-person/<int:number>/<any(confirm, refuse, withdraw):act>")
@access("officer", "ministry", "admin")
def second_person_answer(number: int, act: str) -> Any:
    held = db.session.get(Ask, number)
    if held is None:
        note_access("guess", f"ask:{number}")
        abort(404)
    asked = Asking(WHY if act == "refuse" else (), given=request.form, prefix=f"ask-{number}-")
    if asked.good:
        with attempt(asked):
            _carry_out(act, held, asked)
    if not asked.good:
        return _page(number, asked), 422
    note_access(f"second-person-{act}", f"ask:{number}")
    tell(confirm.STATES[held.state])
    return see_other("admin.second_person")


def _carry_out(act: str, held: Ask, asked: Asking) -> None:
    if act == "confirm":
        confirm.confirm(held, current_actor())
    elif act == "refuse":
        confirm.refuse(held, current_actor(), asked.text("why"))
    else:
        confirm.withdraw(held, current_actor())


def _page(number: int = 0, wrong: Asking | None = None) -> str:
    actor = current_actor()
    wanted = select(Ask).options(joinedload(Ask.asked_by), joinedload(Ask.answered_by))
    rows = list(db.session.scalars(wanted.order_by(Ask.state != "waiting", Ask.id.desc()).limit(SHOWN)))
    mine = [one for one in rows if actor.has(*one.declared.by)]
    refusing = {one.id: Asking(WHY, prefix=f"ask-{one.id}-") for one in mine if one.state == "waiting"}
    if wrong is not None and number in refusing and "why" in wrong.form:
        refusing[number] = wrong
    return render_template(
        "shell/admin/second_person.html",
        waiting=sorted((one for one in mine if one.state == "waiting"), key=lambda one: one.id),
        past=[one for one in mine if one.state != "waiting"],
        refusing=refusing,
        wrong=wrong,
        number=number,
        states=confirm.STATES,
        may=lambda one: actor.user_id != one.asked_by_id and actor.user_id not in one.declared.about(one.given),
    )
