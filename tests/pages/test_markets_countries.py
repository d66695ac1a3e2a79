"""The countries' pages: indicators, guide sections and what they say when nothing was checked, history,
comparison, wrong codes.
"""

from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.markets import markdown
from portal.markets.texts import guides
from portal.markets.texts.models import GuideEdition
from tests import factories as make

LIE = "<script>alert(1)</script>"


@pytest.fixture
def writer(session):
    return make.officer(unit="해외진출팀")


def published(country, section, text, writer, sources="보건부 고시(2026. 1. 5.)", en=""):
    given = {
        "ko": text,
        "en": en,
        "sources": sources,
        "reviewed_on": clock.today(),
        "review_by": clock.today() + timedelta(days=365),
    }
    edition = guides.write(country, section, given, writer)
    guides.send(edition)
    guides.publish(edition, make.officer())
    db.session.commit()
    return edition


def test_a_country_without_a_guide_says_so_and_offers_advice(client):
    page = client.get("/countries/VN")
    assert page.h1 == "베트남"
    assert "이 국가의 안내는 아직 없습니다" in page.words()
    assert "상담" in page.words()
    assert page.words().count("아직 확인되지 않음") >= 10


def test_indicators_have_year_source_and_korea_beside_them(client):
    words = client.get("/countries/VN").words()
    assert "1인당 경상의료비" in words
    assert "2023년" in words
    assert "World Bank, World Development Indicators" in words
    assert "한국" in words
    assert "권역 중앙값" in words


def test_filings_stand_by_year_and_type_on_the_page(client, session, today):
    today(date(2025, 5, 2))
    make.accepted("OPEN", country="VN")
    make.accepted("CONSULT", country="VN")
    make.accepted("OPEN", country="MN")
    words = client.get("/countries/VN").words()
    assert "수리된 진출신고 2건" in words
    assert "운영컨설팅" in words


def test_a_published_section_names_its_source_author_and_days(client, writer, today):
    today(date(2026, 11, 23))
    published("VN", "permit", "## 절차\n\n보건부에 신청합니다.", writer)
    page = client.get("/countries/VN")
    assert "보건부 고시(2026. 1. 5.)" in page.words()
    assert "해외진출팀" in page.words()
    assert "2026. 11. 23." in page.words()
    assert [page.words(e) for e in page.all("h3")].count("절차") == 1


def test_a_day_of_review_that_is_over_is_said(client, writer, today):
    today(date(2025, 1, 6))
    published("VN", "tax", "내용", writer)
    today(date(2026, 11, 23))
    assert "다시 확인하기로 한 날" in client.get("/countries/VN").words()


def test_english_shows_korean_text_marked_as_korean(client, writer):
    published("VN", "tax", "세금 안내", writer)
    page = client.get("/countries/VN?lang=en")
    assert page.h1 == "Vietnam"
    assert [e for e in page.all("div", class_="prose") if e.get("lang") == "ko"]


def test_scripts_in_markdown_do_nothing(client, writer):
    published("VN", "market", f"{LIE}\n\n[눌러](javascript:alert(1))", writer)
    page = client.get("/countries/VN")
    assert LIE not in page.text
    assert not [link for link in page.links() if link.startswith("javascript")]
    assert "example.org" not in markdown.shown("![x](https://example.org/x.png)")


def test_drafts_and_reviews_never_leak(client, writer, session):
    given = {
        "ko": "비밀초안내용",
        "en": "",
        "sources": "출처",
        "reviewed_on": clock.today(),
        "review_by": clock.today() + timedelta(30),
    }
    edition = guides.write("MN", "permit", given, writer)
    session.commit()
    for state in ("draft", "review"):
        edition.state = state
        session.commit()
        for path in ("/countries/MN", "/countries/MN/guide/permit", "/countries/compare?c=MN", "/countries"):
            assert "비밀초안내용" not in client.get(path).text
        assert "찾은 문서가 없습니다" in client.get("/search?q=비밀초안내용").words()
        client.get("/desk/texts/guides/MN/permit", status=303)


def test_history_shows_what_changed(client, writer):
    published("VN", "permit", "첫 줄\n둘째 줄", writer)
    published("VN", "permit", "첫 줄\n바뀐 줄", writer)
    page = client.get("/countries/VN/guide/permit")
    assert [page.words(e) for e in page.all("del")] == ["−둘째 줄"]
    assert [page.words(e) for e in page.all("ins")] == ["+바뀐 줄"]


