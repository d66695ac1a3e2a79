"""`flask demo load`: fills an empty portal with the public register, fictional people for every role,
and cases in every state.

A load that was killed half-way can be run again: while it lasts the database and DATA_DIR hold the same mark, and only
a database with that mark, in which nobody but demonstration people stands, is emptied and filled anew.
Each module adds its own through `Module.demo`; this room knows the order and the console, and no domain.
"""

import secrets
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError
from tqdm import tqdm

from portal.core import clock, demo, mail
from portal.core.cases import Case, Counter
from portal.core.db import db
from portal.core.declared import modules
from portal.core.module import Module
from portal.core.people import MEMBER_ROLES, ROLES, Organisation, User

demo_commands = AppGroup("demo", help="The demonstration: fictional people and cases.")

NOT_EMPTY = (
    "이미 자료가 있는 포털에는 시연 자료를 넣지 않습니다. DATA_DIR이나 DATABASE_URL을 새로 정한 뒤 db upgrade부터 해 주세요.\n"
    "Demo data goes into an empty portal only: name a new DATA_DIR or DATABASE_URL and begin with db upgrade."
)
AGAIN = (
    "끝나지 않은 시연 자료를 지우고 처음부터 다시 넣습니다.\n"
    "A load of the demo data did not end: it is taken out and begun anew."
)
_MARKED = "demo-loading-"
NO_TABLES = (
    "데이터베이스가 준비되지 않았습니다. 먼저 `flask --app wsgi db upgrade`를 실행해 주세요.\n"
    "The database has no tables yet: run `flask --app wsgi db upgrade` first."
)


@demo_commands.command("load")
def load() -> None:
    """Load the demonstration into an empty portal."""
    try:
        taken = any(db.session.scalar(select(model.id).limit(1)) for model in (Organisation, User, Case, mail.Mail))
    except DatabaseError:
        raise click.ClickException(NO_TABLES) from None
    if taken and not _is_half_loaded():
        raise click.ClickException(NOT_EMPTY)
    if taken:
        click.echo(AGAIN, err=True)
        _empty()
    _mark()
    demo.begin()
    try:
        with tqdm(total=0, unit="", disable=None) as bar:
            fill(_cast(bar))
    except BaseException:
        db.session.rollback()
        demo.flag().unlink(missing_ok=True)
        raise
    _unmark()
    click.echo(accounts_table())


def _mark_file() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "demo-loading"


def _mark() -> None:
    """Say in the database and beside it that a load has begun: the same random word."""
    word = secrets.token_hex(16)
    _mark_file().write_text(word, encoding="ascii")
    db.session.add(Counter(series=_MARKED + word, last=0))
    db.session.commit()


def _unmark() -> None:
    db.session.execute(delete(Counter).where(Counter.series.startswith(_MARKED)))
    db.session.commit()
    _mark_file().unlink(missing_ok=True)


def _is_half_loaded() -> bool:
    """Whether this very database holds a load that did not end, and nobody of the real world."""
    try:
        word = _mark_file().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return False
    others = select(User.id).where(User.email.not_like("%.example")).limit(1)
    return bool(word) and db.session.get(Counter, _MARKED + word) is not None and db.session.scalar(others) is None


def _empty() -> None:
    """Take every table down and build it anew."""
    from flask_migrate import downgrade, upgrade

    db.session.remove()
    downgrade(revision="base")
    upgrade()


def fill(cast: demo.Cast) -> None:
    """Have every module play its part, then send what was told on the way."""
    for module in modules():
        if module.demo is not None:
            module.demo(cast)
            db.session.commit()
    while any(mail.deliver()):
        pass


def _cast(bar: "tqdm[object]") -> demo.Cast:
    def expect(n: int) -> None:
        bar.total += n
        bar.refresh()

    def told(what: str) -> None:
        bar.set_description(what[:40], refresh=False)
        bar.update(1)

    return demo.Cast(clock.today(), expect, told)


def accounts_table() -> str:
    """Who can sign in, with the password and the second factor that all of them share."""
    rows = [("역할 / Role", "이름 / Name", "전자우편 / E-mail")]
    rows += [(_role_of(user), user.name, user.email) for user in demo.people()]
    widths = [max(_width(row[n]) for row in rows) for n in range(2)]
    lines = [
        "  ".join([*(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
    return "\n".join(
        [
            "",
            *lines,
            "",
            f"비밀번호 / Password (모두 같음 / for all): {demo.PASSWORD}",
            f"담당자의 2단계 인증 키 / Officials' second factor (TOTP): {demo.SECRET}",
            "  시연에서는 인증 화면이 지금 쓸 번호를 보여 줍니다. / In the demonstration the page shows the code of now.",
            f"메일 / Mails: {current_app.config['DATA_DIR']}/mail",
        ]
    )


def _role_of(user: User) -> str:
    held = [f"{ROLES[role].ko} {ROLES[role].en}" for role in user.roles]
    held += [
        f"{m.organisation.name} {MEMBER_ROLES[m.role].ko} {MEMBER_ROLES[m.role].en.lower()}" for m in user.memberships
    ]
    return ", ".join(held)


def _width(text: str) -> int:
    """Columns on a console: Hangul takes two."""
    return sum(2 if "\u1100" <= letter <= "\uffdc" else 1 for letter in text)


shell = Module(name="demo", commands=(demo_commands,))
