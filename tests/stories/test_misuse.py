"""부정사용 신고: anybody reports, the holder never learns who, the award is revoked through its own moves,
counts are published.
"""

from datetime import date

import pytest

from funds.selection.misuse.models import MisuseReport
from portal.core.mail import Mail
from portal.core.web import db
from tests import factories as make
from tests import grants
from tests.funding import at_hour

pytestmark = pytest.mark.slow


def move(client, case, name, status=200, **given):
    page = client.get(f"/cases/{case.id}/moves/{name}")
    return client.submit(page.form("moves/"), status=status, **given)


def receipt(page):
    found = [page.words(e) for e in page.all("dd")]
    return found[0], found[1]


def test_a_report_from_the_open_form_to_the_revocation(session, client, today):
    today(at_hour(date(2026, 11, 23), 9))
    award, owner = grants.agreement()
    officer, ministry = make.user("officer"), make.user("ministry")
    holder = session.get(make.User, owner.user_id)
    session.commit()

    # a visitor, with no account and no name
    page = client.get("/programmes/misuse/")
    page = client.submit(page.form("misuse"), happened="", email="wrong", status=422)
    assert "about" in [e.get("id") for e in page.tree.iter()]
    page = client.submit(
        page.form("misuse"),
        about="grant",
        named=award.number,
        happened="다른 사업에 썼습니다.",
        email="witness@example.org",
    )
    number, code = receipt(page)
    case = session.query(MisuseReport).one()
    assert (case.number, case.award_id, case.organisation_id, case.created_by_id) == (number, award.id, None, None)
    assert code not in case.code_hash
    told = session.query(Mail).filter_by(address="witness@example.org").all()
    assert len(told) == 1
    client.get(f"/programmes/misuse/reports/{case.id}", status=303)

    # number and code show the state; a wrong pair shows nothing
    page = client.get("/programmes/misuse/status")
    page = client.submit(page.form("status"), number=number, code="WRONG", status=422)
    assert "맞는 신고가 없습니다" in page.words()
    page = client.submit(page.form("status"), code=code.lower())
    assert "접수" in page.words()

    # the holder sees nothing of it
    client.sign_in(holder)
    client.get(f"/programmes/misuse/reports/{case.id}", status=404)
    client.get(f"/cases/{case.id}", status=404)

    client.sign_in(officer)
    page = client.get("/desk/programmes/misuse")
    client.get(page.link(number))
    page = move(client, case, "start_check", number="없는-번호", status=422)
    assert "그 번호의" in page.words()
    client.submit(page.form("moves/"), number="")
    page = move(client, case, "demand", demand="쓴 내역을 되돌리세요.", by="2026-01-01", status=422)
    client.submit(page.form("moves/"), by="2026-12-10")
    page = move(client, case, "give_notice", intended="revoke", days="3", reason="되돌리지 않음", status=422)
    assert "10일 이상" in page.words()
    client.submit(page.form("moves/"), days="10")
    session.refresh(award)
    assert award.state == "notice"

    # what the holder reads tells nothing of the report
    client.sign_in(holder)
    page = client.get(f"/programmes/awards/{award.id}")
    assert "쓴 내역을 되돌리세요" in page.words()
    for secret in (number, "witness", "다른 사업에 썼습니다"):
        assert secret not in page.words()
        assert not [m for m in session.query(Mail).filter_by(user_id=holder.id) if secret in m.subject + m.body]
    move(client, award, "give_opinion", opinion="사실이 아닙니다.")

    client.sign_in(ministry)
    move(client, award, "revoke", reason="용도 밖 사용")
    session.refresh(case)
    assert (case.state, case.outcome, case.email) == ("measured", "revoked", "")
    assert session.query(Mail).filter_by(address="witness@example.org").count() == 5

    with client.plain.session_transaction() as cookies:
        cookies.clear()
    page = client.get("/programmes/misuse/status")
    page = client.submit(page.form("status"), number=number, code=code)
    assert "취소" in page.words()
    page = client.get("/programmes/misuse/")
    cells = [page.words(e) for e in page.all("td")]
    assert cells == ["1", "0", "0", "0", "1", "0", "0"]


def test_a_signed_in_reporter_is_told_and_a_dropped_notice_reopens(session, client, today):
    today(at_hour(date(2026, 11, 23), 9))
    award, _ = grants.agreement()
    reporter, officer = make.user(), make.user("officer")
    session.commit()
    client.sign_in(reporter)
    page = client.get(f"/programmes/misuse/?number={award.number}")
    page = client.submit(page.form("misuse"), about="mark", happened="현판을 위조했습니다.")
    case = session.query(MisuseReport).one()
    client.sign_in(officer)
    move(client, case, "start_check")
    move(client, case, "give_notice", intended="suspend", days="10", reason="가상")
    move(client, award, "drop_notice", reason="확인 결과 사실과 다름")
    session.refresh(case)
    assert case.state == "checking"
    move(client, case, "close", outcome="unfounded", reason="사실과 다름", reply="확인한 결과 위조가 아니었습니다.")
    client.sign_in(reporter)
    page = client.get(f"/cases/{case.id}", status=303)
    page = client.get(f"/programmes/misuse/reports/{case.id}")
    assert "위조가 아니었습니다" in page.words()
    assert session.query(Mail).filter_by(user_id=reporter.id).count() == 4
    client.sign_in(make.user())
    db.session.commit()
    client.get(f"/programmes/misuse/reports/{case.id}", status=404)
