"""Sign-up: with an organisation of one's own, or by an invitation.

An account exists only once its address is confirmed.
"""

from typing import Any

from flask import g, redirect, render_template, request
from sqlalchemy import select

from portal.core import clock, joining, mail, passwords, reading
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.people import Actor, Invitation, Organisation, User
from portal.core.roles import new_key
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.accounts import questions as q
from portal.shell.accounts.founding import may_be_claimed, organisation_of, place
from portal.shell.accounts.models import SignUp
from portal.shell.signing.acts import fill_in, may_mail, me, open_session, user_of
from portal.shell.signing.blueprint import bp
from portal.shell.signing.questions import check_password

JOIN = Field(
    key="join",
    label=Text("이 기관에 참여를 요청할까요?", "Ask to join this organisation?"),
    type="yesno",
    required=True,
    hint=Text(
        "기관 관리자에게, 관리자가 없으면 담당자에게 알립니다.", "Its managers are told; an officer where it has none."
    ),
)
OUTCOMES = {
    "founded": Text(
        "가입을 마쳤습니다. 기관의 관리자로 등록되었습니다.",
        "Your account is ready: you are the manager of your organisation.",
    ),
    "claimed": Text(
        "신고확인증을 확인해 기관의 관리자로 등록했습니다.",
        "The certificate matches: you are the manager of the organisation.",
    ),
    "asked": Text(
        "참여를 요청했습니다. 승인되면 메일로 알려 드립니다.",
        "We asked for you to join. You get a mail once it is approved.",
    ),
}


@bp.get("/sign-up")
@access("everybody")
def sign_up() -> str:
    return _page(Asking((*q.PERSON, q.BUSINESS_NUMBER, *q.ORGANISATION), {"founder": "hospital"}), None)


@bp.post("/sign-up")
@access("everybody")
def sign_up_now() -> Any:
    """The same answer whether the address has an account or not: what is true stands in the mail."""
    asked, held = read_organisation(q.PERSON)
    check_password(asked, asked.text("email"))
    if not asked.good:
        return _page(asked, held), 422
    answers = {k: v for k, v in asked.answers.items() if k not in {"new_password", "again", "email"}}
    email, password_hash = asked.text("email"), passwords.hashed(asked.text("new_password"))
    if not may_mail(email, "sign-up-asked"):
        return see_other("accounts.mailed")
    if (known := user_of(email)) is not None:
        mail.tell_person(known, "accounts.known")
    else:
        _, token = _keep(email, password_hash, answers | {"language": g.language})
        mail.tell_address(email, "accounts.confirm", g.language, token=token)
    return see_other("accounts.mailed")


def read_organisation(person: tuple[Field, ...] = ()) -> tuple[Asking, Organisation | None]:
    """The form as sent; with the organisation that has this business number already, if any:
    then it is about joining.
    """
    held = organisation_of(reading.business_number(request.form.get("business_number", "")))
    if held is None:
        asked = Asking((*person, q.BUSINESS_NUMBER, *q.ORGANISATION), given=request.form)
        q.check_organisation(asked)
        return asked, None
    claimable = may_be_claimed(held)
    fields = (*person, q.BUSINESS_NUMBER, JOIN, *((q.CERTIFICATE, q.CERTIFICATE_CODE) if claimable else ()))
    asked = Asking(fields, given=request.form)
    if asked["join"] == "no":
        asked.fault(
            "business_number",
            Text("이미 등록된 번호입니다. 번호를 다시 확인해 주세요.", "This number is registered. Please check it."),
        )
    for given, other in (("certificate", "certificate_code"), ("certificate_code", "certificate")):
        if claimable and asked[given] and not asked[other]:
            asked.fault(
                other,
                Text(
                    "번호와 확인번호를 함께 적거나 둘 다 비워 두세요. 비워 두시면 담당자가 확인합니다.",
                    "Give number and code together, or leave both empty: then an officer will check.",
                ),
            )
    return asked, held


def kept_apart(asked: Asking) -> list[tuple[str, str]]:
    """What was typed in questions that the page does not show now, so that it is not lost."""
    shown = {control.name for control in asked.form}
    keys = [f.key for f in q.ORGANISATION if f.key not in shown]
    return [(key, value) for key in keys for value in request.form.getlist(key)]


