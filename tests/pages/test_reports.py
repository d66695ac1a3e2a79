"""The ministry's report in the browser and by command: figures, workbook, snapshots, comparison."""

import io
import json
from datetime import date
from urllib.parse import parse_qs

import openpyxl
import pytest
from openpyxl import load_workbook

from filings.change.acts import gaps, start_change
from filings.desk.behind import filings_on, register_on
from filings.filing.content import content_in_force
from portal.core import files, fire, records
from portal.core.db import db
from portal.shell.reports import annual, snapshots
from portal.shell.reports.models import Snapshot
from tests import factories as make
from tests.contracts.lives_filings import GIVEN, REASONED


@pytest.fixture
def three(session, today):
    """Two filings of 2025 and one of 2026."""
    today(date(2025, 3, 3))
    make.accepted("OPEN", country="VN", specialty="치과")
    make.accepted("CONSULT", country="MN", specialty="")
    today(date(2026, 3, 3))
    make.accepted("OPEN", country="VN", specialty="치과")
    session.commit()


def tables_of(data: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {t.name: [[c.value for c in row] for row in sheet[t.ref]] for sheet in book for t in sheet.tables.values()}


def test_the_workbook_holds_one_named_table_a_sheet(three, client):
    client.sign_in(make.user("ministry"))
    with client.plain.get("/reports/annual/2026.xlsx") as answer:
        data = answer.data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames[:4] == ["표지", "연도별", "유형별", "국가별"]
    assert [len(sheet.tables) for sheet in book] == [0] + [1] * (len(book.sheetnames) - 1)
    found = tables_of(data)
    assert found["by_year"][1:] == [["2025", 2, 2, 2, 2, None], ["2026", 1, 3, 0, 2, -50]]
    assert len(found["register"]) == 4


def test_a_specialty_left_blank_has_its_row_without_a_share(three):
    rows = {r["진료과목"]: r for r in annual.figures(2026)["by_specialty"]}
    assert rows["치과"] == {"진료과목": "치과", "누적건수": 2, "비율(%)": 100.0}
    assert rows["(미기재)"] == {"진료과목": "(미기재)", "누적건수": 1, "비율(%)": None}


def test_a_later_reclassification_changes_live_figures_and_no_snapshot(three, client, session):
    client.sign_in(make.user("ministry"))
    client.post("/reports/annual/2025/snapshots", status=200)
    frozen = session.query(Snapshot).one()
    content = content_in_force(1)
    content.country = "KZ"
    session.commit()
    page = client.get(f"/reports/compare?before={frozen.id}")
    assert "카자흐스탄" in page.words()
    assert "베트남" in page.words()
    with snapshots.workbook(frozen) as file:
        assert {r[1] for r in tables_of(file.read())["by_country"][1:]} == {"VN", "MN", None}


def test_figures_are_shown_with_what_they_count(three, client):
    page = client.sign_in(make.user("officer")).get("/reports/annual/2026")
    assert "수리일이 속한 연도로 셉니다" in page.words()
    assert client.get("/reports/annual/1999", status=404)


@pytest.fixture
def handled(session, today):
    """Filings of two years in every way the report counts; two have changed since the end of the first."""
    today(date(2025, 3, 3))
    officer, filer = make.officer(), make.acting(make.member(make.organisation()))
    changed = make.accepted("OPEN", filer, country="VN", specialty="치과", beds="120")[0]
    make.accepted("CONSULT", filer, country="MN", specialty="")
    gone = make.accepted("EDU", filer, country="UZ")[0]
    silent, withdrawn, refused, asked = (make.filed("CONSULT", filer, country="VN")[0] for _ in range(4))
    make.filed("OPEN", filer, licensed_on="2024-09-01")
    for case in (refused, asked):
        fire.fire(case, "take", officer)
    fire.fire(asked, "ask", officer, given=GIVEN["ask"])
    fire.fire(refused, "refuse", officer, given=REASONED)
    fire.fire(withdrawn, "withdraw", filer, given=REASONED)
    today(date(2025, 4, 3))
    fire.fire_lapsed(silent)
    fire.fire(gone, "revoke", officer, given=REASONED)
    today(date(2026, 3, 3))
    make.accepted("OPEN", filer, country="VN", specialty="치과")
    change = start_change(changed, filer)
    told = {"reason": "other", "changed_on": "2026-03-02", "country": "KZ"}
    records.save_draft(session.get(records.Draft, change.id), told, 1, filer)
    for slot in gaps(change, session.get(records.Draft, change.id).answers):
        files.attach(change, slot, io.BytesIO(b"%PDF-1.7 fictional"), "fictional.pdf", filer)
    fire.fire(change, "submit", filer)
    fire.fire(change, "take", officer)
    fire.fire(change, "accept", officer)
    session.commit()


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_figure_opens_just_the_cases_that_it_counts(handled, client, year):
    client.sign_in(make.user("ministry"))
    page = client.get(f"/reports/annual/{year}")
    links = {(a.get("href"), page.words(a)) for table in page.all("table") for a in table.iter("a")}
    assert len(links) > 40
    actor, wrong = make.officer(), []
    for address, figure in links:
        path, _, query = address.partition("?")
        args = {key: values[0] for key, values in parse_qs(query, strict_parsing=True).items()}
        listing = {"/desk/filings/register": register_on, "/desk/filings/all": filings_on}[path](args)
        assert set(listing.given(args)) == set(args), address
        if listing.page(actor, args).count != int(figure):
            wrong.append(f"{address}: {listing.page(actor, args).count} for {figure}")
    assert not wrong, "\n".join(wrong)
    figures = annual.figures(year)["processing"]
    assert [figures[0][k] for k in ("접수", "수리", "수리간주", "보완", "반려", "취하")] == [8, 3, 1, 1, 1, 1]


def test_the_list_behind_a_figure_says_its_number(handled, client):
    client.sign_in(make.user("officer"))
    page = client.get("/reports/annual/2025")
    address = next(a for a in page.links() if "how=deemed" in a)
    page = client.get(address)
    assert "전체 1건" in page.words()
    assert page.all("input", name="as_of")[0].get("value") == "2025-12-31"
    page = client.get(address.replace("2025-12-31", "nonsense"))
    assert "조건에 맞는 신고가 없습니다" in page.words()
    book = client.plain.get("/desk/filings/register.xlsx?as_of=2025-12-31&country=VN&purpose=duty", buffered=True)
    assert book.status_code == 200
    assert len(tables_of(book.data)["filing_register"]) == 1 + 2


def test_a_filer_never_sees_reports(three, client):
    client.sign_in(make.member(make.organisation()))
    client.get("/reports", status=403)


def test_the_command_writes_workbook_figures_and_snapshot(three, app, tmp_path):
    db.session.commit()
    out, figures = tmp_path / "a.xlsx", tmp_path / "a.json"
    done = app.test_cli_runner().invoke(
        args=["report", "annual", "--year", "2026", "--out", str(out), "--json", str(figures), "--snapshot"]
    )
    assert done.exit_code == 0, done.output
    read = json.loads(figures.read_text(encoding="utf-8"))
    assert read["year"] == 2026
    assert read["as_of"] == "2026-12-31"
    assert read["register"]["rows"] == 3
    assert read["by_type"][0] == {"진출유형": "의료기관 개설·운영", "2025": 1, "2026": 1, "누적": 2, "비율(%)": 66.7}
    assert db.session.query(Snapshot).one().figures == read
    cover = load_workbook(out)["표지"]
    assert ("만든 사람", "명령") in list(cover.iter_rows(values_only=True, max_col=2))


def test_an_empty_register_still_makes_a_workbook(app, tmp_path):
    done = app.test_cli_runner().invoke(args=["report", "annual", "--year", "2022", "--out", str(tmp_path / "a.xlsx")])
    assert done.exit_code == 0, done.output
    assert tables_of((tmp_path / "a.xlsx").read_bytes())["by_country"][1][0] == "–"


@pytest.mark.parametrize("year", ["nonsense", "1999", "2022.5"])
def test_a_year_that_is_none_is_one_sentence(app, tmp_path, year):
    out = tmp_path / "a.xlsx"
    done = app.test_cli_runner().invoke(args=["report", "annual", "--year", year, "--out", str(out)])
    assert (done.exit_code, out.exists()) == (2, False)
    assert done.output == f"--year: ‘{year}’은(는) 2009년부터 2100년까지의 연도가 아닙니다.\n"


def test_a_workbook_that_cannot_be_written_is_said_before_a_snapshot_is_frozen(app, tmp_path):
    out = tmp_path / "nowhere" / "a.xlsx"
    done = app.test_cli_runner().invoke(args=["report", "annual", "--year", "2022", "--out", str(out), "--snapshot"])
    assert done.exit_code == 2
    assert "쓸 수 없습니다" in done.output
    assert db.session.query(Snapshot).count() == 0


def test_every_table_is_read_in_english_to_the_last_cell(three, client):
    page = client.sign_in(make.user("officer")).get("/reports/annual/2026?lang=en")
    tables = page.all("table")
    assert len(tables) == 17
    for element in (*tables, *page.all("p", class_="definition")):
        words = page.words(element)
        assert not [c for c in words if "가" <= c <= "힣"], words
