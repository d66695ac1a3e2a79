"""The one way to change a case.

Steps: lapsed moves first, state, permission, what is asked, needs, effects, event, due day, mail.
Runs inside the caller's transaction: either all of it is committed or none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select

from portal.core import clock, concern, mail, periods, records
from portal.core.cases import Case, Draft, Event
from portal.core.db import beside_others, db, lock_row
from portal.core.declared import listeners
from portal.core.module import Kind
from portal.core.people import SYSTEM, Actor
from portal.core.permissions import holds_any, may_see
from portal.core.text import Text
from portal.core.workflow import Move, Refused

C = TypeVar("C", bound=Case)


class Hidden(LookupError):
    """The actor may not know that this case exists: answered as 404."""


@dataclass
class Firing:
    """One move being carried out. Effects read it and add to `facts`, which the event keeps."""

    move: Move[Any]
    actor: Actor
    on: date
    given: Mapping[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)


def fire(
    case: Case,
    name: str,
    actor: Actor,
    *,
    given: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Event:
    """Carry out the move `name` on the case as `actor`.

    `given` holds the answers to `Move.asks`; `version` the case version the actor saw. Raises Hidden, or Refused with
    every reason in words; then nothing was changed (the caller rolls back what it did itself).
    """
    _lock(case)
    if not may_see(actor, case):
        raise Hidden(case.id)
    lapsed = fire_lapsed(case)
    move = case.declared.workflow.move(name)
    if move is None:
        raise Refused(Text("없는 절차입니다.", "There is no such step."))
    if not move.starts_from(case.state):
        raise Refused(_wrong_state(case, move))
    if not holds_any(move.by, actor, case):
        raise Refused(Text("이 절차를 진행할 권한이 없습니다.", "You are not allowed to take this step."))
    if (said := concern.of_a_move(case, move.by, actor)) is not None:
        raise Refused(said)
    if version is not None and version != case.version and not lapsed:
        raise Refused(
            Text(
                "그 사이에 내용이 바뀌었습니다. 바뀐 내용을 확인해 주세요.",
                "The case has changed since. Please look again.",
            )
        )
    answers = dict(given or {})
    if move.asks is not None:
        answers = {k: v for k, v in answers.items() if k in move.asks}
        gaps = move.asks.gaps(answers)
        if gaps:
            raise Refused(fields=gaps)
    unmet = [sentence for need in move.needs if (sentence := need(case, answers)) is not None]
    if unmet:
        raise Refused(*unmet)
    event = _carry_out(case, move, Firing(move=move, actor=actor, on=clock.today(), given=answers))
    fire_lapsed(case)
    return event


class Outcome(NamedTuple):
    """What became of one case of a bulk act: its event, or the sentences that refused it."""

    case: Case
    event: Event | None
    refused: list[Text]


def fire_each(
    chosen: Mapping[int, int | None], name: str, actor: Actor, given: Mapping[str, Any] | None = None
) -> list[Outcome]:
    """Fire one move on many cases, each in a savepoint of its own: one that is refused never undoes the others.

    `chosen` maps case ids to the version that the actor saw. Cases that the actor may not see are passed over. All rows
    are locked first, in the order of their ids, so that two bulk acts queue instead of blocking each other.
    """
    beside_others()
    locked = select(Case.id).where(Case.id.in_(chosen)).order_by(Case.id).with_for_update()
    ids = list(db.session.scalars(locked))
    found = db.session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id))
    done = []
    for case in [c for c in found if may_see(actor, c)]:
        try:
            with db.session.begin_nested():
                event = fire(case, name, actor, given=given, version=chosen[case.id])
            done.append(Outcome(case, event, []))
        except Refused as problem:
            done.append(Outcome(case, None, [*problem.reasons, *problem.fields.values()]))
    return done


class Rehearsal(NamedTuple):
    """What a move would do: the state and due day after it, and the mails it would send as (name, subject, body)."""

    state: str
    due_on: date | None
    mails: list[tuple[str, str, str]]


def rehearse(case: Case, name: str, actor: Actor, given: Mapping[str, Any] | None = None) -> Rehearsal:
    """Carry the move out in a savepoint, look, and undo it. Raises as `fire` does."""
    savepoint = db.session.begin_nested()
    try:
        event = fire(case, name, actor, given=given)
        rows = db.session.scalars(select(mail.Mail).where(mail.Mail.event_id == event.id).order_by(mail.Mail.id))
        mails = [(row.user.name if row.user else row.address, row.subject, row.body) for row in rows]
        return Rehearsal(case.state, case.due_on, mails)
    finally:
        savepoint.rollback()


def _lock(case: Case) -> None:
    """Hold the case and its draft: a colleague's save waits for the move, and the move reads what was saved before."""
    lock_row(case)
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        lock_row(draft)


