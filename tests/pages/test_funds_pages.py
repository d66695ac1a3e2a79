"""Pages of the programmes in both languages: what each shows, what it says when something is wrong,
the papers it gives.
"""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from funds.selection import scoring
from funds.selection.objections.acts import object_to
from funds.selection.queries import award_of
from funds.selection.rubrics.models import Rubric
from funds.selection.rubrics.queries import rubric_in_force
from portal.core import clock
from portal.core.fire import fire
from portal.core.panels import acts as machine
from portal.core.panels.pool import Reviewer
from portal.core.panels.queries import seats_of
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour


@pytest.fixture
def decided(session, today):
    """A decided round of the mark, its first award signed; (call, applications, award)."""
    today(at_hour(START, 9))
    call, cases = funding.decided_call()
    today(at_hour(date(2026, 4, 10), 9))
    award = funding.signed(next(c for c in cases if c.state == "selected"))
    session.commit()
    return call, cases, award


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_of_a_decided_call_opens_in_both_languages(decided, session, client, language):
    call, cases, award = decided
    owner = session.get(make.User, funding.owner_of(cases[0]).user_id)
    holder = make.member(award.organisation)
    session.commit()
    for path in (
        "/programmes/",
        f"/programmes/calls/{call.id}",
        "/programmes/registers/mark",
        f"/programmes/check/{award.code}",
        "/programmes/check?number=none",
        f"/programmes/rubrics/{call.rubric_id}",
    ):
        client.get(path if "?" in path else f"{path}?lang={language}")
    client.sign_in(owner)
    for path in ("/programmes/applications/", f"/programmes/applications/{cases[0].id}"):
        client.get(f"{path}?lang={language}")
    client.sign_in(holder).get(f"/programmes/awards/{award.id}?lang={language}")
    assert client.plain.get(f"/programmes/awards/{award.id}/certificate.pdf?lang={language}").data.startswith(b"%PDF")
    for role in ("officer", "ministry"):
        client.sign_in(make.user(role))
        for path in (
            "",
            f"calls/{call.id}",
            f"calls/{call.id}/committee",
            f"calls/{call.id}/result",
            f"calls/{call.id}/sensitivity",
            f"applications/{cases[0].id}",
            f"awards/{award.id}",
            "awards",
            "rubrics",
            f"rubrics/{call.rubric_id}",
        ):
            client.get(f"/desk/programmes/{path}?lang={language}")


def test_the_defence_file_computes_again_and_its_partial_edition_names_nobody(decided, session, client):
    call, _, _ = decided
    client.sign_in(make.user("officer"))
    with zipfile.ZipFile(
        io.BytesIO(client.plain.get(f"/desk/programmes/calls/{call.id}/dossier/full.zip?purpose=duty").data)
    ) as held:
        names = set(held.namelist())
        rubric, scores = held.read("1단계/rubric.json"), held.read("1단계/scores.json")
        again = scoring.score(*scoring.read(rubric, scores)).as_json()
        assert again == json.loads(held.read("1단계/result.json"))
        manifest = held.read("MANIFEST.txt").decode()
    assert {
        "공고.txt",
        "추첨.json",
        "서약과 이해충돌.json",
        "기록과 봉인.json",
        "통지.json",
        "의결서.txt",
        "집계표.pdf",
    } <= names
    assert call.result["sha256"]["scores.json"] in manifest
    with zipfile.ZipFile(
        io.BytesIO(client.plain.get(f"/desk/programmes/calls/{call.id}/dossier/partial.zip?purpose=duty").data)
    ) as held:
        whole = b"".join(held.read(name) for name in held.namelist()).decode()
    assert not [r.name for r in session.query(Reviewer) if r.name in whole]
    assert "member_totals" not in whole


