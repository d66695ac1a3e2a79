"""Freezing figures into a document: what is frozen never changes;
freezing again is an act that shows old and new side by side.
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.text import Text
from portal.core.workflow import Refused
from portal.markets.documents.evidence import figures
from portal.markets.documents.evidence.models import FrozenFigures

EARLIEST = date(2016, 6, 23)


class Pair(NamedTuple):
    """A figure before and after: None where it was not, or is not any more."""

    key: str
    label: list[str]
    before: str | None
    after: str | None

    @property
    def differs(self) -> bool:
        return self.before != self.after


def newest(document_id: int) -> FrozenFigures | None:
    """The snapshot that the document speaks by."""
    wanted = select(FrozenFigures).where(FrozenFigures.document_id == document_id).order_by(FrozenFigures.no.desc())
    return db.session.scalar(wanted.limit(1))


def history(document_id: int) -> list[FrozenFigures]:
    wanted = select(FrozenFigures).where(FrozenFigures.document_id == document_id).order_by(FrozenFigures.no.desc())
    return list(db.session.scalars(wanted))


def unfit(day: date) -> Text | None:
    """Why figures cannot be frozen as of the day."""
    if day > clock.today():
        return Text("아직 오지 않은 날입니다.", "That day has not come yet.")
    if day < EARLIEST:
        return Text(
            "법이 시행된 2016-06-23부터 고를 수 있습니다.",
            "Choose a day from 2016-06-23, when the Act came into force.",
        )
    return None


def compared(before: FrozenFigures | None, after: list[dict[str, Any]]) -> list[Pair]:
    """Every figure of either, with both values."""
    ones = {f["key"]: f for f in before.figures} if before else {}
    others = {f["key"]: f for f in after}
    return [
        Pair(
            key,
            (others.get(key) or ones[key])["label"],
            ones[key]["value"] if key in ones else None,
            others[key]["value"] if key in others else None,
        )
        for key in dict.fromkeys([*others, *ones])
    ]


def freeze(case: Case, firing: Firing) -> None:
    """Effect of the move: keep figures and tables as of the given day."""
    day = date.fromisoformat(str(firing.given["as_of"]))
    problem = unfit(day)
    if problem is not None:
        raise Refused(fields={"as_of": problem})
    former = newest(case.id)
    found, tables = figures.taken(day)
    last = db.session.scalar(select(func.max(FrozenFigures.no)).where(FrozenFigures.document_id == case.id)) or 0
    made = FrozenFigures(
        document_id=case.id,
        no=last + 1,
        as_of=day,
        figures=found,
        tables=tables,
        reason=str(firing.given.get("reason", "")),
        by_id=firing.actor.user_id,
    )
    db.session.add(made)
    firing.facts["snapshot"] = made.no
    if former is not None:
        changed = [p for p in compared(former, found) if p.differs and p.before is not None and p.after is not None]
        firing.facts["figures_changed"] = [
            [f"{label} {p.before} → {p.after}" for label in p.label] for p in changed[:20]
        ]
