"""The owner's list and case page, submission, supplements, withdrawal, changes: through the pages."""

from datetime import date

import pytest
from sqlalchemy import func, select

from filings.filing.content import content_in_force
from filings.models import ChangeFiling, Filing
from portal.core import fire
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.files import papers_of
from tests import factories as make
from tests import filing_forms as forms

MONDAY = date(2026, 11, 23)


@pytest.fixture
def own(session, today):
    today(MONDAY)
    return make.organisation()


@pytest.fixture
def filer(own):
    return make.member(own)


def stored(case):
    db.session.expire_all()
    return db.session.get(Case, case.id)


def drafted(filer, kind="OPEN"):
    return make.draft(kind, by=make.acting(filer))[0]


def filed(filer, kind="OPEN"):
    return make.filed(kind, by=make.acting(filer))[0]


def accepted(filer, kind="OPEN"):
    return make.accepted(kind, by=make.acting(filer))[0]


def submitted(client, path):
    page = client.get(f"{path}/check")
    return client.submit(page.form("submit"), declared="yes")


# ---- the list ----------------------------------------------------------------------------------------------------------------


def test_the_list_puts_supplements_first_and_says_who_has_the_case(client, session, own, filer):
    drafted(filer)
    done, asked = filed(filer), filed(filer, "EDU")
    officer = make.officer(name="가상담당", unit="해외진출팀", phone="043-111-2222")
    fire.fire(done, "take", officer)
    fire.fire(asked, "ask", officer, given={"days": 5, "items": {"city": "도시"}})
    client.sign_in(filer)
    page = client.get("/filings/")
    to_do, rest = page.words().split("제출한 신고", 1)
    assert to_do.index("보완 필요") < to_do.index("작성 중")
    assert "까지 보완" in to_do
    assert done.number in rest
    assert "해외진출팀 가상담당 043-111-2222" in rest
    assert asked.number not in rest
    assert "찾기" in rest
    page = client.get("/filings/?state=received&q=F-2026")
    assert done.number in page.words()
    assert "조건에 맞는 신고가 없습니다." in client.get("/filings/?q=없는것").words()
    client.get("/filings/?state=nonsense")
    client.get("/filings/?lang=en")


def test_the_list_holds_only_the_organisation_acted_for(client, session, own, filer):
    case = filed(filer)
    other = make.member(make.organisation())
    client.sign_in(other)
    assert "아직 제출한 신고가 없습니다." in client.get("/filings/").words()
    client.get(f"/filings/{case.id}", status=404)
    page = client.get("/filings/start")
    client.post("/filings/start", {"copy": str(case.id)}, status=404)
    assert "이전 신고에서" not in page.words()


def test_visitors_and_people_without_an_organisation_are_kept_out(client, session):
    assert client.get("/filings/", status=303).location.startswith("/")
    client.sign_in(make.user("officer"))
    client.get("/filings/", status=403)


def test_an_earlier_filing_lends_its_answers_but_not_its_days_and_papers(client, session, own, filer):
    case = filed(filer, "DISPATCH")
    own.representative = "새 대표"
    client.sign_in(filer)
    page = client.get("/filings/start")
    page = client.submit(page.form("start"), copy=case.id)
    new = int(page.response.request.path.rsplit("/", 1)[-1])
    answers = db.session.get(Draft, new).answers
    assert (answers["country"], answers["occupations"]) == ("VN", ["doctor", "nurse"])
    assert answers["representative"] == "새 대표"
    assert "contract_on" not in answers
    assert papers_of(new) == []


# ---- submission --------------------------------------------------------------------------------------------------------------


def test_a_submission_with_gaps_says_each_beside_its_field_and_links_to_it(client, session, own, filer):
    client.sign_in(filer)
    place = forms.start(client)
    forms.fill(client, place, "type", {"type": "OPEN"})
    page = client.get(f"{place}/check")
    page = client.submit(page.form("submit"), declared="yes", status=422)
    assert "“진출 국가” 항목을 선택해 주세요." in page.words()
    assert "“사업운영계획서” 파일을 올려 주세요." in page.words()
    assert "#answer-country" in page.links()
    assert f"{place}/sections/place#country" in page.links()
    assert stored(db.session.get(Filing, int(place.rsplit("/", 1)[-1]))).state == "draft"


def test_the_declaration_is_asked_for(client, session, own, filer):
    case = drafted(filer)
    client.sign_in(filer)
    page = client.get(f"/filings/{case.id}/check")
    page = client.submit(page.form("submit"), status=422)
    assert "사실과 같다는 확인에 표시해 주세요." in page.words()
    assert stored(case).state == "draft"