def test_the_tally_as_a_workbook(decided, client):
    call, cases, _ = decided
    client.sign_in(make.user("officer"))
    book = load_workbook(io.BytesIO(client.plain.get(f"/desk/programmes/calls/{call.id}/tally.xlsx").data))
    rows = [[c.value for c in row] for row in book["집계표"][book["집계표"].tables["tally"].ref]]
    assert rows[0][:3] == ["순위", "접수번호", "기관"]
    assert [r[1] for r in rows[1:]] == [c.number for c in cases]


def test_strangers_see_no_application_award_or_paper_of_others(decided, session, client):
    _, cases, award = decided
    client.sign_in(make.member(make.organisation()))
    for path in (
        f"/programmes/applications/{cases[0].id}",
        f"/programmes/awards/{award.id}",
        f"/programmes/awards/{award.id}/certificate.pdf",
        f"/programmes/applications/{cases[0].id}/objection",
    ):
        client.get(path, status=404)
    client.get("/desk/programmes/", status=403)


def test_a_rubric_from_draft_over_comments_to_force(session, client, today):
    today(at_hour(START, 9))
    client.sign_in(make.user("ministry"))
    page = client.get("/desk/programmes/rubrics")
    page = client.submit(page.form("rubrics/new/hub"))
    rubric = session.query(Rubric).one()
    page = client.submit(page.form(f"rubrics/{rubric.id}"), **{"criterion-0-max": "45"})
    assert "100" in page.words()
    wrong = client.submit(page.form(f"rubrics/{rubric.id}"), **{"criterion-0-max": "많이", "pass_mark": "-1"})
    assert f"평가 항목 1 ‘{rubric.body['criteria'][0]['label']}’ 배점:" in wrong.words()
    assert "통과 점수:" in wrong.words()
    assert "rubric." not in wrong.words()
    page = client.submit(page.form(f"rubrics/{rubric.id}"), **{"criterion-0-max": "35"})
    page = client.submit(page.form("publish"))
    client.sign_in(make.member(make.organisation()))
    page = client.get(f"/programmes/rubrics/{rubric.id}")
    page = client.submit(page.form("comments"), text="", status=422)
    client.submit(page.form("comments"), text="현지 성과 배점을 높여 주세요.")
    client.sign_in(make.user("ministry"))
    page = client.get(f"/desk/programmes/rubrics/{rubric.id}")
    assert "현지 성과 배점" in page.words()
    page = client.submit(page.form("enforce"), status=422)
    today(at_hour(START + timedelta(days=21), 9))
    page = client.get(f"/desk/programmes/rubrics/{rubric.id}")
    client.submit(page.form("enforce"), day=clock.today().isoformat())
    assert rubric_in_force("hub", clock.today()).id == rubric.id
    client.post(f"/desk/programmes/rubrics/{rubric.id}", {"pass_mark": "1"}, status=422)


def test_a_late_submission_says_so_and_keeps_what_was_written(session, client, today):
    today(at_hour(START, 9))
    call = funding.published()
    case, owner = funding.drafted(call)
    user = session.get(make.User, owner.user_id)
    session.commit()
    client.sign_in(user)
    page = client.get(f"/programmes/applications/{case.id}/check")
    today(call.closes_at + timedelta(seconds=1))
    page = client.submit(page.form("submit"), declared="yes", status=422)
    assert "18:00:00" in page.words()
    page = client.get(f"/programmes/applications/{case.id}")
    assert "작성한 내용은 남아 있습니다" in page.words()
    assert case.state == "draft"


def test_an_objection_by_page_within_its_period_only(decided, session, client, today):
    _, cases, _ = decided
    loser = next(c for c in cases if c.state in ("reserve", "rejected"))
    member = make.member(loser.organisation)
    session.commit()
    client.sign_in(member)
    page = client.get(f"/programmes/applications/{loser.id}/objection")
    page = client.submit(page.form("objection"), grounds="", status=422)
    client.submit(page.form("objection"), grounds="질 평가의 근거를 다툽니다.", criteria=["quality"])
    client.get(f"/programmes/applications/{loser.id}/objection", status=422)
    assert award_of(loser.id) is None
    other = make.member(cases[0].organisation)
    session.commit()
    client.sign_in(other).get(f"/programmes/applications/{cases[0].id}/objection", status=422)


