"""The main menu: its groups, and exactly one current entry on every page that is not the person's own account."""

import re

import pytest

from portal.core.declared import collected
from portal.core.module import MENU_GROUPS
from portal.core.people import NOBODY, ROLES
from portal.core.web import access_of
from portal.shell.menu import menu_of
from tests import factories as make
from tests.contracts.routes import golden

OWN = {"home.index", "home.notices", "accounts.deputies", "static", "style.page"}
"""Pages of no entry (and deputies, whose entry not everybody has)."""
GENERIC = ("home.case", "home.move", "home.clock", "home.paper")
"""These stand where the case's own page does: looked at with cases, below."""
FILLED = {"<path:filename>": "x", "<int:year>": "2026", "<programme>": "hub"}


def links(menu):
    return [link for item in menu for link in item.get("entries", [item])]


def current(menu):
    return [link["label"].ko for link in links(menu) if link["current"]]


def address(rule):
    rule = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule)
    return re.sub(r"<[^>]+>", lambda found: FILLED.get(found[0], "1"), rule)


def somebody(role):
    """The person; of everything: a member who is expert and panel member too."""
    if role in ("manager", "everything"):
        return make.acting(make.member(make.organisation(), roles=["expert", "panel"] if role == "everything" else []))
    return NOBODY if role == "visitor" else make.acting(make.user(role))


@pytest.mark.parametrize("role", ["visitor", "manager", "everything", *ROLES])
def test_exactly_one_entry_is_current_on_each_page(app, session, role):
    """On pages for whoever is signed in and concerned, those who are not concerned may have no entry."""
    actor = somebody(role)
    wrong, seen = [], 0
    for endpoint, methods, rule, _ in golden():
        own = endpoint.startswith("accounts.") or endpoint in {*OWN, *GENERIC}
        if methods != "GET" or own or not access_of(app, endpoint).allows(actor):
            continue
        path = address(rule)
        if "." in path:  # a file has no menu
            continue
        with app.test_request_context(path):
            found = current(menu_of(actor))
        seen += 1
        least = 0 if access_of(app, endpoint).signed_in and role != "everything" else 1
        if not least <= len(found) <= 1:
            wrong.append(f"{path}: {found}")
    assert seen > 30
    assert not wrong, "say in an entry's `under` where these belong: " + ", ".join(wrong)


def test_each_entry_has_a_declared_group_and_a_page_of_its_own(app):
    entries = collected("menu")
    assert {e.group for e in entries} <= {"", *MENU_GROUPS}
    assert len({e.endpoint for e in entries}) == len(entries)


def test_officials_find_everything_in_one_row_of_groups(app, session):
    with app.test_request_context("/admin/holidays"):
        menu = menu_of(make.officer())
    assert [item["label"].ko for item in menu] == [
        "업무 목록",
        "진출신고",
        "전문가",
        "지원사업·ICT",
        "펀드·금융",
        "국가·시장",
        "통계",
        "관리",
        "통합검색",
    ]
    assert [item["label"].ko for item in menu if item["current"]] == ["관리"]
    assert current(menu) == ["공휴일"]


def test_the_generic_pages_of_a_case_stand_where_the_case_does(client, session):
    filer, officer = make.member(make.organisation()), make.user("officer")
    case, _ = make.filed("CONSULT", make.acting(filer))
    session.commit()
    for who, wording in ((filer, "내 신고"), (officer, "신고대장")):
        client.sign_in(who)
        page = client.get(f"/cases/{case.id}/clock")
        menu = page.all("details", class_="main-menu")[0]
        assert [page.words(a) for a in menu.iter("a") if a.get("aria-current")] == [wording]
