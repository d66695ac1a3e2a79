"""Events, revisions, drafts and numbers: how they are written. Events are only ever added.

Drafts merge: a save says which version it was made from; a field that somebody else changed
meanwhile is never overwritten.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import event as sa_event
from sqlalchemy import func, select
from sqlalchemy.orm import Mapper

from portal.core import clock, quotas
from portal.core.cases import Case, Counter, Draft, Event, Revision
from portal.core.db import db, lock_row, once_a_page
from portal.core.people import Actor
from portal.core.schema import Answers, Schema, is_blank


@sa_event.listens_for(Event, "before_update")
@sa_event.listens_for(Event, "before_delete")
def _append_only(_mapper: Mapper[Any], _connection: Any, target: Event) -> None:
    raise AssertionError(f"events are append-only (event {target.id})")


def record(
    case: Case,
    name: str,
    actor: Actor,
    *,
    on: date | None = None,
    state_from: str | None = None,
    state_to: str | None = None,
    facts: Mapping[str, Any] | None = None,
    acting_for_id: int | None = None,
) -> Event:
    """Add one event to the case's file and flush, so that it has its number."""
    written = Event(
        case_id=case.id,
        name=name,
        on=on or clock.today(),
        at=clock.now(),
        actor_id=actor.user_id,
        acting_for_id=acting_for_id,
        state_from=state_from,
        state_to=state_to,
        facts=dict(facts or {}),
    )
    db.session.add(written)
    db.session.flush()
    return written


def next_number(series: str, highest: Callable[[], int] | None = None) -> int:
    """The next number of a series, greater than any given before and than `highest()`;
    holds the series until the commit.

    `highest` is asked once the series is locked, so that what others stored meanwhile counts too.
    """
    counter = db.session.get(Counter, series)
    if counter is None:
        counter = _new_counter(series)
    lock_row(counter)
    counter.last = max(counter.last, highest() if highest else 0) + 1
    db.session.flush()
    return counter.last


def _new_counter(series: str) -> Counter:
    if db.engine.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert

        db.session.execute(insert(Counter).values(series=series, last=0).on_conflict_do_nothing())
    else:
        db.session.add(Counter(series=series, last=0))
        db.session.flush()
    found = db.session.get(Counter, series)
    assert found is not None
    return found


def receipt_number(prefix: str, day: date) -> str:
    """접수번호, e.g. 'F-2026-000123': a series a year."""
    return f"{prefix}-{day.year}-{next_number(f'{prefix}-{day.year}'):06d}"


@once_a_page
def latest_revision(case_id: int) -> Revision | None:
    return db.session.scalar(select(Revision).where(Revision.case_id == case_id).order_by(Revision.no.desc()).limit(1))


def revisions_count(case_id: int) -> int:
    """How often the case was submitted."""
    return db.session.scalar(select(func.count()).where(Revision.case_id == case_id)) or 0


def add_revision(case: Case, schema: Schema, answers: Mapping[str, Any], actor: Actor) -> Revision:
    """Keep the answers as submitted, pinned to the schema's version."""
    last = db.session.scalar(select(func.max(Revision.no)).where(Revision.case_id == case.id)) or 0
    made = Revision(
        case_id=case.id,
        no=last + 1,
        schema_key=schema.key,
        schema_version=schema.version,
        answers=schema.prune(answers),
        by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


TRAIL = 20  # changes kept per field


class Clash(NamedTuple):
    """A field that both editors changed: `mine` was not saved, `theirs` stands."""

    key: str
    mine: Any
    theirs: Any


def start_draft(case: Case, answers: Mapping[str, Any], open_fields: Iterable[str] | None = None) -> Draft:
    """Open a draft on the case, replacing one that stands."""
    draft = db.session.get(Draft, case.id)
    if draft is None:
        if not revisions_count(case.id):
            quotas.begin_draft(case)
        draft = Draft(case_id=case.id, version=1)
        db.session.add(draft)
    else:
        draft.version += 1
    draft.answers = dict(answers)
    draft.trail = {}
    draft.open_fields = None if open_fields is None else sorted(open_fields)
    draft.updated_at = clock.now()
    db.session.flush()
    return draft


def save_draft(draft: Draft, given: Mapping[str, Any], base_version: int | None, actor: Actor) -> list[Clash]:
    """Merge `given` (values by key) into the draft, field by field; returns what clashed and was left as it stood.

    `base_version` is the draft version the editor saw; None where nobody knows: then every answer that stands was
    written by somebody else. Fields outside `open_fields` are passed over.
    """
    lock_row(draft)
    answers: Answers = dict(draft.answers)
    trail: dict[str, list[list[Any]]] = {k: list(v) for k, v in (draft.trail or {}).items()}
    clashes: list[Clash] = []
    changed = False
    for key, mine in given.items():
        if draft.open_fields is not None and key not in draft.open_fields:
            continue
        theirs = answers.get(key)
        if mine == theirs or (is_blank(mine) and is_blank(theirs)):
            continue
        unknown = base_version is None and not is_blank(theirs)
        seen = _FORGOTTEN if unknown else _value_at(key, theirs, trail, base_version or 0)
        if seen != theirs and not (is_blank(seen) and is_blank(theirs)):
            if mine != seen and not (is_blank(mine) and is_blank(seen)):
                clashes.append(Clash(key, mine, theirs))
            continue
        trail.setdefault(key, []).append([draft.version, theirs, actor.user_id, clock.now().isoformat()])
        trail[key] = trail[key][-TRAIL:]
        answers[key] = mine
        changed = True
    if changed:
        draft.answers = answers
        draft.trail = trail
        draft.version += 1
        draft.updated_at = clock.now()
        draft.updated_by_id = actor.user_id
        db.session.flush()
    return clashes


class Hand(NamedTuple):
    """Who gave a field its present value in the draft, and when."""

    user_id: int | None
    at: datetime


def changed_since(draft: Draft, key: str, version: int) -> Hand | None:
    """Who changed the field last, if anybody did after `version`."""
    changes = (draft.trail or {}).get(key, ())
    if not changes or version > changes[-1][0]:
        return None
    _, _, user_id, at = changes[-1]
    return Hand(user_id, datetime.fromisoformat(at))


def _value_at(key: str, now: Any, trail: Mapping[str, list[list[Any]]], version: int) -> Any:
    """What the field held at `version`: the trail keeps, per change, the last version that still had the old value.

    A version from before the kept part of the trail gives a value that nobody typed, so that a late save clashes.
    """
    changes = trail.get(key, [])
    if len(changes) == TRAIL and version < changes[0][0]:
        return _FORGOTTEN
    return next((value for last_version, value, *_ in changes if version <= last_version), now)


_FORGOTTEN = object()
