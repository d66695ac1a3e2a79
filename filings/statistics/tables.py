"""Tables 1-10 of the annual report: accepted filings by year, type, country, specialty, class, beds,
region, department.

Each figure that counts filings names the filters of the register (`filings.desk.register`) that show just those.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from filings import terms
from filings.models import Content
from filings.statistics import counts as st
from filings.statistics import crosstab, handling
from portal.core import countries
from portal.core.tables import TOTAL, AsOf, Behind, Heading, Table, rounded, share
from portal.core.text import Text

CUMULATIVE, SHARE = Heading(Text("누적", "Cumulative")), Heading(Text("비율(%)", "Share (%)"), "share")
SO_FAR = Heading(Text("누적건수", "Cumulative"))
COUNTRY = Heading(Text("국가", "Country"), "text")
NOT_GIVEN = Text("(미기재)", "(not given)")
AREAS = {True: Text("수도권", "Capital region"), False: Text("비수도권", "Other regions")}
DEPARTMENT = {True: Text("유", "Yes"), False: Text("무", "No")}
REGISTER = "filings_desk.register"
NOT_NAMED = "none"  # what the filter of specialties calls a blank one
ALL: dict[str, Any] = {}


def _years(as_of: AsOf) -> list[Heading]:
    return [Heading(str(year)) for year in as_of.years]


def _behind(rows: Iterable[Mapping[str, Any]], columns: Sequence[Mapping[str, Any] | None]) -> Behind:
    """Each figure's filters are those of its row and of its column; a column of None counts no filings."""
    cells = [[None if column is None else {**row, **column} for column in columns] for row in rows]
    return Behind(REGISTER, cells, [None if column is None else dict(column) for column in columns])


def _yearly(
    as_of: AsOf, first: list[Heading], lines: Iterable[tuple[list[Any], dict[str, Any], dict[int, int]]]
) -> Table:
    """A table of labels × years with the cumulative count and its share of all.

    A line: labels, filters, counts by year.
    """
    held = list(lines)
    made = crosstab.yearly([counts for *_, counts in held], as_of.years)
    whole = made.sums[-1]
    rows = [[*labels, *row, share(row[-1], whole)] for (labels, *_), row in zip(held, made.rows, strict=True)]
    totals = [TOTAL, *[""] * (len(first) - 1), *made.sums, share(whole, whole)]
    columns = [*[None] * len(first), *({"year": y} for y in as_of.years), ALL, None]
    behind = _behind((filters for _, filters, _ in held), columns)
    return Table([*first, *_years(as_of), CUMULATIVE, SHARE], rows, totals, behind=behind)


def _counted(first: Heading, counts: Iterable[tuple[Text | str, dict[str, Any], int]]) -> Table:
    held = list(counts)
    total = sum(n for *_, n in held)
    rows = [[label, n, share(n, total)] for label, _, n in held]
    behind = _behind((filters for _, filters, _ in held), [None, ALL, None])
    return Table([first, SO_FAR, SHARE], rows, [TOTAL, total, share(total, total)], behind=behind)


def by_year(as_of: AsOf) -> Table:
    counts = st.by_year_and(Content.country, as_of.day)
    per_year = {y: sum(c.get(y, 0) for c in counts.values()) for y in as_of.years}
    first_seen = [min(c) for c in counts.values()]
    rows: list[list[Any]] = []
    running = countries_so_far = 0
    for year in as_of.years:
        new = first_seen.count(year)
        running, countries_so_far = running + per_year[year], countries_so_far + new
        before = per_year.get(year - 1)
        growth = rounded(Decimal(per_year[year] - before) * 100 / before) if before else None
        rows.append([str(year), per_year[year], running, new, countries_so_far, growth])
    headings = [
        Heading(Text("연도", "Year"), "text", 8),
        Heading(Text("신고건수", "Filings")),
        SO_FAR,
        Heading(Text("신규 진출국가수", "New countries")),
        Heading(Text("누적 국가수", "Countries so far")),
        Heading(Text("전년 대비 증감률(%)", "Change on the year (%)"), "share"),
    ]
    rate = cagr(per_year)
    if rate is None:
        note = Text(
            "연평균 증가율(CAGR): 셀 수 있는 기간이 한 해뿐이라 계산하지 않습니다.",
            "Compound annual growth (CAGR): not given, since a single year can be counted.",
        )
    else:
        first, last = as_of.years[0], as_of.years[-1]
        reckoned = f"(({per_year[last]} ÷ {per_year[first]})^(1 ÷ {last - first}) − 1) × 100"
        note = Text(
            f"연평균 증가율(CAGR) {rate}% = ((마지막 해 신고건수 ÷ 첫 해 신고건수)^(1 ÷ 햇수) − 1) × 100"
            f" = {reckoned}. 누적이 아닌 연간 건수로 계산합니다.",
            f"Compound annual growth (CAGR) {rate}% = ((filings of the last year ÷ of the first)^(1 ÷ years) − 1) × 100"
            f" = {reckoned}. Of yearly, not cumulative counts.",
        )
    gone = handling.revoked_count(as_of.day)
    left_out = Text(
        f"기준일까지 신고확인증의 효력을 잃은 신고 {gone:,}건은 빼고 셉니다.",
        f"Filings whose certificate was no longer in force on the as-of day are left out: {gone:,}.",
    )
    notes = [note, left_out] if gone else [note]
    cells = [[None, {"year": y}, {"until": y}, None, None, None] for y in as_of.years]
    return Table(headings, rows, None, notes, Behind(REGISTER, cells))


