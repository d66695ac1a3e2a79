"""The survey of needed staff in its users' words: from opening to published results, and what goes wrong on the way."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from experts.workforce import rows, surveys, workbook
from experts.workforce.models import WorkforceNeed, WorkforceReturn, WorkforceSurvey
from portal.core import clock, mail, reminders
from portal.core.cases import Draft
from portal.core.db import db
from tests import factories as make
from tests import learning

pytestmark = pytest.mark.slow

MONDAY = date(2026, 11, 23)
NEEDS = [("VN", "간호사", 4, 6), ("KZ", "간호사", 2, 9), ("VN", "의사", 1, 3)]


def downloaded(client, address):
    with client.plain.get(address) as answer:
        assert answer.status_code == 200
        return answer.data


def fill(client, *needs, **more):
    """Type rows into the empty ones of the page of a return and send it."""
    form = client.page.form(containing="new1-country")
    typed = dict(learning.CONTACT)
    for n, (country, occupation, now, following) in enumerate(needs, 1):
        typed |= {
            f"new{n}-country": country,
            f"new{n}-occupation": occupation,
            f"new{n}-this_year": str(now),
            f"new{n}-next_year": str(following),
        }
    return client.submit(form, **typed, **more, button=("go", "send"))


def test_from_opening_to_published_results(client, session, today):
    today(MONDAY)
    organisations = [
        make.organisation(name=f"가상병원{letter}", name_en=f"Fictional {letter}") for letter in "가나다라마"
    ]
    people = [make.member(one) for one in organisations]
    for person in people[:3]:
        make.accepted("CONSULT", make.acting(person))
    officer = make.user("officer")
    session.commit()

    # an officer opens the year's survey: the three with an accepted filing are asked
    client.sign_in(officer)
    client.get("/desk/workforce/new")
    page = client.submit(
        client.page.form(containing="occupations"),
        year="2026",
        opens_day="2026-11-23",
        opens_hour="09:00",
        closes_day="2026-12-04",
        closes_hour="18:00:30",
        reference_on="2026-11-01",
        occupations="의사 | Physician\n간호사 | Nurse",
    )
    assert "3개 기관에 조사표를 보냈습니다" in page.text
    survey = session.scalar(select(WorkforceSurvey))
    asked = session.scalars(select(mail.Mail.user_id).where(mail.Mail.subject.contains("인력 수요조사"))).all()
    assert set(asked) == {p.id for p in people[:3]}

    # those answer; a fourth takes part by itself; a fifth says that nobody is needed
    for n, person in enumerate(people):
        client.sign_in(person)
        home = client.get("/")
        if n < 3:
            client.get(home.link("조사표 쓰기"))
        else:
            client.get(home.link("조사 보기"))
            client.submit(client.page.form(action="join"))
        needs = [] if n == 4 else NEEDS[: 3 if n == 0 else 2]
        page = fill(client, *needs, **({"none": "yes"} if n == 4 else {}))
        assert "냈습니다" in page.text, page.words()
    assert session.scalar(select(func.count()).select_from(WorkforceNeed)) == 9

    # the officer sends one back with a reason; it comes again
    client.sign_in(officer)
    board = client.get(f"/desk/workforce/{survey.id}")
    assert board.words().count("스스로 참여") == 2
    one = session.scalar(select(WorkforceReturn).where(WorkforceReturn.organisation_id == organisations[0].id))
    client.get(f"/cases/{one.id}/moves/send_back")
    client.submit(
        client.page.form(action="send_back"),
        reason="의사 수를 확인해 주세요.",
        until_day="2026-12-08",
        until_hour="12:00",
    )
    client.sign_in(people[0])
    page = client.get(f"/workforce/returns/{one.id}")
    assert "의사 수를 확인해 주세요." in page.text
    form = page.form(containing="r3-country")
    assert "냈습니다" in client.submit(form, **{"r3-this_year": "2"}, button=("go", "send")).text

    # everything is confirmed; publishing waits for the deadline's second
    client.sign_in(officer)
    page = client.get(f"/desk/workforce/{survey.id}?state=submitted")
    ids = [e.get("value") for e in page.all("input", name="case")]
    assert len(ids) == 5
    assert "5건을 확인했습니다" in client.submit(page.form(action="confirm"), case=ids).text
    client.post(f"/desk/workforce/{survey.id}/publish", status=422)
    sheets = load_workbook(BytesIO(downloaded(client, f"/desk/workforce/{survey.id}/results.xlsx?purpose=duty")))
    assert sheets.sheetnames == ["조사표", "국가별", "직종별"]
    assert [c.value for c in sheets["국가별"][5]][:4] == ["카자흐스탄", 8, 36, 4]
    today(datetime(2026, 12, 4, 18, 0, 31, tzinfo=clock.SEOUL))
    client.get(f"/desk/workforce/{survey.id}/publish")
    client.submit(client.page.form(action="publish"))

    # the public sees sums of four, and not what one hospital said; nor can it be worked out
    client.post("/sign-out")
    page = client.get("/workforce/")
    page = client.get(page.link("2026년 인력 수요조사 결과"))
    text = page.words()
    assert "36" in text
    assert "비공개" in text
    published = db.session.get(WorkforceSurvey, survey.id).published["tables"]["next_year"]
    shown = {r[0]: dict(zip(published["columns"], r[1], strict=True)) | {"": r[2]} for r in published["rows"]}
    assert shown["KZ"] == {"간호사": 36, "의사": 0, "": 36}
    assert shown["VN"]["의사"] is None
    assert None in (shown["VN"]["간호사"], shown["VN"][""])
    assert client.get("/workforce/results/2026?measure=this_year&lang=en").tree.get("lang") == "en"
    assert "36" in client.get("/countries/KZ?lang=ko").words()

    # next year's form begins with this year's rows
    following = learning.survey(2027)
    session.commit()
    surveys.invite(following)
    client.sign_in(people[0])
    page = client.get(client.get("/").link("조사표 쓰기"))
    assert page.words().count("지난해에서 가져옴") == 3
    assert page.values(page.form(containing="r1-country"))["r1-this_year"] == "6"


def test_late_to_the_second_and_extended_by_the_officer(client, session, today):
    today(MONDAY)
    member, officer = make.member(make.organisation()), make.user("officer")
    survey = learning.survey(closes_at=datetime(2026, 11, 25, 9, tzinfo=clock.SEOUL))
    case = learning.returned(survey, learning.row(), who=member, state="asked")
    session.commit()
    reminders.remind()
    told = session.scalars(select(mail.Mail.subject).where(mail.Mail.case_id == case.id)).all()
    assert sum("기한 알림" in subject for subject in told) == 1

    client.sign_in(member)
    client.get(f"/workforce/returns/{case.id}")
    form = client.page.form(containing="r1-country")
    today(datetime(2026, 11, 25, 9, 0, 1, tzinfo=clock.SEOUL))
    page = client.submit(form, **{"r1-next_year": "77"}, status=422, button=("go", "send"))
    assert "09:00:00" in page.text
    assert session.get(Draft, case.id).answers["r1"]["next_year"] == "77"  # nothing lost
    assert "마감되었습니다" in client.get(f"/workforce/returns/{case.id}").text
    other = make.member(make.organisation())
    session.commit()
    client.sign_in(other)
    assert "까지 참여할 수 있었습니다" in client.post(f"/workforce/{survey.id}/join", status=422).text

    client.sign_in(officer)
    client.get(f"/cases/{case.id}/moves/extend")
    gone = {"until_day": "2026-11-24", "until_hour": "18:00", "reason": "가상 사유"}
    client.submit(client.page.form(action="extend"), **gone, status=422)
    client.submit(client.page.form(action="extend"), **(gone | {"until_day": "2026-11-26"}))
    client.sign_in(member)
    client.get(f"/workforce/returns/{case.id}")
    client.submit(client.page.form(containing="r1-country"), button=("go", "send"))
    assert session.get(WorkforceReturn, case.id).state == "submitted"


def test_by_workbook_out_in_and_with_errors_out_again(client, session, today):
    today(MONDAY)
    member = make.member(make.organisation())
    case = learning.returned(learning.survey(), learning.row(), who=member, state="asked")
    session.commit()
    client.sign_in(member)

    def taken(content, status=200):
        client.get(f"/workforce/returns/{case.id}")
        return client.submit(client.page.form(action="/file"), file=(BytesIO(content), "needs.xlsx"), status=status)

    out = downloaded(client, f"/workforce/returns/{case.id}/rows.xlsx")
    book = load_workbook(BytesIO(out))
    for n, cells in enumerate(
        [("카자흐스탄", "간호사", -2, 3), ("없는나라", "의사", 1, "셋"), ("베트남", "간호사", 1, 1)], 6
    ):
        for at, value in enumerate(cells, 1):
            book[workbook.SHEET].cell(n, at).value = value
    wrong = BytesIO()
    book.save(wrong)
    page = taken(wrong.getvalue(), 422)
    for said in ("2행 올해 필요 인원", "3행 국가", "3행 내년 필요 인원", "4행 직종"):
        assert said in page.text, said
    assert "없는나라" in page.text
    marked = load_workbook(BytesIO(downloaded(client, f"/workforce/returns/{case.id}/rows.xlsx")))[workbook.SHEET]
    assert "알 수 없는 국가" in marked["I7"].value
    assert marked["A7"].value == "없는나라"
    last_year = workbook.template(2025, "가상", learning.OCCUPATIONS, {"r1": learning.row()}, {})
    assert "2025년 조사의 서식" in taken(last_year, 422).text
    assert taken(b"", 422).status == 422
    good = workbook.template(
        2026, "가상", learning.OCCUPATIONS, {"r1": learning.row("UZ"), "r2": learning.row("KZ")}, {}
    )
    assert "2행을 가져왔습니다" in taken(good).text
    assert [r["country"] for r in session.get(Draft, case.id).answers.values() if isinstance(r, dict)] == ["UZ", "KZ"]


def test_two_people_on_one_return_never_undo_each_other(client, app, session, today):
    today(MONDAY)
    own = make.organisation()
    one, other = make.member(own), make.member(own, "editor")
    case = learning.returned(learning.survey(), learning.row("VN"), learning.row("KZ"), who=one, state="asked")
    session.commit()
    address = f"/workforce/returns/{case.id}"
    client.sign_in(one)
    mine = client.get(address).form(containing="r1-country")
    client.sign_in(other)
    client.get(address)
    client.submit(
        client.page.form(containing="r1-country"),
        **{"r1-next_year": "50", "new1-country": "UZ", "new1-occupation": "의사", "new1-next_year": "1"},
        button=("go", "save"),
    )
    client.sign_in(one)
    typed = {
        "r1-next_year": "60",
        "r2-next_year": "70",
        "new1-country": "MN",
        "new1-occupation": "의사",
        "new1-next_year": "2",
    }
    page = client.submit(mine, **typed, status=422, button=("go", "send"))
    assert "그 사이에 다른 분이 고쳤습니다" in page.text
    assert page.values(page.form(containing="r1-country"))["r1-next_year"] == "60"
    held = session.get(Draft, case.id).answers
    assert (held["r1"]["next_year"], held["r2"]["next_year"]) == ("50", "70")
    assert {held["r3"]["country"], held["r4"]["country"]} == {"UZ", "MN"}
    stale = client.get(address).form(action="/file")
    client.submit(client.page.form(containing="r1-country"), **{"r1-next_year": "61"}, button=("go", "save"))
    made = workbook.template(2026, "가상", learning.OCCUPATIONS, {"r1": learning.row("TH")}, {})
    page = client.submit(stale, file=(BytesIO(made), "needs.xlsx"), status=422)
    assert "다른 분이 저장했습니다" in page.text


def test_a_survey_is_opened_with_sense_and_its_deadline_may_move(client, session, today):
    today(MONDAY)
    held = learning.survey(
        year=2025, opens_at=clock.now() - timedelta(days=300), closes_at=clock.now() - timedelta(days=280)
    )
    running = learning.survey()
    case = learning.returned(running, learning.row(), state="submitted")
    waiting = learning.returned(running, learning.row(), state="asked")
    session.commit()
    client.sign_in(make_officer(session))
    good = {
        "year": "2026",
        "opens_day": "2026-11-23",
        "opens_hour": "08:00",
        "closes_day": "2026-12-20",
        "closes_hour": "18:00",
        "reference_on": "2026-11-01",
        "occupations": "간호사 | Nurse\n의사 | Physician",
        "note": "",
    }
    for wrong, said in (
        ({"year": "2025"}, "이미 있습니다"),
        ({"closes_day": "2026-11-22"}, "뒤여야"),
        ({"closes_hour": "25:00"}, "18:00처럼"),
        ({"occupations": "의사 | Physician"}, "뺄 수 없습니다: 간호사"),
        ({"occupations": "간호사"}, "한국어 | English"),
        ({"year": ""}, "조사 연도"),
    ):
        client.get(f"/desk/workforce/{running.id}/edit")
        page = client.submit(client.page.form(containing="occupations"), status=422, **(good | wrong))
        assert said in page.text, said
    client.submit(page.form(containing="occupations"), **good)
    assert session.get(WorkforceReturn, waiting.id).due_on == date(2026, 12, 20)
    assert session.get(WorkforceReturn, case.id).state == "submitted"
    assert session.scalar(select(func.count(mail.Mail.id)).where(mail.Mail.subject.contains("[기간 변경]"))) == 1
    assert "미응답" not in client.get(f"/desk/workforce/{held.id}").text
    for address in (
        "/desk/workforce/999",
        "/desk/workforce/returns/999",
        "/workforce/results/1999",
        f"/workforce/results/{running.year}",
    ):
        client.get(address, status=404)
    client.post(f"/desk/workforce/{running.id}/confirm", {"case": "x"}, status=422)
    assert rows.MOST_PERSONS < 10**9


def make_officer(session):
    officer = make.user("officer")
    session.commit()
    return officer
