"""Pages of grant money, misuse and marks that need no long story: who sees what, dated settings, signatures,
rules, limits.
"""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from funds.grants.money import queries as q
from funds.selection.awards.letters import served
from funds.selection.brand import settings
from funds.selection.models import Award
from portal.core import clock, mail
from portal.core.fire import fire
from portal.core.text import Text
from portal.core.workflow import Refused
from tests import factories as make
from tests import grants
from tests.funding import at_hour
from tests.pdf_text import text_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#123456"/></svg>'
MONDAY = date(2026, 11, 23)


@pytest.fixture
def mark(session, today) -> Award:
    """A mark that was given on a Monday, with its owner's mail."""
    today(at_hour(MONDAY, 9))
    award, _ = grants.agreement("mark", amount=None)
    session.commit()
    return award


def owner(session, award):
    return make.member(session.get(make.Organisation, award.organisation_id))


# ---- grant money -------------------------------------------------------------------------------------------------------------------


def test_strangers_see_nothing_and_viewers_change_nothing(session, client, today):
    today(at_hour(MONDAY, 9))
    grant, _ = grants.granted()
    case = grants.settlement_of(grant)
    own = session.get(make.Organisation, grant.award.organisation_id)
    viewer, stranger = make.member(own, "viewer"), make.member(make.organisation())
    session.commit()
    client.sign_in(stranger)
    client.get(f"/programmes/grants/{grant.award_id}", status=404)
    client.get(f"/programmes/grants/settlements/{case.id}", status=404)
    client.post(f"/programmes/grants/settlements/{case.id}/submit", status=404)
    client.sign_in(viewer)
    client.get(f"/programmes/grants/{grant.award_id}")
    client.get(f"/programmes/grants/{grant.award_id}/change", status=403)
    client.get(f"/programmes/grants/settlements/{case.id}/rows/new", status=403)
    client.post(f"/programmes/grants/settlements/{case.id}/submit", status=403)
    client.sign_in(make.user("officer"))
    session.commit()
    client.get(f"/programmes/grants/settlements/{case.id}/reconcile", status=422)  # nothing was handed in yet


def test_the_report_is_due_two_months_after_the_end(session, today):
    """2026-12-23 + 2개월 = 2027-02-23 (민법 제160조)."""
    today(at_hour(MONDAY, 9))
    grant, _ = grants.granted()
    assert grant.ends_on == date(2026, 12, 23)
    assert grants.settlement_of(grant).due_on == date(2027, 2, 23)


def test_the_second_year_has_a_grant_and_a_settlement_of_its_own(session, today):
    today(at_hour(MONDAY, 9))
    grant, _ = grants.granted(paid=2)
    award, officer = grant.award, make.officer()
    with pytest.raises(Refused, match="이미"):
        fire(award, "grant", officer, given=grants.decision())
    fire(award, "continue_", make.acting(make.user("ministry")), given={"amount": 100_000_000, "reason": "우수"})
    with pytest.raises(Refused, match="협약 기간"):
        fire(award, "grant", officer, given=grants.decision())
    with pytest.raises(Refused, match="교부결정을 한 뒤"):
        fire(award, "pay", officer, given={"payment": award.payments[2].id})
    fire(award, "grant", officer, given=grants.decision() | {"begins_on": "2027-11-23", "ends_on": "2028-11-22"})
    fire(award, "pay", officer, given={"payment": award.payments[2].id})
    second = q.grant_of(award, 2)
    assert (q.paid_out(grant), q.paid_out(second)) == (100_000_000, 70_000_000)
    assert grants.settlement_of(second).due_on == date(2029, 1, 22)


def test_a_short_own_share_is_shown_with_what_it_was_made_of(session, client, today):
    today(at_hour(MONDAY, 9))
    grant, _ = grants.granted(paid=2)
    case = grants.settlement_of(grant)
    for item, source, amount in grants.BUDGET[:3]:
        grants.row(case, amount, item, source)
    grants.row(case, 35_000_000, "staff", "own_cash", paper=None, paper_id=None)
    session.commit()
    client.sign_in(make.user("officer"))
    session.commit()
    page = client.get(f"/programmes/grants/settlements/{case.id}")
    said = page.words()
    assert "25.93%" in said
    assert "35,000,000원 × 100 ÷ 35 − 35,000,000원 − 그 밖 0원 = 65,000,000원" in said
    assert "증빙 파일이 없습니다" in said
    client.sign_in(make.member(session.get(make.Organisation, grant.award.organisation_id)))
    session.commit()
    with clock.at(at_hour(grants.after_work(grant), 9)):
        page = client.post(f"/programmes/grants/settlements/{case.id}/submit", {"report": "가상"}, status=422)
    assert "1건의 집행 내역을 고쳐" in page.words()


