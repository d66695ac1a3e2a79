"""What is told, to whom: one mail file per event, written as rows in the transaction of the move,
delivered after the commit.

A row is the mail and the notice in the portal at once. Each unsent one carries its reason in words.
"""

import smtplib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import ForeignKey, Index, Integer, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock, keys
from portal.core import text as words
from portal.core.cases import Case, Event
from portal.core.db import Base, Instant, db
from portal.core.declared import declared_for
from portal.core.people import Deputy, Membership, User, officers
from portal.core.text import shortened

RETRY_AFTER = (1, 5, 30, 120, 720)  # minutes; after the last one the mail stays unsent with its reason
STUCK = timedelta(minutes=10)
LONGEST_SUBJECT = 300
LINKS_LAST = timedelta(days=8)  # no link that is mailed opens longer
KEY = "~key~"
"""Stands in a body for the key of its link, which is put in at delivery and then forgotten."""
DESTROYED = words.Text(
    "보관 기간이 지나 내용을 없앴습니다. 제목과 받는 주소, 날은 남아 있습니다.",
    "The text was destroyed when its time had passed. Subject, address and days are kept.",
)


class Mail(Base):
    """One message to one person. `state`: queued → sending → sent, or unsent with `reason`."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_state_next", "state", "next_try_at"), Index("ix_mail_user", "user_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default="ko")
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str] = mapped_column(String(500), default="", server_default="")  # key of the link in the body
    reply_to: Mapped[str] = mapped_column(String(254), default="", server_default="")
    answers: Mapped[str] = mapped_column(String(1000), default="", server_default="")  # Message-ID of a received mail
    state: Mapped[str] = mapped_column(String(10), default="queued")
    reason: Mapped[str] = mapped_column(String(300), default="")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)

    case: Mapped[Case | None] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def shown(self) -> str:
        """The body as pages show it: the key of a link stands in the mail alone."""
        return self.body.replace(KEY, "…") or DESTROYED.in_(self.language)


def _members(case: Case) -> list[User]:
    if case.organisation_id is None:
        return []
    wanted = select(User).join(Membership).where(Membership.organisation_id == case.organisation_id)
    return list(db.session.scalars(wanted.order_by(User.id)))


def _handler(case: Case) -> list[User]:
    """The officer who has the case and today's deputies of theirs; all officers while nobody has it."""
    if case.handler_id is None:
        return officers()
    today = clock.today()
    deputies = select(Deputy.deputy_id).where(
        Deputy.absent_id == case.handler_id, Deputy.first <= today, Deputy.last >= today, Deputy.ended_at.is_(None)
    )
    wanted = select(User).where(or_(User.id == case.handler_id, User.id.in_(deputies))).order_by(User.id)
    return list(db.session.scalars(wanted))


AUDIENCES: dict[str, Callable[[Case], list[User]]] = {
    "members": _members,
    "handler": _handler,
    "officers": lambda _case: officers(),
}
"""Who is meant by the names in `Move.tells` that every domain knows; a domain declares its own as `Module.audiences`.
"""


def audience(name: str, case: Case) -> list[User]:
    """The people whom the name means on this case, each once."""
    meant: Callable[[Case], list[User]] = AUDIENCES.get(name) or declared_for("audiences", name)
    return meant(case)


def tell(case: Case, event: Event, audiences: Iterable[str], **more: Any) -> list[Mail]:
    """Queue the mail of an event for everybody in `audiences`, each person once, in their language."""
    people = {user.id: user for name in audiences for user in audience(name, case)}
    return [_queue(user, event.name, case=case, event=event, **more) for user in people.values() if user.id != 0]


def tell_about(case: Case, name: str, audiences: Iterable[str], **more: Any) -> list[Mail]:
    """Queue the mail file `name` about a case of which nothing happened (a reminder), each person once."""
    people = {user.id: user for one in audiences for user in audience(one, case)}
    return [_queue(user, name, case=case, **more) for user in people.values()]


def tell_person(user: User, name: str, **values: Any) -> Mail:
    """Queue the mail file `name` for one person, about no case (an invitation, a password reset)."""
    return _queue(user, name, **values)


def tell_address(address: str, name: str, language: str = "ko", *, answers: str = "", **values: Any) -> Mail:
    """Queue the mail file `name` for an address alone; `answers` is the Message-ID of the received mail that it
    answers.
    """
    subject, body, sealed = _rendered(name, language, values)
    return _add(
        Mail(address=address, language=language, subject=subject, body=body, sealed=sealed, answers=answers[:1000])
    )


def render(name: str, language: str, **values: Any) -> tuple[str, str]:
    """Subject and body of the mail file `mail/<domain>/<name>.txt` in one language: its first line, and the rest."""
    text = current_app.jinja_env.get_template(mail_files()[name]).render(mail_language=language, **values).strip()
    subject, _, body = text.partition("\n")
    return shortened(" ".join(subject.split()), LONGEST_SUBJECT), body.strip() + "\n"


def _rendered(name: str, language: str, values: dict[str, Any]) -> tuple[str, str, str]:
    """Subject and body, with the key of a link left out of the body, and that key under seal."""
    key = values.get("token")
    subject, body = render(name, language, **(values | {"token": KEY} if key else values))
    return subject, body, keys.seal("MAIL", key) if key else ""


def text_of(row: Mail) -> str:
    """The body as it is sent: with the key of its link, as long as that is kept."""
    return row.body.replace(KEY, keys.unseal("MAIL", row.sealed) or "…") if row.sealed else row.shown


