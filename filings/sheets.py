"""The filings' tables of the annual report (sheets 1-13 and 19): which figures, in which order, under which words.

Labels are Korean, as the ministry's workbook names them; every share says over what it is taken.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from filings import handling, terms
from filings import statistics as st
from filings.kinds.change_questions import CHANGE_REASONS
from filings.models import Content
from portal.core import countries
from portal.core.people import shown_business_number
from portal.core.tables import AsOf, Heading, ReportTable, Table, rounded, share
from portal.core.text import Text

BY_ACCEPTANCE = Text(
    "수리일이 속한 연도로 셉니다. 기준일 현재의 내용입니다.",
    "Counted by the year of acceptance, with the content on the as-of day.",
)
BY_RECEIPT = Text("접수일이 속한 연도로 셉니다.", "Counted by the year of receipt.")
OVER_ALL = Text(" 비율은 전체 신고건수 대비입니다.", " Shares are of all filings.")
CUMULATIVE, SHARE = Heading("누적"), Heading("비율(%)", "share")


def _plus(one: Text, other: Text) -> Text:
    return Text(one.ko + other.ko, one.en + other.en)


def _years(as_of: AsOf) -> list[Heading]:
    return [Heading(str(year)) for year in as_of.years]


def _yearly(as_of: AsOf, first: list[Heading], lines: Iterable[tuple[list[Any], dict[int, int]]]) -> Table:
    """A table of labels × years with the cumulative count and its share of all."""
    held = [(labels, counts, sum(counts.values())) for labels, counts in lines]
    whole = sum(total for _, _, total in held)
    rows = [
        [*labels, *(counts.get(y, 0) for y in as_of.years), total, share(total, whole)]
        for labels, counts, total in held
    ]
    sums = [sum(counts.get(y, 0) for _, counts, _ in held) for y in as_of.years]
    totals = ["합계", *[""] * (len(first) - 1), *sums, whole, share(whole, whole)]
    return Table([*first, *_years(as_of), CUMULATIVE, SHARE], rows, totals)


def _counted(first: Heading, counts: Iterable[tuple[str, int]], whole: int | None = None) -> Table:
    held = list(counts)
    total = sum(n for _, n in held)
    rows = [[label, n, share(n, whole if whole is not None else total)] for label, n in held]
    return Table([first, Heading("누적건수"), SHARE], rows, ["합계", total, share(total, total)])


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
        Heading("연도", "text", 8), Heading("신고건수"), Heading("누적건수"), Heading("신규 진출국가수"), Heading("누적 국가수"),
        Heading("전년 대비 증감률(%)", "share"),
    ]  # fmt: skip
    rate = cagr(per_year)
    if rate is None:
        note = "연평균 증가율(CAGR): 셀 수 있는 기간이 한 해뿐이라 계산하지 않습니다."
    else:
        first, last = as_of.years[0], as_of.years[-1]
        note = (
            f"연평균 증가율(CAGR) {rate}% = ((마지막 해 신고건수 ÷ 첫 해 신고건수)^(1 ÷ 햇수) − 1) × 100"
            f" = (({per_year[last]} ÷ {per_year[first]})^(1 ÷ {last - first}) − 1) × 100. 누적이 아닌 연간 건수로 계산합니다."
        )
    gone = handling.revoked_count(as_of.day)
    notes = [note, f"기준일까지 신고확인증의 효력을 잃은 신고 {gone:,}건은 빼고 셉니다."] if gone else [note]
    return Table(headings, rows, None, notes)


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
        [Heading("진출유형", "text")],
        (([label.ko], counts.get(code, {})) for code, label in terms.TYPES.items()),
    )


def by_country(as_of: AsOf) -> Table:
    counts = st.by_year_and(Content.country, as_of.day)
    order = sorted(counts, key=lambda c: (-sum(counts[c].values()), c))
    return _yearly(
        as_of,
        [Heading("국가", "text"), Heading("ISO", "text", 6)],
        (([countries.name(c, "ko"), c], counts[c]) for c in order),
    )


def by_specialty(as_of: AsOf) -> Table:
    counts = st.by(Content.specialty, as_of.day)
    blank = counts.pop("", 0)
    named = sum(counts.values())
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows: list[list[Any]] = [[label, n, share(n, named)] for label, n in order]
    if blank:
        rows.append(["(미기재)", blank, None])
    headings = [Heading("진료과목", "text"), Heading("누적건수"), SHARE]
    return Table(headings, rows, ["합계", named + blank, share(named, named)])


def _crossed(columns: list[tuple[Any, str]], counts: dict[tuple[Any, Any], int]) -> Table:
    """Countries × columns with a sum; rows by size."""
    rows_of = {c for c, _ in counts}
    totals = {c: sum(n for (own, _), n in counts.items() if own == c) for c in rows_of}
    order = sorted(rows_of, key=lambda c: (-totals[c], c))
    rows = [[countries.name(c, "ko"), *(counts.get((c, key), 0) for key, _ in columns), totals[c]] for c in order]
    sums = [sum(counts.get((c, key), 0) for c in rows_of) for key, _ in columns]
    headings = [Heading("국가", "text"), *(Heading(label) for _, label in columns), Heading("계")]
    return Table(headings, rows, ["합계", *sums, sum(totals.values())])


def country_specialty(as_of: AsOf) -> Table:
    counts = st.by_two(Content.country, Content.specialty, as_of.day)
    sizes: dict[str, int] = {}
    for (_, specialty), n in counts.items():
        sizes[specialty] = sizes.get(specialty, 0) + n
    named = sorted((s for s in sizes if s), key=lambda s: (-sizes[s], s))
    return _crossed([(s, s) for s in named] + [("", "(미기재)")], counts)


def by_class(as_of: AsOf) -> Table:
    counts = st.by_year_and(Content.category, as_of.day)
    return _yearly(
        as_of, [Heading("종별", "text")], (([label.ko], counts.get(code, {})) for code, label in terms.CLASSES.items())
    )


def by_beds(as_of: AsOf) -> Table:
    counts = st.bed_bands(as_of.day)
    return _counted(Heading("병상규모", "text"), ((label, counts.get(label, 0)) for label in st.BED_BANDS))


def by_region(as_of: AsOf) -> Table:
    counts = st.region_by_year(as_of.day)
    part = {code: "수도권" if code in terms.CAPITAL_REGION else "비수도권" for code in terms.SIDO}
    order = [c for group in ("수도권", "비수도권") for c in terms.SIDO if part[c] == group and c in counts]
    first = [Heading("구분", "text", 10), Heading("시도", "text", 8)]
    return _yearly(as_of, first, (([part[c], c], counts[c]) for c in order))


def by_department(as_of: AsOf) -> Table:
    counts = st.by(Content.has_department, as_of.day)
    return _counted(Heading("전담부서", "text"), (("유", counts.get(True, 0)), ("무", counts.get(False, 0))))


def country_type(as_of: AsOf) -> Table:
    columns = [(code, label.ko) for code, label in terms.TYPES.items()]
    return _crossed(columns, st.by_two(Content.country, Content.type, as_of.day))


def processing(as_of: AsOf) -> Table:
    held = handling.handled(as_of.day)
    years = sorted(set(as_of.years) | set(held))
    rows, totals = (
        [],
        dict.fromkeys(
            ("received", "accepted", "deemed", "supplemented", "returned", "withdrawn", "days", "decided", "in_time"), 0
        ),
    )
    for year in years:
        row = held.get(year, {})
        for key in totals:
            totals[key] += row.get(key, 0)
        rows.append([str(year), *_handled(row)])
    headings = [
        Heading("연도", "text", 8), Heading("접수"), Heading("수리"), Heading("수리간주"), Heading("보완"), Heading("반려"), Heading("취하"),
        Heading("평균 처리일(근무일)", "mean"), Heading("기한 내 처리율(%)", "share"),
    ]  # fmt: skip
    return Table(headings, rows, ["합계", *_handled(totals)])


def _handled(row: dict[str, Any]) -> list[Any]:
    counts = [row.get(k, 0) for k in ("received", "accepted", "deemed", "supplemented", "returned", "withdrawn")]
    decided = row.get("accepted", 0) + row.get("deemed", 0) + row.get("returned", 0)
    mean = rounded(Decimal(row.get("days", 0)) / row["decided"], 2) if row.get("decided") else None
    return [*counts, mean, share(row.get("in_time", 0), decided)]


def late(as_of: AsOf) -> Table:
    held = handling.lateness(as_of.day)
    rows = []
    for year in sorted(set(as_of.years) | set(held)):
        count, days, most = held.get(year, (0, 0, 0))
        rows.append([str(year), count, rounded(Decimal(days) / count) if count else None, most if count else None])
    count, days = sum(c for c, _, _ in held.values()), sum(d for _, d, _ in held.values())
    most = max((m for _, _, m in held.values()), default=0)
    headings = [Heading("연도", "text", 8), Heading("지연건수"), Heading("평균 초과일", "mean"), Heading("최대 초과일")]
    return Table(
        headings, rows, ["합계", count, rounded(Decimal(days) / count) if count else None, most if count else None]
    )


REASONS = {code: label.ko for code, label in CHANGE_REASONS.items()}


def changes(as_of: AsOf) -> Table:
    held = handling.changes(as_of.day)
    keys = ("changed", "ended", *REASONS)
    rows = [[str(y), *(held.get(y, {}).get(k, 0) for k in keys)] for y in sorted(set(as_of.years) | set(held))]
    headings = [
        Heading("연도", "text", 8),
        Heading("변경신고"),
        Heading("종료"),
        *(Heading(label) for label in REASONS.values()),
    ]
    return Table(headings, rows, ["합계", *(sum(r.get(k, 0) for r in held.values()) for k in keys)])


def register(as_of: AsOf) -> Table:
    headings = [
        Heading("신고확인증번호", "text", 16), Heading("접수일", "day"), Heading("수리일", "day"), Heading("신고구분", "text"),
        Heading("기관명", "text", 26), Heading("종별", "text"), Heading("시도", "text"), Heading("사업자등록번호", "text", 15),
        Heading("전담부서 유무", "text"), Heading("진출유형", "text", 24), Heading("진출국가", "text", 16), Heading("도시", "text", 14),
        Heading("현지기관명", "text", 26), Heading("진료과목", "text", 14), Heading("병상수"), Heading("사유구분", "text"),
        Heading("사유발생일", "day"), Heading("계약종료일", "day"), Heading("파견인원"), Heading("운영상태", "text"), Heading("비고", "text", 30),
    ]  # fmt: skip
    return Table(headings, _register_rows(as_of))


def _register_rows(as_of: AsOf) -> Iterator[list[Any]]:
    kinds = {k: v.ko for k, v in terms.KINDS.items()}
    types = {k: v.ko for k, v in terms.TYPES.items()}
    triggers = {k: v.ko for k, v in terms.TRIGGERS.items()}
    statuses = {k: v.ko for k, v in terms.STATUSES.items()}
    names = dict(countries.choices("ko"))
    for r in st.register_rows(as_of.day):
        yield [
            r.certificate_no, r.received_on, r.accepted_on, kinds[r.filing_kind], r.organisation_name, r.category, r.region,
            shown_business_number(r.business_number), "유" if r.has_department else "무", types[r.type], names[r.country], r.city or None,
            r.foreign_name or None, r.specialty or None, r.beds, triggers[r.trigger], r.trigger_on, r.contract_ends_on, r.staff,
            statuses[r.status], r.note or None,
        ]  # fmt: skip


SHEETS = (
    ReportTable(number=1, key="by_year", title=Text("연도별", "By year"), counts=BY_ACCEPTANCE, build=by_year, chart="column"),
    ReportTable(number=2, key="by_type", title=Text("유형별", "By type"), counts=_plus(BY_ACCEPTANCE, OVER_ALL), build=by_type, chart="column"),
    ReportTable(number=3, key="by_country", title=Text("국가별", "By country"), counts=_plus(BY_ACCEPTANCE, OVER_ALL), build=by_country, chart="bar"),
    ReportTable(number=4, key="by_specialty", title=Text("진료과별", "By specialty"), build=by_specialty,
        counts=_plus(BY_ACCEPTANCE, Text(" 비율은 진료과목을 적은 신고 대비이며, (미기재)에는 비율이 없습니다.", " Shares are of the filings that name a specialty."))),
    ReportTable(number=5, key="country_specialty", title=Text("국가×진료과", "Country × specialty"), counts=BY_ACCEPTANCE, build=country_specialty),
    ReportTable(number=6, key="by_class", title=Text("종별", "By class"), counts=_plus(BY_ACCEPTANCE, OVER_ALL), build=by_class, chart="column"),
    ReportTable(number=7, key="by_beds", title=Text("병상규모", "By beds"), counts=_plus(BY_ACCEPTANCE, OVER_ALL), build=by_beds),
    ReportTable(number=8, key="by_region", title=Text("지역별", "By region"), build=by_region, chart="column",
        counts=_plus(BY_ACCEPTANCE, Text(" 수도권은 서울·경기·인천입니다. 비율은 전체 신고건수 대비입니다.", " The capital region is Seoul, Gyeonggi, Incheon. Shares are of all filings."))),
    ReportTable(number=9, key="by_department", title=Text("전담부서", "Dedicated department"), counts=_plus(BY_ACCEPTANCE, OVER_ALL), build=by_department),
    ReportTable(number=10, key="country_type", title=Text("국가×유형", "Country × type"), counts=BY_ACCEPTANCE, build=country_type),
    ReportTable(number=11, key="processing", title=Text("처리현황", "Handling"), build=processing,
        counts=_plus(BY_RECEIPT, Text(" 수리는 수리간주를 뺀 수이고 반려에는 수리 거부가 들어갑니다. 평균 처리일은 담당자가 처리한 건의 근무일(접수일=1일), 기한 내 처리율은 기한 안에 처리한 건 ÷ (수리+수리간주+반려)입니다.",
            " Accepted excludes deemed; returned includes refused. The mean is in working days (day of receipt = 1) of cases decided by an officer; the rate is in time ÷ (accepted + deemed + returned)."))),
    ReportTable(number=12, key="late", title=Text("지연신고", "Late filings"), build=late,
        counts=_plus(BY_RECEIPT, Text(" 신고 기한 마지막 날 뒤의 달력일로 셉니다. 신고 의무가 없는 신고는 뺍니다.", " Calendar days past the last day of the filing period; filings without a duty are left out."))),
    ReportTable(number=13, key="changes", title=Text("변경·종료", "Changes and endings"), build=changes,
        counts=Text("변경이 효력을 낸 연도로 셉니다. 옮겨 온 대장은 변경일을 아는 것만 셉니다.", "Counted by the year in which the change took effect; imported rows only where that day is known.")),
    ReportTable(number=19, key="register", title=Text("신고대장", "Register"), counts=Text("기준일 현재 유효한 신고 한 건이 한 줄입니다.", "One row a filing in force on the as-of day."), build=register, streamed=True),
)  # fmt: skip
