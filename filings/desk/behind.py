"""The lists behind the figures of the annual report: the register and the filings as they are counted on an as-of day.

Both are the lists of `filings.desk.lists` with further filters; without an `as_of` those themselves are shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, extract, select

from filings import terms
from filings.desk.lists import ALL, IN_FORCE, years_of_register
from filings.models import Content
from filings.statistics.counts import BED_BANDS, bed_band, in_force
from filings.statistics.handling import filings_behind
from filings.statistics.tables import NOT_NAMED
from portal.core.cases import Case
from portal.core.listing import Filter, Listing
from portal.core.reading import sent_year
from portal.core.reading_days import day_or_none
from portal.core.text import Text

EVERY = 1_000_000  # these lists are counted to the end: their number is the figure
HOW = {
    "received": Text("접수", "Received"),
    "accepted": Text("수리", "Accepted"),
    "deemed": Text("수리간주", "Deemed accepted"),
    "supplemented": Text("보완", "Supplemented"),
    "returned": Text("반려", "Returned or refused"),
    "withdrawn": Text("취하", "Withdrawn"),
    "late": Text("지연신고", "Filed late"),
}
SPECIALTIES = [(NOT_NAMED, Text("(미기재)", "(not named)")), *terms.SPECIALTIES.items()]
BEDS = [(band, Text(band, band.replace(" 이상", " or more"))) for band in BED_BANDS]
DEPARTMENT = {"yes": Text("유", "Yes"), "no": Text("무", "No")}
AS_OF = Text("기준일", "As of")


def register_on(args: Mapping[str, str]) -> Listing:
    """The register as it stands, or as it was counted on the day `as_of` of `args`."""
    if not args.get("as_of", "").strip():
        return IN_FORCE
    return replace(
        IN_FORCE,
        query=lambda _actor: select(Content),
        count_limit=EVERY,
        filters=(
            Filter(key="as_of", label=AS_OF, apply=_content_on, type="date"),
            *IN_FORCE.filters,
            Filter(key="until", label=Text("수리 연도까지", "Accepted until"), apply=_until, choices=years_of_register),
            Filter(key="specialty", label=Text("진료과목", "Specialty"), apply=_specialty, choices=lambda: SPECIALTIES),
            Filter(key="beds", label=Text("병상규모", "Beds"), apply=_beds, choices=lambda: BEDS),
            Filter(
                key="department",
                label=Text("전담부서", "Department"),
                apply=_department,
                choices=lambda: list(DEPARTMENT.items()),
            ),
        ),
    )


def filings_on(args: Mapping[str, str]) -> Listing:
    """All filings, or those that count under the word `how` (of the year `received` of 접수일) on the day `as_of` of
    `args`.
    """
    text = args.get("as_of", "").strip()
    if not text:
        return ALL
    day, year = day_or_none(text), args.get("received", "").strip()
    return replace(
        ALL,
        count_limit=EVERY,
        filters=(
            Filter(key="as_of", label=AS_OF, apply=lambda statement, _text: statement if day else None, type="date"),
            *ALL.filters,
            Filter(
                key="how",
                label=Text("집계", "Counted as"),
                apply=_counted(day, year),
                choices=lambda: list(HOW.items()),
            ),
            Filter(
                key="received", label=Text("집계 연도", "Counted in"), apply=_received(args), choices=years_of_register
            ),
        ),
    )


def _content_on(statement: Select[Any], text: str) -> Select[Any] | None:
    day = day_or_none(text)
    return statement.where(in_force(day)) if day else None


def _until(statement: Select[Any], text: str) -> Select[Any] | None:
    year = sent_year(text)
    return statement.where(Content.accepted_on <= date(year, 12, 31)) if year else None


def _specialty(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(Content.specialty == ("" if text == NOT_NAMED else text))


def _beds(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(bed_band() == text)


def _department(statement: Select[Any], text: str) -> Select[Any] | None:
    return statement.where(Content.has_department.is_(text == "yes")) if text in DEPARTMENT else None


def _counted(day: date | None, year: str) -> Callable[[Select[Any], str], Select[Any] | None]:
    def apply(statement: Select[Any], how: str) -> Select[Any] | None:
        behind = filings_behind(how, day) if day else None
        if behind is None:
            return None
        if year:
            behind = behind.where(extract("year", behind.selected_columns.received_on) == sent_year(year))
        return statement.where(Case.id.in_(behind.with_only_columns(behind.selected_columns.id)))

    return apply


def _received(args: Mapping[str, str]) -> Callable[[Select[Any], str], Select[Any] | None]:
    """The year narrows what `how` counts; alone it is that of the case's 접수일."""

    def apply(statement: Select[Any], text: str) -> Select[Any] | None:
        if sent_year(text) is None:
            return None
        return statement if args.get("how") else statement.where(extract("year", Case.received_on) == sent_year(text))

    return apply
