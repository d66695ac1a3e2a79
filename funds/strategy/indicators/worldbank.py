"""Reads a file in the World Bank's CSV download layout, strictly: a file that was re-saved or altered is refused.

The layout: a byte order mark; "Data Source" and "Last Updated Date" lines with a blank line after each; a header
with four names and the years; one line a country or group. Every cell is quoted and every line but the blank ones
ends in a comma. Line ends may be CRLF, LF or mixed. Groups of countries are set aside; codes that we do not know
are listed, not imported.
"""

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from funds.strategy.indicators.figures import Figure
from funds.unusable import Unusable
from portal.core.text import Text

DATASET = "World Development Indicators"
HEADER = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
HEADING_LINES = 5
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([Ee]-?[0-9]{1,2})?")
_DATED = re.compile(r'"Last Updated Date","([0-9]{4})-([0-9]{2})-([0-9]{2})",')
AREAS = frozenset({"CHI"})
"""Places with lines in the World Bank's files that have no ISO 3166 code of their own: the Channel Islands."""
# The World Bank's codes of country groups (regions, income classes, lending groups), releases 2025-01 and 2026-07.
GROUPS = frozenset(
    """
    AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE MEA
    MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD
    """.split()  # noqa: SIM905  a table of codes reads better than a list of strings
)


@dataclass(frozen=True, kw_only=True)
class Release:
    """One download.

    `figures` hold only known countries; `groups` were set aside; `unknown` is (code, name) as written.
    """

    indicator: str
    indicator_name: str
    updated: date
    years: tuple[int, ...]
    figures: tuple[Figure, ...]
    groups: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]

    @property
    def source(self) -> str:
        """The source id that its figures carry, e.g. 'wdi-2026-07-01'."""
        return source_id(self.updated)


def source_id(updated: date) -> str:
    return f"wdi-{updated.isoformat()}"


def read_release(
    content: bytes, known: Collection[str], *, indicator: str | None = None, held: date | None = None
) -> Release:
    """The release in `content`.

    `known`: ISO 3166-1 alpha-3 codes that are countries here. `indicator`: the code that the file must hold, if any is
    asked for. `held`: the release date of what the portal already has; an older file is refused.
    Raises `Unusable` with a sentence for every problem.
    """
    lines = _lines(content)
    updated = _heading(lines)
    header, *table = _cells(lines[HEADING_LINES - 1 :])
    years = _years(header)
    rows = [row for row in table if row]
    problems = [
        problem
        for place, row in enumerate(table, HEADING_LINES + 1)
        if row
        for problem in _row_problems(row, place, years)
    ]
    if not rows:
        problems.append(Text("나라별 줄이 하나도 없습니다.", "There is no line of any country."))
    elif not problems:
        problems += _whole_problems(rows, indicator)
    problems += _wrong_release(updated, held)
    if problems:
        raise Unusable(problems)
    return _release(rows, updated, years, known)


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(
            [
                Text(
                    "UTF-8 파일이 아닙니다. 세계은행에서 받은 CSV를 다른 프로그램에서 저장하지 말고 그대로 올려 주세요.",
                    "The file is not UTF-8. Upload the World Bank's CSV as downloaded, not saved again by a program.",
                )
            ]
        ) from None
    return text.splitlines()


def _heading(lines: list[str]) -> date:
    """The release date out of four exact lines."""
    if lines and lines[0].startswith(('"Country Code","Region"', '"INDICATOR_CODE"')):
        raise Unusable(
            [
                Text(
                    "설명(Metadata) 파일입니다. 이름이 API_로 시작하는 파일을 올려 주세요.",
                    "This is a Metadata file. Upload the one whose name begins with API_.",
                )
            ]
        )
    first = (lines + [""] * HEADING_LINES)[:HEADING_LINES]
    dated = _DATED.fullmatch(first[2])
    updated = _date(dated) if dated else None
    as_expected = (first[0] == f'"Data Source","{DATASET}",', not first[1], updated, not first[3])
    problems = [
        Text(
            "{place}번째 줄이 세계은행 내려받기 형식과 다릅니다: {line}",
            "Line {place} differs from the World Bank's download layout: {line}",
        ).format(place=place, line=_shown(first[place - 1]))
        for place, right in enumerate(as_expected, 1)
        if not right
    ]
    if len(lines) < HEADING_LINES:
        problems.append(Text("머리글 줄이 없습니다.", "The header line is missing."))
    if problems or updated is None:
        raise Unusable(problems)
    return updated


