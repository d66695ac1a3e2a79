"""The officials' two lists, declared: accepted filings in force by what they say, all filings by how they stand."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import contains_eager

from filings import terms
from filings.columns.column import Column as RegisterColumn
from filings.columns.register import COLUMNS
from filings.models import Content, Filing
from portal.core import clock, countries
from portal.core.aliases import named_like, spelled_like
from portal.core.cases import Case
from portal.core.declared import kind_of
from portal.core.listing import Column, Filter, Listing, says
from portal.core.people import Actor
from portal.core.reading import sent_year
from portal.core.text import Text
from portal.core.worksheets import DAY, WHOLE

FIRST_YEAR = 2016
LATE = {"yes": Text("늦은 신고만", "Late ones only")}


NUMBER_FORMATS = {"day": DAY, "count": WHOLE}


def _shown(column: RegisterColumn) -> Callable[[Content], Any]:
    return lambda content: column.shown(getattr(content, column.field))


def years_of_register() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in range(clock.today().year, FIRST_YEAR - 1, -1)]


def _in_year(column: Any) -> Callable[[Select[Any], str], Select[Any] | None]:
    def apply(statement: Select[Any], text: str) -> Select[Any] | None:
        year = sent_year(text)
        return statement.where(column.between(date(year, 1, 1), date(year, 12, 31))) if year else None

    return apply


def _equals(column: Any) -> Callable[[Select[Any], str], Select[Any]]:
    return lambda statement, text: statement.where(column == text)


def _late_content(statement: Select[Any], text: str) -> Select[Any] | None:
    held = Filing.__table__
    late = select(held.c.id).where(held.c.id == Content.case_id, held.c.late_days > 0)
    return statement.where(late.exists()) if text == "yes" else None


def _content_text(statement: Select[Any], text: str) -> Select[Any]:
    searched = (
        Content.certificate_no,
        Content.business_number,
        Content.organisation_name,
        Content.city,
        Content.foreign_name,
    )
    return statement.where(or_(says(text, *searched), spelled_like(Content.organisation_name, text)))


def _how_accepted(statement: Select[Any], text: str) -> Select[Any] | None:
    """Accepted by an officer's decision or by law; ended ones too, since they stay in force."""
    held = Filing.__table__
    wanted = {"decided": held.c.deemed.is_(False), "deemed": held.c.deemed.is_(True)}.get(text)
    if wanted is None:
        return statement.where(Content.status == text) if text in terms.STATUSES else None
    return statement.where(select(held.c.id).where(held.c.id == Content.case_id, wanted).exists())


STATE_CHOICES = [
    ("decided", Text("수리", "Accepted")),
    ("deemed", Text("수리간주", "Deemed accepted")),
    *((key, words) for key, words in terms.STATUSES.items()),
]

IN_FORCE = Listing(
    key="filing_register",
    title=Text("신고대장", "Register"),
    query=lambda _actor: select(Content).where(Content.effective_to.is_(None)),
    columns=tuple(
        Column(key=c.field, label=c.label, value=_shown(c), number_format=NUMBER_FORMATS.get(c.holds, "")) for c in COLUMNS
    ),
    order=(Content.accepted_on, Content.id),
    descending=True,
    filters=(
        Filter(key="q", label=Text("번호·기관·도시·현지기관", "Number, organisation, city"), apply=_content_text, type="search"),
        Filter(key="year", label=Text("수리 연도", "Year of acceptance"), apply=_in_year(Content.accepted_on), choices=years_of_register),
        Filter(
            key="country",
            label=Text("국가", "Country"),
            apply=_equals(Content.country),
            choices=lambda: [(code, Text(name, countries.name(code, "en"))) for code, name in countries.choices("ko")],
        ),
        Filter(key="type", label=Text("유형", "Type"), apply=_equals(Content.type), choices=lambda: list(terms.TYPES.items())),
        Filter(key="class", label=Text("종별", "Class"), apply=_equals(Content.category), choices=lambda: list(terms.CLASSES.items())),
        Filter(key="region", label=Text("시·도", "Province"), apply=_equals(Content.region), choices=lambda: list(terms.SIDO.items())),
        Filter(key="state", label=Text("상태", "State"), apply=_how_accepted, choices=lambda: STATE_CHOICES),
        Filter(key="late", label=Text("신고 기한", "Filing period"), apply=_late_content, choices=lambda: list(LATE.items())),
    ),
)  # fmt: skip


def _filing_text(statement: Select[Any], text: str) -> Select[Any]:
    searched = (Case.number, Filing.certificate_no, Case.title, Case.title_en)
    return statement.where(or_(says(text, *searched), Case.organisation.has(named_like(text))))


def _states() -> list[tuple[str, Text]]:
    shown = kind_of("filing").workflow.states
    return [(s.key, s.label) for s in shown if s.key not in ("draft", "submitted", "discarded")]


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    return or_(false(), *(rule.filter(actor) for rule in kind_of("filing").seen_by))


ALL = Listing(
    key="all_filings",
    title=Text("모든 신고", "All filings"),
    query=lambda actor: (
        select(Filing)
        .where(
            Case.kind == "filing",  # the join says it, but only so the list is read by an index
            Case.received_on.is_not(None),
            Case.state.not_in(("draft", "discarded")),
            _seen_by(actor),
        )
        .outerjoin(Filing.handler)
        .options(contains_eager(Filing.handler))
    ),
    columns=(
        Column(key="number", label=Text("접수번호", "Number"), value=lambda c: c.number),
        Column(key="certificate_no", label=Text("신고확인증번호", "Certificate"), value=lambda c: c.certificate_no),
        Column(key="title", label=Text("신고", "Filing"), value=lambda c: c.title),
        Column(key="state", label=Text("상태", "State"), value=lambda c: c.declared.workflow.state(c.state).label.ko),
        Column(key="handler", label=Text("담당자", "Officer"), value=lambda c: c.handler.name if c.handler else None),
        Column(key="received_on", label=Text("접수일", "Received"), value=lambda c: c.received_on, number_format=DAY),
        Column(key="due_on", label=Text("처리 기한", "Due"), value=lambda c: c.due_on, number_format=DAY),
        Column(key="decided_on", label=Text("결정일", "Decided"), value=lambda c: c.decided_on, number_format=DAY),
        Column(key="days_taken", label=Text("처리 근무일", "Working days"), value=lambda c: c.days_taken, number_format=WHOLE),
        Column(key="late_days", label=Text("지연 일수", "Days late"), value=lambda c: c.late_days, number_format=WHOLE),
    ),
    order=(Case.received_on, Case.id),
    descending=True,
    filters=(
        Filter(key="q", label=Text("번호·제목", "Number, title"), apply=_filing_text, type="search"),
        Filter(key="year", label=Text("접수 연도", "Year of receipt"), apply=_in_year(Case.received_on), choices=years_of_register),
        Filter(key="state", label=Text("상태", "State"), apply=_equals(Case.state), choices=_states),
        Filter(
            key="late",
            label=Text("신고 기한", "Filing period"),
            apply=lambda statement, text: statement.where(Filing.late_days > 0) if text == "yes" else None,
            choices=lambda: list(LATE.items()),
        ),
    ),
)  # fmt: skip
