"""What the returns add up to: for the officer every figure, for the public what `suppression` leaves. Reads only."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import func, select

from experts.workforce.models import WorkforceNeed, WorkforceReturn, WorkforceSurvey
from experts.workforce.suppression import Cell, closed, with_totals
from portal.core import countries
from portal.core.db import db
from portal.core.people import Organisation
from portal.core.text import Text

COUNTED = ("submitted", "confirmed")
MEASURES = {
    "this_year": Text("올해 필요 인원", "Needed this year"),
    "next_year": Text("내년 필요 인원", "Needed next year"),
}
HIDDEN = Text("비공개", "not shown")


class Line(NamedTuple):
    """A row of a return with its organisation."""

    organisation_id: int
    organisation: str
    need: WorkforceNeed


def lines(survey: WorkforceSurvey, states: Iterable[str] = COUNTED) -> list[Line]:
    """The rows of the returns in these states, by organisation and number."""
    wanted = (
        select(Organisation.id, Organisation.name, WorkforceNeed)
        .join(WorkforceReturn, WorkforceReturn.id == WorkforceNeed.case_id)
        .join(Organisation, Organisation.id == WorkforceReturn.organisation_id)
        .where(WorkforceReturn.survey_id == survey.id, WorkforceReturn.state.in_(list(states)))
        .order_by(Organisation.name, Organisation.id, WorkforceNeed.no)
    )
    return [Line(*row) for row in db.session.execute(wanted)]


def counts(survey: WorkforceSurvey) -> dict[str, int]:
    """How many returns stand in each state."""
    wanted = (
        select(WorkforceReturn.state, func.count())
        .select_from(WorkforceReturn)
        .where(WorkforceReturn.survey_id == survey.id)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted.group_by(WorkforceReturn.state))}


def cells(held: Iterable[Line], measure: str) -> dict[tuple[str, str], Cell]:
    """The figures of a measure by (country, occupation), with the organisations behind each."""
    found: dict[tuple[str, str], Cell] = {}
    for line in held:
        value = getattr(line.need, measure)
        if value:
            key = (line.need.country, line.need.occupation)
            before = found.get(key, Cell(0, frozenset()))
            found[key] = Cell(before.value + value, before.units | {line.organisation_id})
    return found


def table(held: Iterable[Line], measure: str, *, protect: bool) -> dict[str, Any]:
    """A measure as a table of JSON values: `columns` (occupations), `rows` [country, values, total], `totals`, `total`.

    None stands for a figure that is not shown; rows and columns come by their totals, the larger first.
    """
    held = list(held)
    full = with_totals(cells(held, measure))
    shut = closed(full) if protect else set()

    def value(row: str | None, column: str | None) -> int | None:
        if (row, column) in shut:
            return None
        return full[row, column].value if (row, column) in full else 0

    def weight(at: tuple[str | None, str | None]) -> tuple[int, int]:
        return (0 if at in shut else -full[at].value, 0)  # the order must not tell what is closed

    row_keys = sorted({k[0] for k in full if k[0]}, key=lambda r: (*weight((r, None)), countries.name(r or "")))
    column_keys = sorted({k[1] for k in full if k[1]}, key=lambda c: (*weight((None, c)), c or ""))
    return {
        "columns": column_keys,
        "rows": [[r, [value(r, c) for c in column_keys], value(r, None)] for r in row_keys],
        "totals": [value(None, c) for c in column_keys],
        "total": value(None, None),
        "closed": len(shut),
    }


def to_publish(survey: WorkforceSurvey) -> dict[str, Any]:
    """What the public page is to show: of confirmed returns only."""
    held = lines(survey, ("confirmed",))
    by_state = counts(survey)
    return {
        "asked": sum(by_state.values()),
        "answered": by_state.get("confirmed", 0),
        "with_needs": len({line.organisation_id for line in held}),
        "tables": {measure: table(held, measure, protect=True) for measure in MEASURES},
    }


def of_country(published: dict[str, Any], country: str) -> dict[str, Any] | None:
    """The published row of a country: {measure: (values by occupation that are not nothing, total)};
    None where it is not named.
    """
    found = {}
    for measure, shown in published["tables"].items():
        row = next((r for r in shown["rows"] if r[0] == country), None)
        if row is not None:
            found[measure] = ([(c, v) for c, v in zip(shown["columns"], row[1], strict=True) if v != 0], row[2])
    return found or None