@pytest.mark.parametrize("given", ["XX", "몽꼴", "Viet Nan", "%3Cb%3E", "a" * 300])
def test_an_unknown_country_is_a_sentence(client, given):
    page = client.get(f"/countries/{given}", status=404)
    assert "그런 국가 페이지가 없습니다" in page.h1
    assert "<b>" not in page.text


def test_a_misspelt_country_gets_a_suggestion(client):
    page = client.get("/countries/몽꼴", status=404)
    assert page.link("몽골") == "/countries/MN"
    assert page.link("국가 목록에서 고르기") == "/countries"
    assert client.get("/countries?q=몽꼴").link("몽골") == "/countries/MN"


@pytest.mark.parametrize("given", ["베트남", "vnm", "vn", "Viet Nam"])
def test_other_names_of_a_country_lead_to_its_page(client, given):
    assert client.get(f"/countries/{given}", status=303).location == "/countries/VN"
    assert client.get(f"/countries?q={given}", status=303).location == "/countries/VN"


def test_four_countries_are_compared_and_no_more(client):
    page = client.get("/countries/compare?c=VN&c=MN&c=KZ&c=UZ&c=US&c=XX")
    heads = [page.words(e) for e in page.all("th", scope="col")]
    assert heads[:5] == ["항목", "베트남", "몽골", "카자흐스탄", "우즈베키스탄"]
    assert "1개국을 뺐습니다" in page.words()
    assert "비교할 국가를 골라 주세요" in client.get("/countries/compare").words()


def test_the_list_puts_countries_with_filings_first(client, session):
    make.accepted("OPEN", country="MN")
    page = client.get("/countries")
    assert page.link("몽골") == "/countries/MN"
    assert "아시아·CIS" in page.words()


def test_an_officer_writes_previews_and_another_publishes(client, session):
    one, other = make.user("officer"), make.user("ministry")
    client.sign_in(one)
    page = client.get("/desk/texts/guides/SA/licence")
    form = page.form(containing="ko")
    page = client.submit(form, button=("act", "preview"), ko="**굵게**")
    assert "<strong>굵게</strong>" in page.text
    page = client.submit(form, button=("act", "send"), ko="면허 안내", status=422)
    assert "출처가 없는 내용은 공개하지 않습니다" in page.words()
    page = client.submit(page.form(containing="ko"), button=("act", "send"), sources="보건부 규정(2026)")
    assert "검토 중" in page.words()
    client.post(
        "/desk/texts/guides/SA/licence",
        {"act": "publish", "version": session.query(GuideEdition).one().version},
        status=422,
    )
    client.sign_in(other)
    page = client.get("/desk/texts/guides/SA/licence")
    page = client.submit(
        page.all("form", class_="actions")[0], button=("act", "publish"), path="/desk/texts/guides/SA/licence"
    )
    assert "면허 안내" in client.get("/countries/SA").words()
    assert client.get("/search?q=면허 안내").link("사우디") == "/countries/SA#licence"


def test_a_link_to_no_page_keeps_a_text_from_review(client, session):
    client.sign_in(make.user("officer"))
    form = client.get("/desk/texts/guides/SA/tax").form(containing="ko")
    page = client.submit(form, button=("act", "send"), ko="[보기](/nowhere/at/all)", sources="출처", status=422)
    assert "/nowhere/at/all" in page.words()


def test_two_officers_saving_the_same_section_lose_nothing(client, session):
    client.sign_in(make.user("officer"))
    form = client.get("/desk/texts/guides/SA/tax").form(containing="ko")
    client.submit(form, button=("act", "save"), ko="먼저 적은 글")
    page = client.submit(
        form, button=("act", "save"), ko="나중에 적은 글", path="/desk/texts/guides/SA/tax", status=422
    )
    assert "나중에 적은 글" in page.text
    assert "먼저 적은 글" in client.get("/desk/texts/guides/SA/tax").text


def test_reminders_of_review_go_out_once(session, writer, today):
    today(date(2025, 1, 6))
    published("VN", "tax", "내용", writer)
    today(date(2025, 12, 30))
    assert guides.remind_reviews() == 1
    assert guides.remind_reviews() == 0


@pytest.mark.parametrize(("role", "shown"), [("editor", True), ("viewer", False)])
def test_the_way_to_a_filing_is_shown_to_whoever_may_write_one(client, role, shown):
    client.sign_in(make.member(make.organisation(), role))
    assert ('href="/filings/start"' in client.get("/countries/CN").text) is shown
