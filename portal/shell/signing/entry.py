"""Signing in and out, and the way back in for whoever forgot the password."""

from typing import Any

from flask import redirect, render_template, request
from flask_login import current_user

from portal.core import demo, mail
from portal.core.asking import Asking
from portal.core.errors import BUSY
from portal.core.passwords import Busy
from portal.core.text import Text
from portal.core.web import access, note_access, see_other, tell
from portal.shell.signing import factor, passkeys
from portal.shell.signing import questions as q
from portal.shell.signing.acts import (
    attempt,
    filled_in,
    has_passed,
    may_mail,
    open_session,
    set_password,
    sign_off,
    user_of,
)
from portal.shell.signing.again import brought, carried_along, go_on
from portal.shell.signing.blueprint import bp
from portal.shell.signing.links import reset_token, safe_next, user_of_reset
from portal.shell.signing.tries import FAILURES, LOCK, is_known, too_often_from_here

NOT_SIGNED_IN = Text(
    "전자우편이나 비밀번호가 맞지 않습니다. 비밀번호를 {failures}번 잘못 입력하면 {minutes}분 동안 로그인할 수 없습니다.",
    "The address or the password is wrong. After {failures} wrong passwords nobody can sign in to the account for {minutes} minutes.",
).format(failures=FAILURES, minutes=int(LOCK.total_seconds() // 60))

TOO_OFTEN = Text(
    "이 인터넷 주소에서 로그인에 여러 번 실패했습니다. {minutes}분 뒤에 다시 시도해 주세요.",
    "Too many sign-ins failed from this internet address. Please try again in {minutes} minutes.",
).format(minutes=int(LOCK.total_seconds() // 60))


@bp.get("/sign-in")
@access("everybody")
def sign_in() -> Any:
    if current_user.is_authenticated and has_passed(current_user):
        return redirect(safe_next(request.args.get("next")) or "/", code=303)
    return page(Asking((q.ADDRESS, q.PASSWORD), {"email": _filled_in()}))


@bp.post("/sign-in")
@access("everybody")
def sign_in_now() -> Any:
    asked = Asking((q.ADDRESS, q.PASSWORD), given=request.form)
    if asked.good and too_often_from_here() and not is_known(asked.text("email")):
        asked.fault("", TOO_OFTEN)
        return page(asked), 429
    try:
        user = attempt(asked.text("email"), asked.text("password")) if asked.good else None
    except Busy:
        asked.fault("", BUSY)
        return page(asked), 429
    if user is None:
        if asked.good:
            asked.fault("", NOT_SIGNED_IN)
        return page(asked), 422
    open_session(user)
    target, held = safe_next(request.form.get("next")), brought()
    if held is not None and not has_passed(user):
        return factor.ask()  # the form goes on in the body: no address could hold it
    if held is not None:
        return go_on(held)
    if not has_passed(user):
        return see_other("accounts.second_factor", next=target)
    return redirect(target or "/", code=303)


def _filled_in() -> str:
    """The address to begin with: a demonstration account that a link names, or the one that this browser came by."""
    asked_for = request.args.get("email", "")
    return asked_for if asked_for in {one.email for one in demo.people()} else filled_in()


def page(asked: Asking) -> str:
    target = safe_next(request.values.get("next")) or ""
    return render_template(
        "shell/accounts/sign_in.html",
        asked=asked,
        next=target,
        people=demo.people(),
        password=demo.PASSWORD,
        passkey_host=passkeys.host(),
        carried=carried_along(),
    )


@bp.post("/sign-out")
@access("everybody")
def sign_out() -> Any:
    sign_off()
    tell("로그아웃했습니다.", "You are signed out.")
    return see_other("accounts.sign_in")


@bp.get("/password")
@access("everybody")
def password_forgotten() -> str:
    return render_template("shell/accounts/password_forgotten.html", asked=Asking((q.ADDRESS,)))


@bp.post("/password")
@access("everybody")
def password_asked() -> Any:
    """Mails the link if there is an account, a few times an hour; the answer is the same in any case."""
    asked = Asking((q.ADDRESS,), given=request.form)
    if not asked.good:
        return render_template("shell/accounts/password_forgotten.html", asked=asked), 422
    wanted = may_mail(asked.text("email"), "password-asked")
    user = user_of(asked.text("email"))
    if wanted and user is not None and user.active and not demo.is_closed(user):
        mail.tell_person(user, "accounts.password_reset", token=reset_token(user))
    return see_other("accounts.mailed")


@bp.get("/mailed")
@access("everybody")
def mailed() -> str:
    return render_template("shell/accounts/mailed.html", is_demo=demo.is_demo())


@bp.get("/password/<token>")
@access("everybody")
def password_reset(token: str) -> Any:
    user = user_of_reset(token)
    if user is None:
        return render_template("shell/accounts/link_void.html"), 404
    return render_template("shell/accounts/password_reset.html", asked=Asking((q.NEW_PASSWORD, q.AGAIN)), user=user)


@bp.post("/password/<token>")
@access("everybody")
def password_reset_now(token: str) -> Any:
    user = user_of_reset(token)
    if user is None:
        return render_template("shell/accounts/link_void.html"), 404
    asked = Asking((q.NEW_PASSWORD, q.AGAIN), given=request.form)
    q.check_password(asked, user.email)
    if not asked.good:
        return render_template("shell/accounts/password_reset.html", asked=asked, user=user), 422
    set_password(user, asked.text("new_password"))
    note_access("password-reset", f"user:{user.id}")
    mail.tell_person(user, "accounts.password_changed")
    tell("비밀번호를 바꾸었습니다. 새 비밀번호로 로그인해 주세요.", "The password is changed. Please sign in with it.")
    return see_other("accounts.sign_in")
