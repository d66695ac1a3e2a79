"""Pages of the experts domain at their edges: bad input, foreign eyes, what-if, the workbook's sheet,
both languages.
"""

from datetime import date

import pytest
from sqlalchemy import select

from experts.consulting.models import Meeting, WorkedTime
from experts.models import Away, Consultation, Offer
from experts.sheets import ghkol
from portal.core import clock
from portal.core.db import db
from portal.core.fire import fire
from portal.core.people import User
from portal.core.tables import AsOf
from tests import expert_forms as forms
from tests import factories as make

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(today):
    today(MONDAY)


def new_request(client, member):
    client.sign_in(member)
    page = client.get("/consultations/")
    return client.submit(page.form("/consultations/start"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "세금"}, "무엇을 알고 싶은지 20자 이상 적어 주세요."),
        ({"text": ""}, "“자세한 내용” 항목을 입력해 주세요."),
        ({"text": "가" * 20_001}, "20,000자 이내로 적어 주세요"),
        ({"depth": "indepth"}, "“사업계획서” 파일을 올려 주세요."),
        ({"starts_on": "2026-13-01"}, "있는 날짜를"),
    ],
)
def test_a_faulty_request_is_told_beside_its_field_and_nothing_is_lost(client, session, given, sentence):
    page = new_request(client, make.member(make.organisation()))
    sent = forms.answers(**given)
    page = client.submit(page.form(containing="text"), button=("go", "check"), status=422, **sent)
    assert sentence in page.words()
    assert "알마티 검진센터 개설 허가 절차" in page.text


def test_a_request_without_a_country_says_that_none_was_weighed(client, session):
    page = new_request(client, make.member(make.organisation()))
    sent = forms.answers(
        countries=None,
        title="병원정보시스템 구축 순서",
        text="병원정보시스템과 전자의무기록을 구축하는 순서를 알고 싶습니다. 나라는 아직 정하지 않았습니다.",
    )
    page = client.submit(page.form(containing="text"), button=("go", "check"), **sent)
    assert "국가 경력을 따지지 않았습니다" in page.words()


def test_the_same_expert_is_not_wished_twice(client, session):
    one = forms.expert()
    page = new_request(client, make.member(make.organisation()))
    sent = forms.answers(preferred1=one.id, preferred2=one.id)
    page = client.submit(page.form(containing="text"), button=("go", "check"), status=422, **sent)
    assert "같은 전문위원을 두 번 골랐습니다." in page.words()


def test_a_wished_expert_at_the_limit_is_a_near_miss_in_words(client, session):
    full, free = forms.expert(name="가상 만원", max_load=1), forms.expert(name="가상 여유")
    forms.running(full)
    case, _ = forms.waiting(preferred1=str(full.id))
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/consultations/{case.id}/shortlist")
    assert "1순위 희망 전문가: 한도 1/1" in page.words()
    assert "1순위 가상 여유" in page.words()
    page = client.get(f"/desk/ghkol/consultations/{case.id}/shortlist?lang=en")
    assert "Wished expert no. 1: load 1/1" in page.words()
    assert free.id


def test_sliders_are_a_get_and_change_nothing(client, session):
    forms.expert()
    case, _ = forms.waiting()
    client.sign_in(make.user("officer"))
    where = f"/desk/ghkol/consultations/{case.id}/shortlist"
    page = client.get(f"{where}?concept=0&field=100&words=0")
    assert "비중을 바꾼 결과입니다" in page.words()
    assert "비중을 바꾼 결과입니다" not in client.get(f"{where}?concept=abc&field=999").words()
    assert session.get(Consultation, case.id).version == case.version


def test_an_assignment_needs_an_expert_and_a_reason(client, session):
    one = forms.expert()
    case, _ = forms.waiting()
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/consultations/{case.id}/shortlist")
    page = client.submit(page.form("/shortlist"), status=422)
    assert "전문위원을 고르고 고른 까닭을 적어 주세요." in page.words()
    client.submit(page.form("/shortlist"), status=422, expert=one.id)
    client.sign_in(make.user("ministry"))
    client.get(f"/desk/ghkol/consultations/{case.id}/shortlist")
    client.post(f"/desk/ghkol/consultations/{case.id}/shortlist", {"expert": one.id, "why": "가"}, status=403)


def test_without_any_expert_the_pages_say_so(client, session):
    case, _ = forms.waiting()
    client.sign_in(make.user("officer"))
    assert "배정할 수 있는 전문위원이 없습니다." in client.get(f"/desk/ghkol/consultations/{case.id}/shortlist").words()
    assert "배정할 수 있는 쌍이 없습니다." in client.get("/desk/ghkol/batch").words()


def test_only_the_three_sides_reach_the_work(client, session):
    one = forms.expert()
    case, actor = forms.running(one)
    viewer = make.member(case.organisation, "viewer")
    db.session.commit()
    for who, status in ((viewer, 403), (forms.expert().user, 404), (make.user("ministry"), 403)):
        client.sign_in(who)
        for tail in ("messages", "meetings", "time"):
            client.post(f"/consultations/{case.id}/{tail}", {"body": "끼어듭니다."}, status=status)
    client.sign_in(viewer)
    assert client.get(f"/consultations/{case.id}").h1 == case.number
    client.sign_in(session.get(User, actor.user_id))
    client.post(f"/consultations/{case.id}/time", {"hours": "3"}, status=403)


