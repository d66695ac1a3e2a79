"""Signing in: passwords, codes, sessions, tries, and the texts that must survive a session's end.

The ground of the shell: accounts and administration stand on it. No domain is known here.
"""

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import LoginManager, current_user

from portal.core.module import Module
from portal.core.noted import Act
from portal.core.people import NOBODY, User
from portal.core.text import Text
from portal.core.web import access_of, csrf, to_sign_in
from portal.shell.signing import again, entry, factor, kept, passkey_pages, passkeys, sessions, tries
from portal.shell.signing.acts import has_passed
from portal.shell.signing.blueprint import bp
from portal.shell.signing.models import KeptText

__all__ = ["again", "entry", "factor", "init_signing", "kept", "passkey_pages", "shell"]

login_manager = LoginManager()
BEFORE_THE_FACTOR = frozenset(
    {
        "static",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.second_factor",
        "accounts.second_factor_given",
        "accounts.second_factor_new",
        "accounts.second_factor_confirmed",
        "accounts.passkey_options",
        "accounts.passkey_sign_in",
        "accounts.passkey_new",
        "accounts.passkey_begin",
        "accounts.passkey_register",
    }
)


def init_signing(app: Flask) -> None:
    login_manager.init_app(app)
    csrf.exempt(again.sign_in_again)  # it only shows what was sent, to whoever wrote it
    login_manager.user_loader(sessions.load)
    app.before_request(_second_factor_first)
    app.after_request(kept.forget_what_was_sent)  # before the kernel commits
    app.after_request(sessions.note_seen)
    app.after_request(tries.set_cookie)


def _second_factor_first() -> Response | None:
    """Who has not passed the second factor sees its pages, and public pages as a stranger does; nothing else."""
    if request.endpoint in BEFORE_THE_FACTOR or not current_user.is_authenticated or has_passed(current_user):
        return None
    declared = access_of(current_app, request.endpoint) if request.endpoint else None
    if request.endpoint is None or (declared is not None and declared.everybody):
        g.actor = NOBODY
        return None
    if request.method == "POST":
        return to_sign_in()
    return redirect(url_for("accounts.second_factor", next=request.full_path.rstrip("?")), code=303)  # type: ignore[return-value]


NOTED = {
    "sign-in": Act(Text("로그인", "Signed in"), Text("로그인했습니다.", "signed in.")),
    "sign-in-failed": Act(Text("로그인 실패", "Sign-in failed"), Text("‘{of}’ 계정으로 로그인하지 못했습니다.", "failed to sign in as “{of}”.")),
    "sign-in-locked": Act(Text("잠긴 계정 로그인 시도", "Tried while locked"), Text("잠긴 ‘{of}’ 계정으로 로그인하려 했습니다.", "tried the locked account “{of}”.")),
    "second-factor-failed": Act(Text("2단계 인증 실패", "Second factor failed"), Text("‘{of}’ 계정의 2단계 인증에 실패했습니다.", "failed the second factor of “{of}”.")),
    "second-factor-set": Act(Text("2단계 인증 설정", "Second factor set up"), Text("2단계 인증을 설정했습니다.", "set up a second factor.")),
    "second-factor-off": Act(Text("2단계 인증 끄기", "Second factor turned off"), Text("2단계 인증을 껐습니다.", "turned the second factor off.")),
    "password-asked": Act(Text("비밀번호 재설정 요청", "Password reset asked for"), Text("‘{of}’ 계정의 비밀번호 재설정을 요청했습니다.", "asked to reset the password of “{of}”.")),
    "password-reset": Act(Text("비밀번호 재설정", "Password reset"), Text("‘{of}’ 계정의 비밀번호를 다시 정했습니다.", "reset the password of “{of}”.")),
    "password-wrong": Act(Text("비밀번호 확인 실패", "Present password wrong"), Text("지금 비밀번호를 잘못 입력했습니다.", "typed a wrong present password.")),
    "passkey-added": Act(Text("패스키 등록", "Passkey registered"), Text("패스키를 등록했습니다.", "registered a passkey.")),
    "passkey-removed": Act(Text("패스키 지움", "Passkey removed"), Text("패스키를 지웠습니다.", "removed a passkey.")),
    "passkey-failed": Act(Text("패스키 확인 실패", "Passkey failed"), Text("패스키로 로그인하거나 등록하지 못했습니다({of}).", "failed with a passkey ({of}).")),
    "session-ended": Act(Text("세션 끝냄", "Session ended"), Text("다른 세션을 끝냈습니다.", "ended a session.")),
}  # fmt: skip

shell = Module(
    name="signing",
    noted=NOTED,
    blueprints=(bp,),
    ticks=(sessions.forget_ended, tries.forget_old, passkeys.forget_old, kept.forget_old_texts),
    sealed=(("FACTOR", User.second_factor), ("CARRIED", KeptText.sealed)),
)