def _page(asked: Asking, held: Organisation | None) -> str:
    person = [f.key for f in q.PERSON]
    return render_template("shell/accounts/sign_up.html", asked=asked, held=held, person=person, kept=kept_apart(asked))


def _keep(email: str, password_hash: str, answers: dict[str, Any]) -> tuple[SignUp, str]:
    row = SignUp(email=email, password_hash=password_hash, answers=answers, token_hash="", expires_at=clock.now())
    token = joining.renew(row)
    db.session.add(row)
    db.session.flush()
    return row, token


def _waiting(token: str) -> SignUp | None:
    row = db.session.scalar(
        select(SignUp).where(SignUp.token_hash == joining.fingerprint(token), SignUp.expires_at > clock.now())
    )
    return row if row is not None and user_of(row.email) is None else None


@bp.get("/sign-up/<token>")
@access("everybody")
def confirm(token: str) -> Any:
    row = _waiting(token)
    if row is None:
        return render_template("shell/accounts/link_void.html"), 404
    held = organisation_of(row.answers["business_number"])
    return render_template(
        "shell/accounts/confirm.html", row=row, organisation=held.name if held else row.answers["organisation_name"]
    )


@bp.post("/sign-up/<token>")
@access("everybody")
def confirm_now(token: str) -> Any:
    row = _waiting(token)
    if row is None:
        return render_template("shell/accounts/link_void.html"), 404
    user = _make(row.email, row.answers, row.password_hash)
    outcome = place(user, dict(row.answers))
    db.session.delete(row)
    note_access("signed-up", f"user:{user.id}")
    tell(OUTCOMES[outcome])
    fill_in(user.email)
    return see_other("accounts.sign_in")


def _make(email: str, answers: dict[str, Any], password_hash: str) -> User:
    made = User(
        email=email,
        name=answers["name"],
        phone=answers.get("phone") or "",
        language=answers.get("language") or "ko",
        password_hash=password_hash,
        session_key=new_key(),
        roles=[],
    )
    db.session.add(made)
    db.session.flush()
    return made


@bp.get("/invitation/<token>")
@access("everybody")
def invitation(token: str) -> Any:
    found = joining.invitation_of(token)
    if found is None:
        return render_template("shell/accounts/link_void.html"), 404
    return _invitation_page(found, token, Asking((q.NAME, q.PHONE, *q.CHOSEN_PASSWORD)))


@bp.post("/invitation/<token>")
@access("everybody")
def invitation_accept(token: str) -> Any:
    """A signed-in person accepts with a click; a newcomer says who they are (the link has proved the address)."""
    found = joining.invitation_of(token)
    if found is None:
        return render_template("shell/accounts/link_void.html"), 404
    actor = current_actor()
    if actor.signed_in or user_of(found.email) is not None:
        if actor.email != found.email:
            return redirect(request.path, code=303)
        joining.accept(found, me(), _inviter(found))
        tell("초대를 수락했습니다.", "You accepted the invitation.")
        return redirect("/", code=303)
    asked = Asking((q.NAME, q.PHONE, *q.CHOSEN_PASSWORD), given=request.form)
    check_password(asked, found.email)
    if asked.good:
        answers, password_hash = asked.answers | {"language": g.language}, passwords.hashed(asked.text("new_password"))
        with attempt(asked):
            user = _make(found.email, answers, password_hash)
            joining.accept(found, user, _inviter(found))
    if not asked.good:
        return _invitation_page(found, token, asked), 422
    open_session(user)
    tell("가입을 마쳤습니다.", "Your account is ready.")
    return redirect("/", code=303)


def _invitation_page(found: Invitation, token: str, asked: Asking) -> str:
    has_account = user_of(found.email) is not None
    if has_account and not current_actor().signed_in:
        fill_in(found.email)
    return render_template(
        "shell/accounts/invitation.html",
        asked=asked,
        invitation=found,
        token=token,
        signed_in=current_actor().email,
        has_account=has_account,
        stands=joining.inviter_stands(found),
    )


def _inviter(found: Invitation) -> Actor:
    return Actor(user_id=found.invited_by_id)
