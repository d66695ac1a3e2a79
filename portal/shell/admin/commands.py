"""`flask people grant`: the first administrators, who have nobody to confirm. Each grant is recorded."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal.core.db import db
from portal.core.people import OFFICIALS, SYSTEM, User
from portal.core.roles import grant

people_commands = AppGroup("people", help="Rights that nobody could confirm on the pages.")


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
