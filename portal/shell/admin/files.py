"""What is kept of uploads: what waits for the scanner and why, in what malware was found; `flask files collect`."""

from typing import Any

import click
from flask import current_app, render_template, request
from flask.cli import AppGroup
from sqlalchemy import select

from portal.core import kept
from portal.core.contents import STATES, Content
from portal.core.db import db
from portal.core.listing import Column, Filter, Listing
from portal.core.screening.clamd import TROUBLES
from portal.core.storage import shown_size
from portal.core.text import Text
from portal.core.web import access, current_actor
from portal.shell.admin.blueprint import bp

TONES = {"waiting": "information", "clean": "success", "infected": "danger"}

CONTENTS = Listing(
    key="contents",
    title=Text("파일 검사", "Checked files"),
    query=lambda _actor: select(Content),
    columns=(
        Column(key="sha256", label=Text("지문", "Fingerprint"), value=lambda c: c.sha256),
        Column(key="state", label=Text("상태", "State"), value=lambda c: c.state),
    ),
    order=(Content.at, Content.sha256),
    descending=True,
    filters=(
        Filter(
            key="state",
            label=Text("상태", "State"),
            apply=lambda query, state: query.where(Content.state == state) if state in STATES else None,
            choices=lambda: list(STATES.items()),
        ),
    ),
)

files_commands = AppGroup("files", help="What is kept of uploads.")


@bp.get("/files")
@access("officer", "ministry", "admin")
def files() -> str:
    """The contents and how each was judged; no name of a file and nothing of what is in it."""
    page = CONTENTS.page(current_actor(), request.args)
    waiting = select(Content).where(Content.state == "waiting", Content.trouble != "").order_by(Content.tries.desc())
    stuck: Any = db.session.scalars(waiting.limit(1)).first()
    return render_template(
        "shell/admin/files.html",
        listing=CONTENTS,
        page=page,
        states=STATES,
        tones=TONES,
        troubles=TROUBLES,
        stuck=stuck,
        scanner=bool(current_app.config["CLAMD"]),
    )


@files_commands.command("collect")
@click.option("--dry-run", is_flag=True, help="say what would go, and leave it")
def collect(*, dry_run: bool) -> None:
    """Take out of the store what no row refers to and is older than a day."""
    found = kept.collect(dry_run=dry_run)
    ko, en = ("없앨 것", "would go") if dry_run else ("없앤 것", "went")
    click.echo(f"{ko} / {en}: {found.contents:,} ({shown_size(found.size)})")
