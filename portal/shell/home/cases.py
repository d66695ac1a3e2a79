"""The generic pages of any case: where it is, the form of a move, its clock day by day, its papers.

Knows no kind by name.
"""

from datetime import date
from typing import Any

from flask import Response, abort, render_template, request

from portal.core import clock, contents, files, periods, redating, threads, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.cases import Case, Event
from portal.core.clock import Due
from portal.core.db import db
from portal.core.fire import Rehearsal, fire, rehearse
from portal.core.mail import audience
from portal.core.permissions import holds_any, may_see
from portal.core.reading import sent_number
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, say, see_other, shown_day, tell
from portal.core.workflow import Move, Refused
from portal.shell.home.blueprint import home

AT_DESK = {
    "handler": Text("그때의 담당자와 대행자", "the officer of the case then, and deputies"),
    "officers": Text("모든 담당자", "all officers"),
}


@home.get("/cases/<int:case_id>")
@access("signed-in")
def case(case_id: int) -> Any:
    """Goes to the kind's own page: the owner's or the officials'."""
    found = case_or_404(Case, case_id)
    return see_other(found.declared.endpoint_for(found, current_actor()), case_id=found.id)


# ---- moves ------------------------------------------------------------------------------------------------------------------


@home.get("/cases/<int:case_id>/moves/<name>")
@access("signed-in")
def move(case_id: int, name: str) -> Any:
    """The form of a move: what it asks, what will happen, who gets mail."""
    found, declared = _allowed_move(case_id, name)
    if not declared.starts_from(found.state):
        raise Refused(
            Text(
                "이 사건에서는 지금 ‘{move}’ 절차를 진행할 수 없습니다.", "“{move}” is not possible on this case now."
            ).format(move=declared.label)
        )
    return _move_page(found, declared, Asking(asked_fields(declared)))


@home.post("/cases/<int:case_id>/moves/<name>")
@access("signed-in")
def carry_out(case_id: int, name: str) -> Any:
    """Fire the move, or show the mails that it would send;
    a refusal comes back beside the fields with all that was typed.
    """
    found, declared = _allowed_move(case_id, name)
    asking = Asking(asked_fields(declared), given=request.form)
    rehearsal = None
    if asking.good:
        with attempt(asking, case=found):
            if "preview" in request.form:
                rehearsal = rehearse(found, name, current_actor(), given=asking.answers)
            else:
                fire(found, name, current_actor(), given=asking.answers, version=given_version())
    if not asking.good or rehearsal is not None:
        return _move_page(found, declared, asking, rehearsal), 200 if asking.good else 422
    tell(declared.told)
    if not may_see(current_actor(), found):  # who passes a case on may see it no more
        return see_other("home.index")
    return see_other("home.case", case_id=found.id)


def asked_fields(declared: Move[Any]) -> list[Field]:
    return list(declared.asks) if declared.asks is not None else []


def given_version() -> int:
    """The version of the case that the form was made from; 0, which none ever is, where it names none."""
    return sent_number(request.form.get("version")) or 0


def told_by(found: Case, declared: Move[Any]) -> list[str]:
    """Who gets the mail of a move: officers by their part, since the move may change who that is, others by name."""
    told = [say(AT_DESK[name]) for name in declared.tells if name in AT_DESK]
    people = {user.id: user.name for name in declared.tells if name not in AT_DESK for user in audience(name, found)}
    return [*people.values(), *told]


def _allowed_move(case_id: int, name: str) -> tuple[Case, Move[Any]]:
    found = case_or_404(Case, case_id)
    declared = found.declared.workflow.move(name)
    if declared is None or not declared.button:
        abort(404)
    if not holds_any(declared.by, current_actor(), found):
        note_access("refused", f"{found.kind}:{found.id} {name}")
        abort(403)
    return found, declared


