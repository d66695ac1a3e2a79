"""One box over everything public: particles, spacing, highlights, long strings, suggestions;
the index follows what is published.
"""

import time

import pytest

from portal.core import search
from portal.core.search import Document, SearchEntry
from portal.core.search.words import asked, pieces
from portal.core.text import Text
from portal.markets import search_box
from tests import factories as make
from tests.pages.test_markets_news import written

TEXTS = {
    "a": ("의료 해외진출 안내", "베트남의 의료기관 인허가 절차를 설명합니다."),
    "b": ("몽골 시장", "치과와 피부과의 수요가 큽니다. 의료법 개정."),
    "c": ("Kazakhstan clinics", "Foreign clinics and COVID-19 rules in 2024."),
}


@pytest.fixture
def indexed(session):
    for key, (title, body) in TEXTS.items():
        search.put("test", Document(key=key, title=Text(title, ""), body=Text(body, ""), endpoint="home.index"))
    session.commit()


def keys(question, **more):
    return [e.key for e in search.find(question, **more).entries]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("베트남", ["a"]),
        ("베트남에서", ["a"]),
        ("해외진출", ["a"]),
        ("의료해외진출", ["a"]),
        ("의료 해외 진출을", ["a"]),
        ("인허가의 절차", ["a"]),
        ("피부과", ["b"]),
        ("피부 과", ["b"]),
        ("의료법은", ["b"]),
        ("법", ["b"]),
        ("clinic", ["c"]),
        ("COVID-19", ["c"]),
        ("covid 2024", ["c"]),
        ("없는말입니다", []),
        ("", []),
        ("!!! ??? ''", []),
        ('"; DROP TABLE search_entry; --', []),
        ("AND OR NOT NEAR(", ["c"]),
    ],
)
def test_particles_and_spacing_do_not_matter(indexed, question, wanted):
    assert keys(question) == wanted


def test_some_words_are_enough_where_no_document_has_all(indexed):
    result = search.find("몽골 우주선")
    assert [e.key for e in result.entries] == ["b"]
    assert result.partly


def test_titles_weigh_more_than_texts(indexed, session):
    search.put("test", Document(key="d", title=Text("수요", ""), body=Text("다른 말", ""), endpoint="home.index"))
    assert keys("수요") == ["d", "b"]


def test_the_index_follows_changes_and_forgets_what_is_gone(indexed, session):
    assert search.put("test", Document(key="a", title=Text("바뀐 제목", ""), body=Text("", ""), endpoint="home.index"))
    assert keys("베트남") == []
    assert keys("바뀐 제목") == ["a"]
    search.drop("test", "a")
    assert keys("바뀐 제목") == []
    source = search.Source("test", Text("시험", ""), list)
    assert search.refresh([source]) == 2
    assert session.query(SearchEntry).count() == 0


def test_a_second_refresh_writes_nothing(session):
    assert search_box.refresh_search() > 200
    assert search_box.refresh_search() == 0


def test_pieces_and_stems():
    assert pieces("의료 해외") == ["의료", "료해", "해외", "외"]
    assert [w.stem for w in asked("몽골에서 의료기관을 개설하려면")] == ["몽골", "의료기관", "개설"]
    assert len(asked("가나다 " * 5000)) == 1
    assert len(asked(" ".join(f"낱말{n}" for n in range(500)))) == 12


def test_the_page_finds_and_highlights(session, client):
    search_box.refresh_search()
    written(session, title_ko="베트남 의료법 개정 소식", ko="베트남의 의료 법이 바뀝니다.")
    page = client.get("/search?q=베트남의 의료법은")
    assert page.link("의료법") == "/news/1"
    assert {"베트남", "의료법"} <= {page.words(e) for e in page.all("mark")}
    assert client.get("/search?q=베트남").link("국가 정보로 가기") == "/countries/VN"
    assert client.get("/search?q=신고제 개선").link("신고제") == "/plan/tasks/2-1-1"
    assert "진출신고 통계" in client.get("/search?q=국가별 통계&kind=statistics").words()


def test_what_is_typed_is_shown_as_text(client):
    page = client.get('/search?q=<script>alert(1)</script>"onx="')
    assert "<script>alert" not in page.text


def test_ten_thousand_letters_are_cut_and_quick(session, client):
    search_box.refresh_search()
    begin = time.perf_counter()
    page = client.get("/search?q=" + "베트남 " * 3333)
    assert time.perf_counter() - begin < 3
    assert "앞의 200자로 찾았습니다" in page.words()
    client.get("/search?q=" + "가" * 10_000)
    client.get("/search?q=" + "%00%0a" * 20)


def test_suggestions_are_public_titles_with_their_address(session, client):
    search_box.refresh_search()
    offered = client.plain.get("/search/suggest?q=베트").json
    assert {"title": "베트남", "url": "/countries/VN"} in offered
    assert client.plain.get("/search/suggest?q=a").json == []


def test_english_pages_show_english_titles(session, client):
    search_box.refresh_search()
    assert client.get("/search?q=Vietnam&lang=en").link("Vietnam") == "/countries/VN"


def test_an_index_that_was_never_made_is_no_error(client):
    assert "찾은 문서가 없습니다" in client.get("/search?q=아무말").words()
    assert "통합검색" in client.sign_in(make.user("officer")).get("/search").h1


def test_every_kind_of_public_thing_has_its_source_and_leads_to_a_page(session, client):
    from funds.strategy.packages.models import Package
    from portal.markets.demo import g2g as cooperation
    from portal.markets.series import imports

    imports.load_shipped()
    cooperation.load(make.officer())
    session.add(Package(title="가상 검진 패키지", field="ai", country="SG", published=True))
    session.add(Package(title="가상 숨은 패키지", field="ai", country="SG"))
    written(session, title_ko="가상 소식")
    session.commit()
    keys = {s.key for s in search_box.sources()}
    assert keys >= {
        "answers",
        "insights",
        "calls",
        "holders",
        "packages",
        "countries",
        "guides",
        "news",
        "statistics",
        "plan",
        "duties",
        "cooperation",
    }
    search_box.refresh_search()
    session.commit()
    for question, place in (
        ("검진 패키지", "/packages/1"),
        ("가상 소식", "/news/1"),
        ("나눔 의료는", "/statistics/published/sharing"),
        ("진출신고 통계 유형별", "by_type"),
        ("알마티 거점공관의 설명회", "/cooperation/"),
        ("우즈베키스탄 병원정보화", "/cooperation/"),
        ("아포스티유", "/duties#duty-papers"),
        ("몽골의 국가정보", "/countries/MN"),
    ):
        page = client.get(f"/search?q={question}")
        links = [link for h in page.all("h2") if (link := h.find("a")) is not None]
        first = [link.get("href") for link in links[:3]]  # the two engines do not rank alike
        assert any(place in each for each in first), (question, first)
    page = client.get("/search?q=숨은 패키지")
    assert not [h for h in page.all("h2") if "숨은" in page.words(h)]
    for source in search_box.sources():
        entry = next((e for e in session.query(SearchEntry).filter_by(source=source.key)), None)
        if entry is not None:
            with client.app.test_request_context():
                url = search_box.address(entry)
            client.get(url)
