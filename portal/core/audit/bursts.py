"""Bursts: many refusals, guesses or misses by one person or address within minutes; administrators are told once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from portal.core import clock, mail, periods
from portal.core.cases import AccessLog
from portal.core.db import db
from portal.core.people import User

ACTS = ("refused", "guess", "sign-in-failed", "sign-in-locked", "claim-failed", "certificate-miss", "course-certificate-miss", "expert-paper-miss")  # fmt: skip
WITHIN = timedelta(minutes=10)
QUIET = timedelta(hours=1)  # one burst is told once
ACT = "burst"


def tell_bursts() -> int:
    """The tick's step: tell administrators of each burst that they were not told of; how many."""
    most = periods.rules_on(clock.today()).days("burst_times")
    found = [(f"user:{who}", count) for who, count in _many(AccessLog.user_id, AccessLog.user_id.is_not(None), most)]
    found += [
        (f"address:{where}", count) for where, count in _many(AccessLog.address, AccessLog.user_id.is_(None), most)
    ]
    told = 0
    for subject, count in found:
        if _was_told(subject):
            continue
        db.session.add(AccessLog(act=ACT, subject=subject))
        for one in db.session.scalars(select(User).where(User.active.is_(True)).order_by(User.id)):
            if "admin" in one.roles:
                mail.tell_person(
                    one, "admin.burst", whose=_named(subject), count=count, minutes=int(WITHIN.total_seconds() // 60)
                )
        told += 1
    return told


def _many(column: Any, who: ColumnElement[bool], most: int) -> list[tuple[object, int]]:
    """(who or where, how often) of those who reached the bound lately."""
    lately = (AccessLog.at > clock.now() - WITHIN, AccessLog.act.in_(ACTS), who)
    wanted = select(column, func.count()).where(*lately).group_by(column).having(func.count() >= most)
    return [(row[0], row[1]) for row in db.session.execute(wanted) if row[0]]


def _named(subject: str) -> str:
    """The person by name and mail address, or the internet address."""
    kind, _, rest = subject.partition(":")
    who = db.session.get(User, int(rest)) if kind == "user" else None
    return f"{who.name} <{who.email}>" if who is not None else rest


def _was_told(subject: str) -> bool:
    wanted = select(AccessLog.id).where(
        AccessLog.act == ACT, AccessLog.subject == subject, AccessLog.at > clock.now() - QUIET
    )
    return db.session.scalar(wanted.limit(1)) is not None
