"""Makes registers as offices keep them: clean rows, a seed, and out comes a workbook or a CSV in one of many styles.

`clean_rows` gives typed rows as the reader should return them; `write_messy` writes them so that they mean the same.
"""

import csv
import random
import unicodedata
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from filings import terms
from filings.columns.codes import SIDO
from filings.columns.register import COLUMNS, FIELDS
from portal.core import countries

TODAY = date(2026, 11, 22)
ORGANISATIONS = ("가상푸른의원", "가상 한빛 종합병원", "의료법인 가상의료재단", "가상메디컬(주)", "Gasang Clinic & Spa")
CITIES = ("호찌민", "알마티", "Los Angeles", "상하이", None)
NOTES = (None, "개원 일정 조정", "=SUM(A1:A9)", "+82 전화 확인", "변경신고 2017-11-23 (병상수 변경)", "@담당자")
TYPES = {
    "OPEN": ("의료기관 개설·운영", "개설운영", "개설·운영", "의료기관개설ㆍ운영", "의료 기관 개설 운영"),
    "ENTRUST": ("수탁운영", "수탁 운영", "의료기관 수탁운영"),
    "CONSULT": ("운영컨설팅", "컨설팅", "운영 컨설팅", "의료기관 운영컨설팅"),
    "DISPATCH": ("종사자 파견", "종사자파견", "의료 종사자 파견"),
    "TECH": ("의료기술·정보시스템 이전", "기술·정보시스템 이전", "기술정보시스템이전", "의료기술ㆍ정보시스템이전"),
    "SUPPLY": ("의약품·의료기기 제공", "의약품의료기기제공", "의약품・의료기기 제공"),
    "EDU": ("의료지식 지원·교육", "의료지식지원교육", "지식 지원·교육"),
}
DERMA = ("피부·성형", "성형외과", "피부과", "성형·피부", "피부과·성형외과")
YES = ("유", "있음", "Y", "y", "○", "Ｙ", "유 ")
NO = ("무", "없음", "N", "n", "×", "Ｎ", " 무")
UNITS = {"beds": ("", "병상", " 개", "개"), "staff": ("", "명", " 명", "건")}
EXTRA = ("연번", "담당자", "연락처", "처리 결과")


def check_digit(nine: str) -> str:
    figures = [int(figure) for figure in nine]
    total = sum(w * f for w, f in zip((1, 3, 7, 1, 3, 7, 1, 3, 5), figures, strict=True)) + figures[8] * 5 // 10
    return str((10 - total % 10) % 10)


def clean_rows(count: int, seed: int = 0) -> list[tuple[Any, ...]]:
    """Right rows, typed, in the order of COLUMNS; a column that this maker does not know stays blank."""
    r = random.Random(seed)
    abroad = [c.iso2 for c in countries.all_countries() if c.iso2 != "KR"]
    rows = []
    for n in range(1, count + 1):
        received = date(2016, 7, 1) + timedelta(r.randrange(3_600))
        nine = f"{r.randint(101, 999)}{r.randint(0, 999999):06d}"
        made = {
            "certificate_no": f"제{received.year}-{n:04d}호",
            "received_on": received,
            "accepted_on": received + timedelta(r.randrange(15)),
            "filing_kind": r.choice(list(terms.KINDS)),
            "organisation_name": r.choice(ORGANISATIONS),
            "category": r.choice(list(terms.CLASSES)),
            "region": r.choice(list(terms.SIDO)),
            "business_number": nine + check_digit(nine),
            "has_department": r.random() < 0.8,
            "type": r.choice(list(terms.TYPES)),
            "country": r.choice(abroad),
            "city": r.choice(CITIES),
            "foreign_name": r.choice((None, f"Gasang Hospital {n}", f"가상 병원 {n}")),
            "specialty": r.choice([None, *(s for s in terms.SPECIALTIES)]),
            "beds": r.choice((0, 12, 70, 1_250, 10_000)),
            "trigger": r.choice(list(terms.TRIGGERS)),
            "trigger_on": received - timedelta(r.randrange(60)),
            "contract_ends_on": r.choice((None, received + timedelta(3_000))),
            "staff": r.choice((None, 0, 3, 1_100)),
            "status": r.choice(list(terms.STATUSES)),
            "note": r.choice(NOTES),
        }
        rows.append(tuple(made.get(name) for name in FIELDS))
    return rows


def clean_cells(row: tuple[Any, ...]) -> list[Any]:
    """A typed row as the tidiest office would write it, in the order of COLUMNS."""
    return [_plainly(name, value) for name, value in zip(FIELDS, row, strict=True)]


