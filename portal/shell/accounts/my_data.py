"""What the portal keeps of a person, and who has looked at it: the person's own page."""

from typing import Any

from flask import render_template
from sqlalchemy import func, or_, select

from portal.core import clock, periods
from portal.core.audit import sentences
from portal.core.cases import AccessLog, Case, Event
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.people import Membership, RightsChange, User
from portal.core.text import Text
from portal.core.web import access, shown_day, shown_time
from portal.shell.signing.acts import me
from portal.shell.signing.blueprint import bp
from portal.shell.signing.models import KeptText, KnownDevice, OpenSession

SHOWN = 100
CASES = 200  # of a person, the newest
LOOKS = ("read", "paper", "export", "bank-account", "application")


@bp.get("/profile/data")
@access("signed-in")
def my_data() -> str:
    user = me()
    looks = _looked_at(user)
    return render_template(
        "shell/accounts/my_data.html",
        kept=_kept(user),
        looks=[
            (shown_time(row.at), said)
            for row, said in zip(looks, sentences.sentences(looks, places=False), strict=True)
        ],
        years=periods.rules_on(clock.today()).days("log_days") // 365,
    )


def _kept(user: User) -> list[tuple[Text, int, str, Text]]:
    """(what, how many, the oldest, how long it stays) of each kind."""
    days = periods.rules_on(clock.today()).days
    while_account = Text("계정이 있는 동안", "While there is the account")
    always = Text("사건의 기록으로 계속", "With the records of the case")
    wanted: list[tuple[Text, Any, Any, Text]] = [
        (Text("기관 소속", "Memberships"), Membership.user_id == user.id, None, while_account),
        (
            Text("권한의 기록", "Records of rights"),
            RightsChange.user_id == user.id,
            RightsChange.at,
            Text("3년 이상", "Three years at least"),
        ),
        (Text("만든 사건", "Cases you began"), Case.created_by_id == user.id, Case.created_at, always),
        (Text("사건에 한 일", "Acts on cases"), Event.actor_id == user.id, Event.at, always),
        (
            Text("받은 메일", "Mails to you"),
            Mail.user_id == user.id,
            Mail.created_at,
            Text(f"내용은 {days('mail_days')}일", f"Their text {days('mail_days')} days"),
        ),
        (
            Text("접속 기록", "Access log"),
            AccessLog.user_id == user.id,
            AccessLog.at,
            Text(f"{days('log_days')}일", f"{days('log_days')} days"),
        ),
        (
            Text("열린 세션", "Open sessions"),
            OpenSession.user_id == user.id,
            OpenSession.begun_at,
            Text("로그아웃까지", "Until you sign out"),
        ),
        (
            Text("아는 기기", "Known devices"),
            KnownDevice.user_id == user.id,
            KnownDevice.first_at,
            Text("쓰지 않으면 180일", "180 days unused"),
        ),
        (Text("쓰다 만 글", "Texts not sent yet"), KeptText.user_id == user.id, KeptText.at, Text("30일", "30 days")),
    ]
    found = []
    for label, mine, at, stays in wanted:
        oldest = func.min(at) if at is not None else None
        row = db.session.execute(select(func.count(), *([oldest] if oldest is not None else [])).where(mine)).one()
        found.append((label, row[0], shown_day(clock.seoul(row[1]).date()) if len(row) > 1 and row[1] else "–", stays))
    return found


def _looked_at(user: User) -> list[AccessLog]:
    """Who has looked at the person's data, or at cases that they began; their own looks are left out."""
    began = select(Case.kind, Case.id).where(Case.created_by_id == user.id).order_by(Case.id.desc()).limit(CASES)
    subjects = [f"user:{user.id}", *(f"{kind}:{number}" for kind, number in db.session.execute(began))]
    mine = or_(AccessLog.subject.in_(subjects), *(AccessLog.subject.startswith(f"{one} ") for one in subjects))
    others = or_(AccessLog.user_id.is_(None), AccessLog.user_id != user.id)
    wanted = select(AccessLog).where(mine, AccessLog.act.in_(LOOKS), others)
    return list(db.session.scalars(wanted.order_by(AccessLog.id.desc()).limit(SHOWN)))
