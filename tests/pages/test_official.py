"""Officials' pages of filings: what they show to decide by, the acts with the clock's due days,
the register and its workbook.
"""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select

from filings.change.acts import start_change
from filings.columns.register import COLUMNS
from filings.models import Content
from portal.core import fire, records
from portal.core.cases import AccessLog, Draft
from portal.core.db import db
from portal.core.files import Paper
from portal.core.mail import Mail
from tests import factories as make

MONDAY = date(2026, 11, 23)
LANGUAGES = ["ko", "en"]


@pytest.fixture
def desk(session, today, client):
    """A received filing of Monday 23 November 2026, an officer who has it and is signed in; (case, filer, officer)."""
    today(MONDAY)
    case, filer = make.filed("OPEN")
    officer = make.user("officer", name="가상담당")
    fire.fire(case, "take", make.acting(officer))
    session.commit()
    client.sign_in(officer)
    return case, filer, officer


def press(client, case, name, **given):
    """Make a move on its own page, from the link on the case page."""
    client.get(f"/desk/filings/{case.id}")
    client.get(f"/cases/{case.id}/moves/{name}")
    page = client.submit(client.page.form(f"/cases/{case.id}/moves/{name}"), **given)
    db.session.refresh(case)
    return page


def ask(client, case, status=200, button=None, **given):
    client.get(f"/desk/filings/{case.id}/supplement")
    page = client.submit(client.page.form("/supplement"), status=status, button=button, **given)
    db.session.refresh(case)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_case_page_shows_what_is_needed_to_decide(client, desk, session, language):
    case, filer, officer = desk
    earlier, _ = make.filed("EDU", filer)
    session.commit()
    page = client.get(f"/desk/filings/{case.id}?lang={language}")
    words = page.words()
    assert page.h1 == case.number
    for shown in (
        "Fictional Clinic Hanoi",
        "opening_proof.pdf",
        officer.name,
        earlier.number,
        "2026. 12. 4. (금)" if language == "ko" else "4 Dec 2026 (Fri)",
        "2026. 12. 5. (토)" if language == "ko" else "5 Dec 2026 (Sat)",
        "동의했습니다" if language == "ko" else "The filer consented",
    ):
        assert shown in words
    assert client.get(page.link("2026. 12. 4." if language == "ko" else "4 Dec 2026")).status == 200
    read = session.scalars(select(AccessLog).where(AccessLog.act == "read")).all()
    assert {(r.user_id, r.subject) for r in read} == {(officer.id, f"filing:{case.id}")}


def test_accepting_needs_the_licence_looked_up_first_and_gives_the_certificate(client, desk):
    case, _, _ = desk
    client.get(f"/desk/filings/{case.id}")
    page = client.submit(client.page.form("/moves/accept"), status=422)
    assert "먼저 ‘개설허가 확인’을 해 주세요" in page.words()
    press(client, case, "check_licence", reason="개설신고 확인")
    client.get(f"/desk/filings/{case.id}")
    assert "확인함" in client.page.words()
    page = client.submit(client.page.form("/moves/accept"))
    db.session.refresh(case)
    assert (case.state, case.certificate_no, case.days_taken) == ("accepted", "제2026-0001호", 1)
    assert "제2026-0001호" in page.words()


