"""What runs without a person: the minute's tick (lapses, reminders, mail) and the server of `./run`.

Every step is safe to run twice or late, and one that fails never keeps the others from running.
"""

import json
import logging
import threading
import time
from datetime import date
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from portal.core import clock, fire, mail, periods
from portal.core.cases import Case
from portal.core.clock import Due
from portal.core.db import db, lock_row, reading, writing
from portal.core.declared import all_kinds, collected
from portal.core.module import Module
from portal.core.reminders import remind

log = logging.getLogger("portal.shell.jobs")
clock_commands = AppGroup("clock", help="The statutory clock: due days, lapses, reminders.")


def tick() -> dict[str, int]:
    """Everything that is due: SYSTEM moves, the modules' own ticks, mail. Returns how many of each were done."""
    writing.set(True)
    done = {"lapsed": lapse(), "failed": 0}
    for step in collected("ticks"):
        try:
            done[step.__name__] = int(step() or 0)
            db.session.commit()
        except Exception:
            db.session.rollback()
            done["failed"] += 1
            log.exception("tick %s failed", step.__name__)
    sent, unsent = mail.deliver()
    return done | {"mails_sent": sent, "mails_failed": unsent}


def lapse() -> int:
    """Fire the SYSTEM moves whose legal day has come, a transaction a case. Returns how many moves were fired."""
    fired = 0
    for case_id in _lapsing():
        try:
            case = db.session.get(Case, case_id)
            if case is not None:
                lock_row(case)
                fired += len(fire.fire_lapsed(case))
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("case %s did not lapse", case_id)
    return fired


def _lapsing() -> list[int]:
    """Cases with an open state that a SYSTEM move starts from and a due day that has passed."""
    found: list[int] = []
    for kind in all_kinds():
        sources = {s for m in kind.workflow.moves if m.when is not None for s in m.source}
        if sources:
            wanted = select(Case.id).where(
                Case.pending.is_(True), Case.due_on < clock.today(), Case.kind == kind.key, Case.state.in_(sources)
            )
            found.extend(db.session.scalars(wanted.order_by(Case.due_on, Case.id)))
    db.session.rollback()
    return found


@clock_commands.command("due")
@click.option(
    "--rule", required=True, help="decide: processing period from receipt; file: filing period from the event"
)
@click.option("--from", "start", required=True, help="the day it starts, e.g. 2026-11-23")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object")
def due_command(rule: str, start: str, *, as_json: bool) -> None:
    """Reckon a due day, day by day, by the holidays and the rule set in force on that day."""
    due = _reckoned(rule, start)
    if as_json:
        days = [{"date": d.date.isoformat(), "counted": d.counted, "why": d.why.ko} for d in due.days]
        found = {"due_on": _iso(due.due_on), "deemed_on": _iso(due.deemed_on), "days": days}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for day in due.days:
        click.echo(f"{day.date} {day.counted if day.counted is not None else '-':>3}  {day.why.ko}")
    click.echo(f"기한: {due.due_on}" + (f", 수리간주일: {due.deemed_on}" if due.deemed_on else ""))


def _reckoned(rule: str, start: str) -> Due:
    """The period; a wrong rule or day, or a database without its tables, ends the command with one sentence."""
    if rule not in periods.RECKONED:
        _stop("--rule은 decide(처리 기간) 또는 file(신고 기한)이어야 합니다.")
    try:
        day = date.fromisoformat(start)
    except ValueError:
        _stop(f"--from에는 있는 날짜를 2026-11-23처럼 적어 주세요: {start}")
    if not 1990 <= day.year <= 2060:
        _stop("1990년부터 2060년까지의 날짜만 계산할 수 있습니다.")
    try:
        with reading():
            return periods.reckon(rule, day)[1]
    except DatabaseError:
        _stop("데이터베이스가 준비되지 않았습니다. 먼저 `flask --app wsgi db upgrade`를 실행해 주세요.")


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(2)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@clock_commands.command("tick")
def tick_command() -> None:
    """Do what is due now; safe to repeat."""
    for name, count in tick().items():
        click.echo(f"{name}: {count}")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int, envvar="PORT")
def serve(host: str, port: int) -> None:
    """Serve the portal and tick every minute."""
    from waitress import serve as wait

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    threading.Thread(target=_ticking, args=(app,), daemon=True, name="tick").start()
    click.echo(app.config["BASE_URL"])
    believed = bool(app.config["TRUSTED_PROXIES"])
    wait(app, host=host, port=port, threads=8, ident=None, clear_untrusted_proxy_headers=not believed)


def _ticking(app: Flask) -> None:
    while True:
        with app.app_context():
            try:
                tick()
            except Exception:
                log.exception("tick failed")
        time.sleep(60)


shell = Module(name="jobs", commands=(clock_commands, serve), ticks=(remind,))
