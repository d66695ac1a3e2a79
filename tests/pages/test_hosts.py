"""A forged host is repeated nowhere: whole addresses are made of BASE_URL alone. No address tells who somebody is."""

import re
from pathlib import Path

import pytest

from portal.markets.texts import news
from tests import factories as make

ROOT = Path(__file__).resolve().parents[2]
FORGED = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
OF_THE_REQUEST = re.compile(r"_external\s*=\s*(?!False)|request\.(host|host_url|url|url_root|base_url|root_url)\b")
PERSONAL = re.compile(r"\b(url_for|see_other)\((?:[^()]|\([^()]*\))*?\b(e?mail|person_name|phone)\s*=")


def sources() -> list[Path]:
    return [
        path
        for place in ("portal", "filings", "experts", "funds")
        for path in (ROOT / place).rglob("*")
        if path.suffix in {".py", ".html", ".xml", ".txt", ".eml"}
    ]


@pytest.fixture
def post(session):
    given = {
        "title_ko": "가상 소식",
        "title_en": "",
        "ko": "본문",
        "en": "",
        "sources": "가상 자료",
        "countries": ["VN"],
    }
    made = news.write(None, given | {"topics": ["market"]}, make.officer(unit="시장정보팀"))
    news.send(made)
    news.publish(made, make.officer())
    session.commit()
    return made


@pytest.mark.parametrize(
    "path",
    ["/news/feed.atom", "/news/feed.atom?country=VN", "/news/feed.rss", "/worklist", "/worklist?_external=1", "/"],
)
def test_a_page_repeats_no_foreign_host(client, session, post, path):
    client.sign_in(make.user("officer"))
    session.commit()
    answer = client.plain.get(path, headers=FORGED)
    assert "evil.example" not in answer.text + str(answer.headers)
    if "feed" in path:
        assert f"http://127.0.0.1:8000/news/{post.id}<" in answer.text


@pytest.mark.parametrize("path", ["//sign-in", "/news//feed.atom", "/static//none.css", "//evil.example/"])
def test_no_redirect_of_the_router_repeats_a_foreign_host(client, path):
    answer = client.plain.open(environ_overrides={"PATH_INFO": path}, headers=FORGED)
    assert answer.status_code in {200, 404}, "a redirect would name the host"
    assert "evil.example" not in answer.headers.get("Location", "")


def test_only_base_url_makes_an_address_whole():
    found = [str(p.relative_to(ROOT)) for p in sources() if OF_THE_REQUEST.search(p.read_text(encoding="utf-8"))]
    assert not found


def test_no_address_of_a_page_tells_who_somebody_is():
    """The demonstration's own accounts alone are filled in by a link."""
    found = [str(p.relative_to(ROOT)) for p in sources() if PERSONAL.search(p.read_text(encoding="utf-8"))]
    assert [one for one in found if "sign_in.html" not in one] == []
    assert len(found) == 1
    for said in (
        'see_other("a.b", email=user.email)',
        'url_for("a", next=x, email=one.email)',
        'url_for("a", n=f(x), phone=1)',
    ):
        assert PERSONAL.search(said), said


def test_the_sign_in_page_fills_in_nothing_that_a_link_of_others_says(client):
    page = client.get("/sign-in?email=somebody@example.org")
    assert not page.all("input", name="email")[0].get("value")
