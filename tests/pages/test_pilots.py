"""The pilots' pages: what is refused in a sentence, who may what, the portfolio, the workbook's bad files,
the rule's versions.
"""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from funds.pilots.models import Pilot
from funds.pilots.standard.queries import pilot_rule_on
from portal.core.db import db
from tests import factories as make
from tests import pilot_maker

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def now(today):
    today(MONDAY)


def submit(client, case, part, status=422, **given):
    path = f"/pilots/{case.id}/{part}/new"
    return client.submit(client.get(path).form(path), status=status, **given).words()


@pytest.mark.parametrize(
    ("part", "given", "said"),
    [
        ("milestone", {"title": "가", "begins_on": "2026-05-02", "ends_on": "2026-05-01"}, "앞섭니다"),
        ("milestone", {"title": "가", "begins_on": "2025-05-02", "ends_on": "2026-05-01"}, "사업 기간"),
        ("indicator", {"label": "가", "baseline": "1", "target": "1.0", "due_on": "2026-05-01"}, "같습니다"),
        ("indicator", {"label": "가", "baseline": "1", "target": "2", "due_on": "2027-05-01"}, "사업 기간"),
        ("budget", {"item": "가", "amount": "-5"}, "1 이상"),
        ("budget", {"item": "가", "amount": "90000001"}, "사업비"),
        ("payment", {"begins_on": "2026-03-01", "ends_on": "2026-09-01", "amount": "100000001"}, "지원금"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(session, client, part, given, said):
    case = pilot_maker.planned()
    client.sign_in(make.user("officer"))
    assert said in submit(client, case, part, **given)


def test_payments_never_overlap(session, client):
    case = pilot_maker.planned()
    client.sign_in(make.user("officer"))
    submit(client, case, "payment", 200, begins_on="2026-01-01", ends_on="2026-06-30", amount="1000")
    assert "겹칩니다" in submit(client, case, "payment", begins_on="2026-06-30", ends_on="2026-07-30", amount="1000")
    submit(client, case, "payment", 200, begins_on="2026-07-01", ends_on="2026-07-30", amount="1000")
    page = client.get(f"/pilots/{case.id}")
    page = client.submit(page.form("/paid"))
    assert "2026. 11. 23." in page.words()


def test_a_plan_is_not_submitted_before_it_is_whole(session, client):
    owner = make.organisation()
    case = pilot_maker.planned(owner)
    db.session.delete(case.indicators[0])
    client.sign_in(make.member(owner, "editor"))
    page = client.post(f"/cases/{case.id}/moves/submit_plan", {"version": case.version}, status=422)
    assert "지표를 하나 이상" in page.words()


def test_who_may_what(session, client):
    case = pilot_maker.running()
    client.sign_in(make.member(make.organisation()))
    client.get(f"/pilots/{case.id}", status=404)
    assert case.title not in client.get("/pilots/").words()
    client.sign_in(make.member(case.organisation, "viewer"))
    client.get(f"/pilots/{case.id}/report", status=403)
    client.get(f"/pilots/{case.id}/risk/new", status=403)
    client.sign_in(make.member(case.organisation, "editor"))
    client.get(f"/pilots/{case.id}/milestone/new", status=403)  # the plan stands while the pilot runs
    client.get(f"/pilots/{case.id}/payment/new", status=403)
    client.get(f"/pilots/{case.id}/nothing/new", status=404)
    client.get("/pilots/new", status=403)
    client.get("/pilots/rules", status=403)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"progress": "101"}, "100 이하"),
        ({"spent": "-1"}, "0 이상"),
        ({"reading": ("5", "2025-12-31")}, "사업 시작일"),
        ({"reading": ("5", "")}, "함께 적어"),
        ({"reading": ("5", "2027-12-31")}, "아직 오지 않은"),
        ({"reading": ("다섯", "2026-05-05")}, "숫자를 입력"),
        ({"step": "2025-12-31"}, "시작일보다"),
        ({"month": "2031-01"}, "목록에 있는 것"),
    ],
)
def test_a_month_that_cannot_be_is_refused(session, client, given, said):
    case = pilot_maker.running()
    client.sign_in(make.member(case.organisation, "editor"))
    values = {"month": "2026-01", "progress": "10", "spent": "0", "done": "가상"}
    values |= {k: v for k, v in given.items() if k in values}
    if "reading" in given:
        indicator = case.indicators[0].id
        values[f"i{indicator}"], values[f"d{indicator}"] = given["reading"]
    if "step" in given:
        values[f"m{case.milestones[0].id}"] = given["step"]
    form = client.get(f"/pilots/{case.id}/report").form(containing="progress")
    assert said in client.submit(form, status=422, **values).words()


