"""`flask people grant`: the first administrators, who have nobody to confirm. Each grant is recorded.

`flask keys rotate`: a new key in front, and everything that is kept under seal sealed anew by it. Safe to repeat and to
be killed: what was sealed before is opened by the keys behind the first. Must not print a key.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select, update
from tqdm import tqdm

from portal.core import keys
from portal.core.db import db
from portal.core.declared import collected
from portal.core.people import OFFICIALS, SYSTEM, User
from portal.core.roles import grant

ROWS = 500  # a transaction

people_commands = AppGroup("people", help="Rights that nobody could confirm on the pages.")
keys_commands = AppGroup("keys", help="The keys that seal and sign.")


@people_commands.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice(sorted(OFFICIALS)))
@click.option("--reason", required=True, help="Why, for the record of rights.")
def grant_role(email: str, role: str, reason: str) -> None:
    """Give the person of an address an official role; they sign in again."""
    found = db.session.scalar(select(User).where(User.email == email.strip().lower()))
    if found is None:
        raise click.ClickException(f"{email}: 이 주소의 계정이 없습니다. / nobody has this address.")
    if role in found.roles:
        raise click.ClickException(f"{email}: 이미 있는 역할입니다. / has this role already.")
    grant(found, role, SYSTEM, reason)
    db.session.commit()
    click.echo(f"{found.name} <{found.email}>: {role}")


@keys_commands.command("rotate")
def rotate() -> None:
    """Make a new SECRET_KEY (where the portal keeps it itself) and seal anew what any key sealed. Ends with 1 if some
    of it is opened by no key.
    """
    place = current_app.config["SECRET_KEY_FILE"]
    if place:
        _put_in_front(Path(place), secrets.token_hex(32))
        click.echo(f"{place}: 새 열쇠를 맨 앞에 두었습니다. / a new key stands in front.")
    else:
        click.echo("SECRET_KEY는 환경에서 옵니다. / SECRET_KEY is given by the environment.")
    lost = 0
    for purpose, column in collected("sealed"):
        done, unread = _reseal(purpose, column)
        lost += unread
        click.echo(
            f"{purpose} ({column}): {done}건, 열 수 없음 {unread}건 / {done} sealed anew, {unread} that no key opens"
        )
    click.echo("포털을 다시 시작해 주세요. 앞의 열쇠는 이미 서명한 링크와 회신 주소를 아직 알아봅니다.")
    click.echo("Start the portal again. The keys before still know the links and reply addresses they signed.")
    if lost:
        raise click.exceptions.Exit(1)


def _put_in_front(place: Path, key: str) -> None:
    """The file with one more line at its head, whole or not at all; this process goes on with the new key."""
    before = place.read_text(encoding="ascii").split()
    handle, made = tempfile.mkstemp(dir=place.parent)  # readable for the owner alone
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write("\n".join((key, *before)))
        out.flush()
        os.fsync(out.fileno())
    Path(made).replace(place)
    config = current_app.config
    config["SECRET_KEY_FALLBACKS"] = [config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]]
    config["SECRET_KEY"] = key


def _reseal(purpose: str, column: Any) -> tuple[int, int]:
    """(sealed anew, those that no key opens) of a column."""
    row_id = column.class_.id
    many = db.session.scalar(select(func.count()).where(column != "")) or 0
    done = lost = 0
    with tqdm(total=many, desc=str(column), unit="", disable=None) as bar:
        for rows in _batches(row_id, column):
            for number, kept in rows:
                fresh = keys.resealed(purpose, kept)
                if fresh is None:
                    lost += 1
                else:  # what was written meanwhile stays
                    db.session.execute(
                        update(column.class_).where(row_id == number, column == kept).values({column: fresh})
                    )
                    done += 1
            db.session.commit()
            bar.update(len(rows))
    return done, lost


def _batches(row_id: Any, column: Any) -> Iterator[list[Any]]:
    """(id, sealed text) in order of their ids, some at a time."""
    last = 0
    while rows := db.session.execute(
        select(row_id, column).where(column != "", row_id > last).order_by(row_id).limit(ROWS)
    ).all():
        yield list(rows)
        last = rows[-1][0]
