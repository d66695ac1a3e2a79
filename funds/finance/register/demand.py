"""The demand for a further fund: what is planned to be invested against what the funds made for expansion have left.

Reads only.
Filings and the yearly survey stand side by side and are never added: who has filed also answers the survey.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from funds.finance.register.models import SurveyedPlans
from funds.finance.register.queries import Standing, all_funds, standing
from portal.core import countries
from portal.core.db import db
from portal.core.declared import fact
from portal.core.reading import money, or_none, whole
from portal.core.text import Text

MOST_LINES = 2000
MOST_WON = 10**15


@dataclass(frozen=True)
class Planned:
    """Investment that is planned for a country and year, in won; `count` filings or answering organisations."""

    country: str
    year: int
    count: int
    won: int


@dataclass(frozen=True)
class Plans:
    """Planned investment of one source, by country and year."""

    planned: tuple[Planned, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({p.year for p in self.planned}))

    @property
    def countries(self) -> tuple[str, ...]:
        """The greatest sums first."""
        return tuple(sorted({p.country for p in self.planned}, key=lambda c: (-self.of_country(c), c)))

    @property
    def total(self) -> int:
        return sum(p.won for p in self.planned)

    def cell(self, country: str, year: int) -> Planned | None:
        return next((p for p in self.planned if (p.country, p.year) == (country, year)), None)

    def of_country(self, country: str) -> int:
        return sum(p.won for p in self.planned if p.country == country)

    def of_year(self, year: int) -> int:
        return sum(p.won for p in self.planned if p.year == year)


@dataclass(frozen=True)
class Demand:
    """What is planned, by filings and by the latest survey, against what is left."""

    filed: Plans
    surveyed: Plans | None
    survey: SurveyedPlans | None
    open_funds: tuple[Standing, ...]
    closed_funds: tuple[Standing, ...]

    @property
    def left(self) -> int | None:
        """None where the use of no open fund is known."""
        known = [s.remaining for s in self.open_funds if s.remaining is not None]
        return sum(known) if known else None if self.open_funds else 0

    def short_of(self, plans: Plans) -> int | None:
        return max(plans.total - self.left, 0) if self.left is not None else None


def demand(day: date) -> Demand:
    """As of `day`: accepted filings, the latest survey told by then, the funds made for expansion."""
    rows: Iterable[tuple[str, int, int, int]] = fact("planned_investment", day) or ()
    survey = latest_survey(day)
    standings = [standing(f, day) for f in all_funds(day) if f.expands]
    return Demand(
        filed=Plans(tuple(Planned(*row) for row in rows)),
        surveyed=Plans(tuple(Planned(*row) for row in survey.rows)) if survey else None,
        survey=survey,
        open_funds=tuple(s for s in standings if s.fund.ends_on is None or s.fund.ends_on >= day),
        closed_funds=tuple(s for s in standings if s.fund.ends_on is not None and s.fund.ends_on < day),
    )


# ---- the survey's figures ----------------------------------------------------------------------------------------------------------------


def latest_survey(day: date) -> SurveyedPlans | None:
    wanted = select(SurveyedPlans).where(SurveyedPlans.on <= day)
    return db.session.scalar(wanted.order_by(SurveyedPlans.survey_year.desc(), SurveyedPlans.id.desc()).limit(1))


def surveys() -> Sequence[SurveyedPlans]:
    """Every entry, the latest first."""
    return db.session.scalars(select(SurveyedPlans).order_by(SurveyedPlans.id.desc())).all()


def read_plans(pasted: str, survey_year: int) -> tuple[list[list[Any]], list[Text]]:
    """Rows [country, year, organisations, won] of pasted lines, and a sentence for each line that is none.

    A line holds country, year, organisations and won, parted by tabs (as copied from a spreadsheet) or semicolons. A
    heading line, in which no cell is a number, is passed over.
    """
    rows: list[list[Any]] = []
    problems: list[Text] = []
    known: set[tuple[str, int]] = set()
    lines = [(n, line) for n, line in enumerate(pasted.splitlines(), 1) if line.strip()]
    for n, line in lines[:MOST_LINES]:
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(";"))]
        if n == lines[0][0] and not any(or_none(money, cell) is not None for cell in cells):
            continue
        row = _row(cells, survey_year)
        if isinstance(row, Text):
            problems.append(Text("{n}번째 줄: {s}", "Line {n}: {s}").format(n=n, s=row))
        elif (row[0], row[1]) in known:
            problems.append(
                Text(
                    "{n}번째 줄: 같은 나라와 연도가 위에 있습니다.", "Line {n}: this country and year stand above."
                ).format(n=n)
            )
        else:
            known.add((row[0], row[1]))
            rows.append(row)
    if len(lines) > MOST_LINES:
        problems.append(Text("{m}줄까지 적을 수 있습니다.", "At most {m} lines.").format(m=MOST_LINES))
    if not rows and not problems:
        problems.append(Text("적은 줄이 없습니다.", "There is no line."))
    return rows, problems


def _row(cells: Sequence[str], survey_year: int) -> list[Any] | Text:
    if len(cells) != 4:
        return Text(
            "칸이 넷이어야 합니다: 나라, 연도, 기관 수, 금액(원)",
            "Four cells are wanted: country, year, organisations, won",
        )
    country = countries.find(cells[0])
    if country is None or country == countries.KOREA:
        return Text("‘{c}’은(는) 아는 나라가 아닙니다.", "“{c}” is no country that is known.").format(c=cells[0][:40])
    year = or_none(whole, cells[1], units=("년",))
    count = or_none(whole, cells[2], units=("개", "곳", "개소", "개 기관"))
    won = or_none(money, cells[3])
    if year is None or count is None or won is None or min(year, count, won) < 0:
        return Text(
            "연도, 기관 수, 금액은 0 이상의 정수로 적어 주세요.",
            "Year, organisations and won are whole numbers from 0 on.",
        )
    if not survey_year <= year <= survey_year + 10:
        return Text("{a}년부터 {b}년까지의 계획을 적습니다.", "Plans of {a} to {b} are taken.").format(
            a=survey_year, b=survey_year + 10
        )
    if count < 1 or won > MOST_WON:
        return Text("기관 수는 1 이상, 금액은 1천조원까지입니다.", "At least one organisation, at most 10¹⁵ won.")
    return [country, year, count, won]
