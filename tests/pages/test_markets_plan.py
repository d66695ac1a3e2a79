"""The plan: 2 strategies, 8 groups, 26 tasks; cards only grow; indicators never join two definitions.

And cooperation.
"""

from datetime import date

import pytest

from portal.markets.g2g.models import Cooperation
from portal.markets.kpis.terms import KPIS
from portal.markets.plan.models import TaskReport
from portal.markets.plan.terms import MINISTRIES, PLAN, TASKS
from portal.markets.series import imports
from tests import factories as make


def test_the_plan_has_its_strategies_groups_and_tasks():
    assert [len(s.groups) for s in PLAN] == [4, 4]
    assert [len(g.tasks) for s in PLAN for g in s.groups] == [4, 4, 4, 2, 3, 3, 3, 3]
    assert len(TASKS) == 26
    assert {o for t in TASKS.values() for o in t.owners} == set(MINISTRIES)
    assert {k.key: (k.target, k.target_year) for k in KPIS}["filings"] == (70, 2027)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_everybody_reads_the_plan_and_its_one_page(client, session, language):
    imports.load_shipped()
    session.commit()
    page = client.get(f"/plan?lang={language}")
    links = [link for link in page.links() if link.startswith("/plan/tasks/")]
    assert len(links) == 26
    assert "1,170,467" in page.words()
    assert len(client.get(f"/plan/print?lang={language}").all("tr")) == 26 + len(KPIS) + 2
    client.get("/plan/tasks/9-9-9", status=404)


def test_definitions_are_shown_apart(client, session, today):
    today(date(2026, 5, 4))
    make.accepted("OPEN", country="VN")
    page = client.get("/plan")
    assert "여기서 정의가 바뀝니다" in page.words()
    meter = page.words(page.all("div", id="kpi-filings")[0])
    assert "2024년 값 / 2027년 목표 45 / 70" in meter, "the running year waits, and two definitions are not added"


def test_the_register_counts_once_its_year_is_over(client, session, today):
    today(date(2025, 5, 4))
    for _ in range(3):
        make.accepted("OPEN", country="VN")
    today(date(2026, 1, 5))
    assert "2025년 값 / 2027년 목표 3 / 70" in client.get("/plan").words()


def test_officials_add_to_a_card_with_evidence(client, session):
    client.sign_in(make.user("ministry", unit="해외의료사업지원관"))
    form = client.get("/plan/tasks/2-1-1").form(containing="evidence")
    page = client.submit(form, text="법 개정안을 냈습니다.", state="going", status=422)
    assert "증빙" in page.words(page.all("div", id="error-summary")[0])
    client.submit(
        form, text="법 개정안을 냈습니다.", state="going", evidence="의안번호 가상-1", path="/plan/tasks/2-1-1"
    )
    client.submit(form, text="공포되었습니다.", state="done", evidence="관보 가상-2", path="/plan/tasks/2-1-1")
    page = client.get("/plan/tasks/2-1-1")
    assert [t for t in ("관보 가상-2", "의안번호 가상-1") if t in page.words()] == ["관보 가상-2", "의안번호 가상-1"]
    assert session.query(TaskReport).count() == 2
    assert "완료" in client.get("/plan").words()


def test_nobody_else_writes_on_a_card(client, session):
    client.post("/plan/tasks/2-1-1", {"state": "done", "text": "x", "evidence": "y"}, follow=False, status=303)
    client.sign_in(make.member(make.organisation()))
    client.post("/plan/tasks/2-1-1", {"state": "done", "text": "x", "evidence": "y"}, status=403)
    assert session.query(TaskReport).count() == 0


def entry(**given):
    return {
        "kind": "mou",
        "country": "UZ",
        "title_ko": "가상 협력 양해각서",
        "source": "가상 자료",
        "began": "2022-11",
    } | given


def test_cooperation_stands_on_the_country_page(client, session):
    client.sign_in(make.user("officer"))
    client.post("/cooperation/new", entry(), status=200)
    page = client.get("/countries/UZ")
    assert "가상 협력 양해각서" in page.words()
    form = client.get(f"/cooperation/{session.query(Cooperation).one().id}/edit").form(containing="title_ko")
    client.submit(form, **entry(title_ko="고친 이름"))
    assert "고친 이름" in client.get("/cooperation?kind=mou").words()
    assert "고친 이름" not in client.get("/cooperation?kind=oda").words()


@pytest.mark.parametrize(
    "wrong",
    [
        {"began": "2022-13"},
        {"began": "옛날"},
        {"began": "2022-02-30"},
        {"ended": "2020"},
        {"country": "XX"},
        {"source": ""},
        {"kind": "mission", "budget": "40000001"},
        {"budget": "-1"},
    ],
)
def test_wrong_cooperation_is_refused(client, session, wrong):
    client.sign_in(make.user("officer"))
    page = client.post("/cooperation/new", entry(**wrong), status=422)
    assert page.all("div", id="error-summary")
    assert session.query(Cooperation).count() == 0


def test_a_mission_may_have_forty_million_won(client, session):
    client.sign_in(make.user("officer"))
    client.post("/cooperation/new", entry(kind="mission", budget="40,000,000"), status=200)
    assert session.query(Cooperation).one().budget == 40_000_000
