"""The public statistics of filings: which of the declared tables everybody may see, as they stand on a day. Aggregates only.

Never the register, never a table of the office's own work. The tables are the ministry's; here they get English beside them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.core import clock, countries
from portal.core.module import collected, fact
from portal.core.tables import AsOf, Heading, ReportTable, Table
from portal.core.terms import CLASSES, SIDO
from portal.core.text import Text

PUBLIC = (
    "by_year", "by_country", "by_type", "by_specialty", "by_class", "by_region", "by_beds", "by_department",
    "country_type", "country_specialty",
)  # fmt: skip
FORMATS = ("xlsx", "csv", "json")

_LABELS = {
    "합계": "Total", "(미기재)": "(not given)", "수도권": "Capital region", "비수도권": "Other regions", "유": "Yes", "무": "No",
    "1000 이상": "1000 or more", "기타": "Others", "수도권(서울·경기·인천)": "Capital region (Seoul, Gyeonggi, Incheon)",
    "내과통합": "Internal medicine", "검진": "Check-ups", "성형외과": "Plastic surgery", "피부과": "Dermatology",
    "한방통합": "Korean medicine", "의료기관 개설": "Opening an institution", "컨설팅": "Consulting", "연락사무소": "Liaison office",
}  # fmt: skip


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


def headed(heading: Heading, language: str) -> str:
    """A heading in the language of the page: as the table declares it, else as a label (a type, a specialty)."""
    said = heading.in_(language)
    return said if said != heading.text else str(worded(heading.text, language))


def worded(value: Any, language: str) -> Any:
    """A label of a table in the language of the page; anything else as it is."""
    if language == "ko" or not isinstance(value, str) or not value:
        return value
    if value in _LABELS:
        return _LABELS[value]
    held: Mapping[str, Text] = (fact("filing_words") or {}) | CLASSES | SIDO
    if value in held:
        return held[value].en
    code = countries.find(value) if len(value) > 2 or not value.isascii() else None  # a code stays a code
    return countries.name(code, "en") if code else value


def bars(table: Table, most: int = 15) -> tuple[Heading, list[tuple[str, float]]]:
    """(heading of the counted column, label and count of the first rows): the cumulative count, or the first one."""
    headings = [h.text for h in table.headings]
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
    headings = [h.text for h in table.headings]
    code, total = headings.index("ISO"), headings.index("누적")
    return {row[code]: row[total] for row in table.rows}


def steps(counts: Sequence[int]) -> list[int]:
    """Lower bounds of up to four classes of the map above zero: 1, and thirds of the greatest on a round scale."""
    most = max(counts, default=0)
    return [bound for bound in (1, 5, 20, 50) if bound <= most] or [1]


def class_of(count: int, bounds: Sequence[int]) -> int:
    """0 for none, else the number of the class."""
    return sum(count >= bound for bound in bounds)