def test_a_supplement_is_asked_seen_before_it_is_sent_answered_and_compared(client, desk, session, today):
    case, filer, _ = desk
    today(date(2026, 11, 24))
    given = {
        "item": ["city", "opening_proof"],
        "why-city": "도시 이름을 정확히 적어 주세요.",
        "why-opening_proof": "번역본을 함께 내 주세요.",
        "days": 5,
    }
    page = ask(client, case, button=("preview", "1"), **given)
    assert "2026. 11. 30. (월)" in page.words()
    assert "도시 이름을 정확히 적어 주세요." in page.words()
    assert case.state == "received"
    assert not session.scalar(select(Mail).where(Mail.subject.startswith("[보완 요구]")))
    client.submit(page.form("/supplement"))
    session.refresh(case)
    assert (case.state, case.due_on) == ("supplement", date(2026, 11, 30))
    assert session.get(Draft, case.id).open_fields == ["city", "opening_proof"]
    words = client.get(f"/desk/filings/{case.id}").words()
    assert "보완을 기다리고 있습니다" in words
    assert "번역본을 함께 내 주세요." in words
    today(date(2026, 11, 26))
    draft = session.get(Draft, case.id)
    records.save_draft(draft, {"city": "호찌민"}, draft.version, filer)
    fire.fire(case, "answer", filer)
    session.commit()
    assert case.due_on == date(2026, 12, 9)
    page = client.get(f"/desk/filings/{case.id}")
    assert "보완으로 바뀐 내용" in page.words()
    assert [page.words(d) for d in page.all("del")] == ["−하노이"]
    assert [page.words(d) for d in page.all("ins")] == ["+호찌민"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"days": 5}, "보완할 항목을 하나 이상 골라 주세요."),
        ({"item": "city", "days": 5}, "무엇을 보완할지 한 문장으로 적어 주세요."),
        ({"item": "city", "why-city": "도시", "days": 6}, "5 이하여야 합니다."),
        ({"item": "city", "why-city": "도시", "days": ""}, "입력해 주세요."),
        ({"item": "nothing", "why-nothing": "?", "days": 5}, "신고서에 없는 항목이 있습니다."),
    ],
)
def test_a_faulty_demand_for_a_supplement_is_told_and_keeps_its_text(client, desk, given, said):
    case, _, _ = desk
    page = ask(client, case, status=422, reason="빨리 부탁드립니다.", **given)
    assert said in page.words()
    assert "빨리 부탁드립니다." in page.words()
    assert case.state == "received"


def test_a_stale_demand_for_a_supplement_is_told(client, desk, session):
    case, _, officer = desk
    form = client.get(f"/desk/filings/{case.id}/supplement").form("/supplement")
    session.rollback()
    fire.fire(case, "extend", make.acting(officer), given={"reason": "검토"})
    session.commit()
    given = {"item": "city", "why-city": "도시를 적어 주세요.", "days": 3}
    page = client.submit(form, status=422, **given)
    assert "그 사이에 내용이 바뀌었습니다" in page.words()
    assert any(e.get("value") == "도시를 적어 주세요." for e in page.all("input", name="why-city"))


def test_an_unanswered_supplement_is_demanded_once_and_then_returned(client, desk, today):
    case, _, _ = desk
    today(date(2026, 11, 24))
    ask(client, case, item="city", **{"why-city": "도시"}, days=5)
    assert not [
        a for a in client.get(f"/desk/filings/{case.id}").links() if a.endswith(("/moves/demand", "/moves/return_"))
    ]
    page = press_refused(client, case, "return_")
    assert "보완 기간이 아직 남아 있습니다" in page.words()
    today(date(2026, 12, 1))
    client.get(client.get(f"/desk/filings/{case.id}").link("한 번 더 보완 요구"))
    client.submit(client.page.form("/moves/demand"), days=10, reason="한 번 더 부탁드립니다.")
    db.session.refresh(case)
    assert (case.state, case.due_on) == ("supplement", date(2026, 12, 11))
    today(date(2026, 12, 12))
    client.get(client.get(f"/desk/filings/{case.id}").link("반려"))
    client.submit(client.page.form("/moves/return_"), reason="보완하지 않음", remedy="다시 신고할 수 있습니다.")
    db.session.refresh(case)
    assert (case.state, case.decided_on, case.certificate_no) == ("returned", date(2026, 12, 12), None)


def press_refused(client, case, name):
    client.get(f"/cases/{case.id}/moves/{name}")
    return client.submit(client.page.form(f"/moves/{name}"), reason="사유", remedy="구제", status=422)


def test_extending_once_moves_the_due_day_and_tells_the_filer(client, desk, session):
    case, filer, _ = desk
    press(client, case, "extend", reason="현지 확인이 필요합니다.")
    assert case.due_on == date(2026, 12, 18)
    told = session.scalars(select(Mail).where(Mail.user_id == filer.user_id).order_by(Mail.id.desc())).first()
    assert "현지 확인이 필요합니다." in told.body
    assert not [a for a in client.get(f"/desk/filings/{case.id}").links() if a.endswith("/moves/extend")]


def test_refusing_gives_reason_and_remedy(client, desk):
    case, _, _ = desk
    press(client, case, "refuse", reason="진출 유형에 해당하지 않습니다.", remedy="60일 안에 이의신청할 수 있습니다.")
    assert case.state == "refused"
    assert "60일 안에 이의신청할 수 있습니다." in client.get(f"/desk/filings/{case.id}").words()