def test_spending_never_falls(session, client):
    case = pilot_maker.running()
    client.sign_in(make.member(case.organisation, "editor"))
    path = f"/pilots/{case.id}/report"
    client.submit(
        client.get(path).form(containing="progress"), month="2026-01", progress="10", spent="500", done="가상"
    )
    assert (
        "적습니다"
        in client.submit(
            client.get(path).form(containing="progress"),
            status=422,
            month="2026-02",
            progress="10",
            spent="400",
            done="가상",
        ).words()
    )


def bad_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<!DOCTYPE x>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no workbook", "읽을 수 없는"), (bad_zip(), "읽을 수 없는"), ("headings", "머리글"), ("row", "줄이 없습니다"), ("formula", "수식"), ("twice", "두 번"), ("sheet", "시트가 없습니다")],
)  # fmt: skip
def test_a_workbook_of_another_shape_is_refused(session, client, content, said):
    case = pilot_maker.running()
    client.sign_in(make.member(case.organisation, "editor"))
    if isinstance(content, str):
        book = load_workbook(io.BytesIO(client.plain.get(f"/pilots/{case.id}/report.xlsx").data))
        sheet = book["월간보고"]
        if content == "headings":
            sheet["D3"] = "값들"
        elif content == "row":
            sheet.delete_rows(5)
        elif content == "formula":
            sheet["D5"] = "=1+1"
        elif content == "twice":
            sheet["A5"] = "month"
        else:
            sheet.title = "다른 시트"
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    form = client.get(f"/pilots/{case.id}/report").form("/report/file")
    assert said in client.submit(form, status=422, file=[(io.BytesIO(content), "report.xlsx")]).words()
    assert not db.session.get(Pilot, case.id).reports


def test_what_people_typed_is_no_formula_in_the_template(session, client):
    case = pilot_maker.running()
    case.milestones[0].title = "=HYPERLINK(1)"
    client.sign_in(make.member(case.organisation, "editor"))
    book = load_workbook(io.BytesIO(client.plain.get(f"/pilots/{case.id}/report.xlsx").data))
    assert all(cell.data_type != "f" for row in book["월간보고"] for cell in row)


def test_the_portfolio_says_in_tables_what_map_and_charts_show(session, client):
    pilot_maker.running()
    pilot_maker.evaluated("91", country="SG", field="his")
    client.sign_in(make.user("ministry"))
    page = client.get("/pilots/")
    words = page.words()
    assert "싱가포르" in words
    assert "병원정보시스템" in words
    assert page.text.count("<circle") >= 2
    assert "나라별 시범사업 수" in words
    client.get("/pilots/?lang=en")


def test_the_rule_is_versioned_and_a_pilot_keeps_its_own(session, client):
    client.sign_in(make.user("ministry"))
    form = client.get("/pilots/rules").form("/pilots/rules")
    assert "내일부터" in client.submit(form, status=422, effective_from="2026-11-23", source="가상").words()
    page = client.submit(form, effective_from="2027-01-01", second_year_from="85", source="가상 고시")
    assert "pilot-2027-01-01" in page.words()
    assert (pilot_rule_on(date(2026, 12, 31)).second_year_from, pilot_rule_on(date(2027, 1, 1)).second_year_from) == (
        90,
        85,
    )
    client.sign_in(make.user("officer"))
    client.post("/pilots/rules", status=403)


def test_a_frame_keeps_its_milestones_inside(session, client):
    case = pilot_maker.planned()
    client.sign_in(make.user("officer"))
    form = client.get(f"/pilots/{case.id}/frame").form("/frame")
    assert "밖으로" in client.submit(form, status=422, ends_on="2026-03-01").words()
    assert "앞섭니다" in client.submit(form, status=422, ends_on="2025-03-01").words()


def test_an_unknown_organisation_is_told(session, client):
    client.sign_in(make.user("officer"))
    given = {"title": "가상", "business_number": make.business_number(), "country": "KR", "field": "ai", "year": "2026"}
    words = client.submit(client.get("/pilots/new").form("/pilots/new"), status=422, **given).words()
    assert "포털에 없습니다" in words
    assert "해외 시범사업만" in words
    assert db.session.scalar(select(Pilot)) is None