def fire_lapsed(case: Case) -> list[Event]:
    """Fire the SYSTEM moves whose legal day has come, oldest first, each on its legal day."""
    done: list[Event] = []
    while (due := _next_lapsed(case)) is not None:
        move, on = due
        done.append(_carry_out(case, move, Firing(move=move, actor=SYSTEM, on=on, given={})))
    return done


def lapsed_moves(case: Case) -> list[tuple[Move[Any], date]]:
    """SYSTEM moves due on the case by today, by legal day."""
    moves = [m for m in case.declared.workflow.moves_from(case.state) if m.when is not None]
    found = [(m, day) for m in moves if m.when and (day := m.when(case)) is not None and day <= clock.today()]
    return sorted(found, key=lambda pair: pair[1])


def _next_lapsed(case: Case) -> tuple[Move[Any], date] | None:
    return next(iter(lapsed_moves(case)), None)


def _carry_out(case: Case, move: Move[Any], firing: Firing) -> Event:
    before = case.state
    for effect in move.effects:
        effect(case, firing)
    case.state = move.to or before
    case.version += 1
    case.updated_at = clock.now()
    kept = {k: v for k, v in firing.given.items() if k not in firing.facts} | firing.facts
    event = records.record(
        case,
        move.event,
        firing.actor,
        on=firing.on,
        state_from=before,
        state_to=case.state,
        facts=kept,
        acting_for_id=_acting_for(case, firing.actor),
    )
    workflow = case.declared.workflow
    case.pending = workflow.state(case.state).open and case.state != workflow.start
    if case.pending:
        case.due_on = periods.due_day(case)
    db.session.flush()
    mail.tell(case, event, move.tells)
    for listen in listeners(event.name):
        listen(case, event)
    return event


def open_case(kind: Kind[C], actor: Actor, *, organisation_id: int | None, title: Text | str = "", **columns: Any) -> C:
    """A new case of a kind in its first state, with the event of its making."""
    case = kind.model(
        kind=kind.key,
        state=kind.workflow.start,
        organisation_id=organisation_id,
        created_by_id=actor.user_id,
        titled=title,
        **columns,
    )
    db.session.add(case)
    db.session.flush()
    records.record(case, f"{kind.key}.started", actor, state_to=case.state)
    return case


def possible_moves(case: Case, actor: Actor) -> list[Move[Any]]:
    """The moves that state and permission allow the actor now, as far as the case does not concern them: the buttons
    of the page.
    """
    return [
        m
        for m in case.declared.workflow.moves_from(case.state)
        if m.button and holds_any(m.by, actor, case) and concern.of_a_move(case, m.by, actor) is None
    ]


def _acting_for(case: Case, actor: Actor) -> int | None:
    handler = case.handler_id
    return handler if handler is not None and handler != actor.user_id and handler in actor.deputy_for else None


def _wrong_state(case: Case, move: Move[Any]) -> Text:
    state = case.declared.workflow.state(case.state)
    return Text(
        "지금은 ‘{state}’ 상태라 ‘{move}’을(를) 할 수 없습니다.",
        "“{move}” is not possible while the case is “{state}”.",
    ).format(state=state.label, move=move.label)
