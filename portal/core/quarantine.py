"""Contents that wait for the scanner: asked about by the tick, one at a time, outside any transaction.

Malware is destroyed and told to whoever uploaded it, to who handles the case and to the administrators. What could not
be judged stays shut, with its reason, and is tried again.
"""

from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.core import clock, contents, files, mail
from portal.core.attached import Paper
from portal.core.cases import Case
from portal.core.contents import Content
from portal.core.db import db, lock_row
from portal.core.kept import columns
from portal.core.people import User, holders
from portal.core.screening import clamd

A_ROUND = 100


def scan() -> int:
    """Ask about what waits, then about what was taken before there was a scanner; how many were judged."""
    if not current_app.config["CLAMD"]:
        return 0
    wanted = select(Content.sha256).where(Content.state.in_(("waiting", "unscanned")))
    waiting = list(
        db.session.scalars(wanted.order_by(Content.state.desc(), Content.tries, Content.sha256).limit(A_ROUND))
    )
    db.session.rollback()
    judged = 0
    for sha256 in waiting:
        try:
            with contents.store().open(sha256) as stream:
                malware = clamd.scan(current_app.config["CLAMD"], stream, current_app.config["CLAMD_SECONDS"])
        except FileNotFoundError:
            _put_off(sha256, "missing")
        except clamd.Trouble as trouble:
            _put_off(sha256, trouble.reason)
            if trouble.lasting:
                break
        else:
            _judge(sha256, malware)
            judged += 1
    return judged


def _put_off(sha256: str, reason: str) -> None:
    held = _locked(sha256)
    if held is not None:
        held.trouble, held.tries = reason, held.tries + 1
    db.session.commit()


def _judge(sha256: str, malware: str) -> None:
    held = _locked(sha256)
    if held is not None and held.state in ("waiting", "unscanned"):
        held.trouble, held.scanned_at, held.state = "", clock.now(), "infected" if malware else "clean"
        if malware:
            held.malware = malware[:200]
            _tell(sha256, held.malware)
    db.session.commit()
    if malware:
        contents.store().drop(sha256)


def _locked(sha256: str) -> Content | None:
    held = db.session.get(Content, sha256)
    if held is not None:
        lock_row(held)
    return held


def _tell(sha256: str, malware: str) -> None:
    """Name the file and what was in it to everybody concerned, each once a file; a draft loses the file."""
    for paper in db.session.scalars(select(Paper).where(Paper.sha256 == sha256)):
        if paper.is_gone:
            continue
        case = db.session.get(Case, paper.case_id)
        if paper.filed_at is None:
            files.remove(paper)
        told = mail.audience("handler", case) if case is not None and case.number else []
        _mail([paper.by, *told, *holders("admin")], paper.name, malware, case)
    for name, by_id in _others(sha256):
        _mail([db.session.get(User, by_id) if by_id else None, *holders("admin")], name, malware, None)


def _others(sha256: str) -> list[tuple[str, int | None]]:
    """(name, who uploaded it) of what else refers to the content."""
    found: list[tuple[str, int | None]] = []
    for column in columns():
        table: Any = column.table
        if table is not Paper.__table__ and {"name", "by_id"} <= set(table.columns.keys()):
            rows = db.session.execute(select(table.c.name, table.c.by_id).where(column == sha256))
            found += [(str(name), by_id) for name, by_id in rows]
    return found


def _mail(people: list[User | None], file: str, malware: str, case: Case | None) -> None:
    for person in {one.id: one for one in people if one is not None}.values():
        mail.tell_person(person, "file.infected", file=file, malware=malware, case=case)
