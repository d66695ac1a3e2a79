"""The filings' tables of the annual report (sheets 1-13 and 19) as declared, with those of handling;
1-10 are built in `tables`.

Every share says over what it is taken.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from filings.change.questions import CHANGE_REASONS
from filings.columns.register import COLUMNS
from filings.statistics import counts as st
from filings.statistics import handling
from filings.statistics.tables import (  # fmt: skip
    by_beds,
    by_class,
    by_country,
    by_department,
    by_region,
    by_specialty,
    by_type,
    by_year,
    country_specialty,
    country_type,
)
from portal.core.tables import TOTAL, AsOf, Behind, Heading, ReportTable, Table, rounded, share
from portal.core.text import Text

BY_ACCEPTANCE = Text(
    "수리일이 속한 연도로 셉니다. 기준일 현재의 내용입니다.",
    "Counted by the year of acceptance, with the content on the as-of day.",
)
BY_RECEIPT = Text("접수일이 속한 연도로 셉니다.", "Counted by the year of receipt.")
FILINGS = "filings_desk.filings"
YEAR = Heading(Text("연도", "Year"), "text", 8)
HOW = ("received", "accepted", "deemed", "supplemented", "returned", "withdrawn")
OVER_ALL = Text(" 비율은 전체 신고건수 대비입니다.", " Shares are of all filings.")


def _plus(one: Text, other: Text) -> Text:
    return Text(one.ko + other.ko, one.en + other.en)


def processing(as_of: AsOf) -> Table:
    held = handling.handled(as_of.day)
    years = sorted(set(as_of.years) | set(held))
    rows, cells, totals = (
        [],
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
        cells.append([None, *({"received": year, "how": how} for how in HOW), None, None])
    headings = [
        YEAR,
        Heading(Text("접수", "Received")),
        Heading(Text("수리", "Accepted")),
        Heading(Text("수리간주", "Deemed accepted")),
        Heading(Text("보완", "Supplemented")),
        Heading(Text("반려", "Returned")),
        Heading(Text("취하", "Withdrawn")),
        Heading(Text("평균 처리일(근무일)", "Mean of working days"), "mean"),
        Heading(Text("기한 내 처리율(%)", "In time (%)"), "share"),
    ]
    behind = Behind(FILINGS, cells, [None, *({"how": how} for how in HOW), None, None])
    return Table(headings, rows, [TOTAL, *_handled(totals)], behind=behind)


def _handled(row: dict[str, Any]) -> list[Any]:
    counts = [row.get(k, 0) for k in HOW]
    decided = row.get("accepted", 0) + row.get("deemed", 0) + row.get("returned", 0)
    mean = rounded(Decimal(row.get("days", 0)) / row["decided"], 2) if row.get("decided") else None
    return [*counts, mean, share(row.get("in_time", 0), decided)]


def late(as_of: AsOf) -> Table:
    held = handling.lateness(as_of.day)
    rows, cells = [], []
    for year in sorted(set(as_of.years) | set(held)):
        cells.append([None, {"received": year, "how": "late"}, None, None])
        count, days, most = held.get(year, (0, 0, 0))
        rows.append([str(year), count, rounded(Decimal(days) / count) if count else None, most if count else None])
    count, days = sum(c for c, _, _ in held.values()), sum(d for _, d, _ in held.values())
    most = max((m for _, _, m in held.values()), default=0)
    headings = [
        YEAR,
        Heading(Text("지연건수", "Late filings")),
        Heading(Text("평균 초과일", "Mean of days late"), "mean"),
        Heading(Text("최대 초과일", "Most days late")),
    ]
    totals = [TOTAL, count, rounded(Decimal(days) / count) if count else None, most if count else None]
    return Table(headings, rows, totals, behind=Behind(FILINGS, cells, [None, {"how": "late"}, None, None]))


def changes(as_of: AsOf) -> Table:
    held = handling.changes(as_of.day)
    keys = ("changed", "ended", *CHANGE_REASONS)
    rows = [[str(y), *(held.get(y, {}).get(k, 0) for k in keys)] for y in sorted(set(as_of.years) | set(held))]
    headings = [
        YEAR,
        Heading(Text("변경신고", "Change filings")),
        Heading(Text("종료", "Endings")),
        *(Heading(label) for label in CHANGE_REASONS.values()),
    ]
    return Table(headings, rows, [TOTAL, *(sum(r.get(k, 0) for r in held.values()) for k in keys)])


def register(as_of: AsOf) -> Table:
    return Table([Heading(c.label, c.holds, c.width) for c in COLUMNS], _register_rows(as_of))


def _register_rows(as_of: AsOf) -> Iterator[list[Any]]:
    shown = [column.shown for column in COLUMNS]
    for row in st.register_rows(as_of.day):
        yield [show(value) for show, value in zip(shown, row, strict=True)]


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
