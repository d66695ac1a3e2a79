"""Indicators have versions: officers add one, its values stand apart,
and board and print show where the definition changes.
"""

from datetime import date

import pytest

from portal.markets.kpis import board
from portal.markets.kpis.models import AddedVersion, EnteredValue
from portal.markets.kpis.terms import KPIS
from tests import factories as make

VERSION = {
    "since": "2026", "definition_ko": "가상 정의: 지정이 유지되는 기관", "definition_en": "Fictional: institutions still designated",
    "source": "가상 자료", "computed": "", "baseline_year": "2025", "baseline": "30", "target_year": "2027", "target": "60",
}  # fmt: skip
LINE = "{http://www.w3.org/2000/svg}line"
PAGE = "/plan/indicators/institutions"


@pytest.fixture
def officer(client, session, today):
    today(date(2026, 11, 23))
    client.sign_in(make.user("officer"))
    return client


def summary(page):
    return page.words(page.all("div", id="error-summary")[0])


def test_every_shipped_indicator_begins_its_versions_in_order():
    for kpi in KPIS:
        years = [v.since for v in kpi.versions]
        assert years == sorted(set(years)), kpi.key
        assert all(min(v.values, default=v.since) >= v.since for v in kpi.versions), kpi.key


def test_a_new_version_stands_apart_in_chart_table_and_print(officer, session):
    officer.post(f"{PAGE}/values", {"no": "1", "year": "2024", "value": "29", "value_source": "가상 발표"})
    officer.post(f"{PAGE}/values", {"no": "1", "year": "2025", "value": "31", "value_source": "가상 발표"})
    officer.post(f"{PAGE}/versions", VERSION)
    assert session.query(AddedVersion).count() == 1
    page = officer.post(f"{PAGE}/values", {"no": "2", "year": "2026", "value": "22", "value_source": "가상 자료"})
    assert "2026년: 여기서 정의가 바뀝니다" in page.words()
    assert "2026년 값 / 2027년 목표 22 / 60" in page.words(), "the version's own target"
    assert len(page.all(LINE, class_="chart__break")) == 1
    assert len(page.all(LINE, class_="chart__line l0")) == 2, "2023–2025 by definition 1"
    assert not page.all(LINE, class_="chart__line l1"), "nothing joins 2025 and 2026"
    rows = [page.words(r) for r in page.all("tr")]
    assert "2026년부터 정의 2 ⋯ ⋯" in rows
    assert "2026 – 22" in rows, "the value stands in the column of its definition"
    printed = officer.get("/plan/print")
    row = next(printed.words(r) for r in printed.all("tr") if "우수 유치기관" in printed.words(r))
    assert "2025: 31 ‖ 정의 2 2026: 22" in row
    assert "22 (2026, 정의 2)" in row


def test_a_year_belongs_to_one_version(officer, session):
    officer.post(f"{PAGE}/versions", VERSION)
    for no, year in (("1", "2026"), ("2", "2025"), ("1", "2027")):
        page = officer.post(
            f"{PAGE}/values", {"no": no, "year": year, "value": "5", "value_source": "가상"}, status=422
        )
        assert "v-year" in page.text
    assert session.query(EnteredValue).count() == 0
    officer.post(f"{PAGE}/values", {"no": "2", "year": "2026", "value": "5", "value_source": "가상"})
    officer.post(f"{PAGE}/values", {"no": "2", "year": "2026", "value": "6", "value_source": "가상 정정"})
    row = board.row_of(board.kpi_of("institutions"), date(2026, 11, 23))
    assert [(y, n, v.no) for y, n, v in row.values] == [(2023, 27, 1), (2026, 6, 2)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": "2023"}, "2023년보다 뒤의 해"),
        ({"since": "2020"}, "2023년보다 뒤의 해"),
        ({"since": ""}, "이 정의로 세기 시작하는 해"),
        ({"since": "1800"}, "이 정의로 세기 시작하는 해"),
        ({"definition_ko": "  "}, "정의(한국어)"),
        ({"source": ""}, "자료"),
        ({"target_year": ""}, "목표의 해를 적어"),
        ({"target": ""}, "목표의 값을 적어"),
        ({"baseline_year": ""}, "기준값의 해를 적어"),
        ({"target": "0"}, "목표"),
        ({"target": "많이"}, "숫자만"),
        ({"target_year": "2025"}, "정의가 시작되기 전의 해"),
        ({"baseline": "-3"}, "기준값"),
        ({"target": "99999999999"}, "목표"),
        ({"computed": "nothing"}, "이 포털의 자료에서 계산"),
    ],
)
def test_a_wrong_version_is_said_at_its_field(officer, session, wrong, said):
    page = officer.post(f"{PAGE}/versions", VERSION | wrong, status=422)
    assert said in summary(page)
    assert session.query(AddedVersion).count() == 0


@pytest.mark.parametrize(
    "wrong", [{"no": "7"}, {"no": ""}, {"year": ""}, {"value": ""}, {"value": "-1"}, {"value_source": ""}]
)
def test_a_wrong_value_is_said_at_its_field(officer, session, wrong):
    given = {"no": "1", "year": "2025", "value": "30", "value_source": "가상"} | wrong
    assert summary(officer.post(f"{PAGE}/values", given, status=422))
    assert session.query(EnteredValue).count() == 0


def test_a_computed_version_takes_no_value(officer, session):
    assert "value_source" not in officer.get("/plan/indicators/patients").text
    officer.post(
        "/plan/indicators/filings/values", {"no": "2", "year": "2026", "value": "1", "value_source": "가상"}, status=422
    )
    assert session.query(EnteredValue).count() == 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_everybody_reads_an_indicator_and_only_officials_write(client, session, language):
    for kpi in KPIS:
        assert not client.get(f"/plan/indicators/{kpi.key}?lang={language}").all("textarea")
    client.get("/plan/indicators/none", status=404)
    client.post(f"{PAGE}/versions", VERSION, follow=False, status=303)
    client.sign_in(make.member(make.organisation()))
    client.post(f"{PAGE}/versions", VERSION, status=403)
    client.post(f"{PAGE}/values", {"no": "1"}, status=403)
    assert session.query(AddedVersion).count() == 0


def test_the_experts_are_counted_by_the_module_that_knows_them(session, today, monkeypatch):
    asked = []
    monkeypatch.setattr(board, "fact", lambda name, *args: asked.append((name, *args)) or 91)
    row = board.row_of(board.kpi_of("experts"), date(2026, 11, 23))
    assert asked == [("experts_in_office", date(2026, 11, 23))]
    assert row.last[:2] == (2026, 91)
    assert row.last[2].no == 2
    monkeypatch.setattr(board, "fact", lambda *_: None)
    published = board.row_of(board.kpi_of("experts"), date(2026, 11, 23))
    assert (published.last[0], published.last[1], published.last[2].no) == (2024, 108, 1)


def test_a_yearly_value_is_not_known_within_its_year(session):
    filings, quota = board.kpi_of("filings"), board.kpi_of("quota")
    first = board.versions(filings)[0]
    assert max(board.points(first, date(2022, 8, 31), yearly=True)) == 2021
    assert max(board.points(first, date(2023, 1, 2), yearly=True)) == 2022
    assert board.points(board.versions(quota)[0], date(2022, 8, 31), yearly=False) == {2022: 5}
