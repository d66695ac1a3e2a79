"""One worklist over all kinds, by due day, and the acts on many cases at once. Knows no kind by name.

Cases without a due day have a list of their own (`due=none`): a list is read page by page in the order of an index.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Response, g, render_template, request
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from portal.core import clock, periods
from portal.core.aliases import named_like
from portal.core.asking import Asking
from portal.core.cases import Case
from portal.core.clock import working_days_left
from portal.core.db import db
from portal.core.declared import all_kinds
from portal.core.downloads import list_download, purposed
from portal.core.fire import fire_each, possible_moves
from portal.core.listing import Column, Filter, Listing, Page, says
from portal.core.people import Actor, Organisation, officer_choices
from portal.core.permissions import visible
from portal.core.reading import sent_number
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.core.workdays import Calendar
from portal.core.workflow import Move
from portal.core.worksheets import DAY, WHOLE
from portal.shell.home.blueprint import home
from portal.shell.home.cases import asked_fields, told_by

DUE = {
    "over": Text("기한 지남", "Overdue"),
    "today": Text("오늘까지(지난 것 포함)", "By today, overdue included"),
    "3": Text("근무일 3일 안", "Within 3 working days"),
    "week": Text("이번 주 안(주말에는 다음 주)", "This week (on a weekend: the next)"),
    "none": Text("기한 없음", "Without a due day"),
}


def worklist_kinds() -> list[Any]:
    return [k for k in all_kinds() if k.in_worklist]


def open_cases(actor: Actor) -> Select[Any]:
    """The open cases that the actor may see, organisation and handler in the same statement."""
    kinds = [k.key for k in worklist_kinds()]
    return select(Case).where(Case.pending.is_(True), visible(actor, *kinds)).options(joinedload(Case.handler))


def days_left(case: Case) -> int | None:
    """Working days left until the due day, by one calendar a request."""
    return working_days_left(case.due_on, clock.today(), _calendar()) if case.due_on else None


def _calendar() -> Calendar:
    if "calendar" not in g:
        g.calendar = periods.calendar()
    found: Calendar = g.calendar
    return found


def mine(actor: Actor) -> set[int]:
    """The officers whose cases are the actor's: their own and of those whom they deputise."""
    return {*actor.deputy_for, *([actor.user_id] if actor.user_id else [])}


