"""A whole K-헬스케어 round in users' words: five applications, seven members, one conflict, one replacement, one tie,
to sheet 17.
"""

import io
from datetime import date

import pytest
from sqlalchemy import select

from funds.selection.models import Application, Award, Call
from funds.selection.panel.models import Seat
from funds.selection.rubrics.acts import ship_samples
from portal.core.mail import Mail
from portal.core.panels.pool import Reviewer
from portal.shell.jobs import tick
from portal.shell.reports import annual
from tests import factories as make
from tests.funding import at_hour

PAPER = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def apply_for(client, member, call_id, sales="120"):
    """The applicant writes section by section and submits."""
    client.sign_in(member)
    page = client.get(f"/programmes/calls/{call_id}")
    page = client.submit(page.form("applications"))
    client.get(page.link("해외진출 실적"))
    page = client.submit(
        client.page.form("sections/record"),
        country="VN",
        summary="가상 실적",
        staff_sent="12",
        sales=sales,
        sales_before="100",
        contribution="가상 기여",
        button=("go", "next"),
    )
    page = client.submit(
        page.form("sections/papers"),
        staff_paper=(io.BytesIO(PAPER), "staff.pdf"),
        sales_paper=(io.BytesIO(PAPER), "sales.pdf"),
        button=("go", "leave"),
    )
    page = client.get(page.link("확인하고 제출"))
    page = client.submit(page.form("submit"), declared="yes")
    assert "접수번호는" in page.words()


def member_sits(client, user, call_id, conflict=None):
    """A member accepts, pledges and declares before anything opens."""
    client.sign_in(user)
    page = client.get(f"/panel/{call_id}")
    page = client.submit(page.form("answer"), button=("answer", "accept"))
    given = {"secrecy": "yes", "integrity": "yes", "none": "yes"}
    if conflict:
        given |= {"conflict": str(conflict.id), f"reason-{conflict.id}": "공동 연구", "none": None}
    client.submit(page.form("declare"), **given)


def member_scores(client, user, call_id, points):
    """Every application in turn, then the hand-in; points by application id."""
    client.sign_in(user)
    page = client.get(f"/panel/{call_id}")
    mine = [link for link in page.links() if f"/panel/{call_id}/applications/" in link]
    for link in mine:
        page = client.get(link)
        case_id = int(link.rsplit("/", 1)[1])
        quality, business, contribution = points[case_id]
        client.submit(
            page.form("applications"),
            **{
                "score-quality": quality,
                "score-business": business,
                "score-contribution": contribution,
                "remark": "가상 의견",
            },
            button=("go", "stay"),
        )
    page = client.get(f"/panel/{call_id}")
    client.submit(page.form("hand-in"))


