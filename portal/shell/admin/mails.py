"""Mails as officials see them: what went out, what did not and why. Their text is shown in a demonstration only."""

from typing import Any

from flask import abort, current_app, render_template, request
from sqlalchemy import Select, select

from portal.core import clock, demo
from portal.core.db import db, lock_row
from portal.core.listing import Column, Filter, Listing, says
from portal.core.mail import Mail, text_of
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.admin.blueprint import bp

STATES = {
    "queued": Text("보낼 차례", "Queued"),
    "sending": Text("보내는 중", "Sending"),
    "sent": Text("보냄", "Sent"),
    "unsent": Text("보내지 못함", "Not sent"),
}
TONES = {"queued": "information", "sending": "information", "sent": "success", "unsent": "danger"}


def _about(query: Select[Any], text: str) -> Select[Any]:
    return query.where(says(text, Mail.address, Mail.subject))


MAILS = Listing(
    key="mails",
    title=Text("메일", "Mails"),
    query=lambda _actor: select(Mail),
    columns=(
        Column(key="address", label=Text("받는 사람", "To"), value=lambda m: m.address),
        Column(key="subject", label=Text("제목", "Subject"), value=lambda m: m.subject),
    ),
    order=(Mail.id,),
    descending=True,
    filters=(
        Filter(key="q", label=Text("받는 사람·제목", "To or subject"), apply=_about),
        Filter(
            key="state",
            label=Text("상태", "State"),
            apply=lambda query, state: query.where(Mail.state == state) if state in STATES else None,
            choices=lambda: list(STATES.items()),
        ),
    ),
)


def _body_shown() -> bool:
    """Links in mails open accounts, so their text is nobody's but the receiver's;
    in a demonstration no mail leaves the house.
    """
    return demo.is_demo() and not current_app.config["MAIL_SERVER"]


@bp.get("/mails")
@access("officer", "ministry", "admin")
def mails() -> str:
    page = MAILS.page(current_actor(), request.args)
    return render_template(
        "shell/admin/mails.html", listing=MAILS, page=page, states=STATES, tones=TONES, body_shown=_body_shown()
    )


@bp.get("/mails/<int:mail_id>")
@access("officer", "ministry", "admin")
def mail(mail_id: int) -> str:
    held = db.session.get(Mail, mail_id)
    if held is None or not _body_shown():
        abort(404)
    note_access("read", f"mail:{mail_id}")
    return render_template("shell/admin/mail.html", mail=held, text=text_of(held), states=STATES, tones=TONES)


@bp.post("/mails/<int:mail_id>/retry")
@access("officer", "ministry", "admin")
def mail_retry(mail_id: int) -> Any:
    held = db.session.get(Mail, mail_id)
    if held is None:
        abort(404)
    lock_row(held)
    if held.user is not None and not held.user.active:
        tell(
            "받는 사람의 계정이 중지되어 있어 보내지 않습니다.",
            "The account of the receiver is suspended: it is not sent.",
            "error",
        )
    elif held.state == "unsent" or (held.state == "queued" and held.reason):
        held.state, held.tries, held.next_try_at = "queued", 0, clock.now()
        note_access("mail-retried", f"mail:{mail_id}")
        tell("다시 보냅니다.", "It is being sent again.")
    return see_other("admin.mails", state=request.form.get("state") or None)