def test_the_ministry_reads_and_has_no_buttons(client, desk):
    case, _, _ = desk
    client.sign_in(make.user("ministry"))
    page = client.get(f"/desk/filings/{case.id}")
    assert not [f for f in page.all("form") if "/moves/" in (f.get("action") or "")]
    client.get(f"/desk/filings/{case.id}/supplement", status=403)
    client.get(f"/cases/{case.id}/moves/extend", status=403)


@pytest.mark.parametrize("path", ["", "/supplement"])
def test_strangers_and_filers_do_not_get_to_the_desk(client, desk, path):
    case, _, _ = desk
    for who in (make.member(make.organisation()), make.user("admin")):
        client.sign_in(who)
        client.get(f"/desk/filings/{case.id}{path}", status=403)
    client.sign_in(make.user("officer"))
    client.get(f"/desk/filings/999{path}", status=404)
    draft, _ = make.draft()
    db.session.commit()
    client.get(f"/desk/filings/{draft.id}{path}", status=404)


def test_the_next_case_of_the_officer_is_one_click_away(client, desk, session, today):
    case, _, officer = desk
    today(date(2026, 11, 25))
    later, _ = make.filed("EDU")
    make.filed("EDU")
    fire.fire(later, "take", make.acting(officer))
    session.commit()
    page = client.get(client.get(f"/desk/filings/{case.id}").link("내 다음 사건"), status=303)
    assert page.location.endswith(f"/desk/filings/{later.id}")
    assert f"/cases/{case.id}" in client.get(f"/desk/filings/{later.id}").link("내 다음 사건")


def test_a_late_filing_is_marked_and_a_company_files_voluntarily(client, today, session):
    today(MONDAY)
    late, _ = make.filed("OPEN", licensed_on="2026-09-01")
    company, _ = make.filed("CONSULT", founder="company", category="기업")
    session.commit()
    client.sign_in(make.user("officer"))
    assert "일 늦음" in client.get(f"/desk/filings/{late.id}").words()
    words = client.get(f"/desk/filings/{company.id}").words()
    assert "자발적 신고" in words
    assert "늦음" not in words
    assert "개설허가 확인" not in words


# ---- the register -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def register(session, today, client):
    """Three accepted filings (one late, one deemed by law) and one received; an officer is signed in."""
    today(date(2026, 10, 1))
    made = [
        make.accepted("OPEN")[0],
        make.accepted("EDU", country="MN", city="울란바토르", contract_on="2026-06-01")[0],
    ]
    silent, _ = make.filed("CONSULT", region="부산")
    today(date(2026, 11, 23))
    fire.fire_lapsed(silent)
    waiting, _ = make.filed("TECH")
    session.commit()
    client.sign_in(make.user("officer"))
    return [*made, silent, waiting]


def certificates(page):
    return sorted(w.split()[0] for th in page.all("th") if (w := page.words(th)).startswith("제"))


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("", [0, 1, 2]),
        ("year=2026", [0, 1, 2]),
        ("year=2025", []),
        ("year=x", []),
        ("country=MN", [1]),
        ("type=CONSULT", [2]),
        ("class=병원", [0, 1, 2]),
        ("class=의원", []),
        ("region=부산", [2]),
        ("state=deemed", [2]),
        ("state=decided", [0, 1]),
        ("state=ended", []),
        ("state=x", []),
        ("late=yes", [1]),
        ("q=울란바토르", [1]),
    ],
)
def test_the_register_is_filtered(client, register, query, which):
    page = client.get(f"/desk/filings/register?{query}")
    assert certificates(page) == sorted(register[i].certificate_no for i in which)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_filings_are_listed_by_how_they_stand(client, register, language):
    page = client.get(f"/desk/filings/all?lang={language}&state=received")
    assert register[3].number in page.words()
    assert register[0].number not in page.words()
    assert register[1].number in client.get("/desk/filings/all?late=yes").words()
    client.get(f"/desk/filings/register?lang={language}")


def test_the_registers_workbook_has_its_21_columns_as_filtered(client, register):
    got = client.plain.get("/desk/filings/register.xlsx?country=MN&purpose=duty", buffered=True)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(got.data)).active.iter_rows()]
    heading = next(i for i, row in enumerate(rows) if row[0] == "신고확인증번호")
    assert rows[heading] == [c.heading for c in COLUMNS]
    assert [row[0] for row in rows[heading + 1 :]] == [register[1].certificate_no]
    assert rows[heading + 1][10] == "몽골"
    assert client.plain.get("/desk/filings/all.xlsx?purpose=duty", buffered=True).status_code == 200


