"""The scanner and what waits for it: nobody opens a file before it was judged, and nothing but a judgement opens it."""

import hashlib
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.config import BadSetting, settings
from portal.core import contents, files, quarantine
from portal.core.contents import Content, Shut, store
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.screening import clamd
from portal.core.screening.findings import TEST_STRING
from portal.core.sniff import Unfit
from tests import factories as make
from tests.scanner import Scanner

GOOD = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n"
WORM = GOOD + b"% a new worm\n"


@pytest.fixture
def scanner(app):
    made = Scanner()
    app.config.update(CLAMD=made.address, CLAMD_SECONDS=1)
    yield made
    app.config.update(CLAMD="", CLAMD_SECONDS=30)
    made.stop()


@pytest.fixture
def case(session, today):
    made, actor = make.draft()
    session.commit()
    return made, actor


def kept(case, content=GOOD, name="계획서.pdf"):
    paper = files.attach(case[0], "plan", BytesIO(content), name, case[1])
    db.session.commit()
    return paper


def state(paper):
    db.session.expire_all()
    return db.session.get(Content, paper.sha256).state


@pytest.mark.parametrize(
    ("mode", "said"),
    [("nonsense", "odd"), ("cut", "odd"), ("endless", "odd"), ("hangs-up", "odd|away"),
     ("full", "large"), ("silent", "late")],
)  # fmt: skip
def test_only_a_judgement_is_one(mode, said):
    scanner = Scanner()
    scanner.mode = mode
    try:
        with pytest.raises(clamd.Trouble, match=said) as trouble:
            clamd.scan(scanner.address, BytesIO(GOOD), 0.5)
        assert mode == "hangs-up" or trouble.value.lasting == (mode == "silent")
    finally:
        scanner.stop()


def test_the_scanner_is_asked_over_a_socket_too(tmp_path):
    scanner = Scanner(tmp_path / "clamd.ctl")
    try:
        assert clamd.scan(scanner.address, BytesIO(b"x" * 200_000), 5) == ""
        assert clamd.scan(scanner.address, BytesIO(b"x" * 65_500 + TEST_STRING), 5) == "Win.Test.EICAR_HDB-1"
    finally:
        scanner.stop()
    with pytest.raises(clamd.Trouble, match="away"):
        clamd.scan(scanner.address, BytesIO(GOOD), 1)


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", ":3310", "h:x"])
def test_an_address_that_is_none_is_refused_at_the_start(address, tmp_path):
    with pytest.raises(BadSetting, match="CLAMD"):
        settings({"DATA_DIR": str(tmp_path), "CLAMD": address})


def test_an_upload_waits_until_it_was_scanned(scanner, case):
    paper = kept(case)
    assert state(paper) == "waiting"
    with pytest.raises(Shut, match="검사하고 있는"):
        contents.opened(paper.sha256)
    assert quarantine.scan() == 1
    assert state(paper) == "clean"
    with contents.opened(paper.sha256) as stream:
        assert stream.read() == GOOD
    assert quarantine.scan() == 0
    assert scanner.asked == 1


@pytest.mark.parametrize("mode", ["nonsense", "silent", "full", "hangs-up", "cut"])
def test_what_could_not_be_judged_stays_shut_and_is_tried_again(scanner, case, mode):
    paper = kept(case)
    scanner.mode = mode
    assert quarantine.scan() == 0
    assert state(paper) == "waiting"
    held = db.session.get(Content, paper.sha256)
    assert held.tries == 1
    assert held.trouble
    with pytest.raises(Shut):
        contents.opened(paper.sha256)
    scanner.ended.set()
    again = Scanner()
    try:
        contents.current_app.config["CLAMD"] = again.address
        assert quarantine.scan() == 1
        assert (state(paper), db.session.get(Content, paper.sha256).trouble) == ("clean", "")
    finally:
        again.stop()


def test_one_that_is_too_large_for_the_scanner_keeps_no_other_waiting(scanner, case):
    large, good = kept(case, GOOD + b"% large"), kept(case)
    scanner.mode = "full"
    quarantine.scan()
    assert {state(large), state(good)} == {"waiting"}
    assert scanner.asked == 2


def test_malware_is_destroyed_and_told_to_whom_it_concerns(scanner, session, today):
    case, actor = make.filed()
    officer, admin, stranger = make.user("officer"), make.user("admin"), make.member(make.organisation())
    session.commit()
    draft = make.draft(by=actor)
    filed, mine = kept((case, actor), WORM), kept(draft, WORM, "다른 이름.pdf")
    filed.filed_at = filed.at
    db.session.commit()
    assert quarantine.scan() == 1
    assert (state(filed), state(mine)) == ("infected", "infected")
    assert not store().holds(filed.sha256)
    assert filed in files.papers_of(case.id)
    assert mine not in files.papers_of(draft[0].id)
    with pytest.raises(Shut, match=r"Win.Test.EICAR_HDB-1") as shut:
        contents.opened(filed.sha256)
    assert shut.value.for_good
    told = list(db.session.scalars(select(Mail).where(Mail.subject.contains("악성코드"))))
    assert {m.user_id for m in told} == {actor.user_id, officer.id, admin.id}
    assert stranger.id not in {m.user_id for m in told}
    assert all("Win.Test.EICAR_HDB-1" in m.body for m in told)
    assert {m.subject.rpartition(": ")[2] for m in told if m.user_id == officer.id} == {"계획서.pdf"}
    assert {m.subject.rpartition(": ")[2] for m in told if m.user_id == actor.user_id} == {
        "계획서.pdf",
        "다른 이름.pdf",
    }


def test_malware_that_is_known_is_refused_at_once(scanner, case):
    paper = kept(case, WORM)
    quarantine.scan()
    contents.current_app.config["CLAMD"] = ""
    with pytest.raises(Unfit, match=r"Win.Test.EICAR_HDB-1"):
        files.attach(case[0], "plan", BytesIO(WORM), "b.pdf", case[1])
    assert not store().holds(paper.sha256)


def test_without_a_scanner_uploads_are_taken_and_said_to_be_unscanned(app, case):
    paper = kept(case, GOOD + b"% taken as it is")
    assert state(paper) == "unscanned"
    assert quarantine.scan() == 0
    with contents.opened(paper.sha256):
        assert [words.ko for words, _ in contents.warnings(paper.content)] == ["악성코드 검사를 하지 않았습니다"]


def test_what_was_taken_before_there_was_a_scanner_is_scanned_and_stays_open_meanwhile(app, case):
    paper = kept(case, WORM + b"% of old")
    assert state(paper) == "unscanned"
    scanner = Scanner()
    try:
        app.config["CLAMD"] = scanner.address
        contents.opened(paper.sha256).close()
        assert quarantine.scan() == 1
    finally:
        app.config["CLAMD"] = ""
        scanner.stop()
    assert state(paper) == "infected"


def test_the_test_string_leaves_no_trace(app, case):
    content = GOOD + TEST_STRING
    with pytest.raises(Unfit, match="Eicar-Test-Signature"):
        files.attach(case[0], "plan", BytesIO(content), "a.pdf", case[1])
    assert not store().holds(hashlib.sha256(content).hexdigest())
    with pytest.raises(Unfit, match="Eicar-Test-Signature"):
        contents.keep(BytesIO(TEST_STRING), 1000)


def test_what_the_portal_made_is_not_scanned(scanner, session):
    made = contents.keep_own(BytesIO(b"made here"))
    session.commit()
    assert quarantine.scan() == 0
    contents.opened(made.sha256).close()