def cagr(per_year: dict[int, int]) -> Decimal | None:
    """Compound annual growth of the yearly counts in percent, one decimal; None for one year or an empty end."""
    first, last = min(per_year), max(per_year)
    if first == last or not per_year[first] or not per_year[last]:
        return None
    ratio = Decimal(per_year[last]) / Decimal(per_year[first])
    return rounded((ratio ** (Decimal(1) / (last - first)) - 1) * 100)


def yearly_growth(as_of: AsOf) -> Decimal | None:
    counts = st.by_year_and(Content.country, as_of.day)
    return cagr({y: sum(c.get(y, 0) for c in counts.values()) for y in as_of.years})


def by_type(as_of: AsOf) -> Table:
    counts = st.by_year_and(Content.type, as_of.day)
    return _yearly(
        as_of,
        [Heading(Text("진출유형", "Type"), "text")],
        (([label], {"type": code}, counts.get(code, {})) for code, label in terms.TYPES.items()),
    )


def by_country(as_of: AsOf) -> Table:
    counts = st.by_year_and(Content.country, as_of.day)
    order = sorted(counts, key=lambda c: (-sum(counts[c].values()), c))
    return _yearly(
        as_of,
        [COUNTRY, Heading("ISO", "text", 6)],
        (([countries.named(c), c], {"country": c}, counts[c]) for c in order),
    )


def by_specialty(as_of: AsOf) -> Table:
    counts = st.by(Content.specialty, as_of.day)
    blank = counts.pop("", 0)
    named = sum(counts.values())
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows: list[list[Any]] = [[terms.SPECIALTIES.get(code, code), n, share(n, named)] for code, n in order]
    if blank:
        rows.append([NOT_GIVEN, blank, None])
    headings = [Heading(Text("진료과목", "Specialty"), "text"), SO_FAR, SHARE]
    filters = [{"specialty": code} for code, _ in order] + ([{"specialty": NOT_NAMED}] if blank else [])
    totals = [TOTAL, named + blank, share(named, named)]
    return Table(headings, rows, totals, behind=_behind(filters, [None, ALL, None]))


def _crossed(name: str, columns: list[tuple[Any, Text | str]], counts: dict[tuple[Any, Any], int]) -> Table:
    """Countries × columns (the filter `name`) with a sum; rows by size."""
    made = crosstab.crossed(counts, [key for key, _ in columns])
    rows = [[countries.named(c), *row] for c, row in zip(made.keys, made.rows, strict=True)]
    headings = [COUNTRY, *(Heading(label) for _, label in columns), Heading(Text("계", "Total"))]
    behind = _behind(
        ({"country": c} for c in made.keys), [None, *({name: key or NOT_NAMED} for key, _ in columns), ALL]
    )
    return Table(headings, rows, [TOTAL, *made.sums], behind=behind)


def country_specialty(as_of: AsOf) -> Table:
    counts = st.by_two(Content.country, Content.specialty, as_of.day)
    sizes: dict[str, int] = {}
    for (_, specialty), n in counts.items():
        sizes[specialty] = sizes.get(specialty, 0) + n
    named = sorted((s for s in sizes if s), key=lambda s: (-sizes[s], s))
    columns: list[tuple[Any, Text | str]] = [(s, terms.SPECIALTIES.get(s, s)) for s in named]
    return _crossed("specialty", [*columns, ("", NOT_GIVEN)], counts)


def by_class(as_of: AsOf) -> Table:
    counts = st.by_year_and(Content.category, as_of.day)
    return _yearly(
        as_of,
        [Heading(Text("종별", "Class"), "text")],
        (([label], {"class": code}, counts.get(code, {})) for code, label in terms.CLASSES.items()),
    )


def by_beds(as_of: AsOf) -> Table:
    counts = st.bed_bands(as_of.day)
    lines = ((st.BAND_WORDS.get(band, band), {"beds": band}, counts.get(band, 0)) for band in st.BED_BANDS)
    return _counted(Heading(Text("병상규모", "Beds"), "text"), lines)


def by_region(as_of: AsOf) -> Table:
    counts = st.region_by_year(as_of.day)
    capital = {code: code in terms.CAPITAL_REGION for code in terms.SIDO}
    order = [c for inside in AREAS for c in terms.SIDO if capital[c] == inside and c in counts]
    first = [Heading(Text("구분", "Area"), "text", 10), Heading(Text("시도", "Province"), "text", 8)]
    return _yearly(as_of, first, (([AREAS[capital[c]], terms.SIDO[c]], {"region": c}, counts[c]) for c in order))


def by_department(as_of: AsOf) -> Table:
    counts = st.by(Content.has_department, as_of.day)
    filters = {True: "yes", False: "no"}
    lines = ((words, {"department": filters[has]}, counts.get(has, 0)) for has, words in DEPARTMENT.items())
    return _counted(Heading(Text("전담부서", "Department"), "text"), lines)


def country_type(as_of: AsOf) -> Table:
    return _crossed("type", list(terms.TYPES.items()), st.by_two(Content.country, Content.type, as_of.day))