def mail_files() -> dict[str, str]:
    """Every mail file by its name, looked up once: the name of an event belongs to one domain."""
    found: dict[str, str] | None = current_app.extensions.get("mail_files")
    if found is None:
        paths = current_app.jinja_env.list_templates(filter_func=lambda path: path.startswith("mail/"))
        found = current_app.extensions["mail_files"] = {
            path.rpartition("/")[2].removesuffix(".txt"): path for path in paths
        }
    return found


def _queue(
    user: User, name: str, *, case: Case | None = None, event: Event | None = None, reply_to: str = "", **values: Any
) -> Mail:
    values |= {"case": case, "event": event, "user": user, "reply_to": reply_to}
    subject, body, sealed = _rendered(name, user.language, values)
    row = Mail(
        event_id=event.id if event else None,
        case_id=case.id if case else None,
        user_id=user.id,
        address=user.email,
        language=user.language,
        subject=subject,
        body=body,
        sealed=sealed,
        reply_to=reply_to,
    )
    if not user.active:
        row.state, row.reason = "unsent", "받는 사람의 계정이 중지되어 있습니다. (account suspended)"
    return _add(row)


def _add(row: Mail) -> Mail:
    db.session.add(row)
    db.session.flush()
    return row


def deliver(limit: int = 200) -> tuple[int, int]:
    """Send what is due; (sent, failed).

    Each mail is claimed in a transaction of its own, so two senders never share one and nobody waits while a server is
    slow; without a mail server they are written to files, all in one transaction.
    """
    now = clock.now()
    db.session.execute(
        update(Mail).where(Mail.state == "sending", Mail.next_try_at < now - STUCK).values(state="queued")
    )
    db.session.commit()
    if not current_app.config["MAIL_SERVER"]:
        went = [_noted(row, _written(row.id, _message(row))) for row in _claimed(now, limit)]
        db.session.commit()
        return went.count(True), went.count(False)
    went = []
    while len(went) < limit and (rows := _claimed(now, 1)):
        message = _message(rows[0])
        db.session.commit()
        reason = _handed_over(message)
        went.append(_noted(rows[0], reason))
        db.session.commit()
    db.session.rollback()
    return went.count(True), went.count(False)


def forget_links() -> int:
    """Forget keys of links that open nothing any more; how many."""
    void = update(Mail).where(Mail.sealed != "", Mail.created_at < clock.now() - LINKS_LAST)
    return int(db.session.execute(void.values(sealed="")).rowcount)  # type: ignore[attr-defined]


def _claimed(now: datetime, limit: int) -> list[Mail]:
    """Mails that are due, locked, and 'sending' once the transaction ends."""
    wanted = select(Mail).where(Mail.state == "queued", Mail.next_try_at <= now).order_by(Mail.id).limit(limit)
    rows = list(db.session.scalars(wanted.with_for_update(skip_locked=True)))
    for row in rows:
        row.state, row.tries, row.next_try_at = "sending", row.tries + 1, now
    return rows


def _noted(row: Mail, reason: str | None) -> bool:
    """Note how it went: whether it was sent."""
    if reason is None:
        row.state, row.sent_at, row.reason = "sent", clock.now(), ""
        if current_app.config["MAIL_SERVER"]:  # else it went nowhere: a demonstration shows it for a while
            row.sealed = ""
    else:
        _put_back(row, reason)
    return reason is None


def _put_back(row: Mail, reason: str) -> None:
    row.reason = reason[:300]
    if row.tries > len(RETRY_AFTER):
        row.state = "unsent"
    else:
        row.state, row.next_try_at = "queued", clock.now() + timedelta(minutes=RETRY_AFTER[row.tries - 1])


def _message(row: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_SENDER"]
    message["To"] = row.address
    message["Subject"] = " ".join(row.subject.split())
    message["Date"] = formatdate(row.created_at.timestamp(), localtime=False)
    message["Message-ID"] = f"<mail-{row.id}@{current_app.config['MAIL_DOMAIN']}>"
    message["Auto-Submitted"] = "auto-replied" if row.answers else "auto-generated"  # RFC 3834: no machine answers it
    if row.reply_to:
        message["Reply-To"] = row.reply_to
    if "@" in row.answers:
        message["In-Reply-To"] = " ".join(row.answers.split())
    message.set_content(text_of(row))
    return message


def _written(number: int, message: EmailMessage) -> str | None:
    """Put the mail into the folder of mails: None, or why it could not be."""
    folder = Path(current_app.config["DATA_DIR"]) / "mail"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:08d}.eml").write_bytes(bytes(message))
    except (OSError, ValueError) as problem:
        return f"메일을 파일로 쓰지 못했습니다. ({type(problem).__name__})"
    return None


def _handed_over(message: EmailMessage) -> str | None:
    """Hand the mail to the server: None when it took it, else why not."""
    config = current_app.config
    try:
        with smtplib.SMTP(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=10) as server:
            if config["MAIL_TLS"]:
                server.starttls()
            if config["MAIL_USER"]:
                server.login(config["MAIL_USER"], config["MAIL_PASSWORD"])
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused:
        return "받는 주소를 메일 서버가 거절했습니다. (address refused)"
    except (OSError, ValueError, smtplib.SMTPException) as problem:
        return f"메일 서버에 보내지 못했습니다. ({type(problem).__name__})"
    return None
