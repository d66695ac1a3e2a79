"""Sign-up, sign-in, second factor, organisations and their people. The shell's own room: no domain is known here."""

from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import LoginManager, current_user

from portal.core import clock
from portal.core.db import db
from portal.core.demo import is_demo
from portal.core.module import MenuEntry, Module
from portal.core.people import FOUNDERS, MEMBER_ROLES, NOBODY, OFFICIALS, ROLES, Organisation, User
from portal.core.terms import CLASSES, SIDO
from portal.core.text import Text
from portal.core.web import access_of, csrf, current_actor, to_sign_in
from portal.shell.accounts import (
    again,
    deputies,
    entry,
    factor,
    interests,
    kept,
    members,
    organisation,
    profile,
    sessions,
    sign_up,
    tries,
)
from portal.shell.accounts.blueprint import bp
from portal.shell.accounts.demo_people import make_demo_people
from portal.shell.accounts.models import KeptText, forget_sign_ups
from portal.shell.accounts.signing import has_passed

__all__ = [
    "again",
    "deputies",
    "entry",
    "factor",
    "init_accounts",
    "interests",
    "is_demo",
    "kept",
    "members",
    "organisation",
    "profile",
    "shell",
    "sign_up",
]

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


def init_accounts(app: Flask) -> None:
    login_manager.init_app(app)
    csrf.exempt(again.sign_in_again)  # it only shows what was sent, to whoever wrote it
    login_manager.user_loader(sessions.load)
    app.before_request(_second_factor_first)
    app.after_request(kept.forget_what_was_sent)  # before the kernel commits
    app.after_request(sessions.note_seen)
    app.after_request(tries.set_cookie)
    app.context_processor(_account)
    app.jinja_env.globals.update(
        ROLES=ROLES, MEMBER_ROLES=MEMBER_ROLES, FOUNDERS=FOUNDERS, CLASSES=CLASSES, SIDO=SIDO, now=clock.now
    )


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


def _account() -> dict[str, Any]:
    """What the head of every page shows of the person."""
    actor = current_actor()
    shown: dict[str, Any] = {"sign_in": url_for("accounts.sign_in"), "sign_up": url_for("accounts.sign_up")}
    if actor.signed_in:
        held = db.session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
        shown |= {
            "organisation": held.name if held else "",
            "sign_out": url_for("accounts.sign_out"),
            "links": _links(),
            "minutes": sessions.idle_minutes(official=actor.is_official),
        }
    return {"account": shown}


def _links() -> list[dict[str, Any]]:
    actor = current_actor()
    links = []
    if not actor.is_official or actor.memberships:
        links.append({"label": Text("우리 기관", "Organisation"), "url": url_for("accounts.organisation")})
    links.append({"label": Text("내 정보", "My account"), "url": url_for("accounts.profile")})
    if "home.notices" in current_app.view_functions:
        links.insert(0, {"label": Text("알림", "Messages"), "url": url_for("home.notices")})
    return links


shell = Module(
    name="accounts",
    blueprints=(bp,),
    menu=(
        MenuEntry(
            label=Text("대리 지정", "Deputies"),
            endpoint="accounts.deputies",
            roles=OFFICIALS - {"ministry"},
            group="admin",
            order=10,
        ),
        MenuEntry(
            label=Text("사적 이해관계", "Private interests"),
            endpoint="accounts.interests",
            roles=OFFICIALS,
            group="admin",
            order=11,
        ),
    ),
    told={"case.handed_on": (Text("담당자가 바뀌었습니다.", "The officer in charge changed."), "neutral")},
    ticks=(forget_sign_ups, sessions.forget_ended, tries.forget_old, kept.forget_old_texts),
    sealed=(("FACTOR", User.second_factor), ("CARRIED", KeptText.sealed)),
    demo=make_demo_people,
)
