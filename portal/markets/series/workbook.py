"""The workbook of a published series: the template that goes out and what comes back, checked cell by cell.

Writes no database.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any, NamedTuple

from portal.core import clock, countries, excel
from portal.core.reading import decimal, or_none, percent
from portal.core.text import Text
from portal.markets.series.sums import Problem, unlike
from portal.markets.series.terms import DIMENSIONS, SERIES, Series

COLUMNS = ("연도", "구분", "항목", "값", "비율(%)", "출처")
OTHERS, SUM = "기타", "합계"
MOST_ROWS = 20_000
LONGEST_LABEL, LONGEST_SOURCE = 100, 300
_YEAR = r"20[0-9]{2}"
_SPAN = re.compile(rf"({_YEAR})(?:\s*[–~∼-]\s*({_YEAR}))?")


class Read(NamedTuple):
    """The rows as they would be kept (without their sums) and every problem by its cell."""

    rows: list[dict[str, Any]]
    problems: list[Problem]


# ---- out --------------------------------------------------------------------------------------------------------------


def template(key: str, rows: Iterable[dict[str, Any]], stream: IO[bytes]) -> None:
    """The workbook to fill in: what is held already stands in it, a second sheet says what each column takes."""
    one = SERIES[key]
    sheet = excel.Sheet(
        tab="자료",
        table=key,
        title=one.title.ko,
        note=f"단위: {one.unit.ko}. {one.definition.ko}",
        columns=[
            excel.Column(words, {"값": excel.WHOLE, "비율(%)": excel.TENTH}.get(words, excel.TEXT)) for words in COLUMNS
        ],
        rows=[
            [r["period"], DIMENSIONS[r["dimension"]].sheet, r["label"], r["value"], r["share"], r["source"]]
            for r in rows
        ],
    )
    excel.write_book([sheet, excel.Page("안내", "적는 법", _guide(one))], stream)


def _guide(one: Series) -> list[tuple[str, list[list[Any]]]]:
    kinds = [[DIMENSIONS[d].sheet, _takes(d)] for d in one.dimensions]
    last = f"{one.last}년" if one.last else "올해"
    years = f"{one.first}년부터 {last}까지" + (". 여러 해의 합은 2016–2022처럼 적습니다" if one.spans else "")
    return [
        ("연도", [[years]]),
        ("구분과 항목", kinds),
        (
            "값·비율·출처",
            [
                [
                    f"값은 0 이상의 정수({one.unit.ko}), 비율은 0–100입니다. 둘 가운데 하나는 있어야 합니다. 출처는 반드시 적습니다."
                ]
            ],
        ),
        (
            "합계",
            [[f"항목에 ‘{SUM}’라고 적은 줄은 저장하지 않고, 같은 연도·구분의 값을 더한 것과 같은지만 봅니다."]],
        ),
        ("계열의 단절", [[b.words.ko] for b in one.breaks] or [["없음"]]),
    ]


def _takes(dimension: str) -> str:
    return {
        "country": f"국가 이름이나 ISO 코드. 나머지는 ‘{OTHERS}’",
        "text": "항목 이름",
    }.get(DIMENSIONS[dimension].holds, "항목을 비워 둡니다")


# ---- in ---------------------------------------------------------------------------------------------------------------


def read(key: str, stream: IO[bytes], held: Sequence[dict[str, Any]] = ()) -> Read:
    """The rows of the first sheet under the headings of COLUMNS, judged as figures of the series.

    `held`: what stands in the series; wholes that the workbook leaves out are taken from it. Writes nothing.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    stream.seek(0)
    try:
        table = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        return _nothing(
            "",
            "엑셀 파일로 읽을 수 없습니다. .xlsx로 저장해 주세요.",
            "It cannot be read as a workbook. Save it as .xlsx.",
        )
    heads = ([str(c).strip() for c in row[: len(COLUMNS)]] for row in table[:20])
    top = next((i for i, head in enumerate(heads) if head == list(COLUMNS)), None)
    if top is None:
        named = ", ".join(COLUMNS)
        return _nothing(
            "A1", f"첫 시트에 제목 줄({named})이 없습니다.", f"The first sheet lacks the headings ({named})."
        )
    body = [(i + 1, row) for i, row in enumerate(table[top + 1 :], top + 1) if any(_said(c) for c in row)]
    if not body:
        return _nothing(f"A{top + 2}", "제목 줄 아래에 자료가 없습니다.", "There is nothing below the headings.")
    if len(body) > MOST_ROWS:
        return _nothing("", f"한 번에 {MOST_ROWS:,}줄까지 읽습니다.", f"At most {MOST_ROWS:,} rows at a time.")
    problems: list[Problem] = []
    rows = [row for number, cells in body if (row := _row(SERIES[key], number, cells, problems)) is not None]
    problems += unlike(SERIES[key], rows, held, SUM)
    return Read([row for row in rows if not _is_sum(row)], problems)


