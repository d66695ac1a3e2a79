"""Private interests: an official reports one, the ministry or an administrator decides on it."""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core import interests as acts
from portal.core import mail
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.people import Interest, Organisation, User, officer_choices
from portal.core.reading import sent_number, shown_business_number
from portal.core.schema import Field, When
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.accounts.questions import BUSINESS_NUMBER
from portal.shell.signing.acts import me
from portal.shell.signing.blueprint import bp

DECIDERS = ("ministry", "admin")
SHOWN = 200
REPORT = (
    BUSINESS_NUMBER,
    Field(
        key="ground",
        label=Text("어떤 관계인가요?", "What is the interest?"),
        type="choice",
        required=True,
        choices=acts.GROUNDS,
    ),
    Field(
        key="words",
        label=Text("내용", "In your words"),
        type="text",
        required=True,
        longest=1000,
        hint=Text("누구와 어떤 관계인지, 언제부터인지 적어 주세요.", "Who, since when, and how it touches your work."),
    ),
)


def _decision() -> tuple[Field, ...]:
    return (
        Field(key="decision", label=Text("결정", "Decision"), type="choice", required=True, choices=acts.DECISIONS),
        Field(
            key="receiver",
            label=Text(
                "이 기관의 담당자 없는 사건을 맡을 사람", "Who takes this organisation's cases without an officer"
            ),
            type="choice",
            choices=officer_choices(),
            show_if=When("decision", ("recused",)),
        ),
        Field(key="reason", label=Text("까닭", "Reason"), type="text", required=True, longest=1000),
    )


@bp.get("/interests")
@access("officer", "ministry", "admin")
def interests() -> str:
    asked = db.session.get(Organisation, (sent_number(request.args.get("organisation")) or 0))
    return _page(Asking(REPORT, {"business_number": asked.business_number} if asked else {}))


@bp.post("/interests")
@access("officer", "ministry", "admin")
def interest_report() -> Any:
    asked = Asking(REPORT, given=request.form)
    held = db.session.scalar(select(Organisation).where(Organisation.business_number == asked.text("business_number")))
    if asked.good and held is None:
        asked.fault(
            "business_number",
            Text("이 번호의 기관이 포털에 없습니다.", "The portal knows no organisation with this number."),
        )
    if asked.good and held is not None:
        with attempt(asked):
            acts.report(me(), held, asked.text("ground"), asked.text("words"))
    if not asked.good or held is None:
        return _page(asked), 422
    for one in _deciders():
        mail.tell_person(one, "accounts.interest_reported", person=me(), organisation=held)
    tell(
        "신고했습니다. 결정이 날 때까지 이 기관의 일은 다른 담당자가 처리합니다.",
        "Reported. Until it is decided colleagues do the work on this organisation.",
    )
    return see_other("accounts.interests")


def _deciders() -> list[User]:
    """Who decides, but for the reporter."""
    found = db.session.scalars(select(User).where(User.active.is_(True)).order_by(User.id))
    return [one for one in found if set(DECIDERS) & set(one.roles) and one.id != me().id]


@bp.get("/interests/<int:number>")
@access(*DECIDERS)
def interest(number: int) -> str:
    return _one(_found(number), Asking(_decision()))


@bp.post("/interests/<int:number>")
@access(*DECIDERS)
def interest_decide(number: int) -> Any:
    held = _found(number)
    asked = Asking(_decision(), given=request.form)
    if asked.good:
        receiver = db.session.get(User, int(asked["receiver"])) if asked["receiver"] else None
        with attempt(asked):
            acts.decide(held, asked.text("decision"), asked.text("reason"), current_actor(), receiver)
    if not asked.good:
        return _one(held, asked), 422
    mail.tell_person(held.user, "accounts.interest_decided", interest=held, said=acts.DECISIONS[held.decision])
    tell("결정했습니다. 신고한 사람에게 알렸습니다.", "Decided; the reporter has been told.")
    return see_other("accounts.interests")


def _found(number: int) -> Interest:
    held = db.session.get(Interest, number)
    if held is None:
        abort(404)
    note_access("read", f"user:{held.user_id}")
    return held


def _page(asked: Asking) -> str:
    actor = current_actor()
    wanted = select(Interest).options(joinedload(Interest.user), joinedload(Interest.organisation))
    if not actor.has(*DECIDERS):
        wanted = wanted.where(Interest.user_id == actor.user_id)
    else:
        note_access("read", "interests")
    rows = list(db.session.scalars(wanted.order_by(Interest.decision != "", Interest.id.desc()).limit(SHOWN)))
    return render_template(
        "shell/accounts/interests.html",
        asked=asked,
        rows=rows,
        decides=actor.has(*DECIDERS),
        grounds=acts.GROUNDS,
        decisions=acts.DECISIONS,
    )


def _one(held: Interest, asked: Asking) -> str:
    return render_template(
        "shell/accounts/interest.html",
        held=held,
        asked=asked,
        number=shown_business_number(held.organisation.business_number),
        grounds=acts.GROUNDS,
        decisions=acts.DECISIONS,
        own=held.user_id == current_actor().user_id,
    )
