"""`flask mail receive`: one message from standard input, as a mail server's pipe hands it over, or those of a maildir."""

import mailbox
import sys
from collections import Counter
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DatabaseError

from portal.core.db import db, writing
from portal.shell.inbox.receiving import OUTCOMES, receive, size_limit

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail
mail_commands = AppGroup("mail", help="Mail that comes in: answers to notices land in their thread.")


@mail_commands.command("receive")
@click.option(
    "--to", "envelope", multiple=True, help="Recipient as the mail server names it; may be given several times."
)
@click.option(
    "--maildir", type=click.Path(path_type=Path), help="Take what is new in this maildir instead of standard input."
)
def receive_command(envelope: tuple[str, ...], maildir: Path | None) -> None:
    """Take mail in. Exit 0: taken or refused for good; 75: try again later; 2: called wrongly."""
    if not current_app.config["MAIL_REPLY_DOMAIN"]:
        _stop("MAIL_REPLY_DOMAIN을 정해야 답장을 받습니다. (Set MAIL_REPLY_DOMAIN to receive mail.)")
    writing.set(True)
    if maildir is not None:
        _take_folder(maildir)
        return
    raw = sys.stdin.buffer.read(size_limit() + 1)
    if not raw.strip():
        _stop("표준 입력에 메일이 없습니다. (There is no mail on standard input.)")
    while sys.stdin.buffer.read(1 << 20):  # a pipe that is not emptied would break the sender
        pass
    try:
        click.echo(_said(receive(raw, envelope).outcome))
    except (DatabaseError, OSError) as problem:
        db.session.rollback()
        click.echo(f"지금은 받지 못했습니다. (Not taken now: {type(problem).__name__})", err=True)
        raise SystemExit(TRY_AGAIN) from problem


def _take_folder(folder: Path) -> None:
    """Each new mail of a maildir; taken ones are moved to cur as seen, those that failed stay new."""
    if not (folder / "new").is_dir():
        _stop(f"maildir이 아닙니다: {folder} (no maildir)")
    box = mailbox.Maildir(folder, factory=None, create=False)
    ended: Counter[str] = Counter()
    failed = 0
    for key in sorted(box.iterkeys()):
        place = next((folder / "new").glob(f"{key}*"), None)
        if place is None:
            continue
        try:
            with place.open("rb") as file:
                ended[receive(file.read(size_limit() + 1)).outcome] += 1
        except (DatabaseError, OSError):
            db.session.rollback()
            failed += 1
            continue
        place.rename(folder / "cur" / f"{key}:2,S")
    for outcome, count in sorted(ended.items()):
        click.echo(f"{count}: {_said(outcome)}")
    if failed:
        click.echo(f"{failed}: 지금은 받지 못했습니다. (not taken now)", err=True)
        raise SystemExit(TRY_AGAIN)


def _said(outcome: str) -> str:
    return f"{outcome}: {OUTCOMES[outcome].ko}"


def _stop(sentence: str) -> None:
    click.echo(sentence, err=True)
    raise SystemExit(2)
