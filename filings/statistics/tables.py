"""Tables 1-10 of the annual report: accepted filings by year, type, country, specialty, class, beds, region, department.

Each figure that counts filings names the filters of the register (`filings.desk.register`) that show just those.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from filings import terms
from filings.models import Content
from filings.statistics import counts as st
from filings.statistics import handling
from portal.core import countries
from portal.core.tables import AsOf, Behind, Heading, Table, rounded, share
from portal.core.text import Text

CUMULATIVE, SHARE = Heading("누적", en="Cumulative"), Heading("비율(%)", "share", en="Share (%)")
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
    """A table of labels × years with the cumulative count and its share of all. A line: labels, filters, counts by year."""
    held = [(labels, filters, counts, sum(counts.values())) for labels, filters, counts in lines]
    whole = sum(total for *_, total in held)
    rows = [
        [*labels, *(counts.get(y, 0) for y in as_of.years), total, share(total, whole)]
        for labels, _, counts, total in held
    ]
    sums = [sum(counts.get(y, 0) for _, _, counts, _ in held) for y in as_of.years]
    totals = ["합계", *[""] * (len(first) - 1), *sums, whole, share(whole, whole)]
    columns = [*[None] * len(first), *({"year": y} for y in as_of.years), ALL, None]
    behind = _behind((filters for _, filters, *_ in held), columns)
    return Table([*first, *_years(as_of), CUMULATIVE, SHARE], rows, totals, behind=behind)


def _counted(first: Heading, counts: Iterable[tuple[str, dict[str, Any], int]]) -> Table:
    held = list(counts)
    total = sum(n for *_, n in held)
    rows = [[label, n, share(n, total)] for label, _, n in held]
    behind = _behind((filters for _, filters, _ in held), [None, ALL, None])
    return Table(
        [first, Heading("누적건수", en="Cumulative"), SHARE], rows, ["합계", total, share(total, total)], behind=behind
    )


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
        Heading("연도", "text", 8, en="Year"), Heading("신고건수", en="Filings"), Heading("누적건수", en="Cumulative"), Heading("신규 진출국가수", en="New countries"), Heading("누적 국가수", en="Countries so far"),
        Heading("전년 대비 증감률(%)", "share", en="Change on the year (%)"),
    ]  # fmt: skip
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
        [Heading("진출유형", "text", en="Type")],
        (([label.ko], {"type": code}, counts.get(code, {})) for code, label in terms.TYPES.items()),
    )


def by_country(as_of: AsOf) -> Table:
    counts = st.by_year_and(Content.country, as_of.day)
    order = sorted(counts, key=lambda c: (-sum(counts[c].values()), c))
    return _yearly(
        as_of,
        [Heading("국가", "text", en="Country"), Heading("ISO", "text", 6)],
        (([countries.name(c, "ko"), c], {"country": c}, counts[c]) for c in order),
    )


def by_specialty(as_of: AsOf) -> Table:
    counts = st.by(Content.specialty, as_of.day)
    blank = counts.pop("", 0)
    named = sum(counts.values())
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows: list[list[Any]] = [[label, n, share(n, named)] for label, n in order]
    if blank:
        rows.append(["(미기재)", blank, None])
    headings = [Heading("진료과목", "text", en="Specialty"), Heading("누적건수", en="Cumulative"), SHARE]
    filters = [{"specialty": label} for label, _ in order] + ([{"specialty": NOT_NAMED}] if blank else [])
    totals = ["합계", named + blank, share(named, named)]
    return Table(headings, rows, totals, behind=_behind(filters, [None, ALL, None]))


def _crossed(name: str, columns: list[tuple[Any, str]], counts: dict[tuple[Any, Any], int]) -> Table:
    """Countries × columns (the filter `name`) with a sum; rows by size."""
    rows_of = {c for c, _ in counts}
    totals = {c: sum(n for (own, _), n in counts.items() if own == c) for c in rows_of}
    order = sorted(rows_of, key=lambda c: (-totals[c], c))
    rows = [[countries.name(c, "ko"), *(counts.get((c, key), 0) for key, _ in columns), totals[c]] for c in order]
    sums = [sum(counts.get((c, key), 0) for c in rows_of) for key, _ in columns]
    headings = [
        Heading("국가", "text", en="Country"),
        *(Heading(label) for _, label in columns),
        Heading("계", en="Total"),
    ]
    behind = _behind(({"country": c} for c in order), [None, *({name: key or NOT_NAMED} for key, _ in columns), ALL])
    return Table(headings, rows, ["합계", *sums, sum(totals.values())], behind=behind)


def country_specialty(as_of: AsOf) -> Table:
    counts = st.by_two(Content.country, Content.specialty, as_of.day)
    sizes: dict[str, int] = {}
    for (_, specialty), n in counts.items():
        sizes[specialty] = sizes.get(specialty, 0) + n
    named = sorted((s for s in sizes if s), key=lambda s: (-sizes[s], s))
    return _crossed("specialty", [(s, s) for s in named] + [("", "(미기재)")], counts)


def by_class(as_of: AsOf) -> Table:
    counts = st.by_year_and(Content.category, as_of.day)
    return _yearly(
        as_of,
        [Heading("종별", "text", en="Class")],
        (([label.ko], {"class": code}, counts.get(code, {})) for code, label in terms.CLASSES.items()),
    )


def by_beds(as_of: AsOf) -> Table:
    counts = st.bed_bands(as_of.day)
    lines = ((label, {"beds": label}, counts.get(label, 0)) for label in st.BED_BANDS)
    return _counted(Heading("병상규모", "text", en="Beds"), lines)


def by_region(as_of: AsOf) -> Table:
    counts = st.region_by_year(as_of.day)
    part = {code: "수도권" if code in terms.CAPITAL_REGION else "비수도권" for code in terms.SIDO}
    order = [c for group in ("수도권", "비수도권") for c in terms.SIDO if part[c] == group and c in counts]
    first = [Heading("구분", "text", 10, en="Area"), Heading("시도", "text", 8, en="Province")]
    return _yearly(as_of, first, (([part[c], c], {"region": c}, counts[c]) for c in order))


def by_department(as_of: AsOf) -> Table:
    counts = st.by(Content.has_department, as_of.day)
    lines = (("유", {"department": "yes"}, counts.get(True, 0)), ("무", {"department": "no"}, counts.get(False, 0)))
    return _counted(Heading("전담부서", "text", en="Department"), lines)


def country_type(as_of: AsOf) -> Table:
    columns = [(code, label.ko) for code, label in terms.TYPES.items()]
    return _crossed("type", columns, st.by_two(Content.country, Content.type, as_of.day))
