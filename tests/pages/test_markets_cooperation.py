"""Cooperation between governments: dated follow-ups, events and results; filters, reminders, limits as data,
Excel, search.
"""

import io
from datetime import date

import openpyxl
import pytest

from portal.core.mail import Mail
from portal.markets.g2g import acts, limits, queries
from portal.markets.g2g.models import Cooperation, CooperationEntry
from tests import factories as make


def held(session, **given):
    values = {"kind": "mou", "country": "UZ", "title_ko": "가상 협약", "source": "가상 자료", "began": "2022-11"}
    made = Cooperation(**values | given)
    session.add(made)
    session.commit()
    return made


def entry(**given):
    return {"kind": "result", "on": "2026-03-02", "title_ko": "가상 성과", "source": "가상 보고"} | given


@pytest.fixture
def officer(client, today):
    today(date(2026, 3, 2))
    client.sign_in(make.user("officer"))


def test_a_follow_up_has_a_due_day_and_is_closed_once_with_its_result(session, client, officer, today):
    one = held(session)
    page = client.get(f"/cooperation/{one.id}")
    form = page.form(containing="due_on")
    page = client.submit(form, **entry(kind="follow_up", title_ko="가상 실무회의 준비", due_on="2026-04-01"))
    assert "진행 중" in page.words()
    made = session.query(CooperationEntry).one()
    today(date(2026, 4, 2))
    client.sign_in(make.user("ministry"))
    page = client.get(f"/cooperation/{one.id}")
    assert "기한 지남" in page.words()
    form = page.form(action=f"/cooperation/{one.id}/entries/{made.id}/close")
    page = client.submit(form, state="done", status=422)
    assert page.all("p", id=f"close-{made.id}-result-error")
    client.submit(form, state="done", result="가상 회의를 열었습니다")
    assert "가상 회의를 열었습니다" in client.get("/cooperation/" + str(one.id)).words()
    client.post(f"/cooperation/{one.id}/entries/{made.id}/close", {"state": "dropped", "result": "x"}, status=422)
    client.post(
        f"/cooperation/{held(session).id}/entries/{made.id}/close", {"state": "done", "result": "x"}, status=404
    )


@pytest.mark.parametrize("kind", ["event", "result"])
def test_events_and_results_stand_by_day_on_their_page_and_the_country_page(session, client, officer, kind):
    one = held(session, kind="oda", title_ko="가상 ODA", budget=3_000_000_000, currency="USD", agency="가상협력단")
    client.post(f"/cooperation/{one.id}/entries", entry(kind=kind, title_ko="가상 경과"), status=200)
    page = client.get(f"/cooperation/{one.id}")
    assert "3,000,000,000 USD" in page.words()
    assert "가상협력단" in page.words()
    assert "가상 경과" in page.words()
    page = client.get("/countries/UZ")
    assert page.link("가상 ODA") == f"/cooperation/{one.id}"
    assert "가상 경과" in page.words()
    assert client.get("/search?q=가상 경과").link("가상 ODA") == f"/cooperation/{one.id}"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"on": "2026-02-30"}, "on"),
        ({"on": "2026-03-03"}, "on"),
        ({"kind": "follow_up"}, "due_on"),
        ({"kind": "follow_up", "due_on": "2026-03-01"}, "due_on"),
        ({"title_ko": ""}, "title_ko"),
        ({"source": ""}, "source"),
    ],
)
def test_wrong_entries_are_said_at_their_field(session, client, officer, wrong, field):
    one = held(session)
    page = client.post(f"/cooperation/{one.id}/entries", entry(**wrong), status=422)
    assert page.all("p", id=f"{field}-error")
    assert session.query(CooperationEntry).count() == 0


def test_only_officials_write(session, client):
    one = held(session)
    client.get(f"/cooperation/{one.id}")
    assert not client.get(f"/cooperation/{one.id}").all("form", action=f"/cooperation/{one.id}/entries")
    client.sign_in(make.member(make.organisation()))
    client.post(f"/cooperation/{one.id}/entries", entry(), status=403)
    client.post("/cooperation/limits", {}, status=403)
    client.get("/cooperation/999", status=404)