@pytest.mark.slow
def test_a_whole_round_of_the_mark(session, client, today):
    today(at_hour(date(2026, 3, 2), 9))
    ship_samples(date(2026, 1, 1))
    officer, ministry = make.user("officer"), make.user("ministry")
    hospitals = [make.organisation() for _ in range(5)]
    members = [make.member(h) for h in hospitals]
    for hospital_member in members:
        make.accepted("DISPATCH", by=make.acting(hospital_member))
    session.commit()

    # the officer plans and publishes the call
    client.sign_in(officer)
    page = client.get("/desk/programmes/calls/new/mark")
    page = client.submit(
        page.form("calls/new"), closes_on="2026-03-20", closes_hour="18:00", seats="2", notice="가상 공고"
    )
    page = client.get(page.link("공고하기"))
    page = client.submit(page.form("moves/"))
    call = session.scalars(select(Call)).one()
    assert call.state == "open"
    assert call.rubric.version == "2026-1"

    # a question goes to everybody once answered
    client.sign_in(members[0])
    page = client.get(f"/programmes/calls/{call.id}")
    client.submit(page.form("questions"), text="공동 신청이 됩니까?")
    client.sign_in(officer)
    page = client.get(f"/desk/programmes/calls/{call.id}")
    client.submit(page.form("questions"), answer="기관마다 신청합니다.")
    client.sign_in(members[1])
    page = client.get(f"/programmes/calls/{call.id}")
    assert "기관마다 신청합니다." in page.words()
    assert "예시(비공식)" in page.words()

    for hospital_member in members:
        apply_for(client, hospital_member, call.id)
    applications = list(session.scalars(select(Application).order_by(Application.id)))
    assert [a.state for a in applications] == ["submitted"] * 5

    # after the deadline: eligibility, pool, draw
    today(at_hour(date(2026, 3, 23), 9))
    tick()
    assert call.state == "review"
    client.sign_in(officer)
    for n in range(10):
        user = make.user("panel")
        session.add(Reviewer(email=user.email, name=user.name, employer=f"가상대학교{n}", field="병원경영"))
    session.commit()
    for application in applications:
        page = client.get(f"/desk/programmes/applications/{application.id}")
        checks = {f"met-{k}": "yes" for k in ("filed", "excluded", "taxes", "duplicate")}
        evidence = {f"evidence-{k}": "확인서 2026-03-23" for k in ("filed", "excluded", "taxes", "duplicate")}
        page = client.submit(page.form("eligibility"), **checks, **evidence)
    assert {a.state for a in session.scalars(select(Application)).all()} == {"eligible"}
    page = client.get(f"/desk/programmes/calls/{call.id}/committee")
    page = client.submit(page.form("commit"), wanted="7")
    assert call.draw_hash in page.words()
    assert call.draw_seed not in page.text
    page = client.submit(page.form("/draw"))
    assert call.draw_seed in page.words()
    seats = list(session.scalars(select(Seat).order_by(Seat.id)))
    assert len(seats) == 7

    users = {s.id: session.scalar(select(make.User).where(make.User.email == s.reviewer.email)) for s in seats}
    for seat in seats:
        member_sits(client, users[seat.id], call.id, applications[4] if seat is seats[1] else None)
    client.sign_in(officer)
    page = client.get(f"/desk/programmes/calls/{call.id}/committee")
    page = client.submit(page.form(f"{seats[0].id}/chair"))

    # one member has to be replaced: the next of the drawn order is asked, the old one keeps nothing open
    page = client.submit(page.form(f"{seats[6].id}/replace"), reason="출장")
    new = session.scalars(select(Seat).order_by(Seat.id.desc())).first()
    users[new.id] = session.scalar(select(make.User).where(make.User.email == new.reviewer.email))
    client.sign_in(users[seats[6].id]).get(f"/panel/{call.id}", status=404)
    member_sits(client, users[new.id], call.id)

    client.sign_in(officer)
    page = client.get(f"/desk/programmes/calls/{call.id}")
    page = client.get(page.link("평가 시작"))
    client.submit(page.form("moves/"))
    assert call.state == "scoring"

    # the member with a conflict tries the address
    client.sign_in(users[seats[1].id]).get(f"/panel/{call.id}/applications/{applications[4].id}", status=404)

    ids = [a.id for a in applications]
    points = {
        ids[0]: ("24", "19", "14"),
        ids[1]: ("22", "18", "13"),
        ids[2]: ("22", "18", "13"),
        ids[3]: ("15", "12", "9"),
        ids[4]: ("8", "8", "7"),
    }
    sitting = [*seats[:6], new]
    for seat in sitting[:-1]:
        member_scores(client, users[seat.id], call.id, points)
        assert call.state == "scoring"
    client.sign_in(officer).get(f"/desk/programmes/calls/{call.id}/result", status=422)
    member_scores(client, users[new.id], call.id, points)
    session.refresh(call)
    assert call.state == "opened"

    # the chair looks and concludes; the tie is left to people
    client.sign_in(users[seats[0].id])
    page = client.get(f"/panel/{call.id}/result")
    page = client.get(page.link("평가 종결"))
    few = client.submit(page.form("conclude"), attended=["M1", "M2"], minutes="동점은 담당자가 정한다.", status=422)
    assert "의결정족수 4명에 미치지 못합니다" in few.words()
    assert call.state == "opened"
    client.submit(
        few.form("conclude"), attended=[s.label for s in sitting], minutes="동점은 담당자가 사유를 남겨 정한다."
    )
    assert call.state == "concluded"
    client.sign_in(officer)
    page = client.get(f"/desk/programmes/calls/{call.id}/result")
    assert "선정선에 동점이 있습니다" in page.words()
    client.get(f"/desk/programmes/calls/{call.id}/sensitivity")
    page = client.get(f"/desk/programmes/calls/{call.id}/result")
    refused = client.submit(page.form("propose"), chosen=[str(ids[0]), str(ids[1])], reason="", status=422)
    assert "제안하는 까닭" in refused.words()
    page = client.submit(
        refused.form("propose"), chosen=[str(ids[0]), str(ids[1])], reason="동점 가운데 진출국 다양성을 고려"
    )
    assert call.state == "proposed"
    for kind in ("tally.pdf", "sheets.pdf", "tally.xlsx"):
        assert client.plain.get(f"/desk/programmes/calls/{call.id}/{kind}").status_code == 200

    client.sign_in(ministry)
    page = client.get(f"/desk/programmes/calls/{call.id}")
    page = client.get(page.link("선정 확정"))
    client.submit(page.form("moves/"), reason="제안을 받아들임")
    states = {a.id: a.state for a in session.scalars(select(Application))}
    assert [states[i] for i in ids] == ["selected", "selected", "reserve", "rejected", "rejected"] or states[
        ids[3]
    ] == "reserve"

    # letters to all; own numbers only
    told = {m.user_id for m in session.scalars(select(Mail).where(Mail.case_id.in_(ids)))}
    assert {m.id for m in members} <= told
    page = client.sign_in(members[2]).get(f"/programmes/applications/{ids[2]}")
    assert "내 평가 결과" in page.words()
    assert applications[0].number not in page.text

    # signature, certificate, public register and check
    client.sign_in(members[0])
    award = session.scalar(select(Award).where(Award.application_id == ids[0]))
    page = client.get(f"/programmes/awards/{award.id}")
    client.submit(page.form("awards/"), condition=["0"], status=422)
    page = client.submit(client.page.form("awards/"), condition=["0", "1", "2"])
    session.refresh(award)
    assert award.state == "in_force"
    assert award.valid_to == date(2028, 3, 22)
    assert client.plain.get(f"/programmes/awards/{award.id}/certificate.pdf").data.startswith(b"%PDF")
    page = client.get("/programmes/registers/mark")
    assert award.number in page.words()
    page = client.get(f"/programmes/check/{award.code}")
    assert "유효합니다" in page.words()

    # sheet 17
    figures = annual.figures(2026)
    assert figures["marks"] == [{"연도": "2026", "신청": 5, "선정": 2, "유효": 1, "만료": 0}]
    row = figures["programmes"][0]
    assert (row["사업"], row["연도"], row["신청"], row["선정"]) == ("K-헬스케어 마크", "2026", 5, 2)