def _by_kind(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(Case.kind == text)


def _by_state(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(Case.state == text)


def _by_handler(statement: Select[Any], text: str) -> Select[Any] | None:
    if text == "mine":
        return statement.where(Case.handler_id.in_(mine(current_actor())))
    if text == "nobody":
        return statement.where(Case.handler_id.is_(None))
    number = sent_number(text)
    return statement.where(Case.handler_id == number) if number is not None else None


def _by_due(statement: Select[Any], text: str) -> Select[Any] | None:
    today = clock.today()
    if text == "over":
        return statement.where(Case.due_on < today)
    last = {
        "today": lambda: today,
        "3": lambda: clock.last_day_with(3, today, _calendar()),
        "week": lambda: today + timedelta(days=(6 if today.weekday() < 5 else 13) - today.weekday()),
    }.get(text)
    if last is not None:
        return statement.where(Case.due_on <= last())
    return statement if text == "none" else None


def _by_text(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(
        or_(
            says(text, Case.number, Case.title, Case.title_en),
            Case.organisation.has(or_(says(text, Organisation.business_number), named_like(text))),
        )
    )


def _states() -> list[tuple[str, Text]]:
    """The open states of all kinds, each once."""
    found: dict[str, Text] = {}
    for kind in worklist_kinds():
        for state in kind.workflow.states:
            if state.open and state.key != kind.workflow.start:
                found.setdefault(state.key, state.label)
    return list(found.items())


def _handlers() -> list[tuple[str, Text]]:
    named = [
        ("mine", Text("나(대행 포함)", "Me, and whom I deputise")),
        ("nobody", Text("담당자 없음", "Nobody yet")),
    ]
    return [*named, *officer_choices().items()]


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="number", label=Text("접수번호", "Number"), value=lambda c: c.number),
        Column(key="kind", label=Text("업무", "Kind"), value=lambda c: c.declared.title.ko),
        Column(key="title", label=Text("사건", "Case"), value=lambda c: c.title, width=40),
        Column(
            key="organisation",
            label=Text("기관", "Organisation"),
            value=lambda c: c.organisation.name if c.organisation else None,
        ),
        Column(key="state", label=Text("상태", "State"), value=lambda c: c.declared.workflow.state(c.state).label.ko),
        Column(key="handler", label=Text("담당자", "Officer"), value=lambda c: c.handler.name if c.handler else None),
        Column(key="received_on", label=Text("접수일", "Received"), value=lambda c: c.received_on, number_format=DAY),
        Column(key="due_on", label=Text("기한", "Due"), value=lambda c: c.due_on, number_format=DAY),
        Column(key="left", label=Text("남은 근무일", "Working days left"), value=days_left, number_format=WHOLE),
    )


FILTERS = (
    Filter(key="q", label=Text("번호·기관·제목", "Number, organisation, title"), apply=_by_text, type="search"),
    Filter(
        key="kind",
        label=Text("업무", "Kind"),
        apply=_by_kind,
        choices=lambda: [(k.key, k.title) for k in worklist_kinds()],
    ),
    Filter(key="state", label=Text("상태", "State"), apply=_by_state, choices=_states),
    Filter(key="handler", label=Text("담당자", "Officer"), apply=_by_handler, choices=_handlers),
    Filter(key="due", label=Text("기한", "Due"), apply=_by_due, choices=lambda: list(DUE.items())),
)

WORKLIST = Listing(
    key="worklist",
    title=Text("업무 목록", "Worklist"),
    query=lambda actor: open_cases(actor).where(Case.due_on.is_not(None)),
    columns=_columns(),
    order=(Case.due_on, Case.id),
    filters=FILTERS,
)
UNDATED = Listing(
    key="worklist_undated",
    title=Text("기한 없는 업무", "Work without a due day"),
    query=lambda actor: open_cases(actor).where(Case.due_on.is_(None)),
    columns=_columns(),
    order=(Case.id,),
    filters=FILTERS,
)


def chosen_listing(args: Mapping[str, str]) -> Listing:
    return UNDATED if args.get("due") == "none" else WORKLIST


@home.get("/worklist")
@access("officer", "ministry")
def worklist() -> str:
    actor = current_actor()
    listing = chosen_listing(request.args)
    page = listing.page(actor, request.args)
    return render_template(
        "shell/home/worklist.html",
        listing=listing,
        page=page,
        left=days_left,
        bulk=bulk_moves(page, actor),
        labels={f.key: f.label for f in listing.filters},
    )


@home.get("/worklist.xlsx")
@access("officer", "ministry")
@purposed
def worklist_book() -> Response:
    """Exactly what is filtered, as a workbook."""
    return list_download(chosen_listing(request.args), current_actor(), request.args, "worklist")


def bulk_moves(page: Page, actor: Actor) -> list[Move[Any]]:
    """The bulk moves that are possible on at least one of the rows,
    in the order of the first kind that declares them.
    """
    possible = {m.name: m for case in page.rows for m in possible_moves(case, actor) if m.bulk}
    declared = [m.name for kind in worklist_kinds() for m in kind.workflow.moves]
    return sorted(possible.values(), key=lambda m: declared.index(m.name))


# ---- many at once -----------------------------------------------------------------------------------------------------------


@home.get("/worklist/bulk")
@access("officer")
def bulk() -> Any:
    """What a move on the ticked cases would ask and do; nothing is done yet."""
    chosen = _chosen(request.args.getlist("case"))
    cases = _cases(chosen)
    move = _move_of(cases, request.args.get("move", ""))
    if move is None:
        tell("먼저 사건을 고르고 할 일을 선택해 주세요.", "Tick cases first, then choose what to do.", "warning")
        return see_other("home.worklist")
    return _bulk_page(cases, chosen, move, Asking(asked_fields(move)))


@home.post("/worklist/bulk")
@access("officer")
def carry_out_bulk() -> Any:
    """Fire the move on each case; one that is refused never undoes the others, and each has its row in the result."""
    chosen = _chosen(request.form.getlist("case"))
    cases = _cases(chosen)
    move = _move_of(cases, request.form.get("move", ""))
    if move is None:
        tell("먼저 사건을 고르고 할 일을 선택해 주세요.", "Tick cases first, then choose what to do.", "warning")
        return see_other("home.worklist")
    asking = Asking(asked_fields(move), given=request.form)
    if not asking.good:
        return _bulk_page(cases, chosen, move, asking), 422
    outcomes = fire_each(chosen, move.name, current_actor(), asking.answers)
    done = sum(o.event is not None for o in outcomes)
    return render_template(
        "shell/home/bulk_done.html", move=move, outcomes=outcomes, done=done, refused=len(outcomes) - done
    )


def _chosen(marks: list[str]) -> dict[int, int]:
    """Ticked cases with the version that was seen, from marks such as '12.3'; ill-formed ones are passed over."""
    found = {}
    for mark in marks[: WORKLIST.page_size * 4]:
        number, version = map(sent_number, mark.partition(".")[::2])
        if number is not None and version is not None:
            found[number] = version
    return found


def _cases(chosen: Mapping[int, int]) -> list[Case]:
    actor = current_actor()
    kinds = [k.key for k in worklist_kinds()]
    wanted = select(Case).where(Case.id.in_(chosen), visible(actor, *kinds)).options(joinedload(Case.handler))
    return list(db.session.scalars(wanted.order_by(Case.due_on, Case.id)))


def _move_of(cases: list[Case], name: str) -> Move[Any] | None:
    """The declared bulk move of the first case that knows it."""
    moves = (case.declared.workflow.move(name) for case in cases)
    return next((m for m in moves if m is not None and m.bulk and m.button), None)


def _bulk_page(cases: list[Case], chosen: Mapping[int, int], move: Move[Any], asking: Asking) -> str:
    actor = current_actor()
    fit = {c.id for c in cases if any(m.name == move.name for m in possible_moves(c, actor))}
    told = sorted({name for c in cases if c.id in fit for name in told_by(c, move)})
    return render_template(
        "shell/home/bulk.html", cases=cases, chosen=chosen, move=move, asking=asking, fit=fit, told=told, left=days_left
    )
