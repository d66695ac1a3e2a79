"""Published series: what each counts, what ships with the portal, and what officers import from a workbook, checked cell by cell.

Two series never stand in one line: each has its own definition (`SERIES`), and pages show them apart. Must not know pages.
"""

import csv
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import IO, Any, NamedTuple

from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text
from portal.markets.models import PublishedFigure


class Series(NamedTuple):
    """A family of figures that were counted in one way."""

    title: Text
    definition: Text
    unit: Text


SERIES = {
    "patients": Series(
        Text("외국인환자", "Inbound patients"),
        Text("국내에 살지 않는 외국인환자를 연 인원이 아닌 실환자로 센 발표값입니다. 진료과 비율은 한 환자가 여러 과를 이용한 수로 계산되어 합이 환자 수와 다릅니다.",
             "Published counts of patients, not of visits. Shares of departments are of department visits, so they do not add up to patients."),
        Text("명", "persons"),
    ),
    "institutions": Series(Text("유치 의료기관·사업자 등록", "Registered attracting institutions"), Text("해당 연도 말 등록 수. 2016년 6월 등록 요건이 강화되어 앞뒤를 그대로 비교할 수 없습니다.", "Registered at the end of the year; requirements were tightened in June 2016."), Text("개", "")),
    "sharing": Series(Text("나눔의료", "Medical sharing"), Text("한국에 초청해 무료로 치료한 환자 수(기간 합계, 28개국).", "Patients invited to Korea and treated free of charge (sum of the period, 28 countries)."), Text("명", "persons")),
    "training": Series(Text("외국 의료인 연수", "Training of foreign professionals"), Text("무상 온라인 연수(45개국)와 유상 연수(의사·치과의사) 수료자. 서로 다른 사업이라 더하지 않습니다.", "Graduates of free online training (45 countries) and of paid training; different programmes, not added."), Text("명", "persons")),
    "filings": Series(Text("해외진출 신고(발표값)", "Overseas filings as published"), Text("신고확인증을 발급한 건수. 포털 대장의 값과 기준일·재분류가 달라 합치지 않습니다.", "Certificates issued. Not joined with the portal's own register: day and classification differ."), Text("건", "")),
    "survey": Series(Text("신고제 이전 실태조사", "Survey before the duty to file"), Text("2009–2016년 자율 응답 조사에서 운영 중이라고 답한 사업 수입니다. 신고 건수와 세는 것이 달라 이어 붙이지 않습니다.", "Projects that answered a voluntary survey as operating. Not a count of filings: never joined with them."), Text("건", "")),
}  # fmt: skip

DIMENSIONS = {
    "total": Text("전체", "All"),
    "country": Text("국가별", "By country"),
    "department": Text("진료과별", "By department"),
    "region": Text("지역별", "By region"),
    "class": Text("의료기관 종별", "By class"),
    "type": Text("유형별", "By type"),
    "specialty": Text("진료과목별", "By specialty"),
    "countries": Text("국가 수", "Number of countries"),
    "free": Text("무상 온라인 연수", "Free online training"),
    "doctors": Text("유상 연수 의사", "Paid training: doctors"),
    "dentists": Text("유상 연수 치과의사", "Paid training: dentists"),
}


def series_of(key: str) -> list[PublishedFigure]:
    """Every figure of a series, by dimension and period, greatest first."""
    wanted = select(PublishedFigure).where(PublishedFigure.series == key)
    return sorted(
        db.session.scalars(wanted), key=lambda f: (list(DIMENSIONS).index(f.dimension), f.period, -(f.value or 0), -(f.share or 0), f.label)
    )  # fmt: skip


