"""Sign-up, organisations and their people, the person's own pages. No domain is known here; signing in stands below
(`portal.shell.signing`).
"""

from typing import Any

from flask import Flask, current_app, url_for

from portal.core import clock
from portal.core.db import db
from portal.core.demo import is_demo
from portal.core.module import MenuEntry, Module
from portal.core.noted import Act
from portal.core.people import FOUNDERS, MEMBER_ROLES, OFFICIALS, ROLES, Organisation
from portal.core.terms import CLASSES, SIDO
from portal.core.text import Text
from portal.core.web import current_actor
from portal.shell.accounts import (
    deputies,
    interests,
    members,
    my_data,
    organisation,
    profile,
    sign_up,
)
from portal.shell.accounts.demo_people import make_demo_people
from portal.shell.accounts.models import forget_sign_ups
from portal.shell.signing import sessions

__all__ = [
    "deputies",
    "init_accounts",
    "interests",
    "is_demo",
    "members",
    "my_data",
    "organisation",
    "profile",
    "shell",
    "sign_up",
]


def init_accounts(app: Flask) -> None:
    app.context_processor(_account)
    app.jinja_env.globals.update(
        ROLES=ROLES, MEMBER_ROLES=MEMBER_ROLES, FOUNDERS=FOUNDERS, CLASSES=CLASSES, SIDO=SIDO, now=clock.now
    )


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


NOTED = {
    "sign-up-asked": Act(Text("가입 신청", "Sign-up asked for"), Text("‘{of}’ 주소로 가입을 신청했습니다.", "asked to sign up as “{of}”.")),
    "signed-up": Act(Text("가입", "Signed up"), Text("가입했습니다.", "signed up.")),
    "claim-failed": Act(Text("기관 확인번호 불일치", "Wrong certificate number"), Text("‘{of}’ 기관의 확인증 번호나 확인번호를 틀렸습니다.", "gave a wrong certificate of “{of}”.")),
    "organisation-edited": Act(Text("기관 정보 수정", "Organisation edited"), Text("‘{of}’ 기관 정보를 고쳤습니다.", "edited “{of}”.")),
    "deputy-named": Act(Text("대리 지정", "Deputy named"), Text("대리를 정했습니다({of}).", "named a deputy ({of}).")),
}  # fmt: skip

shell = Module(
    name="accounts",
    noted=NOTED,
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
    ticks=(forget_sign_ups,),
    demo=make_demo_people,
)
