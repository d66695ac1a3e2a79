"""Duties in Korea: data with source and certainty, by founder type and kind of expansion, dated versions,
reminders, print.
"""

from datetime import date

import pytest

from portal.core.mail import Mail
from portal.markets import search_box
from portal.markets.duties import acts, queries
from portal.markets.duties.models import DutyVersion
from portal.markets.duties.terms import SHIPPED
from portal.markets.texts import link_book
from tests import factories as make


def titles(page):
    return [page.words(li.find(".//strong")) for li in page.all("li") if (li.get("id") or "").startswith("duty-")]


def given(**more):
    return {
        "title_ko": "가상 신고",
        "title_en": "Fictional report",
        "stage": "before",
        "founders": ["school"],
        "expansions": ["open"],
        "certainty": "likely",
        "source": "가상 지침(2026)",
        "effective_from": "2026-12-01",
        "reviewed_on": "2026-11-20",
        "review_by": "2027-11-20",
        "ended": "no",
    } | more


@pytest.fixture
def officer(client, today):
    today(date(2026, 11, 23))
    client.sign_in(make.user("officer", name="가상담당"))


def test_what_ships_names_its_article_or_says_that_it_is_not_confirmed():
    for duty in SHIPPED:
        assert all((*duty.title, *duty.authority)), duty.key
        assert duty.source
        assert (duty.certainty == "sure") == bool(duty.law.ko), duty.key


def test_the_checklist_is_filtered_by_founder_and_expansion(client, today):
    today(date(2026, 11, 23))
    page = client.get("/countries/VN/steps")
    form = page.all("form", action="/countries/VN/steps", method="get")[0]
    assert {e.get("name") for e in form.iter("select")} == {"founder", "expansion"}
    every = titles(page)
    medical = titles(client.get("/countries/VN/steps?founder=medical&expansion=open"))
    company = titles(client.get("/countries/VN/steps?founder=company&expansion=dispatch"))
    assert "정관에 의료 해외진출이 들어 있는지 확인" in medical
    assert "의료 해외진출 신고" in medical
    assert "의료 해외진출 신고" not in company, "only founders of medical institutions must file"
    assert "정관에 의료 해외진출이 들어 있는지 확인" not in titles(client.get("/duties?founder=individual"))
    assert set(company) < set(every)
    assert set(medical) < set(every)
    assert titles(client.get("/duties?founder=nobody&expansion=nowhere")) == titles(client.get("/duties"))


def test_each_duty_says_who_when_where_its_source_and_how_certain(client, today):
    today(date(2026, 11, 23))
    for language, certain, unsure in (
        ("ko", "법령에서 확인", "아직 확인되지 않음"),
        ("en", "Confirmed in the law", "Not confirmed yet"),
    ):
        page = client.get(f"/countries/VN/steps?founder=medical&lang={language}")
        filing = page.words(page.all("li", id="duty-filing")[0])
        assert certain in filing
        assert "45" in filing
        assert "21112" in filing
        assert unsure in page.words(page.all("li", id="duty-papers")[0])


def test_the_country_page_leads_to_its_checklist(client):
    page = client.get("/countries/MN")
    assert page.all("form", action="/countries/MN/steps", method="get")
    client.get(page.link("한국에서 할 일 보기"))
    assert (
        client.get("/countries/Mongolia/steps?founder=school", status=303).location
        == "/countries/MN/steps?founder=school"
    )
    client.get("/countries/XX/steps", status=404)


def test_an_official_adds_a_duty_and_changes_it_by_dated_versions(session, client, officer, today):
    page = client.post("/desk/duties/new", given(), status=200)
    key = session.query(DutyVersion).one().key
    assert "가상 신고" not in titles(client.get("/duties")), "in force from December"
    assert "아직 시행되지 않은 판" in client.get("/desk/duties").words()
    today(date(2026, 12, 1))
    client.sign_in(make.user("ministry"))
    assert "가상 신고" in titles(client.get("/duties?founder=school&expansion=open"))
    assert "가상 신고" not in titles(client.get("/duties?founder=company"))
    form = client.get(f"/desk/duties/{key}").form(containing="title_ko")
    client.submit(form, title_ko="고친 신고", certainty="sure", law_ko="가상법 제1조", law_en="Fictional Act, Art. 1")
    assert "고친 신고" in titles(client.get("/duties"))
    page = client.get(f"/desk/duties/{key}")
    assert "가상담당" in page.words()
    assert [d.title.ko for d in queries.versions()[key]] == ["가상 신고", "고친 신고"]
    assert client.get("/search?q=고친 신고").link("고친 신고").endswith(f"#duty-{key}")
    form = page.form(containing="title_ko")
    client.submit(form, ended="yes")
    assert "고친 신고" not in titles(client.get("/duties"))
    assert "찾은 문서가 없습니다" in client.get("/search?q=고친신고").words()


def test_a_shipped_duty_is_changed_and_its_shipped_version_stays(session, client, officer):
    form = client.get("/desk/duties/filing").form(containing="title_ko")
    client.submit(form, when_ko="가상 기한 60일 안")
    page = client.get("/duties")
    assert "가상 기한 60일 안" in page.words()
    assert "45일" not in page.words(page.all("li", id="duty-filing")[0])
    assert "포털에 실린 값" in client.get("/desk/duties/filing").words()
    assert next(d.when.ko for d in queries.in_force(date(2026, 11, 22)) if d.key == "filing").startswith("개설은")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"founders": []}, "founders"),
        ({"founders": ["martian"]}, "founders"),
        ({"expansions": []}, "expansions"),
        ({"certainty": "sure"}, "law_ko"),
        ({"source": ""}, "source"),
        ({"source_url": "http://law.go.kr"}, "source_url"),
        ({"source_url": "/countries/VN"}, "source_url"),
        ({"source_url": "https://10.0.0.1/"}, "source_url"),
        ({"reviewed_on": "2026-11-24"}, "reviewed_on"),
        ({"review_by": "2026-11-23"}, "review_by"),
        ({"effective_from": "2026-02-30"}, "effective_from"),
    ],
)
def test_wrong_duties_are_said_at_their_field(session, client, officer, wrong, field):
    page = client.post("/desk/duties/new", given(**wrong), status=422)
    assert page.all("p", id=f"{field}-error")
    assert session.query(DutyVersion).count() == 0


def test_only_officials_write(client):
    client.get("/desk/duties", status=303)
    client.sign_in(make.member(make.organisation()))
    client.post("/desk/duties/filing", given(), status=403)
    client.sign_in(make.user("officer"))
    client.get("/desk/duties/nothing", status=404)


def test_days_of_review_are_reminded_once(session, today):
    today(date(2027, 5, 20))
    make.officer()
    assert acts.remind() == len(SHIPPED)
    assert acts.remind() == 0
    assert "의료 해외진출 신고" in session.query(Mail).first().body


def test_sources_are_among_the_outside_links_to_look_at(session, client, officer):
    client.post(
        "/desk/duties/new", given(source_url="https://www.law.go.kr/x", effective_from="2026-11-23"), status=200
    )
    assert [o.url for o in link_book.outside()] == ["https://www.law.go.kr/x"]
    client.get(client.get("/desk/texts/links").link("가상 신고"))


def test_duties_are_found(session, client):
    search_box.refresh_search()
    page = client.get("/search?q=아포스티유를")
    assert page.link("아포스티유") == "/duties#duty-papers"
    assert client.get("/search?q=apostille&lang=en").link("apostille") == "/duties#duty-papers"