def test_the_list_is_narrowed_by_kind_country_state_and_year(session, client, today):
    today(date(2026, 3, 2))
    held(session, title_ko="끝난 협약", began="2020", ended="2025")
    held(session, title_ko="곧 끝날 협약", began="2021-05", ended="2026-05")
    held(session, title_ko="유효한 협약", began="2022-01-05", ended="2027-01-05", country="VN")
    held(session, title_ko="열린 사업", kind="oda", began="")

    def names(query):
        page = client.get("/cooperation?" + query)
        return {page.words(e) for e in page.all("th", scope="row")}

    assert names("state=ended") == {"끝난 협약"}
    assert names("state=soon") == {"곧 끝날 협약"}
    assert names("state=running") == {"유효한 협약"}
    assert names("state=open") == {"열린 사업"}
    assert {queries.state_of(c) for c in session.query(Cooperation)} == {"ended", "soon", "running", "open"}
    assert names("country=VN") == {"유효한 협약"}
    assert names("year=2021") == {"곧 끝날 협약"}
    assert names("kind=oda") == {"열린 사업"}
    assert names("kind=mou&state=nothing") == set()
    with client.plain.get("/cooperation/cooperation.xlsx?state=soon") as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[2] for row in told if row[0] == "협약(MOU)"] == ["곧 끝날 협약"]
    assert any("상태: 곧 끝남" in str(row[0]) for row in told)


def test_a_limit_is_a_dated_rule(session, client, officer):
    page = client.get("/cooperation/limits")
    assert "40,000,000" in page.words()
    client.submit(page.form(containing="most"), effective_from="2026-01-01", most="60,000,000", source="가상 지침")
    new = {"kind": "mission", "country": "UZ", "title_ko": "가상 사업", "source": "가상", "budget": "60,000,000"}
    client.post("/cooperation/new", new | {"began": "2026-02"}, status=200)
    page = client.post("/cooperation/new", new | {"began": "2025"}, status=422)
    assert "40,000,000원을 넘을 수 없습니다" in page.words(page.all("p", id="budget-error")[0])
    page = client.post("/cooperation/new", new | {"began": "2026", "budget": "60000001"}, status=422)
    assert "가상 지침" in page.words()
    page = client.post("/cooperation/new", new | {"began": "2026", "currency": "USD"}, status=422)
    assert page.all("p", id="currency-error")
    client.post("/cooperation/limits", {"effective_from": "", "most": "x", "source": ""}, status=422)
    assert limits.on(date(2020, 1, 1)).most == 40_000_000


def test_mous_that_end_and_follow_ups_that_are_due_are_reminded_once(session, client, officer, today):
    one = held(session, ended="2026-05", title_ko="곧 끝날 협약")
    held(session, ended="2027-05", title_ko="오래 남은 협약")
    given = {
        "kind": "follow_up",
        "on": date(2026, 3, 2),
        "title_ko": "가상 준비",
        "title_en": "",
        "text": "",
        "source": "가",
        "due_on": date(2026, 3, 5),
    }
    acts.add(one, given, make.officer())
    assert acts.remind() == 2
    assert acts.remind() == 0
    body = session.query(Mail).first().body
    assert "곧 끝날 협약" in body
    assert "가상 준비" in body
    assert "오래 남은 협약" not in body
    session.commit()
    changed = {
        "kind": "mou",
        "country": "UZ",
        "title_ko": "연장한 협약",
        "source": "가상",
        "began": "2022-11",
        "ended": "2026-06",
    }
    client.submit(client.get(f"/cooperation/{one.id}/edit").form(containing="title_ko"), **changed)
    assert acts.remind() == 0, "June ends after the ninety days"
    today(date(2026, 4, 15))
    assert acts.remind() == 1, "an extended MOU is reminded of anew"