def test_a_double_click_makes_one_case_with_one_number(client, session, own, filer):
    case = drafted(filer)
    client.sign_in(filer)
    form = client.get(f"/filings/{case.id}/check").form("submit")
    pages = [client.submit(form, declared="yes") for _ in range(3)]
    assert {p.h1 for p in pages} == {"F-2026-000001"}
    assert {p.response.request.path for p in pages} == {f"/filings/{case.id}"}
    assert "제출했습니다. 접수번호는 F-2026-000001입니다." in pages[0].words()
    assert "제출했습니다. 접수번호" not in pages[1].words()
    assert db.session.scalar(select(func.count()).select_from(Filing).where(Filing.number.is_not(None))) == 1


def test_what_a_colleague_changed_is_looked_at_again_before_submitting(app, client, session, own, filer):
    case = drafted(filer)
    client.sign_in(filer)
    form = client.get(f"/filings/{case.id}/check").form("submit")
    forms.fill(client, f"/filings/{case.id}", "place", {"city": "다낭"})
    page = client.submit(form, declared="yes", status=409)
    assert f"고친 항목이 있습니다: 도시({filer.name}). 확인하고 다시 제출해 주세요." in page.words()
    assert "다낭" in page.words()
    assert client.submit(page.form("submit"), declared="yes").h1 == "F-2026-000001"


# ---- the case ----------------------------------------------------------------------------------------------------------------


def test_the_case_page_tells_state_due_day_officer_answers_papers_and_history(client, session, own, filer):
    case = filed(filer)
    client.sign_in(filer)
    page = client.get(f"/filings/{case.id}")
    words = page.words()
    for told in (
        "처리 중",
        "F-2026-000001",
        "2026. 12. 4. (금)",
        "한국보건산업진흥원",
        "opening_proof.pdf",
        "접수되어 접수번호를 받았습니다.",
    ):
        assert told in words
    assert f"/cases/{case.id}/clock" in page.links()
    client.get(f"/filings/{case.id}?lang=en")
    decider = make.officer()
    for name, given in (("take", {}), ("check_licence", {"reason": "확인"}), ("accept", {})):
        fire.fire(case, name, decider, given=given)
    db.session.commit()
    page = client.get(f"/filings/{case.id}?lang=ko")
    assert "제2026-0001호" in page.words()
    assert "취하하기" not in page.words()


def test_a_draft_is_discarded_and_a_filing_withdrawn_with_a_reason(client, session, own, filer):
    case, sent = drafted(filer), filed(filer)
    client.sign_in(filer)
    page = client.get(f"/filings/{case.id}")
    client.submit(page.form("moves/discard"))
    assert stored(case).state == "discarded"
    assert f"/filings/{case.id}" not in client.get("/filings/").links()
    page = client.get(client.get(f"/filings/{sent.id}").link("취하하기"))
    page = client.submit(page.form("moves/withdraw"), reason="계약을 취소했습니다.")
    assert stored(sent).state == "withdrawn"
    assert "계약을 취소했습니다." in client.get(f"/filings/{sent.id}").words()


# ---- supplement --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(own, filer):
    case = filed(filer)
    items = {"city": "도시를 한글로 적어 주세요.", "opening_proof": "허가증 뒷면도 올려 주세요."}
    fire.fire(case, "ask", make.officer(), given={"days": 5, "items": items, "reason": "두 가지를 확인해 주세요."})
    db.session.commit()
    return case


def test_a_supplement_opens_only_what_is_asked_and_ticks_it_off(client, asked, filer, today):
    client.sign_in(filer)
    path = f"/filings/{asked.id}"
    page = client.get(path)
    assert "2개 가운데 0개를 고쳤습니다." in page.words()
    assert "2026. 11. 30. (월)까지 보완해 주세요" in page.words()
    assert "7일 남음" in page.words()
    assert "도시를 한글로 적어 주세요." in page.words()
    assert {f"{path}/sections/place#city", f"{path}/sections/papers#opening_proof"} <= set(page.links())
    client.get(f"{path}/sections/applicant", status=404)
    form = forms.section_form(client, path, "place")
    assert "country" not in forms.controls(form)
    assert "도시를 한글로 적어 주세요." in client.page.words()
    page = forms.send(client, form, {"city": "하노이시", "country": "CN", "go": "leave"})
    assert "2개 가운데 1개를 고쳤습니다." in page.words()
    assert db.session.get(Draft, asked.id).answers["country"] == "VN"
    page = client.get(f"{path}/check")
    assert "1개는 아직 바뀌지 않았습니다" in page.words()
    page = client.get(f"{path}/sections/papers")
    assert "opening_proof.pdf" in page.words()
    assert "삭제" not in page.words()
    page = forms.fill(client, path, "papers", {"opening_proof": forms.pdf("뒷면.pdf")}, go="leave")
    assert "2개 가운데 2개를 고쳤습니다." in page.words()
    today(date(2026, 11, 25))
    page = submitted(client, path)
    assert page.response.request.path == path
    case = stored(asked)
    assert (case.state, case.due_on) == ("received", date(2026, 12, 9))
    assert "보완한 내용을 제출했습니다." in page.words()
    assert "바뀐 항목: 도시" in page.words()
    assert all(p.filed_at for p in papers_of(asked.id))