def _plainly(name: str, value: Any) -> Any:
    labels = {"filing_kind": terms.KINDS, "type": terms.TYPES, "trigger": terms.TRIGGERS, "status": terms.STATUSES}
    if value is None:
        return ""
    if name in labels:
        return labels[name][value].ko
    if name == "country":
        return countries.name(value)
    if name == "has_department":
        return "유" if value else "무"
    return f"{value[:3]}-{value[3:5]}-{value[5:]}" if name == "business_number" else value


class Messy:
    """How one untidy office writes a cell; every choice means the same."""

    def __init__(self, r: random.Random, *, text_only: bool) -> None:
        self.r, self.text_only = r, text_only
        self.named = {c.iso2: [c.iso2, c.iso3, *c.name, *c.aliases] for c in countries.all_countries()}

    def cell(self, name: str, value: Any) -> Any:
        r = self.r
        if value is None:
            return r.choice(["", "", "-", " ", "－", "\u3000"])
        if isinstance(value, date):
            return self.day(value)
        if name in ("beds", "staff"):
            return self.number(name, value)
        if name == "business_number":
            forms: list[Any] = [_plainly(name, value), value, f"{value[:3]} - {value[3:5]} - {value[5:]}"]
            return r.choice(forms if self.text_only else [*forms, int(value), float(value)])
        if name in ("organisation_name", "city", "foreign_name", "note"):
            return self.text(value, shape=False, breaks=name != "note")
        return self.text(self.coded(name, value), shape=name != "has_department")

    def coded(self, name: str, value: Any) -> str:
        """One of the ways to write a code."""
        r = self.r
        year, serial = (value[1:5], value[6:-1]) if name == "certificate_no" else ("", "")
        ways = {
            "certificate_no": lambda: (
                value,
                f"제 {year}-{serial} 호",
                f"제{year} - {serial}호",
                f"제{year}–{serial}호",
            ),
            "has_department": lambda: YES if value else NO,
            "type": lambda: TYPES[value],
            "country": lambda: [
                w for name in self.named[value] for w in (name, name.upper(), name.lower(), f"{name} (현지)")
            ],
            "region": lambda: [written for written, short in SIDO.items() if short == value],
            "category": lambda: ("상급종합", value) if value == "상급종합병원" else (value,),
            "specialty": lambda: [
                w.replace("·", r.choice("·ㆍ/ ")) for w in (DERMA if value == "피부·성형" else [value])
            ],
        }
        if name in ways:
            return r.choice(list(ways[name]()))
        written = str(_plainly(name, value))
        return " ".join(written) if r.random() < 0.2 else written

    def text(self, value: str, *, shape: bool = True, breaks: bool = True) -> str:
        """Decomposed, padded, with wider blanks or line breaks; `shape` also in full width."""
        r = self.r
        if r.random() < 0.25:
            value = unicodedata.normalize("NFD", value)
        if shape and r.random() < 0.1:
            value = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)
        if " " in value and r.random() < 0.3:
            value = value.replace(" ", r.choice(("\u3000", "  ", "\u00a0", "\n" if breaks else "\t")))
        return r.choice(("", "", "", " ", "\u3000", "\n", "\u200b")) + value + r.choice(("", "", "", "  ", "\u3000"))

    def day(self, day: date) -> Any:
        y, m, d = day.year, day.month, day.day
        texts = [
            f"{day:%Y%m%d}",
            f"{day:%Y-%m-%d}",
            f"{y}.{m}.{d}",
            f"{y}.{m}.{d}.",
            f"{y}. {m}. {d}.",
            f"{day:%y.%m.%d}",
            f"{y % 100:02d}.{m}.{d}",
            f"{y} - {m:02d} - {d:02d}",
            f" {day:%Y.%m.%d} ",
            f"{day:%Y-%m-%d} 00:00:00",
        ]
        if self.text_only:
            return self.r.choice(texts)
        return self.r.choice([day, day, datetime(y, m, d), int(f"{day:%Y%m%d}"), float(f"{day:%Y%m%d}"), *texts])

    def number(self, name: str, value: int) -> Any:
        texts = [
            f"{value}{self.r.choice(UNITS[name])}",
            f"{value:,}{self.r.choice(UNITS[name])}",
            f" {value} ",
            f"{value}.0",
        ]
        return self.r.choice(texts if self.text_only else [value, float(value), *texts])

    def heading(self, name: str) -> str:
        r = self.r
        notes = {
            "신고구분": "(신규/변경)",
            "병상수": "(개)",
            "파견인원": "[명]",
            "전담부서 유무": "（유·무）",
            "사유구분": "(허가/법인설립/계약)",
        }
        name = name.replace(" ", r.choice(("", " ", "\n", "\u3000")))
        if r.random() < 0.3:
            name = name[:2] + r.choice(("\n", " ", "\u3000")) + name[2:]
        name += r.choice(("", "\n")) + r.choice(("", notes.get(name.replace("\n", " "), "(※)")))
        return unicodedata.normalize("NFD", name) if r.random() < 0.2 else name


