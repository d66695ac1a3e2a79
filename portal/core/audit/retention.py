"""How long what is kept of people stays, and its destruction by rule: counted first, recorded always.

How long is a period of the dated rule sets, so that an official can change it; less than the law asks cannot be set.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update

from portal.core import clock, periods
from portal.core.audit.chain import DESTROYED
from portal.core.audit.models import AuditLink, Destruction
from portal.core.cases import AccessLog
from portal.core.db import db
from portal.core.declared import collected
from portal.core.mail import Mail
from portal.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Retention:
    """What is destroyed once it is older than a declared period: `rule` is the period's key; `old`: (instant) → which
    rows; `destroy`: (which rows) → done, the record of it stands already.
    """

    rule: str
    label: Text
    model: type[AccessLog] | type[Mail]
    old: Callable[[datetime], ColumnElement[bool]]
    values: dict[str, str | None]

    @property
    def table(self) -> str:
        return self.model.__tablename__

    def before(self) -> date:
        """The day before which it is destroyed."""
        return clock.today() - timedelta(days=periods.rules_on(clock.today()).days(self.rule))

    def due(self) -> ColumnElement[bool]:
        return self.old(clock.start_of(self.before()))

    def count(self) -> int:
        """How many rows the rule would destroy now."""
        return db.session.scalar(select(func.count()).select_from(self.model).where(self.due())) or 0


LOG = Retention(
    rule="log_days",
    label=Text("접속 기록", "Access log"),
    model=AccessLog,
    old=lambda day: (
        (AccessLog.at < day)
        & (AccessLog.act != DESTROYED["act"])
        & (
            AccessLog.id
            <= select(func.max(AuditLink.row_id)).where(AuditLink.table_name == "access_log").scalar_subquery()
        )
    ),
    values=dict(DESTROYED),
)
MAILS = Retention(
    rule="mail_days",
    label=Text("보낸 메일의 내용", "Texts of mails that were sent"),
    model=Mail,
    old=lambda day: (Mail.created_at < day) & (Mail.body != "") & Mail.state.in_(("sent", "unsent")),
    values={"body": "", "sealed": ""},
)


def destroy() -> int:
    """Destroy what each rule names, with a record of it; how many rows."""
    done = 0
    for one in collected("retained"):
        due = one.due()
        first, last, count = db.session.execute(
            select(func.min(one.model.id), func.max(one.model.id), func.count()).select_from(one.model).where(due)
        ).one()
        if not count:
            continue
        ids = list(db.session.scalars(select(one.model.id).where(due)))
        db.session.add(
            Destruction(
                rule=one.rule, table_name=one.table, first_id=first, last_id=last, count=count, before=one.before()
            )
        )
        db.session.flush()
        for start in range(0, len(ids), 500):
            db.session.execute(update(one.model).where(one.model.id.in_(ids[start : start + 500])).values(one.values))
        done += count
    return done


def destroyed(table: str, row_id: int) -> Destruction | None:
    """By which rule and when a row that somebody asks for was destroyed; None for one that was not, or never was."""
    one = next((one for one in collected("retained") if one.table == table), None)
    row = db.session.get(one.model, row_id) if one is not None else None
    if one is None or row is None or any(getattr(row, name) != value for name, value in one.values.items()):
        return None
    wanted = select(Destruction).where(
        Destruction.table_name == table, Destruction.first_id <= row_id, Destruction.last_id >= row_id
    )
    return db.session.scalar(wanted.order_by(Destruction.id).limit(1))