def test_a_supplement_answered_twice_lands_on_the_same_page(client, asked, filer):
    client.sign_in(filer)
    form = client.get(f"/filings/{asked.id}/check").form("submit")
    assert {client.submit(form, declared="yes").h1 for _ in range(2)} == {asked.number}
    assert stored(asked).state == "received"


def test_an_answer_that_makes_another_necessary_opens_it_too(client, own, filer):
    case = filed(filer)
    fire.fire(
        case, "ask", make.officer(), given={"days": 5, "items": {"opening_way": "법인을 세웠는지 확인해 주세요."}}
    )
    client.sign_in(filer)
    path = f"/filings/{case.id}"
    page = forms.fill(client, path, "trigger", {"opening_way": "incorporation"}, go="leave")
    assert "고친 답 때문에 함께 필요해졌습니다." in page.words()
    forms.fill(client, path, "trigger", {"founded_on": "2026-11-02"})
    forms.fill(client, path, "papers", {"incorporation_proof": forms.pdf()})
    submitted(client, path)
    case = stored(case)
    assert (case.state, case.trigger_on) == ("received", date(2026, 11, 2))


def test_a_supplement_past_its_day_can_still_be_answered(client, asked, filer, today):
    today(date(2026, 12, 10))
    client.sign_in(filer)
    page = client.get(f"/filings/{asked.id}")
    assert "지금도 보완할 수 있습니다" in page.words()
    submitted(client, f"/filings/{asked.id}")
    assert stored(asked).state == "received"


# ---- changes -----------------------------------------------------------------------------------------------------------------


def test_a_change_is_written_compared_and_taken_over(client, session, own, filer, today):
    parent = accepted(filer)
    client.sign_in(filer)
    page = client.get(client.get(f"/filings/{parent.id}").link("변경하거나 종료 알리기"))
    assert "종료를 신고할 의무가 없습니다" in page.words()
    starting = next(
        f for f in page.all("form") if any(e.get("name") == "ends" and e.get("value") == "no" for e in f.iter())
    )
    page = client.submit(starting)
    place = page.response.request.path
    assert "아직 바뀐 항목이 없습니다." in page.words()
    assert client.submit(starting).response.request.path == place
    forms.fill(
        client,
        place,
        "change",
        {"reason": "institution", "changed_on": "2026-11-20", "change_proof": forms.pdf("합의서.pdf")},
    )
    page = forms.fill(client, place, "place", {"city": "호찌민"}, go="stay")
    assert "이전 답: 하노이" in page.words()
    page = client.get(f"{place}/check")
    rows = [[page.words(cell) for cell in row] for row in page.all("table")[0].iter("tr")]
    assert rows[1:] == [["도시", "−하노이", "+호찌민"]]
    page = submitted(client, place)
    assert page.h1 == "C-2026-000001"
    assert "수리한 것으로 봅니다" not in page.words()
    change = db.session.scalars(select(ChangeFiling)).one()
    fire.fire(change, "accept", make.officer())
    db.session.commit()
    assert content_in_force(parent.id).city == "호찌민"
    page = client.get(f"/filings/{parent.id}")
    assert "변경신고가 수리되어 신고 내용이 바뀌었습니다." in page.words()
    assert "합의서.pdf" in page.words()
    client.get(f"{place}?lang=en")
    client.get(f"{place}/filing-period", status=404)


def test_the_end_is_told_in_two_answers(client, session, own, filer):
    parent = accepted(filer)
    client.sign_in(filer)
    page = client.get(f"/filings/{parent.id}/change")
    ending = next(
        f for f in page.all("form") if any(e.get("name") == "ends" and e.get("value") == "yes" for e in f.iter())
    )
    place = client.submit(ending).response.request.path
    assert [a for a in client.page.links() if "/sections/" in a] == [f"{place}/sections/change"]
    page = forms.fill(client, place, "change", {"reason": "other", "ended_on": "2026-11-24"}, status=422)
    assert "아직 오지 않은 날입니다" in page.words()
    forms.fill(client, place, "change", {"reason": "other", "ended_on": "2026-11-20"})
    submitted(client, place)
    change = db.session.scalars(select(ChangeFiling)).one()
    fire.fire(change, "accept", make.officer())
    assert stored(parent).ended_on == date(2026, 11, 20)


def test_only_an_accepted_filing_can_be_changed(client, session, own, filer):
    case = filed(filer)
    client.sign_in(filer)
    assert "수리된 신고만 변경할 수 있습니다." in client.get(f"/filings/{case.id}/change", status=422).words()
    client.post(f"/filings/{case.id}/change", {"ends": "no"}, status=422)
    assert db.session.scalar(select(func.count()).select_from(ChangeFiling)) == 0