def _move_page(found: Case, declared: Move[Any], asking: Asking, rehearsal: Rehearsal | None = None) -> str:
    workflow = found.declared.workflow
    return render_template(
        "shell/home/move.html",
        case=found,
        move=declared,
        asking=asking,
        state=workflow.state(found.state),
        possible=declared.starts_from(found.state),
        after=workflow.state(declared.to) if declared.to else None,
        told=told_by(found, declared),
        rehearsal=rehearsal,
        latest=next(iter(timeline.entries(found, current_actor())), None),
    )


# ---- the clock --------------------------------------------------------------------------------------------------------------


@home.get("/cases/<int:case_id>/clock", endpoint="clock")
@access("signed-in")
def case_clock(case_id: int) -> str:
    """The due day of a case, reckoned day by day, with the rule set, pauses, extension and re-datings that made it."""
    found = case_or_404(Case, case_id)
    events = periods.events_of(found)
    course = periods.course_of(events)
    period = periods.period_of(found, events)
    return render_template(
        "shell/home/clock.html",
        case=found,
        term=found.declared.term,
        state=found.declared.workflow.state(found.state),
        period=period,
        rules=periods.rules_on(found.received_on) if found.received_on else None,
        course=course,
        supplement=_supplement(events) if course.paused else None,
        length=_length(found),
        redatings=[_redating(e) for e in events if e.name == redating.EVENT],
        confirmed=periods.confirmed_years(),
    )


def _length(found: Case) -> int | None:
    """The length of the processing period by the rule set of the receipt day, extension apart."""
    term = found.declared.term
    return periods.rules_on(found.received_on).days(term.rule) if term and found.received_on else None


def _redating(event: Event) -> tuple[str, str, str, str]:
    """When a due day was moved, from which day, to which, and why."""
    facts = event.facts
    before, after = (shown_day(date.fromisoformat(facts[key])) for key in ("before", "after"))
    return shown_day(event.on), before, after, str(facts.get("name", ""))


def _supplement(events: list[Event]) -> Due | None:
    """The open supplement's own period by the Civil Code."""
    asked = next((e for e in reversed(events) if e.facts.get("answer_by") and e.facts.get("days")), None)
    return clock.civil_period(asked.on, int(asked.facts["days"]), periods.calendar()) if asked else None


# ---- papers -----------------------------------------------------------------------------------------------------------------


def _opens(found: Case, held: files.Paper, *, own: bool) -> bool:
    """What is not filed yet stays with its owner; a message's paper with its thread; a kind may say more."""
    actor, kind = current_actor(), found.declared
    if (held.filed_at is None and not own) or held.is_gone or not threads.may_open(actor, held):
        return False
    return kind.opens is None or kind.opens(found, actor, held)


def _opened_at(found: Case, held: files.Paper) -> str:
    """Where the kind has this reader open the paper instead of here."""
    kind = found.declared
    return kind.opened_at(found, current_actor(), held) if kind.opened_at is not None else ""


@home.get("/cases/<int:case_id>/papers/<int:paper_id>")
@access("signed-in")
def paper(case_id: int, paper_id: int) -> Response:
    """A paper as a download that no browser runs; what a filer has not filed yet stays with them."""
    found = case_or_404(Case, case_id)
    actor = current_actor()
    held = db.session.get(files.Paper, paper_id) if paper_id < 2**31 else None
    own = found.organisation_id in actor.memberships or (
        found.organisation_id is None and found.created_by_id == actor.user_id
    )
    if held is not None and held.case_id == found.id and (elsewhere := _opened_at(found, held)):
        return see_other(elsewhere, case_id=found.id, paper_id=held.id)
    if held is None or held.case_id != found.id or not _opens(found, held, own=own):
        note_access("guess", f"paper:{paper_id}")
        abort(404)
    try:
        answer = contents.sent(held.sha256, held.media_type, held.name)
    except FileNotFoundError:
        abort(404)
    if not own:
        note_access("paper", f"{found.kind}:{found.id} {held.id}")
    return answer
