"""`flask mail receive`: one message from standard input, as a mail server's pipe hands it over, or those of a maildir.

A mail that cannot be read is put aside with the reason, and the next is read. `flask mail read`
shows what would be posted.
"""

import hashlib
import mailbox
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from portal.core.db import db, writing
from portal.core.threads import LONGEST
from portal.shell.inbox.letter import read_body, read_head
from portal.shell.inbox.receiving import OUTCOMES, Received, left_of, our_addresses, reason_of, receive, size_limit

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail
UNREAD = 65  # EX_DATAERR
_PASSING = (OperationalError, InterfaceError, NoConnection, OSError)
"""What passes by itself: then the mail is taken later. Whatever else reading a mail raises is the mail's own doing."""
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
        found = _taken(raw, envelope, Path(current_app.config["DATA_DIR"]) / "mail" / "aside")
        click.echo(_said(found.outcome) + (f" ({found.reason})" if found.reason else ""))
    except _PASSING as problem:
        db.session.rollback()
        click.echo(f"지금은 받지 못했습니다. (Not taken now: {type(problem).__name__})", err=True)
        raise SystemExit(TRY_AGAIN) from problem


@mail_commands.command("read")
@click.argument("file", type=click.File("rb"))
def read_command(file: BinaryIO) -> None:
    """Print the words of FILE ("-": standard input) that would be posted. Asks no database, posts nothing.

    What would be left out, and the files, are named on standard error. Exit 0: read; 65: such a mail is put aside.
    """
    try:
        raw = file.read()
        letter = read_head(raw)
        body = read_body(raw, letter, our_addresses(letter))
    except Exception as problem:
        click.echo(f"{OUTCOMES['unread'].ko} ({reason_of(problem)})", err=True)
        raise SystemExit(UNREAD) from problem
    click.echo(body.own.words)
    if len(body.own.words) > LONGEST:
        click.echo(_said("long").format(n=f"{LONGEST:,}"), err=True)
    for sentence in left_of(body.own):
        click.echo(f"{sentence.ko} ({sentence.en})", err=True)
    for one in body.files:
        click.echo(f"파일: {one.name} (file)", err=True)


def _taken(raw: bytes, envelope: Sequence[str], aside: Path) -> Received:
    """What became of the mail; one that cannot be read is kept in the folder `aside`, with the reason beside it.

    Raises one of _PASSING where it should be tried again.
    """
    try:
        found = receive(raw, envelope)
    except _PASSING:
        raise
    except Exception as problem:
        db.session.rollback()
        found = Received("unread", reason=reason_of(problem))
    if found.outcome == "unread":
        aside.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(raw).hexdigest()[:32]
        (aside / f"{name}.eml").write_bytes(raw)
        (aside / f"{name}.txt").write_text(found.reason + "\n", encoding="utf-8")
    return found


def _take_folder(folder: Path) -> None:
    """Each new mail of a maildir; taken ones are moved to cur as seen, those that failed for now stay new."""
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
                ended[_taken(file.read(size_limit() + 1), (), folder / "aside").outcome] += 1
        except _PASSING:
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
