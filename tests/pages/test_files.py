"""Files on pages: what waits, what was found and what is left are said beside them, and no browser runs any of them."""

from datetime import date
from io import BytesIO

import pytest

from portal.core import contents, files, quarantine
from portal.core.contents import Content
from portal.core.db import db
from portal.core.screening.findings import TEST_STRING
from tests import factories as make
from tests import filing_forms as forms
from tests.client import CheckingClient
from tests.scanner import Scanner

GOOD = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n"
SCRIPTED = GOOD + b"2 0 obj << /OpenAction << /S /JavaScript /JS (app.alert) >> >> endobj\n"
WORM = GOOD + b"% a new worm\n"


@pytest.fixture
def scanner(app):
    made = Scanner()
    app.config.update(CLAMD=made.address, CLAMD_SECONDS=2)
    yield made
    app.config.update(CLAMD="", CLAMD_SECONDS=30)
    made.stop()


@pytest.fixture
def desk(session, today, client):
    """A received filing, its filer, and a signed-in officer."""
    today(date(2026, 11, 23))
    case, filer = make.filed()
    client.sign_in(make.user("officer", name="가상담당"))
    return case, filer


def filed(desk, content, name="계획서.pdf"):
    paper = files.attach(desk[0], "business_plan", BytesIO(content), name, desk[1])
    paper.filed_at = paper.at
    db.session.commit()
    return paper


def address(paper):
    return f"/cases/{paper.case_id}/papers/{paper.id}"


def test_an_officer_is_told_what_a_file_would_do_and_that_nothing_scanned_it(client, desk):
    filed(desk, SCRIPTED)
    words = client.get(f"/desk/filings/{desk[0].id}").words()
    assert "스크립트가 있습니다" in words
    assert "열면 저절로 움직이는 동작이 있습니다" in words
    assert "악성코드 검사를 하지 않았습니다" in words
    assert "It has a script" in client.get(f"/desk/filings/{desk[0].id}?lang=en").words()


def test_a_file_is_never_opened_in_the_browser(client, desk):
    for content in (GOOD, SCRIPTED):
        answer = client.plain.get(address(filed(desk, content)), buffered=True)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_waits_is_said_and_shut_and_then_opens(client, desk, scanner):
    paper = filed(desk, GOOD)
    page = client.get(f"/desk/filings/{desk[0].id}")
    assert "검사 중" in page.words()
    assert address(paper) not in page.links()
    shut = client.get(address(paper), status=423)
    assert "악성코드를 검사하고 있는 파일입니다" in shut.words()
    quarantine.scan()
    assert client.plain.get(address(paper), buffered=True).data == GOOD
    assert "검사하지 않았습니다" not in client.get(f"/desk/filings/{desk[0].id}").words()


def test_malware_is_gone_and_named_to_both_sides(client, desk, scanner, app):
    paper = filed(desk, WORM)
    quarantine.scan()
    assert "Win.Test.EICAR_HDB-1" in client.get(f"/desk/filings/{desk[0].id}").words()
    assert "발견되어 없앤 파일입니다" in client.get(address(paper), status=410).words()


def test_an_administrator_sees_what_waits_and_why(app, session, scanner, today):
    today(date(2026, 11, 23))
    admin = CheckingClient(app).sign_in(make.user("admin"))
    case, actor = make.draft()
    files.attach(case, "business_plan", BytesIO(GOOD), "a.pdf", actor)
    session.commit()
    scanner.mode = "nonsense"
    quarantine.scan()
    words = admin.get("/admin/files").words()
    assert "검사하지 못한 파일이 기다립니다" in words
    assert "검사기의 답을 알 수 없습니다" in words
    assert "a.pdf" not in words
    app.config["CLAMD"] = ""
    assert "No scanner is set" in admin.get("/admin/files?lang=en&state=waiting").words()


def test_a_filer_is_shown_the_room_and_refused_beside_the_field(client, session, today, app):
    today(date(2026, 11, 23))
    client.sign_in(make.member(make.organisation()))
    place = forms.start(client)
    before = app.config["CASE_FILES"]
    app.config["CASE_FILES"] = 1
    try:
        forms.fill(client, place, "type", {"type": "OPEN"})
        page = client.get(f"{place}/sections/papers")
        assert "남은 자리: 파일 1개, 500MB" in page.words()
        upload = {"business_plan": (BytesIO(GOOD), "a.pdf")}
        page = forms.fill(client, place, "papers", upload)
        assert "남은 자리: 파일 0개" in client.get(f"{place}/sections/papers").words()
        page = forms.fill(client, place, "papers", {"business_plan": (BytesIO(SCRIPTED), "b.pdf")}, status=422)
        assert "b.pdf: 사건 하나에 파일은 1개까지 올릴 수 있습니다" in page.words()
        assert "스크립트가 있습니다" not in page.words()
        app.config["CASE_FILES"] = 9
        eicar = {"business_plan": (BytesIO(GOOD + TEST_STRING), "c.pdf")}
        page = forms.fill(client, place, "papers", eicar, status=422)
        assert "c.pdf: 악성코드가 든 파일이라 받지 않습니다(Eicar-Test-Signature)" in page.words()
    finally:
        app.config["CASE_FILES"] = before


def test_a_file_taken_out_of_a_draft_is_not_opened_by_its_address(client, session, today):
    today(date(2026, 11, 23))
    case, actor = make.draft()
    paper = files.attach(case, "business_plan", BytesIO(GOOD), "a.pdf", actor)
    session.commit()
    client.sign_in(db.session.get(make.User, actor.user_id))
    assert client.plain.get(address(paper), buffered=True).status_code == 200
    files.remove(paper)
    session.commit()
    assert client.plain.get(address(paper), buffered=True).status_code == 404


def test_a_picture_in_which_something_was_found_is_not_shown_in_place(app, session):
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
    sha256 = contents.keep(BytesIO(png), 1000).sha256
    session.commit()

    def way(media_type):
        with app.test_request_context():
            answer = contents.sent(sha256, media_type, "a", inline=True)
            answer.close()
            return answer.headers["Content-Disposition"].partition(";")[0]

    assert (way("image/png"), way("application/pdf")) == ("inline", "attachment")
    db.session.get(Content, sha256).found = ["script"]
    db.session.commit()
    assert way("image/png") == "attachment"
