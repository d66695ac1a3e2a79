"""A person's own mails in the portal: what was told, whether it went out and why not, what was read.

Shows nobody else's.
"""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import selectinload

from portal.core import clock
from portal.core.db import db
from portal.core.listing import Column, Filter, Listing
from portal.core.mail import Mail
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.home.blueprint import home

STATES = {
    "queued": (Text("보낼 예정", "To be sent"), "gray"),
    "sending": (Text("보내는 중", "Being sent"), "gray"),
    "sent": (Text("메일 보냄", "Mailed"), "success"),
    "unsent": (Text("메일을 보내지 못함", "Mail not sent"), "danger"),
}


def _unread(statement: Select[Any], text: str) -> Select[Any] | None:
    return statement.where(Mail.read_at.is_(None)) if text == "no" else None


NOTICES = Listing(
    key="notices",
    title=Text("알림", "Messages"),
    query=lambda actor: select(Mail).where(Mail.user_id == actor.user_id).options(selectinload(Mail.case)),
    columns=(
        Column(key="subject", label=Text("제목", "Subject"), value=lambda m: m.subject, width=50),
        Column(key="created_at", label=Text("때", "When"), value=lambda m: m.created_at),
    ),
    order=(Mail.id,),
    descending=True,
    filters=(
        Filter(
            key="read",
            label=Text("읽음", "Read"),
            apply=_unread,
            choices=lambda: [("no", Text("읽지 않은 것만", "Unread only"))],
        ),
    ),
)


@home.get("/notices")
@access("signed-in")
def notices() -> str:
    page = NOTICES.page(current_actor(), request.args)
    return render_template("shell/home/notices.html", listing=NOTICES, page=page, states=STATES)


@home.post("/notices/<int:mail_id>/read")
@access("signed-in")
def read_notice(mail_id: int) -> Any:
    """Mark one of one's own notices as read."""
    notice = db.session.get(Mail, mail_id) if mail_id < 2**31 else None
    if notice is None or notice.user_id != current_actor().user_id:
        note_access("guess", f"mail:{mail_id}")
        abort(404)
    notice.read_at = notice.read_at or clock.now()
    return see_other("home.notices", _anchor=f"notice-{mail_id}")


@home.post("/notices/read")
@access("signed-in")
def read_notices() -> Any:
    """Mark all of one's own notices as read."""
    db.session.execute(
        update(Mail).where(Mail.user_id == current_actor().user_id, Mail.read_at.is_(None)).values(read_at=clock.now())
    )
    tell("모든 알림을 읽음으로 표시했습니다.", "All notices are marked as read.")
    return see_other("home.notices")


def unread(actor: Actor) -> int:
    """How many notices of the actor are unread; 100 stands for more."""
    wanted = select(Mail.id).where(Mail.user_id == actor.user_id, Mail.read_at.is_(None)).limit(100)
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
