"""Threads of a case: messages with files. Who reads a thread is fixed when it is opened and never widens by a message.

A paper of a message hangs on its case under a slot of the message; whoever may not read the thread may not open it.
Notices of a message carry an address at which their reader may answer, as long as they may write in the thread.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.core import clock, files, mail
from portal.core.cases import Case
from portal.core.db import Base, Instant, db
from portal.core.declared import declared_for
from portal.core.files import Paper
from portal.core.people import Actor, User, actor_of
from portal.core.permissions import EDITORS, MEMBERS, OFFICER, OFFICIALS, Rule
from portal.core.reading import sent_number
from portal.core.reply_address import reply_address
from portal.core.reply_mark import MARK
from portal.core.workflow import within

LONGEST = 10_000
SLOT = "message-"
READERS: dict[str, Rule] = {"members": MEMBERS, "officials": OFFICIALS}
"""Who is meant by the names of an audience that every domain knows; a domain declares its own as `Module.readers`."""
WRITERS: dict[str, Rule] = {"members": EDITORS, "officials": OFFICER}
"""Who of an audience may write; one that is named neither here nor in `Module.writers` does not."""


def _rule(known: Mapping[str, Rule], declared: str, name: str) -> Rule | None:
    found: Rule | None = known.get(name) or declared_for(declared, name)
    return found


class Thread(Base):
    """One conversation on a case. `audience`: names of readers, fixed for good."""

    __tablename__ = "thread"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    key: Mapped[str] = mapped_column(String(30))
    audience: Mapped[list[str]] = mapped_column(JSON)
    opened_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    case: Mapped[Case] = relationship()


class Message(Base):
    """What somebody wrote in a thread; never changed afterwards."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_thread", "thread_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    author: Mapped[User | None] = relationship()
    thread: Mapped[Thread] = relationship()


def thread_of(case: Case, key: str) -> Thread | None:
    return db.session.scalar(select(Thread).where(Thread.case_id == case.id, Thread.key == key))


def open_thread(case: Case, key: str, audience: Sequence[str]) -> Thread:
    """The thread `key` of the case; one that stands keeps its audience."""
    found = thread_of(case, key)
    if found is None:
        unknown = sorted(name for name in set(audience) if _rule(READERS, "readers", name) is None)
        if unknown:
            raise ValueError(f"unknown audience {unknown}")
        found = Thread(case_id=case.id, key=key, audience=list(audience))
        db.session.add(found)
        db.session.flush()
    return found


def may_read(actor: Actor, thread: Thread) -> bool:
    rules = [_rule(READERS, "readers", name) for name in thread.audience]
    return any(rule is not None and rule.holds(actor, thread.case) for rule in rules)


def is_open(thread: Thread) -> bool:
    """Whether the thread takes messages now."""
    open_while: Callable[[Case], bool] | None = declared_for("open_while", thread.key)
    return open_while(thread.case) if open_while is not None else True


def may_write(actor: Actor, thread: Thread) -> bool:
    """Whether the actor may add a message now."""
    rules = [_rule(WRITERS, "writers", name) for name in thread.audience]
    return is_open(thread) and any(rule is not None and rule.holds(actor, thread.case) for rule in rules)


def messages_of(thread: Thread) -> list[tuple[Message, list[Paper]]]:
    """The messages, oldest first, each with its papers; two SQL statements however many."""
    wanted = (
        select(Message).where(Message.thread_id == thread.id).order_by(Message.id).options(joinedload(Message.author))
    )
    messages = list(db.session.scalars(wanted))
    held = select(Paper).where(Paper.case_id == thread.case_id, Paper.slot.startswith(SLOT)).order_by(Paper.id)
    by_slot: dict[str, list[Paper]] = {}
    for paper in db.session.scalars(held):
        by_slot.setdefault(paper.slot, []).append(paper)
    return [(m, by_slot.get(f"{SLOT}{m.id}", [])) for m in messages]


def post(
    thread: Thread, actor: Actor, body: str, uploads: Sequence[tuple[BinaryIO, str]] = (), *, told: bool = True
) -> Message:
    """Add a message with its files and tell everybody else of the audience. Raises sniff.Unfit for a bad file."""
    message = begin(thread, actor, body)
    for stream, name in uploads:
        enclose(message, actor, stream, name)
    if told:
        tell(thread, message)
    return message


def begin(thread: Thread, actor: Actor, body: str) -> Message:
    """A message of which nobody is told yet. Raises Refused where it is longer than LONGEST."""
    message = Message(thread_id=thread.id, author_id=actor.user_id, body=within(body, LONGEST))
    db.session.add(message)
    db.session.flush()
    return message


def enclose(message: Message, actor: Actor, stream: BinaryIO, name: str) -> Paper:
    """Add a file to a message. Raises sniff.Unfit for a bad one."""
    paper = files.attach(message.thread.case, f"{SLOT}{message.id}", stream, name, actor)
    paper.filed_at = clock.now()
    return paper


def tell(thread: Thread, message: Message) -> None:
    """Queue the mail `<key of the thread>.message` for whoever reads the thread, its author apart."""
    audiences = ["handler" if one == "officials" else one for one in thread.audience]
    people = {user.id: user for one in audiences for user in mail.audience(one, thread.case)}
    for user in people.values():
        if user.id != message.author_id:
            answer_at = reply_address(thread.id, user.id) if may_write(actor_of(user), thread) else ""
            mail.tell_person(
                user, f"{thread.key}.message", case=thread.case, message=message, reply_to=answer_at, mark=MARK
            )


def may_open(actor: Actor, paper: Paper) -> bool:
    """Whether the actor may open a paper as far as threads are concerned; papers of no thread are not judged here."""
    if not paper.slot.startswith(SLOT):
        return True
    message: Any = db.session.get(Message, sent_number(paper.slot.removeprefix(SLOT)) or 0)
    return message is not None and may_read(actor, message.thread)