def load_shipped() -> int:
    """Put the figures that ship with the portal into an empty table; how many."""
    if db.session.scalar(select(PublishedFigure.id).limit(1)):
        return 0
    text = (resources.files("portal.markets.data") / "published.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    for row in rows:
        value, share = row.pop("value"), row.pop("share")
        db.session.add(
            PublishedFigure(**row, value=int(value) if value else None, share=Decimal(share) if share else None)
        )
    db.session.flush()
    return len(rows)


# ---- the workbook -----------------------------------------------------------------------------------------------------

COLUMNS = ("연도", "구분", "항목", "값", "비율(%)", "출처")
_KINDS = {
    "전체": "total", "합계": "total", "국가": "country", "국가별": "country", "진료과": "department", "진료과별": "department",
    "지역": "region", "지역별": "region", "종별": "class", "국가 수": "countries",
}  # fmt: skip
MOST_ROWS = 20_000


class Problem(NamedTuple):
    """What is wrong in one cell ('B7'); '' for the sheet itself."""

    cell: str
    sentence: Text


class Read(NamedTuple):
    rows: list[dict[str, Any]]
    problems: list[Problem]


def read(stream: IO[bytes]) -> Read:
    """The rows of the first sheet under the headings of COLUMNS, and every problem by its cell. Writes nothing."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
        table = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        return Read(
            [],
            [
                Problem(
                    "",
                    Text(
                        "엑셀 파일로 읽을 수 없습니다. .xlsx로 저장해 주세요.",
                        "It cannot be read as a workbook. Save it as .xlsx.",
                    ),
                )
            ],
        )
    top = next(
        (i for i, row in enumerate(table[:20]) if [str(c).strip() for c in row[: len(COLUMNS)]] == list(COLUMNS)), None
    )
    if top is None:
        said = Text(
            "첫 시트에 제목 줄({columns})이 없습니다.", "The first sheet lacks the headings ({columns})."
        ).format(columns=", ".join(COLUMNS))
        return Read([], [Problem("A1", said)])
    body = [(i + 1, row) for i, row in enumerate(table[top + 1 :], top + 1) if any(str(c).strip() for c in row)]
    if len(body) > MOST_ROWS:
        return Read(
            [],
            [
                Problem(
                    "", Text("한 번에 {n}줄까지 읽습니다.", "At most {n} rows at a time.").format(n=f"{MOST_ROWS:,}")
                )
            ],
        )
    problems: list[Problem] = []
    rows = [row for number, cells in body if (row := _row(number, cells, problems)) is not None]
    problems += _unlike(rows)
    if not body:
        problems.append(
            Problem(f"A{top + 2}", Text("제목 줄 아래에 자료가 없습니다.", "There is nothing below the headings."))
        )
    return Read(rows, problems)  # fmt: skip


def _row(number: int, cells: list[Any], problems: list[Problem]) -> dict[str, Any] | None:
    before = len(problems)
    year, kind, label, value, share, source = [*cells, *[""] * 6][:6]

    def wrong(column: str, ko: str, en: str) -> None:
        problems.append(Problem(f"{column}{number}", Text(ko, en)))

    text = re.sub(r"\.0$", "", str(year).strip())
    if not re.fullmatch(r"20(0[9]|[1-9][0-9])", text) or int(text) > clock.today().year:
        wrong(
            "A",
            f"2009년부터 올해까지의 연도가 아닙니다: {text[:20] or '빈칸'}",
            f"Not a year from 2009 to now: {text[:20] or 'blank'}",
        )
    dimension = _KINDS.get(str(kind).strip())
    if dimension is None:
        wrong(
            "B", f"아는 구분이 아닙니다: {str(kind)[:20] or '빈칸'}", f"Not a known kind: {str(kind)[:20] or 'blank'}"
        )
    elif dimension not in ("total", "countries") and not str(label).strip():
        wrong("C", "항목 이름이 비어 있습니다.", "The item has no name.")
    counted = _whole(value)
    if counted is None and str(value).strip():
        wrong("D", f"0 이상의 정수가 아닙니다: {str(value)[:20]}", f"Not a whole number from 0: {str(value)[:20]}")
    rate = _share(share)
    if rate is None and str(share).strip():
        wrong(
            "E", f"0에서 100 사이의 비율이 아닙니다: {str(share)[:20]}", f"Not a share from 0 to 100: {str(share)[:20]}"
        )
    if not str(value).strip() and not str(share).strip():
        wrong("D", "값이나 비율이 있어야 합니다.", "A value or a share is needed.")
    if not str(source).strip():
        wrong("F", "출처가 비어 있습니다.", "The source is missing.")
    if len(problems) > before or dimension is None:
        return None
    held = "" if dimension in ("total", "countries") else str(label).strip()[:100]
    return {"line": number, "period": text, "dimension": dimension, "label": held, "value": counted, "share": rate, "source": str(source).strip()[:300]}  # fmt: skip


def _whole(value: Any) -> int | None:
    text = re.sub(r"\.0+$", "", str(value).replace(",", "").strip())
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _share(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value).replace("%", "").strip())
    except InvalidOperation:
        return None
    return round(number, 1) if number.is_finite() and 0 <= number <= 100 else None


def _unlike(rows: Iterable[dict[str, Any]]) -> list[Problem]:
    """Rows that stand twice, and parts that are more than their whole."""
    seen: dict[tuple[Any, ...], int] = {}
    found: list[Problem] = []
    parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    wholes: dict[str, dict[str, Any]] = {}
    for row in rows:
        key = (row["period"], row["dimension"], row["label"])
        if key in seen:
            said = Text("{line}번째 줄과 같은 항목입니다.", "The same item stands in row {line}.").format(
                line=seen[key]
            )
            found.append(Problem(f"C{row['line']}", said))
        seen[key] = row["line"]
        if row["dimension"] == "total":
            wholes[row["period"]] = row
        elif row["dimension"] in ("country", "region", "class"):  # a patient may see several departments
            parts.setdefault((row["period"], row["dimension"]), []).append(row)
    for (period, _), held in parts.items():
        whole, added = wholes.get(period), sum(r["value"] or 0 for r in held)
        last = held[-1]["line"]
        if whole and whole["value"] is not None and added > whole["value"]:
            said = Text(
                "{period}년 항목을 더한 값 {added}이(가) 전체 {whole}보다 큽니다.",
                "Parts of {period} add up to {added}, more than the whole of {whole}.",
            )
            found.append(
                Problem(f"D{last}", said.format(period=period, added=f"{added:,}", whole=f"{whole['value']:,}"))
            )
        shares = sum((r["share"] or Decimal(0) for r in held), Decimal(0))
        if shares > Decimal("100.5"):
            said = Text("{period}년 비율을 더하면 {shares}%입니다.", "Shares of {period} add up to {shares}%.")
            found.append(Problem(f"E{last}", said.format(period=period, shares=shares)))
    return found  # fmt: skip


def keep(rows: Iterable[dict[str, Any]], actor: Actor) -> int:
    """Write the rows of patients over what stood there for the same period, kind and item; how many."""
    count = 0
    for row in rows:
        key = {k: row[k] for k in ("period", "dimension", "label")}
        wanted = select(PublishedFigure).filter_by(series="patients", **key)
        figure = db.session.scalar(wanted) or PublishedFigure(series="patients", **key)
        figure.value, figure.share, figure.source = row["value"], row["share"], row["source"]
        figure.by_id, figure.at = actor.user_id, clock.now()
        db.session.add(figure)
        count += 1
    db.session.flush()
    return count