def write_messy(path: Path, rows: list[tuple[Any, ...]], seed: int) -> None:
    """Write the rows to `path` (.xlsx or .csv) in a style that depends on the seed."""
    r = random.Random(seed)
    as_csv = path.suffix == ".csv"
    messy = Messy(r, text_only=as_csv)
    order: list[int | str] = list(range(len(COLUMNS)))
    if r.random() < 0.6:
        r.shuffle(order)
    for name in r.sample(EXTRA, r.randrange(len(EXTRA) + 1)):
        order.insert(r.randrange(len(order) + 1), name)
    grid, merges = _heading(messy, order)
    for n, row in enumerate(rows, start=1):
        grid.append([messy.cell(FIELDS[c], row[c]) if isinstance(c, int) else _extra(r, c, n) for c in order])
        if r.random() < 0.05:
            grid.append(_totals(r, order))
        if r.random() < 0.05:
            grid.append([r.choice(("", " ", None)) if isinstance(c, int) else "-" for c in order])
    if r.random() < 0.6:
        grid.append(_totals(r, order))
    if r.random() < 0.5:
        grid += [
            [],
            [r.choice(("※ 2022년 12월 31일 기준", "주) 잠정치임", "* 가상의 자료", "출처: 가상진흥원"))],
            ["이하 여백"],
        ]
    if as_csv:
        _save_csv(path, grid, r)
    else:
        _save_xlsx(path, grid, merges, r)


def _heading(messy: Messy, order: list[int | str]) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    r = messy.r
    grid: list[list[Any]] = [["의료 해외진출 신고대장"], ["(단위: 명, 병상)"], []][: r.randrange(4)]
    names = [messy.heading(COLUMNS[c].heading) if isinstance(c, int) else c for c in order]
    top = len(grid)
    if r.random() < 0.5:
        return [*grid, names], []
    upper: list[Any] = list(names)
    lower: list[Any] = [""] * len(names)
    merges = []
    at = 0
    while at < len(names):
        width = r.choice((1, 1, 2, 3))
        width = min(width, len(names) - at)
        if width == 1:
            merges.append((top, at, top + 1, at))
        else:
            lower[at : at + width] = names[at : at + width]
            upper[at : at + width] = [r.choice(("신고 사항", "기관 현황", "진출 내용")), *[""] * (width - 1)]
            merges.append((top, at, top, at + width - 1))
        at += width
    return [*grid, upper, lower], merges


def _extra(r: random.Random, name: str, n: int) -> Any:
    return n if name == "연번" else r.choice(("", "홍길동", "02-000-0000", "완료"))


def _totals(r: random.Random, order: list[int | str]) -> list[Any]:
    row: list[Any] = ["" if isinstance(c, str) or c in (0, 4) else 123 for c in order]
    row[0] = r.choice(("합계", "합 계", "총계", "소 계", "계", unicodedata.normalize("NFD", "합\u3000계")))
    return row


def _save_csv(path: Path, grid: list[list[Any]], r: random.Random) -> None:
    encoding = r.choice(("utf-8", "utf-8-sig", "cp949"))
    lines = [["" if cell is None else str(cell) for cell in row] for row in grid]
    if encoding == "cp949":
        try:
            "".join(cell for line in lines for cell in line).encode("cp949")
        except UnicodeEncodeError:
            encoding = "utf-8-sig"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(lines)


def _save_xlsx(path: Path, grid: list[list[Any]], merges: list[tuple[int, int, int, int]], r: random.Random) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = r.choice(("신고대장", "Sheet1", "2022", "신고 대장"))
    down, right = r.randrange(3), r.randrange(3)
    for y, row in enumerate(grid, start=1 + down):
        for x, value in enumerate(row, start=1 + right):
            if value not in ("", None):
                cell = sheet.cell(y, x, value)
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"
    for top, left, bottom, to_right in merges:
        sheet.merge_cells(
            start_row=top + 1 + down,
            start_column=left + 1 + right,
            end_row=bottom + 1 + down,
            end_column=to_right + 1 + right,
        )
    if r.random() < 0.5:
        book.create_sheet("국가별 집계", r.randrange(2)).append(["진출국가", "병상수"])
    if r.random() < 0.3:
        book.create_sheet("메모").append(["=1+1", "내부용"])
    book.save(path)
