"""The programmes' tables of the annual report (sheets 16 and 17): which figures, in which order, under which words.

Programmes count by the year of their call; marks by the year of receipt, and their validity on
the last day of each year.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds.pilots.sheets import pilots_outside
from funds.selection.models import Application, Award, Call
from funds.selection.programmes import PROGRAMMES
from portal.core.cases import Event
from portal.core.db import db
from portal.core.tables import TOTAL, AsOf, Heading, ReportTable, Table, rounded
from portal.core.text import Text

YEAR = Heading(Text("연도", "Year"), "text", 8)
APPLIED, SELECTED = Heading(Text("신청", "Applied")), Heading(Text("선정", "Selected"))


def _received(as_of: AsOf) -> list[Any]:
    """(programme, year of the call, id, received_on, decided_on, state, awarded,
    marks) of what was received by the day.
    """
    wanted = (
        select(
            Application.programme,
            Call.__table__.c.year,
            Application.id,
            Application.received_on,
            Application.decided_on,
            Application.state,
            Application.awarded,
            Application.marks,
        )
        .join(Call.__table__, Call.__table__.c.id == Application.call_id)
        .where(Application.received_on <= as_of.day)
    )
    return list(db.session.execute(wanted).all())


def _selected(row: Any, day: date) -> bool:
    return row.state == "selected" and row.decided_on is not None and row.decided_on <= day


def programmes(as_of: AsOf) -> Table:
    groups: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in _received(as_of):
        groups[row.programme, row.year].append(row)
    second = _second_years(as_of.day)
    rows: list[list[Any]] = []
    order = list(PROGRAMMES)
    for key, year in sorted(groups, key=lambda g: (order.index(g[0]), g[1])):
        held = groups[key, year]
        chosen = [r for r in held if _selected(r, as_of.day)]
        finals = [Decimal(r.marks["final"]) for r in held if r.marks and r.decided_on and r.decided_on <= as_of.day]
        mean = rounded(sum(finals, Decimal(0)) / len(finals), 2) if finals else None
        rows.append(
            [
                PROGRAMMES[key].title,
                str(year),
                len(held),
                len(chosen),
                sum(r.awarded or 0 for r in chosen),
                mean,
                sum(r.id in second for r in held),
            ]
        )
    rows += pilots_outside(as_of)
    headings = [
        Heading(Text("사업", "Programme"), "text", 30),
        YEAR,
        APPLIED,
        SELECTED,
        Heading(Text("지원액", "Support"), "money"),
        Heading(Text("평가점수 평균", "Mean of points"), "mean"),
        Heading(Text("2차년도 지원", "Second year")),
    ]
    totals = [TOTAL, "", *(sum(r[n] or 0 for r in rows) for n in (2, 3, 4)), None, sum(r[6] or 0 for r in rows)]
    return Table(headings, rows, totals if rows else None)


def _second_years(day: date) -> set[int]:
    wanted = (
        select(Award.application_id)
        .join(Event, Event.case_id == Award.id)
        .where(Event.name == "award.continued", Event.on <= day)
    )
    return set(db.session.scalars(wanted))


def marks(as_of: AsOf) -> Table:
    of_marks = [p.key for p in PROGRAMMES.values() if p.is_mark]
    by_year: dict[int, list[Any]] = defaultdict(list)
    for row in _received(as_of):
        if row.programme in of_marks:
            by_year[row.received_on.year].append(row)
    spans = [span for key in of_marks for span in _validities(key, as_of.day)]
    first = min(by_year, default=as_of.day.year)
    rows: list[list[Any]] = []
    for year in range(first, as_of.day.year + 1):
        day = min(date(year, 12, 31), as_of.day)
        held = by_year.get(year, [])
        valid = sum(any(a <= day <= b for a, b in stretches) for stretches in spans)
        ended = sum(stretches[-1][1].year == year and stretches[-1][1] < day for stretches in spans)
        rows.append([str(year), len(held), sum(_selected(r, as_of.day) for r in held), valid, ended])
    headings = [YEAR, APPLIED, SELECTED, Heading(Text("유효", "Valid")), Heading(Text("만료", "Ended"))]
    return Table(headings, rows if by_year or spans else [])


def _validities(programme: str, day: date) -> list[list[tuple[date, date]]]:
    """For each award the stretches in which it held, read from its events up to `day`."""
    wanted = (
        select(Event)
        .join(Award, Award.id == Event.case_id)
        .where(Award.programme == programme, Event.on <= day)
        .order_by(Event.case_id, Event.id)
    )
    found: dict[int, list[tuple[date, date]]] = {}
    for event in db.session.scalars(wanted):
        stretches = found.setdefault(event.case_id, [])
        if event.name == "award.given":
            stretches.append((event.on, date.fromisoformat(event.facts["valid_to"])))
        elif stretches and event.name in ("award.renewed", "award.continued"):
            stretches[-1] = (stretches[-1][0], date.fromisoformat(event.facts["valid_to"]))
        elif stretches and event.name in ("award.revoked", "award.suspended"):
            stretches[-1] = (stretches[-1][0], min(stretches[-1][1], event.on))
        elif stretches and event.name == "award.reinstated":
            valid_to = db.session.get(Award, event.case_id)
            stretches.append((event.on, valid_to.valid_to if valid_to and valid_to.valid_to else day))
    return [s for s in found.values() if s]


SHEETS = (
    ReportTable(
        number=16, key="programmes", title=Text("지원사업", "Programmes"), build=programmes,
        counts=Text("공모 연도로 셉니다. 지원액은 선정할 때 정한 금액(원)이고 평가점수 평균은 평가한 신청의 최종 점수 평균입니다.",
            "By the year of the call. Sums in won as decided; the mean is of the final points of the applications scored."),
    ),
    ReportTable(
        number=17, key="marks", title=Text("K-헬스케어", "K-Healthcare mark"), build=marks, chart="column",
        counts=Text("신청과 선정은 접수일이 속한 연도로, 유효는 그해 마지막 날(마지막 연도는 기준일)에 유효한 수로, 만료는 그해에 끝난 수로 셉니다.",
            "Applied and selected by the year of receipt; valid on the last day of each year (the as-of day in the last); ended within the year."),
    ),
)  # fmt: skip