def test_what_an_officer_still_weighs_is_not_shown_to_the_holder(session, client, today):
    today(at_hour(MONDAY, 9))
    case, _ = grants.submitted()
    grants.disallowed(case, 7_654_321)
    holder, officer = make.member(session.get(make.Organisation, case.organisation_id)), make.user("officer")
    session.commit()
    here = f"/programmes/grants/settlements/{case.id}"
    with clock.at(at_hour(grants.after_work(case.grant), 9)):
        assert "7,654,321" in client.sign_in(officer).get(here).words()
        assert "7,654,321" not in client.sign_in(holder).get(here).words()
        fire(case, "give_notice", make.acting(officer), given={"days": 10, "reason": "가상"})
        session.commit()
        assert "7,654,321" in client.get(here).words()


@pytest.mark.slow
def test_the_decisions_are_papers_for_their_holder_alone(session, client, today):
    today(at_hour(MONDAY, 9))
    case, owner_ = grants.submitted(paid=2)
    award = case.grant.award
    holder, stranger, officer = session.get(make.User, owner_.user_id), make.member(make.organisation()), make.officer()
    with clock.at(at_hour(grants.after_work(case.grant), 9)):
        session.commit()
        client.sign_in(holder)
        final = f"/programmes/grants/settlements/{case.id}/final.pdf"
        client.get(final, status=404)
        fire(case, "settle", officer, given={"reason": "가상"})
        session.commit()
        said = text_of(client.plain.get(final).data)
        assert "보조금확정통지서" in said
        assert "100,000,000원" in said
        said = text_of(client.plain.get(f"/programmes/grants/{award.id}/years/1/decision.pdf?lang=en").data)
        assert "23Feb2027" in said
        client.get(f"/programmes/grants/{award.id}/years/2/decision.pdf", status=404)
        client.sign_in(stranger)
        client.get(final, status=404)


def test_rules_are_added_by_the_ministry_from_today_on(session, client, today):
    today(at_hour(MONDAY, 9))
    client.sign_in(make.user("officer"))
    session.commit()
    client.get("/programmes/grants/rules")
    client.post("/programmes/grants/rules", status=403)
    client.sign_in(make.user("ministry"))
    session.commit()
    page = client.get("/programmes/grants/rules")
    page = client.submit(
        page.form("rules"), effective_from="2026-01-01", interest_rate="101", source="가상", status=422
    )
    assert "오늘부터의 날" in page.words()
    page = client.submit(page.form("rules"), effective_from="2026-12-01", interest_rate="3.1", source="가상 고시")
    assert q.rule_on(date(2026, 12, 1)).interest_rate.as_tuple().digits == (3, 1)
    assert q.rule_on(MONDAY).tolerance == 20
    page = client.submit(page.form(containing="tolerance"), effective_from="2026-12-01", source="또", status=422)


def test_headings_of_the_foreign_workbook_are_data(session, client):
    client.sign_in(make.user("officer"))
    session.commit()
    page = client.get("/programmes/grants/columns")
    page = client.submit(page.form("columns"), payee="집행일", source="가상", status=422)
    assert "두 열에 있습니다" in page.words()
    page = client.submit(page.form("columns"), payee="받은 곳, 상대", source="내려받은 파일 2026-11")
    assert "2026-11" in page.words()


# ---- marks -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_name_and_logo_are_those_of_the_day_of_the_award(session, client, mark):
    ministry = make.user("ministry")
    session.commit()
    client.sign_in(ministry)
    page = client.get("/desk/programmes/marks/mark")
    bad = io.BytesIO(SVG.replace(b"<rect", b"<script/><rect"))
    given = {
        "name_ko": "가상 마크",
        "name_en": "Fictional mark",
        "source": "가상 고시",
        "kahf": "통합 검토",
        "kahf_url": "https://example.org/kahf",
    }
    page = client.submit(page.form("marks/mark"), valid_from="2026-01-01", logo=(bad, "a.svg"), **given, status=422)
    assert "스크립트" in page.words()
    client.submit(page.form("marks/mark"), valid_from="2026-01-01", logo=(io.BytesIO(SVG), "a.svg"), **given)
    page = client.get("/desk/programmes/marks/mark")
    client.submit(page.form("marks/mark"), valid_from="2026-12-01", **given | {"name_ko": "새 이름"})
    page = client.get("/desk/programmes/marks/mark")
    page = client.submit(page.form("marks/mark"), valid_from="2026-12-01", **given | {"kahf_url": "x"}, status=422)
    assert settings.face_of(mark).name == Text("가상 마크", "Fictional mark")
    assert settings.face_on("mark", date(2026, 12, 2)).name.ko == "새 이름"
    page = client.get("/programmes/registers/mark")
    assert "가상 마크" in page.words()
    logo = client.plain.get(next(e.get("src") for e in page.all("img") if "logos" in e.get("src")))
    assert logo.mimetype == "image/svg+xml"
    assert "sandbox" in logo.headers["Content-Security-Policy"]
    certificate = client.plain.get(f"/programmes/awards/{mark.id}/certificate.pdf")
    assert certificate.data.startswith(b"%PDF")

    book = load_workbook(io.BytesIO(client.plain.get("/desk/programmes/marks/mark/plaques.xlsx").data))
    cells = [c.value for row in book.active.iter_rows() for c in row]
    assert {mark.number, "가상 마크", "Fictional mark", "mark-20260101.svg"} <= set(cells)
    text = client.plain.get("/desk/programmes/marks/mark/plaques.csv?year=2026").data.decode("utf-8-sig")
    assert mark.number in text
    assert mark.number not in client.plain.get("/desk/programmes/marks/mark/plaques.csv?year=2025").data.decode(
        "utf-8-sig"
    )
    client.get("/desk/programmes/marks/mark/plaques")
    client.get("/desk/programmes/marks/project", status=404)


