"""보완 by page: named sections only, once, until a day; late, the application is examined as it was first submitted."""

import io
from datetime import timedelta

import pytest

from funds.selection.applications.supplements import supplements_of
from funds.selection.forms.answers import submitted_answers
from portal.core import files
from portal.core.fire import fire_lapsed
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour

PAPER = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture
def asked(session, client, today):
    """An application under review of which the officer wants the record and papers again; (case, its member,
    due day).
    """
    today(at_hour(START, 9))
    call = funding.published()
    case, owner = funding.submitted(call, sales=120, sales_before=100)
    user, officer = session.get(make.User, owner.user_id), make.user("officer")
    session.commit()
    today(call.closes_at + timedelta(days=1))
    funding.closed(call)
    due = (call.closes_at + timedelta(days=8)).date()
    client.sign_in(officer)
    page = client.get(f"/desk/programmes/applications/{case.id}")
    late = (call.closes_at + timedelta(days=30)).date().isoformat()
    page = client.submit(
        page.form("supplement"), sections=["record"], wanted="매출 증빙이 빠졌습니다.", due_on=late, status=422
    )
    assert "보완 기한은 내일부터" in page.words()
    assert "매출 증빙이 빠졌습니다." in page.text
    client.submit(page.form("supplement"), sections=["record", "papers"], due_on=due.isoformat())
    assert case.state == "supplementing"
    assert case.due_on == due
    return case, user, due


def test_only_the_named_sections_open_and_the_answer_counts(asked, session, client):
    case, user, _ = asked
    here = f"/programmes/applications/{case.id}"
    client.sign_in(user)
    page = client.get(here)
    assert "매출 증빙이 빠졌습니다." in page.words()
    assert "보완 기한" in page.words()
    client.get(f"{here}/sections/contact", status=404)
    client.post(f"{here}/sections/contact", {"contact_name": "바뀐 이름"}, status=404)
    page = client.submit(
        client.get(f"{here}/sections/record").form("sections/record"), sales="150", button=("go", "next")
    )
    page = client.submit(
        page.form("sections/papers"), sales_paper=(io.BytesIO(PAPER), "new.pdf"), button=("go", "leave")
    )
    desk = f"/desk/programmes/applications/{case.id}"
    officer = make.user("officer")
    session.commit()
    assert "new.pdf" not in client.sign_in(officer).get(desk).words()  # nothing of it before it is handed in
    client.sign_in(user)
    page = client.submit(client.get(f"{here}/check").form("submit"), status=422)
    client.submit(page.form("submit"), declared="yes")
    assert case.state == "submitted"
    assert submitted_answers(case)["sales"] == 150
    assert submitted_answers(case)["contact_name"] == "가상담당"
    assert "150" in case.automatic["growth"]["source_ko"]
    assert supplements_of(case)[0].ended == "answered"
    page = client.sign_in(officer).get(desk)
    assert "new.pdf" in page.words()
    assert f"{desk}/supplement" not in page.text  # once, as the programme declares
    client.post(f"{desk}/supplement", {"sections": "record", "wanted": "또", "due_on": "2026-03-30"}, status=422)


def test_late_it_is_examined_as_it_stood_and_nothing_typed_is_lost_silently(asked, session, client, today):
    case, user, due = asked
    here = f"/programmes/applications/{case.id}"
    client.sign_in(user)
    page = client.get(f"{here}/sections/papers")
    client.submit(page.form("sections/papers"), sales_paper=(io.BytesIO(PAPER), "new.pdf"), button=("go", "leave"))
    page = client.get(f"{here}/check")
    today(at_hour(due + timedelta(days=1), 0, 0, 1))
    page = client.submit(page.form("submit"), declared="yes", status=409)
    assert case.state == "submitted"
    assert submitted_answers(case)["sales"] == 120
    assert "new.pdf" not in [p.name for p in files.papers_of(case.id)]
    assert "처음 내용으로 심사" in client.get(here).words()


def test_a_tick_lets_it_lapse_and_scoring_waits_while_it_runs(asked, session, today):
    case, _, due = asked
    from funds.selection.calls.acts import ready_to_score
    from portal.core.workflow import Refused

    with pytest.raises(Refused) as problem:
        ready_to_score(case.call, {})
    assert case.number in str(problem.value)
    today(at_hour(due + timedelta(days=1), 9))
    assert [e.name for e in fire_lapsed(case)] == ["application.supplement_lapsed"]
    assert case.state == "submitted"


def test_a_viewer_reads_and_a_stranger_learns_nothing(asked, session, client):
    case = asked[0]
    viewer = make.member(case.organisation, "viewer")
    stranger = make.member(make.organisation())
    session.commit()
    here = f"/programmes/applications/{case.id}"
    client.sign_in(viewer).get(here)
    client.post(f"{here}/sections/record", {"sales": "1"}, status=403)
    client.post(f"{here}/submit", {"declared": "yes"}, status=403)
    client.sign_in(stranger).get(here, status=404)
