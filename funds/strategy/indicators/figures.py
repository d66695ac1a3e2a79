"""One figure: a country, an indicator, a year, a value and where it is from. Reads our own CSV; fills in nothing."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources

from funds.unusable import Unusable
from portal.core.text import Text

COLUMNS = ("iso3", "indicator", "year", "value", "source")
_VALUE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?")


@dataclass(frozen=True)
class Figure:
    """`value` exactly as the source wrote it; `source` is a key of the source list."""

    iso3: str
    indicator: str
    year: int
    value: Decimal
    source: str


@dataclass(frozen=True)
class Source:
    """Where figures are from, and under which terms they may be shown."""

    id: str
    publisher: str
    dataset: str
    release: str
    licence: str
    credit: str


@dataclass(frozen=True)
class Indicator:
    """What a code means."""

    code: str
    label: Text
    unit: Text


INDICATORS: Mapping[str, Indicator] = {
    each.code: each
    for each in (
        Indicator(
            "SH.XPD.CHEX.PC.CD",
            Text("1인당 경상의료비", "Current health expenditure per head"),
            Text("미국 달러(당해 연도)", "current US$"),
        ),
        Indicator(
            "SH.XPD.CHEX.GD.ZS",
            Text("GDP 대비 경상의료비", "Current health expenditure"),
            Text("GDP의 %", "% of GDP"),
        ),
        Indicator(
            "NY.GDP.PCAP.CD",
            Text("1인당 GDP", "GDP per head"),
            Text("미국 달러(당해 연도)", "current US$"),
        ),
        Indicator("SP.POP.TOTL", Text("인구", "Population"), Text("명", "persons")),
        Indicator(
            "SP.POP.65UP.TO.ZS",
            Text("65세 이상 인구 비율", "Population aged 65 and over"),
            Text("인구의 %", "% of population"),
        ),
        Indicator("SH.MED.PHYS.ZS", Text("의사 수", "Physicians"), Text("인구 1,000명당", "per 1,000 people")),
        Indicator("SH.MED.BEDS.ZS", Text("병상 수", "Hospital beds"), Text("인구 1,000명당", "per 1,000 people")),
        Indicator("IT.NET.USER.ZS", Text("인터넷 이용률", "Internet users"), Text("인구의 %", "% of population")),
        Indicator(
            "IT.CEL.SETS.P2",
            Text("이동전화 가입", "Mobile subscriptions"),
            Text("인구 100명당", "per 100 people"),
        ),
        Indicator("KR.FILINGS", Text("수리된 진출신고", "Accepted expansion filings"), Text("건", "filings")),
        Indicator("KR.MOUS", Text("보건의료 협약(MOU)", "Health MOUs"), Text("건", "MOUs")),
    )
}


def shipped_figures() -> tuple[Figure, ...]:
    """The figures of about 60 countries that ship with the portal, for 2020–2024."""
    return read_figures((resources.files("funds.strategy.indicators") / "indicators.csv").read_text("utf-8"))


def shipped_sources() -> dict[str, Source]:
    """The sources of the shipped figures by their id."""
    text = (resources.files("funds.strategy.indicators") / "indicator_sources.csv").read_text("utf-8")
    return {row["id"]: Source(**row) for row in csv.DictReader(io.StringIO(text))}


def read_figures(source: str) -> tuple[Figure, ...]:
    """Figures from CSV text with the columns of COLUMNS. Raises `Unusable` naming every bad line."""
    rows = csv.reader(io.StringIO(source.removeprefix("\ufeff")))
    if tuple(next(rows, ())) != COLUMNS:
        raise Unusable(
            [
                Text("첫 줄은 {columns}이어야 합니다.", "The first line must be {columns}.").format(
                    columns=",".join(COLUMNS)
                )
            ]
        )
    figures: dict[tuple[str, str, int], Figure] = {}
    problems: list[Text] = []
    for row in rows:
        figure = _figure(row)
        if figure is None:
            words = Text("{line}번째 줄을 읽을 수 없습니다.", "Line {line} cannot be read.")
            problems.append(words.format(line=rows.line_num))
        elif (figure.iso3, figure.indicator, figure.year) in figures:
            words = Text(
                "{line}번째 줄: 같은 나라·지표·연도가 이미 있습니다.",
                "Line {line}: this country, indicator and year stand there already.",
            )
            problems.append(words.format(line=rows.line_num))
        else:
            figures[figure.iso3, figure.indicator, figure.year] = figure
    if problems:
        raise Unusable(problems)
    return tuple(figures.values())


def _figure(row: list[str]) -> Figure | None:
    if (
        len(row) != len(COLUMNS)
        or not all(row)
        or not re.fullmatch(r"[0-9]{4}", row[2])
        or not _VALUE.fullmatch(row[3])
    ):
        return None
    return Figure(row[0], row[1], int(row[2]), Decimal(row[3]), row[4])


def write_figures(figures: Iterable[Figure]) -> str:
    """CSV text of figures in a fixed order, the inverse of `read_figures`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for f in sorted(figures, key=lambda f: (f.iso3, f.indicator, f.year)):
        writer.writerow([f.iso3, f.indicator, f.year, format(f.value, "f"), f.source])
    return out.getvalue()
