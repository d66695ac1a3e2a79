"""Acts that are no case and need two people: who asks, what exactly, who confirms.

A module declares an act (`Module.confirmed`); asking keeps what it would do, in words, and does nothing. A second
person with one of the act's roles confirms it, and only then it is carried out, in the same transaction; or refuses it
with a reason. What is carried out is what was asked: nothing can be changed in between. Must not know pages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant, db, lock_row
from portal.core.declared import declared_for
from portal.core.people import Actor, User
from portal.core.text import Text
from portal.core.workflow import Refused

LASTS = timedelta(days=30)  # an ask that nobody answered says nothing of today
STATES = {
    "waiting": Text("확인 기다림", "Waits for the second person"),
    "confirmed": Text("확인하여 처리함", "Confirmed and done"),
    "refused": Text("확인하지 않음", "Not confirmed"),
    "withdrawn": Text("요청을 거둠", "Withdrawn"),
    "lapsed": Text("기간이 지남", "Lapsed"),
}


@dataclass(frozen=True, kw_only=True)
class TwoPeople:
    """An act that two people do. `by`: portal roles of which both need one; `words`: (given) → what exactly is asked;
    `carry_out`: (given, asker, reason) → done; it may refuse. `about`: (given) → ids of the persons it is about, who
    confirm nothing.
    """

    label: Text
    by: tuple[str, ...]
    words: Callable[[Mapping[str, Any]], Text]
    carry_out: Callable[[Mapping[str, Any], Actor, str], None]
    about: Callable[[Mapping[str, Any]], set[int]]


class Ask(Base):
    """What somebody asked a second person to confirm; only its state and the answer are written later."""

    __tablename__ = "two_people_ask"

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(String(40))
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    words_ko: Mapped[str] = mapped_column(String(500))
    words_en: Mapped[str] = mapped_column(String(500))
    reason: Mapped[str] = mapped_column(String(200), default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(String(200), default="")

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    @property
    def words(self) -> Text:
        return Text(self.words_ko, self.words_en)

    @property
    def declared(self) -> TwoPeople:
        found: TwoPeople = declared_for("confirmed", self.act)
        return found


def ask(act: str, given: Mapping[str, Any], by: Actor, reason: str) -> Ask:
    """Keep what is asked. Raises Refused where the same already waits, or the actor has no such right."""
    declared: TwoPeople = declared_for("confirmed", act)
    if by.user_id is None or not by.has(*declared.by):
        raise Refused(Text("요청할 권한이 없습니다.", "You may not ask for this."))
    waiting = db.session.scalars(select(Ask).where(Ask.act == act, Ask.state == "waiting"))
    if any(one.given == dict(given) for one in waiting):
        raise Refused(Text("같은 요청이 이미 확인을 기다립니다.", "The same already waits for its second person."))
    said = declared.words(given)
    made = Ask(act=act, given=dict(given), words_ko=said.ko, words_en=said.en, reason=reason, asked_by_id=by.user_id)
    db.session.add(made)
    db.session.flush()
    return made


def others(held: Ask) -> list[User]:
    """Who may confirm it."""
    found = db.session.scalars(select(User).where(User.active.is_(True)).order_by(User.id))
    barred = {held.asked_by_id} | held.declared.about(held.given)
    return [one for one in found if set(held.declared.by) & set(one.roles) and one.id not in barred]


def confirm(held: Ask, by: Actor) -> None:
    """The second person says yes, and it is done."""
    _answered(held, by, "confirmed", "")
    asker = Actor(
        user_id=held.asked_by_id, name=held.asked_by.name, roles=frozenset(held.asked_by.roles), language="ko"
    )
    held.declared.carry_out(held.given, asker, held.reason)


def refuse(held: Ask, by: Actor, why: str) -> None:
    _answered(held, by, "refused", why)


def withdraw(held: Ask, by: Actor) -> None:
    """Whoever asked takes it back."""
    _wait(held)
    if held.asked_by_id != by.user_id:
        raise Refused(Text("요청한 사람만 거둘 수 있습니다.", "Only who asked takes it back."))
    held.state, held.answered_by_id, held.answered_at = "withdrawn", by.user_id, clock.now()


def lapse() -> int:
    """Asks that nobody answered within their days lapse; how many."""
    gone = db.session.execute(
        update(Ask).where(Ask.state == "waiting", Ask.asked_at < clock.now() - LASTS).values(state="lapsed")
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _wait(held: Ask) -> None:
    lock_row(held)
    if held.state != "waiting" or held.asked_at < clock.now() - LASTS:
        raise Refused(Text("이미 끝난 요청입니다.", "This has been answered, or its days are over."))


def _answered(held: Ask, by: Actor, state: str, why: str) -> None:
    _wait(held)
    if not by.has(*held.declared.by):
        raise Refused(Text("확인할 권한이 없습니다.", "You may not confirm this."))
    if by.user_id == held.asked_by_id or by.user_id in held.declared.about(held.given):
        raise Refused(
            Text(
                "요청한 사람이나 당사자가 아닌 다른 사람이 확인합니다.",
                "Somebody else confirms: neither who asked nor whom it is about.",
            )
        )
    held.state, held.answered_by_id, held.answered_at, held.answer = state, by.user_id, clock.now(), why
