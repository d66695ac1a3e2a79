"""The public statistics of filings: which of the declared tables everybody may see, as they stand on a day.

Aggregates only.
Never the register, never a table of the office's own work.
"""

from collections.abc import Sequence
from datetime import date

from portal.core import clock, search
from portal.core.declared import collected, fact
from portal.core.tables import AsOf, Heading, ReportTable, Table
from portal.core.text import Text

PUBLIC = (
    "by_year", "by_country", "by_type", "by_specialty", "by_class", "by_region", "by_beds", "by_department",
    "country_type", "country_specialty",
)  # fmt: skip
FORMATS = ("xlsx", "csv", "json")


def tables() -> list[ReportTable]:
    """The declared tables that everybody may see."""
    declared = {t.key: t for t in collected("sheets")}
    return [declared[key] for key in PUBLIC if key in declared and not declared[key].streamed]


def table_of(key: str) -> ReportTable | None:
    return next((t for t in tables() if t.key == key), None)


def as_of(year: int) -> AsOf:
    """The end of the year, or today in the year that runs."""
    day = min(date(year, 12, 31), clock.today())
    return AsOf(day=day, first_year=fact("first_filing_year", day) or year)


def years() -> list[int]:
    """The years with figures, the newest first."""
    last = clock.today().year
    return list(range(last, (fact("first_filing_year", clock.today()) or last) - 1, -1))


def built(one: ReportTable, at: AsOf) -> Table:
    """The table with its rows in hand."""
    table = one.build(at)
    table.rows = [list(row) for row in table.rows]
    return table


def bars(table: Table, most: int = 15) -> tuple[Heading, list[tuple[Text | str, float]]]:
    """(heading of the counted column, label and count of the first rows): the cumulative count, or the first one."""
    headings = table.names()
    counts = [i for i, h in enumerate(table.headings) if h.holds == "count"]
    named = next((i for i in counts if headings[i] in ("누적", "누적건수", "계")), counts[0] if counts else 0)
    if headings[0] == "연도" and "신고건수" in headings:
        named = headings.index("신고건수")
    label = 1 if headings[:2] == ["구분", "시도"] else 0
    return table.headings[named], [(row[label], row[named] or 0) for row in list(table.rows)[:most]]


def counts_by_country(at: AsOf) -> dict[str, int]:
    """Filings by country code from the declared table."""
    one = table_of("by_country")
    if one is None:
        return {}
    table = built(one, at)
    headings = table.names()
    code, total = headings.index("ISO"), headings.index("누적")
    return {row[code]: row[total] for row in table.rows}


def steps(counts: Sequence[int]) -> list[int]:
    """Lower bounds of up to four classes of the map above zero: 1, and thirds of the greatest on a round scale."""
    most = max(counts, default=0)
    return [bound for bound in (1, 5, 20, 50) if bound <= most] or [1]


def class_of(count: int, bounds: Sequence[int]) -> int:
    """0 for none, else the number of the class."""
    return sum(count >= bound for bound in bounds)


# ---- what is found ----------------------------------------------------------------------------------------------------


def documents() -> list[search.Document]:
    """The public tables of the running year."""
    return [
        search.Document(
            key=t.key,
            title=Text(f"진출신고 통계 {t.title.ko}", f"Statistics of filings: {t.title.en}"),
            body=t.counts,
            endpoint="statistics.table",
            args={"year": clock.today().year, "key": t.key},
        )
        for t in tables()
    ]
