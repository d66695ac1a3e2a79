"""The annual workbook and its JSON, made from the tables that the modules declare. Knows no figure itself."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from portal.core import clock, excel
from portal.core.declared import collected, fact
from portal.core.tables import AsOf, ReportTable, Table

TITLE = "의료 해외진출 연례 통계"
Progress = Callable[[int], object]


@dataclass
class Made:
    """What one making of the workbook gave: the figures (without the register), its rows and their hash."""

    year: int
    as_of: date
    figures: dict[str, Any] = field(default_factory=dict)
    register_rows: int = 0
    register_sha256: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "cagr_pct": self.figures.get("cagr_pct"),
            **{k: v for k, v in self.figures.items() if k != "cagr_pct"},
            "register": {"rows": self.register_rows, "sha256": self.register_sha256},
        }


def as_of_year(year: int) -> AsOf:
    """The state at the end of `year` in Asia/Seoul."""
    day = date(year, 12, 31)
    return AsOf(day=day, first_year=fact("first_filing_year", day) or year)


def report_tables() -> list[ReportTable]:
    """Every declared table in the order of the sheets."""
    tables: list[ReportTable] = collected("sheets")
    return sorted(tables, key=lambda t: t.number)


def figures(year: int) -> dict[str, Any]:
    """The report's tables as plain values (JSON), the register apart."""
    as_of = as_of_year(year)
    found = {t.key: plain_rows(t.build(as_of)) for t in report_tables() if not t.streamed}
    return {"cagr_pct": _plain(fact("yearly_growth", as_of))} | found


def plain_rows(table: Table) -> list[dict[str, Any]]:
    return [{k: _plain(v) for k, v in row.items()} for row in table.objects()]


def make(
    year: int, stream: BinaryIO, *, made_by: str = "", snapshot: str = "", progress: Progress | None = None
) -> Made:
    """Write the workbook of `year` to `stream`; the tables are built once and serve the file and the figures."""
    as_of = as_of_year(year)
    made = Made(year=year, as_of=as_of.day)
    made.figures["cagr_pct"] = _plain(fact("yearly_growth", as_of))
    declared = report_tables()
    built = [(one, one.build(as_of).in_("ko")) for one in declared]
    for one, table in built:
        if not one.streamed:
            table.rows = [list(row) for row in table.rows]
            made.figures[one.key] = plain_rows(table)
    sheets: list[Any] = [_cover(made, built, made_by, snapshot)]
    for one, table in built:
        rows = _hashed(table.rows, made) if one.streamed else table.rows
        sheets.append(_sheet(one, table, rows, as_of))
    excel.write_book(sheets, stream, progress)
    return made


FORMATS = {
    "text": excel.TEXT,
    "count": excel.WHOLE,
    "money": excel.WHOLE,
    "share": excel.TENTH,
    "mean": "0.0#",
    "day": excel.DAY,
}


def _sheet(one: ReportTable, table: Table, rows: Iterable[Sequence[Any]], as_of: AsOf) -> excel.Sheet:
    return excel.Sheet(
        tab=one.title.ko,
        table=one.key,
        title=f"{one.number}. {one.title.ko}",
        note=f"{one.counts.ko} 기준일 {as_of.day.isoformat()}. 자료: 의료 해외진출 통합 포털 신고 대장.",
        columns=[
            excel.Column(h.in_("ko"), FORMATS[h.holds], float(h.width) if h.width else None) for h in table.headings
        ],
        rows=rows,
        totals=table.totals,
        below=[str(note) for note in table.notes],
        chart=_chart(one, table),
        frozen_columns=1,
    )


def _chart(one: ReportTable, table: Table) -> excel.Chart | None:
    """The declared chart: the yearly columns by label, or the first count where there are none."""
    if not one.chart or not table.rows:
        return None
    names = table.names()
    years = [name for name in names if name.isdigit()]
    counts = [name for name, h in zip(names, table.headings, strict=True) if h.holds == "count"]
    return excel.Chart(kind=one.chart, title=one.title.ko, categories=names[0], values=years or counts[:1], first=15)


def _cover(made: Made, built: list[tuple[ReportTable, Table]], made_by: str, snapshot: str) -> excel.Page:
    facts: list[tuple[Any, ...]] = [
        ("연도", str(made.year)),
        ("기준일", made.as_of.isoformat()),
        ("만든 때", f"{clock.seoul(clock.now()):%Y-%m-%d %H:%M} (Asia/Seoul)"),
        ("만든 사람", made_by or "명령"),
        ("스냅숏", snapshot or "없음(현재 값)"),
    ]
    contents = [(excel.Link(f"{t.number}. {t.title.ko}", t.title.ko), t.counts.ko) for t, _ in built]
    return excel.Page(
        tab="표지",
        title=f"{TITLE} {made.year}",
        parts=[
            ("이 파일", facts),
            ("차례와 정의", contents),
            ("접수와 수리의 대조", [(line,) for line in _reconciled(made)]),
        ],
    )


def _reconciled(made: Made) -> list[str]:
    """Why the sheets by receipt and those by acceptance differ, in numbers."""
    yearly = {row["연도"]: row["신고건수"] for row in made.figures.get("by_year", [])}
    lines = ["1-10번 표는 수리일, 11-12번 표는 접수일이 속한 연도로 셉니다. 연도별 차이는 다음과 같습니다."]
    for row in made.figures.get("processing", []):
        year = row["연도"]
        decided = row["수리"] + row["수리간주"]
        lines.append(
            f"{year}년: 접수 {row['접수']:,}건 = 수리 {row['수리']:,} + 수리간주 {row['수리간주']:,} + 반려 {row['반려']:,} + 취하 {row['취하']:,}"
            f" + 처리 중 {row['접수'] - decided - row['반려'] - row['취하']:,}. 수리일 기준 신고건수는 {yearly.get(year, 0):,}건입니다."
        )
    return lines


def _hashed(rows: Iterable[Sequence[Any]], made: Made) -> Iterator[Sequence[Any]]:
    """Pass the register through, counting and hashing each row as canonical JSON."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row, ensure_ascii=False, default=str, separators=(",", ":")).encode() + b"\n")
        made.register_rows += 1
        yield row
    made.register_sha256 = digest.hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
