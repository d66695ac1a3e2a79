"""Every address with ids, marks and parameters that no page has made: an answer below 500, on either database."""

import base64
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import factories as make
from tests.client import CheckingClient
from tests.contracts.lives import MONDAY
from tests.contracts.routes import golden, lines

ROOT = Path(__file__).resolve().parents[2]
DEEP = "[" * 3000


def mark(*parts):
    """A mark of a list as no page makes it."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


ODD = {
    "huge": "9" * 20,
    "over an id": str(2**31),
    "over eight bytes": str(2**63),
    "below nothing": "-1",
    "exponent": "1e999",
    "not a number": "nan",
    "no digits of ours": "١٢",
    "deep": DEEP,
    "half a sign": "\ud800",
    "nothing seen": "\x00\u202e",
    "a day that is none": "2026-02-30",
    "no year": "0000-00-00",
    "words": "가'\"%_;--",
}
MARKS = {
    "infinite": base64.urlsafe_b64encode(b"[1e999]").decode(),
    "infinite, two": base64.urlsafe_b64encode(b"[1e999, 1e999]").decode(),
    "huge": mark(10**30),
    "huge, two": mark("2026-01-01", 10**30),
    "over eight bytes": mark(2**63),
    "no number": mark(None),
    "lists": mark([1]),
    "truth": mark(True),
    "half a sign": mark("\ud800"),
    "nul": mark("\x00", 1),
    "deep": base64.urlsafe_b64encode(DEEP.encode()).decode(),
    "an instant without its zone": mark("2026-01-01T00:00:00", 1),
    "no base64": "*",
    "too many": mark(1, 2, 3),
}
NAMES = [
    "after",
    "among",
    "as_of",
    "aside",
    "before",
    "c",
    "case",
    "code",
    "country",
    "day",
    "due",
    "email",
    "expansion",
    "filename",
    "founder",
    "from",
    "how",
    "indicator",
    "keep",
    "key",
    "kind",
    "measure",
    "move",
    "name",
    "next",
    "number",
    "organisation",
    "page",
    "q",
    "received",
    "section",
    "shift",
    "state",
    "to",
    "topic",
    "version",
    "year",
    "since",
    "until",
    "act",
    "class",
    "region",
    "role",
    "handler",
    "order",
    "kept-page",
    "record",
]
LISTS = [key for key in golden() if "GET" in key[1] and "<" not in key[2]]
ADDRESSED = [key for key in golden() if "GET" in key[1] and "<" in key[2]]


@pytest.fixture
def clients(app, session, today):
    """One of each kind of person who opens pages, and a stranger; an organisation with filings."""
    today(MONDAY)
    own = make.organisation()
    people = {role: make.user(role) for role in ("officer", "ministry", "admin", "expert", "reviewer")}
    people["manager"] = make.member(own, "manager")
    make.filed("CONSULT", make.acting(people["manager"]))
    make.accepted("TECH", make.acting(people["manager"]))
    session.commit()
    found = {"visitor": CheckingClient(app)}
    for role, who in people.items():
        found[role] = CheckingClient(app)
        found[role].sign_in(who)
    return found


def opener(who):
    """A role that the table lets in."""
    if who == "everybody":
        return "visitor"
    if who == "signed-in" or "member" in who.split(","):
        return "manager"
    return next(role for role in ("officer", "ministry", "admin", "expert", "reviewer") if role in who.split(","))


def sent(text):
    return quote(text.encode("utf-8", "surrogatepass"))


def failing(client, paths):
    wrong = []
    for path in paths:
        with client.plain.get(path) as answer:
            if answer.status_code >= 500:
                wrong.append(f"{answer.status_code} {path[:160]}")
    return wrong


def test_the_names_are_those_the_pages_read(app):
    """The table of pages names no parameter; what the code asks for is among those tried."""
    read = set()
    for domain in ("portal", "filings", "experts", "funds"):
        for path in (ROOT / domain).rglob("*.py"):
            read |= set(re.findall(r"""args(?:\.get|\.getlist)?[(\[]["']([a-z_-]+)["']""", path.read_text("utf-8")))
    assert read - {"lang"} <= set(NAMES)


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_odd_parameters_and_ids(clients, odd):
    text = sent(ODD[odd])
    query = "&".join(f"{name}={text}" for name in NAMES)
    wrong = []
    for _, _, address, who in LISTS:
        wrong += failing(clients[opener(who)], [f"{address}?{query}"])
    for _, _, address, who in ADDRESSED:
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", address)
        path = re.sub(r"<(?:\w+:)?\w+>", text, path)
        wrong += failing(clients[opener(who)], [path])
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["after", "before"])
def test_odd_marks_of_lists(clients, name):
    wrong = []
    for _, _, address, who in LISTS:
        wrong += failing(clients[opener(who)], [f"{address}?{name}={sent(text)}" for text in MARKS.values()])
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD, ids=str)
def test_each_parameter_by_itself(clients, app, odd):
    """One odd parameter, so that no other refuses before it is read."""
    text = sent(ODD[odd])
    wrong = []
    for at, (_, _, address, who) in enumerate(LISTS):
        names = [NAMES[(at + turn * 17) % len(NAMES)] for turn in range(2)]  # so that each name meets many pages
        wrong += failing(clients[opener(who)], [f"{address}?{name}={text}" for name in names])
    assert wrong == []


def test_the_routes_are_all_tried(app):
    assert {line for line in lines(app) if "GET" in line[1]} == {*LISTS, *ADDRESSED}


# ---- whatever host a request claims -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/news/feed.rss", "/news/feed.atom", "/", "/sign-in", "/worklist"])
@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_a_foreign_host_is_nowhere_repeated(clients, path, header):
    answer = clients["officer"].plain.get(path, headers={header: "evil.example"})
    assert "evil.example" not in answer.text
    assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize("query", ["_external=1&_scheme=javascript", "_anchor=x&_method=POST", "endpoint=x&values=y"])
def test_parameters_do_not_steer_how_addresses_are_made(clients, query):
    page = clients["visitor"].plain.get(f"/sign-in?{query}")
    assert page.status_code == 200
    assert "javascript:" not in page.text
    assert f"/sign-in?{query.replace('&', '&amp;')}&amp;lang=en" in page.text


def test_addresses_are_made_by_base_url_alone():
    found = []
    for domain in ("portal", "filings", "experts", "funds"):
        for path in [*(ROOT / domain).rglob("*.py"), *(ROOT / domain).rglob("*.html"), *(ROOT / domain).rglob("*.xml")]:
            text = path.read_text("utf-8")
            if re.search(r"_external|request\.(host|url_root|host_url|base_url|root_url|url)\b", text):
                found.append(path.relative_to(ROOT).as_posix())
    assert found == []


def test_numbers_of_a_request_are_read_as_the_house_reads_them():
    """`type=int` takes what no column holds, and digits of any script."""
    found = [
        path.relative_to(ROOT).as_posix()
        for domain in ("portal", "filings", "experts", "funds")
        for path in (ROOT / domain).rglob("*.py")
        if re.search(r"\.get(list)?\([^()]*type=int", path.read_text("utf-8"))
    ]
    assert found == []