def _nothing(cell: str, ko: str, en: str) -> Read:
    return Read([], [Problem(cell, Text(ko, en))])


def _said(cell: Any) -> str:
    """What a cell says; the dash of an empty template says nothing."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    return "" if text == excel.NOTHING else text


def _is_sum(row: dict[str, Any]) -> bool:
    return bool(row["label"] == SUM and DIMENSIONS[row["dimension"]].holds)


class _Row:
    """One row under judgement: collects what is wrong with its cells."""

    def __init__(self, number: int, problems: list[Problem]) -> None:
        self.number, self.problems, self.good = number, problems, True

    def wrong(self, column: str, ko: str, en: str) -> None:
        self.good = False
        self.problems.append(Problem(f"{column}{self.number}", Text(ko, en)))


def _row(one: Series, number: int, cells: list[Any], problems: list[Problem]) -> dict[str, Any] | None:
    year, kind, label, value, share, source = (_said(c) for c in [*cells, *[""] * 6][:6])
    row = _Row(number, problems)
    period = _period(one, row, year)
    dimension = _dimension(one, row, kind)
    item = _item(row, dimension, label) if dimension else ""
    counted, rate = _whole(row, value), _share(row, share)
    if not value and not share:
        row.wrong("D", "값이나 비율이 있어야 합니다.", "A value or a share is needed.")
    if not source:
        row.wrong("F", "출처가 비어 있습니다.", "The source is missing.")
    for column, text, longest in (("C", item, LONGEST_LABEL), ("F", source, LONGEST_SOURCE)):
        if len(text) > longest:
            row.wrong(
                column, f"{longest}자 이내로 적어 주세요: {text[:20]}", f"Use at most {longest} characters: {text[:20]}"
            )
    if not row.good:
        return None
    return {
        "line": number,
        "period": period,
        "dimension": dimension,
        "label": item,
        "value": counted,
        "share": rate,
        "source": source,
    }


def _period(one: Series, row: _Row, text: str) -> str:
    found, last = _SPAN.fullmatch(text), one.last or clock.today().year
    years = [int(y) for y in found.groups() if y] if found else []
    if not years or not all(one.first <= y <= last for y in years):
        row.wrong(
            "A",
            f"{one.first}년부터 {last}년까지의 연도가 아닙니다: {text[:20] or '빈칸'}",
            f"Not a year from {one.first} to {last}: {text[:20] or 'blank'}",
        )
    elif len(years) == 2 and (not one.spans or years[0] >= years[1]):
        row.wrong("A", f"한 해의 연도를 적어 주세요: {text[:20]}", f"Give a single year: {text[:20]}")
    return "–".join(str(y) for y in years)


def _dimension(one: Series, row: _Row, kind: str) -> str | None:
    bare = kind.removesuffix("별")
    dimension = next((d for d in one.dimensions if DIMENSIONS[d].sheet in (kind, bare)), None)
    if dimension is None:
        offered = ", ".join(DIMENSIONS[d].sheet for d in one.dimensions)
        row.wrong(
            "B",
            f"이 통계의 구분이 아닙니다: {kind[:20] or '빈칸'} (쓸 수 있는 구분: {offered})",
            f"Not a kind of this series: {kind[:20] or 'blank'} (kinds: {offered})",
        )
    return dimension


def _item(row: _Row, dimension: str, label: str) -> str:
    holds = DIMENSIONS[dimension].holds
    if not holds:
        if label:
            row.wrong("C", f"이 구분에는 항목을 적지 않습니다: {label[:20]}", f"This kind takes no item: {label[:20]}")
        return ""
    if not label:
        row.wrong("C", "항목 이름이 비어 있습니다.", "The item has no name.")
    if holds == "country" and label and label not in (OTHERS, SUM):
        code = countries.find(label)
        if code is None:
            row.wrong(
                "C", f"없는 국가 이름이나 코드입니다: {label[:20]}", f"No country has this name or code: {label[:20]}"
            )
            return label
        return countries.name(code)
    return label


def _whole(row: _Row, text: str) -> int | None:
    if not text:
        return None
    number = or_none(decimal, text)
    if number is not None and number < 0:
        row.wrong("D", f"음수는 적을 수 없습니다: {text[:20]}", f"Negative numbers are not taken: {text[:20]}")
    elif number is None or number != number.to_integral_value() or number >= 10**9:
        row.wrong("D", f"0 이상의 정수가 아닙니다: {text[:20]}", f"Not a whole number from 0: {text[:20]}")
    else:
        return int(number)
    return None


def _share(row: _Row, text: str) -> Decimal | None:
    if not text:
        return None
    number = or_none(percent, text)
    if number is None or not 0 <= number <= 100:
        row.wrong("E", f"0에서 100 사이의 비율이 아닙니다: {text[:20]}", f"Not a share from 0 to 100: {text[:20]}")
        return None
    return round(number, 1)
