"""What is frozen for a document: single figures and whole tables as they stand on a day,
each with its table and that day.

A figure is a dict of key, label, unit and source (Korean, English), value as shown and as_of; a table holds its
headings and rows in both languages. Reads the declared public tables, the board of indicators and the cards of the
plan; freezing is `snapshots`'.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.core.declared import fact
from portal.core.tables import AsOf, Table
from portal.core.text import LANGUAGES, Text
from portal.markets.kpis import board
from portal.markets.plan.queries import latest
from portal.markets.plan.terms import STATES, TASKS
from portal.markets.statistics import tables

YEARS, COUNTRIES, POINTS = 5, 10, 6
TABLES = ("by_year", "by_type", "by_country", "by_specialty", "by_class", "by_region")
COUNT, PEOPLE = Text("건", ""), Text("개국", "")
REGISTER = Text("연례 통계 {no}. {title}(신고 대장)", "Annual statistics {no}. {title} (register)")
BOARD = Text("성과지표판: {title}, 정의 {no}", "Board of indicators: {title}, definition {no}")
CARDS = Text("과제별 관리카드", "Status cards of the tasks")


def taken(day: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(figures, tables) as of the end of the day."""
    at = AsOf(day=day, first_year=fact("first_filing_year", day) or day.year)
    held = {key: (one, tables.built(one, at)) for key in TABLES if (one := tables.table_of(key)) is not None}
    found: list[dict[str, Any]] = []
    if "by_year" in held:
        found += _yearly(*held["by_year"], day)
    if "by_type" in held:
        found += _labelled("type", *held["by_type"], day, Text("{name} 누적 신고", "{name}: filings so far"))
    if "by_country" in held:
        found += _labelled("country", *held["by_country"], day, Text("{name} 누적 신고", "{name}: filings so far"))
    rows = board.board(day)
    found += [*_indicators(rows, day), *_tasks(day)]
    return found, [*(_table(one, table, day) for one, table in held.values()), _board_table(rows, day)]


def _figure(key: str, label: Text, value: Any, unit: Text, source: Text, day: date) -> dict[str, Any]:
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    return {
        "key": key,
        "label": list(label),
        "value": shown,
        "unit": list(unit),
        "source": list(source),
        "as_of": day.isoformat(),
    }


def _source(one: Any) -> Text:
    return REGISTER.format(no=one.number, title=one.title)


def _yearly(one: Any, table: Table, day: date) -> Iterator[dict[str, Any]]:
    rows = list(table.objects())
    for row in rows[-YEARS:]:
        year = row["연도"]
        until = Text("({d}까지)", " (until {d})").format(d=day.isoformat()) if int(year) == day.year else Text("", "")
        label = Text(f"{year}년 진출신고{until.ko}", f"Filings of {year}{until.en}")
        yield _figure(f"filings.{year}", label, row["신고건수"], COUNT, _source(one), day)
    if rows:
        yield _figure(
            "filings.total", Text("진출신고 누적", "Filings so far"), rows[-1]["누적건수"], COUNT, _source(one), day
        )
        yield _figure(
            "countries.total",
            Text("진출 국가 수", "Countries so far"),
            rows[-1]["누적 국가수"],
            PEOPLE,
            _source(one),
            day,
        )


def _labelled(prefix: str, one: Any, table: Table, day: date, said: Text) -> Iterator[dict[str, Any]]:
    names = table.names()
    total, code = names.index("누적"), names.index("ISO") if "ISO" in names else None
    for n, row in enumerate(list(table.rows)[:COUNTRIES], 1):
        key = f"{prefix}.{row[code] if code is not None else n}"
        yield _figure(key, said.format(name=row[0]), row[total], COUNT, _source(one), day)


def _indicators(rows: list[board.Row], day: date) -> Iterator[dict[str, Any]]:
    for row in rows:
        for year, value, version in row.values[-POINTS:]:
            label = Text(
                f"{row.kpi.title.ko} {year}년(정의 {version.no})",
                f"{row.kpi.title.en} {year} (definition {version.no})",
            )
            source = BOARD.format(title=row.kpi.title, no=version.no)
            yield _figure(f"kpi.{row.kpi.key}.{version.no}.{year}", label, value, row.kpi.unit, source, day)
        year, value = row.target
        label = Text(f"{row.kpi.title.ko} {year}년 목표", f"{row.kpi.title.en}: target of {year}")
        yield _figure(f"target.{row.kpi.key}", label, value, row.kpi.unit, BOARD.format(title=row.kpi.title, no=1), day)


def _tasks(day: date) -> Iterator[dict[str, Any]]:
    held = latest(day)
    counts = {key: sum(r.state == key for r in held.values()) for key in STATES}
    counts["planned"] += len(TASKS) - len(held)
    yield _figure("tasks.total", Text("계획의 과제 수", "Tasks of the plan"), len(TASKS), Text("개", ""), CARDS, day)
    for key, (words, _) in STATES.items():
        label = Text(f"과제 상태: {words.ko}", f"Tasks that are: {words.en.lower()}")
        yield _figure(f"tasks.{key}", label, counts[key], Text("개", ""), CARDS, day)


def _table(one: Any, table: Table, day: date) -> dict[str, Any]:
    read = {language: table.in_(language) for language in LANGUAGES}
    return {
        "key": one.key,
        "title": list(one.title),
        "source": list(_source(one)),
        "as_of": day.isoformat(),
        **{
            language: {
                "headings": said.names(language),
                "rows": [
                    [_cell(cell) for cell in row] for row in (*said.rows, *([said.totals] if said.totals else []))
                ],
            }
            for language, said in read.items()
        },
    }


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _board_table(rows: list[board.Row], day: date) -> dict[str, Any]:
    """Every indicator with the last values of each definition in a row of its own: two definitions never share one."""
    headings = {
        "ko": ["지표", "정의", "자료", "값", "목표"],
        "en": ["Indicator", "Definition", "Source", "Values", "Target"],
    }
    made: dict[str, Any] = {
        "key": "indicators",
        "title": ["성과지표", "Indicators"],
        "source": ["성과지표판", "Board of indicators"],
        "as_of": day.isoformat(),
    }
    for language, words in headings.items():
        lines = []
        for row in rows:
            for version, points in row.series:
                said = ", ".join(f"{year}: {n:,}" for year, n in sorted(points.items())[-POINTS:])
                first = version is row.series[0][0]
                target = f"{row.target[1]:,} ({row.target[0]})" if first else "–"
                head = (
                    row.kpi.title.in_(language) if first else Text("(정의 바뀜)", "(definition changes)").in_(language)
                )
                lines.append(
                    [
                        head,
                        f"{version.no}. {version.definition.in_(language)}",
                        version.source.in_(language),
                        said,
                        target,
                    ]
                )
        made[language] = {"headings": words, "rows": lines}
    return made
