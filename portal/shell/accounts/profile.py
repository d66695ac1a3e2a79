"""One's own account: name, phone, unit, language, password, sessions."""

from typing import Any

from flask import render_template, request

from portal.core import mail, second_factor
from portal.core.asking import Asking
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, choose_language, note_access, see_other, tell
from portal.shell.accounts import questions as q
from portal.shell.signing import passkeys, sessions
from portal.shell.signing.acts import end_other_sessions, me, proof_of, prove, set_password
from portal.shell.signing.blueprint import bp
from portal.shell.signing.questions import AGAIN, NEW_PASSWORD, check_password

PROFILE = (q.NAME, q.PHONE, q.UNIT, q.LANGUAGE)


@bp.get("/profile")
@access("signed-in")
def profile() -> str:
    return _page()


@bp.post("/profile")
@access("signed-in")
def profile_save() -> Any:
    asked = Asking(PROFILE, given=request.form)
    if not asked.good:
        return _page(profile=asked), 422
    for key in ("name", "phone", "unit", "language"):
        setattr(me(), key, asked.text(key))
    choose_language(me().language)
    tell("내 정보를 저장했습니다.", "Your account is saved.")
    return see_other("accounts.profile")


@bp.post("/profile/password")
@access("signed-in")
def password_change() -> Any:
    asked = Asking(_password(), given=request.form)
    check_password(asked, me().email)
    prove(asked)
    if not asked.good:
        return _page(password=asked), 422
    set_password(me(), asked.text("new_password"))
    end_other_sessions(me())
    mail.tell_person(me(), "accounts.password_changed")
    tell(
        "비밀번호를 바꾸었습니다. 다른 기기에서는 로그아웃되었습니다.",
        "The password is changed; you are signed out elsewhere.",
    )
    return see_other("accounts.profile")


@bp.post("/profile/sign-out-everywhere")
@access("signed-in")
def sign_out_everywhere() -> Any:
    end_other_sessions(me())
    tell("다른 기기에서 모두 로그아웃했습니다.", "You are signed out everywhere else.")
    return see_other("accounts.profile")


@bp.post("/profile/sessions/<int:number>/end")
@access("signed-in")
def session_end(number: int) -> Any:
    """End one session of one's own; for one that has ended meanwhile the answer is the same."""
    if sessions.end(me(), number):
        note_access("session-ended", f"user:{me().id}")
    tell("그 기기에서 로그아웃했습니다.", "Signed out on that device.")
    return see_other("accounts.profile")


@bp.post("/profile/second-factor/off")
@access("signed-in")
def second_factor_off() -> Any:
    """Whoever need not have a second factor may give it up, with both proofs."""
    asked = Asking(proof_of(me()), given=request.form, prefix="off-")
    if me().is_official:
        asked.fault(
            "", Text("공무 계정은 2단계 인증을 끌 수 없습니다.", "Officials cannot do without the second factor.")
        )
    else:
        prove(asked)
    if not asked.good:
        return _page(off=asked), 422
    second_factor.forget(me())
    note_access("second-factor-off", f"user:{me().id}")
    tell("2단계 인증을 껐습니다.", "The second factor is off.")
    return see_other("accounts.profile")


def _password() -> tuple[Field, ...]:
    return (*proof_of(me()), NEW_PASSWORD, AGAIN)


def _page(profile: Asking | None = None, password: Asking | None = None, off: Asking | None = None) -> str:
    held = {key: getattr(me(), key) for key in ("name", "phone", "unit", "language")}
    return render_template(
        "shell/accounts/profile.html",
        profile=profile or Asking(PROFILE, held),
        password=password or Asking(_password()),
        off=off or Asking(proof_of(me()), prefix="off-"),
        user=me(),
        passkeys=passkeys.of(me()),
        sessions=[(one, sessions.is_this(one)) for one in sessions.of(me())],
    )
