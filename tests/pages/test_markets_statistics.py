"""Public statistics: aggregates only, with definition and day; map, downloads, published series,
import judged by cell.
"""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest

from portal.markets.series import imports, queries
from portal.markets.statistics import tables
from tests import factories as make

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def three(session, today):
    today(date(2025, 3, 3))
    make.accepted("OPEN", country="VN", specialty="치과")
    make.accepted("CONSULT", country="SG", specialty="")
    today(date(2026, 3, 3))
    make.accepted("OPEN", country="VN", specialty="치과")
    session.commit()


def test_the_overview_has_map_table_definition_and_day(three, client):
    page = client.get("/statistics")
    assert "기준일 2026. 3. 3." in page.words()
    assert "수리일이 속한 연도로 셉니다" in page.words()
    assert page.all("a", href="/countries/VN")
    cells = [page.words(e) for e in page.all("th", scope="row")]
    assert "베트남" in cells


def test_countries_on_the_map_are_links_that_say_their_figure(three, client):
    page = client.get("/statistics")
    linked = {a.get("aria-label") for a in page.all(SVG + "a")}
    assert {"베트남 2건", "싱가포르 1건"} <= linked
    small = [e for e in page.all(SVG + "circle") if "map__country" in (e.get("class") or "")]
    assert len(small) == 1, "Singapore is too small to be seen, so it has a dot"


def test_without_the_shapes_there_is_still_the_table(three, client, monkeypatch, tmp_path):
    monkeypatch.setattr(client.app, "static_folder", str(tmp_path))
    page = client.get("/statistics")
    assert not page.all(SVG + "path")
    assert page.link("베트남") == "/countries/VN"


@pytest.mark.parametrize("key", tables.PUBLIC)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_public_table_has_its_page(three, client, key, language):
    page = client.get(f"/statistics/filings/2026/{key}?lang={language}")
    assert page.all("table")
    if language == "en":
        heads = " ".join(page.words(e) for e in page.all("th", scope="col"))
        assert not [c for c in heads if "가" <= c <= "힣"], heads


def korean(text):
    return [c for c in text if "가" <= c <= "힣"]


@pytest.mark.parametrize("key", tables.PUBLIC)
def test_tables_are_read_in_english_to_the_last_cell(three, client, key):
    """Headings, labels, sums and notes alike; the workbook of the ministry stays Korean."""
    page = client.get(f"/statistics/filings/2026/{key}?lang=en")
    table = page.all("table")[-1]
    assert not korean(page.words(table)), page.words(table)
    assert not [p for p in page.all("p", class_="definition") if korean(page.words(p))]
    found = client.plain.get(f"/statistics/filings/2026/{key}.json").data.decode()
    assert not korean(found), found
    text = client.plain.get(f"/statistics/filings/2026/{key}.csv").data.decode("utf-8-sig")
    assert not korean(text.splitlines()[0])
    one = tables.table_of(key)
    assert korean("".join(one.build(tables.as_of(2026)).names()))


def test_published_series_are_labelled_in_english(session, client):
    imports.load_shipped()
    session.commit()
    page = client.get("/statistics/published?lang=en")
    for cell in (*page.all("th"), *page.all("td"), *page.all("h2"), *page.all("h3"), *page.all("summary")):
        assert not korean(page.words(cell)), page.words(cell)
    text = client.plain.get("/statistics/published/patients.csv").data.decode("utf-8-sig")
    assert text.splitlines()[0] == "Period,Kind,Item,Value,Share (%),Source"


@pytest.mark.parametrize(
    "key", ["register", "processing", "late", "changes", "nothing", "register.json", "by_year.pdf"]
)
def test_what_is_not_public_has_no_page(three, client, key):
    client.get(f"/statistics/filings/2026/{key}", status=404)


def test_an_earlier_year_stays_as_it_was(three, client):
    page = client.get("/statistics/filings/2025/by_country")
    assert "기준일 2025. 12. 31." in page.words()
    found = json.loads(client.plain.get("/statistics/filings/2025/by_country.json").data)
    assert {r["ISO"]: r["누적"] for r in found["rows"]} == {"VN": 1, "SG": 1}
    client.get("/statistics/filings/1999/by_year", status=404)
    client.get("/statistics/filings/2030/by_year", status=404)
    assert client.get("/statistics?year=2025", status=303).location == "/statistics/filings/2025"


def test_downloads_say_the_same_as_the_page(three, client):
    found = json.loads(client.plain.get("/statistics/filings/2026/by_country.json").data)
    assert "기준일 2026-03-03" in found["definition"]
    text = client.plain.get("/statistics/filings/2026/by_country.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (
        [(r["ISO"], int(r["누적"])) for r in rows]
        == [(r["ISO"], r["누적"]) for r in found["rows"]]
        == [("VN", 2), ("SG", 1)]
    )
    with client.plain.get("/statistics/filings/2026/by_country.xlsx") as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    table = next(iter(sheet.tables.values()))
    assert [[c.value for c in row][1] for row in sheet[table.ref]][1:3] == ["VN", "SG"]


def test_an_empty_portal_has_its_pages(client):
    client.get("/statistics")
    client.get("/statistics/filings/2026/by_country")
    assert "아직 올린 통계가 없습니다" in client.get("/statistics/patients").words()
    client.get("/statistics/published")


def test_shipped_series_sum_to_the_published_cumulative_figures(session):
    imports.load_shipped()
    yearly = {int(f.period): f.value for f in queries.of("patients") if f.dimension == "total"}
    assert sum(v for y, v in yearly.items() if y <= 2022) == 3_271_574
    assert sum(v for y, v in yearly.items() if y <= 2023) == 3_877_342
    filed = {f.period: f.value for f in queries.of("filings") if f.dimension == "total"}
    assert sum(filed.values()) == 249
    classes = [f.value for f in queries.of("filings") if f.dimension == "class"]
    assert sum(classes) == 204
    assert imports.load_shipped() == 0


def test_older_surveys_stand_apart_from_filings(session, client):
    imports.load_shipped()
    session.commit()
    page = client.get("/statistics/published")
    titles = [page.words(e) for e in page.all("h2")]
    assert titles.index("신고제 이전 실태조사") != titles.index("해외진출 신고(발표값)")
    assert "이어 붙이지 않습니다" in page.words()
    patients = client.get("/statistics/patients").words()
    assert "1,170,467" in patients
    assert "2.73" not in patients


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_published_series_are_downloaded_with_sources(session, client, ending):
    imports.load_shipped()
    session.commit()
    with client.plain.get(f"/statistics/published/patients.{ending}") as answer:
        assert answer.status_code == 200
        assert answer.data
    assert client.plain.get("/statistics/published/nothing.csv").status_code == 404
