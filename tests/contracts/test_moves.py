"""The golden tables of moves: role × state → moves, written by hand, against the declarations;
then every triple is fired.

Each move that is made leaves an event with its words in the timeline, and its mail reads well in both languages.
"""

import re

import pytest
from sqlalchemy import func, select

from portal.core import clock, mail, timeline
from portal.core.cases import Case, Event
from portal.core.db import db
from portal.core.declared import all_kinds, kind_of
from portal.core.fire import Hidden, fire, fire_lapsed, lapsed_moves
from portal.core.people import User
from portal.core.permissions import holds_any, may_see, visible
from portal.core.workflow import Refused
from tests.contracts.lives import GOLDEN, lives, table

LIVES = {life.kind: life for life in lives()}
EACH = [pytest.param(life, state, id=f"{life.kind}-{state}") for life in LIVES.values() for state in life.states()]
FIRED = [
    pytest.param(life, state, id=f"{life.kind}-{state}", marks=[] if state in life.quick else [pytest.mark.slow])
    for life in LIVES.values()
    for state in life.states()
    if state not in life.unfired
]
HANGUL = re.compile("[가-힣]")


def test_every_kind_has_its_table_and_every_table_its_kind(app):
    declared = {kind.key for kind in all_kinds()}
    assert {path.stem.removeprefix("moves_") for path in GOLDEN.glob("moves_*.txt")} == declared


def test_the_tables_are_whole(app):
    for kind in [k for k in all_kinds() if (GOLDEN / f"moves_{k.key}.txt").exists()]:
        held = table(kind.key)
        states = {s.key for s in kind.workflow.states}
        roles = {role for _, role in held}
        assert set(held) == {(state, role) for state in states for role in roles}, kind.key
        unknown = set().union(*held.values()) - {m.name for m in kind.workflow.moves}
        assert not unknown, (kind.key, unknown)
        assert {m.name for m in kind.workflow.moves} == set().union(*held.values()), kind.key


@pytest.mark.parametrize(("life", "state"), EACH)
def test_declaration_equals_the_table_and_both_faces_agree(session, today, life, state):
    today(life.begins)
    case = life.bring(state)
    assert case.state == state
    held = life.table()
    actors = life.cast(case)
    assert {role for of, role in held if of == state} == set(actors)
    for role, actor in actors.items():
        may = {m.name for m in case.declared.workflow.moves_from(state) if holds_any(m.by, actor, case)}
        assert may == held[state, role], (state, role)
        listed = session.scalar(select(func.count()).select_from(Case).where(visible(actor), Case.id == case.id))
        assert bool(listed) == may_see(actor, case), (state, role)


@pytest.mark.parametrize(("life", "state"), FIRED)
def test_every_triple_succeeds_or_is_refused_without_a_trace(session, today, life, state):
    today(life.begins)
    case = life.bring(state)
    actors = life.cast(case)
    session.commit()
    for role, actor in actors.items():
        if role == "system":
            continue
        for move in case.declared.workflow.moves:
            with clock.at(life.day(state)):
                tried(life, case, state, role, actor, move.name)
            db.session.rollback()


def trace(case):
    return case.state, case.version, db.session.scalar(select(func.count()).select_from(Event))


def tried(life, case, state, role, actor, name):
    before = trace(case)
    allowed = name in life.table()[state, role]
    idle = (state, name) in life.idle
    if allowed and name in life.prepare:
        life.prepare[name](case, actor)
    event, said = outcome(case, name, actor, life.given(case, name))
    assert (event is not None) == (allowed and not idle), f"{name} by {role} in {state}: {said}"
    if event is not None:
        told_well(case, event)
    if not allowed:
        assert trace(case) == before, f"{role} left a trace with {name} in {state}"


def outcome(case, name, actor, given):
    """The event, or the sentences of the refusal (none where the case is hidden)."""
    try:
        return fire(case, name, actor, given=given), []
    except Refused as problem:
        return None, [*problem.reasons, *problem.fields.values()] or pytest.fail("refused without a reason")
    except Hidden:
        return None, []


@pytest.mark.parametrize("life", [pytest.param(life, id=kind) for kind, life in LIVES.items()])
def test_what_the_portal_does_by_itself_is_told_well(session, today, life):
    """The SYSTEM moves, on the day on which each is due;
    those that follow another case's move are that case's matter.
    """
    today(life.begins)
    timed = {m.name: m for m in kind_of(life.kind).workflow.moves if m.when is not None}
    seen = set()
    for state in life.states():
        if not any(state in m.source for m in timed.values()):
            continue
        case = life.bring(state)
        life.cast(case)
        session.flush()
        with clock.at(life.begins.replace(year=life.begins.year + 1)):
            for move, _ in lapsed_moves(case)[:1]:
                seen.add(move.name)
                for event in fire_lapsed(case):
                    told_well(case, event)
        session.rollback()
    assert seen == set(timed)


def told_well(case, event):
    """The event has its line in the timeline, and each mail that it sent is whole; the other language's, too."""
    words = timeline.event_words(case, event.name)
    assert words is not None, event.name
    assert HANGUL.search(words.ko), event.name
    assert words.en, event.name
    assert not HANGUL.search(words.en), event.name
    move = next(m for m in case.declared.workflow.moves if m.event == event.name)
    sent = db.session.scalars(select(mail.Mail).where(mail.Mail.event_id == event.id)).all()
    if move.tells:
        assert sent, f"{event.name} told nobody"
    for row in sent:
        reader = db.session.get(User, row.user_id)
        subjects = {}
        for language in ("ko", "en"):
            subject, body = mail.render(event.name, language, case=case, event=event, user=reader)
            assert subject, (event.name, language)
            assert len(body.splitlines()) >= 3, (event.name, language)
            assert not re.search(r"\bNone\b|Undefined|\{\{|\{%", subject + body), (event.name, language, body)
            subjects[language] = subject
        assert HANGUL.search(subjects["ko"]), event.name
        assert subjects["ko"] != subjects["en"], event.name
        assert row.subject == subjects[row.language], event.name