def test_times_and_hours_that_make_no_sense_are_refused_in_words(client, session):
    one = forms.expert()
    case, _ = forms.running(one)
    db.session.commit()
    client.sign_in(one.user)
    page = client.get(f"/expert/consultations/{case.id}")
    for given in ({"day": "2026-11-24", "time": "25:00"}, {"day": "어제", "time": "10:00"}):
        page = client.submit(page.form("/meetings"), place="가상 회의실 3", status=422, **given)
        assert page.words().count("날짜와 시각을") == 2  # above, and at the form
        assert page.values(page.form("/meetings")).get("place") == "가상 회의실 3"
        assert page.values(page.form("/meetings")).get("time") == given["time"]
    page = client.submit(page.form("/meetings"), day="2026-11-20", time="10:00", status=422)
    assert "이미 지난 시각입니다." in page.words()
    for hours in ("0", "많이", "25", "nan", "inf"):
        page = client.submit(page.form("/time"), hours=hours, what="검토", status=422)
        assert "시간(0.25~24)을 적어 주세요" in page.words()
        assert page.values(page.form("/time")).get("what") == "검토"
    assert session.scalars(select(Meeting)).all() == []
    assert session.scalars(select(WorkedTime)).all() == []


def test_days_away_that_cannot_be_stand_as_typed_with_a_sentence(client, session):
    one = forms.expert()
    client.sign_in(one.user)
    page = client.get("/expert/profile")
    for first, last, sentence in (("언젠가", "2026-12-20", "날짜를"), ("2026-12-20", "2026-12-10", "앞설 수 없습니다")):
        page = client.submit(page.form("/away"), first=first, last=last, status=422)
        assert page.words().count(sentence) == 2
        assert page.values(page.form("/away")).get("first") == first
    assert session.scalars(select(Away)).all() == []


def test_khidi_confirms_hours_only_after_seven_days(client, session):
    one = forms.expert()
    case, _ = forms.running(one)
    worked = WorkedTime(case_id=case.id, expert_id=one.id, on=MONDAY, minutes=60, what="검토")
    db.session.add(worked)
    db.session.commit()
    client.sign_in(make.user("officer"))
    where = f"/consultations/{case.id}/time/{worked.id}/confirm"
    assert "의뢰 기관이 확인할 차례입니다" in client.post(where).words()
    with clock.at(date(2026, 12, 1)):
        client.post(where)
    session.rollback()
    assert session.get(WorkedTime, worked.id).by_office is True


def test_sheet_15_counts_the_pool_and_the_requests_by_region(session):
    one, two = forms.expert(), forms.expert(countries=["VN"], fields=["legal", "ict"])
    forms.closed(one, rating="4")
    case, _ = forms.asked(two, countries=["VN"], text=forms.LICENCE_TEXT.replace("카자흐스탄", "베트남"))
    fire(case, "decline", forms.acting(two), given={"because_own": "출장"})
    table = ghkol(AsOf(MONDAY, 2016))
    heads = table.names()
    asia = next(table.objects())
    assert (asia["권역"], asia["법률·규제"], asia["의료 ICT"], asia["계"]) == ("아시아·CIS", 2, 1, 2)
    assert (asia["자문 신청"], asia["배정"], asia["사양"]) == (2, 1, 1)
    assert float(asia["만족도(5점)"]) == 4.0
    assert table.totals[heads.index("계")] == 2


def test_sheet_15_leaves_out_what_came_after_its_day(session):
    one = forms.expert()
    forms.asked(one, countries=["KZ"])
    case, _ = forms.running(one)
    with clock.at(date(2026, 11, 24)):
        db.session.add(
            WorkedTime(case_id=case.id, expert_id=one.id, on=MONDAY, minutes=60, what="검토", confirmed_at=clock.now())
        )
        for asked in session.scalars(select(Offer).where(Offer.state == "asked")):
            fire(session.get(Consultation, asked.case_id), "decline", forms.acting(one), given={"because_own": "출장"})
    heads = ghkol(AsOf(MONDAY, 2016)).names()

    def told(day):
        row = dict(zip(heads, ghkol(AsOf(day, 2016)).totals, strict=True))
        return row["배정"], row["사양"], float(row["자문 시간"])

    assert told(MONDAY) == (1, 0, 0.0)
    assert told(date(2026, 11, 24)) == (1, 1, 1.0)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_stands_in_both_languages(client, session, language):
    one = forms.expert()
    case, actor = forms.reported(one)
    db.session.commit()
    tail = f"?lang={language}"
    for who, places in (
        (
            one.user,
            ("/expert/", "/expert/profile", "/expert/profile/concepts", f"/expert/consultations/{case.id}", "/"),
        ),
        (
            make.user("officer"),
            (
                f"/desk/ghkol/consultations/{case.id}",
                "/desk/ghkol/experts",
                f"/desk/ghkol/experts/{one.id}",
                "/desk/ghkol/batch",
                "/desk/ghkol/phone",
                "/",
            ),
        ),
        (
            session.get(User, actor.user_id),
            (f"/consultations/{case.id}", "/consultations/", "/centre/", "/centre/ask", "/insights/", "/expert/", "/"),
        ),
    ):
        client.sign_in(who)
        for place in places:
            assert client.get(place + tail).tree.get("lang") == language
