"""Certificates and letters as PDF, and the open page on which anybody verifies them."""

import re
from datetime import date

import pytest

from filings.certificates import letters
from filings.certificates.editions import find, in_force
from filings.certificates.pages import MISSES
from filings.change.acts import start_change
from filings.models import SupersededCertificate
from portal.core import periods, records
from portal.core.cases import AccessLog
from portal.core.codes import shown_code
from portal.core.db import db
from portal.core.fire import fire, fire_lapsed
from tests import factories as make
from tests.pdf_text import text_of


@pytest.fixture
def granted(session, today):
    """An accepted filing of Monday 2026-11-23."""
    today(date(2026, 11, 23))
    case, actor = make.accepted("CONSULT", country="VN", city="하노이")
    session.commit()
    return case, actor


def pdf_of(client, path):
    with client.plain.get(path) as answer:
        assert answer.status_code == 200, path
        assert answer.mimetype == "application/pdf"
        return text_of(answer.data)


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def member_of(case, role="viewer"):
    return make.member(case.organisation, role)


def change_accepted(case, actor, **given):
    """The filing is changed from the day it is."""
    made = start_change(case, actor)
    draft = db.session.get(records.Draft, made.id)
    answers = {"ends": "no", "reason": "other", "changed_on": "2026-11-23"} | given
    records.save_draft(draft, answers, draft.version, actor)
    for slot in ("change_proof",):
        make_paper(made, slot)
    fire(made, "submit", actor)
    fire_lapsed(made)
    decider = make.officer()
    fire(made, "take", decider)
    fire(made, "accept", decider)
    db.session.commit()
    return made


def make_paper(case, slot):
    from portal.core.files import Paper

    db.session.add(
        Paper(case_id=case.id, slot=slot, name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64)
    )
    db.session.flush()


def test_members_and_officials_get_the_certificate_in_both_languages(granted, client):
    case, _ = granted
    for reader in (member_of(case), make.user("officer"), make.user("ministry")):
        said = pdf_of(client.sign_in(reader), f"/filings/{case.id}/certificate.pdf")
        for words in (
            case.certificate_no,
            case.organisation.name,
            "가상대표",
            "운영컨설팅",
            "제2조제1호나목",
            "베트남 하노이",
        ):
            assert squeezed(words) in said
        assert squeezed("신고 수리일 2026년 11월 23일") in said
        assert shown_code(case.certificate_code) in said
    english = pdf_of(client, f"/filings/{case.id}/certificate.pdf?lang=en")
    assert squeezed("Operational consulting") in english
    assert squeezed("23 November 2026") in english


def test_a_certificate_in_english_leaves_the_pages_in_korean(granted, client):
    case, _ = granted
    client.sign_in(member_of(case))
    pdf_of(client, f"/filings/{case.id}/certificate.pdf?lang=en")
    assert client.get("/certificates").tree.get("lang") == "ko"


def test_strangers_and_drafts_get_none(granted, client, session):
    case, _ = granted
    draft, owner = make.draft()
    session.commit()
    client.sign_in(make.member(make.organisation())).get(f"/filings/{case.id}/certificate.pdf", status=404)
    assert session.query(AccessLog).filter_by(act="guess").count() == 1
    client.sign_in(session.get(make.User, owner.user_id)).get(f"/filings/{draft.id}/certificate.pdf", status=404)


def test_an_official_who_reads_a_certificate_is_noted_and_a_member_is_not(granted, client, session):
    case, _ = granted
    pdf_of(client.sign_in(member_of(case)), f"/filings/{case.id}/certificate.pdf")
    assert session.query(AccessLog).filter_by(act="paper").count() == 0
    pdf_of(client.sign_in(make.user("officer")), f"/filings/{case.id}/certificate.pdf")
    assert session.query(AccessLog).filter_by(act="paper").one().subject == f"filing:{case.id}"


def test_a_deemed_certificate_names_the_law(session, today, client):
    today(date(2026, 11, 23))
    case, _ = make.filed("EDU")
    today(date(2026, 12, 7))
    fire_lapsed(case)
    session.commit()
    said = pdf_of(client.sign_in(member_of(case)), f"/filings/{case.id}/certificate.pdf")
    assert squeezed("2026년 12월 5일 (법 제4조제4항에 따른 수리간주)") in said
    page = client.get(f"/certificates/{case.certificate_code}?number=2026-1")
    assert "법 제4조제4항에 따른 수리간주" in page.words()


