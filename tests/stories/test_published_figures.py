"""The portal's proof: the published tables come out of the public register, to the digit.

Figures: 「보건의료 서비스 분야 수출 활성화 방안」 (2023-06) and the yearly press reports, as listed in the
public register's control sums.
"""

from datetime import date
from pathlib import Path

import pytest

from filings.register.imports import import_register
from portal.core.people import SYSTEM
from portal.shell.reports import annual

REGISTER = Path(__file__).resolve().parents[2] / "filings" / "demo" / "kohes_register_2022.xlsx"


@pytest.fixture
def figures(session, today):
    today(date(2026, 11, 22))
    outcome = import_register(REGISTER, SYSTEM)
    assert (outcome.exit_status, outcome.rows_written) == (0, 162)
    return annual.figures(2022)


def test_filings_by_year(figures):
    assert [r["신고건수"] for r in figures["by_year"]] == [10, 14, 20, 22, 25, 34, 37]
    assert [r["누적건수"] for r in figures["by_year"]] == [10, 24, 44, 66, 91, 125, 162]
    assert [r["누적 국가수"] for r in figures["by_year"]] == [7, 9, 12, 17, 20, 22, 28]
    assert [r["전년 대비 증감률(%)"] for r in figures["by_year"]] == [None, 40.0, 42.9, 10.0, 13.6, 36.0, 8.8]
    assert figures["cagr_pct"] == 24.4


def test_filings_by_type(figures):
    found = {r["진출유형"]: (r["누적"], r["비율(%)"]) for r in figures["by_type"]}
    assert found == {
        "의료기관 개설·운영": (50, 30.9),
        "수탁운영": (12, 7.4),
        "운영컨설팅": (61, 37.7),
        "종사자 파견": (24, 14.8),
        "의료기술·정보시스템 이전": (7, 4.3),
        "의약품·의료기기 제공": (0, 0.0),
        "의료지식 지원·교육": (8, 4.9),
    }


def test_opening_and_operating_by_year(figures):
    row = figures["by_type"][0]
    assert [row[str(y)] for y in range(2016, 2023)] == [3, 4, 6, 7, 9, 11, 10]


def test_countries_specialties_classes_beds(figures):
    assert [(r["ISO"], r["누적"]) for r in figures["by_country"][:5]] == [
        ("CN", 65),
        ("VN", 23),
        ("MN", 11),
        ("AE", 8),
        ("KZ", 8),
    ]
    specialties = {r["진료과목"]: (r["누적건수"], r["비율(%)"]) for r in figures["by_specialty"]}
    assert specialties["피부·성형"] == (64, 40.8)
    assert specialties["(미기재)"] == (5, None)
    assert {r["종별"]: r["누적"] for r in figures["by_class"]}["의원"] == 68
    assert [r["누적건수"] for r in figures["by_beds"]] == [81, 35, 25, 7, 9, 4, 1]
    assert [(r["전담부서"], r["누적건수"]) for r in figures["by_department"]] == [("유", 148), ("무", 14)]


def test_capital_region_by_year(figures):
    def of(part):
        rows = [r for r in figures["by_region"] if r["구분"] == part]
        return [sum(r[str(y)] for r in rows) for y in range(2016, 2023)]

    assert of("수도권") == [6, 7, 15, 19, 22, 28, 30]
    assert of("비수도권") == [4, 7, 5, 3, 3, 6, 7]


def test_crossed_tables_sum_to_the_register(figures):
    assert sum(r["계"] for r in figures["country_type"]) == 162
    assert sum(r["계"] for r in figures["country_specialty"]) == 162


def test_handling_and_lateness(figures):
    rows = figures["processing"]
    assert sum(r["수리간주"] for r in rows) == 6
    assert sum(r["수리"] for r in rows) == 156
    mean = sum(r["수리"] * r["평균 처리일(근무일)"] for r in rows) / 156
    assert round(mean, 2) == pytest.approx(5.54, abs=0.01)
    late = {r["연도"]: (r["지연건수"], r["최대 초과일"]) for r in figures["late"]}
    assert late["2017"] == (4, 31)
    assert late["2021"] == (2, 120)
    assert sum(n for n, _ in late.values()) == 12


def test_an_earlier_year_is_the_state_at_its_end(session, today, figures):
    earlier = annual.figures(2020)
    assert [r["신고건수"] for r in earlier["by_year"]] == [10, 14, 20, 22, 25]
    assert {r["진출유형"]: r["누적"] for r in earlier["by_type"]}["운영컨설팅"] == 26
