"""Writing a filing: shape, errors beside the field, autosave, two colleagues, papers."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from portal.core import fire
from portal.core.cases import AccessLog, Draft
from portal.core.db import db
from portal.core.files import Paper, papers_of
from tests import factories as make
from tests import filing_forms as forms
from tests.client import CheckingClient

MONDAY = date(2026, 11, 23)


@pytest.fixture
def own(session, today):
    today(MONDAY)
    return make.organisation()


@pytest.fixture
def place(client, own):
    client.sign_in(make.member(own, name="가상일"))
    return forms.start(client)


def case_id(place):
    return int(place.rsplit("/", 1)[-1])


def draft(place):
    db.session.expire_all()
    return db.session.get(Draft, case_id(place))


def test_the_task_list_says_what_is_missing_and_why(client, place):
    words = client.get(place).words()
    assert "남은 항목: 진출 국가, 현지 기관명 (법정 2개)" in words
    assert "‘진출 유형’에 답하면 질문이 정해집니다." in words
    assert "작성 완료" in words
    assert "신고 기한은 45일입니다" in words
    forms.fill(client, place, "type", {"type": "OPEN"})
    assert "현지 법인을 설립·인수했다면 그날부터" in client.get(place).words()
    forms.fill(client, place, "trigger", {"opening_way": "incorporation"})
    assert "현지 법인을 설립하거나 인수한 날을 적으면" in client.get(place).words()
    forms.fill(client, place, "trigger", {"founded_on": "2026-10-01"})
    words = client.get(place).words()
    assert "오늘이 신고 기한의 마지막 날입니다" not in words
    assert "신고 기한이 7일 지났지만 신고할 수 있습니다" in words
    page = client.get(f"{place}/filing-period")
    assert "민법 제157조" in page.words()
    assert "2026. 11. 16. (월)" in page.words()
    client.get(f"{place}/filing-period?lang=en")


def test_questions_depend_on_the_kind(client, place):
    assert "contract_on" not in forms.controls(forms.section_form(client, place, "trigger"))
    forms.fill(client, place, "type", {"type": "DISPATCH"})
    assert "contract_on" in forms.controls(forms.section_form(client, place, "trigger"))
    assert {"occupations", "dispatched_to"} <= forms.controls(forms.section_form(client, place, "content"))
    forms.fill(client, place, "content", {"occupations": ["doctor", "nurse"]})
    assert draft(place).answers["occupations"] == ["doctor", "nurse"]
    forms.fill(client, place, "content", {"occupations": []})
    assert draft(place).answers["occupations"] is None
    page = client.get(f"{place}/sections/content")
    assert '"field": "investment_form"' in page.text.replace("&#34;", '"')


def test_saving_checks_the_shape_keeps_the_good_and_shows_the_bad(client, place):
    forms.fill(client, place, "type", {"type": "EDU"})
    long = "가" * 10_000
    page = forms.fill(
        client, place, "content", {"programme": long, "trainees": "많음", "summary": "내시경 교육"}, status=422
    )
    assert "2,000자 이내로 적어 주세요. 지금은 10,000자입니다." in page.words()
    assert "숫자만 입력해 주세요. 예: 1,200" in page.words()
    values = page.values(page.form("sections/content"))
    assert (values["programme"], values["trainees"], values["summary"]) == (long, "많음", "내시경 교육")
    assert {"#programme", "#trainees"} <= set(page.links())
    assert draft(place).answers["summary"] == "내시경 교육"
    assert "programme" not in draft(place).answers
    page = forms.send(client, page.form("sections/content"), {"programme": "교육", "trainees": "10", "go": "leave"})
    assert page.response.request.path == place
    assert draft(place).answers["trainees"] == 10


@pytest.mark.parametrize(
    ("section", "given", "sentence"),
    [
        ("trigger", {"contract_on": "2026-13-40"}, "있는 날짜를"),
        ("trigger", {"contract_on": "2026-02-30"}, "있는 날짜를"),
        ("trigger", {"contract_on": "2026-11-24"}, "아직 오지 않은 날입니다"),
        ("place", {"country": "ZZ"}, "목록에 있는 것 가운데서"),
        ("applicant", {"business_number": "123-45-67890"}, "검증 숫자가 맞지 않습니다"),
        ("applicant", {"contact_email": "어디"}, "전자우편 주소를"),
        ("applicant", {"contact_phone": "전화"}, "전화번호를"),
    ],
)
def test_impossible_answers_are_told_beside_the_field(client, place, section, given, sentence):
    forms.fill(client, place, "type", {"type": "EDU"})
    page = forms.fill(client, place, section, given, status=422)
    (key,) = given
    assert sentence in page.words(next(e for e in page.tree.iter() if e.get("id") == f"{key}-error"))
    assert given[key] not in (draft(place).answers.get(key) or "")


def test_what_is_well_shaped_but_cannot_be_filed_is_told_at_once(client, place):
    page = forms.fill(client, place, "place", {"country": "KR"})
    assert "대한민국은 고를 수 없습니다" in page.words()
    assert draft(place).answers["country"] == "KR"
    assert "확인 필요" in client.get(place).words()
    forms.fill(client, place, "type", {"type": "EDU"})
    page = forms.fill(client, place, "trigger", {"contract_on": "2026-11-20", "contract_ends_on": "2026-11-01"})
    assert "종료일이 시작일보다 앞섭니다" in page.words()


def autosaved(client, place, section, given):
    form = forms.section_form(client, place, section)
    return client.plain.post(f"{place}/sections/{section}/autosave", data={**client.page.values(form), **given})


def test_autosave_answers_with_the_time_and_the_new_version(client, place):
    answer = autosaved(client, place, "place", {"city": "하노이"})
    assert answer.status_code == 200
    assert answer.json == {"version": "0-2", "saved_at": "09:00", "errors": {}}
    answer = autosaved(client, place, "applicant", {"contact_phone": "?", "contact_name": "가상둘"})
    assert answer.json["errors"].keys() == {"contact_phone"}
    assert draft(place).answers["contact_name"] == "가상둘"


def colleague(app, own):
    return CheckingClient(app).sign_in(make.member(own, "editor", name="가상이"))


def test_two_colleagues_merge_field_by_field(app, client, own, place):
    other = colleague(app, own)
    mine, theirs = (forms.section_form(c, place, "place") for c in (client, other))
    forms.send(other, theirs, {"partner": "현지 협력사", "go": "stay"})
    page = forms.send(client, mine, {"city": "하노이", "go": "stay"})
    assert "동료의 내용으로 두었습니다: 현지 협력 기관" in page.words()
    assert (draft(place).answers["city"], draft(place).answers["partner"]) == ("하노이", "현지 협력사")


def test_a_clash_shows_both_texts_whose_and_when_and_lets_choose(app, client, own, place):
    other = colleague(app, own)
    mine, theirs = (forms.section_form(c, place, "place") for c in (client, other))
    forms.send(other, theirs, {"city": "호찌민", "go": "stay"})
    page = forms.send(client, mine, {"city": "하노이", "partner": "협력사", "go": "next"}, status=409)
    assert "가상이, 2026. 11. 23. (월) 09:00" in page.words()
    assert "호찌민" in page.words()
    form = page.form("sections/place")
    assert page.values(form)["city"] == "하노이"
    assert "autosave" not in "".join(form.attrib)
    assert draft(place).answers["city"] == "호찌민"
    assert draft(place).answers["partner"] == "협력사"

    page = forms.send(client, form, {"go": "next"}, status=409)
    assert "두 내용 가운데 하나를 골라 주세요." in page.words()
    form = page.form("sections/place")
    assert page.values(form)["city"] == "하노이"
    forms.send(client, form, {"take-city": "mine", "go": "next"})
    assert draft(place).answers["city"] == "하노이"


def test_of_two_texts_the_stored_one_can_be_kept(app, client, own, place):
    other = colleague(app, own)
    mine, theirs = (forms.section_form(c, place, "place") for c in (client, other))
    forms.send(other, theirs, {"city": "호찌민", "go": "stay"})
    page = forms.send(client, mine, {"city": "하노이", "go": "next"}, status=409)
    forms.send(client, page.form("sections/place"), {"take-city": "theirs", "go": "next"})
    assert draft(place).answers["city"] == "호찌민"


def test_an_ill_shaped_text_does_not_bury_a_colleagues(app, client, own, place):
    other = colleague(app, own)
    mine, theirs = (forms.section_form(c, place, "applicant") for c in (client, other))
    forms.send(other, theirs, {"contact_phone": "02-111-2222", "go": "stay"})
    page = forms.send(client, mine, {"contact_phone": "없음", "go": "stay"}, status=409)
    assert "02-111-2222" in page.words()
    page = forms.send(
        client, page.form("sections/applicant"), {"contact_phone": "02-333-4444", "go": "stay"}, status=409
    )
    assert draft(place).answers["contact_phone"] == "02-111-2222"
    forms.send(client, page.form("sections/applicant"), {"take-contact_phone": "mine", "go": "stay"})
    assert draft(place).answers["contact_phone"] == "02-333-4444"


def test_autosave_stops_where_a_colleague_changed_the_page(app, client, own, place):
    other = colleague(app, own)
    mine, theirs = (forms.section_form(c, place, "place") for c in (client, other))
    forms.send(other, theirs, {"partner": "현지 협력사", "go": "stay"})
    answer = client.plain.post(f"{place}/sections/place/autosave", data={**client.page.values(mine), "city": "하노이"})
    assert answer.status_code == 409
    assert answer.json["fields"] == ["partner"]
    assert draft(place).answers.get("city") is None


def test_a_form_from_before_the_submission_loses_no_text(client, session, own):
    case, filer = make.draft(by=make.acting(make.member(own)))
    client.sign_in(db.session.get(make.User, filer.user_id))
    form = forms.section_form(client, f"/filings/{case.id}", "place")
    fire.fire(case, "submit", filer)
    session.commit()
    page = forms.send(client, form, {"city": "뒤늦은 글", "go": "next"}, status=409)
    assert page.h1 == "저장하지 못했습니다"
    assert "뒤늦은 글" in page.words()
    fire.fire(case, "ask", make.officer(), given={"days": 5, "items": {"city": "도시"}})
    session.commit()
    page = forms.send(client, form, {"city": "뒤늦은 글", "go": "next"}, status=409)
    assert page.h1 == "저장하지 못했습니다"
    assert draft(f"/filings/{case.id}").answers["city"] == "하노이"


# ---- papers ------------------------------------------------------------------------------------------------------------------


def macro_workbook():
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
        )
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", b"x")
    kept.seek(0)
    return kept


def test_papers_are_kept_listed_and_taken_out_without_javascript(client, place):
    page = forms.fill(
        client,
        place,
        "papers",
        {"business_plan": [forms.pdf("계획.pdf"), forms.pdf("부록.pdf", forms.PDF + b"2")]},
        go="stay",
    )
    assert "계획.pdf" in page.words()
    assert "SHA-256" in page.words()
    held = papers_of(case_id(place))
    assert [p.name for p in held] == ["계획.pdf", "부록.pdf"]
    with client.plain.get(page.link("계획.pdf")) as got:
        assert got.data == forms.PDF
    page = forms.send(client, page.form("sections/papers"), {"remove": held[0].id, "shared_information": "yes"})
    assert "‘계획.pdf’ 파일을 뺐습니다." in page.words()
    db.session.expire_all()
    assert [p.name for p in papers_of(case_id(place))] == ["부록.pdf"]
    assert draft(place).answers["shared_information"] == "yes"


def test_the_same_file_twice_is_kept_once(client, place):
    forms.fill(client, place, "papers", {"business_plan": forms.pdf()}, go="stay")
    page = forms.fill(client, place, "papers", {"business_plan": forms.pdf()}, go="stay")
    assert "이미 올린 파일입니다" in page.words()
    assert len(papers_of(case_id(place))) == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: (BytesIO(b""), "빈.pdf"), "빈 파일입니다"),
        (lambda: (BytesIO(b"MZ\x90\x00" + b"\x00" * 200), "계약.pdf"), "받을 수 없는 형식"),
        (lambda: (macro_workbook(), "계약.docx"), "매크로"),
        (lambda: (BytesIO(b"%PDF-1.7" + b"x" * 2000), "큰 계약.pdf"), "파일이 너무 큽니다. 1KB까지"),
    ],
)
def test_files_that_are_not_taken_are_told_beside_their_slot(app, client, place, monkeypatch, file, sentence):
    if "너무 큽니다" in sentence:
        monkeypatch.setitem(app.config, "UPLOAD_LIMIT", 1024)
    page = forms.fill(
        client, place, "papers", {"business_plan": [file()], "shared_information": "yes"}, go="stay", status=422
    )
    said = page.words(next(e for e in page.tree.iter() if e.get("id") == "business_plan-error"))
    assert sentence in said
    assert file()[1] in said
    assert draft(place).answers["shared_information"] == "yes"
    assert papers_of(case_id(place)) == []


def test_a_request_that_is_far_too_large_gets_a_sentence(app, client, place, monkeypatch):
    form = forms.section_form(client, place, "papers")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 50_000)
    page = forms.send(client, form, {"business_plan": [(BytesIO(b"%PDF" + b"x" * 60_000), "큰.pdf")]}, status=413)
    assert "파일 하나는" in page.words()


# ---- who may -----------------------------------------------------------------------------------------------------------------


def test_others_and_viewers_change_nothing(app, client, own, place):
    stranger = CheckingClient(app).sign_in(make.member(make.organisation()))
    form = forms.section_form(client, place, "place")
    values = client.page.values(form)
    assert stranger.post(f"{place}/sections/place", values, status=307, follow=False)
    values.poplist("written_by")
    for path in (place, f"{place}/sections/place", f"{place}/check", f"{place}/filing-period", f"{place}/change"):
        stranger.get(path, status=404)
    for path in (f"{place}/sections/place", f"{place}/sections/place/autosave", f"{place}/submit", f"{place}/change"):
        stranger.post(path, values, status=404)
    guesses = db.session.scalar(select(func.count()).select_from(AccessLog).where(AccessLog.act == "guess"))
    assert guesses == 9

    viewer = CheckingClient(app).sign_in(make.member(own, "viewer"))
    page = viewer.get(place)
    assert "열람 권한으로 보고 있습니다" in page.words()
    assert not [a for a in page.links() if "/sections/" in a]
    assert "제출하기" not in viewer.get(f"{place}/check").words()
    for path in (f"{place}/sections/place", f"{place}/sections/place/autosave", f"{place}/submit"):
        viewer.post(path, values, status=403)
    viewer.get("/filings/start", status=403)
    viewer.post("/filings/start", status=403)
    assert "새 신고 쓰기" not in viewer.get("/filings/").words()
    assert draft(place).version == 1


def test_sections_and_papers_that_are_not_there(client, place):
    client.get(f"{place}/sections/nothing", status=404)
    form = forms.section_form(client, place, "place")
    client.post(f"{place}/sections/nothing", client.page.values(form), status=404)
    forms.send(client, form, {"remove": "999999", "go": "stay"})
    assert db.session.scalar(select(func.count()).select_from(Paper)) == 0


def test_a_get_never_writes(client, place):
    before = draft(place).version
    for path in ("", "/check", "/sections/papers", "/filing-period"):
        client.get(place + path)
    client.get("/filings/start")
    assert client.plain.get(f"{place}/submit").status_code == 405
    assert draft(place).version == before