@pytest.mark.parametrize("spelling", ["제2026-0001호", "2026-1", " 제 2026 - 0001 호 ", "２０２６－０００１"])
def test_number_and_code_are_found_in_any_spelling(granted, client, spelling):
    case, _ = granted
    page = client.get("/certificates")
    code = shown_code(case.certificate_code).lower()
    page = client.get("/certificates", query_string={"number": spelling, "code": f" {code} "})
    assert "유효한 신고확인증입니다" in page.words()
    assert case.organisation.name in page.words()
    assert page.response.headers["X-Robots-Tag"].startswith("noindex")


def test_the_address_in_the_qr_code_verifies(granted, client):
    case, _ = granted
    page = client.get(f"/certificates/{case.certificate_code}?number=2026-0001")
    assert "유효한 신고확인증입니다" in page.words()


def test_the_open_page_tells_no_more_than_the_certificate(granted, client):
    case, _ = granted
    words = client.get(f"/certificates/{case.certificate_code}?number=2026-0001").words()
    for hidden in ("가상담당", "02-000-0000", case.number, case.organisation.business_number, "가상구"):
        assert hidden not in words


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(granted, client):
    case, _ = granted
    wrong_code = client.get("/certificates?number=2026-0001&code=AAAA-AAAA-AAAA", status=404).words()
    wrong_number = client.get(f"/certificates?number=2026-0009&code={case.certificate_code}", status=404).words()
    nonsense = client.get("/certificates?number=<b>&code=%21", status=404).words()
    client.get("/certificates?number=<b>&code=%01", status=422)  # nothing that anybody sees was typed
    assert "맞는 신고확인증이 없습니다" in wrong_code
    assert wrong_code == wrong_number == nonsense
    assert case.organisation.name not in wrong_code


def test_a_field_left_blank_is_said_at_the_field(client):
    page = client.get("/certificates?number=&code=", status=422)
    assert "확인번호를 입력해 주세요" in page.words(page.all("p", id="code-error")[0])


def test_guessing_is_stopped(granted, client):
    case, _ = granted
    for n in range(MISSES):
        client.get(f"/certificates?number=2026-0001&code={n:012d}", status=404)
    page = client.get(f"/certificates/{case.certificate_code}?number=2026-0001", status=429)
    assert "10분 뒤에" in page.words()


def test_guessing_may_go_on_after_the_window(granted, client, today):
    case, _ = granted
    for n in range(MISSES):
        client.get(f"/certificates?number=2026-0001&code={n:012d}", status=404)
    today(date(2026, 11, 24))
    client.get(f"/certificates/{case.certificate_code}?number=2026-0001")


def test_the_print_of_an_earlier_edition_is_told_which_one_is_in_force(granted, client, session):
    case, actor = granted
    first = case.certificate_code
    change_accepted(case, actor, foreign_name="New Name Clinic")
    assert session.query(SupersededCertificate).one().code == first
    page = client.get(f"/certificates/{first}?number=2026-0001")
    assert "더 새로운 판이 있는" in page.words()
    assert "제1판이며, 지금 효력이 있는 것은 제2판입니다" in page.words()
    assert "New Name Clinic" not in page.words()
    page = client.get(f"/certificates/{case.certificate_code}?number=2026-0001")
    assert "유효한 신고확인증입니다" in page.words()
    assert "New Name Clinic" in page.words()
    said = pdf_of(client.sign_in(member_of(case)), f"/filings/{case.id}/certificate.pdf")
    assert squeezed("제1판을 갈음합니다") in said


def test_an_ended_expansion_says_so(granted, client):
    case, actor = granted
    change_accepted(case, actor, ends="yes", reason="contract_over", ended_on="2026-11-20")
    page = client.get(f"/certificates/{case.certificate_code}?number=2026-0001")
    assert "해외진출이 끝났습니다" in page.words()
    assert "2026. 11. 20. (금)에 해외진출이 끝난 것으로" in page.words()


