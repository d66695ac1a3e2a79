"""How much a case and an organisation may hold: exactly full is taken, one more is refused, two at once never both."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from portal.core import clock, contents, files, fire, quotas, records
from portal.core.attached import Paper
from portal.core.cases import Case
from portal.core.db import db
from portal.core.sniff import Unfit
from portal.core.workflow import Refused
from tests import factories as make
from tests.unit.test_concurrency import at_once

HEAD = b"%PDF-1.7\n"
LIMITS = ("CASE_FILES", "CASE_BYTES", "ORGANISATION_BYTES", "ORGANISATION_DRAFTS", "PERSON_DRAFTS")


@pytest.fixture
def limits(app):
    before = {name: app.config[name] for name in LIMITS}
    yield app.config
    app.config.update(before)


@pytest.fixture
def case(session):
    """An empty draft: (case, its writer)."""
    made, actor = make.draft()
    for paper in files.papers_of(made.id):
        db.session.delete(paper)
    session.commit()
    return made, actor


def upload(case, size, actor=None, mark=b"."):
    return files.attach(case[0], "plan", BytesIO(HEAD + mark * (size - len(HEAD))), "a.pdf", actor or case[1])


def test_a_case_takes_exactly_its_bytes(limits, case):
    limits["CASE_BYTES"] = 300
    upload(case, 100)
    with pytest.raises(Unfit, match=r"남은 용량은 200B입니다. 이 파일은 201B라"):
        upload(case, 201)
    upload(case, 200)
    assert quotas.room(case[0]) == (198, 0)
    with pytest.raises(Unfit, match="남은 용량은 0B"):
        upload(case, 10)


def test_a_case_takes_exactly_its_number_of_files(limits, case):
    limits["CASE_FILES"] = 2
    one = upload(case, 20)
    assert quotas.room(case[0]).files == 1
    upload(case, 20)
    with pytest.raises(Unfit, match="2개까지"):
        upload(case, 20)
    files.remove(one)
    db.session.flush()
    upload(case, 20)


def test_an_organisation_takes_exactly_its_bytes_over_all_cases(limits, case):
    other, _ = make.draft(by=case[1])
    for paper in files.papers_of(other.id):
        db.session.delete(paper)
    limits["ORGANISATION_BYTES"] = 300
    upload(case, 100)
    assert quotas.room(other).size == 200
    with pytest.raises(Unfit, match=r"기관에 남은 용량은 200B입니다. 이 파일은 201B라"):
        upload((other, case[1]), 201)
    upload((other, case[1]), 200)
    stranger, actor = make.draft()
    upload((stranger, actor), 290 - 30)
    with pytest.raises(Unfit):
        upload(case, 10)
    upload(case, 10, make.officer())  # an official is held by the case alone


def test_what_was_taken_out_takes_room_for_a_day(limits, case, today):
    today(date(2026, 11, 23))
    limits["CASE_BYTES"] = 100
    paper = upload(case, 100)
    files.remove(paper)
    db.session.flush()
    with pytest.raises(Unfit):
        upload(case, 10)
    with clock.at(clock.now() + timedelta(days=1)):
        upload(case, 100)


def test_a_discarded_draft_gives_its_room_back_after_a_day(limits, case, today):
    today(date(2026, 11, 23))
    upload(case, 100)
    limits["ORGANISATION_BYTES"] = 100
    other, _ = make.draft(by=case[1])
    for paper in files.papers_of(other.id):
        db.session.delete(paper)
    fire.fire(case[0], "discard", case[1])
    with clock.at(clock.now() + timedelta(hours=23)), pytest.raises(Unfit):
        upload((other, case[1]), 10)
    with clock.at(clock.now() + timedelta(days=1)):
        upload((other, case[1]), 100)


def test_two_uploads_at_once_never_pass_together(app, limits, case):
    limits["ORGANISATION_BYTES"] = 150
    other, actor = make.draft(by=case[1])
    for paper in files.papers_of(other.id):
        db.session.delete(paper)
    db.session.commit()

    def act(case_id, mark):
        def run():
            try:
                return upload((db.session.get(Case, case_id), actor), 100, mark=mark).id
            except Unfit as problem:
                db.session.rollback()
                return problem

        return run

    done = at_once(app, [act(case[0].id, b"1"), act(other.id, b"2"), act(case[0].id, b"3"), act(other.id, b"4")])
    assert sorted(isinstance(one, int) for one in done) == [False, False, False, True]


def test_the_same_content_in_two_cases_at_once_is_kept_for_both(app, case):
    other, actor = make.draft()
    db.session.commit()
    pairs = [(case[0].id, case[1]), (other.id, actor)] * 2

    def act(case_id, who):
        return lambda: upload((db.session.get(Case, case_id), who), 5000).sha256

    done = at_once(app, [act(*pair) for pair in pairs])
    assert len({*done}) == 1
    assert db.session.query(contents.Content).filter_by(sha256=done[0]).count() == 1
    assert db.session.query(Paper).filter_by(sha256=done[0]).count() == 4


def test_an_organisation_begins_exactly_so_many_drafts(limits):
    actor = make.acting(make.member(make.organisation()))
    limits["ORGANISATION_DRAFTS"] = 2
    make.draft(by=actor)
    make.draft(by=actor)
    with pytest.raises(Refused, match="초안이 2건"):
        make.draft(by=actor)
    other, _ = make.draft()
    assert records.revisions_count(other.id) == 0


def test_a_case_that_was_submitted_may_be_written_on_whatever_stands(limits):
    case, _ = make.filed()
    limits["ORGANISATION_DRAFTS"] = 0
    assert records.start_draft(case, {}).version == 1
