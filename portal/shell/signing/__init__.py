"""Signing in: passwords, codes, sessions, tries, and the texts that must survive a session's end.

The ground of the shell: accounts and administration stand on it. No domain is known here.
"""

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import LoginManager, current_user

from portal.core.module import Module
from portal.core.people import NOBODY, User
from portal.core.web import access_of, csrf, to_sign_in
from portal.shell.signing import again, entry, factor, kept, sessions, tries
from portal.shell.signing.acts import has_passed
from portal.shell.signing.blueprint import bp
from portal.shell.signing.models import KeptText

__all__ = ["again", "entry", "factor", "init_signing", "kept", "shell"]

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


shell = Module(
    name="signing",
    blueprints=(bp,),
    ticks=(sessions.forget_ended, tries.forget_old, kept.forget_old_texts),
    sealed=(("FACTOR", User.second_factor), ("CARRIED", KeptText.sealed)),
)