def test_the_mark_is_handed_out_once_its_conditions_are_signed(session, client, mark):
    ministry, holder = make.user("ministry"), owner(session, mark)
    session.commit()
    by = make.acting(ministry)
    settings.declare("mark", date(2026, 1, 1), Text("가상", "Fictional"), SVG, Text("", ""), "", "가상", by)
    session.commit()
    client.sign_in(holder)
    page = client.get(f"/programmes/awards/{mark.id}/use")
    client.get(f"/programmes/awards/{mark.id}/mark", status=422)
    settings.add_terms("mark", date(2026, 1, 1), Text("조건 하나", "One condition"), by)
    session.commit()
    page = client.get(f"/programmes/awards/{mark.id}/use")
    page = client.submit(page.form("use"), name="가상대표", status=422)
    assert "동의하고" in page.words()
    client.submit(page.form("use"), agreed="yes", name="가상대표")
    assert client.plain.get(f"/programmes/awards/{mark.id}/mark").data.startswith(b"<svg")
    signed = settings.signatures(mark.id)[0]
    assert (signed.name, signed.terms.version, signed.by_id) == ("가상대표", 1, holder.id)

    # a new version is signed anew; signing what was replaced is refused
    client.sign_in(ministry)
    page = client.get("/desk/programmes/marks/mark")
    page = client.submit(page.form("/terms"), terms_from="2025-01-01", text_ko="둘", text_en="two", status=422)
    client.submit(page.form("/terms"), terms_from="2026-11-23")
    client.sign_in(holder)
    client.get(f"/programmes/awards/{mark.id}/mark", status=422)
    page = client.post(
        f"/programmes/awards/{mark.id}/use", {"terms": signed.terms_id, "agreed": "yes", "name": "가상"}, status=422
    )
    assert "새 판" in page.words()
    client.sign_in(make.member(make.organisation()))
    session.commit()
    client.get(f"/programmes/awards/{mark.id}/use", status=404)


def test_letters_show_when_they_went_out_and_were_first_opened(session, client, mark):
    holder = owner(session, mark)
    fire(mark, "demand_correction", make.officer(), given={"demand": "가상", "by": "2026-12-01"})
    session.commit()
    mail.deliver()
    client.sign_in(holder)
    mine = [x for x in served(mark.id) if x.address == holder.email]
    assert [(x.event, x.state, x.opened_at) for x in mine] == [("award.correction_demanded", "sent", None)]
    client.get("/notices")
    client.post("/notices/read")
    [one] = [x for x in served(mark.id) if x.address == holder.email]
    assert one.opened_at is not None
    assert one.as_json()["opened_at"]
    client.sign_in(make.user("officer"))
    session.commit()
    page = client.get(f"/desk/programmes/awards/{mark.id}")
    assert "처음 연 때" in page.words()


# ---- misuse ------------------------------------------------------------------------------------------------------------------------


def test_the_open_form_is_limited_by_the_hour_and_keeps_no_address(session, client, today):
    from funds.selection.misuse.models import MisuseReport, MisuseTry

    today(at_hour(MONDAY, 9))
    given = {"about": "other", "happened": "가상"}
    for _ in range(5):
        client.post("/programmes/misuse/", given, status=200)
    page = client.post("/programmes/misuse/", given, status=429)
    assert "잠시 뒤" in page.words()
    assert session.query(MisuseReport).count() == 5
    assert not [t for t in session.query(MisuseTry) if "127.0.0.1" in t.digest]
    with clock.at(at_hour(MONDAY, 9) + timedelta(hours=2)):
        client.post("/programmes/misuse/", given, status=200)
    with clock.at(at_hour(MONDAY, 9) + timedelta(days=3)):
        client.post("/programmes/misuse/", given, status=200)
    assert session.query(MisuseTry).count() == 1


def test_a_wrong_pair_is_slowed_down(session, client, today):
    today(at_hour(MONDAY, 9))
    for _ in range(20):
        client.post("/programmes/misuse/status", {"number": "MR-2026-000001", "code": "X"}, status=422)
    client.post("/programmes/misuse/status", {"number": "MR-2026-000001", "code": "X"}, status=429)