def _cells(lines: list[str]) -> list[list[str]]:
    try:
        return list(csv.reader(lines, strict=True))
    except csv.Error:
        raise Unusable([Text("따옴표가 어긋난 줄이 있습니다.", "A line has quotation marks out of place.")]) from None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _years(header: list[str]) -> tuple[int, ...]:
    """The years of the header line: four names, consecutive years, an empty last cell."""
    written = header[len(HEADER) : -1]
    years = tuple(int(year) for year in written if re.fullmatch(r"[12][0-9]{3}", year))
    consecutive = years and years == tuple(range(years[0], years[0] + len(written)))
    if tuple(header[: len(HEADER)]) != HEADER or header[-1] or not consecutive:
        raise Unusable(
            [
                Text(
                    "5번째 줄(머리글)이 바뀌었습니다. {names} 다음에 연도가 차례로 와야 합니다.",
                    "Line 5 (the header) was altered: {names} must be followed by consecutive years.",
                ).format(names=", ".join(HEADER))
            ]
        )
    return years


def _wrong_release(updated: date, held: date | None) -> list[Text]:
    if held is None or updated >= held:
        return []
    words = Text(
        "{updated} 판은 이미 가진 {held} 판보다 오래되었습니다.",
        "The release of {updated} is older than {held}, held here.",
    )
    return [words.format(updated=updated, held=held)]


def _row_problems(row: list[str], place: int, years: tuple[int, ...]) -> list[Text]:
    if len(row) != len(HEADER) + len(years) + 1 or row[-1] or not all(row[: len(HEADER)]):
        words = Text(
            "{place}번째 줄: 칸 수가 머리글과 다르거나 나라·지표가 비어 있습니다.",
            "Line {place}: its cells do not match the header, or country or indicator is empty.",
        )
        return [words.format(place=place)]
    words = Text("{place}번째 줄 {year}년: {cell}은(는) 숫자가 아닙니다.", "Line {place}, {year}: {cell} is no number.")
    return [
        words.format(place=place, year=year, cell=_shown(cell))
        for year, cell in zip(years, row[len(HEADER) : -1], strict=True)
        if cell and not _NUMBER.fullmatch(cell)
    ]


def _whole_problems(rows: list[list[str]], indicator: str | None) -> list[Text]:
    """What is wrong with the file as a whole, its lines being sound."""
    problems = []
    codes = [row[1] for row in rows]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        problems.append(
            Text("나라 코드 {code}이(가) 두 번 있습니다.", "The country code {code} stands twice.").format(code=code)
        )
    indicators = sorted({row[3] for row in rows})
    if len(indicators) > 1:
        words = Text("지표가 여러 개입니다: {codes}", "The file holds several indicators: {codes}")
        problems.append(words.format(codes=", ".join(indicators)))
    elif indicator and indicators != [indicator]:
        words = Text("{wanted} 파일이 아니라 {found} 파일입니다.", "This is a file of {found}, not of {wanted}.")
        problems.append(words.format(wanted=indicator, found=indicators[0]))
    return problems


def _release(rows: list[list[str]], updated: date, years: tuple[int, ...], known: Collection[str]) -> Release:
    countries = [row for row in rows if row[1] in known]
    others = [row for row in rows if row[1] not in known]
    return Release(
        indicator=rows[0][3],
        indicator_name=rows[0][2],
        updated=updated,
        years=years,
        figures=tuple(
            Figure(row[1], row[3], year, Decimal(cell), source_id(updated))
            for row in countries
            for year, cell in zip(years, row[len(HEADER) : -1], strict=True)
            if cell
        ),
        groups=tuple(row[1] for row in others if row[1] in GROUPS),
        unknown=tuple((row[1], row[0]) for row in others if row[1] not in GROUPS),
    )


def _shown(line: str) -> str:
    return line if len(line) <= 60 else line[:57] + "..."
