"""The first page by role, the calculator, notices, and the generic pages of a case."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import event, select

from portal.core import files, fire
from portal.core.cases import AccessLog
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.periods import RuleSet
from portal.shell.jobs import tick
from tests import factories as make

MONDAY = date(2026, 11, 23)
LANGUAGES = ["ko", "en"]


@pytest.fixture
def desk(session, today):
    """A received filing on Monday 23 November 2026 with its officer; (case, officer's user, member's user)."""
    today(MONDAY)
    of = make.organisation()
    person = make.member(of)
    case, _ = make.filed("CONSULT", make.acting(person), shared_information="no")
    officer = make.user("officer", name="가상담당")
    fire.fire(case, "take", make.acting(officer))
    session.commit()
    return case, officer, person


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_reads_what_the_portal_is_and_how_to_file(client, language):
    page = client.get(f"/?lang={language}")
    assert "45" in page.words()
    assert client.get(page.link("기한 계산해" if language == "ko" else "Reckon a due day")).status == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_sees_the_forecast_and_each_figure_leads_to_its_cases(client, desk, today, language):
    case, officer, _ = desk
    today(date(2026, 12, 2))
    client.sign_in(officer)
    page = client.get(f"/?lang={language}")
    assert case.number in page.words()
    within = page.link("근무일 3일 안" if language == "ko" else "Within 3 working days")
    listed = client.get(within)
    assert case.number in listed.words()
    client.get("/")
    assert (
        case.number not in client.get(client.page.link("담당자 없는" if language == "ko" else "Cases without")).words()
    )


def test_the_first_page_counts_in_few_statements(client, desk, session):
    """The forecast in one, the year in one; the figures are those of the lists behind them."""
    _, officer, _ = desk
    for late in ("2026-09-01", "2026-11-20", "2026-11-20"):
        make.filed("CONSULT", shared_information="no", contract_on=late)
    make.accepted("TECH")
    session.commit()
    client.sign_in(officer)
    client.get("/")
    counted = []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.upper().startswith(("BEGIN", "PRAGMA", "SAVEPOINT")):
            counted.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        page = client.get("/")
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert sum("due_on <" in one for one in counted) == 1
    assert sum("late_days" in one or "filing_content" in one for one in counted) == 1
    words = " ".join(page.words().split())
    for figure in (
        "내가 맡은 사건 1건",
        "담당자 없는 사건 3건",
        "접수 5건",
        "수리 1건",
        "수리간주 0건",
        "늦은 신고 1건",
    ):
        assert figure in words, words


def test_a_due_day_leads_to_its_explanation_wherever_it_stands(client, desk):
    case, officer, person = desk
    for who, path in ((officer, "/"), (officer, "/worklist"), (person, "/"), (person, "/filings/")):
        client.sign_in(who)
        assert client.get(path).link("2026. 12. 4. (금)") == f"/cases/{case.id}/clock"


def test_the_first_page_says_the_periods_of_the_rule_set(client, session):
    held = session.scalars(select(RuleSet)).first()
    session.add(
        RuleSet(
            effective_from=date(2026, 1, 1),
            periods=held.periods | {"file_days": 60, "decide_days": 7},
            filers=["hospital"],
            deems=False,
            source="가상 개정",
        )
    )
    session.commit()
    words = client.get("/").words()
    assert "60일 안에" in words
    assert "근무일 7일" in words
    assert "45" not in words
    assert "수리한 것으로" not in words


def test_every_role_has_a_first_page(client, desk):
    _, officer, person = desk
    for who in (officer, person, make.user("ministry"), make.user("admin"), make.user("expert"), make.user()):
        client.sign_in(who)
        client.get("/")
        client.get("/?lang=en")


# ---- the calculator -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_reckons_a_due_day_day_by_day(client, language):
    page = client.get(f"/clock?lang={language}&rule=decide&from=2026-09-18")
    assert ("2026. 10. 6. (화)" if language == "ko" else "6 Oct 2026 (Tue)") in page.words()
    assert ("추석" if language == "ko" else "Chuseok") in page.words()
    page = client.get("/clock?rule=file&from=2026-10-01")
    assert "2026" in page.words()


@pytest.mark.parametrize(
    "query", ["rule=decide&from=2026-02-30", "rule=x&from=2026-11-23", "from=", "rule=file&from=2061-01-01"]
)
def test_a_wrong_day_or_rule_is_a_sentence_beside_its_field(client, query):
    page = client.get(f"/clock?{query}", status=422)
    assert page.all("div", id="error-summary")


# ---- notices --------------------------------------------------------------------------------------------------------------------


def test_own_mails_are_read_in_the_portal_and_nobody_elses(client, desk, session):
    case, officer, person = desk
    client.sign_in(person)
    page = client.get("/notices")
    assert case.number in page.words()
    assert "메일 보냄" not in page.words()
    tick()
    assert "메일 보냄" in client.get("/notices").words()
    mail = session.scalar(select(Mail).where(Mail.user_id == person.id))
    client.submit(client.page.form(f"/notices/{mail.id}/read"))
    session.refresh(mail)
    assert mail.read_at is not None
    assert case.number not in client.get("/notices?read=no").words()
    client.sign_in(officer)
    assert client.post(f"/notices/{mail.id}/read").status == 404
    client.get("/notices")
    client.submit(client.page.form("/notices/read"))
    assert not session.scalar(select(Mail).where(Mail.user_id == officer.id, Mail.read_at.is_(None)))


def test_a_mail_that_did_not_go_out_says_why(client, desk, session):
    _, _, person = desk
    mail = session.scalar(select(Mail).where(Mail.user_id == person.id))
    mail.state, mail.reason = "unsent", "받는 주소를 메일 서버가 거절했습니다."
    client.sign_in(person)
    words = client.get("/notices").words()
    assert "메일을 보내지 못함" in words
    assert "거절했습니다" in words


# ---- a case -----------------------------------------------------------------------------------------------------------------------


def test_a_case_leads_each_reader_to_their_page_and_strangers_nowhere(client, desk, session):
    case, officer, person = desk
    client.sign_in(officer)
    assert client.get(f"/cases/{case.id}", status=303).location.endswith(f"/desk/filings/{case.id}")
    client.sign_in(person)
    assert client.get(f"/cases/{case.id}", status=303).location.endswith(f"/filings/{case.id}")
    stranger = make.member(make.organisation())
    client.sign_in(stranger)
    for path in ("", "/clock", "/moves/withdraw", "/papers/1"):
        client.get(f"/cases/{case.id}{path}", status=404)
    client.get("/cases/99999999999999999999", status=404)  # no id at all, so no guess
    guesses = list(session.scalars(select(AccessLog).where(AccessLog.act == "guess", AccessLog.user_id == stranger.id)))
    assert len(guesses) == 4


def test_a_draft_stays_closed_to_officials(client, session):
    case, _ = make.draft()
    client.sign_in(make.user("officer"))
    client.get(f"/cases/{case.id}", status=404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clock_of_a_case_is_explained(client, desk, session, today, language):
    case, officer, person = desk
    who = make.acting(officer)
    today(date(2026, 11, 24))
    fire.fire(case, "ask", who, given={"days": 5, "items": {"city": "도시"}})
    client.sign_in(person)
    words = client.get(f"/cases/{case.id}/clock?lang={language}").words()
    assert ("지금은 처리 기간이 멈춰 있습니다" if language == "ko" else "The clock stands now") in words
    assert ("2026. 11. 30. (월)" if language == "ko" else "30 Nov 2026 (Mon)") in words
    today(date(2026, 11, 30))
    fire.fire(case, "answer", make.acting(person))
    fire.fire(case, "extend", who, given={"reason": "검토"})
    session.commit()
    words = client.get(f"/cases/{case.id}/clock?lang={language}").words()
    assert ("근무일 10일 + 연장 10일" if language == "ko" else "10 working days + extension of 10") in words
    assert ("법률 제15777호") in words


def test_a_move_asks_tells_what_will_happen_and_shows_the_mail_before_it_is_sent(client, desk, session):
    case, officer, person = desk
    client.sign_in(officer)
    page = client.get(f"/cases/{case.id}/moves/extend")
    assert person.name in page.words()
    page = client.submit(page.form(f"/cases/{case.id}"), button=("preview", "1"), reason="서류 검토가 길어집니다.")
    assert "2026. 12. 18. (금)" in page.words()
    assert "서류 검토가 길어집니다." in page.words()
    session.refresh(case)
    assert case.due_on == date(2026, 12, 4)
    page = client.submit(client.page.form(f"/cases/{case.id}"))
    session.refresh(case)
    assert case.due_on == date(2026, 12, 18)


def test_what_was_typed_stays_when_a_move_is_refused(client, desk, session):
    case, officer, _ = desk
    client.sign_in(officer)
    client.get(f"/cases/{case.id}/moves/refuse")
    page = client.submit(client.page.form(f"/cases/{case.id}"), reason="요건을 갖추지 못했습니다.", status=422)
    assert "요건을 갖추지 못했습니다." in page.words()
    assert page.all("p", id="remedy-error")
    session.refresh(case)
    assert case.state == "received"


def test_a_stale_form_is_told_and_keeps_its_text(client, desk, session):
    case, officer, _ = desk
    client.sign_in(officer)
    form = client.get(f"/cases/{case.id}/moves/refuse").form(f"/cases/{case.id}")
    fire.fire(case, "extend", make.acting(make.user("officer")), given={"reason": "검토"})
    session.commit()
    page = client.submit(form, reason="요건 미비", remedy="이의신청", path=f"/cases/{case.id}/moves/refuse", status=422)
    assert "그 사이에 내용이 바뀌었습니다" in page.words()
    assert "요건 미비" in page.words()
    client.submit(page.form(f"/cases/{case.id}"))
    session.refresh(case)
    assert case.state == "refused"


def test_who_decides_too_late_is_told_and_the_law_has_decided(client, desk, session, today):
    case, officer, _ = desk
    client.sign_in(officer)
    client.get(f"/cases/{case.id}/moves/refuse")
    form = client.page.form(f"/cases/{case.id}")
    today(date(2026, 12, 7))
    page = client.submit(form, reason="요건 미비", remedy="이의신청", status=422)
    assert "수리간주" in page.words()
    session.refresh(case)
    assert (case.state, case.decided_on) == ("deemed", date(2026, 12, 5))


def test_the_receiving_officer_is_chosen_from_todays_officers(client, desk, session):
    case, officer, person = desk
    other = make.user("officer", name="가상동료")
    client.sign_in(officer)
    page = client.get(f"/cases/{case.id}/moves/hand_over")
    assert "가상동료" in page.words()
    client.submit(page.form(f"/cases/{case.id}"), to=person.id, status=422)
    client.submit(client.page.form(f"/cases/{case.id}"), to=other.id)
    session.refresh(case)
    assert case.handler_id == other.id


@pytest.mark.parametrize(
    ("name", "status"),
    [("accept", 403), ("submit", 404), ("deem", 404), ("nothing", 404), ("discard", 422)],
)
def test_moves_that_are_not_the_members_to_make(client, desk, name, status):
    case, _, person = desk
    client.sign_in(person)
    client.get(f"/cases/{case.id}/moves/{name}", status=status)
    page = client.post(f"/cases/{case.id}/moves/{name}")
    assert page.status == status


def test_papers_are_downloads_that_no_browser_runs_and_their_reading_is_noted(client, desk, session):
    case, officer, person = desk
    with client.app.test_request_context():
        paper = files.attach(
            case,
            "other_papers",
            BytesIO(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
            "계획서.pdf",
            make.acting(person),
        )
    session.commit()
    client.sign_in(officer)
    client.get(f"/cases/{case.id}/papers/{paper.id}", status=404)
    client.sign_in(person)
    got = client.get(f"/cases/{case.id}/papers/{paper.id}", buffered=True).response
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    paper.filed_at = make.clock.now()
    client.sign_in(officer)
    client.get(f"/cases/{case.id}/papers/{paper.id}", buffered=True)
    noted = list(session.scalars(select(AccessLog).where(AccessLog.act == "paper")))
    assert [n.user_id for n in noted] == [officer.id]
    other, _ = make.filed()
    session.commit()
    client.get(f"/cases/{other.id}/papers/{paper.id}", status=404)


def test_a_signed_out_reader_is_sent_to_sign_in(client, desk):
    case, _, _ = desk
    assert "sign-in" in client.get(f"/cases/{case.id}", status=303).location
