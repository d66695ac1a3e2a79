"""The duties in force on a day: what ships, with what officials wrote over it. Versions are only ever added. Must not know pages."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock, mail, search
from portal.core.db import Base, Instant, db
from portal.core.people import Actor, User, officers
from portal.core.text import Text
from portal.markets.duties.terms import CERTAINTY, FOUNDERS, SHIPPED, STAGES, Duty
from portal.markets.terms import EXPANSIONS
from portal.markets.texts import link_book

REMIND_BEFORE = timedelta(days=14)
SOURCE = "duties"


class DutyVersion(Base):
    """A version of a duty that an official wrote. Of one day the later written stands."""

    __tablename__ = "duty_version"
    __table_args__ = (Index("ix_duty_version_key", "key", "effective_from", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    effective_from: Mapped[date] = mapped_column(Date)
    title_ko: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300))
    stage: Mapped[str] = mapped_column(String(10))
    founders: Mapped[list[str]] = mapped_column(JSON)
    expansions: Mapped[list[str]] = mapped_column(JSON)
    authority_ko: Mapped[str] = mapped_column(String(200), default="")
    authority_en: Mapped[str] = mapped_column(String(200), default="")
    law_ko: Mapped[str] = mapped_column(String(200), default="")
    law_en: Mapped[str] = mapped_column(String(200), default="")
    when_ko: Mapped[str] = mapped_column(String(300), default="")
    when_en: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(500))
    source_url: Mapped[str] = mapped_column(String(500), default="")
    reviewed_on: Mapped[date] = mapped_column(Date)
    review_by: Mapped[date] = mapped_column(Date)
    certainty: Mapped[str] = mapped_column(String(12))
    ended: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()


class DutyReminded(Base):
    """That the officers were told of a duty's day of review."""

    __tablename__ = "duty_reminded"
    __table_args__ = (UniqueConstraint("key", "review_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    review_by: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


_TEXTS = ("title", "authority", "law", "when")
_PLAIN = ("key", "effective_from", "stage", "source", "source_url", "reviewed_on", "review_by", "certainty", "ended")


def _read(row: DutyVersion) -> Duty:
    given: dict[str, Any] = {k: getattr(row, k) for k in _PLAIN}
    given |= {k: Text(getattr(row, f"{k}_ko"), getattr(row, f"{k}_en")) for k in _TEXTS}
    given |= {k: tuple(getattr(row, k)) for k in ("founders", "expansions")}
    return Duty(**given, by=row.by.name if row.by else "")


def versions() -> dict[str, list[Duty]]:
    """Every version of every duty, the oldest first; shipped duties stand first in their order."""
    found: dict[str, list[Duty]] = {duty.key: [duty] for duty in SHIPPED}
    for row in db.session.scalars(select(DutyVersion).order_by(DutyVersion.effective_from, DutyVersion.id)):
        found.setdefault(row.key, []).append(_read(row))
    return {key: sorted(held, key=lambda d: d.effective_from) for key, held in found.items()}


def in_force(day: date, founder: str = "", expansion: str = "") -> list[Duty]:
    """The duties of a day that concern such a founder and kind of expansion, those before going first."""
    newest = (next((d for d in reversed(held) if d.effective_from <= day), None) for held in versions().values())
    asked = [d for d in newest if d is not None and not d.ended and d.concerns(founder, expansion)]
    return sorted(asked, key=lambda d: list(STAGES).index(d.stage))


def write(key: str, given: dict[str, Any], actor: Actor) -> DutyVersion:
    """Add a version. `given` holds the columns of the table but key and writer."""
    row = DutyVersion(key=key, by_id=actor.user_id, **given)
    db.session.add(row)
    db.session.flush()
    return row


def new_key() -> str:
    """A key that no duty has."""
    known, number = versions(), 1
    while f"duty-{number}" in known:
        number += 1
    return f"duty-{number}"


def remind() -> int:
    """Mail the officers once about duties whose day of review is near or over; how many duties."""
    told = {(row.key, row.review_by) for row in db.session.scalars(select(DutyReminded))}
    by = clock.today() + REMIND_BEFORE
    due = [d for d in in_force(clock.today()) if d.review_by <= by and (d.key, d.review_by) not in told]
    if due:
        for person in officers():
            mail.tell_person(person, "markets.duties", duties=due)
    for duty in due:
        db.session.add(DutyReminded(key=duty.key, review_by=duty.review_by))
    return len(due)


# ---- what is found ----------------------------------------------------------------------------------------------------


def documents() -> list[search.Document]:
    return [
        search.Document(
            key=duty.key,
            title=duty.title,
            body=Text(*(_body(duty, lang) for lang in ("ko", "en"))),
            endpoint="duties.index",
            args={"_anchor": f"duty-{duty.key}"},
            on=duty.reviewed_on,
        )
        for duty in in_force(clock.today())
    ]


def _body(duty: Duty, lang: str) -> str:
    named = [FOUNDERS[f].in_(lang) for f in duty.founders] + [EXPANSIONS[e][0].in_(lang) for e in duty.expansions]
    said = (duty.when.in_(lang), duty.authority.in_(lang), duty.law.in_(lang), CERTAINTY[duty.certainty][0].in_(lang))
    return ". ".join([*(part for part in said if part), ", ".join(named)])


def outside_links() -> Iterator[tuple[str, link_book.Place]]:
    """The addresses of sources, to be looked at by hand like the links of texts."""
    for duty in in_force(clock.today()):
        if duty.source_url:
            yield duty.source_url, link_book.Place(duty.title, "duty_desk.edit", {"key": duty.key})