def test_a_revoked_certificate_says_so_everywhere(granted, client, session):
    case, _ = granted
    fire(case, "revoke", make.officer(), given={"reason": "거짓 신고", "remedy": "60일 안에 이의신청"})
    session.commit()
    page = client.get(f"/certificates/{case.certificate_code}?number=2026-0001")
    assert "효력을 잃은 신고확인증입니다" in page.words()
    assert "2026. 11. 23." in page.words()
    said = pdf_of(client.sign_in(member_of(case)), f"/filings/{case.id}/certificate.pdf")
    assert "효력상실" in said


def test_a_code_of_another_certificate_never_opens_this_one(granted, session):
    case, _ = granted
    other, _ = make.accepted("OPEN")
    session.commit()
    assert find(case.certificate_no, other.certificate_code) is None
    found = find(other.certificate_no, other.certificate_code)
    assert found is not None
    assert found.filing is other


def test_the_case_page_links_certificate_and_verification(granted, client):
    case, _ = granted
    page = client.sign_in(member_of(case)).get(f"/filings/{case.id}")
    assert page.link("신고확인증 (PDF)") == f"/filings/{case.id}/certificate.pdf"
    verified = client.get(page.link("진위확인 페이지"))
    assert in_force(case).short_number == "2026-0001"
    assert "유효한 신고확인증입니다" in verified.words()


# ---- letters ------------------------------------------------------------------------------------------------------------


def letter_of(client, case, event):
    return pdf_of(client.sign_in(member_of(case)), f"/filings/{case.id}/letters/{event.id}.pdf")


def test_a_supplement_letter_names_items_officer_and_last_day(session, today, client):
    today(date(2026, 11, 23))
    case, _ = make.filed("CONSULT")
    event = fire(
        case, "ask", make.officer(name="가상김담당"), given={"days": 5, "items": {"contract_copy": "쪽이 빠졌습니다."}}
    )
    session.commit()
    said = letter_of(client, case, event)
    for words in (
        "신고서 보완 요구",
        "계약서 사본",
        "쪽이 빠졌습니다.",
        "2026. 11. 30.",
        "해외진출팀",
        "가상김담당",
        "043-000-0000",
        "제3조제4항",
    ):
        assert squeezed(words) in said, words
    page = client.get(f"/filings/{case.id}")
    assert page.link("보완 요구").endswith(f"/letters/{event.id}.pdf")


def test_a_refusal_has_reason_and_remedy(session, today, client):
    today(date(2026, 11, 23))
    case, _ = make.filed("OPEN")
    event = fire(case, "refuse", make.officer(), given={"reason": "국내 사업임", "remedy": "60일 안에 이의신청"})
    session.commit()
    said = letter_of(client, case, event)
    for words in ("수리 거부 통지", "국내 사업임", "60일 안에 이의신청", "제27조제3항", f"{case.number}-1"):
        assert squeezed(words) in said, words
    assert "Noticeofrefusal" in pdf_of(client, f"/filings/{case.id}/letters/{event.id}.pdf?lang=en")


def test_an_extension_letter_keeps_the_day_it_told_when_the_calendar_changes_later(session, today, client):
    from portal.core import redating

    today(date(2026, 11, 23))
    case, _ = make.filed("OPEN")
    decider = make.officer()
    event = fire(case, "extend", decider, given={"reason": "현지 사실 확인"})
    session.commit()
    assert letters.due_after(case, event) == date(2026, 12, 18)
    session.add(periods.HolidayChange(day=date(2026, 12, 10), name="가상 공휴일", source="시험"))
    session.flush()
    redating.redate(decider, redating.Why(date(2026, 12, 10), "가상 공휴일"))
    session.commit()
    assert case.due_on == date(2026, 12, 21)
    assert letters.due_after(case, event) == date(2026, 12, 18)
    assert squeezed("2026. 12. 18. (금)까지 결과를") in letter_of(client, case, event)


def test_only_events_of_the_case_that_have_a_letter_are_given(session, today, client):
    today(date(2026, 11, 23))
    case, _ = make.filed("OPEN")
    other, _ = make.filed("OPEN")
    event = fire(other, "refuse", make.officer(), given={"reason": "가", "remedy": "나"})
    session.commit()
    client.sign_in(make.user("officer"))
    client.get(f"/filings/{case.id}/letters/{event.id}.pdf", status=404)
    received = periods.events_of(case)[-1]
    client.get(f"/filings/{case.id}/letters/{received.id}.pdf", status=404)
    client.get(f"/filings/{case.id}/letters/{2**40}.pdf", status=404)
