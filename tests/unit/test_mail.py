"""Mails on their way: claimed one by one before a server is asked, put back with the reason when it refuses,
written to files without it.
"""

import smtplib
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.core.db import aside, db
from portal.core.mail import Mail, deliver
from tests import factories as make


@pytest.fixture
def queued(session):
    """Three mails to as many people, in the order of their ids."""
    people = [make.user() for _ in range(3)]
    rows = [Mail(user_id=u.id, address=u.email, subject=f"가상\r {u.id}", body="가상 본문\n") for u in people]
    session.add_all(rows)
    session.commit()
    return rows


class Server:
    """A mail server that refuses some addresses and sees, from a transaction of its own,
    how every mail stands meanwhile.
    """

    refused: set[str] = set()
    seen: list[list[str]] = []

    def __init__(self, *_address, **_more):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        return None

    def send_message(self, message):
        with aside() as other:
            self.seen.append(list(other.scalars(select(Mail.state).order_by(Mail.id))))
        if message["To"] in self.refused:
            raise smtplib.SMTPRecipientsRefused({})


def test_each_mail_is_claimed_before_the_server_is_asked_and_a_refused_one_is_put_back(app, queued, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_SERVER", "mail.example.org")
    monkeypatch.setitem(app.config, "MAIL_TLS", False)
    monkeypatch.setitem(app.config, "MAIL_USER", "")
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(Server, "seen", [])
    monkeypatch.setattr(Server, "refused", {queued[1].address})
    assert deliver() == (2, 1)
    assert Server.seen == [
        ["sending", "queued", "queued"],
        ["sent", "sending", "queued"],
        ["sent", "queued", "sending"],
    ]
    assert [row.state for row in queued] == ["sent", "queued", "sent"]
    assert [row.tries for row in queued] == [1, 1, 1]
    assert "거절" in queued[1].reason
    assert deliver() == (0, 0)  # its next try is not due yet


def test_without_a_server_they_are_files_and_one_that_cannot_be_written_is_put_back(app, queued, monkeypatch):
    written = Path.write_bytes

    def full(path, content):
        if path.name == f"{queued[1].id:08d}.eml":
            raise OSError("disk full")
        return written(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert deliver(2) == (1, 1)
    assert deliver() == (1, 0)
    db.session.expire_all()
    assert [(row.state, row.tries, bool(row.sent_at)) for row in queued] == [
        ("sent", 1, True),
        ("queued", 1, False),
        ("sent", 1, True),
    ]
    content = (Path(app.config["DATA_DIR"]) / "mail" / f"{queued[2].id:08d}.eml").read_bytes()
    message = message_from_bytes(content, policy=policy.default)
    assert (message["To"], message["Subject"]) == (queued[2].address, f"가상 {queued[2].user_id}")
    assert message.get_content() == "가상 본문\n"