def test_what_a_register_row_says_fits_its_content(client, register, session):
    content = session.scalars(select(Content).where(Content.case_id == register[1].id)).one()
    page = client.get("/desk/filings/register?country=MN")
    assert content.foreign_name in page.words()
    client.get(page.link(content.certificate_no), status=303)


def statements_of(client, path):
    client.get(path)
    counted = []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.upper().startswith(("BEGIN", "PRAGMA", "SAVEPOINT")):
            counted.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        client.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return counted


@pytest.mark.parametrize("path", ["/desk/filings/register", "/desk/filings/all"])
def test_a_page_costs_at_most_twelve_statements(client, register, path):
    counted = statements_of(client, path)
    assert 0 < len(counted) <= 12, "\n".join(counted)


def test_the_page_of_a_case_asks_each_question_once(client, register):
    for case in register:
        counted = statements_of(client, f"/desk/filings/{case.id}")
        assert 0 < len(counted) <= 17, "\n".join(counted)
        assert sum(" FROM event " in " ".join(one.split()) for one in counted) <= 2, "\n".join(counted)


def test_the_years_figures_lead_to_their_filings(client, register):
    client.sign_in(make.user("ministry"))
    page = client.get("/")
    assert certificates(client.get(page.link("수리간주"))) == [register[2].certificate_no]
    client.get("/")
    assert certificates(client.get(client.page.link("의료지식"))) == [register[1].certificate_no]


@pytest.mark.parametrize("path", ["register", "register.xlsx", "all", "all.xlsx"])
def test_only_officials_open_the_lists(client, register, path):
    client.sign_in(make.member(make.organisation()))
    client.get(f"/desk/filings/{path}", status=403)


# ---- the filer's first page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filer_sees_what_to_do_next_and_by_when(client, session, today, language):
    today(MONDAY)
    of = make.organisation()
    person = make.member(of)
    who = make.acting(person)
    asked, _ = make.filed("EDU", who)
    fire.fire(asked, "ask", make.officer(), given={"days": 5, "items": {"city": "도시"}})
    running, _ = make.filed("TECH", who)
    done, _ = make.accepted("CONSULT", who)
    make.draft("OPEN", who)
    session.commit()
    client.sign_in(person)
    page = client.get(f"/?lang={language}")
    words = page.words()
    assert ("2026. 11. 30. (월)" if language == "ko" else "30 Nov 2026 (Mon)") in words
    assert running.number in words
    assert done.certificate_no in words
    for link in (asked.id, running.id, done.id):
        client.get(f"/cases/{link}", status=303)


# ---- change filings ---------------------------------------------------------------------------------------------------------


def test_a_change_is_compared_asked_about_and_taken_over(client, session, today):
    today(MONDAY)
    parent, filer = make.accepted("EDU")
    change = start_change(parent, filer)
    draft = session.get(Draft, change.id)
    given = {"ends": "no", "changed_on": "2026-11-20", "city": "호찌민", "reason": "content"}
    records.save_draft(draft, given, draft.version, filer)
    for slot in (f.key for f in change.declared.schema.asked(draft.answers) if f.is_paper and f.must):
        paper = {"name": "증빙.pdf", "media_type": "application/pdf", "size": 10, "sha256": "0" * 64}
        session.add(Paper(case_id=change.id, slot=slot, by_id=filer.user_id, **paper))
    fire.fire(change, "submit", filer)
    officer = make.user("officer")
    session.commit()
    client.sign_in(officer)
    page = client.get(f"/desk/filings/{change.id}")
    words = page.words()
    assert "수리간주되지 않습니다" in words
    assert [page.words(i) for i in page.all("ins")] == ["+호찌민"]
    assert parent.certificate_no in words
    ask(client, change, item="city", **{"why-city": "도시 이름을 확인해 주세요."}, days=3)
    assert change.state == "supplement"
    fire.fire(change, "answer", filer)
    session.commit()
    client.get(f"/desk/filings/{change.id}")
    client.submit(client.page.form("/moves/accept"))
    session.expire_all()
    assert change.state == "accepted"
    words = client.get(f"/desk/filings/{parent.id}").words()
    assert "호찌민" in words
    assert change.number in words
