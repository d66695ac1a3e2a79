"""An objection in users' words: scored again by new reviewers under seal, both rankings side by side,
who would lose is heard first.
"""

import io
import json
import zipfile
from datetime import date

import pytest
from sqlalchemy import select

from funds.selection.objections.models import Objection
from funds.selection.queries import award_of
from funds.selection.reviews.models import ReviewSeat
from portal.core.mail import Mail
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour
from tests.stories.test_funds_project import move

pytestmark = pytest.mark.slow


def user_of(seat):
    return make.db.session.scalar(select(make.User).where(make.User.email == seat.reviewer.email))


def test_an_objection_from_the_letter_to_the_changed_selection(session, client, today):
    today(at_hour(START, 9))
    call, first, second = funding.overtaken()
    today(at_hour(date(2026, 4, 10), 9))
    objector, holder = make.member(first.organisation), make.member(second.organisation)
    officer, ministry = make.user("officer"), make.user("ministry")
    funding.reviewers(4)
    session.commit()

    # the applicant objects to two criteria
    client.sign_in(objector)
    page = client.get(f"/programmes/applications/{first.id}")
    page = client.get(page.link("이의신청하기"))
    assert "새 위원이 다시 평가합니다" in page.words()
    page = client.submit(
        page.form("objection"), grounds="질과 사업성의 근거를 다툽니다.", criteria=["quality", "business"]
    )
    case = session.scalars(select(Objection)).one()
    desk, own = f"/desk/programmes/objections/{case.id}", f"/programmes/objections/{case.id}"

    # an officer may not have it scored again, the ministry does; only named criteria
    page = client.sign_in(officer).get(desk)
    assert f"{desk}/admit" not in page.text
    client.post(f"{desk}/admit", {"criteria": "quality", "reason": "가상"}, status=422)
    client.sign_in(ministry)
    page = client.get(desk)
    page = client.submit(page.form("admit"), criteria=[], reason="다툴 만함", status=422)
    assert "다시 평가할 항목을 고르세요" in page.words()
    client.submit(page.form("admit"), criteria=["quality"], reason="다툴 만함")
    assert case.state == "rescoring"

    # the draw: hash first, seed after
    client.sign_in(officer)
    page = client.submit(client.get(desk).form("commit"))
    page = client.submit(page.form("/draw"))
    seats = list(session.scalars(select(ReviewSeat).order_by(ReviewSeat.id)))
    assert len(seats) == 3
    assert session.scalar(select(Mail.id).where(Mail.subject.like("[재평가 위원 위촉]%")))

    # nothing opens before pledge and declaration; bad input says what is wrong
    for n, seat in enumerate(seats):
        here = f"/panel/reviews/{case.id}"
        client.sign_in(user_of(seat))
        client.get("/panel/")
        client.get(f"/cases/{first.id}", status=404)
        page = client.submit(client.get(here).form("answer"), button=("answer", "accept"))
        client.post(f"{here}/scores", {"score-quality": "20"}, status=404)
        page = client.submit(page.form("declare"), secrecy="yes", integrity="yes", status=422)
        page = client.submit(page.form("declare"), secrecy="yes", integrity="yes", conflict="no")
        assert "질과 사업성의 근거를 다툽니다." in page.words()
        wrong = client.submit(page.form("scores"), **{"score-quality": "25.55"}, button=("go", "stay"), status=422)
        assert "소수 한 자리" in wrong.words()
        page = client.submit(
            wrong.form("scores"), **{"score-quality": "23.5", "remark": "봉인된의견"}, button=("go", "stay")
        )
        if n == 0:
            client.sign_in(user_of(seats[1])).get(here)
            client.sign_in(make.user("panel")).get(here, status=404)
            client.sign_in(user_of(seat))
        page = client.get(here)
        client.submit(page.form("scores"), button=("go", "hand-in"))
        if n < 2:
            for watcher, path in ((officer, desk), (ministry, desk), (objector, own)):
                said = client.sign_in(watcher).get(path).words()
                assert "23.5" not in said
                assert "봉인된의견" not in said
    assert case.state == "rescored"

    # officials see both rankings; the applicant nothing until the decision, then own numbers only
    page = client.sign_in(ministry).get(desk)
    assert "처음 순위와 다시 낸 순위" in page.words()
    assert second.number in page.words()
    assert "다시 평가한 결과" not in client.sign_in(objector).get(own).words()

    # whoever would lose by it is told and heard first
    client.sign_in(ministry)
    page = move(client, case, "uphold", outcome="select", reason="순위가 앞섬", status=422)
    assert "먼저 알리고 의견을 들어 주세요" in page.words()
    move(client, case, "hear", days="10", reason="서명 전 의견 청취")
    assert session.scalar(select(Mail.id).where(Mail.user_id == holder.id, Mail.subject.like("[의견 요청]%")))
    client.sign_in(holder)
    page = client.get(f"/programmes/applications/{second.id}")
    page = client.get(page.link("의견 내기"))
    page = client.submit(page.form("view"), opinion="", status=422)
    client.submit(page.form("view"), opinion="우리 기관의 선정을 유지해 주세요.")
    client.sign_in(ministry)
    assert "우리 기관의 선정을 유지해 주세요." in client.get(desk).words()
    move(client, case, "uphold", outcome="select", reason="다시 평가해도 순위가 앞섬")
    assert (first.state, second.state) == ("selected", "reserve")
    assert award_of(second.id).state == "recalled"

    page = client.sign_in(objector).get(own)
    assert "23.50" in page.words()
    assert second.number not in page.words()
    assert "R1" not in page.text
    page = client.sign_in(holder).get(f"/programmes/applications/{second.id}")
    assert "이의신청하기" in page.words()

    # the defence file holds the files of the second computation, too
    client.sign_in(officer)
    data = client.plain.get(f"/desk/programmes/calls/{call.id}/dossier/full.zip?purpose=duty").data
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        about = json.loads(held.read(f"이의신청/{case.number}/이의신청.json"))
        assert {r["name"] for r in about["reviewers"]} == {s.reviewer.name for s in seats}
        assert held.read(f"이의신청/{case.number}/result.json")
    partial = client.plain.get(f"/desk/programmes/calls/{call.id}/dossier/partial.zip?purpose=duty").data
    with zipfile.ZipFile(io.BytesIO(partial)) as held:
        whole = b"".join(held.read(name) for name in held.namelist()).decode()
    assert not [s.reviewer.name for s in seats if s.reviewer.name in whole]