def test_a_challenge_by_page(session, client, today):

    today(at_hour(START, 9))
    call = funding.published(members_wanted=3)
    case, owner = funding.submitted(call)
    pool = funding.reviewers(4)
    machine.commit_draw(call, [r.id for r in pool], 3, make.officer())
    user = session.get(make.User, owner.user_id)
    session.commit()
    client.sign_in(user)
    page = client.get(f"/programmes/applications/{case.id}/members")
    page = client.submit(page.form(f"{pool[0].id}/challenge"), reason="", status=422)
    client.submit(page.form(f"{pool[0].id}/challenge"), reason="동업 관계")
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/programmes/calls/{call.id}/committee")
    client.submit(page.form("challenges/"), decision="관계 확인", button=("upheld", "yes"))
    page = client.submit(client.get(f"/desk/programmes/calls/{call.id}/committee").form("/draw"))
    assert call.draw_seed in page.words()
    barred = [s for s in seats_of(call) if s.conflicts]
    assert {s.reviewer_id for s in barred} <= {pool[0].id}


def test_an_outsider_without_account_comes_in_by_a_one_time_invitation(session, client, today):
    from portal.core.mail import Mail, text_of

    today(at_hour(START, 9))
    call = funding.published(members_wanted=3)
    outsider = Reviewer(email="outsider@example.org", name="가상 외부위원", employer="가상대학교", field="회계")
    session.add(outsider)
    pool = [*funding.reviewers(2), outsider]
    session.flush()
    officer = session.get(make.User, call.created_by_id)
    machine.commit_draw(call, [r.id for r in pool], 3, make.acting(officer))
    machine.carry_out_draw(call, make.acting(officer))
    body = text_of(session.query(Mail).filter(Mail.address == outsider.email).one())
    session.commit()
    link = next(word for word in body.split() if "/invitation/" in word)
    path = link[link.index("/invitation/") :]
    page = client.get(path)
    client.submit(
        page.form("invitation"),
        name="가상 외부위원",
        phone="02-000-0000",
        new_password="Vosekalum-2026",
        again="Vosekalum-2026",
    )
    user = session.query(make.User).filter(make.User.email == outsider.email).one()
    assert "panel" in user.roles
    client.get(path, status=404)
    client.sign_in(user)
    page = client.get(f"/panel/{call.id}")
    client.submit(page.form("answer"), button=("answer", "accept"))
    assert next(s for s in seats_of(call) if s.reviewer_id == outsider.id).state == "accepted"


def test_every_event_of_a_round_has_its_words(decided, session):
    from portal.core import periods, timeline

    call, cases, award = decided
    for case in (call, *cases, award):
        assert not [e.name for e in periods.events_of(case) if timeline.event_words(case, e.name) is None]


def test_the_signing_page_says_before_the_click_that_an_objection_is_examined_first(session, client, today):
    today(at_hour(START, 9))
    _, first, second = funding.overtaken()
    today(at_hour(date(2026, 4, 10), 9))
    objection = object_to(first, ["quality"], "가상 까닭", funding.owner_of(first))
    award = award_of(second.id)
    owner = session.get(make.User, funding.owner_of(second).user_id)
    session.commit()
    page = client.sign_in(owner).get(f"/programmes/awards/{award.id}")
    assert 'id="sign-form"' in page.text
    assert "지금은 서명할 수 없습니다" not in page.words()
    fire(objection, "hear", make.acting(make.user("ministry")), given={"days": 10, "reason": "가상 사유"})
    session.commit()
    page = client.get(f"/programmes/awards/{award.id}")
    assert "지금은 서명할 수 없습니다" in page.words()
    assert "서명을 잠시 미룹니다" in page.words()
    assert 'id="sign-form"' not in page.text
    assert f"/programmes/applications/{second.id}/view" in page.text
