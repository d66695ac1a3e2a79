"""Deputies: named from one day to another, both included; both names stand on what the deputy does."""

from datetime import date

from portal.core.cases import Event
from portal.core.fire import fire
from portal.core.mail import Mail
from portal.core.people import Deputy, User
from tests import factories

MONDAY = date(2026, 11, 23)


def test_a_deputy_acts_and_both_names_stand_on_the_event(client, session, today):
    with_case = today(MONDAY)
    assert with_case
    absent, colleague = factories.user("officer"), factories.user("officer")
    case, _ = factories.filed()
    fire(case, "take", factories.acting(absent))
    client.sign_in(absent)
    page = client.get("/deputies")
    client.submit(
        page.form(containing="deputy"), deputy=colleague.id, first="2026-11-24", last="2026-11-25", reason="연가"
    )
    session.rollback()
    assert "대신합니다" in session.query(Mail).filter_by(user_id=colleague.id).order_by(Mail.id.desc()).first().body

    fire(case, "extend", factories.acting(colleague), given={"reason": "하루 전"})
    assert session.query(Event).filter_by(name="filing.extended").one().acting_for_id is None
    for day in (date(2026, 11, 24), date(2026, 11, 25)):
        today(day)
        fire(case, "hand_over", factories.acting(colleague), given={"to": str(absent.id)})
        event = session.query(Event).filter_by(name="filing.handed_over").order_by(Event.id.desc()).first()
        assert (event.actor_id, event.acting_for_id) == (colleague.id, absent.id)
    today(date(2026, 11, 26))
    assert factories.acting(colleague).deputy_for == frozenset()


def test_the_page_refuses_what_cannot_be(client, session, today):
    today(MONDAY)
    me, colleague, filer = factories.user("officer"), factories.user("officer"), factories.user()
    client.sign_in(me)
    page = client.get("/deputies")
    assert str(me.id) not in {e.get("value") for e in page.all("input", name="deputy")}

    def refused(**given):
        asked = {"deputy": colleague.id, "first": "2026-11-24", "last": "2026-11-25", "reason": "출장"} | given
        return client.submit(client.get("/deputies").form(containing="deputy"), status=422, **asked).text

    assert "목록에 있는 것" in refused(deputy=filer.id)
    assert "종료일이 시작일보다 빠릅니다" in refused(first="2026-11-28")
    assert "이미 지난 날입니다" in refused(first="2026-11-01", last="2026-11-20")
    assert "있는 날짜를" in refused(first="2026-02-30")
    client.submit(
        client.get("/deputies").form(containing="deputy"),
        deputy=colleague.id,
        first="2026-11-24",
        last="2026-11-25",
        reason="출장",
    )
    assert "이미 대리가 정해져" in refused(first="2026-11-25", last="2026-11-30")


def test_a_deputyship_is_ended_by_the_absent_alone(client, session, today):
    today(MONDAY)
    absent, colleague, third = (factories.user("officer") for _ in range(3))
    held = Deputy(absent_id=absent.id, deputy_id=colleague.id, first=MONDAY, last=MONDAY, reason="")
    session.add(held)
    client.sign_in(third)
    client.post(f"/deputies/{held.id}/end", {}, 404)
    client.sign_in(colleague)
    client.post(f"/deputies/{held.id}/end", {}, 404)
    assert factories.acting(session.get(User, colleague.id)).deputy_for == {absent.id}
    client.sign_in(absent)
    client.submit(client.get("/deputies").form("/end"))
    assert factories.acting(session.get(User, colleague.id)).deputy_for == frozenset()


def test_an_administrator_names_one_for_the_absent(client, session, today):
    today(MONDAY)
    absent, colleague = factories.user("officer"), factories.user("officer")
    client.sign_in(factories.user("admin"))
    page = client.get("/deputies")
    asked = {"first": "2026-11-23", "last": "2026-11-27", "reason": "병가"}
    page = client.submit(page.form(containing="deputy"), absent=absent.id, deputy=absent.id, status=422, **asked)
    assert "자기 자신은" in page.text
    client.submit(page.form(containing="deputy"), deputy=colleague.id, **asked)
    assert factories.acting(session.get(User, colleague.id)).deputy_for == {absent.id}


def test_deputies_are_no_business_of_filers(client, session):
    client.sign_in(factories.member(factories.organisation()))
    client.get("/deputies", 403)
