"""The chain over what nobody may change, and destruction by rule: a page for administrators, `flask audit`."""

import re
from pathlib import Path
from typing import Any

import click
from flask import current_app, render_template, request
from flask.cli import AppGroup
from sqlalchemy import func, select
from tqdm import tqdm

from portal.core import clock, periods
from portal.core.audit import chain, retention
from portal.core.audit.models import AuditAnchor, AuditLink, Destruction
from portal.core.db import db, reading
from portal.core.declared import collected
from portal.core.periods import Period
from portal.core.reading import sent_number
from portal.core.text import Text
from portal.core.web import access, shown_day, shown_time
from portal.shell.admin.blueprint import bp

SHOWN = 40
ANCHOR_LINE = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,10} [0-9a-f]{64}")
PERIODS = (
    Period(
        key="log_days",
        label=Text("접속 기록 보관(일)", "Access log: kept (days)"),
        shipped=730,
        least=365,
        most=3650,
        explained=Text(
            "안전성 확보조치 기준 제8조제1항: 1년 이상, 5만 명 이상이거나 민감정보를 다루면 2년 이상입니다.",
            "Notice on safety measures, Art. 8(1): a year or more; two for 50,000 persons or sensitive data.",
        ),
    ),
    Period(
        key="mail_days",
        label=Text("보낸 메일의 내용 보관(일)", "Texts of sent mails: kept (days)"),
        shipped=365,
        least=30,
        most=3650,
        explained=Text(
            "운영 기준입니다: 지나면 내용을 없애고 제목과 받는 주소, 날만 남깁니다.",
            "Our own: after it the text goes; subject, address and days stay.",
        ),
    ),
)
BURSTS = Period(
    key="burst_times",
    label=Text("접속 기록: 몰린 거절로 알릴 횟수", "Access log: refusals that are a burst"),
    shipped=20,
    least=5,
    most=1000,
    unit=Text("회(10분)", "times in 10 minutes"),
    explained=Text(
        "운영 기준입니다: 한 사람이나 주소가 10분 안에 이만큼 거절되면 관리자에게 알립니다.",
        "Our own: administrators are told of a person or address refused as often within ten minutes.",
    ),
)
RETAINED = (retention.LOG, retention.MAILS)

audit_commands = AppGroup("audit", help="What nobody may change, and what is destroyed by rule.")


def labels() -> dict[str, Text]:
    """What each rule of destruction is about."""
    return {one.rule: one.label for one in collected("retained")}


@bp.get("/retention")
@access("admin")
def audit() -> str:
    rules = periods.rules_on(clock.today())
    asked, found = _asked()
    return render_template(
        "shell/admin/audit.html",
        rules=[
            (one.label, rules.days(one.rule), shown_day(one.before()), one.count()) for one in collected("retained")
        ],
        labels=labels(),
        destroyed=[
            (labels()[d.rule], shown_time(d.at), shown_day(d.before), f"{d.first_id}–{d.last_id}", d.count)
            for d in db.session.scalars(select(Destruction).order_by(Destruction.id.desc()).limit(SHOWN))
        ],
        anchors=db.session.scalars(select(AuditAnchor).order_by(AuditAnchor.day.desc()).limit(SHOWN)).all(),
        links=db.session.scalar(select(func.max(AuditLink.id))) or 0,
        asked=asked,
        found=found,
    )


def _asked() -> tuple[int | None, Destruction | None]:
    """The number of a record of the access log that an auditor asks for, and by what it was destroyed."""
    number = sent_number(request.args.get("record"))
    return number, retention.destroyed("access_log", number) if number else None


@audit_commands.command("verify")
@click.option("--anchors", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Lines kept outside.")
def verify(anchors: Path | None) -> None:
    """Walk the chain; ends with 1 and names the first break. Without a file the one beside the database is compared."""
    beside = Path(current_app.config["DATA_DIR"]) / chain.FILE
    kept = anchors or (beside if beside.exists() else None)
    lines = [line.strip() for line in kept.read_text("utf-8", "replace").splitlines() if line.strip()] if kept else []
    if wrong := next((line for line in lines if not ANCHOR_LINE.fullmatch(line)), None):
        raise click.ClickException(f"{kept}: 기준점이 아닌 줄이 있습니다: {wrong} / this is no anchor")
    with reading():
        many = db.session.scalar(select(func.count()).select_from(AuditLink)) or 0
        with tqdm(total=many, unit="", disable=None) as bar:
            found = chain.walk(lines, bar.update)
    for (rule, day), rows in found.destroyed.items():
        label = labels().get(rule, Text(rule, rule))
        click.echo(
            f"{label.ko}: {day}에 보관 규칙({rule})에 따라 {rows}건을 없앴습니다. / {label.en}: {rows} destroyed on {day} by {rule}"
        )
    if found.broken is not None:
        click.echo(f"{found.broken.ko} / {found.broken.en}", err=True)
        raise click.exceptions.Exit(1)
    click.echo(f"{found.links}개의 고리가 모두 맞습니다. / {found.links} links hold.")


@audit_commands.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would be destroyed, and destroy nothing.")
def retention_command(*, dry_run: bool) -> None:
    """Destroy what lies longer than its rule says."""
    for one in collected("retained"):
        click.echo(f"{one.label.ko} < {one.before()}: {one.count()} / {one.label.en}")
    if not dry_run:
        done = retention.destroy()
        db.session.commit()
        click.echo(f"{done}건을 없앴습니다. / {done} destroyed.")


def lay_chain() -> int:
    """The tick's step: chain what has settled."""
    return chain.lay()


def destroy_by_rule() -> Any:
    """The tick's step: destroy what lies longer than its rule says."""
    return retention.destroy()
